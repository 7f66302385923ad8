"""Catalogue files as records of text: CSV, XLSX, JSON (array, lines, or one array inside an object).

Every value is kept as it was written. Rows that cannot be read are reported with their number. A file that is no
catalogue raises :class:`NotACatalogue`, which says what it is instead.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Error, MissingExtra
from .columns import is_header

#: Rows looked at for a header in a sheet; banners above it are common.
_HEADER_SEARCH = 20
_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"\xd0\xcf\x11\xe0", "旧格式的 Office 文件（.xls 或者 .doc）；请另存为 .xlsx"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"SQLite format 3", "SQLite 数据库"),
    (b"PAR1", "Parquet 文件"),
)


class NotACatalogue(Error):
    """The file is no catalogue of datasets; the message says what it is."""

    code = "not_a_catalogue"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file.

    Attributes:
        number: row (or line, or element) in the file, from 1.
        values: column name to value; text, or a date where the workbook has a date cell.
    """

    number: int
    values: dict[str, str | dt.date]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read.

    Attributes:
        kind: ``csv``, ``xlsx`` or ``json``.
        encoding: how its bytes were read.
        sheet: the sheet taken, for a workbook.
        columns: column names in order.
        records: the rows.
        problems: what could not be read, as (row, Chinese text); row 0 for the file as a whole.
    """

    kind: str
    encoding: str
    sheet: str | None
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[tuple[int, str], ...]


def read_table(path: Path) -> Table:
    """Read a catalogue file.

    Raises:
        NotACatalogue: it is something else, or cannot be opened.
        MissingExtra: a workbook, and ``openpyxl`` is not installed.
    """
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise NotACatalogue(f"{path} 是一个文件夹，不是目录文件。") from None
    except OSError as error:
        raise NotACatalogue(f"读不了 {path}：{_reason(error)}。") from None
    if not data.strip():
        raise NotACatalogue(f"{path.name} 是空文件。")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise NotACatalogue(f"{path.name} 是{name}，不是 CSV、XLSX 或者 JSON 目录。")
    if data.startswith(b"PK\x03\x04"):
        return _workbook(path.name, data)
    text, encoding = _decoded(path.name, data)
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        return _json(path.name, text, encoding)
    if start == "<":
        raise NotACatalogue(f"{path.name} 是网页或者 XML 文件，不是 CSV、XLSX 或者 JSON 目录。")
    return _csv(path.name, text, encoding)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    return "没有读取的权限" if isinstance(error, PermissionError) else "系统拒绝读取"


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, {"utf-8-sig": "UTF-8（有 BOM）", "utf-8": "UTF-8", "gb18030": "GBK"}.get(encoding, "UTF-16")
    raise NotACatalogue(f"{name} 不是文本（既不是 UTF-8，也不是 GBK），也不是 XLSX。")


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json(name: str, text: str, encoding: str) -> Table:
    problems: list[tuple[int, str]] = []
    try:
        found = json.loads(text)
    except RecursionError:
        raise NotACatalogue(f"{name} 是嵌套过深的 JSON，不是目录。") from None
    except ValueError:
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append((number, json.loads(line)))
            except (ValueError, RecursionError):
                problems.append((number, "这一行不是完整的 JSON，没有读取"))
        if not found:
            raise NotACatalogue(f"{name} 不是完整的 JSON（可能没有下载完）。") from None
        return _records(name, "json", encoding, found, problems)
    if isinstance(found, dict):
        arrays = {key: value for key, value in found.items() if _is_records(value)}
        if len(arrays) == 1:
            [(key, rows)] = arrays.items()
            problems.append((0, f"数据集在“{key}”之中"))
            found = rows
        elif not arrays and is_header(found):
            found = [found]
        elif _is_glossary(found):
            raise NotACatalogue(f"{name} 是一份对照表（名称对名称），不是数据集目录。")
        else:
            inner = "、".join(list(arrays)[:5])
            detail = f"其中有几个列表（{inner}），不知道哪一个是目录" if arrays else "其中没有数据集的列表"
            raise NotACatalogue(f"{name} 是一个 JSON 对象，{detail}。")
    if not found:
        raise NotACatalogue(f"{name} 是空的列表，没有数据集。")
    return _records(name, "json", encoding, list(enumerate(found, 1)), problems)


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_glossary(found: dict[str, Any]) -> bool:
    values = list(found.values())
    while values and all(isinstance(value, dict) for value in values):
        values = [inner for value in values for inner in value.values()]
    flat = [value for value in values if not isinstance(value, dict)]
    return bool(values) and all(isinstance(value, str) for value in flat)


def _records(
    name: str,
    kind: str,
    encoding: str,
    rows: Iterable[tuple[int, object]],
    problems: list[tuple[int, str]],
) -> Table:
    columns: dict[str, None] = {}
    records = []
    for number, row in rows:
        if not isinstance(row, dict):
            problems.append((number, "这一项不是“列名: 值”，没有读取"))
            continue
        values: dict[str, str | dt.date] = {str(key): _text(value) for key, value in row.items()}
        columns |= dict.fromkeys(values)
        records.append(Record(number, values))
    if not records:
        raise NotACatalogue(f"{name} 是 JSON，但各项不是“列名: 值”的记录。")
    return _table(name, kind, encoding, None, tuple(columns), records, problems)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _csv(name: str, text: str, encoding: str) -> Table:
    head = text[:20_000]
    first = head.splitlines()[0] if head.splitlines() else ""
    delimiter = max(",\t;|", key=first.count)
    if first.count(delimiter) == 0 and not is_header({first.strip(): ""}):
        raise NotACatalogue(f"{name} 是没有分列的文本，不是目录。")
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error:
        raise NotACatalogue(f"{name} 的分列方式读不出来，可能有没有成对的引号。") from None
    numbered = [(number, list[str | dt.date](row)) for number, row in enumerate(rows, 1)]
    return _grid(name, "csv", encoding, None, numbered)


# -- workbooks ---------------------------------------------------------------------------------------------------------


def _workbook(name: str, data: bytes) -> Table:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise NotACatalogue(f"{name} 是损坏的压缩包或者没有下载完的 XLSX。") from None
    if "xl/workbook.xml" not in names:
        raise NotACatalogue(f"{name} 是压缩包或者别的 Office 文件，不是 XLSX 目录。")
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra('读 XLSX 需要安装：pip install "opendata-rules[catalogue]"') from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {
                sheet.title: [
                    (number, [_cell(value) for value in row])
                    for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
                ]
                for sheet in book.worksheets
            }
    except Exception as error:  # openpyxl raises whatever the broken XML makes it raise
        raise NotACatalogue(f"{name} 不是完好的 XLSX（{type(error).__name__}）。") from None
    filled = {title: rows for title, rows in sheets.items() if any(any(row) for _, row in rows)}
    if not filled:
        raise NotACatalogue(f"{name} 的工作表都是空的。")
    for title, rows in filled.items():
        if _header_row(rows) is not None:
            return _grid(name, "xlsx", "XLSX", title, rows)
    title = next(iter(filled))
    return _grid(name, "xlsx", "XLSX", title, filled[title])


def _cell(value: object) -> str | dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return _text(value).strip() if value is not None else ""


def _header_row(rows: list[tuple[int, list[str | dt.date]]]) -> int | None:
    for index, (_, row) in enumerate(rows[:_HEADER_SEARCH]):
        if is_header({str(cell): "" for cell in row}):
            return index
    return None


def _grid(name: str, kind: str, encoding: str, sheet: str | None, rows: list[tuple[int, list[str | dt.date]]]) -> Table:
    at = _header_row(rows)
    if at is None:
        cells = [str(cell).strip() for cell in rows[0][1] if str(cell).strip()]
        shown = "、".join(cell[:20] for cell in cells[:8])
        raise NotACatalogue(f"{name} 中没有找到数据集名称一列，认不出是目录；第一行是：{shown}。")
    header = [str(cell).strip() for cell in rows[at][1]]
    problems: list[tuple[int, str]] = []
    columns: list[str] = []
    for index, column in enumerate(header):
        if not column and any(index < len(row) and row[index] for _, row in rows[at + 1 :]):
            column = f"（第 {index + 1} 列，没有列名）"
        if column and column in columns:
            problems.append((rows[at][0], f"列名“{column}”出现了不止一次，后面的记作“{column}（第 {index + 1} 列）”"))
            column = f"{column}（第 {index + 1} 列）"
        columns.append(column)
    records = []
    for number, row in rows[at + 1 :]:
        if not any(str(cell).strip() for cell in row):
            continue
        if len(row) > len(columns) and any(str(cell).strip() for cell in row[len(columns) :]):
            problems.append((number, "这一行比表头多出几列，多出的没有用"))
        elif len(row) < len(columns) and kind == "csv":
            problems.append((number, "这一行比表头少几列，缺的当作没有填"))
        records.append(Record(number, {c: v for c, v in zip(columns, row, strict=False) if c}))
    return _table(name, kind, encoding, sheet, tuple(c for c in columns if c), records, problems)


def _table(
    name: str,
    kind: str,
    encoding: str,
    sheet: str | None,
    columns: tuple[str, ...],
    records: list[Record],
    problems: list[tuple[int, str]],
) -> Table:
    if not records:
        raise NotACatalogue(f"{name} 只有表头，没有数据集。")
    if not is_header(dict.fromkeys(columns, "")):
        shown = "、".join(column[:20] for column in columns[:8])
        raise NotACatalogue(f"{name} 中没有数据集名称一列，认不出是目录；它的列是：{shown}。")
    _refuse_resources(name, columns, records)
    return Table(kind, encoding, sheet, columns, tuple(records), tuple(problems))


def _refuse_resources(name: str, columns: tuple[str, ...], records: list[Record]) -> None:
    """A list of the files of datasets names each dataset many times, beside the file's own name and size."""
    own = {"resource_name", "file_size", "资源文件名", "文件名称", "文件大小"} & set(columns)
    keys = [column for column in columns if column in ("catalog_id", "catalogId", "目录编号", "目录编码")]
    if own and keys and len({record.values.get(keys[0]) for record in records}) * 2 < len(records):
        raise NotACatalogue(
            f"{name} 每行是一个文件资源（列：{'、'.join(sorted(own))}），同一数据集重复出现，不是数据集目录。"
        )
