"""Catalogue files as records of text: CSV, XLSX, JSON (array, lines, or one array inside an object).

Every value is kept as it was written. Rows that cannot be read are reported with their number. A file that is no
catalogue raises :class:`NotACatalogue`, which says what it is instead.
"""

from __future__ import annotations

import codecs

from ..errors import NotACatalogue
from ..profile import Profile
from ..text import quoted
from .archive import other_workbook_in
from .calamine import read_other_workbook
from .content import Content, Decoded, Text, decoded
from .csv import read_csv
from .encodings import foreign, is_big5, mixed
from .formats import Formats, told
from .json import read_json
from .rdf import is_rdf, read_rdf
from .records import Problems, Table
from .xlsx import read_xlsx

_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"RIFF", "图片、声音或者录像"),
    (b"\x1f\x8b", "gzip 压缩包；请先解开"),
    (b"BZh", "bzip2 压缩包；请先解开"),
    (b"\xfd7zXZ", "xz 压缩包；请先解开"),
    (b"7z\xbc\xaf", "7z 压缩包；请先解开"),
    (b"Rar!", "RAR 压缩包；请先解开"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"SQLite format 3", "SQLite 数据库"),
    (b"PAR1", "Parquet 文件"),
    (b"ARROW1", "Arrow 文件"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK\x03\x04"
#: How workbooks of the years before compound files begin, BIFF 2 to 4.
_BARE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
#: Names of the streams inside an old Office file, which tell what it is.
_STREAMS = (
    ("EncryptedPackage", "有打开密码的工作簿；请先去掉密码，再检查"),
    ("Workbook", ""),
    ("Book", ""),
    ("WordDocument", "旧格式的 Word 文档（.doc）；请把其中的表格存为 .xlsx"),
    ("PowerPoint Document", "旧格式的 PowerPoint 文稿（.ppt）"),
)
_BIG5 = "big5hkscs"
_ENCODING_NAMES = {
    "utf-8-sig": "UTF-8（有 BOM）",
    "utf-8": "UTF-8",
    "gb18030": "GBK",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    _BIG5: "Big5（繁体）",
}
#: Text of two bytes a character that does not say in which order they are.
_UNMARKED = "UTF-16（没有 BOM）"
#: How names of lock files begin.
_LOCKS = ("~$", ".~", ".~lock.")

#: Characters looked at to tell JSON and RDF from other text, and to know a format by its columns.
_HEAD = 20_000


def table_of(
    name: str,
    content: Content,
    profile: Profile | None = None,
    asked: str = "declared",
    known: tuple[Profile, ...] = (),
) -> Table:
    """The table in the bytes of a file.

    Args:
        name: the file's name.
        content: its bytes.
        profile: what its columns mean.
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``: of several tables the one
            that has it is read.
        known: the registered formats, of which the file may have one.

    Raises:
        NotACatalogue: they are something else.
        MissingExtra: a workbook, and ``openpyxl`` is not installed.
    """
    formats = Formats(profile or Profile(), known)
    table = _read(name, content, formats, asked)
    by = formats.of_columns(table.columns) if table.profile is None else None
    return table if by is None else told(table, by)


def _read(name: str, content: Content, formats: Formats, asked: str) -> Table:
    profile = formats.own
    name = quoted(name)
    if content.blank:
        raise NotACatalogue(f"{name} 是空文件。", english=f"{name} is empty.")
    if name.startswith(_LOCKS):
        raise NotACatalogue(
            f"{name} 是表格软件打开一个文件时留下的锁定文件，不是目录；请检查名称去掉开头符号的那个文件。",
            english=f"{name} is the lock file of a spreadsheet program, not a catalogue.",
        )
    _refuse_known(name, content)
    problems: Problems = []
    if content.head.startswith((_COMPOUND, *_BARE, _ARCHIVE)):
        data = content.read(name)
        kind = _other_workbook(name, data)
        if kind is not None:
            return read_other_workbook(name, data, kind, profile.columns, profile.sheets, problems, asked)
        return read_xlsx(name, data, profile.columns, profile.sheets, problems, asked)
    text = _decoded(name, content, problems)
    head = text.head(_HEAD)
    start = head.lstrip()[:1]
    if start in ("[", "{"):
        return read_json(name, text, profile.columns, problems, formats)
    if is_rdf(head):
        return read_rdf(name, text.read(name), text.encoding, formats, problems)
    if start == "<":
        raise NotACatalogue(
            f"{name} 是网页或者 XML 文件（有的平台把网页存成 .xls），不是 CSV、XLSX、JSON 或者 RDF 目录；"
            "能用表格软件打开的，请另存为 .xlsx。",
            english=f"{name} is a web page or XML, not a catalogue in CSV, XLSX or JSON.",
        )
    by = formats.of_head(head)
    try:
        table = read_csv(name, text, (by or profile).meanings, problems, asked)
        return table if by is None else told(table, by)
    except NotACatalogue:
        other = foreign(name, content.head, text.head(_HEAD)) if text.codec in (_BIG5, "gb18030") else None
        if other is None:
            raise
        raise other from None


def _other_workbook(name: str, data: bytes) -> str | None:
    """Which workbook it is that is no XLSX: ``xls``, ``xlsb`` or ``ods``; ``None`` where it is none of them."""
    return other_workbook_in(name, data) if data.startswith(_ARCHIVE) else "xls"


def _refuse_known(name: str, content: Content) -> None:
    head = content.head
    if head.startswith(_COMPOUND):
        data = content.read(name)
        what = next((what for stream, what in _STREAMS if stream.encode("utf-16-le") in data), "旧格式的 Office 文件")
        if what:
            raise NotACatalogue(f"{name} 是{what}。", english=f"{name} is an old Office file that is no open workbook.")
    if len(head) == content.size < len(_COMPOUND) and content.size > 1 and _COMPOUND.startswith(head):
        raise NotACatalogue(
            f"{name} 只有 {content.size} 个字节，是没有下载完的旧格式 Office 文件（.xls、.et、.doc）；请重新下载。",
            english=f"{name} is an old Office file cut off after {content.size} bytes.",
        )
    for magic, what in _MAGIC:
        # Two letters may begin a text as well; then the bytes after them are text too.
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head[:64]):
            raise NotACatalogue(
                f"{name} 是{what}，不是 CSV、XLSX 或者 JSON 目录。",
                english=f"{name} is not a catalogue in CSV, XLSX or JSON but another kind of file.",
            )


