"""What differs between two texts, as rows of a page."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from ...drafting.files import text_of

_KINDS = {"+": "add", "-": "take", "@": "at", " ": "same"}
#: Rows that are shown.
_MOST = 400


def rows_of(before: bytes | None, after: bytes | None) -> list[tuple[str, str]]:
    """The lines that differ, with three around them: ``add``, ``take``, ``at`` or ``same``, and the line.

    Args:
        before: the bytes of the one.
        after: the bytes of the other.
    """
    return list(_rows(text_of(before), text_of(after)))


def _rows(before: str, after: str) -> Iterator[tuple[str, str]]:
    lines = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=3)
    for number, line in enumerate(lines):
        if number < 2:  # the names of the two
            continue
        if number > _MOST:
            yield "at", "…"
            return
        yield _KINDS.get(line[:1], "same"), line if line.startswith("@") else line[1:]


def first_of(before: bytes | None, after: bytes | None) -> int:
    """The first line of the one text, from 1, that the other has not so."""
    was, now = (text_of(one).split("\n") for one in (before, after))
    pairs = enumerate(zip(was, now, strict=False), 1)
    return next((number for number, (old, new) in pairs if old != new), min(len(was), len(now)))
