"""What holds for every day and every number of working days."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.working_days.arrangements import Arrangement
from opendata_rules.working_days.sources import Sources

CALENDAR = odr.calendar()
DAY = dt.timedelta(days=1)
past = functools.cache(CALENDAR.known_until)
days = st.dates(CALENDAR.first, dt.date(2024, 12, 31))
numbers = st.integers(0, 250)


@settings(deadline=None)
@given(days, days, numbers)
def test_a_later_start_never_ends_earlier(first: dt.date, second: dt.date, n: int) -> None:
    first, second = sorted((first, second))
    assert CALENDAR.add(first, n) <= CALENDAR.add(second, n)


@settings(deadline=None)
@given(days, numbers)
def test_one_more_day_ends_later(start: dt.date, n: int) -> None:
    assert CALENDAR.add(start, n) < CALENDAR.add(start, n + 1)


@settings(deadline=None)
@given(days, st.integers(1, 250))
def test_a_term_ends_on_a_working_day_after_its_start(start: dt.date, n: int) -> None:
    due = CALENDAR.add(start, n)
    assert due > start
    assert CALENDAR.is_working_day(due)
    assert (due - start).days >= n


@settings(deadline=None)
@given(days)
def test_no_working_days_is_the_day_itself(start: dt.date) -> None:
    assert CALENDAR.add(start, 0) == start


@settings(deadline=None)
@given(days, numbers, numbers)
def test_terms_add_up(start: dt.date, n: int, m: int) -> None:
    # From a rest day on, nothing and then m days are m days too.
    assert CALENDAR.add(CALENDAR.add(start, n), m) == CALENDAR.add(start, n + m)


@settings(deadline=None)
@given(days, numbers)
def test_count_is_the_inverse(start: dt.date, n: int) -> None:
    assert CALENDAR.count(start, CALENDAR.add(start, n)) == n


@settings(deadline=None)
@given(days, days)
def test_count_is_the_sum_of_the_days(first: dt.date, second: dt.date) -> None:
    first, second = sorted((first, min(second, first + 400 * DAY)))
    told = CALENDAR.explain(first + DAY, second)
    assert CALENDAR.count(first, second) == sum(day.working for day in told)
    assert CALENDAR.count(first, second) == CALENDAR.rank(second) - CALENDAR.rank(first)


@settings(deadline=None)
@given(days)
def test_the_next_working_day_is_the_first_that_is_one(start: dt.date) -> None:
    due = CALENDAR.next_working_day(start)
    assert CALENDAR.is_working_day(due)
    assert due == (start if CALENDAR.is_working_day(start) else CALENDAR.add(start, 1))


@settings(deadline=None, max_examples=25)
@given(st.dates(dt.date(2008, 1, 1), dt.date(2025, 11, 1)), days, numbers)
def test_a_day_off_more_never_shortens_a_term(extra: dt.date, start: dt.date, n: int) -> None:
    sources = CALENDAR._sources
    assert isinstance(sources, Sources)
    assume(CALENDAR.day(extra).kind == "workday")
    changed = odr.Calendar(_with_day_off(sources, extra))
    assert not changed.is_working_day(extra)
    assert changed.digest != CALENDAR.digest
    assert changed.add(start, n) >= CALENDAR.add(start, n)
    assert changed.add(extra, 1) == CALENDAR.add(extra, 1)
    assert changed.add(extra - 5 * DAY, n + 1) >= CALENDAR.add(extra - 5 * DAY, n + 1)


@settings(deadline=None, max_examples=50)
@given(st.integers(2008, 2025), st.integers(0, 364), st.integers(0, 250))
def test_bounds_contain_the_truth(year: int, offset: int, n: int) -> None:
    start = dt.date(year, 1, 1) + offset * DAY
    assume(CALENDAR.rank(start) + n < len(CALENDAR.working_days))
    due = CALENDAR.add(start, n)
    earliest, latest = past(year - 1).bounds(start, n)
    assert earliest <= due <= latest


@settings(deadline=None, max_examples=50)
@given(st.dates(dt.date(2027, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 200))
def test_bounds_grow_with_start_and_number(start: dt.date, n: int) -> None:
    earliest, latest = CALENDAR.bounds(start, n)
    assert start < earliest <= latest
    for later in (CALENDAR.bounds(start, n + 1), CALENDAR.bounds(start + DAY, n)):
        assert later.earliest >= earliest
        assert later.latest >= latest


def _with_day_off(sources: Sources, day: dt.date) -> Sources:
    """The same with one more day off, as a notice would give it."""
    years = tuple(
        replace(year, arrangements=(*year.arrangements, Arrangement("另行放假", ((day, day),), (), year.notice)))
        if year.year == day.year
        else year
        for year in sources.years
    )
    return replace(sources, years=years)
