"""Which column of a table states which fact.

A column is called by the id of a fact or by its Chinese label. Other columns (an id, a title, a department) travel
along; only a name that is nearly that of a fact the law asks about is taken for a slip of the pen, since a fact that is
not read would be unknown without anybody noticing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from ..diagnostics.wording import nearest
from ..errors import BadArgument, BadFact, Error, UnknownFact, together
from ..quoting import quoted
from ..vocabulary.facts import Fact, Vocabulary
from ..vocabulary.refusals import text_argument
from ..vocabulary.traditional import simplified

#: How alike a name and that of a fact are where one is taken for the other misspelt.
_ALIKE = 0.85
#: What forms put before the name of a fact, or leave out.
_PREFIX = re.compile("^(?:是否)?(?:涉及)?")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


def stated_facts(
    names: Sequence[object],
    vocabulary: Vocabulary,
    asked: Collection[str],
    added: Collection[str],
    besides: Iterable[str] = (),
) -> dict[str, int]:
    """The facts that columns state: fact id to place of the column.

    Args:
        names: the names of the columns, in order; what is no text names no fact.
        vocabulary: the facts there are.
        asked: ids of the facts that the question asks about.
        added: names of the columns that the answer adds.
        besides: names of columns that state something else.

    Raises:
        UnknownFact: a name is nearly that of a fact.
        BadFact: two columns state one fact.
        BadArgument: there are columns already of the names that the answer adds.
    """
    apart = frozenset(besides)
    found: dict[str, int] = {}
    problems: list[Error] = []
    for place, name in enumerate(names):
        if not isinstance(name, str) or name in apart:
            continue
        if name in added:
            problems.append(_taken(name))
            continue
        try:
            fact = vocabulary.fact(name)
        except UnknownFact:
            near = _near(name, vocabulary, asked)
            if near:
                problems.append(_misspelt(name, near))
            continue
        if fact.id in found:
            problems.append(_twice(fact, str(names[found[fact.id]]), name))
        else:
            found[fact.id] = place
    if problems:
        raise together(problems)
    return found


def _near(name: str, vocabulary: Vocabulary, asked: Collection[str]) -> tuple[str, ...]:
    """The names of facts that a column was probably meant to have."""
    spelt: dict[str, list[str]] = {}
    for fact in asked:
        for word in (fact, vocabulary.facts[fact].label):
            for spelling in _spellings(word):
                spelt.setdefault(spelling, []).append(word)
    known = tuple(spelt)
    return tuple(
        dict.fromkeys(word for mine in _spellings(name) for found in _nearest(mine, known) for word in spelt[found])
    )


@lru_cache(maxsize=4096)
def _nearest(spelling: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Found once for tables that come in many batches, since a comparison costs as much as some thousand rows."""
    return nearest(spelling, known, cutoff=_ALIKE)


@lru_cache(maxsize=4096)
def _spellings(name: str) -> tuple[str, ...]:
    """A name without what forms put around and into it, the likelier first: as such, and without what they put before.

    Remarks in brackets, numbers and marks before it, spaces, marks without width, other widths, traditional characters.
    """
    folded = simplified(unicodedata.normalize("NFKC", name)).lower()
    letters = _letters(_REMARK.sub("", folded)) or _letters(folded)
    stem = _PREFIX.sub("", letters) or letters
    return tuple(dict.fromkeys((stem, letters)))


def _letters(text: str) -> str:
    """Its letters and digits, without numbers before them."""
    found = "".join(filter(str.isalnum, text))
    return found.lstrip("0123456789") or found


def _misspelt(name: str, near: tuple[str, ...]) -> Error:
    shown = quoted(name)
    return UnknownFact(
        f"列“{shown}”不是事实的名称，但很像“{near[0]}”。是这一事实的，请改成该名称；不是的，请换一个列名。",
        nearest=near,
        english=f"Column {shown} is no fact, but nearly {near[0]}: correct the name, or give the column another one.",
        fact=shown,
        argument="frame",
    )


def _twice(fact: Fact, one: str, other: str) -> Error:
    return BadFact(
        f"列“{quoted(one)}”和列“{quoted(other)}”说的是同一事实“{fact.label}”（{fact.id}），只能留一列。",
        english=f"Columns {quoted(one)} and {quoted(other)} both state {fact.id}; keep one of them.",
        fact=fact.id,
        argument="frame",
    )


def _taken(name: str) -> Error:
    return BadArgument(
        f"表里已经有列“{quoted(name)}”，结果要用这个列名。请先删去该列或者给它改名。",
        english=f"There is a column {quoted(name)} already, which the answer adds: drop it or rename it first.",
        argument="frame",
    )


def place_of(names: Sequence[object], name: object, argument: str) -> int:
    """The place of the column that an argument names.

    Raises:
        BadArgument: there is no such column, or there are two.
        TypeError: the name is no text.
    """
    wanted = text_argument(name, argument)
    places = [place for place, known in enumerate(names) if known == wanted]
    if len(places) == 1:
        return places[0]
    shown = quoted(wanted)
    known = [str(one) for one in names]
    if places:
        raise BadArgument(
            f"{argument} 指的列“{shown}”有 {len(places)} 个，只能有一个。",
            english=f"There are {len(places)} columns {shown}, which {argument} names.",
            argument=argument,
        )
    raise BadArgument(
        f"{argument} 指的列“{shown}”表里没有。表里的列：{'、'.join(map(quoted, known)) or '（无）'}。",
        nearest=nearest(wanted, known),
        english=f"There is no column {shown}, which {argument} names.",
        argument=argument,
    )
