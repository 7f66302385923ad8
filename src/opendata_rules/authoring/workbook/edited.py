"""A workbook that comes back: its cells as text, and what it kept of how they were."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import BadArgument, MissingExtra
from ...quoting import quoted
from .book import FORM, ORIGINAL
from .columns import SHEETS

#: Largest file that is opened, in bytes, packed and unpacked, and rows of a sheet that are read.
_PACKED, _UNPACKED, _ROWS = 20_000_000, 200_000_000, 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """A cell.

    Attributes:
        shown: its sheet and its name, such as ``职责!E5``.
    """

    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet.

    Attributes:
        number: its number, from 1.
        cells: what stands in it, by heading.
    """

    number: int
    cells: Mapping[str, str]

    def get(self, heading: str, default: str) -> str:
        """What stands below a heading."""
        return self.cells.get(heading) or default


class EditedSheet:
    """A sheet.

    Args:
        title: its name.
        page: the sheet of ``openpyxl``.

    Attributes:
        title: its name.
        key: heading of what tells its entries from each other.
    """

    def __init__(self, title: str, page: Any) -> None:
        self.title = title
        self.key = next(sheet.key for sheet in SHEETS if sheet.title == title)
        self._columns: dict[str, str] = {}
        self._headings: list[tuple[Place, str]] = []
        self._lines: list[Line] = []
        self._unread: list[tuple[Place, str]] = []
        for number, cells in enumerate(page.iter_rows(), 1):
            if number == 1:
                self._read_headings(cells)
            elif number <= _ROWS:
                self._read_line(number, cells)

    def _read_headings(self, cells: Iterable[Any]) -> None:
        for cell in cells:
            text = "" if cell.value is None else str(cell.value).strip()
            if text:
                self._headings.append((Place(f"{self.title}!{cell.coordinate}"), text))
                self._columns.setdefault(text, cell.column_letter)

    def _read_line(self, number: int, cells: Iterable[Any]) -> None:
        headings = {letter: heading for heading, letter in self._columns.items()}
        found: dict[str, str] = {}
        for cell in cells:
            if cell.value is None:
                continue
            place = Place(f"{self.title}!{cell.coordinate}")
            text, problem = _text(cell)
            if problem:
                self._unread.append((place, problem))
            elif cell.column_letter in headings:
                found[headings[cell.column_letter]] = text
            elif text:
                self._unread.append((place, "这一列没有列名，不知道写的是什么"))
        if any(found.values()):
            self._lines.append(Line(number, found))

    def lines(self) -> tuple[Line, ...]:
        """Its rows that are not empty, but for the headings."""
        return tuple(self._lines)

    def place(self, number: int, heading: str) -> Place:
        """A cell."""
        return Place(f"{self.title}!{self._columns.get(heading, 'A')}{number}")

    def wrong_headings(self, known: Iterable[str]) -> Iterator[tuple[Place, str]]:
        """Headings that are not among those that are known, stand twice, or are missing."""
        wanted, seen = set(known), set()
        for place, heading in self._headings:
            if heading not in wanted:
                yield place, f"没有“{quoted(heading)}”这一列；不要增加列或者改列名，意见写在最后一列"
            elif heading in seen:
                yield place, f"“{quoted(heading)}”有两列"
            seen.add(heading)
        for heading in sorted(wanted - seen):
            yield Place(self.title), f"少了“{heading}”这一列"

    def unread(self) -> tuple[tuple[Place, str], ...]:
        """Cells that cannot be read as text, each with the reason."""
        return tuple(self._unread)


class Edited:
    """A workbook that comes back.

    Args:
        path: the file.
        instrument: id of the instrument of which it should be.

    Raises:
        BadArgument: it cannot be read, or is none that was written for this instrument.
        MissingExtra: ``openpyxl`` is not installed.
    """

    def __init__(self, path: Path, instrument: str) -> None:
        book = _opened(path)
        self._book = book
        kept = book[ORIGINAL] if ORIGINAL in book.sheetnames else None
        rows = [] if kept is None else [tuple(row) for row in kept.iter_rows(values_only=True)]
        if not rows or rows[0][0] != FORM:
            raise _refused(path, "不是用 workbook 写出来的工作簿，或者“原值”工作表被删去了", "is no workbook of ours")
        if rows[0][1] != instrument:
            raise _refused(path, f"是“{quoted(rows[0][1])}”的工作簿，不是“{instrument}”的", "is of another instrument")
        self._original = {tuple(str(cell or "") for cell in row[:4]): str(row[4] or "") for row in rows[1:]}

    def sheet(self, title: str) -> EditedSheet | None:
        """A sheet by its name; ``None`` where there is none."""
        return EditedSheet(title, self._book[title]) if title in self._book.sheetnames else None

    def original(self, title: str, key: str, number: int, heading: str) -> str | None:
        """What a cell said when the workbook was made; ``None`` where that is not known."""
        return self._original.get((title, key, str(number), heading))


def _opened(path: Path) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra.of("catalogue", "读 XLSX ", "reading XLSX") from error
    try:
        if path.stat().st_size > _PACKED:
            raise _refused(path, "太大了", "is too large")
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise _refused(path, "太大了", "is too large")
        return openpyxl.load_workbook(path, data_only=False)
    except OSError as error:
        raise _refused(path, "读不出来：没有这个文件，或者没有权限", "cannot be read") from error
    except BadArgument:
        raise
    except Exception as error:  # whatever its bytes make the library raise
        raise _refused(path, "不是 XLSX 工作簿，或者已经损坏", "is no workbook") from error


def _refused(path: Path, told: str, english: str) -> BadArgument:
    return BadArgument(f"{quoted(path.name)} {told}。", english=f"{quoted(path.name)} {english}.", argument="source")


def _text(cell: Any) -> tuple[str, str]:
    """What a cell says as text, or why that cannot be said."""
    value = cell.value
    if cell.data_type == "f":
        return "", "里面是公式，请写成文字"
    if cell.data_type == "e":
        return "", "里面是一个错误值"
    if isinstance(value, bool):
        return "", "里面是 TRUE 或者 FALSE，请写是或者否"
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return "", "里面是日期，请先把格式设为文本，再写"
    if isinstance(value, float):
        return (str(int(value)), "") if value.is_integer() else ("", "里面是小数，请写整数")
    text = str(value).strip()
    return ("", "里面有换行，请写成一行") if "\n" in text or "\r" in text else (text, "")
