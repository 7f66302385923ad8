"""The open tasks as a calendar feed, read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.monitoring.reports.export import export
from opendata_rules.working_days.reminders import working_day_before

from .shown import HOSTILE, ON, D, busy, entries, happened, hostile, monitor, written


def test_the_feed_has_a_day_for_each_task_with_alarms_before_it(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".ics")
    found = entries(content)
    assert {name: event["DTSTART"].dt for name, event in found.items()} == {
        "【逾期】反馈处理结果：过期": D(2026, 2, 14),
        "形式审核：今天": D(2026, 3, 10),
        "形式审核：本周": D(2026, 3, 13),
        "需求论证并反馈：以后": D(2026, 3, 20),
    }
    assert all(event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(days=1) for event in found.values())
    alarms = {name: [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")] for name, event in found.items()}
    # 原则上 is no hard term.
    assert alarms["需求论证并反馈：以后"] == [-1]
    assert alarms["形式审核：本周"] == [-3, -1]
    hours = {alarm["TRIGGER"].dt % dt.timedelta(days=1) for event in found.values() for alarm in event.walk("VALARM")}
    assert hours == {dt.timedelta(hours=9)}
    told = str(found["形式审核：本周"]["DESCRIPTION"])
    assert "县级以上公共数据开放主管部门" in told
    assert "经办人：市大数据局/王敏" in told
    assert "第十七条第（二）项" in told


def test_a_feed_of_the_next_day_shows_no_change_where_there_is_none(tmp_path: Path) -> None:
    found = busy()
    first, second = (entries(written(found, tmp_path, ".ics", on)) for on in (ON, D(2026, 3, 11)))
    same = [name for name in first if name != "形式审核：今天"]
    assert len(same) == 3
    assert all(first[name].to_ical() == second[name].to_ical() for name in same)
    # What became overdue is the same entry, with another summary.
    assert first["形式审核：今天"]["UID"] == second["【逾期】形式审核：今天"]["UID"]
    assert len({str(event["UID"]) for event in first.values()}) == 4


def test_a_name_is_text_in_the_feed(tmp_path: Path) -> None:
    content = written(hostile(), tmp_path, ".ics")
    assert set(entries(content)) == {f"【逾期】反馈处理结果：{name}" for name in HOSTILE}
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def moments(content: bytes) -> list[dt.datetime]:
    """When there are alarms, at the place of whoever has the calendar."""
    found = []
    for event in entries(content).values():
        begins = dt.datetime.combine(event["DTSTART"].dt, dt.time())
        found += [begins + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    return found


def test_alarms_are_on_working_days_and_can_be_set(tmp_path: Path) -> None:
    """Of the days before 15 October 2026, the Saturday is worked, and the first week is not."""
    found = monitor(happened("秋", "objection.received", "2026-09-24"))
    path, on = tmp_path / "f.ics", D(2026, 9, 28)
    alarms = [(1, dt.time(14, 30)), (0, dt.time(8)), (4, dt.time(9)), (1, dt.time(14, 30))]
    export(found, path, on, alarms=alarms)
    [event] = entries(path.read_bytes()).values()
    last = event["DTSTART"].dt
    assert last == D(2026, 10, 15)
    assert moments(path.read_bytes()) == [
        dt.datetime(2026, 10, 10, 9),
        dt.datetime(2026, 10, 14, 14, 30),
        dt.datetime(2026, 10, 15, 8),
    ]
    export(found, path, on, alarms=[(9, dt.time(9))])
    assert moments(path.read_bytes()) == [dt.datetime(2026, 9, 28, 9)]
    export(found, path, on, alarms=())
    assert moments(path.read_bytes()) == []


@given(st.dates(D(2007, 1, 1), D(2034, 12, 31)), st.integers(0, 12))
def test_no_alarm_is_on_a_day_that_may_be_a_rest_day(last: dt.date, n: int) -> None:
    calendar = odr.calendar()
    day = working_day_before(calendar, last, n)
    assert day is not None
    assert day <= last
    if calendar.first <= day <= calendar.horizon:
        assert calendar.is_working_day(day)
        if last <= calendar.horizon:
            before = last - dt.timedelta(days=1)
            assert calendar.count(day, before) == n - 1 if n else calendar.count(day, last) == 0
    else:
        assert day.weekday() < 5
        if day > calendar.horizon and day <= D(2031, 12, 1):
            assert (day.month, day.day) not in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]


def test_what_is_no_alarm(tmp_path: Path) -> None:
    wrong: Any
    for wrong in (
        "1@09:00",
        [1],
        [(1, "09:00")],
        [(True, dt.time(9))],
        [(1, dt.time(9, tzinfo=dt.UTC))],
        5,
        [(1.0, dt.time(9))],
    ):
        with pytest.raises(TypeError, match="alarms"):
            export(busy(), tmp_path / "f.ics", ON, alarms=wrong)
        with pytest.raises(TypeError, match="alarms"):
            odr.to_ics([], alarms=wrong)
    for number in (-1, 251):
        with pytest.raises(odr.BadArgument) as caught:
            export(busy(), tmp_path / "f.ics", ON, alarms=[(number, dt.time(9))])
        assert caught.value.argument == "alarms"
