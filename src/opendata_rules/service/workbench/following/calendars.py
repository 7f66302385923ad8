"""Calendars to subscribe to: addresses of their own, each told once, each to be revoked."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from ...caseload import cases_of, new_feed, revoke_feed
from ..visit import Visit


async def page(visit: Visit, address: str | None = None) -> Response:
    """``GET /cases/calendars``: the calendars of a place that have an address; a new one is told this once."""
    cases_of(visit.parts)
    law = visit.law()
    feeds = await asyncio.to_thread(visit.parts.kept().feeds, law.place.id)
    return visit.page(
        "following/calendars.html.j2",
        title=visit.t("订阅日历", "Subscribe to a calendar"),
        law=law,
        feeds=feeds,
        address=address,
        status=200 if address is None else 201,
    )


async def make(visit: Visit) -> Response:
    """``POST /cases/calendars``: a new address. It is a secret, so it stands on this page alone and in no address."""
    form = await visit.form()
    cases_of(visit.parts)
    path, _ = await new_feed(visit.parts, visit.caller, visit.law().place.id, form.get("kind"))
    url = visit.request.url
    return await page(visit, f"{url.scheme}://{url.netloc}{visit.url(path)}")


async def revoke(visit: Visit) -> Response:
    """``POST /cases/calendars/revoke``: an address answers no more."""
    form = await visit.form()
    await revoke_feed(visit.parts, visit.law().place.id, form.get("feed"))
    return visit.to("/cases/calendars", visit.carried())
