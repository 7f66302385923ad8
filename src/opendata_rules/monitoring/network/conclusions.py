"""What a run of the network comes to: the steps of a case, and what was done late or before it was allowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...answers.deadlines.states import state_on
from ...logic.conditions import facts_of
from ...vocabulary.citations import Citation
from ...vocabulary.terms import StepState
from ..events import Event
from ..log.history import Done, History
from ..outcomes import BreachOutcome, StepOutcome
from ..results.answer import BreachKind
from .engine import Conclusion
from .guards import Guard, Guards
from .rules import BROKEN, DUE, LATE, MET, OFF, OVERDUE, SHORT
from .terms import Term

#: What conclusions say of a step, the last one last.
_STATES = {
    DUE: StepState.PENDING,
    MET: StepState.MET,
    LATE: StepState.LATE,
    OVERDUE: StepState.OVERDUE,
    OFF: StepState.NOT_APPLICABLE,
}


class Run(NamedTuple):
    """One run of the network, with what its facts stand for.

    Attributes:
        history: the case.
        terms: the terms of its steps, by step and kind of event that they run from.
        acts: the acts done in it, with the guards that apply to each by their numbers.
        found: what the network concluded.
    """

    history: History
    terms: dict[tuple[str, str], Term]
    acts: list[tuple[Done, dict[int, Guard]]]
    found: list[Conclusion]

    def states(self) -> dict[str, StepState]:
        """How the steps stand by the network alone; the tests compare it with what is shown."""
        found = dict.fromkeys((step.id for step in self.history.procedure.steps), StepState.BLOCKED)
        for conclusion, state in _STATES.items():
            found |= {name: state for what, name, _ in self.found if what == conclusion}
        return found

    def steps(self) -> dict[str, StepOutcome]:
        """The steps by id: which obligations there are the network says, how they stand the one rule on that."""
        first = self.history.first
        steps: dict[str, StepOutcome] = {}
        for step in self.history.procedure.steps:
            done = first.get(step.id)
            steps[step.id] = StepOutcome(step.id, StepState.BLOCKED, actual=None if done is None else done.date)
        for what, name, matched in self.found:
            if what == DUE:
                kind = matched["t"]["e"]
                term, event = self.terms[name, kind], first[kind]
                actual = steps[name].actual
                steps[name] = StepOutcome(
                    name,
                    # Without a day asked about nothing is overdue.
                    state_on(term.last, actual, dt.date.min, least=term.least, settled=term.settled),
                    trigger=event.date,
                    actual=actual,
                    first=term.first,
                    last=term.last,
                    least=term.least,
                    triggered_by=event.id,
                    settled=term.settled,
                )
        for what, name, _ in self.found:
            if what == OFF:
                steps[name] = steps[name]._replace(state=StepState.NOT_APPLICABLE)
        return steps

    def rule(self, step: str) -> str:
        """Id of the rule that sets the term of a step."""
        return next(term.rule for (name, _), term in self.terms.items() if name == step)

    def begun_by(self, step: str) -> Event:
        """The event that the term of a step runs from."""
        return self.history.first[next(kind for name, kind in self.terms if name == step)]

    def day_of(self, event: Event) -> dt.date:
        """The day of an act that an event tells, or its own."""
        return next((done.day for done, _ in self.acts if done.event is event), event.date)


def breaches_of(
    run: Run, steps: Mapping[str, StepOutcome], guards: Guards, terms: Mapping[tuple[str, str], Citation]
) -> Iterator[BreachOutcome]:
    """What was done late, then what was cut short, then what was done before it was allowed.

    Args:
        run: the run of the network.
        steps: its steps.
        guards: the guards of the place.
        terms: the passages that set the terms of the place, by instrument and rule.
    """
    # Engines conclude in an order of their own; what is told has one.
    late = {name for what, name, _ in run.found if what == LATE}
    for step in steps.values():
        if step.id in late:
            yield _late(run, step)
    cut: dict[str, set[Event]] = {}
    broken: dict[tuple[str, int], dict[int, Guard]] = {}
    for what, name, matched in run.found:
        if what == SHORT and run.history.as_the_procedure_has_it:
            act = "a" in matched["d"]
            event = run.acts[matched["d"]["n"]][0].event if act else run.history.first[matched["d"]["e"]]
            cut.setdefault(name, set()).add(event)
        elif what == BROKEN:
            n, number = matched["a"]["n"], matched["g"]["g"]
            guard = run.acts[n][1][number]
            broken.setdefault((guard.rule.id, n), {})[number] = guard
    for name in (name for name in steps if name in cut):
        yield _cut_short(run, steps[name], cut[name])
    told = {run.rule(name) for name in cut}
    for (rule, n), by_number in sorted(broken.items(), key=lambda item: (item[0][1], min(item[1]))):
        of_rule = [by_number[number] for number in sorted(by_number)]
        # A least length cut short is told once, by its term, although a duty of the same version may say the same.
        same = any(terms.get((guard.instrument, term)) == guard.rule.citation for term in told for guard in of_rule)
        if not (same and all(guard.compares for guard in of_rule)):
            yield _prohibited(run.history, rule, run.acts[n][0], of_rule, guards)


def _late(run: Run, step: StepOutcome) -> BreachOutcome:
    assert step.trigger
    assert step.last
    assert step.actual
    dates = (step.trigger, step.last, step.actual)
    events = (step.triggered_by, run.history.first[step.id].id)
    return BreachOutcome(BreachKind.LATE, run.rule(step.id), step.id, dates, events)


def _cut_short(run: Run, step: StepOutcome, ending: set[Event]) -> BreachOutcome:
    """A least length that had not run out, with the events that ended it."""
    assert step.trigger
    assert step.last
    dates = (*sorted({run.day_of(event) for event in ending}), step.trigger, step.last)
    ids = [event.id for event in sorted(ending, key=lambda event: (event.date, event.id))]
    events = tuple(dict.fromkeys([run.begun_by(step.id).id, *ids]))
    return BreachOutcome(BreachKind.PROHIBITED, run.rule(step.id), step.id, dates, events)


def _prohibited(history: History, rule: str, done: Done, broken: list[Guard], guards: Guards) -> BreachOutcome:
    """An act done too early, with the events that tell what it lacked."""
    atoms = {atom for guard in broken for way in guard.lacking for atom in way}
    asked = {name for atom in atoms for name in facts_of(guards.atoms[atom])}
    derived = {source for name, (source, _) in history.procedures.days.items() if name in asked}
    telling = [telling.event for telling in history.tellings if telling.fact in asked | derived]
    events = {event.id: event for event in (*telling, done.event)}
    ordered = sorted(events.values(), key=lambda event: (event.date, event.id))
    others = {event.date for event in ordered if event is not done.event} - {done.day}
    needs = tuple(guard.need for guard in broken if guard.need)
    ids = tuple(event.id for event in ordered)
    return BreachOutcome(BreachKind.PROHIBITED, rule, done.act.id, (done.day, *sorted(others)), ids, needs)
