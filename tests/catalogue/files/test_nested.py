"""Paths in records, and records as columns."""

from __future__ import annotations

from typing import Any

import pytest

from opendata_rules.catalogue.files.nested import flattened, texts_at, values_at
from opendata_rules.catalogue.profile import Profile

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
