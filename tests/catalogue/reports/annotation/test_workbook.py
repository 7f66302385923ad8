"""The department's own workbook back: one more column, comments at cells, nothing else changed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

import opendata_rules as odr
from opendata_rules.catalogue.check import check
from opendata_rules.errors import BadArgument, BadOutput

from ...books import zipped
from ...helpers import taian, write_json, write_xlsx
from ...test_identity import LONG
from .books import MAIN, RELATED, Copy, changed, parts, related, rich, same_report, sheet, written

ROWS = [
    ["数据集名称", "提供单位", "开放属性", "更新频率", "最近更新"],
    ["停车场", "城管局", "无条件开放", "每年", "2023-01-05"],
    ["公园", "园林局", "公开", "每年", "2026-01-05"],
]


def merged(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>"


# -- what departments send ------------------------------------------------------------------------------------------


def test_nothing_changes_but_the_sheet_its_comments_and_one_style(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich())
    different, new = changed(copy.before, copy.after)
    sheet_, drawing = "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml"
    assert different == {sheet_, drawing, "xl/comments1.xml", "xl/styles.xml"}
    assert not new
    before, after = (parts(content)[sheet_].decode() for content in (copy.before, copy.after))
    # What was there is there still, byte for byte, but for the extent and the width of the new column.
    for element in ("sheetViews", "autoFilter", "mergeCells", "dataValidations", "conditionalFormatting", "drawing"):
        [kept] = re.findall(rf"<{element}\b.*?(?:</{element}>|/>)", before, re.DOTALL)[:1]
        assert kept in after
    assert '<dimension ref="A1:H9"/>' in before
    assert '<dimension ref="A1:I9"/>' in after
    assert '<col min="7" max="16384"' in before
    assert '<col min="7" max="8"' in after
    assert '<col min="9" max="9" width="60" customWidth="1"/>' in after
    assert '<col min="10" max="16384"' in after
    assert 'spans="1:9"' in after
    assert 'hidden="1"' in after
    names = parts(copy.after)["xl/workbook.xml"].decode()
    assert "清单" in names
    assert "_xlnm.Print_Area" in names
    assert copy.told[0] == "工作表“目录”的 I 列写了 5 行检查意见，7 个单元格有批注"
    assert copy.told[1] == "样式表里加了一种自动换行的样式，别的部分没有改动"


def test_the_column_says_what_was_found_and_looks_like_its_neighbours(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich())
    remarks = copy.remarks()
    assert list(remarks) == ["I3", "I4", "I5", "I6", "I7"]
    assert remarks["I5"].startswith("【未识别申报属性】")
    assert "更新逾期 152 天，期限的最后一天是 2025-10-09（《泰安市公共数据开放办法（试行）》第十八条）" in remarks["I4"]
    assert "备注：更新时间“去年”看不懂" in remarks["I7"]
    page = copy.sheet()
    assert page["I2"].value == "检查意见"
    assert page["I2"].style_id == page["H2"].style_id
    assert page["I3"].alignment.wrap_text
    assert page["I3"].alignment.vertical == "top"
    assert page["I3"].border.left.style == page["B3"].border.left.style
    assert page["I3"].number_format == "General"
    assert page["I9"].value is None
    archive = zipfile.ZipFile(io.BytesIO(copy.after))
    assert b't="inlineStr"' in archive.read("xl/worksheets/sheet1.xml")


def test_comments_stand_at_the_cells_they_are_about_beside_those_that_were_there(tmp_path: Path) -> None:
    comments = Copy(tmp_path, rich()).comments()
    assert comments.pop("B3") == "名称已核对"
    assert comments.pop("E4") == "请王科长核对"
    assert set(comments) == {"H4", "E5", "B6", "D6", "G6", "F7", "H7"}
    assert "更新逾期 152 天" in comments["H4"]
    assert "“公开”没有说明是不予开放、有条件开放还是无条件开放" in comments["E5"]
    assert "该数据是否涉及个人隐私？（数据项“身份证号”）" in comments["D6"]
    assert "该数据是否涉及个人隐私？（名称“残疾人花名册”）" in comments["B6"]
    assert "声明的更新频率是实时" in comments["G6"]


def test_the_declared_attribute_and_the_facts_against_it_have_comments(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich(), unlisted="false")
    comments = copy.comments()
    # Behind the comment that was there, not in its place.
    assert comments["E4"].startswith("请王科长核对\n【检查意见】\n申报无条件开放不能成立")
    assert "应当（可以）列为：不予开放、有条件开放" in comments["E4"]
    assert "与申报的“无条件开放”不合：《泰安市公共数据开放办法（试行）》第十二条第（四）项" in comments["F4"]
    assert "“涉及个人隐私”填的“大概”看不懂" in comments["F7"]
    assert copy.remarks()["I4"].startswith("【不成立】")


def test_facts_that_contradict_each_other_have_comments(tmp_path: Path) -> None:
    header = ["数据集名称", "开放属性", "开放损害第三方权益", "涉及商业秘密", "涉及个人隐私", "涉及其他第三方合法权益"]
    row = ["名录", "有条件开放", "是", "否", "否", "否"]
    copy = Copy(tmp_path, written({"目录": sheet([header, row])}))
    assert copy.report.rows[0].verdict == "human_review"
    comments = copy.comments()
    assert all("下列事实互相矛盾" in comments[cell] for cell in ("C2", "D2", "E2", "F2"))
    assert "须人工判断" in comments["B2"]


def test_checking_the_copy_gives_the_same_report_and_the_same_copy(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich())
    again = copy.again()
    same_report(copy.report, again)
    assert {"column": "检查意见", "meaning": "不参与检查"} in again.to_dict()["columns"]
    (tmp_path / "又").mkdir()
    twice = Copy(tmp_path / "又", copy.after)
    assert changed(copy.after, twice.after) == (set(), set())
    assert twice.told == copy.told[:1]


def test_what_does_not_hold_any_more_is_taken_away(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich(), unlisted="false")
    (tmp_path / "又").mkdir()
    twice = Copy(tmp_path / "又", copy.after)
    comments = twice.comments()
    assert comments["E4"].strip() == "请王科长核对"
    assert "F4" not in comments
    assert not twice.remarks()["I4"].startswith("【不成立】")
    drawing = parts(twice.after)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<x:ClientData") == len(comments) == drawing.count("</v:shape>")


def test_macros_stay_and_the_copy_is_of_the_same_kind(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich(macros=tmp_path / "vba.bin"), "目录.xlsm")
    assert parts(copy.after)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"
    with pytest.raises(BadOutput, match=r"以 \.xlsm 结尾"):
        copy.report.annotate(copy.source, tmp_path / "意见.xlsx")


def test_a_protected_sheet_stays_so_and_this_is_told(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich(protected=True))
    assert any("设了保护" in text for text in copy.told)
    assert copy.sheet().protection.sheet


def test_comments_of_openpyxl_stay(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "目录"
    for row in ROWS:
        page.append(row)
    page["C3"].comment = openpyxl.comments.Comment("属性待定", "李四")
    page["A2"].comment = openpyxl.comments.Comment("已核对", "李四")
    buffer = io.BytesIO()
    book.save(buffer)
    copy = Copy(tmp_path, buffer.getvalue())
    comments = copy.comments()
    assert comments["A2"] == "已核对"
    assert comments["C3"].startswith("属性待定\n【检查意见】")
    assert set(comments) == {"A2", "C3"}
    different, new = changed(copy.before, copy.after)
    assert not new
    assert different == {"xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/styles.xml"}


# -- shapes of tables -----------------------------------------------------------------------------------------------

TWO_ROWS = sheet(
    [
        ["数据集名称", "提供单位", "开放属性", "", "更新频率"],
        ["", "", "拟开放属性", "备注说明"],
        *[[*r[:3], "", r[3]] for r in ROWS[1:]],
    ],
    tail=merged("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
)
TICKS = sheet(
    [
        ["数据集名称", "提供单位", "开放属性", "", "", "更新频率"],
        ["", "", "不予开放", "有条件开放", "无条件开放"],
        ["停车场", "城管局", "", "", "√", "每年"],
        ["公园", "园林局", "", "√", "√", "每年"],
    ],
    tail=merged("A1:A2", "B1:B2", "C1:E1", "F1:F2"),
)
SEVERAL = sheet(
    [
        ["一、城管局"],
        *ROWS,
        ["二、民政局"],
        [*ROWS[0], "备注"],
        ["低保对象认定", "民政局", "有条件开放", "每月", "2020-01-01", "x"],
        ROWS[0],
        ["福利彩票", "民政局", "公开", "每月", "2020-01-01", "x"],
    ]
)
SHAPES = {
    "plain": (sheet(ROWS), ["F2", "F3"], "C3"),
    "without references": (sheet(ROWS, r=False), ["F2", "F3"], "C3"),
    "a prefix": (sheet(ROWS, prefix="x"), ["F2", "F3"], "C3"),
    "title and notes": (
        sheet([["泰安市目录"], *ROWS, ["填表人：某某", "审核人：某某"]], tail=merged("A1:H1")),
        ["F3", "F4"],
        "C4",
    ),
    "two rows of a header": (TWO_ROWS, ["F3", "F4"], "C4"),
    "ticks": (TICKS, ["G3", "G4"], "D4"),
    "several tables": (SEVERAL, ["G3", "G4", "G7", "G9"], "C4"),
    "a header repeated": (sheet([*ROWS[:2], ROWS[0], ROWS[2], ["合计 2"]]), ["F2", "F4"], "C4"),
    "something behind the table": (sheet([ROWS[0], [*ROWS[1], "", "", "旁注"], ROWS[2]]), ["F2", "F3"], "C3"),
    "something beside the table": (sheet([ROWS[0], [*ROWS[1], "旁注"], ROWS[2]]), ["G2", "G3"], "C3"),
    "a merged range beside it": (sheet(ROWS, tail=merged("F2:G3")), ["H2", "H3"], "C3"),
    "a column of that name": (
        sheet([[*r, t] for r, t in zip(ROWS, ["检查意见", "同意", "否"], strict=True)]),
        ["G2", "G3"],
        "C3",
    ),
    "an empty column of that name": (sheet([[*ROWS[0], "检查意见"], *ROWS[1:]]), ["F2", "F3"], "C3"),
    "columns and extent": (
        sheet(ROWS, head='<dimension ref="A1:E3"/><cols><col min="1" max="9" width="9" hidden="1"/></cols>'),
        ["F2", "F3"],
        "C3",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_tables_of_every_shape(name: str, tmp_path: Path) -> None:
    content, cells, commented = SHAPES[name]
    copy = Copy(tmp_path, written({"目录": content}))
    page = copy.sheet()
    assert [cell for cell in cells if str(page[cell].value).startswith("【")] == cells
    assert commented in copy.comments()
    same_report(copy.report, copy.again())
    (tmp_path / "又").mkdir()
    assert changed(copy.after, Copy(tmp_path / "又", copy.after).after) == (set(), set())


def test_every_sheet_that_was_read_has_the_column_and_no_other(tmp_path: Path) -> None:
    other = sheet([["单位", "数量"], ["市民政局", "3"]])
    copy = Copy(tmp_path, written({"目录": sheet(ROWS), "统计": other, "补充": sheet(ROWS)}))
    assert set(copy.remarks()) == set(copy.remarks("补充")) == {"F2", "F3"}
    assert set(copy.comments()) == set(copy.comments("补充")) == {"C3"}
    different, new = changed(copy.before, copy.after)
    assert different == {"[Content_Types].xml", "xl/s1.xml", "xl/s3.xml"}
    assert {"xl/comments1.xml", "xl/comments2.xml"} < new
    same_report(copy.report, copy.again())


def test_of_a_dataset_in_several_rows_the_item_itself_has_the_comment(tmp_path: Path) -> None:
    rows = [
        ["数据集名称", "提供单位", "开放属性", "更新频率", "数据项"],
        ["补助名册", "民政局", "无条件开放", "每年", "姓名"],
        ["", "", "", "", "身份证号"],
        ["公园", "园林局", "无条件开放", "每年", "名称"],
    ]
    copy = Copy(tmp_path, written({"目录": sheet(rows)}))
    assert set(copy.remarks()) == {"F2", "F4"}
    assert "E3" in copy.comments()
    assert "E2" not in copy.comments()


def test_a_table_stays_as_it_is_and_the_column_stands_beside_it(tmp_path: Path) -> None:
    table = f'<table xmlns="{MAIN}" id="1" name="t" displayName="t" ref="A1:G3"/>'.encode()
    content = sheet(ROWS, tail=f'<tableParts count="1"><tablePart xmlns:r="{RELATED}" r:id="rId7"/></tableParts>')
    extra = {"xl/t1.xml": table, "xl/_rels/s1.xml.rels": related({"rId7": ("table", "t1.xml")})}
    copy = Copy(tmp_path, written({"目录": content}, extra=extra))
    page = parts(copy.after)["xl/s1.xml"].decode()
    assert 'r="H2"' in page
    assert parts(copy.after)["xl/t1.xml"] == table
    # The relation to the comments stands where the order of a sheet's elements wants it.
    assert page.index("<legacyDrawing") < page.index("<tableParts")


def test_a_pivot_table_its_cache_and_the_rows_kept_in_it_stay_byte_for_byte(tmp_path: Path) -> None:
    """The cache holds a copy of the rows, and is told by their range where they come from."""
    source = '<cacheSource type="worksheet"><worksheetSource ref="A1:E3" sheet="目录"/></cacheSource>'
    pivot = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" recordCount="2">{source}'
        f'<cacheFields count="1"><cacheField name="提供单位" numFmtId="0"/></cacheFields></pivotCacheDefinition>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><s v="城管局"/></r>'
        "</pivotCacheRecords>",
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="1">'
        '<location ref="H1:I3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>',
    }
    extra = {name: text.encode() for name, text in pivot.items()}
    extra |= {
        "xl/_rels/s1.xml.rels": related({"rId5": ("pivotTable", "pivotTables/pivotTable1.xml")}),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": related(
            {"rId1": ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")}
        ),
    }
    # The pivot table stands on the same sheet, to the right.
    rows = [[*row, "", "", more, "1"] for row, more in zip(ROWS, ("", "城管局", "园林局"), strict=True)]
    copy = Copy(tmp_path, written({"目录": sheet(rows)}, extra=extra))
    after = parts(copy.after)
    for name, content in extra.items():
        if name != "xl/_rels/s1.xml.rels":
            assert after[name] == content
    assert b'Target="pivotTables/pivotTable1.xml"' in after["xl/_rels/s1.xml.rels"]
    # The column of remarks stands behind it, and nothing of it is overwritten.
    assert 'r="J2"' in after["xl/s1.xml"].decode()
    assert [row.title for row in copy.again().rows] == ["停车场", "公园"]


def test_strict_workbooks_stay_strict(tmp_path: Path) -> None:
    strict = {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATED.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in parts(written({"目录": sheet(ROWS)})).items()
    }
    copy = Copy(tmp_path, zipped(strict))
    after = parts(copy.after)
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in after["xl/comments1.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in after["xl/_rels/s1.xml.rels"]
    assert not any(b"schemas.openxmlformats.org/officeDocument/2006/rel" in part for part in after.values())
    assert [row.title for row in copy.again().rows] == ["停车场", "公园"]


def test_another_main_part_and_another_encoding(tmp_path: Path) -> None:
    content = parts(written({"目录": sheet(ROWS)}, main="book/main.xml"))
    text = '<?xml version="1.0" encoding="UTF-16"?>' + content["book/s1.xml"].decode()
    content["book/s1.xml"] = text.encode("utf-16")
    copy = Copy(tmp_path, zipped(content))
    assert set(copy.remarks()) == {"F2", "F3"}
    after = parts(copy.after)["book/s1.xml"]
    assert after.startswith(b"\xff\xfe")
    assert after.decode("utf-16").startswith(text[:60])


def test_extensions_and_prefixes_of_others_stay(tmp_path: Path) -> None:
    head = '<sheetPr><x14ac:a xmlns:x14ac="urn:x14ac"/></sheetPr>'
    content = sheet(ROWS, head=head, tail='<extLst><ext uri="{1}" xmlns:q="urn:q"><q:w a="&gt;"/></ext></extLst>')
    opening = f'<worksheet xmlns="{MAIN}" xmlns:mc="urn:mc" mc:Ignorable="x14ac xr" xr:uid="{{0}}" xmlns:xr="urn:xr"'
    content = content.replace(f'<worksheet xmlns="{MAIN}"', opening)
    copy = Copy(tmp_path, written({"目录": content}))
    page = parts(copy.after)["xl/s1.xml"].decode()
    assert page.startswith(opening)
    assert head in page
    assert page.endswith('<q:w a="&gt;"/></ext></extLst></worksheet>')
    ElementTree.fromstring(page)


# -- text stays text ------------------------------------------------------------------------------------------------


def test_text_is_text_masked_and_valid(tmp_path: Path) -> None:
    rows = [
        [*ROWS[0], "备注"],
        ["=HYPERLINK(1)", "&lt;b&gt;&amp;局", "=公开_x005F_x0041_&#x202E;", "每年", "2026-01-05", f"联系人 {LONG}"],
    ]
    copy = Copy(tmp_path, written({"目录": sheet(rows)}))
    new = [part for name, part in parts(copy.after).items() if name != "xl/s1.xml"]
    page = parts(copy.after)["xl/s1.xml"].decode().replace(f"联系人 {LONG}", "")
    assert LONG not in page
    assert not any(LONG.encode() in part for part in new)
    assert "<f>" not in page
    comments = parts(copy.after)["xl/comments1.xml"].decode()
    assert "_x005F_x0041_" in comments
    assert any("3799**********0019" in text for text in copy.comments().values())


def test_a_conversation_is_left_alone(tmp_path: Path) -> None:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    talk = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C3" id="{{1}}"><text>x</text></threadedComment>'
        "</ThreadedComments>"
    ).encode()
    relations = related(
        {"rId1": ("comments", "c.xml"), "rId2": ("threadedComment", "t.xml"), "rId3": ("vmlDrawing", "v.vml")}
    )
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList><comment ref="C3" '
        'authorId="0"><text><t>[会话]</t></text></comment></commentList></comments>'
    )
    drawing = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025"><br></v:shape></xml>'
    extra = {
        "xl/c.xml": comments.encode(),
        "xl/t.xml": talk,
        "xl/v.vml": drawing.encode(),
        "xl/_rels/s1.xml.rels": relations,
    }
    content = sheet(ROWS, tail=f'<legacyDrawing xmlns:r="{RELATED}" r:id="rId3"/>')
    copy = Copy(tmp_path, written({"目录": content}, extra=extra))
    assert parts(copy.after)["xl/c.xml"] == comments.encode()
    assert parts(copy.after)["xl/t.xml"] == talk
    assert any("会话批注的单元格（C3）" in text for text in copy.told)


def test_a_drawing_that_is_no_sound_xml_gets_boxes(tmp_path: Path) -> None:
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
        '<v:shape id="_x0000_s1025"><v:textbox>按钮<br></v:textbox></v:shape></xml>'
    )
    extra = {"xl/v.vml": drawing.encode(), "xl/_rels/s1.xml.rels": related({"rId3": ("vmlDrawing", "v.vml")})}
    content = sheet(ROWS, tail=f'<legacyDrawing xmlns:r="{RELATED}" r:id="rId3"/>')
    copy = Copy(tmp_path, written({"目录": content}, extra=extra))
    after = parts(copy.after)["xl/v.vml"].decode()
    assert "按钮<br>" in after
    assert 'data="1,2"' in after
    assert 'id="_x0000_s2049"' in after
    assert after.count("legacyDrawing") == 0
    assert parts(copy.after)["xl/s1.xml"].decode().count("<legacyDrawing") == 1


# -- refusals -------------------------------------------------------------------------------------------------------


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    content = written({"目录": sheet(ROWS)}, extra={"_xmlsignatures/sig1.xml": b"<s/>"})
    with pytest.raises(BadOutput, match="有数字签名"):
        Copy(tmp_path, content)


def test_another_file_than_the_one_checked_is_refused(tmp_path: Path) -> None:
    copy = Copy(tmp_path, written({"目录": sheet(ROWS)}))
    copy.source.write_bytes(written({"目录": sheet(ROWS[:2])}))
    with pytest.raises(BadArgument, match="不是这份报告所检查的文件") as caught:
        copy.report.annotate(copy.source, copy.target)
    assert caught.value.argument == "source"
    with pytest.raises(BadOutput, match="不能写在目录文件上"):
        copy.report.annotate(copy.source, copy.source)
    with pytest.raises(TypeError):
        copy.report.annotate(b"", copy.target)  # type: ignore[arg-type]


def test_json_is_refused_in_words(tmp_path: Path) -> None:
    source = write_json(tmp_path, [{"数据集名称": "公园", "开放属性": "无条件开放", "更新频率": "每年"}])
    with pytest.raises(BadOutput, match="JSON 目录没有行和列"):
        check(taian(), source).annotate(source, tmp_path / "意见.json")


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE c [<!ENTITY a "b">]><comments xmlns="' + MAIN.encode() + b'"/>',
        b"<comments",
        b"",
    ],
)
def test_parts_that_cannot_be_read_are_refused_in_words(part: bytes, tmp_path: Path) -> None:
    extra = {"xl/c.xml": part, "xl/_rels/s1.xml.rels": related({"rId1": ("comments", "c.xml")})}
    content = written({"目录": sheet(ROWS)}, extra=extra)
    source = tmp_path / "目录.xlsx"
    source.write_bytes(content)
    try:
        report = check(taian(), source)
    except odr.Error:
        return
    with pytest.raises(BadOutput, match="请用表格软件打开，另存为"):
        report.annotate(source, tmp_path / "意见.xlsx")
    assert not (tmp_path / "意见.xlsx").exists()


def test_a_sheet_full_to_its_last_column_is_refused(tmp_path: Path) -> None:
    content = written({"目录": sheet(ROWS, tail=merged("F1:XFD3"))})
    with pytest.raises(BadOutput, match="没有地方写检查意见"):
        Copy(tmp_path, content)


# -- other programs -------------------------------------------------------------------------------------------------


def test_calamine_reads_it(tmp_path: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    copy = Copy(tmp_path, rich())
    rows = calamine.load_workbook(io.BytesIO(copy.after)).get_sheet_by_name("目录").to_python()
    assert [str(row[8])[:5] for row in rows[1:4]] == ["检查意见", "【尚不能定", "【尚不能定"]


@pytest.mark.one_interpreter
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_it_with_all_comments(tmp_path: Path) -> None:
    copy = Copy(tmp_path, rich())
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    run = [
        shutil.which("soffice") or "",
        home,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(copy.target),
    ]
    subprocess.run(run, check=True, capture_output=True, timeout=300)
    text = (tmp_path / "意见.fods").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") == len(copy.comments()) + len(copy.comments("统计"))
    assert "更新逾期 152 天" in text
    assert "draw:image" in text
    assert "chart" in text


def test_the_report_of_a_workbook_from_openpyxl(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path, {"目录": ROWS})
    copy = Copy(tmp_path, source.read_bytes())
    assert set(copy.remarks()) == {"F2", "F3"}
    same_report(copy.report, copy.again())
