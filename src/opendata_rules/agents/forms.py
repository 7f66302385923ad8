"""The form in which a user is asked for a fact, and what comes back; whoever does not know leaves it unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..answers.result import Question
from ..values import Json
from ..vocabulary.fact_types import FactType, FactValue
from ..vocabulary.facts import Fact

#: The field of the form.
_FIELD = "value"
#: What is chosen by whoever does not know; no id of a value has that character.
_UNKNOWN = "?"
_YES, _NO = "true", "false"
_UNKNOWN_TITLE = "不知道 (unknown)"


def form_of(fact: Fact, *, titled: bool, several: bool) -> dict[str, Json] | None:
    """The schema of the form.

    Args:
        fact: what is asked for.
        titled: whether the client knows choices with titles as ``oneOf`` (from 2025-11-25 on), else by ``enumNames``.
        several: whether it can have more than one value chosen (the same).

    Returns:
        The schema, or nothing where the client has no form for such a fact.
    """
    field: dict[str, Json] = {"title": fact.label}
    needed: list[Json] = []
    match fact.type:
        case FactType.BOOL:
            field |= _choices({_YES: "是 (yes)", _NO: "否 (no)", _UNKNOWN: _UNKNOWN_TITLE}, titled)
            needed = [_FIELD]
        case FactType.ENUM:
            field |= _choices({**dict(fact.values), _UNKNOWN: _UNKNOWN_TITLE}, titled)
            needed = [_FIELD]
        case FactType.LIST:
            if not several:
                return None
            choices: list[Json] = [{"const": value, "title": term} for value, term in fact.values]
            field |= {"type": "array", "items": {"anyOf": choices}}
        case FactType.DATE:
            field |= {"type": "string", "format": "date"}
        case FactType.INT:
            field |= {"type": "integer", "minimum": 0}
        case FactType.TEXT:
            field |= {"type": "string"}
    if not needed:
        field["description"] = "不知道的不填 (leave it empty if unknown)"
    return {"type": "object", "properties": {_FIELD: field}, "required": needed}


def _choices(titles: Mapping[str, str], titled: bool) -> dict[str, Json]:
    if titled:
        return {"type": "string", "oneOf": [{"const": value, "title": title} for value, title in titles.items()]}
    return {"type": "string", "enum": list(titles), "enumNames": list(titles.values())}


def message_of(question: Question, place: str) -> str:
    """What the user reads above the form; all of it comes from the rules."""
    return f"{place}：{question.text}\n{question.english}"


def value_in(fact: Fact, content: Mapping[str, Any] | None) -> FactValue | None:
    """The value that a user gave; ``None`` for unknown.

    Raises:
        BadFact: it is none of the fact's.
    """
    value = (content or {}).get(_FIELD)
    if value in (None, _UNKNOWN, "", []):
        return None
    if fact.type is FactType.BOOL and value in (_YES, _NO):
        return bool(value == _YES)
    return fact.check(value)
