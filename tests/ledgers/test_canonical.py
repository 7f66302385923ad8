"""Canonical JSON is what others make of it, and refuses what they would not agree on."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.ledgers.canonical import GREATEST, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-GREATEST, GREATEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_the_bytes_are_those_of_another_library(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize("value", [1.5, 1.0, float("nan"), GREATEST + 1, "\ud800", {"名": 1}, {1: 2}, b"x", {"a": {1}}])
def test_what_has_no_one_form(value: Any) -> None:
    with pytest.raises(odr.BadArgument) as caught:
        canonical({"a": [value]})
    assert caught.value.english


def test_what_is_too_deep() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(odr.BadArgument):
        canonical(deep)
