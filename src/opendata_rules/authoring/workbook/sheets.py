"""The cells of the workbook of an instrument, each with the place in a file that it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import broken
from ...diagnostics.rendering import render
from ...errors import BadPack
from ...norms.pack import Pack
from ...packs.files import read_pack
from ...packs.inheritance import Find, read_documents
from ...reading.document import Document, Location
from ...reading.grafted import Grafted
from ...vocabulary.facts import Fact
from ...vocabulary.keywords import chinese
from ...vocabulary.words import Words
from .alternatives import SEPARATOR, Part, Reader
from .columns import KIND, OF, OTHERS, ROW, RULES_OF, SHEETS, Column, Kind, Sheet

_SCHEMES = (chinese("opening"), chinese("sharing"))
_JUDGED = tuple(chinese(name) for name in ("precedence", "grounds", "holds", "reviews", "residual"))
_CHANGES, _REQUIREMENTS, _REVIEWS = (chinese(name) for name in ("changes", "requirements", "reviews"))
_CONDITION, _BEFORE, _AFTER = chinese("condition"), chinese("before"), chinese("after")
_LISTS: Mapping[str, tuple[str, ...]] = {
    "变更": (_CHANGES,),
    "措施和转致": (chinese("actions"), chinese("referrals")),
    "职责": (chinese("duties"),),
    "期限": (chinese("terms"),),
    "每年": (chinese("recurring"),),
    "计算规则": (chinese("counting"),),
    "条文表": (chinese("articles"),),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Attributes:
        text: what it shows.
        at: where that stands in the entry; ``None`` of what is only shown.
        fact: of a decision table, the fact.
    """

    text: str
    at: Location | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        key: id of the entry, or number of the article.
        number: which of the rows of the entry it is, from 1.
        entry: where the entry stands in the file in which it is written.
        inherited: whether it is written in the files of an earlier version.
        cells: by heading.
        line: line of the entry in its file.
    """

    key: str
    number: int
    entry: Location
    inherited: bool
    cells: Mapping[str, Cell]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its rows.

    Attributes:
        sheet: what it is.
        columns: its columns; of a decision table, with one for each fact.
        rows: its rows.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """An instrument as it is reviewed.

    Attributes:
        pack: the instrument.
        tables: its sheets; those of which it has no rows are left out.
    """

    pack: Pack
    tables: tuple[Table, ...]


def review_of(folder: Path, words: Words, find: Find | None = None) -> Review:
    """An instrument as it is reviewed.

    Args:
        folder: its folder.
        words: the facts and procedures of which it speaks.
        find: finds the folder of what it amends; those beside its own by default.

    Raises:
        BadPack: it has errors.
    """
    pack, problems = read_pack(folder, folder.name, find)
    if pack is None or broken(problems):
        raise BadPack(
            f"{folder.name} 有错误，改好以后再写工作簿：\n{render(problems)}",
            english=f"{folder.name} has errors.",
            diagnostics=problems,
        )
    documents = read_documents(folder, folder.name, find).documents
    tables = []
    for sheet in SHEETS:
        document = documents.get(sheet.file)
        if document is not None and isinstance(document.data, dict):
            table = _Reading(sheet, document, words, pack, f"{folder.name}/{sheet.file}").table()
            tables += [table] if table.rows else []
    return Review(pack, tuple(tables))


class _Reading:
    """One sheet read from its file."""

    def __init__(self, sheet: Sheet, document: Document, words: Words, pack: Pack, own: str) -> None:
        self.sheet = sheet
        self.document = document
        self.conditions = Reader(document, words)
        self.resting = {article.ref: article.rules for article in pack.articles}
        self.own = own

    def table(self) -> Table:
        found: list[Row] = []
        counts: Counter[str] = Counter()
        for kind, at, entry in self._entries():
            for row in self._rows(kind, at, entry):
                counts[row.key] += 1
                number = counts[row.key]
                found.append(replace(row, number=number, cells={**row.cells, ROW: Cell(str(number))}))
        facts = {cell.fact.label: cell.fact for row in found for cell in row.cells.values() if cell.fact is not None}
        columns = list(self.sheet.columns)
        if self.sheet.table:
            place = next(at for at, column in enumerate(columns) if column.heading == chinese("unless"))
            columns[place:place] = [*map(_of_fact, facts.values()), Column(OTHERS, Kind.SHOWN, width=44)]
        return Table(self.sheet, tuple(columns), tuple(found))

    def _entries(self) -> Iterator[tuple[str, Location, Mapping[str, Any]]]:
        data = self.document.data
        if self.sheet.table:
            for scheme in _SCHEMES:
                for name in _JUDGED:
                    yield from _several(data.get(scheme, {}).get(name), (scheme, name), f"{scheme}·{name}")
        elif self.sheet.title == "变更的要件":
            for _, at, change in _several(data.get(_CHANGES), (_CHANGES,), ""):
                of = str(change[chinese("id")])
                for name in (_REQUIREMENTS, _REVIEWS):
                    yield from _several(change.get(name), (*at, name), of if name == _REQUIREMENTS else f"{of}·{name}")
        else:
            for name in _LISTS[self.sheet.title]:
                yield from _several(data.get(name), (name,), name)

    def _rows(self, kind: str, at: Location, entry: Mapping[str, Any]) -> Iterator[Row]:
        key = str(entry[self.sheet.key])
        shown = {KIND: kind, OF: kind, RULES_OF: SEPARATOR.join(self.resting.get(key, ()))}
        cells = {
            column.heading: self._cell(column, at, entry) if column.path else Cell(shown.get(column.heading, ""))
            for column in self.sheet.columns
        }
        document, place = self.document.origin(at) if isinstance(self.document, Grafted) else (self.document, at)
        inherited = document.path != self.own
        line, _ = self.document.mark(at)
        condition = entry.get(_CONDITION) if self.sheet.table else None
        ways: tuple[tuple[Part, ...], ...] = ((),)
        if condition is not None:
            ways = self.conditions.rows(condition, (*at, _CONDITION))
        inside = len(at)
        for first, way in zip((True, *(False,) * len(ways)), ways, strict=False):
            asked = {p.fact.label: Cell(p.text, p.at[inside:], p.fact) for p in way if p.fact is not None}
            others = SEPARATOR.join(part.text for part in way if part.fact is None)
            told = cells if first else {self.sheet.key: cells[self.sheet.key], KIND: cells[KIND]}
            found = told | asked
            if self.sheet.table:
                found |= {OTHERS: Cell(others)}
            yield Row(key, 0, place, inherited, found, line)

    def _cell(self, column: Column, at: Location, entry: Mapping[str, Any]) -> Cell:
        value: Any = entry
        for word in column.path:
            value = value.get(word) if isinstance(value, dict) else None
        if value is None:
            return Cell("", column.path)
        if column.kind is Kind.SHOWN:
            return Cell(self._shown(value, (*at, *column.path)))
        return Cell(SEPARATOR.join(value) if isinstance(value, list) else str(value), column.path)

    def _shown(self, value: Any, at: Location) -> str:
        if isinstance(value, list):
            return SEPARATOR.join(f"{one[_BEFORE]}→{one[_AFTER]}" for one in value)
        return self.conditions.text(value, at)


def _several(value: Any, at: Location, kind: str) -> Iterator[tuple[str, Location, Mapping[str, Any]]]:
    if isinstance(value, list):
        yield from ((kind, (*at, index), entry) for index, entry in enumerate(value))
    elif isinstance(value, dict):
        yield kind, at, value


def _of_fact(fact: Fact) -> Column:
    words = tuple(term for _, term in fact.values) or ("是", "否")
    return Column(fact.label, Kind.LIST, words=words, width=max(9, min(24, 2 * len(fact.label))))
