"""How a written condition is changed a little: parts dropped, turned round, numbers moved by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownFact
from ...packs.conditions import ALIKE, ALL, ANY, EARLIER, NONE
from ...reading.document import Location
from ...vocabulary.facts import FactType, Vocabulary
from ...vocabulary.keywords import chinese
from .trees import GONE, told

_CONTAINS, _LACKS, _AT_LEAST = (chinese(name) for name in ("contains", "lacks", "at_least"))
_WITHIN, _NOT_BEFORE, _AFTER = (chinese(name) for name in ("within", "not_before", "after_term"))
_STEP, _DONE, _LENGTH, _UNIT = (chinese(name) for name in ("step", "done", "length", "unit"))
_WHOLES = (ALL, ANY, NONE, ALIKE)
#: What an operator is mistaken for.
_MISTAKEN: Mapping[str, tuple[str, ...]] = {ALL: (ANY,), ANY: (ALL,), NONE: (ANY,), ALIKE: (ANY, ALL)}
_RELATIONS: Mapping[str, tuple[str, ...]] = {
    _WITHIN: (_NOT_BEFORE,),
    _NOT_BEFORE: (_AFTER, _WITHIN),
    _AFTER: (_NOT_BEFORE,),
}
_OTHER = {"是": "否", "否": "是", "已过": "未过", "未过": "已过", "月": "年", "年": "月"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of what is written of a rule.

    Attributes:
        at: the place within the rule that is changed.
        said: the change, in Chinese.
        value: what stands there instead; :data:`.trees.GONE` for nothing.
        shown: where within the rule the reader finds it, where that is not ``at``.
    """

    at: Location
    said: str
    value: Any
    shown: Location | None = None


def edits_of(written: Any, at: Location, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Every change of a condition.

    Args:
        written: the condition as it is written.
        at: where it stands in its rule.
        vocabulary: the facts there are.
    """
    if not isinstance(written, dict) or len(written) != 1:
        return
    [(word, value)] = written.items()
    if word in _WHOLES:
        yield from _of_whole(word, value, at, vocabulary)
    elif word == EARLIER:
        yield from _of_order(value, (*at, word))
    elif word in _RELATIONS:
        yield from _of_term(word, value, at)
    else:
        yield from _of_fact(word, value, at, vocabulary)


def _of_whole(word: str, parts: Any, at: Location, vocabulary: Vocabulary) -> Iterator[Edit]:
    if not isinstance(parts, list):
        return
    inside = (*at, word)
    if len(parts) > 1 or word == NONE:
        for other in _MISTAKEN[word]:
            yield Edit(at, f"“{word}”改为“{other}”", {other: parts}, inside)
    for index, part in enumerate(parts):
        if len(parts) > 1:
            yield Edit((*inside, index), f"去掉“{word}”中的“{told(part)}”", GONE)
        yield from edits_of(part, (*inside, index), vocabulary)


def _of_order(days: Any, at: Location) -> Iterator[Edit]:
    first, second, *stated = days
    yield Edit(at, f"“{EARLIER}”的两个日期对调：{second}早于{first}", [second, first, *stated])
    if stated:
        yield Edit((*at, 2), f"“{EARLIER}”去掉“{stated[0]}”", GONE)


def _of_term(word: str, asked: Any, at: Location) -> Iterator[Edit]:
    inside = (*at, word)
    for other in _RELATIONS[word]:
        yield Edit(at, f"“{word}”改为“{other}”", {other: asked}, inside)
    done = asked.get(_DONE)
    if isinstance(done, list):
        yield Edit((*inside, _DONE), f"“{_DONE}”去掉“{done[1]}”", done[0])
    if done is not None:
        yield Edit((*inside, _DONE), f"去掉“{_DONE}”", GONE)
    if _LENGTH in asked:
        yield from moved(asked[_LENGTH], (*inside, _LENGTH), _LENGTH)
        unit = asked[_UNIT]
        yield Edit((*inside, _UNIT), f"“{_UNIT}”{unit}改为{_OTHER[unit]}", _OTHER[unit])


def _of_fact(name: str, value: Any, at: Location, vocabulary: Vocabulary) -> Iterator[Edit]:
    try:
        fact = vocabulary.fact(name)
    except UnknownFact:
        return
    inside = (*at, name)
    if isinstance(value, dict):
        [(word, asked)] = value.items()
        if word == _AT_LEAST:
            yield from moved(asked, (*inside, word), word)
            return
        other = _LACKS if word == _CONTAINS else _CONTAINS
        yield Edit(inside, f"“{name}”{word}改为{other}", {other: asked})
        if isinstance(asked, list) and len(asked) > 1:
            for index, item in enumerate(asked):
                yield Edit((*inside, word, index), f"“{name}”{word}的去掉“{item}”", GONE)
    elif isinstance(value, list):
        yield Edit(at, f"“{told({name: value})}”改为否定", {NONE: [{name: value}]}, inside)
        if len(value) > 1:
            for index, item in enumerate(value):
                yield Edit((*inside, index), f"“{name}”去掉“{item}”", GONE)
    elif fact.type in (FactType.BOOL, FactType.DATE) and value in _OTHER:
        yield Edit(inside, f"“{name}”{value}改为{_OTHER[value]}", _OTHER[value])
    else:
        yield Edit(at, f"“{told({name: value})}”改为否定", {NONE: [{name: value}]}, inside)


def moved(number: Any, at: Location, word: str) -> Iterator[Edit]:
    """A whole number one greater, and one less."""
    for other in (int(number) + 1, int(number) - 1):
        if other >= 0:
            yield Edit(at, f"“{word}”{number}改为{other}", str(other))


def bool_facts(written: Any) -> Iterator[str]:
    """The yes-or-no facts that a written condition asks about, as they are named there."""
    if isinstance(written, list):
        for part in written:
            yield from bool_facts(part)
    elif isinstance(written, dict):
        for word, value in written.items():
            if value == "是" or value == "否":
                yield word
            else:
                yield from bool_facts(value)
