"""What python-calamine does not tell of cells of .xls, .xlsb and .ods: errors, and days of which only the month shows.

Absent is not unread: an error (#N/A, #REF!), which the library reads as empty, is told as what it is. And 2024年3月,
typed into a cell, is kept as the first of the month; the format alone says that no day was meant. Whatever is not as it
should be in a file is passed over; the library has read it, and says so where it cannot.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archive import MONTHS, is_month

#: Errors by their codes in binary workbooks ([MS-XLS] 2.5.10, [MS-XLSB] 2.5.97.2).
_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
#: How a cell of text shows an error.
ERRORS = frozenset([*_CODES.values(), "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"])
#: Errors of one workbook that are looked up; a catalogue has no more.
_MOST = 100_000
#: Bytes of one part of an archive.
_LARGEST = 400_000_000
#: Stands for a number whose format shows a year and a month.
MONTH = "yyyy-mm"
#: Errors and :data:`MONTH` by sheet, row (from 1) and place (from 0).
Errors = dict[str, dict[int, dict[int, str]]]
_OFFICE, _TABLE = (
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_STYLES = "xl/styles.bin"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def error_cells(kind: str, data: bytes) -> Errors:
    """The cells of a workbook that hold an error, or may be a day of which only the month shows.

    Args:
        kind: ``xls``, ``xlsb`` or ``ods``.
        data: its bytes.
    """
    read = {"xls": _of_xls, "xlsb": _of_xlsb, "ods": _of_ods}[kind]
    found: Errors = {}
    try:
        for number, (sheet, row, place, text) in enumerate(read(data)):
            if number >= _MOST:
                break
            found.setdefault(sheet, {}).setdefault(row, {})[place] = text
    except Exception:
        # Bytes from outside in a format of many forms: the cells found until here are right.
        return found
    return found


class _Formats:
    """The formats of the cells of a binary workbook.

    Attributes:
        codes: format codes by their numbers; those that everybody has built in are not among them.
        styles: the number of the format of each style of cells.
    """

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []

    def month(self, style: int) -> bool:
        """Whether cells of a style show the year and the month of a day alone."""
        number = self.styles[style]
        code = self.codes.get(number)
        return str(number) in MONTHS if code is None else is_month(code)


def _of_xls(data: bytes) -> Iterator[tuple[str, int, int, str]]:
    import olefile

    book = data
    if data.startswith(olefile.MAGIC):
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            book = file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
    sheets: dict[int, str] = {}
    formats = _Formats()
    sheet, depth, wide = "", 0, True
    place = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        content = book[place + 4 : place + 4 + size]
        if kind == 0x0809:  # BOF
            wide = struct.unpack_from("<H", content)[0] >= 0x0600
            depth += 1
            sheet = sheets.get(place, sheet)
        elif kind == 0x000A:  # EOF
            depth -= 1
        elif kind == 0x0085:  # BOUNDSHEET
            start, length = struct.unpack_from("<I", content)[0], content[6]
            if wide:
                codec = "utf-16-le" if content[7] & 1 else "latin-1"
                sheets[start] = content[8 : 8 + length * (1 + (content[7] & 1))].decode(codec)
            else:
                sheets[start] = content[7 : 7 + length].decode("gb18030", "replace")
        elif kind == 0x041E:  # FORMAT
            number, length = struct.unpack_from("<HH" if wide else "<HB", content)
            doubled = wide and content[4] & 1
            text = content[5 if wide else 3 :][: length * (1 + bool(doubled))]
            formats.codes[number] = text.decode("utf-16-le" if doubled else "latin-1")
        elif kind == 0x00E0:  # XF
            formats.styles.append(struct.unpack_from("<H", content, 2)[0])
        elif depth == 1 and sheet:
            if kind in (0x0203, 0x027E, 0x0006, 0x0406) and formats.month(struct.unpack_from("<H", content, 4)[0]):
                row, column = struct.unpack_from("<HH", content)  # NUMBER, RK, FORMULA
                yield sheet, row + 1, column, MONTH
            elif kind == 0x00BD:  # MULRK
                row, column = struct.unpack_from("<HH", content)
                for beside, at in enumerate(range(4, size - 2, 6)):
                    if formats.month(struct.unpack_from("<H", content, at)[0]):
                        yield sheet, row + 1, column + beside, MONTH
            if kind == 0x0205 and content[7]:  # BOOLERR
                row, column = struct.unpack_from("<HH", content)
                yield sheet, row + 1, column, _CODES.get(content[6], "#UNKNOWN!")
            elif kind in (0x0006, 0x0406) and content[6] == 2 and content[12:14] == b"\xff\xff":  # FORMULA
                row, column = struct.unpack_from("<HH", content)
                yield sheet, row + 1, column, _CODES.get(content[8], "#UNKNOWN!")
        place += 4 + size


def _of_xlsb(data: bytes) -> Iterator[tuple[str, int, int, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = "xl/workbook.bin"
        targets = {
            one.get("Id", ""): posixpath.normpath(posixpath.join("xl", one.get("Target", "").lstrip("/")))
            if not one.get("Target", "").startswith("/")
            else one.get("Target", "").lstrip("/")
            for one in _parsed(archive, "xl/_rels/workbook.bin.rels").iter(_RELATION)
        }
        formats = _formats_of_xlsb(archive)
        for kind, content in _records(_part(archive, main)):
            if kind == 156:  # BrtBundleSh
                relation, end = _wide(content, 8)
                title, _ = _wide(content, end)
                yield from _in_xlsb(title, _part(archive, targets[relation]), formats)


def _formats_of_xlsb(archive: zipfile.ZipFile) -> _Formats:
    found, of_cells = _Formats(), False
    for kind, content in _records(_part(archive, _STYLES)) if _STYLES in archive.namelist() else ():
        if kind in (617, 618):  # BrtBeginCellXFs, BrtEndCellXFs
            of_cells = kind == 617
        elif kind == 44:  # BrtFmt
            found.codes[struct.unpack_from("<H", content)[0]] = _wide(content, 2)[0]
        elif kind == 47 and of_cells:  # BrtXF
            found.styles.append(struct.unpack_from("<H", content, 2)[0])
    return found


def _in_xlsb(title: str, part: bytes, formats: _Formats) -> Iterator[tuple[str, int, int, str]]:
    row = 0
    for kind, content in _records(part):
        if kind == 0:  # BrtRowHdr
            row = struct.unpack_from("<I", content)[0]
        elif kind in (3, 11):  # BrtCellError, BrtFmlaError
            yield title, row + 1, struct.unpack_from("<I", content)[0], _CODES.get(content[8], "#UNKNOWN!")
        elif kind in (2, 5, 9) and formats.month(struct.unpack_from("<I", content, 4)[0] & 0xFFFFFF):
            # BrtCellRk, BrtCellReal, BrtFmlaNum
            yield title, row + 1, struct.unpack_from("<I", content)[0], MONTH


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part ([MS-XLSB] 2.1.4)."""
    place = 0
    while place < len(part):
        kind = part[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[place] << 7)
            place += 1
        size = shift = 0
        while True:
            byte = part[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, part[place : place + size]
        place += size


def _wide(content: bytes, place: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", content, place)[0]
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le"), end


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError("a part too large to be one of a catalogue")
    return archive.read(name)


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    from defusedxml.ElementTree import fromstring

    found: Element = fromstring(_part(archive, name))
    return found


def _of_ods(data: bytes) -> Iterator[tuple[str, int, int, str]]:
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > _LARGEST:
            return
        sheet, row, place, within = "", 0, 0, 0
        with archive.open("content.xml") as content:
            for event, element in iterparse(content, events=("start", "end")):
                tag = element.tag
                if event == "start":
                    if tag == f"{_TABLE}table":
                        sheet, row, within = element.get(f"{_TABLE}name", ""), 0, within + 1
                    elif tag == f"{_TABLE}table-row":
                        place = 0
                    continue
                if tag == f"{_TABLE}table":
                    within -= 1
                elif tag == f"{_TABLE}table-row":
                    row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                    element.clear()
                elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    text = "".join(element.itertext()).strip()
                    if within == 1 and (element.get(f"{_CALC}value-type") == "error" or _is_error(element, text)):
                        yield sheet, row + 1, place, text if text in ERRORS else "#UNKNOWN!"
                    elif within == 1 and element.get(f"{_OFFICE}value-type") == "date" and _YEAR_AND_MONTH(text):
                        yield sheet, row + 1, place, MONTH
                    place += int(element.get(f"{_TABLE}number-columns-repeated", "1"))


_YEAR_AND_MONTH = re.compile(r"\D*\d{4}\D+\d{1,2}\D*").fullmatch


def _is_error(cell: Element, text: str) -> bool:
    return bool(cell.get(f"{_TABLE}formula")) and text in ERRORS
