"""The fast path: every answer of a compiled classification looked up by one number.

The known facts are packed into one integer, a digit a fact (each value, and *unknown*, is a digit). Facts tied
together by a rule or a constraint form a component; components are shared out over two parts small enough to
tabulate, and facts that no deciding rule asks about form a tail that only travels along. ``rows[a][b]`` is then the
finished core. Which cubes agree with a part is found once for each of its combinations; most combinations agree
with the same cubes, so few rows are distinct.

The reading of facts, which costs more than the law, is generated for each law: see
:mod:`opendata_rules.answers.classification.fact_reader`. :mod:`opendata_rules.answers.classification.compiled` is the
plain evaluator that this one is tested against.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...logic.budget import Budget, OutOfBudget
from ...logic.conditions import facts_of
from ...logic.cubes import Cubes, Layout
from ...vocabulary.facts import Constraint, FactValue
from ...vocabulary.terms import STRICTEST_FIRST
from .compiled import Compiled, Core, Outcome, core_of, deciding

#: Most combinations a part may have; 3**9, some tenths of a second and some megabytes at most.
PART_LIMIT = 19_683

#: Steps that finding one entry of a table takes.
_LOOKING_UP = 6
#: Steps that making the table of a law may take. They are cheaper than others, and beyond them nothing is refused.
_LIMIT = 10_000_000


def components(compiled: Compiled, constraints: Iterable[Constraint]) -> list[tuple[str, ...]]:
    """Groups of facts that some deciding rule or constraint ties together, in layout order."""
    fields = compiled.layout.fields
    group: dict[str, set[str]] = {}
    ties = [set(facts_of(rule.condition)) for rule in deciding(compiled.rules)]
    ties += [set(rule.facts) for rule in constraints]
    for tie in ties:
        merged = set(tie).union(*(group.get(fact, set()) for fact in tie))
        for fact in merged:
            group[fact] = merged
    return list(dict.fromkeys(tuple(f for f in fields if f in group[fact]) for fact in fields if fact in group))


def parts_of(layout: Layout, groups: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Share components out over two parts, or ``None`` where they do not fit."""

    def size(facts: Iterable[str]) -> int:
        product = 1
        for fact in facts:
            product *= len(layout.fields[fact].values) + 1
        return product

    parts: list[tuple[str, ...]] = [(), ()]
    for component in sorted(groups, key=size, reverse=True):
        parts.sort(key=size)
        parts[0] += component
    if max(map(size, parts)) > PART_LIMIT:
        return None
    return parts[0], parts[1]


