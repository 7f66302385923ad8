"""A catalogue file as records of text, before anything is understood of it."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass

from ..profile import Profile

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
class Table:
    """A file as read.

    Attributes:
        kind: ``csv``, ``xlsx``, ``json`` or ``rdf``.
        encoding: how its bytes were read.
        sheet: the sheets taken, for a workbook.
        columns: column names in order.
        records: the rows.
        problems: what could not be read, as (row, Chinese text); row 0 for the file as a whole.
        left: what of the file was not read, in Chinese, for the headline.
        profile: by what it was read, where that is more than the profile that was given.
    """

    kind: str
    encoding: str
    sheet: str | None
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[tuple[int, str], ...]
    left: tuple[str, ...] = ()
    profile: Profile | None = None


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
