"""Conditions over finite facts as sets of cubes: exact under unknown facts, and cheap.

Every value of every fact has one bit. A *cube* is an integer of forbidden values; what is known is an integer of
stated values. They agree exactly if they share no bit, so an unknown fact needs no care at all. A set of cubes is a
disjunction: some completion of the known facts satisfies it if and only if one of its cubes agrees with them.

Invariant: no cube in a set forbids every value of a fact (such a cube stands for nothing).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..vocabulary.facts import Constraint, Fact, FactType, FactValue, Literal
from .conditions import All, AnyOf, Condition, Is, NoneOf

Cubes = tuple[int, ...]

#: The set that every vector satisfies, and the one that none does.
EVERYTHING: Cubes = (0,)
NOTHING: Cubes = ()


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
    """Which bit belongs to which value of which fact. Immutable."""

    __slots__ = ("fields", "masks", "true_bits")

    def __init__(self, facts: Iterable[Fact]) -> None:
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

    # -- algebra of sets of cubes -----------------------------------------------------------------------------------

    def either(self, *sets: Iterable[int]) -> Cubes:
        """Union."""
        return _absorbed([cube for cubes in sets for cube in cubes])

    def both(self, *sets: Iterable[int]) -> Cubes:
        """Intersection."""
        whole: Cubes = EVERYTHING
        for cubes in sorted((tuple(cubes) for cubes in sets), key=len):
            merged = {left | right for left in whole for right in cubes}
            whole = _absorbed([cube for cube in merged if not self._void(cube)])
        return whole

    def other(self, cubes: Iterable[int]) -> Cubes:
        """Complement."""
        return self.both(*(self._negated(cube) for cube in cubes))

    def cubes(self, condition: Condition, *, negated: bool = False) -> Cubes:
        """The condition, or its negation, as cubes.

        Raises:
            TypeError: the condition compares dates, numbers or lists, which have no finite set of values.
        """
        match condition:
            case Is(fact=fact, values=values):
                field = self.fields[fact]
                wanted = field.bits(values)
                cube = wanted if negated else field.mask & ~wanted
                return NOTHING if self._void(cube) else (cube,)
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

        return self.both(
            *(
                self.either(
                    self.cubes(literal(rule.premise), negated=True),
                    *(self.cubes(literal(item)) for item in rule.alternatives),
                )
                for rule in constraints
            )
        )

    def _void(self, cube: int) -> bool:
        return any(cube & mask == mask for mask in self.masks)

    def _negated(self, cube: int) -> Cubes:
        return tuple(mask & ~cube for mask in self.masks if cube & mask)


def agree(cubes: Iterable[int], known: int) -> bool:
    """Whether some completion of what is known satisfies the set."""
    return any(not cube & known for cube in cubes)


def _absorbed(cubes: list[int]) -> Cubes:
    """Leave out cubes that another one already contains."""
    kept: list[int] = []
    for cube in sorted(set(cubes), key=lambda c: (c.bit_count(), c)):
        if not any(wider & cube == wider for wider in kept):
            kept.append(cube)
    return tuple(kept)
