"""Where two classifications may part: by class, and by every rule that they say otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...answers.bounded import bounded
from ...answers.changes.target import class_of
from ...answers.classification.cautions import nearest_actions
from ...answers.classification.compiled import deciding
from ...answers.classification.computation import Classifier, classifier_of
from ...logic.budget import Budget
from ...logic.conditions import All, Condition, facts_of
from ...logic.diagrams import Node
from ...logic.joint_examples import joint_examples
from ...logic.propositions import Propositions
from ...norms.chain import LAPSED, Link
from ...norms.order import LegalOrder
from ...norms.pack import Classification, Pack
from ...norms.provisions import Provision
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, Collected, InstrumentState, Scheme
from .searching import Example, Matter, example, partial
from .telling import Naming, same

#: Most examples for one rule.
_MOST = 40
_ALWAYS = All(())


def brought(order: LegalOrder, scheme: Scheme) -> tuple[object, ...]:
    """Everything that an order brings to the classification of a scheme."""
    links = order.chain.links
    answering = order.chain.resolve(lambda pack: scheme in pack.classifications)
    answer = answering.answer.pack if answering.answer is not None else None
    bearing = [link for link in links if link.binding or link.standing.state in LAPSED]
    tomorrow = day_after(order) if order.chain.ending else None
    return (
        standings(order, lambda pack: scheme in pack.classifications),
        None if answer is None else answer.classifications[scheme],
        tuple(_as_higher(link.pack.classifications[scheme]) for link in answering.above),
        nearest_actions((link for link in links if link.binding), scheme),
        nearest_actions(bearing, scheme),
        order.referrals,
        next((link.pack.referrals for link in bearing if link.pack.referrals), ()),
        None if tomorrow is None else brought(tomorrow, scheme),
    )


def standings(order: LegalOrder, regulates: Callable[[Pack], bool]) -> tuple[object, ...]:
    """Who answers a matter, and what is told of that, whatever the rules say."""
    links = (_standing(link, regulates(link.pack)) for link in order.chain.links)
    ending = ((Citation(one.id, one.title, ""), one.expires) for one in order.chain.ending)
    return (order.place.level, order.strict, tuple(links), tuple(ending))


def _standing(link: Link, regulates: bool) -> tuple[object, ...]:
    """What may be told of an instrument; of one that is in force and wholly known, only where it stands."""
    one = link.standing
    named = Citation(one.id, one.title, "")
    if one.state is InstrumentState.IN_FORCE and one.collected is Collected.FULL and not regulates:
        return (named, one.distance)
    if one.state is InstrumentState.IN_FORCE and one.collected is Collected.FULL:
        return (named, one.distance, one.source, regulates)
    return (one, link.binding, regulates)


def _as_higher(rules: Classification) -> tuple[object, ...]:
    """What is asked of a classification that stands above the one that answers."""
    grounds = ((one.id, one.citation, one.outcome, one.choices, one.condition) for one in rules.grounds)
    others = [*(one.condition for one in rules.holds), *(one.condition for one in rules.reviews)]
    residual = rules.residual and (rules.residual.citation, rules.residual.outcome)
    return (tuple(grounds), tuple(others), residual)


def day_after(order: LegalOrder) -> LegalOrder | None:
    """The order of the day after, on which what ends today is no more."""
    if order.on == dt.date.max:
        return None
    return order.once("day after", lambda: order.on_day(order.on + dt.timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as both laws have it; ``None`` where one has none such."""

    name: str
    old: Provision | None
    new: Provision | None


def matters(laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming], scheme: Scheme) -> Iterator[Matter]:
    """What two laws say otherwise on the classification of a scheme, with where that may show.

    Raises:
        BadPack: the rules are too entangled.
    """
    classifiers = [classifier_of(law, scheme) for law in laws]
    with bounded(laws[0], "比较两份判定规则", laws[1]) as budget:
        joint = _Joint(laws, classifiers, naming, budget)
        yield joint.together()
        for rule in joint.changed():
            yield joint.of_rule(rule)


