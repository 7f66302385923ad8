"""Whatever is typed: every question is answered, of every text, at every place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata_rules.authoring.language_server.checking import problems_of_buffer, span_of, still_there
from opendata_rules.authoring.language_server.completing import offers
from opendata_rules.authoring.language_server.fixing import fixes
from opendata_rules.authoring.language_server.places import place_at
from opendata_rules.authoring.language_server.reading_on import definitions, hover
from opendata_rules.authoring.language_server.texts import Position, applied, lines_of, units
from tests.conftest import ROOT

from .conftest import TAIAN, Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

FILES = [
    f"{TAIAN}/{name}.yaml" for name in ("rules", "articles", "instrument", "cases", "deadlines", "duties", "duty_cases")
] + ["jurisdictions/taian.yaml", "rules/calendar/2026.yaml", "rules/calendar/statutory.yaml"]
PIECES = [
    *(
        "\n",
        "\r\n",
        " ",
        "  ",
        "\t",
        "- ",
        "-",
        ": ",
        "：",
        "，",
        "{",
        "}",
        "[",
        "]",
        "｛",
        "】",
        '"',
        "'",
        "“",
        "#",
        "|",
        ">",
    ),
    *(
        "编号: ",
        "条件:",
        "条文: 12",
        "效力",
        "全部满足",
        "国家秘密: 是",
        "taian-12-4",
        "𠮷",
        "\u3000",
        "\x00",
        "\u2028",
        "&a",
        "*",
        "!!x",
    ),
]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str, Position]:
    """A shipped file, its text before and after a few edits, and a position in it."""
    name = draw(st.sampled_from(FILES))
    before = text = (ROOT / name).read_text(encoding="utf-8")
    near = draw(st.integers(0, len(text)))
    for _ in range(draw(st.integers(1, 4))):
        start = min(len(text), max(0, near + draw(st.integers(-40, 40))))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.sampled_from(PIECES) | st.text(max_size=4)) + text[end:]
    text = text.encode("utf-8", "replace").decode()
    line = min(len(lines_of(text)) - 1, max(0, text[:near].count("\n") + draw(st.integers(-2, 2))))
    return name, before, text, Position(line, draw(st.integers(0, 80)))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(edited())
def test_every_question_is_answered(example: tuple[str, str, str, Position]) -> None:
    name, before, text, position = example
    bench = Bench(ROOT)
    buffer = bench.open(name, text)
    problems = problems_of_buffer(buffer.path, bench.desk.unsaved())
    for problem in problems:
        span = span_of(problem, buffer.lines)
        assert 0 <= span.start.line < len(buffer.lines)
        line = buffer.lines[span.start.line]
        assert 0 <= span.start.character <= span.end.character <= units(line, len(line))
        assert any(char > "\u3000" for char in problem.message)
    for offer in offers(bench.desk, buffer, position):
        assert offer.edit.span.start.line == position.line
        applied(buffer.text, [offer.edit])
    hover(bench.desk, buffer, position)
    definitions(bench.desk, buffer, position)
    moved = still_there(problems, buffer.lines, lines_of(before))
    assert all(0 < one.line + by <= len(lines_of(before)) for one, by in moved)
    for fix in list(fixes(bench.desk, buffer, problems[:1])):
        mended = bench.open(name, applied(text, [fix.edit]))
        after = problems_of_buffer(mended.path, bench.desk.unsaved())
        assert (fix.problem.line, fix.problem.column, fix.problem.code) not in {
            (one.line, one.column, one.code) for one in after
        }


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30), st.data())
def test_every_place_is_found(pieces: list[str], data: st.DataObject) -> None:
    lines = lines_of("".join(pieces))
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row])))
    found = place_at(lines, row, column)
    assert 0 <= found.start <= column <= found.end <= len(lines[row])
