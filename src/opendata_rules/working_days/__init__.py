"""Working days of mainland China: which days are worked, why, how many lie between two, and when a term ends.

>>> import datetime as dt
>>> import opendata_rules as odr
>>> odr.calendar().add(dt.date(2026, 2, 11), 5)
datetime.date(2026, 2, 25)

`holidays` is the base (:mod:`.base`), the State Council's notices in ``rules/calendar/`` correct and complete it
(:mod:`.notices`), and everything ends up in one immutable table (:mod:`.table`). Past the last notice the calendar
refuses to guess; :meth:`Calendar.bounds` tells earliest and latest dates and what they assume.

The package is not called ``calendar``, since :func:`opendata_rules.calendar` is a function, and since a file of that
name beside a script hides the standard library's.
"""

from __future__ import annotations

from .bounds import Assumption, Bounds
from .calendars import Calendar
from .days import CalendarDay, DayKind, Notice
from .loading import LazyCalendar, calendar, read_calendar

__all__ = [
    "Assumption",
    "Bounds",
    "Calendar",
    "CalendarDay",
    "DayKind",
    "LazyCalendar",
    "Notice",
    "calendar",
    "read_calendar",
]
