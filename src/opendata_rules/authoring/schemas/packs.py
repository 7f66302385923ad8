"""Schemas of pack files, for editors: what may be written in each YAML file, with a Chinese word on every key.

Pydantic generates the skeleton from :mod:`opendata_rules.packs.written`. What it cannot know is added: a yes is 是,
every scalar is text, nothing may be left empty, conditions ask about facts of the vocabulary, and the attributes of
the opening rules are not those of the sharing rules. ``mutation.yaml`` has none: a program writes its one line, nobody
completes it, and ``lint`` says whether it still holds.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, get_args

from pydantic import BaseModel, StringConstraints
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ...packs import written, written_suspicions, written_words
from ...reading.models import Model, RawCondition
from ...vocabulary.facts import FactType
from ...vocabulary.keywords import chinese, meaning
from ...vocabulary.marks import Role
from ...vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ...vocabulary.words import EVERYWHERE, Words
from ...working_days import written as calendar
from ..rule_cases import written as of_cases
from ..rule_cases.expected import DeadlineExpectModel, RuleExpectModel
from .conditions import (
    ARTICLE,
    CONDITIONS,
    DATE,
    FACTS,
    NUMBER,
    REF,
    YES_NO,
    Schema,
    definitions,
    labels,
    named,
    ref,
    steps,
    terms,
)
from .messages import nodes, with_messages
from .profiles import profile_schema

#: name of schema → (version, model, title)
_FILES: dict[str, tuple[int, type[Model], str]] = {
    "instrument": (1, written.InstrumentModel, "rules/<文件编号>/instrument.yaml：法律文件本身"),
    "facts": (1, written_words.FactsModel, "rules/<文件编号>/facts.yaml：本地的事实和取值"),
    "procedures": (1, written_words.ProceduresModel, "rules/<文件编号>/procedures.yaml：本地的程序"),
    "rules": (1, written.RulesModel, "rules/<文件编号>/rules.yaml：判定和变更的规则"),
    "duties": (1, written.DutiesModel, "rules/<文件编号>/duties.yaml：职责"),
    "deadlines": (1, written.DeadlinesModel, "rules/<文件编号>/deadlines.yaml：期限"),
    "articles": (1, written.ArticlesModel, "rules/<文件编号>/articles.yaml：条文表"),
    "suspicions": (1, written_suspicions.SuspicionsModel, "rules/<文件编号>/suspicions.yaml：目录检查要问的名称"),
    "cases": (2, of_cases.CasesModel, "rules/<文件编号>/cases.yaml：判定和变更的用例"),
    "duty_cases": (2, of_cases.DutyCasesModel, "rules/<文件编号>/duty_cases.yaml：职责和期限的用例"),
    "notice": (1, calendar.NoticeModel, "rules/calendar/<年份>.yaml：一年的放假通知"),
    "statutory": (1, calendar.StatutoryModel, "rules/calendar/statutory.yaml：放假办法"),
    "assumptions": (1, calendar.AssumptionsModel, "rules/calendar/assumptions.yaml：推定的范围"),
    "jurisdiction": (1, written.JurisdictionModel, "jurisdictions/<地方>.yaml：一个地方"),
}

#: What an editor may take for a number although the reader takes every scalar as text: an unquoted 12.
_WRITTEN: dict[str, Schema] = {
    "Ref": {**REF, "type": ["string", "integer"]},
    "ArticleRef": {**ARTICLE, "type": ["string", "integer"]},
}
_WRITTEN_WORD: Schema = {"type": ["string", "number"], "pattern": r"\S"}
_WHOLE_NUMBER = next(part.pattern for part in get_args(written.WholeNumber) if isinstance(part, StringConstraints))
_ALL_TERMS = list(get_args(written.AttributeTerm))
#: Keys under which facts are stated, not asked.
_STATED = ("facts", "changed", "tells", "on_branch")
#: Files that may ask about facts of every kind.
_OF_DUTIES = (written.DutiesModel, written.DeadlinesModel)


def pack_schemas(words: Words = EVERYWHERE) -> dict[str, tuple[int, Schema]]:
    """Version and body of the schema of each kind of pack file.

    Args:
        words: the facts and procedures whose Chinese names may be written.
    """
    found = {name: (version, _file(model, title, words)) for name, (version, model, title) in _FILES.items()}
    found["profile"] = 1, profile_schema(words)
    return {name: (version, with_messages(body)) for name, (version, body) in found.items()}


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, for files in which every scalar is text and nothing is null."""

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return YES_NO

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return DATE

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return super().int_schema(schema) | {"type": NUMBER["type"], "pattern": NUMBER["pattern"]}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        if found.pop("minLength", None):
            found["pattern"] = r"\S"
        if "pattern" in found:
            # The digits of all scripts are not meant.
            found["pattern"] = found["pattern"].replace(r"\d", "[0-9]")
        if schema.get("pattern") == _WHOLE_NUMBER:
            found["type"] = NUMBER["type"]
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        found = super().dict_schema(schema)
        if "patternProperties" in found:
            found["additionalProperties"] = False
        return found

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _file(model: type[Model], title: str, words: Words) -> Schema:
    generated = model.model_json_schema(schema_generator=_Generator)
    defs: dict[str, Schema] = generated.pop("$defs", {})
    defs[model.__name__] = generated
    models = {kind.__name__: kind for kind in _kinds(Model)}
    for name, definition in defs.items():
        _complete(definition, models[name], words)
    defs = _renamed(defs)
    root = model.__name__.removesuffix("Model")
    if "Ground" in defs:
        _may_and_choices(defs["Ground"])
    if "Change" in defs:
        _specialise(defs, "Change", "Change", partial(_asks_more, "ChangeCondition"))
    if "Scheme" in defs:
        # A later version may have none of its own; that a first one has some is for the reader to see.
        defs["Scheme"].pop("required")
        _schemes(defs[root], defs)
    for word, expected in of_cases.EXPECTED.items():
        if word in defs[root]["properties"]:
            case = defs[defs[root]["properties"][word]["items"]["$ref"].rpartition("/")[2]]
            case["anyOf"] = [{"required": [name]} for name in expected]
    if model is written.InstrumentModel:
        # A later version has what it does not write of the one that it amends.
        needed = defs[root].pop("required")
        defs[root] |= {"if": {"not": {"required": [chinese("amends")]}}, "then": {"required": needed}}
    if model in (of_cases.CasesModel, of_cases.DutyCasesModel):
        defs[root]["anyOf"] = [{"required": [word]} for word in defs[root]["properties"]]
    if "Action" in defs:
        _one_scheme(defs["Action"]["properties"][chinese("applies_to")])
    if model in _OF_DUTIES:
        for node in nodes(defs):
            if node.get("$ref") == "#/$defs/Condition":
                node.update(ref("DutyCondition"))
    body = defs.pop(root)
    defs = _needed(body, defs | definitions(words) | _WRITTEN)
    for schema in (body, *defs.values()):
        _name(schema, defs)
    return {"title": title, **body, "$defs": defs}


