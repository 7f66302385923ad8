"""The column of remarks that an earlier check left beside a table: it must not change how the table is read."""

from __future__ import annotations

from .records import Cell, filled

#: The name of the column.
REMARKS = "检查意见"


def remarks_in(row: list[Cell]) -> tuple[int, ...]:
    """The places in a row at which the heading of such a column stands, beside something else."""
    if REMARKS not in row or not any(filled(cell) and cell != REMARKS for cell in row):
        return ()
    return tuple(place for place, cell in enumerate(row) if cell == REMARKS)


def emptied(row: list[Cell], places: tuple[int, ...], *, ragged: bool) -> list[Cell]:
    """A row without what stands at some places.

    Args:
        row: the row.
        places: the places.
        ragged: whether empty cells at its end count (a workbook has none).
    """
    if not places:
        return row
    kept: list[Cell] = ["" if place in places else cell for place, cell in enumerate(row)]
    while kept and (len(kept) - 1 in places or (not ragged and not filled(kept[-1]))):
        kept.pop()
    return kept
