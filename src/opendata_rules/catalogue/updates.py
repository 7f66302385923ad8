"""How each dataset stands against the term that the law sets for its update. The law counts; nothing is counted here.

Which step of which procedure the day of the last update sets running, and which fact the cadence states, stands with
the columns in ``columns.yaml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..answers.deadlines.continuing import ContinuingTerm, ContinuingTerms
from ..norms.order import LegalOrder
from ..norms.warnings import ResultWarning
from ..vocabulary.facts import FactValue
from .days import Period
from .files.records import Record
from .reading import Reading
from .remembering import Remembered
from .results import Basis
from .tables import table
from .text import shortened
from .values import Cadence

#: What the law has said of a term, as it goes into a row.
_Told = tuple[ContinuingTerm, str, int | None, Basis | None]

#: Answers kept for the next dataset that says the same.
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Update:
    """The update of one dataset.

    Attributes:
        cadence: how often it is updated, as written.
        written: the last update, as written.
        updated: its day, ``None`` where it is not known.
        state: one of :data:`opendata_rules.catalogue.results.UPDATES`.
        due: last day for the next update, where it is certain.
        earliest: first day on which the term can end, where that is known.
        latest: last such day.
        lapsed: last day on which the term before that ended, where that was before the law was in force.
        overdue: days since ``latest`` on the day of the check, ``None`` where it is not overdue.
        term: the provision that sets the term, ``None`` where none does.
        note: why there is no certain last day, in Chinese.
        english: the same in English.
        remarks: what was noticed in the row itself.
    """

    cadence: str
    written: str
    updated: dt.date | None
    state: str
    due: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    lapsed: dt.date | None = None
    overdue: int | None = None
    term: Basis | None = None
    note: str = ""
    english: str = ""
    remarks: tuple[str, ...] = ()


class Updates:
    """The updates of one catalogue under one law; the same question is put to the law once."""

    def __init__(self, order: LegalOrder, reading: Reading) -> None:
        self._order = order
        self._reading = reading
        self._terms = ContinuingTerms(order, str(table("columns")["updated"]["begins"]))
        self._told = Remembered(self._tell, _KEPT)
        self._bases: dict[object, Basis] = {}
        self._warnings: dict[tuple[str, str], ResultWarning] = {}
        self._heard: tuple[ResultWarning, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """Facts that the term for an update depends on."""
        return self._terms.facts

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why what the law said so far should be read with care."""
        return tuple(self._warnings[key] for key in sorted(self._warnings))

    def of(self, record: Record, facts: Mapping[str, FactValue]) -> Update:
        """The update of a dataset.

        Args:
            record: its row.
            facts: what the row states in columns of facts.
        """
        often, cadence = self._reading.cadence(record)
        written, updated, why_not = self._reading.updated(record)
        remarks = [] if cadence.known or not self._reading.columns.meaning.get("cadence") else [cadence.note]
        if updated is None:
            told = [why_not] if "updated" in self._reading.columns.meaning else []
            return Update(often, written, None, "unknown", remarks=(*remarks, *told))
        if updated.first > self._order.on:
            # No day to count from: the file is newer than the date asked about, or the day is a slip.
            note = f"更新时间晚于检查的日期 {self._order.on}"
            return Update(often, written, updated.day, "unknown", remarks=(*remarks, note))
        known, contradiction = self._known(cadence, facts)
        remarks += contradiction
        if updated.day is None:
            return self._within(Update(often, written, None, ""), updated, known, remarks)
        term, state, overdue, basis = self._told[updated.day, known]
        return Update(
            often,
            written,
            updated.day,
            state,
            term.due,
            term.earliest,
            term.latest,
            None if term.lapsed is None else term.lapsed[1],
            overdue,
            basis,
            term.note,
            term.english,
            tuple(remarks),
        )

    def _within(
        self, update: Update, period: Period, known: tuple[tuple[str, FactValue], ...], remarks: list[str]
    ) -> Update:
        """The update of which the day is not written: overdue only where it is, whichever day of the period it was."""
        last = min(period.last, self._order.on)
        early, late = self._told[period.first, known], self._told[last, known]
        (before, told_early, *_), (term, state, _, basis) = early, late
        said = f"更新时间“{shortened(update.written)}”没有写到日"
        note = f"{said}，按最早 {period.first}、最晚 {last} 分别计算，都逾期的才算逾期"
        told = replace(update, state=state, term=basis, remarks=(*remarks, note))
        # A term that lapsed before the law runs anew, and may end after that of a later day.
        ends = [end for end in (before.latest, term.latest) if end is not None]
        latest = max(ends, default=None)
        told = replace(told, earliest=min(filter(None, (before.earliest, term.earliest)), default=None), latest=latest)
        if told_early != state:
            note, english = "更新时间没有写到日", "the day of the last update is not written"
            return replace(told, state="undetermined", note=note, english=english)
        return replace(
            told,
            due=term.due if term.due == before.due else None,
            lapsed=None if term.lapsed is None else term.lapsed[1],
            overdue=None if state != "overdue" or latest is None else (self._order.on - latest).days,
            note=term.note,
            english=term.english,
        )

    def _known(
        self, cadence: Cadence, facts: Mapping[str, FactValue]
    ) -> tuple[tuple[tuple[str, FactValue], ...], list[str]]:
        """What the term depends on, as far as the row says it; what it says in two ways is not known."""
        known = {name: value for name, value in facts.items() if name in self._terms.facts}
        remarks = []
        for name, value in cadence.facts:
            if name in self._terms.facts and known.setdefault(name, value) != value:
                del known[name]
                remarks.append(f"“{self._order.vocabulary.facts[name].label}”有两列，内容不一致，当作未知")
        return tuple(sorted(known.items())), remarks

    def _tell(self, asked: tuple[dt.date, tuple[tuple[str, FactValue], ...]]) -> _Told:
        term = self._terms.of(*asked)
        if term.warnings is not self._heard:
            self._heard = term.warnings
            self._warnings |= {(warning.code, warning.text): warning for warning in term.warnings}
        today = self._order.on
        passed = term.passed(today)
        if term.latest is None or (term.lapsed is not None and not passed):
            state = str(term.status)
        else:
            state = {True: "overdue", False: "current", None: "undetermined"}[passed]
        overdue = (today - term.latest).days if passed and term.latest is not None else None
        return term, state, overdue, self._basis(term)

    def _basis(self, term: ContinuingTerm) -> Basis | None:
        if term.citation is None:
            return None
        key = (term.rule, term.citation, term.gist)
        found = self._bases.get(key)
        if found is None:
            found = self._bases[key] = Basis(
                str(term.citation),
                term.gist,
                citation_english=term.citation.english,
                english=term.gist_english,
                provision=term.rule,
            )
        return found
