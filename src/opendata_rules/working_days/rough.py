"""Bounds of terms without any notice: what is so wherever the rest days lie."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from ..errors import BeyondHorizon
from .bounds import Bounds
from .calendars import Calendar

#: No rest lasts as many days, and in no stretch are there more rest days than working days beside it.
_REST = 20


class RoughCalendar(Calendar):
    """A calendar that knows no notice, so that it need not be read: nothing is settled, and bounds are wide.

    What comes out the same at both bounds comes out so by every calendar.
    """

    __slots__ = ()

    def __init__(self) -> None:
        """Nothing is kept."""

    @property
    def first(self) -> dt.date:
        """First day of which something can be said."""
        return dt.date.min

    @property
    def horizon(self) -> dt.date:
        """Last day that is settled: none is."""
        return dt.date.min

    def add(self, d: dt.date, n: int) -> NoReturn:
        """No day is settled.

        Raises:
            BeyondHorizon: always.
        """
        raise BeyondHorizon("没有读取放假安排。", english="No holiday notices were read.")

    def next_working_day(self, d: dt.date) -> NoReturn:
        """No day is settled.

        Raises:
            BeyondHorizon: always.
        """
        self.add(d, 0)

    def bounds(self, d: dt.date, n: int) -> Bounds:
        """Days between which the n-th working day after a day lies."""
        first, last = d.toordinal(), dt.date.max.toordinal()
        earliest, latest = (dt.date.fromordinal(min(day, last)) for day in (first + n, first + 2 * n + _REST))
        return Bounds(earliest, latest)
