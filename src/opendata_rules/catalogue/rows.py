"""One dataset of a catalogue judged: what its record says, and what the law says of that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..answers.classification.answer import Decision, Objection
from ..answers.classification.computation import classifier_of, classify
from ..answers.path import Path as Way
from ..norms.order import LegalOrder
from ..norms.warnings import ResultWarning
from ..vocabulary.citations import Citation
from ..vocabulary.english import term_in_english
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Status
from .files.records import Cell, Record
from .findings import passage_key
from .reading import Reading
from .results import Basis, Question, Row
from .sensitive import Hit, identity_numbers, watched
from .text import line
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
#: Decisions kept for the next dataset with the same facts; in a column of texts every dataset has others.
_KEPT = 20_000
#: Cells of a column that are remembered, and how long they are at most.
_CELLS, _SHORT = 5_000, 500


class Judge:
    """The datasets of one catalogue under one law; the same facts are decided once.

    Attributes:
        asked: facts that the law asks about, in article order.
        standing: warnings that every dataset has.
        updates: the updates of the catalogue.

    Args:
        law: the law.
        reading: the catalogue, as it is understood.
        unlisted: how bool facts without a column are read.
    """

    def __init__(self, law: LegalOrder, reading: Reading, unlisted: str) -> None:
        self.law = law
        self.reading = reading
        self.unlisted = unlisted
        self.updates = Updates(law, reading)
        self.asked = classifier_of(law, reading.scheme).listed
        self.used = frozenset(self.asked)
        self.standing: tuple[ResultWarning, ...] = classify(law, {}, scheme=reading.scheme).warnings
        self._common = {(warning.code, warning.text) for warning in self.standing}
        self._watched = watched(law)
        self._numbers = _Numbers(frozenset(reading.columns.meaning.get("id", ())))
        self._describing = reading.describing
        self._described: dict[tuple[Cell, ...], _Described] = {}
        self._stating = reading.stating
        self._stated: dict[object, _Stated] = {}
        self._decisions: dict[object, tuple[Decision, dict[str, Any], tuple[Question, ...]]] = {}

    @property
    def update_warnings(self) -> tuple[ResultWarning, ...]:
        """Why the terms of the updates seen so far should be read with care, beyond what every dataset has."""
        return tuple(w for w in self.updates.warnings if (w.code, w.text) not in self._common)

    def row(self, record: Record) -> Row:
        """What a record comes to."""
        reading = self.reading
        reading.count(record)
        title, some = reading.cell(record, "title")
        identifier, more = reading.cell(record, "id")
        department, others = reading.cell(record, "department")
        stated = self._stated_by(record)
        facts = stated.facts
        update = self.updates.of(record, facts)
        described = self._described_by(record)
        found = self._watched.hits(reading.searched(record, "title"), *described.searched) + self._numbers.of(record)
        notes = [*some, *more, *others, *stated.notes, *update.remarks]
        if not title:
            notes.append("没有数据集名称")
        if _SCIENTIFIC.fullmatch(identifier):
            notes.append(f"编号“{identifier}”可能已被表格软件改成科学记数法")
        return Row(
            number=record.number,
            sheet=line(record.sheet) if record.sheet else "",
            title=title,
            id=identifier,
            department=department,
            summary=described.summary,
            fields=described.fields,
            questions=self._questions(stated, found) if found else stated.questions,
            cadence=update.cadence,
            updated=update.updated,
            updated_text=update.written,
            due=update.due,
            earliest=update.earliest,
            latest=update.latest,
            lapsed=update.lapsed,
            overdue=update.overdue,
            update=update.state,
            term=update.term,
            term_note=update.note,
            term_note_english=update.english,
            notes=(*dict.fromkeys(notes), *reading.namesakes.notes(title, identifier, department)),
            **stated.told,
        )

    def _stated_by(self, record: Record) -> _Stated:
        """What a record states and what the law says of that; the same for all that say the same in the same words."""
        key = tuple([record.values.get(column, "") for column in self._stating])
        found = self._stated.get(key)
        if found is None:
            if len(self._stated) >= _KEPT:
                self._stated.clear()
            found = self._stated[key] = self._state(record)
        return found

    def _described_by(self, record: Record) -> _Described:
        """What a record says of its content; many say it in the same words."""
        cells = tuple([record.values.get(column, "") for column in self._describing])
        found = self._described.get(cells)
        if found is None:
            reading = self.reading
            found = _Described(
                reading.long(record, "summary"),
                reading.long(record, "fields"),
                (
                    reading.searched(record, "summary"),
                    reading.searched(record, "fields"),
                    reading.items_in_tags(record),
                ),
            )
            if len(self._described) < _KEPT and sum(map(len, map(str, cells))) <= _SHORT:
                self._described[cells] = found
        return found

    def _state(self, record: Record) -> _Stated:
        declared_text, declared, notes = self.reading.declared(record)
        stated, misread = self.reading.facts(record)
        facts = {name: value for name, value in stated.items() if value is not None}
        decision, told, asked = self._decide(stated, declared)
        own = {"declared_text": declared_text, "declared": declared, "verdict": _verdict(decision, declared)}
        settled = decision.declared_valid is not None
        questions = () if settled else asked
        return _Stated(
            facts,
            (*notes, *misread),
            {**told, **own, "attribute": decision.attribute},
            questions[:_QUESTIONS],
            questions,
        )

    def _decide(
        self, facts: Mapping[str, FactValue | None], declared: Attribute | None
    ) -> tuple[Decision, dict[str, Any], tuple[Question, ...]]:
        """The decision on facts, as it goes into a row, and its questions; the same facts are decided once."""
        key = (declared, tuple(sorted((name, str(value)) for name, value in facts.items())))
        found = self._decisions.get(key)
        if found is None:
            if len(self._decisions) >= _KEPT:
                self._decisions.clear()
            scheme = self.reading.scheme
            decision = classify(self.law, facts, unlisted=self.unlisted, declared=declared, scheme=scheme)
            ways = _ways(decision, declared)
            # Findings of a later version of an instrument are those of the one before.
            cited = self.law.chain.as_first_cited
            told = {
                "possible": tuple(a for a in STRICTEST_FIRST if a in decision.possible),
                "permitted": tuple(a for a in STRICTEST_FIRST if a in decision.permitted),
                "grounds": tuple(_basis(g.citation, g.gist, g.english, g.rule) for g in decision.grounds),
                "objections": tuple(_objection(objection, self.law) for objection in decision.objections),
                "actions": tuple(
                    _basis(action.citation, action.text, action.english, passage_key(cited(action.citation)))
                    for action in decision.actions
                ),
                "ways": tuple(way.line() for way in ways),
                "ways_english": tuple(way.line("en") for way in ways),
                "warnings": tuple(w for w in decision.warnings if (w.code, w.text) not in self._common),
                "facts": tuple(sorted((name, value) for name, value in facts.items() if value is not None)),
            }
            asked = tuple(Question(q.fact, q.text, english=q.english) for q in decision.questions)
            found = self._decisions[key] = (decision, told, asked)
        return found

    def _questions(self, stated: _Stated, found: tuple[Hit, ...]) -> tuple[Question, ...]:
        """Suspicions first, on facts that the law asks about and the catalogue leaves open; then the law's own."""
        suspected: dict[str, list[str]] = {}
        for hit in found:
            if hit.fact in self.used and hit.fact not in stated.facts:
                suspected.setdefault(hit.fact, []).append(f"{hit.where}“{hit.name}”")
        if not suspected:
            return stated.questions
        book = self.law.vocabulary.facts
        questions = [
            Question(fact, book[fact].question, tuple(dict.fromkeys(why)), english=book[fact].english)
            for fact, why in suspected.items()
        ]
        return (*questions, *[question for question in stated.asked if question.fact not in suspected][:_QUESTIONS])


