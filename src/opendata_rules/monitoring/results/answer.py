"""What a monitor answers: the standing of a case, what is owed, what was done wrong, what could not be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.schedules import Schedule
from ...answers.result import Result, plain
from ...norms.warnings import ResultWarning
from ...values import Term, Value, fill, frozen
from ...vocabulary.citations import Citation
from ...vocabulary.terms import DutyForce, StepState
from ..events import Event, Reason


class BreachKind(Term):
    """What is wrong: done late, not done and past due, done before it was allowed."""

    LATE = "late"
    OVERDUE = "overdue"
    PROHIBITED = "prohibited"


#: What they are called.
BREACH_TERMS = {BreachKind.LATE: "逾期完成", BreachKind.OVERDUE: "逾期未办", BreachKind.PROHIBITED: "不得为而为"}


class _Counts(NamedTuple):
    accepted: int
    repeated: int
    rejected: int


class Counts(_Counts, Value):
    """What became of the events given: taken, known already, kept aside."""

    __slots__ = ()

    _schema = "intake"

    def to_dict(self) -> dict[str, int]:
        """Plain JSON types."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class Breach(Result):
    """Something done late, not done, or done before it was allowed.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        kind: ``late``, ``overdue`` or ``prohibited``.
        rule: id of the rule broken.
        step: id of the step, or of the act that was done too early.
        label: its Chinese name.
        citation: the passage.
        gist: what the rule says, in Chinese; for an act, what was lacking.
        english: the same in English.
        force: how strongly the rule binds.
        actor: who has the duty, in Chinese.
        dates: late: trigger, last day, day done; overdue: trigger, last day, day asked about; prohibited: the day of
            the act, then the other days it rests on.
        events: ids of the events it rests on, in order of their days.
        consequence: the sanction articles.
        warnings: why it should be read with care.
    """

    case: str
    procedure: str
    kind: BreachKind
    rule: str
    step: str
    label: str
    citation: Citation
    gist: str
    english: str
    force: DutyForce
    actor: str
    dates: tuple[dt.date, ...]
    events: tuple[str, ...]
    consequence: tuple[Citation, ...] = ()
    warnings: tuple[ResultWarning, ...] = ()

    def explain(self, lang: str = "zh") -> str:
        """What was done and why that is wrong, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_breach

        return explain_breach(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "case": self.case,
            "procedure": self.procedure,
            "kind": str(self.kind),
            "rule": self.rule,
            "step": self.step,
            "label": self.label,
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "force": str(self.force),
            "actor": self.actor,
            "dates": [day.isoformat() for day in self.dates],
            "events": list(self.events),
            "consequence": [citation.to_dict() for citation in self.consequence],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Owed(Result):
    """A step that is not done.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        step: id of the step.
        label: its Chinese name.
        state: ``pending`` or ``overdue``.
        deadline: its term.
        department: who must act by the rule, in Chinese.
        officer: who acted last in the case; empty where the events name nobody.
    """

    case: str
    procedure: str
    step: str
    label: str
    state: StepState
    deadline: Deadline
    department: str
    officer: str

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why its term should be read with care."""
        return self.deadline.warnings

    def explain(self, lang: str = "zh") -> str:
        """Its term as a tree, in Chinese (``zh``) or English (``en``)."""
        return self.deadline.explain(lang)

    @property
    def last(self) -> dt.date:
        """The last day, or the latest it can be where the calendar does not reach."""
        assert self.deadline.latest is not None
        return self.deadline.latest

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "case": self.case,
            "procedure": self.procedure,
            "step": self.step,
            "label": self.label,
            "state": str(self.state),
            "department": self.department,
            "officer": self.officer,
            "deadline": self.deadline.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Reject(Result):
    """An event kept aside.

    Attributes:
        event: what was given: a mapping, or a line that is none.
        code: the reason, for programs.
        reason: the same in Chinese.
    """

    event: Mapping[str, Any] | str
    code: Reason
    reason: str

    def __post_init__(self) -> None:
        fill(self, event=frozen(self.event))

    def __hash__(self) -> int:
        return hash((str(self.event), self.code, self.reason))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"event": plain(self.event), "code": str(self.code), "reason": self.reason}


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
    """

    case: str
    procedure: str
    step: str
    label: str
    before: tuple[dt.date, ...]
    after: tuple[dt.date, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "case": self.case,
            "procedure": self.procedure,
            "step": self.step,
            "label": self.label,
            "before": [day.isoformat() for day in self.before],
            "after": [day.isoformat() for day in self.after],
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
    """

    case: str
    breaches: tuple[Breach, ...]
    events: tuple[Event, ...]
    unproven: tuple[Unproven, ...]
    began: bool
    missing: tuple[str, ...] = ()

    @property
    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the schedule again; empty where the beginning of the case is not known."""
        return Schedule.receipt.__get__(self) if self.began else {}

    def __reduce__(self) -> tuple[Any, ...]:
        # The log it was read from stays where it is, so a case travels as what it holds, and not as a question.
        return CaseStatus, tuple(getattr(self, field.name) for field in fields(self))

    def explain(self, lang: str = "zh") -> str:
        """The steps as a tree, then the breaches, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_case

        return explain_case(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            **Schedule.to_dict(self),
            "case": self.case,
            "began": self.began,
            "breaches": [breach.to_dict() for breach in self.breaches],
            "events": [
                {
                    "id": event.id,
                    "kind": event.kind,
                    "date": event.date.isoformat(),
                    "actor": event.actor,
                    "corrects": event.corrects,
                    "facts": {name: plain(value) for name, value in event.facts},
                }
                for event in self.events
            ],
            "unproven": [item.to_dict() for item in self.unproven],
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Unproven(Result):
    """Something that an act needed and that the events leave unknown.

    Attributes:
        rule: id of the rule.
        act: id of the act.
        label: its Chinese name.
        citation: the passage.
        gist: what the rule asks for, in Chinese.
        facts: ids of the facts that would tell.
    """

    rule: str
    act: str
    label: str
    citation: Citation
    gist: str
    facts: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "rule": self.rule,
            "act": self.act,
            "label": self.label,
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "facts": list(self.facts),
        }
