"""One block of datasets: the slots of a kernel as arrays, what loads them, and what makes bytes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..vocabulary.facts import FactValue
from .program import Step

#: Datasets of a word.
WORD: Final = 64
_ALL_ONES: Final = (1 << WORD) - 1
#: The lowest bit of each byte of a word.
_EACH: Final = 0x0101_0101_0101_0101

#: An array of numpy, which need not be installed where these hints are read.
Array = Any


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
    """

    numbers: Array
    known: Array | None
    places: Mapping[FactValue, tuple[int, ...]]
    unknown: tuple[int, ...] = ()


#: Leaves by fact: the values that a leaf speaks of, and its slot.
Leaves = Mapping[str, Sequence[tuple[tuple[FactValue, ...], int]]]


class Block:
    """The arrays of one run over blocks of one size.

    Args:
        numpy: the library.
        steps: what is done once the leaves are loaded.
        leaves: what is loaded.
        slots: how many slots there are.
        size: words of a plane.
    """

    __slots__ = ("_bools", "_leaves", "_numpy", "_steps", "_unknown", "planes", "size")

    def __init__(self, numpy: Any, steps: Sequence[Step], leaves: Leaves, slots: int, size: int) -> None:
        self._numpy = numpy
        self._leaves = leaves
        self.size = size
        self.planes: list[Array] = list(numpy.empty((slots, size), numpy.uint64))
        self._unknown = numpy.empty(size, numpy.uint64)
        self._bools = numpy.empty(size * WORD, numpy.bool_)
        # Bound once, since a call costs as much as the work of a small block.
        self._steps = [self._bound(step) for step in steps]

    def _bound(self, step: Step) -> tuple[Callable[..., object], list[Any]]:
        if step.operation == "ones":
            return self.planes[step.fills].fill, [_ALL_ONES]
        return getattr(self._numpy, step.operation), [self.planes[slot] for slot in (*step.takes, step.fills)]

    def run(self, facts: Mapping[str, Bits | Codes], start: int, rows: int) -> None:
        """Fill every slot.

        Args:
            facts: the stated facts by id.
            start: the first word of the block.
            rows: how many datasets there are in all.
        """
        for fact, leaves in self._leaves.items():
            source = facts[fact]
            if source.known is None:
                unknown = None
            else:
                unknown = self._numpy.invert(source.known[start : start + self.size], self._unknown)
            if isinstance(source, Bits):
                self._load_bits(source.values[start : start + self.size], unknown, leaves)
            else:
                self._load_codes(source, unknown, leaves, start * WORD, rows)
        for function, arrays in self._steps:
            function(*arrays)

    def _load_bits(
        self, values: Array, unknown: Array | None, leaves: Sequence[tuple[tuple[FactValue, ...], int]]
    ) -> None:
        numpy = self._numpy
        for wanted, slot in leaves:
            plane = self.planes[slot]
            if wanted[0] is not True:
                numpy.invert(values, plane)
                values_so_far = plane
            else:
                values_so_far = values
            if unknown is not None:
                numpy.bitwise_or(values_so_far, unknown, plane)
            elif values_so_far is values:
                numpy.copyto(plane, values)

    def _load_codes(
        self,
        source: Codes,
        unknown: Array | None,
        leaves: Sequence[tuple[tuple[FactValue, ...], int]],
        first: int,
        rows: int,
    ) -> None:
        numpy = self._numpy
        numbers = source.numbers[first : min(first + self.size * WORD, rows)]
        made: dict[int, Array] = {}
        for wanted, slot in leaves:
            plane = self.planes[slot]
            chosen = [number for value in wanted for number in source.places.get(value, ())]
            chosen += source.unknown
            others = [number for value, known in source.places.items() if value not in wanted for number in known]
            # Whichever takes fewer comparisons; numbers that are not stated are no value at all.
            turned = len(others) < len(chosen)
            plane.fill(0)
            for number in others if turned else chosen:
                if number not in made:
                    made[number] = self._where(numbers, number)
                numpy.bitwise_or(plane, made[number], plane)
            if turned:
                numpy.invert(plane, plane)
            if unknown is not None:
                numpy.bitwise_or(plane, unknown, plane)

    def _where(self, numbers: Array, number: int) -> Array:
        """The plane of the datasets that have a number."""
        numpy = self._numpy
        bools = numpy.equal(numbers, number, out=self._bools[: len(numbers)])
        packed = numpy.packbits(bools, bitorder="little")
        if len(packed) < self.size * 8:
            packed = numpy.concatenate([packed, numpy.zeros(self.size * 8 - len(packed), numpy.uint8)])
        return packed.view(numpy.uint64)

    # -- bytes --------------------------------------------------------------------------------------------------------

    def masks(self, slots: Sequence[int | None], turned: bool = False) -> Array:
        """One byte a dataset, eight in a word: bit *n* is that of the plane in slot *n*, at most eight.

        Args:
            slots: the slots, ``None`` for a bit that is never set (always, where ``turned``).
            turned: whether every bit is turned round.
        """
        numpy = self._numpy
        found: Array = None
        for slot in reversed(slots):
            if found is not None:
                numpy.left_shift(found, numpy.uint64(1), found)
            if slot is None:
                continue
            bits = numpy.unpackbits(self.planes[slot].view(numpy.uint8), bitorder="little").view(numpy.uint64)
            found = bits if found is None else numpy.bitwise_or(found, bits, found)
        if found is None:
            found = numpy.zeros(self.size * 8, numpy.uint64)
        return numpy.bitwise_xor(found, numpy.uint64(each((1 << len(slots)) - 1)), found) if turned else found

    def wide_masks(self, slots: Sequence[int | None], first: int, out: Array, turned: bool = False) -> None:
        """64 bits a dataset.

        Args:
            slots: as for :meth:`masks`; at most 64.
            first: the bit of the first of them.
            out: signed integers, one a dataset.
            turned: as for :meth:`masks`.
        """
        numpy = self._numpy
        if not slots:
            out.fill(0)
        for begin in range(0, len(slots), 16):
            some = slots[begin : begin + 16]
            found = self.masks(some[:8], turned).view(numpy.uint8)
            if len(some) > 8:
                high = self.masks(some[8:], turned).view(numpy.uint8).astype(numpy.uint16).view(numpy.uint64)
                low = found.astype(numpy.uint16).view(numpy.uint64)
                numpy.left_shift(high, numpy.uint64(8), high)
                found = numpy.bitwise_or(low, high, low).view(numpy.uint16)
            shift = numpy.int64(first + begin)
            if begin == 0:
                numpy.copyto(out, found)
                if shift:
                    numpy.left_shift(out, shift, out)
            else:
                numpy.bitwise_or(out, numpy.left_shift(found.astype(numpy.int64), shift), out)


def each(byte: int) -> int:
    """A word of which every byte is the same."""
    return byte * _EACH
