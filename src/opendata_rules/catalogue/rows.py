"""Datasets of a catalogue judged: what their records say, and what the law says of that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
from .datasets import Datasets, Part
from .files.records import Cell, Record
from .findings import passage_key
from .personal import PersonalNumbers
from .reading import Reading
from .remembering import Remembered
from .results import Basis, Question
from .sensitive import Described, Hit, watched
from .slices import Slice
from .text import line
from .updates import Update, Updates

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
#: Updates kept: days in ten years, each with several cadences.
_UPDATES = 50_000


class Judge:
    """The datasets of one catalogue under one law; what several have in common is worked out once.

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
        ids, titles = (frozenset(reading.columns.meaning.get(meaning, ())) for meaning in ("id", "title"))
        self._numbers = PersonalNumbers(reading.table.columns, ids, titles)
        self._decisions = Remembered(self._decide)
        self._stated = Remembered(self._state)
        self._described = Remembered(self._describe)
        self._suspected = Remembered(self._suspect)
        self._updated = Remembered(self._update, _UPDATES)

    @property
    def update_warnings(self) -> tuple[ResultWarning, ...]:
        """Why the terms of the updates seen so far should be read with care, beyond what every dataset has."""
        return tuple(w for w in self.updates.warnings if (w.code, w.text) not in self._common)

    def judged(self, some: Slice, answers: Sequence[Mapping[str, FactValue] | None] = ()) -> Datasets:
        """What records come to; their findings are still to be filled in.

        Args:
            some: the records.
            answers: facts that were answered beside the file, for each record; none where nothing was.
        """
        reading = self.reading
        reading.spelt.count(some)
        titles, *noted = reading.shown(some, "title")
        ids, more = reading.shown(some, "id")
        departments, others = reading.shown(some, "department")
        told: Sequence[tuple[Any, ...]] = some.cells(reading.stating)
        if answers:
            both = zip(told, answers, strict=True)
            told = [(*cells, tuple(known.items())) if known else cells for cells, known in both]
        stated = [*map(self._stated.__getitem__, told)]
        dated = zip(some.cells(reading.dating), stated, strict=True)
        updated = [self._updated[*cells, one.timing] for cells, one in dated]
        described = [*map(self._described.__getitem__, some.cells(reading.describing))]
        hits = zip(stated, self._hits(some, described), strict=True)
        return Datasets(
            numbers=[record.number for record in some.records],
            sheets=[line(record.sheet) if record.sheet else "" for record in some.records],
            titles=titles,
            ids=ids,
            departments=departments,
            described=described,
            stated=stated,
            asked=[self._suspected[one, found] if found else one.asked for one, found in hits],
            updated=updated,
            notes=self._notes(titles, ids, departments, stated, updated, (*noted, more, others)),
        )

    def _hits(self, some: Slice, described: Sequence[_Described]) -> list[tuple[Hit, ...]]:
        """Names and numbers that suggest something."""
        silent, with_title = self._watched.is_silent, self._watched.with_title
        named = zip(self.reading.titles(some), described, strict=True)
        found = [one.named.hits if silent(title) else with_title(title, one.named) for title, one in named]
        for place, numbers in self._numbers.of(some).items():
            found[place] += numbers
        return found

    def _notes(
        self,
        titles: Sequence[str],
        ids: Sequence[str],
        departments: Sequence[str],
        stated: Sequence[_Stated],
        updated: Sequence[_Updated],
        noted: Sequence[Mapping[int, Sequence[str]]],
    ) -> list[tuple[str, ...]]:
        """What was noticed in the rows themselves.

        Args:
            noted: the same of single cells, by the places of rows.
        """
        namesakes = self.reading.namesakes
        found: list[tuple[str, ...]] = []
        for place, (title, identifier) in enumerate(zip(titles, ids, strict=True)):
            notes = [note for one in noted if place in one for note in one[place]]
            notes += stated[place].notes
            notes += updated[place].remarks
            if not title:
                notes.append("没有数据集名称")
            if _SCIENTIFIC.fullmatch(identifier):
                notes.append(f"编号“{identifier}”可能已被表格软件改成科学记数法")
            if namesakes.any:
                same = namesakes.notes(title, identifier, departments[place])
                found.append((*dict.fromkeys(notes), *same))
            else:
                found.append(tuple(dict.fromkeys(notes)) if notes else ())
        return found

    # -- parts ------------------------------------------------------------------------------------------------------

    def _state(self, written: tuple[Any, ...]) -> _Stated:
        """What the columns of the attribute and of facts say, and what the law says of that.

        Args:
            written: the cells of these columns; behind them what was answered beside the file, where something was.
        """
        columns = self.reading.stating
        record = Record(0, dict(zip(columns, written, strict=False)))
        declared_text, declared, notes = self.reading.declared(record)
        stated, misread = self.reading.facts(record)
        stated |= dict(*written[len(columns) :])
        # Who answers a question that is not known has not asked everything by the names that are.
        answers = self.reading.answers(record) if self.unlisted == "false" else []
        unlisted = "unknown" if answers else self.unlisted
        decision, told, asked = self._decisions[declared, unlisted, tuple(sorted(stated.items()))]
        own = {"declared_text": declared_text, "declared": declared, "verdict": _verdict(decision, declared)}
        facts = {name: value for name, value in stated.items() if value is not None}
        questions = asked if decision.declared_valid is None else ()
        return _Stated(
            {**told, **own, "attribute": decision.attribute},
            facts,
            tuple((name, value) for name, value in facts.items() if name in self.updates.asked),
            (*notes, *misread, *answers),
            questions,
        )

    def _decide(
        self, asked: tuple[Attribute | None, str, tuple[tuple[str, FactValue | None], ...]]
    ) -> tuple[Decision, dict[str, Any], tuple[Question, ...]]:
        """The decision on what is declared and on facts, as it goes into a row, and its questions."""
        declared, unlisted, stated = asked
        facts = dict(stated)
        scheme = self.reading.scheme
        decision = classify(self.law, facts, unlisted=unlisted, declared=declared, scheme=scheme)
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
            "facts": tuple((name, value) for name, value in stated if value is not None),
        }
        return decision, told, tuple(Question(q.fact, q.text, english=q.english) for q in decision.questions)

    def _describe(self, cells: tuple[Cell, ...]) -> _Described:
        """What the columns of summaries, data items and tags say."""
        reading = self.reading
        record = Record(0, dict(zip(reading.describing, cells, strict=True)))
        return _Described(
            {"summary": reading.long(record, "summary"), "fields": reading.long(record, "fields")},
            self._watched.described(
                reading.searched(record, "summary"), reading.searched(record, "fields"), reading.items_in_tags(record)
            ),
        )

    def _update(self, asked: tuple[Any, ...]) -> _Updated:
        """What the columns of updates say, and what the law says of that and of the facts that stand behind them."""
        *cells, timing = asked
        record = Record(0, dict(zip(self.reading.dating, cells, strict=True)))
        return _Updated(self.updates.of(record, dict(timing)))

    def _suspect(self, asked: tuple[_Stated, tuple[Hit, ...]]) -> Part:
        """Suspicions first, on facts that the law asks about and the catalogue leaves open; then the law's own."""
        stated, found = asked
        suspected: dict[str, list[str]] = {}
        for hit in found:
            if hit.fact in self.used and hit.fact not in stated.known:
                suspected.setdefault(hit.fact, []).append(f"{hit.where}“{hit.name}”")
        if not suspected:
            return stated.asked
        book = self.law.vocabulary.facts
        questions = [
            Question(fact, book[fact].question, tuple(dict.fromkeys(why)), english=book[fact].english)
            for fact, why in suspected.items()
        ]
        rest = [question for question in stated.questions if question.fact not in suspected]
        return Part({"questions": (*questions, *rest[:_QUESTIONS])})


