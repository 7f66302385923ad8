"""互证: several facts that tell one and the same thing; and terms of years that end on a rest day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.logic.conditions import parts_of
from opendata_rules.logic.in_words import describe
from opendata_rules.vocabulary.words import EVERYWHERE
from tests import samples
from tests.samples import duty, instrument, term

NOTICE = term("notice", "delisting.public_notice", 长度="10", 效力="最低")
LASTED = {
    "互证": [
        {"公示工作日数": {"不少于": "10"}},
        {"期满": {"步骤": "delisting.public_notice", "起算": "公示起始日", "完成": "公示截止日"}},
    ]
}
CONDITIONAL = {"互证": [{"申请类型": "获取有条件开放数据"}, {"开放属性": "有条件开放"}]}


def check(root: Path, written: dict[str, Any], facts: dict[str, Any], matter: str = "下架") -> odr.Finding:
    here = {"sample": instrument(duties=[{**written, "事项": matter}], terms=[NOTICE])}
    law = samples.library(root, here).law("here", on=dt.date(2026, 6, 1))
    [finding] = law.check(matter, facts).findings
    return finding


@pytest.mark.parametrize(
    ("days", "start", "end", "verdict"),
    [
        (10, None, None, "compliant"),
        (None, "2026-03-02", "2026-03-16", "compliant"),
        (10, "2026-03-02", "2026-03-16", "compliant"),
        (9, None, None, "noncompliant"),
        (9, "2026-03-02", "2026-03-16", "human_review"),
        (9, "2026-03-02", "2026-03-13", "noncompliant"),
        (None, "2026-03-02", "2026-03-13", "noncompliant"),
        (10, "2026-03-02", "2026-03-13", "human_review"),
        (None, "2026-03-02", None, "undetermined"),
        (None, None, None, "undetermined"),
    ],
)
def test_one_that_holds_is_enough_and_none_may_fail(
    tmp_path: Path, days: int | None, start: str | None, end: str | None, verdict: str
) -> None:
    facts = {"notice_working_days": days, "notice_from": start, "notice_to": end}
    assert check(tmp_path, duty("lasted", LASTED), facts).verdict == verdict


def test_only_what_fails_is_told_as_missing(tmp_path: Path) -> None:
    facts = {"notice_from": "2026-03-02", "notice_to": "2026-03-13"}
    assert check(tmp_path, duty("lasted", LASTED), facts).missing == ("notice_from", "notice_to")


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"request_type": "conditional_access"}, "noncompliant"),
        ({"opening_attribute": "conditional"}, "noncompliant"),
        ({"request_type": "unconditional_access"}, "not_applicable"),
        ({"opening_attribute": "open"}, "not_applicable"),
        ({"request_type": "conditional_access", "opening_attribute": "open"}, "human_review"),
        ({}, "undetermined"),
    ],
)
def test_a_premise_may_be_told_in_more_ways_than_one(tmp_path: Path, facts: dict[str, Any], verdict: str) -> None:
    written = duty("verified", {"已实名认证": "是"}, 当=CONDITIONAL)
    facts = {**facts, "real_name_verified": False}
    assert check(tmp_path, written, facts, "申请主体资格").verdict == verdict


def test_a_settled_premise_asks_for_nothing_more(tmp_path: Path) -> None:
    written = duty("verified", {"已实名认证": "是"}, 当=CONDITIONAL)
    finding = check(tmp_path, written, {"request_type": "conditional_access"}, "申请主体资格")
    assert finding.missing == ("real_name_verified",)


def test_it_is_for_duties_only(tmp_path: Path) -> None:
    rules = {
        "开放属性": {
            "依据": [
                {
                    "编号": "ground",
                    "条文": "1",
                    "要旨": "要旨",
                    "英文": "gist",
                    "效力": "应当",
                    "结论": "不予开放",
                    "条件": {"互证": [{"涉及个人隐私": "是"}, {"涉及商业秘密": "是"}]},
                }
            ]
        }
    }
    samples.library(tmp_path, {"sample": instrument(rules=rules)})
    assert "condition_shape" in [problem.code for problem in odr.lint(tmp_path)]


def test_it_is_told_in_words(tmp_path: Path) -> None:
    here = {"sample": instrument(duties=[duty("verified", {"已实名认证": "是"}, 当=CONDITIONAL)])}
    [rule] = samples.library(tmp_path, here).pack("sample").duties
    assert rule.premise is not None
    assert describe(rule.premise, EVERYWHERE) == (
        "“申请类型”为获取有条件开放数据，与此相互印证：“开放属性”为有条件开放"
    )
    assert describe(rule.premise, EVERYWHERE, "en") == (
        "request_type = conditional_access, which is the same as opening_attribute = conditional"
    )
    assert len(list(parts_of(rule.premise))) == 2


@pytest.mark.parametrize(
    ("today", "verdict"),
    # 15 March 2025 plus a year is a Sunday.
    [(dt.date(2026, 3, 15), "compliant"), (dt.date(2026, 3, 16), "compliant"), (dt.date(2026, 3, 17), "noncompliant")],
)
def test_a_year_that_ends_on_a_rest_day_moves_to_the_next_working_day(
    tmp_path: Path, today: dt.date, verdict: str
) -> None:
    written = duty("cap", {"按期": {"长度": "1", "单位": "年", "起算": "最近更新日期"}}, 事项="数据更新")
    law = samples.library(tmp_path, {"sample": instrument(duties=[written])}).law("here", on=today)
    assert law.check("update", {"last_updated_on": "2025-03-15"}).verdict == verdict
    assert law.check("update", {"last_updated_on": "2005-03-15"}).verdict == "noncompliant"
