"""Checking a catalogue: each dataset against the law of a place."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadFact
from ..inputs import value_from_text
from ..terms import STRICTEST_FIRST, Attribute, Status
from ..vocabulary import FactType, vocabulary
from . import values
from .columns import Columns, label, recognise
from .files import Record, Table, read_table
from .report import VERDICTS, Basis, Department, Question, Report, Row
from .sensitive import Hit, hits, identity_numbers

if TYPE_CHECKING:
    from ..classify import Decision
    from ..law import Law

_STATUS_VERDICTS = {
    Status.HUMAN_REVIEW: "human_review",
    Status.NO_RULE_IN_FORCE: "no_rule",
}
_YES_NO = {"有": True, "无": False, "TRUE": True, "FALSE": False}
#: Questions shown for a dataset; the rest follow once these are answered.
_QUESTIONS = 6


def check(
    law: Law,
    path: str | Path,
    *,
    profile: str | Path | None = None,
    unlisted: str = "unknown",
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Check every dataset of a catalogue file against a law.

    Args:
        law: the law of the place and date; updates are judged by that date too.
        path: CSV, XLSX or JSON file.
        profile: file that explains the codes and columns of one platform.
        unlisted: how bool facts without a column are read, as for ``law.classify``.
        progress: called with (done, all) from time to time.

    Raises:
        NotACatalogue: the file is something else; the message says what.
        BadProfile: the profile has errors.
        MissingExtra: the extra ``catalogue`` is needed and not installed.
    """
    explained = values.read_profile(Path(profile)) if profile is not None else values.Profile()
    return _Check(law, read_table(Path(path)), explained, unlisted).report(Path(path).name, progress)


