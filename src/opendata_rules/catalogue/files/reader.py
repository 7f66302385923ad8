"""Catalogue files as records of text: CSV, XLSX, JSON (array, lines, or one array inside an object).

Every value is kept as it was written. Rows that cannot be read are reported with their number. A file that is no
catalogue raises :class:`NotACatalogue`, which says what it is instead.
"""

from __future__ import annotations

import re
from pathlib import Path

from ...quoting import quoted
from ..errors import NotACatalogue
from ..identity import without_identity_numbers
from ..profile import Profile
from .csv import read_csv
from .formats import Formats, told
from .json import read_json
from .parts import Problems
from .rdf import is_rdf, read_rdf
from .records import Table
from .xlsx import read_xlsx

#: A catalogue of all of China's portals would fit; what is larger is something else.
_SIZE_LIMIT = 200_000_000
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
#: Names of the streams inside an old Office file, which tell what it is.
_STREAMS = (
    ("EncryptedPackage", "有打开密码的工作簿；请先去掉密码，再另存为 .xlsx"),
    ("Workbook", "旧格式的工作簿（.xls 或者 .et）；请另存为 .xlsx"),
    ("Book", "旧格式的工作簿（.xls）；请另存为 .xlsx"),
    ("WordDocument", "旧格式的 Word 文档（.doc）；请把其中的表格存为 .xlsx"),
)
_BIG5 = "big5hkscs"
#: Characters of two bytes: in Big5 many have a second byte below A1, in GBK only rare ones have.
_PAIR = re.compile(rb"[\x81-\xfe]([\x40-\x7e\x80-\xfe])")
_ENCODING_NAMES = {
    "utf-8-sig": "UTF-8（有 BOM）",
    "utf-8": "UTF-8",
    "gb18030": "GBK",
    "utf-16": "UTF-16",
    _BIG5: "Big5（繁体）",
}
#: How names of lock files begin.
_LOCKS = ("~$", ".~", ".~lock.")

#: Longest path shown.
_PATH = 400
#: Bytes looked at to tell encodings apart.
_LOOKED_AT = 1_000_000


def read_table(path: Path, profile: Profile | None = None) -> Table:
    """Read a catalogue file.

    Raises:
        NotACatalogue: it is something else, or cannot be opened.
        MissingExtra: a workbook, and ``openpyxl`` is not installed.
    """
    return table_of(path.name, content_of(path), profile)


def table_of(name: str, data: bytes, profile: Profile | None = None, known: tuple[Profile, ...] = ()) -> Table:
    """The table in the bytes of a file.

    Args:
        name: its name.
        data: its bytes.
        profile: what the platform's columns and codes mean.
        known: the registered formats, of which the file may have one.

    Raises:
        NotACatalogue: they are something else.
        MissingExtra: a workbook, and ``openpyxl`` is not installed.
    """
    formats = Formats(profile or Profile(), known)
    table = _read(name, data, formats)
    by = formats.of_columns(table.columns) if table.profile is None else None
    return table if by is None else told(table, by)


