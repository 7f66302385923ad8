"""Facts that show each leaf of a rule to decide: few sets of them, each next to the first.

A goal is that a leaf decides on one side; at its limit, where it has one. For each goal that is not reached yet the
facts nearest to the first set are taken from the diagram of where it is reached (:mod:`..deciding`). What a later set
shows as well is left out again: no set that is kept can be taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ...logic.conditions import Condition, Timing, evaluate
from ...logic.diagrams import Node
from ...vocabulary.facts import FactValue
from ...working_days.calendars import Calendar
from ..coverage.limits import has_limit, side_of
from ..deciding import Deciding, Goal
from ..rule_conditions import Branch, Conditioned, Leaf, Tree, truth
from .days import Days, Facts

#: Other ways to a goal that are tried where the nearest leads nowhere.
_WAYS = 40
#: The facts on which a rule is judged where some are stated, and what day it is.
Judged = Callable[[Facts], tuple[Mapping[str, FactValue], Timing | None] | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One set of facts.

    Attributes:
        facts: the facts to state, by id.
        goals: what it shows.
    """

    facts: Facts
    goals: frozenset[Goal]


class Vectors:
    """The sets of facts for one rule.

    Args:
        one: the rule.
        deciding: where it hangs on its leaves.
        days: makes up days.
        calendar: the working days.
        judged: the facts on which the rule is judged where some are stated, and what day it is; ``None`` where the rule
            is not asked on them, or they contradict each other.
    """

    def __init__(self, one: Conditioned, deciding: Deciding, days: Days, calendar: Calendar, judged: Judged) -> None:
        self._one, self._deciding, self._days, self._calendar, self._judged = one, deciding, days, calendar, judged
        self._base: dict[int, int] = {}
        #: What could be shown, as far as is known, and for which no facts were found.
        self.left: list[Goal] = []

    def chosen(self) -> tuple[Shown, ...]:
        """The sets, the first of which shows the rule as it applies; what no facts show is in none."""
        found: list[Shown] = []
        for goal in self._goals():
            if any(goal in one.goals for one in found):
                continue
            made = self._reaching(goal)
            if made is not None:
                found.append(made)
            elif self._deciding.where(goal) is not None:
                self.left.append(goal)
        for one in tuple(found[1:]):
            others = frozenset().union(*(other.goals for other in found if other is not one))
            if one.goals <= others:
                found.remove(one)
        return tuple(found)

    def _goals(self) -> list[Goal]:
        """What is to be shown, what holds before what does not."""
        return sorted(self._deciding.goals, key=lambda goal: not goal.side)

    def _reaching(self, goal: Goal) -> Shown | None:
        where = self._deciding.where(goal)
        if where is None:
            return None
        if not self._base:
            # The first set is one in which the rule applies, where there is any.
            applies = self._deciding.propositions.diagrams.both(where, self._deciding.applies())
            where = where if applies is self._deciding.propositions.diagrams.no else applies
        # The nearest way may ask for days that do not exist; then any other will do.
        others = islice(self._deciding.propositions.diagrams.paths(where, True), _WAYS)
        for path in (self._nearest(where), *({level: min(ones) for level, ones in way.items()} for way in others)):
            for places in ({**self._base, **path}, path):
                facts = self._concrete(places, goal)
                shown = None if facts is None else self.shown(facts)
                if shown is not None and goal in shown.goals:
                    self._base = self._base or places
                    return shown
        return None

    def _nearest(self, where: Node) -> dict[int, int]:
        """The values along a way to where a goal is reached that differ least from the first set."""
        best: dict[Node, tuple[int, int] | None] = {}

        def cost(node: Node) -> tuple[int, int] | None:
            """The differences from a node on, and the branch to take."""
            if not node.children:
                return (0, 0) if node.value is True else None
            if node not in best:
                options = []
                for place, child in enumerate(node.children[:-1]):
                    rest = cost(child)
                    if rest is not None:
                        options.append((rest[0] + (place != self._base.get(node.level, place)), place))
                best[node] = min(options, default=None)
            return best[node]

        path: dict[int, int] = {}
        while where.children:
            step = cost(where)
            assert step is not None
            path[where.level] = step[1]
            where = where.children[step[1]]
        return path

    def _concrete(self, places: Mapping[int, int], goal: Goal) -> Facts | None:
        """Facts that stand as the variables do."""
        variables = self._deciding.propositions.variables
        known: Facts = {}
        wanted: list[tuple[Condition, bool]] = []
        for level, place in sorted(places.items()):
            variable = variables[level]
            if variable.fact is not None:
                known[variable.fact] = variable.values[place]
            elif variable.comparison is not None:
                wanted.append((variable.comparison, bool(place)))

        def fits(facts: Facts, timing: Timing | None) -> bool:
            condition = goal.leaf.condition
            at_limit = not has_limit(condition) or side_of(condition, facts, timing, self._calendar) is goal.side
            return at_limit and self._agree(lambda leaf: evaluate(leaf.condition, facts, timing))

        return self._days.made(known, wanted, fits)

    def _agree(self, of: Callable[[Leaf], bool | None]) -> bool:
        """Whether what is told several times is told alike."""
        return not any(_disagree(branch, of) for part in self._one.parts.values() for branch in _branches(part))

    def shown(self, facts: Facts) -> Shown | None:
        """What a set of facts shows; ``None`` where it cannot be asked."""
        judged = self._judged(facts)
        if judged is None:
            return None
        known, timing = judged
        truths: dict[Leaf, bool | None] = {}

        def of(leaf: Leaf) -> bool | None:
            if leaf not in truths:
                truths[leaf] = evaluate(leaf.condition, known, timing)
            return truths[leaf]

        if not self._agree(of):
            return None
        goals = set()
        for leaf in self._one.leaves():
            side = of(leaf)
            if side is None or self._one.outcome(of) is None or not self._one.decides(leaf, of):
                continue
            if has_limit(leaf.condition) and side_of(leaf.condition, known, timing, self._calendar) is not side:
                continue
            goals.add(Goal(leaf, side))
        return Shown(facts, frozenset(goals))


def _branches(tree: Tree) -> Iterator[Branch]:
    if isinstance(tree, Branch):
        yield tree
        for part in tree.parts:
            yield from _branches(part)


def _disagree(branch: Branch, of: Callable[[Leaf], bool | None]) -> bool:
    """Whether what tells one thing several times is told differently."""
    if branch.joined != "alike":
        return False
    truths = {truth(part, of) for part in branch.parts}
    return {True, False} <= truths
