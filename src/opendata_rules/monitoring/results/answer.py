"""What a monitor answers: the standing of a case, what is owed, what was done wrong, what could not be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.schedules import Schedule, gist_of
from ...answers.receipts import Asked, issued
from ...answers.result import Result, plain
from ...norms.warnings import ResultWarning
from ...values import Json, Term, fill, frozen
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Citation
from ...vocabulary.terms import DutyForce, StepState
from ..events import REASON_TERMS, Event, Reason
from .counts import ENGINES, EngineName
from .rests import OfCases, Rests, asked_of, counted, without_engine


class BreachKind(Term):
    """What is wrong: done late, not done and past due, done before it was allowed."""

    LATE = "late"
    OVERDUE = "overdue"
    PROHIBITED = "prohibited"


#: What they are called.
BREACH_TERMS = {BreachKind.LATE: "逾期完成", BreachKind.OVERDUE: "逾期未办", BreachKind.PROHIBITED: "不得为而为"}


@dataclass(frozen=True, slots=True)
class Breach(OfCases):
    """Something done late, not done, or done before it was allowed.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        kind: ``late``, ``overdue`` or ``prohibited``.
        rule: id of the rule broken.
        step: id of the step, or of the act that was done too early.
        label: its Chinese name.
        label_english: its English name.
        citation: the passage.
        gist: what the rule says, in Chinese; for an act, what was lacking.
        english: the same in English.
        force: how strongly the rule binds.
        actor: who has the duty, in Chinese.
        actor_english: the same in English.
        dates: late: trigger, last day, day done; overdue: trigger, last day, day asked about; prohibited: the day of
            the act, then the other days it rests on.
        events: ids of the events it rests on, in order of their days.
        consequence: the sanction articles.
        warnings: why it should be read with care.
        engine: the engine that concluded it; answers that differ in nothing else are equal.
        rests: what it rests on; ``None`` for one made by hand.
    """

    case: str
    procedure: str
    kind: BreachKind
    rule: str
    step: str
    label: str
    label_english: str = field(default="", kw_only=True)
    citation: Citation
    gist: str
    english: str
    force: DutyForce
    actor: str
    actor_english: str = field(default="", kw_only=True)
    dates: tuple[dt.date, ...]
    events: tuple[str, ...]
    consequence: tuple[Citation, ...] = ()
    warnings: tuple[ResultWarning, ...] = ()
    engine: EngineName = field(default=ENGINES[0], compare=False)
    rests: Rests | None = field(default=None, compare=False, repr=False)

    def explain(self, lang: Lang = "zh") -> str:
        """What was done and why that is wrong, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_breach

        return explain_breach(self, lang)

    @property
    def place(self) -> str:
        """Id of the place; empty for one made by hand."""
        return "" if self.rests is None else self.rests.order.place.id

    @property
    def on(self) -> dt.date:
        """The day asked about; where none was, the last that it rests on."""
        return self.dates[-1] if self.rests is None or self.rests.on is None else self.rests.on

    def _asked_of_log(self) -> Asked | None:
        gist = {"kind": str(self.kind), "rule": self.rule, "step": self.step}
        options = {"case": self.case, **gist, "dates": [day.isoformat() for day in self.dates]}
        return None if self.rests is None else self.rests.asked("breach", options, gist)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "case": self.case,
            "procedure": self.procedure,
            "kind": str(self.kind),
            "rule": self.rule,
            "step": self.step,
            "label": self.label,
            "label_english": self.label_english,
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "english": self.english,
            "force": str(self.force),
            "actor": self.actor,
            "actor_english": self.actor_english,
            "dates": [day.isoformat() for day in self.dates],
            "events": list(self.events),
            "consequence": [citation.to_dict() for citation in self.consequence],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "engine": self.engine,
        }


