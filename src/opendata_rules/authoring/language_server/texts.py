"""Lines and places in a text, in characters as the library counts them and in UTF-16 units as editors do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE_BREAK = re.compile("\r\n|[\n\r]")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text as editors count.

    Attributes:
        line: line, from 0.
        character: UTF-16 units before it.
    """

    line: int
    character: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text as editors count: from one position to another."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text, and what is to stand there."""

    span: Span
    text: str


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their breaks; an editor and the library break lines at the same places."""
    return _LINE_BREAK.split(text)


def units(line: str, column: int) -> int:
    """How many UTF-16 units stand before so many characters of a line."""
    before = line[:column]
    return len(before) + sum(char > "\uffff" for char in before)


def characters(line: str, character: int) -> int:
    """How many characters stand before so many UTF-16 units; within a character, those before it."""
    count = 0
    for index, char in enumerate(line):
        count += 2 if char > "\uffff" else 1
        if count > character:
            return index
    return len(line)


def span(lines: Sequence[str], line: int, start: int, end: int) -> Span:
    """A piece of one line, given in characters; what is beyond the text ends with it."""
    line = max(0, min(line, len(lines) - 1))
    text = lines[line]
    first, last = units(text, start), units(text, end)
    return Span(Position(line, first), Position(line, max(first, last)))


def applied(text: str, edits: list[Edit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        first, last = _offset(text, edit.span.start), _offset(text, edit.span.end)
        text = text[:first] + edit.text + text[last:]
    return text


def _offset(text: str, position: Position) -> int:
    at = 0
    for _ in range(position.line):
        found = _LINE_BREAK.search(text, at)
        if found is None:
            return len(text)
        at = found.end()
    found = _LINE_BREAK.search(text, at)
    return at + characters(text[at : found.start() if found else len(text)], position.character)
