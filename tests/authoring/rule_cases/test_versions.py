"""Cases of the version before, asked of a later one.

What the amendment changes is told as that, and what is said of it is checked.
"""

from __future__ import annotations

from pathlib import Path

from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.diagnostics.diagnostic import Diagnostic
from opendata_rules.packs.shelf import Shelf

from ...amendments import amended
from ...packs.test_inheritance import BASE, DEADLINES, folder, version

CASES = """\
用例:
  - 情形: 国家秘密
    地方: ceshi
    日期: 2024-03-11
    基准: {国家秘密: 是}
    属性: 不予开放
    差一点:
      - {改: {国家秘密: 未知}, 状态: 未定, 可能: [不予开放, 有条件开放, 无条件开放], 要回答: [国家秘密, 涉及个人隐私]}
      - {情形: 有效期最后一天, 日期: 2030-12-31, 提示: [expires_today]}
  - 情形: 不是国家秘密，也不涉及个人隐私
    地方: ceshi
    日期: 2024-03-11
    基准: {国家秘密: 否, 涉及个人隐私: 否}
    属性: 无条件开放
    可能: [无条件开放]
  - 情形: 仍涉及个人隐私的，不得无条件开放
    地方: ceshi
    日期: 2024-03-11
    由: 有条件开放
    到: 无条件开放
    基准: {国家秘密: 否, 涉及个人隐私: 是}
    结论: 禁止
    缺少: ["2(一)"]
"""
DUTY_CASES = """\
期限用例:
  - 情形: 八个工作日
    步骤: objection.feedback
    地方: ceshi
    起算日: 2024-03-11
    到期日: 2024-03-21
    依据条文: "4"
    差一点:
      - {起算日: 2024-03-12, 到期日: 2024-03-22}
"""
WITH_CASES = {**BASE, "cases.yaml": CASES, "duty_cases.yaml": DUTY_CASES}
LONGER = DEADLINES.partition("计算规则")[0].replace("长度: 8", "长度: 9")


def told(root: Path, name: str = "b") -> list[tuple[str, str, int]]:
    """What the cases of a version come to that is not as it is written: code, file, line."""
    found: list[Diagnostic] = []
    for one in run_cases(Shelf(root), name):
        if not isinstance(one, CaseResult):
            found.append(one)
        elif one.diagnostic is not None:
            found.append(one.diagnostic)
    return [(one.code, one.path, one.line) for one in found]


def test_the_cases_of_the_first_version_are_right(tmp_path: Path) -> None:
    assert told(folder(tmp_path, "b", a=WITH_CASES, b=version()), "a") == []


def test_passages_are_renumbered_in_what_a_change_lacks(tmp_path: Path) -> None:
    """Where no provision names the move, the classification answers: the passages are its own."""
    root = folder(tmp_path, "b", a=WITH_CASES, b=version('条文改号: {"1": "2", "2": "1"}\n'))
    assert told(root) == []


def test_another_last_day_is_a_difference_of_the_version(tmp_path: Path) -> None:
    root = folder(tmp_path, "b", a=WITH_CASES, b=version("有效期至: 2032-12-31\n"))
    assert told(root) == [("case_differs", "rules/a/cases.yaml", 9)]


def test_what_a_new_ground_leaves_open_is_a_difference_of_the_version(tmp_path: Path) -> None:
    rules = """\
开放属性:
  依据:
    - {编号: b-1, 条文: "1", 要旨: 新, 英文: n, 效力: 应当, 结论: 不予开放, 条件: {涉及商业秘密: 是}}
"""
    root = folder(tmp_path, "b", a=WITH_CASES, b={**version(), "rules.yaml": rules})
    found = told(root)
    assert {code for code, _, _ in found} == {"case_differs"}
    assert ("case_differs", "rules/a/cases.yaml", 10) in found


def test_what_is_said_of_a_case_is_checked(tmp_path: Path) -> None:
    """A wrong expectation under 修订后 fails where it stands; what is not said yet is asked for."""
    wrong = """\
修订后:
  - 情形: 八个工作日
    到期日: 2024-03-25
"""
    files = {**version(), "deadlines.yaml": LONGER, "duty_cases.yaml": wrong}
    root = folder(tmp_path, "b", a=WITH_CASES, b=files)
    assert told(root) == [
        ("case_failed", "rules/b/duty_cases.yaml", 2),
        ("case_differs", "rules/a/duty_cases.yaml", 9),
    ]
    right = wrong.replace("25", "22") + "    差一点:\n      - {起算日: 2024-03-12, 到期日: 2024-03-26}\n"
    (root / "rules" / "b" / "duty_cases.yaml").write_text(right, encoding="utf-8")
    assert told(root) == [("case_failed", "rules/b/duty_cases.yaml", 5)]
    (root / "rules" / "b" / "duty_cases.yaml").write_text(right.replace("26", "25"), encoding="utf-8")
    assert told(root) == []


def test_a_near_miss_that_hangs_on_what_is_said_of_its_base_is_asked_for(tmp_path: Path) -> None:
    said = "修订后:\n  - {情形: 国家秘密, 属性: 有条件开放}\n"
    rules = """\
开放属性:
  依据:
    - {编号: a-1, 条文: "1", 要旨: 甲, 英文: a, 效力: 应当, 结论: 有条件开放, 条件: {国家秘密: 是}}
"""
    root = folder(tmp_path, "b", a=WITH_CASES, b={**version(), "rules.yaml": rules, "cases.yaml": said})
    found = told(root)
    assert found == [("case_differs", "rules/a/cases.yaml", 8)]


def test_a_case_that_fails_under_both_is_told_as_that(tmp_path: Path) -> None:
    broken = {**WITH_CASES, "duty_cases.yaml": DUTY_CASES.replace("2024-03-21", "2024-03-20")}
    root = folder(tmp_path, "b", a=broken, b=version())
    assert told(root) == [("case_failed", "rules/a/duty_cases.yaml", 2)]
    assert told(root, "a") == [("case_failed", "rules/a/duty_cases.yaml", 2)]


def test_an_amendment_of_another_instrument_leaves_the_cases_that_name_it_alone(tmp_path: Path) -> None:
    """What changes nothing changes no case of the places below; what changes something is told there."""
    old, new = "shandong-measures-344", "shandong-measures-344-2027"
    files = {"instrument.yaml": f"修订自: {old}\n施行日期: 2027-01-01\n"}
    root = amended(tmp_path, files, old=old, new=new, place="shandong")
    below = ("jining-open-data-rules-2025", "taian-open-data-measures-2025", "tengzhou-public-data-measures-2024")
    assert [one for name in below for one in told(root, name)] == []
    (root / "rules" / new / "instrument.yaml").write_text(
        files["instrument.yaml"] + "废止: [measures-344-prohibited]\n", encoding="utf-8"
    )
    assert {code for name in below for code, _, _ in told(root, name)} == {"case_failed"}
