"""Earliest and latest dates: sound for every known year, tight where nothing is open, plain about what they assume."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import pickle
import statistics

import pytest

import opendata_rules as odr
from opendata_rules.working_days.estimate import Estimate

D = dt.date
WHOLE = odr.calendar()
DAYS = [day.toordinal() for day in WHOLE.working_days]
MOST = 250


@functools.cache
def past(year: int) -> odr.Calendar:
    """The calendar as if no notice after a year's had been published."""
    return odr.calendar(until=year)


def estimate(calendar: odr.Calendar) -> Estimate:
    found = calendar._estimated()
    assert isinstance(found, Estimate)
    return found


def true_dates(start: int, most: int) -> list[int]:
    """The next working days after a day, as far as they are known."""
    rank = WHOLE.rank(D.fromordinal(start))
    return DAYS[rank : rank + most]


@pytest.mark.parametrize("year", range(2008, 2027))
def test_sound_for_every_start_and_number(year: int) -> None:
    """Every day from the horizon before a year to the year's end, and every n up to 250: the truth lies between."""
    calendar = past(year - 1)
    last = min(D(year, 12, 31), WHOLE.horizon).toordinal()
    outside = []
    for start in range(calendar.horizon.toordinal(), last + 1):
        for n, (bounds, true) in enumerate(
            zip(estimate(calendar).dates(start, MOST), true_dates(start, MOST), strict=False), 1
        ):
            if not bounds[0] <= true <= bounds[1]:
                outside.append((D.fromordinal(start), n))
    assert outside == []


@pytest.mark.parametrize("year", range(2007, 2026))
def test_sound_over_several_unknown_years(year: int) -> None:
    calendar = past(year)
    for start in (calendar.horizon, D(year + 1, 1, 15), D(year + 1, 7, 1)):
        if start > WHOLE.horizon:
            continue
        ordinal = start.toordinal()
        found = estimate(calendar).dates(ordinal, 1300)
        known = true_dates(ordinal, 1300)
        assert len(found) >= min(len(known), 950)
        assert all(low <= true <= high for (low, high), true in zip(found, known, strict=False))


def test_the_public_method_gives_the_same() -> None:
    calendar = past(2023)
    for start in (D(2023, 11, 1), D(2023, 12, 25), D(2023, 12, 28), D(2024, 2, 7), D(2024, 5, 3), D(2024, 9, 16)):
        for n in (1, 2, 3, 5, 10, 20, 30, 60, 120, 250):
            earliest, latest = calendar.bounds(start, n)
            assert earliest <= WHOLE.add(start, n) <= latest
            if start >= calendar.horizon:
                low, high = estimate(calendar).dates(start.toordinal(), n)[n - 1]
                assert (earliest, latest) == (D.fromordinal(low), D.fromordinal(high))


def test_exact_where_it_is_settled() -> None:
    found = past(2025).bounds(D(2025, 11, 3), 20)
    assert found == (D(2025, 12, 1), D(2025, 12, 1))
    assert found.assumptions == ()
    assert WHOLE.bounds(D(2026, 2, 15), 0) == (D(2026, 2, 15), D(2026, 2, 15))
    assert WHOLE.bounds(D(2029, 2, 15), 0) == (D(2029, 2, 15), D(2029, 2, 15))


def test_one_date_where_nothing_is_open() -> None:
    """In July no arrangement can reach the days in between."""
    assert WHOLE.bounds(D(2027, 7, 19), 5) == (D(2027, 7, 26), D(2027, 7, 26))


def test_wide_only_around_what_may_move() -> None:
    widths = {
        n: [
            (high - low)
            for low, high in (estimate(past(2025)).dates(start, n)[n - 1] for start in range(739610, 739970))
        ]
        for n in (5, 20, 60)
    }
    assert statistics.mean(widths[5]) < 1
    assert statistics.mean(widths[20]) < 2
    assert statistics.mean(widths[60]) < 3
    assert max(map(max, widths.values())) <= 14


def test_both_ends_are_reached() -> None:
    """Some known year, taken as unknown, has the earliest date, and some the latest, over its Spring Festival."""
    reached = set()
    for year in range(2008, 2027):
        calendar = past(year - 1)
        for start in range(D(year, 1, 10).toordinal(), D(year, 2, 20).toordinal()):
            for (low, high), true in zip(estimate(calendar).dates(start, 20), true_dates(start, 20), strict=False):
                if low < high:
                    reached |= {"earliest"} if true == low else {"latest"} if true == high else set()
    assert reached == {"earliest", "latest"}


