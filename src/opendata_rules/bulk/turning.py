"""Bit planes turned into bytes: a bit a dataset in many planes becomes a number a dataset.

Eight planes are 8 × 8 squares of bits, each turned over its diagonal by three swaps, which work on whole planes at once
(H. S. Warren, *Hacker's Delight*, 7-3). That moves an eighth of the memory that spreading each plane by itself does, so
few planes only are spread. All arrays are made once and used for every block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

#: An array of numpy, which need not be installed where these hints are read.
Array = Any

#: Datasets of a word.
WORD: Final = 64
#: The lowest bit of each byte of a word.
_EACH: Final = 0x0101_0101_0101_0101
#: Planes that are turned together: bits of a byte.
EIGHT: Final = 8
#: The swaps: how far apart the planes, and the bits, are that change places, and which bits do.
_SWAPS: Final = ((1, 0x5555_5555_5555_5555), (2, 0x3333_3333_3333_3333), (4, 0x0F0F_0F0F_0F0F_0F0F))
#: So many planes are spread one by one.
_SPREAD: Final = 4


def each(byte: int) -> int:
    """A word of which every byte is the same."""
    return byte * _EACH


class Turning:
    """The arrays that planes of one size are turned in.

    Args:
        numpy: the library.
        size: words of a plane.
    """

    __slots__ = ("_bytes", "_numpy", "_planes", "_shorts", "_swaps", "size")

    def __init__(self, numpy: Any, size: int) -> None:
        self._numpy = numpy
        self.size = size
        self._planes = numpy.empty((EIGHT, size), numpy.uint64)
        spare = numpy.empty((EIGHT // 2, size), numpy.uint64)
        self._swaps = []
        for far, mask in _SWAPS:
            pairs = self._planes.reshape(-1, 2, far, size)
            own = spare.reshape(-1, far, size)
            self._swaps.append((pairs[:, 0], pairs[:, 1], own, numpy.uint64(far), numpy.uint64(mask)))
        self._bytes = numpy.empty((2, size * EIGHT), numpy.uint64)
        self._shorts = numpy.empty((2, size * WORD), numpy.uint16)

    def bytes_of(self, planes: Sequence[Array | None], turned: int = 0, place: int = 0) -> Array:
        """One byte a dataset, eight in a word: bit *n* is that of plane *n*.

        Args:
            planes: at most eight; ``None`` for a bit that is never set.
            turned: a bit for each plane that is turned round.
            place: 0 or 1, which of two arrays it is; it holds until the next call.
        """
        if len(planes) <= _SPREAD:
            return self._spread(planes, turned, place)
        numpy = self._numpy
        for number in range(EIGHT):
            plane = planes[number] if number < len(planes) else None
            if plane is None:
                self._planes[number].fill(0)
            elif turned >> number & 1:
                numpy.invert(plane, self._planes[number])
            else:
                numpy.copyto(self._planes[number], plane)
        for one, other, spare, far, mask in self._swaps:
            numpy.right_shift(one, far, spare)
            numpy.bitwise_xor(spare, other, spare)
            numpy.bitwise_and(spare, mask, spare)
            numpy.bitwise_xor(other, spare, other)
            numpy.left_shift(spare, far, spare)
            numpy.bitwise_xor(one, spare, one)
        found = self._bytes[place]
        # Byte b of plane n is now dataset 8 b + n.
        columns = found.view(numpy.uint8).reshape(-1, EIGHT)
        for number, plane in enumerate(self._planes.view(numpy.uint8)):
            columns[:, number] = plane
        return found

    def _spread(self, planes: Sequence[Array | None], turned: int, place: int) -> Array:
        numpy = self._numpy
        found = self._bytes[place]
        begun = False
        for plane in reversed(planes):
            if begun:
                numpy.add(found, found, found)
            if plane is None:
                continue
            bits = numpy.unpackbits(plane.view(numpy.uint8), bitorder="little").view(numpy.uint64)
            if begun:
                numpy.bitwise_or(found, bits, found)
            else:
                numpy.copyto(found, bits)
                begun = True
        if not begun:
            found.fill(0)
        return numpy.bitwise_xor(found, numpy.uint64(each(turned)), found) if turned else found

    def integers(self, planes: Sequence[Array | None], first: int, out: Array) -> None:
        """64 bits a dataset: bit ``first`` + *n* is that of plane *n*.

        Args:
            planes: at most 64.
            first: the bit of the first of them.
            out: signed integers, one a dataset.
        """
        numpy = self._numpy
        if not planes:
            out.fill(0)
        low, high = self._shorts
        for begin in range(0, len(planes), 2 * EIGHT):
            some = planes[begin : begin + 2 * EIGHT]
            found = self.bytes_of(some[:EIGHT], place=0).view(numpy.uint8)
            if len(some) > EIGHT:
                numpy.copyto(low, found)
                numpy.copyto(high, self.bytes_of(some[EIGHT:], place=1).view(numpy.uint8))
                numpy.left_shift(high, numpy.uint16(EIGHT), high)
                found = numpy.bitwise_or(low, high, low)
            shift = numpy.int64(first + begin)
            if begin == 0:
                numpy.copyto(out, found)
                if shift:
                    numpy.left_shift(out, shift, out)
            else:
                numpy.bitwise_or(out, numpy.left_shift(found.astype(numpy.int64), shift), out)
