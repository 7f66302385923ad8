"""Which column of a table states which fact.

A column is called by the id of a fact or by its Chinese label. Other columns (an id, a title, a department) travel
along; only a name that is nearly that of a fact the law asks about is taken for a slip of the pen, since a fact that is
not read would be unknown without anybody noticing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from ..diagnostics.wording import nearest
from ..errors import BadArgument, BadFact, Error, UnknownFact, together
from ..quoting import quoted
from ..vocabulary.facts import Fact, Vocabulary
from ..vocabulary.refusals import text_argument

#: How alike a name and that of a fact are where one is taken for the other misspelt.
_ALIKE = 0.85
#: What forms put before the name of a fact, or leave out.
_PREFIXES = ("是否", "涉及")


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
    stems: dict[str, list[str]] = {}
    for fact in asked:
        for word in (fact, vocabulary.facts[fact].label):
            stems.setdefault(_stem(word), []).append(word)
    return tuple(word for stem in _nearest(_stem(name), tuple(stems)) for word in stems[stem])


@lru_cache(maxsize=4096)
def _nearest(stem: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    """Found once for tables that come in many batches, since a comparison costs as much as some thousand rows."""
    return nearest(stem, stems, cutoff=_ALIKE)


def _stem(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).strip().lower().replace("-", "_").replace(" ", "_")
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix) or folded
    return folded


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
