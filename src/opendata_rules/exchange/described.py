"""What the adapters have in common: what of a report is told of a dataset, in the words of other vocabularies."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..catalogue import values
from ..catalogue.judged import Finding
from ..catalogue.profile import Profile
from ..catalogue.profile_file import entry_of
from ..catalogue.register import explained, register_of
from ..catalogue.remembering import Remembered
from ..catalogue.results import Basis, Row
from ..catalogue.summary import Summary
from ..catalogue.tables import table
from ..norms.instruments import Instrument
from ..quoting import visible
from ..reading.document import read_bytes
from ..vocabulary.facts import FactValue
from ..vocabulary.ranks import ranks
from ..vocabulary.terms import ATTRIBUTE_TERMS, Attribute, InstrumentState, Scheme
from .names import Names, filled
from .settings import AccessRight, Distribution, Settings
from .tables import terms

#: Between spellings of one row, as a row shows them.
_BETWEEN = " / "
_NO_PROFILE = Profile()


@dataclass(frozen=True, slots=True)
class Law:
    """An instrument that bears on the catalogue.

    Attributes:
        instrument: the instrument.
        legislation: whether it is legislation by its rank (立法法), and not a normative document.
    """

    instrument: Instrument
    legislation: bool


@dataclass(frozen=True, slots=True)
class Described:
    """A dataset as others are told of it.

    Attributes:
        row: its row; every text of it fit to be shown.
        address: its address.
        declared: the attribute as declared, by its Chinese name where it was understood, else as written.
        cycle: how often it is updated, in Chinese as it is understood anywhere, else as written.
        frequency: end of its address in the EU authority table; empty where there is none for it, or it is not known.
        right: who may have it; ``None`` where that was not settled.
        laws: ids of the instruments in force that the result rests on, nearest first.
        page: its page; empty where there is none.
        files: where it can be had; none for what is closed, or may be.
    """

    row: Row
    address: str
    declared: str
    cycle: str
    frequency: str
    right: AccessRight | None
    laws: tuple[str, ...]
    page: str
    files: tuple[Distribution, ...]


class Describer:
    """Tells of the datasets of one report, in order.

    Args:
        summary: the report, or what is known before its datasets.
        settings: how it is to look.
        profile: how the catalogue was read; worked out of the report if ``None``.
    """

    def __init__(self, summary: Summary, settings: Settings, profile: Profile | None = None) -> None:
        self.settings = settings
        self.names = Names(summary.place, settings)
        self._scheme = summary.scheme
        self._profile = profile_of(summary) if profile is None else profile
        self._fact = summary.order.vocabulary.facts[str(table("columns")["cadence"]["fact"])]
        self._frequencies = Remembered(self._frequency)
        self._cycles = Remembered(self._cycle)
        self.laws: Mapping[str, Law] = {
            link.standing.id: Law(link.pack.instrument, ranks()[link.pack.instrument.rank].legislation)
            for link in summary.order.chain.links
            if link.standing.state is InstrumentState.IN_FORCE
        }
        self._rests_on = {
            rule.id: link.standing.id
            for link in summary.order.chain.links
            for rule in link.pack.provisions()
            if link.standing.id in self.laws
        }

    def wanted(self, row: Row) -> bool:
        """Whether a dataset is written at all."""
        settings = self.settings
        if settings.verdicts and row.verdict not in settings.verdicts:
            return False
        return not {str(row.declared), str(row.attribute)} & settings.left_out

    def described(self, row: Row) -> Described:
        """A dataset; each is to be told of once."""
        page = filled(self.settings.page, row.id)
        return Described(
            row=row,
            address=self.names.dataset(row),
            declared=row.declared_text if row.declared is None else attribute_term(row.declared, self._scheme),
            cycle=self._cycles[row.cadence],
            frequency=self._frequencies[row.cadence],
            right=self._right(row),
            laws=self._laws(row),
            page=page,
            files=self._files(row, page) if self._may_be_had(row) else (),
        )

    # -- parts ------------------------------------------------------------------------------------------------------

    def _frequency(self, text: str) -> str:
        """The frequency of the EU for a cadence as written; what is written in two ways that differ has none."""
        found = {self._of_one(one) for one in text.split(_BETWEEN)} - {""}
        return found.pop() if len(found) == 1 else ""

    def _of_one(self, text: str) -> str:
        if text.startswith(terms()["frequency"]):
            name = text.removeprefix(terms()["frequency"])
            return name if name.casefold() in table("values")["cadence_terms"][terms()["frequency"]] else ""
        word = values.clean(text)
        if word in _frequency_words():
            return _frequency_words()[word]
        return str(terms()["frequencies"].get(self._declared_cadence(text, self._profile), ""))

    def _cycle(self, text: str) -> str:
        """A cadence without the codes of a platform, of several spellings that mean one the first."""
        pieces = text.split(_BETWEEN)
        stated = {self._declared_cadence(one, self._profile) for one in pieces} - {None}
        if len(stated) != 1:
            return text
        [value] = stated
        assert value is not None
        clear = (one for one in pieces if self._declared_cadence(one, _NO_PROFILE) == value)
        return next(clear, None) or self._fact.term(value)

    def _declared_cadence(self, text: str, profile: Profile) -> FactValue | None:
        return dict(values.cadence(text, profile).facts).get(self._fact.id)

    def _right(self, row: Row) -> AccessRight | None:
        if self._scheme is not Scheme.OPENING:
            return None
        rights = self.settings.access_rights
        if row.verdict != "valid" or row.declared is None:
            return rights.get(row.verdict)
        if row.declared is not Attribute.CLOSED:
            stated = dict(row.facts)
            for condition in self.settings.conditions:
                if all(name in stated and stated[name] == value for name, value in condition.facts.items()):
                    return condition.right
        return rights.get(str(row.declared))

    def _may_be_had(self, row: Row) -> bool:
        if self._scheme is not Scheme.OPENING or row.verdict not in self.settings.files:
            return False
        # What the law closes is not had, whatever was declared.
        return row.declared in (Attribute.OPEN, Attribute.CONDITIONAL) and row.attribute is not Attribute.CLOSED

    def _files(self, row: Row, page: str) -> tuple[Distribution, ...]:
        own = self.settings.distributions.get(row.id, ())
        if own:
            return own
        download = filled(self.settings.download_url, row.id)
        return (Distribution(page or download, download),) if page or download else ()

    def _laws(self, row: Row) -> tuple[str, ...]:
        term = () if row.term is None else (row.term,)
        cited = {self._instrument(basis) for basis in (*row.grounds, *row.objections, *row.actions, *term)}
        return tuple(name for name in self.laws if name in cited)

    def _instrument(self, basis: Basis) -> str:
        # Of an action, which is no rule that findings are about, the passage is told: instrument, article, paragraph.
        return self._rests_on.get(basis.provision) or basis.provision.partition(".")[0]


def attribute_term(attribute: Attribute, scheme: Scheme) -> str:
    """The Chinese name of an attribute."""
    return ATTRIBUTE_TERMS[scheme][attribute]


def told(basis: Basis) -> str:
    """A provision with what it says, in Chinese."""
    return visible("：".join(filter(None, (basis.citation, basis.text))))


def told_in_english(basis: Basis) -> str:
    """The same in English; empty where nothing is known in English."""
    return visible(": ".join(filter(None, (basis.citation_english, basis.english))))


def shown(finding: Finding) -> str:
    """What was found, with the provision it rests on, in Chinese."""
    return visible(f"{finding.text}（{finding.citation}）" if finding.citation else finding.text)


def title_of(summary: Summary, settings: Settings) -> str:
    """The name of the catalogue; that of its file where it has no other."""
    return visible(settings.title or summary.file)


def description_of(summary: Summary, settings: Settings) -> str:
    """What the catalogue is; how it was checked where nothing else is said."""
    if settings.description:
        return visible(settings.description)
    return visible(f"{summary.place_name}的数据目录（{summary.file}），按 {summary.on} 有效的规定检查过。")


def omitted(summary: Summary, settings: Settings) -> Iterator[str]:
    """What DCAT-AP asks for of a catalogue and nothing is known of, in Chinese."""
    if not settings.publisher:
        yield "目录的发布者"
    meanings = {meaning for _, meaning in summary.columns}
    for meaning in ("title", "summary"):
        if str(table("columns")[meaning]["label"]) not in meanings:
            yield f"数据集的{table('columns')[meaning]['label']}"


@functools.cache
def _frequency_words() -> Mapping[str, str]:
    return {word: name for name, words in terms()["frequency_words"].items() for word in words}


def profile_of(summary: Summary) -> Profile:
    """How the catalogue of a report was read: the profile that was given over the format that was known."""
    given, order = summary.given, summary.order
    own = None if given.profile is None else read_bytes(given.profile.encode("utf-8"), "profile")
    known = register_of(order)
    found = explained(own, known, order.vocabulary)
    if given.format is None:
        return found
    return found.over(entry_of(read_bytes(given.format.encode("utf-8"), "format")))
