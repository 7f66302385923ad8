"""A lexical pass over YAML text, before it is parsed: what Chinese input methods put where structure is meant.

PyYAML takes most full-width punctuation without an error, as part of a long string. Here it is found where a key, a
separator, a bracket or a quote would have to stand, and left alone in prose, in quoted text, in comments and in block
scalars. Nesting is measured too, without recursion, since the C composer overflows its stack on deep input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .keywords import KEYWORDS
from .vocabulary import vocabulary

#: Deepest nesting a pack may have.
DEPTH_LIMIT = 40

_HALF = {
    "：": ":",
    "，": ",",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＇": "'",
    "－": "-",
    "＃": "#",
    "｜": "|",
    "＞": ">",
}
_QUOTES = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "”": "”", "’": "’"}
_WIDE_SPACES = "\u3000\u00a0\u2002\u2003\u2007\u202f"
_KEY = re.compile(r"(?P<dashes>(?:-[ ]+)*)(?P<rest>.*)", re.DOTALL)
_COLON = re.compile(r":(?=[ \t]|$)")
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]*[ \t]*(#.*)?$")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in the text, with line and column from 1."""

    code: str
    line: int
    column: int
    fields: dict[str, Any]
    length: int = 1


def too_deep(lines: tuple[str, ...]) -> Finding | None:
    """Where the text nests deeper than :data:`DEPTH_LIMIT`, judged by brackets and by indentation."""
    brackets = 0
    indents: list[int] = []
    for number, line in enumerate(lines, 1):
        content = line.lstrip(" ")
        if not content or content[0] == "#":
            continue
        indent = len(line) - len(content)
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        compact = len(re.match(r"(?:[-?][ \t]+)*", content[: 4 * DEPTH_LIMIT]).group().split())  # type: ignore[union-attr]
        if len(indents) + compact > DEPTH_LIMIT:
            return Finding("too_deep", number, indent + 1, {"limit": DEPTH_LIMIT})
        for column, char in enumerate(line, 1):
            if char in "[{":
                brackets += 1
                if brackets > DEPTH_LIMIT:
                    return Finding("too_deep", number, column, {"limit": DEPTH_LIMIT})
            elif char in "]}":
                brackets = max(0, brackets - 1)
    return None


def scan(lines: tuple[str, ...]) -> Iterator[Finding]:
    """Everything structural that is full-width, in order."""
    yield from _Scanner(lines).findings()


