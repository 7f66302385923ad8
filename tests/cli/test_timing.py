"""Commands on duties and time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest

import opendata_rules as odr

from .conftest import Run

ON = ("--on", "2026-03-10")


class TestCheck:
    def test_an_unmet_duty_is_found(self, run: Run) -> None:
        done = run("check", "channel", "-j", "tengzhou", *ON, "--fact", "own_channel_built=true")
        assert done.status == 1
        assert "第七条第二款" in done.out

    def test_unknown_facts_cannot_tell_and_json_is_to_dict(self, run: Run, library: odr.Library) -> None:
        done = run("check", "下架", "-j", "济宁", *ON, "--json")
        assert done.status == 4
        law = library.law("jining", on=dt.date(2026, 3, 10))
        assert done.json["verdict"] == law.check("delisting", {}).to_dict()["verdict"] == "undetermined"

    def test_what_nobody_regulates_is_no_finding(self, run: Run) -> None:
        done = run("check", "delisting", "-j", "tengzhou", *ON)
        assert done.status == 0
        assert "未作规定" in done.out

    @pytest.mark.parametrize("topic", ["天气", "classification"])
    def test_another_topic_names_what_is_possible(self, run: Run, topic: str) -> None:
        done = run("check", topic, "-j", "taian")
        assert done.status == 2
        assert "delisting" in done.err or "下架" in done.err


class TestDeadline:
    def test_the_due_day_and_every_day_on_the_way(self, run: Run) -> None:
        done = run("deadline", "conditional_access.form_review", "-j", "滕州", "--trigger", "2026-02-11")
        assert done.status == 0
        assert "2026-02-25" in done.out
        assert "调休上班" in done.out

    def test_a_day_that_is_not_certain_cannot_tell(self, run: Run) -> None:
        done = run("deadline", "sharing_upward.submission", "-j", "滕州", "--trigger", "2026-12-30", "--json")
        assert done.status == 4
        assert done.json["due"] is None
        assert done.json["status"] == "provisional"

    def test_no_term_is_no_finding(self, run: Run) -> None:
        done = run("deadline", "objection.feedback", "-j", "滕州", "--trigger", "2026-03-10")
        assert done.status == 0
        assert "未作规定" in done.out

    def test_the_receipt_policy_is_the_callers(self, run: Run) -> None:
        step = ("deadline", "objection.feedback", "-j", "泰安", "--trigger", "2026-03-14", "--json")
        instant, moved = run(*step), run(*step, "--receipt", "next_working_day")
        assert instant.json["due"] < moved.json["due"]
        assert run(*step, "--receipt", "someday").status == 2

    @pytest.mark.parametrize("step", ["objection", "objection.feedbak", "weather.today", ""])
    def test_another_step_names_what_is_possible(self, run: Run, step: str) -> None:
        done = run("deadline", step, "-j", "taian", "--trigger", "2026-03-10")
        assert done.status == 2
        assert "feedback" in done.err or "可选：" in done.err or "conditional_access" in done.err

    @pytest.mark.parametrize("day", ["2026-3-10", "20260310", "2026-02-30", "昨天"])
    def test_another_form_of_date_is_misuse(self, run: Run, day: str) -> None:
        assert run("deadline", "objection.feedback", "-j", "taian", "--trigger", day).status == 2


class TestSchedule:
    BEGIN = ("schedule", "unopened_request", "-j", "济宁", "--trigger", "2026-03-02")

    def test_late_and_overdue_steps_are_found(self, run: Run) -> None:
        assert run(*self.BEGIN, "--on", "2026-03-03").status == 0
        late = run(*self.BEGIN, "--actual", "form_review=2026-03-20", "--on", "2026-03-21", "--json")
        assert late.status == 1
        assert late.json["steps"][0]["state"] == "late"
        assert run(*self.BEGIN, "--on", "2026-03-20").status == 1

    def test_what_was_done_is_told_in_chinese(self, run: Run) -> None:
        told = (
            "--actual",
            "形式审核=2026-03-04",
            "--actual",
            "转至提供单位＝2026-03-05",
            "--on",
            "2026-03-06",
            "--json",
        )
        done = run(*self.BEGIN, *told)
        assert done.json["steps"][0]["actual"] == "2026-03-04"
        assert done.json["receipt"]["options"]["actual"] == {"form_review": "2026-03-04", "transfer": "2026-03-05"}

    def test_help_says_that_events_are_taken_too(self, run: Run) -> None:
        assert "事件=日期" in run("schedule", "--help").out

    def test_without_a_procedure_every_step_is_listed(self, run: Run) -> None:
        done = run("schedule", "-j", "济宁", *ON)
        assert done.status == 0
        assert "conditional_access.form_review" in done.out
        items = run("schedule", "-j", "济宁", *ON, "--json").json["items"]
        assert {item["step"] for item in items} >= {"delisting.public_notice", "update.refresh"}

    @pytest.mark.parametrize(
        "more",
        [
            (),
            ("--trigger", "2026-03-02", "--actual", "form_review"),
            ("--trigger", "2026-03-02", "--actual", "weather=2026-03-03"),
            ("--trigger", "2026-03-02", "--actual", "form_review=2026-03-01"),
            ("--trigger", "2026-03-02", "--actual", "form_review=2026-03-03", "--actual", "form_review=2026-03-04"),
            ("--trigger", "2026-03-02", "--actual", "form_review=2026-03-03", "--actual", "形式审核=2026-03-04"),
        ],
    )
    def test_misuse_is_told(self, run: Run, more: tuple[str, ...]) -> None:
        done = run("schedule", "unopened_request", "-j", "济宁", "--on", "2026-03-20", *more)
        assert done.status == 2
        assert done.err


class TestDuties:
    def test_the_year_as_a_list_and_as_a_feed(self, run: Run, folder: Path) -> None:
        done = run("duties", "-j", "济宁", "--year", "2026", "-o", "duties.ics")
        assert done.status == 0
        assert "2026-05-31" in done.out
        feed = icalendar.Calendar.from_ical((folder / "duties.ics").read_bytes())
        assert dt.date(2026, 5, 31) in {event.decoded("dtstart") for event in feed.walk("VEVENT")}

    def test_instruments_that_end_soon_are_told(self, run: Run) -> None:
        assert "2028-07-15" in run("duties", "-j", "济宁", "--year", "2028").out

    @pytest.mark.parametrize(
        "words", [("duties", "-j", "济宁", "--year"), ("calendar", "--from", "2026-03-10", "--days")]
    )
    @pytest.mark.parametrize("wrong", ["2o26", "1.5", "", "９x", "1" * 400])
    def test_what_is_no_whole_number_is_told_in_chinese_with_the_option(
        self, run: Run, words: tuple[str, ...], wrong: str
    ) -> None:
        done = run(*words, wrong)
        assert done.status == 2
        assert f"{words[-1]}（" in done.err
        assert "要写整数" in done.err
        assert wrong[:80] in done.err

    @pytest.mark.parametrize("more", [("--year", "0"), ("--year", "x"), ("--year", "2026", "-o", "duties.txt")])
    def test_misuse_is_told(self, run: Run, more: tuple[str, ...]) -> None:
        assert run("duties", "-j", "济宁", *more).status == 2


class TestCalendar:
    def test_a_month_with_rest_and_make_up_days(self, run: Run) -> None:
        done = run("calendar", "2026-02")
        assert done.status == 0
        assert "14班" in done.out
        assert "17休" in done.out

    def test_working_days_are_counted(self, run: Run) -> None:
        done = run("calendar", "--from", "2026-02-11", "--days", "5")
        assert done.status == 0
        assert "2026-02-25" in done.out
        assert "(5)" in done.out
        plain = run("calendar", "--from", "2026-02-11", "--days", "5", "--json").json
        assert plain["due"] == "2026-02-25"
        assert plain["items"][0]["date"] == "2026-02-11"

    def test_past_the_horizon_it_cannot_tell(self, run: Run) -> None:
        assert run("calendar", "2027-02").status == 4
        bounds = run("calendar", "--from", "2026-12-24", "--days", "10", "--json")
        assert bounds.status == 4
        assert bounds.json["due"] is None
        assert bounds.json["earliest"] <= bounds.json["latest"]

    @pytest.mark.parametrize(
        "more", [("2026-2",), ("2026-13",), ("--from", "2026-02-11"), ("--from", "2026-02-11", "--days", "-1")]
    )
    def test_misuse_is_told(self, run: Run, more: tuple[str, ...]) -> None:
        assert run("calendar", *more).status == 2


class TestCalendarOfAYear:
    def test_every_month_known_is_drawn(self, run: Run) -> None:
        done = run("calendar", "2025")
        assert done.status == 0
        assert [f"2025 年 {month} 月" in done.out for month in range(1, 13)] == [True] * 12

    def test_a_year_without_a_notice_says_so(self, run: Run) -> None:
        done = run("calendar", "2099")
        assert done.status == 4
        assert "还不知道" in done.out
        assert "2099 年 2 月" not in done.out

    def test_another_form_is_misuse(self, run: Run) -> None:
        for text in ("25", "2025年", "0000", "2025-13"):
            assert run("calendar", text).status == 2
