"""Which column means what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opendata_rules.catalogue.columns import example, folded, meaning_of, recognise
from opendata_rules.catalogue.tables import table
from opendata_rules.vocabulary.facts import Fact, vocabulary

#: A few names of every family as portals print them, written down here once more, so that a slip in the table shows.
FAMILIES = {
    "title": [
        "标题",
        "名称",
        "数据集名称",
        "目录名称",
        "资源名称",
        "信息资源名称",
        "catalog_name",
        "resourceName",
        "title",
    ],
    "id": ["编号", "目录编码", "信息资源代码", "catalog_id", "catalogId"],
    "department": [
        "提供单位",
        "来源部门",
        "数源单位",
        "资源提供方",
        "机构分类",
        "数据提供方",
        "source_department",
        "orgName",
    ],
    "summary": ["摘要", "描述", "数据简介", "摘要信息", "资源摘要", "description", "tableRemark"],
    "declared": ["开放属性", "开放类型", "开放等级", "openType", "openTypeName"],
    "sharing": ["共享属性", "共享类型"],
    "cadence": ["更新频率", "更新周期", "更新频度", "更新时限", "dataUpdatePeriod", "frequency", "update_frequency"],
    "updated": ["更新时间", "更新日期", "最后更新", "数据集更新时间", "updated_at", "updateTime", "update_time_ms"],
    "published": ["发布时间", "发布日期", "上架日期", "数据集创建时间", "published_at", "releaseTime"],
    "fields": ["数据项", "信息项名称", "字段名称", "数据字典"],
    "ignored": ["资源格式", "关键词", "详情页网址", "数据量", "联系电话", "所属行业", "url", "序号"],
}
DOUBTFUL = ["开放条件", "开放方式", "开放状态", "条件开放", "公开属性", "是否向社会开放", "是否开放", "is_open"]


@pytest.mark.parametrize(("meaning", "name"), [(m, name) for m, names in FAMILIES.items() for name in names])
def test_every_family_is_recognised(meaning: str, name: str) -> None:
    assert recognise([name]).meaning == {meaning: (name,)}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_names_that_mean_several_things_are_left_to_their_values(name: str) -> None:
    found = recognise([name])
    assert found.doubtful == {"declared": (name,)}
    assert not found.meaning


def test_no_name_stands_for_two_meanings() -> None:
    names = [
        folded(name)
        for entry in table("columns").values()
        for how in ("named", "generic", "by_values")
        for name in entry.get(how, ())
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    "name",
    [
        "更新日期：",
        " 更新日期 ",
        "更 新 日 期",
        "*更新日期",
        "更新日期*",
        "更新日期（必填）",
        "1.更新日期",
        "3、更新日期",
        "更新日期（年/月/日）",
        "更新日期（格式：2026-01-01）",
        "更新\u200e日期",
        "更新日期(必填)",
        "更新日期﻿",
    ],
)
def test_what_forms_vary_makes_no_difference(name: str) -> None:
    assert recognise([name]).meaning == {"updated": (name,)}


def test_case_makes_no_difference() -> None:
    assert recognise(["UPDATETIME"]).meaning == {"updated": ("UPDATETIME",)}


@pytest.mark.parametrize("fact", vocabulary().topics["classification"].facts, ids=lambda fact: str(fact))
def test_a_column_named_by_a_fact_is_that_fact(fact: str) -> None:
    found = vocabulary().facts[fact]
    assert recognise([found.label]).facts == {found.label: found}
    assert recognise([found.id]).facts == {found.id: found}


def test_brackets_of_a_fact_may_be_narrow() -> None:
    assert recognise(["同意(审核)状态"]).facts["同意(审核)状态"].id == "approval_status"


def test_a_profile_goes_before_the_table() -> None:
    fact = vocabulary().facts["personal_privacy"]
    found = recognise(["标题", "涉隐私", "发布日期"], {"标题": "summary", "涉隐私": fact, "发布日期：": "updated"})
    assert found.meaning == {"summary": ("标题",), "updated": ("发布日期",)}
    assert found.facts == {"涉隐私": fact}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["数据集名称"], True),
        (["标题", "开放类型"], True),
        (["标题", "开放条件"], True),
        (["名称", "更新周期"], True),
        (["名称", "共享类型"], True),
        (["标题", "来源部门", "更新时间"], True),
        (["名称", "地址", "电话"], False),
        (["标题", "发布时间", "url"], False),
        (["姓名", "身份证号"], False),
        (["开放属性", "更新频率"], False),
    ],
)
def test_any_table_may_have_a_column_of_names(columns: list[str], expected: bool) -> None:
    assert recognise(columns).is_catalogue is expected


def test_words_of_a_profile_are_meanings_or_facts() -> None:
    assert meaning_of("开放属性") == "declared"
    assert meaning_of("不参与检查") == "ignored"
    fact = meaning_of("涉及个人隐私")
    assert isinstance(fact, Fact)
    assert fact.id == "personal_privacy"
    assert meaning_of("随便") is None


def test_the_example_of_a_profile_guesses_nothing() -> None:
    lines = example(['怪"列', "开放的属性", "更新周期", "数据集的名称", "涉及个人隐私", "开放方式"]).splitlines()
    assert lines[0].startswith("列:")
    assert lines[1:] == [
        '  "数据集的名称": 请填',
        '  "怪\\"列": 请填',
        '  "开放的属性": 请填',
        '  "更新周期": 更新频率',
        '  "涉及个人隐私": 涉及个人隐私',
        '  "开放方式": 请填',
    ]
    assert example(["id", "title", "url"]).splitlines()[1:] == [
        '  "title": 数据集名称',
        '  "id": 请填',
        '  "url": 不参与检查',
    ]


#: Where the crawler's table and ours part: 共享方式 says nothing of opening; 数据类型 and the like are the same.
_CANONICAL = {
    "title": {"title"},
    "department": {"department", "ignored"},  # 资源提供方内部部门: a division, not the provider
    "description": {"summary"},
    "is_open": {"declared", "by_values", "sharing"},
    "update_frequency": {"cadence"},
    "update_time": {"updated"},
    "publish_time": {"published"},
}


def test_every_label_of_the_crawlers_table_is_recognised(shared: Path) -> None:
    labels = json.loads((shared / "catalogs" / "field_label_synonyms_cnpds.json").read_text(encoding="utf-8"))["common"]
    assert len(labels) > 150
    for name, canonical in labels.items():
        found = recognise([name])
        assert not found.unknown, name
        [meaning] = [*found.meaning, *(["by_values"] if found.doubtful else [])]
        assert meaning in _CANONICAL.get(canonical, {"ignored"}), name


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("开放属性（不予开放/有条件开放/无条件开放）", "declared"),
        ("开放属性（三选一）", "declared"),
        ("开放属性*（必填）【三选一】", "declared"),
        ("开放属性：不予开放、有条件开放、无条件开放", "declared"),
        ("开放属性\n不予开放/有条件开放/无条件开放", "declared"),
        ("拟开放属性（下拉选择）", "declared"),
        ("开放属性\n(请选择)", "declared"),
        ("3)开放属性", "declared"),
        ("共享属性（无条件共享、有条件共享、不予共享）", "sharing"),
        ("1.数据集名称", "title"),
        ("①数据集名称", "title"),
        ("（二）数据集名称", "title"),
        ("三、数据集名称（不超过50字，与目录一致）", "title"),
        ("提供单位（填写全称）", "department"),
        ("最近更新时间（YYYY-MM-DD）", "updated"),
        ("更新频率(每日/每周/每月)", "cadence"),
    ],
)
def test_remarks_of_forms_say_nothing_of_the_meaning(name: str, meaning: str) -> None:
    assert recognise([name]).meaning == {meaning: (name,)}


@pytest.mark.parametrize("name", ["数据集名称（英文）", "原开放属性", "开放属性（变更前）", "数据集名称（编码）", "1"])
def test_a_remark_that_changes_the_meaning_is_left(name: str) -> None:
    assert recognise([name]).unknown == (name,)


def test_a_column_that_asks_for_a_fact_states_it() -> None:
    columns = recognise(["数据集名称", "开放属性", "是否涉及个人隐私", "是否不涉及商业秘密"])
    assert {column: fact.id for column, fact in columns.facts.items()} == {"是否涉及个人隐私": "personal_privacy"}
    assert columns.unknown == ("是否不涉及商业秘密",)
