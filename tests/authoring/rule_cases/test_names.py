"""A misspelt name in a file of cases is told once, at the word itself, with the nearest right one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.diagnostics.diagnostic import Diagnostic
from opendata_rules.packs.files import CASES, DUTY_CASES
from tests import laws

TAIAN, JINING = "taian-open-data-measures-2025", "jining-open-data-rules-2025"

DECISIONS = """\
用例:
  - 情形: 不予开放变更为无条件开放
    地方: taian
    日期: 2026-03-10
    由: 无条件开放
    到: 不予开放
    要件: {before: 未知}
    结论: 未定
    同意机关: [县级大数据主管部门（县、县级市、区）, 市级大数据主管部门（设区的市）, 省级大数据主管部门]
    回答: taian-open-data-measures-2025
    差一点:
      - {改: {先同意后变更: 否}, 结论: 禁止, 要件: {before: 缺少}}
      - {日期: 2026-03-11}
  - {情形: 什么也不知道, 地方: 泰安, 日期: 2026-03-10, 状态: 未定}
"""
DUTIES = """\
职责用例:
  - 情形: 完成实名认证
    事项: 申请主体资格
    地方: 济宁
    日期: 2026-03-10
    基准: {申请类型: 获取有条件开放数据, 已实名认证: 是}
    各条: {jining-16-1-real-name: 符合}
    差一点:
      - {改: {已实名认证: 否}, 结论: 不符合, 因: jining-16-1-real-name, 缺: [已实名认证]}
      - {情形: 逐条写, 改: {已实名认证: 否}, 各条: {jining-16-1-real-name: 不符合},
         各条缺少: {jining-16-1-real-name: [已实名认证]}}
      - {日期: 2026-03-11}
期限用例:
  - 情形: 形式审核
    地方: 济宁
    步骤: conditional_access.form_review
    起算日: 2026-03-10
    状态: 确定
    差一点:
      - {起算日: 2026-03-11}
进度用例:
  - 情形: 刚收到
    程序: 有条件开放数据获取
    地方: 济宁
    起算日: 2026-02-10
    已办: {form_review: 2026-02-11}
    截至: 2026-02-12
    各步: {form_review: 按期完成}
    各到期日: {形式审核: 2026-02-24}
    差一点:
      - {已办: {形式审核: 2026-02-12}, 各步: {形式审核: 按期完成}}
