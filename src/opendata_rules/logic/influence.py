"""What single facts do to what a diagram says: which of them can change it, and what each value leaves."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from .diagrams import Node, tests_of


def by_value(sizes: Sequence[int], diagram: Node) -> dict[int, tuple[frozenset[Any], ...]]:
    """By level tested, what is left for each value of that fact alone.

    It is what :meth:`.diagrams.Diagrams.settled` would say of it.

    Args:
        sizes: for each fact the number of its values.
        diagram: one with sets at its leaves.
    """
    below: dict[Node, frozenset[Any]] = {}
    nodes: list[Node] = []

    def reach(node: Node) -> frozenset[Any]:
        if not node.children:
            return frozenset(node.value)
        found = below.get(node)
        if found is None:
            found = below[node] = frozenset().union(*map(reach, set(node.children[:-1])))
            nodes.append(node)
        return found

    reach(diagram)
    found: dict[int, list[set[Any]]] = {
        level: [set() for _ in range(sizes[level])] for level in {node.level for node in nodes}
    }
    # What is led to past a level stands whatever the fact there is.
    past: dict[int, set[Any]] = {level: set() for level in found}
    for node in nodes:
        for place, child in enumerate(node.children[:-1]):
            led_to = reach(child)
            found[node.level][place] |= led_to
            for level, whatever in past.items():
                if node.level < level < child.level:
                    whatever |= led_to
    return {level: tuple(frozenset(one | past[level]) for one in values) for level, values in found.items()}


def influential(sizes: Sequence[int], diagram: Node) -> frozenset[int]:
    """The levels of the facts whose value alone can change what is said: in some completion two values of it both
    stand, and say different things.

    Args:
        sizes: for each fact the number of its values.
        diagram: one with sets at its leaves, empty where facts cannot stand together.
    """
    known: dict[tuple[Node, Node], bool] = {}

    def differ(one: Node, other: Node) -> bool:
        if one is other:
            return False
        if not one.children and not other.children:
            return bool(one.value and other.value and one.value != other.value)
        found = known.get((one, other))
        if found is None:
            level = min(one.level, other.level)
            size = sizes[level]
            parts = [part.children[:size] if part.level == level else [part] * size for part in (one, other)]
            found = known[one, other] = any(map(differ, *parts))
        return found

    found: set[int] = set()
    for node in tests_of(diagram):
        # A node is there for some values of the facts above it, and there its branches are what is said.
        pairs = itertools.combinations(node.children[:-1], 2)
        if node.level not in found and any(differ(*pair) for pair in pairs):
            found.add(node.level)
    return frozenset(found)
