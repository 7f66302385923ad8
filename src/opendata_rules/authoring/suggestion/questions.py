"""What is asked of a rule, and what must be said of it: kind of case, place and day, the words to be filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import BadArgument
from ...norms.instruments import Jurisdiction, with_older
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.provisions import (
    ActionRule,
    Change,
    CountingRule,
    DutyRule,
    Ground,
    Hold,
    Provision,
    RecurringRule,
    Referral,
    Requirement,
    Residual,
    Review,
    TermRule,
)
from ...packs.shelf import Shelf
from ...quoting import quoted
from ...vocabulary.facts import FactValue
from ...vocabulary.keywords import chinese
from ...vocabulary.marks import Role
from ...vocabulary.terms import SCHEME_TERMS, Attribute, Scheme, attribute_term
from ..rule_cases.checks import TO_WRITE
from ..rule_conditions import Conditioned

_DECISIONS, _DUTIES, _DEADLINES = chinese("cases"), chinese("duty_cases"), chinese("deadline_cases")
_RECURRING = chinese("recurring_cases")


@dataclass(frozen=True)
class Question:
    """What is asked of one rule.

    Attributes:
        kind: the list of a file of cases that it belongs to, by its word.
        rule: the rule, or requirement.
        head: what is asked, by the words of the files, facts apart.
        expected: what must be said of it, with what stands for what is still to be written.
        context: facts without which the rule is not asked, by id.
        one: its conditions; ``None`` where it has none.
    """

    kind: str
    rule: Provision | Requirement
    head: Mapping[str, Any]
    expected: Mapping[str, Any]
    context: Mapping[str, FactValue] = field(default_factory=dict)
    one: Conditioned | None = None


class Questions:
    """What is asked of the rules of one pack.

    Args:
        shelf: the packs.
        pack: the pack.
        conditioned: its rules that have conditions, by id and id of a requirement.
    """

    def __init__(self, shelf: Shelf, pack: Pack, conditioned: Mapping[tuple[str, str], Conditioned]) -> None:
        self._shelf, self._pack, self._conditioned = shelf, pack, conditioned
        self.place, self.on = _where(shelf, pack)

    @property
    def order(self) -> LegalOrder:
        """The law that is asked."""
        return self._shelf.order(self.place.id, self.on, self._pack.instrument.draft)

    def of(self, rule: Provision) -> Iterator[Question]:
        """What is asked of a rule: several questions of a provision on changes, one for each of its requirements."""
        one = self._conditioned.get((rule.id, ""))
        match rule:
            case DutyRule(topic=topic):
                head = {chinese("matter"): self.order.vocabulary.topics[topic].label, **self._head()}
                expected = {chinese("findings"): {rule.id: TO_WRITE}}
                yield Question(_DUTIES, rule, head, expected, one=one)
            case TermRule():
                yield self._of_term(rule, one)
            case CountingRule(unit=unit):
                term = next((each for each in self._pack.terms if each.unit is unit), None)
                if term is not None:
                    found = self._of_term(term, None)
                    example = dict(self.order.procedures.step(term.step).example)
                    yield replace(found, rule=rule, context={**example, **found.context})
            case RecurringRule():
                dues = {each.id: TO_WRITE for each in self._pack.recurring}
                head = {**self._head(), chinese("in_year"): str(self.on.year)}
                yield Question(_RECURRING, rule, head, {chinese("dues"): dues})
            case Change():
                # What a human must judge is a rule of its own.
                yield from (each for each in self._of_change(rule) if not isinstance(each.rule, Review))
            case _:
                yield from self._of_classification(rule, one)

    def _head(self) -> dict[str, Any]:
        drafts = {chinese("drafts"): "是"} if self._pack.instrument.draft else {}
        return {chinese("place"): self.place.id, chinese("on"): self.on.isoformat(), **drafts}

    def _of_term(self, rule: TermRule, one: Conditioned | None) -> Question:
        head = {chinese("step"): rule.step, **self._head(), chinese("trigger"): self.on.isoformat()}
        del head[chinese("on")]
        expected = {chinese("status"): TO_WRITE, chinese("due"): TO_WRITE}
        context: dict[str, FactValue] = {}
        if rule.extension is not None:
            context[rule.extension.decided_on] = self.on
            if rule.extension.timely is not None:
                context[rule.extension.timely] = True
        return Question(_DEADLINES, rule, head, expected, context, one)

    def _of_change(self, rule: Change) -> Iterator[Question]:
        context: dict[str, FactValue] = {}
        if rule.moves:
            before, after = sorted(rule.moves, key=lambda move: (str(move[0]), str(move[1])))[0]
        else:
            before = after = Attribute.CONDITIONAL
            context[self.order.vocabulary.role(Role.DIRECTION).id] = min(rule.condition_changes)
        moved = {
            chinese(name): attribute_term(Scheme.OPENING, one) for name, one in (("before", before), ("after", after))
        }
        head = {**self._head(), **moved}
        for need in rule.requirements:
            expected = {chinese("requirements"): {need.id: TO_WRITE}}
            there = head if need in rule.requirements_at(self.place.level) else {**head, **self._elsewhere(rule, need)}
            yield Question(_DECISIONS, need, there, expected, context, self._conditioned.get((rule.id, need.id)))
        if not rule.requirements:
            yield Question(_DECISIONS, rule, head, {chinese("outcome"): TO_WRITE, chinese("held"): [TO_WRITE]}, context)
        for review in rule.reviews:
            judged = {chinese("reviews"): [TO_WRITE]}
            yield Question(_DECISIONS, review, head, judged, context, self._conditioned.get((review.id, "")))

    def _elsewhere(self, rule: Change, need: Requirement) -> dict[str, str]:
        """Another place in which a requirement is asked: one of its level, where no nearer law has its own."""
        for place in self._shelf.jurisdictions.values():
            if place.level in need.place_levels:
                law = self._shelf.order(place.id, self.on, self._pack.instrument.draft)
                if any(one.id == rule.id for one in law.changes):
                    return {chinese("place"): place.id}
        return {}

    def _of_classification(self, rule: Provision, one: Conditioned | None) -> Iterator[Question]:
        change = next((each for each in self._pack.changes if rule in each.reviews), None)
        if change is not None:
            yield from (each for each in self._of_change(change) if each.rule is rule)
            return
        scheme = next((scheme for scheme, rules in self._pack.classifications.items() if _within(rule, rules)), None)
        if isinstance(rule, ActionRule):
            scheme = rule.scheme
        sharing = {chinese("scheme"): SCHEME_TERMS[Scheme.SHARING]} if scheme is Scheme.SHARING else {}
        head = {**self._head(), **sharing, chinese("unlisted_false"): "是"}
        attribute = {chinese("attribute"): TO_WRITE, chinese("held"): [TO_WRITE]}
        match rule:
            case Ground() | Residual():
                yield Question(_DECISIONS, rule, head, attribute, one=one)
            case Hold():
                expected: dict[str, Any] = {chinese("status"): TO_WRITE, chinese("holds"): [TO_WRITE]}
                yield Question(_DECISIONS, rule, head, expected, one=one)
            case Review():
                expected = {chinese("status"): TO_WRITE, chinese("reviews"): [TO_WRITE]}
                yield Question(_DECISIONS, rule, head, expected, one=one)
            case Referral():
                yield Question(_DECISIONS, rule, head, {chinese("warnings"): [TO_WRITE]}, one=one)
            case ActionRule():
                yield Question(_DECISIONS, rule, head, {chinese("actions"): [TO_WRITE]}, one=one)
            case _:
                # 从严: what two classes at once come to; the facts are put together where its cases are made.
                yield Question(_DECISIONS, rule, head, attribute)


def _within(rule: Provision, rules: Any) -> bool:
    return rule in (*rules.grounds, *rules.holds, *rules.reviews, rules.residual, rules.precedence)


def _where(shelf: Shelf, pack: Pack) -> tuple[Jurisdiction, dt.date]:
    """A place that a pack binds, and a day on which it does, of the latest year whose notice is known.

    Raises:
        BadArgument: no place names it, or there is no such day.
    """
    one, last = pack.instrument, shelf.calendar.horizon.year
    first = one.effective or one.effective_by or one.issued or dt.date(last, 1, 1)
    days = [dt.date(year, 3, 10) for year in range(last, first.year - 1, -1)]
    days += [first + dt.timedelta(days=after) for after in (30, 0)]
    for place in shelf.jurisdictions.values():
        if any(one.id in with_older(each, shelf.amended) for each in place.instruments):
            for on in days:
                links = shelf.order(place.id, on, one.draft).chain.links
                if any(link.binding and link.pack is pack for link in links):
                    return place, on
    shown = quoted(one.id)
    raise BadArgument(
        f"没有一个地方受“{shown}”约束，请先在地方文件的“文件”中写上它。",
        english=f"No place is bound by {shown}.",
        argument="suggest",
    )
