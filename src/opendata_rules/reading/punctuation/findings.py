"""What was found in the text, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .marks import BLANKS, HALF

#: Findings after which the pass stops; nobody reads more of one file.
_ENOUGH = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in the text.

    Attributes:
        code: kind of diagnostic.
        line: line, from 1.
        column: column, from 1, in characters.
        fields: what the message names.
        length: how many characters are meant.
    """

    code: str
    line: int
    column: int
    fields: dict[str, Any]
    length: int = 1


class Enough(Exception):
    """Going on would tell the user nothing more."""


class Findings:
    """What is found, line by line; more than anybody reads ends the pass.

    Attributes:
        number: the line that is being read, from 1.
        found: what was found so far.
    """

    __slots__ = ("found", "number")

    def __init__(self) -> None:
        self.number = 0
        self.found: list[Finding] = []

    def report(self, code: str, position: int, *, length: int = 1, **fields: Any) -> None:
        """Something at a place of the line that is being read, given from 0."""
        self.add(Finding(code, self.number, position + 1, fields, length))

    def wide(self, position: int, char: str) -> None:
        """A mark of the wrong width."""
        self.report("full_width_punctuation", position, found=char, wanted=HALF[char])

    def glued(self, line: str, start: int, separator: int) -> None:
        """A key whose colon has no blank behind it."""
        word = line[start : separator + 1].strip(BLANKS)
        self.report("missing_space", start, length=separator + 1 - start, word=word)

    def add(self, finding: Finding) -> None:
        """Something anywhere.

        Raises:
            Enough: it is as much as anybody reads.
        """
        self.found.append(finding)
        if len(self.found) >= _ENOUGH:
            raise Enough
