"""Totals over the datasets of a catalogue, counted as they come: nothing of a dataset is kept.

What is kept grows with what a catalogue has few of: departments, days, facts, reasons. Where it has too many of them,
as where a column is taken for something else, the rest is counted together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from .judging import Judging
from .results import UPDATES, VERDICTS, Basis, Department, Row

#: Departments told apart; no country has more.
_DEPARTMENTS = 50_000
#: The department under which those beyond are counted.
OTHERS = "（其余单位）"


class _Share:
    """What is counted for one department."""

    __slots__ = ("counts", "overdue", "suspected", "total")

    def __init__(self) -> None:
        self.total = self.overdue = self.suspected = 0
        self.counts = dict.fromkeys(VERDICTS, 0)

    def department(self, name: str) -> Department:
        return Department(name, self.total, self.counts, self.overdue, self.suspected)


class Totals:
    """What the datasets seen so far come to. See :class:`opendata_rules.catalogue.summary.Summary`.

    Attributes:
        judging: what holds the findings against those of last time and against waivers.

    Args:
        on: the day of the check.
        judging: the same.
    """

    def __init__(self, on: dt.date, judging: Judging) -> None:
        self.judging = judging
        self.total = self.overdue = self.computable = self.suspected = self.later = 0
        self.counts = dict.fromkeys(VERDICTS, 0)
        self.updates = dict.fromkeys(UPDATES, 0)
        self.newest: dt.date | None = None
        self._on = on
        self._shares: dict[str, _Share] = {}
        self._latest: Counter[dt.date] = Counter()
        self._suspected_facts: Counter[str] = Counter()
        self._open_facts: Counter[str] = Counter()
        self._reasons: dict[tuple[str, str, int], list[Any]] = {}

    def add(self, row: Row) -> None:
        """Count a dataset."""
        self.total += 1
        self.counts[row.verdict] += 1
        self.updates[row.update] += 1
        share = self._share(row.department)
        share.total += 1
        share.counts[row.verdict] += 1
        if row.overdue is not None:
            self.overdue += 1
            share.overdue += 1
        if row.computable:
            self.computable += 1
        if row.ended is not None:
            self._latest[row.ended] += 1
        # Terms are shared by rows, and compared one by one they would cost more than all else.
        key = row.update, row.term_note, id(row.term)
        reason = self._reasons.get(key)
        if reason is None:
            self._reasons[key] = [row, 1]
        else:
            reason[1] += 1
        if row.updated is not None:
            if row.updated > self._on:
                self.later += 1
            elif self.newest is None or row.updated > self.newest:
                self.newest = row.updated
        if row.questions:
            self._ask(row, share)

    def _ask(self, row: Row, share: _Share) -> None:
        # Suspicions come first.
        if row.questions[0].why:
            self.suspected += 1
            share.suspected += 1
            for question in row.questions:
                if question.why:
                    self._suspected_facts[question.fact] += 1
        if row.verdict == "undetermined":
            for question in row.questions:
                self._open_facts[question.fact] += 1

    def _share(self, department: str) -> _Share:
        found = self._shares.get(department)
        if found is None:
            name = department if len(self._shares) < _DEPARTMENTS else OTHERS
            found = self._shares.setdefault(name, _Share())
        return found

    def as_fields(self) -> dict[str, Any]:
        """The fields of a summary that are totals."""
        newest = self.newest
        late = 0 if newest is None else sum(count for day, count in self._latest.items() if day < newest)
        return {
            "total": self.total,
            "counts": dict(self.counts),
            "overdue": self.overdue,
            "computable": self.computable,
            "updates": dict(self.updates),
            "newest": newest,
            "overdue_at_newest": late,
            "suspected": self.suspected,
            "departments": self._departments(),
            "suspected_facts": tuple(self._suspected_facts.items()),
            "open_facts": tuple(self._open_facts.items()),
            "update_reasons": self._update_reasons(),
            "findings": self.judging.tally(),
        }

    def _update_reasons(self) -> tuple[tuple[str, str, Basis | None, int], ...]:
        counts: Counter[tuple[str, str, Basis | None]] = Counter()
        for row, count in self._reasons.values():
            counts[row.update, why(row), row.term] += count
        return tuple((*key, count) for key, count in counts.items())

    def _departments(self) -> tuple[Department, ...]:
        def badness(department: Department) -> tuple[Any, ...]:
            wrong = [-department.counts[verdict] for verdict in ("invalid", "human_review")]
            unclear = [-department.suspected, -department.counts["not_recognised"], -department.overdue]
            return (*wrong, *unclear, -department.total, department.name)

        return tuple(sorted((share.department(name) for name, share in self._shares.items()), key=badness))


def why(row: Row) -> str:
    """Why an update stands as it does: of a term that is known, what the provision says; else what the law answers."""
    if row.term is not None and row.update in ("overdue", "current"):
        return row.term.text
    return row.term_note or UPDATES[row.update][1]
