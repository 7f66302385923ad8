"""When to be reminded of a last day: so many working days before it, at an hour of the day, and never on a rest day.

Where the arrangement of holidays is not published yet, a day from Monday to Friday counts as worked if every
arrangement that the assumptions of the calendar allow has it worked; past what the calendar estimates, any such day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..errors import BadArgument, BeyondHorizon
from ..quoting import quoted
from .calendars import Calendar

#: How many working days before the last day, and at what time of day; 0 is the last day itself if it is worked, else
#: the last working day before it.
Alarm = tuple[int, dt.time]
#: Most working days before a last day.
MOST = 250
#: The beginning of the working day, when a reminder leaves the whole of it.
MORNING = dt.time(9)
_DAY = dt.timedelta(days=1)
_WEEKEND = 5


def alarms_of(given: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Alarms that were given, checked, the earliest first.

    Raises:
        TypeError: one is no pair of an integer and a time of day without a zone.
        BadArgument: a number of working days is negative or greater than :data:`MOST`.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise TypeError(_PAIRS)
    found: dict[Alarm, None] = {}
    for one in given:
        if not isinstance(one, tuple) or len(one) != 2:
            raise TypeError(_PAIRS)
        before, at = one
        if type(before) is not int or type(at) is not dt.time or at.tzinfo is not None:
            raise TypeError(_PAIRS)
        if not 0 <= before <= MOST:
            raise BadArgument(
                f"提醒应当在最后一天以前 0 至 {MOST} 个工作日，得到的是 {quoted(before)}。",
                english=f"an alarm is 0 to {MOST} working days before the last day, not {quoted(before)}",
                argument="alarms",
            )
        found[before, at.replace(second=0, microsecond=0)] = None
    return tuple(sorted(found, key=lambda alarm: (-alarm[0], alarm[1])))


_PAIRS = (
    "alarms 的每一项是提前的工作日数和时刻，例如 (1, datetime.time(9))。"
    " (alarms are pairs of a number of working days and a time of day)"
)


def offsets(calendar: Calendar, last: dt.date, alarms: Iterable[Alarm]) -> Iterator[dt.timedelta]:
    """How long after the beginning of a last day (before it, where negative) each alarm is; none before the year 1."""
    for before, at in alarms:
        day = working_day_before(calendar, last, before)
        if day is not None:
            yield (day - last) + dt.timedelta(hours=at.hour, minutes=at.minute)


@lru_cache(maxsize=4096)
def working_day_before(calendar: Calendar, last: dt.date, n: int) -> dt.date | None:
    """The n-th working day before a day; for 0 the day itself if it is worked, else the last working day before it."""
    day, left = last, n
    if n == 0 and not worked(calendar, day):
        left = 1
    while left:
        if day == dt.date.min:
            return None
        day -= _DAY
        left -= worked(calendar, day)
    return day


def worked(calendar: Calendar, day: dt.date) -> bool:
    """Whether a day is surely worked."""
    try:
        if calendar.first <= day <= calendar.horizon:
            return calendar.is_working_day(day)
        return day.weekday() < _WEEKEND and calendar.next_bounds(day) == (day, day)
    except BeyondHorizon:
        return day.weekday() < _WEEKEND
