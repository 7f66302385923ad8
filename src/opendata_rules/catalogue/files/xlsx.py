"""Workbooks: the sheet that is most of a catalogue and every one that looks like it, with merged cells filled in."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any

from ...errors import MissingExtra
from ..columns import Meaning
from ..errors import NotACatalogue
from ..text import line, listed
from .archive import broken, merged_ranges, sound, unsaved
from .archive import hidden as hidden_in
from .outline import COLUMN_LIMIT, Grid
from .records import Problems, Table, filled
from .sheets import ROW_LIMIT, cell_of, month_of, table_of_sheets, tell_errors, tell_long_numbers, unmerged

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
#: What stands for a formula whose value was not saved.
UNSAVED = "（公式，没有保存结果）"


def read_xlsx(
    name: str, data: bytes, profile: Mapping[str, Meaning], sheets: tuple[str, ...], problems: Problems, asked: str
) -> Table:
    """Read a workbook.

    Args:
        name: its name, for messages.
        data: its bytes.
        profile: meaning by column name.
        sheets: the sheets to read; all that look alike if empty.
        problems: what is noticed is added here.
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it is none, or damaged.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    try:
        import defusedxml  # openpyxl expands entities where it is not there
        import openpyxl
    except ImportError as error:
        raise MissingExtra.of("catalogue", "读 XLSX ", "reading XLSX") from error
    del defusedxml, openpyxl
    data = sound(name, data)
    grids, hidden = _grids(name, data, problems)
    return table_of_sheets(name, "xlsx", grids, hidden, profile, sheets, problems, asked)


def _grids(name: str, data: bytes, problems: Problems) -> tuple[dict[str, Grid], set[str]]:
    """The rows of every sheet that has some, and which sheets are hidden."""
    import openpyxl

    found: dict[str, Grid] = {}
    hidden: set[str] = set()
    archive = zipfile.ZipFile(io.BytesIO(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                # Some writers state a wrong extent, which would cut the sheet to one cell.
                sheet.reset_dimensions()
                part = getattr(sheet, "_worksheet_path", None)
                content = archive.read(str(part).lstrip("/")) if part is not None else b""
                rows = _rows(name, sheet, unsaved(content), book.epoch, problems)
                if rows:
                    _tell_hidden(rows, content, problems, sheet.title)
                    tell_errors(sheet.title, rows, problems)
                    found[sheet.title] = unmerged(rows, _merges(content), problems, sheet.title)
                    if sheet.sheet_state != "visible":
                        hidden.add(sheet.title)
    except NotACatalogue:
        raise
    except Exception as error:  # openpyxl raises whatever the broken XML makes it raise
        raise broken(name, error) from None
    return found, hidden


#: A span that is longer is a day, counted from the first one that spreadsheets know.
_LONGEST_SPAN = dt.timedelta(days=20_000)


def _month(value: dt.timedelta, epoch: dt.datetime) -> object:
    """A day of which only the month shows, see ``archive``; the month, where it is the first: any day may be meant.

    Args:
        value: the days since the epoch; or a span of time.
        epoch: the day that the workbook counts from.
    """
    if value < _LONGEST_SPAN:
        return str(value)
    try:
        day = (epoch + value).date()
    except OverflowError:
        return str(value)
    return month_of(day)


def _rows(name: str, sheet: Any, unread: list[tuple[int, str]], epoch: dt.datetime, problems: Problems) -> Grid:
    """The rows of a sheet that are not empty.

    Args:
        name: the file's name.
        sheet: the sheet.
        unread: its formulas of which no value was saved, see :func:`unsaved`.
        epoch: the day that the workbook counts from.
        problems: what is noticed is added here.
    """
    rows: Grid = []
    places: dict[int, list[int]] = {}
    for number, letters in unread:
        places.setdefault(number, []).append(_column(letters))
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > 2**20:
            raise NotACatalogue(
                f"{name} 的行数超过了工作表能有的。", english=f"{name} has more rows than a sheet can have."
            )
        values = [
            _month(value, epoch) if isinstance(value, dt.timedelta) else value for value in row[: COLUMN_LIMIT + 1]
        ]
        for index in places.get(number, ()):
            if index < len(values) and values[index] is None:
                values[index] = UNSAVED
        if all(value is None for value in values):
            continue
        if len(rows) >= ROW_LIMIT:
            raise NotACatalogue(
                f"{name} 的一张工作表超过 {ROW_LIMIT} 行，没有读取；目录不会这样大。",
                english=f"{name} has a sheet of more than {ROW_LIMIT} rows.",
            )
        tell_long_numbers(number, values, problems)
        cells = [cell_of(value) for value in values]
        while cells and not filled(cells[-1]):
            cells.pop()
        if cells:
            rows.append((number, cells))
    if unread:
        problems.append(
            (
                0,
                f"工作表“{line(sheet.title)}”有 {len(unread)} 个格子是公式，文件里没有保存结果；"
                "请用表格软件打开，保存以后再检查",
            )
        )
    return rows


def _tell_hidden(rows: Grid, content: bytes, problems: Problems, title: str) -> None:
    """What does not show is read all the same, and said: who filtered a table did not take the rows out of it."""
    numbers, columns = hidden_in(content)
    there = [number for number, _ in rows if number in numbers]
    width = max(len(cells) for _, cells in rows)
    out_of_sight = {n for first, last in columns[:COLUMN_LIMIT] for n in range(first, min(last, width) + 1)}
    used = {n for _, cells in rows for n in out_of_sight if n <= len(cells) and filled(cells[n - 1])}
    names = [_letters(column) for column in sorted(used)]
    if there:
        shown = listed([str(number) for number in there], 10)
        problems.append((0, f"工作表“{line(title)}”有 {len(there)} 个隐藏的行，也读了：第 {shown} 行"))
    if names:
        problems.append((0, f"工作表“{line(title)}”有 {len(names)} 个隐藏的列，也读了：{listed(names, 10)} 列"))


def _letters(column: int) -> str:
    """The letters of a column, from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


# -- merged cells --------------------------------------------------------------------------------------------------


def _merges(content: bytes) -> list[tuple[int, int, int, int]]:
    """Merged ranges of a sheet as (first row, first column, last row, last column), from 1 and 0.

    A workbook read row by row does not tell them: they stand behind the rows.
    """
    found = []
    for area in merged_ranges(content) if b"mergeCell" in content else ():
        match = _AREA.fullmatch(area)
        if match is not None:
            left, first, right, last = match.groups()
            found.append((int(first), _column(left), int(last), _column(right)))
    return found


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
