"""Forms as departments fill them in: what is written differently is read, or told; nothing opens by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.columns import recognise

from .helpers import csv_text, report_of, taian, write, write_xlsx

HEAD = ["数据集名称", "提供单位", "开放属性", "更新频率", "更新时间"]
ROW = ["公园名录", "某局", "无条件开放", "每年", "2026-01-05"]


@pytest.mark.parametrize(
    "name",
    [
        "是否涉及个人隐私？",
        "涉及个人隐私?",
        "是否涉及个人隐私（是/否）？",
        "*是否涉及个人隐私：",
        "涉及个人隐私 Personal privacy",
        "Personal Privacy 涉及个人隐私",
        "涉及个人隐私/Privacy",
        "涉及个人隐私（Personal-Privacy）",
    ],
)
def test_a_question_on_a_fact_is_that_fact_however_it_is_put(tmp_path: Path, name: str) -> None:
    """Passed over, its 是 would be read as 否."""
    sets = [{"数据集名称": "甲", "提供单位": "某局", "开放属性": "无条件开放", name: "是"}]
    [row] = report_of(tmp_path, *sets, unlisted="false").rows
    assert (dict(row.facts), row.verdict) == ({"personal_privacy": True}, "invalid")


def test_headings_in_two_languages_are_read(tmp_path: Path) -> None:
    head = [
        "数据集名称 Dataset Name",
        "提供单位/Provider",
        "Openness 开放属性",
        "更新频率(Frequency)",
        "最近更新|Updated",
    ]
    [row] = check(taian(), write(tmp_path, csv_text([head, ROW]))).rows
    assert (row.title, row.department, row.declared, row.update) == ("公园名录", "某局", "open", "current")


@pytest.mark.parametrize(
    "name", ["开放属性code", "开放属性（remark）", "数据集名称english", "开放属性ID", "更新时间desc"]
)
def test_english_that_makes_another_thing_of_a_name_stays(name: str) -> None:
    assert recognise([name]).unknown == (name,)


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("☑无条件开放 ☐有条件开放 ☐不予开放", "open"),
        ("□无条件开放 □有条件开放 ■不予开放", "closed"),
        ("○无条件开放、●有条件开放、○不予开放", "conditional"),
        ("☐无条件开放 ☐有条件开放 ☐不予开放", None),
        ("☑无条件开放 ☑有条件开放 ☐不予开放", None),
        ("☑无条件开放（脱敏后） ☐不予开放", None),
        ("☑无条件开放 ☐无条件开放", None),
        ("☑无条件共享 ☐不予共享", None),
        ("☒无条件开放 ☐不予开放", None),
        ("☑无条件开放 备注 ☐不予开放", None),
        ("☑无条件开放", None),
    ],
)
def test_boxes_of_a_form(tmp_path: Path, text: str, declared: str | None) -> None:
    [row] = report_of(tmp_path, {"数据集名称": "甲", "提供单位": "某局", "开放属性": text}).rows
    assert row.declared == declared


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "2025年度",
        "2025年第一季度",
        "2024年新增数据集",
        "2024年度第二批",
        "以下数据集经局务会研究同意",
        "以上数据集由市局提供",
        "本目录由各单位填报",
        "2.更新频率按实际情况填写",
        "（3）开放属性请在下拉框中选择",
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_line_of_its_own_that_is_no_dataset(tmp_path: Path, kind: str, text: str) -> None:
    rows = [HEAD, ROW, [text, "", "", "", ""], ["公厕名录", *ROW[1:]]]
    path = write(tmp_path, csv_text(rows)) if kind == "csv" else write_xlsx(tmp_path, {"目录": rows})
    report = check(taian(), path)
    assert [row.title for row in report.rows] == ["公园名录", "公厕名录"]
    assert report.left == ("不像数据集的 1 行",)


@pytest.mark.parametrize(
    "title", ["2024年度预算", "2024年停车场信息", "以旧换新补贴标准", "1.停车场信息", "本市公园名录"]
)
def test_a_dataset_with_a_title_alone_stays_one(tmp_path: Path, title: str) -> None:
    rows = [HEAD, ROW, [title, "", "", "", ""]]
    assert [row.title for row in check(taian(), write(tmp_path, csv_text(rows))).rows] == ["公园名录", title]


@pytest.mark.parametrize("title", ["2024年", "以下名单", "2.请在窗口填写"])
def test_what_has_an_attribute_is_a_dataset(tmp_path: Path, title: str) -> None:
    rows = [HEAD, ROW, [title, "", "不予开放", "", ""]]
    assert check(taian(), write(tmp_path, csv_text(rows))).rows[-1].title == title
