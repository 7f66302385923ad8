"""Every way in which the days off of one unknown year may be arranged, festival by festival.

Source of the ranges: ``rules/calendar/assumptions.yaml``. An arrangement is a stretch of days off around the statutory
days, and as many weekend days worked nearby as it takes that no working day is won or lost beyond the statutory ones
(article 6 of the measures). Which of the weekend days within reach are worked is left open. Festivals whose stretches
may touch (中秋节 and 国庆节) are arranged together. What is worked out is how many working days an arrangement adds to,
or takes from, a stretch of days counted Monday to Friday.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .assumptions import Assumptions, OneOff, Span
from .bounds import Assumption
from .statutes import date_of

_AUTUMN = ("中秋节", "国庆节")
_DAYS_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of days off and what may be worked for it; days are ordinals.

    Attributes:
        off: its days from Monday to Friday.
        within_reach: weekend days of which some are worked for it.
        moved: how many of them.
        first: the first of all these days.
        last: the last one.
    """

    off: tuple[int, ...]
    within_reach: tuple[int, ...]
    moved: int
    first: int
    last: int

    @classmethod
    def of(cls, off: tuple[int, ...], within_reach: tuple[int, ...], moved: int) -> Block:
        """A block; days within reach count only where one of them is worked."""
        reach = within_reach if moved else ()
        return cls(off, reach, moved, min(off + reach), max(off + reach))

    def change(self, after: int, until: int) -> tuple[int, int]:
        """Fewest and most working days that it adds to the days after one and up to another; often negative."""
        if until < self.first or after >= self.last:
            return 0, 0
        off = bisect_right(self.off, until) - bisect_right(self.off, after)
        inside = bisect_right(self.within_reach, until) - bisect_right(self.within_reach, after)
        outside = len(self.within_reach) - inside
        return max(0, self.moved - outside) - off, min(self.moved, inside) - off


class Unsettled(ValueError):
    """The assumptions do not settle how a festival may be arranged.

    Attributes:
        festival: its name.
        reason: what is wrong, in Chinese.
    """

    def __init__(self, festival: str, reason: str) -> None:
        super().__init__(festival, reason)
        self.festival = festival
        self.reason = reason


