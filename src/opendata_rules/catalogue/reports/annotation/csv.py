"""A CSV catalogue with one more column: the bytes of every line stay, and what is added stands at its end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ....errors import BadOutput
from ....quoting import quoted
from ...characters import plain
from ...columns import folded, own_name
from ...files.records import REMARKS, Layout
from ...text import line
from ..csv import harmless
from .remarks import OURS

#: Marks at the beginning of a file, and what it is encoded in.
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CODECS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_DELIMITERS = (",", "\t", ";", "|", ":", " ", "~", "^", "\x01", "\x1f")
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
_FIELD_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written.

    Attributes:
        mark: the mark that it begins with.
        codec: its encoding.
        delimiter: what stands between its cells.
        quoted: whether every cell has quotation marks.
    """

    mark: bytes
    codec: str
    delimiter: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file: its number, its bytes, its cells."""

    number: int
    raw: bytes
    cells: list[str]


def annotated(name: str, data: bytes, layouts: tuple[Layout, ...], texts: Mapping[int, str]) -> bytes:
    """The file with a column of remarks.

    Args:
        name: its name, for messages.
        data: its bytes.
        layouts: where its tables stand.
        texts: remarks by row.

    Raises:
        BadOutput: its encoding has no characters for them.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    dialect = _dialect(name, data, layouts)
    heads = {row for layout in layouts for row in layout.heads}
    old, width = _places(data, dialect, layouts, heads | set(texts))
    pieces = [dialect.mark]
    try:
        for row in _lines(data, dialect):
            text = REMARKS if row.number in heads else texts.get(row.number)
            pieces.append(_with(row, text, old, width, dialect))
    except UnicodeEncodeError:
        raise BadOutput(
            f"{name} 的编码（{dialect.codec}）写不下检查意见里的字；请另存为 UTF-8 的 CSV 或者 .xlsx，再检查一次。",
            english=f"The encoding of {name} ({dialect.codec}) has no characters for the remarks; save it as UTF-8.",
            argument="source",
        ) from None
    return b"".join(pieces)


def _dialect(name: str, data: bytes, layouts: tuple[Layout, ...]) -> Dialect:
    """How the file is written: so that the header reads as it was read."""
    mark, known = next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), (b"", ""))
    layout = layouts[0]
    for codec in (known,) if known else _CODECS:
        for delimiter in _DELIMITERS:
            dialect = Dialect(mark, codec, delimiter)
            header = _row(data, dialect, layout.heads[0])
            if header is not None and _reads_as(header.cells, layout):
                text = header.raw.decode(codec, _errors(codec))
                spans = _spans(text, delimiter)
                return Dialect(mark, codec, delimiter, all(text[a : a + 1] == '"' for a, _ in spans))
    raise BadOutput(
        f"{quoted(name)} 的分列方式和检查时读到的对不上，写不了检查意见；请另存为 .xlsx，再检查一次。",
        english=f"{quoted(name)} cannot be split into the columns that were read; save it as .xlsx.",
        argument="source",
    )


def _reads_as(cells: list[str], layout: Layout) -> bool:
    """Whether a header has the columns that were read."""
    named = [(column, place) for column, place in layout.places if not column.startswith("（第 ")]
    return bool(named) and any(
        place < len(cells) and folded(line(plain(cells[place]))) == folded(own_name(column)) for column, place in named
    )


def _row(data: bytes, dialect: Dialect, number: int) -> _Line | None:
    for row in _lines(data, dialect):
        if row.number >= number:
            return row if row.number == number else None
    return None


def _lines(data: bytes, dialect: Dialect) -> Iterator[_Line]:
    """The rows of a file, numbered as they are when it is read."""
    waiting: list[bytes] = []

    def fed() -> Iterator[str]:
        for raw, text in _raw_lines(data[len(dialect.mark) :], dialect.codec):
            waiting.append(raw)
            yield text

    reader = csv.reader(fed(), delimiter=dialect.delimiter)
    number = 0
    try:
        for cells in reader:
            number += 1
            raw = b"".join(waiting)
            waiting.clear()
            yield _Line(number, raw, cells)
    except csv.Error:
        return


