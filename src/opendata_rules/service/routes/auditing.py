"""The ledger: what was answered, whether it is all there, what of it would come out otherwise today."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack
from itertools import islice
from typing import BinaryIO, TypeVar

from starlette.responses import Response

from ...asking.questions import checked, day_in, text_in, told, wrong
from ...errors import BadArgument
from ...vocabulary.refusals import none_of
from ..access.tokens import Scope
from ..bodies import JSON, LINES
from ..books import Audit, Ledger
from ..errors import NotHere, Unavailable
from ..jobs import RecheckTask
from ..parts import aside
from ..shapes import BINARY, DAY
from .batch import Streamed
from .once import KEY, once
from .questions import LAW
from .table import Ask, Parameter, Route, Schema, reply_json

T = TypeVar("T")

#: Most entries in one response, and how many are read at once for those that are streamed.
_PAGE, _AT_ONCE = 1000, 500
#: Longest name that is looked for.
_LONGEST = 200


def _audit(ask: Ask) -> Audit:
    if ask.parts.audit is None:
        raise Unavailable("这个服务没有设台账（--store）。", english="This service keeps no ledger (--store).")
    return ask.parts.audit


async def _asked(ask: Ask, question: Callable[[Ledger], T], *, apart: bool = False) -> T:
    audit = _audit(ask)
    way = audit.apart if apart else audit.ask
    return await aside(lambda: way(question), ask.caller.seconds)


def _wanted(ask: Ask) -> dict[str, object]:
    """What entries are looked for."""
    found: dict[str, object] = {
        name: ask.query[name] for name in ("dataset", "department", "provision", "verdict") if name in ask.query
    }
    for name, text in found.items():
        if len(str(text)) > _LONGEST:
            raise wrong(name, f"最多 {_LONGEST} 个字符的文本", f"text of at most {_LONGEST} characters", text)
    for name in ("since", "until"):
        if name in ask.query:
            found[name] = ask.day(name)
    return found


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
    return reply_json(await _asked(ask, lambda book: _there(book, number).entry(number).to_dict()))


def _there(book: Ledger, number: int) -> Ledger:
    if not 0 < number <= len(book):
        raise NotHere("没有这一条。", english="There is no such entry.", argument="number")
    return book


async def _receipt(ask: Ask) -> Response:
    number = _number(ask)
    return reply_json(await _asked(ask, lambda book: _there(book, number).receipt(number)))


async def _checkpoint(ask: Ask) -> Response:
    found = await _asked(ask, lambda book: str(book.checkpoint()), apart=True)
    return Response(found, media_type="text/plain")


async def _verify(ask: Ask) -> Response:
    body = checked(await ask.json(), {"checkpoint", "public_key"})
    held, key = (text_in(body, name) if name in body else None for name in ("checkpoint", "public_key"))
    verified = await _asked(ask, lambda book: book.verify(held, public_key=key).to_dict(), apart=True)
    return reply_json(verified)


async def _export(ask: Ask) -> Response:
    wanted, form = _wanted(ask), ask.query.get("form", "entries")
    audit = _audit(ask)
    if form not in _EXPORTS:
        raise none_of(form, "form", _EXPORTS)
    if form != "entries":
        return await _exported(ask, form, wanted)
    # Whatever is wrong is told before the first line.
    first = await aside(lambda: audit.ask(lambda book: _some(book, wanted, 0)), ask.caller.seconds)

    async def parts() -> AsyncGenerator[bytes, None]:
        found = first
        while found:
            yield b"".join(line for _, line in found)
            after = found[-1][0]
            found = await asyncio.to_thread(audit.ask, lambda book, after=after: _some(book, wanted, after))

    return Streamed(parts())


async def _exported(ask: Ask, form: str, wanted: dict[str, object]) -> Response:
    """An export that is written as a whole before it is sent: it is not known before that it can be.

    It takes as long as it takes: a ledger of years is not written in the seconds of an answer.
    """
    audit = _audit(ask)
    with ExitStack() as open_till_then:
        stream = open_till_then.enter_context(tempfile.TemporaryFile(dir=ask.parts.folder()))
        await asyncio.to_thread(audit.apart, lambda book: _written(book, form, wanted, stream))
        size = stream.tell()
        stream.seek(0)
        till_sent = open_till_then.pop_all()

    async def parts() -> AsyncGenerator[bytes, None]:
        with till_sent:
            while part := await asyncio.to_thread(stream.read, _PART):
                yield part

    sent = Streamed(parts(), media=_EXPORTS[form], size=size)
    sent.headers["content-disposition"] = f'attachment; filename="ledger.{form}"'
    return sent


def _written(book: Ledger, form: str, wanted: dict[str, object], stream: BinaryIO) -> None:
    from ...ledgers.export.writing import write_form

    write_form(form, book, stream, book.find(**wanted) if wanted else None)


def _some(book: Ledger, wanted: dict[str, object], after: int) -> list[tuple[int, bytes]]:
    entries = islice(book.find(**wanted, after=after), _AT_ONCE)
    return [(one.number, told(one.to_dict()) + b"\n") for one in entries]


async def _recheck(ask: Ask) -> Response:
    raw = await ask.body()
    body = checked(ask.parsed(raw), {"on", "after"})
    audit, edition = _audit(ask), ask.edition()
    on = day_in(body, "on") if "on" in body else None
    after = body.get("after", 0)
    if type(after) is not int or not 0 <= after <= 2**53:
        raise wrong("after", "不小于 0 的整数", "a whole number from 0 on", after)
    jobs = ask.parts.at_work()

    async def work() -> Response:
        job = await jobs.begin(RecheckTask(edition.copied, audit.store, on, after), ask.caller.name, edition)
        return reply_json(job.to_dict(), status=202)

    return await once(ask, raw, work)


async def _erase(ask: Ask) -> Response:
    number, raw = _number(ask), await ask.body()
    facts = checked(ask.parsed(raw), {"facts"}, ("facts",))["facts"]
    if not isinstance(facts, list) or not facts or not all(isinstance(name, str) for name in facts):
        raise BadArgument("facts 是事实编号的列表。", english="facts is a list of ids of facts.", argument="facts")

    async def work() -> Response:
        def erase(book: Ledger) -> dict[str, object]:
            return dict(_there(book, number).erase(number, facts, asker=ask.caller.name).to_dict())

        return reply_json(await _asked(ask, erase, apart=True))

    return await once(ask, raw, work)


#: What an export may be, and its media type: the entries as they are told everywhere; lines that are verified without
#: the ledger; tables.
_EXPORTS = {
    "entries": LINES,
    "jsonl": LINES,
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Bytes of an export sent at once.
_PART = 1 << 18
_TEXT: Schema = {"type": "string", "maxLength": _LONGEST}
_WANTED = (
    Parameter("dataset", "id of the dataset", _TEXT),
    Parameter("department", "whose dataset", _TEXT),
    Parameter("provision", "id of a rule, or instrument and passage", _TEXT),
    Parameter("verdict", "attribute, status or verdict", _TEXT),
    Parameter("since", "appended on that day or later", DAY),
    Parameter("until", "appended on that day or before", DAY),
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
        {media: "AnyLine" if media == LINES else BINARY for media in _EXPORTS.values()},
        query=(*_WANTED, Parameter("form", "of the export", {"type": "string", "enum": list(_EXPORTS)})),
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
