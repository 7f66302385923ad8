"""Days: what cannot stand in its order is for a human, and what lies before an instrument took effect is not judged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.facts import FactType, vocabulary
from tests import laws, samples
from tests.samples import duty, instrument, term

D = dt.date
ON = D(2026, 3, 10)


def codes(found: Any) -> list[str]:
    return [str(warning.code) for warning in found.warnings]


def finding(found: odr.Assessment, rule: str) -> odr.Finding:
    [one] = [one for one in found.findings if one.id == rule]
    return one


# -- what cannot stand in its order -----------------------------------------------------------------------------------


def test_every_fact_that_a_day_is_set_against_is_of_its_type() -> None:
    book, days = vocabulary().facts, vocabulary().days
    assert days.sequels
    assert all(book[name].type is FactType.DATE for pair in days.sequels for name in pair)
    assert all(book[name].type is FactType.DATE for name in (*days.happened, *days.told))
    assert all(book[name].type is FactType.BOOL for name in days.told.values())


@pytest.mark.parametrize(
    ("place", "topic", "facts"),
    [
        ("taian", "objection", {"objection_received_on": "2026-02-25", "feedback_given_on": "2026-02-20"}),
        ("taian", "officer", {"personnel_changed_on": "2026-02-25", "re_registered_on": "2026-02-20"}),
        (
            "tengzhou",
            "catalogue",
            {"catalogue_change_arose_on": "2026-02-25", "catalogue_change_submitted_on": "2026-02-20"},
        ),
        ("jining", "delisting", {"notice_from": "2026-02-25", "notice_to": "2026-02-20"}),
        ("taian", "update", {"last_updated_on": "2026-03-11"}),
        ("jining", "quality", {"last_quality_evaluation_on": "2026-03-11"}),
        ("taian", "officer", {"re_registered_on": "2026-03-11"}),
        ("tengzhou", "catalogue", {"catalogue_change_submitted_on": "2026-03-11"}),
        # A day that tells what a duty asks about in words is used too, and what it cannot lie before.
        ("qingdao", "list", {"list_published_on": "2026-03-11"}),
        ("jining", "list", {"list_published": False, "list_published_on": "2026-02-20"}),
        ("tengzhou", "objection", {"objection_received_on": "2026-02-25", "feedback_given_on": "2026-02-20"}),
        ("jining", "annual_plan", {"plan_published": False, "plan_published_on": "2026-02-20"}),
        ("taian", "objection", {"feedback_given": False, "feedback_given_on": "2026-02-20"}),
    ],
)
def test_days_that_cannot_be_are_for_a_human(place: str, topic: str, facts: dict[str, Any]) -> None:
    found = laws.law(place).check(topic, facts)
    assert (found.verdict, found.possible, found.questions) == ("human_review", frozenset(), ())
    [warning] = [warning for warning in found.warnings if warning.code == "contradictory_facts"]
    for name in vocabulary().facts:
        # The whole of them, and no other fact, is named.
        assert (f"“{vocabulary().facts[name].label}”为" in warning.text) == (name in facts)
    clashing = [one for one in found.findings if one.verdict == "human_review"]
    assert clashing
    assert all(one.possible == frozenset() for one in clashing)
    # Duties that rest on none of them are judged as ever.
    assert all(one.possible for one in found.findings if one not in clashing)


def test_the_same_days_in_their_order_are_no_contradiction() -> None:
    facts = {"objection_received_on": "2026-02-20", "feedback_given_on": "2026-02-20", "last_updated_on": "2026-03-10"}
    assert "contradictory_facts" not in codes(laws.law("taian").check("objection", facts))


@pytest.mark.parametrize("place", ["jining", "taian", "qingdao"])
def test_a_day_that_tells_a_fact_is_among_the_facts_of_the_law(place: str) -> None:
    names = [fact.id for fact in laws.law(place).facts("list")]
    assert names[names.index("list_published") + 1] == "list_published_on"
    told = laws.law(place).check("list", {"list_published_on": "2026-02-20"})
    said = laws.law(place).check("list", {"list_published": True})
    assert (told.verdict, told.possible) == (said.verdict, said.possible)


def test_what_the_question_does_not_use_contradicts_nothing() -> None:
    facts = {"personnel_changed_on": "2026-02-25", "re_registered_on": "2026-02-20", "last_updated_on": "2027-01-01"}
    found = laws.law("taian").check("objection", facts)
    assert "contradictory_facts" not in codes(found)
    assert found.possible == laws.law("taian").check("objection", {}).possible


def test_the_day_on_which_it_was_done_says_that_it_was_done() -> None:
    found = laws.law("taian").check("list", {"list_published_on": "2026-02-20"})
    told = laws.law("taian").check("list", {"list_published": True})
    assert [one.possible for one in found.findings] == [one.possible for one in told.findings]


# -- before the instrument --------------------------------------------------------------------------------------------

EFFECTIVE = D(2025, 7, 15)
FEEDBACK = duty(
    "feedback",
    {"按期": {"步骤": "objection.feedback", "起算": "收到异议日期", "完成": ["反馈日期", "已反馈处理结果"]}},
    matter="异议处理",
)
VERIFIED = duty(
    "verified",
    {"任一满足": [{"已核实": "是"}, {"按期": {"步骤": "objection.feedback", "起算": "收到异议日期"}}]},
    matter="异议处理",
)
YEARLY = duty("yearly", {"按期": {"步骤": "quality_evaluation.yearly", "起算": "最近质量评估日期"}}, matter="数据质量")
CAP = duty("cap", {"按期": {"长度": "1", "单位": "年", "起算": "最近更新日期"}}, matter="数据更新")
PLAN = duty(
    "plan",
    {"按期": {"步骤": "annual_plan.publication", "起算": "计划年度", "完成": ["年度计划发布日期", "年度计划已发布"]}},
    matter="年度开放计划",
)
TERMS = (
    term("t1", "objection.feedback"),
    term("t2", "quality_evaluation.yearly", 长度="1", 单位="年"),
    term("t3", "annual_plan.publication", 长度=None, 单位=None, 固定日期="05-31"),
)


def asked(root: Path, on: dt.date, **more: Any) -> odr.Law:
    options = {name: more.pop(name) for name in ("drafts",) if name in more}
    here = {
        "sample": instrument(
            duties=[FEEDBACK, VERIFIED, YEARLY, CAP, PLAN], terms=TERMS, 施行日期=EFFECTIVE.isoformat(), **more
        )
    }
    return samples.library(root, here).law("here", on=on, **options)


@pytest.mark.parametrize(
    ("topic", "facts", "on", "verdicts"),
    [
        # A process that began before is not judged, however it ends.
        ("objection", {"objection_received_on": "2025-07-14", "feedback_given": False}, ON, ["not_applicable"] * 2),
        (
            "objection",
            {"objection_received_on": "2025-07-14", "feedback_given_on": "2025-12-01", "objection_verified": False},
            ON,
            ["not_applicable"] * 2,
        ),
        ("objection", {"objection_received_on": "2025-07-15", "feedback_given": False}, ON, ["noncompliant", None]),
        # Not yet is no breach before the term of the process has run out.
        ("objection", {"objection_received_on": "2026-03-09", "objection_verified": False}, ON, ["compliant"] * 2),
        ("objection", {"objection_received_on": "2026-01-09", "objection_verified": False}, ON, [None, "noncompliant"]),
        # A continuing duty begins anew.
        ("quality", {"last_quality_evaluation_on": "2024-07-10"}, D(2025, 7, 16), ["not_applicable"]),
        ("quality", {"last_quality_evaluation_on": "2024-07-10"}, D(2026, 7, 15), ["not_applicable"]),
        ("quality", {"last_quality_evaluation_on": "2024-07-10"}, D(2026, 7, 16), ["noncompliant"]),
        ("quality", {"last_quality_evaluation_on": "2024-07-16"}, D(2025, 7, 16), ["compliant"]),
        ("quality", {"last_quality_evaluation_on": "2024-07-16"}, D(2025, 7, 17), ["noncompliant"]),
        ("update", {"last_updated_on": "2024-07-10"}, D(2025, 7, 16), ["not_applicable"]),
        ("update", {"last_updated_on": "2024-07-10"}, D(2026, 7, 16), ["noncompliant"]),
        ("update", {"last_updated_on": "2024-07-16"}, D(2025, 7, 17), ["noncompliant"]),
        # A year is judged by what is due in it, and what was done before is not judged.
        ("annual_plan", {"plan_year": 2025, "plan_published": False}, ON, ["not_applicable"]),
        ("annual_plan", {"plan_year": 2025, "plan_published_on": "2025-09-01"}, ON, ["not_applicable"]),
        ("annual_plan", {"plan_year": 2026, "plan_published_on": "2025-07-14"}, ON, ["not_applicable"]),
        ("annual_plan", {"plan_year": 2026, "plan_published": False}, ON, ["compliant"]),
        ("annual_plan", {"plan_year": 2026, "plan_published": False}, D(2026, 6, 1), ["noncompliant"]),
    ],
)
def test_what_lies_before_the_instrument_is_not_judged_by_it(
    tmp_path: Path, topic: str, facts: dict[str, Any], on: dt.date, verdicts: list[str | None]
) -> None:
    found = asked(tmp_path, on).check(topic, facts)
    for one, verdict in zip(found.findings, verdicts, strict=True):
        if verdict is not None:
            assert one.verdict == verdict, one
            assert one.missing == () or verdict == "noncompliant"
        if verdict == "not_applicable":
            assert "施行（2025-07-15）以前" in found.explain()
            assert "before sample took effect" in found.explain("en")


def test_a_draft_is_treated_as_in_force_on_every_date(tmp_path: Path) -> None:
    law = asked(tmp_path, ON, 草案="是", drafts=True)
    found = law.check("objection", {"objection_received_on": "2025-07-14", "feedback_given": False})
    assert found.findings[0].verdict == "noncompliant"


def test_nothing_is_taken_from_a_day_that_is_not_known(tmp_path: Path) -> None:
    found = asked(tmp_path, ON).check("objection", {"feedback_given": False})
    assert found.findings[0].possible == {"noncompliant", "compliant", "not_applicable"}
    assert found.findings[0].missing == ("objection_received_on",)
    assert found.questions[0].fact == "objection_received_on"


def test_shipped_laws_do_not_judge_what_was_before_them() -> None:
    before = laws.law("jining", D(2025, 7, 16)).check("quality", {"last_quality_evaluation_on": "2024-07-10"})
    assert finding(before, "jining-12-yearly").verdict == "not_applicable"
    staff = laws.law("taian").check("officer", {"personnel_changed_on": "2025-08-29"})
    assert finding(staff, "taian-28-1-refiled").verdict == "not_applicable"


# -- what is not told, against the calendar ----------------------------------------------------------------------------


def test_no_year_makes_a_plan_late_before_the_end_of_may() -> None:
    for facts in ({}, {"plan_published": False}, {"plan_published": True, "plan_published_on": D(2026, 2, 19)}):
        found = laws.law("jining").check("annual_plan", facts)
        assert "noncompliant" not in finding(found, "jining-8-2-in-time").possible, facts
    late = laws.law("jining", D(2026, 6, 10)).check("annual_plan", {"plan_published": False})
    assert "noncompliant" in finding(late, "jining-8-2-in-time").possible


@pytest.mark.parametrize(
    ("frequency", "updated", "possible"),
    [
        # What was updated yesterday keeps every frequency.
        (None, D(2026, 3, 9), {"compliant", "human_review", "not_applicable"}),
        (None, D(2026, 2, 1), {"compliant", "human_review", "noncompliant", "not_applicable"}),
        ("real_time", D(2026, 2, 1), {"human_review"}),
        ("irregular", D(2026, 2, 1), {"human_review"}),
        ("real_time", None, {"human_review"}),
        ("monthly", D(2026, 2, 1), {"noncompliant"}),
    ],
)
def test_a_length_that_hangs_on_an_unknown_frequency_is_tried_value_by_value(
    frequency: str | None, updated: dt.date | None, possible: set[str]
) -> None:
    facts = {"update_frequency": frequency, "last_updated_on": updated, "archived": False, "no_longer_updated": False}
    found = laws.law("taian").check("update", facts)
    assert finding(found, "taian-18-refresh").possible == possible


@pytest.mark.parametrize(
    ("updated", "verdict"),
    [
        # Before the measures a year had run out; under them it runs from their first day, and is not over yet.
        (D(2023, 5, 7), "compliant"),
        (D(2025, 2, 7), "human_review"),
        (D(2026, 2, 7), "compliant"),
    ],
)
def test_a_term_that_ran_out_before_the_law_is_not_over_under_it(updated: dt.date, verdict: str) -> None:
    facts = {"update_frequency": "yearly", "last_updated_on": updated, "archived": True, "no_longer_updated": False}
    assert finding(laws.law("taian").check("update", facts), "taian-18-archived").verdict == verdict


@pytest.mark.parametrize(("year", "verdict"), [(0, "noncompliant"), (10_000, "compliant")])
def test_a_year_that_no_calendar_has_is_long_past_or_far_away(year: int, verdict: str) -> None:
    found = laws.law("shandong", drafts=True).check("annual_plan", {"plan_year": year, "plan_published": False})
    assert finding(found, "draft-8-1-in-time").verdict == verdict


@pytest.mark.parametrize("frequency", ["monthly", "yearly"])
@pytest.mark.parametrize(("place", "rule"), [("taian", "taian-18-refresh"), ("jining", "jining-12-frequency")])
def test_data_older_than_the_calendar_is_held_to_its_frequency(place: str, rule: str, frequency: str) -> None:
    # No holidays are known there, and none last that long: under today's law the frequency runs from its first day.
    facts = {"update_frequency": frequency, "archived": False, "no_longer_updated": False}
    old, known = (
        finding(laws.law(place, D(2026, 12, 1)).check("update", {**facts, "last_updated_on": day}), rule)
        for day in (D(2004, 4, 14), D(2008, 4, 14))
    )
    assert old.verdict == known.verdict == "noncompliant"


def test_what_is_received_tomorrow_is_no_objection_yet() -> None:
    facts = {"objection_received_on": D(2026, 3, 11), "feedback_given": True, "objection_upheld": True}
    found = laws.law("jining").check("objection", facts)
    assert (found.verdict, found.possible) == ("human_review", frozenset())
    [warning] = [warning for warning in found.warnings if warning.code == "contradictory_facts"]
    assert "objection_received_on" in warning.english
    assert "feedback_given" not in warning.english
    assert "objection_upheld" not in warning.english


def test_a_longer_term_was_not_granted_before_there_was_a_request() -> None:
    facts = {"correction_received_on": D(2026, 2, 18), "extension_approved_on": D(2021, 11, 23)}
    assert "contradictory_facts" in codes(laws.law("qingdao").check("quality", facts))
    # Where nothing was requested, nothing was received.
    found = laws.law("qingdao").check(
        "quality", {"correction_requested": False, "extension_approved_on": D(2021, 11, 23)}
    )
    assert "contradictory_facts" not in codes(found)


def test_what_is_in_doubt_only_perhaps_is_open() -> None:
    found = laws.law("jining").check("channel", {"opening_attribute": "open", "via_unified_platform": False})
    assert finding(found, "jining-2-platform").verdict == "undetermined"
    assert finding(found, "jining-2-platform").possible == {"noncompliant", "human_review"}


@pytest.mark.parametrize(
    ("began", "ended", "number", "verdict"),
    [
        # More than ten working days long before the rules, and nine at the same time.
        (D(2023, 5, 7), D(2023, 12, 31), 9, "human_review"),
        (D(2023, 5, 7), D(2023, 12, 31), 160, "compliant"),
        (D(2025, 6, 20), D(2025, 7, 10), 9, "human_review"),
        (D(2025, 7, 7), D(2025, 7, 30), 9, "human_review"),
        (D(2025, 6, 30), D(2025, 7, 3), 3, "noncompliant"),
    ],
)
def test_a_notice_before_the_rules_is_as_long_as_it_was(
    began: dt.date, ended: dt.date, number: int, verdict: str
) -> None:
    """A term that ends is not counted anew from the first day of the rules; only what never ends is."""
    facts = {
        "delisting_actor": "provider",
        "adjustment_reason": "policy_adjustment",
        "notice_from": began,
        "notice_to": ended,
        "notice_working_days": number,
        "delisted_on": D(2026, 1, 29),
    }
    found = laws.law("jining").check("delisting", facts)
    [notice] = [one for one in found.findings if one.id == "jining-14-1-notice"]
    assert notice.verdict == verdict
    assert ("contradictory_facts" in {one.code for one in found.warnings}) is (verdict == "human_review")


def test_what_was_received_before_the_rules_is_not_counted_from_their_first_day() -> None:
    """Nobody knows when it was received: answered in time if after the rules began, and perhaps late if before."""
    found = laws.law("taian").check("objection", {"feedback_given_on": D(2025, 9, 1)})
    feedback = finding(found, "taian-30-2-feedback")
    assert (feedback.verdict, feedback.possible) == ("undetermined", {"compliant", "not_applicable"})
