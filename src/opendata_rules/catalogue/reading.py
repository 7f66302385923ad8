"""What the cells of one catalogue mean, column by column; and an account of every spelling that occurs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..errors import BadFact
from ..quoting import visible
from ..reading.facts_in_words import value_from_text
from ..vocabulary.facts import Fact, FactType, FactValue, vocabulary
from ..vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Scheme
from . import values
from .columns import Columns, label, recognise
from .files.records import Record, Table, filled
from .profile import Profile
from .results import FACT, Spelling
from .text import line, listed, shortened

#: Spellings told of one column; more of them are no spellings.
_SPELLINGS = 60


class Reading:
    """One table, understood.

    Attributes:
        columns: what the columns mean.
        declared_columns: columns that state the opening attribute.
        problems: what was not recognised, for the whole file.
    """

    def __init__(self, table: Table, profile: Profile) -> None:
        self.table = table
        self.profile = profile
        self.columns: Columns = recognise(table.columns, profile.columns)
        self.problems: list[tuple[int, str]] = []
        self.declared_columns = self._find_declared()
        self._among_sharing = {
            column: any(values.speaks_of_sharing(text) for text in self._texts(column))
            for column in self.declared_columns
        }
        self._attributes: dict[tuple[str, str], values.Declared] = {}
        self._cadences: dict[str, values.Cadence] = {}
        self._spelt: Counter[tuple[str, str]] = Counter()
        self._tell_columns()

    # -- columns ----------------------------------------------------------------------------------------------------

    def _texts(self, column: str) -> Iterable[str]:
        return (str(record.values.get(column, "")) for record in self.table.records)

    def _find_declared(self) -> tuple[str, ...]:
        """Columns of the opening attribute: by name, or because their cells state it."""
        found = list(self.columns.meaning.get("declared", ()))
        sure = bool(found)
        for column in self.columns.doubtful:
            cells = [text for text in self._texts(column) if text.strip()]
            telling = sum(values.declared(text, self.profile).telling for text in cells)
            # Beside a column that is sure, one is taken only if most of it speaks of the attribute.
            if telling and (not sure or telling * 2 >= len(cells)):
                found.append(column)
                self._problem(f"“{column}”一列里有开放属性，按开放属性读取")
            else:
                shown = listed([f"“{shortened(text, 12)}”" for text in dict.fromkeys(cells)], 3)
                self._problem(f"“{column}”一列{f'写的是{shown}，' if cells else '是空的，'}不是开放属性，没有用")
        return tuple(found)

    def _tell_columns(self) -> None:
        meaning = self.columns.meaning
        if not self.declared_columns:
            sharing = "、".join(f"“{column}”" for column in meaning.get("sharing", ()))
            instead = f"（只有说共享的{sharing}，共享不是开放）" if sharing else ""
            self._problem(f"没有找到开放属性一列{instead}，不能检查申报的属性")
        missing = [label(name) for name in ("cadence", "updated") if name not in meaning]
        if missing:
            self._problem(f"没有找到{'、'.join(missing)}一列，不能检查更新是否逾期")
        for name, columns in meaning.items():
            if len(columns) > 1 and name not in ("declared", "ignored", "sharing", "published", "fields"):
                self._problem(f"“{'”“'.join(columns)}”都读作{label(name)}：取前一列，空的才取后一列")
        if self.columns.unknown:
            self._problem(f"不认识、没有用的列：{listed([line(column) for column in self.columns.unknown], 30)}")

    def _problem(self, text: str) -> None:
        self.problems.append((0, text))

    def meanings(self, used: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """Each recognised column with its Chinese meaning.

        Args:
            used: facts that the law asks about.
        """
        found: dict[str, str] = {}
        for meaning, columns in self.columns.meaning.items():
            found |= {column: label(meaning) for column in columns}
        found |= {column: label("declared") for column in self.declared_columns}
        for column, fact in self.columns.facts.items():
            found[column] = f"{FACT}{fact.label}" + ("" if fact.id in used else "（本地的判定不问）")
        return tuple((line(column), found[column]) for column in self.table.columns if column in found)

    # -- cells ------------------------------------------------------------------------------------------------------

    def cell(self, record: Record, meaning: str) -> str:
        """The first filled cell of a meaning, on one line; empty where there is none."""
        return line(self._raw(record, meaning))

    def _raw(self, record: Record, meaning: str) -> str:
        cells = (record.values.get(column, "") for column in self.columns.meaning.get(meaning, ()))
        return str(next((cell for cell in cells if filled(cell)), ""))

    def long(self, record: Record, meaning: str) -> str:
        """All filled cells of a meaning, for those that are looked through for names."""
        cells = (record.values.get(column, "") for column in self.columns.meaning.get(meaning, ()))
        return visible("、".join(str(cell).strip() for cell in cells if filled(cell)))

    def declared(self, record: Record) -> tuple[str, Attribute | None, list[str]]:
        """The opening attribute as written, as understood, and why it was not."""
        texts = {column: str(record.values.get(column, "")).strip() for column in self.declared_columns}
        read = {column: self._attribute(column, text) for column, text in texts.items()}
        for column, text in texts.items():
            self._spelt[column, line(text)] += 1
        shown = " / ".join(dict.fromkeys(line(text) for text in texts.values() if text))
        stated = {found.attribute for found in read.values() if found.attribute is not None}
        if len(stated) == 1:
            [attribute] = stated
            return shown, attribute, []
        if stated:
            said = "，".join(f"“{line(column)}”写“{shortened(text)}”" for column, text in texts.items() if text)
            return shown, None, [f"几列的开放属性不一致：{said}"]
        # A column that says something goes before one that is empty.
        notes = [read[column].note for column, text in texts.items() if text] or ["没有填开放属性"]
        return shown, None, list(dict.fromkeys(notes)) if self.declared_columns else []

    def _attribute(self, column: str, text: str) -> values.Declared:
        found = self._attributes.get((column, text))
        if found is None:
            found = values.declared(text, self.profile, among_sharing=self._among_sharing[column])
            self._attributes[column, text] = found
        return found

    def cadence(self, record: Record) -> tuple[str, values.Cadence]:
        """The update cadence as written and as understood."""
        text = self._raw(record, "cadence")
        found = self._cadences.get(text)
        if found is None:
            found = self._cadences[text] = values.cadence(text, self.profile)
        for column in self.columns.meaning.get("cadence", ())[:1]:
            self._spelt[column, line(text)] += 1
        return line(text), found

    def updated(self, record: Record) -> tuple[dt.date | None, str]:
        """The day of the last update, or why there is none."""
        cells = [record.values.get(column, "") for column in self.columns.meaning.get("updated", ())]
        cell = next((cell for cell in cells if filled(cell)), "")
        found = values.date(cell, self.profile)
        return found, "" if found is not None else values.date_note(cell)

    def facts(self, record: Record) -> tuple[dict[str, Any], list[str]]:
        """The facts a row states, and what was not understood of them; unknown ones are left out."""
        found: dict[str, Any] = {}
        notes: list[str] = []
        for column, fact in self.columns.facts.items():
            try:
                value = self._fact(fact, record, column)
            except BadFact:
                shown = shortened(str(record.values.get(column, "")))
                notes.append(f"“{line(column)}”填的“{shown}”看不懂，当作未知")
                continue
            if value is None:
                continue
            if fact.id in found and found[fact.id] != value:
                notes.append(f"“{fact.label}”有两列，内容不一致，当作未知")
                value = None
            found[fact.id] = value
        return {name: value for name, value in found.items() if value is not None}, notes

    def _fact(self, fact: Fact, record: Record, column: str) -> object:
        cell = record.values.get(column, "")
        if fact.type is FactType.DATE:
            return fact.check(values.date(cell, self.profile) or cell or None)
        if fact.type is FactType.BOOL:
            return fact.check(values.yes_no(str(cell), self.profile))
        word = values.clean(str(cell)) if fact.type in (FactType.ENUM, FactType.INT) else line(str(cell))
        if fact.type is FactType.ENUM:
            # The terms have wide brackets; an id has none.
            word = word.replace("(", "（").replace(")", "）")
        return fact.check(value_from_text(fact, word))

    # -- spellings --------------------------------------------------------------------------------------------------

    def spellings(self) -> tuple[Spelling, ...]:
        """Every spelling of the opening attribute and the cadence, how it was read, and how often it occurs."""
        found = []
        counted = sorted(self._spelt.items(), key=lambda item: (-item[1], item[0]))
        for column in (*self.declared_columns, *self.columns.meaning.get("cadence", ())[:1]):
            mine = [(text, count) for (name, text), count in counted if name == column][:_SPELLINGS]
            found += [self._spelling(column, text, count) for text, count in mine]
        return tuple(found)

    def _spelling(self, column: str, text: str, count: int) -> Spelling:
        if column in self.declared_columns:
            declared = self._attribute(column, text)
            if declared.attribute is not None:
                term = ATTRIBUTE_TERMS[Scheme.OPENING][declared.attribute]
                return Spelling(line(column), text, term, True, count, "declared")
            return Spelling(line(column), text, declared.note, False, count, "declared" if declared.code else "")
        cadence = values.cadence(text, self.profile)
        if cadence.facts:
            read = "、".join(_told(name, value) for name, value in cadence.facts)
            return Spelling(line(column), text, read, True, count, "cadence")
        return Spelling(line(column), text, cadence.note, cadence.known, count, "cadence" if text else "")


def _told(name: str, value: FactValue) -> str:
    """What a cadence states: the term of the frequency, or another fact with its name."""
    fact = vocabulary().facts[name]
    return fact.term(value) if fact.type is FactType.ENUM else f"{fact.label}：{fact.term(value)}"
