"""A frequency that is declared and a cap for all others; schedules of a draft."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.duties import run_schedule_case
from tests import laws, samples
from tests.samples import duty, instrument, term

DECLARED = term("declared", "update.refresh", 长度=None, 单位="更新频率", 条件={"声明的更新频率": ["每日", "每年"]})
CAP = term("cap", "update.refresh", 长度="1", 单位="年", 效力="原则上")


@pytest.mark.parametrize(
    ("frequency", "status", "rule"),
    [
        ("daily", "final", "declared"),
        ("irregular", "final", "cap"),
        # It may be daily, so that the cap is no answer.
        (None, "undetermined", ""),
    ],
)
def test_a_cap_is_no_answer_where_the_frequency_is_unknown(
    tmp_path: Path, frequency: str | None, status: str, rule: str
) -> None:
    fresh = duty("fresh", {"按期": {"步骤": "update.refresh", "起算": "最近更新日期"}}, matter="数据更新")
    here = {"sample": instrument(duties=[fresh], terms=[DECLARED, CAP])}
    law = samples.library(tmp_path, here).law("here", on=dt.date(2026, 3, 2))
    facts = {"update_frequency": frequency, "last_updated_on": "2025-03-03"}
    found = law.deadline("update.refresh", trigger=dt.date(2025, 3, 3), facts=facts)
    assert (found.status, found.rule) == (status, rule)
    verdict = {"daily": "noncompliant", "irregular": "compliant", None: "undetermined"}[frequency]
    assert law.check("update", facts).verdict == verdict


@pytest.mark.parametrize(
    ("drafts", "rules"), [("是", {"draft-15-2-form-review", "draft-15-2-assessment"}), ("否", set())]
)
def test_a_schedule_case_may_ask_for_drafts(drafts: str, rules: set[str]) -> None:
    case = written.ScheduleCaseModel.model_validate(
        {
            "情形": "草案的规范性审查",
            "地方": "shandong",
            "含草案": drafts,
            "程序": "unopened_request",
            "起算日": "2026-03-10",
            "已办": {"form_review": "2026-03-24"},
            "截至": "2026-03-26",
            "各步": {"form_review": "按期完成"},
        }
    )
    ran = run_schedule_case(laws.library(), case)
    failures, used = ran.failures, ran.rules
    assert (failures, used) == ((), rules)
