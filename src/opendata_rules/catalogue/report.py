"""What checking a catalogue found, as frozen values; and writing it to a file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Error
from ..hierarchy import Standing
from ..terms import Attribute

#: Verdicts on the declared attribute, worst first, with their Chinese names and what they mean.
VERDICTS: dict[str, tuple[str, str]] = {
    "invalid": ("不成立", "按已知事实，申报的属性不能成立"),
    "human_review": ("须人工判断", "条文不足以判断，或者事实互相矛盾"),
    "not_recognised": ("未识别申报属性", "目录中没有写，或者写的不是开放属性"),
    "undetermined": ("尚不能定", "还缺事实，或者法定步骤没有做完"),
    "no_rule": ("无有效规则", "该日期没有已收录且有效的规定"),
    "valid": ("成立", "不论其余事实如何，申报的属性都能成立"),
}


class BadOutput(Error):
    """A report cannot be written there."""

    code = "bad_output"


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to be answered for a dataset.

    Attributes:
        fact: fact id.
        text: the question in Chinese.
        why: names that raised it, such as 数据项“身份证号”; empty where only the law asks.
    """

    fact: str
    text: str
    why: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"fact": self.fact, "text": self.text, "why": list(self.why)}


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision a result rests on, as text.

    Attributes:
        citation: Chinese form.
        text: gist, or what must be done.
    """

    citation: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"citation": self.citation, "text": self.text}


@dataclass(frozen=True, slots=True)
class Row:
    """One dataset.

    Attributes:
        number: row in the file.
        title: its name.
        id: its id in the catalogue, empty if there is none.
        department: who provides it.
        declared_text: what the catalogue says of the opening attribute, as written.
        declared: that as an attribute, ``None`` where it was not recognised.
        verdict: one of :data:`VERDICTS`.
        attribute: the attribute, where it is decided.
        possible: attributes still possible, strictest first.
        permitted: attributes that may be chosen, strictest first.
        grounds: provisions that hold.
        questions: what would settle it, named suspicions first.
        actions: what must be done next.
        warnings: codes of the decision's warnings that not every dataset has.
        overdue: days since the update fell due, ``None`` where it is not overdue.
        update: ``overdue``, ``current`` or ``unknown``.
        notes: what was noticed in the row itself.
    """

    number: int
    title: str
    id: str
    department: str
    declared_text: str
    declared: Attribute | None
    verdict: str
    attribute: Attribute | None
    possible: tuple[Attribute, ...]
    permitted: tuple[Attribute, ...]
    grounds: tuple[Basis, ...]
    questions: tuple[Question, ...]
    actions: tuple[Basis, ...]
    warnings: tuple[str, ...]
    overdue: int | None
    update: str
    notes: tuple[str, ...]

    @property
    def suspected(self) -> tuple[Question, ...]:
        """Questions that a name in the catalogue raised."""
        return tuple(question for question in self.questions if question.why)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "number": self.number,
            "title": self.title,
            "id": self.id,
            "department": self.department,
            "declared_text": self.declared_text,
            "declared": None if self.declared is None else str(self.declared),
            "verdict": self.verdict,
            "attribute": None if self.attribute is None else str(self.attribute),
            "possible": [str(attribute) for attribute in self.possible],
            "permitted": [str(attribute) for attribute in self.permitted],
            "grounds": [basis.to_dict() for basis in self.grounds],
            "questions": [question.to_dict() for question in self.questions],
            "actions": [basis.to_dict() for basis in self.actions],
            "warnings": list(self.warnings),
            "overdue_days": self.overdue,
            "update": self.update,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Department:
    """A department's share of the catalogue.

    Attributes:
        name: as written in the catalogue.
        total: its datasets.
        counts: datasets by verdict.
        overdue: datasets whose update is overdue.
        suspected: datasets with a name that raised a question.
    """

    name: str
    total: int
    counts: Mapping[str, int] = field(hash=False)
    overdue: int = 0
    suspected: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "name": self.name,
            "total": self.total,
            "counts": dict(self.counts),
            "overdue": self.overdue,
            "suspected": self.suspected,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The whole catalogue, checked.

    Attributes:
        file: name of the file.
        kind: ``csv``, ``xlsx`` or ``json``.
        encoding: how it was read.
        sheet: the sheet taken, for a workbook.
        place: id of the place whose law was asked.
        place_name: its Chinese name.
        on: the date of the law; updates are judged by it too.
        columns: (column, Chinese meaning) of the columns used.
        unused: columns that were not recognised.
        counts: datasets by verdict.
        overdue: datasets whose update is overdue.
        computable: datasets for which that can be told.
        suspected: datasets with a name that raised a question.
        duplicates: datasets whose name occurs more than once in their department.
        departments: worst first.
        rows: in order of the file.
        problems: (row, Chinese text) of what could not be read or recognised; row 0 for the whole file.
        warnings: (code, Chinese text) of warnings that every dataset has.
        instruments: what bears on the place, nearest first.
    """

    file: str
    kind: str
    encoding: str
    sheet: str | None
    place: str
    place_name: str
    on: dt.date
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    counts: Mapping[str, int] = field(hash=False)
    overdue: int
    computable: int
    suspected: int
    duplicates: int
    departments: tuple[Department, ...]
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    warnings: tuple[tuple[str, str], ...]
    instruments: tuple[Standing, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "schema": "opendata-rules/report/1",
            "file": self.file,
            "kind": self.kind,
            "encoding": self.encoding,
            "sheet": self.sheet,
            "place": self.place,
            "on": self.on.isoformat(),
            "columns": [{"column": column, "meaning": meaning} for column, meaning in self.columns],
            "unused_columns": list(self.unused),
            "counts": dict(self.counts),
            "total": len(self.rows),
            "overdue": self.overdue,
            "update_computable": self.computable,
            "suspected": self.suspected,
            "duplicates": self.duplicates,
            "departments": [department.to_dict() for department in self.departments],
            "rows": [row.to_dict() for row in self.rows],
            "problems": [{"row": row, "text": text} for row, text in self.problems],
            "warnings": [{"code": code, "text": text} for code, text in self.warnings],
            "instruments": [standing.to_dict() for standing in self.instruments],
        }

    def write(self, path: str | Path) -> None:
        """Write the report; the suffix says how: ``.html``, ``.xlsx``, ``.csv`` or ``.json``.

        Raises:
            BadOutput: another suffix, or the file cannot be written.
            MissingExtra: the extra ``catalogue`` is not installed.
        """
        path = Path(path)
        render = _renderers().get(path.suffix.lower())
        if render is None:
            raise BadOutput(f"报告的格式由文件名决定：.html、.xlsx、.csv、.json；得到的是“{path.name}”。")
        content = render(self)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise BadOutput(f"不能写入 {path}（文件是否正被打开？）：{type(error).__name__}。") from error

    def __bool__(self) -> bool:
        raise TypeError("Report 没有真假值；请看 counts。 (a report has no truth value)")


def _json(report: Report) -> bytes:
    return (json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n").encode()


def _renderers() -> dict[str, Callable[[Report], bytes]]:
    from .render_csv import render_csv
    from .render_html import render_html
    from .render_xlsx import render_xlsx

    return {
        ".json": _json,
        ".csv": render_csv,
        ".xlsx": render_xlsx,
        ".html": render_html,
        ".htm": render_html,
    }