class _Joint:
    """Two classifications over the same variables."""

    def __init__(
        self,
        laws: tuple[LegalOrder, LegalOrder],
        classifiers: list[Classifier],
        naming: tuple[Naming, Naming],
        budget: Budget,
    ) -> None:
        self._naming = naming
        self._vocabulary = laws[0].vocabulary
        self._rules = [
            {rule.id: rule for rule in _telling(law, found)} for law, found in zip(laws, classifiers, strict=True)
        ]
        asked = [one for rules in self._rules for rule in rules.values() for one in conditions_of(rule)]
        self._asked = asked
        self._propositions = Propositions(asked, self._vocabulary, budget=budget)
        self._classes = [self._class(found.rules) for found in classifiers]
        self._written = [[rule.id for rule in deciding(found.rules)] if found.rules else [] for found in classifiers]

    def _class(self, rules: Classification | None) -> Node:
        diagrams = self._propositions.diagrams
        return diagrams.leaf(None) if rules is None else class_of(rules, self._propositions)

    def _examples(self, keep: Any, *nodes: Node) -> Iterator[dict[str, FactValue]]:
        found = joint_examples(self._propositions, keep, *nodes)
        for _, (_, places) in zip(range(_MOST), found, strict=False):
            yield self._propositions.stated(places)

    def together(self) -> Matter:
        """What the classes come to, whichever rules make it so."""
        found = self._examples(lambda pair: pair[0] != pair[1], *self._classes)
        return Matter("", map(example, found))

    def changed(self) -> Iterator[Rule]:
        """The rules that only one law has, or that both say otherwise; and those that stand in another order."""
        old, new = self._rules
        for name in dict.fromkeys((*old, *new)):
            one, other = old.get(name), new.get(name)
            if not same(self._naming, one, other):
                yield Rule(name, one, other)
        shared = [
            [name for name in names if name in set(others)]
            for names, others in ((self._written[0], self._written[1]), (self._written[1], self._written[0]))
        ]
        for first, second in zip(*shared, strict=True):
            if first != second:
                yield Rule(first, old[first], new[first])

    def of_rule(self, rule: Rule) -> Matter:
        """Where a rule may show: where only one law has it hold, and where it holds, for every class of the data."""
        diagrams = self._propositions.diagrams
        truths = [diagrams.no if one is None else self._holds(one) for one in (rule.old, rule.new)]
        questions = [self._matters(one) for one in (rule.old, rule.new)]
        apart = self._examples(_parted, *truths, *self._classes)
        asked = self._examples(_parted, *questions, *truths, *self._classes)
        definite = [apart, asked]
        if not same(self._naming, *map(_static, (rule.old, rule.new))):
            definite.append(self._examples(lambda found: found[0] or found[1], *truths, *self._classes))

        def fewer(definite: Sequence[Example]) -> Iterator[Example]:
            literals = ({name: value} for name in self._facts(rule) for value in self._values(name))
            alone = (facts for truth in truths for facts in self._examples(lambda found: True, truth))
            yield from partial([{}, *literals, *alone])
            for one in definite:
                yield from (example(dict(one.facts), declared=str(attribute)) for attribute in STRICTEST_FIRST)
            yield from partial(dict(one.facts) for one in definite)

        return Matter(rule.name, map(example, itertools.chain(*definite)), fewer)

    def _holds(self, rule: Provision) -> Node:
        condition = condition_of(rule)
        return self._propositions.diagrams.yes if condition is None else self._propositions.node(condition)

    def _matters(self, rule: Provision | None) -> Node:
        diagrams = self._propositions.diagrams
        if rule is None or rule.question is None:
            return diagrams.no
        when = rule.question.matters_when
        return diagrams.yes if when is None else self._propositions.node(when)

    def _facts(self, rule: Rule) -> Iterable[str]:
        asked = (one for each in (rule.old, rule.new) if each is not None for one in conditions_of(each))
        return dict.fromkeys(name for one in asked for name in facts_of(one))

    def _values(self, name: str) -> Iterable[FactValue]:
        return tuple(self._propositions.places[name][1])


def _parted(found: tuple[Any, ...]) -> bool:
    return found[0] is not found[1]


def _static(rule: Provision | None) -> object:
    """What a rule says besides when it holds."""
    if rule is None:
        return None
    blank = {name: _ALWAYS for name in ("condition", "unless") if getattr(rule, name, None) is not None}
    asked = None if rule.question is None else replace(rule.question, matters_when=None)
    return replace(rule, question=asked, **blank)  # type: ignore[arg-type]


def condition_of(rule: Provision) -> Condition | None:
    """When a rule holds; ``None`` where it always does."""
    found = getattr(rule, "condition", None)
    if found is None:
        unless: Condition | None = getattr(rule, "unless", None)
        return unless
    return found  # type: ignore[no-any-return]


def conditions_of(rule: Provision) -> Iterator[Condition]:
    """Everything that a rule of a classification asks."""
    for part in (getattr(rule, "condition", None), getattr(rule, "unless", None)):
        if part is not None:
            yield part
    if rule.question is not None and rule.question.matters_when is not None:
        yield rule.question.matters_when


def _telling(law: LegalOrder, classifier: Classifier) -> Iterator[Provision]:
    """Every rule that a classification may tell of: its own, actions, referrals, and those of higher law."""
    rules = classifier.rules
    for local in (rules, *(link.pack.classifications[classifier.scheme] for link in classifier.resolution.above)):
        if local is not None:
            yield from deciding(local)
            yield from (rule for rule in (local.residual, local.precedence) if rule is not None)
    yield from classifier.action_rules
    yield from classifier.referrals
    lapsed = [link for link in law.chain.links if not link.binding]
    yield from nearest_actions(lapsed, classifier.scheme)
    yield from (rule for link in lapsed for rule in link.pack.referrals)
