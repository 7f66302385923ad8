"""What the cells of one catalogue mean, column by column; and an account of every spelling that occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import BadFact
from ..reading.facts_in_words import value_from_text
from ..vocabulary.facts import Fact, FactType
from ..vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Attribute, Scheme
from . import days, values
from .characters import odd_note, plain
from .columns import Columns, folded, label, own_name, recognise
from .declaring import declared_columns, is_denied, not_compared, watched
from .files.records import Cell, Record, Table, filled
from .identity import is_ordinary, is_ordinary_id
from .namesakes import Namesakes
from .profile import Profile
from .remembering import Remembered
from .results import FACT, NOT_ASKED, Spelling
from .schemes import ASKED, OTHER, VERBS
from .slices import Slice, slices
from .spelt import Spelt
from .tags import Tags, is_column_of_tags
from .text import line, lines, listed, shortened

#: Meanings of which the first filled column counts; those of one name are compared. The others are compared whatever
#: their names, or looked through.
_FIRST_FILLED = ("title", "id", "department", "updated")
#: Spellings that are remembered.
_TEXTS = 10_000
#: How programs write that a cell is empty.
_LONGEST_EMPTY = 4
_EMPTY = frozenset(["nan", "none", "null", "n/a", "#n/a", "nat", "<na>"])


class Reading:
    """One table, understood.

    It is gone through once, since what a cell means may depend on its column: codes, words of another scheme, tags.

    Attributes:
        columns: what the columns mean.
        scheme: whether the attribute of opening or that of sharing is asked about.
        declared_columns: columns that state it.
        answering: columns that were not recognised, and answer some question with yes.
        problems: what was not recognised, for the whole file.
        namesakes: which names and ids occur more than once.
        spelt: how the attribute and the cadence are written, once it has been counted.
    """

    def __init__(self, table: Table, profile: Profile, scheme: Scheme = Scheme.OPENING) -> None:
        self.table = table
        self.profile = profile
        self.scheme = scheme
        self._attribute_term = SCHEME_TERMS[scheme]
        self._last = frozenset(profile.last)
        self.columns: Columns = recognise(table.columns, profile.meanings, profile.last)
        self.problems: list[tuple[int, str]] = []
        self.namesakes = Namesakes()
        self._first = {
            meaning: tuple((column, folded(own_name(column))) for column in self.columns.meaning.get(meaning, ()))
            for meaning in _FIRST_FILLED
        }
        self._shows: dict[str, Callable[[Cell], str]] = {
            "title": _title,
            "id": _id,
            # Few departments have many datasets each.
            "department": Remembered(_department).__getitem__,
        }
        self._attributes = Remembered(self._read_attribute, _TEXTS)
        self._cadences = Remembered(self._read_cadence, _TEXTS)
        named = self.columns.meaning.get(ASKED[scheme], ())
        unsure = watched(named, self.columns.doubtful.get(ASKED[scheme], ()))
        doubtful = {column: values.Doubtful(scheme) for column in unsure}
        self._among_other = dict.fromkeys((*named, *doubtful), False)
        tagged = [c for c in self.columns.meaning.get("ignored", ()) if is_column_of_tags(folded(own_name(c)))]
        self._tags = {column: Tags() for column in tagged}
        self._tags |= {column: Tags(named=False) for column in self.columns.unknown}
        self.answering: tuple[str, ...] = ()
        self._survey(doubtful)
        self.declared_columns, said = declared_columns(named, doubtful, self._attribute_term)
        self.problems += [(0, text) for text in said]
        self._tags = {column: tags for column, tags in self._tags.items() if tags.any}
        self.spelt = Spelt(self.declared_columns, self.columns.meaning.get("cadence", ()))
        self._tell_columns()

    # -- columns ----------------------------------------------------------------------------------------------------

    def _survey(self, doubtful: Mapping[str, values.Doubtful]) -> None:
        """Go through the table, for what is judged of a whole column."""
        stating = (*self._among_other, *self.columns.facts)
        answering: dict[str, None] = {}
        for some in slices(self.table.records):
            titles, ids, departments = (self.shown(some, meaning)[0] for meaning in ("title", "id", "department"))
            self.namesakes.add(titles, ids, departments, some.cells(stating))
            for column, about in doubtful.items():
                for cell, count in Counter(some.column(column)).items():
                    about.add(str(cell), self.profile, count)
            for column, other in self._among_other.items():
                if not other and any(values.speaks_of_other(str(one), self.scheme) for one in {*some.column(column)}):
                    self._among_other[column] = True
            for column, tags in self._tags.items():
                for cell, count in Counter(some.column(column)).items():
                    tags.add(str(cell), count)
            for column in self.columns.unknown:
                if column not in answering and any(values.is_answer(column, cell) for cell in {*some.column(column)}):
                    answering[column] = None
        self.answering = tuple(answering)
        self.namesakes.close()

    def _tell_columns(self) -> None:
        meaning = self.columns.meaning
        others = "、".join(f"“{line(column)}”" for column in self._other_columns())
        verb, other = VERBS[self.scheme], VERBS[OTHER[self.scheme]]
        if not self.declared_columns:
            instead = f"（只有说{other}的{others}，{other}不是{verb}）" if others else ""
            self._problem(f"没有找到{self._attribute_term}一列{instead}，不能检查申报的属性")
        elif others:
            self._problem(f"{others}说的是{other}；这次检查的是{self._attribute_term}，没有用它判断")
        missing = [label(name) for name in ("cadence", "updated") if name not in meaning]
        if missing:
            self._problem(f"没有找到{'、'.join(missing)}一列，不能检查更新是否逾期")
        for name, columns in meaning.items():
            # Of the cadence, columns that come last are not compared.
            compared = [c for c in columns if c not in self._last] if name == "cadence" else []
            columns = tuple(compared) or columns
            names = list(dict.fromkeys(line(own_name(column)) for column in columns))
            if len(names) > 1 and name in _FIRST_FILLED:
                self._problem(f"“{'”“'.join(names)}”都读作{label(name)}：取“{names[0]}”，空的才取后面的")
            elif len(names) > 1 and name == "cadence":
                self._problem(f"“{'”“'.join(names)}”都读作{label(name)}：逐行比较，不一致的当作未知")
        unused = [column for column in self.columns.unknown if column not in self._tags]
        if unused:
            unknown = [line(column) + odd_note(column) for column in unused]
            self._problem(f"不认识、没有用的列：{listed(unknown, 30)}")
        if self._tags:
            self._problem(f"{'、'.join(f'“{line(column)}”' for column in self._tags)}一列里有数据项的名称，一并查看")

    def _other_columns(self) -> tuple[str, ...]:
        """Columns of the attribute that is not asked about."""
        other = ASKED[OTHER[self.scheme]]
        return (*self.columns.meaning.get(other, ()), *self.columns.doubtful.get(other, ()))

    def _problem(self, text: str) -> None:
        self.problems.append((0, text))

    def meanings(self, used: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """Each recognised column with its Chinese meaning.

        Args:
            used: facts that the law asks about.
        """
        found: dict[str, str] = {}
        for meaning, columns in self.columns.meaning.items():
            found |= dict.fromkeys(columns if meaning != ASKED[self.scheme] else (), label(meaning))
        for name, columns in self.columns.doubtful.items():
            # One that is judged by its cells is among the declared columns, or is not used.
            found |= dict.fromkeys(columns if name != ASKED[self.scheme] else (), label(name))
        found |= dict.fromkeys(self.declared_columns, self._attribute_term)
        for column, fact in self.columns.facts.items():
            found[column] = f"{FACT}{fact.label}" + ("" if fact.id in used else NOT_ASKED)
        return tuple((line(column), found[column]) for column in self.table.columns if column in found)

    # -- cells ------------------------------------------------------------------------------------------------------

    def shown(self, some: Slice, meaning: str) -> tuple[Sequence[str], Mapping[int, Sequence[str]]]:
        """What the first filled column of a meaning says, as it is shown, for each record.

        Returns:
            The texts; and by the places of records of which columns of one name say different things, that they do.
        """
        columns = self._first[meaning]
        if len(columns) == 1:
            return [*map(self._shows[meaning], some.column(columns[0][0]))], {}
        found = [self._first_filled(record, meaning) for record in some.records]
        texts = [list(dict.fromkeys(map(self._shows[meaning], cells.values()))) for cells in found]
        differing = {place: self._differ(meaning, found[place]) for place, one in enumerate(texts) if len(one) > 1}
        return [" / ".join(one) for one in texts], differing

    def _first_filled(self, record: Record, meaning: str) -> dict[str, Cell]:
        """The filled cells of the first column of a meaning that has one, and of the columns that have its name."""
        found: dict[str, Cell] = {}
        first = None
        for column, name in self._first[meaning]:
            cell = record.values.get(column, "")
            if cell and _says(cell):
                first = first or name
                if name == first:
                    found[column] = cell
        return found

    @staticmethod
    def _differ(meaning: str, cells: Mapping[str, Cell]) -> list[str]:
        said = "，".join(f"“{line(column)}”写“{shortened(str(cell))}”" for column, cell in cells.items())
        return [f"几列的{label(meaning)}不一致：{said}"]

    def titles(self, some: Slice) -> Sequence[str]:
        """What the datasets are called, as it is read, to look for names in."""
        columns = self._first["title"]
        if len(columns) == 1:
            return [plain(str(cell).strip()) if cell and _says(cell) else "" for cell in some.column(columns[0][0])]
        found = (self._first_filled(record, "title").values() for record in some.records)
        return [plain("、".join([str(cell).strip() for cell in cells])) for cells in found]

    def searched(self, record: Record, meaning: str) -> str:
        """The cells of a meaning as they are read, to look for names in."""
        return plain(self._joined(record, meaning))

    def _joined(self, record: Record, meaning: str) -> str:
        """All filled cells of a meaning."""
        cells = [record.values.get(column, "") for column in self.columns.meaning.get(meaning, ())]
        return "、".join([str(cell).strip() for cell in cells if cell and filled(cell)])

    def items_in_tags(self, record: Record) -> str:
        """Names of data items that stand among the tags of a dataset."""
        if not self._tags:
            return ""
        told = (tags.items(str(record.values.get(column, ""))) for column, tags in self._tags.items())
        return "、".join(filter(None, told))

    def long(self, record: Record, meaning: str) -> str:
        """All filled cells of a meaning, as visible lines."""
        return lines(self._joined(record, meaning))

    def declared(self, record: Record) -> tuple[str, Attribute | None, list[str]]:
        """The attribute as written, as understood, and why it was not."""
        texts = {column: str(record.values.get(column, "")).strip() for column in self.declared_columns}
        texts = self._without_last(texts)
        read = {column: self._attributes[column, text] for column, text in texts.items()}
        shown = " / ".join(dict.fromkeys(line(text) for text in texts.values() if text))
        stated = {found.attribute for found in read.values() if found.attribute is not None}
        if len(stated) == 1 and not is_denied(texts, read):
            [attribute] = stated
            return shown, attribute, not_compared(texts, read)
        if stated:
            said = "，".join(f"“{line(column)}”写“{shortened(text)}”" for column, text in texts.items() if text)
            return shown, None, [f"几列的{self._attribute_term}不一致：{said}"]
        # A column that says something goes before one that is empty.
        notes = [read[column].note for column, text in texts.items() if text] or [f"没有填{self._attribute_term}"]
        return shown, None, list(dict.fromkeys(notes)) if self.declared_columns else []

    def _read_attribute(self, written: tuple[str, str]) -> values.Declared:
        column, text = written
        return values.declared(text, self.profile, self.scheme, among_other=self._among_other[column])

    def _read_cadence(self, text: str) -> values.Cadence:
        return values.cadence(text, self.profile)

    def cadence(self, record: Record) -> tuple[str, values.Cadence]:
        """The update cadence as written and as understood; what its columns say differently is not known."""
        columns = self.columns.meaning.get("cadence", ())
        texts = {column: str(record.values.get(column, "")).strip() for column in columns}
        said = self._without_last({column: text for column, text in texts.items() if text})
        read = [self._cadences[text] for text in said.values()] or [self._cadences[""]]
        shown = " / ".join(dict.fromkeys(map(line, said.values())))
        understood = [cadence for cadence in read if cadence.known] or read
        if len({cadence.facts for cadence in understood}) > 1:
            [note] = self._differ("cadence", said)
            return shown, values.Cadence((), f"{note}，当作未知", known=False)
        return shown, understood[0]

    def _without_last(self, texts: dict[str, str]) -> dict[str, str]:
        """The cells of columns without those of columns that come last, where another one is filled."""
        if not self._last:
            return texts
        first = {column: text for column, text in texts.items() if column not in self._last}
        return first if any(first.values()) else texts

    @property
    def stating(self) -> tuple[str, ...]:
        """The columns that :meth:`declared`, :meth:`facts` and :meth:`answers` look at."""
        return (*self.declared_columns, *self.columns.facts, *self.answering)

    @property
    def dating(self) -> tuple[str, ...]:
        """The columns that :meth:`cadence` and :meth:`updated` look at."""
        meaning = self.columns.meaning
        return (*meaning.get("cadence", ()), *meaning.get("updated", ()))

    @property
    def describing(self) -> tuple[str, ...]:
        """The columns that say what is in a dataset: its summary, its data items, its tags."""
        meaning = self.columns.meaning
        return (*meaning.get("summary", ()), *meaning.get("fields", ()), *self._tags)

    def updated(self, record: Record) -> tuple[str, days.Period | None, str]:
        """The last update as written and as understood, or why it was not."""
        cells = self._first_filled(record, "updated")
        shown = " / ".join(dict.fromkeys(line(str(cell)) for cell in cells.values()))
        periods = [days.period(cell, self.profile) for cell in cells.values()]
        found = {period for period in periods if period is not None}
        if len(found) > 1:
            return shown, None, self._differ("updated", cells)[0] + "，当作未知"
        if found:
            return shown, found.pop(), ""
        return shown, None, days.date_note(next(iter(cells.values()), ""))

    def facts(self, record: Record) -> tuple[dict[str, Any], list[str]]:
        """The facts a row states, and what was not understood of them.

        What its columns say differently, or what one of them says in a way that is not understood, is ``None``: it is
        stated, and not known; so is what has a column in which nothing is filled in here.
        """
        found: dict[str, Any] = {}
        unsure: set[str] = set()
        notes: list[str] = []
        for column, fact in self.columns.facts.items():
            text = str(record.values.get(column, ""))
            try:
                value = self._fact(fact, record, column)
            except BadFact:
                notes.append(f"“{line(column)}”填的“{shortened(text)}”{odd_note(text)}看不懂，当作未知")
                unsure.add(fact.id)
                continue
            if value is None and not text.strip():
                continue
            # 未知 beside 否 is a contradiction as well: somebody who looked did not know.
            if found.setdefault(fact.id, value) != value:
                notes.append(f"“{fact.label}”有两列，内容不一致，当作未知")
                unsure.add(fact.id)
        blank = (fact.id for fact in self.columns.facts.values() if fact.id not in found)
        return {**found, **dict.fromkeys((*unsure, *blank))}, notes

    def answers(self, record: Record) -> list[str]:
        """What a row answers with yes, 不涉密 with no, in columns that were not recognised, in Chinese: who asked
        that, has asked more than is understood.
        """
        return [
            f"“{line(column)}”填了“{shortened(str(record.values[column]))}”，不知道问的是什么；这一行没有列的事实不当作“否”，"
            "请把列名改成事实的名称，或者在平台说明里写明这一列的意思"
            for column in self.answering
            if values.is_answer(column, record.values.get(column, ""))
        ]

    def _fact(self, fact: Fact, record: Record, column: str) -> object:
        cell = record.values.get(column, "")
        if fact.type is FactType.DATE:
            return fact.check(days.date(cell, self.profile) or cell or None)
        if fact.type is FactType.BOOL:
            return fact.check(values.yes_no(str(cell), self.profile))
        word = values.clean(str(cell)) if fact.type in (FactType.ENUM, FactType.INT) else line(str(cell))
        if fact.type is FactType.ENUM:
            # The terms have wide brackets; an id has none.
            word = word.replace("(", "（").replace(")", "）")
        return fact.check(value_from_text(fact, word))

    # -- spellings --------------------------------------------------------------------------------------------------

    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling of the attribute and the cadence, how it was read, and how often it occurs."""
        return tuple(self._spelling(*one) for one in self.spelt)

    def _spelling(self, column: str, text: str, count: int) -> Spelling:
        if column in self.declared_columns:
            declared = self._attributes[column, text]
            if declared.attribute is not None:
                term = ATTRIBUTE_TERMS[self.scheme][declared.attribute]
                return Spelling(line(column), text, term, True, count, "declared")
            return Spelling(line(column), text, declared.note, False, count, "declared" if declared.code else "")
        cadence = values.cadence(text, self.profile)
        if cadence.facts:
            read = "、".join(values.in_words(name, value) for name, value in cadence.facts)
            return Spelling(line(column), text, read, True, count, "cadence")
        return Spelling(line(column), text, cadence.note, cadence.known, count, "cadence" if text else "")


def _title(cell: Cell) -> str:
    if isinstance(cell, str) and len(cell) > _LONGEST_EMPTY and is_ordinary(cell):
        return cell
    return line(str(cell)) if cell and _says(cell) else ""


def _id(cell: Cell) -> str:
    if isinstance(cell, str) and len(cell) > _LONGEST_EMPTY and (is_ordinary_id(cell) or is_ordinary(cell)):
        return cell
    # A dataset's own id may well be fifteen digits.
    return line(str(cell), short=False) if cell and _says(cell) else ""


def _department(cell: Cell) -> str:
    # Departments are counted by their names.
    return line(plain(str(cell))) if cell and _says(cell) else ""


def _says(cell: Cell) -> bool:
    """Whether a cell that is not empty says something."""
    if not isinstance(cell, str):
        return True
    if len(cell) > _LONGEST_EMPTY:
        return not cell.isspace() and (cell[0].isalnum() or cell.strip().casefold() not in _EMPTY)
    return bool(cell.strip()) and cell.strip().casefold() not in _EMPTY
