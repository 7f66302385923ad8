"""What cells say of days."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.catalogue import days
from opendata_rules.catalogue.profile import DayOrder, Profile

NO_PROFILE = Profile()

JUNE = dt.date(2023, 6, 16)
DATES = [
    "2023-06-16",
    "2023-6-16",
    "2023/6/16",
    "2023.06.16",
    "20230616",
    "20230616093000",
    "2023年6月16日",
    "2023年06月16号",
    "2023-06-16 10:20:30",
    "2023-06-16T10:20:30.000",
    "2023/6/16 9:05",
    "2023年6月16日 10时20分",
    " 2023-06-16 ",
    "1686844800000",  # midnight in Shanghai
    "1686844800",
    "1686844800000.0",
    "2023-06-15T16:00:00Z",  # midnight in Shanghai
    "2023-06-16T00:00:00+08:00",
    "２０２３年６月１６日",
    "2023 年 6 月 16 日",
    "二〇二三年六月十六日",
    "2023-06-16（星期五）",
    "20230616.0",  # as pandas writes it
    "2023/6/16 上午9:05",
    "2023/6/16 上午 9:05",
    "2023 - 06 - 16",
    "2023 / 6 / 16",
    "2023年六月十六日",
    "2023年6⽉16⽇",  # radicals pasted from PDF
]


@pytest.mark.parametrize("text", DATES)
def test_forms_of_a_date(text: str) -> None:
    assert days.date(text, NO_PROFILE) == JUNE


def test_a_date_cell_is_a_date() -> None:
    assert days.date(JUNE, NO_PROFILE) == JUNE


@pytest.mark.parametrize(
    "text",
    [
        *("", "06/07/2023", "6-7-2023", "23-06-16", "2023-02-30", "2023-13-01", "2023年6月", "45093", "每年"),
        *("0000-00-00", "2023061612", "99999999", "1686844800000000", "2023-06-16 上午"),
    ],
)
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    assert days.date(text, NO_PROFILE) is None
    assert days.date_note(text)


def test_the_note_says_what_to_do() -> None:
    assert "日期写法" in days.date_note("06/07/2023")
    assert "Excel" in days.date_note("45093")
    assert "其中的 O 是字母" in days.date_note("2023-O6-16")
    assert days.date_note("") == "没有填更新时间"


def test_a_profile_tells_days_from_months() -> None:
    assert days.date("06/07/2023", Profile(day_order=DayOrder.DAY_FIRST)) == dt.date(2023, 7, 6)
    assert days.date("06/07/2023", Profile(day_order=DayOrder.MONTH_FIRST)) == dt.date(2023, 6, 7)
    assert days.date("16/06/2023 10:00", Profile(day_order=DayOrder.DAY_FIRST)) == JUNE
    assert days.date("16/06/2023", Profile(day_order=DayOrder.MONTH_FIRST)) is None


PERIODS = {
    ("2024-03-01", "2024-03-31"): [
        *(
            "2024年3月",
            "2024-03",
            "2024/3",
            "2024.03",
            "2024年03月份",
            "２０２４年３月",
            "二〇二四年三月",
            "2024 年 3 月",
            "2024年三月",
        ),
        *("2024—03", "“2024年3月”"),
    ],
    ("2024-02-01", "2024-02-29"): ["2024年2月", "2024-02"],
    ("2024-10-01", "2024-12-31"): ["2024年第四季度", "2024年4季度", "2024Q4", "二〇二四年第四季度"],
    ("2024-01-01", "2024-06-30"): ["2024年上半年"],
    ("2024-07-01", "2024-12-31"): ["2024年下半年"],
    ("2024-01-01", "2024-12-31"): ["2024年", "2024年度", "二〇二四年"],
    ("2023-06-16", "2023-06-16"): ["2023-06-16", "20230616"],
}


@pytest.mark.parametrize(("days_", "text"), [(d, text) for d, texts in PERIODS.items() for text in texts])
def test_what_is_no_day_is_as_many_days_as_it_may_be(days_: tuple[str, str], text: str) -> None:
    found = days.period(text, NO_PROFILE)
    assert found is not None
    assert (str(found.first), str(found.last)) == days_
    assert (found.day is None) == (days_[0] != days_[1])


@pytest.mark.parametrize(
    "text",
    [
        *("2024", "202403", "2024.1", "24-03", "2024-13", "2024年0月", "3月", "2024年第五季度", "3/2024", "0000-01"),
        *("每年", "2024年度报告", "2024年3月前"),
    ],
)
def test_what_may_be_something_else_is_no_period(text: str) -> None:
    assert days.period(text, NO_PROFILE) is None
