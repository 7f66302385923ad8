"""One case: what comes next and why, its timeline, its steps and events."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.responses import Response

from ....answers.deadlines.schedules import ScheduledStep
from ....errors import UnknownCase
from ....monitoring.events import Event
from ....monitoring.monitors import Monitor
from ....monitoring.reports.timeline import timeline
from ....monitoring.results.answer import CaseStatus, Owed, Unproven
from ....vocabulary.terms import StepState
from ..visit import Visit
from .asked import Words, case_like, of_place


class Shown(NamedTuple):
    """A case as its page shows it.

    Attributes:
        status: where it stands.
        next: what is owed in it, the nearest first.
        corrected: events that do not count, since others correct them or they lie before its beginning.
        open: ids of events that no other corrects, so that they may be.
        twice: events that several correct which count, each with the ids of those.
    """

    status: CaseStatus
    next: tuple[Owed, ...]
    corrected: tuple[Event, ...]
    open: frozenset[str]
    twice: tuple[tuple[str, tuple[str, ...]], ...]


async def page(visit: Visit) -> Response:
    """``/cases/case``: one case."""
    name, on = visit.query.get("case", ""), visit.on
    law = visit.law()

    def look(monitor: Monitor) -> Shown | str:
        try:
            status = monitor.status(name, on=on)
        except UnknownCase:
            other = case_like(monitor, name)
            if other is None:
                raise
            return other
        live = {event.id for event in status.events}
        corrected = tuple(event for event in status.log if event.id not in live)
        done = {event.corrects for event in status.log}
        by: dict[str, list[str]] = {}
        for event in status.log:
            if event.corrects is not None and event.id not in done:
                by.setdefault(event.corrects, []).append(event.id)
        twice = tuple((one, tuple(ids)) for one, ids in by.items() if len(ids) > 1)
        may = frozenset(event.id for event in status.log if event.id not in done)
        return Shown(status, monitor.due(on, case=name), corrected, may, twice)

    found = await of_place(visit, look)
    if isinstance(found, str):
        return visit.to("/cases/case", visit.carried(), case=found)
    told = visit.query.get("told")
    return visit.page(
        "following/case.html.j2",
        title=visit.t(f"案件 {name}", f"Case {name}"),
        law=law,
        say=Words(visit, law.procedures),
        on=on,
        found=found,
        steps=[(step, _waits(found.status, step, visit)) for step in found.status.steps],
        picture=_drawn(found.status, visit),
        told=told if told in {event.id for event in found.status.log} else None,
        unproven=[(one, _tell(visit, name, one)) for one in found.status.unproven],
        vocabulary=law.vocabulary,
        statement=law.procedures.anywhere[-1],
    )


def _drawn(status: CaseStatus, visit: Visit) -> Any:
    from markupsafe import Markup

    return Markup(timeline(status, 1, "en" if visit.english else "zh").svg)


def _tell(visit: Visit, case: str, one: Unproven) -> str:
    """Where one tells what the events leave open: the last kind that any case may have tells facts and nothing else."""
    asked = [("case", case), ("kind", visit.law().procedures.anywhere[-1]), *(("more", fact) for fact in one.facts)]
    return visit.url("/cases/event", [*visit.carried().items(), *asked])


def _waits(status: CaseStatus, step: ScheduledStep, visit: Visit) -> str:
    """What a step waits for that does not run yet."""
    if step.state is not StepState.BLOCKED:
        return ""
    trigger = Words(visit, status.order.procedures).kind(status.procedure, step.trigger)
    return visit.t(f"等“{trigger}”，从那一天起算", f"waits for “{trigger}” and runs from that day")
