"""Counting: where a term ends, and which days of it count.

The day of the event is not counted. A term in working days skips rest days and counts make-up working days. A term in
days, months or years ends on the corresponding day, and moves to the next working day where that is a rest day. Past
the horizon of the calendar, and before its first day, there are bounds, or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import BeyondHorizon
from ...norms.provisions import Unit
from ...values import Json, Value
from ...vocabulary.marks import Cadence
from ...vocabulary.terms import DeadlineStatus
from ...working_days.calendars import Calendar
from ...working_days.rough import RoughCalendar


@dataclass(frozen=True, slots=True)
class Length:
    """How long a term is: a number of units, or the declared update frequency (``cadence``)."""

    unit: Unit
    number: int = 0
    cadence: Cadence | None = None

    def after(self, start: dt.date) -> dt.date:
        """The corresponding day; for working days that is not where the term ends."""
        match self.unit:
            case Unit.CADENCE:
                assert self.cadence is not None
                return _later(start, self.cadence.months, self.cadence.days)
            case Unit.MONTH:
                return _later(start, self.number)
            case Unit.YEAR:
                return _later(start, 12 * self.number)
            case _:
                return start + dt.timedelta(days=self.number)


@dataclass(frozen=True, slots=True)
class End:
    """Where a term ends: certainly, within bounds, or not to be told (and why, in Chinese and English)."""

    status: DeadlineStatus
    earliest: dt.date | None = None
    latest: dt.date | None = None
    note: str = ""
    english: str = ""


def certain_day(day: dt.date) -> End:
    """A term that certainly ends on a day."""
    return End(DeadlineStatus.FINAL, day, day)


def fixed_day(year: int, month_and_day: tuple[int, int]) -> dt.date:
    """A day of every year; 29 February is the 28th where there is none."""
    month, day = month_and_day
    return _later(dt.date(year, month, 1), day=day)


def _later(start: dt.date, months: int = 0, days: int = 0, day: int | None = None) -> dt.date:
    """A day so many months and then days later, on another day of the month if one is given."""
    # Imported here: most answers count no months.
    from dateutil.relativedelta import relativedelta

    return start + relativedelta(months=months, days=days, day=day)


#: No holidays are known there, nor what they could be.
TOO_FAR = End(
    DeadlineStatus.UNDETERMINED,
    note="那时的放假安排不知道，不能推算",
    english="no holidays are known or may be estimated there",
)


def end_of(length: Length, start: dt.date, calendar: Calendar) -> End:
    """Where a term of that length ends, counted from a day that is itself not counted."""
    if length.cadence is not None and not length.cadence.measurable:
        return End(
            DeadlineStatus.HUMAN_REVIEW,
            note="声明的更新频率是实时，不能用天数衡量",
            english="the declared frequency is real time, which no number of days measures",
        )
    if length.unit is Unit.WORKING_DAY:
        first, number = start, length.number
    else:
        try:
            # The first working day after the eve is the day itself, or the one it moves to.
            first, number = length.after(start) - dt.timedelta(days=1), 1
        except (ValueError, OverflowError):
            return TOO_FAR
    try:
        return certain_day(calendar.add(first, number))
    except BeyondHorizon:
        return _bounded(first, number, calendar)


def _bounded(start: dt.date, number: int, calendar: Calendar) -> End:
    try:
        if start < calendar.first:
            # Its notices are not held: any day before may be a working day, or none as long as a rest can last.
            earliest, latest = RoughCalendar().bounds(start, number)
            latest = min(latest, calendar.bounds(calendar.first, number).latest)
        else:
            earliest, latest = calendar.bounds(start, number)
    except BeyondHorizon:
        return TOO_FAR
    return provisional(earliest, latest, calendar)


def provisional(earliest: dt.date, latest: dt.date, calendar: Calendar) -> End:
    """A term of which only the bounds are known, since it reaches past the horizon, or begins before the calendar."""
    if latest > calendar.horizon:
        note = f"{calendar.horizon} 以后的放假安排还没有公布"
        english = f"holidays after {calendar.horizon} have not been published"
    else:
        note = f"{calendar.first} 以前的放假安排没有收录"
        english = f"holidays before {calendar.first} are not held"
    note, english = f"{note}，只能给出最早和最晚的日期", f"{english}; these are bounds"
    return End(DeadlineStatus.PROVISIONAL, earliest, latest, note=note, english=english)


@dataclass(frozen=True, slots=True)
class CountedDay(Value):
    """One calendar day of a term.

    Attributes:
        date: the day.
        counted: whether it counts towards the term.
        why: why, in Chinese.
        english: the same in English.
    """

    date: dt.date
    counted: bool
    why: str
    english: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"date": self.date.isoformat(), "counted": self.counted, "why": self.why, "english": self.english}


def counted_days(
    length: Length, trigger: dt.date, start: dt.date, due: dt.date, calendar: Calendar
) -> Iterator[CountedDay]:
    """Every calendar day from the trigger to the due day, and whether it counts.

    Args:
        length: how long the term is.
        trigger: the day of the event.
        start: the day the term is counted from; after the trigger where that was a rest day and policy says so.
        due: the last day.
        calendar: says which days are working days, and why.
    """
    if start == trigger:
        yield CountedDay(trigger, False, "起算当日，不计入", "the day of the event, not counted")
    else:
        yield CountedDay(trigger, False, "休息日收到", "received on a rest day")
        for told in calendar.explain(trigger + dt.timedelta(days=1), start):
            last = told.date == start
            why = "视为这一天收到，起算当日不计入" if last else told.reason
            yield CountedDay(told.date, False, why, "taken as the day of receipt" if last else told.english)
    if due <= start:
        return
    end = length.after(start)
    for told in calendar.explain(start + dt.timedelta(days=1), due):
        if length.unit is Unit.WORKING_DAY:
            yield CountedDay(told.date, told.working, told.reason, told.english)
        elif told.date < end or told.date == due:
            yield CountedDay(told.date, True, "计入", "counted")
        else:
            yield CountedDay(told.date, False, f"{told.reason}，期限顺延", f"{told.english}; the term moves on")
