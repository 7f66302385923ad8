"""Near misses: what stays as in the base, what does not, and how a failed one is told."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.expansion import expanded
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.packs.files import DUTY_CASES
from tests import laws

JINING = "jining-open-data-rules-2025"
DUTY: dict[str, Any] = {
    "情形": "企业申请，材料齐全",
    "地方": "jining",
    "日期": "2026-03-10",
    "事项": "申请主体资格",
    "基准": {"已实名认证": "是", "失信被执行人": "否"},
    "结论": "符合",
    "因": ["a-1", "a-2"],
    "没有提示": ["open_question", "draft"],
}


def alone(model: type[Any], base: dict[str, Any], near_miss: dict[str, Any]) -> Any:
    """The single case of a near miss."""
    _, single = expanded(model.model_validate({**base, "差一点": [near_miss]}))
    return single.case


def duty(**near_miss: Any) -> written.DutyCaseModel:
    return alone(written.DutyCaseModel, DUTY, near_miss)  # type: ignore[no-any-return]


def test_the_base_is_a_case_of_its_own() -> None:
    [base] = expanded(written.DutyCaseModel.model_validate(DUTY))
    assert base.name == "企业申请，材料齐全"
    assert base.case.model_dump()["findings"] == {"a-1": "符合", "a-2": "符合"}


def test_what_is_not_written_stays() -> None:
    case = duty(改={"失信被执行人": "是"}, 结论="不符合", 因="a-2", 缺=["失信被执行人"])
    assert (case.place, case.on, case.matter) == ("jining", dt.date(2026, 3, 10), "申请主体资格")
    assert case.facts == {"已实名认证": "是", "失信被执行人": "是"}
    assert case.findings == {"a-1": "符合", "a-2": "不符合"}
    assert case.lacking == {"a-2": ("失信被执行人",)}
    assert case.absent == ("open_question", "draft")


def test_a_fact_is_changed_by_whichever_of_its_names() -> None:
    assert duty(改={"real_name_verified": "否"}).facts == {"失信被执行人": "否", "real_name_verified": "否"}


def test_the_rules_behind_come_to_the_conclusion_of_the_base_where_none_is_written() -> None:
    assert duty(改={"已实名认证": "否"}, 因="a-3").findings == {"a-1": "符合", "a-2": "符合", "a-3": "符合"}


def test_a_new_finding_leaves_nothing_of_what_the_duty_lacked() -> None:
    base = {**DUTY, "结论": "不符合", "因": "a-1", "缺": ["甲"], "各条": {"a-2": "未定"}, "各条缺少": {"a-2": ["乙"]}}
    case = alone(written.DutyCaseModel, base, {"改": {"失信被执行人": "是"}, "结论": "符合", "因": "a-1"})
    assert case.findings == {"a-1": "符合", "a-2": "未定"}
    assert case.lacking == {"a-2": ("乙",)}


@pytest.mark.parametrize(
    ("base", "near_miss", "warnings", "absent"),
    [
        ({}, {"提示": ["draft"]}, ("draft",), ("open_question",)),
        ({}, {"提示": ["draft", "open_question"]}, ("draft", "open_question"), None),
        ({"提示": ["higher_law"]}, {"没有提示": ["higher_law"]}, None, ("higher_law",)),
        ({"提示": []}, {}, (), ("open_question", "draft")),
    ],
)
def test_a_warning_is_never_expected_and_excluded_at_once(
    base: dict[str, Any], near_miss: dict[str, Any], warnings: Any, absent: Any
) -> None:
    case = alone(written.DutyCaseModel, DUTY | base, {"改": {"已实名认证": "否"}, **near_miss})
    assert (case.warnings, case.absent) == (warnings, absent)


@pytest.mark.parametrize(
    ("near_miss", "cited"),
    [
        ({}, {"open_question": ("13(六)",), "higher_law": ("18(6)",)}),
        ({"提示依据": {"open_question": ["12(四)"]}}, {"open_question": ("12(四)",), "higher_law": ("18(6)",)}),
        ({"提示依据": {}}, None),
    ],
    ids=["not written", "one warning", "empty"],
)
def test_empty_braces_leave_nothing_of_what_warnings_cited(near_miss: dict[str, Any], cited: Any) -> None:
    base = {**DUTY, "提示依据": {"open_question": ["13(六)"], "higher_law": ["18(6)"]}}
    case = alone(written.DutyCaseModel, base, {"改": {"已实名认证": "否"}, **near_miss})
    assert case.warning_citations == cited


DECISION: dict[str, Any] = {
    "情形": "不同意的不予开放",
    "地方": "taian",
    "日期": "2026-03-10",
    "基准": {"第三方意见": "不同意"},
    "状态": "已定",
    "属性": "不予开放",
    "允许": ["不予开放"],
    "依据条文": ["12(四)"],
    "回答": laws.MEASURES,
    "结论": "允许",
    "缺少": [],
    "要件": {"a": "满足", "b": "满足"},
}


@pytest.mark.parametrize(
    ("near_miss", "kept"),
    [
        ({"日期": "2026-03-11"}, {"status": "已定", "attribute": "不予开放", "held": ("12(四)",)}),
        ({"状态": "已定"}, {"status": "已定", "attribute": "不予开放", "permitted": ("不予开放",)}),
        ({"结论": "允许"}, {"outcome": "允许", "missing": ()}),
        ({"状态": "未定"}, {"status": "未定", "attribute": None, "permitted": None, "held": None, "outcome": "允许"}),
        ({"属性": "无条件开放"}, {"status": "已定", "attribute": "无条件开放", "permitted": None, "held": None}),
        ({"属性": "无条件开放", "允许": []}, {"permitted": (), "held": None, "answered_by": laws.MEASURES}),
        ({"结论": "禁止"}, {"outcome": "禁止", "missing": None, "requirements": {"a": "满足", "b": "满足"}}),
        ({"要件": {"b": "缺少"}}, {"outcome": "允许", "missing": (), "requirements": {"a": "满足", "b": "缺少"}}),
    ],
)
def test_a_new_result_leaves_nothing_that_spoke_of_the_old_one(near_miss: dict[str, Any], kept: dict[str, Any]) -> None:
    case = alone(written.DecisionCaseModel, DECISION, near_miss)
    assert {name: getattr(case, name) for name in kept} == kept


DEADLINE: dict[str, Any] = {
    "情形": "10个工作日",
    "地方": "taian",
    "步骤": "objection.feedback",
    "起算日": "2026-03-10",
    "状态": "确定",
    "到期日": "2026-03-24",
    "效力": "应当",
    "已延长": "否",
}


def test_a_deadline_from_another_day_keeps_what_it_rests_on() -> None:
    case = alone(written.DeadlineCaseModel, DEADLINE, {"起算日": "2026-03-11", "到期日": "2026-03-25"})
    assert (case.trigger, case.due) == (dt.date(2026, 3, 11), dt.date(2026, 3, 25))
    assert (case.status, case.force, case.extended) == ("确定", "应当", False)


def test_a_deadline_of_another_status_keeps_no_day() -> None:
    case = alone(written.DeadlineCaseModel, DEADLINE, {"起算日": "2024-03-11", "状态": "未作规定"})
    assert (case.status, case.due, case.force, case.extended) == ("未作规定", None, None, None)


def test_steps_of_a_schedule_are_merged_one_by_one() -> None:
    base = {
        "情形": "刚收到",
        "地方": "jining",
        "程序": "conditional_access",
        "起算日": "2026-02-10",
        "已办": {"form_review": "2026-02-24"},
        "截至": "2026-02-25",
        "各步": {"form_review": "按期完成", "substantive_review": "未到期"},
        "各到期日": {"form_review": "2026-02-24"},
    }
    near_miss = {"已办": {"substantive_review": "2026-02-25"}, "各步": {"substantive_review": "按期完成"}}
    case = alone(written.ScheduleCaseModel, base, near_miss)
    assert case.actual == {"form_review": dt.date(2026, 2, 24), "substantive_review": dt.date(2026, 2, 25)}
    assert case.states == {"form_review": "按期完成", "substantive_review": "按期完成"}
    assert case.dues == {"form_review": dt.date(2026, 2, 24)}


def test_steps_of_a_schedule_are_merged_by_whichever_of_their_names() -> None:
    base = {
        "情形": "刚收到",
        "地方": "jining",
        "程序": "有条件开放数据获取",
        "起算日": "2026-02-10",
        "已办": {"收到申请（异议、需求）": "2026-02-10", "形式审核": "2026-02-24"},
        "截至": "2026-02-25",
        "各步": {"form_review": "按期完成", "开放主体审核": "未到期"},
        "各到期日": {"形式审核": "2026-02-24"},
    }
    near_miss = {
        "已办": {"form_review": "2026-02-25"},
        "各步": {"形式审核": "逾期完成"},
        "各到期日": {"form_review": "2026-02-24"},
    }
    case = alone(written.ScheduleCaseModel, base, near_miss)
    assert case.actual == {"received": dt.date(2026, 2, 10), "form_review": dt.date(2026, 2, 25)}
    assert case.states == {"form_review": "逾期完成", "substantive_review": "未到期"}
    assert case.dues == {"form_review": dt.date(2026, 2, 24)}


def test_recurring_duties_of_a_year_are_complete_and_so_replaced() -> None:
    base = {"情形": "甲", "地方": "jining", "日期": "2026-03-10", "年度": "2026", "各到期日": {"a-1": "2026-05-31"}}
    case = alone(written.RecurringCaseModel, base, {"年度": "2028", "各到期日": {"a-2": "2028-12-31"}})
    assert case.dues == {"a-2": dt.date(2028, 12, 31)}


CASES = f"""\
职责用例:
  - 情形: 完成实名认证
    事项: 申请主体资格
    地方: jining
    日期: 2026-03-10
    基准: {{申请类型: 获取有条件开放数据, 已实名认证: 是}}
    各条: {{jining-16-1-real-name: 符合}}
    差一点:
      - {{情形: 没有认证, 改: {{已实名认证: 否}}, 各条: {{jining-16-1-real-name: 不符合}}}}
      - {{改: {{已实名认证: 否}}}}
      - {{情形: 前一天, 改: {{已实名认证: 未知}}, 日期: 2026-03-09}}
      - {{日期: 2025-07-14, 各条: {{}}, 回答: {laws.MEASURES}}}
"""


@pytest.fixture
def results(tmp_path: Path) -> list[CaseResult]:
    """Results of the cases above, alone in their pack."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*cases.yaml"))
    (tmp_path / "rules" / JINING / DUTY_CASES).write_text(CASES, encoding="utf-8")
    found = list(run_cases(odr.load(tmp_path), JINING))
    assert all(isinstance(result, CaseResult) for result in found)
    return [result for result in found if isinstance(result, CaseResult)]


def test_base_and_near_misses_are_counted_and_stand_on_their_lines(results: list[CaseResult]) -> None:
    assert [(result.line, result.passed) for result in results] == [
        (2, True),
        (9, True),
        (10, False),
        (11, False),
        (12, False),
    ]


def test_a_failed_near_miss_names_its_base_and_what_it_changes(results: list[CaseResult]) -> None:
    told = [result.diagnostic for result in results if result.diagnostic is not None]
    assert [problem.line for problem in told] == [10, 11, 12]
    assert "“完成实名认证；差一点：已实名认证改为否”" in told[0].message
    assert "“完成实名认证；差一点：前一天（已实名认证改为未知，日期改为2026-03-09）”" in told[1].message
    assert "jining-16-1-real-name 应为符合" in told[0].message
