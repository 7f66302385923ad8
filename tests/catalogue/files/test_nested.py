"""Paths in records, and records as columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.files.nested import flattened, texts_at, values_at
from opendata_rules.catalogue.profile import Profile

from ..helpers import taian, write

RECORD = {
    "a": {"b": [{"c": "1"}, {"c": "2", "d": None}, "x", None]},
    "roles": [{"role": "author", "title": "甲"}, {"role": "publisher", "title": "乙"}, {"title": "丙"}],
    "words": ["p", "q", "p", ""],
    "empty": [],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b.c", ["1", "2"]),
        ("a.b[].c", ["1", "2"]),
        ("a.b.d", []),
        ("roles[role=publisher].title", ["乙"]),
        ("roles[role=].title", ["丙"]),
        ("words[]", ["p", "q"]),
        ("empty", []),
        ("no.such", []),
        ("words.p", []),
    ],
)
def test_paths_go_through_lists(path: str, found: list[str]) -> None:
    assert texts_at(RECORD, path) == found


def test_the_whole_is_a_path_too() -> None:
    assert values_at([{"a": 1}, None, {"a": 2}], ".") == [{"a": 1}, {"a": 2}]
    assert values_at({"a": 1}, ".") == [{"a": 1}]


def test_a_record_is_flattened_by_paths_pairs_and_its_other_keys() -> None:
    profile = Profile(paths={"a.b": "title", "t[].day": "updated", "x": "id"}, pairs=("extras", "more"))
    record: dict[str, Any] = {
        "a": {"b": "甲", "c": "gone"},
        "t": [{"day": "2025-01-02"}, {"day": "2026-01-02"}],
        "extras": [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}, {"other": "3"}],
        "more": {"n": ["p", "q"]},
        "rest": {"z": 1},
        "flag": True,
    }
    assert flattened(record, profile) == {
        "a.b": "甲",
        "t[].day": "2026-01-02",
        "k": "1",
        "k（第 2 次）": "2",
        "other": "3",
        "n": "p、q",
        "rest": '{"z": 1}',
        "flag": "true",
    }


def test_days_that_cannot_be_compared_stay_as_they_are() -> None:
    profile = Profile(paths={"t": "updated"})
    assert flattened({"t": ["2025-01-02", "last week"]}, profile) == {"t": "2025-01-02、last week"}


PRIVATE = {"personal_privacy": True}
ONE_DATASET = {"数据集名称": "甲", "提供单位": "某局", "开放属性": "无条件开放"}


@pytest.mark.parametrize("lines", [False, True], ids=["array", "lines"])
@pytest.mark.parametrize(
    "inner",
    [
        {"facts": PRIVATE},
        {"事实": {"涉及个人隐私": "是"}},
        {"facts": {"privacy": {"涉及个人隐私": True}}},
        {"facts": [{"name": "涉及个人隐私", "value": "是"}]},
        {"facts": [{"涉及个人隐私": "是"}]},
        {"facts": '{"涉及个人隐私": "是"}'},
        {"sensitive": PRIVATE},
        {"review": {"涉及个人隐私": {"code": "1", "name": "是"}}},
    ],
    ids=str,
)
def test_facts_in_an_object_inside_a_dataset_are_facts(tmp_path: Path, inner: dict[str, Any], lines: bool) -> None:
    """Left in there, the fact would be read as its opposite."""
    sets = [ONE_DATASET | inner, ONE_DATASET | {"数据集名称": "乙"}]
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in sets) if lines else json.dumps(sets)
    first, second = check(taian(), write(tmp_path, text, "目录.json"), unlisted="false").rows
    assert (dict(first.facts), first.verdict) == (PRIVATE, "invalid")
    assert second.facts == ()


@pytest.mark.parametrize(
    "inner",
    [
        {"涉及个人隐私": "否", "facts": PRIVATE},
        {"facts": {"personal_privacy": None}},
        {"facts": [{"name": "涉及个人隐私", "value": "是"}, {"name": "涉及个人隐私", "value": "否"}]},
        {"facts": {"涉及个人隐私": "看情况"}},
    ],
    ids=str,
)
def test_a_fact_that_an_inner_object_contradicts_or_does_not_know_is_no_no(
    tmp_path: Path, inner: dict[str, Any]
) -> None:
    [row] = check(taian(), write(tmp_path, json.dumps([ONE_DATASET | inner]), "目录.json"), unlisted="false").rows
    assert (row.facts, row.verdict) == ((), "undetermined")


def test_an_attribute_in_an_inner_object_is_compared(tmp_path: Path) -> None:
    sets = [ONE_DATASET | {"attributes": {"开放属性": "不予开放", "名称": "别的"}}]
    [row] = check(taian(), write(tmp_path, json.dumps(sets), "目录.json")).rows
    assert (row.title, row.declared) == ("甲", None)
    assert "几列的开放属性不一致" in row.notes[0]


def test_an_unknown_name_among_facts_is_told(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, json.dumps([ONE_DATASET | {"facts": {"隐私吗": True}}]), "目录.json"))
    assert report.unused == ("隐私吗",)
