"""What the calendar promises: results, refusals, and that it is a value."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import opendata_rules as odr

D = dt.date
CALENDAR = odr.calendar()
METHODS: dict[str, Callable[[Any], object]] = {
    "is_working_day": lambda d: CALENDAR.is_working_day(d),
    "next_working_day": lambda d: CALENDAR.next_working_day(d),
    "add": lambda d: CALENDAR.add(d, 1),
    "add nothing": lambda d: CALENDAR.add(d, 0),
    "count from": lambda d: CALENDAR.count(d, D(2020, 1, 2)),
    "count to": lambda d: CALENDAR.count(D(2020, 1, 2), d),
    "rank": lambda d: CALENDAR.rank(d),
    "day": lambda d: CALENDAR.day(d),
    "explain": lambda d: CALENDAR.explain(d, d),
    "bounds": lambda d: CALENDAR.bounds(d, 1),
    "next_bounds": lambda d: CALENDAR.next_bounds(d),
}


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-11", 5, "2026-02-25"),  # over the Spring Festival, with a Saturday worked
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-15", 0, "2026-02-15"),  # a rest day stays
        ("2026-02-15", 1, "2026-02-24"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-12-24", 1, "2026-12-25"),
        ("2007-12-28", 1, "2007-12-29"),  # the notice for 2008 reaches back
        ("2007-12-29", 1, "2008-01-02"),
    ],
)
def test_add(start: str, n: int, due: str) -> None:
    first, last = D.fromisoformat(start), D.fromisoformat(due)
    assert CALENDAR.add(first, n) == last
    assert CALENDAR.count(first, last) == n
    assert CALENDAR.bounds(first, n) == (last, last)


def test_next_working_day() -> None:
    assert CALENDAR.next_working_day(D(2026, 2, 14)) == D(2026, 2, 14)
    assert CALENDAR.next_working_day(D(2026, 2, 15)) == D(2026, 2, 24)


def test_count_leaves_out_the_first_day_and_takes_in_the_last() -> None:
    assert CALENDAR.count(D(2026, 3, 9), D(2026, 3, 9)) == 0
    assert CALENDAR.count(D(2026, 3, 9), D(2026, 3, 10)) == 1
    assert CALENDAR.count(D(2026, 3, 6), D(2026, 3, 9)) == 1
    assert CALENDAR.count(D(2026, 3, 6), D(2026, 3, 8)) == 0


def test_rank_turns_terms_into_arithmetic() -> None:
    assert CALENDAR.rank(D(2007, 1, 1)) == 0
    assert CALENDAR.rank(D(2007, 1, 4)) == 1
    start = D(2026, 2, 11)
    assert CALENDAR.rank(CALENDAR.add(start, 7)) == CALENDAR.rank(start) + 7
    assert CALENDAR.working_days[CALENDAR.rank(start)] == CALENDAR.add(start, 1)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize(
    "wrong",
    [dt.datetime(2026, 3, 10), "2026-03-10", 739000, 739000.0, None, True, dt.time(1)],
    ids=lambda wrong: type(wrong).__name__,
)
def test_only_plain_dates(name: str, wrong: object) -> None:
    with pytest.raises(TypeError, match=r"datetime\.date"):
        METHODS[name](wrong)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("day", [D(2006, 12, 31), D(1987, 6, 1), D.min])
def test_days_before_the_first_are_refused(name: str, day: dt.date) -> None:
    if name == "count to":
        with pytest.raises(odr.BadArgument, match="之前"):
            METHODS[name](day)
        return
    with pytest.raises(odr.BeyondHorizon, match="2007-01-01"):
        METHODS[name](day)


@pytest.mark.parametrize("name", [name for name in METHODS if "bounds" not in name and name != "count from"])
@pytest.mark.parametrize("day", [D(2026, 12, 26), D(2027, 1, 1), D.max])
def test_days_after_the_horizon_are_refused(name: str, day: dt.date) -> None:
    with pytest.raises(odr.BeyondHorizon, match="2026-12-25"):
        METHODS[name](day)


def test_results_after_the_horizon_are_refused() -> None:
    assert CALENDAR.add(D(2026, 12, 24), 1) == CALENDAR.horizon
    for start, n in ((CALENDAR.horizon, 1), (D(2026, 12, 24), 2), (D(2026, 3, 10), 500), (D(2007, 1, 1), 10**12)):
        with pytest.raises(odr.BeyondHorizon) as caught:
            CALENDAR.add(start, n)
        assert caught.value.code == "beyond_horizon"
        assert "2027.yaml" in str(caught.value)
    with pytest.raises(odr.BeyondHorizon):
        # The last day known is a rest day here, and which day follows is not.
        odr.calendar(until=2011).next_working_day(D(2011, 12, 25))


@pytest.mark.parametrize("method", [CALENDAR.add, CALENDAR.bounds])
def test_numbers_of_days_are_whole_and_not_negative(method: Callable[[dt.date, Any], object]) -> None:
    for wrong in (True, False, 1.0, "1", None):
        with pytest.raises(TypeError, match="n must be an integer"):
            method(D(2026, 3, 10), wrong)
    with pytest.raises(ValueError, match="-1"):
        method(D(2026, 3, 10), -1)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(odr.BadArgument, match="2026-03-09 在 2026-03-10 之前") as caught:
        CALENDAR.count(D(2026, 3, 10), D(2026, 3, 9))
    assert (caught.value.argument, caught.value.english) == ("b", "b (2026-03-09) is before a (2026-03-10).")


def test_until_forgets_later_notices() -> None:
    past = odr.calendar(until=2025)
    assert past.horizon == D(2025, 12, 25)
    assert past == odr.calendar(until=D(2025, 6, 30)) == CALENDAR.known_until(2025)
    assert past != CALENDAR
    assert past.digest != CALENDAR.digest
    assert past.add(D(2025, 12, 24), 1) == D(2025, 12, 25)
    with pytest.raises(odr.BeyondHorizon, match=r"2026\.yaml"):
        past.add(D(2025, 12, 24), 2)
    assert odr.calendar(until=2040) == CALENDAR


def test_until_is_a_year_or_a_date() -> None:
    for wrong in (True, "2025", 2025.0, dt.datetime(2025, 1, 1)):
        with pytest.raises(TypeError, match="until"):
            odr.calendar(until=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2007"):
        odr.calendar(until=2006)


def test_it_is_a_frozen_value() -> None:
    assert odr.calendar() is CALENDAR
    copy = pickle.loads(pickle.dumps(CALENDAR))
    assert copy == CALENDAR
    assert hash(copy) == hash(CALENDAR)
    assert copy.digest == CALENDAR.digest
    assert copy.bounds(D(2026, 12, 1), 60) == CALENDAR.bounds(D(2026, 12, 1), 60)
    assert CALENDAR != "calendar"
    for change in (lambda: setattr(CALENDAR, "_until", 1), lambda: delattr(CALENDAR, "_until")):
        with pytest.raises(AttributeError, match="immutable"):
            change()
    with pytest.raises(AttributeError):
        CALENDAR.anything = 1  # type: ignore[attr-defined]
    assert repr(CALENDAR) == "<Calendar 2007-01-01 – 2026-12-25>"


def test_digest_covers_days_and_assumptions() -> None:
    assert len(CALENDAR.digest) == 64
    assert int(CALENDAR.digest, 16)


def test_threads_agree() -> None:
    calendar = CALENDAR.known_until(2019)
    starts = [D(2019, 12, day) for day in range(1, 26)] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda start: calendar.bounds(start, 30), starts))
    alone = CALENDAR.known_until(2019)
    assert found == [alone.bounds(start, 30) for start in starts]


def test_holidays_is_not_imported_until_a_calendar_is_asked_for() -> None:
    code = (
        "import sys, opendata_rules as odr; assert 'holidays' not in sys.modules; assert 'numpy' not in sys.modules;"
        "odr.calendar(); assert 'holidays' in sys.modules; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
