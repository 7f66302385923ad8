"""What a failed case came to is told in the words in which its expectation is written."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import pytest

from opendata_rules.authoring.rule_cases import attributes, duties, told, written
from opendata_rules.vocabulary.terms import (
    Compliance,
    DeadlineStatus,
    DutyForce,
    RequirementState,
    Status,
    StepState,
    Verdict,
)
from tests import laws

DECISION = {"情形": "甲", "地方": "taian", "日期": "2026-03-10"}
DUTY = {"情形": "甲", "地方": "jining", "日期": "2026-03-10", "事项": "申请主体资格"}
SCHEDULE = {
    "情形": "甲",
    "地方": "tengzhou",
    "程序": "conditional_access",
    "起算日": "2026-03-10",
    "截至": "2026-03-11",
}
CLOSED = {"国家秘密": "是"}


def _decision(**more: Any) -> tuple[str, ...]:
    return attributes.run_case(laws.library(), written.DecisionCaseModel.model_validate(DECISION | more)).failures


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"基准": CLOSED, "属性": "无条件开放"}, "属性应为无条件开放，得到不予开放"),
        ({"基准": CLOSED, "可能": []}, "可能应为空，得到不予开放"),
        ({"状态": "已定"}, "状态应为已定，得到未定"),
        ({"属性": "无条件开放"}, "属性应为无条件开放，得到空"),
        ({"由": "不予开放", "到": "无条件开放", "结论": "允许"}, "结论应为允许，得到未定"),
        ({"基准": CLOSED, "由": "无条件开放", "到": "不予开放", "允许": []}, "允许应为空，得到不予开放、有条件开放"),
    ],
)
def test_attributes_and_states_are_told_in_chinese(more: dict[str, Any], told: str) -> None:
    assert told in _decision(**more)


def test_requirements_are_told_in_chinese() -> None:
    change = {"由": "无条件开放", "到": "不予开放"}
    assert "要件 before（先同意、后变更） 应为满足，得到未知" in _decision(**change, 要件={"before": "满足"})
    assert "要件 other 应为满足，得到没有这个要件" in _decision(**change, 要件={"other": "满足"})


def test_findings_are_told_in_chinese() -> None:
    case = written.DutyCaseModel.model_validate(
        DUTY
        | {"基准": {"申请类型": "获取有条件开放数据", "已实名认证": "否"}, "各条": {"jining-16-1-real-name": "符合"}}
    )
    told = duties.run_duty_case(laws.library(), case).failures
    assert told == ("jining-16-1-real-name 应为符合，得到不符合",)


def test_steps_are_told_in_chinese() -> None:
    case = written.ScheduleCaseModel.model_validate(SCHEDULE | {"各步": {"form_review": "逾期"}})
    assert duties.run_schedule_case(laws.library(), case).failures == ("步骤“形式审核”应为逾期，得到未到期",)


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (attributes.STATUSES, Status),
        (attributes.VERDICTS, Verdict),
        (attributes.STATES, RequirementState),
        (told.COMPLIANCE, Compliance),
        (duties.DEADLINE_STATUSES, DeadlineStatus),
        (told.FORCES, DutyForce),
        (duties.STEP_STATES, StepState),
    ],
)
def test_whatever_comes_out_has_a_word_in_the_case_files(words: dict[str, Any], members: type[StrEnum]) -> None:
    assert set(words.values()) == set(members)
    assert not any(re.search("[a-z]", word) for word in words)
