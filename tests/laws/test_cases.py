"""The cases beside the rules: each passes, together they reach every rule, and the runner can fail."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import opendata_rules as odr
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.expansion import expanded
from opendata_rules.authoring.rule_cases.expected import WarningWord
from opendata_rules.authoring.rule_cases.files import read_cases
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.packs.files import CASES, DUTY_CASES
from opendata_rules.vocabulary.terms import WARNING_TERMS, RequirementState, WarningCode
from tests import laws

RULES = laws.ROOT / "rules"
TAIAN = "taian-open-data-measures-2025"


def _named() -> list[tuple[str, int, str]]:
    found = []
    for path in sorted(RULES.glob(f"*/{CASES}")):
        cases, _, problems = read_cases(path, path.parent.name)
        assert cases is not None, problems
        singles = [single for case in cases.cases for single in expanded(case)]
        found += [(path.parent.name, index, single.name) for index, single in enumerate(singles)]
    return found


@functools.cache
def _results(instrument: str) -> tuple[CaseResult | odr.Diagnostic, ...]:
    return tuple(run_cases(laws.library(), instrument))


def _exercised() -> frozenset[str]:
    instruments = {instrument for instrument, _, _ in NAMED}
    results = [result for name in instruments for result in _results(name) if isinstance(result, CaseResult)]
    return frozenset(rule for result in results for rule in result.rules)


NAMED = _named()


@pytest.mark.parametrize("instrument", sorted({instrument for instrument, _, _ in NAMED}))
def test_cases(instrument: str) -> None:
    results = _results(instrument)
    names = [name for one, _, name in NAMED if one == instrument]
    # Those of duties come after them.
    assert [result.name if isinstance(result, CaseResult) else result for result in results][: len(names)] == names
    failed = [result for result in results if isinstance(result, CaseResult) and result.failures]
    assert {result.name: result.failures for result in failed} == {}


def test_names_of_cases_are_not_repeated() -> None:
    names = [(instrument, name) for instrument, _, name in NAMED]
    assert sorted(set(names)) == sorted(names)


def test_every_rule_has_a_case_that_reaches_it(library: odr.Library) -> None:
    lacking = [problem.message for problem in library.lint() if problem.code == "no_case_for_rule"]
    assert lacking == []


def _requirements() -> Iterator[tuple[str, str]]:
    for name in laws.library().instrument_ids():
        for change in laws.library().pack(name).changes:
            yield from ((change.id, need.id) for need in change.requirements)


@pytest.mark.parametrize(("change", "requirement"), tuple(_requirements()))
def test_every_requirement_of_a_change_is_met_missing_and_unknown_in_some_case(change: str, requirement: str) -> None:
    wanted = {f"{change}:{requirement}:{state}" for state in RequirementState}
    assert wanted <= _exercised()


CLASSIFY = """\
用例:
  - 情形: 涉及个人隐私而意见未知
    地方: taian
    日期: 2026-03-10
    基准: {涉及个人隐私: 是, 国家秘密: 否}
    其余为否: 是
    申报: 无条件开放
