"""Which registered format a file has, where its shape leaves no doubt; and files read by a profile that knows paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import islice
from typing import Any

from ..columns import folded
from ..errors import NotACatalogue
from ..profile import Profile, Shape
from ..text import line, listed
from .grid import table_of
from .nested import flattened, texts_at, values_at
from .records import Problems, Record, Table

_DELIMITERS = (",", ";", "\t", "|")
#: Characters and lines looked at for the first line of delimited text.
_HEAD, _LINES = 50_000, 20
#: Datasets looked at to tell a format.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Formats:
    """What is known before a file is read.

    Attributes:
        own: the profile that was given; one with an id is, or goes on, a registered one, so that none is looked for.
        known: the registered ones.
    """

    own: Profile = field(default_factory=Profile)
    known: tuple[Profile, ...] = ()

    def _chosen(self, fits: Iterable[tuple[int, Profile]]) -> Profile | None:
        """Of the formats that fit the one that asks for most; none of equals."""
        sizes: dict[str, int] = {}
        by_id: dict[str, Profile] = {}
        for size, one in fits:
            by_id[one.id] = one
            sizes[one.id] = max(size, sizes.get(one.id, 0))
        best = [name for name, size in sizes.items() if size == max(sizes.values())]
        return by_id[best[0]] if len(best) == 1 else None

    def of_document(self, found: object) -> Profile | None:
        """By what profile a JSON document is read, the given one included; ``None`` where none knows its paths."""
        if self.own.id:
            return self.own if self.own.nested else None
        fits = (
            (shape.size, one)
            for one in self.known
            for shape in one.shapes
            if not shape.columns and not shape.of_class and _has(found, shape, one)
        )
        chosen = self._chosen(fits)
        if chosen is not None:
            return self.own.over(chosen)
        return self.own if self.own.nested else None

    def of_columns(self, columns: Iterable[str]) -> Profile | None:
        """The format of a table with these columns."""
        if self.own.id:
            return self.own
        names = {folded(column) for column in columns}
        fits = (
            (shape.size, one)
            for one in self.known
            for shape in one.shapes
            if shape.columns and {folded(column) for column in shape.columns} <= names
        )
        chosen = self._chosen(fits)
        return None if chosen is None else self.own.over(chosen)

    def of_head(self, text: str) -> Profile | None:
        """The format of delimited text by its first line, whatever separates its cells."""
        if not any(shape.columns for one in self.known for shape in one.shapes):
            return None
        first = next((row for row in islice(StringIO(text[:_HEAD]), _LINES) if row.strip()), "")
        found = (self.of_columns(cell.strip().strip('"') for cell in first.split(one)) for one in _DELIMITERS)
        return next((one for one in found if one is not None), None)

    def of_class(self) -> dict[str, Profile]:
        """Formats in RDF by the class of their datasets."""
        known = (self.own,) if self.own.id else self.known
        found = {shape.of_class: one for one in known for shape in one.shapes if shape.of_class}
        return {name: one if one is self.own else self.own.over(one) for name, one in found.items()}


NO_FORMATS = Formats()


def _has(found: object, shape: Shape, profile: Profile) -> bool:
    top = found if isinstance(found, dict) else {}
    if not all(key in top for key in shape.top):
        return False
    if not all(any(text.startswith(begin) for text in texts_at(top, key)) for key, begin in shape.values.items()):
        return False
    datasets = datasets_in(found, profile)
    if not shape.each or datasets is None:
        return datasets is not None
    looked_at = datasets[:_LOOKED_AT]
    return bool(looked_at) and all(_is_there(one, path) for one in looked_at for path in shape.each)


def _is_there(record: object, path: str) -> bool:
    above, _, key = path.rpartition(".")
    key = key.removesuffix("[]")
    return any(isinstance(one, dict) and key in one for one in values_at(record, above or "."))


def datasets_in(found: object, profile: Profile) -> list[Any] | None:
    """The datasets of a JSON document where a profile says they are; ``None`` where it has nothing there."""
    for path in profile.datasets or (".",):
        above, _, key = path.rpartition(".")
        key = key.removesuffix("[]")
        there = values_at(found, above or ".")
        if path != "." and not any(isinstance(one, dict) and isinstance(one.get(key), dict | list) for one in there):
            continue
        inner = values_at(found, path)
        if all(isinstance(one, dict) for one in inner):
            return inner
    return None


def read_nested(name: str, encoding: str, found: object, profile: Profile, problems: Problems) -> Table:
    """A JSON document read by a profile that knows its paths.

    Raises:
        NotACatalogue: the datasets are not where the profile says, or there are none.
    """
    datasets = datasets_in(found, profile)
    if datasets is None:
        where = listed([f"“{path}”" for path in profile.datasets]) or "最外层"
        raise NotACatalogue(
            f"{name}：按{_called(profile)}，数据集应当在{where}之中，这个文件里没有。",
            english=f"{name} has no datasets where the profile says they are.",
        )
    if not datasets:
        raise NotACatalogue(f"{name} 里数据集的列表是空的。", english=f"{name} has an empty list of datasets.")
    left = _left(found, len(datasets), profile)
    problems.extend((0, text) for text in left)
    return table_of_records(name, "json", encoding, list(enumerate(datasets, 1)), profile, problems, left)


def table_of_records(
    name: str,
    kind: str,
    encoding: str,
    rows: Sequence[tuple[int, Any]],
    profile: Profile,
    problems: Problems,
    left: Sequence[str] = (),
) -> Table:
    """The table of records read by a profile that knows their paths.

    Raises:
        NotACatalogue: they are none.
    """
    records = [Record(number, flattened(row, profile)) for number, row in rows if isinstance(row, dict)]
    columns = tuple(dict.fromkeys(column for record in records for column in record.values))
    table = table_of(name, kind, encoding, None, columns, records, problems, profile.meanings, left)
    return told(table, profile)


def told(table: Table, profile: Profile) -> Table:
    """The table with the profile that it was read by, and what is to be said of that."""
    said = []
    if profile.id:
        said.append((0, f"按{_called(profile)}读取；格式见：{profile.source}"))
        said += [(0, f"“{line(name)}”：{text}") for name, text in profile.remarks.items() if name in table.columns]
    return replace(table, noticed=(*table.noticed, *said), profile=profile)


def _called(profile: Profile) -> str:
    return f"“{profile.label}”的格式" if profile.id else "平台说明"


def _left(found: object, read: int, profile: Profile) -> list[str]:
    """What of the datasets is not in the file, where it says how many there are: portals give them by the page."""
    for path in profile.totals:
        for text in texts_at(found, path) if isinstance(found, dict) else ():
            if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > read:
                return [
                    f"平台上的其余 {int(text) - read} 个数据集（文件里只有一页 {read} 个，平台共有 {int(text)} 个）"
                ]
    return []
