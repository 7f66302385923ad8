"""Telling an event: what it would change is shown before it is told. Correcting one is telling another."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.responses import Response

from ....errors import BadArgument, Error, UnknownCase
from ....monitoring.events import Event
from ....monitoring.monitors import Monitor
from ....monitoring.previews import Preview, preview
from ....monitoring.results.answer import CaseStatus
from ....monitoring.telling import facts_bearing, procedures_of
from ....vocabulary.facts import Fact, FactType, FactValue, Vocabulary
from ....vocabulary.procedures import Procedure
from ..clock import today
from ..visit import Form, Visit
from .asked import Words, of_place, places

#: Before the name of a fact among the fields of the form.
_FACT = "f."
#: Facts that are shown beyond those that bear on the procedure, at most.
_MORE = 40


@dataclass(slots=True)
class Told:
    """What the form says, as texts.

    Attributes:
        facts: values by id of the fact, each as it was sent.
        more: ids of facts that the form shows beyond those that bear on the procedure.
    """

    case: str = ""
    procedure: str = ""
    kind: str = ""
    date: str = ""
    actor: str = ""
    id: str = ""
    corrects: str = ""
    facts: dict[str, list[str]] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)


class Desk(NamedTuple):
    """What the form is made with: the case as far as there is one, and what may be told of it."""

    status: CaseStatus | None
    officers: list[str]
    seen: Preview | None
    problem: Error | None


async def page(visit: Visit) -> Response:
    """``GET /cases/event``: the form, and with ``look`` what the event would change."""
    if visit.parts.cases is None or not visit.query.get("place"):
        return visit.to("/cases") if visit.parts.cases is None else _where(visit)
    told = _told(visit.request.query_params.multi_items())
    return await _shown(visit, told, look=visit.flag("look") and not visit.query.get("add"))


def _where(visit: Visit) -> Response:
    return visit.page(
        "following/where.html.j2", title=visit.t("开始一个案件", "Begin a case"), places=places(visit.edition())
    )


def _told(pairs: Any) -> Told:
    told = Told()
    for name, value in pairs:
        if name.startswith(_FACT):
            told.facts.setdefault(name.removeprefix(_FACT), []).append(value)
        elif name == "more":
            told.more = [*told.more, value][:_MORE]
        elif name in ("case", "procedure", "kind", "date", "actor", "id", "corrects"):
            setattr(told, name, value.strip())
    return told


async def _shown(visit: Visit, told: Told, *, look: bool, status: int = 200) -> Response:
    law, on = visit.law(), visit.on
    problem = _added(visit, told, law.vocabulary)

    def work(monitor: Monitor) -> Desk:
        case = _case(monitor, told, on)
        chosen = _filled(told, case, monitor, on)
        officers = list(dict.fromkeys(event.actor for event in case.log if event.actor)) if case is not None else []
        if not look or not chosen or problem is not None:
            return Desk(case, officers, None, problem)
        try:
            return Desk(case, officers, preview(monitor, raw_event(told, law.vocabulary), on), None)
        except Error as error:
            return Desk(case, officers, None, error)

    desk = await of_place(visit, work)
    procedure = law.procedures.all.get(told.procedure)
    title = visit.t("更正一个事件", "Correct an event") if told.corrects else visit.t("报一个事件", "Tell an event")
    if desk.status is None and not told.corrects:
        title = visit.t("开始一个案件", "Begin a case")
    return visit.page(
        "following/event.html.j2",
        status=422 if status == 422 or (desk.seen is not None and not _fits(desk.seen)) else 200,
        title=title,
        law=law,
        say=Words(visit, law.procedures),
        on=on,
        told=told,
        desk=desk,
        procedures=procedures_of(law),
        procedure=procedure,
        kinds=() if procedure is None else law.procedures.kinds(procedure),
        fields=_fields(told, procedure, law),
        vocabulary=law.vocabulary,
        raw=_pairs(told),
        fits=desk.seen is not None and _fits(desk.seen),
    )


def _fits(seen: Preview) -> bool:
    """Whether the event may be told: one that is refused may not."""
    return seen.taken or seen.repeated


def _case(monitor: Monitor, told: Told, on: dt.date) -> CaseStatus | None:
    """The case, as it stands once all its events have happened."""
    if not told.case:
        return None
    try:
        return monitor.status(told.case)
    except UnknownCase:
        return None


def _filled(told: Told, case: CaseStatus | None, monitor: Monitor, on: dt.date) -> bool:
    """Fill what nobody entered: from the event that is corrected, from the case, else what is most likely.

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
        told.kind = procedure.beginning if case is None or case.procedure != procedure.id else _next_kind(case)
    told.date = told.date or on.isoformat()
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


def raw_event(told: Told, vocabulary: Vocabulary) -> dict[str, object]:
    """The event as a monitor takes it.

    Raises:
        BadArgument: something that every event has is missing.
    """
    found: dict[str, object] = {}
    for name, chinese in (("case", "案件编号"), ("procedure", "程序"), ("kind", "事件"), ("date", "日期")):
        found[name] = getattr(told, name)
        if not found[name]:
            raise BadArgument(f"请填写{chinese}。", english=f"Enter the {name}.", argument=name)
    found |= {name: getattr(told, name) for name in ("id", "actor", "corrects") if getattr(told, name)}
    for name, texts in told.facts.items():
        given = [text.strip() for text in texts if text.strip()]
        if given:
            found[name] = _value(vocabulary.facts[name], given) if name in vocabulary.facts else given[-1]
    return found


def _value(fact: Fact, texts: list[str]) -> object:
    """What was entered as a value of a fact; what is none stays a text, which is then refused with its reason."""
    text = texts[-1]
    match fact.type:
        case FactType.BOOL:
            return {"true": True, "false": False}.get(text, text)
        case FactType.INT:
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text
        case FactType.LIST:
            return texts
    return text


def _pairs(told: Told) -> list[tuple[str, str]]:
    """The form as hidden fields."""
    pairs = [(name, getattr(told, name)) for name in ("case", "procedure", "kind", "date", "actor", "id", "corrects")]
    pairs += [(f"{_FACT}{name}", text) for name, texts in told.facts.items() for text in texts if text.strip()]
    return [pair for pair in pairs if pair[1]]


async def tell(visit: Visit) -> Response:
    """``POST /cases/event``: the event is told, unless it would be refused."""
    form: Form = await visit.form()
    told = _told(form)
    law, on = visit.law(), visit.on
    event = raw_event(told, law.vocabulary)

    def work(monitor: Monitor) -> bool:
        if not _fits(preview(monitor, event, on)):
            return False
        monitor.ingest([event])
        return True

    if not await of_place(visit, work):
        return await _shown(visit, told, look=True, status=422)
    on_or_later = {"on": told.date} if visit.query.get("on") and told.date > visit.query["on"] else {}
    return visit.to("/cases/case", {**visit.carried(), **on_or_later}, case=told.case, told=told.id)
