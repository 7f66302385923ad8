"""The first page: what is due, by urgency, body and person, and the deadlines ahead; all cases; files to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from starlette.responses import Response

from ....errors import BadStore
from ....monitoring.monitors import Monitor
from ....monitoring.reports.agenda import Agenda, agenda
from ....monitoring.reports.export import renderer
from ....monitoring.results.answer import Breach, BreachKind, CaseStatus, Owed, Reject
from ....vocabulary.refusals import none_of
from ....vocabulary.terms import DutyForce
from ...parts import aside
from ..visit import Visit
from .ahead import ahead
from .asked import Words, case_like, holds, of_place, places

#: Rows of a section on the page; all of them are in the workbook.
_ROWS = 200
#: Cases on a page of all cases.
_PAGE = 50
#: Files of an agenda, and their media types.
_FORMS = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}
_SECTIONS = {
    "overdue": ("逾期未办", "Overdue"),
    "today": ("今天到期", "Due today"),
    "this_week": ("本周到期", "Due this week"),
    "later": ("以后到期", "Due later"),
}


class Section(NamedTuple):
    """Tasks of one urgency; ``rows`` are those that are shown."""

    id: str
    heading: tuple[str, str]
    rows: tuple[Owed, ...]
    total: int


class Looked(NamedTuple):
    """What the first page shows of a place."""

    agenda: Agenda
    cases: int
    rejects: tuple[Reject, ...]
    names: list[str]


async def first(visit: Visit) -> Response:
    """``/cases``: the places, or what is due in one."""
    title = visit.t("案件", "Cases")
    if visit.parts.cases is None:
        return visit.page("following/none.html.j2", title=title)
    if not visit.query.get("place"):
        return await _choose(visit, title)
    if visit.query.get("q"):
        return await listed(visit)
    edition, on = visit.edition(), visit.on
    law = visit.law()
    found = await of_place(visit, lambda monitor: _looked(monitor, on))
    values: dict[str, Any] = {
        "title": f"{visit.t(law.place.name, law.place.english or law.place.id)} {title}",
        "law": law,
        "say": Words(visit, law.procedures),
        "on": on,
    }
    if not found.cases:
        return visit.page("following/empty.html.j2", places=places(edition), rejects=found.rejects, **values)
    body, person = visit.query.get("body") or None, visit.query.get("person") or None
    shown = {name: _of(group, body, person) for name, group in found.agenda.groups.items()}
    return visit.page(
        "following/agenda.html.j2",
        places=places(edition),
        found=found,
        agenda=found.agenda,
        sections=[Section(name, _SECTIONS[name], rows[:_ROWS], len(rows)) for name, rows in shown.items() if rows],
        counts={name: (_SECTIONS[name], len(rows)) for name, rows in shown.items()},
        prohibited=_by(found.agenda.broken(BreachKind.PROHIBITED), body, person)[:_ROWS],
        late=_by(found.agenda.broken(BreachKind.LATE), body, person)[:_ROWS],
        running=_of(found.agenda.running, body, person)[:_ROWS],
        body=body,
        person=person,
        ahead=ahead(found.agenda, (task for rows in shown.values() for task in rows), law.calendar),
        advisory=DutyForce.ADVISORY,
        **values,
    )


def _looked(monitor: Monitor, on: dt.date) -> Looked:
    names = list(monitor.cases())
    return Looked(agenda(monitor, on), len(names), monitor.rejects(), names[:1000])


def _of(tasks: Iterable[Owed], body: str | None, person: str | None) -> tuple[Owed, ...]:
    """The tasks of a body or a person, where one is named."""
    return tuple(
        task
        for task in tasks
        if (body is None or task.department == body) and (person is None or task.officer == person)
    )


def _by(breaches: Iterable[Breach], body: str | None, person: str | None) -> tuple[Breach, ...]:
    """The breaches of a body; whose they are among persons nobody tells."""
    return tuple(breach for breach in breaches if person is None and (body is None or breach.actor == body))


async def _choose(visit: Visit, title: str) -> Response:
    """The places, each with how much there is to do where cases are followed already."""
    edition, on = visit.edition(), visit.on
    kept = visit.parts.cases
    assert kept is not None

    def work() -> list[tuple[Any, Agenda | BadStore | None]]:
        found: list[tuple[Any, Agenda | BadStore | None]] = []
        for place in places(edition):
            one: Agenda | BadStore | None = None
            try:
                if kept.there(place.id):
                    with kept.of(edition, visit.law(place.id)) as monitor:
                        one = agenda(monitor, on) if next(monitor.cases(), None) is not None else None
            except BadStore as error:
                # The cases of the other places are followed all the same.
                one = error
            found.append((place, one))
        return found

    shown = await aside(work, visit.caller.seconds)
    return visit.page("following/places.html.j2", title=title, shown=shown, sections=_SECTIONS, on=on)


# -- all cases --------------------------------------------------------------------------------------------------------


class Listed(NamedTuple):
    """A page of cases; ``more`` is the last shown where there are others."""

    rows: list[CaseStatus]
    total: int
    more: str | None


async def listed(visit: Visit) -> Response:
    """``/cases/all``: every case of a place, or those whose id holds a text; the only one is gone to."""
    wanted, after, on = visit.query.get("q", "").strip(), visit.query.get("after", ""), visit.on
    law = visit.law()

    def look(monitor: Monitor) -> Listed:
        names = [name for name in monitor.cases() if holds(name, wanted)]
        exact = case_like(monitor, wanted) if wanted else None
        if exact is not None:
            names = [exact]
        left = [name for name in names if name > after]
        shown = list(islice(left, _PAGE))
        rows = [monitor.status(name, on=on) for name in shown]
        return Listed(rows, len(names), shown[-1] if len(left) > len(shown) else None)

    found = await of_place(visit, look)
    if wanted and found.total == 1 and found.rows:
        return visit.to("/cases/case", visit.carried(), case=found.rows[0].case)
    return visit.page(
        "following/all.html.j2",
        title=visit.t("全部案件", "All cases"),
        law=law,
        say=Words(visit, law.procedures),
        found=found,
        wanted=wanted,
        on=on,
    )


# -- files ------------------------------------------------------------------------------------------------------------


async def download(visit: Visit) -> Response:
    """``/cases/file``: the agenda of a day as a page, a workbook, a calendar or JSON."""
    form, on = visit.query.get("form", ""), visit.on
    if form not in _FORMS:
        raise none_of(form, "form", _FORMS)

    def write(monitor: Monitor) -> bytes:
        return renderer(Path(f"cases.{form}"))(monitor, agenda(monitor, on), None)

    law = visit.law()
    data = await of_place(visit, write)
    name = f"cases-{law.place.id}-{on}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type=_FORMS[form])
