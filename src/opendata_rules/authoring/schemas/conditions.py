"""Schemas of what rules ask of the facts: conditions, and the facts of a case.

Facts stand under their Chinese labels, the house style, although the reader takes their ids too. A condition is one
mapping with exactly one key, an operator or a fact: a plain object of one property says that as strictly as ``oneOf``
would, and lets an editor name the wrong word instead of every alternative.

What a place brings itself is known by its id, ``<prefix>__name``, in every schema; by its Chinese label in those made
for a folder of packs. Free labels would let every slip of the pen pass.
"""

from __future__ import annotations

from typing import Any

from ...logic.conditions import Relation
from ...packs.conditions import CHANGING, CLASSIFYING, DUTIES
from ...reading.facts_in_words import UNKNOWN_WORDS
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.keywords import KEYWORDS, chinese
from ...vocabulary.words import EVERYWHERE, Words

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

#: Ids of what a place brings: facts, values, procedures, events; and steps, with their procedure.
LOCAL = "^[a-z][a-z0-9]*__[a-z0-9_]+$"
_LOCAL_STEP = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9]*__[a-z0-9_]+$"

_DIGIT = "[一二三四五六七八九]"
_NUMERAL = f"({_DIGIT}百(零{_DIGIT}|{_DIGIT}十{_DIGIT}?)?|[二三四五六七八九]?十{_DIGIT}?|{_DIGIT})"
_PLACE = "[1-9][0-9]{0,2}"
#: Citations in short form, and those of whole articles and annexes.
REF: Schema = {
    "type": "string",
    "pattern": rf"^({_PLACE}(bis|之{_NUMERAL})?(\({_PLACE}\))?(\({_NUMERAL}\))?|annex{_PLACE})?$",
}
ARTICLE: Schema = {"type": "string", "pattern": rf"^({_PLACE}(bis|之{_NUMERAL})?|annex{_PLACE})?$"}

#: Names of the condition schemas among the definitions, by the fact types that may be asked about.
CONDITIONS = {"Condition": CLASSIFYING, "ChangeCondition": CHANGING, "DutyCondition": DUTIES}
FACTS = "Facts"

_UNKNOWN = next(word for word in UNKNOWN_WORDS if word)


def ref(name: str) -> Schema:
    """A reference to one of the definitions."""
    return {"$ref": f"#/$defs/{name}"}


def definitions(words: Words) -> dict[str, Schema]:
    """Every definition of this module; those not needed can be left out."""
    found = {name: _condition(name, types, words) for name, types in CONDITIONS.items()}
    found[FACTS] = _facts(words)
    found["Local"] = _local()
    found["LocalInDuties"] = _local(_keyword("contains", _LOCAL_VALUE), _keyword("lacks", _LOCAL_VALUE), _AT_LEAST)
    found["YesNo"] = {"title": "是、否", "anyOf": [YES_NO, _some(YES_NO)]}
    for fact in words.vocabulary.facts.values():
        if fact.type is FactType.ENUM:
            found[fact.id] = {"title": fact.label, "anyOf": [terms(fact), _some(terms(fact))]}
    return found


def labels(words: Words, *types: FactType) -> Schema:
    """The Chinese labels of all facts of some types (of every type by default)."""
    known = words.vocabulary.facts.values()
    return named([fact.label for fact in known if not types or fact.type in types])


def terms(fact: Fact) -> Schema:
    """The Chinese terms of the values of a fact."""
    return named([term for _, term in fact.values])


def steps(words: Words = EVERYWHERE) -> Schema:
    """The names of all steps of all procedures."""
    return named([step.name for one in words.procedures.all.values() for step in one.steps], _LOCAL_STEP)


def named(known: list[str], local: str = LOCAL) -> Schema:
    """One of some names, or the id of something that a place brings."""
    return {"type": "string", "anyOf": [{"enum": known}, {"pattern": local}]}


def _local(*shapes: dict[str, Schema]) -> Schema:
    """What may stand behind a fact that only a place knows: more is known where the reader knows it."""
    written = [{"type": "string", "pattern": r"\S"}, _some({"type": "string"})]
    return {"title": "本地事实", "anyOf": [*written, *(_one_of_them(shape) for shape in shapes)]}


