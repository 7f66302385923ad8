"""Lines of any text fit the terminal, broken the Chinese way."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from opendata_rules.formats.lines import columns, fill, fill_tree

TEXTS = st.text(alphabet="法定不予开放，。、（）“”《》〔〕：；？ abc-_=12\u3000", max_size=80)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(20, 90))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    filled = fill(text, width, "一：", "    ")
    assert flat(filled).removeprefix("一：") == flat(text)
    for line in filled.split("\n"):
        # A run of punctuation stays with its character, and may be as long as it likes.
        assert cell_len(line.rstrip()) <= width or re.search(r"[^\w\s]{5,}", line)


@given(st.text(alphabet="法定不予开放，。？（“”）、", max_size=80), st.integers(20, 90))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(text: str, width: int) -> None:
    lines = fill(text, width).split("\n")
    for above, below in pairwise(lines):
        runs = re.search(r"[，。？（“”）、]{5,}", text)
        assert runs or below[0] not in "，。？”）、"
        assert runs or above[-1] not in "（“"


def test_a_line_is_broken_between_characters_and_before_words() -> None:
    assert fill("用 opendata-rules facts 查看全部事实。", 20) == "用 opendata-rules\nfacts 查看全部事实。"
    assert fill("一二三四五六七八九，十", 18) == "一二三四五六七八\n九，十"


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert fill("a" * 50, 20).split("\n") == ["a" * 20, "a" * 20, "a" * 10]


def test_without_a_width_there_is_one_line() -> None:
    assert fill("法" * 500, None, "  ") == "  " + "法" * 500
    assert fill_tree("甲\n├─ " + "法" * 500, None) == "甲\n├─ " + "法" * 500


def test_branches_of_a_tree_stay_whole() -> None:
    tree = "根\n├─ " + "甲" * 15 + "\n│  └─ " + "乙" * 15 + "\n└─ " + "丙" * 15
    assert fill_tree(tree, 24).split("\n") == [
        "根",
        "├─ " + "甲" * 10,
        "│  " + "甲" * 5,
        "│  └─ " + "乙" * 9,
        "│     " + "乙" * 6,
        "└─ " + "丙" * 10,
        "   " + "丙" * 5,
    ]


def test_two_columns() -> None:
    assert columns([("-j", "地方"), ("--on 日期", "法" * 30)], 40).split("\n") == [
        "  -j         地方",
        "  --on 日期  " + "法" * 13,
        "             " + "法" * 13,
        "             " + "法" * 4,
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_a_first_column_that_is_too_long_stands_alone(width: int) -> None:
    rows = columns([("x" * 30, "甲"), ("-j", "乙")], width).split("\n")
    assert rows[0] == "  " + "x" * 30
    assert rows[1].strip() == "甲"
