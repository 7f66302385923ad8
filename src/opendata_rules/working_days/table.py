"""The calendar as one immutable table: every day from the first to the horizon, worked or not, and why.

Made once from what :mod:`.sources` read; nothing in it changes or is filled later. A day that no notice names is worked
from Monday to Friday. The table ends on 25 December of the last year whose notice is known, since the last days of
December have been arranged by the next year's notice five times (for 2008, 2012, 2019 and 2023, and for 2007 itself).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from .days import CalendarDay, DayKind, Notice
from .sources import FIRST_YEAR, Sources

FIRST = dt.date(FIRST_YEAR, 1, 1)
#: Last day of a year that its own notice settles.
LAST_SETTLED = (12, 25)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Table:
    """Every day from the first to the horizon.

    Attributes:
        first: first day.
        horizon: last day.
        named: the days that a notice names, by date.
        worked: one entry a day from the first on, whether it is a working day.
        digest: SHA-256 over the named days with their notices, both ends, and the assumptions about later years.
    """

    first: dt.date
    horizon: dt.date
    named: Mapping[dt.date, CalendarDay]
    worked: tuple[bool, ...]
    digest: str

    def day(self, day: dt.date) -> CalendarDay:
        """What a day from the first to the horizon is."""
        found = self.named.get(day)
        if found is None:
            found = CalendarDay(day, DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND)
        return found


def build(sources: Sources, last_year: int) -> Table:
    """The table of the years up to one.

    Args:
        sources: what is known.
        last_year: the last year whose notice is taken as known.
    """
    horizon = dt.date(last_year, *LAST_SETTLED)
    named: dict[dt.date, CalendarDay] = {}
    for year in sources.years:
        if year.year > last_year:
            break
        statutory = {day for days in sources.statutory_days(year.year).values() for day in days}
        for arrangement in year.arrangements:
            for day in arrangement.days_off():
                named[day] = CalendarDay(day, DayKind.HOLIDAY, arrangement.name, day in statutory, arrangement.notice)
            for day in arrangement.worked:
                named[day] = CalendarDay(day, DayKind.MAKEUP, arrangement.name, False, arrangement.notice)
    named = {day: named[day] for day in sorted(named) if FIRST <= day <= horizon}
    days = (FIRST + index * _DAY for index in range((horizon - FIRST).days + 1))
    worked = tuple(named[day].working if day in named else day.weekday() < 5 for day in days)
    return Table(FIRST, horizon, MappingProxyType(named), worked, _digest(horizon, named, sources))


def _digest(horizon: dt.date, named: Mapping[dt.date, CalendarDay], sources: Sources) -> str:
    content = {
        "first": FIRST.isoformat(),
        "horizon": horizon.isoformat(),
        "days": [
            [day.isoformat(), str(told.kind), told.name, told.statutory, _source(told.notice)]
            for day, told in named.items()
        ],
        "statutes": [asdict(statute) for statute in sources.statutes],
        "assumptions": asdict(sources.assumptions),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _source(notice: Notice | None) -> str:
    return str(notice) if notice is not None else ""
