"""A case put to the network: its events become facts, the conclusions become the standing of its steps and breaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..answers.deadlines.answer import Deadline
from ..answers.deadlines.computation import deadline
from ..answers.deadlines.terms import facts_of_term
from ..errors import BeyondHorizon
from ..logic.conditions import facts_of
from ..norms.order import LegalOrder
from ..norms.provisions import Change, DutyRule, Provision, TermRule, Unit
from ..norms.warnings import ResultWarning, contradiction, open_question
from ..vocabulary.citations import Citation
from ..vocabulary.facts import FactValue
from ..vocabulary.procedures import Procedure, Step
from ..vocabulary.terms import DeadlineStatus, DutyForce, ReceiptPolicy, StepState
from .engine import Conclusion, Engine
from .events import Event
from .guards import Guard, Guards, View
from .history import Done, History, history_of
from .network import (
    BROKEN,
    COUNTED,
    DATED,
    DUE,
    ENDLESS,
    LATE,
    LEAST_COUNTED,
    LEAST_DATED,
    MET,
    NEVER,
    OFF,
    OVERDUE,
    SHORT,
    definition,
)
from .outcomes import BreachOutcome, Outcome, StepOutcome
from .results import Breach, BreachKind, Unproven

_POLICY = ReceiptPolicy.RECEIPT_INSTANT
_DAY = dt.timedelta(days=1)
#: Terms and days that are remembered; more than the steps of a year of cases need.
_REMEMBERED = 20_000
#: What conclusions say of a step.
_STATES = {MET: StepState.MET, LATE: StepState.LATE, OFF: StepState.NOT_APPLICABLE}


class _Term(NamedTuple):
    """A term as the network takes it."""

    fact: dict[str, Any]
    first: dt.date | None
    last: dt.date | None
    least: bool
    rule: str


class _Run(NamedTuple):
    """One run of the network, with what its facts stand for."""

    history: History
    terms: dict[tuple[str, str], _Term]
    acts: list[tuple[Done, dict[int, Guard]]]
    found: list[Conclusion]


class Assessor:
    """Assesses the cases of one law."""

    def __init__(self, law: LegalOrder) -> None:
        self.law = law
        self._engine = Engine()
        self._guards = Guards(law)
        self._terms: dict[tuple[object, ...], _Term] = {}
        self._rules: dict[tuple[str, int], tuple[TermRule, ...]] = {}
        self._cautions: dict[tuple[object, ...], tuple[ResultWarning, ...]] = {}
        self._ordinals: dict[dt.date, tuple[int, int, int]] = {}
        self._facts_of_terms = {name: _facts_of_terms(law, one) for name, one in law.procedures.all.items()}
        self._provisions: dict[str, Provision] = {
            rule.id: rule for place in law.chain.places for pack in place.packs for rule in pack.provisions()
        }

    # -- asking -----------------------------------------------------------------------------------------------------

    def assess(self, events: Iterable[Event], until: dt.date | None = None) -> tuple[Outcome, History]:
        """What the events of a case come to.

        Args:
            events: all events of one case, in any order.
            until: a day that is asked about: what happened later has not happened yet.
        """
        history = history_of(events, self.law.procedures, until)
        run = self._run(history)
        steps = self._steps(run)
        last = history.last if history.live or history.aside else until or dt.date.min
        outcome = Outcome(
            case=history.case,
            procedure=history.procedure.id,
            officer=history.actor,
            last=max([last, *(done.day for done, _ in run.acts)]),
            began=history.procedure.beginning in history.first,
            steps=tuple(steps.values()),
            breaches=tuple(self._breaches(run, steps)),
            aside=tuple(event.id for event, _ in history.aside),
            facts=tuple(
                (name, history.told[name])
                for name in self._facts_of_terms[history.procedure.id]
                if name in history.told
            ),
        )
        return outcome, history

    def overdue(self, outcome: Outcome, on: dt.date) -> Iterator[StepOutcome]:
        """The steps of a case, all of whose events lie on or before a day, that are past due on it."""
        for step in outcome.steps:
            if step.state is StepState.PENDING and not step.least and step.last is not None and on > step.last:
                yield step

    def overdue_by_network(self, events: Iterable[Event], on: dt.date) -> frozenset[str]:
        """The same by the network itself, which the tests compare with it."""
        run = self._run(history_of(events, self.law.procedures, on), on)
        return frozenset(name for what, name, _ in run.found if what == OVERDUE)

    def deadline(self, outcome: Outcome, step: StepOutcome) -> Deadline:
        """The term of a step, in full."""
        assert step.trigger is not None
        return deadline(self.law, f"{outcome.procedure}.{step.id}", step.trigger, dict(outcome.facts), _POLICY)

    def provision(self, rule: str) -> Provision:
        """The rule of an id."""
        return self._provisions[rule]

    # -- facts ------------------------------------------------------------------------------------------------------

    def _run(self, history: History, now: dt.date | None = None) -> _Run:
        procedure = history.procedure
        first = history.first
        ordinals = {kind: self._ordinal(event.date) for kind, event in first.items()}
        counted = all(rank >= 0 for _, rank, _ in ordinals.values())
        facts: list[dict[str, Any]] = [{"k": "case"}]
        for event, (day, rank, past) in ordinals.items():
            facts.append({"k": "ev", "e": event, "day": day, "rank": rank, "past": past})
        acts = self._acts(history, facts)
        counted = counted and all(self._ordinal(done.day)[1] >= 0 for done, _ in acts)
        if now is not None:
            day, rank, past = self._ordinal(now)
            counted = counted and rank >= 0
            facts.append({"k": "now", "day": day, "rank": rank, "past": past})
        terms: dict[tuple[str, str], _Term] = {}
        told = history.told
        for step in procedure.steps:
            if told and step.excluded(told):
                facts.append({"k": "off", "s": step.id})
                continue
            trigger = step.trigger_for(told) if step.instead else step.trigger
            kind: str | None = trigger if trigger in first else step.stand_in
            if kind is None or kind not in first:
                continue
            term = self._term(step, first[kind].date, told, counted)
            terms[step.id, kind] = term
            facts.append({"k": "term", "s": step.id, "e": kind, **term.fact})
        facts.append({"k": "all"})
        # Most cases have no act that anything bars; a session of fewer rules costs less.
        guards = tuple(self._guards.all) if acts else ()
        rules = f"{procedure.id} {len(guards)}"
        if rules not in self._engine:
            self._engine.learn(rules, definition(procedure, guards))
        return _Run(history, terms, acts, self._engine.run(rules, facts))

    def _ordinal(self, day: dt.date) -> tuple[int, int, int]:
        """Ordinal of a day, working days up to it and before it; both -1 where the calendar does not reach."""
        found = self._ordinals.get(day)
        if found is None:
            calendar = self.law.calendar
            if calendar.first < day <= calendar.horizon:
                found = day.toordinal(), calendar.rank(day), calendar.rank(day - _DAY)
            else:
                found = day.toordinal(), -1, -1
            if len(self._ordinals) >= _REMEMBERED:
                self._ordinals.clear()
            self._ordinals[day] = found
        return found

    def _term(self, step: Step, trigger: dt.date, told: dict[str, FactValue], counted: bool) -> _Term:
        names = self._facts_of_terms[step.procedure]
        facts = {name: told[name] for name in names if name in told} if told else {}
        key = (step.procedure, step.id, trigger, counted, *facts.items())
        found = self._terms.get(key)
        if found is None:
            found = self._plain(step, trigger) if counted else None
            if found is None:
                found = self._measured(deadline(self.law, step.name, trigger, facts, _POLICY), counted)
            if len(self._terms) >= _REMEMBERED:
                self._terms.clear()
            self._terms[key] = found
        return found

    def _plain(self, step: Step, trigger: dt.date) -> _Term | None:
        """A term of so many working days and nothing else, or none at all, found here; ``None`` for any other.

        The same as :func:`deadline` says, without the answer in full; the tests compare them.
        """
        epoch = self.law.epoch(trigger)
        rules = self._rules.get((step.name, epoch))
        if rules is None:
            answer = self.law.terms_of(step.name, self.law.chain_at(trigger)).answer
            rules = tuple(rule for rule in answer.pack.terms if rule.step == step.name) if answer else ()
            self._rules[step.name, epoch] = rules
        if not rules:
            return _Term({"way": ENDLESS}, None, None, least=False, rule="")
        rule = rules[0]
        if len(rules) > 1 or rule.unit is not Unit.WORKING_DAY or rule.condition or rule.extension or self.law.strict:
            return None
        try:
            last = self.law.calendar.add(trigger, rule.length or 0)
        except BeyondHorizon:
            return None
        if self.law.epoch(last) != epoch:
            return None
        least = rule.force is DutyForce.MINIMUM
        fact = {"way": LEAST_COUNTED if least else COUNTED, "count": rule.length}
        return _Term(fact, last, last, least, rule.id)

    @staticmethod
    def _measured(term: Deadline, counted: bool) -> _Term:
        least = term.force is DutyForce.MINIMUM
        fact: dict[str, Any]
        if term.earliest is None or term.latest is None:
            # A least length whose end nobody can tell is neither kept nor cut short.
            fact = {"way": LEAST_DATED, "first": 0, "last": NEVER} if least else {"way": ENDLESS}
            return _Term(fact, None, None, least, term.rule)
        if counted and term.unit is Unit.WORKING_DAY and term.status is DeadlineStatus.FINAL:
            fact = {"way": LEAST_COUNTED if least else COUNTED, "count": term.length}
        else:
            way = LEAST_DATED if least else DATED
            fact = {"way": way, "first": term.earliest.toordinal(), "last": term.latest.toordinal()}
        return _Term(fact, term.earliest, term.latest, least, term.rule)

    def _acts(self, history: History, facts: list[dict[str, Any]]) -> list[tuple[Done, dict[int, Guard]]]:
        """The acts done, as facts, with the guards that apply to each and what their atoms come to."""
        if not history.may_have_acts:
            return []
        found: list[tuple[Done, dict[int, Guard]]] = []
        awaited = {step.before for step in history.procedure.steps}
        for done in history.acts():
            applying = dict(self._guards.applying(done))
            if contradiction(history.known(), self.law.vocabulary) is not None:
                # What contradicts itself is for a human, not for a rule.
                applying = {}
            if not applying and done.act.id not in awaited:
                continue
            n = len(found)
            found.append((done, applying))
            day, rank, past = self._ordinal(done.day)
            facts.append({"k": "act", "a": done.act.id, "n": n, "day": day, "rank": rank, "past": past})
            view = View(history, done, self.law)
            for number, guard in applying.items():
                facts.append({"k": "need", "g": number, "n": n})
                for atom in guard.atoms:
                    since = self._guards.since(guard, atom, view)
                    if since is None or (since == dt.date.max and atom not in guard.bars):
                        continue
                    ordinal = NEVER if since == dt.date.max else since.toordinal()
                    facts.append({"k": "atom", "g": number, "i": atom, "n": n, "since": ordinal})
        return found

    # -- conclusions ------------------------------------------------------------------------------------------------

    def _steps(self, run: _Run) -> dict[str, StepOutcome]:
        history = run.history
        steps = {
            step.id: StepOutcome(step.id, StepState.BLOCKED, actual=self._done(history, step.id))
            for step in history.procedure.steps
        }
        for what, name, matched in run.found:
            if what == DUE:
                kind = matched["t"]["e"]
                term, event = run.terms[name, kind], history.first[kind]
                steps[name] = steps[name]._replace(
                    state=StepState.PENDING,
                    trigger=event.date,
                    first=term.first,
                    last=term.last,
                    least=term.least,
                    triggered_by=event.id,
                )
        for what, name, _ in run.found:
            if what in _STATES:
                steps[name] = steps[name]._replace(state=_STATES[what])
        return steps

    @staticmethod
    def _done(history: History, step: str) -> dt.date | None:
        event = history.first.get(step)
        return None if event is None else event.date

    def _breaches(self, run: _Run, steps: dict[str, StepOutcome]) -> Iterator[BreachOutcome]:
        history = run.history
        for step in steps.values():
            if step.state is StepState.LATE:
                assert step.trigger
                assert step.last
                assert step.actual
                yield BreachOutcome(
                    BreachKind.LATE,
                    self._rule(run, step),
                    step.id,
                    (step.trigger, step.last, step.actual),
                    (step.triggered_by, history.first[step.id].id),
                )
        cut: dict[str, set[Event]] = {}
        broken: dict[tuple[str, int], list[Guard]] = {}
        for what, name, matched in run.found:
            if what == SHORT and history.as_the_procedure_has_it:
                act = "a" in matched["d"]
                event = run.acts[matched["d"]["n"]][0].event if act else history.first[matched["d"]["e"]]
                cut.setdefault(name, set()).add(event)
            elif what == BROKEN:
                n, number = matched["a"]["n"], matched["g"]["g"]
                guard = run.acts[n][1][number]
                guards = broken.setdefault((guard.rule.id, n), [])
                if guard not in guards:
                    guards.append(guard)
        for name, ending in cut.items():
            step = steps[name]
            assert step.trigger
            assert step.last
            begun = history.first[_kind(run, name)]
            yield BreachOutcome(
                BreachKind.PROHIBITED,
                self._rule(run, step),
                name,
                (*sorted({self._day_of(run, event) for event in ending}), step.trigger, step.last),
                tuple(
                    dict.fromkeys(
                        [begun.id, *(event.id for event in sorted(ending, key=lambda event: (event.date, event.id)))]
                    )
                ),
            )
        told = {self._provisions[self._rule(run, steps[name])].citation for name in cut}
        for (rule, n), guards in sorted(broken.items(), key=lambda item: item[0][1]):
            # A least length cut short is told once, by its term, although a duty may say the same.
            if not (self._provisions[rule].citation in told and all(guard.compares for guard in guards)):
                yield self._prohibited(history, rule, run.acts[n][0], guards)

    @staticmethod
    def _rule(run: _Run, step: StepOutcome) -> str:
        return next(term.rule for (name, _), term in run.terms.items() if name == step.id)

    @staticmethod
    def _day_of(run: _Run, event: Event) -> dt.date:
        return next((done.day for done, _ in run.acts if done.event is event), event.date)

    def _prohibited(self, history: History, rule: str, done: Done, guards: list[Guard]) -> BreachOutcome:
        """An act done too early, with the events that tell what it lacked."""
        asked = {
            name
            for guard in guards
            for way in guard.lacking
            for atom in way
            for name in facts_of(self._guards.atoms[atom])
        }
        derived = {source for name, (source, _) in history.procedures.days.items() if name in asked}
        telling = [t.event for t in history.tellings if t.fact in asked | derived]
        events = {event.id: event for event in (*telling, done.event)}
        ordered = sorted(events.values(), key=lambda event: (event.date, event.id))
        others = {event.date for event in ordered if event is not done.event} - {done.day}
        needs = tuple(guard.need for guard in guards if guard.need)
        dates = (done.day, *sorted(others))
        ids = tuple(event.id for event in ordered)
        return BreachOutcome(BreachKind.PROHIBITED, rule, done.act.id, dates, ids, needs)

    # -- in full ----------------------------------------------------------------------------------------------------

    def breach(self, outcome: Outcome, found: BreachOutcome) -> Breach:
        """A breach with what its rule says."""
        rule = self._provisions[found.rule]
        gist, english = rule.gist, rule.english
        citation, force, actor = rule.citation, DutyForce.HARD, ""
        if isinstance(rule, Change):
            needs = [need for need in rule.requirements if need.id in found.lacking]
            gist = "；".join(need.gist for need in needs) or gist
            english = "; ".join(need.english for need in needs) or english
        elif isinstance(rule, DutyRule | TermRule):
            force, actor = rule.force, rule.actor
        return Breach(
            case=outcome.case,
            procedure=outcome.procedure,
            kind=found.kind,
            rule=found.rule,
            step=found.step,
            label=self._label(outcome, found.step),
            citation=citation,
            gist=gist,
            english=english,
            force=force,
            actor=actor,
            dates=found.dates,
            events=found.events,
            consequence=_consequences(rule),
            warnings=self._warnings(outcome, found, rule),
        )

    def _label(self, outcome: Outcome, step: str) -> str:
        """Chinese name of a step of a case, or of an act in it."""
        known = self.law.procedures
        return known.event_name(known.all[outcome.procedure], step)

    def _warnings(self, outcome: Outcome, found: BreachOutcome, rule: Provision) -> tuple[ResultWarning, ...]:
        """Why a breach should be read with care."""
        if isinstance(rule, TermRule):
            trigger = found.dates[-2] if found.kind is BreachKind.PROHIBITED else found.dates[0]
            key: tuple[object, ...] = (outcome.procedure, found.step, trigger, outcome.facts)
        else:
            key = (rule.id, self.law.epoch(found.dates[0]))
        known = self._cautions.get(key)
        if known is None:
            if isinstance(rule, TermRule):
                step = f"{outcome.procedure}.{found.step}"
                known = deadline(self.law, step, trigger, dict(outcome.facts), _POLICY).warnings
            else:
                chain = self.law.chain_at(found.dates[0])
                answer = chain.resolve(lambda pack: any(one.id == rule.id for one in pack.provisions()))
                known = (*answer.warnings, *((open_question(rule),) if rule.question is not None else ()))
            if len(self._cautions) >= _REMEMBERED:
                self._cautions.clear()
            self._cautions[key] = known
        return known

    def past_due(self, outcome: Outcome, step: StepOutcome, on: dt.date) -> BreachOutcome:
        """The breach that a step past due is."""
        assert step.trigger
        assert step.last
        rule = self.deadline(outcome, step).rule
        dates = (step.trigger, step.last, on)
        return BreachOutcome(BreachKind.OVERDUE, rule, step.id, dates, (step.triggered_by,))

    def unproven(self, history: History) -> Iterator[Unproven]:
        """What acts done would have needed and the events do not tell."""
        if not history.may_have_acts:
            return
        seen: set[tuple[str, str]] = set()
        for done in history.acts():
            view = View(history, done, self.law)
            for _, guard in self._guards.applying(done):
                if not self._guards.holds(guard, view) or (guard.rule.id, guard.need) in seen:
                    continue
                facts = self._guards.unknown(guard, view)
                if facts:
                    seen.add((guard.rule.id, guard.need))
                    label = history.procedures.event_name(history.procedure, done.act.id)
                    yield Unproven(guard.rule.id, done.act.id, label, guard.rule.citation, guard.asks[0], facts)


def _kind(run: _Run, step: str) -> str:
    """The kind of event that a step's term runs from."""
    return next(kind for name, kind in run.terms if name == step)


def _consequences(rule: Provision) -> tuple[Citation, ...]:
    return rule.consequences if isinstance(rule, DutyRule | TermRule | Change) else ()


def _facts_of_terms(law: LegalOrder, procedure: Procedure) -> tuple[str, ...]:
    """Ids of the facts that any term of the procedure may depend on, in any instrument of the place."""
    names: dict[str, None] = {}
    for step in procedure.steps:
        names |= dict.fromkeys(step.facts)
        for place in law.chain.places:
            for pack in place.packs:
                for rule in pack.terms:
                    if rule.step == step.name:
                        names |= dict.fromkeys(facts_of_term(rule, law.vocabulary))
    return tuple(names)
