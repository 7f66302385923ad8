"""Conditions as legal staff write them: nested mappings in Chinese, one operator or one fact each.

The operators are 全部满足, 任一满足, 都不满足, 互证; 早于 for the order of two days; 按期, 期满, 期满后 for a day and a
term.
Every problem is reported at its place in the file; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.wording import shown
from ..errors import BadFact, UnknownFact, UnknownProcedure
from ..logic.conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    Relation,
)
from ..reading.document import Document, Location
from ..vocabulary.facts import Fact, FactType, FactValue
from ..vocabulary.keywords import chinese
from ..vocabulary.words import Words

ALL, ANY, NONE, ALIKE, EARLIER = (chinese(name) for name in ("all", "any", "none", "alike", "earlier"))
_WHOLES: Mapping[str, type[All] | type[AnyOf] | type[NoneOf] | type[Alike]] = MappingProxyType(
    {ALL: All, ANY: AnyOf, NONE: NoneOf, ALIKE: Alike}
)
_RELATIONS: Mapping[str, Relation] = MappingProxyType({chinese(relation): relation for relation in Relation})
OPERATORS = (ALL, ANY, NONE, ALIKE, EARLIER, *_RELATIONS)
_STEP, _START, _DONE, _LENGTH, _UNIT = (chinese(name) for name in ("step", "start", "done", "length", "unit"))
_CONTAINS, _LACKS, _AT_LEAST = (chinese(name) for name in ("contains", "lacks", "at_least"))
#: Lengths of time that a condition may name itself; terms in working days belong to a step.
_UNITS = {"月": "month", "年": "year"}
_PASSED = {"已过": True, "未过": False}

#: Fact types that a rule may ask about: of classification, of changes, of duties and terms.
CLASSIFYING = frozenset({FactType.BOOL, FactType.ENUM})
CHANGING = CLASSIFYING | {FactType.DATE}
DUTIES = CHANGING | {FactType.LIST, FactType.INT}
#: What a message calls them.
_ANSWERED, _DAYS, _YES_OR_NO = "是非类或者选项类事实", "日期类事实", "是非类事实"
#: Problems of one condition that are told.
_ENOUGH = 100


class _Enough(Exception):
    """Going on would tell the user nothing more."""


def parse(
    raw: object,
    location: Location,
    document: Document,
    words: Words,
    *,
    types: frozenset[FactType] = CLASSIFYING,
) -> tuple[Condition | None, list[Diagnostic]]:
    """Give a written condition its meaning.

    Args:
        raw: the structure as read.
        location: where it stands in the document.
        document: the file, for positions in messages.
        words: the facts and procedures there are.
        types: fact types that may be asked about here.

    Returns:
        The condition, or ``None`` with at least one diagnostic.
    """
    page = _Page(document, words, types)
    try:
        return _condition(page, raw, location), page.problems
    except _Enough:
        return None, page.problems


class _Page:
    """What a condition is read from, and what is found wrong on the way."""

    def __init__(self, document: Document, words: Words, types: frozenset[FactType]) -> None:
        self.document = document
        self.words = words
        self.types = types
        self.problems: list[Diagnostic] = []

    def report(self, code: str, where: Location, *, key: bool = False, **fields: Any) -> None:
        self.problems.append(self.document.diagnostic(code, where, key=key, **fields))
        if len(self.problems) >= _ENOUGH:
            raise _Enough

    def fact(self, name: object, where: Location, *, key: bool = False) -> Fact | None:
        """The fact of that name; where its definition is wrong, that is told there."""
        if str(name) in self.words.failed:
            return None
        try:
            return self.words.vocabulary.fact(str(name))
        except UnknownFact as error:
            words = [word for word in OPERATORS if _alike(word, str(name))]
            near = "、".join(words or error.nearest)
            advice = {"help": f"是不是：{near}？"} if near else {}
            self.report("unknown_fact", where, key=key, name=shown(name), **advice)
            return None

    def fact_of(self, name: object, where: Location, kinds: tuple[FactType, ...], expected: str = _DAYS) -> str | None:
        """The id of the fact of that name, if it is of one of some types."""
        fact = self.fact(name, where)
        if fact is not None and fact.type not in kinds:
            self.report("wrong_fact_type", where, fact=fact.label, expected=expected)
            return None
        return fact.id if fact is not None else None

    def value(self, fact: Fact, text: object, where: Location) -> FactValue | None:
        """The value of a fact that a word stands for."""
        if fact.type is FactType.BOOL:
            if text in ("是", "否"):
                return text == "是"
            self.report("unknown_value", where, value=shown(text), fact=fact.label, help="只能写：是、否。")
            return None
        if not isinstance(text, str):
            self.report("unknown_value", where, value="（不是一个词）", fact=fact.label)
            return None
        try:
            if fact.type is FactType.LIST:
                known = fact.check([text])
                return known[0] if isinstance(known, tuple) else None
            return fact.check(text)
        except BadFact:
            if text in self.words.failed:
                return None
            terms = "、".join(dict.fromkeys(term for _, term in fact.values))
            self.report("unknown_value", where, value=shown(text), fact=fact.label, help=f"可以写：{terms}。")
            return None

    def comparison(self, value: object, where: Location, words: tuple[str, ...]) -> tuple[str, object] | None:
        """A mapping of one of some words to what is compared with."""
        if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in words:
            [(word, inner)] = value.items()
            return word, inner
        self.report("comparison_shape", where, words="、".join(f"{{{word}: …}}" for word in words))
        return None


def _alike(word: str, written: str) -> bool:
    return len(set(word) & set(written)) >= min(3, len(word)) and abs(len(word) - len(written)) <= 1


def _condition(page: _Page, node: object, where: Location) -> Condition | None:
    """One operator or one fact."""
    if not isinstance(node, dict) or len(node) != 1:
        page.report("condition_shape", where, found=len(node) if isinstance(node, dict) else 0)
        return None
    [(word, value)] = node.items()
    operator = _OPERATORS.get(word)
    if operator is not None:
        return operator(page, word, value, (*where, word))
    return _asked(page, word, value, (*where, word))


# -- operators ---------------------------------------------------------------------------------------------------------


def _whole(page: _Page, word: str, value: object, where: Location) -> Condition | None:
    """全部满足, 任一满足, 都不满足: a list of conditions."""
    if not isinstance(value, list) or not value:
        page.report("empty_condition", where)
        return None
    parts = [_condition(page, part, (*where, index)) for index, part in enumerate(value)]
    whole = tuple(part for part in parts if part is not None)
    return _WHOLES[word](whole) if len(whole) == len(parts) else None


def _same(page: _Page, word: str, value: object, where: Location) -> Condition | None:
    """互证: conditions that say the same thing; duties only."""
    if page.types != DUTIES:
        page.report("condition_shape", where[:-1], found=1)
        return None
    return _whole(page, word, value, where)


def _earlier(page: _Page, word: str, value: object, where: Location) -> Condition | None:
    """早于: two days in their order, and (may be left out) the fact that says the same in words."""
    if FactType.DATE not in page.types or not isinstance(value, list) or len(value) not in (2, 3):
        page.report("condition_shape", where, key=True, found=len(value) if isinstance(value, list) else 0)
        return None
    wanted = ((FactType.DATE, _DAYS), (FactType.DATE, _DAYS), (FactType.BOOL, _YES_OR_NO))
    names = []
    for index, (name, (kind, expected)) in enumerate(zip(value, wanted, strict=False)):
        fact = page.fact_of(name, (*where, index), (kind,), expected)
        if fact is None:
            return None
        names.append(fact)
    return Earlier(*names)


def _in_term(page: _Page, word: str, value: object, where: Location) -> Condition | None:
    """按期, 期满, 期满后: a day and a term, which a step of a procedure has or which is written out."""
    by_step, by_length = {_STEP, _START}, {_LENGTH, _UNIT, _START}
    written = set(value) - {_DONE} if isinstance(value, dict) else set()
    if page.types != DUTIES or not isinstance(value, dict) or written not in (by_step, by_length):
        page.report("comparison_shape", where, key=True, words=f"{{{_STEP}: …, {_START}: …, {_DONE}: …}}")
        return None
    term = _step(page, value, where) if _STEP in value else _length(page, value, where)
    start = page.fact_of(value[_START], (*where, _START), (FactType.DATE, FactType.INT))
    done = _fulfilment(page, value[_DONE], (*where, _DONE)) if _DONE in value else (None, None)
    if term is None or start is None or done is None:
        return None
    return InTerm(_RELATIONS[word], term, start, *done)


def _step(page: _Page, value: dict[str, Any], where: Location) -> str | None:
    try:
        return page.words.procedures.step(str(value[_STEP])).name
    except UnknownProcedure as error:
        if {str(value[_STEP]), *str(value[_STEP]).split(".")} & page.words.failed:
            return None
        advice = f"是不是：{'、'.join(error.nearest)}？" if error.nearest else None
        page.report("unknown_step", (*where, _STEP), step=shown(value[_STEP]), help=advice)
        return None


def _length(page: _Page, value: dict[str, Any], where: Location) -> tuple[int, str] | None:
    number, unit = str(value[_LENGTH]), _UNITS.get(str(value[_UNIT]))
    if unit is None or not (number.isascii() and number.isdecimal() and int(number)):
        units = "、".join(_UNITS)
        page.report("comparison_shape", where, key=True, words=f"{{{_LENGTH}: 1, {_UNIT}: {units}}}")
        return None
    return int(number), unit


def _fulfilment(page: _Page, value: object, where: Location) -> tuple[str | None, str | None] | None:
    """The fact that tells the day, and (may be left out) the one that tells whether it was done at all."""
    if not isinstance(value, list):
        done = page.fact_of(value, where, (FactType.DATE,))
        return (done, None) if done else None
    if len(value) != 2:
        page.report("comparison_shape", where, words=f"{{{_DONE}: [{_DAYS}, {_YES_OR_NO}]}}")
        return None
    done = page.fact_of(value[0], (*where, 0), (FactType.DATE,))
    stated = page.fact_of(value[1], (*where, 1), (FactType.BOOL,), _YES_OR_NO)
    return (done, stated) if done and stated else None


_OPERATORS: Mapping[str, Callable[[_Page, str, object, Location], Condition | None]] = MappingProxyType(
    {ALL: _whole, ANY: _whole, NONE: _whole, ALIKE: _same, EARLIER: _earlier, **dict.fromkeys(_RELATIONS, _in_term)}
)

# -- facts -------------------------------------------------------------------------------------------------------------


def _asked(page: _Page, name: str, value: object, where: Location) -> Condition | None:
    """A fact, asked about in the way of its type."""
    fact = page.fact(name, where, key=True)
    if fact is None:
        return None
    if fact.type not in page.types or (fact.type is FactType.DATE and page.types != DUTIES):
        page.report("wrong_fact_type", where, key=True, fact=fact.label, expected=_ANSWERED)
        return None
    return _QUESTIONS[fact.type](page, fact, value, where)


def _is(page: _Page, fact: Fact, value: object, where: Location) -> Condition | None:
    """One value, or any of several."""
    several = isinstance(value, list)
    values: list[object] = value if isinstance(value, list) else [value]
    if not values:
        page.report("empty_condition", where)
        return None
    known = [page.value(fact, item, (*where, index) if several else where) for index, item in enumerate(values)]
    chosen = tuple(item for item in known if item is not None)
    return Is(fact.id, chosen) if len(chosen) == len(known) else None


def _holds(page: _Page, fact: Fact, value: object, where: Location) -> Condition | None:
    """包含, 不含: items of a list."""
    found = page.comparison(value, where, (_CONTAINS, _LACKS))
    if found is None:
        return None
    word, inner = found
    items = inner if isinstance(inner, list) else [inner]
    known = [page.value(fact, item, (*where, word)) for item in items]
    if not items:
        page.report("empty_condition", (*where, word))
    chosen = tuple(str(item) for item in known if item is not None)
    return Holds(fact.id, chosen, word == _LACKS) if items and len(chosen) == len(known) else None


def _at_least(page: _Page, fact: Fact, value: object, where: Location) -> Condition | None:
    """不少于: a number."""
    found = page.comparison(value, where, (_AT_LEAST,))
    if found is None:
        return None
    number = str(found[1])
    if not (number.isascii() and number.isdecimal()):
        page.report("unknown_value", (*where, found[0]), value=number, fact=fact.label, help="请写整数，例如 10。")
        return None
    return AtLeast(fact.id, int(number))


def _past(page: _Page, fact: Fact, value: object, where: Location) -> Condition | None:
    """已过, 未过: a day, as seen from the day of the question."""
    if not isinstance(value, str) or value not in _PASSED:
        advice = f"日期类事实可以写：{'、'.join(_PASSED)}。"
        page.report("unknown_value", where, value=shown(value), fact=fact.label, help=advice)
        return None
    return Past(fact.id, _PASSED[value])


_QUESTIONS: Mapping[FactType, Callable[[_Page, Fact, object, Location], Condition | None]] = MappingProxyType(
    {FactType.BOOL: _is, FactType.ENUM: _is, FactType.LIST: _holds, FactType.INT: _at_least, FactType.DATE: _past}
)
