"""A CSV catalogue with one more column: the bytes of every line stay, and what is added stands at its end."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from ....errors import BadOutput
from ...characters import plain
from ...columns import folded, own_name
from ...files.content import Content
from ...files.reader import codecs_of
from ...files.records import Layout
from ...files.remarks import REMARKS
from ...results import Row
from ...text import line, quoted
from ..csv import harmless
from .answered import Answered
from .remarks import OURS

#: Marks at the beginning of a file by the codec that knows them, each with the codec of what stands behind it.
_MARKS = {
    "utf-8-sig": ((codecs.BOM_UTF8, "utf-8"),),
    "utf-16": ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
    "utf-32": ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
}
_DELIMITERS = (",", "\t", ";", "|", ":", " ", "~", "^", "\x01", "\x1f")
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


def annotated(
    name: str,
    content: Content,
    encoding: str,
    layouts: tuple[Layout, ...],
    rows: Mapping[int, Row],
    in_words: Callable[[Row], str],
    answers: Sequence[Answered] = (),
) -> Iterator[bytes]:
    """The file with a column of remarks, piece by piece.

    Args:
        name: its name, for messages.
        content: its bytes.
        encoding: what it was read in, as the report says.
        layouts: where its tables stand.
        rows: what was found, by row.
        in_words: what is said of it.
        answers: what was answered beside the file.

    Raises:
        BadOutput: its encoding has no characters for them, or it is split in a way that is not known.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        dialect = _dialect(name, content, encoding, layouts)
        heads = {row for layout in layouts for row in layout.heads}
        old, width = _places(content, dialect, layouts, heads, rows)
        filling = _Filling(answers, layouts)
        yield dialect.mark
        for row in _lines(content, dialect):
            found = rows.get(row.number)
            text = REMARKS if row.number in heads else None if found is None else in_words(found)
            if found is not None:
                row = _replaced(row, filling.own(row.number), dialect)
            more = filling.more(row.number, head=row.number in heads, dataset=found is not None)
            yield _with(row, text, more, old, width, dialect)
    except UnicodeEncodeError as error:
        codec = quoted(error.encoding)
        raise BadOutput(
            f"{name} 的编码（{codec}）写不下检查意见里的字；请另存为 UTF-8 的 CSV 或者 .xlsx，再检查一次。",
            english=f"The encoding of {name} ({codec}) has no characters for the remarks; save it as UTF-8.",
            argument="source",
        ) from None
    except (UnicodeDecodeError, csv.Error):
        raise _unlike(name) from None


def _dialect(name: str, content: Content, encoding: str, layouts: tuple[Layout, ...]) -> Dialect:
    """How the file is written: so that the header reads as it was read."""
    layout, best, found = layouts[0], 0, None
    for mark, codec in _written(content, encoding):
        for delimiter in _DELIMITERS:
            dialect = Dialect(mark, codec, delimiter)
            header = _row(content, dialect, layout.heads[0])
            known = _known(header.cells, layout) if header is not None else 0
            if header is not None and known > best:
                text = header.raw.decode(codec, _errors(codec))
                quoted_all = all(text[start : start + 1] == '"' for start, _ in _spans(text, delimiter))
                best, found = known, replace(dialect, quoted=quoted_all)
    if found is None:
        raise _unlike(name)
    return found


def _unlike(name: str) -> BadOutput:
    return BadOutput(
        f"{name} 的分列方式和检查时读到的对不上，写不了检查意见；请另存为 .xlsx，再检查一次。",
        english=f"{name} cannot be split into the columns that were read; save it as .xlsx.",
        argument="source",
    )


def _written(content: Content, encoding: str) -> Iterator[tuple[bytes, str]]:
    """The mark that a file begins with and the codec of the rest, as it may have been read."""
    for codec in codecs_of(encoding):
        marks = _MARKS.get(codec, ((b"", codec),))
        yield from ((mark, own) for mark, own in marks if content.head.startswith(mark))


def _known(cells: list[str], layout: Layout) -> int:
    """How many cells of a header are the columns that were read."""
    return sum(
        place < len(cells) and folded(line(plain(cells[place]))) == folded(own_name(column))
        for column, place in layout.places
    )


def _row(content: Content, dialect: Dialect, number: int) -> _Line | None:
    try:
        return next((row for row in _lines(content, dialect, number) if row.number == number), None)
    except (UnicodeDecodeError, csv.Error):
        return None


