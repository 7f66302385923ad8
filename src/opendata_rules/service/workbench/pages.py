"""All pages of the workbench: one table, from which the application is made.

A room is read with the first visit to it, so that the service starts, and answers programs, without any of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from ..access.gate import CALLER, Caller
from ..errors import NotSignedIn, Unavailable
from ..parts import Parts
from ..problems import as_error, status_of
from . import home, signing_in
from .visit import Page, Visit

AT_ONCE: tuple[Page, ...] = (*home.PAGES, *signing_in.PAGES)


def _judging() -> tuple[Page, ...]:
    from .judging import pages

    return pages.PAGES


def _catalogues() -> tuple[Page, ...]:
    from .catalogues import pages

    return pages.PAGES


def _editing() -> tuple[Page, ...]:
    from .editing import pages

    return pages.PAGES


def _comparing() -> tuple[Page, ...]:
    from .comparing import pages

    return pages.PAGES


def _following() -> tuple[Page, ...]:
    from .following import pages

    return pages.PAGES


def _auditing() -> tuple[Page, ...]:
    from .auditing import pages

    return pages.PAGES


#: The pages of each room, by the address of its first one.
LATER: Mapping[str, Callable[[], tuple[Page, ...]]] = {
    "/judge": _judging,
    "/catalogues": _catalogues,
    "/rules": _editing,
    "/compare": _comparing,
    "/cases": _following,
    "/audit": _auditing,
}


def all_pages() -> tuple[Page, ...]:
    """Every page, of every room."""
    return (*AT_ONCE, *(page for room in LATER.values() for page in room()))


def routes_of(parts: Parts, pages: Iterable[Page]) -> list[Route]:
    """The addresses of pages: all methods of one go together, so that a refusal names them all."""
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        found.setdefault(page.path, {})[page.method] = page
    return [
        Route(path, _showing(parts, methods), methods=list(methods), include_in_schema=False)
        for path, methods in found.items()
    ]


def _showing(parts: Parts, pages: Mapping[str, Page]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await show(parts, pages["GET" if request.method == "HEAD" else request.method], request)

    return endpoint


def doors(parts: Parts, path: str, pages: Callable[[], tuple[Page, ...]]) -> list[Route]:
    """The addresses of a room, which is read with the first of them that is asked for.

    Args:
        parts: of the service.
        path: its first page; the others are below it.
        pages: reads the room and gives its pages.
    """
    door = _Door(parts, pages)
    return [Route(address, door, include_in_schema=False) for address in (path, f"{path}/{{rest:path}}")]


class _Door:
    def __init__(self, parts: Parts, pages: Callable[[], tuple[Page, ...]]) -> None:
        self._parts = parts
        self._pages = pages
        self._router: Router | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._router is None:
            pages = await asyncio.to_thread(self._pages)
            self._router = Router(routes_of(self._parts, pages), redirect_slashes=False)
        await self._router(scope, receive, send)


async def show(parts: Parts, page: Page, request: Request) -> Response:
    """The page of an address. What goes wrong is told by a page too."""
    caller: Caller = request.scope["state"][CALLER]
    caller.path = page.path
    visit = Visit(parts, request, caller, page.path)
    try:
        caller.need(*(() if page.scope is None else (page.scope,)))
        return await page.handle(visit)
    except Exception as error:  # whatever went wrong is told on a page, and the log has it
        return _told(visit, error)


def refused(parts: Parts, request: Request, error: Exception) -> Response | None:
    """What a browser is shown where the gate turns it away; ``None`` where a program asks."""
    if "text/html" not in request.headers.get("accept", ""):
        return None
    visit = Visit(parts, request, request.scope["state"][CALLER])
    if not isinstance(error, NotSignedIn):
        return _told(visit, error)
    if request.method in ("GET", "HEAD"):
        root: str = request.scope.get("root_path", "")
        path = request.scope["path"].removeprefix(root)
        asked = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(visit.url("/signin", next=asked if asked != "/" else None), 303)
    ended = NotSignedIn(
        "没有登录，或者登录已经到期：这一次没有办成。", english="You are not signed in, or no longer: nothing was done."
    )
    return _told(visit, ended)


def _told(visit: Visit, error: Exception) -> Response:
    known = as_error(error)
    status = status_of(known)
    if status == 500:
        visit.parts.observer.broke(error, visit.caller)
    if isinstance(known, Unavailable) and visit.too_early and visit.request.method in ("GET", "HEAD"):
        return visit.waiting()
    return visit.refused(known, status)
