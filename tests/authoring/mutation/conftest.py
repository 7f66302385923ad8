"""A small law with its cases, which notice every change but a few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import opendata_rules as odr
from tests import samples

Yaml = dict[str, Any]

NAME = "shili-banfa"
_COMMON = {"要旨": "要旨", "英文": "gist", "效力": "应当"}
RULES: Yaml = {
    "开放属性": {
        "依据": [
            {
                "编号": "shili-1",
                "条文": "1(一)",
                **_COMMON,
                "结论": "不予开放",
                "条件": {
                    "全部满足": [
                        {"任一满足": [{"涉及商业秘密": "是"}, {"涉及个人隐私": "是"}]},
                        {"第三方意见": ["不同意", "曾同意后撤回"]},
                    ]
                },
            },
            {
                "编号": "shili-2",
                "条文": "1(二)",
                **_COMMON,
                "结论": "有条件开放",
                "条件": {"都不满足": [{"国家秘密": "否"}]},
            },
        ],
        "兜底": {"编号": "shili-3", "条文": "2", **_COMMON, "结论": "无条件开放"},
    },
    "属性变更": [
        {
            "编号": "shili-4",
            "条文": "3",
            "要旨": "变更",
            "英文": "change",
            "变更": [{"由": "无条件开放", "到": "有条件开放"}, {"由": "无条件开放", "到": "不予开放"}],
            "要件": [
                {
                    "编号": "before",
                    "要旨": "先同意后变更",
                    "英文": "consent first",
                    "条件": {"早于": ["同意日期", "变更日期"]},
                }
            ],
            "同意机关": ["市级大数据主管部门（设区的市）"],
            "责任": ["8"],
        }
    ],
}
DUTIES = [
    samples.duty("shili-5", {"公示工作日数": {"不少于": "5"}}, 责任=["8"], 当={"目录级别": "市级"}, 先于="下架"),
    samples.duty(
        "shili-6",
        {
            "期满": {
                "步骤": "delisting.public_notice",
                "起算": "公示起始日",
                "完成": "公示截止日",
            }
        },
    ),
]
TERMS = [
    samples.term(
        "shili-7",
        "objection.feedback",
        延长=samples.extension({"情况复杂": "是"}, "延长批准日期", "10"),
    ),
    samples.term("shili-8", "delisting.public_notice"),
]
CASES = """\
# 示例
用例:
  - 情形: 第三方不同意
    地方: here
    日期: 2026-03-10
    基准: {涉及商业秘密: 是, 第三方意见: 不同意, 国家秘密: 否}
    其余为否: 是
    状态: 已定
    属性: 不予开放
    依据条文: ["1(一)"]
    差一点:
      - {改: {涉及商业秘密: 否}, 属性: 无条件开放}
      - {改: {第三方意见: 同意}, 属性: 无条件开放}
      - {改: {第三方意见: 曾同意后撤回}}
"""


def files() -> dict[str, Yaml]:
    """The files of the law."""
    return samples.instrument(
        rules=RULES, duties=DUTIES, terms=TERMS, recurring=[samples.recurring("shili-9", "12-31")]
    )


def write(root: Path) -> None:
    """Write the law and its cases."""
    samples.library(root, {NAME: files()})
    (root / "rules" / NAME / "cases.yaml").write_text(CASES, encoding="utf-8")


def write_small(root: Path) -> None:
    """Write only what classes data, one duty, and the cases."""
    rules = {"开放属性": RULES["开放属性"]}
    # What has to come before an act hangs on everything.
    duty = {key: value for key, value in DUTIES[0].items() if key != "先于"}
    samples.library(root, {NAME: samples.instrument(rules=rules, duties=[duty])})
    (root / "rules" / NAME / "cases.yaml").write_text(CASES, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of packs with the law and its cases."""
    write(tmp_path)
    return tmp_path


@pytest.fixture
def library(folder: Path) -> odr.Library:
    """The same, opened."""
    return odr.load(folder)


def rewrite(folder: Path, file: str, content: Yaml) -> odr.Library:
    """The packs with another content of one file of the law."""
    path = folder / "rules" / NAME / file
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return odr.load(folder)
