"""Workbooks: date cells, banners, merged cells, several sheets, long numbers, harm."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.files.archive import _main_part

from ..helpers import DATASET, csv_text, problems, table, taian, workbook, write, write_xlsx

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
    report = check(taian(), tmp_path / "目录.xlsx")
    assert report.total == 1
    assert "工作表“甲”是隐藏的，没有读取" in problems(report)
    assert "隐藏的工作表“甲”1 行" in report.explain().splitlines()[1]
    named = write(tmp_path, "工作表: [目录, 甲]\n", "平台.yaml")
    assert check(taian(), tmp_path / "目录.xlsx", profile=named).total == 2


def hidden(data: bytes, *titles: str) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    for title in titles:
        book[title].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ITEMS: list[list[Any]] = [
    ["数据集名称", "数据项名称", "开放属性"],
    *[["低保金发放表", f"项{n}", "不予开放"] for n in range(9)],
]
OTHERS: dict[str, list[list[Any]]] = {
    "数据项": ITEMS,
    "填报说明": [["字段", "说明"], ["数据集名称", "必填"], ["开放属性", "三选一"]],
    "说明": [["字段", "说明"], ["数据集名称", "必填"], ["开放属性", "三选一"]],
    "填写示例": [HEADER, ["示例数据集", *ROW[1:]], ROW, ROW],
    "旧表": [HEADER[:3], *[ROW[:3]] * 5],
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("first", [False, True])
def test_the_best_sheet_is_read_and_not_the_first(tmp_path: Path, other: str, first: bool) -> None:
    sheets = {"目录": [HEADER, ROW], other: OTHERS[other]}
    report = check(taian(), write_xlsx(tmp_path, dict(reversed(sheets.items())) if first else sheets))
    assert (report.sheet, report.total, report.rows[0].declared) == ("目录", 1, "open")
    if other not in ("填报说明", "说明"):
        assert f"“{other}”" in report.explain().splitlines()[1]


@pytest.mark.parametrize("title", ["旧目录", "目录2"])
def test_a_hidden_sheet_is_read_only_when_named(tmp_path: Path, title: str) -> None:
    data = hidden(workbook({title: [HEADER, ROW, ROW], "目录": [HEADER, ROW]}), title)
    assert check(taian(), write(tmp_path, data, "目录.xlsx")).total == 1
    data = hidden(workbook({title: [HEADER, ROW, ROW], "封面": [["公共数据目录"]]}), title)
    with pytest.raises(NotACatalogue, match=rf"工作表: \[{title}\]"):
        check(taian(), write(tmp_path, data, "目录.xlsx"))
    named = write(tmp_path, f"工作表: [{title}]\n", "平台.yaml")
    assert check(taian(), tmp_path / "目录.xlsx", profile=named).total == 2


def test_one_more_column_without_a_meaning_is_no_other_table(tmp_path: Path) -> None:
    sheets = {"甲局": [HEADER, ROW], "乙局": [[*HEADER, "备注", "内部意见"], [*ROW, "x", "y"], ROW]}
    assert check(taian(), write_xlsx(tmp_path, sheets)).total == 3


def test_a_sheet_of_examples_alone_is_a_catalogue(tmp_path: Path) -> None:
    assert check(taian(), write_xlsx(tmp_path, {"填写示例": [HEADER, ROW]})).total == 1


# -- what spreadsheets open and libraries do not ---------------------------------------------------------------------


@pytest.mark.parametrize("code", [*range(27, 37), *range(50, 59)])
def test_formats_that_chinese_spreadsheets_have_built_in(tmp_path: Path, code: int) -> None:
    data = workbook({"目录": [HEADER, [*ROW[:-1], dt.date(2026, 1, 5)]]})
    [used] = re.findall(rb'numFmtId="(1\d+)" [^>]*applyNumberFormat|numFmtId="(16\d|14)"', part(data, "xl/styles.xml"))[
        -1:
    ]
    data = repacked(data, "xl/styles.xml", b'numFmtId="%s"' % b"".join(used), b'numFmtId="%d"' % code)
    data = re_repacked(data, "xl/styles.xml", rb"<numFmts.*?</numFmts>", b"")
    [row] = check(taian(), write(tmp_path, data, "目录.xlsx")).rows
    is_time = code in (32, 33, 34, 35, 55, 56)
    assert row.updated == (None if is_time else dt.date(2026, 1, 5))


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def re_repacked(data: bytes, name: str, pattern: bytes, to: bytes) -> bytes:
    return repacked(data, name, part(data, name), re.sub(pattern, to, part(data, name), flags=re.DOTALL))


def everywhere(data: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """A workbook with something changed in all its parts."""
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        for change, to in changes:
            data = repacked(data, name, change, to)
    return data


def test_strict_open_xml(tmp_path: Path) -> None:
    data = everywhere(
        workbook({"目录": [HEADER, ROW, ["乙", None, *ROW[2:]]]}, merged=["B2:B3"]),
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    report = check(taian(), write(tmp_path, data, "目录.xlsx"))
    assert [row.department for row in report.rows] == ["市园林局"] * 2


def test_another_main_part(tmp_path: Path) -> None:
    source = zipfile.ZipFile(io.BytesIO(workbook({"目录": [HEADER, ROW]})))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            content = source.read(entry).replace(b"workbook.xml", b"book1.xml")
            target.writestr(entry.replace("workbook.xml", "book1.xml"), content)
    assert check(taian(), write(tmp_path, buffer.getvalue(), "目录.xlsx")).total == 1


@pytest.mark.parametrize("fill", [b"<fill />", b"<fill></fill>"])
def test_an_empty_fill(tmp_path: Path, fill: bytes) -> None:
    data = re_repacked(workbook({"目录": [HEADER, ROW]}), "xl/styles.xml", rb"<fill>.*?</fill>", fill)
    assert check(taian(), write(tmp_path, data, "目录.xlsx")).total == 1


@pytest.mark.parametrize("base", [b"7", b"x", b"-1", b""])
def test_a_named_style_that_rests_on_nothing(tmp_path: Path, base: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """openpyxl would print that to standard output, where the JSON goes, and read no more."""
    pattern, to = rb'(<cellStyle [^>]*xfId=")\d+"', rb"\g<1>" + base + b'"'
    data = re_repacked(workbook({"目录": [HEADER, ROW]}), "xl/styles.xml", pattern, to)
    assert check(taian(), write(tmp_path, data, "目录.xlsx")).total == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_merged_cells_behind_a_prefix(tmp_path: Path, quote: bytes) -> None:
    data = workbook({"目录": [HEADER, ROW, ["乙", None, *ROW[2:]]]}, merged=["B2:B3"])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    prefixed = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", sheet).replace(b"xmlns=", b"xmlns:x=")
    prefixed = re.sub(rb'(<x:mergeCell) ref="(.*?)"', rb"\1 ref = " + quote + rb"\2" + quote, prefixed)
    report = check(taian(), write(tmp_path, repacked(data, "xl/worksheets/sheet1.xml", sheet, prefixed), "目录.xlsx"))
    assert [row.department for row in report.rows] == ["市园林局"] * 2


def test_characters_written_by_their_codes(tmp_path: Path) -> None:
    rows = [
        ["数据集名称_x000D_", "开放_x000D_\n属性", "更新_x0009_频率", "摘要"],
        ["甲_x000D_", "无条件开放_x000D_", "每年", "_x005F_x000D_ _xD83D__xDE00_"],
    ]
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}))
    [row] = report.rows
    assert (row.title, row.declared, row.cadence, row.summary) == ("甲", "open", "每年", "_x000D_ 😀")
    assert report.unused == ()
    # What is written is read as it was.
    report.write(tmp_path / "报告.xlsx")
    [again] = check(taian(), tmp_path / "报告.xlsx").rows
    assert (again.title, again.summary) == (row.title, row.summary)


def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", '<R xmlns="x"><r Type="x/officeDocument" Target="word/document.xml"/></R>')
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(NotACatalogue, match="Word 文档"):
        check(taian(), write(tmp_path, buffer.getvalue(), "目录.xlsx"))


# -- messages that are true ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_too_many_columns_are_not_miscounted(tmp_path: Path, kind: str) -> None:
    header, row = [*HEADER, *(f"列{n}" for n in range(5_000))], [*ROW, *["x"] * 5_000]
    path = write_xlsx(tmp_path, {"目录": [header, row]}) if kind == "xlsx" else write(tmp_path, csv_text([header, row]))
    with pytest.raises(NotACatalogue, match="有超过 1000 列，不是目录"):
        check(taian(), path)


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
    with pytest.raises(NotACatalogue, match=r"展开后有 201 MB.*设了格式的空行"):
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


@pytest.mark.parametrize("where", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"])
def test_no_entity_is_expanded(tmp_path: Path, where: str) -> None:
    """However small: no program writes workbooks with any."""
    source = zipfile.ZipFile(io.BytesIO(workbook({"目录": [HEADER, ROW]})))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == where:
                start = re.search(rb"<(?=[A-Za-z])", content)
                assert start is not None
                content = content[: start.start()] + b'<!DOCTYPE x [<!ENTITY a "aa">]>' + content[start.start() :]
            # What the archive says of its parts goes unread then, and the document is where it usually is.
            target.writestr(entry, content)
    data = write(tmp_path, buffer.getvalue(), "目录.xlsx")
    if where == "_rels/.rels":
        with zipfile.ZipFile(data) as archive:
            assert _main_part(archive, set(archive.namelist())) == "xl/workbook.xml"
    else:
        with pytest.raises(NotACatalogue, match="不是完好的 XLSX"):
            check(taian(), data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_as_no_workbook_is(tmp_path: Path, method: int) -> None:
    """These methods are unpacked without a bound."""
    source = zipfile.ZipFile(io.BytesIO(workbook({"目录": [HEADER, ROW]})))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry))
    with pytest.raises(NotACatalogue, match="不是完好的 XLSX"):
        check(taian(), write(tmp_path, buffer.getvalue(), "目录.xlsx"))


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
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}))
    [row] = report.rows
    assert row.verdict == "not_recognised"  # never computed, so there is none
    assert "公式，没有保存结果" in "".join(row.notes)
    assert "工作表“目录”有 1 个格子是公式，文件里没有保存结果" in problems(report)


def test_every_formula_without_a_value_is_counted(tmp_path: Path) -> None:
    rows = [HEADER, ['="停车"&"场"', ROW[1], '=IF(1,"无条件开放","")', ROW[3], "=TODAY()"], ROW]
    report = check(taian(), write_xlsx(tmp_path, {"目录": rows}))
    assert report.total == 2
    assert "有 3 个格子是公式" in problems(report)
    assert "没有填" not in "".join(report.rows[0].notes)
    data = workbook({"目录": [HEADER, [ROW[0], ROW[1], '="无条件"&"开放"', *ROW[3:]]]})
    saved = repacked(data, "xl/worksheets/sheet1.xml", b"<v></v>", "<v>无条件开放</v>".encode())
    saved = repacked(saved, "xl/worksheets/sheet1.xml", b"<v />", "<v>无条件开放</v>".encode())
    saved = repacked(saved, "xl/worksheets/sheet1.xml", b'<c r="C2">', b'<c r="C2" t="str">')
    report = check(taian(), write(tmp_path, saved, "目录.xlsx"))
    assert report.rows[0].declared == "open"
    assert "公式" not in problems(report)


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


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', 'yyyy"年"m"月";@', "yyyy-mm", "mmm-yy", '[$-804]yyyy"年"m"月"'])
@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_of_which_only_the_month_shows_may_be_any_day_of_it(tmp_path: Path, code: str, from_1904: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    days = [dt.date(2025, 3, 1), dt.date(2025, 3, 9)]
    for row in table(DATASET, DATASET):
        sheet.append(row)
    for number, day in enumerate(days, 2):
        cell = sheet.cell(number, 5, day)
        cell.number_format = code
    path = tmp_path / "目录.xlsx"
    book.save(path)
    month, whole = check(taian(), path).rows
    # Typed as 2025年3月, it is kept as the first of the month.
    assert (month.updated, month.updated_text, month.update) == (None, "2025年3月", "undetermined")
    assert (whole.updated, whole.update) == (days[1], "overdue")


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table(DATASET, DATASET | {"数据集名称": "广场名录"}, DATASET | {"数据集名称": "绿地名录"}):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True  # nothing there
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["K"].hidden = True
    path = tmp_path / "目录.xlsx"
    book.save(path)
    report = check(taian(), path)
    assert [row.title for row in report.rows] == ["公园名录", "广场名录", "绿地名录"]
    assert "有 1 个隐藏的行，也读了：第 3 行" in problems(report)
    assert "有 1 个隐藏的列，也读了：C 列" in problems(report)
    shown = check(taian(), write_xlsx(tmp_path, {"目录": table(DATASET)}))
    assert "隐藏" not in problems(shown)
