"""The report as a workbook: 汇总, 数据集, 问题, 说明. Text stays text, whatever it looks like."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from ..errors import MissingExtra
from .render_csv import HEADINGS, cells, harmless
from .report import VERDICTS, Report

#: Characters that XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL_LIMIT = 32_000


def _clean(text: str) -> str:
    kept = _ILLEGAL.sub("\ufffd", text)
    return kept if len(kept) <= _CELL_LIMIT else kept[:_CELL_LIMIT] + "…"


def render_xlsx(report: Report) -> bytes:
    """The workbook; the same report gives the same bytes.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra('写 XLSX 需要安装：pip install "opendata-rules[catalogue]"') from error
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "公共数据目录检查报告", "created": dt.datetime(2000, 1, 1)})
    heading = book.add_format({"bold": True, "bg_color": "#E7ECF3", "border": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    colours = {
        "invalid": "#F8D7D3",
        "human_review": "#FBE5C8",
        "not_recognised": "#E6E6E6",
        "valid": "#DCEFDC",
    }
    marked = {
        name: book.add_format({"text_wrap": True, "valign": "top", "bg_color": colour})
        for name, colour in colours.items()
    }

    def sheet(name: str, headings: tuple[str, ...], rows: list[tuple[Any, ...]], widths: tuple[int, ...]) -> Any:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column, text in enumerate(headings):
            page.set_column(column, column, widths[column])
            page.write_string(0, column, text, heading)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(number, column, cell, body)
                else:
                    page.write_string(number, column, _clean(harmless(cell)), body)
        if rows:
            page.autofilter(0, 0, len(rows), len(headings) - 1)
        return page

    verdicts = tuple(name for name, _ in VERDICTS.values())
    summary: list[tuple[Any, ...]] = [
        (
            department.name or "（没有填）",
            department.total,
            *(department.counts[verdict] for verdict in VERDICTS),
            department.overdue,
            department.suspected,
        )
        for department in report.departments
    ]
    sheet(
        "汇总",
        ("提供单位", "数据集", *verdicts, "更新逾期", "名称可疑"),
        summary,
        (36, 9, *(11 for _ in verdicts), 10, 10),
    )
    page = sheet(
        "数据集",
        HEADINGS,
        [cells(row) for row in report.rows],
        (7, 36, 20, 24, 16, 14, 18, 22, 50, 50, 40, 9, 40),
    )
    for number, row in enumerate(report.rows, 1):
        if row.verdict in marked:
            page.write_string(number, 5, VERDICTS[row.verdict][0], marked[row.verdict])
    problems: list[tuple[Any, ...]] = [(row or "全文件", text) for row, text in report.problems]
    sheet("问题", ("行号", "内容"), problems, (10, 100))
    about: list[tuple[Any, ...]] = [
        ("文件", report.file),
        ("地方", report.place_name),
        ("法律日期", report.on.isoformat()),
        *((f"列：{column}", meaning) for column, meaning in report.columns),
        *((f"结果：{name}", text) for name, text in VERDICTS.values()),
        *((f"提示：{code}", text) for code, text in report.warnings),
        *(("有关文件", standing.line("zh")) for standing in report.instruments),
    ]
    sheet("说明", ("项目", "内容"), about, (30, 100))
    book.close()
    return buffer.getvalue()
