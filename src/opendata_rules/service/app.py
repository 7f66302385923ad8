"""The application: ``opendata_rules.service.app.create`` makes it, a server runs it, a platform mounts it.

>>> from opendata_rules.service.app import create
>>> app = create()
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from ..errors import BadStore, Error
from ..values import Json
from ..version import __version__
from ..vocabulary.facts import vocabulary
from . import speaking
from .access.gate import CALLER, Gate
from .access.tokens import Tokens, listed
from .books import Audit, LedgerBook
from .cases import Cases
from .drafting.drafts import Drafts
from .drafting.rehearsing import Rehearsals
from .editions import Editions, shipped_edition
from .jobs import Jobs
from .keeping import Keeping
from .mounting import entrance, mounts
from .observing import LOG, Observer
from .parts import Parts
from .problems import problem_of
from .recording import Recorder
from .routes import auditing, batch, catalogues, following, listing, operation, questions, whole
from .routes.table import Route, answer
from .settings import Settings, settings_of
from .stores import ledger_of, state_of, store_of
from .uploads.book import Uploads
from .watching import CACHE, COPIES, Watcher
from .workbench.pages import AT_ONCE, LATER, doors, refused, routes_of

ROUTES: tuple[Route, ...] = (
    *questions.ROUTES,
    *batch.ROUTES,
    *whole.ROUTES,
    *listing.ROUTES,
    *catalogues.ROUTES,
    *following.ROUTES,
    *auditing.ROUTES,
    *operation.ROUTES,
)
#: Seconds between two signs of life.
_BEAT = 5.0
#: How often a store is tried that another worker is just making, and seconds between.
_TRIES, _PAUSE = 12, 0.25
T = TypeVar("T")


def create(settings: Settings | None = None, *, mounted: bool = False, **given: object) -> FastAPI:
    """The service as an ASGI application.

    Its lifespan opens the stores, watches the folder of rules and works on jobs; a platform that mounts it enters
    ``app.router.lifespan_context(app)`` within its own. Questions on the shipped rules are answered without it,
    where nothing is to be kept of them.

    Args:
        settings: by default those of the environment and of ``given``.
        mounted: whether a platform mounts it and says itself who may ask. Otherwise it answers on this machine only,
            unless there are tokens.
        given: single settings by name (``store="store"``), instead of ``settings``.

    Raises:
        TypeError: both ``settings`` and single settings are given.
        BadSettings: there is no such setting, the settings contradict each other, or the tokens cannot be read.
    """
    if settings is not None and given:
        raise TypeError("settings 和单个设置只能给一种。 (give settings or single ones, not both)")
    known = settings_of(None, **given) if settings is None else settings
    observer = Observer(telemetry=known.telemetry)
    fixed = listed(known.token_list, "token_list") if known.token_list is not None else ()
    tokens = Tokens(fixed, known.tokens)
    parts = Parts(known, observer, Editions(known.keep), tokens)
    if known.rules is None and known.store is None:
        parts.editions.adopt(shipped_edition())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with _running(parts):
            yield

    app = Service(
        title="opendata-rules",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        middleware=[_gate(parts, mounted)],
        exception_handlers={HTTPException: _refused, Error: _refused, Exception: _refused},
    )
    app.state.parts = parts
    methods: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        methods.setdefault(route.path, {})[route.method] = route
    for path, routes in methods.items():
        # A number is told from the names beside it. All methods of an address go together: a refusal names them all.
        numbered = path.replace("{number}", "{number:int}")
        app.router.add_route(numbered, _endpoint(parts, routes), list(routes), include_in_schema=False)
    for door in mounts():
        app.router.add_route(door.path, entrance(parts, door, mounted=mounted), ["POST"], include_in_schema=False)
    app.router.add_websocket_route(speaking.PATH, speaking.Speaking(parts).serve)
    app.router.routes.extend(routes_of(parts, AT_ONCE))
    for path, pages in LATER.items():
        app.router.routes.extend(doors(parts, path, pages))
    return app


def _gate(parts: Parts, mounted: bool) -> Middleware:
    async def session(secret: str) -> str | None:
        return await asyncio.to_thread(parts.kept().session, secret)

    def shown(request: Request, error: Exception) -> Response | None:
        return refused(parts, request, error)

    return Middleware(
        Gate,
        settings=parts.settings,
        tokens=parts.tokens,
        observer=parts.observer,
        sessions=session,
        shown=shown,
        mounted=mounted,
    )


class Service(FastAPI):
    """FastAPI with the document that is made from the table of routes."""

    def openapi(self) -> dict[str, Json]:
        """The OpenAPI document, with the facts of the rules that answer now."""
        current = self.state.parts.editions.current
        from .document import document

        words = vocabulary() if current is None else current.library.words.vocabulary
        return document(ROUTES, words)


def _endpoint(parts: Parts, routes: Mapping[str, Route]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        # A HEAD is a GET whose body is not sent.
        return await answer(parts, routes["GET" if request.method == "HEAD" else request.method], request)

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    page = refused(request.app.state.parts, request, error)
    if page is not None:
        return page
    caller = request.scope["state"][CALLER]
    response = problem_of(error, caller.request)
    if response.status_code == 500:
        request.app.state.parts.observer.broke(error, caller)
    return response


# -- start and stop ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _running(parts: Parts) -> AsyncIterator[None]:
    """The parts from their start to their end: what was taken is written before they go."""
    state, temporary = state_of(parts.settings)
    beat: asyncio.Task[None] | None = None
    parts.state = state
    try:
        settings = parts.settings
        kept_at = settings.database or state
        parts.keeping = keeping = await _opened(lambda: Keeping(kept_at))
        if settings.database is not None:
            await asyncio.to_thread(keeping.take_over, state)
        parts.uploads = Uploads(state, settings.jobs_days)
        parts.drafts = await _opened(lambda: Drafts(kept_at))
        parts.rehearsals = Rehearsals(state / COPIES, state / CACHE)
        parts.jobs = Jobs(state, kept_at, keeping, parts.observer, parts.editions, settings.jobs_days)
        store = settings.database or store_of(settings)
        parts.cases = Cases(store) if store is not None else None
        book = ledger_of(settings)
        if book is not None:
            await _keep_a_ledger(parts, book)
        watcher = Watcher(settings.rules, settings.also, state, parts.editions, parts.observer, settings.watch)
        parts.watcher = watcher
        watcher.told = lambda edition: operation.sign_of_life(parts)
        watcher.start()
        beat = asyncio.create_task(_beat(parts))
        LOG.info("started")
        yield
    finally:
        await _stopped(parts, beat)
        if temporary:
            shutil.rmtree(state, ignore_errors=True)
        LOG.info("stopped")


async def _keep_a_ledger(parts: Parts, store: str | Path) -> None:
    parts.audit = Audit(store)
    if parts.settings.record:
        parts.recorder = Recorder(await _opened(lambda: LedgerBook(store)))


async def _opened(make: Callable[[], T]) -> T:
    """A store, once whoever makes its tables at the same moment is done.

    Raises:
        BadStore: it cannot be used.
    """
    for _ in range(_TRIES):
        try:
            return await asyncio.to_thread(make)
        except BadStore:
            await asyncio.sleep(_PAUSE)
    return await asyncio.to_thread(make)


async def _stopped(parts: Parts, beat: asyncio.Task[None] | None) -> None:
    if beat is not None:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
    if parts.watcher is not None:
        await parts.watcher.stop()
    if parts.jobs is not None:
        await parts.jobs.stop()
    if parts.rehearsals is not None:
        await parts.rehearsals.stop()
    for part in (parts.recorder, parts.audit, parts.cases, parts.keeping, parts.drafts):
        if part is not None:
            await asyncio.to_thread(part.close)
    operation.gone(parts)
    parts.recorder = parts.audit = parts.cases = parts.keeping = parts.jobs = None
    parts.uploads = parts.drafts = parts.rehearsals = None


async def _beat(parts: Parts) -> None:
    while True:
        await asyncio.to_thread(operation.sign_of_life, parts)
        await asyncio.sleep(_BEAT)
