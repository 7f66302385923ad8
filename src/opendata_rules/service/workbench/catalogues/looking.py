"""A catalogue looked through: what is on the page stands in its address."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from starlette.responses import Response

from ....catalogue.results import UPDATES, VERDICTS
from ....quoting import quoted
from ...access.tokens import Scope
from ...errors import Failed, NotHere
from ...keeping import Job
from ...uploads import search
from ...uploads.book import Upload, of_name
from ...uploads.checking import BASELINE, WAIVERS
from ...uploads.exports import has_remarks
from ...uploads.search import ORDERS, PAGE, SHOWN, Filter
from ..visit import Page, Visit
from .keeping import ROOM, address, again, at_hand, job_of, law_now, of_visit
from .words import InWords

#: Stands in the address for datasets without a department.
NOBODY = "~"
#: What stands in the address of a page of datasets.
FIELDS = ("q", "department", "verdict", "update", "provision", "fact", "show", "like", "sort", "page")
#: Facts that may be answered for many at once.
_FACTS = 24
#: Departments in the table of shares, the worst; all of them where that is asked for.
_DEPARTMENTS = 30
#: What was counted of catalogues, by their state.
_COUNTED: dict[tuple[object, ...], Any] = {}
_MOST_COUNTED = 64


def filter_of(query: Mapping[str, str]) -> Filter:
    """Which datasets an address shows; what is not understood in it does not matter."""
    department = query.get("department", "")
    like = query.get("like", "")
    return Filter(
        words=query.get("q", "")[:200],
        department=None if not department else "" if department == NOBODY else department,
        verdict=_one_of(query.get("verdict", ""), VERDICTS),
        update=_one_of(query.get("update", ""), UPDATES),
        provision=query.get("provision", ""),
        fact=query.get("fact", ""),
        shown=_one_of(query.get("show", ""), SHOWN),
        like=int(like) if like.isdecimal() and len(like) < 10 else None,
    )


def _one_of(name: str, known: Mapping[str, object]) -> str:
    return name if name in known else ""


async def _catalogue(visit: Visit) -> Response:
    upload = await of_visit(visit)
    if not await asyncio.to_thread(lambda: upload.checked):
        job = await job_of(visit, upload)
        if job is None or (job.state == "done"):
            # Something was answered while it was being checked, or by a service that has ended since.
            await again(visit, upload)
            job = await job_of(visit, upload)
        if not await asyncio.to_thread(lambda: upload.checked):
            return _not_yet(visit, upload, job)
    await at_hand(visit, upload)
    return await asyncio.to_thread(_table, visit, upload)


def _not_yet(visit: Visit, upload: Upload, job: Job | None) -> Response:
    """How far the check of a catalogue is, or why it came to nothing."""
    about = upload.about
    error = None
    if job is not None and job.over and job.state != "done":
        told = dict(job.problem or {})
        error = Failed(
            str(told.get("detail") or "检查已停止。"), english=str(told.get("detail_en") or "The check was stopped.")
        )
        error.code = str(told.get("code") or error.code)  # type: ignore[misc]
    share = round(100 * job.done / job.total) if job is not None and job.total else None
    return visit.page(
        "catalogues/running.html.j2",
        title=about.name,
        upload=upload,
        about=about,
        job=job,
        error=error,
        share=share,
        place=visit.edition().library.jurisdiction(about.place),
        here=address(upload),
    )


def _table(visit: Visit, upload: Upload) -> Response:
    """The datasets of a catalogue."""
    about = upload.about
    edition = visit.edition()
    law = law_now(upload, edition)
    wanted = filter_of(visit.query)
    told = {name: visit.query[name] for name in FIELDS if visit.query.get(name)}
    order = told.get("sort", "") if told.get("sort", "").removeprefix("-") in ORDERS else ""
    with upload.reading() as book:
        total = search.count(book, wanted)
        pages = max(1, -(-total // PAGE))
        asked_for = told.get("page", "1")
        number = min(pages, max(1, int(asked_for))) if asked_for.isdecimal() and len(asked_for) < 10 else 1
        values = _values(visit, upload, book, wanted)
        rows = search.page(book, wanted, order, (number - 1) * PAGE)
        known: dict[str, Any] = {"whole": of_name(book, "summary"), "digest": of_name(book, "law")}
        answered = book.execute("SELECT count(DISTINCT place) FROM answers").fetchone()[0]
    return visit.page(
        "catalogues/table.html.j2",
        title=about.name,
        upload=upload,
        about=about,
        here=address(upload),
        place=law.place,
        words=InWords(visit, about.scheme, law.words),
        rows=rows,
        total=total,
        all=of_name_total(upload),
        number=number,
        pages=pages,
        first=(number - 1) * PAGE,
        each=PAGE,
        told={name: value for name, value in told.items() if name != "page"},
        order=order,
        answered=answered,
        stale=known["digest"] != edition.digest,
        remarks=has_remarks(about.suffix),
        waived=upload.beside(WAIVERS) is not None,
        compared=upload.beside(BASELINE) is not None,
        nobody=NOBODY,
        done=visit.query.get("done", ""),
        **values,
        **known,
    )


def of_name_total(upload: Upload) -> int:
    """How many datasets a catalogue has."""
    return int(upload.told("total", 0))


def _values(visit: Visit, upload: Upload, book: sqlite3.Connection, wanted: Filter) -> dict[str, Any]:
    """What there is to choose from, and how many of each."""
    # The same until something is answered or checked again: of a large catalogue it is not counted for each page.
    of = (upload.id, *(of_name(book, name) for name in ("checked", "law", "total", "moment")))
    departments = _once((*of, "departments"), lambda: search.by_department(book))
    every = visit.flag("departments")
    return {
        "departments": departments,
        "numbers": _once((*of, "numbers"), lambda: search.numbers(book)),
        "provisions": _once((*of, "provisions"), lambda: search.provisions(book)),
        "shares": dict(islice(departments.items(), None if every else _DEPARTMENTS)),
        "asked": _once((*of, wanted), lambda: search.asked(book, wanted)[:_FACTS]),
    }


def _once(of: tuple[object, ...], make: Callable[[], Any]) -> Any:
    """What was counted of a catalogue in a state, counted now where it was not."""
    found = _COUNTED.get(of, _COUNTED)
    if found is _COUNTED:
        found = make()
        # Another thread may do the same, or clear it meanwhile: what was found here is told here.
        if len(_COUNTED) >= _MOST_COUNTED:
            _COUNTED.clear()
        _COUNTED[of] = found
    return found


async def _dataset(visit: Visit) -> Response:
    upload = await of_visit(visit)
    return await asyncio.to_thread(_one, visit, upload)


def _one(visit: Visit, upload: Upload) -> Response:
    """One dataset, with all its questions."""
    about = upload.about
    told = visit.of_path("place")
    place = int(told) if told.isdecimal() and len(told) < 10 else -1
    with upload.reading() as book:
        row = search.dataset(book, place)
        alike = search.count(book, Filter(like=place)) if row is not None else 0
    if row is None:
        shown = quoted(told)
        raise NotHere(f"目录里没有第 {shown} 个数据集。", english=f"There is no dataset {shown}.", argument="place")
    law = law_now(upload, visit.edition())
    return visit.page(
        "catalogues/dataset.html.j2",
        title=row["title"] or about.name,
        upload=upload,
        about=about,
        here=address(upload),
        words=InWords(visit, about.scheme, law.words),
        facts=law.vocabulary.facts,
        row=row,
        alike=alike - 1,
        last=of_name_total(upload) - 1,
        done=visit.query.get("done", ""),
        back={name: visit.query[name] for name in FIELDS if visit.query.get(name)},
    )


PAGES = (
    Page("GET", f"{ROOM}/{{catalogue}}", Scope.ASK, _catalogue),
    Page("GET", f"{ROOM}/{{catalogue}}/datasets/{{place}}", Scope.ASK, _dataset),
)
