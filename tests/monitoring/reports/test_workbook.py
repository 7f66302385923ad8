"""The agenda as a workbook, read back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl

from .shown import HOSTILE, busy, cells, hostile, written


def test_the_workbook_has_every_task_and_breach_with_real_days(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".xlsx")
    tasks = {row["案件"]: row for row in cells(content, "待办")}
    assert {case: row["紧急程度"] for case, row in tasks.items()} == {
        "过期": "逾期未办",
        "今天": "今天到期",
        "本周": "本周到期",
        "以后": "以后到期",
        "公示": "进行中",
    }
    assert tasks["今天"]["最后一天"] == dt.datetime(2026, 3, 10)
    assert tasks["今天"]["起算"] == dt.datetime(2026, 3, 3)
    assert tasks["以后"]["效力"] == "原则上"
    assert tasks["公示"]["经办人"] == "（未写明）"
    breaches = {(row["类型"], row["案件"]): row for row in cells(content, "违规")}
    assert breaches["逾期完成", "迟了"]["发生"] == dt.datetime(2026, 1, 29)
    assert breaches["逾期完成", "迟了"]["最后一天"] == dt.datetime(2026, 1, 19)
    assert breaches["不得为而为", "擅自"]["发生"] == dt.datetime(2026, 3, 5)
    assert breaches["逾期未办", "过期"]["事件"] == "e0"
    assert len(cells(content, "违规")) == 4


def test_the_workbook_counts_and_can_be_filtered(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".xlsx")
    counted = {(row["分组"], row["名称"]): row["合计"] for row in cells(content, "概要") if row["合计"] is not None}
    assert counted["全部", "济宁市"] == 4
    assert counted["责任单位", "公共数据开放主体"] == 2
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["概要", "待办", "违规"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert book["待办"].auto_filter.ref == "A1:L6"


def test_a_name_is_text_in_the_workbook(tmp_path: Path) -> None:
    content = written(hostile(), tmp_path, ".xlsx")
    assert {row["案件"] for row in cells(content, "待办")} == set(HOSTILE)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet.iter_rows() for cell in row)
