"""The monitor of the cases of one place."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

from ..answers.deadlines.computation import deadline, plain_date
from ..answers.deadlines.schedules import ScheduledStep
from ..answers.result import plain
from ..errors import UnknownCase
from ..norms.order import LegalOrder
from ..norms.warnings import contradiction
from ..version import __version__
from ..vocabulary.terms import ReceiptPolicy, StepState
from .assessor import Assessor
from .events import Event, EventReader, Reason, Refused, Unreadable, as_text
from .history import History, history_of
from .outcomes import Outcome, moves_between
from .results import Breach, CaseStatus, Counts, Move, Owed, Reject
from .stores import Batch, MemoryStore, Store

#: Events that are taken together, and cases that are looked at together.
_AT_ONCE = 1000
_POSTGRES = ("postgresql://", "postgres://")
_POLICY = ReceiptPolicy.RECEIPT_INSTANT
P = ParamSpec("P")
R = TypeVar("R")


def monitor(law: LegalOrder, store: str | Path | None = None) -> Monitor:
    """A monitor of the cases of a place.

    Args:
        law: the law of the place. Its date is no clock: every term is under the law of the day it runs from.
        store: where the log is kept: ``None`` in memory, a path in an SQLite file, ``postgresql://…`` in PostgreSQL.

    Raises:
        MissingExtra: the extra ``monitor`` is not installed or cannot be imported on this interpreter, or the store
            needs one that is not.
        BadStore: the store is none, or is of another place.
    """
    return Monitor(law, _store(store))


def _store(store: str | Path | None) -> Store:
    if store is None:
        return MemoryStore()
    from .sql_stores import PostgresStore, SqliteStore

    if isinstance(store, str) and store.startswith(_POSTGRES):
        return PostgresStore(store)
    return SqliteStore(store)


def _alone(method: Callable[Concatenate[Monitor, P], R]) -> Callable[Concatenate[Monitor, P], R]:
    """A method that one thread at a time runs, since the engine has one session at a time."""

    @functools.wraps(method)
    def run(self: Monitor, /, *given: P.args, **named: P.kwargs) -> R:
        with self._lock:
            return method(self, *given, **named)

    return run


class Monitor:
    """What is owed in the cases of a place, and what was done wrong. Made by :func:`opendata_rules.monitor`.

    The log of events is the state: the same log gives the same answers, in whatever order it came. Nothing is judged
    against a clock. Threads may share a monitor, which answers them one after the other; monitors may share a store.
    """

    def __init__(self, law: LegalOrder, store: Store) -> None:
        self.law = law
        self._assessor = Assessor(law)
        self._reader = EventReader(law)
        self._store = store
        self._knowledge = store.learn(law.place.id, _knowledge(law), law.vocabulary)
        self._lock = threading.RLock()

    # -- telling ----------------------------------------------------------------------------------------------------

    def ingest(self, events: Iterable[object], *, progress: Callable[[int], None] | None = None) -> Counts:
        """Take events, in any order; on return they are in the log for good.

        An event known already, with the same content, changes nothing. One that cannot be taken is kept aside with
        its reason (see :meth:`rejects`) and stops none of the others.

        Args:
            events: mappings with ``id``, ``case``, ``procedure``, ``kind``, ``date``; ``actor``, ``corrects`` and any
                facts of the vocabulary where they are known.
            progress: told the number of events taken, repeated or rejected, after each batch.

        Raises:
            TypeError: ``events`` is one event, or a text.
            BadStore: the store cannot be written.
        """
        if isinstance(events, Mapping | str | bytes):
            raise TypeError("ingest 要一组事件，例如一个列表。 (ingest takes an iterable of events)")
        accepted = repeated = rejected = 0
        waiting = iter(events)
        while some := list(islice(waiting, _AT_ONCE)):
            with self._lock, self._store.writing():
                counts = self._take(some)
            accepted, repeated, rejected = (
                accepted + counts.accepted,
                repeated + counts.repeated,
                rejected + counts.rejected,
            )
            if progress is not None:
                progress(len(some))
        return Counts(accepted, repeated, rejected)

    def _take(self, some: list[object]) -> Counts:
        batch = Batch()
        read: list[tuple[Event, object]] = []
        for raw in some:
            found = self._read(raw)
            if isinstance(found, Event):
                read.append((found, raw))
            else:
                batch.rejects.append(found)
        repeated = 0
        known = self._store.known({event.id for event, _ in read})
        new: dict[str, tuple[Event, object]] = {}
        for event, raw in read:
            before = new[event.id][0] if event.id in new else known.get(event.id)
            if before is None:
                new[event.id] = event, raw
            elif before == event:
                repeated += 1
            else:
                text = f"编号 {event.id} 的事件已经有了，内容不同；更正要用新的编号，写 corrects。"
                batch.rejects.append(_rejected(raw, Reason.SAME_ID, text))
        aside = self._add(new, batch) if new else 0
        rejected = len(some) - repeated - len(batch.events) + aside
        self._store.write(batch, self._knowledge)
        return Counts(len(batch.events) - aside, repeated, rejected)

    def _read(self, raw: object) -> Event | Reject:
        """The event, or why there is none."""
        try:
            try:
                return self._reader.read(raw)
            except Refused as refused:
                return _rejected(raw, refused.reason, refused.text)
        except (RecursionError, ValueError):
            return Reject(_outline(raw), Reason.TOO_DEEP, "事件里有套得太深的内容或者太大的数字。")

    def _add(self, new: dict[str, tuple[Event, object]], batch: Batch) -> int:
        """Add new events to their cases; returns how many of them do not count there."""
        by_case: dict[str, list[Event]] = {}
        for event, _ in new.values():
            by_case.setdefault(event.case, []).append(event)
        stored = self._store.events(by_case)
        for case, events in by_case.items():
            strays = _strays(stored.get(case, []), events)
            for event in events:
                if event.id in strays:
                    label = self.law.procedures.all[strays[event.id]].label
                    text = f"案件 {case} 办的是“{label}”；一个案件只办一个程序。"
                    batch.rejects.append(_rejected(new[event.id][1], Reason.OTHER_PROCEDURE, text))
                else:
                    batch.events.append(event)
        elsewhere = self._corrected_elsewhere(batch.events)
        others = {event.case for event in elsewhere.values()} - by_case.keys()
        if others:
            stored |= self._store.events(others)
        self._catch_up(stored, batch)
        live = {case: [event for event in events if event.id not in elsewhere] for case, events in stored.items()}
        for event in batch.events:
            if event.id not in elsewhere:
                live.setdefault(event.case, []).append(event)
        aside = 0
        for case in dict.fromkeys([*by_case, *others]):
            if not live.get(case):
                batch.gone.append(case)
                continue
            outcome, _ = self._assessor.assess(live[case])
            batch.outcomes.append(outcome)
            if outcome.aside:
                aside += sum(event.id in outcome.aside for event in by_case.get(case, ()))
        return aside

    def _corrected_elsewhere(self, events: list[Event]) -> dict[str, Event]:
        """The events, new ones or others, that the new ones show to be corrected by an event of another case, by id."""
        new = {event.id: event for event in events}
        targets = [event.corrects for event in events if event.corrects is not None and event.corrects not in new]
        known = new | (self._store.known(targets) if targets else {})
        found = {}
        for event in events:
            target = known.get(event.corrects or "")
            if target is not None and target.case != event.case:
                found[target.id] = target
        for name, cases in self._store.correcting(new).items():
            if cases - {new[name].case}:
                found[name] = new[name]
        return found

    def _catch_up(self, stored: dict[str, list[Event]], batch: Batch) -> None:
        """Note which last days moved for cases that were last looked at under other knowledge."""
        for case, kept in self._store.kept(stored).items():
            if kept.knowledge != self._knowledge:
                batch.moves += self._moves(kept.outcome, self._assessor.assess(stored[case])[0])

    # -- asking -----------------------------------------------------------------------------------------------------

    @_alone
    def status(self, case: str, *, on: dt.date | None = None) -> CaseStatus:
        """Where a case stands.

        Args:
            case: id of the case.
            on: the day the states speak of; what happened later has not happened yet. By default the date of the law
                or the day of the last event, whichever is later.

        Raises:
            UnknownCase: the log has no event of it.
            TypeError: ``on`` is not a plain date.
        """
        case = str(as_text(case))
        events = self._store.events([case]).get(case)
        if not events:
            near = difflib.get_close_matches(str(case), islice(self._store.cases(), 100_000), n=3)
            raise UnknownCase(f"没有编号为“{case!s:.60}”的案件。", nearest=near)
        whole = history_of(events, self.law.procedures)
        asked = max(self.law.on, whole.last) if on is None else plain_date(on, "on")
        outcome, history = self._assessor.assess(events, asked)
        breaches = [*outcome.breaches]
        breaches += [self._assessor.past_due(outcome, step, asked) for step in self._assessor.overdue(outcome, asked)]
        steps = self._scheduled(outcome, history, asked)
        found = tuple(self._assessor.breach(outcome, one) for one in breaches)
        warnings = [warning for step in steps if step.deadline is not None for warning in step.deadline.warnings]
        warnings += [warning for breach in found for warning in breach.warnings]
        contradictory = contradiction(history.known(), self.law.vocabulary) if history.live else None
        warnings += [contradictory] if contradictory else []
        return CaseStatus(
            procedure=outcome.procedure,
            trigger=whole.began or (whole.live or [event for event, _ in whole.aside])[0].date,
            on=asked,
            steps=steps,
            warnings=tuple(dict.fromkeys(warnings)),
            order=self.law,
            stated=tuple(sorted(history.told.items())),
            actual=tuple(sorted((kind, day) for kind, day in whole.days.items() if kind != whole.procedure.beginning)),
            policy=_POLICY,
            case=case,
            breaches=found,
            events=tuple(history.live),
            unproven=tuple(self._assessor.unproven(history)),
            began=whole.began is not None,
            missing=self._missing(events),
        )

    def _missing(self, events: list[Event]) -> tuple[str, ...]:
        """Ids that the events of a case correct and that the log does not have."""
        wanted = dict.fromkeys(event.corrects for event in events if event.corrects is not None)
        known = self._store.known(wanted) if wanted else {}
        return tuple(name for name in wanted if name not in known)

    def _scheduled(self, outcome: Outcome, history: History, on: dt.date) -> tuple[ScheduledStep, ...]:
        found = []
        overdue = {step.id for step in self._assessor.overdue(outcome, on)}
        for step, result in zip(history.procedure.steps, outcome.steps, strict=True):
            term = None
            if result.trigger is not None:
                term = deadline(self.law, step.name, result.trigger, history.told, _POLICY)
            state = StepState.OVERDUE if step.id in overdue else result.state
            trigger = step.trigger_for(history.told)
            found.append(ScheduledStep(step.id, step.label, trigger, term, result.actual, state))
        return tuple(found)

    @_alone
    def due(self, on: dt.date) -> tuple[Owed, ...]:
        """The steps not done whose last day is on or after a day, and those overdue on it, by last day.

        A step without a last day (no number in the text, or one that nobody can tell) is not among them; see
        :meth:`status`.

        Raises:
            TypeError: ``on`` is not a plain date.
        """
        plain_date(on, "on")
        found = []
        for outcome in self._outcomes(on, owing=True, broken=False):
            overdue = {step.id for step in self._assessor.overdue(outcome, on)}
            for step in outcome.steps:
                if step.state is not StepState.PENDING or step.last is None:
                    continue
                if step.id in overdue or step.last >= on:
                    found.append(self._owed(outcome, step.id, on, overdue=step.id in overdue))
        return tuple(sorted(found, key=lambda owed: (owed.last, owed.case, owed.step)))

    def _owed(self, outcome: Outcome, name: str, on: dt.date, *, overdue: bool) -> Owed:
        step = next(step for step in outcome.steps if step.id == name)
        term = self._assessor.deadline(outcome, step)
        return Owed(
            case=outcome.case,
            procedure=outcome.procedure,
            step=name,
            label=self.law.procedures.event_name(self.law.procedures.all[outcome.procedure], name),
            state=StepState.OVERDUE if overdue else StepState.PENDING,
            deadline=term,
            department=term.actor,
            officer=outcome.officer,
        )

    @_alone
    def breaches(self, on: dt.date | None = None) -> tuple[Breach, ...]:
        """What was done late or before it was allowed, in all cases; with a date, as of that day, overdue too.

        Raises:
            TypeError: ``on`` is not a plain date.
        """
        if on is not None:
            plain_date(on, "on")
        found: list[Breach] = []
        for outcome in self._outcomes(on, owing=on is not None, broken=True):
            broken = list(outcome.breaches)
            if on is not None:
                overdue = self._assessor.overdue(outcome, on)
                broken += [self._assessor.past_due(outcome, step, on) for step in overdue]
            found += [self._assessor.breach(outcome, one) for one in broken]
        return tuple(found)

    @_alone
    def rejects(self) -> tuple[Reject, ...]:
        """The events kept aside, each with its reason: those never taken, then those that their case does not count."""
        found = list(self._store.rejects())
        for kept in self._store.aside(self._knowledge):
            history = history_of(self._store.events([kept.outcome.case])[kept.outcome.case], self.law.procedures)
            for event, reason in history.aside:
                found.append(Reject(event.to_dict(), reason, _why_aside(history, event, reason)))
        return tuple(found)

    def cases(self) -> Iterator[str]:
        """Ids of all cases, sorted."""
        return self._store.cases()

    def events(self) -> Iterator[Event]:
        """The log: every event taken, in the order in which it was."""
        return self._store.log()

    # -- knowing more -----------------------------------------------------------------------------------------------

    def replay(self, *, progress: Callable[[int], None] | None = None) -> tuple[Move, ...]:
        """Look at every case anew under the packs and the calendar that the law has now.

        A case to which events were added since is compared as it was when the first of them was: what moved because
        of events is no move.

        Args:
            progress: told the number of cases looked at, after each batch.

        Returns:
            The last days that are others than they were when the log was last looked at under other packs or another
            calendar.
        """
        waiting = self._store.cases()
        while some := list(islice(waiting, _AT_ONCE)):
            with self._lock, self._store.writing():
                batch = Batch()
                events, kept = self._store.events(some), self._store.kept(some)
                for case in some:
                    outcome, _ = self._assessor.assess(events[case])
                    batch.outcomes.append(outcome)
                    batch.moves += self._moves(kept[case].outcome, outcome)
                self._store.write(batch, self._knowledge)
            if progress is not None:
                progress(len(some))
        return tuple(sorted(self._store.moves(self._knowledge), key=lambda move: (move.case, move.step)))

    def _moves(self, before: Outcome, after: Outcome) -> Iterable[Move]:
        labels = {step.id: step.label for step in self.law.procedures.all[after.procedure].steps}
        return moves_between(before, after, labels)

    def _outcomes(self, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Outcome]:
        """What cases come to, as of a day, under what is known now."""
        for kept in self._store.search(self._knowledge, on, owing=owing, broken=broken):
            later = on is not None and kept.outcome.last > on
            if not later and kept.knowledge == self._knowledge:
                yield kept.outcome
                continue
            case = kept.outcome.case
            events = self._store.events([case])[case]
            if on is None or any(event.date <= on for event in events):
                yield self._assessor.assess(events, on)[0]

    # -- holding the store ------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Monitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _knowledge(law: LegalOrder) -> str:
    """What the answers of a monitor depend on besides the log, as plain JSON."""
    told = {
        "engine": __version__,
        "drafts": law.drafts,
        "strict": law.strict,
        "packs": {pack.instrument.id: pack.digest for place in law.chain.places for pack in place.packs},
        "calendar": law.calendar.digest,
    }
    return json.dumps(told, sort_keys=True)


def _strays(taken: list[Event], events: list[Event]) -> dict[str, str]:
    """Ids of new events of another procedure than that of their case, which is that of the first event that counts.

    A wrong procedure may be corrected: what is corrected does not have to agree.
    """
    strays: dict[str, str] = {}
    while True:
        whole = [event for event in (*taken, *events) if event.id not in strays]
        corrected = {event.corrects for event in whole}
        live = [event for event in whole if event.id not in corrected]
        found = [event.id for event in live if event.procedure != live[0].procedure]
        if not found:
            return strays
        strays |= dict.fromkeys(found, live[0].procedure)


def _outline(raw: object) -> str:
    """What can be said of an event that cannot be written down."""
    names = [name for name in raw if isinstance(name, str)] if isinstance(raw, Mapping) else []
    told = {name: raw[name] for name in names if isinstance(raw[name], str)} if isinstance(raw, Mapping) else {}
    return json.dumps({name: told.get(name, "…") for name in names}, ensure_ascii=False)[:2000]


def _why_aside(history: History, event: Event, reason: Reason) -> str:
    if reason is Reason.OTHER_PROCEDURE:
        return f"案件 {history.case} 办的是“{history.procedure.label}”；一个案件只办一个程序。"
    if reason is Reason.CIRCULAR:
        return f"事件 {event.id} 和它更正的事件互相更正，都不计算。再报一个更正其中之一的事件，会重新计算。"
    label = history.procedures.event_name(history.procedure, event.kind)
    began = f"“{label}”的日期 {event.date} 早于案件开始的日期 {history.began}。"
    return f"{began}更正其中一个日期以后，会重新计算。"


def _rejected(raw: object, reason: Reason, text: str) -> Reject:
    if isinstance(raw, Unreadable):
        return Reject(raw.line, reason, text)
    if isinstance(raw, Mapping):
        told = {str(key): plain(value) for key, value in raw.items()}
        json.dumps(told)  # what cannot be written down is no use in a list of rejects: ValueError
        return Reject(told, reason, text)
    return Reject(raw if isinstance(raw, str) else repr(raw)[:1000], reason, text)
