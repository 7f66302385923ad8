"""Bounds without notices against the days that notices arrange."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.errors import BeyondHorizon
from opendata_rules.working_days import calendar
from opendata_rules.working_days.rough import RoughCalendar


def test_the_rough_bounds_hold_for_every_day_that_is_known() -> None:
    known, rough = calendar(), RoughCalendar()
    day = known.first
    while day < known.horizon - dt.timedelta(days=200):
        for number in (1, 2, 5, 10, 20, 60):
            earliest, latest = rough.bounds(day, number)
            assert earliest <= known.add(day, number) <= latest
        day += dt.timedelta(days=3)


def test_nothing_is_settled_without_notices() -> None:
    for ask in (
        lambda: RoughCalendar().add(dt.date(2026, 3, 10), 1),
        lambda: RoughCalendar().next_working_day(dt.date.max),
    ):
        with pytest.raises(BeyondHorizon):
            ask()
    assert RoughCalendar().bounds(dt.date.max, 5) == (dt.date.max, dt.date.max)
