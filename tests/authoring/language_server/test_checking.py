"""In a long file the entry that one types in is checked first, and told as it is in the whole."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.language_server.checking import excerpt, problems_of_buffer
from opendata_rules.authoring.language_server.texts import lines_of
from opendata_rules.reading.unsaved import key
from tests.conftest import ROOT

from .conftest import Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

LONG = [path for path in sorted(ROOT.glob("rules/*/*.yaml")) if path.read_text(encoding="utf-8").count("\n") > 400]
TEXT = "a:\n  - x: 1\n    y: 2\n\n  - x: 3\n    z:\n      - u: 4\n# c\nb:\n- v: 5\n"


@pytest.mark.parametrize(
    ("old", "new", "kept", "span"),
    [
        ("y: 2", "y: 9", {"a:", "  - x: 1", "    y: 9"}, (2, 4)),
        ("u: 4", "u: 9", {"a:", "  - x: 3", "    z:", "      - u: 9"}, (5, 7)),
        ("  - x: 3", "  - x: 9", {"a:", "  - x: 9", "    z:", "      - u: 4"}, (5, 7)),
        ("v: 5", "v: 9", {"b:", "- v: 9"}, (10, 11)),
        ("    y: 2\n", "    y: 2\n    w: 1\n", {"a:", "  - x: 1", "    y: 2", "    w: 1"}, (2, 5)),
        ("    y: 2\n", "", {"a:", "  - x: 1"}, (2, 3)),
    ],
)
def test_the_entry_in_which_something_changed(old: str, new: str, kept: set[str], span: tuple[int, int]) -> None:
    now = TEXT.replace(old, new, 1)
    found = excerpt(lines_of(TEXT), lines_of(now))
    assert found is not None
    assert len(lines_of(found.text)) == len(lines_of(now))
    assert {line for line in lines_of(found.text) if line and line != "# c"} == kept
    assert (found.first, found.last) == span


@pytest.mark.parametrize(
    ("old", "new"), [("a:", "c:"), ("y: 2\n\n  - x: 3", "y: 1\n\n  - x: 1"), (TEXT, ""), (TEXT, "\n")]
)
def test_what_changed_beyond_an_entry(old: str, new: str) -> None:
    assert excerpt(lines_of(TEXT), lines_of(TEXT.replace(old, new, 1))) is None


def test_a_change_is_told_of_the_entry_as_of_the_whole(bench: Bench) -> None:
    for path in LONG:
        text = path.read_text(encoding="utf-8")
        for slip in (
            ("编号: ", "编码: "),
            ("条文: ", "条文： "),
            ("效力: 应当", "效力: 必须"),
            ("结论: 符合", "结论: 符和"),
        ):
            if slip[0] not in text:
                continue
            middle = text.index(slip[0], text.rfind(slip[0]) // 2)
            now = text[:middle] + text[middle:].replace(*slip, 1)
            buffer = bench.open(path.relative_to(ROOT).as_posix(), now)
            part = excerpt(lines_of(text), buffer.lines)
            assert part is not None
            held = bench.desk.unsaved()
            whole = problems_of_buffer(path, held)
            alone = problems_of_buffer(path, held | {key(path): part.text.encode()})
            assert whole
            assert [one for one in alone if part.first <= one.line <= part.last] == list(whole)


def test_no_entry_is_wrong_by_itself(bench: Bench) -> None:
    for path in LONG:
        lines = lines_of(path.read_text(encoding="utf-8"))
        starts = [row for row, line in enumerate(lines) if line.startswith(("  - ", "- ", "    - "))]
        for row in starts[:: max(1, len(starts) // 8)]:
            then = [*lines[:row], f"{lines[row]} ", *lines[row + 1 :]]
            part = excerpt(then, lines)
            assert part is not None
            alone = problems_of_buffer(path, {key(path): part.text.encode()})
            assert [one for one in alone if part.first <= one.line <= part.last] == []
