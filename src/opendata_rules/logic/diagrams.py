"""Decision diagrams: functions of facts with finitely many values, exact under unknown facts.

A diagram is a decision tree in one order of the facts, with equal parts shared and idle tests left out; at its leaves
stands what a complete description leads to. Every node keeps, beside one branch for each value, a branch for the case
that the fact is unknown: what the values lead to, joined. It is made when first needed. So whatever is known, one walk
from the root tells the set of outcomes that some completion leads to, and nothing beyond it.

Cubes (:mod:`opendata_rules.logic.cubes`) say when one thing holds, and show which facts it rests on; diagrams carry
many outcomes at once, and joining a requirement more costs them little where it asks about facts of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from typing import Any

from .budget import Budget

#: Most steps that joining the branches of one node may take.
_JOINING = 2_000_000


class Node:
    """A test of one fact, or a leaf. Compared by identity: equal parts are one object.

    Attributes:
        level: place of the fact in the order; past the last one for a leaf.
        children: what each value leads to, and last the unknown fact (until it is asked, :data:`_PENDING`); empty for a
            leaf.
        value: what a leaf says.
    """

    __slots__ = ("children", "level", "value")

    def __init__(self, level: int, children: list[Node], value: Any = None) -> None:
        self.level = level
        self.children = children
        self.value = value


#: Stands where nobody has asked yet what an unknown fact leads to.
_PENDING = Node(-1, [])


def tests_of(diagram: Node) -> Iterator[Node]:
    """The nodes of a diagram that test a fact, each once."""
    seen: set[Node] = set()
    waiting = [diagram]
    while waiting:
        node = waiting.pop()
        if node.children and node not in seen:
            seen.add(node)
            yield node
            waiting += node.children[:-1]


class Diagrams:
    """Diagrams over the same facts in the same order. Safe to share between threads once made.

    Args:
        sizes: how many values each fact has, in order.
        budget: what building them may cost.
    """

    __slots__ = ("_leaves", "_negated", "_nodes", "_sets", "budget", "no", "sizes", "yes")

    def __init__(self, sizes: Iterable[int], budget: Budget) -> None:
        self.sizes: tuple[int, ...] = tuple(sizes)
        self.budget = budget
        self._leaves: dict[tuple[type, Hashable], Node] = {}
        self._nodes: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._sets: dict[tuple[Node, Node], Node] = {}
        self._negated: dict[Node, Node] = {}
        self.yes = self.leaf(True)
        self.no = self.leaf(False)

    # -- making -------------------------------------------------------------------------------------------------------

    def leaf(self, value: Hashable) -> Node:
        """The diagram that always says the same."""
        # True is 1 to a dictionary, and a verdict is neither.
        key = (type(value), value)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves.setdefault(key, Node(len(self.sizes), [], value))
        return found

    def test(self, level: int, values: Collection[int]) -> Node:
        """True where the fact has one of the values (by their places)."""
        return self._node(level, tuple(self.yes if n in values else self.no for n in range(self.sizes[level])))

    def both(self, *diagrams: Node) -> Node:
        """True where all are."""
        return self._folded(diagrams, self.no, self.yes)

    def either(self, *diagrams: Node) -> Node:
        """True where one is."""
        return self._folded(diagrams, self.yes, self.no)

    def least(self, diagrams: Iterable[Node], lowest: int, highest: int) -> Node:
        """The smallest of the numbers that several diagrams say, everywhere.

        Args:
            diagrams: diagrams with numbers at their leaves; at least one.
            lowest: no number is less; what is as little needs no look at the others.
            highest: no number is more.
        """
        return self._folded(diagrams, self.leaf(lowest), self.leaf(highest), min)

    def _folded(
        self,
        diagrams: Iterable[Node],
        ruling: Node | None,
        idle: Node,
        otherwise: Callable[[Any, Any], Hashable] | None = None,
        budget: Budget | None = None,
    ) -> Node:
        """Diagrams joined by an operation that makes nothing new of two that are the same.

        Args:
            diagrams: what is joined: conjunction, disjunction, least, union.
            ruling: what settles it, if anything does.
            idle: what adds nothing.
            otherwise: what two other leaves come to, where there can be any.
            budget: what it may cost; that of the diagrams by default.
        """
        memo: dict[tuple[Node, Node], Node] = {}
        spend, sizes, past = (budget or self.budget).spend, self.sizes, len(self.sizes)

        def join(left: Node, right: Node) -> Node:
            if left is right or left is idle or right is ruling:
                return right
            if right is idle or left is ruling:
                return left
            found = memo.get((left, right))
            if found is None:
                here, there = left.level, right.level
                if here < there:
                    spend(sizes[here])
                    found = self._node(here, tuple([join(child, right) for child in left.children[:-1]]))
                elif there < here:
                    spend(sizes[there])
                    found = self._node(there, tuple([join(left, child) for child in right.children[:-1]]))
                elif here < past:
                    spend(sizes[here])
                    pairs = zip(left.children[:-1], right.children, strict=False)
                    found = self._node(here, tuple([join(child, other) for child, other in pairs]))
                else:
                    assert otherwise is not None
                    found = self.leaf(otherwise(left.value, right.value))
                memo[left, right] = found
            return found

        whole = idle
        for diagram in sorted(diagrams, key=lambda one: -one.level):
            whole = join(whole, diagram)
        return whole

    def negated(self, diagram: Node) -> Node:
        """True where the other is false."""
        found = self._negated.get(diagram)
        if found is None:
            if diagram.children:
                self.budget.spend(self.sizes[diagram.level])
                found = self._node(diagram.level, tuple([self.negated(child) for child in diagram.children[:-1]]))
            else:
                found = self.no if diagram.value else self.yes
            self._negated[diagram] = found
            self._negated[found] = diagram
        return found

    def apply(self, operation: Callable[..., Hashable], *diagrams: Node) -> Node:
        """What an operation makes of the values of several diagrams, everywhere."""
        memo: dict[tuple[Node, ...], Node] = {}
        spend, sizes, past = self.budget.spend, self.sizes, len(self.sizes)

        def run(parts: tuple[Node, ...]) -> Node:
            found = memo.get(parts)
            if found is None:
                level = min([part.level for part in parts])
                if level == past:
                    found = self.leaf(operation(*[part.value for part in parts]))
                else:
                    size = sizes[level]
                    spend(size)
                    branches = [part.children[:size] if part.level == level else [part] * size for part in parts]
                    found = self._node(level, tuple([run(column) for column in zip(*branches, strict=True)]))
                memo[parts] = found
            return found

        return run(diagrams)

    def _node(self, level: int, children: tuple[Node, ...]) -> Node:
        first = children[0]
        if children.count(first) == len(children):
            return first
        key = (level, children)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes.setdefault(key, Node(level, [*children, _PENDING]))
        return found

    def outcomes(self, diagram: Node, consistent: Node) -> Node:
        """The diagram with sets at its leaves, as :meth:`settled` needs it: empty where facts cannot stand together."""
        found = self._sets.get((diagram, consistent))
        if found is None:
            found = self.apply(lambda value, stands: frozenset({value} if stands else ()), diagram, consistent)
            self._sets[diagram, consistent] = found
        return found

    # -- asking -------------------------------------------------------------------------------------------------------

    def settled(self, diagram: Node, known: Sequence[int]) -> Any:
        """What the completions of the known facts lead to, as a set.

        Args:
            diagram: one with sets at its leaves (:meth:`outcomes`).
            known: for each fact the place of its value; the number of its values where it is unknown.
        """
        while children := diagram.children:
            child = children[known[diagram.level]]
            diagram = self._joined(diagram) if child is _PENDING else child
        return diagram.value

    def _joined(self, node: Node) -> Node:
        """What the values of an unknown fact lead to, together."""
        budget = Budget(_JOINING, self.budget.matter)
        branches = dict.fromkeys(node.children[:-1])
        joined = self._folded(branches, None, self.leaf(frozenset()), frozenset.union, budget)
        node.children[-1] = joined
        return joined

    def aside(self) -> Diagrams:
        """Diagrams over the same facts for one question: what is made there is not kept here."""
        return Diagrams(self.sizes, Budget(_JOINING, self.budget.matter))

    def smallest(self, diagram: Node, wanted: object, weights: Sequence[Sequence[int]]) -> dict[int, int] | None:
        """The least that has to be known so that a diagram says one thing for certain: places of values by level.

        Exact: nothing lighter is enough. Of equally light ones, the one whose facts come later in the order.

        Args:
            diagram: one with sets at its leaves.
            wanted: the set that is to be left.
            weights: for each fact, what stating each of its values costs.
        """
        best: dict[Node, tuple[int, int | None] | None] = {}

        def lightest(node: Node) -> tuple[int, int | None] | None:
            """The least cost from a node on, and the value to state there; ``None`` where nothing is enough."""
            if not node.children:
                return (0, None) if node.value == wanted else None
            if node in best:
                return best[node]
            self.budget.spend(len(node.children))
            unknown = node.children[-1]
            rest = lightest(self._joined(node) if unknown is _PENDING else unknown)
            found: tuple[int, int | None] | None = None if rest is None else (rest[0], None)
            for place, child in enumerate(node.children[:-1]):
                weight = weights[node.level][place]
                then = lightest(child) if found is None or found[0] > weight else None
                if then is not None and (found is None or then[0] + weight < found[0]):
                    found = then[0] + weight, place
            best[node] = found
            return found

        if lightest(diagram) is None:
            return None
        stated: dict[int, int] = {}
        while diagram.children:
            chosen = best[diagram]
            place = chosen[1] if chosen else None
            if place is not None:
                stated[diagram.level] = place
            diagram = diagram.children[-1 if place is None else place]
        return stated

    def given(self, diagram: Node, known: Sequence[int], memo: dict[Node, Node] | None = None) -> Node:
        """The diagram of the facts that are still unknown; it may be one of diagrams that these were set aside of.

        Args:
            diagram: what is said.
            known: as for :meth:`settled`.
            memo: what was found for parts of diagrams on the same facts before; it is added to.
        """
        memo = {} if memo is None else memo

        def run(node: Node) -> Node:
            if not node.children:
                return self.leaf(node.value)
            found = memo.get(node)
            if found is None:
                value, size = known[node.level], self.sizes[node.level]
                branches = node.children[:size]
                found = run(branches[value]) if value < size else self._node(node.level, tuple(map(run, branches)))
                memo[node] = found
            return found

        return run(diagram)

    def restricted(self, diagram: Node, care: Node) -> Node:
        """A diagram that says the same wherever another one is true, and tests fewer facts where that is not needed.

        Args:
            diagram: what is said.
            care: where it matters; true somewhere.
        """
        memo: dict[tuple[Node, Node], Node] = {}

        def run(node: Node, where: Node) -> Node:
            if not node.children or where is self.yes:
                return node
            found = memo.get((node, where))
            if found is None:
                if where.level < node.level:
                    found = run(node, self.either(*where.children[:-1]))
                else:
                    parts = where.children[:-1] if where.level == node.level else [where] * (len(node.children) - 1)
                    kept = [
                        None if part is self.no else run(child, part)
                        for child, part in zip(node.children[:-1], parts, strict=True)
                    ]
                    stand_in = next(child for child in kept if child is not None)
                    self.budget.spend(len(kept))
                    found = self._node(node.level, tuple(stand_in if child is None else child for child in kept))
                memo[node, where] = found
            return found

        return run(diagram, care)

    def tested(self, diagram: Node) -> tuple[int, ...]:
        """The levels of the facts that a diagram tests, in order."""
        return tuple(sorted({node.level for node in tests_of(diagram)}))

    def paths(self, diagram: Node, wanted: Hashable) -> Iterator[dict[int, frozenset[int]]]:
        """The ways to a value: which values of which facts lead there, whatever the facts not named are.

        Branches that go on alike are told as one. Ways are disjoint, and not all of them are smallest.
        """
        reach: dict[Node, bool] = {}

        def reaches(node: Node) -> bool:
            if not node.children:
                return bool(node.value == wanted)
            found = reach.get(node)
            if found is None:
                found = reach[node] = any(map(reaches, node.children[:-1]))
            return found

        def walk(node: Node) -> Iterator[dict[int, frozenset[int]]]:
            if not node.children:
                yield {}
                return
            alike: dict[Node, set[int]] = {}
            for place, child in enumerate(node.children[:-1]):
                if reaches(child):
                    alike.setdefault(child, set()).add(place)
            for child, places in alike.items():
                for rest in walk(child):
                    yield {node.level: frozenset(places), **rest}

        if reaches(diagram):
            yield from walk(diagram)
