"""Whether the ledger is what was written to it, and all of it answered again: a job whose progress is shown."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.responses import Response

from ....asking.questions import day
from ....errors import BadArgument, Error, LedgerBroken
from ....formats.trees import read_tree
from ....ledgers.audit import Verification
from ...books import Ledger
from ...errors import NotHere
from ...inspecting import audit_of, of_ledger, recheck_all
from ...keeping import Job
from ...parts import job_of, report_of
from ..clock import moment
from ..visit import Visit
from .words import Words, lang_of

#: Rows shown of one group of a report; the whole of it can be downloaded.
_ROWS = 100
_KIND = "recheck"


async def form(visit: Visit) -> Response:
    """``GET /audit/verify``: a checkpoint may be brought along."""
    size = await of_ledger(visit.parts, visit.caller, len)
    return _shown(visit, size, "", "", None, None)


async def verify(visit: Visit) -> Response:
    """``POST /audit/verify``: every entry looked at. It writes nothing, but a checkpoint may not fit in an address."""
    sent = await visit.form()
    held, key = sent.get("checkpoint"), sent.get("public_key")
    found: Verification | None = None
    error: Error | None = None

    def look(book: Ledger) -> Verification:
        made: Verification = book.verify(held or None, public_key=key or None)
        return made

    try:
        found = await of_ledger(visit.parts, visit.caller, look, apart=True)
    except (LedgerBroken, BadArgument) as problem:
        error = problem
    size = await of_ledger(visit.parts, visit.caller, len)
    return _shown(visit, size, held, key, found, error)


def _shown(visit: Visit, size: int, held: str, key: str, found: Verification | None, error: Error | None) -> Response:
    lang = lang_of(visit)
    return visit.page(
        "auditing/verify.html.j2",
        status=200 if error is None else 409 if isinstance(error, LedgerBroken) else 422,
        title=visit.t("核对台账", "Verify the ledger"),
        size=size,
        held=held,
        key=key,
        found=found,
        tree=None if found is None else read_tree(found.explain(lang)),
        error=error,
        broken=error if isinstance(error, LedgerBroken) else None,
    )


# -- answered again ---------------------------------------------------------------------------------------------------


async def jobs(visit: Visit) -> Response:
    """``GET /audit/recheck``: begin, or look at one that was begun."""
    audit_of(visit.parts)
    whose = None if visit.caller.scopes is None else visit.caller.name
    found = await asyncio.to_thread(visit.parts.kept().jobs, whose)
    size = await of_ledger(visit.parts, visit.caller, len)
    return visit.page(
        "auditing/recheck.html.j2",
        title=visit.t("全部重新作答", "Answer all of it again"),
        size=size,
        jobs=[job for job in found if job.kind == _KIND][:20],
        made=_made,
        edition=visit.edition(),
    )


def _made(job: Job) -> str:
    return moment(str(job.to_dict()["made"]))


async def begin(visit: Visit) -> Response:
    """``POST /audit/recheck``: begin a job."""
    sent = await visit.form()
    on = day(sent.get("on"), "on") if sent.get("on") else None
    job = await recheck_all(visit.parts, visit.caller, visit.edition(), on, 0)
    return visit.to("/audit/recheck/job", job=job.id)


async def _job(visit: Visit, name: str) -> Job:
    job = await job_of(visit.parts, visit.caller, name)
    if job.kind != _KIND:
        raise NotHere("没有这个任务。", english="There is no such job.", argument="job")
    return job


async def job(visit: Visit) -> Response:
    """``GET /audit/recheck/job``: how far it is, or what comes out otherwise by the provision that makes it so."""
    found = await _job(visit, visit.query.get("job", ""))
    report: dict[str, Any] | None = None
    if found.state == "done":
        report = json.loads(await report_of(visit.parts, found))
    return visit.page(
        "auditing/job.html.j2",
        title=visit.t("全部重新作答", "Answer all of it again"),
        say=Words(visit, visit.edition()),
        job=found,
        made=_made(found),
        report=report,
        rows=_ROWS,
    )


async def stop(visit: Visit) -> Response:
    """``POST /audit/recheck/stop``: the job is stopped at its next step."""
    sent = await visit.form()
    found = await _job(visit, sent.get("job"))
    if not found.over:
        await asyncio.to_thread(visit.parts.kept().stop_job, found.id)
    return visit.to("/audit/recheck/job", job=found.id)


async def report(visit: Visit) -> Response:
    """``GET /audit/recheck/file``: the report as JSON."""
    found = await _job(visit, visit.query.get("job", ""))
    headers = {"Content-Disposition": 'attachment; filename="recheck.json"'}
    return Response(await report_of(visit.parts, found), headers=headers, media_type="application/json")
