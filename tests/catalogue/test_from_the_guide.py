"""Somebody with nothing but docs/catalogue.md and a department's workbook: through the command line, to the report."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl

from ..laws import ROOT
from .test_command_line import run

GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")


def department_workbook(path: Path) -> Path:
    """Two sheets, each with a title, a header of two rows, an example line and notes below; and one of hints."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    header = [
        ["序号", "数据集名称", "提供单位", "开放情况", "", "更新情况", "", "涉及个人隐私"],
        ["", "", "", "开放属性\n（不予开放/有条件开放/无条件开放）", "国家秘密", "更新频率", "最近更新时间", ""],
    ]
    sheets = {
        "城管局": [
            [1, "停车场信息", "市城管局", "无条件开放", "否", "每年", dt.date(2026, 1, 5), "否"],
            [2, "公厕名录", "市城管局", "有条件开放", "", "每月", "2025年10月", ""],
        ],
        "民政局": [
            [1, "低保金发放表", "市民政局", "无条件开放", "是", "每月", dt.date(2026, 3, 2), "是"],
            [2, "殡葬服务机构", "", "无条件共享", "", "半年一次", dt.date(2025, 12, 1), ""],
        ],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([f"泰安市{title}公共数据目录（2026年）"])
        for row in header:
            sheet.append(row)
        sheet.append(["示例", "（示例）公园名录", "市园林局", "无条件开放", "否", "每年", "2025-06-01", "否"])
        for row in rows:
            sheet.append(row)
        sheet.append(["注：以上目录截至2026年3月1日。"])
        sheet.append(["填表人：某某", "", "审核人：某某", "", "", "", "", ""])
        for area in ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3"):
            sheet.merge_cells(area)
    book["民政局"].merge_cells("C5:C6")
    hints = book.create_sheet("填报说明")
    hints.append(["字段", "说明"])
    hints.append(["数据集名称", "必填"])
    book.save(path)
    return path


def test_the_report_on_a_workbook_of_two_sheets_is_right(tmp_path: Path) -> None:
    path = department_workbook(tmp_path / "目录.xlsx")
    outputs = [argument for name in ("报告.html", "报告.csv", "报告.json") for argument in ("-o", tmp_path / name)]
    # The command of the guide's first section.
    assert "opendata-rules catalogue 目录.xlsx -j 泰安 -o 报告.html" in GUIDE
    done = run(path, "-j", "泰安", "--on", "2026-03-10", *outputs)
    assert done.returncode == 1, done.stderr.decode()

    told = json.loads((tmp_path / "报告.json").read_text(encoding="utf-8"))
    rows = [
        (r["sheet"], r["number"], r["title"], r["department"], r["declared"], r["verdict"], r["update"])
        for r in told["rows"]
    ]
    assert rows == [
        ("城管局", 5, "停车场信息", "市城管局", "open", "undetermined", "current"),
        ("城管局", 6, "公厕名录", "市城管局", "conditional", "undetermined", "overdue"),
        ("民政局", 5, "低保金发放表", "市民政局", "open", "invalid", "current"),
        ("民政局", 6, "殡葬服务机构", "市民政局", None, "not_recognised", "current"),
    ]
    assert told["rows"][1]["updated_text"] == "2025年10月"
    assert "“无条件共享”说的是共享，不是开放" in told["rows"][3]["notes"]

    # Whatever is not read stands in the headline, with its number.
    headline = next(row for row in done.stdout.decode().splitlines() if row.startswith("4 个数据集："))
    assert "1 个的开放属性不成立，1 个没有识别出开放属性，2 个尚不能定，1 个更新逾期" in headline
    assert "没有读取：不像数据集的 6 行" in done.stdout.decode().replace("\n", "")
    problems = [problem["text"] for problem in told["problems"]]
    for said in ("有合并的单元格，各行都按合并的内容读取", "像是填写的例子，没有读取", "像是说明，没有读取"):
        assert any(said in problem for problem in problems), said
    assert "有 2 张列名相同的工作表，合在一起检查：城管局、民政局" in problems
    above = [problem for problem in problems if "表头上面的内容没有读取" in problem]
    assert above[0].endswith("表头上面的内容没有读取：泰安市城管局公共数据目录（2026年）")

    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert "现在要做的" in page
    assert "没有读取：不像数据集的 6 行" in page
    listed = list(csv.DictReader(io.StringIO((tmp_path / "报告.csv").read_text(encoding="utf-8-sig"))))
    assert [row["检查结果"] for row in listed] == ["尚不能定", "尚不能定", "不成立", "未识别申报属性"]

    # Every result that the report has is explained in the guide, and so is each way the workbook was read.
    for word in {row["检查结果"] for row in listed} | {row["更新的结果"].split("：")[0] for row in listed}:
        assert f"| {word} |" in GUIDE, word
    for word in ("示例", "合并", "表头占两行", "填表人", "没有读取"):
        assert word in GUIDE, word
