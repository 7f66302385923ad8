"""``lint``, ``test``, ``fix``, ``fmt`` and ``fingerprints`` on the folder one works in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..diagnostics.bad_files import BAD
from .conftest import ROOT, Run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with packs in which a case fails; the one worked in."""
    root = Path(shutil.copytree(BAD / "cases" / "case_failed" / "plain", tmp_path / "packs"))
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("arguments", [("lint",), ("lint", "."), ("lint", "rules"), ("lint", "rules/")])
def test_lint_checks_the_whole_folder_and_says_so(run: Run, here: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.status == 1
    assert "case_failed" in done.out
    assert "检查了 1 个法律文件、1 个地方、0 个年度的放假通知，运行了 2 个用例。" in done.out


@pytest.mark.parametrize("arguments", [("test",), ("test", "."), ("test", "rules"), ("test", "ceshi-banfa")])
def test_test_runs_the_cases_of_the_folder(run: Run, here: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.status == 1
    assert "2 个用例" in done.out


@pytest.mark.parametrize("inside", ["rules/ceshi-banfa", "jurisdictions"])
def test_within_a_folder_of_packs_it_is_that_which_is_meant(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.chdir(here / inside)
    done = run("test")
    assert done.status == 1
    assert "2 个用例，1 个相符，1 个不符。运行的是上面文件夹的规则的用例。" in done.out
    done = run("lint")
    assert done.status == 1
    assert "case_failed" in done.out


def test_cases_that_were_not_run_are_told(run: Run, here: Path) -> None:
    (here / "rules" / "ceshi-banfa" / "rules.yaml").unlink()
    assert "有错误，用例没有运行。" in run("lint").out


def test_a_summary_comes_before_many_problems_and_causes_before_what_follows(run: Run, here: Path) -> None:
    cases = here / "rules" / "ceshi-banfa" / "cases.yaml"
    text = cases.read_text(encoding="utf-8")
    base = text[text.index("  - 情形: 其余") :]
    more = "".join(base.replace("情形: 其余", f"情形: 其余{number}") for number in range(30))
    cases.write_text(text + more, encoding="utf-8")
    head = here / "rules" / "ceshi-banfa" / "instrument.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("2025-01-01", "2027-01-01"), encoding="utf-8")
    out = run("lint").out
    assert out.startswith("一共 ")
    assert "用例不符[case_failed]　32 处" in out
    assert out.index("[cases_outside_force]") < out.index("[case_failed]")
    assert out.index("警告[cases_outside_force]") < out.index("错误[case_failed]")


def test_fix_shows_first_and_writes_when_told(run: Run, here: Path) -> None:
    rules = here / "rules" / "ceshi-banfa" / "rules.yaml"
    good = rules.read_text(encoding="utf-8")
    rules.write_text(good.replace("效力: 应当", "效力：應當"), encoding="utf-8")
    done = run("fix")
    assert (done.status, rules.read_text(encoding="utf-8") == good) == (1, False)
    assert "+      效力: 应当" in done.out
    assert run("fix", "--json").json["items"][0]["path"] == "rules/ceshi-banfa/rules.yaml"
    assert run("fix", "--write").status == 0
    assert rules.read_text(encoding="utf-8") == good
    assert run("fix").status == 0


def test_fmt_checks_and_writes(run: Run, here: Path) -> None:
    rules = here / "rules" / "ceshi-banfa" / "rules.yaml"
    good = rules.read_text(encoding="utf-8")
    rules.write_text(good.replace("效力: 应当", "效力:   应当  "), encoding="utf-8")
    assert run("fmt", "--check").status == 1
    assert run("fmt").status == 0
    assert rules.read_text(encoding="utf-8") == good
    assert run("fmt", "--check").status == 0
    rules.write_text("甲: [1", encoding="utf-8")
    assert run("fmt").status == 1


def test_fingerprints_are_listed_and_written(run: Run, here: Path) -> None:
    texts = here / "texts"
    texts.mkdir()
    assert run("fingerprints", "--texts", "texts").status == 1
    assert run("fingerprints").status == 2
    (texts / "ceshi-banfa.txt").write_text("第一条 甲。\n第二条 乙。\n", encoding="utf-8")
    done = run("fingerprints", "--texts", "texts")
    assert (done.status, "还没有指纹的：第 1、2 条" in done.out) == (1, True)
    assert run("fingerprints", "--texts", "texts", "--write").status == 0
    assert run("fingerprints", "--texts", "texts").status == 0


def test_facts_are_found_while_a_pack_is_broken(run: Run, here: Path) -> None:
    (here / "rules" / "ceshi-banfa" / "instrument.yaml").write_text("坏: [", encoding="utf-8")
    done = run("facts", "--search", "国家秘密", "--rules", ".")
    assert done.status == 0
    assert "用到它的规则文件：ceshi-banfa" in done.out


def test_a_place_is_shown_with_the_law_above_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("lint", "jurisdictions/tengzhou.yaml")
    assert done.status == 0
    assert "上级：滕州市 → 枣庄市 → 山东省。" in done.out
    assert "《山东省公共数据开放办法》（山东省）" in done.out
