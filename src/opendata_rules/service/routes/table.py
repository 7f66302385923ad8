"""What an address is: one entry in one table, from which the application and its OpenAPI document are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ...asking.questions import day, told, wrong
from ...diagnostics.wording import nearest
from ...errors import BadArgument
from ...quoting import quoted
from ...values import Json
from ..access.gate import CALLER, Caller
from ..access.tokens import Scope
from ..bodies import JSON, body_of, media_of, parsed
from ..editions import Edition
from ..parts import Parts

Schema = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something in the query of an address, or a field of the header.

    Attributes:
        name: its name.
        about: what it says, in English.
        schema: JSON Schema of its text.
        needed: whether it has to be there.
    """

    name: str
    about: str
    schema: Mapping[str, Json]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """An address.

    Attributes:
        method: the HTTP method.
        path: the address, with its parameters in braces.
        name: of the operation; clients make functions of it.
        about: what it does, in English.
        scope: what a token must be allowed, of several one; ``None`` for anyone, with a token or without.
        handle: gives the response.
        takes: media types of the body, each with the schema of it; ``None`` where it has none.
        gives: media types of the response, each with the name of a class of answers or a schema.
        refuses: statuses of problems, beside those of every address.
        query: what may stand behind the question mark.
        status: status of the response.
        heading: part of the document that lists it.
    """

    method: str
    path: str
    name: str
    about: str
    scope: Scope | tuple[Scope, ...] | None
    handle: Callable[[Ask], Awaitable[Response]]
    gives: Mapping[str, str | Schema]
    takes: Mapping[str, str | Schema] | None = None
    refuses: tuple[int, ...] = ()
    query: tuple[Parameter, ...] = ()
    status: int = 200
    heading: str = ""

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes, one of which a token must have; none for anyone."""
        return (self.scope,) if isinstance(self.scope, Scope) else self.scope or ()


@dataclass(slots=True)
class Ask:
    """A request at work.

    Attributes:
        parts: of the service.
        request: as it came.
        caller: who asks.
        route: the address.
        query: what stands behind the question mark.
    """

    parts: Parts
    request: Request
    caller: Caller
    route: Route
    query: Mapping[str, str]

    def of_path(self, name: str) -> str:
        """A parameter of the address."""
        found: str = self.request.path_params[name]
        return found

    async def body(self) -> bytes:
        """The body, of the media type of JSON."""
        media_of(self.request, JSON)
        return await body_of(self.request, self.caller.body, self.caller.seconds)

    async def json(self) -> Any:
        """The JSON of the body."""
        return parsed(await self.body())

    @staticmethod
    def parsed(body: bytes) -> Any:
        """The JSON of a body."""
        return parsed(body)

    def edition(self) -> Edition:
        """The rules that answer: those of ``?law=``, or those in force here. The response names them."""
        found = self.parts.editions.of(self.query.get("law"))
        self.caller.law = found.digest
        return found

    def flag(self, name: str) -> bool:
        """A yes or no of the query; no where it is not there.

        Raises:
            BadArgument: it is neither.
        """
        text = self.query.get(name, "false")
        if text not in ("true", "false"):
            raise wrong(name, " true 或者 false", "true or false", text)
        return text == "true"

    def day(self, name: str) -> Any:
        """A day of the query, which is there.

        Raises:
            BadArgument: it is none.
        """
        return day(self.query[name], name)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number of the query.

        Raises:
            BadArgument: it is none, or out of bounds.
        """
        text = self.query.get(name, str(default))
        if not (text.isascii() and text.isdecimal() and len(text) <= 18 and least <= int(text) <= most):
            raise wrong(name, f" {least} 到 {most} 的整数", f"a whole number from {least} to {most}", text)
        return int(text)


async def answer(parts: Parts, route: Route, request: Request) -> Response:
    """The response of an address to a request.

    Raises:
        NotAllowed: the token has not the scope.
        BadArgument: the query has what it should not, or has not what it needs.
    """
    caller: Caller = request.scope["state"][CALLER]
    caller.path = route.path
    caller.need(*route.scopes)
    query = _query_of(route, request) if request.scope["query_string"] else {}
    for parameter in route.query:
        if parameter.needed and parameter.name not in query:
            name = parameter.name
            raise BadArgument(f"地址里要写明 {name}。", english=f"The address needs {name}.", argument=name)
    return await route.handle(Ask(parts, request, caller, route, query))


def _query_of(route: Route, request: Request) -> dict[str, str]:
    known = [parameter.name for parameter in route.query]
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known or name in found:
            shown = quoted(name)
            twice = name in found
            raise BadArgument(
                f"地址里“{shown}”写了两次。" if twice else f"地址里没有“{shown}”这一项。",
                english=f"The query has {shown} twice." if twice else f"The query takes no {shown}.",
                argument=name,
                nearest=nearest(name, known),
            )
        found[name] = value
    return found


def reply(data: bytes, *, status: int = 200, media: str = JSON, headers: Mapping[str, str] | None = None) -> Response:
    """A response of bytes."""
    return Response(data, status, headers, media_type=media)


def reply_json(value: object, *, status: int = 200) -> Response:
    """A response of plain JSON."""
    return Response(told(value), status, media_type=JSON)


#: What callers keep of a response that only hangs on the law: all of it, if they ask whether it is still so.
_KEEP = {"Cache-Control": "private, no-cache"}


def unchanged(ask: Ask, edition: Edition) -> Response | None:
    """304 where the caller has what only hangs on this law."""
    given = ask.request.headers.get("if-none-match")
    if given is None:
        return None
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    if edition.etag in tags or "*" in tags:
        return Response(status_code=304, headers={"ETag": edition.etag, **_KEEP})
    return None


def reply_kept(value: object, edition: Edition) -> Response:
    """A response of plain JSON that only hangs on the law."""
    return reply(told(value), headers={"ETag": edition.etag, **_KEEP})
