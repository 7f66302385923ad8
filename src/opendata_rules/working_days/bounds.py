"""Earliest and latest dates where holiday notices are not yet known.

Sound, not certain: for every known year taken as if its notice were unpublished, the true date lies between the two
(the tests try every day and up to 250 working days). Beyond that they are as good as what they assume, which
is data with its sources (:mod:`.assumptions`) and part of the result. They are exact for what is assumed: some
arrangement of every festival on its own reaches each of the two.

How: the n-th working day after a day is on or before another day if and only if at least n working days lie between
them. So the earliest date is the first day until which some arrangement has n working days, and the latest the first
until which every arrangement has. Festivals are arranged independently of each other, so their least and greatest
effects add up.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from ..values import Value
from .assumptions import Assumption
from .notices import FIRST_OF_NEXT
from .sources import Sources
from .spans import Group


class Bounds(tuple[dt.date, dt.date], Value):
    """``(earliest, latest)``, with what they assume.

    Attributes:
        assumptions: what the two dates rest on; empty where both are the date itself, by notices that are known.
    """

    assumptions: tuple[Assumption, ...]

    def __new__(cls, earliest: dt.date, latest: dt.date, assumptions: tuple[Assumption, ...] = ()) -> Bounds:
        """Make the pair; ``earliest`` is not after ``latest``."""
        pair = super().__new__(cls, (earliest, latest))
        pair.__dict__["assumptions"] = assumptions
        return pair

    @property
    def earliest(self) -> dt.date:
        """The date cannot be before this one."""
        return self[0]

    @property
    def latest(self) -> dt.date:
        """The date cannot be after this one."""
        return self[1]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "assumptions": [assumption.to_dict() for assumption in self.assumptions],
        }

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __reduce__(self) -> tuple[Callable[..., Bounds], tuple[object, ...]]:
        return Bounds, (self[0], self[1], self.assumptions)


class Estimate:
    """Numbers of working days after the horizon, least and greatest. Days are ordinals; immutable once made.

    Args:
        sources: what is known.
        last_year: the last year whose notice is taken as known.
        farthest: how many years to estimate; as many as the assumptions allow by default.
    """

    __slots__ = ("_general", "_groups", "_least", "_most", "_passed", "_starts", "horizon", "last")

    def __init__(self, sources: Sources, last_year: int, farthest: int | None = None) -> None:
        years = range(last_year + 1, last_year + (farthest or sources.assumptions.farthest) + 1)
        self.horizon = dt.date(last_year, *FIRST_OF_NEXT).toordinal() - 1
        self.last = dt.date(years[-1], *FIRST_OF_NEXT).toordinal() - 1
        groups: list[Group] = []
        for year in years:
            groups += sources.groups(year)
        self._groups = tuple(sorted(groups, key=lambda group: group.first))
        self._starts = [group.first for group in self._groups]
        # That there are no days off but these bears on every count.
        self._general = (sources.assumptions.unchanged, sources.assumptions.one_off.assumption)
        # What each group changes from before it until each of its days.
        self._passed = [
            [group.change(group.first - 1, day) for day in range(group.first, group.last + 1)] for group in self._groups
        ]
        self._least, self._most = self._cumulated()

    def date(self, after: int, n: int) -> tuple[int, int] | None:
        """Earliest and latest n-th working day after a day.

        Args:
            after: the day; not before the horizon.
            n: working days, at least one.

        Returns:
            Both, or ``None`` if the latest lies beyond what may be estimated.
        """
        earliest = None
        # No stretch of days has more working days than days.
        for day, least, most in self._counts(after, after + n):
            if earliest is None and most >= n:
                earliest = day
            if least >= n:
                return (day if earliest is None else earliest), day
        return None

    def dates(self, after: int, most: int) -> list[tuple[int, int]]:
        """The same for n from one to a greatest number, as far as may be estimated."""
        earliest: list[int] = []
        latest: list[int] = []
        for day, low, high in self._counts(after, after + 1):
            earliest += [day] * (min(high, most) - len(earliest))
            latest += [day] * (min(low, most) - len(latest))
            if len(latest) == most:
                break
        return list(zip(earliest, latest, strict=False))

    @property
    def touched(self) -> frozenset[int]:
        """The days on which any arrangement may change something."""
        return frozenset().union(*(group.touched for group in self._groups))

    def counts(self, after: int) -> Iterator[tuple[int, int, int]]:
        """Each day after one, with the least and greatest number of working days since; not before the horizon."""
        return self._counts(after, after + 1)

    def assumptions(self, after: int, until: int) -> tuple[Assumption, ...]:
        """What the counts between two days rest on."""
        found = dict.fromkeys(self._general)
        for group in self._groups:
            if group.first <= until and group.last > after:
                found.update(dict.fromkeys(group.assumptions))
        return tuple(found)

    def _cumulated(self) -> tuple[list[int], list[int]]:
        """Least and greatest number of working days from the horizon to each day."""
        length = self.last - self.horizon + 1
        least, most = [0] * length, [0] * length
        for group, passed in zip(self._groups, self._passed, strict=True):
            start = group.first - self.horizon
            for index in range(start, length):
                low, high = passed[min(index - start, len(passed) - 1)]
                least[index] += low
                most[index] += high
        weekdays = 0
        for index in range(1, length):
            weekdays += (self.horizon + index + 6) % 7 < 5
            least[index] += weekdays
            most[index] += weekdays
        return least, most

    def _counts(self, after: int, start: int) -> Iterator[tuple[int, int, int]]:
        """Each day from one on, with the least and greatest number of working days since another."""
        base = after - self.horizon
        # A group that has begun counts from here on only, as one arrangement and not as the difference of two.
        begun = [_Begun(self._groups[place], self._passed[place], after) for place in self._around(after)]
        for group in begun:
            group.move(start)
        least = 0
        for day in range(start, self.last + 1):
            low = self._least[day - self.horizon] - self._least[base]
            high = self._most[day - self.horizon] - self._most[base]
            for group in begun:
                if day in group.touched:
                    group.move(day)
                low += group.low
                high += group.high
            # Working days never go back as days go by, nor outnumber them.
            least = max(least, low)
            yield day, least, min(high, day - after)

    def _around(self, day: int) -> list[int]:
        """The groups that a day lies in the middle of."""
        begun = bisect_right(self._starts, day)
        return [place for place in range(begun) if self._groups[place].last > day]


class _Begun:
    """What a group in the middle of which a count starts adds to the sums that were made from before it."""

    __slots__ = ("_after", "_group", "_passed", "high", "low", "touched")

    def __init__(self, group: Group, passed: list[tuple[int, int]], after: int) -> None:
        self._after = after
        self._group = group
        self._passed = passed
        self.touched = group.touched
        self.low = self.high = 0

    def move(self, day: int) -> None:
        """Go on to a day."""
        first, last = self._group.first, self._group.last
        before, now = self._passed[self._after - first], self._passed[min(day, last) - first]
        fewest, greatest = self._group.change(self._after, day)
        self.low = fewest - (now[0] - before[0])
        self.high = greatest - (now[1] - before[1])
