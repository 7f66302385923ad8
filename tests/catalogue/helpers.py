"""Small catalogues made for the tests, and the law they are checked against."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import opendata_rules as odr
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.report import Report
from opendata_rules.catalogue.results import Row

from ..laws import law

ON = dt.date(2026, 3, 10)
#: A catalogue of one dataset, by column.
DATASET = {
    "数据集名称": "公园名录",
    "提供单位": "市园林局",
    "开放属性": "无条件开放",
    "更新频率": "每年",
    "更新时间": "2025-06-01",
}


def taian(**options: bool) -> odr.Law:
    return law("taian", ON, **options)


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as delimited text; cells with quotation marks, delimiters or line breaks are quoted."""

    def cell(text: str) -> str:
        quoted = any(mark in text for mark in ('"', delimiter, "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in rows)


def table(*datasets: dict[str, str]) -> list[list[str]]:
    """Header and rows of datasets."""
    columns = list(dict.fromkeys(column for dataset in datasets for column in dataset))
    return [columns, *([dataset.get(column, "") for column in columns] for dataset in datasets)]


def write(folder: Path, content: str | bytes, name: str = "目录.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def write_csv(folder: Path, *datasets: dict[str, str], name: str = "目录.csv") -> Path:
    return write(folder, csv_text(table(*datasets)), name)


def write_json(folder: Path, content: Any, name: str = "目录.json") -> Path:
    # A lone surrogate stands as an escape, the only way it gets into a file.
    return write(folder, json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace"), name)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """A workbook; ranges to merge are those of the first sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_xlsx(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> Path:
    return write(folder, workbook(sheets, merged), "目录.xlsx")


def report_of(folder: Path, *datasets: dict[str, str], **options: Any) -> Report:
    """The report on datasets, through a CSV file."""
    return check(options.pop("law", None) or taian(), write_csv(folder, *datasets), **options)


def row_of(folder: Path, **changes: str) -> Row:
    """The one row of a catalogue that differs from :data:`DATASET` in some columns."""
    [row] = report_of(folder, DATASET | changes).rows
    return row


def problems(report: Report) -> str:
    return "\n".join(f"{row} {text}" for row, text in report.problems)
