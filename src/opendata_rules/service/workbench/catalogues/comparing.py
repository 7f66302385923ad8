"""A catalogue held against what was before: findings of last time, an earlier state of it, and what is waived."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from starlette.responses import JSONResponse, Response

from ....catalogue.changes.check import changes_of
from ....catalogue.files.content import content_of
from ....catalogue.judged import Waiver
from ....catalogue.register import register_of
from ....catalogue.waivers import waivers_of
from ....errors import BadArgument
from ....reading.document import read_bytes
from ....vocabulary.terms import REQUIREMENT_TERMS, VERDICT_TERMS
from ...access.tokens import Scope
from ...bodies import body_of
from ...uploads import search
from ...uploads.book import About, Upload
from ...uploads.checking import BASELINE, WAIVERS, baseline_refused
from ...uploads.exports import written
from ..visit import Page, Visit
from .arriving import wrong
from .keeping import ROOM, address, again, in_thread, law_now, of_visit, whose
from .words import InWords

#: What a file of waivers is called in messages, and how the one to take away is called.
_WAIVERS = "豁免.yaml"
#: Changes shown of one kind.
_SHOWN = 500


# -- waivers ----------------------------------------------------------------------------------------------------------


def _waivers(content: bytes) -> tuple[Waiver, ...]:
    """The waivers of a file.

    Raises:
        BadWaivers: it has errors.
    """
    return waivers_of(read_bytes(content, _WAIVERS, lists=True))


def _kept(upload: Upload) -> tuple[Waiver, ...]:
    path = upload.beside(WAIVERS)
    return () if path is None else _waivers(path.read_bytes())


def _in_yaml(waivers: Iterable[Waiver]) -> bytes:
    """Waivers as their file has them; texts in quotation marks, as JSON has them, which YAML reads too."""
    lines = ["豁免:"]
    for one in waivers:
        keys = {
            "数据集": one.dataset,
            "提供单位": one.department,
            "问题": one.finding,
            "理由": one.reason,
            "批准人": one.approver,
            "到期": one.expires.isoformat(),
        }
        told = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in keys.items() if text]
        lines += [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]
    return ("\n".join(lines) + "\n").encode("utf-8")


async def _put(visit: Visit, upload: Upload, content: bytes | None) -> None:
    """Keep waivers, and have them count.

    Raises:
        BadWaivers: they have errors; those that were kept stay.
    """
    if content is not None:
        await asyncio.to_thread(_waivers, content)
    await asyncio.to_thread(upload.aside, WAIVERS, content)
    await again(visit, upload)


async def _shown(visit: Visit) -> Response:
    upload = await of_visit(visit)
    return await asyncio.to_thread(_page_of_waivers, visit, upload)


def _page_of_waivers(visit: Visit, upload: Upload) -> Response:
    about = upload.about
    law = law_now(upload, visit.edition())
    with upload.reading() as book:
        found = [json.loads(text) for (text,) in book.execute("SELECT told FROM findings WHERE waived OR expired")]
        cited = search.cited(book)
    whole = upload.told("summary") or {}
    met = {one["waiver"]["line"]: one for one in found}
    idle = {one["waiver"]["line"]: one for one in whole.get("findings", {}).get("idle_waivers", [])}
    return visit.page(
        "catalogues/waivers.html.j2",
        title=visit.t("豁免", "Waivers"),
        upload=upload,
        about=about,
        here=address(upload),
        words=InWords(visit, about.scheme, law.words),
        waivers=_kept(upload),
        met=met,
        idle=idle,
        cited=cited,
        on=about.on,
    )


async def _waive(visit: Visit) -> Response:
    """Waive one finding of one dataset."""
    upload = await of_visit(visit)
    form = await visit.form()
    place = form.get("place")
    with upload.reading() as book:
        row = search.dataset(book, int(place)) if place.isdecimal() and len(place) < 10 else None
    finding = form.get("finding")
    if row is None or all(one["id"] != finding for one in row["findings"]):
        raise BadArgument("这个数据集没有这个问题。", english="The dataset has no such finding.", argument="finding")
    waiver = _written(form.get("reason"), form.get("approver"), form.get("expires"), row, finding)
    await _put(visit, upload, _in_yaml([*await asyncio.to_thread(_kept, upload), waiver]))
    return visit.to(address(upload, "datasets", str(row["place"])), law=visit.query.get("law"))


def _written(reason: str, approver: str, expires: str, row: dict[str, Any], finding: str) -> Waiver:
    """A waiver as a form has it.

    Raises:
        BadArgument: something is missing, or the day is none.
    """
    if not reason or not approver:
        raise BadArgument(
            "请写明理由和批准人。", english="Say why, and who approved it.", argument="approver" if reason else "reason"
        )
    try:
        day = dt.date.fromisoformat(expires)
    except ValueError:
        raise BadArgument(
            "请写明到期的日期，例如 2026-12-31。", english="Say until when, such as 2026-12-31.", argument="expires"
        ) from None
    return Waiver(row["id"] or row["title"], row["department"], finding, reason, approver, day, 0)


async def _take_back(visit: Visit) -> Response:
    """Take a waiver back."""
    upload = await of_visit(visit)
    form = await visit.form()
    kept = await asyncio.to_thread(_kept, upload)
    rest = [one for one in kept if str(one.line) != form.get("line")]
    await _put(visit, upload, _in_yaml(rest) if rest else None)
    return visit.to(address(upload, "waivers"))


async def _arrived(visit: Visit) -> Response:
    """A file of waivers, sent as it is by a script of the page."""
    try:
        upload = await of_visit(visit)
        await _put(visit, upload, await body_of(visit.request, visit.caller.body, visit.caller.seconds))
    except Exception as error:  # told where the file was dropped
        return wrong(visit, error)
    return JSONResponse({"to": visit.url(address(upload, "waivers"))})


async def _taken(visit: Visit) -> Response:
    upload = await of_visit(visit)
    path = upload.beside(WAIVERS)
    content = _in_yaml(()) if path is None else await asyncio.to_thread(path.read_bytes)
    headers = {"Content-Disposition": "attachment; filename=waivers.yaml"}
    return Response(content, media_type="application/yaml", headers=headers)


# -- last time --------------------------------------------------------------------------------------------------------


def _earlier(visit: Visit, upload: Upload, about: About) -> list[tuple[Upload, About]]:
    """Catalogues that this one may be compared with."""
    found = visit.parts.shelf().all(whose(visit))
    asked = (about.place, about.scheme)
    return [(one, its) for one, its in found if one.id != upload.id and (its.place, its.scheme) == asked]


async def _last_time(visit: Visit) -> Response:
    """What there was last time; and how the attributes changed, where another state is chosen."""
    upload = await of_visit(visit)
    return await in_thread(visit, lambda: _page_of_last_time(visit, upload))


def _page_of_last_time(visit: Visit, upload: Upload) -> Response:
    about = upload.about
    law = law_now(upload, visit.edition())
    with upload.reading() as book:
        cited = search.cited(book)
    earlier = _earlier(visit, upload, about)
    chosen = next((pair for pair in earlier if pair[0].id == visit.query.get("earlier")), None)
    changes = None
    if chosen is not None:
        states = [(content_of(one.file), its.name) for one, its in (chosen, (upload, about))]
        changes = changes_of(law, states[0], states[1], profile=None, formats=register_of(law)).to_dict()
    return visit.page(
        "catalogues/last_time.html.j2",
        title=visit.t("与上次比较", "Compared with last time"),
        upload=upload,
        about=about,
        here=address(upload),
        words=InWords(visit, about.scheme, law.words),
        earlier=earlier,
        chosen=chosen,
        changes=changes,
        cited=cited,
        verdicts={str(verdict): term for verdict, term in VERDICT_TERMS.items()},
        compared=upload.beside(BASELINE) is not None,
        whole=upload.told("summary"),
        states={str(state): term for state, term in REQUIREMENT_TERMS.items()},
        most=_SHOWN,
    )


async def _compare(visit: Visit) -> Response:
    """Take the findings of an earlier catalogue as those of last time, or none any more."""
    upload = await of_visit(visit)
    form = await visit.form()
    name = form.get("earlier")
    content = None
    if name:
        other = await asyncio.to_thread(visit.parts.shelf().of, name, whose(visit))
        edition = visit.edition()

        def work() -> bytes:
            return written(other, law_now(other, edition), edition.digest, "findings").read_bytes()

        content = await in_thread(visit, work)
        await asyncio.to_thread(baseline_refused, upload, content)
    await asyncio.to_thread(upload.aside, BASELINE, content)
    await again(visit, upload)
    return visit.to(address(upload, "last-time"), earlier=name)


async def _known(visit: Visit) -> Response:
    """A file of findings of last time, sent as it is by a script of the page."""
    try:
        upload = await of_visit(visit)
        content = await body_of(visit.request, visit.parts.settings.upload, visit.caller.seconds)
        await asyncio.to_thread(baseline_refused, upload, content)
        await asyncio.to_thread(upload.aside, BASELINE, content)
        await again(visit, upload)
    except Exception as error:  # told where the file was dropped
        return wrong(visit, error)
    return JSONResponse({"to": visit.url(address(upload, "last-time"))})


PAGES = (
    Page("GET", f"{ROOM}/{{catalogue}}/waivers", Scope.ASK, _shown),
    Page("POST", f"{ROOM}/{{catalogue}}/waivers", Scope.ASK, _waive),
    Page("POST", f"{ROOM}/{{catalogue}}/waivers/file", Scope.ASK, _arrived),
    Page("POST", f"{ROOM}/{{catalogue}}/waivers/taken-back", Scope.ASK, _take_back),
    Page("GET", f"{ROOM}/{{catalogue}}/waivers.yaml", Scope.ASK, _taken),
    Page("GET", f"{ROOM}/{{catalogue}}/last-time", Scope.ASK, _last_time),
    Page("POST", f"{ROOM}/{{catalogue}}/last-time", Scope.ASK, _compare),
    Page("POST", f"{ROOM}/{{catalogue}}/last-time/file", Scope.ASK, _known),
)
