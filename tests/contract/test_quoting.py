"""What comes from outside is shown as one visible line, escaped and cut, and costs no more than what is shown."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from opendata_rules.quoting import MOST, json_text, quoted, visible
from tests.hostile_text import ACTING, RARE


class Loud(str):
    """Text whose own methods do as they please."""

    def __str__(self) -> str:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError

    def __getitem__(self, index: Any) -> str:
        raise RuntimeError


class Silent:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("text", ACTING, ids=ascii)
def test_what_acts_is_escaped(text: str) -> None:
    assert quoted(text).isprintable()
    assert visible(text).replace("\n", "").isprintable()
    assert visible(text).encode()
    written = json_text({text: [text]}, indent=1)
    assert written.replace("\n", "").isprintable()
    assert json.loads(written.encode()) == {text: [text]}


def test_what_is_plain_stays() -> None:
    for text in ("国家秘密", "a b", "《办法》第十二条（四）", "甲\u3000乙", "\ue863\U00020bb7", "한국 ü–€"):
        assert quoted(text) == visible(text) == text
    assert visible("甲\r\n乙\n丙\t丁\xa0戊") == "甲\n乙\n丙 丁 戊"
    assert quoted("甲\n乙\t") == r"甲\n乙\t"


def test_what_is_long_is_cut() -> None:
    assert quoted("长" * 1000) == "长" * MOST + "…（共 1000 个字符）"
    assert len(quoted("\x00" * 1000)) < 120
    assert len(quoted(["长" * 1000] * 1000)) <= MOST + 1


@pytest.mark.parametrize(
    "value",
    ["x" * 10**7, b"x" * 10**7, ["x" * 10**6] * 1000, dict.fromkeys(range(10**5), "x"), 10**100_000],
    ids=["text", "bytes", "list", "dict", "int"],
)
def test_what_is_huge_costs_little(value: object) -> None:
    tracemalloc.start()
    try:
        quoted(value)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


def test_whatever_it_is_it_is_shown() -> None:
    circle: list[object] = []
    circle.append(circle)
    assert quoted(Silent()).startswith("<")
    assert quoted(Loud("甲")) == "甲"
    assert quoted(circle) == "[[[[…]]]]"
    assert [quoted(value) for value in (None, True, 5, 1.5, ("a",), set(), str)] == [
        "None",
        "True",
        "5",
        "1.5",
        "('a')",
        "{}",
        "str",
    ]
    assert RARE.match("\u3000")
