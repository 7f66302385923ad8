"""JSON catalogues: arrays, lines, wrapped arrays, torn files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.vocabulary.terms import Attribute

from ..helpers import DATASET, problems, taian, write, write_csv, write_json

OTHER = DATASET | {"数据集名称": "公厕名录"}


def titles(path: Path) -> list[str]:
    return [row.title for row in check(taian(), path).rows]


def test_an_array(tmp_path: Path) -> None:
    assert titles(write_json(tmp_path, [DATASET, OTHER])) == ["公园名录", "公厕名录"]


def test_one_record_a_line_with_a_torn_one(tmp_path: Path) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in (DATASET, OTHER)]
    report = check(taian(), write(tmp_path, "\n".join([lines[0], lines[1][:20], "", lines[1]]), "目录.jsonl"))
    assert [row.number for row in report.rows] == [1, 4]
    assert problems(report) == "2 这一行不是完整的 JSON，没有读取"


def test_an_array_without_its_end_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = "[\n" + ",\n".join(json.dumps(DATASET, ensure_ascii=False) for _ in range(5)) + "\n]\n"
    report = check(taian(), write(tmp_path, whole[: -len(json.dumps(DATASET)) // 4], "目录.json"))
    assert len(report.rows) == 4
    assert "这个 JSON 不完整（可能没有下载完），读出了 4 项" in problems(report)


def test_a_torn_record_in_the_middle_of_an_array(tmp_path: Path) -> None:
    rows = [json.dumps(DATASET, ensure_ascii=False) for _ in range(4)]
    rows[1] = rows[1][:30]
    report = check(taian(), write(tmp_path, "[" + ",\n".join(rows) + "]", "目录.json"))
    assert [row.number for row in report.rows] == [1, 3, 4]
    assert "2 这一行不是完整的 JSON" in problems(report)


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: {"data": rows},
        lambda rows: {"code": 0, "msg": "ok", "data": {"total": 2, "list": rows}},
        lambda rows: {"result": {"page": {"rows": rows}}, "sorts": [{"id": 1}]},
    ],
)
def test_one_array_inside_an_object(tmp_path: Path, wrapped: Any) -> None:
    report = check(taian(), write_json(tmp_path, wrapped([DATASET, OTHER])))
    assert len(report.rows) == 2
    assert "之中" in problems(report)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "空的列表"),
        ({}, "没有数据集的列表"),
        ([1, 2], "不是“列名: 值”的记录"),
        ({"甲": [DATASET], "乙": [DATASET]}, "不知道哪一个是目录"),
        ({"甲": "乙", "丙": {"丁": "戊"}}, "对照表"),
        ({"标题": {"0": "甲"}, "开放类型": {"0": "无条件开放"}}, "按列存放"),
        ([{"姓名": "甲", "电话": "1"}], "认不出是目录"),
        ([{"名称": "甲酒店", "地址": "某路"}], "普通的数据表"),
    ],
)
def test_what_is_no_catalogue_is_named(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(NotACatalogue, match=said):
        check(taian(), write_json(tmp_path, content))


def test_one_dataset_alone(tmp_path: Path) -> None:
    assert titles(write_json(tmp_path, DATASET)) == ["公园名录"]


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "[{]", '{"标题": "甲", '])
def test_broken_documents_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotACatalogue):
        check(taian(), write(tmp_path, text, "目录.json"))


def test_values_stay_as_they_were_written(tmp_path: Path) -> None:
    text = (
        '[{"标题": "甲", "编号": 37090000100000000012, "开放类型": 1, "更新时间": 1686844800000, "数据量": 1.10,'
        ' "更新频率": null, "数据项": ["姓名", "住址"], "摘要": {"a": 1e400}}]'
    )
    [row] = check(taian(), write(tmp_path, text, "目录.json")).rows
    assert (row.id, row.declared_text, row.fields) == ("37090000100000000012", "1", "姓名、住址")
    assert row.updated is not None
    assert row.updated.isoformat() == "2023-06-16"
    assert row.summary == '{"a": "1e400"}'


def test_keys_written_twice_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"标题": "甲", "开放类型": "不予开放", "开放类型": "无条件开放"}]', "目录.json")
    report = check(taian(), path)
    assert report.rows[0].declared is None
    assert report.rows[0].declared_text == "不予开放 / 无条件开放"
    assert "“开放类型”写了两次" in problems(report)


def test_a_fact_written_twice_is_no_fact(tmp_path: Path) -> None:
    text = '[{"标题": "甲", "开放类型": "无条件开放", "涉及个人隐私": "否", "涉及个人隐私": "是"}]'
    [row] = check(taian(), write(tmp_path, text, "目录.json"), unlisted="false").rows
    assert (row.facts, row.verdict) == ((), "undetermined")


def test_the_files_of_one_dataset_are_no_datasets(tmp_path: Path) -> None:
    files = [{"name": f"{year}.csv", "update_frequency": "monthly"} for year in (2025, 2024)]
    dataset = {"title": "公园名录", "update_frequency": "monthly", "resources": files}
    for content in (dataset, {"success": True, "result": dataset}, {**dataset, "resources": [], "services": files}):
        [row] = check(taian(), write_json(tmp_path, content)).rows
        assert (row.title, row.cadence) == ("公园名录", "monthly")
    # A wrapper that says nothing of a dataset holds the list of the datasets, whatever it calls it.
    report = check(taian(), write_json(tmp_path, {"code": "0", "resources": [DATASET, DATASET]}))
    assert report.total == 2


def test_other_lists_of_a_document_are_told(tmp_path: Path) -> None:
    report = check(taian(), write_json(tmp_path, {"list": [DATASET], "cities": [{"code": "1"}, {"code": "2"}]}))
    assert report.total == 1
    assert "列表“cities”2 项" in report.explain().splitlines()[1]


def test_what_is_no_number_is_nothing(tmp_path: Path) -> None:
    text = (
        '[{"标题": "甲", "开放类型": "无条件开放", "提供单位": NaN}, {"标题": "乙", "开放类型": "", "提供单位": "nan"}]'
    )
    report = check(taian(), write(tmp_path, text, "目录.json"))
    assert {row.department for row in report.rows} == {""}


def test_lone_surrogates_and_controls_are_shown_escaped(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"标题": "甲\\ud800乙\\u0000丙\\u202e丁", "开放类型": "无条件开放"}]', "目录.json")
    report = check(taian(), path)
    assert report.rows[0].title == r"甲\ud800乙\x00丙\u202e丁"
    for suffix in ("html", "xlsx", "csv", "json"):
        report.write(tmp_path / f"报告.{suffix}")


def test_records_may_have_different_keys(tmp_path: Path) -> None:
    report = check(taian(), write_json(tmp_path, [{"标题": "甲"}, {"标题": "乙", "开放类型": "不予开放"}]))
    assert [row.declared for row in report.rows] == [None, "closed"]


def test_deep_values_and_thousands_of_keys_do_not_break_it(tmp_path: Path) -> None:
    deep = '[{"标题": "甲", "开放类型": "不予开放", "摘要": ' + "[" * 900 + "]" * 900 + "}]"
    assert len(check(taian(), write(tmp_path, deep, "目录.json")).rows) == 1
    wide = [DATASET | {f"列{n}": "x"} for n in range(2_000)]
    with pytest.raises(NotACatalogue, match="列，不是目录"):
        check(taian(), write_json(tmp_path, wide))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"code": "1", "name": "无条件开放"}, "无条件开放"),
        ({"value": 1, "label": "无条件开放"}, "无条件开放"),
        ({"key": "1", "value": "无条件开放"}, "无条件开放"),
        ({"dictCode": "1", "dictName": "无条件开放"}, "无条件开放"),
        ([{"code": "1", "name": "无条件开放"}], "无条件开放"),
        ('{"code":"1","name":"无条件开放"}', "无条件开放"),
        (' [{"code": 1, "name": "无条件开放"}]\n', "无条件开放"),
    ],
)
def test_of_a_code_and_its_name_the_name_is_read(tmp_path: Path, value: Any, text: str) -> None:
    [row] = check(taian(), write_json(tmp_path, [DATASET | {"开放属性": value}])).rows
    assert (row.declared_text, row.declared) == (text, Attribute.OPEN)
    if isinstance(value, str):
        # A table may hold the same as text.
        [row] = check(taian(), write_csv(tmp_path, DATASET | {"开放属性": value})).rows
        assert (row.declared_text, row.declared) == (text, Attribute.OPEN)


@pytest.mark.parametrize(
    "value",
    [
        {"code": "1", "name": "开放", "type": "string"},
        {"code": "1", "name": {"zh": "无条件开放"}},
        {"开放属性": "无条件开放"},
        "{无条件开放}",
        "[" * 5_000,
        '{"code": "1", "name": "无条件开放"',
    ],
)
def test_what_is_more_than_a_code_and_its_name_stays_as_it_is(tmp_path: Path, value: Any) -> None:
    [row] = check(taian(), write_json(tmp_path, [DATASET | {"开放属性": value}])).rows
    assert row.declared is None
    assert row.declared_text


def test_a_code_without_a_name_is_explained_by_a_profile(tmp_path: Path) -> None:
    profile = write(tmp_path, '开放属性: {"1": 无条件开放}\n', "平台.yaml")
    path = write_json(tmp_path, [DATASET | {"开放属性": {"code": 1, "name": ""}}])
    assert check(taian(), path, profile=profile).rows[0].declared is Attribute.OPEN


def test_totals_remarks_and_examples_in_an_array_are_no_datasets(tmp_path: Path) -> None:
    lines = [
        DATASET | {"数据集名称": "（示例）停车场"},
        DATASET,
        {"数据集名称": "合计", "提供单位": "2"},
        {"数据集名称": "填表人：某某", "提供单位": ""},
        {"数据集名称": "以上共2个数据集"},
        DATASET | {"数据集名称": "合计用水量"},
    ]
    report = check(taian(), write_json(tmp_path, lines))
    assert [row.title for row in report.rows] == ["公园名录", "合计用水量"]
    assert report.left == ("不像数据集的 4 行",)
    assert "3 “合计”像是说明，没有读取" in problems(report)
    # One record a line just so.
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    assert check(taian(), write(tmp_path, text, "目录.jsonl")).left == report.left
