"""CSV catalogues, whatever separates their cells."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..columns import Meaning
from ..errors import NotACatalogue
from ..text import shortened
from .content import Text
from .grid import of_grid
from .outline import Grid, Rows, header_row
from .records import Cell, Problems, Table

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
#: Typed by an input method; no program writes files so.
_FULL_WIDTH = {"，": "全角逗号", "；": "全角分号", "｜": "全角竖线"}
#: What is looked at to find the delimiter: enough for banners above the header.
_HEAD = 200_000
_FIELD_LIMIT = 10_000_000
#: A catalogue of a whole country would fit.
_ROW_LIMIT = 5_000_000
_END = "\u2042END\u2042"
#: Rows read at once.
_ROWS = 200


def read_csv(name: str, text: Text, profile: Mapping[str, Meaning], problems: Problems, asked: str) -> Table:
    """Read a CSV catalogue.

    Args:
        name: the file's name, for messages.
        text: its text.
        profile: meaning by column name.
        problems: what is noticed is added here.
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it is none.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    delimiter = _delimiter(name, text.head(_HEAD), profile)
    if delimiter != ",":
        problems.append((0, f"各列用{_DELIMITERS[delimiter]}分开"))
    return of_grid(name, "csv", text.encoding, _Rows(name, text, delimiter, problems), profile, problems, asked)


def _delimiter(name: str, head: str, profile: Mapping[str, Meaning]) -> str:
    """The delimiter under which a header is found; else the commonest, for the message to come."""
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


class _Rows(Rows):
    """All rows, read anew each time.

    One more is read at the end, to see whether an open quotation mark would swallow it.
    """

    def __init__(self, name: str, text: Text, delimiter: str, problems: Problems) -> None:
        self._name = name
        self._text = text
        self._delimiter = delimiter
        self._problems: Problems | None = problems

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        number = 0
        held: list[list[Any]] = []
        broken, more = False, True
        with self._text.open() as file:
            reader = self._reader(file)
            while more and not broken:
                known = len(held)
                try:
                    held.extend(itertools.islice(reader, _ROWS))
                except csv.Error:
                    broken = True
                more = len(held) > known
                yield from enumerate(held[:-1], number + 1)
                number += max(len(held) - 1, 0)
                del held[:-1]
                if number > _ROW_LIMIT:
                    raise self._too_long()
        if broken:
            raise NotACatalogue(
                f"{self._name} 的分列方式读不出来，可能有没有成对的引号。",
                english=f"{self._name} cannot be split into columns: a quotation mark may be open.",
            )
        if held != [[_END]]:
            self._torn(number + 1)
        self._problems = None

    def _reader(self, file: Iterable[str]) -> Any:
        return csv.reader(itertools.chain(file, (_END,)), delimiter=self._delimiter)

    def _too_long(self) -> NotACatalogue:
        return NotACatalogue(
            f"{self._name} 超过 {_ROW_LIMIT} 行，没有读取；确是目录的，请按单位或者年份分成几个文件，分别检查。",
            english=f"{self._name} has more than {_ROW_LIMIT} rows; split it into several files.",
        )

    def _torn(self, number: int) -> None:
        """The last row has an open quotation mark.

        Raises:
            NotACatalogue: more than that row is lost.
        """
        begun = ended = 0
        with self._text.open() as file:
            reader = self._reader(file)
            for _ in reader:
                begun, ended = ended, reader.line_num
        # The line break at the very end would be swallowed too.
        start, end = begun + 1, ended - 1 + (self._text.end == "\n")
        if end > start:
            swallowed = f"后面 {end - start} 行连成了一格"
            raise NotACatalogue(
                f'{self._name} 第 {start} 行起有没有成对的引号（"），{swallowed}；请改好以后再检查。',
                english=f"{self._name} has an open quotation mark from line {start} on.",
            )
        if self._problems is not None:
            self._problems.append((number, "最后一行有没有成对的引号（可能没有下载完），没有读取"))
