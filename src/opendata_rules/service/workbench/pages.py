"""All pages of the workbench: one table, from which the application is made."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..access.gate import CALLER, Caller
from ..errors import NotSignedIn
from ..parts import Parts
from ..problems import as_error, status_of
from . import home, signing_in
from .auditing.pages import PAGES as AUDITING
from .following.pages import PAGES as FOLLOWING
from .visit import Page, Visit

PAGES: tuple[Page, ...] = (*home.PAGES, *signing_in.PAGES, *FOLLOWING, *AUDITING)


async def show(parts: Parts, page: Page, request: Request) -> Response:
    """The page of an address. What goes wrong is told by a page too."""
    caller: Caller = request.scope["state"][CALLER]
    caller.path = page.path
    visit = Visit(parts, request, caller, page.path)
    try:
        caller.need(page.scope)
        return await page.handle(visit)
    except Exception as error:  # whatever went wrong is told on a page, and the log has it
        return _told(visit, error)


def refused(parts: Parts, request: Request, error: Exception) -> Response | None:
    """What a browser is shown where the gate turns it away; ``None`` where a program asks."""
    if "text/html" not in request.headers.get("accept", ""):
        return None
    visit = Visit(parts, request, request.scope["state"][CALLER])
    if isinstance(error, NotSignedIn) and request.method in ("GET", "HEAD"):
        root: str = request.scope.get("root_path", "")
        path = request.scope["path"].removeprefix(root)
        asked = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(visit.url("/signin", next=asked if asked != "/" else None), 303)
    return _told(visit, error)


def _told(visit: Visit, error: Exception) -> Response:
    known = as_error(error)
    status = status_of(known)
    if status == 500:
        visit.parts.observer.broke(error, visit.caller)
    return visit.refused(known, status)
