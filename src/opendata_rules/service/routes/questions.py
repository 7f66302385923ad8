"""Questions to the law of a place: what may be opened, changed, must be done, until when; and why."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from ...answers.classification.answer import Decision
from ...asking.questions import KINDS, Kind, Reply, Told, next_question, text_in
from ...errors import BadArgument
from ...formats.trees import Node, read_tree
from ...values import Json
from .. import answering
from ..access.tokens import Scope
from ..bodies import JSON
from ..editions import Edition
from ..parts import aside
from ..recording import Kept
from .table import Ask, Parameter, Route, reply, reply_json

LAW = Parameter(
    "law",
    "digest of the rules that answer, or its first digits; those in force here by default",
    {
        "type": "string",
        "minLength": 12,
        "maxLength": 64,
        "pattern": "^[0-9a-f]+$",
    },
)
_NOT_FOUND, _UNPROCESSABLE = 404, 422


async def found(ask: Ask, kind: Kind, body: object, *more: str) -> tuple[Edition, Reply]:
    """The answer to a request on a place, and the rules it came from."""
    edition = ask.edition()
    place = ask.of_path("place")
    about = ask.of_path(kind.about) if kind.about else ""
    return edition, await answer_to(ask, edition, kind, place, about, body, *more)


async def answer_to(ask: Ask, edition: Edition, kind: Kind, place: str, about: str, body: object, *more: str) -> Reply:
    """The answer to a request, or to a line of a batch; see :func:`..answering.answer_to`."""
    return await answering.answer_to(ask.parts, ask.caller, edition, kind, place, about, body, *more)


def record(ask: Ask, made: Reply, told: Told) -> asyncio.Future[Kept] | None:
    """Append an answer to the ledger, where one is kept."""
    return answering.record(ask.parts, ask.caller, made, told)


async def named(ask: Ask, made: Reply, told: Told) -> dict[str, str] | None:
    """The header fields that name the entry of an answer, once it is on the disk."""
    kept = await answering.recorded(ask.parts, ask.caller, made, told)
    return None if kept is None else {"ODR-Entry": str(kept.number), "ODR-Receipt": kept.digest}


def _asking(kind: Kind) -> Callable[[Ask], Awaitable[Response]]:
    async def handle(ask: Ask) -> Response:
        _, made = await found(ask, kind, await ask.json())
        told = ask.parts.written.of(made.answer)
        return reply(told.data, headers=await named(ask, made, told))

    return handle


def _explaining(kind: Kind) -> Callable[[Ask], Awaitable[Response]]:
    async def handle(ask: Ask) -> Response:
        _, made = await found(ask, kind, await ask.json())
        explained = await aside(lambda: {lang: made.answer.explain(lang) for lang in ("zh", "en")}, ask.caller.seconds)
        trees: dict[str, Json] = {
            lang: {"text": text, "tree": _tree(read_tree(text))} for lang, text in explained.items()
        }
        return reply_json(trees)

    return handle


def _tree(node: Node) -> Json:
    return {"text": node.text, "children": [_tree(child) for child in node.children]}


def _next(kind: Kind) -> Callable[[Ask], Awaitable[Response]]:
    async def handle(ask: Ask) -> Response:
        body = await ask.json()
        _, made = await found(ask, kind, body, "asked")
        return reply_json(next_question(made, body))

    return handle


async def _paths(ask: Ask) -> Response:
    body = await ask.json()
    if isinstance(body, dict) and body.get("target") is None:
        raise BadArgument("请求里要写明 target。", english="The request needs target.", argument="target")
    _, made = await found(ask, KINDS["classify"], body, "target")
    decision, target = made.answer, text_in(body, "target")
    assert isinstance(decision, Decision)
    ways = await aside(lambda: decision.paths_to(target), ask.caller.seconds)  # type: ignore[arg-type]
    return reply_json({"items": [way.to_dict() for way in ways]})


def _address(kind: Kind) -> str:
    return f"{kind.name}/{{{kind.about}}}" if kind.about else kind.name


_ABOUT = {
    "classify": ("Which attribute data must or may have.", "Decision"),
    "change": ("Whether the opening attribute may be changed.", "ChangeVerdict"),
    "check": ("Whether the duties of a topic are fulfilled.", "Assessment"),
    "deadline": ("The last day of a step's term.", "Deadline"),
    "schedule": ("Every step of a case with its deadline.", "Schedule"),
}


def _routes_of(kind: Kind) -> list[Route]:
    about, answer = _ABOUT[kind.name]
    address = _address(kind)
    refuses = (_NOT_FOUND, _UNPROCESSABLE)
    made = [
        Route(
            "POST",
            f"/v1/places/{{place}}/{address}",
            kind.name,
            about,
            Scope.ASK,
            _asking(kind),
            gives={JSON: answer},
            takes={JSON: f"{kind.name}_request"},
            refuses=refuses,
            query=(LAW,),
            heading="questions",
        ),
        Route(
            "POST",
            f"/v1/places/{{place}}/explain/{address}",
            f"explain_{kind.name}",
            f"{about} Why, as text and as a tree, in Chinese and English.",
            Scope.ASK,
            _explaining(kind),
            gives={JSON: "Explanation"},
            takes={JSON: f"{kind.name}_request"},
            refuses=refuses,
            query=(LAW,),
            heading="explanations",
        ),
    ]
    if kind.name in ("classify", "change", "check"):
        made.append(
            Route(
                "POST",
                f"/v1/places/{{place}}/next/{address}",
                f"next_{kind.name}",
                "The most telling question left, and whether the matter is settled.",
                Scope.ASK,
                _next(kind),
                gives={JSON: "NextQuestion"},
                takes={JSON: f"next_{kind.name}_request"},
                refuses=refuses,
                query=(LAW,),
                heading="interviews",
            )
        )
    return made


ROUTES: tuple[Route, ...] = (
    *(route for kind in KINDS.values() for route in _routes_of(kind)),
    Route(
        "POST",
        "/v1/places/{place}/paths",
        "paths",
        "The smallest lawful changes of fact that would lead to an attribute.",
        Scope.ASK,
        _paths,
        gives={JSON: "PathItems"},
        takes={JSON: "paths_request"},
        refuses=(_NOT_FOUND, _UNPROCESSABLE),
        query=(LAW,),
        heading="questions",
    ),
)