def _read(name: str, data: bytes, formats: Formats) -> Table:
    profile = formats.own
    name = quoted(without_identity_numbers(name))
    if not data.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise NotACatalogue(f"{name} 是空文件。", english=f"{name} is empty.")
    if name.startswith(_LOCKS):
        raise NotACatalogue(
            f"{name} 是表格软件打开一个文件时留下的锁定文件，不是目录；请检查名称去掉开头符号的那个文件。",
            english=f"{name} is the lock file of a spreadsheet program, not a catalogue.",
        )
    _refuse_known(name, data)
    problems: Problems = []
    if data.startswith(b"PK\x03\x04"):
        return read_xlsx(name, data, profile.columns, profile.sheets, problems)
    text, encoding = _decoded(name, data, problems)
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        return read_json(name, text, encoding, profile.columns, problems, formats)
    if is_rdf(text):
        return read_rdf(name, text, encoding, formats, problems)
    if start == "<":
        raise NotACatalogue(
            f"{name} 是网页或者 XML 文件（有的平台把网页存成 .xls），不是 CSV、XLSX、JSON 或者 RDF 目录；"
            "能用表格软件打开的，请另存为 .xlsx。",
            english=f"{name} is a web page or XML, not a catalogue in CSV, XLSX or JSON.",
        )
    by = formats.of_head(text)
    table = read_csv(name, text, encoding, (by or profile).meanings, problems)
    return table if by is None else told(table, by)


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        NotACatalogue: it is no file, too large, or cannot be opened.
    """
    shown = quoted(without_identity_numbers(str(path)), _PATH)
    try:
        if path.is_dir():
            raise NotACatalogue(
                f"{shown} 是一个文件夹，不是目录文件；请指明其中的一个文件。", english=f"{shown} is a folder."
            )
        if path.exists() and not path.is_file():
            raise NotACatalogue(f"{shown} 不是普通的文件。", english=f"{shown} is no regular file.")
        size = path.stat().st_size
        if size > _SIZE_LIMIT:
            raise NotACatalogue(
                f"{shown} 有 {size / 1e6:.0f} MB，超过 {_SIZE_LIMIT / 1e6:.0f} MB，没有读取；目录不会这样大。",
                english=f"{shown} is too large for a catalogue ({size} bytes).",
            )
        return path.read_bytes()
    except NotACatalogue:
        raise
    except FileNotFoundError:
        reason, english = "没有这个文件", "there is no such file"
    except PermissionError:
        reason, english = "没有读取的权限", "no permission"
    except (OSError, ValueError):
        reason, english = "系统拒绝读取", "the system refuses"
    raise NotACatalogue(f"读不了 {shown}：{reason}。", english=f"Cannot read {shown}: {english}.")


def _refuse_known(name: str, data: bytes) -> None:
    if data.startswith(_COMPOUND):
        what = next((what for stream, what in _STREAMS if stream.encode("utf-16-le") in data), "旧格式的 Office 文件")
        raise NotACatalogue(f"{name} 是{what}。", english=f"{name} is an old Office file; save it as .xlsx.")
    for magic, what in _MAGIC:
        # Two letters may begin a text as well; then the bytes after them are text too.
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:64]):
            raise NotACatalogue(
                f"{name} 是{what}，不是 CSV、XLSX 或者 JSON 目录。",
                english=f"{name} is not a catalogue in CSV, XLSX or JSON but another kind of file.",
            )


def _decoded(name: str, data: bytes, problems: Problems) -> tuple[str, str]:
    """The text and the name of its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif data.count(b"\x00") * 50 > len(data):
        # Commas and digits have their zero byte before or behind them.
        candidates = ["utf-16-le" if data[1::2].count(b"\x00") > data[::2].count(b"\x00") else "utf-16-be"]
    else:
        candidates = ["utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"]
        candidates += [_BIG5, "gb18030"] if _may_be_big5(data) else ["gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = _repaired(data, problems) if encoding.startswith("utf-8") else ""
        if text and text.count("\x00") * 50 <= len(text):
            return text, _ENCODING_NAMES.get(encoding, "UTF-16（没有 BOM）")
    raise NotACatalogue(
        f"{name} 不是文本（既不是 UTF-8，也不是 GBK），也不是 XLSX。",
        english=f"{name} is neither text (UTF-8 or GBK) nor XLSX.",
    )


def _may_be_big5(data: bytes) -> bool:
    """Whether bytes that are not ASCII look like Big5 rather than GBK."""
    pairs = [match[1] for match in _PAIR.finditer(data[:_LOOKED_AT])]
    low = len([second for second in pairs if second < b"\xa1"])
    return low > len(pairs) / 5


def _repaired(data: bytes, problems: Problems) -> str:
    """UTF-8 with a few broken bytes, as a cut download has at its end; empty where it is not UTF-8 at all."""
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    characters = sum(character > "\x7f" for character in text) - broken
    if broken * 20 > characters:
        return ""
    problems.append((0, f"有 {broken} 处损坏的字节（可能没有下载完），显示为 \ufffd"))
    return text
