"""Where the tables of a grid begin and end, and what has to be known of all rows of one before one of them is read."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..columns import Columns, Meaning, folded, recognise
from .lines import evidence, is_telling, text_of_cell
from .records import Cell, filled
from .remarks import emptied, remarks_in

#: Rows with their numbers in the file; gone through as often as needed.
Rows = Iterable[tuple[int, list[Cell]]]
#: The same, held.
Grid = list[tuple[int, list[Cell]]]

#: Columns of a table; a catalogue has fewer by far.
COLUMN_LIMIT = 1_000
#: Rows looked at for a header; banners above it are common.
_HEADER_SEARCH = 20
#: Recognised columns that make a further header of a row; fewer where they are all it has.
_FURTHER = 3
#: Lines looked at to tell a form filled in downwards.
FORM_SEARCH = 30
#: Behind every row.
_ENDLESS = sys.maxsize


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a grid is.

    Attributes:
        index: its place in the grid.
        columns: what its columns mean.
    """

    index: int
    columns: Columns

    @property
    def recognised(self) -> int:
        """How many of its columns were recognised."""
        return self.columns.recognised


class Outline:
    """Where a table stands in a grid, and what has to be known of all its rows before one of them is read.

    Attributes:
        start: the place of its header in the grid.
        end: the place behind its last row.
        header: its header.
        remarks: places in it of the remarks of an earlier check.
        second: the first row below it, with its number.
        lines: the first rows, without the second row of the header.
        used: places of filled cells.
        sparse: whether no row has more than two.
    """

    def __init__(self, start: int, header: tuple[int, list[Cell]], remarks: tuple[int, ...]) -> None:
        self.start = start
        self.remarks = remarks
        self.end = _ENDLESS
        self.header = header
        self.second: tuple[int, list[Cell]] | None = None
        self.lines: list[tuple[int, list[Cell]]] = []
        self.used: set[int] = set()
        self.sparse = True
        self._width = 0

    def see(self, number: int, row: list[Cell], cells: list[Cell]) -> None:
        """Look at a row below the header."""
        if self.second is None:
            self.second = number, row
            return
        if len(self.lines) < FORM_SEARCH:
            self.lines.append((number, row))
        self._count(row, cells)

    def is_settled(self, row: list[Cell]) -> bool:
        """Whether nothing is to be learnt of a row: it is one of this table, and no longer or fuller than others."""
        return (
            not self.sparse
            and len(row) <= self._width
            and len(self.lines) >= FORM_SEARCH
            and not self.remarks
            and bool(row)
            and row[0].__class__ is str
            and not row[0].isspace()
            and row[0] != ""
            and is_telling(row)
            and not remarks_in(row)
        )

    def _count(self, row: list[Cell], cells: list[Cell]) -> None:
        if len(cells) > 2:
            self.sparse = False
        if self._width < len(row):
            self.used.update(index for index, cell in enumerate(row[: COLUMN_LIMIT + 1]) if filled(cell))
            # Once every place is known to be used, rows need not be looked at.
            while self._width in self.used:
                self._width += 1

    def below(self, *, second: bool) -> None:
        """Whether the first row below the header is one of the header too is known now.

        Args:
            second: whether it is.
        """
        if self.second is not None and not second:
            self.lines.insert(0, self.second)
            self._count(self.second[1], [cell for cell in self.second[1] if filled(cell)])


def header_row(rows: Sequence[tuple[int, list[Cell]]], profile: Mapping[str, Meaning]) -> Header | None:
    """The row with a title column and the most recognised columns, the first of equals.

    A row below the first dataset is the header of another table, however many of its columns are recognised.
    """
    found: Header | None = None
    for index, (_, row) in enumerate(rows[:_HEADER_SEARCH]):
        columns = recognise([str(cell) for cell in row if filled(cell)], profile)
        if "title" in columns.meaning and (found is None or columns.recognised > found.recognised):
            found = Header(index, columns)
        elif found is not None and found.recognised >= 2 and evidence([cell for cell in row if filled(cell)]):
            break
    return found


def outlines_of(rows: Rows, profile: Mapping[str, Meaning], *, ragged: bool) -> tuple[list[Outline], Grid]:
    """The tables of a grid in order, none where it has no header; and the rows above the first.

    Args:
        rows: the grid.
        profile: meaning by column name.
        ragged: whether empty cells at the end of a row count.
    """
    top = itertools.islice(rows, _HEADER_SEARCH)
    first = [(number, emptied(row, remarks_in(row), ragged=ragged)) for number, row in top]
    header = header_row(first, profile)
    if header is None:
        return [], []
    above = first[: header.index]
    outlines: list[Outline] = []
    names: tuple[str, ...] = ()
    for index, (number, row) in enumerate(rows):
        if index < header.index or (outlines and outlines[-1].is_settled(row)):
            continue
        remarks = remarks_in(row)
        if remarks:
            row = emptied(row, remarks, ragged=ragged)
        cells = [cell for cell in row if cell and (cell.__class__ is not str or not cell.isspace())]
        if index == header.index or (
            # The next row may be the second one of the header.
            index > outlines[-1].start + 1
            and len(cells) > 1
            and not is_telling(cells)
            and _is_header(cells, profile)
            and folded_row(cells) != names
        ):
            if outlines:
                outlines[-1].end = index
            outlines.append(Outline(index, (number, row), remarks))
            names = folded_row(cells)
        else:
            if outlines[-1].remarks:
                row = emptied(row, outlines[-1].remarks, ragged=ragged)
                cells = [cell for cell in row if cell and filled(cell)]
            outlines[-1].see(number, row, cells)
    return outlines, above


def folded_row(row: list[Cell]) -> tuple[str, ...]:
    """The filled cells as names of columns."""
    return tuple(folded(str(cell)) for cell in row if filled(cell))


def at(row: list[Cell], index: int) -> Cell:
    """The cell at a place of a row, which may be shorter."""
    return row[index] if index < len(row) else ""


def is_upper_row(row: list[Cell], head: list[Cell]) -> bool:
    """Whether a row stands above a header as its upper half, most names of columns merged downwards."""
    cells = [i for i, cell in enumerate(row) if filled(cell)]
    return len(cells) > 2 and sum(same(row[i], at(head, i)) for i in cells) * 2 >= len(cells)


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same."""
    return text_of_cell(one) == text_of_cell(other)


def _is_header(cells: list[Cell], profile: Mapping[str, Meaning]) -> bool:
    if evidence(cells):
        return False
    columns = recognise([str(cell) for cell in cells], profile)
    known = columns.recognised
    return "title" in columns.meaning and known * 2 > len(cells) and (known >= _FURTHER or known == len(cells))