def _raw_lines(data: bytes, codec: str) -> Iterator[tuple[bytes, str]]:
    if not codec.startswith("utf-16"):
        for raw in data.splitlines(keepends=True):
            yield raw, raw.decode(codec, _errors(codec))
        return
    # A last byte without its fellow is kept.
    whole, rest = data[: len(data) // 2 * 2], data[len(data) // 2 * 2 :]
    lines = [found for found in _LINE.findall(whole.decode(codec, _errors(codec))) if found]
    for number, text in enumerate(lines, 1):
        yield text.encode(codec, _errors(codec)) + (rest if number == len(lines) else b""), text


def _errors(codec: str) -> str:
    """How broken bytes are read, so that each can be written again."""
    return "surrogatepass" if codec.startswith("utf-16") else "surrogateescape"


def _places(data: bytes, dialect: Dialect, layouts: tuple[Layout, ...], rows: set[int]) -> tuple[int | None, int]:
    """The place of the remarks of an earlier check, and how many cells stand before those to be written.

    They stand behind the header, also in rows that are longer than it: what has no name stays behind them.
    """
    heads = {row for layout in layouts for row in layout.heads}
    old = set.intersection(*(set(layout.remarks) for layout in layouts))
    width = 0
    for row in _lines(data, dialect):
        if row.number not in rows:
            continue
        if row.number in heads:
            width = max(width, len(row.cells))
        else:
            # Somebody's own column of that name stays as it is.
            old = {at for at in old if at >= len(row.cells) or not row.cells[at] or OURS.match(row.cells[at])}
    return (max(old), max(old)) if old else (None, width)


def _with(row: _Line, text: str | None, old: int | None, width: int, dialect: Dialect) -> bytes:
    """The bytes of a row with a remark, or as they are where it has none."""
    has_old = old is not None and len(row.cells) > old
    if text is None and not (has_old and old is not None and OURS.match(row.cells[old])):
        return row.raw
    # The cell keeps to one line: the line ends of the file are those between its rows.
    cell = _cell(text or "", dialect)
    if len(row.cells) > width:
        errors = _errors(dialect.codec)
        written = _text(row, dialect.codec)
        start, end = _spans(written, dialect.delimiter)[width]
        before, behind = (len(written[:at].encode(dialect.codec, errors)) for at in (start, end))
        if has_old:
            return row.raw[:before] + cell.encode(dialect.codec) + row.raw[behind:]
        return row.raw[:before] + (cell + dialect.delimiter).encode(dialect.codec) + row.raw[before:]
    end = len(_text(row, dialect.codec).rstrip("\r\n").encode(dialect.codec, _errors(dialect.codec)))
    missing = max(width - len(row.cells), 0)
    return row.raw[:end] + (dialect.delimiter * (missing + 1) + cell).encode(dialect.codec) + row.raw[end:]


def _text(row: _Line, codec: str) -> str:
    """What the bytes of a row say; each character is as many bytes as it was."""
    return row.raw[: len(row.raw) // 2 * 2 if codec.startswith("utf-16") else None].decode(codec, _errors(codec))


def _cell(text: str, dialect: Dialect) -> str:
    told = harmless("；".join(text.split("\n")))
    if dialect.quoted or dialect.delimiter in told or '"' in told:
        return '"' + told.replace('"', '""') + '"'
    return told


def _spans(text: str, delimiter: str) -> list[tuple[int, int]]:
    """Where each cell of a row begins and ends, its quotation marks in it."""
    end = len(text.rstrip("\r\n"))
    found: list[tuple[int, int]] = []
    start = at = 0
    inside = False
    while at < end:
        char = text[at]
        if char == '"' and (inside or at == start):
            if inside and text[at + 1 : at + 2] == '"':
                at += 1
            else:
                inside = not inside
        elif char == delimiter and not inside:
            found.append((start, at))
            start = at + 1
        at += 1
    return [*found, (start, end)]
