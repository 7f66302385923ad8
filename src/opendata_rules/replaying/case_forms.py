"""The receipts that a monitor issues: what each kind holds."""

from __future__ import annotations

from typing import Literal

from .pieces import CalendarDigests, Count, Day, Event, Events, Form, Id, Options, Outcome, Receipt, StepGist


class CaseOptions(Options):
    """See ``monitor.status``: the case, the day, its events, and which ids they correct that the log did not have."""

    case: str
    on: Day
    events: Events
    missing: list[str]


class BreachGist(Form):
    """What was broken."""

    kind: Id
    rule: Id
    step: Id


class CaseOutcome(Outcome):
    """The gist of the standing of a case."""

    steps: dict[Id, StepGist]
    breaches: list[BreachGist]


class CaseReceipt(Receipt):
    """The receipt of the standing of a case."""

    kind: Literal["case"]
    options: CaseOptions
    calendar: CalendarDigests
    outcome: CaseOutcome


class OwedOptions(Options):
    """See ``monitor.due``: one step of one case, with its events."""

    case: str
    step: Id
    on: Day
    events: Events


class OwedOutcome(Outcome):
    """The gist of what is owed."""

    state: Id
    latest: Day


class OwedReceipt(Receipt):
    """The receipt of what is owed."""

    kind: Literal["owed"]
    options: OwedOptions
    calendar: CalendarDigests
    outcome: OwedOutcome


class BreachOptions(Options):
    """See ``monitor.breaches``: one breach in one case, with its events."""

    case: str
    kind: Id
    rule: Id
    step: Id
    dates: list[Day]
    on: Day | None
    events: Events


class BreachOutcome(Outcome):
    """The gist of a breach."""

    kind: Id
    rule: Id
    step: Id


class BreachReceipt(Receipt):
    """The receipt of a breach."""

    kind: Literal["breach"]
    options: BreachOptions
    calendar: CalendarDigests
    outcome: BreachOutcome


class AgendaOptions(Options):
    """The day of an agenda, with the events of all cases on it."""

    on: Day
    events: list[Event]


class AgendaOutcome(Outcome):
    """The gist of an agenda: how many of each."""

    overdue: Count
    today: Count
    this_week: Count
    later: Count
    breaches: Count


class AgendaReceipt(Receipt):
    """The receipt of an agenda."""

    kind: Literal["agenda"]
    options: AgendaOptions
    calendar: CalendarDigests
    outcome: AgendaOutcome
