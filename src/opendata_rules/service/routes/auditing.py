"""The ledger: what was answered, whether it is all there, what of it would come out otherwise today."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeVar

from starlette.responses import Response

from ...asking.questions import checked, day_in, text_in, wrong
from ...errors import BadArgument
from ..access.tokens import Scope
from ..bodies import JSON, LINES
from ..books import Ledger
from ..inspecting import (
    EXPORTS,
    LONGEST,
    audit_of,
    days_wanted,
    erased,
    export,
    of_ledger,
    recheck_all,
    texts_wanted,
    there,
)
from ..shapes import BINARY, DAY
from .once import KEY, once
from .questions import LAW
from .table import Ask, Parameter, Route, Schema, reply_json

T = TypeVar("T")

#: Most entries in one response.
_PAGE = 1000


async def _asked(ask: Ask, question: Callable[[Ledger], T], *, apart: bool = False) -> T:
    return await of_ledger(ask.parts, ask.caller, question, apart=apart)


def _wanted(ask: Ask) -> dict[str, object]:
    """What entries are looked for."""
    return texts_wanted(ask.query) | days_wanted(ask.query)


async def _search(ask: Ask) -> Response:
    wanted, after = _wanted(ask), ask.whole("after", 0, 0, 2**53)
    limit = ask.whole("limit", 100, 1, _PAGE)

    def look(book: Ledger) -> dict[str, object]:
        found = list(islice(book.find(**wanted, after=after), limit + 1))
        more = found[limit - 1].number if len(found) > limit else None
        return {"items": [one.to_dict() for one in found[:limit]], "next": more, "size": len(book)}

    return reply_json(await _asked(ask, look))


def _number(ask: Ask) -> int:
    found: int = ask.request.path_params["number"]
    return found


async def _entry(ask: Ask) -> Response:
    number = _number(ask)
    return reply_json(await _asked(ask, lambda book: there(book, number).entry(number).to_dict()))


async def _receipt(ask: Ask) -> Response:
    number = _number(ask)
    return reply_json(await _asked(ask, lambda book: there(book, number).receipt(number)))


async def _checkpoint(ask: Ask) -> Response:
    found = await _asked(ask, lambda book: str(book.checkpoint()), apart=True)
    return Response(found, media_type="text/plain")


async def _verify(ask: Ask) -> Response:
    body = checked(await ask.json(), {"checkpoint", "public_key"})
    held, key = (text_in(body, name) if name in body else None for name in ("checkpoint", "public_key"))
    verified = await _asked(ask, lambda book: book.verify(held, public_key=key).to_dict(), apart=True)
    return reply_json(verified)


async def _export(ask: Ask) -> Response:
    return await export(ask.parts, ask.caller, ask.query.get("form", "entries"), _wanted(ask))


async def _recheck(ask: Ask) -> Response:
    raw = await ask.body()
    body = checked(ask.parsed(raw), {"on", "after"})
    audit_of(ask.parts)
    edition = ask.edition()
    on = day_in(body, "on") if "on" in body else None
    after = body.get("after", 0)
    if type(after) is not int or not 0 <= after <= 2**53:
        raise wrong("after", "不小于 0 的整数", "a whole number from 0 on", after)

    async def work() -> Response:
        job = await recheck_all(ask.parts, ask.caller, edition, on, after)
        return reply_json(job.to_dict(), status=202)

    return await once(ask, raw, work)


async def _erase(ask: Ask) -> Response:
    number, raw = _number(ask), await ask.body()
    facts = checked(ask.parsed(raw), {"facts"}, ("facts",))["facts"]
    if not isinstance(facts, list) or not facts or not all(isinstance(name, str) for name in facts):
        raise BadArgument("facts 是事实编号的列表。", english="facts is a list of ids of facts.", argument="facts")

    async def work() -> Response:
        return reply_json(await erased(ask.parts, ask.caller, number, facts))

    return await once(ask, raw, work)


_TEXT: Schema = {"type": "string", "maxLength": LONGEST}
_WANTED = (
    Parameter("dataset", "id of the dataset", _TEXT),
    Parameter("department", "whose dataset", _TEXT),
    Parameter("provision", "id of a rule, or instrument and passage", _TEXT),
    Parameter("verdict", "attribute, status or verdict", _TEXT),
    Parameter("asker", "who asked", _TEXT),
    Parameter("since", "appended on that day, in Beijing, or later", DAY),
    Parameter("until", "appended on that day, in Beijing, or before", DAY),
)
_AFTER: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
_LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": _PAGE}
_PAGED = (Parameter("after", "with greater numbers only", _AFTER), Parameter("limit", "how many at most", _LIMIT))
_LEDGER = "/v1/ledger"


def _route(method: str, path: str, name: str, about: str, handle: object, gives: object, **more: object) -> Route:
    return Route(
        method,
        _LEDGER + path,
        name,
        about,
        Scope.AUDIT,
        handle,  # type: ignore[arg-type]
        gives={JSON: gives} if isinstance(gives, str) else gives,  # type: ignore[arg-type]
        heading="ledger",
        **more,  # type: ignore[arg-type]
    )


ROUTES = (
    _route("GET", "", "ledger", "Entries that were looked for.", _search, "LedgerPage", query=(*_WANTED, *_PAGED)),
    _route(
        "GET",
        "/checkpoint",
        "checkpoint",
        "Size and root, to be kept elsewhere.",
        _checkpoint,
        {"text/plain": {"type": "string"}},
    ),
    _route(
        "POST",
        "/verify",
        "verify",
        "Whether every entry is as it was written.",
        _verify,
        "Verification",
        takes={JSON: "verify_request"},
        refuses=(409, 422),
    ),
    _route(
        "GET",
        "/export",
        "export",
        "Entries as JSON lines, as lines that are verified without the ledger (`jsonl`, all of it), or as a table.",
        _export,
        {media: "AnyLine" if media == LINES else BINARY for media in EXPORTS.values()},
        query=(*_WANTED, Parameter("form", "of the export", {"type": "string", "enum": list(EXPORTS)})),
        refuses=(422, 501),
    ),
    _route(
        "POST",
        "/recheck",
        "recheck_ledger",
        "Answer all of it again, as a job.",
        _recheck,
        "Job",
        status=202,
        takes={JSON: "recheck_request"},
        refuses=(404, 409, 422),
        query=(LAW, KEY),
    ),
    _route("GET", "/{number}", "entry", "One entry.", _entry, "LedgerEntry", refuses=(404,)),
    _route(
        "GET",
        "/{number}/receipt",
        "entry_receipt",
        "The receipt of an entry.",
        _receipt,
        "AnySchema",
        refuses=(404, 422),
    ),
    _route(
        "POST",
        "/{number}/erase",
        "erase",
        "Destroy facts of an entry; the chain still verifies.",
        _erase,
        "LedgerEntry",
        takes={JSON: "erase_request"},
        refuses=(404, 409, 422),
        query=(KEY,),
    ),
)