def _lines(content: Content, dialect: Dialect, last: int | None = None) -> Iterator[_Line]:
    """The rows of a file, numbered as they are when it is read.

    Args:
        content: the file.
        dialect: how it is written.
        last: the last row that is wanted.
    """
    errors = _errors(dialect.codec)
    waiting: list[bytes] = []

    def fed(text: Iterable[str], raw: BinaryIO) -> Iterator[str]:
        for told in text:
            # Each character is as many bytes as it was read from, and these are the ones that are kept.
            waiting.append(raw.read(len(told.encode(dialect.codec, errors))))
            yield told

    with content.open() as raw, content.open() as file:
        raw.seek(len(dialect.mark))
        file.seek(len(dialect.mark))
        text = io.TextIOWrapper(file, encoding=dialect.codec, errors=errors, newline="")
        for number, cells in enumerate(csv.reader(fed(text, raw), delimiter=dialect.delimiter), 1):
            if last is not None and number > last:
                return
            yield _Line(number, b"".join(waiting), cells)
            waiting.clear()


def _errors(codec: str) -> str:
    """How broken bytes are read, so that each can be written again."""
    return "surrogatepass" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _places(
    content: Content, dialect: Dialect, layouts: tuple[Layout, ...], heads: set[int], rows: Container[int]
) -> tuple[int | None, int]:
    """The place of the remarks of an earlier check, and how many cells stand before those to be written.

    They stand behind the header, also in rows that are longer than it: what has no name stays behind them.
    """
    old = set.intersection(*(set(layout.remarks) for layout in layouts))
    # A second row of a header may be longer than the first.
    width = max(place for layout in layouts for _, place in layout.places) + 1
    for row in _lines(content, dialect):
        if row.number in heads:
            width = max(width, len(row.cells))
        elif row.number in rows:
            # Somebody's own column of that name stays as it is.
            old = {at for at in old if at >= len(row.cells) or not row.cells[at] or OURS.match(row.cells[at])}
    return (max(old), max(old)) if old else (None, width)


class _Filling:
    """Which answers go where: into columns that a table has, or into columns before the remarks."""

    def __init__(self, answers: Sequence[Answered], layouts: tuple[Layout, ...]) -> None:
        self._answers = answers
        self._layouts = layouts
        # One file has one width: what one of its tables lacks, all of them get.
        self._added = [one for one in answers if not all(one.places(layout) for layout in layouts)]

    def _layout(self, number: int) -> Layout | None:
        fitting = [one for one in self._layouts if one.heads[0] <= number <= one.last]
        return max(fitting, key=lambda one: one.heads[0], default=None)

    def own(self, number: int) -> dict[int, str]:
        """What is put into cells of a dataset, by their places."""
        layout = self._layout(number)
        if layout is None:
            return {}
        told = ((one, one.cells.get((layout.sheet, number))) for one in self._answers)
        return {place: text for one, text in told if text is not None for place in one.places(layout)}

    def more(self, number: int, *, head: bool, dataset: bool) -> list[str]:
        """The cells of the columns that are added."""
        layout = self._layout(number)
        told = []
        for one in self._added:
            here = layout is not None and not one.places(layout)
            text = one.cells.get((layout.sheet if layout is not None else "", number), one.otherwise)
            told.append((one.heading if head else text if dataset else "") if here else "")
        return told


def _replaced(row: _Line, cells: Mapping[int, str], dialect: Dialect) -> _Line:
    """A row with other words in some of its cells."""
    if not cells:
        return row
    errors = _errors(dialect.codec)
    text = _text(row, dialect.codec)
    end = text[len(text.rstrip("\r\n")) :]
    text = text.removesuffix(end) + dialect.delimiter * max(0, max(cells) + 1 - len(row.cells)) + end
    spans = _spans(text, dialect.delimiter)
    told = row.cells + [""] * max(0, len(spans) - len(row.cells))
    for place in sorted(cells, reverse=True):
        start, stop = spans[place]
        text = text[:start] + _cell(cells[place], dialect) + text[stop:]
        told[place] = cells[place]
    return _Line(row.number, text.encode(dialect.codec, errors), told)


def _with(row: _Line, text: str | None, more: Sequence[str], old: int | None, width: int, dialect: Dialect) -> bytes:
    """The bytes of a row with what is added before the remark and the remark, or as they are where it has none."""
    has_old = old is not None and len(row.cells) > old
    if text is None and not (has_old and old is not None and OURS.match(row.cells[old])):
        return row.raw
    # The cell keeps to one line: the line ends of the file are those between its rows.
    cell = dialect.delimiter.join(_cell(one, dialect) for one in (*more, text or ""))
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
    return row.raw.decode(codec, _errors(codec))


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
