"""Workbooks made for these tests: rich ones by XlsxWriter, odd ones written by hand."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.report import Report

from ...books import zipped
from ...helpers import taian

HEADER = ["序号", "数据集名称", "提供单位", "数据项", "开放属性", "涉及个人隐私", "更新频率", "最近更新"]
ROWS: list[list[Any]] = [
    [1, "停车场信息", "市城管局", "名称、地址、泊位数", "无条件开放", "否", "每年", dt.date(2025, 9, 1)],
    [2, "低保金发放表", "市民政局", "姓名、身份证号、金额", "无条件开放", "是", "每月", dt.date(2025, 5, 20)],
    [3, "公园名录", "市园林局", "名称、地址", "公开", "否", "每年", dt.date(2026, 1, 5)],
    [4, "残疾人花名册", "市残联", "姓名、身份证号", "有条件开放", "", "实时", dt.date(2026, 3, 1)],
    [5, "企业登记", "市市场监管局", "名称、住所", "不予开放", "大概", "每季度", "去年"],
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    image = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", image) + chunk(b"IEND", b"")


def rich(**changes: Any) -> bytes:
    """What departments send: a title, a chart, an image, lists to choose from, colours by rules, a comment, a table,
    names, frozen panes, a print area, a hidden row.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    if changes.get("macros"):
        path = changes["macros"]
        path.write_bytes(b"\xd0\xcf\x11\xe0 macros")
        book.add_vba_project(str(path))
    page = book.add_worksheet("目录")
    bordered = book.add_format({"border": 1})
    heading = book.add_format({"bold": True, "bg_color": "#CCDDEE", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    page.merge_range("A1:H1", "泰安市公共数据资源目录", heading)
    page.write_row(1, 0, HEADER, heading)
    for number, row in enumerate(ROWS, 2):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                page.write_datetime(number, column, dt.datetime(cell.year, cell.month, cell.day), day)
            else:
                page.write(number, column, cell, bordered)
    page.write(8, 0, "填表人：某某")
    page.set_column("B:B", 24)
    page.set_column("G:XFD", 12, None, {"hidden": False})
    page.set_row(4, None, None, {"hidden": True})
    page.freeze_panes(2, 2)
    page.autofilter(1, 0, 6, 7)
    page.print_area(0, 0, 8, 7)
    page.data_validation("E3:E7", {"validate": "list", "source": ["不予开放", "有条件开放", "无条件开放"]})
    page.conditional_format("E3:E7", {"type": "cell", "criteria": "==", "value": '"公开"', "format": heading})
    if changes.get("comment", True):
        page.write_comment("E4", "请王科长核对", {"author": "张三"})
        page.write_comment("B3", "名称已核对", {"author": "张三"})
    if changes.get("protected"):
        page.protect("secret")
    other = book.add_worksheet("统计")
    other.write_row(0, 0, ["单位", "数量"])
    other.write_row(1, 0, ["市民政局", 2])
    other.add_table("D1:E3", {"name": "表1"})
    other.write_comment("A1", "统计口径")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=统计!$B$2:$B$2"})
    page.insert_chart("A12", chart)
    page.insert_image("F12", "a.png", {"image_data": io.BytesIO(_png())})
    book.define_name("清单", "=目录!$A$2:$H$7")
    book.close()
    return buffer.getvalue()


def written(
    sheets: Mapping[str, str], *, main: str = "xl/workbook.xml", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook of sheets written by hand, without styles and shared strings."""
    folder = main.rpartition("/")[0]
    types = "".join(
        f'<Override PartName="/{folder}/s{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="application/vnd.'
            f'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": related({"rId1": ("officeDocument", main)}),
        main: (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>'
            + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
            + "</sheets></workbook>"
        ).encode(),
        f"{folder}/_rels/{main.rpartition('/')[2]}.rels": related(
            {f"rId{n}": ("worksheet", f"s{n}.xml") for n in range(1, len(sheets) + 1)}
        ),
        **{f"{folder}/s{n}.xml": text.encode() for n, text in enumerate(sheets.values(), 1)},
        **(extra or {}),
    }
    return zipped(parts)


def related(relations: Mapping[str, tuple[str, str]]) -> bytes:
    told = "".join(
        f'<Relationship Id="{id_}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'.encode()


def sheet(rows: Sequence[Sequence[str]], *, r: bool = True, prefix: str = "", tail: str = "", head: str = "") -> str:
    """A sheet of inline strings."""
    p = prefix and f"{prefix}:"
    told = ""
    for number, row in enumerate(rows, 1):
        cells = ""
        for at, text in enumerate(row):
            place = f' r="{chr(65 + at)}{number}"' if r else ""
            if text or not r:
                cells += f'<{p}c{place} t="inlineStr"><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>'
        place = f' r="{number}"' if r else ""
        told += f"<{p}row{place}>{cells}</{p}row>"
    names = f' xmlns:{prefix}="{MAIN}"' if prefix else f' xmlns="{MAIN}"'
    return f"<{p}worksheet{names}>{head}<{p}sheetData>{told}</{p}sheetData>{tail}</{p}worksheet>"


def parts(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> tuple[set[str], set[str]]:
    """Names of the parts that differ, and of those that are new; none may be missing, and their order stays."""
    old, new = parts(before), parts(after)
    assert list(new)[: len(old)] == list(old)
    return {name for name in old if old[name] != new[name]}, set(new) - set(old)


class Copy:
    """A catalogue, its report, and the copy with remarks."""

    def __init__(self, folder: Path, content: bytes, name: str = "目录.xlsx", **options: Any) -> None:
        self.source = folder / name
        self.source.write_bytes(content)
        self.report: Report = check(options.pop("law", None) or taian(), self.source, **options)
        self.target = folder / f"意见{self.source.suffix}"
        self.told = self.report.annotate(self.source, self.target)
        self.before, self.after = content, self.target.read_bytes()

    def again(self, **options: Any) -> Report:
        return check(taian(), self.target, **options)

    def sheet(self, title: str = "目录") -> Any:
        return openpyxl.load_workbook(io.BytesIO(self.after))[title]

    def remarks(self, title: str = "目录") -> dict[str, str]:
        """Texts of the column by cell."""
        found = {}
        column = None
        for row in self.sheet(title).iter_rows():
            for cell in row:
                if cell.value == "检查意见":
                    column = cell.column
                elif cell.column == column and cell.value:
                    found[cell.coordinate] = str(cell.value)
        return found

    def comments(self, title: str = "目录") -> dict[str, str]:
        return {
            cell.coordinate: cell.comment.text for row in self.sheet(title).iter_rows() for cell in row if cell.comment
        }


def same_report(one: Report, other: Report) -> None:
    """The same but for the name of the file and the column of remarks."""
    left, right = one.to_dict(), other.to_dict()
    for told in (left, right):
        for name in ("file", "receipt"):
            told.pop(name)
        told["columns"] = [
            column for column in told["columns"] if column != {"column": "检查意见", "meaning": "不参与检查"}
        ]
    assert left == right
