"""CSV catalogues, whatever separates their cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from ..columns import Meaning
from ..errors import NotACatalogue
from ..text import shortened
from .grid import of_grid
from .parts import Grid, Problems, header_row
from .records import Table

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
#: Typed by an input method; no program writes files so.
_FULL_WIDTH = {"，": "全角逗号", "；": "全角分号", "｜": "全角竖线"}
#: What is looked at to find the delimiter: enough for banners above the header.
_HEAD = 200_000
_FIELD_LIMIT = 10_000_000
_END = "\u2042END\u2042"


def read_csv(
    name: str, text: str, encoding: str, profile: Mapping[str, Meaning], problems: Problems, asked: str
) -> Table:
    """Read a CSV catalogue.

    Args:
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it is none.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    delimiter = _delimiter(name, text, profile)
    if delimiter != ",":
        problems.append((0, f"各列用{_DELIMITERS[delimiter]}分开"))
    return of_grid(name, "csv", encoding, _rows(name, text, delimiter, problems), profile, problems, asked)


def _delimiter(name: str, text: str, profile: Mapping[str, Meaning]) -> str:
    """The delimiter under which a header is found; else the commonest, for the message to come."""
    head = text[:_HEAD]
    best, found = "", 0
    for delimiter in (*_DELIMITERS, *_FULL_WIDTH):
        grid: Grid = [(number, list(row)) for number, row in enumerate(_parsed(head, delimiter), 1)]
        header = header_row(grid, profile)
        if header is not None and header.recognised > found:
            best, found = delimiter, header.recognised
    if best in _FULL_WIDTH:
        raise NotACatalogue(
            f"{name} 的各列用{_FULL_WIDTH[best]}分开，请改为半角逗号，或者另存为 .xlsx。",
            english=f"{name} has full-width delimiters; use commas, or save it as .xlsx.",
        )
    if best:
        return best
    first = next((row for row in head.splitlines() if row.strip()), "")
    commonest = max(_DELIMITERS, key=first.count)
    if not first.count(commonest):
        raise NotACatalogue(
            f"{name} 是没有分列的文本，不是目录；开头是：{shortened(first)}",
            english=f"{name} is text without columns, not a catalogue.",
        )
    return commonest


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _rows(name: str, text: str, delimiter: str, problems: Problems) -> Grid:
    """All rows. One more is read at the end, to see whether an open quotation mark would swallow it."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter)
    rows: Grid = []
    lines = [0]
    try:
        for number, row in enumerate(reader, 1):
            rows.append((number, list(row)))
            lines.append(reader.line_num)
    except csv.Error:
        raise NotACatalogue(
            f"{name} 的分列方式读不出来，可能有没有成对的引号。",
            english=f"{name} cannot be split into columns: a quotation mark may be open.",
        ) from None
    _, last = rows.pop()
    if last != [_END]:
        start, end = lines[-2] + 1, lines[-1] - 1
        if end > start:
            raise NotACatalogue(
                f'{name} 第 {start} 行起有没有成对的引号（"），后面 {end - start} 行连成了一格；请改好以后再检查。',
                english=f"{name} has an open quotation mark from line {start} on.",
            )
        problems.append((len(rows) + 1, "最后一行有没有成对的引号（可能没有下载完），没有读取"))
    return rows
