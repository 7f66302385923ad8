"""Many questions in one request: JSON lines in, JSON lines out, each answered as it comes, all by one law."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from starlette.responses import Response

from ...asking.questions import KINDS, Reply, told
from ...diagnostics.wording import nearest
from ...errors import BadArgument, Error
from ...quoting import quoted
from ...values import Json
from ..access.tokens import Scope
from ..bodies import LINES, media_of, parsed, slow_body
from ..editions import Edition
from ..errors import BadJson, TooLarge
from ..problems import as_error, problem
from ..recording import Kept
from ..streaming import Streamed
from .questions import LAW, answer_to, record
from .table import Ask, Route

#: Lines answered before others get their turn.
_TURN = 16
#: Bytes of answers sent together at least, save for the last.
_TOGETHER = 32_768


async def _batch(ask: Ask) -> Response:
    media_of(ask.request, LINES)
    edition = ask.edition()
    return Streamed(_answers(ask, edition))


async def _lines(ask: Ask) -> AsyncIterator[list[bytes]]:
    """The lines of the body, as many as have come."""
    rest, stream, count = b"", aiter(ask.request.stream()), 0
    while True:
        try:
            async with asyncio.timeout(ask.caller.seconds):
                part = await anext(stream, None)
        except TimeoutError:
            raise slow_body(ask.caller.seconds) from None
        if part is None:
            break
        *whole, rest = (rest + part).split(b"\n") if b"\n" in part else (rest + part,)
        lines = [line for line in whole if line.strip()]
        count += len(lines)
        if len(rest) > ask.caller.body or any(len(line) > ask.caller.body for line in lines):
            most = ask.caller.body
            raise TooLarge(f"有一行超过 {most} 字节。", english=f"A line is longer than {most} bytes.")
        _check_count(ask, count)
        if lines:
            yield lines
    if rest.strip():
        _check_count(ask, count + 1)
        yield [rest]


def _check_count(ask: Ask, count: int) -> None:
    most = ask.caller.batch
    if count > most:
        raise TooLarge(f"一批最多 {most} 行。", english=f"A batch has at most {most} lines.")


async def _answers(ask: Ask, edition: Edition) -> AsyncGenerator[bytes, None]:
    waiting: list[bytes] = []
    size = 0
    try:
        async for lines in _lines(ask):
            for start in range(0, len(lines), _TURN):
                found = await _turn(ask, edition, lines[start : start + _TURN])
                waiting += found
                size += sum(map(len, found))
                if size >= _TOGETHER:
                    yield b"".join(waiting)
                    waiting, size = [], 0
                await asyncio.sleep(0)
            if waiting:
                yield b"".join(waiting)
                waiting, size = [], 0
    except Error as error:
        # The status has been sent; the last line says why there are no more.
        yield b"".join(waiting) + _failed(None, error, ask.caller.request)


async def _turn(ask: Ask, edition: Edition, lines: Sequence[bytes]) -> list[bytes]:
    """The answers to some lines; those that go into the ledger are there when they are returned."""
    found: list[bytes] = []
    entries: list[tuple[int, asyncio.Future[Kept], bytes, bytes]] = []
    for line in lines:
        name: Json = None
        try:
            name, made = await _one(ask, edition, line)
            written = ask.parts.written.of(made.answer)
            waiting = record(ask, made, written)
        except Exception as error:  # told of its line, and of no other
            known = as_error(error)
            if known is not error:
                ask.parts.observer.broke(error, ask.caller)
            found.append(_failed(_id_of(line) if name is None else name, known, ask.caller.request))
            continue
        head, body = told(name), written.data
        if waiting is None:
            found.append(b'{"id":%b,"status":200,"answer":%b}\n' % (head, body))
        else:
            entries.append((len(found), waiting, head, body))
            found.append(b"")
    for place, waiting, head, body in entries:
        try:
            kept = await waiting
        except Error as error:
            found[place] = _failed_bytes(head, error, ask.caller.request)
            continue
        ask.parts.observer.recorded.inc()
        receipt = told({"number": kept.number, "digest": kept.digest})
        found[place] = b'{"id":%b,"status":200,"entry":%b,"answer":%b}\n' % (head, receipt, body)
    return found


async def _one(ask: Ask, edition: Edition, line: bytes) -> tuple[Json, Reply]:
    asked = parsed(line)
    if not isinstance(asked, dict):
        raise BadArgument("每一行是一个 JSON 对象。", english="Each line is a JSON object.", argument="line")
    name = asked.pop("id", None)
    if not (name is None or isinstance(name, str | int)) or isinstance(name, bool):
        raise BadArgument("id 是文本或者整数。", english="id is text or a whole number.", argument="id")
    question = asked.pop("question", None)
    kind = KINDS.get(question) if isinstance(question, str) else None
    if kind is None:
        raise BadArgument(
            f"没有“{quoted(question)}”这种提问。可选：{'、'.join(KINDS)}。",
            english=f"There is no question {quoted(question)}; possible are: {', '.join(KINDS)}.",
            argument="question",
            nearest=nearest(str(question), KINDS),
        )
    place = _text(asked, "place")
    about = _text(asked, kind.about) if kind.about else ""
    if len(asked) > 64:
        raise BadArgument("一行里的项目太多。", english="A line has too many keys.", argument="line")
    return name, await answer_to(ask, edition, kind, place, about, asked)


def _text(asked: dict[str, object], name: str) -> str:
    value = asked.pop(name, None)
    if not isinstance(value, str):
        raise BadArgument(f"要写明 {name}（文本）。", english=f"{name} is needed, as text.", argument=name)
    return value


def _id_of(line: bytes) -> Json:
    """The id of a line whose question is refused, if it has one."""
    try:
        asked = parsed(line)
    except BadJson:
        return None
    name = asked.get("id") if isinstance(asked, dict) else None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def _failed(name: Json, error: Exception, request: str) -> bytes:
    return _failed_bytes(told(name), error, request)


def _failed_bytes(name: bytes, error: Exception, request: str) -> bytes:
    body = problem(as_error(error), request)
    return b'{"id":%b,"status":%b,"problem":%b}\n' % (name, told(body["status"]), told(body))


ROUTES = (
    Route(
        "POST",
        "/v1/batch",
        "batch",
        "Many questions at once, one a line; answers in the order of the lines.",
        Scope.ASK,
        _batch,
        gives={LINES: "BatchAnswer"},
        takes={LINES: "BatchQuestion"},
        query=(LAW,),
        heading="questions",
    ),
)
