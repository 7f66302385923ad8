"""Shorthand for closed objects, and the parts that several answers have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ...authoring.schemas.conditions import DATE, LOCAL, REF, Schema, named, ref
from ...replaying.form import receipt_schema, schema_of
from ...values import TYPE
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.terms import Attribute, WarningCode
from ...vocabulary.words import EVERYWHERE

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_.-]+$"}
LAW_ID: Schema = {
    "type": "string",
    "pattern": "^[a-z0-9_.-]+@[0-9]{4}-[0-9]{2}-[0-9]{2}([+]drafts)?([+]strict)?$",
    "description": "the law in a word: place, date, and what was asked for beside",
}
BOOL: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FROM_ONE: Schema = {"type": "integer", "minimum": 1}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
#: Versions of the schemas of answers that are not at their first.
VERSIONS: dict[str, int] = {}


def urn(name: str, version: int) -> str:
    """What a schema is known by, wherever it lies."""
    return f"urn:opendata-rules:schema:{name}:{version}"


def tagged(name: str, title: str, schema: Schema) -> Schema:
    """The form of an answer that stands by itself: it begins with its schema and its class."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [tagged(name, title, one) for one in schema["anyOf"]]}
    tag: dict[str, Schema] = {"$schema": {"const": urn(name, VERSIONS.get(name, 1))}, TYPE: {"const": title}}
    return {**schema, "properties": tag | schema["properties"], "required": [*(tag | schema["properties"])]}


# -- shorthand --------------------------------------------------------------------------------------------------------


def object_of(**properties: Schema) -> Schema:
    """A closed object, every key of which is required."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def map_of(values: Schema, **names: Any) -> Schema:
    """An object with any keys, or such as ``names`` says, and values of one kind."""
    found: Schema = {"type": "object", "additionalProperties": values}
    return {**found, "propertyNames": names} if names else found


def list_of(items: Schema, **more: Any) -> Schema:
    """A list whose items are all of one kind."""
    return {"type": "array", "items": items, **more}


def items_of(items: Schema) -> Schema:
    """``{"items": […]}``, as commands print what they list."""
    return object_of(items=list_of(items))


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def word(words: Iterable[str]) -> Schema:
    """One of a closed set of words."""
    return {"type": "string", "enum": [str(word) for word in words]}


def about(text: str, schema: Schema) -> Schema:
    """The same with a description."""
    return {**schema, "description": text}


def topics() -> Schema:
    """The ids of the topics that duties belong to."""
    return word(topic.id for topic in EVERYWHERE.vocabulary.topics.values() if topic.has_duties)


# -- common parts -----------------------------------------------------------------------------------------------------

ATTRIBUTE = ref("attribute")
ATTRIBUTES = list_of(ATTRIBUTE, uniqueItems=True)
CITATION = ref("citation")
WARNINGS = list_of(ref("result_warning"))
FACTS = ref("stated_facts")
LISTED_FACTS = ref("listed_facts")


def attribute() -> Schema:
    """One of the three attributes."""
    return word(Attribute)


def citation() -> Schema:
    """``Citation.to_dict()``."""
    return object_of(
        instrument=about("id of the instrument, the name of its folder", ID),
        ref=about("article, paragraph and item in short form; empty where the article is not known", REF),
        text=about("Chinese form with the title", TEXT),
    )


def result_warning() -> Schema:
    """``ResultWarning.to_dict()``."""
    return object_of(code=word(WarningCode), text=TEXT, english=TEXT, citations=list_of(CITATION))


def stated_facts() -> Schema:
    """Checked facts as a receipt holds them: by id, with JSON types; unknown ones are left out."""
    return _facts(lambda value: value)


def listed_facts() -> Schema:
    """The same of a classification; where it reads unlisted facts as false, listed ones that are unknown are null."""
    return _facts(or_null)


def _facts(kept: Callable[[Schema], Schema]) -> Schema:
    # What a place brings may be anything that a fact can be.
    anything: Schema = {"anyOf": [BOOL, COUNT, TEXT, list_of(TEXT, uniqueItems=True)]}
    return {
        "type": "object",
        "properties": {fact.id: kept(_value(fact)) for fact in EVERYWHERE.vocabulary.facts.values()},
        "patternProperties": {LOCAL: kept(anything)},
        "additionalProperties": False,
    }


def _value(fact: Fact) -> Schema:
    values = named([value for value, _ in fact.values])
    match fact.type:
        case FactType.BOOL:
            return BOOL
        case FactType.ENUM:
            return values
        case FactType.LIST:
            return list_of(values, uniqueItems=True)
        case FactType.DATE:
            return DATE
        case FactType.INT:
            return COUNT
        case FactType.TEXT:
            return TEXT


def receipt(kind: str, **options: Schema) -> Schema:
    """The receipt of one kind of answer, with what is known of its options and facts beyond their form."""
    found = _in_place(schema_of(kind), {})
    found["properties"]["facts"] = LISTED_FACTS if kind == "classify" else FACTS
    found["properties"]["options"]["properties"].update(options)
    return about("What library.replay needs to compute the same answer again.", found)


def receipt_kinds() -> tuple[str, ...]:
    """The kinds of receipts."""
    return tuple(receipt_schema()["discriminator"]["mapping"])


def any_receipt() -> Schema:
    """A receipt of any kind, wherever it was issued."""
    form = receipt_schema()
    return {"anyOf": [_in_place(kind, form["$defs"]) for kind in form["oneOf"]]}


def _in_place(node: Any, known: Schema) -> Any:
    """A schema of receipts without definitions: each stands where it is referred to, under no title."""
    if isinstance(node, list):
        return [_in_place(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    known = node.get("$defs", known)
    if "$ref" in node:
        node = known[node["$ref"].removeprefix("#/$defs/")]
    # A key may be called so too; then it holds a schema, and no text.
    named = {
        key: value for key, value in node.items() if key != "$defs" and not (key == "title" and type(value) is str)
    }
    found = {key: _in_place(value, known) for key, value in named.items()}
    # Keys of a map that are not of its pattern are as wrong as others.
    return {**found, "additionalProperties": False} if "patternProperties" in found else found
