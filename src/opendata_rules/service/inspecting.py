"""What addresses and pages of the ledger share: its entries asked aside, exports, and all of it answered again."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import BinaryIO, TypeVar

from starlette.responses import Response

from ..asking.questions import day, told, wrong
from ..errors import BadArgument
from ..vocabulary.refusals import none_of
from .access.gate import Caller
from .bodies import LINES
from .books import Audit, Ledger
from .editions import Edition
from .errors import NotHere, Unavailable
from .jobs import RecheckTask
from .keeping import Job
from .parts import Parts, aside, at_length
from .streaming import Streamed

T = TypeVar("T")
#: What may be looked for by a text.
TEXTS = ("dataset", "department", "provision", "verdict", "asker")
#: Longest name that is looked for.
LONGEST = 200
#: How many entries are read at once for those that are streamed, and bytes of an export sent at once.
_AT_ONCE, _PART = 500, 1 << 18
#: What an export may be, and its media type: the entries as they are told everywhere; lines that are verified without
#: the ledger; tables.
EXPORTS = {
    "entries": LINES,
    "jsonl": LINES,
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def audit_of(parts: Parts) -> Audit:
    """The ledger that the service keeps.

    Raises:
        Unavailable: it keeps none.
    """
    if parts.audit is None:
        raise Unavailable("这个服务没有设台账（--store）。", english="This service keeps no ledger (--store).")
    return parts.audit


async def of_ledger(parts: Parts, caller: Caller, question: Callable[[Ledger], T], *, apart: bool = False) -> T:
    """What a question to the ledger comes to.

    Args:
        parts: of the service.
        caller: who asks.
        question: asks it.
        apart: whether it takes long.

    Raises:
        Unavailable: no ledger is kept.
        TooSlow: it takes longer than the caller may ask.
    """
    audit = audit_of(parts)
    way = audit.apart if apart else audit.ask
    return await aside(lambda: way(question), caller.seconds, long=apart)


def texts_wanted(query: Mapping[str, str]) -> dict[str, object]:
    """What entries are looked for by their texts.

    Raises:
        BadArgument: one is too long for any name.
    """
    found: dict[str, object] = {name: query[name] for name in TEXTS if name in query}
    for name, text in found.items():
        if len(str(text)) > LONGEST:
            raise wrong(name, f"最多 {LONGEST} 个字符的文本", f"text of at most {LONGEST} characters", text)
    return found


def days_wanted(query: Mapping[str, str]) -> dict[str, object]:
    """The days, in Beijing, between which entries that are looked for were appended.

    Raises:
        BadArgument: one is none, or the first is later than the last.
    """
    found = {name: day(query[name], name) for name in ("since", "until") if name in query}
    if len(found) == 2 and found["since"] > found["until"]:
        raise BadArgument(
            f"从 {found['since']} 到 {found['until']}：开始的一天晚于最后一天，请对调。",
            english=f"From {found['since']} to {found['until']}: the first day is later than the last; exchange them.",
            argument="since",
        )
    return dict(found)


def there(book: Ledger, number: int) -> Ledger:
    """The ledger, which has an entry of that number.

    Raises:
        NotHere: it has not.
    """
    if not 0 < number <= len(book):
        raise NotHere("没有这一条。", english="There is no such entry.", argument="number")
    return book


async def recheck_all(parts: Parts, caller: Caller, edition: Edition, on: dt.date | None, after: int) -> Job:
    """Begin to answer all entries after a number again, as a job."""
    task = RecheckTask(edition.copied, audit_of(parts).store, on, after)
    return await parts.at_work().begin(task, caller.name, edition)


async def erased(parts: Parts, caller: Caller, number: int, facts: list[str]) -> dict[str, object]:
    """Destroy facts of an entry; the entry that says so.

    Raises:
        NotHere: there is no such entry.
        UnknownFact: it keeps no such fact.
        BadStore: somebody is reading what was erased.
    """

    def erase(book: Ledger) -> dict[str, object]:
        return dict(there(book, number).erase(number, facts, asker=caller.name).to_dict())

    return await of_ledger(parts, caller, erase, apart=True)


async def export(parts: Parts, caller: Caller, form: str, wanted: dict[str, object]) -> Response:
    """The ledger, or those of its entries that are looked for, as a file.

    Raises:
        BadArgument: there is no such form, or a part is asked for in the form that is verified.
        MissingExtra: an extra is not installed.
    """
    audit = audit_of(parts)
    if form not in EXPORTS:
        raise none_of(form, "form", EXPORTS)
    if form != "entries":
        return await _written(parts, audit, form, wanted)
    # Whatever is wrong is told before the first line.
    first = await aside(lambda: audit.ask(lambda book: _some(book, wanted, 0)), caller.seconds)

    async def lines() -> AsyncGenerator[bytes, None]:
        found = first
        while found:
            yield b"".join(line for _, line in found)
            after = found[-1][0]
            found = await at_length(partial(audit.ask, partial(_some, wanted=wanted, after=after)))

    return Streamed(lines())


async def _written(parts: Parts, audit: Audit, form: str, wanted: dict[str, object]) -> Response:
    """An export that is written as a whole before it is sent: it is not known before that it can be.

    It takes as long as it takes: a ledger of years is not written in the seconds of an answer.
    """
    with ExitStack() as open_till_then:
        stream = open_till_then.enter_context(tempfile.TemporaryFile(dir=parts.folder()))
        await at_length(lambda: audit.apart(lambda book: _write(book, form, wanted, stream)))
        size = stream.tell()
        stream.seek(0)
        till_sent = open_till_then.pop_all()

    async def pieces() -> AsyncGenerator[bytes, None]:
        with till_sent:
            while part := await asyncio.to_thread(stream.read, _PART):
                yield part

    sent = Streamed(pieces(), media=EXPORTS[form], size=size)
    sent.headers["content-disposition"] = f'attachment; filename="ledger.{form}"'
    return sent


def _write(book: Ledger, form: str, wanted: dict[str, object], stream: BinaryIO) -> None:
    from ..ledgers.export.writing import write_form

    write_form(form, book, stream, book.find(**wanted) if wanted else None)


def _some(book: Ledger, wanted: dict[str, object], after: int) -> list[tuple[int, bytes]]:
    entries = islice(book.find(**wanted, after=after), _AT_ONCE)
    return [(one.number, told(one.to_dict()) + b"\n") for one in entries]
