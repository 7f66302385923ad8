"""A workbook with remarks: one more column in each sheet that was read, and comments at the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....errors import BadOutput
from ...characters import plain
from ...files.records import Layout
from ...files.remarks import REMARKS
from ...text import line
from .answered import Answered
from .comments import merge
from .markup import Edited, MarkupError, tree, walk
from .package import Package
from .remarks import OURS
from .sheet import COLUMNS, Area, Sheet, area_of, letters
from .styles import wrapped_like

_CODE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Place:
    """A text for a cell.

    Attributes:
        layout: the table.
        row: the first row of the dataset.
        column: the name of the column.
        word: what stands in the cell, where a dataset has several rows; else empty.
        text: what is said.
    """

    layout: Layout
    row: int
    column: str
    word: str
    text: str


def annotated(
    name: str,
    data: bytes,
    layouts: Sequence[Layout],
    texts: Mapping[tuple[str, int], str],
    places: Sequence[Place],
    answers: Sequence[Answered] = (),
) -> tuple[bytes, tuple[str, ...]]:
    """The workbook with remarks, and what is to be known of it.

    Args:
        name: its name, for messages.
        data: its bytes; they were read as a workbook before.
        layouts: where its tables stand.
        texts: the remarks by sheet and row.
        places: what is said at cells.
        answers: what was answered beside the file.

    Raises:
        BadOutput: it is signed, or something in it is such that nothing can be put beside it.
    """
    try:
        package = Package(data)
        if any(part.casefold().startswith("_xmlsignatures/") for part in package.names()):
            raise BadOutput(
                f"{name} 有数字签名，改动以后签名就失效，没有写检查意见；请另存一份没有签名的，再检查一次。",
                english=f"{name} is signed; any change would make the signature invalid. Save it without one.",
                argument="source",
            )
        book = _Book(name, package)
        told: list[str] = []
        for sheet in dict.fromkeys(layout.sheet for layout in layouts):
            here = [layout for layout in layouts if layout.sheet == sheet]
            for one in answers:
                book.fill(sheet, here, one, [row for (of, row) in texts if of == sheet])
            told += book.write(
                sheet,
                here,
                {row: text for (of, row), text in texts.items() if of == sheet},
                [place for place in places if place.layout.sheet == sheet],
            )
        if book.styled:
            told.append("样式表里加了一种自动换行的样式，别的部分没有改动")
        return package.content(), tuple(told)
    except MarkupError:
        raise BadOutput(
            f"{name} 里有写不进检查意见的内容（损坏、重复或者过大）；请用表格软件打开，另存为 .xlsx，再检查一次。",
            english=f"{name} has damaged, doubled or too large parts; open it, save it as .xlsx and check it again.",
            argument="source",
        ) from None


class _Book:
    """The workbook being written."""

    def __init__(self, name: str, package: Package) -> None:
        self.name = name
        self.package = package
        self.styled = False
        self._shared: list[str] | None = None

    def write(self, title: str, layouts: list[Layout], texts: Mapping[int, str], places: Sequence[Place]) -> list[str]:
        """Write the remarks of one sheet, and tell of it."""
        if not texts:
            return []
        part = self._part(title)
        heads = [head for layout in layouts for head in layout.heads]
        watched = {place for layout in layouts for _, place in layout.places if _several(layout, place)}
        watched |= {at for p in places if p.word for column, at in p.layout.places if column == p.column}
        old = {place for layout in layouts for place in layout.remarks}
        beyond = max(place for layout in layouts for _, place in layout.places) + 1
        sheet = Sheet(
            self.package.read(part),
            min(heads),
            max(layout.last for layout in layouts),
            min({beyond, *old}),
            frozenset(watched | old),
        )
        column = self._column(sheet, part, layouts, heads)
        first = min(texts)
        style, added = wrapped_like(self.package, sheet.style_beside(first))
        self.styled |= added
        cells: dict[int, tuple[str, int | None]] = {row: (text, style) for row, text in texts.items()}
        cells |= {head: (REMARKS, sheet.style_beside(head) if style is not None else None) for head in heads}
        sheet.put(column, cells)
        merged = merge(self.package, part, sheet, self._at_cells(sheet, places, texts))
        self.package.write(part, sheet.edited.result())
        shown = f"工作表“{line(title)}”"
        told = [f"{shown}的 {letters(column)} 列写了 {len(texts)} 行检查意见，{merged.written} 个单元格有批注"]
        if merged.passed_over:
            cells_shown = "、".join(merged.passed_over[:10])
            told.append(f"{shown}有会话批注的单元格（{cells_shown}）没有再加批注，意见在“检查意见”一列里")
        if sheet.is_protected:
            told.append(f"{shown}设了保护，保护没有改动：看得到检查意见，要改内容须先取消保护")
        return told

    def fill(self, title: str, layouts: list[Layout], answered: Answered, rows: Sequence[int]) -> None:
        """Write the answers on a fact: into the columns of each table, or into a free one for those without."""
        wanted: dict[int, dict[int, str]] = {}
        for layout in layouts:
            for row in rows:
                text = answered.cells.get((title, row))
                if text is not None and _stands_in(layout, row, layouts):
                    for place in answered.places(layout):
                        wanted.setdefault(place, {})[row] = text
        for place, texts in wanted.items():
            self._filled(title, layouts, place, {row: (text, None) for row, text in texts.items()})
        bare = [layout for layout in layouts if not answered.places(layout)]
        own = {row: answered.cells.get((title, row), answered.otherwise) for row in rows}
        told = {row: text for row, text in own.items() if text and any(_stands_in(o, row, layouts) for o in bare)}
        if told:
            heads = {head: answered.heading for layout in bare for head in layout.heads}
            beyond = max(place for layout in layouts for place in (*layout.remarks, *(at for _, at in layout.places)))
            sheet = self._sheet(title, layouts, beyond + 1)
            column = self._free(sheet, self._part(title))
            styles = {head: sheet.style_beside(head) or None for head in heads}
            sheet.fill(column, {row: (text, styles.get(row)) for row, text in {**heads, **told}.items()})
            self.package.write(self._part(title), sheet.edited.result())

    def _filled(
        self, title: str, layouts: list[Layout], column: int, cells: Mapping[int, tuple[str, int | None]]
    ) -> None:
        sheet = self._sheet(title, layouts, column)
        sheet.fill(column, cells)
        self.package.write(self._part(title), sheet.edited.result())

    def _sheet(self, title: str, layouts: list[Layout], column: int) -> Sheet:
        heads = [head for layout in layouts for head in layout.heads]
        last = max(layout.last for layout in layouts)
        return Sheet(self.package.read(self._part(title)), min(heads), last, column, frozenset())

    def _part(self, title: str) -> str:
        """The part of a sheet."""
        related = {relation.id: relation.part for relation in self.package.relations(self.package.main)}
        root = tree(Edited(self.package.read(self.package.main)).content)
        named = [
            (sheet.attributes.get("name", ""), related.get(sheet.related("id"), ""))
            for sheet in root.all("sheets", "sheet")
        ]
        for name, part in named:
            if part and title in (name, name.strip(), _decoded(name)):
                return part
        raise MarkupError

    def _column(self, sheet: Sheet, part: str, layouts: list[Layout], heads: list[int]) -> int:
        """Where the remarks go: to those of an earlier check, else into the first free column."""
        for place in sorted(set.intersection(*(set(layout.remarks) for layout in layouts)), reverse=True):
            # Somebody's own column of that name stays as it is.
            written = {row: self._text(*cell) for row, cell in sheet.texts(place).items() if row not in heads}
            if all(OURS.match(text) for text in written.values() if text.strip()):
                return place
        return self._free(sheet, part)

    def _free(self, sheet: Sheet, part: str) -> int:
        """The first free column.

        Raises:
            BadOutput: there is none.
        """
        tables = [
            area
            for area in (
                self._table(relation.part) for relation in self.package.relations(part) if relation.kind == "table"
            )
            if area
        ]
        found = sheet.free_column(tables)
        if found is None:
            raise BadOutput(
                f"{self.name} 的列已经排到最后一列（第 {COLUMNS} 列），没有地方写检查意见。",
                english=f"{self.name} has no free column for remarks.",
                argument="source",
            )
        return found

    def _table(self, part: str) -> Area | None:
        return area_of(tree(Edited(self.package.read(part)).content).attributes.get("ref", "")) if part else None

    # -- cells ------------------------------------------------------------------------------------------------------

    def _at_cells(self, sheet: Sheet, places: Sequence[Place], texts: Mapping[int, str]) -> dict[tuple[int, int], str]:
        """The texts by (row, column)."""
        starts = sorted(texts)
        following = dict(zip(starts, [*starts[1:], starts[-1] + 1], strict=True))
        found: dict[tuple[int, int], list[str]] = {}
        for place in places:
            columns = [at for column, at in place.layout.places if column == place.column]
            if columns:
                cell = self._cell(sheet, place, columns, following.get(place.row, place.row + 1))
                found.setdefault(cell, []).append(place.text)
        return {cell: "\n".join(dict.fromkeys(said)) for cell, said in found.items()}

    def _cell(self, sheet: Sheet, place: Place, columns: list[int], end: int) -> tuple[int, int]:
        """The cell that is meant: of several columns one that is filled, of several rows the one that has the word."""
        if len(columns) > 1:
            filled = [at for at in columns if self._text(*sheet.texts(at).get(place.row, ("", ""))).strip()]
            return place.row, (filled or columns)[0]
        if place.word:
            written = sheet.texts(columns[0])
            word = plain(place.word)
            for row in range(place.row, min(end, place.layout.last + 1)):
                if row in written and word in plain(self._text(*written[row])):
                    return row, columns[0]
        return place.row, columns[0]

    def _text(self, kind: str, written: str) -> str:
        """What a cell says."""
        if kind != "s":
            return _decoded(written)
        if self._shared is None:
            self._shared = self._shared_strings()
        number = written.strip()
        known = number.isdecimal() and len(number) < 9 and int(number) < len(self._shared)
        return self._shared[int(number)] if known else ""

    def _shared_strings(self) -> list[str]:
        for relation in self.package.relations(self.package.main):
            if relation.kind == "sharedStrings" and relation.part:
                texts = _Texts()
                walk(Edited(self.package.read(relation.part)).content, texts)
                return [_decoded(text) for text in texts.found]
        return []


def _stands_in(layout: Layout, row: int, layouts: Sequence[Layout]) -> bool:
    """Whether a row is one of a table: of those above it the last one that begins there."""
    above = [one for one in layouts if one.heads[0] < row <= one.last]
    return bool(above) and max(above, key=lambda one: one.heads[0]) == layout


def _several(layout: Layout, place: int) -> bool:
    """Whether a column of a table is made of several, of which this is one."""
    return any(at == place and sum(column == other for other, _ in layout.places) > 1 for column, at in layout.places)


def _decoded(text: str) -> str:
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Texts:
    """The texts that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._open: list[str] = []
        self._pieces: list[str] = []

    def started(self, uri: str, name: str, attributes: dict[str, str], at: int) -> None:
        self._open.append(name)

    def ended(self, at: int) -> None:
        self._open.pop()
        if len(self._open) == 1:
            self.found.append("".join(self._pieces))
            self._pieces.clear()

    def told(self, text: str) -> None:
        if self._open[-1] == "t" and "rPh" not in self._open:
            self._pieces.append(text)
