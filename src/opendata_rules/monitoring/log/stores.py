"""Where the log of events is kept. The log is the state; what is kept beside it can be made from it again.

A batch of events is written whole or not at all, together with what its cases come to. While a batch is being taken,
nobody else can write.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from ...answers.result import plain
from ...storage.database import Purpose
from ...vocabulary.words import Words
from ..events import Event, Reason
from ..outcomes import Outcome, owes
from ..results.answer import Move, Reject

#: What the store of a monitor is for.
CASES = Purpose(
    "案件存储",
    "store of cases",
    "请用备份恢复，或者把事件重新报到新的存储",
    "restore a copy, or tell the events to a new store",
)


class Kept(NamedTuple):
    """What a case came to, and under which knowledge (its number in the store)."""

    outcome: Outcome
    knowledge: int

    def revised(self, knowledge: int) -> int:
        """How often the case has been looked at under other knowledge, once it is looked at under this."""
        return self.outcome.revised + (self.knowledge != knowledge)


@dataclass(slots=True)
class Batch:
    """What is written together; ``gone`` are cases of which no event is left."""

    events: list[Event] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


class Store(Protocol):
    """A place for the log of one monitor."""

    def writing(self) -> AbstractContextManager[object]:
        """Within, nobody else writes; what was written is durable at the end, or gone if that is not reached."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def learn(self, place: str, knowledge: str, words: Words, rules: Mapping[str, str | None]) -> int:
        """Number of a state of knowledge, which is plain JSON; the store is of one place for ever.

        Args:
            place: id of the place.
            knowledge: what the answers depend on.
            words: the facts and procedures of the place, to read what was written.
            rules: the rules that outcomes may name, by id: the step whose term each sets, if it sets one.

        Raises:
            BadStore: it is of another place, or is damaged.
        """

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """The events of these ids, as far as they are in the log."""

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """The events of these cases, as they were taken, without those that an event of another case corrects."""

    def correcting(self, ids: Collection[str]) -> dict[str, set[str]]:
        """The cases of the events that correct these, by their ids."""

    def bearing(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """Every event that bears on these cases, as they were taken: their own, corrected or not, and those of other
        cases that correct one of them."""

    def log(self) -> Iterator[Event]:
        """Every event, in the order in which they were taken."""

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """What these cases came to."""

    def search(self, knowledge: int, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Kept]:
        """What cases came to, by case: those that owe something or broke a rule, as asked for, those with events after
        a day, and those last looked at under other knowledge."""

    def aside(self, knowledge: int) -> Iterator[Kept]:
        """What cases came to that have events which do not count, or were looked at under other knowledge."""

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
        self._correcting: dict[str, set[str]] = {}
        self._rejects: dict[tuple[str, Reason], Reject] = {}

    def writing(self) -> AbstractContextManager[object]:
        """See :class:`Store`."""
        return nullcontext()

    @property
    def name(self) -> str:
        """See :class:`Store`."""
        return "内存"

    def learn(self, place: str, knowledge: str, words: Words, rules: Mapping[str, str | None]) -> int:
        """See :class:`Store`; a log in memory is of one monitor."""
        return 1

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """See :class:`Store`."""
        return {name: self._events[name] for name in ids if name in self._events}

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`Store`."""
        found: dict[str, list[Event]] = {}
        for case in cases:
            told = self._by_case.get(case, ())
            here = [event for event in told if not self._correcting.get(event.id, set()) - {case}]
            if here:
                found[case] = here
        return found

    def bearing(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`Store`."""
        found: dict[str, list[Event]] = {case: list(self._by_case[case]) for case in cases if case in self._by_case}
        own = {event.id: case for case, events in found.items() for event in events}
        for event in self._events.values():
            case = own.get(event.corrects or "")
            if case is not None and case != event.case:
                found[case].append(event)
        return found

    def correcting(self, ids: Collection[str]) -> dict[str, set[str]]:
        """See :class:`Store`."""
        return {name: self._correcting[name] for name in ids if name in self._correcting}

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

    def aside(self, knowledge: int) -> Iterator[Kept]:
        """See :class:`Store`."""
        return (Kept(outcome, 1) for _, outcome in sorted(self._outcomes.items()) if outcome.aside)

    def cases(self) -> Iterator[str]:
        """See :class:`Store`."""
        return iter(sorted(self._outcomes))

    def write(self, batch: Batch, knowledge: int) -> None:
        """See :class:`Store`."""
        for event in batch.events:
            self._events[event.id] = event
            self._by_case.setdefault(event.case, []).append(event)
            if event.corrects is not None:
                self._correcting.setdefault(event.corrects, set()).add(event.case)
        for outcome in batch.outcomes:
            self._outcomes[outcome.case] = outcome
        for case in batch.gone:
            self._outcomes.pop(case, None)
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


def mark(reject: Reject) -> str:
    """What tells one rejected event from another: the same event rejected again is kept once."""
    return json.dumps(plain(reject.event), ensure_ascii=False, sort_keys=True)


def not_told(store: Store, events: Iterable[Event]) -> tuple[str, ...]:
    """Ids that the events of a case correct and that the log does not have."""
    wanted = dict.fromkeys(event.corrects for event in events if event.corrects is not None)
    known = store.known(wanted) if wanted else {}
    return tuple(name for name in wanted if name not in known)
