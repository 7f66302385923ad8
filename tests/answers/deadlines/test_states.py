"""How a step stands on a day: the one rule that the schedule and the monitor share."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.answers.deadlines.states import has_run_out, state_on

LAST = dt.date(2026, 3, 16)
DAY = dt.timedelta(days=1)
EARLY, AFTER = LAST - DAY, LAST + DAY


@pytest.mark.parametrize(
    ("last", "actual", "on", "expected"),
    [
        (LAST, None, LAST, "pending"),
        (LAST, None, AFTER, "overdue"),
        (LAST, LAST, AFTER, "met"),
        (LAST, AFTER, AFTER, "late"),
        # Without a last day there is nothing to be late for.
        (None, None, dt.date.max, "pending"),
        (None, AFTER, AFTER, "met"),
    ],
)
def test_a_term_that_binds(last: dt.date | None, actual: dt.date | None, on: dt.date, expected: str) -> None:
    assert state_on(last, actual, on, least=False) == expected


@pytest.mark.parametrize("least", [False, True])
@pytest.mark.parametrize("actual", [None, EARLY, AFTER])
def test_what_cannot_be_told_is_neither_in_time_nor_late(actual: dt.date | None, least: bool) -> None:
    assert state_on(LAST, actual, dt.date.max, least=least, settled=False) == "pending"


@pytest.mark.parametrize(
    ("last", "actual", "expected"),
    [(LAST, None, "pending"), (LAST, EARLY, "pending"), (LAST, LAST, "met"), (None, AFTER, "pending")],
)
def test_a_least_length_is_never_overdue(last: dt.date | None, actual: dt.date | None, expected: str) -> None:
    assert state_on(last, actual, dt.date.max, least=True) == expected


def test_the_last_day_still_belongs_to_the_term() -> None:
    assert [has_run_out(LAST, day) for day in (EARLY, LAST, AFTER)] == [False, False, True]
    assert not has_run_out(None, dt.date.max)
