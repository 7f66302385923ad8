"""What addresses and pages of cases share: a monitor asked aside, calendars at addresses of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ..law import Law
from .access.gate import Caller
from .cases import Cases, Monitor
from .editions import Edition
from .errors import NotHere, Unavailable
from .keeping import Feed
from .parts import Parts, aside

T = TypeVar("T")
#: What a calendar may show.
FEEDS = ("cases", "duties")


def cases_of(parts: Parts) -> Cases:
    """The cases that the service follows.

    Raises:
        Unavailable: it keeps none.
    """
    if parts.cases is None:
        raise Unavailable("这个服务没有设案件存储（--store）。", english="This service keeps no cases (--store).")
    return parts.cases


async def of_cases(
    parts: Parts, caller: Caller, edition: Edition, law_of: Callable[[], Law], make: Callable[[Monitor], T]
) -> T:
    """What a monitor comes to.

    Args:
        parts: of the service.
        caller: who asks.
        edition: the rules that answer.
        law_of: gives the law of the place.
        make: asks the monitor.

    Raises:
        Unavailable: no cases are kept.
        TooSlow: it takes longer than the caller may ask.
    """
    cases = cases_of(parts)

    def work() -> T:
        with cases.of(edition, law_of()) as monitor:
            return make(monitor)

    return await aside(work, caller.seconds)


async def new_feed(parts: Parts, caller: Caller, place: str, kind: str) -> tuple[str, Feed]:
    """A calendar at an address of its own: the path of the address, which is told once, and what is kept of it.

    Raises:
        BadArgument: there is no such calendar.
    """
    if kind not in FEEDS:
        from ..vocabulary.refusals import none_of

        raise none_of(kind, "kind", FEEDS)
    secret, feed = await asyncio.to_thread(parts.kept().add_feed, place, kind, caller.name)
    return f"/feeds/{secret}.ics", feed


async def revoke_feed(parts: Parts, place: str, name: str) -> None:
    """Revoke the address of a calendar.

    Raises:
        NotHere: there is none of that id.
    """
    if not await asyncio.to_thread(parts.kept().drop_feed, place, name):
        raise NotHere("没有这个日历地址。", english="There is no such calendar.", argument="feed")
