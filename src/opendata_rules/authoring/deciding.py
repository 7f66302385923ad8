"""Where a rule hangs on one of its leaves, exactly: which facts show that it decides, or that none can.

A leaf decides where the rule would come to something else if that leaf alone were otherwise. The rule is made a
diagram twice, with the leaf true and with the leaf false; where the two differ, and the facts can stand together, it
decides. What arithmetic does not settle of days is left possible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..logic.budget import Budget, OutOfBudget
from ..logic.diagrams import Node
from ..logic.propositions import Propositions
from ..vocabulary.facts import Vocabulary
from .rule_conditions import Branch, Conditioned, Leaf, Tree, leaves

#: Steps that the diagrams of one rule may take; none of the shipped takes a hundredth.
_STEPS = 20_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """That a leaf decides.

    Attributes:
        leaf: the leaf.
        side: what it comes to there.
    """

    leaf: Leaf
    side: bool


class Deciding:
    """Where one rule hangs on its leaves.

    Args:
        one: the rule.
        vocabulary: the facts, whose constraints no facts may break.
    """

    def __init__(self, one: Conditioned, vocabulary: Vocabulary) -> None:
        self.one = one
        self.goals: tuple[Goal, ...] = tuple(Goal(leaf, side) for leaf in one.leaves() for side in (True, False))
        self.propositions = Propositions(
            [leaf.condition for leaf in one.leaves()], vocabulary, budget=Budget(_STEPS, one.id)
        )

    def where(self, goal: Goal) -> Node | None:
        """Where a goal is reached; ``None`` where nothing can reach it."""
        diagrams = self.propositions.diagrams
        either = [self._comes_to(goal.leaf, as_) for as_ in (True, False)]
        differs = diagrams.apply(lambda true, false: true != false, *either)
        leaf = self.propositions.node(goal.leaf.condition)
        there = diagrams.both(
            differs, leaf if goal.side else diagrams.negated(leaf), self.propositions.bearing_on(differs, leaf)
        )
        return None if there is diagrams.no else there

    def applies(self) -> Node:
        """Where the rule applies, and what it asks for is so."""
        diagrams = self.propositions.diagrams
        whole = self._whole(None, lambda leaf: self.propositions.node(leaf.condition))
        return diagrams.apply(lambda found: found not in ("no", "outside", (False, False), (False, True)), whole)

    def _comes_to(self, leaf: Leaf, as_: bool) -> Node:
        """What the rule comes to where a leaf is taken for true, or for false."""
        diagrams = self.propositions.diagrams
        forced = diagrams.yes if as_ else diagrams.no

        def of(one: Leaf) -> Node:
            return forced if one is leaf else self.propositions.node(one.condition)

        return self._whole(leaf, of)

    def _whole(self, leaf: Leaf | None, of: Callable[[Leaf], Node]) -> Node:
        diagrams = self.propositions.diagrams
        names = tuple(self.one.parts)
        parts = [self._node(self.one.parts[name], leaf, of) for name in names]
        if not parts:
            return diagrams.yes
        return diagrams.apply(lambda *truths: self.one.comes_to(dict(zip(names, truths, strict=True))), *parts)

    def _node(self, tree: Tree, leaf: Leaf | None, of: Callable[[Leaf], Node]) -> Node:
        if isinstance(tree, Leaf):
            return of(tree)
        diagrams = self.propositions.diagrams
        parts = [self._node(part, leaf, of) for part in tree.parts]
        match tree.joined:
            case "any":
                return diagrams.either(*parts)
            case "none":
                return diagrams.negated(diagrams.either(*parts))
            case "alike":
                return _speaking(tree, parts, leaf) or diagrams.both(*parts)
            case _:
                return diagrams.both(*parts)


def _speaking(tree: Branch, parts: list[Node], leaf: Leaf | None) -> Node | None:
    """Of what tells one thing several times, the telling in which a leaf is: it shows what it does by itself."""
    for part, node in zip(tree.parts, parts, strict=True):
        if leaf is not None and leaf in leaves(part):
            return node
    return None


def possible(one: Conditioned, vocabulary: Vocabulary) -> frozenset[Goal]:
    """The goals of a rule that some facts reach; all of them where finding out takes too much work.

    Args:
        one: the rule.
        vocabulary: the facts.
    """
    try:
        deciding = Deciding(one, vocabulary)
        return frozenset(goal for goal in deciding.goals if deciding.where(goal) is not None)
    except OutOfBudget:
        return frozenset(Goal(leaf, side) for leaf in one.leaves() for side in (True, False))
