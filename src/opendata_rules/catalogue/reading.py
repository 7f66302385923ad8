"""What the cells of one catalogue mean, column by column; and an account of every spelling that occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
from .namesakes import Namesakes
from .profile import Profile
from .results import FACT, NOT_ASKED, Spelling
from .schemes import ASKED, OTHER, VERBS
from .sensitive import Tags, is_column_of_tags
from .text import line, lines, listed, shortened

#: Spellings told of one column; more of them are no spellings.
_SPELLINGS = 60
#: Meanings of which the first filled column counts; those of one name are compared. The others are compared whatever
#: their names, or looked through.
_FIRST_FILLED = ("title", "id", "department", "updated")
#: Characters of all different spellings that are counted.
_SPELT = 5_000_000
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
        problems: what was not recognised, for the whole file.
        namesakes: which names and ids occur more than once.
    """

    def __init__(self, table: Table, profile: Profile, scheme: Scheme = Scheme.OPENING) -> None:
        self.table = table
        self.profile = profile
        self.scheme = scheme
        self._attribute_term = SCHEME_TERMS[scheme]
        self.columns: Columns = recognise(table.columns, profile.meanings, profile.last)
        self.problems: list[tuple[int, str]] = []
        self.namesakes = Namesakes()
        self._first = {
            meaning: tuple((column, folded(own_name(column))) for column in self.columns.meaning.get(meaning, ()))
            for meaning in _FIRST_FILLED
        }
        self._attributes: dict[tuple[str, str], values.Declared] = {}
        self._cadences: dict[str, values.Cadence] = {}
        self._spelt: dict[tuple[str, Cell], int] = {}
        self._spelt_length = 0
        named = self.columns.meaning.get(ASKED[scheme], ())
        unsure = watched(named, self.columns.doubtful.get(ASKED[scheme], ()))
        doubtful = {column: values.Doubtful(scheme) for column in unsure}
        self._among_other = dict.fromkeys((*named, *doubtful), False)
        tagged = [c for c in self.columns.meaning.get("ignored", ()) if is_column_of_tags(folded(own_name(c)))]
        self._tags = {column: Tags() for column in tagged}
        self._tags |= {column: Tags(named=False) for column in self.columns.unknown}
        self._survey(doubtful)
        self.declared_columns, said = declared_columns(named, doubtful, self._attribute_term)
        self.problems += [(0, text) for text in said]
        self._tags = {column: tags for column, tags in self._tags.items() if tags.any}
        self._spelt_columns = (*self.declared_columns, *self.columns.meaning.get("cadence", ()))
        self._tell_columns()

    # -- columns ----------------------------------------------------------------------------------------------------

    def _survey(self, doubtful: Mapping[str, values.Doubtful]) -> None:
        """Go through the table, for what is judged of a whole column."""
        add, cell = self.namesakes.add, self.cell
        stating = (*self._among_other, *self.columns.facts)
        for record in self.table.records:
            stated = tuple([record.values.get(column, "") for column in stating])
            add(cell(record, "title")[0], cell(record, "id")[0], cell(record, "department")[0], stated)
            for column, about in doubtful.items():
                about.add(str(record.values.get(column, "")), self.profile)
            for column, other in self._among_other.items():
                if not other and values.speaks_of_other(str(record.values.get(column, "")), self.scheme):
                    self._among_other[column] = True
            for column, tags in self._tags.items():
                tags.add(str(record.values.get(column, "")))
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

    def cell(self, record: Record, meaning: str) -> tuple[str, Sequence[str]]:
        """What the first filled column of a meaning says, and whether one of the same name says something else."""
        columns = self._first[meaning]
        if len(columns) == 1:
            cell = record.values.get(columns[0][0], "")
            return self._shown(str(cell), meaning) if cell and _says(cell) else "", ()
        found = self._first_filled(record, meaning)
        shown = list(dict.fromkeys(self._shown(str(cell), meaning) for cell in found.values()))
        return " / ".join(shown), self._differ(meaning, found) if len(shown) > 1 else ()

    @staticmethod
    def _shown(text: str, meaning: str) -> str:
        # Departments are counted by their names; a dataset's own id may well be fifteen digits.
        return line(plain(text) if meaning == "department" else text, short=meaning != "id")

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

    def searched(self, record: Record, meaning: str) -> str:
        """The cells of a meaning as they are read, to look for names in; of what the dataset is called the first."""
        if meaning in _FIRST_FILLED:
            columns = self._first[meaning]
            if len(columns) == 1:
                cell = record.values.get(columns[0][0], "")
                return plain(str(cell).strip()) if cell and _says(cell) else ""
            cells = self._first_filled(record, meaning)
            return plain("、".join([str(cell).strip() for cell in cells.values()]))
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
        read = {column: self._attribute(column, text) for column, text in texts.items()}
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

    def _attribute(self, column: str, text: str) -> values.Declared:
        found = self._attributes.get((column, text))
        if found is None:
            found = values.declared(text, self.profile, self.scheme, among_other=self._among_other[column])
            if len(self._attributes) < _TEXTS:
                self._attributes[column, text] = found
        return found

    def cadence(self, record: Record) -> tuple[str, values.Cadence]:
        """The update cadence as written and as understood; what its columns say differently is not known."""
        columns = self.columns.meaning.get("cadence", ())
        texts = {column: str(record.values.get(column, "")).strip() for column in columns}
        said = {column: text for column, text in texts.items() if text}
        read = [self._cadence(text) for text in said.values()] or [self._cadence("")]
        shown = " / ".join(dict.fromkeys(map(line, said.values())))
        understood = [cadence for cadence in read if cadence.known] or read
        if len({cadence.facts for cadence in understood}) > 1:
            [note] = self._differ("cadence", said)
            return shown, values.Cadence((), f"{note}，当作未知", known=False)
        return shown, understood[0]

    def _cadence(self, text: str) -> values.Cadence:
        found = self._cadences.get(text)
        if found is None:
            found = values.cadence(text, self.profile)
            if len(self._cadences) < _TEXTS:
                self._cadences[text] = found
        return found

    @property
    def stating(self) -> tuple[str, ...]:
        """The columns that :meth:`declared` and :meth:`facts` look at."""
        return (*self.declared_columns, *self.columns.facts)

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

    def begin(self) -> None:
        """The table is gone through anew."""
        self._spelt.clear()
        self._spelt_length = 0

    def count(self, record: Record) -> None:
        """Count how a record writes its attribute and its cadence."""
        told = len(self.declared_columns) > 1 and any(record.values.get(column) for column in self.declared_columns)
        for column in self._spelt_columns:
            key = column, record.values.get(column, "")
            if told and not key[1] and column in self.declared_columns:
                # Another column says it: nobody has to fill in this one.
                continue
            if key in self._spelt:
                self._spelt[key] += 1
            elif self._spelt_length < _SPELT:
                # A column in which every cell is another has no spellings; to be held it is too long.
                self._spelt_length += len(str(key[1])) + 1
                self._spelt[key] = 1

    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling of the attribute and the cadence, how it was read, and how often it occurs."""
        found = []
        spelt: Counter[tuple[str, str]] = Counter()
        for (column, cell), count in self._spelt.items():
            spelt[column, line(str(cell).strip())] += count
        counted = sorted(spelt.items(), key=lambda item: (-item[1], item[0]))
        for column in (*self.declared_columns, *self.columns.meaning.get("cadence", ())):
            mine = [(text, count) for (name, text), count in counted if name == column][:_SPELLINGS]
            found += [self._spelling(column, text, count) for text, count in mine]
        return tuple(found)

    def _spelling(self, column: str, text: str, count: int) -> Spelling:
        if column in self.declared_columns:
            declared = self._attribute(column, text)
            if declared.attribute is not None:
                term = ATTRIBUTE_TERMS[self.scheme][declared.attribute]
                return Spelling(line(column), text, term, True, count, "declared")
            return Spelling(line(column), text, declared.note, False, count, "declared" if declared.code else "")
        cadence = values.cadence(text, self.profile)
        if cadence.facts:
            read = "、".join(values.in_words(name, value) for name, value in cadence.facts)
            return Spelling(line(column), text, read, True, count, "cadence")
        return Spelling(line(column), text, cadence.note, cadence.known, count, "cadence" if text else "")


def _says(cell: Cell) -> bool:
    """Whether a cell that is not empty says something."""
    if not isinstance(cell, str):
        return True
    if len(cell) > _LONGEST_EMPTY:
        return not cell.isspace() and (cell[0].isalnum() or cell.strip().casefold() not in _EMPTY)
    return bool(cell.strip()) and cell.strip().casefold() not in _EMPTY
