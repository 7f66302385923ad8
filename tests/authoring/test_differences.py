"""What differs of the cases of the version before, written for a lawyer to confirm."""

from __future__ import annotations

from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.differences import stated_differences
from opendata_rules.authoring.lint import lint
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.cli import run

from ..amendments import NEW, SHORTER, amended
from ..packs.test_inheritance import folder, version
from .rule_cases.test_versions import LONGER, WITH_CASES

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def failing(root: Path, name: str) -> list[str]:
    """Codes of what the cases of a version come to that is not as it is written."""
    found = []
    for one in run_cases(odr.load(root), name):
        problem = one.diagnostic if isinstance(one, CaseResult) else one
        if problem is not None:
            found.append(problem.code)
    return found


def test_an_amendment_of_one_term_is_stated_whole_and_has_to_be_confirmed(tmp_path: Path) -> None:
    root = amended(tmp_path, SHORTER)
    assert set(failing(root, NEW)) == {"case_differs"}
    [found] = stated_differences(odr.load(root), NEW)
    assert found.left == ()
    assert found.change is not None
    assert found.count == len([line for line in found.change.after.splitlines() if line.lstrip().startswith("- ")]) - 1
    found.change.write()
    path = root / "rules" / NEW / "duty_cases.yaml"
    # Until somebody has looked at each, the check goes on asking; then it is quiet.
    marked = failing(root, NEW)
    assert marked == ["case_to_confirm"] * 4
    assert [one.code for one in lint(path)] == marked
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(line for line in text.splitlines(keepends=True) if "待核对" not in line), encoding="utf-8")
    assert failing(root, NEW) == []
    assert list(stated_differences(odr.load(root), NEW)) == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    files = {**version(), "deadlines.yaml": LONGER}
    return folder(tmp_path, "b", a=WITH_CASES, b=files)


def test_the_command_shows_first_and_writes_when_told(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["test", "--state-differences", "--rules", str(small)]
    path = small / "rules" / "b" / "duty_cases.yaml"
    assert run(command) == 1
    shown = capsys.readouterr().out
    assert "+    到期日: 2024-03-22" in shown
    assert not path.exists()
    assert run([*command, "--write"]) == 0
    written = path.read_text(encoding="utf-8")
    assert written == (
        "修订后:\n"
        "  # 待核对：结果由程序按修订后的规则写出，请对照修订后的条文核对，再删去这一行。\n"
        "  - 情形: 八个工作日\n"
        "    到期日: 2024-03-22\n"
        "    差一点:\n"
        "      - {起算日: 2024-03-12, 到期日: 2024-03-25}\n"
    )
    capsys.readouterr()
    assert run(command) == 0
    assert run(["test", "--write"]) == 2


def test_what_somebody_wrote_is_not_touched(small: Path) -> None:
    path = small / "rules" / "b" / "duty_cases.yaml"
    path.write_text("# 头\n修订后:\n  - {情形: 八个工作日, 到期日: 2024-03-22} # 核对过\n", encoding="utf-8")
    [found] = stated_differences(odr.load(small), "b")
    # Its near miss differs too, and stands in an entry of theirs.
    assert found.change is None
    assert found.left == ("八个工作日",)


def test_classes_warnings_and_changes_are_stated(tmp_path: Path) -> None:
    """A ground that is another, and a last day that is another."""
    rules = """\
开放属性:
  依据:
    - {编号: a-1, 条文: "1", 要旨: 甲, 英文: a, 效力: 应当, 结论: 有条件开放, 条件: {国家秘密: 是}}
"""
    files = {**version("有效期至: 2032-12-31\n"), "rules.yaml": rules, "cases.yaml": "# 头\n"}
    root = folder(tmp_path, "b", a=WITH_CASES, b=files)
    (root / "rules" / "b" / "cases.yaml").unlink()
    [found] = stated_differences(odr.load(root), "b")
    assert found.left == ()
    assert found.change is not None
    assert "属性: 有条件开放" in found.change.after
    assert "没有提示: [expires_today]" in found.change.after
    found.change.write()
    assert set(failing(root, "b")) == {"case_to_confirm"}
