"""A catalogue file as records of text, before anything is understood of it."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass

#: The name of the column in which a check leaves its remarks; it takes no part in the next one.
REMARKS = "检查意见"
#: A cell: text as written, or a date where a workbook has a date cell.
Cell = str | dt.date


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file.

    Attributes:
        number: row, line or element in the file (in the sheet), from 1.
        values: column name to cell.
        sheet: its sheet, where more than one was read; else empty.
    """

    number: int
    values: dict[str, Cell]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in its file, for those who write beside it.

    Attributes:
        sheet: the title of its sheet; empty in a file that has none.
        heads: rows of its header, from 1: the first one, then every row that repeats it.
        last: its last row.
        places: the columns by name, each with its place from 0; one that is made of several has several.
        remarks: places of columns with the remarks of an earlier check.
    """

    sheet: str
    heads: tuple[int, ...]
    last: int
    places: tuple[tuple[str, int], ...]
    remarks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read.

    Attributes:
        kind: ``csv``, ``xlsx`` or ``json``.
        encoding: how its bytes were read.
        sheet: the sheets taken, for a workbook.
        columns: column names in order.
        records: the rows.
        problems: what could not be read, as (row, Chinese text); row 0 for the file as a whole.
        left: what of the file was not read, in Chinese, for the headline.
        layouts: where its tables stand, for files that have rows and columns.
    """

    kind: str
    encoding: str
    sheet: str | None
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[tuple[int, str], ...]
    left: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()


def text_of(value: object) -> str:
    """A value of a JSON document or a workbook as text; numbers as they were written, as far as that is known."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return ""  # NaN is how programs write that there is nothing
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, dict | list):
        try:
            return json.dumps(value, ensure_ascii=False)
        except RecursionError:
            return "（嵌套过深）"
    return str(value)


def filled(cell: Cell) -> bool:
    """Whether anything is written in a cell."""
    return bool(cell.strip()) if isinstance(cell, str) else True
