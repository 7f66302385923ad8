"""What is assumed of years whose notice is not known, as data; ``rules/calendar/assumptions.yaml`` says it.

Sources: 全国年节及纪念日放假办法 (which days are owed, and that those on a weekend are made up), the principle of
arrangement in the notice for 2025 (国办发明电〔2024〕12号), and what the notices since 2007 have done, each named in
the file. Whether a later notice will keep to it is not known: the principle itself excepts 个别特殊情形. The file names
what it leaves out (a new version of the measures).
"""

from __future__ import annotations

from dataclasses import dataclass

from .bounds import Assumption


@dataclass(frozen=True, slots=True)
class Span:
    """The range of arrangements of one festival, or of several joined into one stretch of days off.

    Attributes:
        assumption: its sense and sources.
        festivals: names of the festivals.
        merged: whether they form one stretch together.
        years: first and last year it holds for; the last is ``None`` for an open end.
        length: fewest and most days off in a row, weekends among them.
        most_early: most days by which the stretch begins before the first statutory day.
        most_moved: most weekend days worked for it.
        worked: most days before and after the stretch on which they lie.
        movable: whether the day owed for a festival on a weekend may join National Day instead.
        by_weekday: whether the weekday of the festival alone settles the arrangement, as since 2014.
    """

    assumption: Assumption
    festivals: tuple[str, ...]
    merged: bool
    years: tuple[int, int | None]
    length: tuple[int, int]
    most_early: int
    most_moved: int
    worked: tuple[int, int]
    movable: bool
    by_weekday: bool

    def covers(self, year: int) -> bool:
        """Whether it holds for a year."""
        first, last = self.years
        return first <= year and (last is None or year <= last)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A festival's days off made longer afterwards: by how many days, at the cost of how many working days."""

    assumption: Assumption
    festivals: tuple[str, ...]
    most_days: int
    most_lost: int


@dataclass(frozen=True, slots=True)
class OneOff:
    """At most one day off a year outside the notices.

    Attributes:
        assumption: its sense and sources.
        dates: the days it may fall on, in the words of the file.
        most_days: most days off in a row around it, weekends among them.
        most_moved: most weekend days worked to join it to a weekend.
        worked: most days before and after on which they lie.
    """

    assumption: Assumption
    dates: tuple[str, ...]
    most_days: int
    most_moved: int
    worked: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All of them.

    Attributes:
        farthest: years after the last known one that may be estimated.
        unchanged: that the measures stay as they are.
        spans: ranges of arrangements.
        stretch: days off made longer afterwards.
        one_off: days off outside the notices.
    """

    farthest: int
    unchanged: Assumption
    spans: tuple[Span, ...]
    stretch: Stretch
    one_off: OneOff

    def spans_of(self, year: int, *, merged: bool = False) -> tuple[Span, ...]:
        """The ranges that hold for a year."""
        return tuple(span for span in self.spans if span.covers(year) and span.merged is merged)
