"""Schedules: every step of a case with its deadline, chained from the actual end of the one before.

What the case leaves open (on which branch it is, days that cannot stand in their order) is told by the deadline of the
step, and nobody is punctual or late with it.
"""

# Hints are not kept as text here: the status of a case inherits these fields, and text would be read in its module.

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import BadFact
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...quoting import quoted
from ...values import Json, Value
from ...vocabulary.arguments import Lang
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Procedure, Procedures
from ...vocabulary.refusals import mapping_argument, plain_date
from ...vocabulary.terms import DutyForce, ReceiptPolicy, StepState
from ..pickling import sent
from ..receipts import Asked, OfLaw
from .answer import Deadline
from .branches import Place, on_another_branch, places
from .computation import deadline, facts_and_policy
from .states import has_run_out, state_on


@dataclass(frozen=True, slots=True)
class ScheduledStep(Value):
    """One step of a case.

    Attributes:
        id: id of the step within its procedure.
        label: its Chinese name.
        english: its English name.
        trigger: the event its term runs from.
        deadline: its term; ``None`` where the trigger has not happened or the step is not on the case's branch.
        actual: the day it was done, as far as it was by the day the schedule speaks of.
        state: ``pending``, ``met``, ``late``, ``overdue``, ``blocked`` or ``not_applicable``. A step of which
            nobody can tell whether it is done in time is ``pending``; its deadline says why.
    """

    id: str
    label: str
    english: str = field(default="", kw_only=True)
    trigger: str
    deadline: Deadline | None
    actual: dt.date | None
    state: StepState

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "label": self.label,
            "english": self.english,
            "trigger": self.trigger,
            "state": str(self.state),
            "actual": self.actual.isoformat() if self.actual else None,
            "deadline": None if self.deadline is None else self.deadline.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Schedule(OfLaw):
    """Answer to ``law.schedule``: frozen, hashable, picklable.

    Attributes:
        procedure: id of the procedure.
        trigger: the day it began.
        on: the day the states speak of.
        steps: every step, in order.
        warnings: why the answer should be read with care.
    """

    procedure: str
    trigger: dt.date
    on: dt.date
    steps: tuple[ScheduledStep, ...]
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder
    stated: tuple[tuple[str, FactValue], ...]
    actual: tuple[tuple[str, dt.date], ...]
    policy: ReceiptPolicy

    def _asked(self) -> Asked:
        options = {
            "procedure": self.procedure,
            "trigger": self.trigger.isoformat(),
            "on": self.on.isoformat(),
            "actual": {name: day.isoformat() for name, day in self.actual},
            "receipt": str(self.policy),
        }
        outcome = {"steps": gist_of(self.steps)}
        return Asked("schedule", self.order, options, outcome, dict(self.stated), calendar=True)

    def __reduce__(self) -> tuple[Any, ...]:
        question = (self.procedure, self.trigger, dict(self.actual), self.on, self.policy)
        return sent(_again, self.order, question, dict(self.stated), calendar=True)

    def explain(self, lang: Lang = "zh") -> str:
        """The steps as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_schedule

        return explain_schedule(self, lang)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "procedure": self.procedure,
            "trigger": self.trigger.isoformat(),
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "steps": [step.to_dict() for step in self.steps],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def gist_of(steps: tuple[ScheduledStep, ...]) -> dict[str, dict[str, str | None]]:
    """How each step stands and when it is due, as plain JSON by its id."""
    return {
        step.id: {
            "state": str(step.state),
            "due": None if step.deadline is None or step.deadline.due is None else step.deadline.due.isoformat(),
        }
        for step in steps
    }


def _again(
    order: LegalOrder,
    name: str,
    trigger: dt.date,
    actual: Mapping[str, dt.date],
    on: dt.date,
    receipt: str,
    *,
    facts: Mapping[str, FactValue],
) -> Schedule:
    return schedule(order, name, trigger=trigger, actual=actual, on=on, facts=facts, receipt=receipt)


def schedule(
    order: LegalOrder,
    name: str,
    *,
    trigger: dt.date,
    actual: Mapping[str, dt.date] | None = None,
    on: dt.date | None = None,
    facts: Mapping[str, object],
    receipt: str = ReceiptPolicy.RECEIPT_INSTANT,
) -> Schedule:
    """The steps of a case. See ``law.schedule``."""
    procedure = order.procedures.procedure(name)
    began = plain_date(trigger, "trigger")
    asked = order.on if on is None else plain_date(on, "on")
    known, policy = facts_and_policy(order, facts, receipt)
    done = _actual(order.procedures, procedure, {} if actual is None else actual, began)
    # What happens after the day asked about has not happened yet.
    days = {kind: day for kind, day in {procedure.beginning: began, **done}.items() if day <= asked}
    steps = steps_on(order, procedure, days, known, began, asked, receipt)
    terms = [step.deadline for step in steps if step.deadline is not None]
    warnings = dict.fromkeys(warning for term in terms for warning in term.warnings)
    return Schedule(
        procedure=procedure.id,
        trigger=began,
        on=asked,
        steps=steps,
        warnings=tuple(warnings),
        order=order,
        stated=tuple(sorted(known.items())),
        actual=tuple(sorted(done.items())),
        policy=policy,
    )


def _actual(
    known: Procedures, procedure: Procedure, actual: Mapping[str, dt.date], began: dt.date
) -> dict[str, dt.date]:
    mapping_argument(actual, "actual")
    done: dict[str, dt.date] = {}
    for name, written in actual.items():
        kind, day = known.happening(procedure, name), plain_date(written, f"actual[{quoted(name)}]")
        label = known.event_name(procedure, kind)
        if done.setdefault(kind, day) != day:
            raise BadFact(
                f"“{label}”（{kind}）按编号和按中文名给出了两个不同的日期：{done[kind]}、{day}。",
                english=f"{kind} is given by id and by Chinese name with different days: {done[kind]}, {day}.",
                argument="actual",
            )
        if kind == procedure.beginning and day != began:
            raise BadFact(
                f"“{label}”就是程序的开始，应当是 {began}，得到的是 {day}。",
                english=f"{kind} is the beginning of the procedure and must be {began}, not {day}.",
                argument="actual",
            )
        if day < began:
            raise BadFact(
                f"“{label}”的日期 {day} 早于程序开始的日期 {began}。",
                english=f"{kind}, on {day}, is before the procedure began on {began}.",
                argument="actual",
            )
    return done


def steps_on(
    order: LegalOrder,
    procedure: Procedure,
    days: Mapping[str, dt.date],
    facts: Mapping[str, FactValue],
    began: dt.date,
    on: dt.date,
    receipt: str,
) -> tuple[ScheduledStep, ...]:
    """How the steps of a case stand on a day.

    Args:
        order: the legal order of the place.
        procedure: the procedure of the case.
        days: the days of its steps and events, as far as they have happened by then.
        facts: the known facts.
        began: the day the case began.
        on: the day asked about.
        receipt: how a trigger on a rest day is dated.
    """
    return tuple(
        _step(order, place, days, facts, on, receipt) for place in places(order, procedure, days, facts, began)
    )


def _step(
    order: LegalOrder,
    place: Place,
    days: Mapping[str, dt.date],
    facts: Mapping[str, FactValue],
    on: dt.date,
    receipt: str,
) -> ScheduledStep:
    step = place.step
    actual = days.get(step.id)

    def found(state: StepState, term: Deadline | None = None) -> ScheduledStep:
        return ScheduledStep(step.id, step.label, place.trigger, term, actual, state, english=step.english)

    if place.left:
        return found(StepState.NOT_APPLICABLE)
    if place.kind is None:
        return found(StepState.BLOCKED)
    term = deadline(order, step.name, days[place.kind], facts, receipt)
    doubt = place.doubt
    if doubt is None and place.open and has_run_out(term.latest, on):
        # Until then it is the day by which the step is done, if the case has it.
        doubt = on_another_branch(order.vocabulary, place.open)
    term = term.doubted(doubt)
    settled = term.settled and not place.open
    return found(
        state_on(term.latest, actual, on, least=term.force is DutyForce.MINIMUM, settled=settled),
        term,
    )
