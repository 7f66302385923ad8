"""Signing in by a token: a cookie stands for it until the session ends, the token goes, or the visitor leaves."""

from __future__ import annotations

import asyncio

from starlette.responses import RedirectResponse, Response

from ..access.gate import SESSION
from ..errors import NotSignedIn
from .clock import today
from .visit import Page, Visit


def _next(visit: Visit, told: str) -> str:
    """Where to go afterwards: a page of this service, whatever the address says."""
    inside = told.startswith("/") and not told.startswith(("//", "/\\")) and told.isprintable()
    return visit.url(told if inside else "/")


async def _ask(visit: Visit) -> Response:
    title = visit.t("登录", "Sign in")
    return visit.page("templates/sign_in.html.j2", title=title, after=visit.query.get("next", "/"), error=None)


async def _enter(visit: Visit) -> Response:
    form = await visit.form()
    entry = visit.parts.tokens.entry(form.get("token"), today())
    if entry is None:
        error = NotSignedIn(
            "没有这个令牌，或者它已经过期、收回。",
            english="There is no such token, or it has expired or was taken back.",
        )
        title = visit.t("登录", "Sign in")
        after = form.get("next", "/")
        return visit.page("templates/sign_in.html.j2", status=401, title=title, after=after, error=error)
    hours = visit.parts.settings.session_hours
    secret = await asyncio.to_thread(visit.parts.kept().add_session, entry.id, hours * 3600)
    response = RedirectResponse(_next(visit, form.get("next", "/")), 303)
    scope = visit.request.scope
    response.set_cookie(
        SESSION,
        secret,
        max_age=int(hours * 3600),
        path=scope.get("root_path", "") or "/",
        secure=scope.get("scheme") == "https",
        httponly=True,
        samesite="strict",
    )
    return response


async def _leave(visit: Visit) -> Response:
    secret = visit.request.cookies.get(SESSION)
    if secret is not None:
        await asyncio.to_thread(visit.parts.kept().drop_session, secret)
    response = visit.to("/signin" if visit.parts.tokens.any else "/")
    response.delete_cookie(SESSION, path=visit.request.scope.get("root_path", "") or "/")
    return response


PAGES = (
    Page("GET", "/signin", None, _ask),
    Page("POST", "/signin", None, _enter),
    Page("POST", "/signout", None, _leave),
)
