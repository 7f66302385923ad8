"""The first page, and the files that all pages load."""

from __future__ import annotations

from starlette.responses import Response

from . import assets
from .visit import Page, Visit

_FOR_EVER = "public, max-age=31536000, immutable"


async def _home(visit: Visit) -> Response:
    return visit.page("templates/home.html.j2", title=visit.t("工作台", "Workbench"), early=visit.too_early)


async def _asset(visit: Visit) -> Response:
    name = visit.of_path("name")
    small = "gzip" in visit.request.headers.get("accept-encoding", "")
    told = Response(assets.packed(name) if small else assets.content(name), media_type=assets.MEDIA[name])
    told.headers["Vary"] = "Accept-Encoding"
    if small:
        told.headers["Content-Encoding"] = "gzip"
    told.headers["Cache-Control"] = _FOR_EVER if visit.query.get("v") == assets.version(name) else "no-cache"
    return told


PAGES = (
    Page("GET", "/", None, _home),
    Page("GET", "/assets/{name}", None, _asset),
)
