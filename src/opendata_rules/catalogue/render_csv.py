"""The report as CSV for Excel: a BOM so that it shows Chinese, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import io

from ..terms import ATTRIBUTE_TERMS, Attribute, Scheme
from .report import VERDICTS, Report, Row

HEADINGS = (
    "行号",
    "数据集名称",
    "数据集编号",
    "提供单位",
    "申报的开放属性（原文）",
    "检查结果",
    "应当（可以）列为",
    "仍有可能",
    "依据",
    "要回答的问题",
    "应当做的",
    "逾期天数",
    "备注",
)
_TERMS = ATTRIBUTE_TERMS[Scheme.OPENING]


def names(attributes: tuple[Attribute, ...]) -> str:
    """Chinese names of attributes."""
    return "、".join(_TERMS[attribute] for attribute in attributes)


def cells(row: Row) -> tuple[str | int, ...]:
    """A dataset as the cells of a table, in the order of :data:`HEADINGS`."""
    questions = [q.text + (f"（{'、'.join(q.why)}）" if q.why else "") for q in row.questions]
    return (
        row.number,
        row.title,
        row.id,
        row.department,
        row.declared_text,
        VERDICTS[row.verdict][0],
        names(row.permitted) if row.attribute else "",
        "" if row.attribute else names(row.possible),
        "\n".join(f"{basis.citation}：{basis.text}" for basis in row.grounds),
        "\n".join(questions),
        "\n".join(f"{basis.text}（{basis.citation}）" for basis in row.actions),
        "" if row.overdue is None else row.overdue,
        "\n".join(row.notes),
    )


def harmless(cell: str | int) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else text


def render_csv(report: Report) -> bytes:
    """The datasets, one a line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in report.rows:
        writer.writerow([harmless(cell) for cell in cells(row)])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")
