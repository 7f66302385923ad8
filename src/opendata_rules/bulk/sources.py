"""Files of many datasets, read some rows at a time: Parquet, CSV and JSON lines.

CSV is read as text throughout, so that what is passed through is written as it stood. Of JSON lines facts are read as
they are, everything is written as text.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from ..errors import BadArgument
from ..quoting import quoted
from ..reading.document import refusal
from .extra import needed
from .tables import of_objects

#: Rows that are read, answered and written at once.
BATCH: Final = 1 << 17
#: Bytes of a CSV file that are parsed at once, and looked at to tell its encoding.
_BLOCK: Final = 1 << 24
_LOOKED_AT: Final = 1 << 20
#: Where Arrow says that a cell is no UTF-8: the place of its column, and the line of the file.
_NO_TEXT: Final = re.compile(r"In CSV column #(\d+): Row #(\d+): .*invalid UTF8")
#: How half a character is written in JSON, and itself.
_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file.

    Attributes:
        read: the table that facts are read from.
        shown: the same rows as they are written.
    """

    read: Any
    shown: Any


class Source(Protocol):
    """A file of datasets."""

    names: Sequence[str]
    #: how many rows it has; ``None`` where only reading all of it would tell
    rows: int | None

    def nothing(self) -> Any:
        """A table of its columns without rows."""

    def batches(self, skip: int) -> Iterator[Batch]:
        """The rows after the first ones, some at a time.

        Raises:
            BadArgument: the file is broken; the row is named.
        """


def source_of(path: Path, facts: Collection[str]) -> Source:
    """The source of a file, by its suffix.

    Args:
        path: the file.
        facts: names of facts; of JSON lines, what has another name is text.

    Raises:
        BadArgument: it cannot be read, or is none of the kinds.
    """
    kind = path.suffix.lower()
    if kind not in _SUFFIXES:
        raise refused(
            path, f"不能按后缀认出格式；可以是 {'、'.join(_SUFFIXES)}", f"must be one of {', '.join(_SUFFIXES)}"
        )
    if kind == ".parquet":
        return _Parquet(path)
    return _Csv(path) if kind == ".csv" else _JsonLines(path, frozenset(facts))


def refused(path: Path, chinese: str, english: str) -> BadArgument:
    """The error on a file."""
    shown = quoted(str(path), 400)
    return BadArgument(f"文件 {shown}：{chinese}。", english=f"File {shown}: {english}.", argument="source")


@contextmanager
def _readable(path: Path, row: int = 0) -> Iterator[None]:
    """Tells what keeps a file from being read."""
    arrow = needed("pyarrow")
    after = f"第 {row} 行之后" if row else ""
    try:
        yield
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        cause = quoted(str(getattr(error, "strerror", None) or error).splitlines()[0], 200)
        if isinstance(error, OSError) and error.errno:
            # It is the system that refuses; a file that is cut short has no number of an error.
            raise refused(path, f"{after}读不出来：{refusal(error)}", f"cannot be read: {cause}") from error
        raise refused(
            path,
            f"{after}读不出来，可能不完整或者不是这种格式（{cause}）",
            f"cannot be read{f' after row {row}' if row else ''}: {cause}",
        ) from error


class _Parquet:
    def __init__(self, path: Path) -> None:
        self._path = path
        parquet = needed("pyarrow.parquet")
        with _readable(path), parquet.ParquetFile(path, pre_buffer=False) as file:
            self.names: Sequence[str] = list(file.schema_arrow.names)
            self.rows: int | None = file.metadata.num_rows
            self._schema = file.schema_arrow
            self._groups = [file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)]

    def nothing(self) -> Any:
        return self._schema.empty_table()

    def batches(self, skip: int) -> Iterator[Batch]:
        arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
        row, groups = skip, list(enumerate(self._groups))
        while groups and groups[0][1] <= skip:
            skip -= groups.pop(0)[1]
        with _readable(self._path, row), parquet.ParquetFile(self._path, pre_buffer=False) as file:
            found = file.iter_batches(BATCH, row_groups=[number for number, _ in groups])
            while True:
                with _readable(self._path, row):
                    batch = next(found, None)
                if batch is None:
                    return
                left, skip = batch.slice(skip), max(0, skip - batch.num_rows)
                if left.num_rows:
                    row += left.num_rows
                    table = arrow.Table.from_batches([left])
                    yield Batch(table, table)


