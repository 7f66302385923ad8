"""Updates: the law says when the next is due, or that it sets no term, or that a human must look."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.reports.advice import headline
from opendata_rules.catalogue.tables import table
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.procedures import procedures

from ..laws import law
from .helpers import DATASET, ON, problems, report_of, row_of, taian, write

JINING_12 = "《济宁市公共数据开放工作细则》第十二条"
TAIAN_18 = "《泰安市公共数据开放办法（试行）》第十八条"


def test_the_columns_name_a_step_and_a_fact_of_the_vocabulary() -> None:
    step = procedures().step(table("columns")["updated"]["begins"])
    assert step.trigger == "last_update"
    assert step.continuing
    assert vocabulary().facts[table("columns")["cadence"]["fact"]].label == "声明的更新频率"


@pytest.mark.parametrize(
    ("cadence", "updated", "state", "overdue"),
    [
        ("每年", "2025-03-10", "current", None),  # due today
        ("每年", "2025-03-09", "overdue", 1),
        ("每年", "2025-03-07", "overdue", 1),  # the 7th of March 2026 is a Saturday: due on Monday
        ("每年", "2025-03-06", "overdue", 4),
        ("每月", "2026-01-31", "overdue", 10),  # due on the last day of February, a Saturday that was worked
        ("每季度", "2025-11-30", "overdue", 10),
        ("实时", "2020-03-08", "human_review", None),
        ("每年", "2026-03-11", "unknown", None),  # after the day of the check
        ("每年", "06/07/2020", "unknown", None),
        ("每年", "", "unknown", None),
        ("每年", "9999-12-31", "unknown", None),
        ("不定期", "2020-01-01", "not_regulated", None),
        ("不更新", "2020-01-01", "not_regulated", None),
        ("归档", "2020-01-01", "not_regulated", None),
        ("牲畜饲养", "2020-01-01", "undetermined", None),
        ("其他", "2020-01-01", "undetermined", None),
        ("", "2025-03-10", "undetermined", None),
    ],
)
def test_how_an_update_stands_in_taian(
    tmp_path: Path, cadence: str, updated: str, state: str, overdue: int | None
) -> None:
    row = row_of(tmp_path, 更新频率=cadence, 更新时间=updated)
    assert (row.update, row.overdue) == (state, overdue)


@pytest.mark.parametrize(
    ("cadence", "updated", "state", "overdue"),
    [
        ("每年", "2025年3月", "undetermined", None),  # due on a day from the 2nd to the 31st of March
        ("每年", "2025-02", "overdue", 10),  # the 28th of February 2026 is a Saturday that was worked
        ("每年", "2025年4月", "current", None),
        ("每年", "2026年3月", "current", None),  # the month is not over
        ("每年", "2026年4月", "unknown", None),
        ("每年", "2025年", "undetermined", None),
        ("每月", "2025年", "overdue", 36),
        ("不定期", "2020年3月", "not_regulated", None),
        ("实时", "2020年3月", "human_review", None),
        ("其他", "2020年3月", "undetermined", None),
    ],
)
def test_where_no_day_is_written_overdue_is_only_what_is_so_whichever_day_it_was(
    tmp_path: Path, cadence: str, updated: str, state: str, overdue: int | None
) -> None:
    row = row_of(tmp_path, 更新频率=cadence, 更新时间=updated)
    assert (row.update, row.overdue) == (state, overdue)
    assert (row.updated, row.updated_text) == (None, updated)
    told = any("没有写到日" in note and "都逾期的才算逾期" in note for note in row.notes)
    assert told == (state != "unknown")


def test_a_month_goes_into_every_form_of_the_report_as_written(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"更新时间": "2025年2月", "更新频率": "每年"})
    for name in ("a.html", "a.csv", "a.xlsx"):
        report.write(tmp_path / name)
    assert "2025年2月" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert ",2025年2月,2026-02-02 至 2026-02-28,10," in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    [again] = check(taian(), tmp_path / "a.xlsx").rows
    assert (again.updated_text, again.update, again.overdue) == ("2025年2月", "overdue", 10)


def test_why_an_update_cannot_be_judged_is_told(tmp_path: Path) -> None:
    assert row_of(tmp_path, 更新时间="06/07/2020").notes == (
        "更新时间“06/07/2020”分不清月和日，请把年写在前面，或者用平台说明写明日期写法",
    )
    assert row_of(tmp_path, 更新频率="牲畜饲养").notes == ("不认识更新频率“牲畜饲养”",)
    assert row_of(tmp_path, 更新时间="2026-03-11").notes == ("更新时间晚于检查的日期 2026-03-10",)


def test_a_catalogue_newer_than_the_date_is_told(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"更新时间": "2027-01-01"})
    assert (report.newest, report.computable) == (None, 0)
    assert "1 个数据集的更新时间晚于检查的日期 2026-03-10" in problems(report)


def test_an_old_catalogue_is_told_apart_from_late_updates(tmp_path: Path) -> None:
    old = [
        DATASET | {"数据集名称": name, "更新频率": "每月", "更新时间": day}
        for name, day in (("甲", "2020-01-01"), ("乙", "2021-06-01"))
    ]
    report = report_of(tmp_path, *old)
    assert (report.overdue, report.newest, report.overdue_at_newest) == (2, dt.date(2021, 6, 1), 1)
    assert "如果这是一份旧目录" in report.explain()


def test_without_the_columns_nothing_is_overdue(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,开放类型,更新时间\n甲,不予开放,2000-01-01\n"))
    assert (report.overdue, report.computable) == (0, 0)
    assert "没有找到更新频率一列" in problems(report)


# -- the law of the place ------------------------------------------------------------------------------------------

WEEKLY = {"更新频率": "每周", "更新时间": "2026-02-10"}


@pytest.mark.parametrize(
    ("place", "due", "state", "overdue", "term"),
    [
        ("jining", dt.date(2026, 2, 24), "overdue", 14, JINING_12),  # the 17th is in the Spring Festival
        ("taian", dt.date(2026, 2, 24), "overdue", 14, TAIAN_18),
        ("tengzhou", None, "not_regulated", None, None),
        ("qingdao", None, "not_regulated", None, None),
        ("jinan", None, "not_regulated", None, None),
        ("shandong", None, "not_regulated", None, None),
    ],
)
def test_the_law_of_the_place_says_when_the_next_update_is_due(
    tmp_path: Path, place: str, due: dt.date | None, state: str, overdue: int | None, term: str | None
) -> None:
    order = law(place, ON)
    [row] = report_of(tmp_path, DATASET | WEEKLY, law=order).rows
    assert (row.due, row.update, row.overdue) == (due, state, overdue)
    assert (row.term and row.term.citation) == term
    asked = order.deadline("update.refresh", trigger=dt.date(2026, 2, 10), facts={"update_frequency": "weekly"})
    assert (row.due, row.term_note) == (asked.due, asked.note)


@pytest.mark.parametrize("on", [dt.date(2026, 2, 24), dt.date(2026, 2, 25)])
def test_the_last_day_is_still_in_time(tmp_path: Path, on: dt.date) -> None:
    [row] = report_of(tmp_path, DATASET | WEEKLY, law=law("jining", on)).rows
    assert (row.update, row.overdue) == (("current", None) if on == dt.date(2026, 2, 24) else ("overdue", 1))


def test_where_no_term_is_set_nothing_is_overdue_and_the_report_says_so(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | WEEKLY | {"更新时间": "2019-01-01"}, law=law("tengzhou", ON))
    assert (report.overdue, report.computable, report.overdue_at_newest) == (0, 0, 0)
    assert report.updates["not_regulated"] == 1
    assert "更新没有规定期限 1 个：此日有效的规定没有给这一步骤定期限。" in report.explain()


def test_where_all_is_in_order_the_headline_says_that_no_term_is_set(tmp_path: Path) -> None:
    secret = DATASET | {"开放属性": "不予开放", "国家秘密": "是"}
    assert headline(report_of(tmp_path, secret, law=law("tengzhou", ON))).endswith("都成立，更新没有规定期限。")
    assert headline(report_of(tmp_path, secret)).endswith("都成立，更新都没有逾期。")


@pytest.mark.parametrize("place", ["taian", "jining"])
def test_real_time_is_for_a_human(tmp_path: Path, place: str) -> None:
    report = report_of(tmp_path, DATASET | {"更新频率": "实时", "更新时间": "2020-01-01"}, law=law(place, ON))
    [row] = report.rows
    assert (row.update, row.due, row.overdue) == ("human_review", None, None)
    assert row.term is not None
    assert row.term_note == "声明的更新频率是实时，不能用天数衡量"
    assert f"更新须人工判断 1 个：{row.term_note}（{row.term.citation}）。" in report.explain()


def test_past_the_horizon_of_the_calendar_only_what_is_certainly_late_is_overdue(tmp_path: Path) -> None:
    yearly = DATASET | {"更新时间": "2026-02-10"}
    found = {}
    for day in (12, 13, 14, 16, 17):
        [row] = report_of(tmp_path, yearly, law=law("taian", dt.date(2027, 2, day))).rows
        assert (row.due, row.earliest, row.latest) == (None, dt.date(2027, 2, 13), dt.date(2027, 2, 16))
        found[day] = (row.update, row.overdue)
    assert found == {
        12: ("current", None),
        13: ("current", None),
        14: ("undetermined", None),
        16: ("undetermined", None),
        17: ("overdue", 1),
    }


def test_a_term_for_what_has_no_interval_is_that_of_the_place(tmp_path: Path) -> None:
    irregular = DATASET | {"更新频率": "不定期", "更新时间": "2025-02-10"}
    [jining] = report_of(tmp_path, irregular, law=law("jining", ON)).rows
    assert (jining.update, jining.due) == ("overdue", dt.date(2026, 2, 10))
    assert jining.term is not None
    assert "原则上不超过一年" in jining.term.text
    [taian_row] = report_of(tmp_path, irregular).rows
    assert taian_row.update == "not_regulated"


@pytest.mark.parametrize(
    "stated",
    [{"已归档": "是"}, {"不再更新": "是"}, {"更新频率": "归档"}],
    ids=["archived", "no longer updated", "in words"],
)
def test_what_is_archived_or_no_longer_updated_has_no_term(tmp_path: Path, stated: dict[str, str]) -> None:
    old = DATASET | {"更新频率": "每月", "更新时间": "2020-02-10", "已归档": "否"}
    order = law("jining", ON)
    assert report_of(tmp_path, old, law=order).rows[0].update == "overdue"
    if "更新频率" in stated:
        del old["已归档"]
    [row] = report_of(tmp_path, old | stated, law=order).rows
    assert (row.update, row.term_note) == ("not_regulated", "按已知事实，没有这一步骤")


def test_columns_that_the_term_depends_on_are_no_idle_ones(tmp_path: Path) -> None:
    columns = dict(report_of(tmp_path, DATASET | {"已归档": "否", "单位数量": "1"}).columns)
    assert columns["已归档"] == "事实：已归档"


def test_the_declared_frequency_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    own = {key: value for key, value in (DATASET | WEEKLY).items() if key != "更新频率"} | {"声明的更新频率": "每周"}
    [row] = report_of(tmp_path, own).rows
    assert (row.due, row.update) == (dt.date(2026, 2, 24), "overdue")
    [row] = report_of(tmp_path, own | {"更新频率": "每年"}).rows
    assert (row.due, row.update) == (None, "undetermined")
    assert "“声明的更新频率”有两列，内容不一致，当作未知" in row.notes


def test_what_fell_due_before_the_law_came_into_force_is_counted_anew_from_its_first_day(tmp_path: Path) -> None:
    """As the duty of updating is: the law of the day of the check says so, from the day it began."""
    day = dt.date(2021, 6, 1)
    # Tai'an's measures are in force from 1 September 2025.
    for on, cadence, ends, state in [
        (ON, "每年", dt.date(2026, 9, 1), "not_regulated"),
        (dt.date(2026, 9, 1), "每年", dt.date(2026, 9, 1), "not_regulated"),
        (dt.date(2026, 9, 2), "每年", dt.date(2026, 9, 1), "overdue"),
        # 1 October is a holiday, the first working day after it the 9th.
        (ON, "每月", dt.date(2025, 10, 9), "overdue"),
    ]:
        sets = DATASET | {"更新频率": cadence, "更新时间": day.isoformat()}
        report = report_of(tmp_path, sets, law=law("taian", on))
        [row] = report.rows
        # One end of the term is told: that of the term that the law judges.
        assert (row.due, row.update) == (ends if state == "overdue" else None, state)
        assert (row.earliest, row.latest) == (ends, ends)
        assert row.overdue == ((on - ends).days if state == "overdue" else None)
        assert (report.overdue, report.computable) == (state == "overdue", 1)
        assert "施行（2025-09-01）以前到期" in row.term_note
        assert row.term_note.endswith(f"从施行之日重新起算，到 {ends}")
        assert f"runs anew until {ends}" in row.term_note_english
        assert row.lapsed == {"每年": dt.date(2022, 6, 1), "每月": dt.date(2021, 7, 1)}[cadence]
        # An old catalogue is told from a late one by the term counted from the update itself.
        assert row.late_on(dt.date(2022, 6, 2))
        frequency = {"每年": "yearly", "每月": "monthly"}[cadence]
        facts = {"update_frequency": frequency, "last_updated_on": day, "archived": False, "no_longer_updated": False}
        broken = law("taian", on).check("update", facts).verdict == "noncompliant"
        assert broken == (state == "overdue")


def test_a_finding_on_what_is_counted_anew_tells_the_day_that_the_law_judges(tmp_path: Path) -> None:
    sets = DATASET | {"更新频率": "每季度", "更新时间": "2025-05-20"}
    report = report_of(tmp_path, sets, law=law("taian", dt.date(2026, 6, 10)))
    [found] = [one for one in report.rows[0].findings if one.kind == "overdue"]
    assert found.text == "更新逾期 191 天，期限的最后一天是 2025-12-01"
    for suffix in ("html", "csv", "json"):
        report.write(tmp_path / f"r.{suffix}")
        text = (tmp_path / f"r.{suffix}").read_text(encoding="utf-8-sig")
        assert "2025-12-01" in text
        if suffix != "json":
            assert "2025-08-20" not in text


def test_a_month_of_which_some_days_are_counted_anew_ends_with_the_last_of_its_terms(tmp_path: Path) -> None:
    sets = DATASET | {"更新频率": "每季度", "更新时间": "2025-05"}
    # From 1 May it fell due on 1 August, before the law, and anew on 1 December; from 31 May on 1 September.
    [row] = report_of(tmp_path, sets, law=law("taian", dt.date(2026, 6, 10))).rows
    assert (row.update, row.earliest, row.latest) == ("overdue", dt.date(2025, 9, 1), dt.date(2025, 12, 1))
    assert row.overdue == 191
    [row] = report_of(tmp_path, sets, law=law("taian", dt.date(2025, 12, 1))).rows
    assert (row.update, row.overdue) == ("undetermined", None)


def test_what_falls_due_after_the_law_came_into_force_is_held_to_it_whenever_it_was_updated(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"更新频率": "每年", "更新时间": "2025-02-10"}).rows
    assert (row.due, row.update) == (dt.date(2026, 2, 10), "overdue")


def test_reports_show_the_term_and_what_the_law_says(tmp_path: Path) -> None:
    sets = [
        DATASET | WEEKLY,
        DATASET | {"数据集名称": "乙", "更新频率": "实时"},
        DATASET | {"数据集名称": "丙", "更新时间": "2026-02-10"},
    ]
    report = report_of(tmp_path, *sets, law=law("jining", ON))
    for suffix in ("html", "csv", "json"):
        report.write(tmp_path / f"r.{suffix}")
        text = (tmp_path / f"r.{suffix}").read_text(encoding="utf-8-sig")
        for said in (JINING_12, "严格按照声明的更新频率更新", "声明的更新频率是实时，不能用天数衡量", "2026-02-24"):
            assert said in text, (suffix, said)
    assert "2027-02-13 至 2027-02-16" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert found["updates"] == {
        "overdue": 1,
        "human_review": 1,
        "undetermined": 0,
        "unknown": 0,
        "not_regulated": 0,
        "current": 1,
    }
    term = found["rows"][0]["term"]
    assert (term["citation"], term["text"]) == (JINING_12, "严格按照声明的更新频率更新")


def test_an_open_question_on_the_term_is_told_once(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET, DATASET | {"数据集名称": "乙"})
    assert [str(warning.code) for warning in report.update_warnings] == ["open_question"]
    assert report.update_warnings[0] not in report.warnings
