"""The report as CSV for Excel: a BOM so that it shows Chinese, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...quoting import visible
from ...vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Scheme
from ..datasets import Datasets, OfPart
from ..judged import Finding
from ..remembering import Remembered
from ..results import UPDATES, VERDICTS, Row
from ..schemes import in_words_of
from ..summary import Summary
from .since import state
from .writer import Writer

_HEADINGS = (
    "行号",
    "数据集名称",
    "数据集编号",
    "提供单位",
    "申报的{attribute}（原文）",
    "检查结果",
    "应当（可以）列为",
    "仍有可能",
    "依据",
    "为何不成立",
    "要回答的问题",
    "应当做的",
    "依法列为申报属性的途径",
    "提示",
    "更新频率",
    "最近更新",
    "应更新日期",
    "逾期天数",
    "更新的结果",
    "更新期限的依据",
    "备注",
    "问题编号",
    "问题的状态",
)
#: What a spreadsheet takes for the beginning of a formula, behind any spaces, in both widths.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Excel shows numbers of more than 11 digits as powers of ten, and keeps 15.
_LONG_NUMBER = re.compile(r"[0-9]{12,}")
#: Cells that are written as they are: ids of datasets and of findings.
_SIMPLE = re.compile(r"[A-Za-z0-9~][A-Za-z0-9.:_~-]*")


def headings(scheme: Scheme) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(in_words_of(scheme, heading) for heading in _HEADINGS)


def names(attributes: tuple[Attribute, ...], scheme: Scheme) -> str:
    """Chinese names of attributes."""
    return "、".join(ATTRIBUTE_TERMS[scheme][attribute] for attribute in attributes)


def last_update(row: Row) -> str:
    """The day of the last update; as written where that is no day."""
    return row.updated_text if row.updated is None else row.updated.isoformat()


def last_day(row: Row) -> str:
    """The last day for the next update, or between which days it is; empty where that is not known."""
    if row.due is not None or row.latest is None:
        return "" if row.due is None else row.due.isoformat()
    return str(row.latest) if row.earliest == row.latest else f"{row.earliest} 至 {row.latest}"


def cells(row: Row, scheme: Scheme) -> tuple[str | int, ...]:
    """A dataset as the cells of a table, in the order of :func:`headings`."""
    number = f"{row.sheet} {row.number}" if row.sheet else row.number
    named = (number, row.title, row.id, row.department)
    noted = _noted(row.notes, row.findings)
    return (*named, *_judged(row, scheme), *_asked(row), *_to_do(row), *_updated(row), *noted)


# What many datasets have in common, part by part, and what each has for itself.


def _judged(row: Row, scheme: Scheme) -> tuple[str, ...]:
    return (
        row.declared_text,
        VERDICTS[row.verdict][0],
        names(row.permitted, scheme) if row.attribute else "",
        "" if row.attribute else names(row.possible, scheme),
        "\n".join(f"{basis.citation}：{basis.text}" for basis in row.grounds),
        "\n".join(f"{basis.citation}：{basis.text}" for basis in row.objections),
    )


def _asked(row: Row) -> tuple[str, ...]:
    return ("\n".join(q.text + (f"（{'、'.join(q.why)}）" if q.why else "") for q in row.questions),)


def _to_do(row: Row) -> tuple[str, ...]:
    return (
        "\n".join(f"{basis.text}（{basis.citation}）" for basis in row.actions),
        "\n".join(row.ways),
        "\n".join(warning.text for warning in row.warnings),
    )


def _updated(row: Row) -> tuple[str | int, ...]:
    return (
        row.cadence,
        last_update(row),
        last_day(row),
        "" if row.overdue is None else row.overdue,
        UPDATES[row.update][0] + (f"：{row.term_note}" if row.term_note else ""),
        "" if row.term is None else f"{row.term.citation}：{row.term.text}",
    )


def _noted(notes: Sequence[str], findings: Sequence[Finding]) -> tuple[str, ...]:
    return (
        "\n".join(notes),
        "\n".join([finding.id for finding in findings]),
        "\n".join(filter(None, [state(finding) for finding in findings])),
    )


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def _cell(cell: str | int) -> str:
    if isinstance(cell, int):
        return str(cell)
    cell = visible(cell)
    # Excel takes digits with a tab behind them for text, and does not show the tab.
    return cell + "\t" if _LONG_NUMBER.fullmatch(cell) else harmless(cell)


class CsvWriter(Writer):
    """The datasets, one a line; what comes from one part of a dataset is put into cells once."""

    def begin(self, before: Summary) -> None:
        """The names of the columns."""
        self._text = io.TextIOWrapper(self.file, "utf-8-sig", "replace", newline="")
        self._scheme = before.scheme
        self._text.write(_lines([headings(before.scheme)])[0])
        self._parts = (
            OfPart("stated", lambda row: _middle(_judged(row, before.scheme))),
            OfPart("asked", lambda row: _middle(_asked(row))),
            OfPart("stated", lambda row: _middle(_to_do(row))),
            OfPart("updated", lambda row: _middle(_updated(row))),
        )
        self._departments = Remembered(_written)

    def add(self, row: Row) -> None:
        """A line."""
        self._text.write(_lines([map(_cell, cells(row, self._scheme))])[0])

    def add_all(self, datasets: Datasets) -> None:
        """Some lines."""
        own = zip(datasets.numbers, datasets.sheets, datasets.titles, datasets.ids, strict=True)
        begins = [
            f"{_written(f'{sheet} {number}') if sheet else number},{_written(title)},{_written(identifier)}"
            for number, sheet, title, identifier in own
        ]
        departments = map(self._departments.__getitem__, datasets.departments)
        middles = map("".join, zip(*(part.of(datasets) for part in self._parts), strict=True))
        noted = zip(datasets.notes, datasets.findings, strict=True)
        ends = [",".join(map(_written, _noted(notes, found))) if notes or found else ",," for notes, found in noted]
        lines = zip(begins, departments, middles, ends, strict=True)
        self._text.write("".join([f"{begin},{of}{middle},{end}{_END}" for begin, of, middle, end in lines]))

    def finish(self, summary: Summary) -> None:
        """Nothing stands below them."""
        self._text.flush()
        self._text.detach()


_END = "\r\n"


def _lines(rows: Iterable[Iterable[str]]) -> list[str]:
    """Rows of cells as lines of the file."""
    lines: list[str] = []
    csv.writer(_Lines(lines.append), lineterminator=_END).writerows(rows)
    return lines


def _middle(row: Iterable[str | int]) -> str:
    """Cells as they stand between others, with a comma before each."""
    return _lines([["", *map(_cell, row)]])[0].removesuffix(_END)


def _written(text: str) -> str:
    """One cell as it stands in the file."""
    # Most of what a dataset has for itself begins with a letter, is an id, or is nothing; it needs no marks around it.
    if not text:
        return text
    if _SIMPLE.fullmatch(text) or (text[0].isalpha() and text.isprintable() and "," not in text and '"' not in text):
        return text + "\t" if _LONG_NUMBER.fullmatch(text) else text
    return _middle([text])[1:]


@dataclass(frozen=True, slots=True)
class _Lines:
    """What a writer of CSV writes to, line by line."""

    write: Callable[[str], object]
