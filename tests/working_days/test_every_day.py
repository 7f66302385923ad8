"""Every day of the calendar against the table of ../shared, `holidays` and the years' totals."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.working_days import base

DAY = dt.timedelta(days=1)
#: Working days of 2007 to 2026, of which the last days are not settled yet.
TOTALS = (249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248)


@pytest.fixture(scope="module")
def calendar() -> odr.Calendar:
    return odr.calendar()


def every_day(calendar: odr.Calendar) -> list[dt.date]:
    return [calendar.first + index * DAY for index in range((calendar.horizon - calendar.first).days + 1)]


def test_every_day_is_as_the_notices_say(calendar: odr.Calendar, shared: Path) -> None:
    with (shared / "calendar" / "cn_working_days.csv").open(encoding="utf-8") as file:
        rows = {dt.date.fromisoformat(row["date"]): row for row in csv.DictReader(file)}
    for day in every_day(calendar):
        told = calendar.day(day)
        row = rows.get(day)
        if row is None:
            assert told.kind == ("workday" if day.weekday() < 5 else "weekend"), day
            assert told.notice is None
        else:
            assert told.kind == row["kind"], day
            assert told.notice is not None
            assert told.notice.year == int(row["notice_year"]), day
            assert told.name.split("、")[0][:2] in {row["name"][:2], "劳动", "国庆"}, day
    assert sum(calendar.first <= day <= calendar.horizon for day in rows) == sum(
        calendar.day(day).notice is not None for day in every_day(calendar)
    )


def test_every_day_is_as_holidays_says(calendar: odr.Calendar) -> None:
    off, worked = base.snapshot(range(2007, 2027))
    differing = [
        day
        for day in every_day(calendar)
        if calendar.is_working_day(day) is not (day in worked if day.weekday() >= 5 else day not in off)
    ]
    assert differing == []


def test_horizon_is_25_december_of_the_last_known_year(calendar: odr.Calendar) -> None:
    assert calendar.first == dt.date(2007, 1, 1)
    assert calendar.horizon == dt.date(2026, 12, 25)
    assert [notice.year for notice in calendar.notices] == list(range(2007, 2027))


@pytest.mark.parametrize(("year", "total"), list(zip(range(2007, 2026), TOTALS, strict=True)))
def test_working_days_of_a_year(calendar: odr.Calendar, year: int, total: int) -> None:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    assert calendar.count(first, last) + calendar.is_working_day(first) == total


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2015-09-03", False),  # one-off day off, 国发明电〔2015〕1号
        ("2015-09-06", True),
        ("2019-05-03", False),  # Labour Day made longer in March 2019
        ("2019-05-05", True),
        ("2020-01-31", False),  # Spring Festival made longer
        ("2020-02-01", False),  # no longer worked
        ("2020-02-03", True),
        ("2024-02-09", True),  # leave was encouraged, not ordered
        ("2025-01-28", False),  # New Year's Eve is statutory again
        ("2026-03-08", False),  # half days bind part of the population only
        ("2026-05-04", False),
        ("2026-06-01", True),
    ],
)
def test_days_worth_remembering(calendar: odr.Calendar, day: str, working: bool) -> None:
    assert calendar.is_working_day(dt.date.fromisoformat(day)) is working
