"""Workbooks of other forms than XLSX, made for the tests: .xls, .ods and .xlsb."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def xls(
    sheets: Sheets,
    *,
    hidden: Sequence[str] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    from_1904: bool = False,
    day_format: str = "yyyy/m/d",
) -> bytes:
    """An .xls; ranges to merge, as (top, bottom, left, right), are those of the first sheet."""
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    day = xlwt.easyxf(num_format_str=day_format)
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = book.add_sheet(title)
        sheet.visibility = int(title in hidden)
        areas = list(merged) if not number else []
        covered = {
            (r, c) for top, bottom, left, right in areas for r in range(top, bottom + 1) for c in range(left, right + 1)
        }
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value != "" and (r, c) not in covered:
                    sheet.write(r, c, value, day if isinstance(value, dt.date) else xlwt.Style.default_style)
        for top, bottom, left, right in areas:
            sheet.write_merge(top, bottom, left, right, rows[top][left])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(sheets: Sheets, *, hidden: Sequence[str] = (), repeated: int = 1, day_format: str = "%Y-%m-%d") -> bytes:
    """An .ods; its last row stands there ``repeated`` times, and days show in a format of ``strftime``."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}"{_STYLE if title in hidden else ""}>'
        + "".join(_ods_row(row, repeated if n == len(rows) else 1, day_format) for n, row in enumerate(rows, 1))
        + "</table:table>"
        for title, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"' for name, what in _SPACES.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": _MANIFEST,
        }
    )


_SPACES = {"office": "office", "table": "table", "text": "text", "style": "style"}
_STYLE = ' table:style-name="ta1"'
_MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    b'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def _ods_row(row: Sequence[Any], times: int, day_format: str) -> str:
    again = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{again}>{''.join(_ods_cell(value, day_format) for value in row)}</table:table-row>"


def _ods_cell(value: Any, day_format: str) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    shown = value.strftime(day_format) if isinstance(value, dt.date) else str(value)
    return f"<table:table-cell {kind}><text:p>{escape(shown)}</text:p></table:table-cell>"


def xlsb(rows: Sequence[Sequence[Any]], title: str = "目录", day_format: str = "yyyy/m/d") -> bytes:
    """An .xlsb of one sheet of text and days ([MS-XLSB] 2.1.7)."""
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, extent) + _record(145)
    for r, row in enumerate(rows):
        sheet += _record(0, struct.pack("<I", r) + bytes(13))
        for c, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet += _record(5, struct.pack("<IId", c, 1, (value - dt.date(1899, 12, 30)).days))
            else:
                sheet += _record(6, struct.pack("<II", c, 0) + _text(value))
    sheet += _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _text("rId1") + _text(title)
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    formats = _record(615, struct.pack("<I", 1)) + _record(44, struct.pack("<H", 176) + _text(day_format))
    styles = b"".join(_record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 176))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _relations(f"{relation}/officeDocument", "xl/workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relations(f"{relation}/worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/styles.bin": formats + _record(616) + _record(617, struct.pack("<I", 2)) + styles + _record(618),
        }
    )


def _relations(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{one}</Relationships>'.encode()


def _record(kind: int, content: bytes = b"") -> bytes:
    found = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(content)
    length = b""
    while True:
        length += bytes([size & 127 | (128 if size > 127 else 0)])
        size >>= 7
        if not size:
            return found + length + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
