"""The command ``diff``: what it prints and writes, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..amendments import copied
from .conftest import Run

DUTIES = "rules/tengzhou-public-data-measures-2024/duties.yaml"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return _packs(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return _packs(tmp_path / "new")


def _packs(folder: Path) -> Path:
    folder.mkdir()
    return copied(folder)


def test_an_edit_is_shown_and_written_in_every_form(run: Run, old: Path, new: Path, tmp_path: Path) -> None:
    path = new / DUTIES
    path.write_text(path.read_text(encoding="utf-8").replace("效力: 应当", "效力: 原则上", 1), encoding="utf-8")
    call = ("diff", "old", "new", "-j", "滕州", "--on", "2026-03-10")
    done = run(*call, "-o", "影响.html", "-o", "评论.md")
    assert done.status == 1
    assert done.out.startswith("文件夹 old 与 文件夹 new：改动规则 1 处；1 个地方的")
    assert "效力：应当 → 原则上" in done.out
    assert (tmp_path / "影响.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "评论.md").read_text(encoding="utf-8").startswith("### 这次修改有什么影响")
    told = run(*call, "--json").json
    assert told["differs"] is True
    assert [one["what"] for one in told["changed"]] == ["rule"]
    [place] = told["places"]
    assert place["place"] == "tengzhou"
    assert {one["question"] for one in place["differences"]} == {"check"}


def test_nothing_changed_is_no_finding(run: Run, old: Path, new: Path) -> None:
    done = run("diff", "old", "new", "-j", "滕州", "--on", "2026-03-10")
    assert done.status == 0
    assert done.out == "文件夹 old 与 文件夹 new：文件没有改动；没有一个问题的答复有变化。\n"


def test_a_side_with_an_error_is_misuse_and_told_with_its_line(run: Run, old: Path, new: Path) -> None:
    (new / DUTIES).write_text("职责：\n", encoding="utf-8")
    done = run("diff", "old", "new", "-j", "滕州", "--on", "2026-03-10", "--json")
    assert done.status == 2
    assert {one["side"] for one in done.json["problems"]} == {"文件夹 new"}
    assert {one["path"] for one in done.json["problems"]} == {DUTIES}
    assert DUTIES in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("old", "没有"), "没有这个文件夹"),
        (("old", "2026-02-30"), "没有“2026-02-30”这一天"),
        (("old", "new", "-o", "影响.pdf"), ".html 或者 .md"),
        (("old", "new", "--catalogue", "目录.csv"), "哪个地方"),
        (("old", "new", "-j", "没有"), "没有收录"),
        (("old", ""), "不是规则文件夹"),
    ],
)
def test_misuse_is_told(run: Run, old: Path, new: Path, words: tuple[str, ...], told: str) -> None:
    done = run("diff", *words)
    assert done.status == 2
    assert told in done.err


def test_json_says_which_law_answered(run: Run, old: Path, new: Path) -> None:
    path = new / DUTIES
    path.write_text(path.read_text(encoding="utf-8").replace("效力: 应当", "效力: 原则上", 1), encoding="utf-8")
    told = run("diff", "old", "new", "-j", "滕州", "--on", "2026-03-10", "--json").json
    one = told["places"][0]["differences"][0]
    assert one["old"]["law_id"] == one["new"]["law_id"] == "tengzhou@2026-03-10"
    assert json.dumps(one["old"]["receipt"]) != json.dumps(one["new"]["receipt"])
