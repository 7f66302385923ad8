"""The case monitor: what is owed in every case, by whom, until when, and what was done late or too early.

A platform tells the events of its cases, in any order and any number of times; the log of events is the state. The
rules are those of the packs; they run in a network of ``durable-rules`` (:mod:`.engine`), one session for each look at
a case.
"""

from __future__ import annotations

from .events import FIELDS, Event, Reason, regulates
from .monitors import Monitor, monitor
from .results.answer import BREACH_TERMS, Breach, BreachKind, CaseStatus, Counts, Move, Owed, Reject, Unproven

__all__ = [
    "BREACH_TERMS",
    "FIELDS",
    "Breach",
    "BreachKind",
    "CaseStatus",
    "Counts",
    "Event",
    "Monitor",
    "Move",
    "Owed",
    "Reason",
    "Reject",
    "Unproven",
    "monitor",
    "regulates",
]