class _Described(Part):
    """What a record says of its content.

    Attributes:
        named: the names in it that suggest something.
    """

    __slots__ = ("named",)

    def __init__(self, fields: Mapping[str, Any], named: Described) -> None:
        super().__init__(fields)
        self.named = named


class _Stated(Part):
    """What a record states, and what the law says of it.

    Attributes:
        known: the facts that are known.
        timing: those that the term for an update depends on.
        notes: what was not understood.
        questions: all that the law asks.
        asked: what is asked of a dataset in which nothing suggests anything.
    """

    __slots__ = ("asked", "known", "notes", "questions", "timing")

    def __init__(
        self,
        fields: Mapping[str, Any],
        known: Mapping[str, FactValue],
        timing: tuple[tuple[str, FactValue], ...],
        notes: tuple[str, ...],
        questions: tuple[Question, ...],
    ) -> None:
        super().__init__(fields)
        self.known = known
        self.timing = timing
        self.notes = notes
        self.questions = questions
        self.asked = Part({"questions": questions[:_QUESTIONS]})


class _Updated(Part):
    """The update of a dataset.

    Attributes:
        remarks: what was noticed in the row itself.
    """

    __slots__ = ("remarks",)

    def __init__(self, update: Update) -> None:
        super().__init__(
            {
                "cadence": update.cadence,
                "updated": update.updated,
                "updated_text": update.written,
                "due": update.due,
                "earliest": update.earliest,
                "latest": update.latest,
                "lapsed": update.lapsed,
                "overdue": update.overdue,
                "update": update.state,
                "term": update.term,
                "term_note": update.note,
                "term_note_english": update.english,
            }
        )
        self.remarks = update.remarks


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
