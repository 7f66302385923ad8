"""Hostile and broken content: reading never raises, never hangs, and never hands on what a terminal would act on.

The limit on time is generous: it is there to notice what grows with the square of its input, or does not end at all.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.diagnostics.rendering import render
from opendata_rules.reading import yaml_events as yaml_tree
from opendata_rules.reading.document import SIZE_LIMIT, Document, read_bytes
from opendata_rules.reading.punctuation.nesting import DEPTH_LIMIT
from opendata_rules.reading.yaml_events import NODE_LIMIT
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.keywords import KEYWORDS

from ..diagnostics.bad_files import PLACE
from ..laws import ROOT

#: Seconds of processor time that one file may take, however bad.
MOST = 10.0
#: Rare Chinese characters, which are shown although Python may call them unprintable.
RARE = re.compile("[\u3000\ue000-\uf8ff\U00020000-\U0003ffff]")
#: The largest file that is read at all.
FULL = SIZE_LIMIT - 100


def read_soundly(data: bytes) -> Document:
    """Read, show what was found, and check what must hold of every reading."""
    start = time.process_time()
    document = read_bytes(data, "a.yaml")
    text = render(document.diagnostics)
    assert time.process_time() - start < MOST
    assert RARE.sub("", text).replace("\n", "").isprintable()
    assert len(text) < 200_000
    errors = [problem for problem in document.diagnostics if problem.severity is Severity.ERROR]
    assert (document.data is None) == bool(errors)
    assert document.data is None or isinstance(document.data, dict)
    for problem in document.diagnostics:
        assert problem.code in KINDS
        assert problem.line >= 1
        assert problem.column >= 1
        if problem.source and document.lines:
            assert problem.source == document.lines[problem.line - 1]
            assert problem.column <= len(problem.source) + 1
    return document


def codes(document: Document) -> set[str]:
    return {problem.code for problem in document.diagnostics}


def repeated(text: str, size: int = FULL) -> bytes:
    """A text over and over, up to a size."""
    data = text.encode()
    return data * (size // len(data))


LARGE: dict[str, Callable[[], bytes]] = {
    "open brackets": lambda: repeated("["),
    "brackets hidden in quotes": lambda: "键: ".encode() + repeated('["]",'),
    "brackets hidden in comments": lambda: "键:\n".encode() + repeated("  [ # ]\n", 400_000),
    "closed brackets": lambda: "键: ".encode() + b"[" * 20_000 + b"]" * 20_000,
    "brackets closed in quotes": lambda: "键: ".encode() + b'["]",' * 20_000 + b"]" * 20_000,
    "dashes on one line": lambda: repeated("- "),
    "dashes with tabs": lambda: repeated("-\t"),
    "question marks on one line": lambda: repeated("? "),
    "question marks over lines": lambda: "".join(" " * depth + "?\n" for depth in range(1_000)).encode(),
    "stairs": lambda: "".join(" " * depth + "键:\n" for depth in range(900)).encode(),
    "one key a million times": lambda: repeated("键: 值\n"),
    "one key in braces": lambda: b"{" + repeated("a: b, ") + b"}",
    "keys without values": lambda: repeated("a:\n"),
    "aliases": lambda: b"a: &a [x, x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(20_000)),
    "a bomb": lambda: (
        b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 99))
    ),
    "tags": lambda: repeated("- !a b\n", 300_000),
    "quotes that open": lambda: repeated('a: "\\"\'', 400_000),
    "quotes of both kinds": lambda: repeated("- '\n- \"\n", 300_000),
    "full-width quotes that open": lambda: repeated('a: "”\n', 300_000),
    "full-width marks on one line": lambda: "标题: [".encode() + repeated("：，"),
    "full-width marks on every line": lambda: repeated("：\n", 150_000),
    "one long line": lambda: "标题: ".encode() + repeated("字"),
    "one long key": lambda: repeated("a") + b": b",
    "one long quotation": lambda: '标题: "'.encode() + repeated("字") + b'"',
    "nothing but line ends": lambda: repeated("\n"),
    "nothing but spaces": lambda: repeated(" "),
    "nothing but colons": lambda: repeated(":"),
    "comments": lambda: repeated("# 注释\n"),
    "zero bytes": lambda: repeated("\0"),
    "escape codes": lambda: repeated("\x1b[31m"),
    "line separators": lambda: repeated("\u2028"),
    "byte order marks": lambda: repeated("\ufeff"),
    "replacement of every byte": lambda: bytes(range(256)) * 3_000,
    "long text in a list of items": lambda: "文件: [".encode() + repeated("a, "),
    "prose over many lines": lambda: "说明: 甲\n".encode() + repeated("  乙：，\n", 300_000),
    "a block scalar of many lines": lambda: "说明: |\n".encode() + repeated("  乙：，\n", 300_000),
    "directives": lambda: repeated("%TAG ! !\n", 300_000),
    "documents": lambda: repeated("---\n", 150_000),
}


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE.keys())
def test_a_large_bad_file_is_done_with_quickly(make: Callable[[], bytes]) -> None:
    read_soundly(make()[:FULL])


def test_what_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    [problem] = odr.lint(file)
    assert (problem.code, "100.0 MB" in problem.message) == ("too_large", True)


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_of_size_is_the_last_byte(extra: int) -> None:
    data = PLACE.encode().ljust(SIZE_LIMIT + extra, b"\n"[:0] or b" ")
    assert ("too_large" in codes(read_bytes(data, "a.yaml"))) is bool(extra)


def test_the_limit_of_depth_is_the_last_level() -> None:
    for depth, deep in ((DEPTH_LIMIT - 1, False), (DEPTH_LIMIT, True)):
        flow = "键: " + "[" * depth + "]" * depth
        block = "".join(" " * level + "键:\n" for level in range(depth)) + " " * depth + "键: 值\n"
        for text in (flow, block):
            assert ("too_deep" in codes(read_soundly(text.encode()))) is deep, text


def test_depth_is_no_matter_of_lines_that_only_look_nested() -> None:
    prose = "说明: |\n" + "".join(" " * column + "[{文字\n" for column in range(2, 200))
    brackets = "".join(f"键{number}: 见[{number}\n" for number in range(100))
    comments = "".join(" " * column + "# [[{\n" for column in range(100)) + "键: 值\n"
    for text in (prose, brackets, comments):
        assert codes(read_soundly(text.encode())) == set()


@pytest.mark.parametrize("value", ["「｜＃「」}", "「【「」,", "【「【】]", "「a「」］：", "「【】」, ]"])
def test_brackets_of_prose_that_close_too_often_are_no_collection(value: str) -> None:
    read_soundly(f"条件: {value}\n键: 值\n".encode())
    read_soundly(f"{value}\n".encode())


def test_aliases_are_refused_before_they_multiply() -> None:
    bomb = b"a0: &a0 [x, x]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 60))
    assert codes(read_soundly(bomb)) == {"anchor_or_alias"}


def test_as_many_items_as_allowed_are_read() -> None:
    many = "文件:\n" + "- 甲\n" * (NODE_LIMIT - 3)
    assert codes(read_soundly(many.encode())) == set()
    assert codes(read_soundly((many + "- 甲\n").encode())) == {"too_many_nodes"}


# -- anything at all --------------------------------------------------------------------------------------------------

WORDS = [word for word, _ in KEYWORDS.values()] + [fact.label for fact in vocabulary().facts.values()]
MARKS = list("：，［］｛｝【】「」“”‘’＂＇－＃｜＞\u3000\xa0\t\r\n\0\u200b\x85\u2028😀a1甲-:,[]{}'\"#|>&*!%@`?\\ ")
PIECES = st.sampled_from([*MARKS, *WORDS, ": ", "- ", "\n  ", "\n    - ", "\n- ", "是", "否", "2025-02-30", "---\n"])
PACKS = sorted(
    [*ROOT.glob("rules/*/rules.yaml"), *ROOT.glob("rules/*/duties.yaml"), *ROOT.glob("jurisdictions/*.yaml")]
)


@settings(deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes) -> None:
    read_soundly(data)


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read_soundly(text.encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(PIECES, max_size=60))
def test_anything_that_looks_like_a_pack_can_be_read(pieces: list[str]) -> None:
    read_soundly("".join(pieces).encode())


@settings(deadline=None)
@given(data=st.data(), pieces=st.lists(PIECES, max_size=3))
def test_any_change_of_a_pack_can_be_read(data: st.DataObject, pieces: list[str]) -> None:
    text = data.draw(st.sampled_from(PACKS)).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 50))
    read_soundly((text[:start] + "".join(pieces) + text[end:]).encode())


@settings(deadline=None, max_examples=300)
@given(text=st.text(alphabet="ab:-,[]{}'\"#|>\\ \n", max_size=40))
def test_plain_yaml_is_read_as_yaml_reads_it(text: str) -> None:
    """What PyYAML itself takes for a mapping is either read the same or refused with a reason."""
    document = read_soundly(text.encode())
    if document.data is not None:
        assert document.data == yaml.load(text, Loader=yaml.BaseLoader)


# -- who reads --------------------------------------------------------------------------------------------------------


def test_the_reader_does_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML may be built without it; the sentences differ then, and are Chinese all the same."""
    monkeypatch.setattr(yaml_tree, "_LOADER", yaml.BaseLoader)
    good = "名称: 测试市\n文件: [甲, 乙]\n"
    assert read_bytes(good.encode(), "a.yaml").data == {"名称": "测试市", "文件": ["甲", "乙"]}
    for bad in (
        "名称: 测试: 市\n",
        "a:\n    - b\n  - c\n",
        "a: @b\n",
        'a: "\\d"\n',
        "a: b\nc d\ne: f\n",
        "- *a\n",
        "%FOO\na: b\n",
    ):
        found = read_bytes(bad.encode(), "a.yaml").diagnostics
        assert {problem.code for problem in found} <= {"yaml_syntax", "anchor_or_alias", "not_a_mapping"}
        assert found
        assert all(problem.message != "这里的写法不符合 YAML" for problem in found)