@dataclass(frozen=True, slots=True)
class Owed(OfCases):
    """A step that is not done.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        step: id of the step.
        label: its Chinese name.
        english: its English name.
        state: ``pending`` or ``overdue``.
        deadline: its term.
        department: who must act by the rule, in Chinese.
        department_english: the same in English.
        officer: who acted last in the case; empty where the events name nobody.
        engine: the engine that concluded it; answers that differ in nothing else are equal.
        rests: what it rests on; ``None`` for one made by hand.
    """

    case: str
    procedure: str
    step: str
    label: str
    english: str = field(default="", kw_only=True)
    state: StepState
    deadline: Deadline
    department: str
    department_english: str = field(default="", kw_only=True)
    officer: str
    engine: EngineName = field(default=ENGINES[0], compare=False)
    rests: Rests | None = field(default=None, compare=False, repr=False)

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why its term should be read with care."""
        return self.deadline.warnings

    def explain(self, lang: Lang = "zh") -> str:
        """Its term as a tree, in Chinese (``zh``) or English (``en``)."""
        return self.deadline.explain(lang)

    @property
    def last(self) -> dt.date:
        """The last day, or the latest it can be where the calendar does not reach."""
        assert self.deadline.latest is not None
        return self.deadline.latest

    @property
    def place(self) -> str:
        """Id of the place."""
        return self.deadline.place

    @property
    def on(self) -> dt.date:
        """The day asked about; the date of the law of its term, where none was."""
        return self.deadline.on if self.rests is None or self.rests.on is None else self.rests.on

    def _asked_of_log(self) -> Asked | None:
        outcome = {"state": str(self.state), "latest": self.last.isoformat()}
        return None if self.rests is None else self.rests.asked("owed", {"case": self.case, "step": self.step}, outcome)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "case": self.case,
            "procedure": self.procedure,
            "step": self.step,
            "label": self.label,
            "english": self.english,
            "state": str(self.state),
            "department": self.department,
            "department_english": self.department_english,
            "officer": self.officer,
            "deadline": self.deadline.to_dict(),
            "engine": self.engine,
        }


@dataclass(frozen=True, slots=True)
class Reject(Result):
    """An event kept aside.

    Attributes:
        event: what was given: a mapping, or a line that is none.
        code: the reason, for programs.
        reason: the same in Chinese.
    """

    event: Mapping[str, object] | str
    code: Reason
    reason: str

    def __post_init__(self) -> None:
        fill(self, event=frozen(self.event))

    @property
    def english(self) -> str:
        """Why, in English: what the code stands for."""
        return REASON_TERMS[self.code]

    def __hash__(self) -> int:
        return hash((str(self.event), self.code, self.reason))

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "event": plain(self.event),
            "code": str(self.code),
            "reason": self.reason,
            "english": self.english,
        }


@dataclass(frozen=True, slots=True)
class Move(Result):
    """A last day that is another under what is known now.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        step: id of the step.
        label: its Chinese name.
        before: earliest and latest last day as told before; empty where there was none.
        after: the same now.
        english: the English name of the step.
        engine: the engine that concluded it; answers that differ in nothing else are equal.
    """

    case: str
    procedure: str
    step: str
    label: str
    before: tuple[dt.date, ...]
    after: tuple[dt.date, ...]
    english: str = field(default="", kw_only=True)
    engine: EngineName = field(default=ENGINES[0], compare=False)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "case": self.case,
            "procedure": self.procedure,
            "step": self.step,
            "label": self.label,
            "english": self.english,
            "before": [day.isoformat() for day in self.before],
            "after": [day.isoformat() for day in self.after],
            "engine": self.engine,
        }


@dataclass(frozen=True, slots=True)
class CaseStatus(Schedule):
    """A schedule of a case, with what was done wrong in it.

    Where the beginning of the case is not known yet, ``trigger`` is the day of its first event, and the steps that
    would run from the beginning are ``blocked``.

    Attributes:
        case: id of the case.
        breaches: what was done late, is overdue on the day of the schedule, or was done before it was allowed.
        events: the events that count, in order.
        unproven: what acts done would have needed and the events do not tell: no breach, but worth asking.
        began: whether the beginning of the case is known.
        missing: ids of events that those of this case correct and that the log does not have.
        engine: the engine that concluded it; answers that differ in nothing else are equal.
        log: all events of the case, as far as they were looked at.
    """

    case: str
    breaches: tuple[Breach, ...]
    events: tuple[Event, ...]
    unproven: tuple[Unproven, ...]
    began: bool
    missing: tuple[str, ...] = ()
    engine: EngineName = field(default=ENGINES[0], compare=False)
    log: tuple[Event, ...] = field(default=(), compare=False, repr=False)

    def _asked(self) -> Asked:
        broken = [{"kind": str(one.kind), "rule": one.rule, "step": one.step} for one in self.breaches]
        outcome = {"steps": gist_of(self.steps), "breaches": broken}
        options = {"case": self.case, "missing": list(self.missing)}
        return asked_of("case", self.order, self.on, self.log, options, outcome)

    def _issued(self, told: Mapping[str, Json]) -> dict[str, Json]:
        # Made by hand, without events, it has none.
        return issued(self._asked(), without_engine(told)) if self.log else {}

    def __reduce__(self) -> tuple[Any, ...]:
        # The log it was read from stays where it is, so a case travels as what it holds, and not as a question.
        return CaseStatus, tuple(getattr(self, field.name) for field in fields(self))

    def explain(self, lang: Lang = "zh") -> str:
        """The steps as a tree, then the breaches, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_case

        return explain_case(self, lang)

    def _told(self) -> dict[str, Json]:
        return {
            **Schedule._told(self),
            "case": self.case,
            "began": self.began,
            "breaches": [breach.to_dict() for breach in self.breaches],
            "events": [counted(event) for event in self.events],
            "unproven": [item.to_dict() for item in self.unproven],
            "missing": list(self.missing),
            "engine": self.engine,
        }


@dataclass(frozen=True, slots=True)
class Unproven(Result):
    """Something that an act needed and that the events leave unknown.

    Attributes:
        rule: id of the rule.
        act: id of the act.
        label: its Chinese name.
        label_english: its English name.
        citation: the passage.
        gist: what the rule asks for, in Chinese.
        english: the same in English.
        facts: ids of the facts that would tell.
    """

    rule: str
    act: str
    label: str
    label_english: str = field(default="", kw_only=True)
    citation: Citation
    gist: str
    english: str = field(default="", kw_only=True)
    facts: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "rule": self.rule,
            "act": self.act,
            "label": self.label,
            "label_english": self.label_english,
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "english": self.english,
            "facts": list(self.facts),
        }
