"""Tables that stand side by side in one grid, each with rows of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..columns import Meaning, folded, recognise
from .lines import text_of_cell
from .outline import COLUMN_LIMIT, FORM_SEARCH, Outline, Rows, header_row
from .records import Cell, filled

#: Recognised columns that make a table of what stands beside another one.
_FEWEST = 2


@dataclass(frozen=True)
class Block(Rows):
    """The rows of one of several tables side by side, its columns alone, gone through as often as needed.

    Attributes:
        rows: the grid.
        begin: the place of its first row there.
        end: the place behind its last row.
        left: the place of its first column.
        right: the place behind its last column, ``None`` where nothing stands to the right.
    """

    rows: Rows
    begin: int
    end: int
    left: int
    right: int | None

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        for number, row in itertools.islice(self.rows, self.begin, self.end):
            yield number, row[self.left : self.right]


def blocks_of(rows: Rows, outline: Outline, profile: Mapping[str, Meaning]) -> list[tuple[int, int | None]]:
    """The columns of each of several tables side by side, of which one may begin further down; none for one table.

    Args:
        rows: the grid.
        outline: where the table stands in it.
        profile: meaning by column name.
    """
    found = _beside(outline, profile)
    further = None if found else _nameless(outline)
    if further is not None:
        begin = outline.start
        right = Block(rows, begin, min(outline.end, begin + FORM_SEARCH), further, None)
        if header_row(list(right), profile) is not None:
            return [(0, further), (further, None)]
    return found


def _beside(outline: Outline, profile: Mapping[str, Meaning]) -> list[tuple[int, int | None]]:
    """The columns of each table, from and to, where several stand side by side below one header; else nothing.

    Between them is an empty column, or the names of the first one are repeated. Where a row has the same name of a
    dataset in two of them, they are parts of one table: what the one says of a dataset counts for the other.

    Args:
        outline: the rows.
        profile: meaning by column name.
    """
    head = outline.header[1][: COLUMN_LIMIT + 1]
    titles = [place for place, cell in enumerate(head) if recognise([str(cell)], profile).meaning.get("title")]
    if len(titles) < 2:
        return []
    starts = _behind_gaps(head, outline, profile)
    if len(starts) < 2:
        starts = _repeated(head, titles)
    if len(starts) < 2 or _of_one_table(outline, titles, starts):
        return []
    return list(zip(starts, [*starts[1:], None], strict=True))


def _nameless(outline: Outline) -> int | None:
    """Where something stands behind an empty column, to the right of all names of a header: perhaps another table,
    that begins further down.
    """
    width = max((place for place, cell in enumerate(outline.header[1]) if filled(cell)), default=-1) + 1
    # The remarks of an earlier check are no empty column: without them what stands there would be next to the table.
    while width in outline.remarks:
        width += 1
    beyond = [place for place in _used(outline) if place >= width]
    return None if not beyond or width in beyond else min(beyond)


def _used(outline: Outline) -> set[int]:
    second = outline.second[1] if outline.second is not None else []
    return outline.used | {place for place, cell in enumerate(second) if filled(cell)}


def _behind_gaps(head: Sequence[Cell], outline: Outline, profile: Mapping[str, Meaning]) -> list[int]:
    """Where tables begin that have nothing written in the column before; what is no table belongs to its neighbour."""
    used = _used(outline)
    tables: list[tuple[int, list[str]]] = []
    open_run = False
    for place, cell in enumerate(head):
        if not filled(cell) and place not in used:
            open_run = False
        elif open_run:
            tables[-1][1].append(str(cell))
        else:
            tables.append((place, [str(cell)]))
            open_run = True
    joined = tables[:1]
    for place, names in tables[1:]:
        if _is_table(joined[-1][1], profile) and _is_table(names, profile):
            joined.append((place, names))
        else:
            joined[-1][1].extend(names)
    return [0, *(place for place, _ in joined[1:])]


def _is_table(names: Sequence[str], profile: Mapping[str, Meaning]) -> bool:
    found = recognise([name for name in names if name], profile)
    return "title" in found.meaning and found.recognised >= _FEWEST


def _repeated(head: Sequence[Cell], titles: Sequence[int]) -> list[int]:
    """Where the names of a header begin anew, if it is nothing but the same names several times."""
    names = [folded(str(cell)) for cell in head]
    length = titles[1] - titles[0]
    if length < _FEWEST or len(names) % length or names != names[:length] * (len(names) // length):
        return []
    return list(range(0, len(names), length))


def _of_one_table(outline: Outline, titles: Sequence[int], starts: Sequence[int]) -> bool:
    """Whether some row names a dataset in several of the tables."""
    of = {place: max(start for start in starts if start <= place) for place in titles}
    rows = [row for _, row in outline.lines]
    if outline.second is not None:
        rows.insert(0, outline.second[1])
    for row in rows:
        named: dict[str, set[int]] = {}
        for place in titles:
            if place < len(row) and filled(row[place]):
                named.setdefault(text_of_cell(row[place]), set()).add(of[place])
        if any(len(tables) > 1 for tables in named.values()):
            return True
    return False