def _decoded(name: str, content: Content, problems: Problems) -> Text:
    """The text in the bytes."""
    even, odd = content.zeros
    if content.head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        candidates = ["utf-32"]
    elif content.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif (even + odd) * 50 > content.size:
        # Commas and digits have their zero byte before or behind them.
        candidates = ["utf-16-le" if odd > even else "utf-16-be"]
    else:
        candidates = ["utf-8-sig" if content.head.startswith(codecs.BOM_UTF8) else "utf-8"]
        candidates += [_BIG5, "gb18030"] if is_big5(content.head, _BIG5) else ["gb18030"]
    for codec in candidates:
        found = decoded(content, codec)
        broken = found is None and codec.startswith("utf-8")
        if broken:
            two = mixed(name, content.head)
            if two is not None:
                raise two
            found = _repaired(content, problems)
        if found is not None and found.characters and found.zeros * 50 <= found.characters:
            shown = _ENCODING_NAMES.get(codec, _UNMARKED)
            return Text(content, "utf-8-sig" if broken else codec, shown, broken, found.end)
    raise NotACatalogue(
        f"{name} 不是文本（既不是 UTF-8，也不是 GBK），也不是 XLSX。",
        english=f"{name} is neither text (UTF-8 or GBK) nor XLSX.",
    )


def codecs_of(encoding: str) -> tuple[str, ...]:
    """The codecs by which a text may have been read, of which a report says that it was in an encoding."""
    found = tuple(codec for codec, name in _ENCODING_NAMES.items() if name == encoding)
    return found or (("utf-16-le", "utf-16-be") if encoding == _UNMARKED else ())


def _repaired(content: Content, problems: Problems) -> Decoded | None:
    """UTF-8 with a few broken bytes, as a cut download has at its end; ``None`` where it is not UTF-8 at all."""
    found = decoded(content, "utf-8-sig", errors="replace")
    if found is None or found.broken * 20 > found.wide - found.broken:
        return None
    problems.append((0, f"有 {found.broken} 处损坏的字节（可能没有下载完），显示为 \ufffd"))
    return found
