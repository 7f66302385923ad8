"""Events: what a platform tells of its cases, and an event as one line of text."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, NamedTuple

from ..answers.result import plain
from ..values import Json, Term
from ..vocabulary.facts import FactValue, Vocabulary
from .rows import a_text, parsed, reading

#: What an event has besides facts.
FIELDS = ("id", "case", "procedure", "kind", "date", "actor", "corrects")
_FIELDS = frozenset(FIELDS)


class Reason(Term):
    """Why an event is kept aside."""

    NOT_AN_EVENT = "not_an_event"
    TOO_DEEP = "too_deep"
    MISSING_FIELD = "missing_field"
    BAD_FIELD = "bad_field"
    UNKNOWN_FACT = "unknown_fact"
    BAD_FACT = "bad_fact"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    UNKNOWN_KIND = "unknown_kind"
    NO_RULE = "no_rule"
    SAME_ID = "same_id"
    OTHER_PROCEDURE = "other_procedure"
    CIRCULAR = "circular_correction"
    TOO_EARLY = "before_beginning"


#: What they are called in English.
REASON_TERMS = {
    Reason.NOT_AN_EVENT: "it is no event: no mapping of names to values, or no complete line of JSON",
    Reason.TOO_DEEP: "it holds something nested too deeply, or too large a number",
    Reason.MISSING_FIELD: "a field that every event has is missing",
    Reason.BAD_FIELD: "a field is not what it should be",
    Reason.UNKNOWN_FACT: "a fact is not known here",
    Reason.BAD_FACT: "a fact has a value that it cannot have",
    Reason.UNKNOWN_PROCEDURE: "the procedure is not known here",
    Reason.UNKNOWN_KIND: "the procedure has no such kind of event",
    Reason.NO_RULE: "no collected provision of the place regulates the procedure",
    Reason.SAME_ID: "another event has the same id and other content",
    Reason.OTHER_PROCEDURE: "its case is one of another procedure",
    Reason.CIRCULAR: "it corrects itself, or two events correct each other",
    Reason.TOO_EARLY: "it is dated before its case began",
}


class Event(NamedTuple):
    """An event that was taken.

    Attributes:
        id: its own id.
        case: id of the case.
        procedure: id of the procedure.
        kind: kind of event within it.
        date: the day it happened.
        actor: who did it; empty where that is not told.
        facts: facts told, by id.
        corrects: id of the event that it replaces.
    """

    id: str
    case: str
    procedure: str
    kind: str
    date: dt.date
    actor: str
    facts: tuple[tuple[str, FactValue], ...]
    corrects: str | None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types, as an event is told."""
        told: dict[str, Any] = {
            "id": self.id,
            "case": self.case,
            "procedure": self.procedure,
            "kind": self.kind,
            "date": self.date.isoformat(),
        }
        if self.actor:
            told["actor"] = self.actor
        if self.corrects is not None:
            told["corrects"] = self.corrects
        told.update((name, plain(value)) for name, value in self.facts)
        return told


class Unreadable(NamedTuple):
    """A line of a feed that is no event: what it says, and why it cannot be read."""

    line: str
    why: str


class Refused(Exception):
    """An event cannot be taken."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text


def as_text(name: Any) -> Any:
    """An id as text: a number and the same number in quotes are one id."""
    return str(name) if type(name) is int else name


def content(event: Event) -> str:
    """The event as one line of JSON: the same event gives the same line."""
    return json.dumps(event.to_dict(), ensure_ascii=False, separators=(",", ":"))


def restored(text: object, vocabulary: Vocabulary) -> Event:
    """The event of a line made by :func:`content`.

    Args:
        text: the line.
        vocabulary: the facts of the place that it was told of.

    Raises:
        Damaged: the line is none, or a fact of it no longer fits the vocabulary.
    """
    with reading():
        told = parsed(text)
        names = [name for name in told if name not in _FIELDS]
        facts: tuple[tuple[str, FactValue], ...] = ()
        if names:
            facts = tuple(sorted(vocabulary.normalise({name: told[name] for name in names}).items()))
        corrects = told.get("corrects")
        return Event(
            a_text(told["id"]),
            a_text(told["case"]),
            a_text(told["procedure"]),
            a_text(told["kind"]),
            dt.date.fromisoformat(told["date"]),
            a_text(told.get("actor", "")),
            facts,
            None if corrects is None else a_text(corrects),
        )
