"""Checking a catalogue: each dataset against the law of a place."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..answers.classification.answer import Decision, Objection
from ..answers.classification.computation import classifier_of, classify, known_unlisted
from ..answers.path import Path as Way
from ..norms.order import LegalOrder, order_argument
from ..norms.warnings import ResultWarning
from ..reading.document import Document, read
from ..vocabulary.arguments import UnlistedName
from ..vocabulary.citations import Citation
from ..vocabulary.english import term_in_english
from ..vocabulary.facts import FactValue
from ..vocabulary.refusals import path_argument
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, Status
from .columns import local_facts
from .files.reader import content_of, table_of
from .files.records import Record, Table
from .given import Given
from .identity import without_identity_numbers
from .profile import Profile
from .profile_file import profile_of
from .reading import Reading
from .report import Report
from .results import UPDATES, VERDICTS, Basis, Department, Question, Row
from .sensitive import Hit, hits, identity_numbers
from .text import line, shortened
from .updates import Updates

_STATUS_VERDICTS = {
    Status.HUMAN_REVIEW: "human_review",
    Status.NO_RULE_IN_FORCE: "no_rule",
}
#: Questions shown for a dataset; the rest follow once these are answered.
_QUESTIONS = 6
#: Facts shown on which an objection rests, those that are not simply false first.
_FACTS = 4
#: Ways to the declared attribute shown, the smallest ones.
_WAYS = 2
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")


def check(
    law: LegalOrder,
    path: str | Path,
    *,
    profile: str | Path | None = None,
    unlisted: UnlistedName = "unknown",
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
        BadFact: there is no such ``unlisted``.
        TypeError: an argument is of the wrong type.
        MissingExtra: the extra ``catalogue`` is needed and not installed.
    """
    order_argument(law, "law")
    asked = known_unlisted(unlisted)
    file = path_argument(path, "path")
    document = read(path_argument(profile, "profile")) if profile is not None else None
    return checked(law, content_of(file), file.name, profile=document, unlisted=asked, progress=progress)