"""
CHANGE = """\
用例:
  - 情形: 没有申请同意的国家秘密
    地方: taian
    日期: 2026-03-10
    由: 无条件开放
    到: 不予开放
    基准: {同意（审核）状态: 未申请, 国家秘密: 是}
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs without any case."""
    root = tmp_path_factory.mktemp("packs")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, root / name, ignore=shutil.ignore_patterns(CASES, DUTY_CASES))
    return root


def run(root: Path, text: str) -> list[CaseResult]:
    (root / "rules" / TAIAN / CASES).write_text(text, encoding="utf-8")
    results = list(run_cases(odr.load(root), TAIAN))
    assert all(isinstance(result, CaseResult) for result in results), results
    return [result for result in results if isinstance(result, CaseResult)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("状态: 未定", "状态: 已定"),
        ("状态: 未定", "属性: 不予开放"),
        ("可能: [不予开放, 有条件开放]", "可能: [不予开放]"),
        ("允许: []", "允许: [有条件开放]"),
        ("申报成立: 否", "申报成立: 未知"),
        ("依据条文: []", '依据条文: ["12(四)"]'),
        (f"回答: {TAIAN}", f"回答: {laws.MEASURES}"),
        ("要回答: [第三方意见]", "要回答: [第三方意见, 国家秘密]"),
        ("措施: []", "措施: [暂缓]"),
        ("提示: []", "提示: [open_question]"),
        ("没有提示: [open_question]", "结论: 未定"),
    ],
)
def test_a_wrong_expectation_of_a_decision_fails(packs: Path, right: str, wrong: str) -> None:
    [passed] = run(packs, f"{CLASSIFY}    {right}\n")
    assert passed.passed
    [failed] = run(packs, f"{CLASSIFY}    {wrong}\n")
    assert not failed.passed
    assert failed.diagnostic is not None
    assert failed.diagnostic.code == "case_failed"
    assert failed.diagnostic.line == 2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("结论: 禁止", "结论: 允许"),
        ("允许: [有条件开放, 不予开放]", "允许: []"),
        ('缺少: ["15(1)"]', "缺少: []"),
        ("要件: {consent: 缺少, level: 未知, target: 满足}", "要件: {consent: 未知}"),
        ("要件: {area: 未知}", "要件: {documents-or-ground: 未知}"),
        (
            "同意机关: [县级大数据主管部门（县、县级市、区）, 市级大数据主管部门（设区的市）, 省级大数据主管部门]",
            "同意机关: [省级大数据主管部门]",
        ),
        ('责任: ["32(六)"]', "责任: []"),
        (f"回答: {TAIAN}", f"回答: {laws.MEASURES}"),
        ("提示: [secrecy_law]", "提示: []"),
        ("没有提示: [draft]", "没有提示: [secrecy_law]"),
        ("结论: 禁止", "状态: 未定"),
    ],
)
def test_a_wrong_expectation_of_a_change_fails(packs: Path, right: str, wrong: str) -> None:
    [passed] = run(packs, f"{CHANGE}    {right}\n")
    assert passed.passed
    [failed] = run(packs, f"{CHANGE}    {wrong}\n")
    assert not failed.passed


@pytest.mark.parametrize(
    "text",
    [
        CHANGE.replace("    到: 不予开放\n", ""),
        CHANGE + "    其余为否: 是\n",
    ],
    ids=["one side only", "unlisted facts"],
)
def test_what_a_case_cannot_say_fails_it_without_an_exception(packs: Path, text: str) -> None:
    [failed] = run(packs, f"{text}    结论: 禁止\n")
    assert not failed.passed


@pytest.mark.parametrize(
    ("right", "wrong", "code", "column"),
    [("国家秘密: 是", "国家密秘: 是", "unknown_fact", 25), ("未申请", "没申请", "unknown_value", 20)],
)
def test_a_wrong_fact_is_told_at_its_place_and_nothing_of_the_file_is_run(
    packs: Path, right: str, wrong: str, code: str, column: int
) -> None:
    (packs / "rules" / TAIAN / CASES).write_text(f"{CHANGE}    结论: 禁止\n".replace(right, wrong), encoding="utf-8")
    [problem] = run_cases(odr.load(packs), TAIAN)
    assert isinstance(problem, odr.Diagnostic)
    assert (problem.code, problem.line, problem.column) == (code, 7, column)


def test_what_is_wrong_in_a_pack_above_is_told_once_and_not_with_every_case(tmp_path: Path) -> None:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, tmp_path / name)
    above = tmp_path / "rules" / laws.MEASURES / "duties.yaml"
    above.write_text(above.read_text("utf-8").replace("效力: 应当", "效力: 应该", 1), "utf-8")
    [problem] = run_cases(odr.load(tmp_path), "jining-open-data-rules-2025")
    assert isinstance(problem, odr.Diagnostic)
    assert (problem.path, problem.code) == (f"rules/{laws.MEASURES}/duties.yaml", "bad_choice")


def test_lint_reports_a_failed_case_as_an_error(packs: Path) -> None:
    run(packs, f"{CLASSIFY}    属性: 无条件开放\n")
    [problem] = [problem for problem in odr.lint(packs) if problem.code == "case_failed"]
    assert problem.severity == "error"
    assert problem.path == f"rules/{TAIAN}/{CASES}"


def test_the_warnings_a_case_may_name_are_those_there_are() -> None:
    words: tuple[Any, ...] = get_args(WarningWord)
    assert set(words) == {*WarningCode, *WARNING_TERMS.values()}
