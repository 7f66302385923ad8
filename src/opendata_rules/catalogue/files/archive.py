"""The archive that a workbook is: what else it may be, and what is put right in it before it is read.

Workbooks that spreadsheets open are not always such as ``openpyxl`` takes: Strict Open XML has other namespaces, some
writers leave a fill empty, and formats 27 to 58 are dates or times without saying so (ECMA-376 part 1, 18.8.30).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from ..errors import NotACatalogue

#: Unpacked size of a workbook; what is larger is made to harm, or no catalogue.
_UNPACKED_LIMIT = 200_000_000
_OTHER_CONTENTS = {
    "word/document.xml": "Word 文档",
    "ppt/presentation.xml": "PowerPoint 文稿",
    "content.xml": "OpenDocument 文件（不是 .ods 工作簿）",
}
#: How the type of an .ods begins; templates are of one that goes on.
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Namespaces of Strict Open XML and what they are in the transitional form.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
#: A part of this size may hold little; and what in a sheet holds nothing but its format.
_LARGE = 1_000_000
_EMPTY_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s(?=[^<>]*\br\s*=)[^<>]*/>")
_EMPTY_ROW = re.compile(rb"<(?P<row>(?:[\w.-]+:)?row)\s(?=[^<>]*\br\s*=)[^<>]*(?:/>|>\s*</(?P=row)\s*>)")
#: The part that the document usually is.
_USUAL_MAIN = "xl/workbook.xml"
_NAMESPACES = {"": _MAIN}
#: Formats that Chinese spreadsheets have built in: days, and times of day (which are no days).
_DAYS = frozenset(map(str, (*range(27, 32), 36, *range(50, 55), 57, 58)))
_TIMES = frozenset(map(str, (*range(32, 36), 55, 56)))
#: Those of the days that show a month only, with the one that everybody has; typed as 2024年3月, its first day is kept.
MONTHS = frozenset(["17", "27", "36", "50", "52", "57"])
#: What a format code has beside its letters.
_BESIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|;.*', re.DOTALL)
#: A span of hours: what has it is told apart from a day, see ``xlsx``.
_SPAN = "46"
#: A day and a general number in the formats that everybody has built in.
_DAY, _GENERAL = "14", "0"


def other_workbook_in(name: str, data: bytes) -> str | None:
    """Which workbook an archive is that is no XLSX: ``xlsb`` or ``ods``; ``None`` where it is neither.

    Raises:
        NotACatalogue: it is one, and too large, locked, or packed as no workbook is.
    """
    entries = _entries(name, data)
    names = {entry.filename for entry in entries}
    kind = "xlsb" if "xl/workbook.bin" in names else None
    if {"mimetype", "content.xml"} <= names and _packed_as_usual(entries):
        kind = "ods" if _begin(data, "mimetype").startswith(_SPREADSHEET) else kind
    if kind is not None:
        _refuse_locked_or_large(name, entries)
        if not _packed_as_usual(entries):
            raise broken(name, zipfile.BadZipFile())
    return kind


def _begin(data: bytes, part: str) -> bytes:
    """The beginning of a part; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as content:
            return content.read(100)
    except Exception:  # zipfile raises more than its own errors
        return b""


