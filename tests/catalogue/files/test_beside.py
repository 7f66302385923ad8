"""Tables side by side in one sheet: both are read, or the headline says which is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.report import Report
from opendata_rules.errors import BadOutput

from ..helpers import csv_text, problems, taian, write, write_xlsx

HEAD = ["数据集名称", "开放属性"]
KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx"])


def report_on(folder: Path, kind: str, rows: list[list[Any]]) -> Report:
    if kind == "xlsx":
        return check(taian(), write_xlsx(folder, {"目录": rows}))
    return check(taian(), write(folder, csv_text([[str(cell) for cell in row] for row in rows])))


def read(report: Report) -> list[tuple[int, str, str | None]]:
    return [(row.number, row.title, row.declared) for row in report.rows]


@KINDS
def test_both_are_read_each_with_its_own_rows(tmp_path: Path, kind: str) -> None:
    rows = [
        [*HEAD, "", *HEAD],
        ["甲", "无条件开放", "", "丙", "不予开放"],
        ["乙", "有条件开放", "", "丁", "无条件开放"],
        ["", "", "", "戊", "有条件开放"],
    ]
    report = report_on(tmp_path, kind, rows)
    left = [(2, "甲", "open"), (3, "乙", "conditional")]
    assert read(report) == [*left, (2, "丙", "closed"), (3, "丁", "open"), (4, "戊", "conditional")]
    assert report.left == ()
    assert "有 2 张表，有的左右并排，表头在第 1 行，合在一起检查" in problems(report)


@KINDS
def test_names_repeated_without_a_gap_are_several_tables_too(tmp_path: Path, kind: str) -> None:
    names = ["序号", *HEAD]
    rows = [names * 2, ["1", "甲", "无条件开放", "2", "乙", "不予开放"], ["3", "丙", "有条件开放", "", "", ""]]
    report = report_on(tmp_path, kind, rows)
    assert sorted(read(report)) == [(2, "乙", "closed"), (2, "甲", "open"), (3, "丙", "conditional")]


@KINDS
def test_one_that_is_not_read_is_in_the_headline_with_its_columns(tmp_path: Path, kind: str) -> None:
    rows = [[*HEAD, "", "资源名称", "更新频率"], ["甲", "无条件开放", "", "丙", "每年"], ["", "", "", "丁", "每月"]]
    report = report_on(tmp_path, kind, rows)
    assert read(report) == [(2, "甲", "open")]
    [left] = report.left
    assert left.endswith("第 1 行第 4 列起的另一张表 2 行")
    assert "没有读取：2 行，它的列是：资源名称、更新频率" in problems(report)
    assert left in report.explain()


@KINDS
def test_one_that_begins_further_down_is_read(tmp_path: Path, kind: str) -> None:
    rows = [HEAD, ["甲", "无条件开放"], ["乙", "无条件开放", "", *HEAD], ["丙", "不予开放", "", "丁", "有条件开放"]]
    report = report_on(tmp_path, kind, rows)
    assert read(report) == [(2, "甲", "open"), (3, "乙", "open"), (4, "丙", "closed"), (4, "丁", "conditional")]


@KINDS
def test_tables_below_tables_side_by_side(tmp_path: Path, kind: str) -> None:
    rows = [
        [*HEAD, "", *HEAD],
        ["甲", "无条件开放", "", "乙", "不予开放"],
        [*HEAD, "提供单位"],
        ["丙", "无条件开放", "某局"],
    ]
    report = report_on(tmp_path, kind, rows)
    assert read(report) == [(2, "甲", "open"), (2, "乙", "closed"), (4, "丙", "open")]


@KINDS
def test_what_is_said_of_one_dataset_in_two_places_of_a_row_is_one_table(tmp_path: Path, kind: str) -> None:
    """Apart, the second table would no longer say that it holds personal data."""
    rows = [
        [*HEAD, "", "数据集名称", "涉及个人隐私"],
        ["甲", "无条件开放", "", "甲", "是"],
        ["乙", "无条件开放", "", "乙", "否"],
    ]
    report = report_on(tmp_path, kind, rows)
    assert [dict(row.facts) for row in report.rows] == [{"personal_privacy": True}, {"personal_privacy": False}]


@KINDS
def test_an_empty_column_alone_makes_no_tables(tmp_path: Path, kind: str) -> None:
    rows = [[*HEAD, "", "涉及个人隐私"], ["甲", "无条件开放", "", "是"], ["乙", "无条件开放", "", "否"]]
    report = report_on(tmp_path, kind, rows)
    assert [dict(row.facts) for row in report.rows] == [{"personal_privacy": True}, {"personal_privacy": False}]


@KINDS
def test_remarks_have_no_place_beside_several_datasets_in_a_row(tmp_path: Path, kind: str) -> None:
    rows = [[*HEAD, "", *HEAD], ["甲", "无条件开放", "", "丙", "不予开放"]]
    report = report_on(tmp_path, kind, rows)
    source = next(path for path in tmp_path.iterdir() if path.stem == "目录")
    with pytest.raises(BadOutput, match="左右并排"):
        report.annotate(source, tmp_path / f"意见{source.suffix}")


def test_cells_beyond_the_remarks_of_an_earlier_check_are_no_other_table(tmp_path: Path) -> None:
    rows = [["数据集名称", "备注"], ["甲", "", "名称", "提供单位"], ["乙", "", "丙", "某局"]]
    source = write(tmp_path, csv_text(rows))
    report = check(taian(), source)
    assert [row.title for row in report.rows] == ["甲", "乙"]
    report.annotate(source, tmp_path / "意见.csv")
    assert check(taian(), tmp_path / "意见.csv").rows == report.rows