def _kinds(base: type[Model]) -> Iterator[type[Model]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _complete(definition: Schema, model: type[Model], words: Words) -> None:
    """Say in Chinese what each key is, and what pydantic does not know of its value."""
    definition.pop("title")
    definition.pop("description", None)
    for name in model.model_fields:
        word, about = chinese(name), meaning(name, model.parts)
        given = definition["properties"][word]
        given.pop("title", None)
        value = _value(model, name, given, words)
        # Without a title of its own, editors head what they say of a key with the title of what it stands in.
        definition["properties"][word] = {**value, "title": word, "description": about}


def _value(model: type[BaseModel], name: str, given: Schema, words: Words) -> Schema:
    if _holds(model.model_fields[name].annotation, RawCondition):
        return ref(FACTS) if name in _STATED else ref("Condition")
    found: Schema | None = None
    match name:
        case "ref":
            found = ref("ArticleRef" if model is written.ArticleModel else "Ref")
        case "because":
            return {"anyOf": [given["items"], given]}
        case "see_also" | "held" | "missing" | "consequences":
            found = ref("Ref")
        case "extension" if issubclass(model, DeadlineExpectModel):
            found = ref("Ref")
        case "anchors":
            found = _WRITTEN_WORD
        case "approvers":
            found = terms(words.vocabulary.role(Role.APPROVER))
        case "questions" | "rests_on":
            found = labels(words)
        case "decided_on" | "tells_day":
            found = labels(words, FactType.DATE)
        case "timely" | "fact":
            found = labels(words, FactType.BOOL)
        case "step":
            found = steps(words)
        case "precedes" | "before_act":
            found = named([act.label for act in words.procedures.acts.values()])
        case "procedure":
            found = named(_names_of_procedures(model, words))
        case "matter" if model is written_words.OwnFactModel:
            found = {"type": "string", "enum": [topic.label for topic in words.vocabulary.topics.values()]}
        case "matter" if model not in (written.ActionModel, RuleExpectModel):
            known = words.vocabulary.topics.values()
            found = {"type": "string", "enum": [topic.label for topic in known if topic.has_duties]}
    if found is None:
        return given
    return {**given, "items": found} if given.get("type") == "array" else found


def _names_of_procedures(model: type[BaseModel], words: Words) -> list[str]:
    """Cases take the id, which is the house style, or the Chinese name; where steps are added, that one alone."""
    known = words.procedures.all.values()
    if model is written_words.AddedStepsModel:
        return [one.label for one in known]
    return [*[one.id for one in known], *[one.label for one in known]]


def _holds(annotation: Any, wanted: Any) -> bool:
    return annotation == wanted or any(_holds(part, wanted) for part in get_args(annotation))


# -- rewriting definitions --------------------------------------------------------------------------------------------


def _references(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        target = node.get("$ref")
        if isinstance(target, str):
            yield target.rpartition("/")[2]


def _renamed(defs: dict[str, Schema]) -> dict[str, Schema]:
    for schema in defs.values():
        for node in nodes(schema):
            if isinstance(node.get("$ref"), str):
                node["$ref"] = node["$ref"].removesuffix("Model")
    return {name.removesuffix("Model"): schema for name, schema in defs.items()}


def _needed(body: Schema, defs: dict[str, Schema]) -> dict[str, Schema]:
    """The definitions that a schema refers to, directly or not, in alphabetical order."""
    found: dict[str, Schema] = {}
    waiting = list(_references(body))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = defs[name]
            waiting += _references(defs[name])
    return dict(sorted(found.items()))


def _name(schema: Schema, defs: dict[str, Schema]) -> None:
    """Editors show the name of what they offer: the key it stands under."""
    for word, value in schema.get("properties", {}).items():
        for target in (value.get("$ref"), value.get("items", {}).get("$ref")):
            if target is not None:
                defs[target.rpartition("/")[2]].setdefault("title", word)


def _specialise(defs: dict[str, Schema], root: str, prefix: str, rewrite: Callable[[Schema], None]) -> None:
    """Rewrite a definition; those it refers to that would change too are copied under a prefix first."""
    schema = defs[root]
    for node in nodes(schema):
        target = str(node.get("$ref", "")).rpartition("/")[2]
        if target in CONDITIONS or target not in defs:
            continue
        copied = copy.deepcopy(defs[target])
        defs[prefix + target] = copied
        _specialise(defs, prefix + target, prefix, rewrite)
        if copied == defs[target]:
            del defs[prefix + target]
        else:
            node.update(ref(prefix + target))
    for node in nodes(schema):
        rewrite(node)


def _asks_more(condition: str, node: Schema) -> None:
    # When an open question matters is asked of classifying facts here too.
    matters = chinese("situation")
    for word, value in node.get("properties", {}).items():
        if value.get("$ref") == "#/$defs/Condition" and word != matters:
            value.update(ref(condition))


def _schemes(body: Schema, defs: dict[str, Schema]) -> None:
    for scheme in Scheme:
        prefix = scheme.capitalize()
        defs[f"{prefix}Scheme"] = copy.deepcopy(defs["Scheme"])
        wanted = list(ATTRIBUTE_TERMS[scheme].values())

        _specialise(defs, f"{prefix}Scheme", prefix, partial(_only, wanted))
        body["properties"][chinese(scheme)].update(ref(f"{prefix}Scheme"))


def _only(terms: list[str], node: Schema) -> None:
    if node.get("enum") == _ALL_TERMS:
        node["enum"] = terms


def _one_scheme(applies_to: Schema) -> None:
    """Attributes of one scheme only."""
    lists = [{"items": {"enum": list(terms.values())}} for terms in ATTRIBUTE_TERMS.values()]
    applies_to["anyOf"] = lists


def _may_and_choices(ground: Schema) -> None:
    """可选 goes with 可以, and with it alone."""
    force, choices = chinese("force"), chinese("choices")

    def where(word: str) -> Schema:
        # Where no force is written, that is what is missing.
        return {"properties": {force: {"const": word}}, "required": [force]}

    ground["allOf"] = [
        {"if": where("可以"), "then": {"required": [choices], "properties": {choices: {"minItems": 1}}}},
        {"if": where("应当"), "then": {"properties": {choices: {"maxItems": 0}}}},
    ]
