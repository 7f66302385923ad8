"""The question of a receipt that a monitor issued, put to a monitor that holds the events of the receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ..answers.receipts import Receipted
from ..errors import ReceiptMismatch
from ..law import Law
from ..monitoring.monitors import Monitor, monitor
from .case_forms import AgendaOptions, BreachOptions, CaseOptions, OwedOptions

T = TypeVar("T")


def answer_of(law: Law, asked: CaseOptions | OwedOptions | BreachOptions | AgendaOptions) -> Receipted:
    """The answer of today.

    Raises:
        ReceiptMismatch: the events cannot be taken, or they do not come to such an answer.
    """
    held = _holding(law, asked.events)
    match asked:
        case CaseOptions():
            found = held.status(asked.case, on=_day(asked.on))
            if not set(asked.missing) <= set(found.missing):
                raise _no_such()
            # What else the log held was not of this case.
            return replace(found, missing=tuple(asked.missing))
        case OwedOptions():
            owed = held.due(_day(asked.on))
            return _only(one for one in owed if (one.case, one.step) == (asked.case, asked.step))
        case BreachOptions():
            broken = held.breaches(None if asked.on is None else _day(asked.on))
            wanted = (asked.case, asked.kind, asked.rule, asked.step, tuple(map(_day, asked.dates)))
            return _only(one for one in broken if (one.case, one.kind, one.rule, one.step, one.dates) == wanted)
        case AgendaOptions():
            from ..monitoring.reports.agenda import agenda

            return agenda(held, _day(asked.on))


def _holding(law: Law, events: Iterable[Mapping[str, Any]]) -> Monitor:
    """A monitor with these events in its log, and no others."""
    events = list(events)
    held = monitor(law)
    held.ingest(events)
    # Events that do not count in their case were taken all the same, and the log of the receipt held them.
    if sum(1 for _ in held.events()) != len(events):
        raise ReceiptMismatch(
            "凭据中的事件不能收进：不是事件，或者同一事件写了两次。",
            english="the events of the receipt cannot be taken: one is no event, or stands there twice.",
            nearest=["options.events"],
            argument="receipt",
        )
    return held


def _only(found: Iterable[T]) -> T:
    one = list(found)
    if len(one) != 1:
        raise _no_such()
    return one[0]


def _no_such() -> ReceiptMismatch:
    return ReceiptMismatch(
        "凭据中的事件得不出这样的结果。",
        english="the events of the receipt do not come to such an answer.",
        nearest=["outcome"],
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
