"""Workbooks: date cells, banners, merged cells, several sheets, long numbers, harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue

from ..helpers import DATASET, problems, taian, workbook, write, write_xlsx

HEADER: list[Any] = list(DATASET)
ROW: list[Any] = list(DATASET.values())


def repacked(data: bytes, name: str, change: bytes, to: bytes) -> bytes:
    """A workbook with one part changed."""
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry.filename, content.replace(change, to) if entry.filename == name else content)
    return buffer.getvalue()


def test_cells_of_every_kind(tmp_path: Path) -> None:
    columns = ["数据集名称", "数据集编号", "开放属性", "更新频率", "更新时间", "涉及个人隐私", "数据量"]
    row: list[Any] = ["甲", "37090000100000000012", "有条件开放", "每月", dt.datetime(2026, 3, 1, 8, 30), False, 12.0]
    [found] = check(taian(), write_xlsx(tmp_path, {"目录": [columns, row]})).rows
    assert (found.id, found.declared, found.updated) == ("37090000100000000012", "conditional", dt.date(2026, 3, 1))
    assert found.facts == (("personal_privacy", False),)


def test_a_number_that_is_no_date_cell_is_not_guessed(tmp_path: Path) -> None:
    rows = [HEADER, [*ROW[:-1], 45093]]
    [found] = check(taian(), write_xlsx(tmp_path, {"目录": rows})).rows
    assert found.updated is None
    assert "日期序号" in "".join(found.notes)


def test_numbers_too_long_for_a_spreadsheet_are_told(tmp_path: Path) -> None:
    rows = [[*HEADER, "数据集编号"], [*ROW, 37090000100000000012]]
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}))
    assert "15 位" in problems(report)
    assert "科学记数法" in "".join(report.rows[0].notes)


def test_banners_above_the_header_and_empty_rows(tmp_path: Path) -> None:
    rows = [["某市公共数据目录（2026年）"], [], ["填报单位：", "某局"], HEADER, [], ROW, [None] * 5, ROW]
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}, merged=["A1:E1"]))
    assert [row.number for row in report.rows] == [6, 8]
    assert "某市公共数据目录（2026年）" in problems(report)


def test_cells_merged_downwards_hold_for_every_row(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["乙", None, "不予开放", "每月", None], ["丙", None, "不予开放", "每月", None], ROW]
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}, merged=["B2:B4", "E3:E4"]))
    assert [row.department for row in report.rows] == ["市园林局"] * 4
    assert "合并的单元格" in problems(report)


def test_the_sheet_that_is_a_catalogue_is_found(tmp_path: Path) -> None:
    report = check(taian(), write_xlsx(tmp_path, {"封面": [["说明"]], "空": [], "目录": [HEADER, ROW]}))
    assert report.sheet == "目录"


def test_sheets_with_the_same_columns_are_read_together(tmp_path: Path) -> None:
    sheets = {"市园林局": [HEADER, ROW], "市城管局": [["某表"], HEADER, ROW, ROW]}
    report = check(taian(), write_xlsx(tmp_path, sheets))
    assert [(row.sheet, row.number) for row in report.rows] == [("市园林局", 2), ("市城管局", 3), ("市城管局", 4)]
    assert "有 2 张列名相同的工作表" in problems(report)


def test_sheets_with_other_columns_are_named_and_not_read(tmp_path: Path) -> None:
    sheets = {"目录": [HEADER, ROW], "旧目录": [["数据集名称", "开放属性"], ["乙", "不予开放"]]}
    report = check(taian(), write_xlsx(tmp_path, sheets))
    assert len(report.rows) == 1
    assert "别的工作表列名不同，没有读取：旧目录" in problems(report)


def test_hidden_sheets_are_told(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook({"目录": [HEADER, ROW], "甲": [HEADER, ROW]})))
    book["甲"].sheet_state = "hidden"
    book.save(tmp_path / "目录.xlsx")
    assert "工作表“甲”是隐藏的" in problems(check(taian(), tmp_path / "目录.xlsx"))


def test_a_wrong_extent_does_not_cut_the_sheet(tmp_path: Path) -> None:
    data = repacked(
        workbook({"目录": [HEADER, ROW]}),
        "xl/worksheets/sheet1.xml",
        b'<dimension ref="A1:E2"',
        b'<dimension ref="A1:A1"',
    )
    [row] = check(taian(), write(tmp_path, data, "目录.xlsx")).rows
    assert row.declared == "open"


def test_a_cell_at_the_far_end_costs_nothing(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook({"目录": [HEADER, ROW]})))
    book["目录"]["XFD1048576"] = "x"
    book.save(tmp_path / "目录.xlsx")
    assert len(check(taian(), tmp_path / "目录.xlsx").rows) == 1


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO(workbook({"目录": [HEADER, ROW]}))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 201_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    with pytest.raises(NotACatalogue, match="展开后有 201 MB"):
        check(taian(), write(tmp_path, buffer.getvalue(), "目录.xlsx"))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    lol = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"lol" * 1000
        + b'">'
        + b"".join(
            b'<!ENTITY %c "%s">' % (letter, (b"&%c;" % (letter - 1)) * 50) for letter in range(ord("b"), ord("h"))
        )
        + b"]>"
    )
    data = repacked(workbook({"目录": [HEADER, ROW]}), "xl/worksheets/sheet1.xml", b"<worksheet", lol + b"<worksheet")
    data = repacked(data, "xl/worksheets/sheet1.xml", "公园名录".encode(), b"&g;")
    with pytest.raises(NotACatalogue, match="不是完好的 XLSX"):
        check(taian(), write(tmp_path, data, "目录.xlsx"))


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    data = workbook({"目录": [HEADER, ROW]})
    for cut in (100, len(data) // 2, len(data) - 10):
        with pytest.raises(NotACatalogue, match="损坏"):
            check(taian(), write(tmp_path, data[:cut], "目录.xlsx"))
    entry = data.index(b"PK\x01\x02")
    newer = data[: entry + 6] + b"\xff" + data[entry + 7 :]  # an archive of a version that does not exist
    with pytest.raises(NotACatalogue, match="损坏"):
        check(taian(), write(tmp_path, newer, "目录.xlsx"))
    broken = repacked(data, "xl/worksheets/sheet1.xml", b"</row>", b"<row>")
    with pytest.raises(NotACatalogue, match="不是完好的 XLSX"):
        check(taian(), write(tmp_path, broken, "目录.xlsx"))


def test_formulas_count_with_the_value_they_were_saved_with(tmp_path: Path) -> None:
    rows = [HEADER, [ROW[0], ROW[1], '="无条件"&"开放"', *ROW[3:]]]
    [row] = check(taian(), write_xlsx(tmp_path, {"目录": rows})).rows
    assert row.verdict == "not_recognised"  # never computed, so there is none


def test_an_empty_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="工作表都是空的"):
        check(taian(), write_xlsx(tmp_path, {"甲": [], "乙": []}))


def test_a_workbook_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="认不出是目录"):
        check(taian(), write_xlsx(tmp_path, {"甲": [["姓名", "电话"], ["张三", "1"]]}))


def test_many_huge_merged_ranges_take_no_time(tmp_path: Path) -> None:
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % n for n in range(2, 30_000))
    data = repacked(
        workbook({"目录": [HEADER, *[ROW] * 50]}),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'</sheetData><mergeCells count="1">' + merges + b"</mergeCells>",
    )
    assert len(check(taian(), write(tmp_path, data, "目录.xlsx")).rows) == 50
