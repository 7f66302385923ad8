"""The report as CSV for Excel: a BOM so that it shows Chinese, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Callable, Iterable

from ...quoting import visible
from ...vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Scheme
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
    return (*_named(row), *_judged(row, scheme), *_asked(row), *_to_do(row), *_updated(row), *_noted(row))


# What many datasets have in common, and what each has for itself.


def _named(row: Row) -> tuple[str | int, ...]:
    number = f"{row.sheet} {row.number}" if row.sheet else row.number
    return number, row.title, row.id, row.department, row.declared_text


def _judged(row: Row, scheme: Scheme) -> tuple[str, ...]:
    return (
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


def _noted(row: Row) -> tuple[str, ...]:
    return (
        "\n".join(row.notes),
        "\n".join(finding.id for finding in row.findings),
        "\n".join(filter(None, map(state, row.findings))),
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


#: Parts of lines that are kept for the next dataset.
_KEPT = 50_000


class CsvWriter(Writer):
    """The datasets, one a line."""

    def begin(self, before: Summary) -> None:
        """The names of the columns."""
        self._text = io.TextIOWrapper(self.file, "utf-8-sig", "replace", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(headings(before.scheme))
        self._judged = functools.partial(_judged, scheme=before.scheme)
        self._kept: dict[object, tuple[object, list[str]]] = {}

    def add(self, row: Row) -> None:
        """A line."""
        # What rests on the same decision is the same object in all rows that do; so it is told by where it is.
        decision = (row.grounds, row.objections, row.permitted, row.possible, row.actions, row.ways, row.warnings)
        judged = self._shared(self._judged, (row.verdict, row.attribute, *map(id, decision)), decision, row)
        if row.questions and row.questions[0].why:
            asked = [_cell(cell) for cell in _asked(row)]
        else:
            asked = self._shared(_asked, id(row.questions), row.questions, row)
        to_do = self._shared(_to_do, tuple(map(id, decision[4:])), decision, row)
        day = (
            row.cadence,
            row.updated,
            row.updated_text,
            row.earliest,
            row.latest,
            row.overdue,
            row.update,
            row.term_note,
            id(row.term),
        )
        updated = self._shared(_updated, day, row.term, row)
        named = [_cell(cell) for cell in _named(row)]
        notes = [_cell(cell) for cell in _noted(row)]
        self._writer.writerow([*named, *judged, *asked, *to_do, *updated, *notes])

    def _shared(self, part: Callable[[Row], Iterable[str | int]], key: object, held: object, row: Row) -> list[str]:
        """The cells of a part of the line, made once for all rows that share it.

        Args:
            part: makes them.
            key: what tells them from others.
            held: what the key names by where it is, so that it stays there.
            row: the dataset.
        """
        found = self._kept.get((part, key))
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[part, key] = held, [_cell(cell) for cell in part(row)]
        return found[1]

    def finish(self, summary: Summary) -> None:
        """Nothing stands below them."""
        self._text.flush()
        self._text.detach()
