"""Editors count UTF-16 units, the library counts characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.authoring.language_server.texts import (
    Edit,
    Position,
    Span,
    applied,
    characters,
    lines_of,
    span,
    units,
)
from opendata_rules.reading.document import read_bytes

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def test_characters_beyond_the_plane_are_two_units() -> None:
    line = "要旨: 𠮷野家的数据"
    assert units(line, 5) == 6
    assert characters(line, 6) == 5
    assert span([line], 0, 4, 5) == Span(Position(0, 4), Position(0, 6))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_there_and_back(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(line)))
    assert units(line, column) == len(line[:column].encode("utf-16-le")) // 2
    assert characters(line, units(line, column)) == column


@given(st.text(st.sampled_from("甲a: -\n\r\u2028\u0085\x0c\x0b𠮷"), max_size=30))
def test_lines_are_those_of_the_library(text: str) -> None:
    lines = read_bytes(text.encode(), "甲.yaml").lines
    assert not lines or list(lines) == lines_of(text)


@given(st.text(st.sampled_from("甲b\n\r𠮷"), max_size=20), st.text(st.sampled_from("x\n𠮷"), max_size=3), st.data())
def test_an_edit_changes_what_it_names(text: str, new: str, data: st.DataObject) -> None:
    lines = lines_of(text)
    row = data.draw(st.integers(0, len(lines) - 1))
    first = data.draw(st.integers(0, len(lines[row])))
    last = data.draw(st.integers(first, len(lines[row])))
    done = applied(text, [Edit(span(lines, row, first, last), new)])
    rest = lines[row][:first] + new + lines[row][last:]
    assert lines_of(done) == [*lines[:row], *lines_of(rest), *lines[row + 1 :]]


@pytest.mark.parametrize("line", [-5, 0, 99])
def test_what_is_beyond_the_text_ends_with_it(line: int) -> None:
    assert span(["甲"], line, 5, 9) == Span(Position(0, 1), Position(0, 1))
