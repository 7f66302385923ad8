"""What a notice says, once read: the days off of each festival of one year, and the weekend days worked for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .days import Notice

#: First day of December that the notice of the next year may arrange; the days before are known with their own year.
FIRST_OF_NEXT = (12, 26)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One festival's arrangement.

    Attributes:
        name: the festivals, joined by ``、``.
        off: first and last day of each stretch of days off.
        worked: weekend days worked in exchange.
        notice: the notice that says so.
    """

    name: str
    off: tuple[tuple[dt.date, dt.date], ...]
    worked: tuple[dt.date, ...]
    notice: Notice

    def days_off(self) -> Iterator[dt.date]:
        """Every day off, weekends among them."""
        for first, last in self.off:
            yield from days_between(first, last)


@dataclass(frozen=True, slots=True)
class YearNotice:
    """What is known of the holidays of one year.

    Attributes:
        year: the year.
        notice: the annual notice.
        arrangements: in the order of the file.
    """

    year: int
    notice: Notice
    arrangements: tuple[Arrangement, ...]


def notice_year(day: dt.date) -> int:
    """The year whose notice arranges a day."""
    return day.year + ((day.month, day.day) >= FIRST_OF_NEXT)


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from one to another, both included."""
    while first <= last:
        yield first
        first += _DAY