class _Scanner:
    """Walks the lines, knowing whether it is inside quotes, brackets or a block scalar."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.quote = ""
        self.depth = 0
        self.block_indent: int | None = None
        self.prose_indent: int | None = None
        self.words = {word for word, _ in KEYWORDS.values()} | {f.label for f in vocabulary().facts.values()}

    def findings(self) -> Iterator[Finding]:
        for number, line in enumerate(self.lines, 1):
            yield from self._line(number, line)

    def _line(self, number: int, line: str) -> Iterator[Finding]:
        if self.quote or self.depth:
            yield from self._flow(number, line, 0)
            return
        content = line.lstrip(" \t" + _WIDE_SPACES)
        lead = line[: len(line) - len(content)]
        if not content:
            return
        if self.block_indent is not None:
            if len(lead) > self.block_indent:
                return
            self.block_indent = None
        yield from self._indentation(number, lead)
        if content[0] == "#":
            return
        if content[0] == "＃":
            yield self._wide(number, len(lead), "＃")
            return
        continues = self.prose_indent is not None and len(lead) > self.prose_indent
        if content[0] == "－" and not continues:
            yield self._wide(number, len(lead), "－")
            content = content[1:]
            lead += "－"
        match = _KEY.match(content)
        assert match is not None
        start = len(lead) + len(match["dashes"])
        yield from self._entry(number, line, start, bool(match["dashes"]), continues, len(lead))

    def _indentation(self, number: int, lead: str) -> Iterator[Finding]:
        for code, characters in (("tab_indentation", "\t"), ("ideographic_space", _WIDE_SPACES)):
            found = [column for column, char in enumerate(lead, 1) if char in characters]
            if found:
                yield Finding(code, number, found[0], {}, len(found))

    def _entry(self, number: int, line: str, start: int, item: bool, continues: bool, indent: int) -> Iterator[Finding]:
        """A line of block context: ``键: 值``, ``- 项``, or prose that goes on."""
        rest = line[start:]
        if rest[:1] in "[{\"'":
            yield from self._flow(number, line, start)
            return
        colon = _COLON.search(rest.split(" #", 1)[0])
        wide = rest.find("：")
        if colon is None:
            word = rest[:wide].strip(" " + _WIDE_SPACES) if wide > 0 else ""
            if wide > 0 and (word in self.words or not (item or continues)):
                yield self._wide(number, start + wide, "：")
                self.prose_indent = None
                return
            glued, found, _ = rest.partition(":")
            if found and glued.strip() in self.words:
                yield Finding("missing_space", number, start + 1, {"word": glued.strip()}, len(glued) + 1)
                return
            if not continues:
                self.prose_indent = indent if item else self.prose_indent
                yield from self._value(number, line, start)
            return
        if 0 < wide < colon.start() and rest[:wide] in self.words:
            yield self._wide(number, start + wide, "：")
        self.prose_indent = indent
        after = colon.end()
        while rest[after : after + 1] in (" ", "\t") and after < len(rest):
            after += 1
        if rest[after : after + 1] and rest[after] in _WIDE_SPACES:
            yield Finding("ideographic_space", number, start + after + 1, {})
        yield from self._value(number, line, start + after)

    def _value(self, number: int, line: str, start: int) -> Iterator[Finding]:
        value = line[start:].strip()
        if not value or value[0] == "#":
            return
        if _BLOCK_SCALAR.match(value):
            self.block_indent = len(line) - len(line.lstrip(" "))
            return
        if value in ("｜", "＞"):
            yield self._wide(number, start, value)
        elif value[0] in "[{\"'":
            yield from self._flow(number, line, start)
        elif value[0] in "［｛":
            yield from (self._wide(number, start + i, char) for i, char in enumerate(value) if char in _HALF)
        elif _enclosed(value):
            yield self._wide(number, start, value[0])
            yield self._wide(number, start + len(value) - 1, value[-1])

    def _flow(self, number: int, line: str, start: int) -> Iterator[Finding]:
        """Brackets and quotes, possibly over several lines."""
        column = start
        item_start = start
        while column < len(line):
            char = line[column]
            if self.quote:
                if char == "\\" and self.quote == '"':
                    column += 1
                elif char == self.quote:
                    if self.quote == "'" and line[column + 1 : column + 2] == "'":
                        column += 1
                    else:
                        self.quote = ""
            elif char in "\"'" and not line[item_start:column].strip(" "):
                self.quote = char
            elif char in "[{":
                self.depth += 1
                item_start = column + 1
            elif char in "]}":
                self.depth = max(0, self.depth - 1)
                item_start = column + 1
            elif char == "," or (char == ":" and line[column + 1 : column + 2] in ("", " ")):
                item_start = column + 1
            elif char == "#" and (column == 0 or line[column - 1] in " \t"):
                return
            elif self.depth and char in "，：［］｛｝":
                yield self._wide(number, column, char)
            elif self.depth and char in _WIDE_SPACES:
                yield Finding("ideographic_space", number, column + 1, {})
            elif self.depth and char in _QUOTES and not line[item_start:column].strip(" "):
                ends = min((at for at in (line.find(c, column) for c in ",]}") if at >= 0), default=len(line))
                if _enclosed(line[column:ends].strip()):
                    yield self._wide(number, column, char)
            column += 1

    @staticmethod
    def _wide(number: int, column: int, char: str) -> Finding:
        return Finding("full_width_punctuation", number, column + 1, {"found": char, "wanted": _HALF[char]})


def _enclosed(value: str) -> bool:
    """Whether full-width quotes enclose the whole value, and so would become part of the text."""
    close = _QUOTES.get(value[:1])
    return close is not None and len(value) > 1 and value[-1] == close and close not in value[1:-1]
