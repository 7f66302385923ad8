"""One block of datasets: the slots of a kernel as arrays, and what loads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..vocabulary.facts import FactValue
from .program import Step
from .turning import WORD, Array

#: What is done instead where planes hold the opposite.
_OPPOSITES: Final = {"bitwise_and": "bitwise_or", "bitwise_or": "bitwise_and", "invert": "invert"}
#: So many numbers are told apart by their bits; more by comparison with each.
_BY_BITS: Final = 16


@dataclass(frozen=True, slots=True)
class Bits:
    """The values of a bool fact, a bit a dataset.

    Attributes:
        values: words; a bit is set for true.
        known: words; a bit is set where the fact is stated; ``None`` where all are.
    """

    values: Array
    known: Array | None


@dataclass(frozen=True, slots=True)
class Codes:
    """The values of a fact that has a set of them, as numbers.

    Attributes:
        numbers: integers, one a dataset; what stands where the fact is not stated does not matter.
        known: as for :class:`Bits`.
        places: by value, the numbers that stand for it.
        unknown: numbers that stand for nothing stated.
        count: how many numbers there are: what is stated is less.
    """

    numbers: Array
    known: Array | None
    places: Mapping[FactValue, tuple[int, ...]]
    unknown: tuple[int, ...] = ()
    count: int = 0


#: Leaves by fact: the values that a leaf speaks of, and its slot.
Leaves = Mapping[str, Sequence[tuple[tuple[FactValue, ...], int]]]


class Block:
    """The arrays of one run over blocks of one size.

    Planes hold the opposite of what the graph says: a leaf "unknown, or one of these" takes two operations, its
    opposite "known, and none of these" one. So *and* and *or* change places, and whoever makes bytes of planes turns
    them round.

    Args:
        numpy: the library.
        steps: what is done once the leaves are loaded.
        leaves: what is loaded.
        slots: how many slots there are.
        size: words of a plane.
    """

    __slots__ = ("_bools", "_bytes", "_leaves", "_numpy", "_steps", "planes", "size")

    def __init__(self, numpy: Any, steps: Sequence[Step], leaves: Leaves, slots: int, size: int) -> None:
        self._numpy = numpy
        self._leaves = leaves
        self.size = size
        self.planes: list[Array] = list(numpy.empty((slots, size), numpy.uint64))
        self._bytes = numpy.empty((2, size * WORD), numpy.uint8)
        self._bools = self._bytes[0].view(numpy.bool_)
        # Bound once, since a call costs as much as the work of a small block.
        self._steps = [self._bound(step) for step in steps]

    def _bound(self, step: Step) -> tuple[Callable[..., object], list[Any]]:
        if step.operation == "ones":
            return self.planes[step.fills].fill, [0]
        function = getattr(self._numpy, _OPPOSITES[step.operation])
        return function, [self.planes[slot] for slot in (*step.takes, step.fills)]

    def run(self, facts: Mapping[str, Bits | Codes], start: int, rows: int) -> None:
        """Fill every slot.

        Args:
            facts: the stated facts by id.
            start: the first word of the block.
            rows: how many datasets there are in all.
        """
        for fact, leaves in self._leaves.items():
            source = facts[fact]
            known = None if source.known is None else source.known[start : start + self.size]
            if isinstance(source, Bits):
                self._load_bits(source.values[start : start + self.size], known, leaves)
            else:
                self._load_codes(source, known, leaves, start * WORD, rows)
        for function, arrays in self._steps:
            function(*arrays)

    def _load_bits(
        self, values: Array, known: Array | None, leaves: Sequence[tuple[tuple[FactValue, ...], int]]
    ) -> None:
        numpy = self._numpy
        told = None
        # "Cannot be false", the leaf of the value false, is what the other one is made of.
        for wanted, slot in sorted(leaves):
            plane = self.planes[slot]
            if not wanted[0]:
                numpy.copyto(plane, values) if known is None else numpy.bitwise_and(values, known, plane)
                told = plane
            elif known is None:
                numpy.invert(values, plane)
            else:
                numpy.bitwise_xor(numpy.bitwise_and(values, known, plane) if told is None else told, known, plane)

    def _load_codes(
        self,
        source: Codes,
        known: Array | None,
        leaves: Sequence[tuple[tuple[FactValue, ...], int]],
        first: int,
        rows: int,
    ) -> None:
        numpy = self._numpy
        numbers = source.numbers[first : min(first + self.size * WORD, rows)]
        made: dict[int, Array] = {}
        bits: list[tuple[Array, Array]] = []
        if 1 < source.count <= _BY_BITS:
            bits = self._bits_of(numbers, (source.count - 1).bit_length())
        for wanted, slot in leaves:
            plane = self.planes[slot]
            chosen = [number for value in wanted for number in source.places.get(value, ())]
            chosen += source.unknown
            others = [number for value, places in source.places.items() if value not in wanted for number in places]
            # Whichever takes fewer comparisons; numbers that are not stated are no value at all.
            turned = len(chosen) < len(others)
            parts = []
            for number in chosen if turned else others:
                if number not in made:
                    made[number] = self._joined(bits, number) if bits else self._where(numbers, number)
                parts.append(made[number])
            self._any(parts, plane)
            if turned:
                numpy.invert(plane, plane)
            if known is not None:
                numpy.bitwise_and(plane, known, plane)

    def _any(self, parts: Sequence[Array], plane: Array) -> None:
        """*Or* of planes."""
        numpy = self._numpy
        if len(parts) < 2:
            numpy.copyto(plane, parts[0] if parts else 0)
            return
        numpy.bitwise_or(parts[0], parts[1], plane)
        for part in parts[2:]:
            numpy.bitwise_or(plane, part, plane)

    def _bits_of(self, numbers: Array, count: int) -> list[tuple[Array, Array]]:
        """The planes of the bits of numbers, each with the one that is turned round, lowest bit first."""
        numpy = self._numpy
        small, one = (array[: len(numbers)] for array in self._bytes)
        # What is cut off is not stated, or nothing.
        numpy.copyto(small, numbers, casting="unsafe")
        found = []
        for place in range(count):
            plane = self._packed(numpy.bitwise_and(small, numpy.uint8(1 << place), one))
            found.append((numpy.invert(plane), plane))
        return found

    def _joined(self, bits: Sequence[tuple[Array, Array]], number: int) -> Array:
        """The plane of the datasets that have a number, of the planes of its bits."""
        [first, *rest] = [pair[number >> place & 1] for place, pair in enumerate(bits)]
        if not rest:
            return first
        plane = self._numpy.bitwise_and(first, rest[0])
        for other in rest[1:]:
            self._numpy.bitwise_and(plane, other, plane)
        return plane

    def _where(self, numbers: Array, number: int) -> Array:
        """The plane of the datasets that have a number."""
        return self._packed(self._numpy.equal(numbers, number, out=self._bools[: len(numbers)]))

    def _packed(self, told: Array) -> Array:
        """The plane of the datasets of which something is not zero."""
        numpy = self._numpy
        packed = numpy.packbits(told, bitorder="little")
        if len(packed) < self.size * 8:
            packed = numpy.concatenate([packed, numpy.zeros(self.size * 8 - len(packed), numpy.uint8)])
        return packed.view(numpy.uint64)
