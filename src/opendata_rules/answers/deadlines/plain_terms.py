"""Terms of so many working days and nothing else: most terms there are, told without the answer in full."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ...errors import BeyondHorizon
from ...norms.order import LegalOrder
from ...norms.provisions import TermRule, Unit
from ...vocabulary.terms import DutyForce


class PlainTerm(NamedTuple):
    """A term that depends on nothing but its trigger.

    Attributes:
        rule: the rule that sets it; ``None`` where none does, so that there is no term.
        last: its last day; ``None`` where there is no term.
        working_days: its length.
    """

    rule: TermRule | None = None
    last: dt.date | None = None
    working_days: int = 0

    @property
    def least(self) -> bool:
        """Whether it is a least length."""
        return self.rule is not None and self.rule.force is DutyForce.MINIMUM


_NONE = PlainTerm()


def plain_term(order: LegalOrder, step: str, trigger: dt.date) -> PlainTerm | None:
    """The term of a step where it is a plain one, final and under one law; ``None`` where ``deadline`` has to say.

    For those who look at very many terms; the tests compare it with :func:`.computation.deadline`.

    Args:
        order: the legal order of the place.
        step: ``procedure.step``, on the branch of the case.
        trigger: the day its term runs from, counted from that day itself.
    """
    epoch = order.epoch(trigger)
    rules = order.once(("plain terms", step, epoch), lambda: _rules(order, step, trigger))
    if not rules:
        return _NONE
    rule = rules[0]
    if len(rules) > 1 or rule.unit is not Unit.WORKING_DAY or rule.condition or rule.extension or order.strict:
        return None
    days = rule.length or 0
    try:
        last = order.calendar.add(trigger, days)
    except BeyondHorizon:
        return None
    return PlainTerm(rule, last, days) if order.epoch(last) == epoch else None


def _rules(order: LegalOrder, step: str, trigger: dt.date) -> tuple[TermRule, ...]:
    answer = order.terms_of(step, order.chain_at(trigger)).answer
    return tuple(rule for rule in answer.pack.terms if rule.step == step) if answer else ()
