"""What checking a catalogue came to as a whole, with its datasets or without them, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from ..answers.receipts import Asked, Receipted
from ..answers.result import Result, plain
from ..norms.order import LegalOrder
from ..norms.standing import Standing
from ..norms.warnings import ResultWarning
from ..values import FrozenDict, Json, fill
from ..vocabulary.terms import Scheme
from ..vocabulary.words import Words
from .given import Given, gist_of
from .judged import Tally
from .results import Basis, Department, Row, Spelling

#: Where the datasets stand among the keys of a report in JSON: behind this one.
BEFORE_ROWS = "departments"


@dataclass(frozen=True, slots=True)
class Summary(Result):
    """All that is told of a catalogue but its datasets.

    Attributes:
        file: name of the file.
        kind: ``csv``, ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``json`` or ``rdf``.
        encoding: how it was read.
        sheet: the sheets taken, for a workbook.
        place: id of the place whose law was asked.
        place_name: its Chinese name.
        on: the date of the law; updates are judged by it too.
        columns: (column, Chinese meaning) of the columns used.
        unused: columns that were not recognised.
        spellings: how every spelling of the attribute and the cadence was read.
        total: how many datasets were checked.
        counts: datasets by verdict.
        overdue: datasets whose update is overdue.
        computable: datasets for which that can be told, or could if the law had been in force when they were due.
        updates: datasets by how their update stands (:data:`UPDATES`).
        newest: the newest day of update in the catalogue, not after ``on``.
        overdue_at_newest: datasets that were overdue on that day: an old catalogue is not all late.
        suspected: datasets with a name that raised a question.
        duplicates: datasets whose name occurs more than once in their department.
        contradicting: datasets with an id, or without one a name in their department, of which the catalogue says
            different things.
        departments: worst first.
        suspected_facts: facts that names raised a question on, each with the number of datasets' questions.
        open_facts: facts asked about datasets on which nothing can be told yet, each with the number of questions.
        update_reasons: (how updates stand, why, the provision, how many datasets), in order of the file.
        problems: (row, Chinese text) of what could not be read or recognised; row 0 for the whole file.
        left: what of the file was not read, in Chinese, as the headline says it; ``problems`` has it in detail.
        warnings: warnings that every dataset has.
        update_warnings: why the terms for updates should be read with care, beyond these.
        instruments: what bears on the place, nearest first.
        asked: facts that the law asks about, in article order.
        findings: all findings of the datasets, counted, and how they stand to last time and to waivers.
        order: the law that was asked.
        given: what the report was made from, beside it.
    """

    _schema = "report_summary"

    file: str
    kind: str
    encoding: str
    sheet: str | None
    place: str
    place_name: str
    on: dt.date
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    total: int
    counts: Mapping[str, int] = field(hash=False)
    overdue: int
    computable: int
    updates: Mapping[str, int] = field(hash=False)
    newest: dt.date | None
    overdue_at_newest: int
    suspected: int
    duplicates: int
    contradicting: int
    departments: tuple[Department, ...]
    suspected_facts: tuple[tuple[str, int], ...]
    open_facts: tuple[tuple[str, int], ...]
    update_reasons: tuple[tuple[str, str, Basis | None, int], ...]
    problems: tuple[tuple[int, str], ...]
    left: tuple[str, ...]
    warnings: tuple[ResultWarning, ...]
    update_warnings: tuple[ResultWarning, ...]
    instruments: tuple[Standing, ...]
    asked: tuple[str, ...]
    findings: Tally
    order: LegalOrder = field(repr=False)
    given: Given = field(repr=False)

    def __post_init__(self) -> None:
        fill(self, counts=FrozenDict(self.counts), updates=FrozenDict(self.updates))

    @property
    def words(self) -> Words:
        """The words of the place, in which its facts are told."""
        return self.order.words

    @property
    def scheme(self) -> Scheme:
        """Whether the attribute of opening or that of sharing was judged."""
        return self.given.scheme

    @property
    def law_id(self) -> str:
        """The law that was asked, in a word: ``taian@2026-03-10``; see ``law.law_id``."""
        return self.order.law_id

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types: what the report has, without its rows and its receipt."""
        return {
            **self._tag(),
            "schema": "opendata-rules/report/1",
            "file": self.file,
            "kind": self.kind,
            "encoding": self.encoding,
            "sheet": self.sheet,
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "scheme": str(self.scheme),
            "columns": [{"column": column, "meaning": meaning} for column, meaning in self.columns],
            "unused_columns": list(self.unused),
            "spellings": [spelling.to_dict() for spelling in self.spellings],
            "counts": dict(self.counts),
            "total": self.total,
            "overdue": self.overdue,
            "update_computable": self.computable,
            "updates": dict(self.updates),
            "newest": plain(self.newest),
            "overdue_at_newest": self.overdue_at_newest,
            "suspected": self.suspected,
            "duplicates": self.duplicates,
            "contradicting": self.contradicting,
            "departments": [department.to_dict() for department in self.departments],
            "problems": [{"row": row, "text": text} for row, text in self.problems],
            "left": list(self.left),
            "warnings": [warning.to_dict() for warning in self.warnings],
            "update_warnings": [warning.to_dict() for warning in self.update_warnings],
            "instruments": [standing.to_dict() for standing in self.instruments],
            "asked": list(self.asked),
            "findings": self.findings.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Findings(Receipted, Summary):
    """The whole catalogue, checked.

    Attributes:
        rows: its datasets, in order of the file.
    """

    _schema = "report"

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, summary: Summary, rows: tuple[Row, ...]) -> Self:
        """What a summary tells, with the datasets."""
        return cls(**{name: getattr(summary, name) for name in Summary.__slots__}, rows=rows)

    def _asked(self) -> Asked:
        return asked_of(self)

    def _told(self) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for key, value in Summary.to_dict(self).items():
            found[key] = value
            if key == BEFORE_ROWS:
                found["rows"] = [row.to_dict() for row in self.rows]
        return found


def asked_of(report: Summary) -> Asked:
    """What was asked, as the receipt of a report says it."""
    return Asked("catalogue", report.order, report.given.options(), gist_of(report), calendar=True)
