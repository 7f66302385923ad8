"""The smallest facts on which several diagrams say several things at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .diagrams import Node
from .propositions import Propositions


def joint_examples(
    propositions: Propositions,
    keep: Callable[[tuple[Any, ...]], bool],
    *diagrams: Node,
    consistent: Node | None = None,
) -> Iterator[tuple[tuple[Any, ...], Mapping[int, int]]]:
    """What several diagrams come to together, each combination with the smallest facts that make it certain.

    Exact: every combination that some consistent description leads to is there, and no smaller example of it exists.
    The order is the same in every process.

    Args:
        propositions: the variables of the diagrams.
        keep: whether a combination is wanted; it takes the values of the diagrams in their order.
        diagrams: the diagrams.
        consistent: the descriptions that can stand, where that is not what the variables say by themselves.

    Yields:
        The combination, and the places of values by level; nothing for a combination that no facts make certain.

    Raises:
        OutOfBudget: the diagrams are too entangled.
    """
    made = propositions.diagrams
    stands = propositions.consistent if consistent is None else consistent
    joined = made.apply(lambda stand, *values: values if stand else None, stands, *diagrams)
    for combination in sorted(filter(keep, _leaves(joined)), key=_told):
        # A diagram of one combination against all others stays small where one of all of them would not.
        this = made.apply(functools.partial(_is, combination), joined)
        found = made.smallest(made.outcomes(this, stands), frozenset({True}), propositions.weights)
        if found is not None:
            yield combination, found


def _is(wanted: object, value: object) -> bool:
    return value == wanted


def _leaves(diagram: Node) -> frozenset[Any]:
    """What a diagram may say, but for ``None``."""
    seen, waiting, found = {diagram}, [diagram], set()
    while waiting:
        node = waiting.pop()
        if not node.children and node.value is not None:
            found.add(node.value)
        fresh = set(node.children[:-1]) - seen
        seen |= fresh
        waiting += fresh
    return frozenset(found)


def _told(combination: tuple[Any, ...]) -> str:
    """A combination as text that hangs on nothing but its values: sets by their items in order."""
    return repr([sorted(map(str, value)) if isinstance(value, frozenset) else str(value) for value in combination])