def _refuse_locked_or_large(name: str, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotACatalogue(f"{name} 有密码，请先去掉密码。", english=f"{name} has a password; remove it first.")
    if size > _UNPACKED_LIMIT:
        raise NotACatalogue(
            f"{name} 展开后有 {size / 1e6:.0f} MB，超过 {_UNPACKED_LIMIT / 1e6:.0f} MB，没有读取；目录不会这样大。"
            "多半是表格下面有许多设了格式的空行：请用表格软件打开，选中最后一行数据下面的所有行，"
            "删除（不是清除内容），再保存；或者把目录复制到新的工作簿里。",
            english=f"{name} is too large once unpacked ({size} bytes): delete formatted empty rows below the table.",
        )


def sound(name: str, data: bytes) -> bytes:
    """The workbook, as far as it is one, put right where that is known to be needed.

    Raises:
        NotACatalogue: it is something else, damaged, locked or too large.
    """
    entries = _entries(name, data)
    names = {entry.filename for entry in entries}
    archive = zipfile.ZipFile(io.BytesIO(data))
    size = sum(entry.file_size for entry in entries)
    # Nothing of what is too large, or packed as no workbook is, is unpacked to look at it.
    main = _main_part(archive, names) if size <= _UNPACKED_LIMIT and _packed_as_usual(entries) else _USUAL_MAIN
    if main not in names or not main.endswith(".xml") or main in _OTHER_CONTENTS:
        what = next((what for part, what in _OTHER_CONTENTS.items() if part in names), "压缩包")
        help_ = "请先解开，检查里面的目录。" if what == "压缩包" else "请用表格软件打开，另存为 .xlsx。"
        raise NotACatalogue(
            f"{name} 是{what}，不是 XLSX 目录；{help_}", english=f"{name} is no XLSX but another kind of file."
        )
    _refuse_locked_or_large(name, entries)
    if not _packed_as_usual(entries):
        raise broken(name, zipfile.BadZipFile())
    return _put_right(name, data, archive, main)


def _packed_as_usual(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether all is stored or deflated; ``zipfile`` unpacks other methods without a bound."""
    return all(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries)


def _entries(name: str, data: bytes) -> list[zipfile.ZipInfo]:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception:  # zipfile raises more than its own errors: NotImplementedError, struct.error
        raise NotACatalogue(
            f"{name} 是损坏的压缩包或者没有下载完的 XLSX。",
            english=f"{name} is a damaged archive, or an XLSX not wholly downloaded.",
        ) from None


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The part that the archive names as its document."""
    try:
        for relation in _parsed(archive.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                found = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if found in names:
                    return found
    except Exception:  # no such part, broken XML, a broken archive: the usual name it is, or nothing
        pass
    return _USUAL_MAIN


def _parsed(content: bytes) -> ElementTree.Element:
    """A part, in which nothing is declared that would have to be expanded."""
    from defusedxml.ElementTree import fromstring

    found: ElementTree.Element = fromstring(content)
    return found


def _put_right(name: str, data: bytes, archive: zipfile.ZipFile, main: str) -> bytes:
    try:
        strict = any(old in archive.read(main) for old, _ in _STRICT)
        changed: dict[str, bytes] = {}
        for entry in archive.infolist():
            part = entry.filename
            if not part.endswith((".xml", ".rels")):
                continue
            if entry.file_size > _LARGE and "/worksheets/" in f"/{part}":
                # Formatted down to the last row: a million rows of nothing.
                content = archive.read(part)
                changed[part] = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content))
            if strict:
                content = changed.get(part) or archive.read(part)
                for old, new in _STRICT:
                    content = content.replace(old, new)
                changed[part] = content
            if posixpath.basename(part) == "sharedStrings.xml":
                # openpyxl leaves out this code where it has a capital letter, and with it what the code keeps apart.
                content = changed.get(part) or archive.read(part)
                if b"x005F_" in content:
                    changed[part] = content.replace(b"x005F_", b"x005f_")
            if posixpath.basename(part) == "styles.xml":
                content = changed.get(part) or archive.read(part)
                styles = _styles(content)
                if styles is not None:
                    changed[part] = styles
        if not changed:
            return data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
            for entry in archive.infolist():
                target.writestr(entry.filename, changed.get(entry.filename) or archive.read(entry))
        return buffer.getvalue()
    except Exception as error:  # a broken archive raises whatever its bytes make it raise
        raise broken(name, error) from None


def broken(name: str, error: Exception) -> NotACatalogue:
    """The refusal of a workbook that cannot be read."""
    return NotACatalogue(
        f"{name} 不是完好的 XLSX（{type(error).__name__}），请用表格软件打开后另存一份。",
        english=f"{name} is no sound XLSX ({type(error).__name__}); open it and save it again.",
    )


def is_month(code: str) -> bool:
    """Whether a format shows the year and the month of a day, and nothing else of it."""
    letters = set(_BESIDE.sub("", code).casefold())
    return {"y", "m"} <= letters and letters.isdisjoint("dhs")


def _styles(content: bytes) -> bytes | None:
    """The styles with formats that everybody knows and no empty fill; ``None`` where they need no change."""
    root = _parsed(content)
    changed = False
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iterfind("numFmts/numFmt", _NAMESPACES)}
    months = {code for code in MONTHS if code not in codes} | {n for n, code in codes.items() if is_month(code)}
    for style in root.iterfind("cellXfs/xf", _NAMESPACES):
        code = style.get("numFmtId", "")
        if code in months:
            style.set("numFmtId", _SPAN)
            changed = True
        elif code in _DAYS | _TIMES and code not in codes:
            style.set("numFmtId", _DAY if code in _DAYS else _GENERAL)
            changed = True
    bases = len(root.findall("cellStyleXfs/xf", _NAMESPACES))
    for named in root.iterfind("cellStyles", _NAMESPACES):
        for style in list(named):
            base = style.get("xfId", "0")
            if not (base.isascii() and base.isdecimal() and int(base[:9]) < bases):
                # It rests on nothing: openpyxl prints that to standard output, and reads no more.
                named.remove(style)
                changed = True
    for fill in root.iterfind(".//fill", _NAMESPACES):
        if not len(fill):
            ElementTree.SubElement(fill, f"{{{_MAIN}}}patternFill")
            changed = True
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else None