class _Numbers:
    """Numbers of people in the cells of records; of columns whose cells come again it is remembered which have none.

    Args:
        ids: columns of the datasets' own ids.
    """

    def __init__(self, ids: frozenset[str]) -> None:
        self._ids = ids
        self._quiet: dict[str, dict[Cell, bool]] = {}

    def of(self, record: Record) -> tuple[Hit, ...]:
        """Those in the cells of a record."""
        known = self._quiet
        for column, cell in record.values.items():
            if cell and not (known[column].get(cell) if column in known else None) and not self._is_quiet(column, cell):
                cells = [(name, str(text)) for name, text in record.values.items() if text]
                return identity_numbers(cells, self._ids)
        return ()

    def _is_quiet(self, column: str, cell: Cell) -> bool:
        quiet = not identity_numbers(((column, str(cell)),), self._ids)
        known = self._quiet.setdefault(column, {})
        if len(known) < _CELLS and (not isinstance(cell, str) or len(cell) <= _SHORT):
            known[cell] = quiet
        return quiet


@dataclass(frozen=True, slots=True)
class _Described:
    """What a record says of its content.

    Attributes:
        summary: as it is shown.
        fields: its data items, as they are shown.
        searched: summary, data items, and data items among tags, as they are looked through.
    """

    summary: str
    fields: str
    searched: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a record states, and what the law says of it.

    Attributes:
        facts: the facts, as far as they are known.
        notes: what was not understood.
        told: the fields of a row.
        questions: what the law asks, as many as are shown.
        asked: all it asks.
    """

    facts: Mapping[str, FactValue]
    notes: tuple[str, ...]
    told: Mapping[str, Any]
    questions: tuple[Question, ...]
    asked: tuple[Question, ...]


def _basis(citation: Citation, text: str, english: str, provision: str) -> Basis:
    return Basis(str(citation), text, citation_english=citation.english, english=english, provision=provision)


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
    return _basis(objection.citation, text, english + (f" ({stated})" if stated else ""), objection.rule)


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
