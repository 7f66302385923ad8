"""The deadlines ahead as columns, one a day: how many tasks end on it, and which of these days are rest days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from ....errors import BeyondHorizon
from ....monitoring.reports.agenda import Agenda, first_of
from ....monitoring.results.answer import Owed
from ....working_days import Calendar

#: Days shown: the week of the day asked about and four more.
_DAYS = 35
_WEEKDAYS = (tuple("一二三四五六日"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))


class Column(NamedTuple):
    """A day with its tasks.

    Attributes:
        day: the day.
        weekday: its names, in Chinese and English.
        tasks: what ends on it.
        rest: whether the calendar says that nobody works on it.
        kind: colour: ``overdue``, ``soon`` or ``pending``.
        x: where it stands, in percent of the width.
        height: in percent of the highest.
    """

    day: dt.date
    weekday: tuple[str, str]
    tasks: tuple[Owed, ...]
    rest: bool
    kind: str
    x: float
    height: float


class Ahead(NamedTuple):
    """The picture.

    Attributes:
        columns: the days.
        width: of a column, in percent.
        before: how many tasks ended before the first day.
        beyond: how many end after the last.
        today: where the day asked about stands, in percent.
    """

    columns: tuple[Column, ...]
    width: float
    before: int
    beyond: int
    today: float


def ahead(found: Agenda, tasks: Iterable[Owed], calendar: Calendar) -> Ahead:
    """The picture of tasks from the Monday of the week on."""
    first = min(found.on - dt.timedelta(found.on.weekday()), dt.date.max - dt.timedelta(_DAYS))
    last = first + dt.timedelta(_DAYS - 1)
    by_day: dict[dt.date, list[Owed]] = {}
    before = beyond = 0
    for task in tasks:
        day = first_of(task)
        before += day < first
        beyond += day > last
        by_day.setdefault(day, []).append(task)
    shown = [first + dt.timedelta(number) for number in range(_DAYS)]
    most = max((len(by_day.get(day, ())) for day in shown), default=0) or 1
    width = 100 / _DAYS
    columns = tuple(
        Column(
            day,
            (_WEEKDAYS[0][day.weekday()], _WEEKDAYS[1][day.weekday()]),
            tuple(by_day.get(day, ())),
            _rests(calendar, day),
            "overdue" if day < found.on else "soon" if day <= found.week_ends else "pending",
            round(number * width, 3),
            round(100 * len(by_day.get(day, ())) / most, 2),
        )
        for number, day in enumerate(shown)
    )
    return Ahead(columns, round(width, 3), before, beyond, round((found.on - first).days * width, 3))


def _rests(calendar: Calendar, day: dt.date) -> bool:
    """Whether a day is a rest day; where no notice has arranged it yet nothing is said."""
    try:
        return not calendar.is_working_day(day)
    except BeyondHorizon:
        return False