def test_the_result_tells_what_it_assumes() -> None:
    found = WHOLE.bounds(D(2027, 1, 25), 10)
    assert isinstance(found, tuple)
    earliest, latest = found
    assert (found.earliest, found.latest) == (earliest, latest)
    ids = [assumption.id for assumption in found.assumptions]
    assert ids == ["statute-unchanged", "memorial-day-off", "spring-festival-2025", "stretched-spring-festival"]
    assert all(assumption.sources and assumption.text and assumption.english for assumption in found.assumptions)
    assert "国务院令第795号" in found.assumptions[0].sources[0]
    assert found.to_dict()["assumptions"][0]["id"] == "statute-unchanged"
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(found)).assumptions == found.assumptions
    with pytest.raises(AttributeError, match="immutable"):
        found.assumptions = ()
    with pytest.raises(AttributeError, match="immutable"):
        del found.assumptions


def test_the_law_of_the_unknown_year_counts() -> None:
    """From 2025 on New Year's Eve and 2 May are days off; before, they were not."""
    assert past(2023).bounds(D(2024, 2, 8), 1).earliest == D(2024, 2, 9)
    assert past(2024).bounds(D(2025, 1, 27), 1).earliest > D(2025, 1, 28)


def test_no_further_than_stated() -> None:
    assert WHOLE.farthest == D(2031, 12, 25)
    assert WHOLE.bounds(D(2031, 12, 1), 5).latest <= WHOLE.farthest
    for start, n in ((D(2031, 12, 20), 10), (D(2031, 12, 25), 1), (D(2032, 3, 1), 1), (D(2026, 12, 1), 2000)):
        with pytest.raises(odr.BeyondHorizon, match="2031-12-25"):
            WHOLE.bounds(start, n)
    with pytest.raises(odr.BeyondHorizon):
        WHOLE.bounds(D(2032, 1, 1), 0)


def test_next_bounds() -> None:
    assert WHOLE.next_bounds(D(2026, 2, 15)) == (D(2026, 2, 24), D(2026, 2, 24))
    assert WHOLE.next_bounds(D(2027, 7, 19)) == (D(2027, 7, 19), D(2027, 7, 19))
    assert WHOLE.next_bounds(D(2007, 1, 1)) == (D(2007, 1, 4), D(2007, 1, 4))
    for year in (2012, 2019, 2024, 2026):
        for index in range(360):
            day = D(year, 1, 1) + dt.timedelta(days=index)
            if day <= D(2026, 12, 20):
                earliest, latest = past(year - 1).next_bounds(day)
                assert day <= earliest <= WHOLE.next_working_day(day) <= latest


@pytest.mark.parametrize(
    ("first", "last"),
    [(D(2027, 1, 20), D(2027, 3, 20)), (D(2027, 9, 21), D(2027, 11, 20)), (D(2028, 9, 21), D(2028, 11, 10))],
)
def test_exact_for_what_is_assumed(first: dt.date, last: dt.date) -> None:
    """Every single arrangement of the one festival in reach, tried one by one, gives the same two dates."""
    start, end = first.toordinal(), last.toordinal()
    reached = [group for group in estimate(WHOLE)._groups if group.first <= end and group.last > start]
    group, *none = [group for group in reached if not group.touched.isdisjoint(range(start, end + 1))]
    assert not none
    weekdays = {day for day in range(start + 1, end + 1) if D.fromordinal(day).weekday() < 5}
    worked = set()
    for way in group.ways:
        choices = [itertools.combinations(block.within_reach, block.moved) for block in way]
        off = {day for block in way for day in block.off}
        for moved in itertools.product(*choices):
            days = [day for chosen in moved for day in chosen]
            assert len(days) == len(set(days))
            worked.add(tuple(sorted((weekdays - off) | set(days))))
    for after in range(start, start + 25):
        calendars = [[day for day in days if day > after] for days in worked]
        for n in range(1, 13):
            due = [days[n - 1] for days in calendars]
            assert estimate(WHOLE).date(after, n) == (min(due), max(due)), (D.fromordinal(after), n)
