"""``suspicions.yaml``: names that a catalogue is asked about, listed beside the rules of an instrument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..diagnostics.wording import shown
from ..errors import UnknownFact
from ..norms.suspicions import Exemption, Suspicion, Suspicions
from ..reading.document import Location
from ..vocabulary.facts import FactType, Vocabulary
from ..vocabulary.keywords import chinese
from .builder import Reader
from .patterns import BadPattern, pattern
from .written_suspicions import ExemptionModel, OfficesModel, SuspicionModel, SuspicionsModel

#: Shorter words stand in too many names.
_SHORTEST = 2


class SuspicionsReader(Reader[SuspicionsModel]):
    """Reads ``suspicions.yaml``."""

    model = SuspicionsModel

    def take(self, content: SuspicionsModel) -> None:
        """Give the content its meaning."""
        before = len(self.assembly.problems)
        ids: set[str] = set()
        parts: tuple[tuple[str, Sequence[SuspicionModel | ExemptionModel | OfficesModel]], ...] = (
            ("suspicions", content.suspicions),
            ("unsuspected", content.unsuspected),
            ("offices", content.offices),
        )
        for word, entries in parts:
            for index, entry in enumerate(entries):
                at = (chinese(word), index)
                if entry.id in ids:
                    where = self.assembly.instrument.id
                    self.report("duplicate_rule_id", (*at, chinese("id")), id=entry.id, other=where)
                ids.add(entry.id)
                if not isinstance(entry, OfficesModel) and entry.fact is not None:
                    self._fact(entry.fact, (*at, chinese("fact")))
                if isinstance(entry, SuspicionModel):
                    self._suspicion(entry, at)
                self._titles(entry.titles, (*at, chinese("titles")))
        if len(self.assembly.problems) == before:
            self.assembly.suspicions = suspicions_of(content, self.assembly.words.vocabulary)

    def _fact(self, name: str, at: Location) -> None:
        try:
            fact = self.assembly.words.vocabulary.fact(name)
        except UnknownFact as error:
            near = "、".join(error.nearest)
            advice = {"help": f"是不是：{near}？"} if near else {}
            self.report("unknown_fact", at, name=shown(name), **advice)
        else:
            if fact.type is not FactType.BOOL:
                self.report("not_yes_or_no", at, fact=fact.label)

    def _suspicion(self, entry: SuspicionModel, at: Location) -> None:
        if not (entry.items or entry.beside or entry.titles):
            self.report("nothing_suspected", at, id=entry.id)
        self._words(entry.items, (*at, chinese("items")))
        if entry.beside is not None:
            self._words(entry.beside.name_items, (*at, chinese("beside"), chinese("name_items")))
            self._words(entry.beside.items, (*at, chinese("beside"), chinese("items")))

    def _words(self, words: Iterable[str], at: Location) -> None:
        for index, word in enumerate(words):
            if len(word) < _SHORTEST:
                about = f"数据项的名称至少 {_SHORTEST} 个字，太短的到处都有。"
                self.report("bad_format", (*at, index), value=word, about=about)

    def _titles(self, titles: Iterable[str], at: Location) -> None:
        for index, text in enumerate(titles):
            try:
                pattern(text)
            except BadPattern as error:
                self.report("bad_name_pattern", (*at, index), position=error.at + 1, reason=str(error))


def suspicions_of(content: SuspicionsModel, known: Vocabulary) -> Suspicions:
    """The list that a file holds, given the facts there are."""
    return Suspicions(
        tuple(
            Suspicion(
                entry.id,
                known.fact(entry.fact).id,
                entry.reason,
                entry.source,
                entry.items,
                entry.beside.name_items if entry.beside else (),
                entry.beside.items if entry.beside else (),
                entry.titles,
            )
            for entry in content.suspicions
        ),
        tuple(
            Exemption(
                entry.id,
                entry.reason,
                entry.source,
                entry.titles,
                None if entry.fact is None else known.fact(entry.fact).id,
            )
            for entry in content.unsuspected
        ),
        tuple(Exemption(entry.id, entry.reason, entry.source, entry.titles) for entry in content.offices),
    )