class _Check:
    """One run over one table."""

    def __init__(self, law: Law, table: Table, profile: values.Profile, unlisted: str) -> None:
        self.law = law
        self.table = table
        self.profile = profile
        self.unlisted = unlisted
        self.problems: list[tuple[int, str]] = list(table.problems)
        self.columns: Columns = recognise(table.columns, profile.columns)
        self.declared_columns = self._declared_columns()
        self.used = {fact.id for fact in law.facts("classification")}
        self._decisions: dict[object, tuple[Decision, dict[str, Any]]] = {}
        self.common = {warning.code for warning in law.classify({}).warnings}

    # -- the file as a whole ------------------------------------------------------------------------------------

    def _declared_columns(self) -> tuple[str, ...]:
        """Columns that state the opening attribute: by name, or because most of their cells do."""
        named = list(self.columns.meaning.get("declared", ()))
        for column in self.columns.doubtful:
            cells = [str(record.values.get(column, "")) for record in self.table.records]
            filled = [cell for cell in cells if cell.strip()]
            read = [values.declared(cell, self.profile) for cell in filled]
            telling = sum(r.attribute is not None or r.sharing or r.code for r in read)
            if filled and telling * 2 >= len(filled):
                named.append(column)
                self.problems.append((0, f"“{column}”一列的内容是开放属性，按开放属性读取"))
            else:
                self.problems.append((0, f"“{column}”一列的内容不是开放属性，没有用"))
        if not named:
            self.problems.append((0, "没有找到开放属性一列，不能检查申报的属性"))
        for meaning in ("updated", "cadence"):
            if meaning not in self.columns.meaning:
                self.problems.append((0, f"没有找到{label(meaning)}一列，不能检查更新是否逾期"))
        if self.columns.unknown:
            self.problems.append((0, f"不认识、没有用的列：{'、'.join(self.columns.unknown)}"))
        return tuple(named)

    def report(self, file: str, progress: Callable[[int, int], None] | None) -> Report:
        rows = []
        total = len(self.table.records)
        for done, record in enumerate(self.table.records, 1):
            rows.append(self._row(record))
            if progress is not None and (done % 100 == 0 or done == total):
                progress(done, total)
        names = Counter((row.department, row.title) for row in rows if row.title)
        meanings = [(column, label(meaning)) for meaning, columns in self.columns.meaning.items() for column in columns]
        taken = [(c, label("declared")) for c in self.declared_columns if c in self.columns.doubtful]
        stated = [(column, f"事实：{fact.label}") for column, fact in self.columns.facts.items()]
        standing = self.law.classify({}).warnings
        return Report(
            file=file,
            kind=self.table.kind,
            encoding=self.table.encoding,
            sheet=self.table.sheet,
            place=self.law.place.id,
            place_name=self.law.place.name,
            on=self.law.on,
            columns=tuple(meanings + taken + stated),
            unused=self.columns.unknown,
            counts={verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS},
            overdue=sum(row.overdue is not None for row in rows),
            computable=sum(row.update != "unknown" for row in rows),
            suspected=sum(bool(row.suspected) for row in rows),
            duplicates=sum(count for count in names.values() if count > 1),
            departments=_departments(rows),
            rows=tuple(rows),
            problems=tuple(sorted(dict.fromkeys(self.problems))),
            warnings=tuple((str(warning.code), warning.text) for warning in standing),
            instruments=self.law.instruments,
        )

    # -- one dataset ------------------------------------------------------------------------------------------------

    def _row(self, record: Record) -> Row:
        notes: list[str] = []
        title, summary, fields = (self._cell(record, name) for name in ("title", "summary", "fields"))
        declared_text, declared = self._declared(record, notes)
        facts = self._facts(record, notes)
        decision, told = self._decide(facts, declared)
        if declared is None:
            verdict = "not_recognised"
        elif decision.declared_valid is not None:
            verdict = "valid" if decision.declared_valid else "invalid"
        else:
            verdict = _STATUS_VERDICTS.get(decision.status, "undetermined")
        overdue, update = self._update(record, notes)
        cells = [str(value) for value in record.values.values()]
        for masked in identity_numbers(cells):
            notes.append(f"目录里有一个有效的公民身份号码：{masked}")
        if not title:
            notes.append("没有数据集名称")
        identifier = self._cell(record, "id")
        if "E+" in identifier.upper() and identifier[:1].isdecimal():
            notes.append(f"编号“{identifier}”可能已被表格软件改成科学记数法")
        return Row(
            number=record.number,
            title=title,
            id=identifier,
            department=self._cell(record, "department"),
            declared_text=declared_text,
            declared=declared,
            verdict=verdict,
            attribute=decision.attribute,
            overdue=overdue,
            update=update,
            questions=self._questions(decision, facts, hits(title, summary, fields)),
            notes=tuple(notes),
            **told,
        )

    def _cell(self, record: Record, meaning: str) -> str:
        for column in self.columns.meaning.get(meaning, ()):
            text = str(record.values.get(column, "")).strip()
            if text:
                return text
        return ""

    def _declared(self, record: Record, notes: list[str]) -> tuple[str, Attribute | None]:
        texts = {column: str(record.values.get(column, "")).strip() for column in self.declared_columns}
        read = {column: values.declared(text, self.profile) for column, text in texts.items()}
        stated = {found.attribute for found in read.values() if found.attribute is not None}
        shown = " / ".join(dict.fromkeys(text for text in texts.values() if text))
        if len(stated) == 1:
            [attribute] = stated
            return shown, attribute
        if len(stated) > 1:
            said = "，".join(f"{column}写“{text}”" for column, text in texts.items() if text)
            notes.append(f"几列的开放属性不一致：{said}")
        else:
            notes += list(dict.fromkeys(found.note for found in read.values()))
        return shown, None

    def _facts(self, record: Record, notes: list[str]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for column, fact in self.columns.facts.items():
            cell = record.values.get(column, "")
            word = str(cell).strip() if fact.type is not FactType.DATE else cell
            value = value_from_text(fact, word)
            if fact.type is FactType.BOOL and isinstance(value, str):
                value = _YES_NO.get(value, value)
            try:
                fact.check(value)
            except BadFact:
                notes.append(f"“{column}”填的“{str(cell)[:30]}”看不懂，当作未知")
                continue
            if value is None:
                continue
            if fact.id in facts and facts[fact.id] != value:
                notes.append(f"“{fact.label}”有两列，内容不一致，当作未知")
                facts[fact.id] = None
                continue
            facts[fact.id] = value
        return {name: value for name, value in facts.items() if value is not None}

    def _decide(self, facts: Mapping[str, Any], declared: Attribute | None) -> tuple[Decision, dict[str, Any]]:
        key = (declared, tuple(sorted((name, str(value)) for name, value in facts.items())))
        found = self._decisions.get(key)
        if found is None:
            decision = self.law.classify(facts, unlisted=self.unlisted, declared=declared)
            told = {
                "possible": tuple(a for a in STRICTEST_FIRST if a in decision.possible),
                "permitted": tuple(a for a in STRICTEST_FIRST if a in decision.permitted),
                "grounds": tuple(Basis(str(ground.citation), ground.gist) for ground in decision.grounds),
                "actions": tuple(Basis(str(action.citation), action.text) for action in decision.actions),
                "warnings": tuple(str(w.code) for w in decision.warnings if w.code not in self.common),
            }
            found = self._decisions[key] = (decision, told)
        return found

    def _questions(self, decision: Decision, facts: Mapping[str, Any], found: tuple[Hit, ...]) -> tuple[Question, ...]:
        suspected: dict[str, list[str]] = {}
        for hit in found:
            if hit.fact in self.used and hit.fact not in facts:
                suspected.setdefault(hit.fact, []).append(f"{hit.where}“{hit.name}”")
        book = vocabulary().facts
        questions = [Question(fact, book[fact].question, tuple(dict.fromkeys(why))) for fact, why in suspected.items()]
        if decision.declared_valid is None:
            asked = [q for q in decision.questions if q.fact not in suspected][:_QUESTIONS]
            questions += [Question(question.fact, question.text) for question in asked]
        return tuple(questions)

    def _update(self, record: Record, notes: list[str]) -> tuple[int | None, str]:
        cells = [record.values.get(column, "") for column in self.columns.meaning.get("updated", ())]
        cell = next((cell for cell in cells if str(cell).strip()), "")
        if "updated" not in self.columns.meaning or "cadence" not in self.columns.meaning:
            return None, "unknown"
        cadence = values.cadence(self._cell(record, "cadence"), self.profile)
        last = values.date(cell)
        if last is None:
            shown = str(cell).strip()
            notes.append(f"更新时间“{shown[:30]}”看不懂" if shown else "没有填更新时间")
        elif last > self.law.on:
            notes.append(f"更新时间 {last} 晚于检查的日期 {self.law.on}")
        if cadence.period is None:
            notes.append(cadence.note)
        if last is None or cadence.period is None:
            return None, "unknown"
        due: dt.date = last + cadence.period
        return ((self.law.on - due).days, "overdue") if due < self.law.on else (None, "current")


def _departments(rows: list[Row]) -> tuple[Department, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.department, []).append(row)
    found = [
        Department(
            name=name,
            total=len(group),
            counts={verdict: sum(row.verdict == verdict for row in group) for verdict in VERDICTS},
            overdue=sum(row.overdue is not None for row in group),
            suspected=sum(bool(row.suspected) for row in group),
        )
        for name, group in groups.items()
    ]

    def badness(department: Department) -> tuple[Any, ...]:
        worst = [-department.counts[verdict] for verdict in ("invalid", "human_review")]
        return (*worst, -department.overdue, -department.suspected, -department.total, department.name)

    return tuple(sorted(found, key=badness))
