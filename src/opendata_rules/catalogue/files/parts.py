"""The tables in the rows of a sheet or a file: where each begins, what its columns are called, which lines it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..characters import plain
from ..columns import Columns, Meaning, folded, recognise, repeated
from ..tables import table
from ..text import line, listed, shortened
from .lines import attribute_words, evidence, no_dataset, text_of_cell
from .records import Cell, Record, filled

#: Rows with their numbers in the file.
Grid = list[tuple[int, list[Cell]]]
Problems = list[tuple[int, str]]

#: Columns of a table; a catalogue has fewer by far.
COLUMN_LIMIT = 1_000
#: Rows looked at for a header; banners above it are common.
_HEADER_SEARCH = 20
#: Recognised columns that make a further header of a row; fewer where they are all it has.
_FURTHER = 3
#: Lines looked at to tell a form filled in downwards.
_FORM_SEARCH = 30
#: Meanings that a sheet is recognised by; the others are in any table.
_CORE = ("title", "declared", "cadence", "updated", "department", "fields")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a grid is.

    Attributes:
        index: its place in the grid.
        columns: what its columns mean.
    """

    index: int
    columns: Columns

    @property
    def recognised(self) -> int:
        """How many of its columns were recognised."""
        return self.columns.recognised


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a sheet.

    Attributes:
        sheet: its sheet; empty in a file that has none.
        number: the row of its header.
        columns: names of the columns, each once.
        meaning: what they mean.
        records: its rows.
        left: how many lines in it are no datasets.
        form: whether it is a form filled in downwards, one line for each item of one dataset.
        problems: what was noticed, as (row, Chinese text).
    """

    sheet: str
    number: int
    columns: tuple[str, ...]
    meaning: Columns
    records: tuple[Record, ...]
    left: int
    form: bool
    problems: tuple[tuple[int, str], ...]

    @property
    def is_catalogue(self) -> bool:
        """Whether it is a catalogue of datasets."""
        return self.meaning.is_catalogue and not self.form

    @property
    def core(self) -> frozenset[str]:
        """What a catalogue is compared by."""
        doubtful = {"declared"} if self.meaning.doubtful else set()
        return frozenset(name for name in _CORE if name in self.meaning.meaning) | doubtful

    @property
    def score(self) -> tuple[int, int]:
        """How much of a catalogue it is: what its columns say, then how many rows it has."""
        told = len(self.core) + len({"id", "summary", "sharing", "published"} & set(self.meaning.meaning))
        return told + len(self.meaning.facts), len(self.records)


def header_row(rows: Grid, profile: Mapping[str, Meaning]) -> Header | None:
    """The row with a title column and the most recognised columns, the first of equals.

    A row below the first dataset is the header of another table, however many of its columns are recognised.
    """
    found: Header | None = None
    for index, (_, row) in enumerate(rows[:_HEADER_SEARCH]):
        columns = recognise([str(cell) for cell in row if filled(cell)], profile)
        if "title" in columns.meaning and (found is None or columns.recognised > found.recognised):
            found = Header(index, columns)
        elif found is not None and found.recognised >= 2 and evidence([cell for cell in row if filled(cell)]):
            break
    return found


def parts_of(rows: Grid, profile: Mapping[str, Meaning], *, sheet: str = "", ragged: bool = False) -> list[Part]:
    """The tables of a grid, in order.

    Args:
        rows: the grid.
        profile: meaning by column name.
        sheet: its sheet.
        ragged: whether rows shorter than the header are worth a word (a workbook leaves out empty cells).
    """
    header = header_row(rows, profile)
    if header is None:
        return []
    starts = [header.index]
    names = _folded(rows[header.index][1])
    for index in range(header.index + 1, len(rows)):
        cells = [cell for cell in rows[index][1] if filled(cell)]
        apart = index > starts[-1] + 1  # the next row may be the second one of the header
        if apart and len(cells) > 1 and _is_header(cells, profile) and _folded(cells) != names:
            starts.append(index)
            names = _folded(cells)
    found = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        above = rows[:start] if start == header.index else []
        found.append(_Lines(rows[start], rows[start + 1 : end], above, profile, sheet, ragged).part())
    return found


def _folded(row: list[Cell]) -> tuple[str, ...]:
    return tuple(folded(str(cell)) for cell in row if filled(cell))


def _is_header(cells: list[Cell], profile: Mapping[str, Meaning]) -> bool:
    if evidence(cells):
        return False
    columns = recognise([str(cell) for cell in cells], profile)
    known = columns.recognised
    return "title" in columns.meaning and known * 2 > len(cells) and (known >= _FURTHER or known == len(cells))


class _Lines:
    """The lines of one table, told apart."""

    def __init__(
        self,
        header: tuple[int, list[Cell]],
        body: Grid,
        above: Grid,
        profile: Mapping[str, Meaning],
        sheet: str,
        ragged: bool,
    ) -> None:
        self.number, head = header
        self.profile = profile
        self.sheet = sheet
        self.ragged = ragged
        self.problems: Problems = []
        # Beyond the limit nothing is a column's name; such a table is refused.
        self.head = head = head[: COLUMN_LIMIT + 1]
        self.body = body
        self.marks = {i: text for i, cell in enumerate(head) if (text := text_of_cell(cell)) in attribute_words()}
        if len(self.marks) < 2:
            self.marks = {}
        self.marked = ""
        self.headers = [_folded(head)]
        self._take_second_row()
        if above and _is_upper_row(above[-1][1], head):
            self._tell(self.number, "表头有两行，下面一行的列名也用了")
            above = above[:-1]
        shown = [line(str(cell)) for _, row in above for cell in row if filled(cell)]
        if shown:
            self._tell(0, f"表头上面的内容没有读取：{listed([shortened(text) for text in shown], 4)}")

    def part(self) -> Part:
        """The table."""
        columns = self._column_names()
        named = tuple(column for column in columns if column)
        if self.marks:
            self.marked = self._marked(named)
            named = (*named, self.marked)
        meaning = recognise(named, self.profile)
        records, left = self._records(columns, meaning)
        form = _is_form(self.head, self.body, meaning, self.profile)
        return Part(self.sheet, self.number, named, meaning, tuple(records), left, form, tuple(self.problems))

    def _tell(self, row: int, text: str) -> None:
        self.problems.append((row, text))

    # -- header -------------------------------------------------------------------------------------------------

    def _take_second_row(self) -> None:
        """What a second row of the header says below names that go over several columns; and what is ticked."""
        if not self.body:
            return
        number, row = self.body[0]
        head = self.head
        new = {i: text_of_cell(cell) for i, cell in enumerate(row) if filled(cell) and not _same(cell, _at(head, i))}
        titles = [i for i, cell in enumerate(head) if recognise([str(cell)], self.profile).meaning.get("title")]
        if not new or any(i in new for i in titles):
            return
        marks = {i: text for i, text in new.items() if text in attribute_words()}
        names = recognise([text for i, text in new.items() if i not in marks], self.profile)
        # Merged downwards, the name of the title column stands in both rows.
        sure = any(filled(_at(row, i)) for i in titles)
        if (names.unknown and not sure) or (len(marks) == 1 and not sure):
            return
        self.head = [_at(head, i) for i in range(max(len(head), len(row)))]
        for i, text in new.items():
            self.head[i] = text
        self.marks = marks if len(marks) > 1 else self.marks
        self.body = self.body[1:]
        self.headers.append(_folded(row))
        self._tell(number, "表头有两行，下面一行的列名也用了")

    def _marked(self, columns: tuple[str, ...]) -> str:
        """The name of the column that the ticks come to."""
        name = str(table("columns")["declared"]["label"])
        return name if name not in columns else repeated(name, f"{len(columns) + 1} 列")

    def _column_names(self) -> list[str]:
        cells = self.head
        used = {index for _, row in self.body for index, cell in enumerate(row) if filled(cell)}
        while cells and not filled(cells[-1]) and len(cells) - 1 not in used:
            cells = cells[:-1]
        columns: list[str] = []
        for index, cell in enumerate(cells):
            column = line(plain(str(cell)))
            if index in self.marks:
                column = ""
            elif not column and index in used:
                column = f"（第 {index + 1} 列，没有列名）"
            if column and column in columns:
                new = repeated(column, f"{index + 1} 列")
                self._tell(self.number, f"列名“{column}”出现了不止一次，后面的记作“{new}”；意思相同的逐行比较")
                column = new
            columns.append(column)
        return columns

    # -- lines --------------------------------------------------------------------------------------------------

    def _records(self, columns: list[str], meaning: Columns) -> tuple[list[Record], int]:
        wanted = {column for name in ("title", "fields") for column in meaning.meaning.get(name, ())}
        sparse = all(sum(map(filled, row)) <= 2 for _, row in self.body)
        records: list[Record] = []
        left = place = 0
        for number, row in self.body:
            cells = [cell for cell in row if filled(cell)]
            if not cells:
                continue
            if _folded(cells) in self.headers:
                self._tell(number, "又是一行表头，没有读取")
                continue
            title = next((c for name, c in zip(columns, row, strict=False) if name in wanted and filled(c)), "")
            why = no_dataset(row, title, len(columns), place, sparse=sparse)
            place += 1
            if why:
                left += 1
                self._tell(number, f"“{shortened(str(cells[0]))}”{why}，没有读取")
                continue
            records.append(Record(number, self._values(number, columns, row), self.sheet))
        return records, left

    def _values(self, number: int, columns: list[str], row: list[Cell]) -> dict[str, Cell]:
        if any(filled(cell) for cell in row[len(columns) :]):
            self._tell(number, "这一行比表头多出几列，多出的没有用")
        elif self.ragged and len(row) < len(columns):
            self._tell(number, "这一行比表头少几列，缺的当作没有填")
        values = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        if self.marks:
            ticked = [_ticked(word, text_of_cell(_at(row, i)).casefold()) for i, word in self.marks.items()]
            values[self.marked] = "、".join(filter(None, ticked))
        return values


def _at(row: list[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else ""


def _ticked(attribute: str, cell: str) -> str:
    """The attribute of a ticked cell; what a cell says beside it that is neither yes nor no."""
    words = table("values")
    if not cell or cell in words["no_words"]:
        return ""
    return attribute if cell in words["yes_words"] else f"{attribute}：{cell}"


def _is_upper_row(row: list[Cell], head: list[Cell]) -> bool:
    """Whether a row stands above a header as its upper half, most names of columns merged downwards."""
    cells = [i for i, cell in enumerate(row) if filled(cell)]
    return len(cells) > 2 and sum(_same(row[i], _at(head, i)) for i in cells) * 2 >= len(cells)


def _same(one: Cell, other: Cell) -> bool:
    return text_of_cell(one) == text_of_cell(other)


def _is_form(head: list[Cell], body: Grid, meaning: Columns, profile: Mapping[str, Meaning]) -> bool:
    """Whether names of columns stand below each other: the items of one dataset, one or two a line."""
    cells = [cell for cell in head if filled(cell)]
    if meaning.recognised * 2 > len(cells):
        return False
    labels = [str(cell) for _, row in body[:_FORM_SEARCH] for cell in row if filled(cell) and len(str(cell)) < 20]
    below = recognise(dict.fromkeys(labels), profile)
    names = (set(below.meaning) | ({"declared"} if below.doubtful else set())) & set(_CORE) - {"title"}
    return len(names) >= 2
