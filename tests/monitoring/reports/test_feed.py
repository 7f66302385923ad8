"""The open tasks as a calendar feed, read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from .shown import HOSTILE, ON, D, busy, entries, hostile, written


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
    told = str(found["形式审核：本周"]["DESCRIPTION"])
    assert "县级以上公共数据开放主管部门" in told
    assert "经办：市大数据局/王敏" in told
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
