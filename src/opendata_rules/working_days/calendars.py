"""The calendar of working days: look-ups in one immutable table, and bounds beyond it.

A day is worked by the annual notices of 国务院办公厅 (``rules/calendar/``). Counting leaves out the day of departure,
as terms do (民法典第二百零一条). Regional holidays, holidays of minorities, half days for part of the population, local
closures and the hours of a body are not known here.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NoReturn, Protocol

from ..errors import BadArgument, BeyondHorizon
from ..quoting import quoted
from ..values import Shared
from .arguments import number_of_days, plain_date, year_of
from .bounds import Assumption, Bounds
from .bulk import Bulk, Days
from .days import CalendarDay, Notice
from .table import Table

_DAY = dt.timedelta(days=1)
#: Rank of a day before the first: added to any number it points past the end of the list of working days.
_BEFORE = 1 << 40


class Later(Protocol):
    """What may come after the last notice: :class:`.estimate.Estimate`, by what the calendar asks of it."""

    @property
    def last(self) -> int:
        """Ordinal of the last day that may be estimated."""

    def date(self, after: int, n: int) -> tuple[int, int] | None:
        """Earliest and latest n-th working day after a day; ``None`` if the latest may not be estimated."""

    def assumptions(self, after: int, until: int) -> tuple[Assumption, ...]:
        """What the counts between two days rest on."""


class Known(Protocol):
    """What a calendar is made from: :class:`.sources.Sources`, by what the calendar asks of it.

    Said so, since most answers name the calendar and count no working days: all that reads notices and works out
    estimates is loaded with the first calendar that is read.
    """

    @property
    def last_year(self) -> int:
        """The last year whose notice is known."""

    def notices(self, until: int) -> tuple[Notice, ...]:
        """The annual notices up to a year."""

    def table(self, until: int) -> Table:
        """Every day as known when the notice of a year was the last one."""

    def estimate(self, until: int) -> Later:
        """What may come after the notice of a year."""


class Calendar(Shared):
    """Working days of mainland China from the first day to the horizon. Frozen, hashable, picklable, thread-safe.

    Two calendars are equal if all their days, notices and assumptions are.

    Args:
        sources: what is known.
        until: the last year whose notice is taken as known; the last of the sources by default.
    """

    __slots__ = ("_bulk", "_estimate", "_lock", "_ranks", "_sources", "_start", "_table", "_until", "_working")

    _bulk: Bulk | None
    _estimate: Later | None
    _lock: threading.Lock
    _ranks: list[int]
    _sources: Known
    _start: int
    _table: Table
    _until: int
    _working: tuple[date, ...]

    def __init__(self, sources: Known, until: int | None = None) -> None:
        last = sources.last_year if until is None else min(until, sources.last_year)
        table = sources.table(last)
        first = table.first.toordinal()
        working = [date.fromordinal(first + index) for index, worked in enumerate(table.worked) if worked]
        # One entry for every day since the year 1, so that looking a day up needs no check of where it lies:
        # the days before the first lead past the end of the working days, as do those after the horizon.
        ranks = [_BEFORE] * first
        rank = -1
        for worked in table.worked:
            rank += worked
            ranks.append(rank)
        for name, value in (
            ("_sources", sources),
            ("_until", last),
            ("_table", table),
            ("_start", first),
            ("_ranks", ranks),
            ("_working", tuple(working)),
            ("_estimate", None),
            ("_bulk", None),
            ("_lock", threading.Lock()),
        ):
            object.__setattr__(self, name, value)

    # -- what is known ----------------------------------------------------------------------------------------------

    @property
    def first(self) -> date:
        """First day: 1 January 2007."""
        return self._table.first

    @property
    def horizon(self) -> date:
        """Last day that is settled: 25 December of the last year whose notice is known.

        The notice of the next year may arrange the last days of December; once it is known, they are settled and the
        horizon is a year further on.
        """
        return self._table.horizon

    @property
    def digest(self) -> str:
        """SHA-256 over every named day, its notice, both ends, the measures and the assumptions."""
        return self._table.digest

    @property
    def marks(self) -> tuple[Mapping[int, str], str]:
        """Marks of each year, and of the measures with what is assumed of later ones: which part is another one."""
        return self._table.years, self._table.basis

    @property
    def farthest(self) -> date:
        """Last day that :meth:`bounds` may estimate."""
        return date.fromordinal(self._estimated().last)

    @property
    def working_days(self) -> tuple[date, ...]:
        """Every working day from the first day to the horizon."""
        return self._working

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The annual notices that are known, by year."""
        return self._sources.notices(self._until)

    def known_until(self, until: int | date) -> Calendar:
        """This calendar as if no later notice had been published.

        Args:
            until: the last year whose notice is known, or any day of it.

        Raises:
            TypeError: it is neither a year nor a plain date.
            BadArgument: the year is before the first one.
        """
        year = year_of(until)
        return self if year >= self._until else Calendar(self._sources, year)

    # -- days -------------------------------------------------------------------------------------------------------

    def day(self, d: date) -> CalendarDay:
        """What a day is, why, and by which notice.

        Raises:
            TypeError: not a plain date.
            BeyondHorizon: the day is outside the calendar.
        """
        self._inside(d)
        return self._table.day(d)

    def explain(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """One entry for every calendar day from one to another, both included; none if the last is before the first.

        Raises:
            TypeError: not plain dates.
            BeyondHorizon: a day is outside the calendar.
        """
        self._inside(first)
        self._inside(last)
        return tuple(map(self._table.day, _between(first, last)))

    def is_working_day(self, d: date) -> bool:
        """Whether a day is worked.

        Raises:
            TypeError: not a plain date.
            BeyondHorizon: the day is outside the calendar.
        """
        if type(d) is date and d <= self._table.horizon:
            place = d.toordinal() - self._start
            if place >= 0:
                return self._table.worked[place]
        return self._table.worked[self._inside(d)]

    def next_working_day(self, d: date) -> date:
        """The day itself if it is worked, else the next one that is.

        Raises:
            TypeError: not a plain date.
            BeyondHorizon: the day, or the next working day, is outside the calendar.
        """
        return d if self.is_working_day(d) else self.add(d, 1)

    # -- counting ---------------------------------------------------------------------------------------------------

    def add(self, d: date, n: int) -> date:
        """The n-th working day strictly after a day; the day itself for n = 0, even if it is a rest day.

        Args:
            d: the day counted from, itself not counted.
            n: working days, not negative.

        Raises:
            TypeError: ``d`` is not a plain date, or ``n`` not an integer (``True`` is none).
            BadArgument: ``n`` is negative.
            BeyondHorizon: ``d`` or the result is outside the calendar.
        """
        try:
            if type(n) is int and type(d) is date:
                if n > 0:
                    return self._working[self._ranks[d.toordinal()] + n]
                if n == 0 and self._ranks[d.toordinal()] < _BEFORE:
                    return d
        except (LookupError, TypeError):
            pass
        return self._added(d, n)

    def count(self, a: date, b: date) -> int:
        """Working days after one day up to and including another, so that ``count(a, add(a, n)) == n``.

        Raises:
            TypeError: not plain dates.
            BadArgument: ``b`` is before ``a``.
            BeyondHorizon: a day is outside the calendar.
        """
        plain_date(a)
        plain_date(b)
        if b < a:
            raise BadArgument(f"{b} 在 {a} 之前。", english=f"b ({b}) is before a ({a}).", argument="b")
        if a < self._table.first or b > self._table.horizon:
            self._refuse((a if a < self._table.first else b).toordinal(), 0)
        return self._ranks[b.toordinal()] - self._ranks[a.toordinal()]

    def rank(self, d: date) -> int:
        """Working days from the first day to a day, itself included: terms become arithmetic of integers.

        Raises:
            TypeError: not a plain date.
            BeyondHorizon: the day is outside the calendar.
        """
        self._inside(d)
        return self._ranks[d.toordinal()] + 1

    def add_many(self, dates: Days, n: int) -> Days:
        """:meth:`add` for an array of dates, with numpy.

        Args:
            dates: array of ``datetime64[D]``, or of ordinals as ``date.toordinal()`` gives them.
            n: working days, not negative.

        Returns:
            An array of the same kind and shape.

        Raises:
            MissingExtra: numpy is not installed.
            TypeError: the array holds neither, or ``n`` is not an integer.
            BadArgument: ``n`` is negative.
            BeyondHorizon: a date, or a result, is outside the calendar.
        """
        n = number_of_days(n)
        bulk = self._bulk
        if bulk is None:
            first = self._start
            bulk = Bulk(first, self._ranks[first:], [day.toordinal() for day in self._working], self._refuse)
            object.__setattr__(self, "_bulk", bulk)
        return bulk.add(dates, n)

    # -- beyond the horizon -----------------------------------------------------------------------------------------

    def bounds(self, d: date, n: int) -> Bounds:
        """Earliest and latest date that :meth:`add` may have once the notices to come are known.

        Args:
            d: the day counted from; it may lie beyond the horizon.
            n: working days, not negative.

        Returns:
            ``(earliest, latest)``, both the date itself where it is settled, with what they assume.

        Raises:
            TypeError: ``d`` is not a plain date, or ``n`` not an integer.
            BadArgument: ``n`` is negative.
            BeyondHorizon: ``d`` is before the first day, or the latest date after :attr:`farthest`.
        """
        plain_date(d)
        n = number_of_days(n)
        if d <= self.horizon:
            start = self._inside(d) + self._start
            place = self._ranks[start] + n
            if n == 0 or place < len(self._working):
                due = self._working[place] if n else d
                return Bounds(due, due)
            return self._bounded(self.horizon.toordinal(), place - len(self._working) + 1, d, n)
        if n == 0 and d <= self.farthest:
            return Bounds(d, d)
        return self._bounded(d.toordinal(), n, d, n)

    def next_bounds(self, d: date) -> Bounds:
        """Earliest and latest date that :meth:`next_working_day` may have once the notices to come are known.

        Raises:
            TypeError: not a plain date.
            BeyondHorizon: ``d`` is before the first day, or the latest date after :attr:`farthest`.
        """
        plain_date(d)
        if d <= self.horizon and self.is_working_day(d):
            return Bounds(d, d)
        return self.bounds(d - _DAY if d > self.first else d, 1)

    def _bounded(self, after: int, remaining: int, d: date, n: int) -> Bounds:
        estimate = self._estimated()
        found = estimate.date(after, remaining) if after < estimate.last and remaining else None
        if found is None:
            raise BeyondHorizon(
                f"从 {d} 起第 {quoted(n)} 个工作日太远：放假安排公布到 {self.horizon}，最远推定到 {self.farthest}。",
                english=f"Working day {quoted(n)} after {d} is too far: notices reach {self.horizon}, "
                f"estimates {self.farthest}.",
            )
        earliest, latest = found
        told = estimate.assumptions(after, latest)
        return Bounds(date.fromordinal(earliest), date.fromordinal(latest), told)

    def _estimated(self) -> Later:
        estimate = self._estimate
        if estimate is None:
            with self._lock:
                estimate = self._estimate or self._sources.estimate(self._until)
                object.__setattr__(self, "_estimate", estimate)
        return estimate

    # -- refusing ---------------------------------------------------------------------------------------------------

    def _added(self, d: date, n: int) -> date:
        """:meth:`add` where the look-up did not succeed: no working days at all, or an error to tell."""
        plain_date(d)
        n = number_of_days(n)
        place = self._ranks[self._start + self._inside(d)] + n
        if n and place >= len(self._working):
            self._refuse(d.toordinal(), n)
        return self._working[place] if n else d

    def _inside(self, d: date) -> int:
        """Number of a day from the first one on."""
        plain_date(d)
        if not self._table.first <= d <= self._table.horizon:
            self._refuse(d.toordinal(), 0)
        return (d - self._table.first).days

    def _refuse(self, ordinal: int, n: int) -> NoReturn:
        exists = 0 < ordinal <= date.max.toordinal()
        day: object = date.fromordinal(ordinal) if exists else "不存在的日期"
        what = f"从 {day} 起第 {quoted(n)} 个工作日" if n else f"{day} "
        told = day if exists else "a day that does not exist"
        english = f"Working day {quoted(n)} after {told}" if n else f"{told}"
        advice = ""
        if n or not isinstance(day, date) or day > self.horizon:
            advice = f"；{self._until + 1} 年的通知公布后，请录入 rules/calendar/{self._until + 1}.yaml"
        raise BeyondHorizon(
            f"{what}不在已公布放假安排的日期（{self.first} 至 {self.horizon}）之内{advice}。",
            english=f"{english} is outside the days whose notices are known ({self.first} to {self.horizon}).",
        )

    # -- being a value ----------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Callable[..., Calendar], tuple[object, ...]]:
        return Calendar, (self._sources, self._until)

    def __repr__(self) -> str:
        return f"<Calendar {self.first} – {self.horizon}>"


def _between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