#: One way to arrange a group: blocks that are independent of each other.
Way = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Festivals arranged together, with every way to arrange them.

    Attributes:
        ways: every way to arrange them.
        first: ordinal of the first day that any of them touches.
        last: ordinal of the last one.
        assumptions: what the ways rest on.
        touched: the days on which anything changes.
    """

    ways: tuple[Way, ...]
    first: int
    last: int
    assumptions: tuple[Assumption, ...]
    touched: frozenset[int]

    def change(self, after: int, until: int) -> tuple[int, int]:
        """Fewest and most working days that it may add to the days after one and up to another."""
        least: list[int] = []
        most: list[int] = []
        for way in self.ways:
            low = high = 0
            for block in way:
                fewest, greatest = block.change(after, until)
                low += fewest
                high += greatest
            least.append(low)
            most.append(high)
        return min(least), max(most)


def groups_of(
    year: int,
    statutory: Mapping[str, tuple[dt.date, ...]],
    lunar: Mapping[str, dt.date],
    assumptions: Assumptions,
    not_before: int,
) -> tuple[Group, ...]:
    """The groups of one year, in order of time.

    Args:
        year: the year.
        statutory: its statutory days, by festival.
        lunar: its days by the lunar calendar and the solar terms.
        assumptions: what is assumed.
        not_before: ordinal of the first day that the notice of the year may arrange.

    Raises:
        Unsettled: no range, or more than one, holds for a festival, or it allows no arrangement.
    """
    spans = {name: _only(name, assumptions.spans_of(year)) for name in statutory}
    stretched = assumptions.stretch
    found = [_autumn(year, statutory, spans, assumptions)]
    for name, days in statutory.items():
        if name in _AUTUMN:
            continue
        span = spans[name]
        told = [span.assumption]
        ways: set[Way] = set()
        for (_, end), block in _arranged(days, span, not_before):
            ways.add((block,))
            if name in stretched.festivals:
                ways.update((longer,) for longer in _longer(block, end, stretched.most_days, stretched.most_lost))
        if name in stretched.festivals:
            told.append(stretched.assumption)
        found.append(_group(name, ways, told))
    found += _memorial(year, lunar, assumptions.one_off, frozenset().union(*(group.touched for group in found)))
    return tuple(sorted(found, key=lambda group: group.first))


def _memorial(year: int, lunar: Mapping[str, dt.date], rule: OneOff, taken: frozenset[int]) -> Iterator[Group]:
    """At most one of some days, off or not, where no festival can reach."""
    span = Span(
        assumption=rule.assumption,
        festivals=(),
        merged=False,
        years=(year, year),
        length=(1, rule.most_days),
        most_early=rule.most_days - 1,
        most_moved=rule.most_moved,
        worked=rule.worked,
        movable=False,
        by_weekday=False,
    )
    ways: set[Way] = set()
    for word in rule.dates:
        for _, block in _arranged((date_of(word, year, lunar),), span, 0):
            if taken.isdisjoint(block.off + block.within_reach):
                ways.add((block,))
    if ways:
        yield _group("", {(), *ways}, [rule.assumption])


def _autumn(
    year: int, statutory: Mapping[str, tuple[dt.date, ...]], spans: Mapping[str, Span], assumptions: Assumptions
) -> Group:
    """中秋节 and 国庆节, apart or joined; apart, the day owed for 中秋节 on a weekend may join 国庆节."""
    for name in _AUTUMN:
        if name not in statutory:
            raise Unsettled(name, "放假办法中没有这个节日")
    moon, nation = (statutory[name] for name in _AUTUMN)
    moon_span, nation_span = (spans[name] for name in _AUTUMN)
    ways: set[Way] = set()
    told: list[Assumption] = []
    for own, block in _arranged(moon, moon_span, 0):
        for other, second in _arranged(nation, nation_span, 0):
            if own[1] + _DAYS_BESIDE < other[0] or other[1] + _DAYS_BESIDE < own[0]:
                settled = block.within_reach if block.moved == len(block.within_reach) else ()
                ways.add((_clear_of(block, other), _clear_of(second, own, settled)))
                told = [moon_span.assumption, nation_span.assumption]
    if ways and moon_span.movable and moon[0].weekday() >= 5:
        ways.update((block,) for _, block in _arranged(nation, nation_span, 0, also_owed=len(moon)))
    for span in assumptions.spans_of(year, merged=True):
        both = tuple(sorted({*moon, *nation}))
        doubled = len(moon) + len(nation) - len(both)
        joined = {(block,) for _, block in _arranged(both, span, 0, also_owed=doubled)}
        if joined:
            ways |= joined
            told.append(span.assumption)
    return _group(_AUTUMN[0], ways, told)


def _only(name: str, spans: tuple[Span, ...]) -> Span:
    found = [span for span in spans if name in span.festivals]
    if len(found) != 1:
        raise Unsettled(name, f"有 {len(found)} 个假期范围")
    return found[0]


def _group(name: str, ways: set[Way], told: list[Assumption]) -> Group:
    if not ways:
        raise Unsettled(name, "假期范围不容许任何一种安排")
    blocks = {block for way in ways for block in way}
    ordered = tuple(sorted(ways, key=repr))
    touched = frozenset(day for block in blocks for day in (*block.off, *block.within_reach))
    return Group(ordered, min(touched), max(touched), tuple(told), touched)


def _arranged(
    days: tuple[dt.date, ...], span: Span, not_before: int, *, also_owed: int = 0
) -> Iterator[tuple[tuple[int, int], Block]]:
    """First and last day of every stretch that the range allows around some days, and the block it makes."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    if span.by_weekday:
        yield _by_weekday(first)
        return
    for start in range(max(not_before, first - span.most_early), first + 1):
        for end in range(max(last, start + span.length[0] - 1), start + span.length[1]):
            off = tuple(day for day in range(start, end + 1) if _weekday(day) < 5)
            reach = (*range(max(not_before, start - span.worked[0]), start), *range(end + 1, end + span.worked[1] + 1))
            within_reach = tuple(day for day in reach if _weekday(day) >= 5)
            moved = len(off) - len(days) - also_owed
            if 0 <= moved <= min(span.most_moved, len(within_reach)):
                yield (start, end), Block.of(off, within_reach, moved)


def _by_weekday(day: int) -> tuple[tuple[int, int], Block]:
    """The arrangement of a single day that its weekday settles."""
    match _weekday(day):
        case 1:
            return (day - 2, day), Block.of((day - 1, day), (day - 3,), 1)
        case 3:
            return (day, day + 2), Block.of((day, day + 1), (day + 3,), 1)
        case 5 | 6 as weekday:
            monday = day + 7 - weekday
            return (day, monday), Block.of((monday,), (), 0)
        case _:
            return (day, day), Block.of((day,), (), 0)


def _clear_of(block: Block, other: tuple[int, int], worked: tuple[int, ...] = ()) -> Block:
    """A block for which no day of another stretch is worked, nor one that is worked for the other."""
    within_reach = tuple(day for day in block.within_reach if not other[0] <= day <= other[1] and day not in worked)
    return Block.of(block.off, within_reach, min(block.moved, len(within_reach)))


def _longer(block: Block, end: int, most_days: int, most_lost: int) -> Iterator[Block]:
    """A block made longer afterwards, with weekend days in the added days no longer worked."""
    for days in range(1, most_days + 1):
        added = range(end + 1, end + days + 1)
        off = tuple(day for day in added if _weekday(day) < 5)
        within_reach = tuple(day for day in block.within_reach if day not in added)
        for moved in range(block.moved + 1):
            dropped = block.moved - moved
            if moved > len(within_reach) or dropped > len(block.within_reach) - len(within_reach):
                continue
            if len(off) + dropped <= most_lost:
                yield Block.of(block.off + off, within_reach, moved)


def _weekday(ordinal: int) -> int:
    """0 for Monday, as ``date.weekday`` has it."""
    return (ordinal + 6) % 7
