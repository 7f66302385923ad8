"""What a pack means once read: instruments, places and provisions as frozen values.

:mod:`opendata_rules.model` describes how legal staff write these things; here they have conditions with meaning,
resolved citations, ids in place of Chinese terms. Nothing here decides anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..citations import Citation
from ..conditions import Condition
from ..terms import Attribute, Collected, DutyForce, Force, InstrumentState, Scheme, Source


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal instrument (文件).

    Attributes:
        id: folder name under ``rules/``.
        title: full Chinese title, without 《》.
        number: document number, ``None`` where none is printed or known.
        authority: body that made it.
        rank: Chinese name of its rank.
        draft: whether it is a draft that never took effect.
        issued: date of issue or publication, if known.
        effective: first day in force, if known.
        effective_by: a day on which it certainly was in force, where the first day is not known.
        expires: last day in force, ``None`` for no end.
        doubtful_from: first day from which it is not known to be still in force.
        collected: how much of it is encoded here.
        source: where the encoded text comes from; ``None`` where nothing is collected.
        note: remark for readers.
    """

    id: str
    title: str
    number: str | None
    authority: str
    rank: str
    draft: bool
    issued: dt.date | None
    effective: dt.date | None
    effective_by: dt.date | None
    expires: dt.date | None
    doubtful_from: dt.date | None
    collected: Collected
    source: Source | None
    note: str | None

    def state(self, on: dt.date) -> InstrumentState:
        """Where the instrument stands on a date; ``unknown`` where its dates do not tell."""
        if self.draft:
            return InstrumentState.DRAFT
        if self.expires and on > self.expires:
            return InstrumentState.EXPIRED
        starts = self.effective or self.effective_by
        if self.effective and on < self.effective:
            return InstrumentState.NOT_YET_IN_FORCE
        if starts is None or on < starts:
            early = self.issued is not None and on < self.issued
            return InstrumentState.NOT_YET_IN_FORCE if early else InstrumentState.UNKNOWN
        if self.doubtful_from and on >= self.doubtful_from:
            return InstrumentState.UNKNOWN
        return InstrumentState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place.

    Attributes:
        id: file name under ``jurisdictions/``.
        name: full Chinese name.
        other_names: further names under which it is found.
        code: six-digit division code (GB/T 2260).
        level: 省级, 市级 or 县级.
        parent: id of the place above, ``None`` for a province.
        department: its big-data department.
        instruments: ids of the instruments that bind it, nearest first.
        note: remark for readers.
    """

    id: str
    name: str
    other_names: tuple[str, ...]
    code: str
    level: str
    parent: str | None
    department: str
    instruments: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """存疑: two readings of a passage, the one taken and why.

    Attributes:
        readings: the defensible readings.
        taken: the one the library follows.
        reason: why that one.
        matters_when: where the readings differ; ``None`` means wherever the provision holds.
    """

    readings: tuple[str, ...]
    taken: str
    reason: str
    matters_when: Condition | None = None


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
    applies_to: frozenset[Attribute]
    action: str
    unless: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Provision):
    """转致: other law governs where ``condition`` holds."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a change, with the passage that asks for it."""

    id: str
    citation: Citation
    gist: str
    english: str
    hard: bool
    condition: Condition
    anchors: tuple[str, ...] = ()

    def summary(self, lang: str) -> str:
        """The gist in Chinese (``zh``) or English (``en``)."""
        return self.gist if lang == "zh" else self.english


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Provision):
    """A provision on changing the opening attribute or its conditions.

    Attributes:
        moves: pairs (before, after) it speaks of.
        condition_changes: ``stricter`` and ``looser`` if it speaks of changed conditions.
        requirements: what such a change needs.
        reviews: facts on which a human must judge.
        approvers: value ids of ``approving_authority`` whose consent counts.
        consequences: the sanction articles.
    """

    moves: frozenset[tuple[Attribute, Attribute]]
    condition_changes: frozenset[str]
    requirements: tuple[Requirement, ...]
    reviews: tuple[Review, ...]
    approvers: tuple[str, ...]
    consequences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(Provision):
    """职责: where the premise holds, ``must`` has to hold.

    Attributes:
        topic: id of the topic of the vocabulary.
        actor: who has the duty, in Chinese.
        force: how strongly it binds.
        premise: when there is such a duty; ``None`` means always.
        must: what has to be so.
        doubt: facts on which a human must judge.
        action: what is to be done, in Chinese.
        precedes: id of the act before which it has to be done; ``None`` where there is none.
        consequences: the sanction articles.
    """

    topic: str
    actor: str
    force: DutyForce
    premise: Condition | None
    must: Condition
    doubt: Condition | None
    action: str
    precedes: str | None = None
    consequences: tuple[Citation, ...] = ()


