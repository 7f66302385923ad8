"""The tables in the rows of a sheet or a file: where each begins, what its columns are called, which lines it has."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from ..characters import plain
from ..columns import Columns, Meaning, folded, recognise, repeated
from ..remembering import Remembered
from ..text import line, listed, shortened
from .beside import Block, blocks_of
from .lines import BELOW_HEADER, attribute_words, is_telling, may_be_example, no_dataset, text_of_cell
from .outline import COLUMN_LIMIT, FORM_SEARCH, Grid, Outline, Rows, at, folded_row, is_upper_row, outlines_of, same
from .records import NOT_KNOWN, Cell, Layout, Problems, Record, Records, Told, filled, unwrapped
from .remarks import REMARKS, emptied
from .ticks import marks_of, names_of, ticked

#: Meanings of which platforms write codes, and how cells end that may hold one with its name in JSON.
_CODED = ("declared", "sharing", "cadence", "department")
_WRAPPERS = ("}", "]", " ", "\n")
#: Meanings that a sheet is recognised by; the others are in any table.
_CORE = ("title", "cadence", "updated", "department", "fields")
_ATTRIBUTES = ("declared", "sharing")
#: So often a table is cut out of another one: each time the file is gone through again.
_CUTS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a sheet.

    Attributes:
        sheet: its sheet; empty in a file that has none.
        number: the row of its header.
        left: the place of its first column, where tables stand side by side.
        columns: names of the columns, each once.
        meaning: what they mean.
        records: its rows.
        form: whether it is a form filled in downwards, one line for each item of one dataset.
        problems: what was noticed in its header, as (row, Chinese text).
    """

    sheet: str
    number: int
    left: int
    columns: tuple[str, ...]
    meaning: Columns
    records: LinesOfTables
    form: bool
    problems: tuple[tuple[int, str], ...]

    def nameless(self) -> Part:
        """The same where only one sheet is read: its rows go by their numbers alone."""
        for one in self.records.tables:
            one.sheet = ""
        return replace(self, sheet="")

    @property
    def is_catalogue(self) -> bool:
        """Whether it is a catalogue of datasets."""
        return self.meaning.is_catalogue and not self.form

    def core(self, asked: str) -> frozenset[str]:
        """What a catalogue is compared by.

        Args:
            asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.
        """
        known = {*self.meaning.meaning, *self.meaning.doubtful}
        return frozenset(name for name in (*_CORE, asked) if name in known)

    def score(self, asked: str) -> tuple[int, int]:
        """How much of a catalogue it is: what its columns say, the attribute asked about twice, then its rows."""
        told = len(self.core(asked)) + len({"id", "summary", "published", asked} & set(self.meaning.meaning))
        return told + len(self.meaning.facts), self.records.counted()


def parts_of(
    rows: Rows, profile: Mapping[str, Meaning], *, sheet: str = "", ragged: bool = False, left: int = 0, within: int = 0
) -> list[Part]:
    """The tables of a grid, in order, of those side by side the left one first.

    Args:
        rows: the grid.
        profile: meaning by column name.
        sheet: its sheet.
        ragged: whether rows shorter than the header are worth a word (a workbook leaves out empty cells).
        left: the place of its first column in the file.
        within: how many tables it is cut out of.
    """
    outlines, above = outlines_of(rows, profile, ragged=ragged)
    parts: list[Part] = []
    for one in outlines:
        blocks = blocks_of(rows, one, profile) if within < _CUTS else []
        for begin, end in blocks:
            # What stands above the first header is read with it.
            inner = Block(rows, one.start if parts else 0, one.end, begin, end)
            parts += parts_of(inner, profile, sheet=sheet, ragged=ragged, left=left + begin, within=within + 1)
        if not blocks:
            table = _Lines(one, above if one is outlines[0] else [], profile, sheet, ragged, left)
            parts.append(table.part(rows))
    return parts


class LinesOfTables(Records):
    """The datasets among the lines of tables of one grid, one table below the other."""

    def __init__(self, rows: Rows, tables: Sequence[_Lines]) -> None:
        self.rows = rows
        self.tables = tables
        self._seen = False

    def __iter__(self) -> Iterator[Record]:
        told = Told()
        total = left = 0
        tables = iter(self.tables)
        table = next(tables)
        place = 0
        for index, (number, row) in enumerate(self.rows):
            while index >= table.end:
                following = next(tables, None)
                if following is None:
                    break
                table, place = following, 0
            if index < table.begin:
                continue
            if index >= table.end:
                break
            record = table.read(number, row, place, told)
            if record is None:
                continue
            place += 1
            if record is _NO_DATASET:
                left += 1
                continue
            total += 1
            yield record
        told.close()
        self.total, self.left, self.problems, self._seen = total, left, told, True

    def layouts(self) -> tuple[Layout, ...]:
        return tuple(table.layout() for table in self.tables)

    def counted(self) -> int:
        """How many there are; the rows are gone through for it, if they have not been."""
        if not self._seen:
            collections.deque(self, 0)
        return self.total


