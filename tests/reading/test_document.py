"""Files that look odd but are right: nothing is reported, and nothing of what was written is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.diagnostics.rendering import render
from opendata_rules.reading.document import read, read_bytes

from ..diagnostics.bad_files import PLACE
from ..laws import ROOT

GOOD = sorted((Path(__file__).parent / "good").glob("*.yaml"))
PACKS = sorted([*ROOT.glob("rules/*/*.yaml"), *ROOT.glob("jurisdictions/*.yaml")])


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_right_file_is_left_alone(path: Path) -> None:
    found = odr.lint(path)
    assert found == (), render(found)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_every_word_is_kept_as_written(path: Path) -> None:
    """``<name>.json`` beside it holds the content."""
    assert read(path).data == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["Windows", "old Macintosh"])
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_line_endings_make_no_difference(path: Path, ending: str) -> None:
    text = path.read_text(encoding="utf-8")
    document = read_bytes(text.replace("\n", ending).encode(), path.name)
    assert document.diagnostics == ()
    assert document.data == read(path).data


def test_a_byte_order_mark_only_warns_and_moves_no_column() -> None:
    document = read_bytes(b"\xef\xbb\xbf" + PLACE.encode(), "a.yaml")
    assert [problem.code for problem in document.diagnostics] == ["byte_order_mark"]
    assert document.data == read_bytes(PLACE.encode(), "a.yaml").data
    assert document.mark(("名称",), key=True) == (1, 1)
    assert document.mark(("代码",)) == (2, 5)


def test_scalars_stay_the_text_that_was_written() -> None:
    text = "甲: 010\n乙: yes\n丙: 2022-02-30\n丁: 1e3\n戊: ~\n己: null\n庚: 0x1F\n辛: 1_000\n壬: on\n癸: .5\n"
    written = dict(line.split(": ") for line in text.splitlines())
    assert read_bytes(text.encode(), "a.yaml").data == written


@pytest.mark.parametrize("path", PACKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_shipped_files_are_read_without_a_word(path: Path) -> None:
    assert read(path).diagnostics == ()
