"""Profiles: what the columns and codes of one platform mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import BadProfile, NotACatalogue
from opendata_rules.catalogue.profile_file import read_profile

from .helpers import problems, taian, write, write_csv, write_xlsx

PROFILE = """\
列:
  "资源中文名": 数据集名称
  开放: 开放属性
  发布日期: 最近更新
  涉隐私: 涉及个人隐私
开放属性: {"1": 无条件开放, "2": 有条件开放, "3": 不予开放}
更新频率: {"5": 每年}
是否: {"1": 是, "0": 否, "9": 未知}
日期写法: 日/月/年
"""
CODED = {"资源中文名": "公园名录", "开放": "1", "更新周期": "5", "发布日期": "06/07/2025", "涉隐私": "0"}


def profile(folder: Path, text: str) -> Path:
    return write(folder, text, "平台.yaml")


def test_a_file_of_codes_is_refused_without_a_profile_and_read_with_one(tmp_path: Path) -> None:
    path = write_csv(tmp_path, CODED)
    with pytest.raises(NotACatalogue, match="--profile"):
        check(taian(), path)
    report = check(taian(), path, profile=profile(tmp_path, PROFILE))
    [row] = report.rows
    assert row.title == "公园名录"
    assert row.declared == "open"
    assert row.due is not None
    assert (row.due.isoformat(), row.update) == ("2026-07-06", "current")
    assert row.facts == (("personal_privacy", False),)


def test_codes_without_a_profile_are_told_with_an_example_to_fill_in(tmp_path: Path) -> None:
    from opendata_rules.catalogue.reports.advice import profile_example

    report = check(taian(), write_csv(tmp_path, {"数据集名称": "甲", "开放属性": "1", "更新频率": "5", "怪列": "x"}))
    [row] = report.rows
    assert row.verdict == "not_recognised"
    shown = profile_example(report)
    assert '"1": 请填' in shown
    assert '"5": 请填' in shown
    assert '"怪列": 请填' in shown
    with pytest.raises(BadProfile, match="请填"):
        read_profile(profile(tmp_path, shown))
    filled = shown.replace('"1": 请填', '"1": 有条件开放').replace('"5": 请填', '"5": 每月').replace(": 请填", ": 摘要")
    [row] = check(taian(), tmp_path / "目录.csv", profile=profile(tmp_path, filled)).rows
    assert (row.declared, row.cadence) == ("conditional", "5")


def test_the_example_in_a_refusal_is_a_profile_once_it_is_filled_in(tmp_path: Path) -> None:
    path = write_csv(tmp_path, {"数据集的名称": "甲", "开放的属性": "无条件开放"})
    with pytest.raises(NotACatalogue) as caught:
        check(taian(), path)
    text = str(caught.value)
    shown = text[text.index("列:") :].split("\n\n")[0]
    with pytest.raises(BadProfile, match="请填"):
        check(taian(), path, profile=profile(tmp_path, shown))
    filled = shown.replace('"数据集的名称": 请填', '"数据集的名称": 数据集名称')
    filled = filled.replace('"开放的属性": 请填', '"开放的属性": 开放属性')
    [row] = check(taian(), path, profile=profile(tmp_path, filled)).rows
    assert (row.title, row.declared) == ("甲", "open")


def test_what_is_known_of_a_refused_file_needs_no_filling_in(tmp_path: Path) -> None:
    path = write(tmp_path, "id,title,url,description\n1,公园,u,d\n")
    with pytest.raises(NotACatalogue) as caught:
        check(taian(), path)
    text = str(caught.value)
    shown = text[text.index("列:") :].split("\n\n")[0]
    report = check(taian(), path, profile=profile(tmp_path, shown.replace(": 请填", ": 数据集编号")))
    assert (report.rows[0].title, report.rows[0].id, report.rows[0].summary) == ("公园", "1", "d")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("别的: {}", "没有“别的”这一项"),
        ("列: [甲]", "键: 值"),
        ("列: {甲: 乙}", "没有“乙”"),
        ("开放属性: {1: 开放}", "没有“开放”"),
        ('开放属性: {"1": 无条件共享}', "没有“无条件共享”"),
        ("更新频率: {1: 常常}", "不认识“常常”"),
        ("是否: {1: 对}", "没有“对”"),
        ("日期写法: 月日年", "没有“月日年”"),
        ("工作表: {甲: 乙}", "工作表"),
        ("列：{}", "："),
        ("甲", "键: 值"),
        ("", "没有内容"),
        ("列: {甲: 数据集名称", "错误"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadProfile, match=said):
        read_profile(profile(tmp_path, text))


def test_a_missing_profile_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match="没有这个文件"):
        read_profile(tmp_path / "没有.yaml")


def test_an_empty_part_is_no_mistake(tmp_path: Path) -> None:
    assert read_profile(profile(tmp_path, "列: {}\n开放属性: {}\n")).columns == {}


def test_sheets_are_chosen_by_name(tmp_path: Path) -> None:
    rows = [["数据集名称", "开放属性"], ["甲", "无条件开放"]]
    other = [["数据集名称", "开放属性"], ["乙", "有条件开放"]]
    path = write_xlsx(tmp_path, {"一月": rows, "二月": other})
    report = check(taian(), path, profile=profile(tmp_path, "工作表: 二月"))
    assert [row.title for row in report.rows] == ["乙"]
    with pytest.raises(NotACatalogue, match="没有工作表“三月”"):
        check(taian(), path, profile=profile(tmp_path, "工作表: [一月, 三月]"))
    assert "没有读取" not in problems(report)


def test_what_is_no_name_of_a_column_does_not_fill_the_message(tmp_path: Path) -> None:
    path = write_csv(tmp_path, {"x" * 2_000: "1", "数据集的名称": "甲", "y" * 3_000: "2"})
    with pytest.raises(NotACatalogue) as caught:
        check(taian(), path)
    assert len(str(caught.value)) < 1_000
    assert '"数据集的名称": 请填' in str(caught.value)


@pytest.mark.parametrize("turned", ["开放属性: {不予开放: 无条件开放}", "是否: {是: 否}", "是否: {未知: 否}"])
def test_a_profile_does_not_turn_plain_words_round(tmp_path: Path, turned: str) -> None:
    with pytest.raises(BadProfile, match="不能改变这个词的意思") as caught:
        read_profile(profile(tmp_path, turned))
    assert caught.value.english
    assert (
        read_profile(profile(tmp_path, "开放属性: {无条件开放: 无条件开放}\n是否: {否: 否, 是: 未知}")).yes_no["否"]
        is False
    )


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"名": "开放属性", "局": "开放属性"}, "中没有找到数据集名称一列"),
        ({"数据集名称": "开放属性", "局": "开放属性"}, "（“数据集名称”一列，平台说明写作开放属性）"),
        ({"数据集名称": "不参与检查", "局": "提供单位"}, "（“数据集名称”一列，平台说明写作不参与检查）"),
        ({"数据集名称": "涉及个人隐私", "局": "提供单位"}, "（“数据集名称”一列，平台说明写作涉及个人隐私）"),
    ],
)
def test_a_refusal_says_what_the_profile_made_of_the_columns(
    tmp_path: Path, columns: dict[str, str], said: str
) -> None:
    profile = write(tmp_path, "列:\n" + "".join(f"  {name}: {word}\n" for name, word in columns.items()), "p.yaml")
    catalogue = write(tmp_path, ",".join(columns) + "\n公园名录,某局\n")
    with pytest.raises(NotACatalogue) as caught:
        check(taian(), catalogue, profile=profile)
    told = str(caught.value)
    assert said in told
    assert "请在平台说明里改正" in told
    assert "请写一份平台说明" not in told
    for name, word in columns.items():
        assert f'"{name}": {word}' in told


@pytest.mark.parametrize("colon", ["：", ":"])
def test_the_one_column_of_a_profile_with_a_wrong_colon_is_told_with_its_text(tmp_path: Path, colon: str) -> None:
    with pytest.raises(BadProfile, match=f"资源中文名{colon}数据集名称”：冒号用半角的，后面留一个空格"):
        read_profile(profile(tmp_path, f"列:\n  资源中文名{colon}数据集名称\n"))
