"""The answers of a ledger put again, under the packs of today, of another folder, or the law of another date.

Laws, what they rest on, and what differs from the time of an answer are worked out once for all answers that share
them. Facts that are not kept are unknown: an answer is called unchanged only where it says the same with every value
of them, and changed only where it does with none. Up to 256 completions are asked one by one; beyond, and where a fact
has no end of values, ``possible`` of the answer on what is left says what they lead to.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..answers.receipts import Receipted, resting_of
from ..digests import canonical, digest
from ..errors import Error
from ..law import Law
from ..library import Library
from ..replaying.asking import asked_again
from ..replaying.drifts import drifts
from ..replaying.form import ChangeOptions, CheckOptions, ClassifyOptions, DeadlineOptions, ScheduleOptions
from ..replaying.pieces import Options
from ..replaying.results import Drift
from ..version import __version__
from .audit import broken
from .canonical import sha256
from .entries import Provision, provisions_of, verdict_of
from .rechecked import AnsweredAgain, Cause, EntryStanding
from .tables import Row

#: The questions that are put again, and the form of their options.
_OPTIONS: Mapping[str, type[Options]] = {
    "classify": ClassifyOptions,
    "change": ChangeOptions,
    "check": CheckOptions,
    "deadline": DeadlineOptions,
    "schedule": ScheduleOptions,
}
#: Verdicts that an answer may lose when a fact becomes known.
_REVIEW, _CONTRADICTORY = "human_review", "contradictory_facts"
_OPEN = frozenset({"undetermined", "human_review", "no_rule_in_force"})
#: Most completions of facts that are not kept that are asked one by one.
_COMPLETIONS = 256
#: Questions whose options are remembered, and laws.
_REMEMBERED = 10_000


@dataclass(slots=True)
class Desk:
    """Where entries are answered again, one by one, with what they share.

    Attributes:
        basis_of: the content of a basis, by its digest.
        erased: names of the facts that were erased, by the number of their entry.
        library: the packs.
        on: under the law of that date; ``None``: each under the law of its own.
        laws: those that were asked.
    """

    basis_of: Callable[[str], bytes | None]
    erased: Mapping[int, frozenset[str]]
    library: Library
    on: dt.date | None
    laws: dict[tuple[str, str, bool, bool], Law] = field(default_factory=dict)
    options: dict[str, Options] = field(default_factory=dict)
    drifts: dict[tuple[str, Law], tuple[Drift, ...]] = field(default_factory=dict)

    def again(self, row: Row) -> AnsweredAgain:
        """An entry, answered again."""
        told = row.told
        if told["kind"] not in _OPTIONS:
            return self._entry(row, EntryStanding.SKIPPED)
        facts: dict[str, Any] = {name: value for _, name, value in row.disclosures if not name.startswith("@")}
        causes: tuple[Cause, ...] = ()
        named = {*told["withheld"], *self.erased.get(row.number, ())}
        lost = len(told["facts"]) - len(row.disclosures)
        try:
            options = self._options(told)
            law = self._law(told, options)
            # An explicit unknown: a key that is missing may be read as false.
            now = asked_again(law, options, {**dict.fromkeys(named), **facts})
            assert isinstance(now, Receipted)
            gist = dict(now._asked().outcome)
        except (ValueError, TypeError) as error:
            unread = ("问题的写法不认识。", "The question is in a form that is not known.")
            why, english = (str(error), error.english) if isinstance(error, Error) else unread
            causes = (Cause("question", told["kind"]),)
            return self._entry(row, EntryStanding.NO_ANSWER, refusal=why, english=english, causes=causes)
        word = verdict_of(told["kind"], gist)
        if named or lost:
            # Without a record of its erasure, nobody knows which fact is missing.
            gone = self.erased.get(row.number, frozenset())
            known = lost == len(gone) + (2 if gone and not told["withheld"] else 0)
            standing = self._with_unknown(told, law, options, facts, named, gist) if known else EntryStanding.UNTOLD
        else:
            same = canonical(gist) == canonical(told["outcome"])
            standing = EntryStanding.UNCHANGED if same else EntryStanding.CHANGED
        causes = ()
        if standing is not EntryStanding.UNCHANGED:
            causes = self._causes(row, law, now, gist) if standing is EntryStanding.CHANGED else (Cause("facts", ""),)
        return self._entry(row, standing, now=word, gist=gist, causes=causes)

    def marks(self) -> dict[str, str]:
        """The digest of what each law that was asked rests on, by place, date, drafts and strict."""
        return {" ".join(map(str, key)): digest(resting_of((law,), True)) for key, law in self.laws.items()}

    def ask(self, key: tuple[str, str, bool, bool]) -> Law:
        """The law of a place, a date, with drafts or strictly.

        Raises:
            Error: there is none.
        """
        found = self.laws.get(key)
        if found is None:
            if len(self.laws) >= _REMEMBERED:
                self.laws.clear()
                self.drifts.clear()
            day = dt.date.fromisoformat(key[1])
            found = self.laws[key] = self.library.law(key[0], on=day, drafts=key[2], strict=key[3])
        return found

    def _with_unknown(
        self,
        told: Mapping[str, Any],
        law: Law,
        options: Options,
        facts: Mapping[str, Any],
        gone: Iterable[str],
        gist: Mapping[str, Any],
    ) -> EntryStanding:
        """How the answers on every completion of the facts that are not kept stand to the answer then.

        What is compared is what was concluded: grounds and findings are another with every completion.
        """
        then = _conclusion(told["kind"], told["outcome"])
        found = self._conclusions(told["kind"], told["verdict"], law, options, facts, sorted(gone))
        if not found:
            return _by_what_is_possible(told, gist)
        if found == {then}:
            return EntryStanding.UNCHANGED
        return EntryStanding.UNTOLD if then in found else EntryStanding.CHANGED

    def _conclusions(
        self, kind: str, then: str, law: Law, options: Options, facts: Mapping[str, Any], gone: Sequence[str]
    ) -> set[str]:
        """What is concluded with every value of what is gone; nothing where these are too many."""
        known = [law.vocabulary.fact(name) for name in gone]
        if not all(fact.finite for fact in known):
            return set()
        # A fact may have been stated to be unknown. Whatever is definite then is so with its values too.
        unknown = (None,) if getattr(options, "unlisted", "") == "false" and then in _OPEN else ()
        values = [(*(tuple(value for value, _ in fact.values) or (True, False)), *unknown) for fact in known]
        if math.prod(map(len, values)) > _COMPLETIONS:
            return set()
        found = set()
        for some in itertools.product(*values):
            answer: Any = asked_again(law, options, {**facts, **dict(zip(gone, some, strict=True))})
            outcome = answer._asked().outcome
            # Facts that contradict each other were not what was stated, unless that is what the answer said.
            contradictory = any(one.code == _CONTRADICTORY for one in answer.warnings)
            if verdict_of(kind, outcome) != _REVIEW or then == _REVIEW or not contradictory:
                found.add(_conclusion(kind, outcome))
        return found

    def _entry(
        self, row: Row, standing: EntryStanding, *, causes: tuple[Cause, ...] = (), **more: Any
    ) -> AnsweredAgain:
        told = row.told
        return AnsweredAgain(
            row.number,
            told["dataset"],
            told["department"],
            told["kind"],
            told.get("place", ""),
            standing,
            told.get("verdict", ""),
            cause=causes[0] if causes else None,
            causes=causes,
            **more,
        )

    def _options(self, told: Mapping[str, Any]) -> Options:
        key = told["kind"] + canonical(told["options"])
        found = self.options.get(key)
        if found is None:
            if len(self.options) >= _REMEMBERED:
                self.options.clear()
            found = self.options[key] = _OPTIONS[told["kind"]].model_validate(told["options"])
        return found

    def _law(self, told: Mapping[str, Any], options: Options) -> Law:
        on = told["on"] if self.on is None else self.on.isoformat()
        return self.ask((told["place"], on, options.drafts, options.strict))

    def _drifts(self, row: Row, law: Law) -> tuple[Drift, ...]:
        """What the answer rested on and is another now."""
        basis = row.told["basis"]
        found = self.drifts.get((basis, law))
        if found is None:
            content = self.basis_of(basis)
            if content is None or sha256(content) != basis:
                raise broken("basis", row.number)
            try:
                then = json.loads(content)
                found = drifts(then, resting_of((law,), then["calendar"] is not None), (law,))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise broken("basis", row.number) from error
            self.drifts[basis, law] = found
        return found

    def _causes(self, row: Row, law: Law, now: Receipted, gist: Mapping[str, Any]) -> tuple[Cause, ...]:
        """What makes the difference, the nearest first.

        Rules of which the two answers say different things and that are others now; else such rules that are not; else
        whatever else is another.
        """
        told = row.told
        found = self._drifts(row, law)
        changed = {drift.id for drift in found if drift.what == "rule"}
        packs = {drift.id for drift in found if drift.what in ("pack", "instrument")}
        moved = _moved(told, gist, provisions_of(now))
        near = [one for one in moved if one.rule in changed or one.instrument in packs]
        causes = [Cause("rule", *one) for one in (near or moved)]
        for drift in found:
            cited = ("", "") if drift.citation is None else (drift.citation.instrument, drift.citation.ref)
            causes.append(Cause(drift.what, drift.id, *cited))
        if told["on"] != law.on.isoformat():
            causes.append(Cause("date", law.on.isoformat()))
        if told["engine"] != __version__:
            causes.append(Cause("engine", __version__))
        return tuple(dict.fromkeys(causes)) or (Cause("question", told["kind"]),)


#: What of an outcome is concluded, beside its word.
_CONCLUDED = ("permitted", "declared_valid", "due", "earliest", "latest", "steps")


def _conclusion(kind: str, outcome: Mapping[str, Any]) -> str:
    """What an outcome concludes, without what it rests on."""
    return canonical([verdict_of(kind, outcome), *(outcome.get(name) for name in _CONCLUDED)])


def _moved(told: Mapping[str, Any], gist: Mapping[str, Any], now: Iterable[Provision]) -> list[Provision]:
    """The provisions of which the two answers say different things."""
    before, after = {Provision(*one) for one in told["provisions"]}, set(now)
    then = told["outcome"]
    for key in ("findings", "requirements"):
        if key in then:
            one, other = then[key], gist.get(key, {})
            ids = {name for name in {*one, *other} if one.get(name) != other.get(name)}
            return sorted(one for one in before | after if one.rule in ids)
    return sorted(one for one in before | after if one not in before or one not in after)


def _by_what_is_possible(told: Mapping[str, Any], gist: Mapping[str, Any]) -> EntryStanding:
    """The same from the answer on what is left, whose possible verdicts are those of every completion."""
    then, now = told["verdict"], verdict_of(told["kind"], gist)
    possible = set(gist.get("possible", ()))
    same = _conclusion(told["kind"], gist) == _conclusion(told["kind"], told["outcome"])
    # Facts that nobody stated may be read as false, but for what those that were stated force: less tells more then.
    if not possible or told["options"].get("unlisted") == "false":
        return EntryStanding.UNTOLD
    definite = gist["status"] == "decided" if told["kind"] == "classify" else possible == {now} and now not in _OPEN
    if definite and now != then:
        return EntryStanding.CHANGED
    if definite:
        return EntryStanding.UNCHANGED if same else EntryStanding.UNTOLD
    # Then it was definite: no completion leads there any more.
    return EntryStanding.CHANGED if then not in _OPEN and then not in possible else EntryStanding.UNTOLD
