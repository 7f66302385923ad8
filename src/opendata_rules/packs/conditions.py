"""Conditions as legal staff write them: nested mappings in Chinese, one operator or one fact each.

The operators are 全部满足, 任一满足, 都不满足, 互证; 早于 for the order of two days; 按期, 期满, 期满后 for a day and a
term.
Every problem is reported at its place in the file; nothing here decides anything.
"""

from __future__ import annotations

from typing import Any

from ..diagnostics.diagnostic import Diagnostic, shown
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
_WHOLES: dict[str, type[All] | type[AnyOf] | type[NoneOf] | type[Alike]] = {
    ALL: All,
    ANY: AnyOf,
    NONE: NoneOf,
    ALIKE: Alike,
}
_RELATIONS = {chinese(relation): relation for relation in Relation}
OPERATORS = (ALL, ANY, NONE, ALIKE, EARLIER, *_RELATIONS)
#: Lengths of time that a condition may name itself; terms in working days belong to a step.
_UNITS = {"月": "month", "年": "year"}
_PASSED = {"已过": True, "未过": False}

#: Fact types that a rule may ask about: of classification, of changes, of duties and terms.
CLASSIFYING = frozenset({FactType.BOOL, FactType.ENUM})
CHANGING = CLASSIFYING | {FactType.DATE}
DUTIES = CHANGING | {FactType.LIST, FactType.INT}
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
    problems: list[Diagnostic] = []

    def report(code: str, where: Location, *, key: bool = False, **fields: Any) -> None:
        problems.append(document.diagnostic(code, where, key=key, **fields))
        if len(problems) >= _ENOUGH:
            raise _Enough

    def condition(node: object, where: Location) -> Condition | None:
        if not isinstance(node, dict) or len(node) != 1:
            report("condition_shape", where, found=len(node) if isinstance(node, dict) else 0)
            return None
        [(word, value)] = node.items()
        inside = (*where, word)
        if word == EARLIER:
            return earlier(value, inside)
        if word in _RELATIONS:
            return in_term(_RELATIONS[word], value, inside)
        if word == ALIKE and types != DUTIES:
            report("condition_shape", where, found=1)
            return None
        if word in _WHOLES:
            if not isinstance(value, list) or not value:
                report("empty_condition", inside)
                return None
            parts = [condition(part, (*inside, index)) for index, part in enumerate(value)]
            whole = tuple(part for part in parts if part is not None)
            if len(whole) < len(parts):
                return None
            return _WHOLES[word](whole)
        return leaf(word, value, inside)

    def fact_named(name: object, where: Location, *, key: bool) -> Fact | None:
        try:
            return words.vocabulary.fact(str(name))
        except UnknownFact as error:
            operators = [word for word in OPERATORS if _alike(word, str(name))]
            near = "、".join(operators or error.nearest)
            if near:
                report("unknown_fact", where, key=key, name=shown(name), help=f"是不是：{near}？")
            else:
                report("unknown_fact", where, key=key, name=shown(name))
            return None

    def leaf(name: str, value: object, where: Location) -> Condition | None:
        fact = fact_named(name, where, key=True)
        if fact is None:
            return None
        if fact.type not in types:
            report("wrong_fact_type", where, key=True, fact=fact.label, expected="是非类或者选项类事实")
            return None
        if fact.type is FactType.LIST:
            return holds(fact, value, where)
        if fact.type is FactType.INT:
            return at_least(fact, value, where)
        if fact.type is FactType.DATE:
            if types != DUTIES:
                report("wrong_fact_type", where, key=True, fact=fact.label, expected="是非类或者选项类事实")
                return None
            return past(fact, value, where)
        values = value if isinstance(value, list) else [value]
        if not values:
            report("empty_condition", where)
            return None
        known = [
            literal(fact, item, (*where, index) if isinstance(value, list) else where)
            for index, item in enumerate(values)
        ]
        chosen = tuple(item for item in known if item is not None)
        return Is(fact.id, chosen) if len(chosen) == len(known) else None

    def literal(fact: Fact, text: object, where: Location) -> FactValue | None:
        if fact.type is FactType.BOOL:
            if text in ("是", "否"):
                return text == "是"
            report("unknown_value", where, value=shown(text), fact=fact.label, help="只能写：是、否。")
            return None
        if not isinstance(text, str):
            report("unknown_value", where, value="（不是一个词）", fact=fact.label)
            return None
        try:
            if fact.type is FactType.LIST:
                known = fact.check([text])
                return known[0] if isinstance(known, tuple) else None
            return fact.check(text)
        except BadFact:
            terms = "、".join(term for _, term in fact.values)
            report("unknown_value", where, value=shown(text), fact=fact.label, help=f"可以写：{terms}。")
            return None

    def earlier(value: object, where: Location) -> Condition | None:
        if FactType.DATE not in types or not isinstance(value, list) or len(value) not in (2, 3):
            report("condition_shape", where, key=True, found=len(value) if isinstance(value, list) else 0)
            return None
        wanted = (FactType.DATE, FactType.DATE, FactType.BOOL)
        names = []
        for index, (name, kind) in enumerate(zip(value, wanted, strict=False)):
            fact = fact_named(name, (*where, index), key=False)
            if fact is None:
                return None
            if fact.type is not kind:
                expected = "日期类事实" if kind is FactType.DATE else "是非类事实"
                report("wrong_fact_type", (*where, index), fact=fact.label, expected=expected)
                return None
            names.append(fact.id)
        return Earlier(*names)

    def comparison(value: object, where: Location, words: tuple[str, ...]) -> tuple[str, object] | None:
        if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in words:
            [(word, inner)] = value.items()
            return word, inner
        report("comparison_shape", where, words="、".join(f"{{{word}: …}}" for word in words))
        return None

    def holds(fact: Fact, value: object, where: Location) -> Condition | None:
        contains, lacks = chinese("contains"), chinese("lacks")
        found = comparison(value, where, (contains, lacks))
        if found is None:
            return None
        word, inner = found
        items = inner if isinstance(inner, list) else [inner]
        known = [literal(fact, item, (*where, word)) for item in items]
        if not items:
            report("empty_condition", (*where, word))
        chosen = tuple(str(item) for item in known if item is not None)
        return Holds(fact.id, chosen, word == lacks) if items and len(chosen) == len(known) else None

    def at_least(fact: Fact, value: object, where: Location) -> Condition | None:
        found = comparison(value, where, (chinese("at_least"),))
        if found is None:
            return None
        number = str(found[1])
        if not (number.isascii() and number.isdecimal()):
            report("unknown_value", (*where, found[0]), value=number, fact=fact.label, help="请写整数，例如 10。")
            return None
        return AtLeast(fact.id, int(number))

    def past(fact: Fact, value: object, where: Location) -> Condition | None:
        if not isinstance(value, str) or value not in _PASSED:
            allowed = "、".join(_PASSED)
            report("unknown_value", where, value=shown(value), fact=fact.label, help=f"日期类事实可以写：{allowed}。")
            return None
        return Past(fact.id, _PASSED[value])

    def in_term(relation: Relation, value: object, where: Location) -> Condition | None:
        step_word, start_word, done_word = (chinese(name) for name in ("step", "start", "done"))
        length_word, unit_word = chinese("length"), chinese("unit")
        by_step, by_length = {step_word, start_word}, {length_word, unit_word, start_word}
        written = set(value) - {done_word} if isinstance(value, dict) else set()
        if types != DUTIES or not isinstance(value, dict) or written not in (by_step, by_length):
            words = f"{{{step_word}: …, {start_word}: …, {done_word}: …}}"
            report("comparison_shape", where, key=True, words=words)
            return None
        term = step(value, where, step_word) if step_word in value else length(value, where, length_word, unit_word)
        start = day(value[start_word], (*where, start_word), (FactType.DATE, FactType.INT))
        done = fulfilment(value[done_word], (*where, done_word)) if done_word in value else (None, None)
        if term is None or start is None or done is None:
            return None
        return InTerm(relation, term, start, *done)

    def step(value: dict[str, Any], where: Location, word: str) -> str | None:
        try:
            return words.procedures.step(str(value[word])).name
        except UnknownProcedure as error:
            near = "、".join(error.nearest)
            report("unknown_step", (*where, word), step=shown(value[word]), help=f"是不是：{near}？")
            return None

    def length(value: dict[str, Any], where: Location, word: str, unit_word: str) -> tuple[int, str] | None:
        number, unit = str(value[word]), _UNITS.get(str(value[unit_word]))
        if unit is None or not (number.isascii() and number.isdecimal() and int(number)):
            units = "、".join(_UNITS)
            report("comparison_shape", where, key=True, words=f"{{{word}: 1, {unit_word}: {units}}}")
            return None
        return int(number), unit

    def day(name: object, where: Location, kinds: tuple[FactType, ...], expected: str = "日期类事实") -> str | None:
        fact = fact_named(name, where, key=False)
        if fact is not None and fact.type not in kinds:
            report("wrong_fact_type", where, fact=fact.label, expected=expected)
            return None
        return fact.id if fact is not None else None

    def fulfilment(value: object, where: Location) -> tuple[str | None, str | None] | None:
        """The fact that tells the day, and (may be left out) the one that tells whether it was done at all."""
        if not isinstance(value, list):
            done = day(value, where, (FactType.DATE,))
            return (done, None) if done else None
        if len(value) != 2:
            report("comparison_shape", where, words=f"{{{chinese('done')}: [日期类事实, 是非类事实]}}")
            return None
        done = day(value[0], (*where, 0), (FactType.DATE,))
        stated = day(value[1], (*where, 1), (FactType.BOOL,), "是非类事实")
        return (done, stated) if done and stated else None

    try:
        return condition(raw, location), problems
    except _Enough:
        return None, problems


def _alike(word: str, written: str) -> bool:
    return len(set(word) & set(written)) >= min(3, len(word)) and abs(len(word) - len(written)) <= 1
