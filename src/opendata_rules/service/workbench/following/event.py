"""Telling an event: what it would change is shown before it is told. Correcting one is telling another."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from ....errors import Error
from ....monitoring.events import Event
from ....monitoring.monitors import Monitor
from ....monitoring.previews import Preview, preview
from ....monitoring.results.answer import CaseStatus
from ....monitoring.telling import facts_bearing, procedures_of, steps_with_terms
from ....vocabulary.facts import Fact, FactValue, Vocabulary
from ....vocabulary.procedures import Procedure
from ..clock import today
from ..visit import Form, Visit
from .asked import Words, case_like, of_place, places
from .form import Told, raw_event, told_in


class Desk(NamedTuple):
    """What the form is made with: the case as far as there is one, and what may be told of it.

    Attributes:
        status: where the case stands; ``None`` where there is none yet.
        officers: who acted in it.
        seen: what the event would change.
        problem: why that cannot be told.
        in_use: whether the number of the case that should begin is that of another.
    """

    status: CaseStatus | None
    officers: list[str]
    seen: Preview | None
    problem: Error | None
    in_use: bool = False


async def page(visit: Visit) -> Response:
    """``GET /cases/event``: the form, and with ``look`` what the event would change."""
    if visit.parts.cases is None or not visit.query.get("place"):
        return visit.to("/cases") if visit.parts.cases is None else _where(visit)
    told = told_in(visit.request.query_params.multi_items())
    return await _shown(visit, told, look=visit.flag("look") and not visit.query.get("add"))


def _where(visit: Visit) -> Response:
    return visit.page(
        "following/where.html.j2", title=visit.t("开始一个案件", "Begin a case"), places=places(visit.edition())
    )


async def _shown(visit: Visit, told: Told, *, look: bool, stale: bool = False, status: int = 200) -> Response:
    law, on = visit.law(), visit.on
    problem = _added(visit, told, law.vocabulary)
    wanted = told.case

    def work(monitor: Monitor) -> Desk:
        case, in_use = _case(monitor, told)
        if in_use:
            return Desk(case, [], None, problem, in_use)
        chosen = _filled(told, case, monitor, "" if visit.flag("blank") else on.isoformat())
        officers = list(dict.fromkeys(event.actor for event in case.log if event.actor)) if case is not None else []
        if not look or not chosen or problem is not None:
            return Desk(case, officers, None, problem)
        try:
            return Desk(case, officers, preview(monitor, raw_event(told, law.vocabulary), on), None)
        except Error as error:
            return Desk(case, officers, None, error)

    desk = await of_place(visit, work)
    procedure = None if desk.in_use else law.procedures.all.get(told.procedure)
    fits = desk.seen is not None and _fits(desk.seen)
    takes_back = (
        bool(told.corrects) and told.kind == law.procedures.anywhere[-1] and not any(map(any, told.facts.values()))
    )
    procedures = [(one, steps_with_terms(law, one)) for one in procedures_of(law)]
    return visit.page(
        "following/event.html.j2",
        status=422 if status == 422 or (desk.seen is not None and not fits) else 200,
        title=_title(visit, told, desk, takes_back),
        law=law,
        say=Words(visit, law.procedures),
        on=on,
        told=told,
        wanted=wanted,
        desk=desk,
        procedures=procedures,
        procedure=procedure,
        kinds=() if procedure is None else law.procedures.kinds(procedure),
        fields=_fields(told, procedure, law),
        vocabulary=law.vocabulary,
        stale=stale,
        takes_back=takes_back,
        fits=fits,
    )


def _title(visit: Visit, told: Told, desk: Desk, takes_back: bool) -> str:
    if takes_back:
        return visit.t("撤回一个事件", "Take an event back")
    if told.corrects:
        return visit.t("更正一个事件", "Correct an event")
    if desk.status is None or desk.in_use:
        return visit.t("开始一个案件", "Begin a case")
    return visit.t("登记进展", "Tell what happened")


def _fits(seen: Preview) -> bool:
    """Whether the event may be told: one that is refused may not, nor one that corrects what is corrected already."""
    return (seen.taken or seen.repeated) and not seen.corrected_by


def _case(monitor: Monitor, told: Told) -> tuple[CaseStatus | None, bool]:
    """The case, as it stands once all its events have happened; and whether another should begin under its number.

    An event told already is told again, not the beginning of anything.
    """
    name = case_like(monitor, told.case) if told.case else None
    if name is None:
        return None, False
    case = monitor.status(name)
    if told.corrects or told.id in {event.id for event in case.log}:
        return case, False
    if told.begin or told.procedure not in ("", case.procedure):
        return case, True
    told.case = name
    return case, False


def _filled(told: Told, case: CaseStatus | None, monitor: Monitor, day: str) -> bool:
    """Fill what nobody entered: from the event that is corrected, from the case, else what is most likely.

    Args:
        told: the form.
        case: as it stands, if there is one.
        monitor: follows it.
        day: the most likely; empty where nothing of the event is to be taken for likely.

    Returns:
        Whether somebody has chosen a kind of event of the procedure.
    """
    known = monitor.law.procedures
    if case is not None and told.corrects and not told.kind:
        event = next((one for one in case.log if one.id == told.corrects), None)
        if event is not None:
            _as_it_was(told, event)
    if case is not None and not told.procedure:
        told.procedure = case.procedure
    procedure = known.all.get(told.procedure)
    chosen = procedure is not None and told.kind in known.kinds(procedure)
    if procedure is not None and not chosen:
        begins = case is None or case.procedure != procedure.id
        told.kind = procedure.beginning if begins or case is None else _next_kind(case) if day else ""
    told.date = told.date or day
    # An event that is told twice is told once: so its id is settled before it is.
    told.id = told.id or f"{today():%Y%m%d}-{secrets.token_hex(4)}"
    return chosen


def _next_kind(case: CaseStatus) -> str:
    """The step that is waited for, or the event that the next one waits for."""
    for step in case.steps:
        if step.state in ("pending", "overdue"):
            return step.id
    for step in case.steps:
        if step.state == "blocked":
            return step.trigger
    return case.order.procedures.anywhere[-1]


def _as_it_was(told: Told, event: Event) -> None:
    told.procedure, told.kind, told.date = event.procedure, event.kind, event.date.isoformat()
    told.actor = told.actor or event.actor
    for name, value in event.facts:
        told.facts.setdefault(name, _texts(value))


def _texts(value: FactValue) -> list[str]:
    """A value as the form sends it."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return list(value) if isinstance(value, tuple) else [str(value)]


