"""Breaches in full: what the network found, with what the rule says and why that should be read with care."""

from __future__ import annotations

import datetime as dt

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...norms.order import LegalOrder
from ...norms.provisions import Change, DutyRule, Provision, TermRule
from ...norms.warnings import ResultWarning, open_question
from ...vocabulary.citations import Citation
from ...vocabulary.terms import DutyForce
from ..outcomes import BreachOutcome, Outcome, StepOutcome
from ..results.answer import Breach, BreachKind
from .terms import POLICY, REMEMBERED


class Breaches:
    """Tells breaches and terms of a place in full."""

    def __init__(self, order: LegalOrder, provisions: dict[str, Provision]) -> None:
        self._order = order
        self._provisions = provisions
        self._cautions: dict[tuple[object, ...], tuple[ResultWarning, ...]] = {}

    def deadline(self, outcome: Outcome, step: str, trigger: dt.date) -> Deadline:
        """The term of a step, in full."""
        return deadline(self._order, f"{outcome.procedure}.{step}", trigger, dict(outcome.facts), POLICY)

    def past_due(self, outcome: Outcome, step: StepOutcome, on: dt.date) -> Breach:
        """The breach that a step past due is."""
        assert step.trigger
        assert step.last
        rule = self.deadline(outcome, step.id, step.trigger).rule
        dates = (step.trigger, step.last, on)
        return self.in_full(outcome, BreachOutcome(BreachKind.OVERDUE, rule, step.id, dates, (step.triggered_by,)))

    def in_full(self, outcome: Outcome, found: BreachOutcome) -> Breach:
        """A breach with what its rule says."""
        rule = self._rule(found)
        gist, english = rule.gist, rule.english
        force, actor, actor_english = DutyForce.HARD, "", ""
        consequences: tuple[Citation, ...] = ()
        if isinstance(rule, Change):
            needs = [need for need in rule.requirements if need.id in found.lacking]
            gist = "；".join(need.gist for need in needs) or gist
            english = "; ".join(need.english for need in needs) or english
            consequences = rule.consequences
        elif isinstance(rule, DutyRule | TermRule):
            force, consequences = rule.force, rule.consequences
            actor, actor_english = rule.actor, rule.actor_english
        known = self._order.procedures
        return Breach(
            case=outcome.case,
            procedure=outcome.procedure,
            kind=found.kind,
            rule=found.rule,
            step=found.step,
            label=known.event_name(known.all[outcome.procedure], found.step),
            label_english=known.event_name(known.all[outcome.procedure], found.step, "en"),
            citation=rule.citation,
            gist=gist,
            english=english,
            force=force,
            actor=actor,
            actor_english=actor_english,
            dates=found.dates,
            events=found.events,
            consequence=consequences,
            warnings=self._warnings(outcome, found, rule),
            engine=outcome.engine,
        )

    def _rule(self, found: BreachOutcome) -> Provision:
        """The rule that was broken, as the version of the day has it."""
        rule = self._provisions[found.rule]
        if not self._order.chain.amended:
            return rule
        for link in self._order.chain_at(self._trigger(found, rule)).links:
            for one in link.pack.provisions():
                if one.id == found.rule:
                    return one
        return rule

    @staticmethod
    def _trigger(found: BreachOutcome, rule: Provision) -> dt.date:
        """The day whose law it is that was broken."""
        of_term = isinstance(rule, TermRule)
        return found.dates[-2] if of_term and found.kind is BreachKind.PROHIBITED else found.dates[0]

    def _warnings(self, outcome: Outcome, found: BreachOutcome, rule: Provision) -> tuple[ResultWarning, ...]:
        """Why a breach should be read with care."""
        of_term = isinstance(rule, TermRule)
        trigger = self._trigger(found, rule)
        key: tuple[object, ...] = (rule.id, self._order.epoch(trigger))
        if of_term:
            key = (outcome.procedure, found.step, trigger, outcome.facts)
        known = self._cautions.get(key)
        if known is None:
            if of_term:
                known = self.deadline(outcome, found.step, trigger).warnings
            else:
                known = self._of_provision(rule, trigger)
            if len(self._cautions) >= REMEMBERED:
                self._cautions.clear()
            self._cautions[key] = known
        return known

    def _of_provision(self, rule: Provision, day: dt.date) -> tuple[ResultWarning, ...]:
        chain = self._order.chain_at(day)
        answer = chain.resolve(lambda pack: any(one.id == rule.id for one in pack.provisions()))
        return (*answer.warnings, *((open_question(rule),) if rule.question is not None else ()))
