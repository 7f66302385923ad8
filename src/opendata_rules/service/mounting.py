"""Doors that are mounted on the service: let in by the gate like any request, within its limits, and handed a desk.

They are found by entry point; the service imports none of them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..asking.desk import DESK, MOUNTS, Kept, Mounted
from ..asking.questions import Body, Kind, Reply
from ..quoting import quoted
from .access.gate import CALLER, Caller
from .access.tokens import Scope as May
from .editions import Edition
from .errors import NotAllowed
from .parts import Parts, aside
from .routes.questions import answer_to, named
from .routes.table import Ask, Route
from .settings import Settings, is_loopback

T = TypeVar("T")


@lru_cache
def mounts() -> tuple[Mounted, ...]:
    """The doors that are installed."""
    found = (one.load()() for one in entry_points(group=MOUNTS))
    return tuple(one for one in found if one is not None)


class ServiceDesk:
    """Answers by the rules in force here, within what the caller may, and keeps what is answered.

    Args:
        ask: the request.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rules = ask.edition()

    @property
    def rules(self) -> Edition:
        """The rules that answer."""
        return self._rules

    @property
    def most(self) -> int:
        """How many questions may be put at once."""
        return self._ask.caller.batch

    async def answer(self, kind: Kind, place: str, about: str, body: Body) -> tuple[Reply, Kept | None]:
        """The answer to a question, and its entry in the ledger.

        Raises:
            Error: whatever the library says of facts, names and dates; it took too long, or cannot be kept.
        """
        made = await answer_to(self._ask, self._rules, kind, place, about, dict(body))
        entry = await named(self._ask, made, self._ask.parts.written.of(made.answer))
        return made, None if entry is None else Kept(int(entry["ODR-Entry"]), entry["ODR-Receipt"])

    async def aside(self, work: Callable[[], T]) -> T:
        """What work in a thread comes to.

        Raises:
            TooSlow: it takes longer than the caller may ask for.
        """
        return await aside(work, self._ask.caller.seconds)


class _Handed(Response):
    """The response that a mounted door makes itself, of a body that was read already."""

    def __init__(self, door: Mounted, body: bytes) -> None:
        super().__init__()
        self._door, self._read = door, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the door answer."""
        told = False

        async def replay() -> MutableMapping[str, Any]:
            nonlocal told
            if told:
                return await receive()
            told = True
            return {"type": "http.request", "body": self._read, "more_body": False}

        await self._door.app(scope, replay, send)


def entrance(parts: Parts, door: Mounted, *, mounted: bool) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a door.

    Args:
        parts: of the service.
        door: what answers.
        mounted: whether a platform mounts the service and says itself who may ask.
    """
    route = Route("POST", door.path, "mounted", "", May.ASK, _none, gives={})

    async def endpoint(request: Request) -> Response:
        caller: Caller = request.scope["state"][CALLER]
        caller.path = door.path
        caller.need(May.ASK)
        if not mounted:
            _check_host(request, parts.settings)
        ask = Ask(parts, request, caller, route, {})
        body = await ask.body()
        ask.parsed(body)
        request.scope["state"][DESK] = ServiceDesk(ask)
        return _Handed(door, body)

    return endpoint


async def _none(_: Ask) -> Response:
    return Response(status_code=404)


def _check_host(request: Request, settings: Settings) -> None:
    """That the service is called by an address or by a name it is known by, with tokens or without.

    A page of another site could have its own name lead here (DNS rebinding); an address cannot.

    Raises:
        NotAllowed: it is called by another name.
    """
    host = request.headers.get("host", "").lower()
    name = (host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]).removesuffix(".")
    if not name or is_loopback(name) or name in settings.hosts or name == settings.host:
        return
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        shown = quoted(name)
        raise NotAllowed(
            f"这里不叫“{shown}”；可以用的名称写在设置 hosts 里。",
            english=f"This is not {shown}; names it may be called by are listed in the setting hosts.",
            argument="Host",
        ) from None
