"""``workbook``: an instrument goes out, is edited, and comes back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from opendata_rules.cli import run

from ..laws import ROOT

NAME = "taian-open-data-measures-2025"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copytree(ROOT / "jurisdictions", tmp_path / "jurisdictions")
    return tmp_path


def test_out_and_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, book = folder / "rules" / NAME, folder / "审阅.xlsx"
    assert run(["workbook", str(pack), "-o", str(book)]) == 0
    assert run(["workbook", NAME, "--from", str(book), "--rules", str(folder)]) == 0
    assert "没有改动。" in capsys.readouterr().out
    edited = openpyxl.load_workbook(book)
    page = edited["期限"]
    [at] = [cell.row for cell in page["A"] if cell.value == "taian-30-2-term"]
    [column] = [cell.column for cell in page[1] if cell.value == "长度"]
    page.cell(at, column).value = 7
    page.cell(at, page.max_column).value = "与省里一致？"
    edited.save(book)
    before = (pack / "deadlines.yaml").read_text(encoding="utf-8")
    assert run(["workbook", str(pack), "--from", str(book)]) == 1
    told = capsys.readouterr().out
    assert "-    长度: 10\n+    长度: 7" in told
    assert "意见 taian-30-2-term：与省里一致？" in told
    assert (pack / "deadlines.yaml").read_text(encoding="utf-8") == before
    assert run(["workbook", str(pack), "--from", str(book), "--write", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["changed"], answer["written"], answer["problems"]) == (1, True, [])
    assert (pack / "deadlines.yaml").read_text(encoding="utf-8") == before.replace("长度: 10", "长度: 7")
    page.cell(at, 1).value = "taian-nothing"
    edited.save(book)
    assert run(["workbook", str(pack), "--from", str(book), "--write"]) == 2
    told = capsys.readouterr().err
    assert f"期限!A{at}" in told
    assert "规则文件没有改动" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["workbook", NAME],
        ["workbook", NAME, "-o", "a.xlsx", "--from", "b.xlsx"],
        ["workbook", NAME, "-o", "a.csv"],
        ["workbook", NAME, "--from", "nothing.xlsx"],
        ["workbook", "taian-nothing", "-o", "a.xlsx"],
    ],
)
def test_misuse(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert list(tmp_path.iterdir()) == []
