"""The layout of files of rules: one indentation, one blank between marks, everything else as it was written.

Line breaks, quotation marks, the order of keys and every comment stay: they were chosen by whoever wrote the file. What
is read from the file afterwards is compared with what was read before; a file that would say something else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ...reading.document import Document, read_bytes
from .change import Change
from .files import files_below

_LOADER = yaml.SafeLoader
_STEP = 2


def layouts(path: Path) -> Iterator[Change | Document]:
    """Files whose layout is another than it should be, and those that cannot be read; nothing is written.

    Args:
        path: a file, or a folder.
    """
    for file, shown in files_below(path):
        try:
            content = file.read_bytes()
        except OSError:
            continue
        document = read_bytes(content, shown)
        if document.data is None:
            yield document
            continue
        before = content.decode("utf-8-sig")
        after = formatted(before)
        if after.encode() != content and _same(document, after):
            yield Change(file, shown, shown, before, after, ("排版",))


def formatted(text: str) -> str:
    """A text of YAML in our layout.

    Args:
        text: YAML that can be read.
    """
    text = re.sub("\r\n?", "\n", text)
    layout = _Layout(text)
    lines = layout.lines()
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    while kept and not kept[0]:
        del kept[0]
    return "\n".join(kept).rstrip("\n") + "\n"


def _same(document: Document, after: str) -> bool:
    """Whether a text says what a file says, remarks included."""
    again = read_bytes(after.encode(), document.path)
    remarks = [[line.strip() for line in one.lines if line.lstrip().startswith("#")] for one in (document, again)]
    return again.data == document.data and remarks[0] == remarks[1]


class _Layout:
    """The lines of a text, each with the indentation that it should have."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        #: By line, where it should begin.
        self._indents: dict[int, int] = {}
        #: By line inside a value of several lines, the line on which the value's key stands.
        self._owners: dict[int, int] = {}
        #: Lines inside quotations and blocks of text, in which every blank counts.
        self._literal: set[int] = set()
        root: Any = yaml.compose(text, Loader=_LOADER)
        if root is not None:
            self._visit(root, 0, root.start_mark.line)
        self._tokens = [token for token in yaml.scan(text, Loader=_LOADER) if _visible(token)]

    def _visit(self, node: Any, indent: int, owner: int) -> None:
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            for key, value in node.value:
                # The first key behind a dash stands where the dash puts it.
                self._indents.setdefault(key.start_mark.line, indent)
                self._visit(value, indent + _STEP, key.start_mark.line)
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            for item in node.value:
                line = self._dash_before(item.start_mark.line)
                self._indents.setdefault(line, indent)
                self._visit(item, indent + _STEP, line)
        else:
            self._inside(node, owner)

    def _dash_before(self, line: int) -> int:
        """The line with the dash of an item, which may stand above it."""
        while line and not self._lines[line].lstrip().startswith("-"):
            line -= 1
        return line

    def _inside(self, node: Any, owner: int) -> None:
        end = node.end_mark.line + (1 if node.end_mark.column else 0)
        for line in range(owner + 1, end):
            self._owners.setdefault(line, owner)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">", '"', "'"):
            self._literal |= set(range(node.start_mark.line, end))

    def lines(self) -> list[str]:
        """The lines laid out."""
        spaced = self._spaced()
        found = []
        for number, line in enumerate(spaced):
            old = self._lines[number]
            begins = len(old) - len(old.lstrip(" "))
            bare = line.lstrip(" ")
            if number not in self._literal or number in self._indents:
                bare = bare.rstrip()
            if not bare.strip():
                found.append("" if number not in self._literal else line)
                continue
            found.append(" " * max(0, self._begins(number, begins)) + bare)
        return found

    def _begins(self, number: int, begins: int) -> int:
        if number in self._indents:
            return self._indents[number]
        if number in self._owners:
            return begins + self._moved(self._owners[number])
        # A remark goes with what follows it.
        following = next((line for line in range(number + 1, len(self._lines)) if line in self._indents), None)
        return begins if following is None else begins + self._moved(following)

    def _moved(self, number: int) -> int:
        old = self._lines[number]
        return self._indents.get(number, 0) - (len(old) - len(old.lstrip(" ")))

    def _spaced(self) -> list[str]:
        """The lines with one blank where there is to be one, and none where there is to be none."""
        lines = list(self._lines)
        for before, after in reversed(list(zip(self._tokens, self._tokens[1:], strict=False))):
            end, start = before.end_mark, after.start_mark
            if end.line != start.line or lines[end.line][end.column : start.column].strip(" "):
                continue
            gap = _gap(before, after, lines[end.line][end.column : start.column])
            line = lines[end.line]
            lines[end.line] = line[: end.column] + gap + line[start.column :]
        return lines


def _visible(token: Any) -> bool:
    return bool(token.start_mark.index != token.end_mark.index) and not isinstance(
        token, yaml.StreamStartToken | yaml.StreamEndToken
    )


def _gap(before: Any, after: Any, old: str) -> str:
    if isinstance(after, yaml.ValueToken | yaml.FlowEntryToken | yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
        return ""
    if isinstance(before, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
        return ""
    if isinstance(before, yaml.ValueToken | yaml.FlowEntryToken | yaml.BlockEntryToken):
        return " "
    return old
