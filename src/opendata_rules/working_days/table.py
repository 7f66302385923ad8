"""The calendar as one immutable table: every day from the first to the horizon, worked or not, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from .days import CalendarDay, DayKind


@dataclass(frozen=True, slots=True)
class Table:
    """Every day from the first to the horizon.

    Attributes:
        first: first day.
        horizon: last day.
        named: the days that a notice names, by date.
        worked: one entry a day from the first on, whether it is a working day.
        digest: SHA-256 over the named days with their notices, both ends, and the assumptions about later years.
        years: the first digits of the digest of each year's named days and notices: which year is another one.
        basis: the first digits of the digest of the measures and of these assumptions.
    """

    first: dt.date
    horizon: dt.date
    named: Mapping[dt.date, CalendarDay]
    worked: tuple[bool, ...]
    digest: str
    years: Mapping[int, str]
    basis: str

    def day(self, day: dt.date) -> CalendarDay:
        """What a day from the first to the horizon is."""
        found = self.named.get(day)
        if found is None:
            found = CalendarDay(day, DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND)
        return found
