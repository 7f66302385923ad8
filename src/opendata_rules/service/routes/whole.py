"""Questions that rest on more than one law, or on what was answered before."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from ...asking.questions import checked, law_of, text_in, told
from ...errors import BadArgument
from ...law import Law
from ...values import Json
from ..access.tokens import Scope
from ..bodies import JSON
from ..editions import Edition
from ..parts import aside
from .questions import LAW
from .table import Ask, Route, reply

_LAW_KEYS = frozenset({"place", "on", "drafts", "strict", "law"})


def _law(ask: Ask, edition: Edition, body: dict[str, Any], name: str) -> Law:
    """One of two laws; each may be of other rules."""
    asked = checked(body[name], _LAW_KEYS, ("place", "on"))
    chosen = ask.parts.editions.of(text_in(asked, "law")) if "law" in asked else edition
    return law_of(chosen, text_in(asked, "place"), asked)


async def _compare(ask: Ask) -> Response:
    edition = ask.edition()
    body = checked(await ask.json(), {"a", "b", "topic"}, ("a", "b"))
    topic: Any = text_in(body, "topic", "classification")

    def work() -> bytes:
        from ..comparisons import Comparisons

        found = ask.parts.own(Comparisons).of(_law(ask, edition, body, "a"), _law(ask, edition, body, "b"), topic)
        return told(found.to_dict())

    return reply(await aside(work, ask.caller.seconds))


def receipt_in(body: object) -> dict[str, Json]:
    """The receipt of a body: bare, or within its answer."""
    if isinstance(body, dict):
        within = body.get("receipt")
        return within if isinstance(within, dict) else body
    raise BadArgument(
        "请求应当是一份凭据，或者带有凭据的结果。",
        english="A receipt is needed, or an answer with one.",
        argument="receipt",
    )


async def _replay(ask: Ask) -> Response:
    edition = ask.edition()
    receipt = receipt_in(await ask.json())
    return reply(await aside(lambda: told(edition.library.replay(receipt).to_dict()), ask.caller.seconds))


async def _recheck(ask: Ask) -> Response:
    edition = ask.edition()
    receipt = receipt_in(await ask.json())
    return reply(await aside(lambda: told(edition.library.recheck(receipt).to_dict()), ask.caller.seconds))


ROUTES = (
    Route(
        "POST",
        "/v1/compare",
        "compare",
        "How one law stands to another; each may be of other rules.",
        Scope.ASK,
        _compare,
        gives={JSON: "Comparison"},
        takes={JSON: "compare_request"},
        refuses=(404, 422),
        query=(LAW,),
        heading="whole laws",
    ),
    Route(
        "POST",
        "/v1/replay",
        "replay",
        "The same answer computed again from its receipt, or 409.",
        Scope.ASK,
        _replay,
        gives={JSON: "AnyAnswer"},
        takes={JSON: "ReceiptOrAnswer"},
        refuses=(404, 409, 422),
        query=(LAW,),
        heading="receipts",
    ),
    Route(
        "POST",
        "/v1/recheck",
        "recheck",
        "The outcome of a receipt then, the answer to its question now.",
        Scope.ASK,
        _recheck,
        gives={JSON: "Recheck"},
        takes={JSON: "ReceiptOrAnswer"},
        refuses=(404, 409, 422),
        query=(LAW,),
        heading="receipts",
    ),
)
