"""Settings: as values, and as data officers write them."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest

from opendata_rules.exchange import AccessRight, BadSettings, Condition, Distribution, Settings
from opendata_rules.exchange.settings_file import settings_of
from opendata_rules.reading.document import read_bytes
from opendata_rules.vocabulary.facts import vocabulary

from ..laws import ROOT

WHOLE = """
数据集网址: https://data.example.cn/dataset/
页面: https://data.example.cn/page/{编号}
下载: https://data.example.cn/file/{编号}.csv
目录网址: https://data.example.cn/
目录名称: 泰安市公共数据目录
目录说明: 泰安市各部门的数据
主页: https://data.example.cn/
发布者: 泰安市大数据局
发布者网址: https://data.example.cn/bureau
许可: https://data.example.cn/licence
语言: zh-CN
访问权限: {有条件开放: 不写, 不成立: NON_PUBLIC}
条件:
  - 事实: {开放条件: [], 涉及商业秘密: 否}
    访问权限: PUBLIC
只写: [成立, 不成立]
不写: 不予开放
写事实: 否
写文件的: [成立, 尚不能定]
单位网址: {市公安局: https://data.example.cn/police}
规定网址: {shandong-measures-344: https://law.example.cn/344}
"""
#: A file, the line and column of what is wrong, and what is said.
WRONG = {
    "发布: 甲": (1, 1, "发布者"),
    "页面: https://x.cn/": (1, 5, "{编号}"),
    "数据集网址: 'https://x y/'": (1, 8, "没有空格"),
    "主页: javascript:alert(1)": (1, 5, "完整的网址"),
    "发布者: ''": (1, 6, ""),
    "发布者: [甲]": (1, 6, "一段文字"),
    "访问权限: {成立: PUBLIC}": (1, 8, "不成立"),
    "访问权限: {不成立: 公开}": (1, 13, "NON_PUBLIC"),
    "只写: 对的": (1, 5, "成立"),
    "不写: [成立]": (1, 6, "不予开放"),
    "写事实: 也许": (1, 6, "是、否"),
    "条件: {事实: 1}": (1, 5, "列表"),
    "条件: [{事实: {涉及商业秘密: 是}}]": (1, 6, "访问权限"),
    "条件: [{事实: {没有的: 是}, 访问权限: PUBLIC}]": (1, 12, "没有的"),
    "条件: [{事实: {涉及商业秘密: 也许}, 访问权限: PUBLIC}]": (1, 20, "也许"),
    "条件: [{事实: {涉及商业秘密: 是}, 访问权限: NON_PUBLIC}]": (1, 30, "RESTRICTED"),
    "- 甲": (1, 1, "键"),
}


def of(text: str) -> Settings:
    return settings_of(read_bytes(text.encode(), "发布.yaml"), vocabulary())


def test_all_that_a_file_can_say() -> None:
    assert of(WHOLE) == Settings(
        base="https://data.example.cn/dataset/",
        page="https://data.example.cn/page/{id}",
        download_url="https://data.example.cn/file/{id}.csv",
        catalogue="https://data.example.cn/",
        title="泰安市公共数据目录",
        description="泰安市各部门的数据",
        homepage="https://data.example.cn/",
        publisher="泰安市大数据局",
        publisher_address="https://data.example.cn/bureau",
        license="https://data.example.cn/licence",
        language="zh-CN",
        access_rights={
            "open": AccessRight.PUBLIC,
            "conditional": None,
            "closed": AccessRight.NON_PUBLIC,
            "invalid": AccessRight.NON_PUBLIC,
        },
        conditions=(Condition({"opening_conditions": (), "trade_secret": False}, AccessRight.PUBLIC),),
        verdicts=frozenset({"valid", "invalid"}),
        left_out=frozenset({"closed"}),
        facts=False,
        files=frozenset({"valid", "undetermined"}),
        departments={"市公安局": "https://data.example.cn/police"},
        instruments={"shandong-measures-344": "https://law.example.cn/344"},
    )
    assert of("语言: zh") == Settings()


def test_the_guide_shows_a_file_that_is_read() -> None:
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert of(shown).publisher


def test_settings_are_values() -> None:
    settings = of(WHOLE)
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert len({settings, of(WHOLE)}) == 1
    assert Settings(access_rights={"open": "PUBLIC"}).access_rights["open"] is AccessRight.PUBLIC  # type: ignore[dict-item]
    assert Condition({"opening_conditions": []}, None) == Condition({"opening_conditions": ()}, None)  # type: ignore[dict-item]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_at_its_place(text: str) -> None:
    line, column, said = WRONG[text]
    with pytest.raises(BadSettings) as caught:
        of(text)
    [problem] = caught.value.diagnostics
    assert (problem.line, problem.column) == (line, column)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": "data.example.cn"},
        {"base": "https://x/\u202e"},
        {"page": "https://x.cn/"},
        {"language": "中文"},
        {"access_rights": {"valid": AccessRight.PUBLIC}},
        {"access_rights": {"open": "OPEN"}},
        {"verdicts": frozenset({"good"})},
        {"distributions": {"1": (Distribution(""),)}},
        {"distributions": {"1": (Distribution("https://x.cn/", media_type="a b"),)}},
        {"departments": {"甲": "x"}},
    ],
)
def test_no_setting_makes_broken_output(wrong: Any) -> None:
    with pytest.raises(BadSettings) as caught:
        Settings(**wrong)
    assert caught.value.argument == "settings"
    assert caught.value.english
