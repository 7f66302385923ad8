"""A case put to the network: its events become facts, the conclusions become the standing of its steps and breaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ...answers.deadlines.branches import places
from ...norms.order import LegalOrder
from ...norms.provisions import Provision, TermRule
from ...norms.warnings import contradiction
from ...vocabulary.terms import StepState
from ..events import Event
from ..log.history import Done, History, history_of
from ..outcomes import Outcome
from ..results.answer import Unproven
from ..results.counts import EngineName
from .breaches import Breaches
from .conclusions import Run, breaches_of
from .engine import Engine
from .guards import Guard, Guards, View
from .rules import NEVER, definition
from .terms import Term, Terms


class Assessor:
    """Assesses the cases of one place.

    Attributes:
        told: breaches and terms in full.
    """

    def __init__(self, law: LegalOrder, engine: Engine) -> None:
        self._law = law
        self._engine = engine
        self._guards = Guards(law)
        self._terms = Terms(law)
        self._provisions: dict[str, Provision] = {
            rule.id: rule for place in law.chain.places for pack in place.packs for rule in pack.provisions()
        }
        self._term_passages = {
            (pack.instrument.id, term.id): term.citation
            for place in law.chain.places
            for pack in place.packs
            for term in pack.terms
        }
        self.told = Breaches(law, self._provisions)

    # -- asking -----------------------------------------------------------------------------------------------------

    @property
    def engine(self) -> EngineName:
        """The name of the engine that evaluates the network."""
        return self._engine.name

    @property
    def rules(self) -> dict[str, str | None]:
        """Every rule that an outcome can name, by id: the step whose term it sets, ``None`` where it sets none."""
        return {name: rule.step if isinstance(rule, TermRule) else None for name, rule in self._provisions.items()}

    def assess(self, events: Iterable[Event], until: dt.date | None = None) -> tuple[Outcome, History]:
        """What the events of a case come to.

        Args:
            events: all events of one case, in any order.
            until: a day that is asked about: what happened later has not happened yet.
        """
        history = history_of(events, self._law.procedures, until)
        run = self._run(history)
        steps = run.steps()
        last = history.last if history.live or history.aside else until or dt.date.min
        outcome = Outcome(
            case=history.case,
            procedure=history.procedure.id,
            officer=history.actor,
            last=max([last, *(done.day for done, _ in run.acts)]),
            began=history.procedure.beginning in history.first,
            steps=tuple(steps.values()),
            breaches=tuple(breaches_of(run, steps, self._guards, self._term_passages)),
            aside=tuple(event.id for event, _ in history.aside),
            facts=tuple(
                (name, history.told[name]) for name in self._terms.facts[history.procedure.id] if name in history.told
            ),
            engine=self.engine,
        )
        return outcome, history

    def states_by_network(self, events: Iterable[Event], on: dt.date) -> dict[str, StepState]:
        """How the steps of a case stand on a day by the network itself, which the tests compare with what is shown."""
        return self._run(history_of(events, self._law.procedures, on), on).states()

    def unproven(self, history: History) -> Iterator[Unproven]:
        """What acts done would have needed and the events do not tell."""
        if not history.may_have_acts:
            return
        seen: set[tuple[str, str]] = set()
        for done in history.acts():
            view = View(history, done, self._law)
            for _, guard in self._guards.applying(done):
                if not self._guards.holds(guard, view) or (guard.rule.id, guard.need) in seen:
                    continue
                facts = self._guards.unknown(guard, view)
                if facts:
                    seen.add((guard.rule.id, guard.need))
                    label, english = (
                        history.procedures.event_name(history.procedure, done.act.id, lang) for lang in ("zh", "en")
                    )
                    cited, (gist, asked) = guard.rule.citation, guard.asks
                    yield Unproven(
                        guard.rule.id, done.act.id, label, cited, gist, facts, label_english=english, english=asked
                    )

    # -- facts ------------------------------------------------------------------------------------------------------

    def _run(self, history: History, now: dt.date | None = None) -> Run:
        procedure, first, told = history.procedure, history.first, history.told
        facts: list[dict[str, Any]] = [{"k": "case"}]
        counted = True
        for event, (day, rank, past) in ((kind, self._terms.ordinal(event.date)) for kind, event in first.items()):
            counted = counted and rank >= 0
            facts.append({"k": "ev", "e": event, "day": day, "rank": rank, "past": past})
        acts = self._acts(history, facts)
        counted = counted and all(self._terms.ordinal(done.day).counted for done, _ in acts)
        if now is not None:
            day, rank, past = self._terms.ordinal(now)
            counted = counted and rank >= 0
            facts.append({"k": "now", "day": day, "rank": rank, "past": past})
        terms: dict[tuple[str, str], Term] = {}
        for place in places(self._law, procedure, history.days, told, history.since):
            step, kind = place.step, place.kind
            if place.left:
                facts.append({"k": "off", "s": step.id})
            elif kind is not None:
                term = self._terms.term(step, first[kind].date, told, counted).in_case(place)
                terms[step.id, kind] = term
                facts.append({"k": "term", "s": step.id, "e": kind, **term.fact})
        facts.append({"k": "all"})
        # Most cases have no act that anything bars; a session of fewer rules costs less.
        guards = tuple(self._guards.all) if acts else ()
        rules = f"{procedure.id} {len(guards)}"
        if rules not in self._engine:
            self._engine.learn(rules, definition(procedure, guards))
        return Run(history, terms, acts, self._engine.run(rules, facts))

    def _acts(self, history: History, facts: list[dict[str, Any]]) -> list[tuple[Done, dict[int, Guard]]]:
        """The acts done, as facts, with the guards that apply to each and what their atoms come to."""
        if not history.may_have_acts:
            return []
        found: list[tuple[Done, dict[int, Guard]]] = []
        awaited = {step.before for step in history.procedure.steps}
        for done in history.acts():
            applying = dict(self._guards.applying(done))
            if contradiction(history.known(), self._law.vocabulary) is not None:
                # What contradicts itself is for a human, not for a rule.
                applying = {}
            if not applying and done.act.id not in awaited:
                continue
            n = len(found)
            found.append((done, applying))
            day, rank, past = self._terms.ordinal(done.day)
            facts.append({"k": "act", "a": done.act.id, "n": n, "day": day, "rank": rank, "past": past})
            view = View(history, done, self._law)
            for number, guard in applying.items():
                facts.append({"k": "need", "g": number, "n": n})
                for atom in guard.atoms:
                    since = self._guards.since(guard, atom, view)
                    if since is None or (since == dt.date.max and atom not in guard.bars):
                        continue
                    ordinal = NEVER if since == dt.date.max else since.toordinal()
                    facts.append({"k": "atom", "g": number, "i": atom, "n": n, "since": ordinal})
        return found
