"""Workbooks: every sheet that looks like the first catalogue in them, with merged cells filled in."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from ...errors import MissingExtra
from ...quoting import quoted
from ..columns import Meaning, folded
from ..errors import NotACatalogue
from ..text import line, listed
from .grid import COLUMN_LIMIT, Grid, Header, Problems, header_row, not_recognised, records_of, table_of
from .records import Cell, Record, Table, filled, text_of

#: Unpacked size of a workbook; what is larger is made to harm, or no catalogue.
_UNPACKED_LIMIT = 200_000_000
#: Rows of a sheet, and merged ranges in it; a catalogue has neither more.
_MERGE_LIMIT = 20_000
_ROW_LIMIT = 500_000
#: Spreadsheets keep 15 digits of a number.
_EXACT = 10**15
#: The sheet of our own reports in which facts are filled in. It is a catalogue, and goes before the other sheets.
FILL_IN_SHEET = "待填写"
_MERGED = re.compile(rb'<mergeCell\s[^>]*ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_OTHER_CONTENTS = {
    "word/document.xml": "Word 文档",
    "ppt/presentation.xml": "PowerPoint 文稿",
    "content.xml": "OpenDocument 文件（.ods 或者 .odt）",
    "xl/workbook.bin": "二进制工作簿（.xlsb）",
}


def read_xlsx(
    name: str, data: bytes, profile: Mapping[str, Meaning], sheets: tuple[str, ...], problems: Problems
) -> Table:
    """Read a workbook.

    Args:
        name: its name, for messages.
        data: its bytes.
        profile: meaning by column name.
        sheets: the sheets to read; all that look alike if empty.
        problems: what is noticed is added here.

    Raises:
        NotACatalogue: it is none, or damaged.
        MissingExtra: ``openpyxl`` is not installed.
    """
    _check_archive(name, data)
    grids = _grids(name, data, problems)
    if not grids:
        raise NotACatalogue(f"{name} 的工作表都是空的。", english=f"{name} has empty sheets only.")
    chosen = _chosen(name, grids, profile, sheets, problems)
    columns: dict[str, None] = {}
    records: list[Record] = []
    for title, header in chosen.items():
        names, found = records_of(grids[title], header, problems, sheet=title if len(chosen) > 1 else "")
        columns |= dict.fromkeys(names)
        records += found
    return table_of(name, "xlsx", "XLSX", "、".join(chosen), tuple(columns), records, problems, profile)


def _check_archive(name: str, data: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception:  # zipfile raises more than its own errors: NotImplementedError, struct.error
        raise NotACatalogue(
            f"{name} 是损坏的压缩包或者没有下载完的 XLSX。",
            english=f"{name} is a damaged archive, or an XLSX not wholly downloaded.",
        ) from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        what = next((what for part, what in _OTHER_CONTENTS.items() if part in names), "压缩包")
        help_ = "请先解开，检查里面的目录。" if what == "压缩包" else "请用表格软件打开，另存为 .xlsx。"
        raise NotACatalogue(
            f"{name} 是{what}，不是 XLSX 目录；{help_}", english=f"{name} is no XLSX but another kind of file."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotACatalogue(f"{name} 有密码，请先去掉密码。", english=f"{name} has a password; remove it first.")
    size = sum(entry.file_size for entry in entries)
    if size > _UNPACKED_LIMIT:
        raise NotACatalogue(
            f"{name} 展开后有 {size / 1e6:.0f} MB，超过 {_UNPACKED_LIMIT / 1e6:.0f} MB，没有读取；目录不会这样大。",
            english=f"{name} is too large once unpacked ({size} bytes).",
        )


def _grids(name: str, data: bytes, problems: Problems) -> dict[str, Grid]:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra.of("catalogue", "读 XLSX ", "reading XLSX") from error
    found: dict[str, Grid] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                # Some writers state a wrong extent, which would cut the sheet to one cell.
                sheet.reset_dimensions()
                rows = _rows(name, sheet, problems)
                if rows:
                    found[sheet.title] = _unmerged(rows, _merges(data, sheet), problems, sheet.title)
                    if sheet.sheet_state != "visible":
                        problems.append((0, f"工作表“{line(sheet.title)}”是隐藏的"))
    except NotACatalogue:
        raise
    except Exception as error:  # openpyxl raises whatever the broken XML makes it raise
        raise NotACatalogue(
            f"{name} 不是完好的 XLSX（{type(error).__name__}），请用表格软件打开后另存一份。",
            english=f"{name} is no sound XLSX ({type(error).__name__}); open it and save it again.",
        ) from None
    return found


def _rows(name: str, sheet: Any, problems: Problems) -> Grid:
    rows: Grid = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > 2**20:
            raise NotACatalogue(
                f"{name} 的行数超过了工作表能有的。", english=f"{name} has more rows than a sheet can have."
            )
        if not any(value is not None for value in row):
            continue
        if len(rows) >= _ROW_LIMIT:
            raise NotACatalogue(
                f"{name} 的一张工作表超过 {_ROW_LIMIT} 行，没有读取；目录不会这样大。",
                english=f"{name} has a sheet of more than {_ROW_LIMIT} rows.",
            )
        if any(isinstance(value, int | float) and abs(value) >= _EXACT for value in row):
            problems.append((number, "有超过 15 位的数字，后几位已经不准；请把这一列（例如编号）存成文本"))
        cells = [_cell(value) for value in row[: COLUMN_LIMIT + 1]]
        while cells and not filled(cells[-1]):
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _cell(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return text_of(value).strip() if value is not None else ""


# -- merged cells --------------------------------------------------------------------------------------------------


def _merges(data: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged ranges of a sheet as (first row, first column, last row, last column), from 1 and 0.

    A workbook read row by row does not tell them: they stand behind the rows.
    """
    part = getattr(sheet, "_worksheet_path", None)
    if part is None:
        return []
    content = zipfile.ZipFile(io.BytesIO(data)).read(str(part).lstrip("/"))
    return [
        (int(first), _column(left), int(last), _column(right))
        for left, first, right, last in _MERGED.findall(content[content.rfind(b"</sheetData>") :])
    ]