def _some(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _closed(properties: dict[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _one_of_them(properties: dict[str, Schema], **more: Any) -> Schema:
    return _closed(properties, minProperties=1, maxProperties=1, **more)


def _keyword(name: str, schema: Schema) -> dict[str, Schema]:
    word, about = KEYWORDS[name]
    return {word: {**schema, "title": word, "description": about}}


def _condition(name: str, types: frozenset[FactType], words: Words) -> Schema:
    properties: dict[str, Schema] = {}
    for word in ("all", "any", "none"):
        properties |= _keyword(word, _some(ref(name)))
    if FactType.DATE in types:
        properties |= _keyword("earlier", _earlier(words))
    if types == DUTIES:
        properties |= _keyword("alike", _some(ref(name)))
        for relation in Relation:
            properties |= _keyword(relation, _in_term(words))
    for fact in words.vocabulary.facts.values():
        leaf = _leaf(fact, types)
        if leaf is not None:
            properties[fact.label] = {**leaf, "title": fact.label, "description": fact.question}
    about = "一个条件：只写一个事实和它的值，或者一个组合关键词"
    local = {LOCAL: ref("LocalInDuties" if types == DUTIES else "Local")}
    return _one_of_them(properties, patternProperties=local, title=chinese("condition"), description=about)


def _leaf(fact: Fact, types: frozenset[FactType]) -> Schema | None:
    """What may stand behind a fact in a condition; ``None`` where it may not be asked about."""
    match fact.type:
        case FactType.BOOL:
            return ref("YesNo")
        case FactType.ENUM:
            return ref(fact.id)
        case FactType.LIST if types == DUTIES:
            items = {"anyOf": [terms(fact), _some(terms(fact))]}
            return _one_of_them(_keyword("contains", items) | _keyword("lacks", items))
        case FactType.INT if types == DUTIES:
            return _one_of_them(_keyword("at_least", NUMBER))
        case FactType.DATE if types == DUTIES:
            return {"type": "string", "enum": ["已过", "未过"]}
    return None


_LOCAL_VALUE: Schema = {"anyOf": [{"type": "string"}, _some({"type": "string"})]}
_AT_LEAST = _keyword("at_least", NUMBER)


def _earlier(words: Words) -> Schema:
    days, stated = labels(words, FactType.DATE), labels(words, FactType.BOOL)
    return _row([days, days, stated], labels(words, FactType.DATE, FactType.BOOL), 2)


def _row(places: list[Schema], anywhere: Schema, least: int) -> Schema:
    # An editor that knows no prefixItems still completes the names.
    return {
        "type": "array",
        "minItems": least,
        "maxItems": len(places),
        "items": anywhere,
        "allOf": [{"prefixItems": places}],
    }


def _in_term(words: Words) -> Schema:
    """A day and the term of a step, or a length of time that the condition names itself."""
    properties = _keyword("step", steps(words))
    properties |= _keyword("length", POSITIVE) | _keyword("unit", {"type": "string", "enum": ["月", "年"]})
    properties |= _keyword("start", labels(words, FactType.DATE, FactType.INT))
    properties |= _keyword("done", {"anyOf": [labels(words, FactType.DATE), _fulfilment(words)]})
    step, length, unit = (chinese(name) for name in ("step", "length", "unit"))
    return _closed(
        properties,
        required=[chinese("start")],
        oneOf=[{"required": [step]}, {"required": [length, unit]}],
        dependentRequired={length: [unit], unit: [length]},
    )


def _fulfilment(words: Words) -> Schema:
    """The fact that tells the day, and the one that tells whether it was done at all."""
    day, done = labels(words, FactType.DATE), labels(words, FactType.BOOL)
    return _row([day, done], labels(words, FactType.DATE, FactType.BOOL), 2)


def _facts(words: Words) -> Schema:
    facts = words.vocabulary.facts.values()
    properties = {fact.label: {**_stated(fact), "title": fact.label, "description": fact.question} for fact in facts}
    anything = {"anyOf": [{"type": ["string", "integer"]}, {"type": "array", "items": {"type": "string"}}]}
    return _closed(properties, patternProperties={LOCAL: anything})


def _stated(fact: Fact) -> Schema:
    """What may stand behind a fact where it is stated, 未知 included."""
    unknown: Schema = {"type": "string", "const": _UNKNOWN}
    match fact.type:
        case FactType.BOOL:
            return {"type": "string", "enum": [*YES_NO["enum"], _UNKNOWN]}
        case FactType.ENUM:
            return named([*(term for _, term in fact.values), _UNKNOWN])
        case FactType.DATE:
            return {"anyOf": [DATE, unknown]}
        case FactType.INT:
            return {"anyOf": [NUMBER, unknown]}
        case FactType.LIST:
            return {"anyOf": [{"type": "array", "items": terms(fact)}, unknown]}
        case FactType.TEXT:
            return {"type": "string"}
