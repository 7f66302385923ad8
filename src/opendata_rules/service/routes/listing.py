"""What there is: places, their instruments, facts, articles and duties; the working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.responses import Response

from ...errors import BadArgument, BeyondHorizon
from ...law import Law
from ...values import Json
from ..access.tokens import Scope
from ..bodies import JSON
from ..editions import Edition
from ..parts import aside
from ..shapes import DAY
from .questions import LAW
from .table import Ask, Parameter, Route, reply_json, reply_kept, unchanged

ON = Parameter("on", "the date of the law", DAY, needed=True)
_ON_TOO = Parameter("on", "only what is in force on that day; everything by default", DAY)
DRAFTS = Parameter("drafts", "treat drafts as in force", {"type": "string", "enum": ["true", "false"]})
STRICT = Parameter("strict", "answer undetermined where an instrument is not collected", DRAFTS.schema)
#: Most days of the calendar in one response, and most that are counted.
_DAYS, _COUNTED = 800, 2000


async def _kept(ask: Ask, make: Callable[[Edition], Json]) -> Response:
    """A response that hangs on the law alone."""
    edition = ask.edition()
    same = unchanged(ask, edition)
    if same is not None:
        return same
    return reply_kept(await aside(lambda: make(edition), ask.caller.seconds), edition)


def law_asked(ask: Ask, edition: Edition) -> Law:
    """The law that the address names."""
    return edition.law(ask.of_path("place"), ask.day("on"), ask.flag("drafts"), ask.flag("strict"))


def items(found: Any) -> Json:
    """A list as it is answered."""
    return {"items": [one.to_dict() for one in found]}


async def _places(ask: Ask) -> Response:
    return await _kept(ask, lambda edition: items(edition.library.jurisdictions.values()))


async def _instruments(ask: Ask) -> Response:
    return await _kept(ask, lambda edition: items(law_asked(ask, edition).instruments))


async def _topics(ask: Ask) -> Response:
    def make(edition: Edition) -> Json:
        found = edition.library.words.vocabulary.topics.values()
        return {
            "items": [
                {"id": one.id, "label": one.label, "about": one.about, "judged_as": str(one.judged_as)} for one in found
            ]
        }

    return await _kept(ask, make)


async def _facts(ask: Ask) -> Response:
    return await _kept(ask, lambda edition: items(law_asked(ask, edition).facts(ask.of_path("topic"))))


async def _articles(ask: Ask) -> Response:
    on = ask.day("on") if "on" in ask.query else None
    return await _kept(ask, lambda edition: items(edition.library.articles(ask.of_path("place"), on)))


async def _duties(ask: Ask) -> Response:
    year = ask.whole("year", 1, 1, 9998)
    return await _kept(ask, lambda edition: items(law_asked(ask, edition).duties(year)))


async def _calendar(ask: Ask) -> Response:
    first, last = ask.day("from"), ask.day("to")
    if last < first or (last - first).days > _DAYS:
        raise BadArgument(
            f"to 要在 from 以后，最多 {_DAYS} 天。",
            english=f"to must follow from, by {_DAYS} days at most.",
            argument="to",
        )
    return await _kept(ask, partial(_days, first=first, last=last))


def _days(edition: Edition, first: dt.date, last: dt.date) -> Json:
    return items(edition.library.calendar.explain(first, last))


async def _term(ask: Ask) -> Response:
    start, number = ask.day("from"), ask.whole("days", 0, 0, _COUNTED)

    def make(edition: Edition) -> Json:
        calendar = edition.library.calendar
        try:
            due = calendar.add(start, number)
        except BeyondHorizon:
            earliest, latest = calendar.bounds(start, number)
            return {"due": None, "earliest": earliest.isoformat(), "latest": latest.isoformat(), "items": []}
        days = [day.to_dict() for day in calendar.explain(start, due)]
        told: dict[str, Json] = dict.fromkeys(("due", "earliest", "latest"), due.isoformat())
        return {**told, "items": list(days)}

    return await _kept(ask, make)


async def _schema(ask: Ask) -> Response:
    from ...schemas import request

    name = ask.query.get("name")
    question: Any = ask.of_path("question")
    return await _kept(ask, lambda edition: request(question, law_asked(ask, edition), name))


async def _document(ask: Ask) -> Response:
    return reply_json(ask.request.app.openapi())


def _get(
    path: str, name: str, about: str, handle: Any, gives: Any, refuses: tuple[int, ...], *query: Parameter
) -> Route:
    return Route(
        "GET",
        path,
        name,
        about,
        Scope.ASK,
        handle,
        gives={JSON: gives},
        refuses=refuses,
        query=(*query, LAW),
        heading="what there is",
    )


_OF_PLACE = "/v1/places/{place}/"
_YEAR = Parameter("year", "the year", {"type": "integer", "minimum": 1, "maximum": 9998}, needed=True)
_FROM = Parameter("from", "the first day", DAY, needed=True)
_TO = Parameter("to", "the last day", DAY, needed=True)
_NUMBER = Parameter("days", "working days", {"type": "integer", "minimum": 0, "maximum": _COUNTED}, needed=True)
_NAME = Parameter("name", "the topic, step or procedure", {"type": "string", "minLength": 1})

ROUTES = (
    _get("/v1/places", "places", "Every place.", _places, "PlaceList", (404,)),
    _get("/v1/topics", "topics", "Every topic of the vocabulary.", _topics, "TopicList", (404,)),
    _get(
        _OF_PLACE + "instruments",
        "instruments",
        "What bears on a place, nearest first.",
        _instruments,
        "StandingItems",
        (404, 422),
        ON,
        DRAFTS,
        STRICT,
    ),
    _get(
        _OF_PLACE + "facts/{topic}",
        "facts",
        "The facts that a law uses for a topic.",
        _facts,
        "FactList",
        (404, 422),
        ON,
        DRAFTS,
        STRICT,
    ),
    _get(
        _OF_PLACE + "articles",
        "articles",
        "Every article of the instruments of a place.",
        _articles,
        "ArticleList",
        (404, 422),
        _ON_TOO,
    ),
    _get(
        _OF_PLACE + "duties",
        "duties",
        "What comes back each year.",
        _duties,
        "DutyList",
        (404, 422),
        ON,
        _YEAR,
        DRAFTS,
        STRICT,
    ),
    _get(
        _OF_PLACE + "requests/{question}",
        "request_schema",
        "JSON Schema of a request to this law.",
        _schema,
        "AnySchema",
        (404, 422),
        ON,
        _NAME,
        DRAFTS,
        STRICT,
    ),
    _get(
        "/v1/calendar",
        "calendar",
        "Which days are worked, and by what notice.",
        _calendar,
        "CalendarItems",
        (404, 422),
        _FROM,
        _TO,
    ),
    _get(
        "/v1/calendar/term",
        "term",
        "The day on which so many working days end.",
        _term,
        "Term",
        (404, 422),
        _FROM,
        _NUMBER,
    ),
    Route(
        "GET",
        "/openapi.json",
        "openapi",
        "This document.",
        Scope.ASK,
        _document,
        gives={JSON: "AnySchema"},
        heading="what there is",
    ),
)
