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


def nearest(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The right words closest to a wrong one, best first; short Chinese words may differ in one character of two."""
    known = list(dict.fromkeys(words))
    return tuple(difflib.get_close_matches(word, known, n=3, cutoff=0.5))
