"""Words of a message: what is written somewhere, lists of words, and the right word nearest to a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def shown(value: object) -> str:
    """What is written somewhere, in a word: text as it is, anything else by its form."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "“键: 值”"
    return "一个列表" if isinstance(value, list) else str(value)


def listed(words: Iterable[str]) -> str:
    """Words one after another, kept apart by what none of them holds."""
    words = list(words)
    return ("；" if any("、" in word for word in words) else "、").join(words)


#: A longer word is near to none.
_LONGEST = 60


def nearest(word: object, words: Iterable[str], *, cutoff: float = 0.5) -> tuple[str, ...]:
    """The right words closest to a wrong one, best first; short Chinese words may differ in one character of two.

    Args:
        word: the wrong one; what is no text, or far too long, is near to none.
        words: the right ones.
        cutoff: how alike they must be, from 0 to 1.
    """
    if not isinstance(word, str) or len(word) > _LONGEST:
        return ()
    known = list(dict.fromkeys(words))
    return tuple(difflib.get_close_matches(word, known, n=3, cutoff=cutoff))
