"""How often each way of writing the attribute and the cadence occurs in a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .files.records import Cell
from .slices import Slice
from .text import line

#: Spellings told of one column; more of them are no spellings.
_SPELLINGS = 60
#: Characters of all different spellings that are counted.
_LONGEST = 5_000_000


class Spelt:
    """The spellings of some columns.

    Args:
        declared: columns that state the attribute.
        cadences: columns that state the cadence.
    """

    def __init__(self, declared: tuple[str, ...], cadences: tuple[str, ...]) -> None:
        self._declared = declared
        self._columns = (*declared, *cadences)
        self.begin()

    def begin(self) -> None:
        """The table is gone through anew."""
        self._counts: dict[tuple[str, Cell], int] = {}
        self._length = 0

    def count(self, some: Slice) -> None:
        """Count how records write them."""
        for cells, count in Counter(some.cells(self._columns)).items():
            row = dict(zip(self._columns, cells, strict=True))
            told = len(self._declared) > 1 and any(row[column] for column in self._declared)
            for column, cell in row.items():
                if told and not cell and column in self._declared:
                    # Another column says it: nobody has to fill in this one.
                    continue
                if (column, cell) in self._counts:
                    self._counts[column, cell] += count
                elif self._length < _LONGEST:
                    # A column in which every cell is another has no spellings; to be held it is too long.
                    self._length += len(str(cell)) + 1
                    self._counts[column, cell] = count

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        """Column, spelling and how often it occurs, column by column, the commonest first."""
        spelt: Counter[tuple[str, str]] = Counter()
        for (column, cell), count in self._counts.items():
            spelt[column, line(str(cell).strip())] += count
        counted = sorted(spelt.items(), key=lambda item: (-item[1], item[0]))
        for column in self._columns:
            mine = [(text, count) for (name, text), count in counted if name == column][:_SPELLINGS]
            for text, count in mine:
                yield column, text, count