def _added(visit: Visit, told: Told, vocabulary: Vocabulary) -> Error | None:
    """Add the fact that was asked for to the form."""
    wanted = visit.query.get("add", "").strip()
    if not wanted:
        return None
    try:
        told.more.append(vocabulary.fact(wanted).id)
    except Error as error:
        return error
    return None


def _fields(told: Told, procedure: Procedure | None, law: Any) -> list[tuple[Fact, list[str]]]:
    """The facts that the form shows, each with what was entered."""
    bearing = () if procedure is None else facts_bearing(law, procedure)
    names = dict.fromkeys([*bearing, *told.more, *(name for name, value in told.facts.items() if any(value))])
    facts: Mapping[str, Fact] = law.vocabulary.facts
    return [(facts[name], told.facts.get(name, [])) for name in names if name in facts]


async def tell(visit: Visit) -> Response:
    """``POST /cases/event``: the event is told, unless it would be refused, or is not what its preview was of."""
    form: Form = await visit.form()
    told = told_in(form)
    law, on = visit.law(), visit.on
    if not told.is_what(form.get("previewed")):
        return await _shown(visit, told, look=True, stale=True, status=422)
    raw_event(told, law.vocabulary)

    def work(monitor: Monitor) -> bool:
        # Another process may be telling one that corrects the same event: whoever looks first tells first.
        with monitor.turn():
            _, in_use = _case(monitor, told)
            event = raw_event(told, law.vocabulary)
            if in_use or not _fits(preview(monitor, event, on)):
                return False
            monitor.ingest([event])
            return True

    if not await of_place(visit, work):
        return await _shown(visit, told, look=True, status=422)
    on_or_later = {"on": told.date} if visit.query.get("on") and told.date > visit.query["on"] else {}
    return visit.to("/cases/case", {**visit.carried(), **on_or_later}, case=told.case, told=told.id)
