"""Cases: events in, where they stand, what is owed; and calendars of what is owed at addresses that can be revoked."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from ...asking.questions import checked, text_in, wrong
from ..access.tokens import Scope
from ..bodies import JSON, LINES, body_of, media_of, parsed
from ..caseload import cases_of, new_feed, of_cases, revoke_feed
from ..cases import Monitor
from ..clock import today
from ..errors import NotHere
from ..parts import aside
from .listing import DRAFTS, ON, STRICT, items, law_asked
from .once import KEY, once
from .questions import LAW
from .table import Ask, Route, reply, reply_json

_CALENDAR = "text/calendar"


async def _asked(ask: Ask, make: Callable[[Monitor], Any]) -> Response:
    """What a monitor says."""
    edition = ask.edition()
    return reply_json(await of_cases(ask.parts, ask.caller, edition, lambda: law_asked(ask, edition), make))


async def _ingest(ask: Ask) -> Response:
    media = media_of(ask.request, JSON, LINES)
    body = await body_of(ask.request, max(ask.caller.body, ask.parts.settings.body), ask.caller.seconds)
    cases_of(ask.parts)
    events: Any
    if media == JSON:
        asked = checked(parsed(body), {"events"}, ("events",))
        events = asked["events"]
        if not isinstance(events, list):
            raise wrong("events", "事件的列表", "a list of events", events)
    else:
        from ...monitoring.log.lines import events_in

        events = events_in(io.BytesIO(body))

    async def work() -> Response:
        return await _asked(ask, lambda monitor: monitor.ingest(events).to_dict())

    return await once(ask, body, work)


async def _status(ask: Ask) -> Response:
    on = ask.day("on")
    return await _asked(ask, lambda monitor: monitor.status(ask.of_path("case"), on=on).to_dict())


async def _due(ask: Ask) -> Response:
    on = ask.day("on")
    return await _asked(ask, lambda monitor: items(monitor.due(on)))


async def _breaches(ask: Ask) -> Response:
    on = ask.day("on")
    return await _asked(ask, lambda monitor: items(monitor.breaches(on)))


async def _rejects(ask: Ask) -> Response:
    return await _asked(ask, lambda monitor: items(monitor.rejects()))


# -- calendars --------------------------------------------------------------------------------------------------------


async def _make_feed(ask: Ask) -> Response:
    body = await body_of(ask.request, ask.caller.body, ask.caller.seconds)
    media_of(ask.request, JSON)
    asked = checked(parsed(body), {"kind"}, ("kind",))
    kind = text_in(asked, "kind")
    place = ask.edition().library.jurisdiction(ask.of_path("place")).id

    async def work() -> Response:
        address, feed = await new_feed(ask.parts, ask.caller, place, kind)
        return reply_json({**feed.to_dict(), "address": address}, status=201)

    return await once(ask, body, work)


async def _feeds(ask: Ask) -> Response:
    place = ask.edition().library.jurisdiction(ask.of_path("place")).id
    return reply_json(items(await asyncio.to_thread(ask.parts.kept().feeds, place)))


async def _revoke(ask: Ask) -> Response:
    place = ask.edition().library.jurisdiction(ask.of_path("place")).id
    await revoke_feed(ask.parts, place, ask.of_path("feed"))
    return Response(status_code=204)


async def _calendar(ask: Ask) -> Response:
    """A calendar by its secret address. A subscription cannot name a day: the law and the state are those of today."""
    feed = await asyncio.to_thread(ask.parts.kept().feed, ask.of_path("secret").removesuffix(".ics"))
    if feed is None:
        raise NotHere("没有这个日历，或者它的地址已经收回。", english="There is no such calendar, or no more.")
    edition, on = ask.edition(), today()
    law = edition.law(feed.place, on, False, False)

    def work() -> str:
        if feed.kind == "duties":
            from ...answers.duties.recurring import to_ics

            return to_ics([*law.duties(on.year), *law.duties(on.year + 1)])
        from ...monitoring.reports.agenda import agenda
        from ...monitoring.reports.feed import render_ics

        with cases_of(ask.parts).of(edition, law) as monitor:
            found = agenda(monitor, on)
            revisions = monitor.revisions((task.case for task in found.tasks), on)
            return render_ics(found, revisions, law.calendar, None)

    text = await aside(work, ask.parts.settings.seconds)
    return reply(text.encode(), media=f"{_CALENDAR}; charset=utf-8")


_MONITOR = "/v1/places/{place}/monitor/"
_QUERY = (ON, DRAFTS, STRICT, LAW)
_HEADING = "cases"

ROUTES = (
    Route(
        "POST",
        _MONITOR + "events",
        "ingest",
        "Take events, in any order; on return they are in the log for good.",
        Scope.MONITOR,
        _ingest,
        gives={JSON: "Counts"},
        takes={JSON: "events_request", LINES: "AnySchema"},
        refuses=(404, 409, 422),
        query=(*_QUERY, KEY),
        heading=_HEADING,
    ),
    Route(
        "GET",
        _MONITOR + "cases/{case}",
        "case_status",
        "Where a case stands.",
        Scope.MONITOR,
        _status,
        gives={JSON: "CaseStatus"},
        refuses=(404, 422),
        query=_QUERY,
        heading=_HEADING,
    ),
    Route(
        "GET",
        _MONITOR + "due",
        "due",
        "The steps not done, by last day.",
        Scope.MONITOR,
        _due,
        gives={JSON: "OwedList"},
        refuses=(404, 422),
        query=_QUERY,
        heading=_HEADING,
    ),
    Route(
        "GET",
        _MONITOR + "breaches",
        "breaches",
        "What was done late, not done, or before it was allowed.",
        Scope.MONITOR,
        _breaches,
        gives={JSON: "BreachList"},
        refuses=(404, 422),
        query=_QUERY,
        heading=_HEADING,
    ),
    Route(
        "GET",
        _MONITOR + "rejects",
        "rejects",
        "Events kept aside, each with its reason.",
        Scope.MONITOR,
        _rejects,
        gives={JSON: "RejectItems"},
        refuses=(404, 422),
        query=_QUERY,
        heading=_HEADING,
    ),
    Route(
        "POST",
        "/v1/places/{place}/feeds",
        "make_feed",
        "A calendar at an address of its own, which is a secret.",
        Scope.MONITOR,
        _make_feed,
        gives={JSON: "NewFeed"},
        takes={JSON: "feed_request"},
        refuses=(404, 409, 422),
        query=(KEY,),
        status=201,
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/v1/places/{place}/feeds",
        "feeds",
        "The calendars of a place that have an address.",
        Scope.MONITOR,
        _feeds,
        gives={JSON: "FeedList"},
        refuses=(404,),
        heading=_HEADING,
    ),
    Route(
        "DELETE",
        "/v1/places/{place}/feeds/{feed}",
        "revoke_feed",
        "Revoke the address of a calendar.",
        Scope.MONITOR,
        _revoke,
        gives={},
        refuses=(404,),
        status=204,
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/feeds/{secret}",
        "calendar_feed",
        "A calendar, for a phone to subscribe to.",
        None,
        _calendar,
        gives={_CALENDAR: {"type": "string"}},
        refuses=(404,),
        heading=_HEADING,
    ),
)