# -- sheets --------------------------------------------------------------------------------------------------------


def merged_ranges(content: bytes) -> list[str]:
    """The merged ranges of a sheet, such as ``A1:B2``, whatever its elements are prefixed with."""
    from defusedxml.ElementTree import iterparse

    return [
        element.get("ref", "")
        for _, element in iterparse(io.BytesIO(_without_rows(content)))
        if element.tag.rpartition("}")[2] == "mergeCell"
    ]


_ROWS = re.compile(rb"<(?P<prefix>[\w.-]+:)?sheetData[\s>].*</(?P=prefix)?sheetData\s*>", re.DOTALL)


def _without_rows(content: bytes) -> bytes:
    """A sheet without its rows, which are nearly all of it and were read already."""
    return _ROWS.sub(b"", content, count=1)


_HIDDEN = re.compile(
    rb"""<(?:[\w.-]+:)?(?P<what>row|col)\s(?=[^<>]*\bhidden\s*=\s*["'](?:1|true)["'])(?P<rest>[^<>]*)>"""
)
_PLACES = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")


def hidden(content: bytes) -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
    """The hidden rows of a sheet, and its hidden columns as ranges, both from 1."""
    rows: set[int] = set()
    columns = []
    for match in _HIDDEN.finditer(content) if b"hidden" in content else ():
        places = {name: int(number) for name, number in _PLACES.findall(match["rest"])}
        if match["what"] == b"row":
            rows |= {places[b"r"]} if b"r" in places else set()
        elif b"min" in places:
            columns.append((places[b"min"], places.get(b"max", places[b"min"])))
    return frozenset(rows), tuple(columns)


_UNSAVED = re.compile(
    rb"<(?:[\w.-]+:)?c\b(?P<attributes>[^<>]*)>\s*<(?:[\w.-]+:)?f\b[^<>]*(?:/>|>[^<]*</(?:[\w.-]+:)?f\s*>)\s*"
    rb"(?P<value><(?:[\w.-]+:)?v\s*(?:/>|>\s*</(?:[\w.-]+:)?v\s*>)\s*)?</(?:[\w.-]+:)?c\s*>"
)
_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")


def unsaved(content: bytes) -> list[tuple[int, str]]:
    """The cells of a sheet that have a formula and no value: row and letters of the column.

    Row 0 for those of which it is not written. An empty value is one where the cell says that it is text.
    """
    found = []
    for match in _UNSAVED.finditer(content):
        if match["value"] is not None and _TEXT.search(match["attributes"]):
            continue
        place = _REFERENCE.search(match["attributes"])
        found.append((0, "") if place is None else (int(place[2]), place[1].decode()))
    return found
