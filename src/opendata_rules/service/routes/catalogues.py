"""Catalogues: small ones checked at once, large ones as a job with its progress."""

from __future__ import annotations

import asyncio
import shutil

from starlette.responses import Response

from ...asking.questions import told
from ..access.tokens import Scope
from ..bodies import JSON, media_of, received
from ..jobs import CatalogueTask
from ..keeping import Job
from ..parts import aside, job_of, report_of
from ..shapes import BINARY
from .listing import DRAFTS, ON, STRICT, items
from .once import KEY, once
from .questions import LAW
from .table import Ask, Parameter, Route, reply, reply_json

#: How a catalogue is sent, and what its file is called here.
FORMS = {
    "text/csv": ".csv",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/ld+json": ".jsonld",
    "text/turtle": ".ttl",
    "application/rdf+xml": ".rdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}


async def _catalogue(ask: Ask) -> Response:
    media = media_of(ask.request, *FORMS)
    jobs, edition = ask.parts.at_work(), ask.edition()
    form = FORMS.get(media, ".jsonl")
    scheme, unlisted = ask.query.get("scheme", "opening"), ask.query.get("unlisted", "unknown")
    on, drafts, strict = ask.day("on"), ask.flag("drafts"), ask.flag("strict")
    place = edition.library.jurisdiction(ask.of_path("place")).id
    folder = jobs.folder()
    given_away = False
    try:
        file = folder / f"catalogue{form}"
        size, digest = await received(ask.request, file, ask.parts.settings.upload, ask.caller.seconds)

        task = CatalogueTask(edition.copied, file, place, on, drafts, strict, unlisted, scheme)

        async def work() -> Response:
            nonlocal given_away
            if size < ask.parts.settings.aside and not ask.flag("aside"):
                return reply(await aside(lambda: told(task.report()), ask.caller.seconds))
            given_away = True
            job = await jobs.begin(task, ask.caller.name, edition)
            return reply_json(job.to_dict(), status=202)

        return await once(ask, digest.encode(), work)
    finally:
        if not given_away:
            shutil.rmtree(folder, ignore_errors=True)


async def _job(ask: Ask) -> Job:
    return await job_of(ask.parts, ask.caller, ask.of_path("job"))


async def _status(ask: Ask) -> Response:
    return reply_json((await _job(ask)).to_dict())


async def _all(ask: Ask) -> Response:
    caller = None if ask.caller.scopes is None else ask.caller.name
    return reply_json(items(await asyncio.to_thread(ask.parts.kept().jobs, caller)))


async def _report(ask: Ask) -> Response:
    return reply(await report_of(ask.parts, await _job(ask)))


async def _cancel(ask: Ask) -> Response:
    job = await _job(ask)
    if not job.over:
        await asyncio.to_thread(ask.parts.kept().stop_job, job.id)
    return reply_json(job.to_dict(), status=202)


_SCHEME = Parameter("scheme", "which attribute is judged", {"type": "string", "enum": ["opening", "sharing"]})
_UNLISTED = Parameter(
    "unlisted", "how bool facts without a column are read", {"type": "string", "enum": ["unknown", "false"]}
)
_ASIDE = Parameter("aside", "check it as a job, however small it is", {"type": "string", "enum": ["true", "false"]})
_HEADING = "catalogues"
#: Jobs are begun with either, and shown to nobody but who began them.
_OWN_JOBS = (Scope.ASK, Scope.AUDIT)

ROUTES = (
    Route(
        "POST",
        "/v1/places/{place}/catalogue",
        "catalogue",
        "Check every dataset of a catalogue: a report, or a job.",
        Scope.ASK,
        _catalogue,
        gives={JSON: "ReportOrJob"},
        takes=dict.fromkeys(FORMS, BINARY),
        refuses=(404, 409, 422),
        query=(ON, DRAFTS, STRICT, _SCHEME, _UNLISTED, _ASIDE, LAW, KEY),
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/v1/jobs",
        "jobs",
        "The jobs of the caller, the newest first.",
        _OWN_JOBS,
        _all,
        gives={JSON: "JobList"},
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/v1/jobs/{job}",
        "job",
        "How far a job is.",
        _OWN_JOBS,
        _status,
        gives={JSON: "Job"},
        refuses=(404,),
        heading=_HEADING,
    ),
    Route(
        "DELETE",
        "/v1/jobs/{job}",
        "cancel_job",
        "Have a job stopped at its next step.",
        _OWN_JOBS,
        _cancel,
        gives={JSON: "Job"},
        refuses=(404,),
        status=202,
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/v1/jobs/{job}/report",
        "job_report",
        "The report of a finished job.",
        _OWN_JOBS,
        _report,
        gives={JSON: "JobReport"},
        refuses=(404, 409),
        heading=_HEADING,
    ),
)
