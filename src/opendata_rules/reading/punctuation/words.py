"""What may stand before a colon: keywords, facts and ids; and where a key ends that is written with a wrong mark."""

from __future__ import annotations

import functools
import re

from ...vocabulary.facts import vocabulary
from ...vocabulary.keywords import KEYWORDS
from .marks import ANY_COLON, BLANKS, CLOSING, COLON, QUOTES, comment_at

#: Longest word before a colon that is looked up.
_LONGEST_WORD = 60
#: An id, or the name or path by which a program knows a column: open_type, openType, base.name.
_ID = re.compile(r"[a-z][A-Za-z0-9_-]*(?:\.[a-z][A-Za-z0-9_-]*)*")


@functools.cache
def words() -> frozenset[str]:
    """Every word that can stand before a colon in a file of ours."""
    facts = vocabulary().facts.values()
    return frozenset({word for word, _ in KEYWORDS.values()} | {f.label for f in facts} | {f.id for f in facts})


def separator_at(line: str, start: int, end: int, *, key_due: bool) -> int | None:
    """Where the key ends that begins at ``start``: at a right colon, or at what is written for one."""
    right = COLON.search(line, start, end)
    last = right.start() if right else end
    first = None
    for match in ANY_COLON.finditer(line, start, last):
        at = match.start()
        first = at if first is None else first
        if at - start > _LONGEST_WORD:
            break
        word = line[start:at].strip(BLANKS).strip(QUOTES)
        # An id may stand there too; but http:// is prose.
        if word in words() or (_ID.fullmatch(word) and (line[at] != ":" or line[at + 1 : at + 2] > "\x7f")):
            return at
    if right is not None:
        return right.start()
    return first if key_due and first != start else None


def opens_wide(line: str, position: int) -> bool:
    """Whether a full-width bracket stands here for a half-width one, and not for one of prose."""
    char = line[position]
    if char in "［｛":
        return True
    if char not in "【「":
        return False
    value = line[position : comment_at(line, position)].rstrip(BLANKS)
    depth = 0
    for inner in value[:-1]:
        depth += (inner in "【「") - (inner in "】」")
        if depth <= 0:
            return False  # closed before the end: 【提示】……
    first_word = ANY_COLON.split(value[1:], maxsplit=1)[0].strip(BLANKS)
    return len(value) == 1 or value[-1] in CLOSING + "]},，" or first_word in words()
