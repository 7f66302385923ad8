"""A catalogue file as records of text, before anything is understood of it."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..profile import Profile
from ..returned import Returned

#: Longest text that may hold a code and its name.
_WRAPPED = 1_000
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


#: What is read in a column of a fact where its cell cannot be relied on.
NOT_KNOWN = "未知"
#: What was noticed in a file, as (row, Chinese text); row 0 for the file as a whole.
Problems = list[tuple[int, str]]
#: Problems of single rows that are told; of more it is said how many there are.
_TOLD = 100_000


class Told(Problems):
    """Problems of single rows, not more than can be told."""

    def __init__(self) -> None:
        super().__init__()
        self._more = 0

    def tell(self, row: int, text: str) -> None:
        """Note a problem."""
        if len(self) < _TOLD:
            self.append((row, text))
        else:
            self._more += 1

    def close(self) -> None:
        """All have been noted."""
        if self._more:
            self.append((0, f"还有 {self._more} 处问题在个别的行里，没有逐一列出"))


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


class Records:
    """The rows of a catalogue, gone through as often as needed.

    What is known only when all of them have been seen is right once they have been gone through to the end.

    Attributes:
        total: how many there are.
        left: how many lines are no datasets, and not among them.
        problems: what was noticed in single rows.
    """

    total = 0
    left = 0
    problems: Sequence[tuple[int, str]] = ()

    def __iter__(self) -> Iterator[Record]:
        raise NotImplementedError

    def layouts(self) -> tuple[Layout, ...]:
        """Where the tables of these rows stand, whole once they have been gone through; nothing where that is no matter
        of rows and columns.
        """
        return ()

    def some(self) -> bool:
        """Whether there are any."""
        return next(iter(self), None) is not None


class Kept(Records):
    """Rows that are held."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = tuple(records)
        self.total = len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read.

    Attributes:
        kind: ``csv``, ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``json`` or ``rdf``.
        encoding: how its bytes were read.
        sheet: the sheets taken, for a workbook.
        columns: column names in order.
        records: the rows.
        noticed: what was noticed in the file as a whole, as (row, Chinese text).
        unread: what of the file was not read, in Chinese, but for single lines.
        profile: by what it was read, where that is more than the profile that was given.
        returned: what it says that it was made by, where it is a report of ours.
    """

    kind: str
    encoding: str
    sheet: str | None
    columns: tuple[str, ...]
    records: Records
    noticed: tuple[tuple[int, str], ...]
    unread: tuple[str, ...] = ()
    profile: Profile | None = None
    returned: Returned | None = None

    @property
    def problems(self) -> tuple[tuple[int, str], ...]:
        """What could not be read; whole once the rows have been gone through."""
        return (*self.noticed, *self.records.problems)

    @property
    def left(self) -> tuple[str, ...]:
        """What of the file was not read, for the headline; whole once the rows have been gone through."""
        lines = self.records.left
        return (*self.unread, f"不像数据集的 {lines} 行") if lines else self.unread


def text_of(value: object) -> str:
    """A value of a JSON document or a workbook as text; numbers as they were written, as far as that is known."""
    if isinstance(value, str):
        return unwrapped(value)
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
    named = _named(value)
    if named is not None:
        return named
    if isinstance(value, dict | list):
        try:
            return json.dumps(value, ensure_ascii=False)
        except RecursionError:
            return "（嵌套过深）"
    return str(value)


#: How a code and its name are kept together, in lower case: the keys of the code, and those of the name, best first.
_CODES = frozenset(["code", "id", "key", "value", "dictcode", "dictvalue", "编码", "代码", "值"])
_NAMES = ("label", "name", "text", "title", "dictlabel", "dictname", "名称", "value")


def _named(value: object) -> str | None:
    """The name of a code, ``{"code": "1", "name": "无条件开放"}``, or of several; ``None`` for something else."""
    if isinstance(value, list) and value:
        names = [_named(item) if isinstance(item, dict) else None for item in value]
        return None if None in names else "、".join(filter(None, names))
    if not isinstance(value, dict) or not 0 < len(value) <= 3:
        return None
    keys = {str(key).casefold(): text_of(item) for key, item in value.items()}
    if set(keys) - _CODES - set(_NAMES) or any(isinstance(item, dict | list) for item in value.values()):
        return None
    return next((keys[name] for name in _NAMES if keys.get(name)), next(filter(None, keys.values()), ""))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are all different: of a name written twice, none is taken."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def unwrapped(text: str) -> str:
    """A cell of text without the JSON that it holds, where that is the name of a code."""
    bare = text.strip()
    if not bare.startswith(("{", "[")) or not bare.endswith(("}", "]")) or len(bare) > _WRAPPED:
        return text
    try:
        named = _named(json.loads(bare, parse_int=str, parse_float=str, object_pairs_hook=_once))
    except (ValueError, RecursionError):
        return text
    return text if named is None else named


def filled(cell: Cell) -> bool:
    """Whether anything is written in a cell."""
    return bool(cell.strip()) if isinstance(cell, str) else True
