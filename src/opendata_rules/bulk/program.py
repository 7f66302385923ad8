"""A graph as a sequence of binary operations on values, each value in a slot that is used again when it is free.

A node of many parts becomes one operation after the other; pairs of parts that several nodes have in common are made
once. Which arrays the slots are is the business of :mod:`opendata_rules.bulk.planes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from .factoring import FALSE, TRUE, Kind, Node
from .graph import Graph

#: Pairs of parts that are compared to find common ones; nodes of very many parts are left as they are.
_COMPARED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: the name of a function of numpy, the slots it takes, and the slot that it fills."""

    operation: str
    takes: tuple[int, ...]
    fills: int


class Program:
    """A graph as steps over few slots, a slot being free again after its last use."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.steps: list[Step] = []
        self.leaves: list[tuple[Node, int]] = []
        self._made: dict[int | tuple[Kind, int, int], int] = {}
        self._values: list[tuple[str, tuple[int, ...]]] = []
        self._shared = _shared_pairs(graph)

    def value(self, operation: str, *takes: int) -> int:
        """A new value; values are numbered in the order in which they are made."""
        self._values.append((operation, takes))
        return len(self._values) - 1

    def node(self, number: int) -> int | None:
        """The value of a node; ``None`` for what is never true."""
        if number == FALSE:
            return None
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._node(number)
        return found

    def _node(self, number: int) -> int:
        node = self.graph.nodes[number]
        if number == TRUE:
            return self.value("ones")
        if node.kind is Kind.LEAF:
            made = self.value("leaf")
            self.leaves.append((node, made))
            return made
        if node.kind is Kind.NOT:
            part = self.node(node.parts[0])
            assert part is not None
            return self.value("invert", part)
        operation = "bitwise_and" if node.kind is Kind.ALL else "bitwise_or"
        left, *rest = [self._part(node.kind, part) for part in self._shared[number]]
        for right in rest:
            left = self.value(operation, left, right)
        return left

    def _part(self, kind: Kind, part: Any) -> int:
        """The value of a part, or of a pair that several nodes have in common."""
        if isinstance(part, int):
            found = self.node(part)
            assert found is not None
            return found
        known = self._made.get(part)
        if known is None:
            one, other = (self._part(kind, half) for half in part[1:])
            known = self._made[part] = self.value("bitwise_and" if kind is Kind.ALL else "bitwise_or", one, other)
        return known

    def either(self, *values: int | None) -> int | None:
        """*Or* of values, ``None`` being false."""
        some = None
        for value in values:
            if value is not None:
                some = value if some is None else self.value("bitwise_or", some, value)
        return some

    def allotted(self, kept: Iterable[int]) -> tuple[int, dict[int, int]]:
        """Give each value a slot: how many slots there are, and the slot of each value."""
        last = {value: len(self._values) for value in kept}
        for number, (_, takes) in enumerate(self._values):
            for value in takes:
                last[value] = max(last.get(value, 0), number)
        free: list[int] = []
        slots: dict[int, int] = {}
        count = 0
        # Leaves are loaded before everything else, so they have slots from the start.
        order = [value for _, value in self.leaves]
        order += [value for value in range(len(self._values)) if self._values[value][0] != "leaf"]
        for value in order:
            operation, takes = self._values[value]
            if value not in last:
                continue
            for part in dict.fromkeys(takes):
                if last[part] == value:
                    free.append(slots[part])
            if free and operation != "leaf":
                slots[value] = free.pop()
            else:
                slots[value], count = count, count + 1
            if operation != "leaf":
                self.steps.append(Step(operation, tuple(slots[part] for part in takes), slots[value]))
        return count, slots


def _shared_pairs(graph: Graph) -> dict[int, list[Any]]:
    """The parts of each *and* and *or*, pairs that several of them have in common put together as one part."""
    parts: dict[int, list[Any]] = {
        number: list(node.parts) for number, node in enumerate(graph.nodes) if node.kind in (Kind.ALL, Kind.ANY)
    }
    while sum(len(own) ** 2 for own in parts.values()) < _COMPARED:
        counts: Counter[tuple[Kind, Any, Any]] = Counter()
        for number, own in parts.items():
            kind = graph.nodes[number].kind
            counts.update((kind, one, other) for n, one in enumerate(own) for other in own[n + 1 :])
        pair, count = max(counts.items(), key=lambda item: item[1], default=(None, 0))
        if pair is None or count < 2:
            break
        kind, one, other = pair
        for number, own in parts.items():
            if graph.nodes[number].kind is kind and one in own and other in own:
                # What was put together stands last, as in every other node that has it.
                parts[number] = [part for part in own if part not in (one, other)] + [pair]
    return parts
