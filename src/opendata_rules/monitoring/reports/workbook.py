"""The agenda as a workbook: 概要, 待办, 违规. Text is text, days are days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ...formats.workbooks import Workbook
from ...vocabulary.procedures import Procedures
from ...vocabulary.terms import DUTY_FORCE_TERMS, DeadlineStatus
from ..results.answer import BREACH_TERMS, Breach, BreachKind, Owed
from ..results.explain import told
from .agenda import NOBODY, URGENCY_TERMS, Agenda, Load, days_in_words, first_of

_Cell = str | int | dt.date | None
_LOADS = (("分组", 12), ("名称", 44), *((term, 11) for term in URGENCY_TERMS.values()), ("合计", 9))
_TASKS = (
    ("紧急程度", 12),
    ("案件", 26),
    ("程序", 22),
    ("事项", 18),
    ("最后一天", 12),
    ("说明", 28),
    ("起算", 12),
    ("责任单位", 26),
    ("经办人", 14),
    ("效力", 9),
    ("依据", 40),
    ("要旨", 44),
)
_BREACHES = (
    ("类型", 12),
    ("案件", 26),
    ("程序", 22),
    ("事项", 18),
    ("内容", 60),
    ("起算", 12),
    ("最后一天", 12),
    ("发生", 12),
    ("责任单位", 26),
    ("效力", 9),
    ("依据", 40),
    ("规定", 44),
    ("事件", 24),
    ("责任", 40),
)
_RUNNING = "进行中"


def render_xlsx(agenda: Agenda) -> bytes:
    """The workbook; the same agenda gives the same bytes.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    book = Workbook(f"{agenda.place_name}公共数据开放案件待办 {agenda.on}")
    day = book.book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    _fill(book, day, "概要", _LOADS, _loads(agenda), _about(agenda))
    _fill(book, day, "待办", _TASKS, _tasks(agenda))
    _fill(book, day, "违规", _BREACHES, [_breach(one, agenda.words.procedures) for one in agenda.breaches])
    return book.content()


def _fill(
    book: Workbook,
    day: Any,
    name: str,
    columns: tuple[tuple[str, int], ...],
    rows: Iterable[tuple[_Cell, ...]],
    below: Iterable[tuple[_Cell, ...]] = (),
) -> None:
    """A sheet that can be filtered; what stands below is left out of that."""
    page = book.sheet(name, columns)
    last = 0
    for last, row in enumerate(rows, 1):
        _row(book, day, page, last, row)
    page.autofilter(0, 0, last, len(columns) - 1)
    for number, row in enumerate(below, last + 2):
        _row(book, day, page, number, row)


def _row(book: Workbook, day: Any, page: Any, number: int, row: tuple[_Cell, ...]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, dt.date) and cell.year >= 1900:
            page.write_datetime(number, column, dt.datetime(cell.year, cell.month, cell.day), day)
        elif isinstance(cell, int):
            page.write_number(number, column, cell, book.body)
        elif cell:
            # A workbook knows no day before 1900.
            book.text(page, number, column, str(cell))


def _loads(agenda: Agenda) -> Iterator[tuple[_Cell, ...]]:
    everything = Load("", *(len(group) for group in agenda.groups.values()))
    yield "全部", agenda.place_name, *everything.counts, everything.total
    for kind, loads in (("责任单位", agenda.departments), ("经办人", agenda.officers)):
        for load in loads:
            yield kind, load.name or NOBODY, *load.counts, load.total


def _about(agenda: Agenda) -> Iterator[tuple[_Cell, ...]]:
    yield "截至", agenda.on
    yield "说明", agenda.headline
    for kind, term in BREACH_TERMS.items():
        yield "违规", term, len(agenda.broken(kind))
    yield _RUNNING, "期限未满，不得提前的", len(agenda.running)


def _tasks(agenda: Agenda) -> Iterator[tuple[_Cell, ...]]:
    known = agenda.words.procedures
    for name, group in agenda.groups.items():
        yield from (_task(URGENCY_TERMS[name], task, known) for task in group)
    yield from (_task(_RUNNING, task, known) for task in agenda.running)


def _task(urgency: str, task: Owed, known: Procedures) -> tuple[_Cell, ...]:
    term = task.deadline
    return (
        urgency,
        task.case,
        known.all[task.procedure].label,
        task.label,
        first_of(task),
        "" if term.status is DeadlineStatus.FINAL else days_in_words(term),
        term.trigger,
        task.department or NOBODY,
        task.officer or NOBODY,
        DUTY_FORCE_TERMS[term.force] if term.force else "",
        str(term.citation or ""),
        term.gist,
    )


def _breach(breach: Breach, known: Procedures) -> tuple[_Cell, ...]:
    prohibited = breach.kind is BreachKind.PROHIBITED
    trigger, last, day = (None, None, breach.dates[0]) if prohibited else breach.dates
    return (
        BREACH_TERMS[breach.kind],
        breach.case,
        known.all[breach.procedure].label,
        breach.label,
        told(breach),
        trigger,
        last,
        day,
        breach.actor or NOBODY,
        DUTY_FORCE_TERMS[breach.force],
        str(breach.citation),
        breach.gist,
        "、".join(breach.events),
        "、".join(map(str, breach.consequence)),
    )
