"""What a pack means once read: instruments, places and provisions as frozen values.

:mod:`opendata_rules.packs.written` describes how legal staff write these things; here they have conditions with
meaning, resolved citations, ids in place of Chinese terms. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..logic.conditions import Condition
from ..values import Json, Term, Value
from ..vocabulary.citations import Citation
from ..vocabulary.marks import Cure
from ..vocabulary.terms import Attribute, DutyForce, Force, Scheme


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """存疑: two readings of a passage, the one taken and why.

    Attributes:
        readings: the defensible readings.
        taken: the one the library follows.
        reason: why that one.
        readings_english: the readings in English, in the same order.
        reason_english: the reason in English.
        matters_when: where the readings differ; ``None`` means wherever the provision holds.
    """

    readings: tuple[str, ...]
    taken: str
    reason: str
    readings_english: tuple[str, ...]
    reason_english: str
    matters_when: Condition | None = None

    @property
    def taken_english(self) -> str:
        """The reading taken, in English."""
        return self.readings_english[self.readings.index(self.taken)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """Common to all rules: where it stands in the law and what it says in short.

    Attributes:
        id: stable rule id.
        citation: article, paragraph and item.
        see_also: further passages it rests on.
        gist: Chinese summary in our own words.
        english: the same in English.
        anchors: terms that the cited passage must contain.
        question: open question it leans on, if any.
    """

    id: str
    citation: Citation
    gist: str
    english: str
    see_also: tuple[Citation, ...] = ()
    anchors: tuple[str, ...] = ()
    question: OpenQuestion | None = None

    def summary(self, lang: str) -> str:
        """The gist in Chinese (``zh``) or English (``en``)."""
        return self.gist if lang == "zh" else self.english


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Provision):
    """A class of data. Where ``condition`` holds the data belongs to ``outcome``.

    ``choices`` are the attributes that may lawfully be chosen: just the outcome under 应当, more under 可以.
    """

    force: Force
    outcome: Attribute
    choices: frozenset[Attribute]
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual(Provision):
    """兜底: the class of data that no stricter provision reaches."""

    force: Force
    outcome: Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Provision):
    """暂缓: facts that are known but legally unfinished; ``action`` says what to do first."""

    condition: Condition
    action: str
    action_english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Provision):
    """人工判断: facts that the text does not settle.

    ``unless`` is an exception that must be known to apply (in changes; in classification it is part of the
    condition).
    """

    condition: Condition
    unless: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule(Provision):
    """措施: what goes with an attribute, unless the facts show that it is done."""

    scheme: Scheme
    matter: str
    matter_english: str
    applies_to: frozenset[Attribute]
    action: str
    action_english: str
    unless: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Provision):
    """转致: other law governs where ``condition`` holds."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a change, with the passage that asks for it.

    ``place_levels`` are the levels (省级, 市级, 县级) of the places where it is asked; empty means all.
    """

    id: str
    citation: Citation
    gist: str
    english: str
    hard: bool
    condition: Condition
    anchors: tuple[str, ...] = ()
    place_levels: tuple[str, ...] = ()

    def summary(self, lang: str) -> str:
        """The gist in Chinese (``zh``) or English (``en``)."""
        return self.gist if lang == "zh" else self.english


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Provision):
    """A provision on changing the opening attribute or its conditions.

    Attributes:
        moves: pairs (before, after) it speaks of.
        condition_changes: ``stricter`` and ``looser`` if it speaks of changed conditions.
        cures: what it lets open the data; which facts go away with that is marked on the facts.
        requirements: what such a change needs.
        reviews: facts on which a human must judge.
        approvers: value ids of ``approving_authority`` whose consent counts.
        consequences: the sanction articles.
    """

    moves: frozenset[tuple[Attribute, Attribute]]
    condition_changes: frozenset[str]
    cures: frozenset[Cure]
    requirements: tuple[Requirement, ...]
    reviews: tuple[Review, ...]
    approvers: tuple[str, ...]
    consequences: tuple[Citation, ...]

    def requirements_at(self, level: str) -> tuple[Requirement, ...]:
        """What such a change needs in a place of one level (省级, 市级, 县级)."""
        return tuple(need for need in self.requirements if not need.place_levels or level in need.place_levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(Provision):
    """职责: where the premise holds, ``must`` has to hold.

    Attributes:
        topic: id of the topic of the vocabulary.
        actor: who has the duty, in Chinese.
        actor_english: the same in English.
        force: how strongly it binds.
        premise: when there is such a duty; ``None`` means always.
        must: what has to be so.
        doubt: facts on which a human must judge.
        prompt: whether the text asks for it promptly (及时) without a number: then undone is for a human.
        action: what is to be done, in Chinese.
        action_english: the same in English.
        precedes: id of the act before which it has to be done; ``None`` where there is none.
        consequences: the sanction articles.
    """

    topic: str
    actor: str
    actor_english: str
    force: DutyForce
    premise: Condition | None
    must: Condition
    doubt: Condition | None
    action: str
    action_english: str
    prompt: bool = False
    precedes: str | None = None
    consequences: tuple[Citation, ...] = ()


class Unit(Term):
    """In what a term is measured; ``cadence`` is the update frequency that the catalogue declares."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CADENCE = "cadence"


#: What a number of units is called, in Chinese and English.
UNIT_TERMS: Mapping[Unit, tuple[str, str]] = {
    Unit.WORKING_DAY: ("个工作日", "working days"),
    Unit.DAY: ("日", "days"),
    Unit.MONTH: ("个月", "months"),
    Unit.YEAR: ("年", "years"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRule(Provision, Value):
    """How terms of one unit are counted, and by which general law where the text is silent."""

    unit: Unit
    general: tuple[str, ...] = ()
    general_english: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "rule": self.id,
            "unit": str(self.unit),
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "english": self.english,
            "general_law": list(self.general),
            "general_law_english": list(self.general_english),
        }


@dataclass(frozen=True, slots=True)
class Extension:
    """When a term may be longer.

    Attributes:
        citation: the passage.
        gist: Chinese summary.
        english: the same in English.
        condition: what must be known to hold.
        decided_on: id of the date fact that tells when it was approved or notified.
        timely: id of the fact that says whether that was in time, if there is one.
        total: length in all, in the unit of the term; ``None`` where the text sets no cap.
    """

    citation: Citation
    gist: str
    english: str
    condition: Condition
    decided_on: str
    timely: str | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule(Provision):
    """期限: how long a step may take.

    Attributes:
        step: ``procedure.step``.
        actor: who must act, in Chinese.
        actor_english: the same in English.
        force: how strongly it binds; ``minimum`` for a least length.
        condition: facts under which it is this term; ``None`` means always.
        length: in units; ``None`` where the unit or a fixed date says it all.
        unit: what it is measured in; ``None`` for a fixed date.
        fixed: (month, day) of a fixed last day in the year.
        extension: when it may be longer.
        consequences: the sanction articles.
    """

    step: str
    actor: str
    actor_english: str
    force: DutyForce
    condition: Condition | None = None
    length: int | None = None
    unit: Unit | None = None
    fixed: tuple[int, int] | None = None
    extension: Extension | None = None
    consequences: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringRule(Provision):
    """周期职责: what comes back every year, by (month, day) at the latest; ``topic`` is that of the vocabulary."""

    topic: str
    actor: str
    actor_english: str
    force: DutyForce
    every_year: tuple[int, int]