#: Stands for a line that is no dataset.
_NO_DATASET = Record(0, {})
#: What is said where a row of delimited text has more cells than the header.
_SHIFTED = "；可能少了引号，各列错位，所填的事实当作未知"


class _Lines:
    """The lines of one table, told apart."""

    def __init__(
        self,
        outline: Outline,
        above: Grid,
        profile: Mapping[str, Meaning],
        sheet: str,
        ragged: bool,
        left: int,
    ) -> None:
        self.number, head = outline.header
        self.outline = outline
        self.begin, self.end = outline.start + 1, outline.end
        self.profile = profile
        self.sheet = self.title = sheet
        self.ragged = ragged
        self.left = left
        self.remarks = outline.remarks
        # Rows that repeat the header, and the last row: known once the rows have been gone through.
        self.heads = {self.number: None}
        self.last = self.number
        self.problems: Problems = []
        # Beyond the limit nothing is a column's name; such a table is refused.
        self.head = head = head[: COLUMN_LIMIT + 1]
        self.marks = marks_of({i: text_of_cell(cell) for i, cell in enumerate(head)})
        #: names of the columns that the ticks come to, by their meaning
        self.marked: dict[str, str] = {}
        self.headers = [folded_row(head)]
        taken = self._take_second_row()
        outline.below(second=taken)
        self.begin += taken
        if above and is_upper_row(above[-1][1], head):
            above = above[:-1]
        # The upper row of a header of two repeats names that are merged downwards.
        names = set(self.headers[0])
        shown = [line(str(cell)) for _, row in above for cell in row if filled(cell) and folded(str(cell)) not in names]
        shown = list(dict.fromkeys(shown))
        if shown:
            self._tell(0, f"表头上面的内容没有读取：{listed([shortened(text) for text in shown], 4)}")

    def part(self, rows: Rows) -> Part:
        """The table.

        Args:
            rows: the grid.
        """
        columns = self._column_names()
        named = tuple(column for column in columns if column)
        if self.marks:
            self.marked = names_of(self.marks, named)
            named = (*named, *self.marked.values())
        meaning = recognise(named, self.profile)
        self._know(columns, meaning)
        form = _is_form(self.head, self.outline.lines, meaning, self.profile)
        if self.remarks:
            named = (*named, REMARKS)
        records = LinesOfTables(rows, [self])
        return Part(self.sheet, self.number, self.left, named, meaning, records, form, tuple(self.problems))

    def layout(self) -> Layout:
        """Where it stands."""
        places = [(column, place) for place, column in enumerate(self.columns) if column]
        places += [(self.marked[meaning], place) for place, (meaning, _) in self.marks.items()]
        left = self.left
        moved = tuple((column, place + left) for column, place in places)
        return Layout(self.title, tuple(self.heads), self.last, moved, tuple(place + left for place in self.remarks))

    def _tell(self, row: int, text: str) -> None:
        self.problems.append((row, text))

    # -- header -------------------------------------------------------------------------------------------------

    def _take_second_row(self) -> bool:
        """What a second row of the header says below names that go over several columns; and what is ticked.

        Returns:
            Whether there is such a row.
        """
        if self.outline.second is None:
            return False
        number, row = self.outline.second
        head = self.head
        new = {i: text_of_cell(cell) for i, cell in enumerate(row) if filled(cell) and not same(cell, at(head, i))}
        titles = [i for i, cell in enumerate(head) if recognise([str(cell)], self.profile).meaning.get("title")]
        if not new or any(i in new for i in titles):
            return False
        words = {i for i, text in new.items() if text in attribute_words()}
        names = recognise([text for i, text in new.items() if i not in words], self.profile)
        # Merged downwards, the name of the title column stands in both rows.
        sure = any(filled(at(row, i)) for i in titles)
        if (names.unknown and not sure) or (len(words) == 1 and not sure):
            return False
        self.head = [at(head, i) for i in range(max(len(head), len(row)))]
        for i, text in new.items():
            self.head[i] = text
        self.marks = marks_of(new) or self.marks
        self.headers.append(folded_row(row))
        self._tell(number, "表头有两行，下面一行的列名也用了")
        return True

    def _column_names(self) -> list[str]:
        cells = self.head
        used = self.outline.used
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

    def _know(self, columns: list[str], meaning: Columns) -> None:
        """What is needed to read a line."""
        self.columns = columns
        wanted = {column for name in ("title", "fields") for column in meaning.meaning.get(name, ())}
        self.wanted = [place for place, column in enumerate(columns) if column in wanted]
        #: where a code may stand with its name
        codes = {
            column for name in _CODED for column in (*meaning.meaning.get(name, ()), *meaning.doubtful.get(name, ()))
        }
        self.coded = [place for place, column in enumerate(columns) if column in codes or column in meaning.facts]
        #: where a fact stands, and where an attribute
        self.stating = {place for place, column in enumerate(columns) if column in meaning.facts}
        stated = {column for name in _ATTRIBUTES for column in meaning.meaning.get(name, ())}
        self.attributes = {place for place, column in enumerate(columns) if column in stated}
        self.plainly = not self.marks and all(columns)
        self.lengths = {len(header) for header in self.headers}
        words = {name for header in self.headers for name in header}
        self.may_repeat = any(is_telling(["", name]) for name in words)
        self.may_be_plain = bool(self.coded) and self.plainly and not self.remarks and not self.may_repeat
        #: where a line may say that it is an example
        self.named = sorted({0, *self.wanted})
        self.codes_of = itemgetter(*(self.coded or [0]))
        self.evident = Remembered(self._is_evident)

    def read(self, number: int, row: list[Cell], place: int, told: Told) -> Record | None:
        """The dataset in a line; :data:`_NO_DATASET` where it is none, ``None`` where it is nothing.

        Args:
            number: the number of the row.
            row: its cells.
            place: the place of the line below the header, from 0.
            told: what is noticed is told here.
        """
        if self.may_be_plain and place >= BELOW_HEADER and len(row) == len(self.columns) and self._is_plain(row):
            self.last = number
            return Record(number, dict(zip(self.columns, row, strict=True)), self.sheet)
        if self.remarks:
            row = emptied(row, self.remarks, ragged=self.ragged)
        cells = [cell for cell in row if cell and (cell.__class__ is not str or not cell.isspace())]
        if not cells:
            return None
        self.last = number
        telling = is_telling(cells)
        if (not telling or self.may_repeat) and self._repeats_header(cells):
            if folded_row(cells) == self.headers[0]:
                self.heads[number] = None
            told.tell(number, "又是一行表头，没有读取")
            return None
        title: Cell = ""
        for i in self.wanted:
            if i < len(row) and row[i] and filled(row[i]):
                title = row[i]
                break
        why = no_dataset(cells, title, len(self.columns), place, sparse=self.outline.sparse, telling=telling)
        if why:
            told.tell(number, f"“{shortened(str(cells[0]))}”{why}，没有读取")
            return _NO_DATASET
        return Record(number, self._values(number, row, told), self.sheet)

    def _is_plain(self, row: list[Cell]) -> bool:
        """Whether a line surely is a dataset whose cells are read as they stand, as most are: then that is all."""
        first = row[0]
        if first.__class__ is not str or not first or first.isspace() or not self.evident[self.codes_of(row)]:
            return False
        return not any(may_be_example(row[i]) for i in self.named)

    @staticmethod
    def _is_evident(codes: Cell | tuple[Cell, ...]) -> bool:
        """Whether cells that may hold codes hold none, and one of them says what only those of a dataset say."""
        cells = codes if isinstance(codes, tuple) else (codes,)
        return is_telling(("", *cells)) and not any(str(cell)[-1:] in _WRAPPERS for cell in cells)

    def _repeats_header(self, cells: list[Cell]) -> bool:
        if len(cells) not in self.lengths:
            return False
        # What stands last is most often something that many rows have, and known already.
        return any(
            len(header) == len(cells)
            and all(folded(str(cell)) == name for cell, name in zip(reversed(cells), reversed(header), strict=True))
            for header in self.headers
        )

    def _values(self, number: int, row: list[Cell], told: Told) -> dict[str, Cell]:
        columns = self.columns
        for place in self.coded:
            cell = at(row, place)
            if isinstance(cell, str) and cell[-1:] in _WRAPPERS:
                row[place : place + 1] = [unwrapped(cell)]
        if len(row) == len(columns) and self.plainly:
            return dict(zip(columns, row, strict=True))
        if any(filled(cell) for cell in row[len(columns) :]):
            told.tell(number, "这一行比表头多出几列，多出的没有用" + (_SHIFTED if self.ragged and self.stating else ""))
            if self.ragged:
                # A comma without quotation marks moves what stands behind it into other columns, the last of it out.
                moved = any(text_of_cell(cell) in attribute_words() for cell in row[len(columns) :])
                lost = self.stating | self.attributes if moved else self.stating
                row = [NOT_KNOWN if place in lost else cell for place, cell in enumerate(row)]
        elif self.ragged and len(row) < len(columns):
            told.tell(number, "这一行比表头少几列，缺的当作没有填")
        values = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        for meaning, column in self.marked.items():
            words = [ticked(word, at(row, i)) for i, (what, word) in self.marks.items() if what == meaning]
            values[column] = "、".join(filter(None, words))
        return values


def _is_form(head: list[Cell], body: Grid, meaning: Columns, profile: Mapping[str, Meaning]) -> bool:
    """Whether names of columns stand below each other: the items of one dataset, one or two a line."""
    cells = [cell for cell in head if filled(cell)]
    if meaning.recognised * 2 > len(cells):
        return False
    labels = [str(cell) for _, row in body[:FORM_SEARCH] for cell in row if filled(cell) and len(str(cell)) < 20]
    below = recognise(dict.fromkeys(labels), profile)
    names = {*below.meaning, *below.doubtful} & {*_CORE, *_ATTRIBUTES} - {"title"}
    return len(names) >= 2
