"""Totals over the datasets of a catalogue, counted as they come: nothing of a dataset is kept.

What is kept grows with what a catalogue has few of: departments, days, facts, reasons. Where it has too many of them,
as where a column is taken for something else, the rest is counted together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from .datasets import Datasets, OfPart
from .judging import Judging
from .results import UPDATES, VERDICTS, Basis, Department, Row

#: Departments told apart; no country has more.
_DEPARTMENTS = 50_000
#: Kinds of datasets counted before they are added up.
_KINDS = 20_000
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


class _Update:
    """What is counted of one kind of update."""

    __slots__ = ("computable", "ended", "overdue", "reason", "state", "updated")

    def __init__(self, row: Row) -> None:
        self.state = row.update
        self.overdue = row.overdue is not None
        self.computable = row.computable
        self.ended = row.ended
        self.updated = row.updated
        self.reason = (row.update, why(row), row.term)


class _Questions:
    """What is counted of the same questions: facts that are asked about, and those that a name suggests."""

    __slots__ = ("facts", "suspected")

    def __init__(self, row: Row) -> None:
        self.facts = tuple(question.fact for question in row.questions)
        self.suspected = tuple(question.fact for question in row.suspected)


class Totals:
    """What the datasets seen so far come to. See :class:`opendata_rules.catalogue.summary.Summary`.

    Kinds of datasets are counted, and added up when there are too many of them: rows have few kinds, and a kind
    costs more to add up than a row to count.

    Attributes:
        judging: what holds the findings against those of last time and against waivers.

    Args:
        on: the day of the check.
        judging: the same.
    """

    def __init__(self, on: dt.date, judging: Judging) -> None:
        self.judging = judging
        self._on = on
        self._later = 0
        self._total = self._overdue = self._computable = self._suspected = 0
        self._counts = dict.fromkeys(VERDICTS, 0)
        self._updates = dict.fromkeys(UPDATES, 0)
        self._newest: dt.date | None = None
        self._shares: dict[str, _Share] = {}
        self._ended: Counter[dt.date] = Counter()
        self._suspected_facts: Counter[str] = Counter()
        self._open_facts: Counter[str] = Counter()
        self._reasons: Counter[tuple[str, str, Basis | None]] = Counter()
        self._verdict = OfPart("stated", lambda row: row.verdict)
        self._update = OfPart("updated", _Update)
        self._questions = OfPart("asked", _Questions)
        self._kinds: Counter[tuple[str, str, bool, _Questions]] = Counter()
        self._kinds_of_update: Counter[_Update] = Counter()

    def add(self, datasets: Datasets) -> None:
        """Count some datasets."""
        updates = self._update.of(datasets)
        overdue = [update.overdue for update in updates]
        kinds = zip(
            datasets.departments, self._verdict.of(datasets), overdue, self._questions.of(datasets), strict=True
        )
        self._kinds.update(kinds)
        self._kinds_of_update.update(updates)
        if len(self._kinds) + len(self._kinds_of_update) > _KINDS:
            self._add_up()

    def _add_up(self) -> None:
        for (department, verdict, overdue, questions), count in self._kinds.items():
            share = self._share(department)
            share.total += count
            share.counts[verdict] += count
            share.overdue += count if overdue else 0
            self._total += count
            self._counts[verdict] += count
            if questions.suspected:
                self._suspected += count
                share.suspected += count
                for fact in questions.suspected:
                    self._suspected_facts[fact] += count
            for fact in questions.facts if verdict == "undetermined" else ():
                self._open_facts[fact] += count
        for update, count in self._kinds_of_update.items():
            self._updates[update.state] += count
            self._overdue += count if update.overdue else 0
            self._computable += count if update.computable else 0
            self._reasons[update.reason] += count
            if update.ended is not None:
                self._ended[update.ended] += count
            if update.updated is not None:
                if update.updated > self._on:
                    self._later += count
                elif self._newest is None or update.updated > self._newest:
                    self._newest = update.updated
        self._kinds.clear()
        self._kinds_of_update.clear()

    @property
    def later(self) -> int:
        """How many datasets were updated after the day of the check."""
        self._add_up()
        return self._later

    def _share(self, department: str) -> _Share:
        found = self._shares.get(department)
        if found is None:
            name = department if len(self._shares) < _DEPARTMENTS else OTHERS
            found = self._shares.setdefault(name, _Share())
        return found

    def as_fields(self) -> dict[str, Any]:
        """The fields of a summary that are totals."""
        self._add_up()
        newest = self._newest
        late = 0 if newest is None else sum(count for day, count in self._ended.items() if day < newest)
        return {
            "total": self._total,
            "counts": dict(self._counts),
            "overdue": self._overdue,
            "computable": self._computable,
            "updates": dict(self._updates),
            "newest": newest,
            "overdue_at_newest": late,
            "suspected": self._suspected,
            "departments": self._departments(),
            "suspected_facts": tuple(self._suspected_facts.items()),
            "open_facts": tuple(self._open_facts.items()),
            "update_reasons": tuple((*reason, count) for reason, count in self._reasons.items()),
            "findings": self.judging.tally(),
        }

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
