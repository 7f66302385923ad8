"""Day by day: counted or not, why, and by which notice."""

from __future__ import annotations

import datetime as dt
import pickle

import opendata_rules as odr

D = dt.date
CALENDAR = odr.calendar()


def test_one_entry_for_every_calendar_day() -> None:
    days = CALENDAR.explain(D(2026, 2, 12), D(2026, 3, 1))
    assert [told.date for told in days] == [D(2026, 2, 12) + dt.timedelta(days=index) for index in range(18)]
    assert sum(told.working for told in days[1:]) == CALENDAR.count(D(2026, 2, 12), D(2026, 3, 1))
    assert CALENDAR.explain(D(2026, 2, 12), D(2026, 2, 12))[0].date == D(2026, 2, 12)
    assert CALENDAR.explain(D(2026, 2, 12), D(2026, 2, 11)) == ()


def test_reasons_in_both_languages() -> None:
    told = {
        day: (CALENDAR.day(D.fromisoformat(day)).reason, CALENDAR.day(D.fromisoformat(day)).english)
        for day in ("2026-02-13", "2026-02-14", "2026-02-15", "2026-02-16", "2026-02-20", "2026-03-01", "2025-10-06")
    }
    assert told == {
        "2026-02-13": ("工作日", "working day"),
        "2026-02-14": ("调休上班（春节）", "make-up working day (Spring Festival)"),
        "2026-02-15": ("放假（春节）", "day off (Spring Festival)"),
        "2026-02-16": ("法定节假日（春节）", "statutory holiday (Spring Festival)"),
        "2026-02-20": ("放假（春节）", "day off (Spring Festival)"),
        "2026-03-01": ("周末", "weekend"),
        "2025-10-06": ("法定节假日（国庆节、中秋节）", "statutory holiday (National Day and Mid-Autumn Festival)"),
    }


def test_the_notice_that_says_so() -> None:
    moved = CALENDAR.day(D(2026, 2, 14))
    assert str(moved.notice) == "《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号）"
    assert moved.notice is not None
    assert moved.notice.issued == D(2025, 11, 4)
    assert str(moved.notice.citation).startswith("《国务院办公厅关于2026年部分节假日安排的通知》")
    changed = CALENDAR.day(D(2020, 1, 31)).notice
    assert changed is not None
    assert (changed.number, changed.year) == ("国办发明电〔2020〕1号", 2020)
    one_off = CALENDAR.day(D(2015, 9, 3))
    assert one_off.notice is not None
    assert one_off.notice.number == "国发明电〔2015〕1号"
    assert not one_off.statutory


def test_entries_are_plain_values() -> None:
    told = CALENDAR.day(D(2026, 2, 14))
    assert pickle.loads(pickle.dumps(told)) == told
    assert hash(told) == hash(CALENDAR.day(D(2026, 2, 14)))
    assert told.kind == odr.DayKind.MAKEUP
    assert told.to_dict()["notice"]["number"] == "国办发明电〔2025〕7号"
    assert CALENDAR.day(D(2026, 2, 13)).to_dict() == {
        "$schema": "urn:opendata-rules:schema:calendar_day:1",
        "@type": "CalendarDay",
        "english": "working day",
        "name_english": "",
        "date": "2026-02-13",
        "working": True,
        "kind": "workday",
        "name": "",
        "statutory": False,
        "reason": "工作日",
        "notice": None,
    }