def _column(letters: bytes) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found - 1


def _unmerged(rows: Grid, merges: list[tuple[int, int, int, int]], problems: Problems, title: str) -> Grid:
    """The rows with the value of a range merged downwards in each of its rows, as the eye reads it."""
    by_number = dict(rows)
    done = 0
    numbers = [number for number, _ in rows]
    for first, left, last, _ in merges[:_MERGE_LIMIT]:
        above = by_number.get(first, [])
        if last == first or left >= len(above) or not filled(above[left]):
            continue
        for number in numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]:
            cells = by_number[number]
            cells.extend([""] * (left + 1 - len(cells)))
            if not filled(cells[left]):
                cells[left] = above[left]
                done += 1
    if done:
        problems.append((0, f"工作表“{line(title)}”有合并的单元格，各行都按合并的内容读取"))
    return rows


# -- which sheets --------------------------------------------------------------------------------------------------


def _chosen(
    name: str,
    grids: Mapping[str, Grid],
    profile: Mapping[str, Meaning],
    sheets: tuple[str, ...],
    problems: Problems,
) -> dict[str, Header]:
    """The sheets to read, with their headers: those asked for, else the first catalogue and all that look like it."""
    missing = [title for title in sheets if title not in grids]
    if missing:
        raise NotACatalogue(
            f"{name} 没有工作表“{quoted(missing[0])}”（或者它是空的）；有：{listed(list(map(line, grids)))}。",
            english=f"{name} has no sheet {quoted(missing[0])}, or it is empty.",
        )
    headers = {title: header_row(rows, profile) for title, rows in grids.items() if not sheets or title in sheets}
    found = {title: header for title, header in headers.items() if header is not None and header.columns.is_catalogue}
    if not found:
        likeliest = next((title for title, header in headers.items() if header is not None), next(iter(headers)))
        header = headers[likeliest]
        index = header.index if header is not None else 0
        raise not_recognised(name, [str(cell) for cell in grids[likeliest][index][1] if filled(cell)])
    if sheets:
        return found
    first = FILL_IN_SHEET if FILL_IN_SHEET in found else next(iter(found))
    same = {
        title: header
        for title, header in found.items()
        if _names(grids, title, header) == _names(grids, first, found[first])
    }
    left = [line(title) for title in found if title not in same]
    if len(same) > 1:
        problems.append((0, f"有 {len(same)} 张列名相同的工作表，合在一起检查：{listed([line(t) for t in same])}"))
    if left:
        problems.append((0, f"只读了工作表“{line(first)}”；别的工作表列名不同，没有读取：{listed(left)}"))
    return same


def _names(grids: Mapping[str, Grid], title: str, header: Header) -> set[str]:
    return {folded(str(cell)) for cell in grids[title][header.index][1] if filled(cell)}
