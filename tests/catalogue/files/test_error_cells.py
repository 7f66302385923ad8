"""Errors in the cells of workbooks are told as what they are, whatever the form of the workbook."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.files.error_cells import error_cells

from ..books import ods, xls, xlsb
from ..helpers import problems, taian, workbook, write

HEAD = ["数据集名称", "开放属性", "涉及个人隐私", "更新时间"]
ROWS = [HEAD, ["甲", "无条件开放", "#N/A", "#REF!"], ["乙", "#DIV/0!", "否", "2026-01-02"]]


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("目录")
    codes = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07}
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            if text in codes:
                sheet.row(r).set_cell_error(c, codes[text])
            else:
                sheet.write(r, c, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def binary_workbook() -> bytes:
    """Cells of text put in as errors: BrtCellError in place of BrtCellSt."""
    made = xlsb(ROWS)
    found = io.BytesIO()
    codes = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07}
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(found, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for text, code in codes.items():
                written = struct.pack("<I", len(text)) + text.encode("utf-16-le")
                at = content.find(written)
                if at > 0:
                    record = b"\x06" + bytes([8 + len(written)]) + content[at - 8 : at] + written
                    assert record in content
                    content = content.replace(record, b"\x03\x09" + content[at - 8 : at] + bytes([code]))
            target.writestr(name, content)
    return found.getvalue()


def open_workbook() -> bytes:
    """As LibreOffice writes it."""
    made = ods({"目录": ROWS})
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(found, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for text in ("#N/A", "#REF!", "#DIV/0!"):
                plain = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'.encode()
                error = (
                    '<table:table-cell table:formula="of:=X()" office:value-type="string" office:string-value="" '
                    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
                    f'calcext:value-type="error"><text:p>{text}</text:p>'
                ).encode()
                if name == "content.xml":
                    assert plain in content
                    content = content.replace(plain, error)
            target.writestr(name, content)
    return found.getvalue()


MADE = {"xls": old_workbook, "xlsb": binary_workbook, "ods": open_workbook, "xlsx": lambda: workbook({"目录": ROWS})}


@pytest.mark.parametrize("kind", MADE)
def test_an_error_is_no_empty_cell(tmp_path: Path, kind: str) -> None:
    report = check(taian(), write(tmp_path, MADE[kind](), f"目录.{kind}"), unlisted="false")
    one, two = report.rows
    assert (one.title, one.declared, one.facts, one.updated_text) == ("甲", "open", (), "#REF!")
    assert one.verdict == "undetermined"
    assert "“涉及个人隐私”填的“#N/A”看不懂，当作未知" in one.notes
    assert "更新时间“#REF!”看不懂" in one.notes
    assert (two.declared, two.declared_text, two.verdict) == (None, "#DIV/0!", "not_recognised")
    assert "工作表“目录”有 3 个格子是错误值（#N/A、#REF!、#DIV/0!），当作未知" in problems(report)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_errors_that_a_formula_came_to_as_libreoffice_saves_them(tmp_path: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "目录"
    for row in (HEAD, ["甲", "无条件开放", "=NA()", "=1/0"], ["乙", "=NA()", "否", "2026-01-02"]):
        book.active.append(row)
    book.save(tmp_path / "目录.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "目录.xlsx"], check=True, capture_output=True, timeout=120
    )
    report = check(taian(), tmp_path / f"目录.{kind}", unlisted="false")
    assert "有 3 个格子是错误值" in problems(report)
    assert [row.verdict for row in report.rows] == ["undetermined", "not_recognised"]


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_bytes_that_are_no_workbook_have_no_errors(kind: str) -> None:
    assert error_cells(kind, b"") == {}
    assert error_cells(kind, b"\x09\x08\x10\x00" + bytes(200)) == {}
    whole = MADE[kind]()
    for end in range(0, len(whole), 97):
        error_cells(kind, whole[:end])


def test_a_workbook_without_errors_has_none() -> None:
    assert error_cells("xls", xls({"目录": [HEAD, ["甲", "无条件开放", "否", "2026-01-02"]]})) == {}
