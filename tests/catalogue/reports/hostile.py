"""A catalogue with something hostile in every cell, and its reports."""

from __future__ import annotations

from pathlib import Path

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.report import Report

from ..helpers import DATASET, taian, write_json

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x","y")',
]
HOSTILE = "<script>alert(1)</script>\"'&lt;]]></style></title><!--\x00\ud800\u202e<img src=x onerror=alert(1)>{{ 7*7 }}"
LONG_ID = "37090000100000000012"


def hostile(folder: Path) -> Report:
    """Every kind of cell with something hostile in it, columns and file name too."""
    names = ("数据集名称", "提供单位", "摘要", "数据项", "开放属性", "更新频率", "更新时间", "编号")
    columns = dict.fromkeys(names, HOSTILE)
    rows = [
        columns,
        DATASET | {"数据集名称": HOSTILE, "提供单位": HOSTILE, "国家秘密": "是"},
        DATASET | {"数据集名称": HOSTILE, "涉及个人隐私": HOSTILE, "数据项": f"身份证号{HOSTILE}"},
        DATASET | {"数据集名称": HOSTILE, HOSTILE: HOSTILE, "更新频率": "每月", "更新时间": "2020-01-01"},
        *(DATASET | {"数据集名称": text, "提供单位": text, "编号": text, "更新频率": text} for text in FORMULAS),
    ]
    return check(taian(), write_json(folder, rows, "<script>&=1.json"))


def written(report: Report, folder: Path, suffix: str) -> bytes:
    path = folder / f"报告.{suffix}"
    report.write(path)
    return path.read_bytes()
