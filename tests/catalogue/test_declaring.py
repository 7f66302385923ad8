"""Several columns that state the attribute: what they say differently is unknown, what is not understood is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.catalogue.columns import is_revised, recognise
from opendata_rules.catalogue.results import Row

from .helpers import DATASET, problems, report_of

REVISED = [
    "开放属性（修改后）",
    "开放属性（拟）",
    "开放属性（原）",
    "开放属性(审核意见)",
    "原开放属性",
    "现开放属性",
    "调整后开放属性",
    "修改后的开放属性",
    "部门建议开放属性",
    "开放属性2",
    "开放属性.1",
    "开放属性_1",
    "数据开放属性（2025年）",
    "开放类型（最终）",
    "開放屬性",
    "原開放屬性",
]


def row_with(folder: Path, **more: str) -> Row:
    [row] = report_of(folder, DATASET | more).rows
    return row


@pytest.mark.parametrize("name", REVISED)
def test_what_a_second_column_says_differently_is_unknown_and_told(tmp_path: Path, name: str) -> None:
    row = row_with(tmp_path, **{name: "不予开放"})
    assert (row.declared, row.verdict) == (None, "not_recognised")
    assert "几列的开放属性不一致" in row.notes[0]
    assert name in row.notes[0]
    assert row_with(tmp_path, **{name: "无条件开放"}).declared == "open"
    assert row_with(tmp_path, **{name: ""}).declared == "open"


def test_a_revised_column_counts_where_it_is_filled_in_few_rows_only(tmp_path: Path) -> None:
    name = "开放属性（修改后）"
    sets = [DATASET | {"数据集名称": f"公园{n}", name: "不变" if n else "不予开放"} for n in range(9)]
    report = report_of(tmp_path, *sets)
    assert [row.declared for row in report.rows] == [None, *["open"] * 8]
    assert f"“{name}”写“不变”，没有与别的列比较：“不变”不是开放属性" in report.rows[1].notes


@pytest.mark.parametrize("name", ["开放属性说明", "开放属性依据", "开放属性编码", "平台名称", "部门意见"])
def test_what_is_about_the_attribute_is_no_second_statement_of_it(name: str) -> None:
    assert not is_revised(name)
    assert recognise(["开放属性", name]).unknown == (name,)


@pytest.mark.parametrize("name", ["原开放属性", "开放属性（修改后）", "原涉及个人隐私", "更新频率（原）"])
def test_alone_it_does_not_say_what_the_attribute_is(name: str) -> None:
    assert recognise([name]).unknown == (name,)


@pytest.mark.parametrize("code", ["3", "无条件共享", "有条件"])
def test_a_cell_that_cannot_be_compared_is_told(tmp_path: Path, code: str) -> None:
    sets = [DATASET | {"开放类型": code}, DATASET | {"数据集名称": "乙", "开放类型": "无条件共享"}]
    row = report_of(tmp_path, *sets).rows[0]
    assert row.declared == "open"
    assert any(f"“开放类型”写“{code}”，没有与别的列比较" in note for note in row.notes)


def test_a_column_that_speaks_of_something_else_is_told_once(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"开放类型": "接口"}, DATASET | {"数据集名称": "乙", "开放类型": "文件"})
    assert [(row.declared, row.declared_text) for row in report.rows] == [("open", "无条件开放")] * 2
    assert [row.notes for row in report.rows] == [(), ()]
    assert "“开放类型”一列写的是“接口”、“文件”，不是开放属性，没有用" in problems(report)
    assert "开放类型" not in dict(report.columns)
    both = report_of(tmp_path, {"数据集名称": "甲", "提供单位": "某局", "开放属性": "公开", "开放类型": "文件"})
    assert both.rows[0].declared is None


@pytest.mark.parametrize(
    "name", ["涉及个人隐私（复核）", "原涉及个人隐私", "是否涉及个人隐私（修改后）", "涉及個人隱私2"]
)
def test_facts_stated_again_are_compared_too(tmp_path: Path, name: str) -> None:
    row = row_with(tmp_path, **{"涉及个人隐私": "否", name: "是"})
    assert "personal_privacy" not in dict(row.facts)
    assert "“涉及个人隐私”有两列，内容不一致，当作未知" in row.notes


def test_a_frequency_stated_again_is_compared_too(tmp_path: Path) -> None:
    row = row_with(tmp_path, **{"更新频率（修改后）": "每月"})
    assert row.update == "undetermined"
    assert any("几列的更新频率不一致" in note for note in row.notes)


def test_traditional_headings_and_words_are_read(tmp_path: Path) -> None:
    sets = {
        "資料集名稱": "公園名錄",
        "提供單位": "某局",
        "開放屬性": "無條件開放",
        "更新頻率": "每兩年",
        "更新時間": "2025年6月1日",
        "涉及個人隱私": "無",
    }
    [row] = report_of(tmp_path, sets).rows
    assert (row.title, row.declared, row.declared_text) == ("公園名錄", "open", "無條件開放")
    assert (row.update, dict(row.facts)) == ("current", {"personal_privacy": False})
