"""What is assumed of years whose notice is not known, as data: read from ``rules/calendar/assumptions.yaml``.

Sources: 全国年节及纪念日放假办法 (which days are owed, and that those on a weekend are made up), the principle of
arrangement in the notice for 2025 (国办发明电〔2024〕12号), and what the notices since 2007 have done, each named in
the file. Whether a later notice will keep to it is not known: the principle itself excepts 个别特殊情形. The file names
what it leaves out (a new version of the measures).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..values import Value
from . import written


@dataclass(frozen=True, slots=True)
class Assumption(Value):
    """One assumption, as results name it.

    Attributes:
        id: stable id.
        text: what is assumed, in Chinese.
        english: the same in English.
        sources: the measures, notices and instances it rests on.
    """

    id: str
    text: str
    english: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"id": self.id, "text": self.text, "sources": list(self.sources)}


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


def assumptions_of(file: written.AssumptionsModel) -> Assumptions:
    """The assumptions of a file."""
    return Assumptions(
        farthest=file.farthest,
        unchanged=_assumption(file.unchanged),
        spans=tuple(
            Span(
                assumption=_assumption(item),
                festivals=item.festivals,
                merged=item.merged,
                years=(item.from_year, item.to_year),
                length=(item.least_days, item.most_days),
                most_early=item.most_early,
                most_moved=item.most_moved,
                worked=(item.worked_before, item.worked_after),
                movable=item.movable,
                by_weekday=item.by_weekday,
            )
            for item in file.spans
        ),
        stretch=Stretch(
            _assumption(file.stretch), file.stretch.festivals, file.stretch.most_days, file.stretch.most_lost
        ),
        one_off=OneOff(
            assumption=_assumption(file.one_off),
            dates=file.one_off.dates,
            most_days=file.one_off.most_days,
            most_moved=file.one_off.most_moved,
            worked=(file.one_off.worked_before, file.one_off.worked_after),
        ),
    )


def _assumption(item: written.AssumptionModel) -> Assumption:
    return Assumption(item.id, item.gist, item.english, item.provenance)
