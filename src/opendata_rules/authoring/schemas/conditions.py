"""Schemas of what rules ask of the facts: conditions, and the facts of a case.

Facts stand under their Chinese labels, the house style, although the reader takes their ids too. A condition is one
mapping with exactly one key, an operator or a fact: a plain object of one property says that as strictly as ``oneOf``
would, and lets an editor name the wrong word instead of every alternative.
"""

from __future__ import annotations

from typing import Any

from ...logic.conditions import Relation
from ...packs.conditions import CHANGING, CLASSIFYING, DUTIES
from ...reading.facts_in_words import UNKNOWN_WORDS
from ...vocabulary.facts import Fact, FactType, vocabulary
from ...vocabulary.keywords import KEYWORDS, chinese
from ...vocabulary.procedures import procedures

Schema = dict[str, Any]

#: Dates as text. That the day exists is left to the reader.
DATE: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
}
YES_NO: Schema = {"type": "string", "enum": ["是", "否"]}
#: Whole numbers: text for the reader, a number for an editor.
NUMBER: Schema = {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"}
POSITIVE: Schema = {"type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]*$"}

_DIGIT = "[一二三四五六七八九]"
_NUMERAL = f"({_DIGIT}百(零{_DIGIT}|{_DIGIT}十{_DIGIT}?)?|[二三四五六七八九]?十{_DIGIT}?|{_DIGIT})"
_PLACE = "[1-9][0-9]{0,2}"
#: Citations in short form, and those of whole articles and annexes.
REF: Schema = {
    "type": "string",
    "pattern": rf"^({_PLACE}(bis)?(\({_PLACE}\))?(\({_NUMERAL}\))?|annex{_PLACE})?$",
}
ARTICLE: Schema = {"type": "string", "pattern": rf"^({_PLACE}(bis)?|annex{_PLACE})?$"}

#: Names of the condition schemas among the definitions, by the fact types that may be asked about.
CONDITIONS = {"Condition": CLASSIFYING, "ChangeCondition": CHANGING, "DutyCondition": DUTIES}
FACTS = "Facts"

_UNKNOWN = next(word for word in UNKNOWN_WORDS if word)


def ref(name: str) -> Schema:
    """A reference to one of the definitions."""
    return {"$ref": f"#/$defs/{name}"}


def definitions() -> dict[str, Schema]:
    """Every definition of this module; those not needed can be left out."""
    found = {name: _condition(name, types) for name, types in CONDITIONS.items()}
    found[FACTS] = _facts()
    found["YesNo"] = {"title": "是、否", "anyOf": [YES_NO, _some(YES_NO)]}
    for fact in vocabulary().facts.values():
        if fact.type is FactType.ENUM:
            found[fact.id] = {"title": fact.label, "anyOf": [_terms(fact), _some(_terms(fact))]}
    return found


def labels(*types: FactType) -> Schema:
    """The Chinese labels of all facts of some types (of every type by default)."""
    known = vocabulary().facts.values()
    return {"type": "string", "enum": [fact.label for fact in known if not types or fact.type in types]}


def terms(fact: str) -> Schema:
    """The Chinese terms of the values of a fact."""
    return _terms(vocabulary().facts[fact])


def steps() -> Schema:
    """The names of all steps of all procedures."""
    return {"type": "string", "enum": [step.name for one in procedures().all.values() for step in one.steps]}


def _terms(fact: Fact) -> Schema:
    return {"type": "string", "enum": [term for _, term in fact.values]}


def _some(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _closed(properties: dict[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _one_of_them(properties: dict[str, Schema], **more: Any) -> Schema:
    return _closed(properties, minProperties=1, maxProperties=1, **more)


def _keyword(name: str, schema: Schema) -> dict[str, Schema]:
    word, about = KEYWORDS[name]
    return {word: {**schema, "description": about}}


def _condition(name: str, types: frozenset[FactType]) -> Schema:
    properties: dict[str, Schema] = {}
    for word in ("all", "any", "none"):
        properties |= _keyword(word, _some(ref(name)))
    if FactType.DATE in types:
        properties |= _keyword("earlier", _earlier())
    if types == DUTIES:
        properties |= _keyword("alike", _some(ref(name)))
        for relation in Relation:
            properties |= _keyword(relation, _in_term())
    for fact in vocabulary().facts.values():
        leaf = _leaf(fact, types)
        if leaf is not None:
            properties[fact.label] = {**leaf, "description": fact.question}
    about = "一个条件：只写一个事实和它的值，或者一个组合关键词"
    return _one_of_them(properties, title=chinese("condition"), description=about)


def _leaf(fact: Fact, types: frozenset[FactType]) -> Schema | None:
    """What may stand behind a fact in a condition; ``None`` where it may not be asked about."""
    match fact.type:
        case FactType.BOOL:
            return ref("YesNo")
        case FactType.ENUM:
            return ref(fact.id)
        case FactType.LIST if types == DUTIES:
            items = {"anyOf": [_terms(fact), _some(_terms(fact))]}
            return _one_of_them(_keyword("contains", items) | _keyword("lacks", items))
        case FactType.INT if types == DUTIES:
            return _one_of_them(_keyword("at_least", NUMBER))
        case FactType.DATE if types == DUTIES:
            return {"type": "string", "enum": ["已过", "未过"]}
    return None


def _earlier() -> Schema:
    days, words = labels(FactType.DATE), labels(FactType.BOOL)
    return _row([days, days, words], labels(FactType.DATE, FactType.BOOL), 2)


def _row(places: list[Schema], anywhere: Schema, least: int) -> Schema:
    # An editor that knows no prefixItems still completes the names.
    return {
        "type": "array",
        "minItems": least,
        "maxItems": len(places),
        "items": anywhere,
        "allOf": [{"prefixItems": places}],
    }


def _in_term() -> Schema:
    """A day and the term of a step, or a length of time that the condition names itself."""
    properties = _keyword("step", steps())
    properties |= _keyword("length", POSITIVE) | _keyword("unit", {"type": "string", "enum": ["月", "年"]})
    properties |= _keyword("start", labels(FactType.DATE, FactType.INT))
    properties |= _keyword("done", {"anyOf": [labels(FactType.DATE), _fulfilment()]})
    step, length, unit = (chinese(name) for name in ("step", "length", "unit"))
    return _closed(
        properties,
        required=[chinese("start")],
        oneOf=[{"required": [step]}, {"required": [length, unit]}],
        dependentRequired={length: [unit], unit: [length]},
    )


def _fulfilment() -> Schema:
    """The fact that tells the day, and the one that tells whether it was done at all."""
    day, done = labels(FactType.DATE), labels(FactType.BOOL)
    return _row([day, done], labels(FactType.DATE, FactType.BOOL), 2)


def _facts() -> Schema:
    properties = {fact.label: {**_stated(fact), "description": fact.question} for fact in vocabulary().facts.values()}
    return _closed(properties)


def _stated(fact: Fact) -> Schema:
    """What may stand behind a fact where it is stated, 未知 included."""
    unknown: Schema = {"type": "string", "const": _UNKNOWN}
    match fact.type:
        case FactType.BOOL:
            return {"type": "string", "enum": [*YES_NO["enum"], _UNKNOWN]}
        case FactType.ENUM:
            return {"type": "string", "enum": [*_terms(fact)["enum"], _UNKNOWN]}
        case FactType.DATE:
            return {"anyOf": [DATE, unknown]}
        case FactType.INT:
            return {"anyOf": [NUMBER, unknown]}
        case FactType.LIST:
            return {"anyOf": [{"type": "array", "items": _terms(fact)}, unknown]}
        case FactType.TEXT:
            return {"type": "string"}
