"""Tables in a sheet, their headers, and lines that are no datasets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.report import Report

from ..helpers import csv_text, problems, taian, write, write_xlsx

HEADER = ["数据集名称", "提供单位", "开放属性", "更新频率", "最近更新"]
ONE = ["停车场信息", "市城管局", "无条件开放", "每年", "2026-01-05"]
TWO = ["低保金发放表", "市民政局", "有条件开放", "每月", "2026-02-20"]


def report_on(folder: Path, kind: str, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Report:
    if kind == "xlsx":
        return check(taian(), write_xlsx(folder, {"目录": rows}, merged))
    return check(taian(), write(folder, csv_text([[str(cell) for cell in row] for row in rows])))


def titles(report: Report) -> list[str]:
    return [row.title for row in report.rows]


KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx"])

NO_DATASETS: list[list[str]] = [
    ["填表人：某某", "", "审核人：某某", "", "电话：1"],
    ["填表人：", "某某", "审核人：", "某某", ""],
    ["", "填报单位（盖章）：", "", "填报日期：2026-03-01", ""],
    ["制表日期：", "2026-03-01"],
    ["1", "2", "3", "4", "5"],
    ["（1）", "（2）", "（3）", "（4）", "（5）"],
    ["A", "B", "C", "D", "E"],
    ["①", "②", "③", "④", "⑤"],
    ["必填", "必填", "三选一", "下拉选择", "yyyy-mm-dd"],
    ["填写数据集的中文名称", "填写单位全称", "不予开放/有条件开放/无条件开放", "", ""],
    ["示例", "市某局", "无条件开放", "每年", "2026-01-01"],
    ["例：停车场信息", "市某局", "无条件开放", "每年", "2026-01-01"],
    ["（示例）停车场信息", "市某局", "无条件开放", "每年", "2026-01-01"],
    ["市民政局"],
    ["二、市民政局"],
    ["二", "市民政局"],
    ["数据来源：市大数据局"],
    ["第 1 页 共 3 页"],
    ["第 1 页，共 3 页"],
    ["以上共2个数据集"],
    ["共 2 个数据集"],
    ["合计", "", "2", "", ""],
    ["合计：2"],
    ["总计", "2"],
    ["注：本目录由各单位填报。"],
    ["以下空白"],
    ["备注：不予开放的说明理由"],
]


@KINDS
@pytest.mark.parametrize("row", NO_DATASETS, ids=lambda row: row[0] or row[1])
def test_lines_that_are_no_datasets_are_not_counted_and_told(tmp_path: Path, kind: str, row: list[str]) -> None:
    report = report_on(tmp_path, kind, [HEADER, row, ONE, TWO])
    assert titles(report) == ["停车场信息", "低保金发放表"]
    assert re.search("^2 .*没有读取", problems(report), re.MULTILINE)
    assert "没有读取：不像数据集的 1 行" in report.explain().splitlines()[1]


@KINDS
@pytest.mark.parametrize(
    "row",
    [row for row in NO_DATASETS if row[0] not in ("1", "（1）", "A", "①", "必填", "填写数据集的中文名称")],
    ids=lambda row: row[0] or row[1],
)
def test_they_may_stand_below(tmp_path: Path, kind: str, row: list[str]) -> None:
    assert titles(report_on(tmp_path, kind, [HEADER, ONE, TWO, ONE, TWO, row])) == ["停车场信息", "低保金发放表"] * 2


@KINDS
@pytest.mark.parametrize(
    "row",
    [
        ["示例幼儿园名录", "市教育局", "无条件开放", "每年", "2026-01-01"],
        ["填报单位名录", "市教育局", "", "", ""],
        ["市民政局", "市民政局", "无条件开放", "每年", ""],
        ["说明书目录", "市某局", "", "", ""],
        ["合计用电量", "市某局", "", "", ""],
        ["电话号码簿", "", "", "", ""],
        ["公园名录", "", "", "", ""],
        ["2", "市某局", "无条件开放", "", ""],
        ["数据来源单位", "市某局", "", "", ""],
        ["备注", "市某局", "不予开放", "", ""],
    ],
    ids=lambda row: row[0],
)
def test_lines_that_are_datasets_stay(tmp_path: Path, kind: str, row: list[str]) -> None:
    assert titles(report_on(tmp_path, kind, [HEADER, row, ONE, TWO])) == [row[0], "停车场信息", "低保金发放表"]


@KINDS
def test_names_alone_may_be_names_of_offices(tmp_path: Path, kind: str) -> None:
    report = report_on(tmp_path, kind, [HEADER[:3], ["市民政局", "", ""], ["市教育局", "", ""]])
    assert report.total == 2


@KINDS
def test_a_form_filled_in_downwards_is_refused(tmp_path: Path, kind: str) -> None:
    downwards = [[name, cell] for name, cell in zip(HEADER, ONE, strict=True)]
    beside = [["数据集名称", "停车场", "提供单位", "市城管局"], ["开放属性", "无条件开放", "更新频率", "每年"]]
    several = [[name, *cells] for name, *cells in zip(HEADER, ONE, TWO, ONE, strict=True)]
    for rows in (downwards, [["数据集登记表", ""], *downwards], beside, several):
        with pytest.raises(NotACatalogue, match="竖着填写"):
            report_on(tmp_path, kind, rows)


# -- headers -------------------------------------------------------------------------------------------------------


@KINDS
def test_a_further_header_begins_another_table(tmp_path: Path, kind: str) -> None:
    rows = [["一、市城管局"], HEADER, ONE, [], ["二、市民政局"], [*HEADER, "涉及个人隐私"], [*TWO, "是"]]
    report = report_on(tmp_path, kind, rows)
    assert titles(report) == ["停车场信息", "低保金发放表"]
    assert [dict(row.facts) for row in report.rows] == [{}, {"personal_privacy": True}]
    assert "有 2 张表" in problems(report)


@KINDS
def test_columns_may_stand_in_another_order_below(tmp_path: Path, kind: str) -> None:
    report = report_on(tmp_path, kind, [HEADER, ONE, HEADER[::-1], TWO[::-1]])
    assert titles(report) == ["停车场信息", "低保金发放表"]
    assert [row.declared for row in report.rows] == ["open", "conditional"]


@KINDS
def test_a_table_of_data_items_below_is_another_thing(tmp_path: Path, kind: str) -> None:
    items = [
        ["数据集名称", "数据项名称", "开放属性"],
        ["停车场信息", "车牌号", "不予开放"],
        ["停车场信息", "位置", "无条件开放"],
    ]
    for rows in ([HEADER, ONE, TWO, *items], [*items, [], HEADER, ONE, TWO]):
        report = report_on(tmp_path, kind, rows)
        assert [row.declared for row in report.rows] == ["open", "conditional"]
        assert "另一张表 2 行" in report.explain().splitlines()[1]


@KINDS
def test_the_same_header_again_is_no_dataset(tmp_path: Path, kind: str) -> None:
    report = report_on(tmp_path, kind, [HEADER, ONE, HEADER, TWO])
    assert titles(report) == ["停车场信息", "低保金发放表"]
    assert "又是一行表头" in problems(report)


@KINDS
@pytest.mark.parametrize("repeat", [False, True])
def test_an_attribute_may_be_ticked_below_a_header_of_two_rows(tmp_path: Path, kind: str, repeat: bool) -> None:
    head = ["数据集名称", "提供单位", "开放属性", "", "", "更新频率"]
    below = [
        *([head[0], head[1]] if repeat else ["", ""]),
        "不予开放",
        "有条件开放",
        "无条件开放",
        head[5] if repeat else "",
    ]
    rows = [
        head,
        below,
        ["甲", "市某局", "", "√", "", "每年"],
        ["乙", "市某局", "", "", "√", "每年"],
        ["丙", "市某局", "√", "", "√", "每年"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:E1", "F1:F2") if kind == "xlsx" and not repeat else ()
    report = report_on(tmp_path, kind, rows, merged)
    assert [(row.title, row.declared) for row in report.rows] == [("甲", "conditional"), ("乙", "open"), ("丙", None)]
    assert [row.cadence for row in report.rows] == ["每年"] * 3


@KINDS
def test_an_attribute_may_be_ticked_below_its_name(tmp_path: Path, kind: str) -> None:
    rows = [
        ["数据集名称", "更新频率", "不予开放", "有条件开放", "无条件开放"],
        ["甲", "每年", "", "√", ""],
        ["乙", "每年", "×", "×", "是"],
        ["丙", "每年", "", "?", ""],
    ]
    assert [row.declared for row in report_on(tmp_path, kind, rows).rows] == ["conditional", "open", None]


@KINDS
def test_names_below_names_of_groups_are_used(tmp_path: Path, kind: str) -> None:
    rows = [["数据集名称", "提供单位", "开放信息", "", ""], ["", "", "开放属性", "更新频率", "最近更新"], ONE]
    report = report_on(tmp_path, kind, rows, ("C1:E1",) if kind == "xlsx" else ())
    assert [(row.title, row.declared, row.cadence) for row in report.rows] == [("停车场信息", "open", "每年")]


@pytest.mark.parametrize(
    "line",
    [
        ["填表人", "某某", "审核人", "某某", "2026-03-01"],
        ["填报日期", "2026-03-01"],
        ["停车场信息（示例）", "市城管局", "无条件开放", "每年", "2026-01-05"],
        ["停车场信息（填写示例）（必填）", "市城管局", "无条件开放", "每年", "2026-01-05"],
    ],
)
def test_signatures_without_colons_and_titles_marked_as_examples_are_no_datasets(
    tmp_path: Path, line: list[str]
) -> None:
    rows = [HEADER, ONE, TWO, ONE, TWO, [*line, *[""] * (5 - len(line))]]
    report = check(taian(), write(tmp_path, csv_text(rows)))
    assert len(report.rows) == 4
    assert report.left == ("不像数据集的 1 行",)