def checked(
    law: LegalOrder,
    data: bytes,
    file: str,
    *,
    profile: Document | None,
    unlisted: str,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Check every dataset of a catalogue, given the bytes of its file and the profile as read. See :func:`check`."""
    local = local_facts(law.vocabulary)
    explained = profile_of(profile, local) if profile is not None else Profile()
    if local:
        explained = replace(explained, columns={**local, **explained.columns})
    given = Given(
        file=without_identity_numbers(file),
        digest=hashlib.sha256(data).hexdigest(),
        profile=None if profile is None else profile.content.decode("utf-8"),
        unlisted=unlisted,
    )
    return _Check(law, table_of(file, data, explained), explained, given).report(progress)


class _Check:
    """One run over one table."""

    def __init__(self, law: LegalOrder, table: Table, profile: Profile, given: Given) -> None:
        self.law = law
        self.table = table
        self.given = given
        self.reading = Reading(table, profile)
        self.updates = Updates(law, self.reading)
        self.asked = classifier_of(law, Scheme.OPENING).listed
        self.used = frozenset(self.asked)
        self.standing: tuple[ResultWarning, ...] = classify(law, {}).warnings
        self._common = {(warning.code, warning.text) for warning in self.standing}
        self._ids = frozenset(self.reading.columns.meaning.get("id", ()))
        self._decisions: dict[object, tuple[Decision, dict[str, Any], tuple[Question, ...]]] = {}

    def report(self, progress: Callable[[int, int], None] | None) -> Report:
        rows = []
        total = len(self.table.records)
        for done, record in enumerate(self.table.records, 1):
            rows.append(self._row(record))
            if progress is not None and (done % 100 == 0 or done == total):
                progress(done, total)
        rows, duplicates = _with_duplicates(rows)
        newest = max((row.updated for row in rows if row.updated and row.updated <= self.law.on), default=None)
        return Report(
            file=line(self.given.file),
            kind=self.table.kind,
            encoding=self.table.encoding,
            sheet=None if self.table.sheet is None else line(self.table.sheet),
            place=self.law.place.id,
            place_name=self.law.place.name,
            on=self.law.on,
            columns=self.reading.meanings(self.used | self.updates.asked),
            unused=tuple(line(column) for column in self.reading.columns.unknown),
            spellings=self.reading.spellings(),
            counts={verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS},
            overdue=sum(row.overdue is not None for row in rows),
            computable=sum(row.computable for row in rows),
            updates={state: sum(row.update == state for row in rows) for state in UPDATES},
            newest=newest,
            overdue_at_newest=sum(row.late_on(newest) for row in rows) if newest is not None else 0,
            suspected=sum(bool(row.suspected) for row in rows),
            duplicates=duplicates,
            departments=_departments(rows),
            rows=tuple(rows),
            problems=tuple(sorted(dict.fromkeys((*self.table.problems, *self.reading.problems, *self._later(rows))))),
            left=self.table.left,
            warnings=self.standing,
            update_warnings=tuple(w for w in self.updates.warnings if (w.code, w.text) not in self._common),
            instruments=tuple(link.standing for link in self.law.chain.links),
            asked=self.asked,
            order=self.law,
            given=self.given,
        )

    def _later(self, rows: list[Row]) -> list[tuple[int, str]]:
        """What to say where the catalogue is newer than the date of the check."""
        later = sum(row.updated is not None and row.updated > self.law.on for row in rows)
        if not later:
            return []
        return [(0, f"{later} 个数据集的更新时间晚于检查的日期 {self.law.on}，不能判断逾期；请核对 --on 的日期")]

    # -- one dataset ------------------------------------------------------------------------------------------------

    def _row(self, record: Record) -> Row:
        reading = self.reading
        (title, some), (identifier, more), (department, others) = (
            reading.cell(record, name) for name in ("title", "id", "department")
        )
        declared_text, declared, notes = reading.declared(record)
        stated, misread = reading.facts(record)
        facts = {name: value for name, value in stated.items() if value is not None}
        decision, told, asked = self._decide(stated, declared)
        update = self.updates.of(record, facts)
        cells = [(column, str(cell)) for column, cell in record.values.items()]
        names, told_of, items = (reading.searched(record, name) for name in ("title", "summary", "fields"))
        found = (*hits(names, told_of, items, reading.items_in_tags(record)), *identity_numbers(cells, self._ids))
        notes = [*some, *more, *others, *notes, *misread, *update.remarks]
        if not title:
            notes.append("没有数据集名称")
        if _SCIENTIFIC.fullmatch(identifier):
            notes.append(f"编号“{identifier}”可能已被表格软件改成科学记数法")
        return Row(
            number=record.number,
            sheet=line(record.sheet),
            title=title,
            id=identifier,
            department=department,
            summary=reading.long(record, "summary"),
            fields=reading.long(record, "fields"),
            declared_text=declared_text,
            declared=declared,
            verdict=_verdict(decision, declared),
            attribute=decision.attribute,
            questions=self._questions(decision, asked, facts, found),
            cadence=update.cadence,
            updated=update.updated,
            due=update.due,
            earliest=update.earliest,
            latest=update.latest,
            overdue=update.overdue,
            update=update.state,
            term=update.term,
            term_note=update.note,
            term_note_english=update.english,
            notes=tuple(dict.fromkeys(notes)),
            **told,
        )

    def _decide(
        self, facts: Mapping[str, FactValue | None], declared: Attribute | None
    ) -> tuple[Decision, dict[str, Any], tuple[Question, ...]]:
        """The decision on facts, as it goes into a row, and its questions; the same facts are decided once."""
        key = (declared, tuple(sorted((name, str(value)) for name, value in facts.items())))
        found = self._decisions.get(key)
        if found is None:
            decision = classify(self.law, facts, unlisted=self.given.unlisted, declared=declared)
            ways = _ways(decision, declared)
            told = {
                "possible": tuple(a for a in STRICTEST_FIRST if a in decision.possible),
                "permitted": tuple(a for a in STRICTEST_FIRST if a in decision.permitted),
                "grounds": tuple(_basis(g.citation, g.gist, g.english) for g in decision.grounds),
                "objections": tuple(_objection(objection, self.law) for objection in decision.objections),
                "actions": tuple(_basis(a.citation, a.text, a.english) for a in decision.actions),
                "ways": tuple(way.line() for way in ways),
                "ways_english": tuple(way.line("en") for way in ways),
                "warnings": tuple(w for w in decision.warnings if (w.code, w.text) not in self._common),
                "facts": tuple(sorted((name, value) for name, value in facts.items() if value is not None)),
            }
            asked = tuple(Question(q.fact, q.text, english=q.english) for q in decision.questions)
            found = self._decisions[key] = (decision, told, asked)
        return found

    def _questions(
        self, decision: Decision, asked: tuple[Question, ...], facts: Mapping[str, Any], found: tuple[Hit, ...]
    ) -> tuple[Question, ...]:
        """Suspicions first, on facts that the law asks about and the catalogue leaves open; then the law's own."""
        suspected: dict[str, list[str]] = {}
        for hit in found:
            if hit.fact in self.used and hit.fact not in facts:
                suspected.setdefault(hit.fact, []).append(f"{hit.where}“{hit.name}”")
        if not suspected and decision.declared_valid is not None:
            return ()
        book = self.law.vocabulary.facts
        questions = [
            Question(fact, book[fact].question, tuple(dict.fromkeys(why)), english=book[fact].english)
            for fact, why in suspected.items()
        ]
        if decision.declared_valid is None:
            questions += [question for question in asked if question.fact not in suspected][:_QUESTIONS]
        return tuple(questions)


def _basis(citation: Citation, text: str, english: str) -> Basis:
    return Basis(str(citation), text, citation_english=citation.english, english=english)


def _objection(objection: Objection, law: LegalOrder) -> Basis:
    """What stands against the declared attribute, with the facts it rests on, what is not simply 否 first."""
    book = law.vocabulary.facts
    ordered = sorted(objection.stated, key=lambda pair: pair[1] is False)
    facts = "，".join(f"{book[name].label}：{book[name].term(value)}" for name, value in ordered[:_FACTS])
    if len(ordered) > _FACTS:
        facts += f"，等 {len(ordered)} 项事实"
    some = "" if objection.always else "（有的情形下）"
    text = f"{some}{objection.gist}" + (f"（{facts}）" if facts else "")
    stated = ", ".join(f"{name} = {term_in_english(book[name], value)}" for name, value in ordered[:_FACTS])
    if len(ordered) > _FACTS:
        stated += f", and {len(ordered) - _FACTS} more"
    english = ("" if objection.always else "in some completions ") + objection.english
    return _basis(objection.citation, text, english + (f" ({stated})" if stated else ""))


def _ways(decision: Decision, declared: Attribute | None) -> tuple[Way, ...]:
    """How a settled dataset could lawfully become what was declared."""
    if declared is None or decision.attribute is None or decision.declared_valid is not False:
        return ()
    return decision.paths_to(declared)[:_WAYS]


def _verdict(decision: Decision, declared: Attribute | None) -> str:
    if declared is None:
        return "not_recognised"
    if decision.declared_valid is not None:
        return "valid" if decision.declared_valid else "invalid"
    return _STATUS_VERDICTS.get(decision.status, "undetermined")


# -- the catalogue as a whole --------------------------------------------------------------------------------------


def _with_duplicates(rows: list[Row]) -> tuple[list[Row], int]:
    """The rows, those with a namesake in their department noted as such; and how many these are."""
    names = Counter((row.department, row.title) for row in rows if row.title)
    ids = Counter(row.id for row in rows if row.id)
    found = []
    for row in rows:
        notes = row.notes
        if names[row.department, row.title] > 1:
            notes = (*notes, f"同一单位有 {names[row.department, row.title]} 个数据集叫“{shortened(row.title)}”")
        if ids[row.id] > 1:
            notes = (*notes, f"有 {ids[row.id]} 个数据集用编号“{shortened(row.id)}”")
        found.append(row if notes is row.notes else replace(row, notes=notes))
    return found, sum(count for count in names.values() if count > 1)


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
        wrong = [-department.counts[verdict] for verdict in ("invalid", "human_review")]
        unclear = [-department.suspected, -department.counts["not_recognised"], -department.overdue]
        return (*wrong, *unclear, -department.total, department.name)

    return tuple(sorted(found, key=badness))
