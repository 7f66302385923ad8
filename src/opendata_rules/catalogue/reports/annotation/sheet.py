"""A worksheet with one more column: which column is free, and the cells spliced into their rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .markup import Edited, MarkupError, closes_itself, prefix_of, tag_end, tag_name, text_xml, walk

#: Columns and rows of a sheet.
COLUMNS, ROWS = 16_384, 1_048_576
#: Cells kept beyond the table; a sheet of more is made to harm, or formatted to its edge.
_MOST_CELLS = 1_000_000
#: Width of the column of remarks, in characters of half width.
_WIDTH = 60
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SPANS = re.compile(rb"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d{1,7})[\"']")
#: What stands behind the relation to the drawing of comments, so that this stands before it.
_BEHIND_COMMENTS = {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"}
_BEHIND_COMMENTS |= {"tableParts", "extLst", "AlternateContent"}
#: What stands before the columns.
_BEFORE_COLUMNS = frozenset(["sheetPr", "dimension", "sheetViews", "sheetFormatPr"])


def letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number_of(text: str) -> int:
    """The column, counted from 0, that letters name."""
    found = 0
    for letter in text:
        found = found * 26 + ord(letter) - 64
    return found - 1


@dataclass(frozen=True, slots=True)
class Area:
    """A range of cells: rows from 1, columns from 0, the last ones in it."""

    top: int
    left: int
    bottom: int
    right: int

    def touches(self, top: int, bottom: int, column: int) -> bool:
        """Whether a cell of a column between two rows lies in it."""
        return self.left <= column <= self.right and self.top <= bottom and top <= self.bottom


def area_of(reference: str) -> Area | None:
    """The range that a reference such as ``A1:B2`` names."""
    match = _AREA.fullmatch(reference.strip())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(int(top), number_of(left), int(bottom or top), number_of(right or left))


@dataclass(slots=True)
class _Cell:
    column: int
    start: int
    end: int
    kind: str
    filled: bool = False
    text: str = ""


@dataclass(slots=True)
class _Row:
    start: int
    tag_end: int
    close: int = 0
    style: int | None = None
    style_at: int = -1
    cells: list[_Cell] = field(default_factory=list)


class Sheet:
    """A worksheet as it stands in its part, and what is changed in it.

    Only what may have to do with one more column is kept: of each row the cells from some column on, and of some
    columns the texts.
    """

    def __init__(self, content: bytes, first: int, last: int, column: int, texts: frozenset[int]) -> None:
        """Read it.

        Args:
            content: the part.
            first: the first row that is looked at, from 1.
            last: the last one.
            column: the first column, from 0, in which remarks may stand.
            texts: columns whose texts are asked for.

        Raises:
            MarkupError: it is no sound XML, or no worksheet.
        """
        self.edited = Edited(content)
        self.first, self.last, self.column = first, last, column
        scan = _Scan(self.edited.content, first, last, column, texts)
        walk(self.edited.content, scan)
        if "sheetData" not in scan.parts:
            raise MarkupError
        self._scan = scan
        start, _ = scan.parts["sheetData"]
        self.prefix = prefix_of(tag_name(self.edited.content, start))

    # -- what stands there ------------------------------------------------------------------------------------------

    @property
    def is_protected(self) -> bool:
        """Whether it is protected against changes."""
        return self._scan.protected

    @property
    def comments_drawing(self) -> str:
        """The id of the relation to the drawing of its comments; empty where it has none."""
        return self._scan.legacy

    def texts(self, column: int) -> dict[int, tuple[str, str]]:
        """The cells of a column that was asked for, by row, as (type, value as written)."""
        return self._scan.texts.get(column, {})

    def free_column(self, occupied: Iterable[Area]) -> int | None:
        """The first column, from the one on that was named, in which no row that is looked at has anything.

        Args:
            occupied: ranges besides merged ones in which nothing may be put, such as tables.
        """
        areas = [*self._scan.merged, *occupied]
        for column in range(self.column, COLUMNS):
            if column not in self._scan.filled and not any(a.touches(self.first, self.last, column) for a in areas):
                return column
        return None

    def style_beside(self, row: int) -> int:
        """The style of the last cell of a row before the column that was named."""
        found = self._scan.rows.get(row)
        return (found.style or 0) if found is not None else 0

    # -- what is changed --------------------------------------------------------------------------------------------

    def put(self, column: int, cells: Mapping[int, tuple[str, int | None]]) -> None:
        """Put texts into a column, in the place of what stands there in the rows that are looked at.

        Args:
            column: from 0.
            cells: text and style by row.
        """
        for number, row in self._scan.rows.items():
            old = next((cell for cell in row.cells if cell.column == column), None)
            if number in cells:
                text, style = cells[number]
                self._put(number, row, column, old, text, style)
            elif old is not None and old.filled:
                # A remark on what is no dataset any more.
                self.edited.replace(old.start, old.end, b"")
        self._widen(column)
        self._extend(column, max(cells))

    def fill(self, column: int, cells: Mapping[int, tuple[str, int | None]]) -> None:
        """Put texts into cells of a column; its other cells stay, and so does the look of those that are there.

        Args:
            column: from 0.
            cells: text by row, and the style of a cell that is not there yet.
        """
        for number, (text, style) in cells.items():
            row = self._scan.rows.get(number)
            if row is None:
                continue
            old = next((cell for cell in row.cells if cell.column == column), None)
            if old is not None:
                look = _STYLE.search(self.edited.content[old.start : tag_end(self.edited.content, old.start)])
                style = int(look[1]) if look is not None else None
            self._put(number, row, column, old, text, style)
        self._extend(column, max(cells))

    def _put(self, number: int, row: _Row, column: int, old: _Cell | None, text: str, style: int | None) -> None:
        name = self.prefix.decode()
        look = "" if style is None else f' s="{style}"'
        cell = f'<{name}c r="{letters(column)}{number}"{look} t="inlineStr"><{name}is><{name}t xml:space="preserve">'
        new = cell.encode() + text_xml(text) + f"</{name}t></{name}is></{name}c>".encode()
        if old is not None:
            self.edited.replace(old.start, old.end, new)
        else:
            behind = next((cell.start for cell in row.cells if cell.column > column), row.close)
            self.edited.insert(behind, new)
        spans = _SPANS.search(self.edited.content[row.start : row.tag_end])
        if spans is not None and int(spans[2]) <= column:
            at = row.start + spans.start(2)
            self.edited.replace(at, row.start + spans.end(2), str(column + 1).encode())

    def _widen(self, column: int) -> None:
        """Give a column a width; a range of columns of which it is one is parted."""
        wanted = column + 1
        name = self.prefix.decode()
        new = f'<{name}col min="{wanted}" max="{wanted}" width="{_WIDTH}" customWidth="1"/>'.encode()
        if not self._scan.widths:
            if "cols" in self._scan.parts:  # empty, which no writer should leave
                return
            before = [end for part, (_, end) in self._scan.parts.items() if part in _BEFORE_COLUMNS]
            at = max(before, default=self._scan.root_end)
            self.edited.insert(at, f"<{name}cols>".encode() + new + f"</{name}cols>".encode())
            return
        for start, end, low, high in self._scan.widths:
            tag = self.edited.content[start:end]
            if low <= wanted <= high:
                if low == high:
                    return  # it has a width of its own, from the check before
                pieces = [_ranged(tag, low, wanted - 1)] if low < wanted else []
                pieces += [new] + ([_ranged(tag, wanted + 1, high)] if wanted < high else [])
                self.edited.replace(start, end, b"".join(pieces))
                return
            if low > wanted:
                self.edited.insert(start, new)
                return
        self.edited.insert(self._scan.widths[-1][1], new)

    def _extend(self, column: int, last: int) -> None:
        """The dimension, where it is told, so that it takes in the column."""
        if self._scan.dimension is None:
            return
        at, tag_ends, reference = self._scan.dimension
        area = area_of(reference)
        if area is None:
            return
        right, bottom = max(area.right, column), max(area.bottom, last)
        told = f"{letters(area.left)}{area.top}:{letters(right)}{bottom}"
        tag = self.edited.content[at:tag_ends]
        match = re.search(rb"\sref\s*=\s*[\"']([^\"']*)", tag)
        if match is not None and told != reference:
            self.edited.replace(at + match.start(1), at + match.end(1), told.encode())

    def relate_comments(self, relation: str, base: str) -> None:
        """Name the relation to the drawing of its comments.

        Args:
            relation: its id.
            base: the namespace of relations.
        """
        ends = [end for part, (_, end) in self._scan.parts.items() if part not in _BEHIND_COMMENTS]
        name = self.prefix.decode()
        told = f'<{name}legacyDrawing xmlns:r="{base}" r:id="{relation}"/>'
        self.edited.insert(max(ends), told.encode())


def _ranged(tag: bytes, low: int, high: int) -> bytes:
    """A ``col`` for other columns."""
    tag = re.sub(rb"(\smin\s*=\s*[\"'])\d+", rb"\g<1>" + str(low).encode(), tag, count=1)
    return re.sub(rb"(\smax\s*=\s*[\"'])\d+", rb"\g<1>" + str(high).encode(), tag, count=1)


class _Scan:
    """What is kept of a worksheet while it is read."""

    def __init__(self, content: bytes, first: int, last: int, column: int, texts: frozenset[int]) -> None:
        self.content = content
        self.first, self.last, self.column, self.wanted = first, last, column, texts
        self.uri = ""
        self.root_end = 0
        self.parts: dict[str, tuple[int, int]] = {}
        self.rows: dict[int, _Row] = {}
        self.filled: set[int] = set()
        self.texts: dict[int, dict[int, tuple[str, str]]] = {}
        self.merged: list[Area] = []
        self.widths: list[tuple[int, int, int, int]] = []
        self.dimension: tuple[int, int, str] | None = None
        self.legacy = ""
        self.protected = False
        self._open: list[str] = []
        self._part = ("", 0, 0)
        self._number = self._at = 0
        self._row: _Row | None = None
        self._cell: _Cell | None = None
        self._columns: dict[str, int] = {}
        self._kept = 0

    def started(self, uri: str, name: str, attributes: dict[str, str], at: int) -> None:
        depth = len(self._open)
        self._open.append(name)
        if depth == 3 and self._row is not None and name == "c":
            self._start_cell(attributes, at)
        elif depth == 2 and self._part[0] == "sheetData":
            if name == "row":
                self._start_row(attributes, at)
        elif depth == 2:
            self._in_part(name, attributes, at)
        elif depth == 4 and self._cell is not None and name in ("v", "is", "f"):
            self._cell.filled = True
        elif depth == 1:
            self._start_part(uri, name, attributes, at)
        elif depth == 0:
            self.uri = uri
            self.root_end = tag_end(self.content, at)
            if name != "worksheet":
                raise MarkupError

    def _start_part(self, uri: str, name: str, attributes: dict[str, str], at: int) -> None:
        end = tag_end(self.content, at)
        self._part = (name if uri == self.uri or name == "AlternateContent" else "", at, end)
        if name == "dimension":
            self.dimension = (at, end, attributes.get("ref", ""))
        elif name == "legacyDrawing":
            self.legacy = next((value for key, value in attributes.items() if key.endswith("\nid")), "")
        elif name == "sheetProtection":
            self.protected = attributes.get("sheet") in ("1", "true")

    def _in_part(self, name: str, attributes: dict[str, str], at: int) -> None:
        part = self._part[0]
        if part == "mergeCells" and name == "mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area is not None and area.bottom >= self.first and area.top <= self.last and area.right >= self.column:
                self.merged.append(area)
        elif part == "cols" and name == "col":
            end = tag_end(self.content, at)
            if not closes_itself(self.content, end):
                raise MarkupError
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if not (low.isdecimal() and high.isdecimal()):
                raise MarkupError
            self.widths.append((at, end, int(low), int(high)))

    def _start_row(self, attributes: dict[str, str], at: int) -> None:
        told = attributes.get("r", "")
        self._number = int(told) if told.isdecimal() and len(told) < 8 else self._number + 1
        self._at = -1
        self._row = None
        if self.first <= self._number <= self.last and self._number not in self.rows:
            self._row = self.rows[self._number] = _Row(at, tag_end(self.content, at))

    def _start_cell(self, attributes: dict[str, str], at: int) -> None:
        reference = attributes.get("r", "").rstrip("0123456789")
        if reference:
            found = self._columns.get(reference)
            if found is None:
                if not (reference.isascii() and reference.isalpha() and reference.isupper() and len(reference) < 4):
                    raise MarkupError
                found = self._columns[reference] = number_of(reference)
            self._at = found
        else:
            self._at += 1
        row = self._row
        assert row is not None
        if self._at >= self.column or self._at in self.wanted:
            self._cell = _Cell(self._at, at, 0, attributes.get("t", ""))
        if self._at >= self.column:
            assert self._cell is not None
            row.cells.append(self._cell)
            self._kept += 1
            if self._kept > _MOST_CELLS:
                raise MarkupError
        elif self._at > row.style_at:
            style = attributes.get("s", "")
            row.style_at, row.style = self._at, int(style) if style.isdecimal() and len(style) < 8 else None

    def ended(self, at: int) -> None:
        self._open.pop()
        depth = len(self._open)
        if depth == 3 and self._cell is not None:
            cell, self._cell = self._cell, None
            end = tag_end(self.content, cell.start)
            if cell.column in self.wanted:
                self.texts.setdefault(cell.column, {})[self._number] = (cell.kind, cell.text)
            cell.end = end if closes_itself(self.content, end) else self.content.index(b">", at) + 1
            if cell.filled and cell.column >= self.column:
                self.filled.add(cell.column)
        elif depth == 2 and self._row is not None and self._part[0] == "sheetData":
            row, self._row = self._row, None
            if closes_itself(self.content, row.tag_end):
                del self.rows[self._number]  # a row of no cells is no dataset
            else:
                row.close = at
        elif depth == 1:
            name, start, end = self._part
            if name:
                behind = end if closes_itself(self.content, end) else self.content.index(b">", at) + 1
                # Some parts come more than once, one behind the other.
                self.parts[name] = (self.parts.get(name, (start, 0))[0], behind)

    def told(self, text: str) -> None:
        if self._cell is not None and self._cell.column in self.wanted and self._open[-1] in ("v", "t"):
            self._cell.text += text
