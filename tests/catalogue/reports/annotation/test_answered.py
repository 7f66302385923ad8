"""Answers given beside the file are in its copy, and the copy checked again comes to the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from opendata_rules.catalogue.check import check, opened
from opendata_rules.catalogue.summary import Findings

from ...helpers import taian, write_xlsx

HEAD = ["数据集名称", "提供单位", "开放属性", "涉及个人隐私", "更新频率", "最近更新"]
ROWS = [
    ["停车场", "城管局", "无条件开放", "否", "每年", "2026-01-05"],
    ["公园，名录", "园林局", "无条件开放", "", "每年", "2026-01-05"],
    ["花名册", "残联", "无条件开放", "大概", "每年", "2026-01-05"],
]
#: One fact has a column, the others have none.
ANSWERS = {
    1: {"personal_privacy": True},
    2: {"personal_privacy": False, "state_secret": False, "trade_secret": True},
}


def _source(folder: Path, kind: str) -> Path:
    path = folder / f"目录.{kind}"
    if kind == "xlsx":
        write_xlsx(folder, {"目录": [HEAD, *ROWS]})
    else:
        text = "\r\n".join(",".join(row) for row in [HEAD, *ROWS]) + "\r\n"
        path.write_bytes(text.encode("gb18030"))
    return path


def _came_to(report: Findings) -> list[tuple[object, ...]]:
    return [(row.verdict, row.attribute, dict(row.facts), [one.fact for one in row.questions]) for row in report.rows]


def _cells(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_bytes().decode("gb18030"))))
    sheet = openpyxl.load_workbook(path).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("unlisted", ["unknown", "false"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_copy_checked_again_comes_to_the_same(kind: str, unlisted: str, tmp_path: Path) -> None:
    source, target, again = _source(tmp_path, kind), tmp_path / f"意见.{kind}", tmp_path / f"再次.{kind}"
    report = opened(taian(), source, unlisted=unlisted, answers=ANSWERS).report()  # type: ignore[arg-type]
    told = report.annotate(source, target)
    assert any("写了回答过的 2 行" in line for line in told)
    before, after = _cells(source), _cells(target)
    # What was there is there still, but for the cells of what was answered.
    assert [row[:3] + row[4:6] for row in after] == [row[:3] + row[4:6] for row in before]
    assert [row[3] for row in after] == ["涉及个人隐私", "否", "是", "否"]
    assert {"检查意见"} < {*after[0][6:]}
    found = check(taian(), target, unlisted=unlisted)  # type: ignore[arg-type]
    assert [one[:2] for one in _came_to(found)] == [one[:2] for one in _came_to(report)]
    known = _came_to(report)[2][2]
    assert isinstance(known, dict)
    assert _came_to(found)[2][2] == known
    # And so it does once more, with a new answer beside the remarks that stand there.
    answers = {0: {"state_secret": True}}
    more = opened(taian(), target, unlisted=unlisted, answers=answers).report()  # type: ignore[arg-type]
    more.annotate(target, again)
    assert _came_to(check(taian(), again, unlisted=unlisted))[0][:2] == _came_to(more)[0][:2]  # type: ignore[arg-type]


def test_without_answers_no_column_is_added(tmp_path: Path) -> None:
    source, target = _source(tmp_path, "csv"), tmp_path / "意见.csv"
    check(taian(), source).annotate(source, target)
    assert _cells(target)[0] == [*HEAD, "检查意见"]
