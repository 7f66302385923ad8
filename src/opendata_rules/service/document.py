"""The OpenAPI document (3.1): the table of routes, schemas of questions and answers, and what only a service says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from ..schemas import components
from ..schemas.requests import DAY as schema_of_day
from ..schemas.requests import QuestionName, facts_of, request_to_any
from ..values import Json
from ..version import __version__
from ..vocabulary.facts import Vocabulary
from .access.tokens import SCOPES
from .bodies import JSON
from .problems import MEDIA
from .routes.table import Parameter, Route
from .shapes import DAY, NAME, TEXT, YES, Schema, closed, items, own, ref

#: Statuses that every address may answer with, in the words of the document.
_EVERYWHERE = {
    401: "No valid token.",
    403: "The token has not the scope, or the host is none of the service's.",
    429: "Too many requests.",
    500: "Something went wrong inside; the log has it under the id of the request.",
    503: "No rules are loaded, or a store cannot be used.",
}
#: Those of them that only tell of tokens.
_WITH_A_TOKEN = {401, 403}
_WITH_A_BODY = {400: "Broken JSON.", 413: "Too large.", 415: "Another media type.", 504: "Too slow."}
_STATUSES = {
    **_EVERYWHERE,
    **_WITH_A_BODY,
    404: "No such place, topic, step, case, law or job.",
    409: "A receipt that gives another result here; a key used for something else.",
    422: "A bad fact or argument.",
    501: "It needs a package that is not installed with this service.",
    304: "What was asked for hangs on the law alone, and that is the same.",
}


def document(routes: Iterable[Route], vocabulary: Vocabulary) -> dict[str, Json]:
    """The document.

    Args:
        routes: the addresses.
        vocabulary: the facts that requests may state.
    """
    paths: dict[str, dict[str, Json]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "opendata-rules",
            "version": __version__,
            "summary": "The public-data-opening regulations of Shandong and its cities, over HTTP.",
            "description": "Every answer names the law that it came from in the header field `ODR-Law`.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": dict(paths),
        "components": {
            "schemas": {**own(), **components(), **_lists(), **_requests(vocabulary)},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "; ".join(f"{scope}: {about}" for scope, about in SCOPES.items()),
                }
            },
        },
    }


def _operation(route: Route) -> Json:
    responses: dict[str, Json] = {
        str(route.status): {
            "description": route.about,
            **({"content": _content(route.gives)} if route.gives else {}),
            **({"headers": _headers(route)} if route.path.startswith("/v1/") else {}),
        }
    }
    if route.gives.get(JSON) == "ReportOrJob":
        responses["202"] = {"description": "A job was begun.", "content": _content({JSON: "Job"})}
    everywhere = _EVERYWHERE if route.scopes else _EVERYWHERE.keys() - _WITH_A_TOKEN
    refuses = {*everywhere, *route.refuses, *(_WITH_A_BODY if route.takes else ()), 504}
    if route.query:
        refuses |= {422, 404}
    if route.method == "GET" and route.heading == "what there is":
        responses["304"] = {"description": _STATUSES[304]}
    for status in sorted(refuses):
        responses[str(status)] = {"description": _STATUSES[status], "content": {MEDIA: {"schema": ref("Problem")}}}
    found: dict[str, Json] = {
        "operationId": route.name,
        "summary": route.about,
        "tags": [route.heading],
        "parameters": [*_path_parameters(route), *(_parameter(one) for one in route.query)],
        "responses": responses,
    }
    if route.takes is not None:
        found["requestBody"] = {"required": True, "content": _content(route.takes)}
    # Roles of a token, each enough by itself; and nothing, where the service has no tokens.
    needs: list[Json] = [{"token": [str(scope)]} for scope in route.scopes]
    found["security"] = [*needs, {}] if needs else []
    return found


def _content(media: Mapping[str, str | Schema]) -> dict[str, Json]:
    return {name: {"schema": ref(schema) if isinstance(schema, str) else schema} for name, schema in media.items()}


def _headers(route: Route) -> dict[str, Json]:
    found: dict[str, Json] = {
        "ODR-Law": {"description": "digest of the law that answered", "schema": TEXT},
        "X-Request-ID": {"description": "id of the request", "schema": TEXT},
    }
    if route.heading == "questions" and route.path != "/v1/batch":
        found["ODR-Entry"] = {"description": "number of the entry in the ledger, where one is kept", "schema": TEXT}
        found["ODR-Receipt"] = {"description": "digest of that entry", "schema": TEXT}
    return found


#: What parameters of addresses are.
_PATH = {
    "place": ("id, Chinese name or division code of a place", "taian"),
    "topic": ("id or Chinese label of a topic", None),
    "step": ("procedure and step, with a dot between them", None),
    "procedure": ("id or Chinese name of a procedure", "objection"),
    "case": ("id of a case", "A-1"),
    "job": ("id of a job", None),
    "feed": ("id of a calendar", None),
    "secret": ("the secret part of the address of a calendar, with .ics", None),
    "question": ("the question", "classify"),
    "number": ("number of an entry", None),
}


def _path_parameters(route: Route) -> list[Json]:
    found: list[Json] = []
    for name in re.findall(r"{(\w+)}", route.path):
        about, example = _PATH[name]
        schema: dict[str, Json] = {"type": "string", "minLength": 1, "maxLength": 200}
        if name == "question":
            schema = {"enum": list(get_args(QuestionName))}
        if name == "number":
            schema = {"type": "integer", "minimum": 1, "maximum": 2**53}
        found.append(
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": about,
                "schema": schema,
                **({"example": example} if example is not None else {}),
            }
        )
    return found


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": "header" if parameter.name[0].isupper() else "query",
        "required": parameter.needed,
        "description": parameter.about,
        "schema": dict(parameter.schema),
    }


# -- schemas ----------------------------------------------------------------------------------------------------------


def _lists() -> dict[str, Json]:
    names = ("FactList", "ArticleList", "DutyList", "BreachList", "OwedList")
    listed: dict[str, Json] = {
        name: {"title": name, **items(ref(of))}
        for name, of in {
            "PlaceList": "Jurisdiction",
            "StandingItems": "Standing",
            "PathItems": "Path",
            "CalendarItems": "CalendarDay",
            "RejectItems": "Reject",
        }.items()
    }
    return components(names) | listed


def _requests(vocabulary: Vocabulary) -> dict[str, Json]:
    found: dict[str, Json] = {"Day": dict(schema_of_day), "Facts": facts_of(vocabulary)}
    for question in get_args(QuestionName):
        body: Any = request_to_any(question, ref("Facts"))
        body["properties"] |= {
            "dataset": {**TEXT, "maxLength": 200, "description": "数据集编号，记入台账"},
            "department": {**TEXT, "maxLength": 200, "description": "部门，记入台账"},
        }
        found[f"{question}_request"] = body
        asked = {"type": "array", "items": {"type": "string"}, "description": "问过而不知道的事实"}
        if question in ("classify", "change", "check"):
            properties = {**body["properties"], "asked": asked}
            found[f"next_{question}_request"] = {**body, "title": f"Next{body['title']}", "properties": properties}
        if question == "classify":
            target: Schema = {**TEXT, "description": "要改成的属性"}
            properties = {**body["properties"], "target": target}
            needed = [*body["required"], "target"]
            found["paths_request"] = {**body, "title": "PathsRequest", "properties": properties, "required": needed}
    law = closed(
        {
            "place": TEXT,
            "on": DAY,
            "drafts": YES,
            "strict": YES,
            "law": {**TEXT, "description": "digest of its rules"},
        },
        "drafts",
        "strict",
        "law",
        title="LawName",
    )
    found["LawName"] = law
    compared = closed({"a": ref("LawName"), "b": ref("LawName"), "topic": TEXT}, "topic", title="CompareRequest")
    found["compare_request"] = compared
    found["ReceiptOrAnswer"] = {
        "title": "ReceiptOrAnswer",
        "description": "A receipt, or an answer with one.",
        "type": "object",
        "additionalProperties": True,
    }
    found["events_request"] = closed({"events": {"type": "array", "items": {}}}, title="EventsRequest")
    found["verify_request"] = closed(
        {"checkpoint": TEXT, "public_key": TEXT}, "checkpoint", "public_key", title="VerifyRequest"
    )
    after: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
    found["recheck_request"] = closed({"on": DAY, "after": after}, "on", "after", title="RecheckRequest")
    names: Schema = {"type": "array", "items": TEXT, "minItems": 1}
    found["erase_request"] = closed({"facts": names}, title="EraseRequest")
    found["feed_request"] = closed({"kind": {"enum": ["cases", "duties"]}}, title="FeedRequest")
    found["BatchQuestion"] = {
        "title": "BatchQuestion",
        "description": "A request, with `question`, `place`, what it is about, and any `id`.",
        "type": "object",
        "properties": {
            "id": NAME,
            "question": {"enum": list(get_args(QuestionName))},
        },
        "required": ["question"],
    }
    bodies = (name for name in found if name.endswith("_request") or name == "LawName")
    return found | {name: _null_is_not_given(found[name]) for name in bodies}


def _null_is_not_given(body: Any) -> Json:
    """The schema of a body whose keys that may be left out may be null too."""
    needed = body["required"]
    return {
        **body,
        "properties": {key: of if key in needed else _or_null(of) for key, of in body["properties"].items()},
    }


def _or_null(schema: Any) -> Json:
    kind = schema.get("type")
    if "enum" in schema:
        return schema if None in schema["enum"] else {**schema, "enum": [*schema["enum"], None]}
    if isinstance(kind, str):
        return {**schema, "type": [kind, "null"]}
    return schema if isinstance(kind, list) else {"anyOf": [schema, {"type": "null"}]}
