"""Making the table of a calendar.

Made once from what :mod:`.folder` read; nothing in it changes or is filled later. A day that no notice names is worked
from Monday to Friday. The table ends on 25 December of the last year whose notice is known, since the last days of
December have been arranged by the next year's notice five times (for 2008, 2012, 2019 and 2023, and for 2007 itself).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from .. import digests
from ..values import FrozenDict
from .arrangements import YearNotice
from .days import FIRST_YEAR, CalendarDay, DayKind, Notice
from .table import Table

FIRST = dt.date(FIRST_YEAR, 1, 1)
#: Last day of a year that its own notice settles.
LAST_SETTLED = (12, 25)
_DAY = dt.timedelta(days=1)


def build(
    years: Iterable[YearNotice],
    last_year: int,
    statutory_days: Callable[[int], Mapping[str, tuple[dt.date, ...]]],
    basis: Mapping[str, Any],
) -> Table:
    """The table of the years up to one.

    Args:
        years: what is known of each year, in order.
        last_year: the last year whose notice is taken as known.
        statutory_days: gives the statutory days of a year by festival.
        basis: what else the digest covers, as plain data.
    """
    horizon = dt.date(last_year, *LAST_SETTLED)
    named: dict[dt.date, CalendarDay] = {}
    for year in years:
        if year.year > last_year:
            break
        statutory = {day for days in statutory_days(year.year).values() for day in days}
        for arrangement in year.arrangements:
            for day in arrangement.days_off():
                named[day] = CalendarDay(day, DayKind.HOLIDAY, arrangement.name, day in statutory, arrangement.notice)
            for day in arrangement.worked:
                named[day] = CalendarDay(day, DayKind.MAKEUP, arrangement.name, False, arrangement.notice)
    named = {day: named[day] for day in sorted(named) if FIRST <= day <= horizon}
    days = (FIRST + index * _DAY for index in range((horizon - FIRST).days + 1))
    worked = tuple(named[day].working if day in named else day.weekday() < 5 for day in days)
    return Table(
        FIRST,
        horizon,
        MappingProxyType(named),
        worked,
        _digest(horizon, named, basis),
        _years(last_year, named),
        _marked(basis),
    )


def _years(last_year: int, named: Mapping[dt.date, CalendarDay]) -> Mapping[int, str]:
    years: dict[int, list[object]] = {year: [] for year in range(FIRST_YEAR, last_year + 1)}
    for day, told in named.items():
        years[day.year].append([day.isoformat(), str(told.kind), told.name, told.statutory, _source(told.notice)])
    return FrozenDict((year, digests.mark(days)) for year, days in years.items())


def _marked(basis: Mapping[str, Any]) -> str:
    return digests.mark(json.loads(json.dumps(basis, default=str)))


def _digest(horizon: dt.date, named: Mapping[dt.date, CalendarDay], basis: Mapping[str, Any]) -> str:
    content = {
        "first": FIRST.isoformat(),
        "horizon": horizon.isoformat(),
        "days": [
            [day.isoformat(), str(told.kind), told.name, told.statutory, _source(told.notice)]
            for day, told in named.items()
        ],
        **basis,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _source(notice: Notice | None) -> str:
    return str(notice) if notice is not None else ""
