"""The gate: what every request passes before it is looked at, and every response on its way out.

It says who asks and how much that caller may ask, gives the request its id, makes a problem of every error, and sets
the header fields that every response has. What an address needs is in :mod:`..routes`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...errors import Error
from ...quoting import quoted
from ..clock import today
from ..errors import NotAllowed, NotSignedIn, TooMany
from ..observing import Observer
from ..problems import problem_of, status_of
from ..settings import Settings, is_loopback
from .limits import Rates
from .tokens import Entry, Tokens
from .tokens import Scope as May

#: Where the caller stands in the state of a request.
CALLER = "opendata_rules.caller"
#: Addresses that say nothing of anybody, open to whatever watches the service; where one signs in, and what that page
#: loads.
_OPEN, _FILES = frozenset({"/healthz", "/readyz", "/signin"}), "/assets/"
#: The cookie of a session of the workbench.
SESSION = "odr_session"
#: Addresses that are a secret themselves.
_SECRET = "/feeds/"
_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_USER = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
#: Seconds between two looks whether a web socket may stay open.
_STILL = 20.0
_NO_STORE = (b"cache-control", b"no-store")


@dataclass(slots=True)
class Caller:
    """Who asks, and how much that one may.

    Attributes:
        name: of the token, and of the user where a proxy names one; empty on a service without tokens.
        scopes: what may be asked; ``None`` for everything.
        body: most bytes of a request.
        batch: most lines of a batch.
        seconds: most seconds of an answer.
        request: id of the request.
        headers: fields for the response.
        law: digest of the law that answered.
        path: the address as the table of routes has it.
    """

    name: str
    scopes: tuple[May, ...] | None
    body: int
    batch: int
    seconds: float
    request: str
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    law: str = ""
    path: str = ""

    def need(self, *scopes: May) -> None:
        """Pass where the caller has one of some scopes, or none is asked for.

        Raises:
            NotAllowed: it has not.
        """
        if scopes and self.scopes is not None and not set(scopes) & set(self.scopes):
            raise NotAllowed(
                f"这个令牌没有 {' 或者 '.join(scopes)} 权限。",
                english=f"The token has not the scope {' or '.join(scopes)}.",
                argument="scope",
            )


class Gate:
    """ASGI middleware around the whole service.

    Args:
        app: what is behind.
        settings: of the service.
        tokens: of the service.
        observer: counts and logs.
        sessions: gives the id of the token that the secret of a session stands for.
        shown: gives the page that a browser is shown where it is turned away; ``None`` for what asks for none.
        mounted: whether a platform mounts the service and says itself who may ask.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        tokens: Tokens,
        observer: Observer,
        *,
        sessions: Callable[[str], Awaitable[str | None]],
        shown: Callable[[Request, Exception], Response | None],
        mounted: bool = False,
    ) -> None:
        self._app = app
        self._settings = settings
        self._tokens = tokens
        self._observer = observer
        self._sessions = sessions
        self._shown = shown
        self._mounted = mounted
        self._rates = Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        begun = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if headers.get(b"x-forwarded-proto") == b"https" and self._believed((scope.get("client") or ("",))[0]):
            scope["scheme"] = "https"
        caller = self._stranger(headers)
        scope.setdefault("state", {})[CALLER] = caller
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_ours(message.get("headers", ()), caller)
            await send(message)

        with self._observer.span(scope, caller.request) as span:
            try:
                self._admit(scope, headers, caller, await self._session(headers))
                await self._app(scope, receive, sending)
            except Exception as error:  # whatever went wrong is told as a problem, and the log has it
                if status:
                    self._observer.broke(error, caller)
                    raise
                response = self._shown(Request(scope), error) or problem_of(error, caller.request)
                if response.status_code == 500:
                    self._observer.broke(error, caller)
                await response(scope, receive, sending)
            finally:
                self._observer.done(scope["method"], caller, status, time.perf_counter() - begun, span)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A web socket: let in as a request is, from a page of this service alone, and only as long as it would be."""
        begun = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        caller = self._stranger(headers)
        scope.setdefault("state", {})[CALLER] = caller
        try:
            self._admit(scope, headers, caller, await self._session(headers))
        except Error as error:
            self._observer.done("GET", caller, status_of(error), time.perf_counter() - begun, None)
            await send({"type": "websocket.close", "code": 1008})
            return
        speaking = asyncio.ensure_future(self._app(scope, receive, send))
        try:
            while not (await asyncio.wait({speaking}, timeout=_STILL))[0]:
                if self._tokens.any and not await self._still(headers, caller):
                    speaking.cancel()
            await speaking
        except asyncio.CancelledError:
            with suppress(Exception):
                await send({"type": "websocket.close", "code": 1008})
            if not speaking.done():
                speaking.cancel()
                raise
        except Exception as error:  # the log has it; there is no response to tell it by
            self._observer.broke(error, caller)
            with suppress(Exception):
                await send({"type": "websocket.close", "code": 1011})
        finally:
            self._observer.done("GET", caller, 101, time.perf_counter() - begun, None)

    async def _still(self, headers: dict[bytes, bytes], caller: Caller) -> bool:
        """Whether the session or the token by which somebody came in is still good, and for as much."""
        try:
            entry = await self._session(headers) or self._known(headers)
        except Error:
            return False
        return set(caller.scopes or ()) <= set(entry.scopes)

    # -- who asks ---------------------------------------------------------------------------------------------------

    def _stranger(self, headers: dict[bytes, bytes]) -> Caller:
        told = headers.get(b"x-request-id", b"")
        request = told.decode("ascii") if _ID.fullmatch(told) else uuid.uuid4().hex
        limits = self._settings
        return Caller("", (), limits.body, limits.batch, limits.seconds, request)

    async def _session(self, headers: dict[bytes, bytes]) -> Entry | None:
        """The token that a browser signed in by; whoever shows one with the request needs no session."""
        told = headers.get(b"cookie")
        if told is None or b"authorization" in headers or not self._tokens.any:
            return None
        try:
            found = SimpleCookie(told.decode("latin-1")).get(SESSION)
        except CookieError:
            return None
        name = await self._sessions(found.value) if found is not None else None
        return self._tokens.of_id(name, today()) if name is not None else None

    def _admit(self, scope: Scope, headers: dict[bytes, bytes], caller: Caller, session: Entry | None) -> None:
        """Say who asks.

        Args:
            scope: of the request.
            headers: of the request.
            caller: is told.
            session: the token that a browser signed in by.

        Raises:
            NotSignedIn: nobody knows.
            NotAllowed: the request comes from elsewhere than it may.
            TooMany: it is one too many.
        """
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        client = (scope.get("client") or ("", 0))[0]
        if scope["type"] == "websocket":
            # Browsers open them for any page, with the cookies of this one, and name the page in Origin alone.
            welcome = b"origin" in headers and _of_origin(headers)
        else:
            welcome = scope["method"] in ("GET", "HEAD") or _from_here(headers)
        if not welcome:
            raise NotAllowed("不接受别的网站的网页发来的请求。", english="Pages of other sites may not ask.")
        if path in _OPEN or path.startswith(_FILES):
            return
        if path.startswith(_SECRET):
            self._count(f"feed {client}", self._settings.rate)
            return
        # Users that a proxy names share its token and its address, and not their rate.
        user = self._user(client, headers)
        if not self._tokens.any:
            self._check_here(scope, headers)
            caller.scopes = None
            self._count(f"client {client} {user}", self._settings.rate)
        else:
            entry = session or self._known(headers)
            caller.name, caller.scopes = entry.name, entry.scopes
            self._limits(entry, caller)
            self._count(f"token {entry.id} {user}", entry.rate or self._settings.rate)
        if user:
            caller.name = f"{caller.name}/{user}" if caller.name else user

    def _known(self, headers: dict[bytes, bytes]) -> Entry:
        scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        entry = self._tokens.entry(token.strip(), today()) if scheme.lower() == "bearer" else None
        if entry is None:
            raise NotSignedIn(
                "要在 Authorization 里写明有效的令牌（Bearer …）。",
                english="A valid token is needed in Authorization (Bearer …).",
                headers=[("WWW-Authenticate", 'Bearer realm="opendata-rules"')],
            )
        return entry

    @staticmethod
    def _limits(entry: Entry, caller: Caller) -> None:
        caller.body = entry.body or caller.body
        caller.batch = entry.batch or caller.batch
        caller.seconds = entry.seconds or caller.seconds

    def _count(self, caller: str, rate: int) -> None:
        wait = self._rates.wait(caller, rate)
        if wait:
            raise TooMany(
                f"每分钟最多 {rate} 个请求。",
                english=f"At most {rate} requests a minute.",
                headers=[("Retry-After", str(int(wait) + 1))],
            )

    def _check_here(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        """That a service without tokens is asked on this machine, under one of its names.

        A page of another site could have its own name lead here (DNS rebinding); the name tells.
        """
        server = (scope.get("server") or ("127.0.0.1", 0))[0]
        client = (scope.get("client") or ("127.0.0.1", 0))[0]
        if self._mounted or _within_process(server, client):
            return
        # No server says where it listens, and nobody was called by a name: a program asks. Every browser names one.
        if scope.get("server") is None and b"host" not in headers and is_loopback(client):
            return
        if not is_loopback(server) and not server.startswith("/"):
            raise NotAllowed(
                "没有令牌的服务只在本机应答；先用 opendata-rules token new 建立令牌。",
                english="Without tokens it answers on this machine only; make some: opendata-rules token new.",
            )
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = (host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]).removesuffix(".")
        if not is_loopback(name) and name not in self._settings.hosts:
            shown = quoted(name)
            raise NotAllowed(f"这里不叫“{shown}”。", english=f"This is not {shown}.", argument="Host")

    def _user(self, client: str, headers: dict[bytes, bytes]) -> str:
        """The user that a proxy names, if it is one that is believed."""
        told = headers.get(self._settings.user_header.encode("latin-1"))
        if not told or not self._believed(client):
            return ""
        try:
            user = told.decode("utf-8")
        except ValueError:
            return ""
        return user if _USER.fullmatch(user) else ""

    def _believed(self, client: str) -> bool:
        """Whether an address is that of a proxy whose word is taken."""
        if not self._settings.proxies:
            return False
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        return any(address in network for network in self._settings.proxies)


def _from_here(headers: dict[bytes, bytes]) -> bool:
    """Whether a request that changes something comes from a page of this service, or from no page at all.

    Browsers say in ``Sec-Fetch-Site`` where a request comes from, older ones in ``Origin``; another port of this
    machine is another site here. A cookie that comes with neither was sent by hand, and is believed no more than that.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    if origin is None:
        return b"cookie" not in headers
    return _of_origin(headers)


def _of_origin(headers: dict[bytes, bytes]) -> bool:
    return headers[b"origin"].partition(b"://")[2] == headers.get(b"host", b"")


def _within_process(server: str, client: str) -> bool:
    """Whether the application is called by a program, not by a server: whoever listens names an address or a path."""
    return not (_is_address(server) or server.startswith("/")) and (is_loopback(client) or not _is_address(client))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _with_ours(given: Any, caller: Caller) -> list[tuple[bytes, bytes]]:
    """The fields of a response with those that every response has."""
    names = {name for name, _ in given}
    found = [*given, *_SECURITY, (b"x-request-id", caller.request.encode("ascii")), *caller.headers]
    if caller.law:
        found.append((b"odr-law", caller.law.encode("ascii")))
    if b"content-security-policy" not in names:
        found.append(_POLICY)
    if b"cache-control" not in names:
        found.append(_NO_STORE)
    return found
