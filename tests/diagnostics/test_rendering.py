"""How a diagnostic is shown: the mark stands under what is meant, and nothing acts on a terminal."""

from __future__ import annotations

import pytest

from opendata_rules.diagnostics.diagnostic import diagnostic
from opendata_rules.diagnostics.rendering import render
from opendata_rules.diagnostics.wording import nearest
from opendata_rules.reading.document import read_bytes


def shown(text: str, column: int, length: int = 1) -> tuple[str, str]:
    """Source line and mark as printed, without the margin."""
    problem = diagnostic("empty_text", path="a.yaml", line=7, column=column, source=text, length=length)
    _, source, mark, _ = render([problem]).split("\n")
    return source.removeprefix("  7 | "), mark.removeprefix("    | ")


@pytest.mark.parametrize(
    ("text", "column", "length", "before", "marked"),
    [
        ("abc: def", 6, 3, 5, 3),
        ("标题: 甲乙", 5, 2, 6, 4),
        ("a标b题: 甲", 3, 1, 3, 1),
        ("😀😀: 甲", 3, 1, 4, 1),
        ("ｶﾀ: 甲", 3, 1, 2, 1),
        ("e\u0301e\u0301: 甲", 5, 1, 2, 1),
        ("　甲", 2, 1, 2, 2),
        ("\t甲", 2, 1, 1, 2),
        ("“甲”乙", 4, 1, 4, 2),
        ("甲", 2, 1, 2, 1),
        ("甲", 99, 5, 2, 1),
    ],
)
def test_the_mark_stands_under_what_is_meant(text: str, column: int, length: int, before: int, marked: int) -> None:
    assert shown(text, column, length)[1] == " " * before + "^" * marked


@pytest.mark.parametrize("column", [1, 50, 51, 500, 9_950, 10_000])
def test_of_a_long_line_only_the_surroundings_are_shown(column: int) -> None:
    line = "".join("甲" if number % 10 else "乙" for number in range(10_000))
    source, mark = shown(line, column, 3)
    assert len(source) <= 110
    # Under the first character of the mark stands the character at that column.
    width, at = 0, 0
    while width < len(mark) - len(mark.lstrip(" ")):
        width += 1 if source[at] == "." else 2
        at += 1
    assert source[at : at + 3].rstrip(".") == line[column - 1 : column + 2]
    assert source.startswith("...") is (column > 51)
    assert source.endswith("...") is (column <= 9_950)


def test_a_path_cannot_act_on_the_terminal() -> None:
    text = render([diagnostic("empty_text", path="a\x1b[2J\n\u202eb\udcff.yaml")])
    assert text.split("\n")[0].startswith("a\\x1b[2J\\n\\u202eb\\udcff.yaml:1:1: 错误")


def test_content_cannot_act_on_the_terminal() -> None:
    document = read_bytes(b"a: \x1b]0;title\x07\x9b31m\n\xe2\x80\xaeb: c\n", "a.yaml")
    assert all(line.isprintable() for line in render(document.diagnostics).split("\n"))
    document = read_bytes("\u202e标题: \x1b[31m\u0007\n".encode(), "a.yaml")
    assert all(line.isprintable() for line in render(document.diagnostics).split("\n"))


def test_line_and_column_count_characters_from_one() -> None:
    document = read_bytes("# 注\r\n\r\n𠮷😀: {a: b, 甲：乙}\r\n".encode(), "a.yaml")
    [problem] = document.diagnostics
    assert (problem.line, problem.column) == (3, 13)


def test_a_value_has_a_place_and_so_has_its_key() -> None:
    document = read_bytes("甲:\n  - 乙: [丙, 丁]\n".encode(), "a.yaml")
    assert document.mark(("甲",), key=True) == (1, 1)
    assert document.mark(("甲", 0, "乙"), key=True) == (2, 5)
    assert document.mark(("甲", 0, "乙")) == (2, 8)
    assert document.mark(("甲", 0, "乙", 1)) == (2, 12)
    # What is not there is shown where it belongs.
    assert document.mark(("甲", 0, "戊")) == (2, 5)
    assert document.mark(("己",)) == (1, 1)


def test_many_problems_of_one_kind_end_with_a_word() -> None:
    document = read_bytes("".join(f"键{number}：值\n" for number in range(100)).encode(), "a.yaml")
    assert len(document.diagnostics) == 20
    assert document.diagnostics[-1].help.endswith("没有列出。）")
    assert not document.diagnostics[0].help.endswith("没有列出。）")


def test_the_nearest_word_comes_first() -> None:
    assert nearest("级別", ["名称", "级别", "上级"])[0] == "级别"
    assert nearest("全部满组", ["任一满足", "全部满足"])[0] == "全部满足"
    assert nearest("风马牛", ["级别"]) == ()
