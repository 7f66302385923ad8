"""What was broken in a case of a procedure: its events as a monitor is told them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from ...monitoring.monitors import monitor
from ...monitoring.results.answer import Breach
from ...norms.order import LegalOrder
from ...vocabulary.procedures import Procedure
from .told import Told, add, cited, refs_of

_CASE = "1"


def told_to_a_monitor(
    law: LegalOrder,
    procedure: Procedure,
    trigger: dt.date,
    done: Mapping[str, dt.date],
    until: dt.date,
    facts: Mapping[str, object],
) -> tuple[tuple[Breach, ...], list[str]]:
    """What was broken by a day, and why an event cannot be told, in Chinese.

    Args:
        law: the law of the place.
        procedure: the procedure of the case.
        trigger: the day it began; all facts are told then.
        done: the days of its steps, events and acts, by id.
        until: the day looked at.
        facts: the known facts.
    """
    watching = monitor(law, engine="builtin")
    days = {procedure.beginning: trigger, **done}
    of_case = {"case": _CASE, "procedure": procedure.id}
    events = [
        {**of_case, "id": kind, "kind": kind, "date": day, **(facts if kind == procedure.beginning else {})}
        for kind, day in days.items()
    ]
    watching.ingest(events)
    rejected = [one.reason for one in watching.rejects()]
    if rejected:
        return (), rejected
    return watching.status(_CASE, on=until).breaches, []


def of_breaches(breaches: Iterable[Breach]) -> Told:
    """What a monitor tells about the rules that were broken in a case."""
    told: Told = {}
    for one in breaches:
        content = cited(one.citation, one.gist, force=one.force, actor=one.actor)
        add(told, one.rule, {**content, "consequences": refs_of(one.consequence)})
    return told
