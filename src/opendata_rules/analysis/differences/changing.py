"""Where two laws may part on a change of attribute: by verdict, by every requirement, and by the class of the data."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...answers.bounded import bounded
from ...answers.changes.compiled import CompiledChange, Part, asking_of, compiled_change, variables
from ...answers.classification.compiled import deciding
from ...logic.conditions import All, Condition, facts_of
from ...logic.diagrams import Node
from ...logic.joint_examples import joint_examples
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.provisions import Change, Provision
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Attribute, Scheme
from .classifying import standings
from .searching import Example, Matter, example, made_to_hold, partial
from .telling import Naming, same

#: Most examples for one rule, of facts in full and of fewer.
_MOST, _FEWER = 10, 8
_ALWAYS = All(())

#: A rule, or a requirement, and what holds where it does.
_Told = tuple[Any, tuple[Condition, ...]]


def brought(order: LegalOrder, before: Attribute, after: Attribute) -> tuple[object, ...]:
    """Everything that an order brings to a move."""

    def named(pack: Pack) -> tuple[Change, ...]:
        if before is after:
            return tuple(rule for rule in pack.changes if rule.condition_changes)
        return tuple(rule for rule in pack.changes if (before, after) in rule.moves)

    classes = order.chain.resolve(lambda pack: Scheme.OPENING in pack.classifications).answer
    return (
        standings(order, lambda pack: bool(named(pack))),
        standings(order, lambda pack: Scheme.OPENING in pack.classifications),
        tuple(named(link.pack) for link in order.chain.links if link.binding),
        None if classes is None else classes.pack.classifications[Scheme.OPENING],
        order.referrals,
    )


def matters(
    laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming], before: Attribute, after: Attribute
) -> Iterator[Matter]:
    """What two laws say otherwise on a move, with where that may show.

    Raises:
        BadPack: the rules are too entangled.
    """
    with bounded(laws[0], "比较变更属性的规则", laws[1]) as budget:
        conditions = [one for law in laws for one in CompiledChange(law, before, after, budget).conditions]
        shared = variables(laws[0], before is after, conditions, budget)
        compiled = [CompiledChange(law, before, after, budget, shared) for law in laws]
        joint = _Joint(compiled, naming)
        yield joint.together()
        yield from joint.rules()


class _Joint:
    """One move under two laws, over the same variables."""

    def __init__(self, compiled: list[CompiledChange], naming: tuple[Naming, Naming]) -> None:
        self._compiled = compiled
        self._naming = naming
        self._propositions = compiled[0].propositions
        self._verdicts = [one.verdict for one in compiled]
        self._targets = [self._target(one) for one in compiled]
        orders = (compiled_change(one.order, one.before, one.after) for one in compiled)
        asked = [one.propositions.variables for one in orders]
        self._asked_alike = asked[0] == asked[1]

    def _target(self, compiled: CompiledChange) -> Node:
        """How the class stands, in whatever direction conditions change."""
        diagrams = self._propositions.diagrams
        targets = [part.target for part in compiled.parts]
        return diagrams.apply(lambda *found: found, *targets) if targets else diagrams.leaf(())

    def _examples(self, keep: Any, *nodes: Node) -> Iterator[dict[str, FactValue]]:
        found = joint_examples(self._propositions, keep, *nodes, consistent=self._compiled[0].stands)
        for _, (_, places) in zip(range(_MOST), found, strict=False):
            yield self._propositions.stated(places)

    def together(self) -> Matter:
        """What the verdicts come to, and how the class stands to the attribute."""

        def keep(found: tuple[Any, ...]) -> bool:
            return found[0] is not found[1] or found[2] != found[3]

        return Matter("", map(example, self._examples(keep, *self._verdicts, *self._targets)))

    def rules(self) -> Iterator[Matter]:
        """Every rule that both say otherwise, or that only one of them has."""
        told = [dict(self._told(one)) for one in self._compiled]
        for name in dict.fromkeys((*told[0], *told[1])):
            pair = (told[0].get(name), told[1].get(name))
            statics, conditions = ([None if one is None else one[part] for one in pair] for part in (0, 1))
            alike = same(self._naming, *statics)
            if not alike or conditions[0] != conditions[1]:
                yield self._matter(name, pair, alike=alike)
        orders = [[name for name in one if name in told[0] and name in told[1]] for one in told]
        for first, second in zip(*orders, strict=True):
            if first != second:
                yield self._matter(first, (told[0][first], told[1][first]), alike=False)
        yield from self._referrals()

    def _referrals(self) -> Iterator[Matter]:
        """What is handed to other law, which is told wherever it is known to apply."""
        old, new = ({rule.id: rule for rule in one.order.referrals} for one in self._compiled)
        for name in dict.fromkeys((*old, *new)):
            pair = (old.get(name), new.get(name))
            if not same(self._naming, *pair):
                yield Matter(name, made_to_hold(self._compiled[0].order.vocabulary, pair))

    def _matter(self, name: str, pair: tuple[_Told | None, _Told | None], *, alike: bool) -> Matter:
        """Where a rule may show: where it holds under one law only, and, told otherwise, wherever it holds or not."""
        diagrams = self._propositions.diagrams
        truths = [diagrams.no if one is None else self._holding(one[1]) for one in pair]
        definite = [self._examples(lambda found: found[0] is not found[1], *truths, *self._verdicts, *self._targets)]
        if not alike:
            definite += [self._examples(lambda found: True, truth, *self._verdicts) for truth in dict.fromkeys(truths)]
        asked = dict.fromkeys(
            fact for one in pair if one is not None for condition in one[1] for fact in facts_of(condition)
        )
        places = self._propositions.places

        def fewer(definite: Sequence[Example]) -> Iterator[Example]:
            # Questions about a change cost more than others, and hang on less than others.
            literals = ({fact: value} for fact in asked if fact in places for value in places[fact][1])
            yield from itertools.islice(partial([{}, *literals]), _FEWER)

        if alike and truths[0] is truths[1] and self._asked_alike:
            # The same thing in other words, and whatever is asked next is asked in the same order.
            return Matter(name, partial=lambda definite: ())
        return Matter(name, map(example, itertools.chain(*definite)), fewer)

    def _holding(self, conditions: tuple[Condition, ...]) -> Node:
        return self._propositions.diagrams.both(*map(self._propositions.node, conditions))

    def _told(self, compiled: CompiledChange) -> Iterator[tuple[str, _Told]]:
        """What may be told of a move: by name, the rule and when it holds."""
        for number, part in enumerate(compiled.parts):
            direction = f"{part.direction or ''}"
            named = [(True, change) for change in part.provisions]
            named += [(False, change) for _, changes in compiled.above(part) for change in changes]
            for nearest, change in named:
                yield f"{change.id}{direction}", (replace(change, requirements=(), reviews=(), question=None), ())
                yield from _question(f"{change.id}{direction}", change)
                for need in change.requirements_at(compiled.order.place.level):
                    told = replace(need, condition=_ALWAYS)
                    yield f"{change.id}{direction}:{need.id}:{nearest}", (told, (need.condition,))
                for review in change.reviews:
                    asked = replace(review, condition=_ALWAYS, unless=None)
                    yield f"{change.id}{direction}:{review.id}", (asked, (asking_of(review),))
            if number == 0:
                yield from self._of_class(compiled, part)

    def _of_class(self, compiled: CompiledChange, part: Part) -> Iterator[tuple[str, _Told]]:
        rules, seen = compiled.rules, part.aftermath
        if rules is None or seen is None:
            return
        for rule in deciding(rules):
            yield rule.id, (replace(rule, condition=_ALWAYS, question=None), (seen(rule.condition),))
            yield from _question(rule.id, rule, seen)
        for beside in (rules.residual, rules.precedence):
            if beside is not None:
                yield beside.id, (beside, ())


def _question(
    name: str, rule: Provision, seen: Callable[[Condition], Condition] = lambda same: same
) -> Iterator[tuple[str, _Told]]:
    """The open question of a rule, and where its readings differ."""
    if rule.question is not None:
        when = rule.question.matters_when
        yield f"{name}:question", (replace(rule.question, matters_when=None), () if when is None else (seen(when),))
