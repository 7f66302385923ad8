"""Conditions over finite facts as sets of cubes: exact under unknown facts, and cheap.

Every value of every fact has one bit. A *cube* is an integer of forbidden values; what is known is an integer of
stated values. They agree exactly if they share no bit, so an unknown fact needs no care at all. A set of cubes is a
disjunction: some completion of the known facts satisfies it if and only if one of its cubes agrees with them.

Invariant: no cube in a set forbids every value of a fact (such a cube stands for nothing).

Sets can grow beyond all bounds, so a layout counts what it does on a :class:`Budget`, where it was given one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import groupby

from ..vocabulary.facts import Constraint, Fact, FactType, FactValue, Literal
from .budget import Budget
from .conditions import All, AnyOf, Condition, Is, NoneOf

Cubes = tuple[int, ...]

#: The set that every vector satisfies, and the one that none does.
EVERYTHING: Cubes = (0,)
NOTHING: Cubes = ()

#: Steps that making one cube of two takes, with finding out whether it stands for anything: about so many comparisons.
_MAKING = 16
#: Steps that finding out what keeps two cubes apart takes.
_COMPARING = 6
#: Cubes that are gathered before those that others contain are left out.
_GATHERED = 8_192


@dataclass(frozen=True, slots=True)
class Field:
    """The bits of one fact.

    Attributes:
        fact: fact id.
        values: its values; False before True, enum values in vocabulary order.
        shift: position of the first value's bit.
    """

    fact: str
    values: tuple[FactValue, ...]
    shift: int

    @property
    def mask(self) -> int:
        """All bits of the fact."""
        return ((1 << len(self.values)) - 1) << self.shift

    def bits(self, values: Iterable[FactValue]) -> int:
        """The bits of some of its values."""
        return sum(1 << (self.shift + self.values.index(value)) for value in set(values))


class Layout:
    """Which bit belongs to which value of which fact. Immutable.

    Args:
        facts: the facts, in order.
        budget: counts the steps of the algebra below; without one nothing is counted. See :meth:`counting`.
    """

    __slots__ = ("_bools", "_others", "_width", "budget", "fields", "masks", "true_bits")

    def __init__(self, facts: Iterable[Fact], budget: Budget | None = None) -> None:
        self.budget = budget
        fields: dict[str, Field] = {}
        shift = 0
        for fact in facts:
            if fact.type is FactType.BOOL:
                values: tuple[FactValue, ...] = (False, True)
            elif fact.type is FactType.ENUM:
                values = tuple(value for value, _ in fact.values)
            else:
                raise TypeError(f"{fact.id} has no finite set of values")
            fields[fact.id] = Field(fact.id, values, shift)
            shift += len(values)
        self.fields: Mapping[str, Field] = fields
        #: all bits of each fact
        self.masks = tuple(field.mask for field in fields.values())

        #: the bits of "true"
        self.true_bits = sum(field.bits([True]) for field in fields.values() if field.values == (False, True))
        #: the bits of "false"; that of "true" is the next one
        self._bools = self.true_bits >> 1
        #: all bits of each fact that is not true or false
        self._others = tuple(field.mask for field in fields.values() if field.values != (False, True))
        #: what one step on integers of this size counts
        self._width = 1 + shift // 512

    def counting(self, budget: Budget) -> Layout:
        """The same layout, whose work is counted on a budget."""
        counted = copy.copy(self)
        counted.budget = budget
        return counted

    def spend(self, steps: int) -> None:
        """Count steps on integers of this layout, before they are taken.

        Raises:
            OutOfBudget: there are not so many left.
        """
        if self.budget is not None:
            self.budget.spend(steps * self._width)

    def facts(self, known: int) -> dict[str, FactValue]:
        """The facts of bits of stated values."""
        stated = {}
        for field in self.fields.values():
            bits = (known & field.mask) >> field.shift
            if bits:
                stated[field.fact] = field.values[bits.bit_length() - 1]
        return stated

    def knowledge(self, facts: Mapping[str, FactValue]) -> int:
        """Bits of the stated values; facts outside the layout are left out."""
        known = 0
        for name, value in facts.items():
            field = self.fields.get(name)
            if field is not None:
                known |= 1 << (field.shift + field.values.index(value))
        return known

    def whole(self, bits: int) -> int:
        """All bits of every fact of which there is some bit."""
        return sum(mask for mask in self.masks if mask & bits)

    # -- algebra of sets of cubes -----------------------------------------------------------------------------------

    def either(self, *sets: Iterable[int]) -> Cubes:
        """Union."""
        return self._absorbed({cube for cubes in sets for cube in cubes})

    def both(self, *sets: Iterable[int]) -> Cubes:
        """Intersection."""
        whole: Cubes = EVERYTHING
        for cubes in sorted((tuple(cubes) for cubes in sets), key=len):
            whole = self._product(whole, cubes)
        return whole

    def _product(self, left: Cubes, right: Cubes) -> Cubes:
        self.spend(len(left) * len(right) * (_MAKING + len(self._others)))
        bools, others = self._bools, self._others
        merged: set[int] = set()
        enough = _GATHERED
        for one in left:
            for two in right:
                cube = one | two
                # The bit of "true" is above that of "false"; both forbidden is a cube that stands for nothing.
                if not cube & cube >> 1 & bools and not any(cube & mask == mask for mask in others):
                    merged.add(cube)
            if len(merged) > enough:
                merged = set(self._absorbed(merged))
                enough = max(_GATHERED, 2 * len(merged))
        return self._absorbed(merged)

    def _absorbed(self, cubes: set[int]) -> Cubes:
        """Leave out cubes that another one already contains."""
        self.spend(len(cubes))
        kept: list[int] = []
        # Only a cube of fewer bits can contain another one.
        for _, alike in groupby(sorted(sorted(cubes), key=int.bit_count), key=int.bit_count):
            group = list(alike)
            self.spend(len(kept) * len(group))
            fresh = []
            for cube in group:
                for wider in kept:
                    if wider & cube == wider:
                        break
                else:
                    fresh.append(cube)
            kept += fresh
        return tuple(kept)

    def other(self, cubes: Iterable[int]) -> Cubes:
        """Complement."""
        cubes = tuple(cubes)
        self.spend(len(cubes) * len(self.masks))
        return self.both(*(self._negated(cube) for cube in cubes))

    def cubes(self, condition: Condition, *, negated: bool = False) -> Cubes:
        """The condition, or its negation, as cubes.

        Raises:
            TypeError: the condition compares dates, numbers or lists, which have no finite set of values.
            OutOfBudget: it takes more steps than the budget has.
        """
        match condition:
            case Is(fact=fact, values=values):
                field = self.fields[fact]
                wanted = field.bits(values)
                cube = wanted if negated else field.mask & ~wanted
                return NOTHING if cube == field.mask else (cube,)
            case All(parts=parts):
                join = self.either if negated else self.both
                return join(*(self.cubes(part, negated=negated) for part in parts))
            case AnyOf(parts=parts):
                join = self.both if negated else self.either
                return join(*(self.cubes(part, negated=negated) for part in parts))
            case NoneOf(parts=parts):
                join = self.either if negated else self.both
                return join(*(self.cubes(part, negated=not negated) for part in parts))
            case _:
                raise TypeError(f"{type(condition).__name__} compares facts that have no finite set of values")

    def consistent(self, constraints: Iterable[Constraint]) -> Cubes:
        """What the constraints between facts leave possible."""

        def literal(item: Literal) -> Condition:
            return Is(item.fact, (item.value,))

        whole: Cubes = EVERYTHING
        for rule in constraints:
            # Where the budget runs out here, the fact is named in place of a rule.
            with nullcontext() if self.budget is None else self.budget.on(rule.premise.fact):
                left = self.either(
                    self.cubes(literal(rule.premise), negated=True),
                    *(self.cubes(literal(item)) for item in rule.alternatives),
                )
                whole = self.both(whole, left)
        return whole

    def meet(self, left: Iterable[int], right: Iterable[int]) -> bool:
        """Whether two sets have anything in common; what it is, :meth:`both` tells at greater cost.

        Raises:
            OutOfBudget: there are too many cubes to compare.
        """
        right = tuple(right)
        bools, others = self._bools, self._others
        for one in left:
            self.spend(len(right) * (_COMPARING + len(others)))
            for two in right:
                cube = one | two
                if not cube & cube >> 1 & bools and not any(cube & mask == mask for mask in others):
                    return True
        return False

    def apart(self, left: Iterable[int], right: Iterable[int], sought: int) -> int:
        """Of some facts, those of which each alone keeps some cube of one set from some cube of the other.

        Args:
            left: one set of cubes.
            right: the other one.
            sought: all bits of the facts that are asked about.

        Returns:
            All bits of each fact that was found.

        Raises:
            OutOfBudget: there are too many cubes to compare.
        """
        right = tuple(right)
        bools, others = self._bools, self._others
        found = 0
        for one in left:
            # What keeps two cubes apart is barred by both.
            if not one & sought & ~found:
                continue
            self.spend(len(right) * (_COMPARING + len(others)))
            for two in right:
                cube = one | two
                barred = cube & cube >> 1 & bools
                if barred & barred - 1:
                    continue
                whole = [mask for mask in others if cube & mask == mask]
                if barred:
                    whole.append(barred | barred << 1)
                if len(whole) == 1:
                    found |= whole[0] & sought
        return found

    def _negated(self, cube: int) -> Cubes:
        return tuple(mask & ~cube for mask in self.masks if cube & mask)


def agree(cubes: Iterable[int], known: int) -> bool:
    """Whether some completion of what is known satisfies the set."""
    return any(not cube & known for cube in cubes)
