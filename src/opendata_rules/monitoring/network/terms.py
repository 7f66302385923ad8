"""The terms of steps and the days of a case as the network takes them: integers, each worked out once."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.branches import Place
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.plain_terms import PlainTerm, plain_term
from ...answers.deadlines.terms import facts_of_procedure
from ...norms.order import LegalOrder
from ...norms.provisions import Unit
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Step
from ...vocabulary.terms import DeadlineStatus, DutyForce, ReceiptPolicy
from .rules import COUNTED, DATED, ENDLESS, LEAST_COUNTED, LEAST_DATED, UNTOLD

#: A term counts from the day that an event tells, rest day or not.
POLICY = ReceiptPolicy.RECEIPT_INSTANT
#: Terms and days that are remembered; more than the steps of a year of cases need.
REMEMBERED = 20_000
_DAY = dt.timedelta(days=1)


class Ordinal(NamedTuple):
    """A day in integers: its ordinal, the working days up to it and before it; -1 where the calendar does not reach."""

    day: int
    rank: int
    past: int

    @property
    def counted(self) -> bool:
        """Whether the calendar reaches it."""
        return self.rank >= 0


class Term(NamedTuple):
    """A term as the network takes it.

    Attributes:
        fact: what the network is told of it.
        first: first day on which it can end.
        last: last such day.
        least: whether it is a least length.
        rule: id of the rule that sets it; empty where none does.
        settled: whether it can be told that somebody was punctual or late.
    """

    fact: dict[str, Any]
    first: dt.date | None
    last: dt.date | None
    least: bool
    rule: str
    settled: bool = True

    def in_case(self, place: Place) -> Term:
        """The same term in a case that may leave it in doubt, or leave open whether there is such a step."""
        if place.doubt is None and not place.open:
            return self
        first, last = (self.first, self.last) if place.doubt is None else (None, None)
        return Term({"way": UNTOLD}, first, last, self.least, self.rule, settled=False)


class Terms:
    """The terms of the steps of a place, and the days of its calendar."""

    def __init__(self, order: LegalOrder) -> None:
        self._order = order
        self._terms: dict[tuple[object, ...], Term] = {}
        self._ordinals: dict[dt.date, Ordinal] = {}
        #: Ids of the facts that any term of a procedure may depend on, by procedure.
        self.facts = {name: facts_of_procedure(order, one) for name, one in order.procedures.all.items()}

    def ordinal(self, day: dt.date) -> Ordinal:
        """A day in integers."""
        found = self._ordinals.get(day)
        if found is None:
            calendar = self._order.calendar
            if calendar.first < day <= calendar.horizon:
                found = Ordinal(day.toordinal(), calendar.rank(day), calendar.rank(day - _DAY))
            else:
                found = Ordinal(day.toordinal(), -1, -1)
            if len(self._ordinals) >= REMEMBERED:
                self._ordinals.clear()
            self._ordinals[day] = found
        return found

    def term(self, step: Step, trigger: dt.date, told: dict[str, FactValue], counted: bool) -> Term:
        """The term of a step.

        Args:
            step: the step, which is on the branch of the case.
            trigger: the day it runs from.
            told: what is known of the case.
            counted: whether the calendar reaches every day of the case, so that working days can be counted.
        """
        names = self.facts[step.procedure]
        facts = {name: told[name] for name in names if name in told} if told else {}
        key = (step.procedure, step.id, trigger, counted, *facts.items())
        found = self._terms.get(key)
        if found is None:
            plain = plain_term(self._order, step.name, trigger) if counted else None
            if plain is not None:
                found = _plain(plain)
            else:
                found = _measured(deadline(self._order, step.name, trigger, facts, POLICY), counted)
            if len(self._terms) >= REMEMBERED:
                self._terms.clear()
            self._terms[key] = found
        return found


def _plain(term: PlainTerm) -> Term:
    if term.rule is None:
        return Term({"way": ENDLESS}, None, None, least=False, rule="")
    fact = {"way": LEAST_COUNTED if term.least else COUNTED, "count": term.working_days}
    return Term(fact, term.last, term.last, term.least, term.rule.id)


def _measured(term: Deadline, counted: bool) -> Term:
    least = term.force is DutyForce.MINIMUM
    fact: dict[str, Any]
    if not term.settled:
        return Term({"way": UNTOLD}, None, None, least, term.rule, settled=False)
    if term.earliest is None or term.latest is None:
        return Term({"way": ENDLESS}, None, None, least, term.rule)
    if counted and term.unit is Unit.WORKING_DAY and term.status is DeadlineStatus.FINAL:
        fact = {"way": LEAST_COUNTED if least else COUNTED, "count": term.length}
    else:
        way = LEAST_DATED if least else DATED
        fact = {"way": way, "first": term.earliest.toordinal(), "last": term.latest.toordinal()}
    return Term(fact, term.earliest, term.latest, least, term.rule)
