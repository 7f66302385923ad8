"""JSON catalogues: an array of records, one record a line, or an object with one such array somewhere inside."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..columns import Meaning, recognise, repeated
from ..errors import NotACatalogue
from ..profile import Profile
from ..tables import table
from ..text import line, listed, shortened
from .content import Text
from .formats import NO_FORMATS, Formats, read_nested, told
from .grid import table_of
from .lines import no_dataset
from .nested import flattened, lifted
from .rdf import is_linked, read_linked
from .records import Cell, Kept, Problems, Record, Records, Table, Told, filled

#: How deep an array of records is looked for: {"code": 0, "data": {"page": {"list": [...]}}}.
_DEPTH = 4
#: Filled cells of records of which few cells say nothing.
_FEW = 2
#: Records looked at to tell a format.
_FIRST = 20
#: Characters looked at to tell an array from other JSON.
_HEAD = 10_000


def read_json(
    name: str, text: Text, profile: Mapping[str, Meaning], problems: Problems, formats: Formats = NO_FORMATS
) -> Table:
    """Read a JSON catalogue, in one of the formats that are known where it has the shape of one.

    Raises:
        NotACatalogue: it is none.
    """
    whole = "" if _is_lines(text) else text.read(name)
    try:
        found = _loaded(whole, problems)
    except RecursionError:
        raise NotACatalogue(
            f"{name} 是嵌套过深的 JSON，不是目录。", english=f"{name} is JSON nested too deeply for a catalogue."
        ) from None
    except ValueError as error:
        lines = _Lines(name, text, error, profile)
        by = lines.read_by(formats)
        columns = tuple(lines.keys())
        meanings = by.meanings if by else profile
        datasets = _Datasets(columns, lines, meanings)
        read = table_of(name, "json", text.encoding, None, columns, datasets, problems, meanings)
        return told(read, by) if by else read
    by = formats.of_document(found)
    if by is not None:
        return read_nested(name, text.encoding, found, by, problems)
    if is_linked(found):
        return read_linked(name, text.encoding, found, formats, problems)
    array, left = _array(name, found, profile, problems)
    return _records(name, text.encoding, list(enumerate(array, 1)), profile, problems, left)


def _is_lines(text: Text) -> bool:
    """Whether the first line is a whole record and another line follows, so that it is no JSON as a whole."""
    first = True
    with text.open() as file:
        for row in file:
            if not row.strip():
                continue
            if not first:
                return True
            first = False
            try:
                if not isinstance(json.loads(row), dict):
                    return False
            except (ValueError, RecursionError):
                return False
    return False


def _loaded(text: str, problems: Problems) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in items:
            if key in found and found[key] != value:
                problems.append((0, f"有的记录里“{line(key)}”写了两次，内容不同；两次的内容都读，逐条比较"))
                times = 2
                while (again := repeated(key, f"{times} 次")) in found:
                    times += 1
                found[again] = value
            found.setdefault(key, value)
        return found

    # Numbers stay as they were written: an id of 20 digits is no float, and 1.10 is not 1.1.
    # NaN and Infinity are how programs write that there is nothing.
    return json.loads(text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=lambda _: None)


class _Lines(Records):
    """One record a line; an array whose end is missing is read so too."""

    def __init__(self, name: str, text: Text, error: ValueError, profile: Mapping[str, Meaning]) -> None:
        self._name = name
        self._profile = profile
        self._text = text
        self._error = error
        self._by: Profile | None = None

    def __iter__(self) -> Iterator[Record]:
        for number, found in self._items():
            yield Record(number, self._values(found))

    def _values(self, found: dict[str, Any]) -> dict[str, Cell]:
        if self._by is not None:
            return flattened(found, self._by)
        return lifted(found, self._profile)

    def read_by(self, formats: Formats) -> Profile | None:
        """The format that the first records have, by which all are read from now on."""
        self._by = formats.of_document([found for _, found in itertools.islice(self._items(), _FIRST)])
        return self._by

    def keys(self) -> dict[str, None]:
        """The names of the columns of all records, in order."""
        return _keys(self._values(found) for _, found in self._items())

    def _items(self) -> Iterator[tuple[int, dict[str, Any]]]:
        told = Told()
        twice: Problems = []
        total = torn = 0
        in_array = self._text.head(_HEAD).lstrip().startswith("[")
        with self._text.open() as file:
            for number, row in enumerate(file, 1):
                row = row.strip()
                if in_array:
                    row = row.lstrip("[").removesuffix(",") if number == 1 else row.rstrip("]").removesuffix(",")
                if not row:
                    continue
                try:
                    record = _loaded(row, twice)
                except (ValueError, RecursionError):
                    record = None
                twice = list(dict.fromkeys(twice))
                if isinstance(record, dict):
                    total += 1
                    yield number, record
                else:
                    torn += 1
                    told.tell(number, "这一行不是完整的 JSON，没有读取")
        self._refuse(total, torn)
        told.close()
        cut = [(0, f"这个 JSON 不完整（可能没有下载完），读出了 {total} 项")] if in_array else []
        self.total, self.problems = total, [*cut, *twice, *told]

    def _refuse(self, total: int, torn: int) -> None:
        if total and torn <= total:
            return
        error = self._error
        where = (
            f"，第 {error.lineno} 行第 {error.colno} 个字符处出错" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise NotACatalogue(
            f"{self._name} 不是完整的 JSON（可能没有下载完）{where}。",
            english=f"{self._name} is no whole JSON; it may not be wholly downloaded.",
        )


def _array(name: str, found: Any, profile: Mapping[str, Meaning], problems: Problems) -> tuple[list[Any], list[str]]:
    """The list of records of a document, and what of it is left out."""
    if isinstance(found, list):
        if not found:
            raise NotACatalogue(f"{name} 是空的列表，没有数据集。", english=f"{name} is an empty list.")
        return found, []
    if not isinstance(found, dict):
        raise NotACatalogue(f"{name} 只是一个值，不是目录。", english=f"{name} is a single value, not a catalogue.")
    alone = _dataset(found, profile, _DEPTH)
    if alone is not None:
        return [alone], []
    arrays = dict(_arrays(found, "", _DEPTH))
    likely = {path: rows for path, rows in arrays.items() if recognise(_keys(rows), profile).is_catalogue}
    if len(likely) == 1 or len(arrays) == 1:
        [(path, rows)] = (likely if len(likely) == 1 else arrays).items()
        problems.append((0, f"数据集在“{line(path)}”之中"))
        left = [f"列表“{line(other)}”{len(items)} 项" for other, items in arrays.items() if other != path]
        problems.extend((0, f"{text}，没有读取") for text in left)
        return rows, left
    if arrays:
        raise NotACatalogue(
            f"{name} 是一个 JSON 对象，其中有几个列表（{listed(list(map(line, arrays)), 5)}），不知道哪一个是目录；"
            "请只留下目录那一个。",
            english=f"{name} holds several lists ({len(arrays)}); keep the catalogue only.",
        )
    if recognise(found, profile).is_catalogue:
        if all(isinstance(value, dict) for value in found.values()):
            raise NotACatalogue(
                f'{name} 是按列存放的 JSON（“列名: 各行”），请改为按行存放的列表，例如 pandas 的 orient="records"。',
                english=f"{name} is JSON by columns; write it by rows (records).",
            )
        return [found], []
    if _is_glossary(found):
        raise NotACatalogue(
            f"{name} 是一份对照表（名称对名称），不是数据集目录。",
            english=f"{name} is a glossary, not a catalogue of datasets.",
        )
    raise NotACatalogue(
        f"{name} 是一个 JSON 对象，其中没有数据集的列表。",
        english=f"{name} is a JSON object without a list of datasets.",
    )


def _dataset(found: Mapping[str, Any], profile: Mapping[str, Meaning], depth: int) -> Mapping[str, Any] | None:
    """The one dataset that a document is about, with the list of its files or services: ``package_show`` of CKAN."""
    if any(
        key.casefold() in table("shapes")["of_one_dataset"] and isinstance(value, list) for key, value in found.items()
    ):
        own = [key for key, value in found.items() if not isinstance(value, list | dict)]
        return found if recognise(own, profile).is_catalogue else None
    inner = [value for value in found.values() if isinstance(value, dict)]
    if depth and len(inner) == 1:
        return _dataset(inner[0], profile, depth - 1)
    return None


def _arrays(found: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    for key, value in found.items():
        inner = f"{path}.{key}" if path else str(key)
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            yield inner, value
        elif isinstance(value, dict) and depth:
            yield from _arrays(value, inner, depth - 1)


def _is_glossary(found: Mapping[str, Any]) -> bool:
    values = list(found.values())
    for _ in range(_DEPTH):
        if not values or not all(isinstance(value, dict) for value in values):
            break
        values = [inner for value in values for inner in value.values()]
    flat = [value for value in values if not isinstance(value, dict)]
    return bool(values) and all(isinstance(value, str) for value in flat)


def _keys(rows: Iterable[Any]) -> dict[str, None]:
    return dict.fromkeys(str(key) for row in rows if isinstance(row, dict) for key in row)


def _records(
    name: str,
    encoding: str,
    rows: list[tuple[int, Any]],
    profile: Mapping[str, Meaning],
    problems: Problems,
    left: list[str],
) -> Table:
    records = []
    for number, row in rows:
        if isinstance(row, dict):
            records.append(Record(number, lifted(row, profile)))
        else:
            problems.append((number, "这一项不是“列名: 值”，没有读取"))
    if not records:
        raise NotACatalogue(
            f"{name} 是 JSON，但各项不是“列名: 值”的记录。", english=f"{name} is JSON whose items are no records."
        )
    columns = tuple(_keys(record.values for record in records))
    datasets = _Datasets(columns, Kept(records), profile)
    return table_of(name, "json", encoding, None, columns, datasets, problems, profile, left)


class _Datasets(Records):
    """Records without totals, remarks and examples, which are left out of tables too."""

    def __init__(self, columns: tuple[str, ...], records: Records, profile: Mapping[str, Meaning]) -> None:
        self._columns = columns
        self._records = records
        meaning = recognise(columns, profile).meaning
        self._wanted = [column for name in ("title", "fields") for column in meaning.get(name, ())]
        self._sparse = all(sum(map(filled, record.values.values())) <= _FEW for record in records)

    def __iter__(self) -> Iterator[Record]:
        told = Told()
        total = left = 0
        for place, record in enumerate(self._records):
            values = record.values
            cells = [cell for column in self._columns if filled(cell := values.get(column, ""))]
            title = next((cell for column in self._wanted if filled(cell := values.get(column, ""))), "")
            why = no_dataset(cells, title, len(self._columns), place, sparse=self._sparse) if cells else ""
            if why:
                left += 1
                told.tell(record.number, f"“{shortened(str(cells[0]))}”{why}，没有读取")
                continue
            total += 1
            yield record
        told.close()
        self.total, self.left = total, self._records.left + left
        self.problems = [*self._records.problems, *told]