class _Csv:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._misshapen: Any = None
        self.names: Sequence[str] = ()
        self.rows: int | None = None
        with _readable(path):
            with path.open("rb") as file:
                start = file.read(_LOOKED_AT)
                if not start.removeprefix(codecs.BOM_UTF8).strip():
                    raise refused(path, "是空文件", "is empty")
                if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    raise refused(path, "是 UTF-16，请另存为 UTF-8", "is UTF-16; save it as UTF-8")
                # What is ASCII so far tells nothing of the encoding.
                while start.isascii() and (more := file.read(_LOOKED_AT)):
                    start = more
            self._encoding = _encoding_of(start, whole=len(start) < _LOOKED_AT)
            with self._shaped(), self._opened(()) as reader:
                self.names = list(reader.schema.names)

    def _opened(self, names: Sequence[str]) -> Any:
        arrow, csv = needed("pyarrow"), needed("pyarrow.csv")

        def misshapen(row: Any) -> str:
            # What is raised here would be lost on the way through the library.
            self._misshapen = row
            return "error"

        return csv.open_csv(
            self._path,
            csv.ReadOptions(use_threads=False, block_size=_BLOCK, encoding=self._encoding),
            csv.ParseOptions(newlines_in_values=True, invalid_row_handler=misshapen),
            csv.ConvertOptions(column_types=dict.fromkeys(names, arrow.string()), strings_can_be_null=False),
        )

    def nothing(self) -> Any:
        return _nothing(self.names)

    def batches(self, skip: int) -> Iterator[Batch]:
        arrow = needed("pyarrow")
        row = 0
        with _readable(self._path), self._shaped():
            reader = self._opened(self.names)
        with reader:
            while True:
                with _readable(self._path, row), self._shaped():
                    batch = next(reader, None)
                if batch is None:
                    return
                row += batch.num_rows
                left, skip = batch.slice(skip), max(0, skip - batch.num_rows)
                for begin in range(0, left.num_rows, BATCH):
                    table = arrow.Table.from_batches([left.slice(begin, BATCH)])
                    yield Batch(table, table)

    @contextmanager
    def _shaped(self) -> Iterator[None]:
        """Tells which row has more columns, or fewer, than the header, and which cell is no text."""
        try:
            yield
        except UnicodeDecodeError:
            raise refused(self._path, "既不是 UTF-8，也不是 GB 18030 的文本", "is neither UTF-8 nor GB 18030") from None
        except needed("pyarrow").ArrowInvalid as error:
            found = _NO_TEXT.search(str(error))
            if found and self.names:
                row, name = int(found[2]), quoted(self.names[int(found[1])])
                raise refused(
                    self._path,
                    f"第 {row} 行（表头是第 1 行），列“{name}”：不是 UTF-8 的文本",
                    f"line {row} of the file, column {name}: is no UTF-8",
                ) from None
            if self._misshapen is None:
                raise
            row = self._misshapen
            where = "有一行" if row.number is None else f"第 {row.number} 行（表头是第 1 行）"
            raise refused(
                self._path,
                f"{where}有 {row.actual_columns} 列，应当有 {row.expected_columns} 列",
                f"line {row.number} of the file has {row.actual_columns} columns, not {row.expected_columns}",
            ) from None


class _JsonLines:
    """Every line is parsed twice: which keys there are is known only at the end."""

    def __init__(self, path: Path, facts: frozenset[str]) -> None:
        self._path = path
        self._facts = facts
        keys: dict[str, None] = {}
        self.rows: int | None = 0
        with _readable(path):
            for record in self._records():
                self.rows += 1
                keys.update(dict.fromkeys(record))
        self.names: Sequence[str] = list(keys)

    def _records(self) -> Iterator[dict[str, Any]]:
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once)
                    if _HALF.search(line) and _HALF_CHARACTER.search(json.dumps(record, ensure_ascii=False)):
                        raise ValueError("half a character (a lone surrogate)")
                except (ValueError, RecursionError) as error:
                    cause = quoted(str(error), 200)
                    raise refused(
                        self._path, f"第 {number} 行不是 JSON（{cause}）", f"line {number} is no JSON: {cause}"
                    ) from None
                if not isinstance(record, dict):
                    raise refused(self._path, f"第 {number} 行不是 JSON 对象", f"line {number} is no JSON object")
                yield record

    def nothing(self) -> Any:
        return _nothing(self.names)

    def batches(self, skip: int) -> Iterator[Batch]:
        rows: list[dict[str, Any]] = []
        for record in self._records():
            if skip:
                skip -= 1
                continue
            rows.append(record)
            if len(rows) == BATCH:
                yield self._batch(rows)
                rows = []
        if rows:
            yield self._batch(rows)

    def _batch(self, rows: list[dict[str, Any]]) -> Batch:
        arrow = needed("pyarrow")
        cells = {name: [record.get(name) for record in rows] for name in self.names}
        shown = arrow.table({name: arrow.array(map(_text, column), arrow.string()) for name, column in cells.items()})
        return Batch(Cells(cells, shown, self._facts), shown)


class Cells:
    """Cells of JSON as a table: facts as they are, anything else as text."""

    def __init__(self, cells: dict[str, list[Any]], shown: Any, facts: frozenset[str]) -> None:
        self._cells = cells
        self._shown = shown
        self._facts = facts
        self.names: Sequence[object] = list(cells)
        self.rows: int = shown.num_rows

    def column(self, place: int) -> Any:
        """A column as Arrow."""
        name = str(self.names[place])
        return of_objects(self._cells[name]) if name in self._facts else self._shown.column(place)

    def with_columns(self, added: Mapping[str, Any]) -> Any:
        """The table as it is written, with columns more."""
        found = self._shown
        for name, column in added.items():
            found = found.append_column(name, column)
        return found

    def slice(self, begin: int, count: int) -> Cells:
        """Some of the rows."""
        cells = {name: column[begin : begin + count] for name, column in self._cells.items()}
        return Cells(cells, self._shown.slice(begin, count), self._facts)


def _encoding_of(start: bytes, whole: bool) -> str:
    """The encoding of a text that begins so; UTF-8 where it is none, since then cells can be told."""
    for encoding in ("utf8", "gb18030"):
        with suppress(UnicodeDecodeError):
            # At the end of a part a character may be cut in two.
            codecs.getincrementaldecoder(encoding)().decode(start, final=whole)
            return encoding
    return "utf8"


def _nothing(names: Sequence[str]) -> Any:
    arrow = needed("pyarrow")
    return arrow.table([arrow.array([], arrow.string()) for _ in names], names=list(names))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice in one object")
    return found


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    return json.dumps(cell, ensure_ascii=False)