周期用例:
  - 情形: 全年
    地方: 济宁
    日期: 2026-03-10
    年度: 2026
    各到期日: {RECURRING}
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs without their cases."""
    folder = tmp_path_factory.mktemp("packs")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, folder / name, ignore=shutil.ignore_patterns("*cases.yaml"))
    return folder


def _duties() -> str:
    due = {duty.id: duty.due.isoformat() for duty in laws.law("jining").duties(2026)}
    return DUTIES.replace("{RECURRING}", "{" + ", ".join(f"{rule}: {day}" for rule, day in due.items()) + "}")


def _run(packs: Path, instrument: str, name: str, text: str) -> tuple[list[CaseResult], list[Diagnostic]]:
    path = packs / "rules" / instrument / name
    path.write_text(text, encoding="utf-8")
    try:
        found = list(run_cases(odr.load(packs), instrument))
    finally:
        path.unlink()
    results = [one for one in found if isinstance(one, CaseResult)]
    return results, [one for one in found if isinstance(one, Diagnostic)]


def _line_and_column(text: str, word: str) -> tuple[int, int]:
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def test_right_names_are_not_told(packs: Path) -> None:
    for instrument, name, text in ((TAIAN, CASES, DECISIONS), (JINING, DUTY_CASES, _duties())):
        results, problems = _run(packs, instrument, name, text)
        assert problems == []
        assert [result.failures for result in results] == [()] * len(results)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "near"),
    [
        (
            "同意机关: [县级大数据主管部门（县、县级市、区）",
            "县级大数据主管部们（县、县级市、区）",
            "unknown_value",
            "县级大数据主管部门",
        ),
        ("地方: taian", "taiam", "unknown_place", "taian"),
        ("地方: 泰安", "泰按", "unknown_place", "泰安"),
        ("要件: {before", "befor", "unknown_rule", "before"),
        ("结论: 禁止, 要件: {before", "befor", "unknown_rule", "before"),
        ("回答: taian-open-data-measures-2025", "taian-open-data-measure-2025", "unknown_instrument", TAIAN),
    ],
)
def test_a_misspelt_name_in_cases(packs: Path, right: str, wrong: str, code: str, near: str) -> None:
    _told_once(packs, (TAIAN, CASES, DECISIONS), right, wrong, code, near)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "near"),
    [
        ("事项: 申请主体资格", "申请主体资各", "unknown_topic", "申请主体资格"),
        ("地方: 济宁", "济柠", "unknown_place", "济宁"),
        ("因: jining-16-1-real-name", "jining-16-1-realname", "unknown_rule", "jining-16-1-real-name"),
        ("缺: [已实名认证", "已实名认正", "unknown_fact", "已实名认证"),
        ("各条: {jining-16-1-real-name", "jining-16-1-realname", "unknown_rule", "jining-16-1-real-name"),
        ("各条缺少: {jining-16-1-real-name", "jining-16-1-realname", "unknown_rule", "jining-16-1-real-name"),
        ("各条缺少: {jining-16-1-real-name: [已实名认证", "已实名认正", "unknown_fact", "已实名认证"),
        (
            "步骤: conditional_access.form_review",
            "conditional_acess.form_reviw",
            "unknown_step",
            "conditional_access.form_review",
        ),
        ("程序: 有条件开放数据获取", "有条件开放数据获得", "unknown_procedure", "有条件开放数据获取"),
        ("已办: {form_review", "form_reviw", "unknown_event", "form_review"),
        ("已办: {形式审核", "形式审查", "unknown_event", "形式审核"),
        ("各步: {form_review", "form_reviw", "unknown_step", "form_review"),
        ("各到期日: {形式审核", "形式审查", "unknown_step", "形式审核"),
        ("各到期日: {jining-", "jinin-", "unknown_rule", "jining-"),
    ],
)
def test_a_misspelt_name_in_duty_cases(packs: Path, right: str, wrong: str, code: str, near: str) -> None:
    _told_once(packs, (JINING, DUTY_CASES, _duties()), right, wrong, code, near)


def _told_once(packs: Path, file: tuple[str, str, str], right: str, wrong: str, code: str, near: str) -> None:
    instrument, name, text = file
    assert right in text
    key = right[: max(right.rindex(mark) + len(mark) for mark in (": ", "{", "[") if mark in right)]
    marked = text.replace(right, key + wrong, 1)
    _, problems = _run(packs, instrument, name, marked)
    [problem] = problems
    assert problem.code == code
    line, column = _line_and_column(marked, key + wrong)
    assert (problem.line, problem.column) == (line, column + len(key))
    assert problem.help.startswith("是不是：")
    assert near in problem.help


def test_the_other_bases_of_the_file_are_run(packs: Path) -> None:
    results, problems = _run(packs, TAIAN, CASES, DECISIONS.replace("befor", "befr"))
    assert [problem.code for problem in problems] == ["unknown_rule"] * 2
    assert [result.name for result in results] == ["什么也不知道"]


def test_rules_of_other_places_are_not_suggested(packs: Path) -> None:
    wrong = DUTIES.partition("期限用例")[0].replace("因: jining-16-1-real-name", "因: qingdao-16-1-real-name")
    _, [problem] = _run(packs, JINING, DUTY_CASES, wrong)
    assert "jining-16-1-real-name" in problem.help
    assert "qingdao" not in problem.help


def test_id_and_chinese_name_of_a_step_with_different_days_are_told(packs: Path) -> None:
    text = _duties().replace("{form_review: 2026-02-11}", "{form_review: 2026-02-11, 形式审核: 2026-02-10}")
    _, [problem] = _run(packs, JINING, DUTY_CASES, text)
    assert problem.code == "duplicate_key"
    assert "形式审核（form_review）" in problem.message


def test_no_rule_is_said_to_have_no_case_where_cases_were_not_run(packs: Path) -> None:
    path = packs / "rules" / TAIAN / CASES
    path.write_text(DECISIONS.replace("地方: taian", "地方: taiam"), encoding="utf-8")
    try:
        assert [problem.code for problem in odr.lint(packs)] == ["unknown_place"]
    finally:
        path.unlink()
    assert {problem.code for problem in odr.lint(packs)} == {"no_case_for_rule"}
