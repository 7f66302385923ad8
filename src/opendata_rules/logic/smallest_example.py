"""The smallest example: the fewest facts to state so that something is certain.

A set of facts makes a condition certain if it contradicts every cube of the opposite. So an example is a hitting set:
of every such cube some forbidden value must be stated. The search is exact: no smaller example exists. Smallest means
fewest facts stated, then fewest of them true, then the order of the layout.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..vocabulary.facts import FactValue, Vocabulary
from .conditions import Alike, All, AnyOf, AtLeast, Condition, Holds, Is, NoneOf
from .cubes import Cubes, Layout, agree


def smallest(
    layout: Layout, against: Iterable[int], consistent: Cubes, *, known: int = 0
) -> dict[str, FactValue] | None:
    """The smallest set of facts that contradicts every one of some cubes.

    Args:
        layout: the facts; where it counts its work, the search is counted too.
        against: the cubes, each an integer of forbidden values.
        consistent: what the constraints between facts leave possible; the example lies within.
        known: bits of values that are stated already, at no cost.

    Returns:
        The facts to state besides the known ones; ``None`` where there is no such set.

    Raises:
        OutOfBudget: the search takes more steps than the budget of the layout has.
    """
    found = _Search(layout, tuple(dict.fromkeys(against)), consistent, known).run()
    return None if found is None else layout.facts(found & ~known)


def making(condition: Condition, truth: bool, vocabulary: Vocabulary) -> dict[str, FactValue] | None:
    """Plain facts that make a condition true or false, a small set; ``None`` where it takes more than that.

    Days are not made up: a comparison of days is left to the caller.
    """
    match condition:
        case Is(fact=fact, values=values):
            field = vocabulary.facts[fact]
            every: list[FactValue] = [False, True] if not field.values else [value for value, _ in field.values]
            fitting = [value for value in every if (value in values) is truth]
            return {fact: fitting[0]} if fitting else None
        case Holds(fact=fact, values=values, absent=absent):
            return {fact: tuple(values) if truth is not absent else ()}
        case AtLeast(fact=fact, number=number):
            return {fact: number if truth else max(number - 1, 0)} if truth or number else None
        case All(parts=parts) | Alike(parts=parts):
            return _every(parts, True, vocabulary) if truth else _some(parts, False, vocabulary)
        case AnyOf(parts=parts):
            return _some(parts, True, vocabulary) if truth else _every(parts, False, vocabulary)
        case NoneOf(parts=parts):
            return _every(parts, False, vocabulary) if truth else _some(parts, True, vocabulary)
        case _:
            return None


def _every(parts: Iterable[Condition], truth: bool, vocabulary: Vocabulary) -> dict[str, FactValue] | None:
    whole: dict[str, FactValue] = {}
    for part in parts:
        made = making(part, truth, vocabulary)
        if made is None or any(whole.get(name, value) != value for name, value in made.items()):
            return None
        whole |= made
    return whole


def _some(parts: Iterable[Condition], truth: bool, vocabulary: Vocabulary) -> dict[str, FactValue] | None:
    made = [found for part in parts if (found := making(part, truth, vocabulary)) is not None]
    return min(made, key=len) if made else None


class _Search:
    """Branch and bound over the values that could contradict the cubes left."""

    def __init__(self, layout: Layout, cubes: tuple[int, ...], consistent: Cubes, known: int) -> None:
        self._layout = layout
        self._consistent = consistent
        self._known = known
        self._cubes = cubes
        self._limit = len(layout.fields)
        self._true = layout.true_bits
        self._best: tuple[int, int] | None = None
        self._bits = 0
        self._seen: set[int] = set()

    def run(self) -> int | None:
        left = [cube for cube in self._cubes if not cube & self._known]
        # Deepening keeps the first answer small, and with it everything that must still be looked at.
        for depth in range(_apart(left), self._limit + 1):
            self._seen.clear()
            self._descend(self._known, left, depth, 0, 0)
            if self._best is not None:
                return self._bits
        return None

    def _descend(self, stated: int, left: list[int], depth: int, size: int, true: int) -> None:
        if self._best is not None and (size, true) >= self._best:
            return
        if not left:
            self._layout.spend(len(self._consistent))
            if agree(self._consistent, stated):
                self._best, self._bits = (size, true), stated
            return
        if depth == 0 or stated in self._seen:
            return
        self._seen.add(stated)
        self._layout.spend(3 * len(left) + len(self._layout.masks))
        free = ~self._layout.whole(stated)
        options = [cube & free for cube in left]
        if _apart(options) > depth:
            return
        narrowest = min(options, key=int.bit_count)
        self._layout.spend(narrowest.bit_count() * len(left))
        while narrowest:
            bit = narrowest & -narrowest
            narrowest &= narrowest - 1
            rest = [cube for cube in left if not cube & bit]
            self._descend(stated | bit, rest, depth - 1, size + 1, true + bool(bit & self._true))


def _apart(cubes: Iterable[int]) -> int:
    """How many of some cubes have no bit in common, at least: so many values must be stated to contradict them all."""
    seen = number = 0
    for cube in cubes:
        if not cube & seen:
            seen |= cube
            number += 1
    return number