class Unit(StrEnum):
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
class CountingRule(Provision):
    """How terms of one unit are counted, and by which general law where the text is silent."""

    unit: Unit
    general: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types."""
        return {
            "rule": self.id,
            "unit": str(self.unit),
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "general_law": list(self.general),
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
    force: DutyForce
    every_year: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Classification:
    """The classification rules of one instrument for one scheme."""

    scheme: Scheme
    grounds: tuple[Ground, ...]
    holds: tuple[Hold, ...] = ()
    reviews: tuple[Review, ...] = ()
    residual: Residual | None = None
    precedence: Provision | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A row of the article table of an instrument.

    Attributes:
        instrument: instrument id.
        ref: article (``12``, ``25bis``, ``annex3``).
        status: ``encoded``, ``partly``, ``definition``, ``organisation``, ``principle`` or ``human_judgement``.
        rules: ids of the rules that rest on it.
        note: what is not encoded, or why nothing is.
        fingerprint: SHA-256 of the article's normalised text; ``None`` where the text is not at hand.
    """

    instrument: str
    ref: str
    status: str
    rules: tuple[str, ...]
    note: str | None
    fingerprint: str | None

    def to_dict(self) -> dict[str, object]:
        """Plain JSON types."""
        return {
            "instrument": self.instrument,
            "ref": self.ref,
            "status": self.status,
            "rules": list(self.rules),
            "note": self.note,
            "fingerprint": self.fingerprint,
        }


@dataclass(frozen=True, slots=True)
class Pack:
    """One instrument with all its rules.

    Attributes:
        instrument: the instrument.
        classifications: rules by scheme.
        changes: provisions on attribute changes.
        actions: what goes with an attribute.
        referrals: matters handed to other law.
        duties: what must be so, by topic.
        terms: how long steps may take.
        counting: how terms are counted, a rule for each unit.
        recurring: what comes back every year.
        articles: its article table.
        digest: SHA-256 over the files that carry meaning (cases left out).
    """

    instrument: Instrument
    digest: str
    classifications: Mapping[Scheme, Classification] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    actions: tuple[ActionRule, ...] = ()
    referrals: tuple[Referral, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    terms: tuple[TermRule, ...] = ()
    counting: tuple[CountingRule, ...] = ()
    recurring: tuple[RecurringRule, ...] = ()
    articles: tuple[Article, ...] = ()

    def provisions(self) -> tuple[Provision, ...]:
        """Every rule of the pack, in the order written."""
        found: list[Provision] = []
        for rules in self.classifications.values():
            found += filter(None, (rules.precedence,))
            found += [*rules.grounds, *rules.holds, *rules.reviews]
            found += filter(None, (rules.residual,))
        for change in self.changes:
            found += [change, *change.reviews]
        return (
            *found,
            *self.actions,
            *self.referrals,
            *self.duties,
            *self.terms,
            *self.counting,
            *self.recurring,
        )

    def citations(self) -> Iterator[tuple[str, Citation]]:
        """Every passage that a rule rests on, with the id of the rule."""
        for rule in self.provisions():
            yield rule.id, rule.citation
            cited = list(rule.see_also)
            if isinstance(rule, Change):
                cited += [need.citation for need in rule.requirements]
            if isinstance(rule, Change | DutyRule | TermRule):
                cited += rule.consequences
            if isinstance(rule, TermRule) and rule.extension is not None:
                cited.append(rule.extension.citation)
            for citation in cited:
                yield rule.id, citation
