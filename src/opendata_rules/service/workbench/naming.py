"""What the library's English calls by its id, as readers call it: an instrument by its title, others by words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from enum import Enum

from ...vocabulary import terms
from ..editions import Edition

#: What answers come to, and warnings.
_CODES = frozenset(str(one) for kind in vars(terms).values() if isinstance(kind, type(Enum)) for one in kind)


@functools.lru_cache(maxsize=2)
def named_in(edition: Edition) -> Callable[[str], str]:
    """What gives an English text without ids of instruments, facts, values and outcomes; those in paths stay.

    Args:
        edition: whose rules the text is of.
    """
    library = edition.library
    instruments = [library.pack(name).instrument for name in library.instrument_ids()]
    titles = {one.id: one.english or one.title for one in instruments}
    facts = library.words.vocabulary.facts.values()
    words = {name for fact in facts for name in (fact.id, *(value for value, _ in fact.values))} | _CODES
    words = {name for name in words if "_" in name}
    ids = "|".join(map(re.escape, sorted({*titles, *words}, key=len, reverse=True)))
    found = re.compile(rf"(?<![\w/.-])({ids})(?![\w/-])(?: (?=(\d)|annex))?")
    # Where both stand, one is enough.
    twice = [(f"{title} ({title})", title) for title in titles.values()]

    def called(match: re.Match[str]) -> str:
        title = titles.get(match[1])
        if title is None:
            return match[0].replace("_", " ")
        return title + (", article " if match[2] else ", " if match[0].endswith(" ") else "")

    def named(text: str) -> str:
        told = found.sub(called, text)
        for both, title in twice if told != text else ():
            told = told.replace(both, title)
        return told

    return named