class Packing:
    """Known facts as one integer, there and back.

    The digits of the first part fill the lowest bits, those of the second the next, the tail the rest.
    """

    __slots__ = ("_digits", "first_mask", "offsets", "second_mask", "second_shift", "unknown", "width")

    def __init__(self, layout: Layout, parts: tuple[tuple[str, ...], tuple[str, ...]] | None) -> None:
        first, second = parts or ((), ())
        tail = tuple(fact for fact in layout.fields if fact not in first and fact not in second)
        #: fact, its values and unknown, shift and mask of its part, weight within the part; in layout order.
        self._digits: list[tuple[str, tuple[FactValue | None, ...], int, int, int]] = []
        #: fact id → value → what it adds to :attr:`unknown`.
        self.offsets: dict[str, dict[FactValue, int]] = {}
        #: the integer that stands for nothing known.
        self.unknown = 0
        shift = 0
        bounds = []
        for part in (first, second, tail):
            stride = 1
            digits = []
            for fact in reversed(part):
                values = layout.fields[fact].values
                base = len(values)
                digits.append((fact, (*values, None), stride))
                self.offsets[fact] = {v: (index - base) * stride << shift for index, v in enumerate(values)}
                self.unknown += base * stride << shift
                stride *= base + 1
            bounds.append((stride - 1).bit_length())
            mask = (1 << bounds[-1]) - 1
            self._digits += [(fact, values, shift, mask, weight) for fact, values, weight in digits]
            shift += bounds[-1]
        places = {fact: place for place, fact in enumerate(layout.fields)}
        self._digits.sort(key=lambda digit: places[digit[0]])
        self.first_mask = (1 << bounds[0]) - 1
        self.second_shift = bounds[0]
        self.second_mask = (1 << bounds[1]) - 1
        self.width = shift

    def pack(self, facts: Mapping[str, FactValue]) -> int:
        """The integer of known facts; facts outside the layout are left out."""
        packed = self.unknown
        for name, value in facts.items():
            offsets = self.offsets.get(name)
            if offsets is not None:
                packed += offsets[value]
        return packed

    def unpack(self, packed: int) -> dict[str, FactValue]:
        """The known facts of an integer."""
        known: dict[str, FactValue] = {}
        for fact, values, shift, mask, weight in self._digits:
            value = values[(packed >> shift & mask) // weight % len(values)]
            if value is not None:
                known[fact] = value
        return known


def tabulated(
    compiled: Compiled, parts: tuple[tuple[str, ...], tuple[str, ...]] | None, bind: Callable[[Core], Any]
) -> Tables | None:
    """The tables of a classification; ``None`` where they would be too large, and each answer is worked out when asked
    for. See :class:`Tables`.
    """
    try:
        return None if parts is None else Tables(compiled, parts, bind, Budget(_LIMIT, "tables"))
    except OutOfBudget:
        return None


class Tables:
    """Cores and certain provisions of a classification by packed facts.

    Args:
        compiled: the classification.
        parts: its facts shared out over two parts (:func:`parts_of`).
        bind: makes of a core what the table holds.
        budget: counts the work.

    Raises:
        OutOfBudget: the table takes more work.

    Attributes:
        rows: ``rows[first part][second part]`` is what ``bind`` made of the core.
        first_holding, second_holding: bit ``n`` is set where deciding provision ``n`` certainly holds.
    """

    __slots__ = ("_budget", "_compiled", "_parts", "first_holding", "rows", "second_holding")

    def __init__(
        self,
        compiled: Compiled,
        parts: tuple[tuple[str, ...], tuple[str, ...]],
        bind: Callable[[Core], Any],
        budget: Budget,
    ) -> None:
        self._budget = budget
        self._compiled = compiled
        self._parts = parts
        self.rows = self._rows(bind)
        self.first_holding, self.second_holding = self._certain(parts[0]), self._certain(parts[1])

    def _masks(self, facts: tuple[str, ...], cubes: Mapping[int, int]) -> list[int]:
        """For each combination of the facts, which of the cubes (by bit position) agree with it."""
        everything = sum(1 << position for position in cubes)
        # What one step on a mask of all cubes counts.
        width = 1 + everything.bit_length() // 512
        masks = [everything]
        for fact in facts:
            field = self._compiled.layout.fields[fact]
            self._budget.spend(width * len(field.values) * (len(cubes) + 2 * len(masks)))
            states = [
                sum(1 << place for place, cube in cubes.items() if not cube >> (field.shift + index) & 1)
                for index in range(len(field.values))
            ]
            states.append(everything)
            masks = [mask & state for mask in masks for state in states]
        return masks

    def _rows(self, bind: Callable[[Core], Any]) -> list[list[Any]]:
        compiled = self._compiled
        groups: list[Cubes] = [compiled.outcomes[outcome] for outcome in Outcome]
        groups += [compiled.permits[attribute] for attribute in STRICTEST_FIRST]
        groups += [compiled.denies[attribute] for attribute in STRICTEST_FIRST]
        # What a group asks of the second part matters only by what it then still asks of the first. So the cubes of a
        # group stand together by that, with a guard bit above each such entry, and one above the group. Adding all
        # ones to the bits below a guard carries into it exactly if one of them is set, so one addition answers for
        # all entries, or for all groups, at once.
        of_first = sum(compiled.layout.fields[fact].mask for fact in self._parts[0])
        cubes: dict[int, int] = {}
        entries: dict[int, int] = {}
        ones = entry_guards = group_ones = 0
        place = 0
        guard_places = []
        for group in groups:
            start = place
            asking: dict[int, list[int]] = {}
            for cube in group:
                asking.setdefault(cube & of_first, []).append(cube)
            for asked, alike in asking.items():
                cubes |= {place + number: cube for number, cube in enumerate(alike)}
                ones |= ((1 << len(alike)) - 1) << place
                place += len(alike)
                entries[place] = asked
                entry_guards |= 1 << place
                place += 1
            group_ones |= ((1 << place - start) - 1) << start
            guard_places.append(place)
            place += 1
        guards = sum(1 << place for place in guard_places)

        class Made(dict[int, Any]):
            """What was bound for each combination of agreeing groups."""

            def __missing__(self, agreeing: int) -> Any:
                flags = [agreeing >> place & 1 for place in guard_places]
                live = itertools.compress(Outcome, flags)
                permitting = itertools.compress(STRICTEST_FIRST, flags[len(Outcome) :])
                denying = itertools.compress(STRICTEST_FIRST, flags[len(Outcome) + 3 :])
                self[agreeing] = made = bind(
                    core_of(compiled, frozenset(live), frozenset(permitting), frozenset(denying))
                )
                return made

        made = Made()
        first = self._masks(self._parts[0], entries)
        second = [mask + ones & entry_guards for mask in self._masks(self._parts[1], cubes)]
        columns = list(dict.fromkeys(second))
        number_of = {mask: number for number, mask in enumerate(columns)}
        numbers = [number_of[mask] for mask in second]
        by_mask: dict[int, list[Any]] = {}
        by_content: dict[tuple[Any, ...], list[Any]] = {}
        width = 1 + place // 512
        for mask in dict.fromkeys(first):
            self._budget.spend(width * _LOOKING_UP * len(columns))
            distinct = tuple([made[(mask & column) + group_ones & guards] for column in columns])
            row = by_content.get(distinct)
            if row is None:
                self._budget.spend(2 * len(numbers))
                row = by_content[distinct] = [distinct[number] for number in numbers]
            by_mask[mask] = row
        return [by_mask[mask] for mask in first]

    def _certain(self, part: tuple[str, ...]) -> list[int]:
        compiled = self._compiled
        within = set(part)
        cubes: list[int] = []
        ranges: list[tuple[int, int]] = []
        for number, rule in enumerate(deciding(compiled.rules)):
            if within.issuperset(facts_of(rule.condition)):
                # Facts outside the part are in no rule together with these, so they cannot matter here.
                against = compiled.absent[rule.id]
                ranges.append((1 << number, ((1 << len(against)) - 1) << len(cubes)))
                cubes += against
        masks = self._masks(part, dict(enumerate(cubes)))
        distinct = dict.fromkeys(masks)
        self._budget.spend(len(distinct) * len(ranges) * (1 + len(cubes) // 512))
        certain = {mask: sum(bit for bit, bits in ranges if not mask & bits) for mask in distinct}
        return [certain[mask] for mask in masks]
