"""Conditions in a sentence, Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable

from ..vocabulary.facts import FactValue
from ..vocabulary.words import Words
from .conditions import (
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
    Predates,
    Relation,
)

_WORDS = {
    "zh": {
        "all": "并且",
        "any": "或者",
        "none": "以下都不成立：",
        "is": "为",
        "list": "、",
        "early": "早于",
        "alike": "，与此相互印证：",
    },
    "en": {
        "all": " and ",
        "any": " or ",
        "none": "none of: ",
        "is": " = ",
        "list": " / ",
        "early": " before ",
        "alike": ", which is the same as ",
    },
}


_UNIT_WORDS = {"month": "个月", "year": "年"}


_RELATION_WORDS = {
    "zh": {Relation.WITHIN: "不晚于", Relation.NOT_BEFORE: "不早于", Relation.AFTER: "晚于"},
    "en": {Relation.WITHIN: "not after", Relation.NOT_BEFORE: "not before", Relation.AFTER: "after"},
}


def describe(condition: Condition, spoken: Words, lang: str = "zh") -> str:
    """The condition in a sentence, Chinese or English (fact ids).

    Args:
        condition: the condition.
        spoken: the facts and procedures it speaks of.
        lang: ``zh`` or ``en``.
    """
    words = _WORDS[lang]
    vocabulary = spoken.vocabulary
    chinese_ = lang == "zh"

    def name(fact: str) -> str:
        return f"“{vocabulary.facts[fact].label}”" if chinese_ else fact

    def term(fact: str, value: FactValue) -> str:
        if chinese_:
            known = vocabulary.facts[fact]
            return dict(known.values)[str(value)] if known.values else known.term(value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def values(fact: str, chosen: Iterable[FactValue]) -> str:
        return words["list"].join(term(fact, value) for value in chosen)

    def bracketed(text: str) -> str:
        return f"（{text}）" if chinese_ else f"({text})"

    def phrase(node: Condition, inner: bool) -> str:
        match node:
            case Is(fact=fact, values=chosen):
                return name(fact) + words["is"] + values(fact, chosen)
            case Earlier(first=first, second=second):
                return name(first) + words["early"] + name(second)
            case Holds(fact=fact, values=chosen, absent=absent):
                verb = ("不含" if absent else "包含") if chinese_ else (" holds none of " if absent else " holds ")
                return name(fact) + verb + values(fact, chosen)
            case AtLeast(fact=fact, number=number):
                return name(fact) + (f"不少于{number}" if chinese_ else f" >= {number}")
            case Past(fact=fact, past=past):
                if chinese_:
                    return name(fact) + ("已过" if past else "未过")
                return name(fact) + (" is past" if past else " is not past")
            case InTerm(relation=relation, term=length, start=start, done=done):
                kept = _RELATION_WORDS[lang][relation]
                if isinstance(length, tuple):
                    told = f"{length[0]}{_UNIT_WORDS[length[1]]}" if chinese_ else f"{length[0]} {length[1]}s"
                else:
                    told = f"“{spoken.procedures.step(length).label}”期限" if chinese_ else f"the term of {length}"
                if chinese_:
                    return f"{name(done) if done else '今天'}{kept}自{name(start)}起的{told}"
                return f"{done or 'today'} {kept} {told} from {start}"
            case Predates():
                return "发生或者到期在施行以前" if chinese_ else "done or due before the law took effect"
            case NoneOf(parts=parts):
                text = words["none"] + words["any"].join(phrase(part, True) for part in parts)
                return bracketed(text) if inner or not chinese_ else text
            case All(parts=parts) | AnyOf(parts=parts) | Alike(parts=parts):
                word = "all" if isinstance(node, All) else "any" if isinstance(node, AnyOf) else "alike"
                joint = words[word]
                text = joint.join(phrase(part, len(parts) > 1) for part in parts)
                return bracketed(text) if inner and len(parts) > 1 else text

    return phrase(condition, False)
