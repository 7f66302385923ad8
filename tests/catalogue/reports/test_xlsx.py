"""The workbook: no formula, no link, and a sheet that can be filled in and checked again."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata_rules import load
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.reports.csv import headings
from opendata_rules.vocabulary.terms import Scheme

from ..helpers import DATASET, problems, report_of, taian, write_csv
from .hostile import FORMULAS, LONG_ID, hostile, written


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_the_workbook_has_no_formula_and_no_link(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "xlsx")
    sheets = sheets_of(content)
    assert list(sheets) == ["概要", "按单位", "数据集", "待填写", "目录的问题", "说明"]
    names = [row[headings(Scheme.OPENING).index("数据集名称")] for row in sheets["数据集"][1:]]
    assert [name for name in names if name.startswith("'")] == ["'" + text.strip("\t ") for text in FORMULAS]
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_long_ids_and_dates_are_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"编号": LONG_ID, "更新时间": "2020-01-01"})
    cells = sheets_of(written(report, tmp_path, "xlsx"))["数据集"]
    row = dict(zip(cells[0], cells[1], strict=True))
    assert row["数据集编号"] == LONG_ID
    assert row["最近更新"] == "2020-01-01"
    assert row["逾期天数"] == report.rows[0].overdue


@pytest.mark.parametrize(
    ("place", "on", "said"),
    [
        ("taian", "2026-03-10", ""),
        ("taian", "2026-03-11", "泰安市 2026-03-10 的规定写的，这次按泰安市 2026-03-11 的规定检查；其间规定没有变"),
        ("taian", "2025-08-31", "其间规定有变，要回答的事实和结论可能不同。要按原来的规定，检查的日期用 2026-03-10"),
        ("qingdao", "2026-03-10", "这次按青岛市 2026-03-10 的规定检查；要回答的事实和结论可能不同，请核对地方和日期"),
    ],
)
def test_a_report_that_comes_back_under_another_law_says_so(tmp_path: Path, place: str, on: str, said: str) -> None:
    path = tmp_path / "报告.xlsx"
    report_of(tmp_path, DATASET).write(path)
    told = problems(check(load().law(place, on=dt.date.fromisoformat(on)), path))
    assert said in told
    assert ("这份工作簿" in told) == bool(said)


def test_a_report_without_its_law_is_checked_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    report_of(tmp_path, DATASET).write(path)
    book = openpyxl.load_workbook(path)
    for row in book["说明"].iter_rows():
        if row[0].value == "法律日期":
            row[1].value = "去年"
    book.save(path)
    assert "这份工作簿" not in problems(check(load().law("taian", on=dt.date(2026, 3, 11)), path))
    del book["说明"]
    book.save(path)
    assert "这份工作簿" not in problems(check(load().law("taian", on=dt.date(2026, 3, 11)), path))


def test_the_sheet_to_fill_in_is_a_catalogue_to_check_again(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        DATASET | {"编号": LONG_ID, "数据项": "身份证号", "第三方意见": "不同意"},
        DATASET | {"数据集名称": "公厕名录", "开放属性": "不予开放", "国家秘密": "是"},
    )
    path = tmp_path / "报告.xlsx"
    report.write(path)
    again = check(taian(), path)
    assert again.sheet == "待填写"
    assert not again.left
    for before, after in zip(report.rows, again.rows, strict=True):
        changed = {"number", "problems"}
        assert {k: v for k, v in before.to_dict().items() if k not in changed} == {
            k: v for k, v in after.to_dict().items() if k not in changed
        }
    book = openpyxl.load_workbook(path)
    sheet = book["待填写"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("涉及个人隐私") + 1).value = "是"
    book.save(path)
    filled = check(taian(), path)
    assert filled.rows[0].verdict == "invalid"
    assert not filled.rows[0].suspected
    # The other sheets of the report are the same datasets: nothing of them is left out.
    assert not filled.left
    assert "没有读取" not in problems(filled)


def test_what_looks_like_the_code_of_a_character_is_written_as_it_is(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"数据集名称": "一_x000D_二", "提供单位": "市_x0041_局"})
    path = tmp_path / "报告.xlsx"
    report.write(path)
    [row] = check(taian(), path).rows
    assert (row.title, row.department) == ("一_x000D_二", "市_x0041_局")


def test_the_sheet_to_fill_in_offers_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    report_of(tmp_path, DATASET).write(path)
    rules = openpyxl.load_workbook(path)["待填写"].data_validations.dataValidation
    assert {rule.formula1 for rule in rules} >= {'"是,否"'}
    assert any("不同意" in str(rule.formula1) for rule in rules)


def test_a_cell_of_any_length_fits(tmp_path: Path) -> None:
    report = check(taian(), write_csv(tmp_path, DATASET | {"数据集名称": "长" * 50_000}))
    assert len(sheets_of(written(report, tmp_path, "xlsx"))["数据集"][1][1]) < 32_768
    written(report, tmp_path, "html")
