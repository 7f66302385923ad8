"""Where the log of events is kept. The log is the state; what is kept beside it can be made from it again.

A batch of events is written whole or not at all, together with what its cases come to. While a batch is being taken,
nobody else can write.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from ..results import plain
from ..terms import StepState
from ..vocabulary import vocabulary
from .assessor import BreachOutcome, Outcome, StepOutcome
from .events import Event, Reason
from .results import BreachKind, Move, Reject


class Kept(NamedTuple):
    """What a case came to, and under which knowledge (its number in the store)."""

    outcome: Outcome
    knowledge: int


@dataclass(slots=True)
class Batch:
    """What is written together."""

    events: list[Event] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


class Store(Protocol):
    """A place for the log of one monitor."""

    def writing(self) -> AbstractContextManager[object]:
        """Within, nobody else writes; what was written is durable at the end, or gone if that is not reached."""

    def learn(self, place: str, knowledge: str) -> int:
        """Number of a state of knowledge, which is plain JSON; the store is of one place for ever.

        Raises:
            BadStore: it is of another place.
        """

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """The events of these ids, as far as they are in the log."""

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """The events of these cases, in the order in which they were taken."""

    def log(self) -> Iterator[Event]:
        """Every event, in the order in which they were taken."""

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """What these cases came to."""

    def search(self, knowledge: int, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Kept]:
        """What cases came to, by case: those that owe something or broke a rule, as asked for, those with events after
        a day, and those last looked at under other knowledge."""

    def early(self, knowledge: int) -> Iterator[Kept]:
        """What cases came to that have events dated before their beginning, or were looked at under other knowledge."""

    def cases(self) -> Iterator[str]:
        """Ids of all cases, sorted."""

    def write(self, batch: Batch, knowledge: int) -> None:
        """Add to the log, and keep what its cases come to."""

    def rejects(self) -> Iterator[Reject]:
        """What was kept aside, in order."""

    def moves(self, knowledge: int) -> Iterator[Move]:
        """The last days that moved under a state of knowledge, in order."""

    def close(self) -> None:
        """Let go of what is held."""


class MemoryStore:
    """The log in memory."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._by_case: dict[str, list[Event]] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._rejects: dict[tuple[str, Reason], Reject] = {}

    def writing(self) -> AbstractContextManager[object]:
        """See :class:`Store`."""
        return nullcontext()

    def learn(self, place: str, knowledge: str) -> int:
        """See :class:`Store`; a log in memory is of one monitor."""
        return 1

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """See :class:`Store`."""
        return {name: self._events[name] for name in ids if name in self._events}

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`Store`."""
        return {case: list(self._by_case[case]) for case in cases if case in self._by_case}

    def log(self) -> Iterator[Event]:
        """See :class:`Store`."""
        return iter(list(self._events.values()))

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """See :class:`Store`."""
        return {case: Kept(self._outcomes[case], 1) for case in cases if case in self._outcomes}

    def search(self, knowledge: int, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Kept]:
        """See :class:`Store`."""
        for case in sorted(self._outcomes):
            outcome = self._outcomes[case]
            if (on is not None and outcome.last > on) or (owing and owes(outcome)) or (broken and outcome.breaches):
                yield Kept(outcome, 1)

    def early(self, knowledge: int) -> Iterator[Kept]:
        """See :class:`Store`."""
        return (Kept(outcome, 1) for _, outcome in sorted(self._outcomes.items()) if outcome.early)

    def cases(self) -> Iterator[str]:
        """See :class:`Store`."""
        return iter(sorted(self._outcomes))

    def write(self, batch: Batch, knowledge: int) -> None:
        """See :class:`Store`."""
        for event in batch.events:
            self._events[event.id] = event
            self._by_case.setdefault(event.case, []).append(event)
        for outcome in batch.outcomes:
            self._outcomes[outcome.case] = outcome
        for reject in batch.rejects:
            self._rejects.setdefault((mark(reject), reject.code), reject)

    def rejects(self) -> Iterator[Reject]:
        """See :class:`Store`."""
        return iter(list(self._rejects.values()))

    def moves(self, knowledge: int) -> Iterator[Move]:
        """See :class:`Store`; nothing is known later than at the beginning."""
        return iter(())

    def close(self) -> None:
        """See :class:`Store`."""


def owes(outcome: Outcome) -> bool:
    """Whether a step of a case is not done and has a last day."""
    return any(step.state is StepState.PENDING and step.last is not None for step in outcome.steps)


def mark(reject: Reject) -> str:
    """What tells one rejected event from another: the same event rejected again is kept once."""
    return json.dumps(plain(reject.event), ensure_ascii=False, sort_keys=True)


# -- as text ----------------------------------------------------------------------------------------------------------


def encoded(outcome: Outcome) -> str:
    """An outcome as one line of JSON."""
    told = {
        "procedure": outcome.procedure,
        "officer": outcome.officer,
        "last": outcome.last.isoformat(),
        "began": outcome.began,
        "steps": [
            [s.id, s.state, _iso(s.trigger), _iso(s.actual), _iso(s.first), _iso(s.last), s.least, s.triggered_by]
            for s in outcome.steps
        ],
        "breaches": [
            [b.kind, b.rule, b.step, [day.isoformat() for day in b.dates], b.events, b.lacking]
            for b in outcome.breaches
        ],
        "early": outcome.early,
        "facts": {name: plain(value) for name, value in outcome.facts},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def decoded(case: str, text: str) -> Outcome:
    """The outcome of a line made by :func:`encoded`."""
    told: dict[str, Any] = json.loads(text)
    return Outcome(
        case=case,
        procedure=told["procedure"],
        officer=told["officer"],
        last=dt.date.fromisoformat(told["last"]),
        began=told["began"],
        steps=tuple(
            StepOutcome(name, StepState(state), _day(trigger), _day(actual), _day(first), _day(last), least, by)
            for name, state, trigger, actual, first, last, least, by in told["steps"]
        ),
        breaches=tuple(
            BreachOutcome(
                BreachKind(kind), rule, step, tuple(map(dt.date.fromisoformat, dates)), tuple(events), tuple(lacking)
            )
            for kind, rule, step, dates, events, lacking in told["breaches"]
        ),
        early=tuple(told["early"]),
        facts=tuple(vocabulary().normalise(told["facts"]).items()),
    )


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def moves_between(before: Outcome, after: Outcome, labels: dict[str, str]) -> Iterable[Move]:
    """The last days of a case that are others than they were."""
    then = {step.id: step for step in before.steps}
    for step in after.steps:
        old = then.get(step.id)
        if old is not None and (old.first, old.last) != (step.first, step.last):
            yield Move(after.case, after.procedure, step.id, labels[step.id], _span(old), _span(step))


def _span(step: StepOutcome) -> tuple[dt.date, ...]:
    return tuple(dict.fromkeys(day for day in (step.first, step.last) if day is not None))
