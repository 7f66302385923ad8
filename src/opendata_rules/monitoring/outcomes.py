"""What the network found of a case, small enough to be kept for every case, and as a line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..answers.deadlines.states import state_on
from ..answers.result import plain
from ..norms.order import LegalOrder
from ..norms.resting import resting
from ..version import __version__
from ..vocabulary.facts import FactValue, Vocabulary
from ..vocabulary.procedures import Procedure
from ..vocabulary.terms import StepState
from .results.answer import BreachKind, Move
from .results.counts import ENGINES, EngineName
from .rows import a_bool, a_number, a_text, parsed, reading, texts

#: Steps whose term has not begun to run.
_NOT_BEGUN = (StepState.BLOCKED, StepState.NOT_APPLICABLE)


class StepOutcome(NamedTuple):
    """One step of a case as the network found it, without a day asked about.

    Attributes:
        id: id of the step.
        state: ``pending``, ``met``, ``late``, ``blocked`` or ``not_applicable``; for a day see :func:`states_on`.
        trigger: the day its term runs from.
        actual: the day it was done.
        first: first day on which its term can end.
        last: last such day.
        least: whether it is a least length, which cannot be overdue.
        triggered_by: id of the event its term runs from.
        settled: whether it can be told that somebody was punctual or late.
    """

    id: str
    state: StepState
    trigger: dt.date | None = None
    actual: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    least: bool = False
    triggered_by: str = ""
    settled: bool = True


class BreachOutcome(NamedTuple):
    """A breach as the network found it: what a ``Breach`` is made of, but for what the rule itself says."""

    kind: BreachKind
    rule: str
    step: str
    dates: tuple[dt.date, ...]
    events: tuple[str, ...]
    lacking: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What is known of a case.

    Attributes:
        case: id of the case.
        procedure: id of its procedure.
        officer: who acted last.
        last: day of the last event that counts, or of an act that was told before its day.
        began: whether its beginning is known.
        steps: its steps, in order.
        breaches: what was done late or before it was allowed.
        aside: ids of events that were taken and do not count.
        facts: the facts that its terms depend on.
        engine: the engine that evaluated the network.
        revised: how often the case was looked at anew under other packs or another calendar.
    """

    case: str
    procedure: str
    officer: str
    last: dt.date
    began: bool
    steps: tuple[StepOutcome, ...]
    breaches: tuple[BreachOutcome, ...]
    aside: tuple[str, ...]
    facts: tuple[tuple[str, FactValue], ...]
    engine: EngineName
    revised: int = 0


def states_on(outcome: Outcome, on: dt.date) -> Iterator[tuple[StepOutcome, StepState]]:
    """How the steps of a case, all of whose events lie on or before a day, stand on it."""
    for step in outcome.steps:
        if step.trigger is None:
            yield step, step.state
        else:
            yield step, state_on(step.last, step.actual, on, least=step.least, settled=step.settled)


def owes(outcome: Outcome) -> bool:
    """Whether a step of a case is not done and has a last day."""
    return any(step.state is StepState.PENDING and step.last is not None for step in outcome.steps)


# -- as text ----------------------------------------------------------------------------------------------------------


def encoded(outcome: Outcome) -> str:
    """An outcome as one line of JSON."""
    told = {
        "procedure": outcome.procedure,
        "officer": outcome.officer,
        "last": outcome.last.isoformat(),
        "began": outcome.began,
        "steps": [
            [
                *(s.id, s.state, _iso(s.trigger), _iso(s.actual), _iso(s.first), _iso(s.last)),
                *(s.least, s.triggered_by, s.settled),
            ]
            for s in outcome.steps
        ],
        "breaches": [
            [b.kind, b.rule, b.step, [day.isoformat() for day in b.dates], b.events, b.lacking]
            for b in outcome.breaches
        ],
        "aside": outcome.aside,
        "facts": {name: plain(value) for name, value in outcome.facts},
        "engine": outcome.engine,
        "revised": outcome.revised,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def decoded(case: str, text: object, vocabulary: Vocabulary) -> Outcome:
    """The outcome of a line made by :func:`encoded`.

    Raises:
        Damaged: the line is none.
    """
    with reading():
        told = parsed(text)
        return Outcome(
            case=case,
            procedure=a_text(told["procedure"]),
            officer=a_text(told["officer"]),
            last=dt.date.fromisoformat(told["last"]),
            began=a_bool(told["began"]),
            steps=tuple(_step(*told) for told in told["steps"]),
            breaches=tuple(_breach(*told) for told in told["breaches"]),
            aside=texts(told["aside"]),
            facts=tuple(vocabulary.normalise(told["facts"]).items()),
            # A row of an earlier version does not say; there was one engine then.
            engine=ENGINES[ENGINES.index(told.get("engine", ENGINES[0]))],
            revised=a_number(told.get("revised", 0)),
        )


def _step(
    name: object, state: str, trigger: Any, actual: Any, first: Any, last: Any, least: Any, by: Any, settled: Any = True
) -> StepOutcome:
    # A row of an earlier version ends before what is settled.
    if trigger is None and state not in _NOT_BEGUN:
        raise ValueError(f"{state} needs a trigger")
    days = (_day(trigger), _day(actual), _day(first), _day(last))
    return StepOutcome(a_text(name), StepState(state), *days, a_bool(least), a_text(by), a_bool(settled))


def _breach(kind: str, rule: object, step: object, dates: Any, events: Any, lacking: Any) -> BreachOutcome:
    days = tuple(map(dt.date.fromisoformat, texts(dates)))
    if not days or (kind == BreachKind.LATE and len(days) != 3):
        raise ValueError(f"{kind} does not have {len(days)} dates")
    return BreachOutcome(BreachKind(kind), a_text(rule), a_text(step), days, texts(events), texts(lacking))


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def moves_between(before: Outcome, after: Outcome, procedure: Procedure) -> Iterator[Move]:
    """The last days of a case that are others than they were."""
    then = {step.id: step for step in before.steps}
    named = {step.id: step for step in procedure.steps}
    for step in after.steps:
        old = then.get(step.id)
        if old is not None and (old.first, old.last) != (step.first, step.last):
            one, days = named[step.id], (_span(old), _span(step))
            yield Move(after.case, after.procedure, step.id, one.label, *days, english=one.english, engine=after.engine)


def _span(step: StepOutcome) -> tuple[dt.date, ...]:
    return tuple(dict.fromkeys(day for day in (step.first, step.last) if day is not None))


def knowledge_of(law: LegalOrder) -> str:
    """What the answers of a monitor depend on besides the log, as plain JSON."""
    told = {
        "engine": __version__,
        "drafts": law.drafts,
        "strict": law.strict,
        # Chains of other days differ in nothing that is not among these.
        **resting(law, calendar=True),
    }
    return json.dumps(told, sort_keys=True)
