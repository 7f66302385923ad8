"""Lines of plain brackets are taken without a close look, and the pass finds what it finds with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.reading.punctuation import scanner
from opendata_rules.reading.punctuation.findings import Finding
from opendata_rules.reading.punctuation.marks import BRACKETS
from opendata_rules.reading.punctuation.scanner import scan

from ..laws import ROOT

FILES = sorted(path for path in (ROOT / "rules").glob("*/*.yaml") if "cases" not in path.name)
LINES = [line for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
QUICK = [line for line in LINES if BRACKETS.match(line)]
MARKS = st.sampled_from("：，［］【】｛｝「」“”‘’＂－—＃｜＞ \u3000\t[]{}\"'#|>-:,&*是a1")


class _Never:
    def match(self, line: str) -> None:
        return None


def closely(lines: tuple[str, ...]) -> list[Finding]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scanner, "BRACKETS", _Never())
        return scan(lines)


def test_most_lines_of_brackets_are_quick() -> None:
    brackets = [line for line in LINES if line.rstrip().endswith(("]", "}"))]
    assert len(set(brackets) & set(QUICK)) > 0.8 * len(set(brackets))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_shipped_files(path: Path) -> None:
    lines = tuple(path.read_text(encoding="utf-8").splitlines())
    assert scan(lines) == closely(lines) == []


@given(st.integers(0, len(LINES) - 20), st.lists(st.tuples(st.integers(0, 19), st.integers(0, 60), MARKS), max_size=4))
def test_slips_are_found_all_the_same(start: int, slips: list[tuple[int, int, str]]) -> None:
    lines = LINES[start : start + 20]
    for row, at, mark in slips:
        lines[row] = lines[row][:at] + mark + lines[row][at:]
    assert scan(tuple(lines)) == closely(tuple(lines))


def test_what_is_found_on_a_line_does_not_depend_on_the_lines_above() -> None:
    alone = scan(("{:{{",))
    below = scan(('- {条文: "1", 状态: 已编码}', "{:{{"))
    told = [(finding.code, finding.column, finding.length) for finding in alone]
    assert told == [(finding.code, finding.column, finding.length) for finding in below]
    assert all(length > 0 for _, _, length in told)


def test_brackets_are_not_quick_where_they_might_nest_too_deep() -> None:
    lines = [" " * depth + "- 键:" for depth in range(0, 80, 2)]
    lines.append(" " * 80 + "- {键: [甲, 乙]}")
    assert scan(tuple(lines)) == closely(tuple(lines)) != []
