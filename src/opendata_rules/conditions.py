"""Conditions: what a rule asks of the facts, as structure with a meaning under unknown facts.

A condition is written in YAML as nested mappings, one operator (全部满足, 任一满足, 都不满足, 早于) or one fact each,
and parsed here into a small tree. :func:`evaluate` is Kleene's three-valued logic: ``None`` is unknown. It is exact
for one condition that names each fact once; decisions that combine many conditions go through
:mod:`opendata_rules.cubes`, which is exact always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .diagnostics import Diagnostic
from .errors import BadFact, UnknownFact
from .keywords import chinese
from .reader import Document
from .vocabulary import Fact, FactType, FactValue, Vocabulary

ALL, ANY, NONE, EARLIER = (chinese(name) for name in ("all", "any", "none", "earlier"))
OPERATORS = (ALL, ANY, NONE, EARLIER)

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of the values."""

    fact: str
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One day lies before another; ``stated`` is a fact that says the same in words.

    The same day on both sides settles nothing, since a day has an order within it. Where dates and statement
    disagree, the condition does not hold.
    """

    first: str
    second: str
    stated: str | None = None


Condition = Is | All | AnyOf | NoneOf | Earlier


def facts_of(condition: Condition) -> Iterator[str]:
    """Ids of the facts the condition asks about, in the order written, repeats included."""
    match condition:
        case Is(fact=fact):
            yield fact
        case Earlier(first=first, second=second, stated=stated):
            yield from (name for name in (first, second, stated) if name)
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            for part in parts:
                yield from facts_of(part)


def evaluate(condition: Condition, facts: Mapping[str, FactValue]) -> bool | None:
    """Truth of the condition on checked facts; ``None`` where they do not settle it (Kleene)."""
    match condition:
        case Is(fact=fact, values=values):
            known = facts.get(fact)
            return None if known is None else known in values
        case All(parts=parts):
            return _conjunction([evaluate(part, facts) for part in parts])
        case AnyOf(parts=parts):
            return _negation(_conjunction([_negation(evaluate(part, facts)) for part in parts]))
        case NoneOf(parts=parts):
            return _conjunction([_negation(evaluate(part, facts)) for part in parts])
        case Earlier(first=first, second=second, stated=stated):
            day, other = facts.get(first), facts.get(second)
            by_date = None
            if isinstance(day, dt.date) and isinstance(other, dt.date) and day != other:
                by_date = day < other
            by_word = facts.get(stated) if stated else None
            if by_date is False or by_word is False:
                return False
            return True if by_date or by_word else None


def _conjunction(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _negation(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def parse(
    raw: object,
    location: Location,
    document: Document,
    vocabulary: Vocabulary,
    *,
    types: frozenset[FactType] = frozenset({FactType.BOOL, FactType.ENUM}),
) -> tuple[Condition | None, list[Diagnostic]]:
    """Give a written condition its meaning.

    Args:
        raw: the structure as read.
        location: where it stands in the document.
        document: the file, for positions in messages.
        vocabulary: the facts there are.
        types: fact types that may be asked about here.

    Returns:
        The condition, or ``None`` with at least one diagnostic.
    """
    problems: list[Diagnostic] = []

    def report(code: str, where: Location, *, key: bool = False, **fields: Any) -> None:
        problems.append(document.diagnostic(code, where, key=key, **fields))

    def condition(node: object, where: Location) -> Condition | None:
        if not isinstance(node, dict) or len(node) != 1:
            report("condition_shape", where, found=len(node) if isinstance(node, dict) else 0)
            return None
        [(word, value)] = node.items()
        inside = (*where, word)
        if word == EARLIER:
            return earlier(value, inside)
        if word in (ALL, ANY, NONE):
            if not isinstance(value, list) or not value:
                report("empty_condition", inside)
                return None
            parts = [condition(part, (*inside, index)) for index, part in enumerate(value)]
            whole = tuple(part for part in parts if part is not None)
            if len(whole) < len(parts):
                return None
            if word == ALL:
                return All(whole)
            return AnyOf(whole) if word == ANY else NoneOf(whole)
        return leaf(word, value, inside)

    def fact_named(name: object, where: Location, *, key: bool) -> Fact | None:
        try:
            return vocabulary.fact(str(name))
        except UnknownFact as error:
            words = [word for word in OPERATORS if _alike(word, str(name))]
            near = "、".join(words or error.nearest)
            if near:
                report("unknown_fact", where, key=key, name=str(name), help=f"是不是：{near}？")
            else:
                report("unknown_fact", where, key=key, name=str(name))
            return None

    def leaf(name: str, value: object, where: Location) -> Condition | None:
        fact = fact_named(name, where, key=True)
        if fact is None:
            return None
        if fact.type not in types:
            report("wrong_fact_type", where, key=True, fact=fact.label, expected="是非类或者选项类事实")
            return None
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
            report("unknown_value", where, value=str(text), fact=fact.label, help="只能写：是、否。")
            return None
        try:
            return fact.check(text)
        except BadFact:
            terms = "、".join(term for _, term in fact.values)
            report("unknown_value", where, value=str(text), fact=fact.label, help=f"可以写：{terms}。")
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

    found = condition(raw, location)
    return found, problems


def _alike(word: str, written: str) -> bool:
    return len(set(word) & set(written)) >= min(3, len(word)) and abs(len(word) - len(written)) <= 1


_WORDS = {
    "zh": {"all": "并且", "any": "或者", "none": "以下都不成立：", "is": "为", "list": "、", "early": "早于"},
    "en": {
        "all": " and ",
        "any": " or ",
        "none": "none of: ",
        "is": " = ",
        "list": " / ",
        "early": " before ",
    },
}


def describe(condition: Condition, vocabulary: Vocabulary, lang: str = "zh") -> str:
    """The condition in a sentence, Chinese or English (fact ids)."""
    words = _WORDS[lang]

    def name(fact: str) -> str:
        return f"“{vocabulary.facts[fact].label}”" if lang == "zh" else fact

    def term(fact: str, value: FactValue) -> str:
        if lang == "zh":
            return vocabulary.facts[fact].term(value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def phrase(node: Condition, inner: bool) -> str:
        match node:
            case Is(fact=fact, values=values):
                return name(fact) + words["is"] + words["list"].join(term(fact, value) for value in values)
            case Earlier(first=first, second=second):
                return name(first) + words["early"] + name(second)
            case NoneOf(parts=parts):
                text = words["none"] + words["any"].join(phrase(part, True) for part in parts)
                return f"（{text}）" if inner and lang == "zh" else f"({text})" if inner else text
            case All(parts=parts) | AnyOf(parts=parts):
                joint = words["all"] if isinstance(node, All) else words["any"]
                text = joint.join(phrase(part, len(parts) > 1) for part in parts)
                if not inner or len(parts) == 1:
                    return text
                return f"（{text}）" if lang == "zh" else f"({text})"

    return phrase(condition, False)
