"""The first page of the room: a file comes, or one of those that came before is taken up again."""

from __future__ import annotations

import asyncio
import time
from importlib import resources
from pathlib import PurePath

from starlette.responses import JSONResponse, Response

from ....answers.classification.computation import known_scheme, known_unlisted
from ....catalogue.columns import known_labels
from ....catalogue.text import shortened
from ....errors import Error
from ...access.tokens import Scope
from ...bodies import received
from ...errors import BadMedia
from ...problems import as_error, status_of
from ...uploads import search
from ...uploads.book import About, Upload
from ..visit import Page, Visit
from .keeping import ROOM, address, first, job_of, whose
from .words import came_to

#: How files may end that hold a catalogue; what a file really is, the library finds out.
SUFFIXES = (
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"),
    *(".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"),
    *(".ttl", ".nt", ".rdf", ".xml", ".jsonld"),
)
#: Longest name that is shown.
_NAME = 120
#: What the browser sends a file as: none of the types that a page of another site may send unasked.
MEDIA = "application/octet-stream"
#: The example that comes with the package: its file, place and date.
_EXAMPLE = ("taian_catalogue.csv", "taian", "2026-03-10")


async def _first_page(visit: Visit) -> Response:
    shelf = visit.parts.shelf()
    await asyncio.to_thread(shelf.clean)
    kept = await asyncio.to_thread(shelf.all, whose(visit))
    library = visit.edition().library
    jobs = {upload.id: await job_of(visit, upload) for upload, _ in kept if not upload.checked}
    return visit.page(
        "catalogues/home.html.j2",
        title=visit.t("目录", "Catalogue"),
        kept=[(upload, about, _state(upload, jobs.get(upload.id))) for upload, about in kept],
        counts={upload.id: await asyncio.to_thread(_counted, visit, upload) for upload, _ in kept},
        example=library.jurisdiction(_EXAMPLE[1]) if _EXAMPLE[1] in library.jurisdictions else None,
        example_on=_EXAMPLE[2],
        places=[library.jurisdiction(name) for name in library.jurisdictions],
        suffixes=SUFFIXES,
        most=visit.parts.settings.upload,
        days=visit.parts.settings.jobs_days,
    )


def _counted(visit: Visit, upload: Upload) -> str:
    """How many datasets of a catalogue came to what, with what was answered since; empty before it was checked."""
    if upload.told("total") is None:
        return ""
    with upload.reading() as book:
        return came_to(visit, search.verdicts(book))


def _state(upload: Upload, job: object) -> str:
    if upload.told("total") is not None:
        return "done"
    state = getattr(job, "state", "")
    return "failed" if state in ("failed", "cancelled") else "running" if state else "failed"


def _about(visit: Visit, name: str, size: int) -> About:
    """What a catalogue is asked about, by the address.

    Raises:
        UnknownJurisdiction: there is no such place.
        BadArgument: the date is none.
        BadFact: there is no such reading of facts without a column.
        UnknownTopic: there is no such attribute.
        BadMedia: the file is of no kind that holds a catalogue.
    """
    bare = PurePath(name.replace("\\", "/")).name
    suffix = PurePath(bare).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadMedia(
            "这种文件不是目录。可以是表格（.xlsx、.xls、.et、.ods、.csv）、.json 或者 RDF。",
            english="No catalogue is in such a file; it may be a workbook, CSV, JSON or RDF.",
            argument="name",
            nearest=(".xlsx", ".csv", ".json"),
        )
    query = visit.query
    return About(
        name=shortened(bare, _NAME) if len(bare) > _NAME else bare,
        suffix=suffix,
        place=visit.edition().library.jurisdiction(query.get("place", "")).id,
        on=visit.on.isoformat(),
        drafts=visit.flag("drafts"),
        strict=visit.flag("strict"),
        unlisted=str(known_unlisted(query.get("unlisted", "unknown"))),
        scheme=str(known_scheme(query.get("scheme", "opening"))),
        caller=visit.caller.name,
        made=time.time(),
        size=size,
    )


async def _arrive(visit: Visit) -> Response:
    """A file, sent as it is by a script of the page; it is told where to go, or what is wrong."""
    shelf = visit.parts.shelf()
    await asyncio.to_thread(shelf.clean)
    upload: Upload | None = None
    try:
        if visit.request.headers.get("content-type") != MEDIA:
            raise BadMedia("文件要原样发送。", english=f"Send the file as {MEDIA}.", argument="Content-Type")
        about = _about(visit, visit.query.get("name", ""), 0)
        upload = await asyncio.to_thread(shelf.new)
        file = upload.folder / f"catalogue{about.suffix}"
        seconds = visit.caller.seconds
        size, _ = await received(visit.request, file, visit.parts.settings.upload, seconds)
        await asyncio.to_thread(shelf.keep, upload, _about(visit, about.name, size))
        await first(visit, upload)
    except BaseException as error:
        if upload is not None:
            await asyncio.to_thread(upload.delete)
        if not isinstance(error, Exception):
            raise
        return wrong(visit, error)
    return JSONResponse({"to": visit.url(address(upload))})


def wrong(visit: Visit, error: Exception) -> Response:
    """What a script is told that went wrong: a piece of the page, to stand where the file was dropped."""
    known: Error = as_error(error)
    status = status_of(known)
    if status == 500:
        visit.parts.observer.broke(error, visit.caller)
    return visit.page("catalogues/wrong.html.j2", status=status, error=known)


async def _example(visit: Visit) -> Response:
    """The example of the package, by the law that it was made for."""
    name, place, on = _EXAMPLE
    await visit.form()
    shelf = visit.parts.shelf()
    await asyncio.to_thread(shelf.clean)
    content = resources.files(__package__).joinpath("examples", name).read_bytes()
    upload = await asyncio.to_thread(shelf.new)
    suffix = PurePath(name).suffix
    about = About(
        name=visit.t("示例目录", "example catalogue") + suffix,
        suffix=suffix,
        place=place,
        on=on,
        drafts=False,
        strict=False,
        unlisted="unknown",
        scheme="opening",
        caller=visit.caller.name,
        made=time.time(),
        size=len(content),
    )
    try:
        await asyncio.to_thread((upload.folder / f"catalogue{suffix}").write_bytes, content)
        await asyncio.to_thread(shelf.keep, upload, about)
        await first(visit, upload)
    except BaseException:
        await asyncio.to_thread(upload.delete)
        raise
    return visit.to(address(upload))


async def _blank(visit: Visit) -> Response:
    """A catalogue to be filled in: the columns that are known, under the names that say most."""
    headings = ",".join(known_labels())
    # Without the mark, spreadsheets take it for an encoding of their own.
    content = f"\ufeff{headings}\r\n".encode()
    headers = {"Content-Disposition": "attachment; filename=blank.csv"}
    return Response(content, media_type="text/csv", headers=headers)


PAGES = (
    Page("GET", ROOM, Scope.ASK, _first_page),
    Page("GET", f"{ROOM}/blank.csv", Scope.ASK, _blank),
    Page("POST", ROOM, Scope.ASK, _arrive),
    Page("POST", f"{ROOM}/example", Scope.ASK, _example),
)
