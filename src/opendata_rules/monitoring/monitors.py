"""The monitor of the cases of one place."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

from ..answers.deadlines.schedules import steps_on
from ..answers.deadlines.states import has_run_out
from ..diagnostics.wording import nearest
from ..errors import UnknownCase
from ..norms.order import LegalOrder
from ..norms.warnings import contradiction
from ..quoting import quoted
from ..values import Immutable, fill
from ..vocabulary.refusals import plain_date
from ..vocabulary.terms import StepState
from .events import Event, as_text, content
from .intake import Intake, copied, why_aside
from .log.history import history_of
from .log.opening import store_at
from .log.reader import EventReader
from .log.stores import CASES, Batch, Store, not_told
from .network.assessor import Assessor
from .network.engines import engine_of
from .network.terms import POLICY
from .outcomes import Outcome, StepOutcome, knowledge_of, moves_between, states_on
from .results.answer import Breach, CaseStatus, Move, Owed, Reject
from .results.counts import Counts, EngineName
from .results.rests import Rests, Revision

#: Events that are taken together, and cases that are looked at together.
_AT_ONCE = 1000
P = ParamSpec("P")
R = TypeVar("R")


def monitor(law: LegalOrder, store: str | Path | None = None, *, engine: EngineName | None = None) -> Monitor:
    """A monitor of the cases of a place.

    Args:
        law: the law of the place. Its date is no clock: every term is under the law of the day it runs from.
        store: where the log is kept: ``None`` in memory, a path in an SQLite file, ``postgresql://…`` in PostgreSQL.
        engine: what evaluates the network of rules: ``durable-rules`` or ``builtin``; ``None`` for the first where it
            can be imported, else the second. Both give the same answers, and may share a store.

    Raises:
        TypeError: an argument is of another type.
        BadArgument: there is no engine of that name.
        MissingExtra: the engine named cannot be imported here, or the store needs an extra that is not installed.
        BadStore: the store is none, is damaged, or is of another place.
    """
    if not isinstance(law, LegalOrder):
        raise TypeError("monitor 要一个地方的法律，由 library.law(…) 得来。 (monitor takes a law)")
    return Monitor(law, Assessor(law, engine_of(engine)), store_at(store))


def _alone(method: Callable[Concatenate[Monitor, P], R]) -> Callable[Concatenate[Monitor, P], R]:
    """A method that one thread at a time runs, since the engine has one session at a time."""

    @functools.wraps(method)
    def run(self: Monitor, /, *given: P.args, **named: P.kwargs) -> R:
        with self._lock:
            return method(self, *given, **named)

    return run


class Monitor(Immutable):
    """What is owed in the cases of a place, and what was done wrong. Made by :func:`opendata_rules.monitor`.

    The log of events is the state: the same log gives the same answers, in whatever order it came. Nothing is judged
    against a clock. Threads may share a monitor, which answers them one after the other; monitors may share a store.
    """

    __slots__ = ("_assessor", "_intake", "_knowledge", "_lock", "_store", "law")

    law: LegalOrder
    _assessor: Assessor
    _store: Store
    _intake: Intake
    _knowledge: int
    _lock: AbstractContextManager[object]

    def __init__(
        self, law: LegalOrder, assessor: Assessor, store: Store, lock: AbstractContextManager[object] | None = None
    ) -> None:
        knowledge = store.learn(law.place.id, knowledge_of(law), law.words, assessor.rules)
        fill(
            self,
            law=law,
            _assessor=assessor,
            _store=store,
            _knowledge=knowledge,
            _intake=Intake(EventReader(law), assessor, store, knowledge, law.procedures),
            _lock=lock or threading.RLock(),
        )

    @property
    def engine(self) -> EngineName:
        """What evaluates the network of rules: ``durable-rules`` or ``builtin``."""
        return self._assessor.engine

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
        if isinstance(events, Mapping | str | bytes) or not isinstance(events, Iterable):
            raise TypeError("ingest 要一组事件，例如一个列表。 (ingest takes an iterable of events)")
        accepted = repeated = rejected = 0
        waiting = iter(events)
        while some := list(islice(waiting, _AT_ONCE)):
            with self._lock, self._store.writing():
                counts = self._intake.take(some)
            accepted += counts.accepted
            repeated += counts.repeated
            rejected += counts.rejected
            if progress is not None:
                progress(len(some))
        return Counts(accepted, repeated, rejected, self.engine)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within, nobody else tells the log anything; what is told is in it for good at the end, or not at all.

        Raises:
            BadStore: somebody else tells something for too long, or the store cannot be written.
        """
        with self._lock, self._store.writing():
            yield

    @_alone
    def trial(self, cases: Iterable[str], ids: Iterable[str]) -> Monitor:
        """A monitor in memory with what the log has of cases and events: nothing told to it changes this one."""
        return Monitor(self.law, self._assessor, copied(self._store, self._assessor, cases, ids), self._lock)

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
            shown = quoted(case)
            raise UnknownCase(
                f"没有编号为“{shown}”的案件。",
                nearest=nearest(case, islice(self._store.cases(), 100_000), cutoff=0.6),
                english=f"There is no case {shown}.",
                argument="case",
            )
        whole = history_of(events, self.law.procedures)
        asked = max(self.law.on, whole.last) if on is None else plain_date(on, "on")
        outcome, history = self._assessor.assess(events, asked)
        steps = steps_on(self.law, history.procedure, history.days, history.told, whole.since, asked, POLICY)
        found = tuple(self._broken(outcome, Rests(self.law, asked, tuple(events))))
        warnings = [warning for step in steps if step.deadline is not None for warning in step.deadline.warnings]
        warnings += [warning for breach in found for warning in breach.warnings]
        contradictory = contradiction(history.known(), self.law.vocabulary) if history.live else None
        warnings += [contradictory] if contradictory else []
        return CaseStatus(
            procedure=outcome.procedure,
            trigger=whole.since,
            on=asked,
            steps=steps,
            warnings=tuple(dict.fromkeys(warnings)),
            order=self.law,
            stated=tuple(sorted(history.told.items())),
            actual=tuple(sorted((kind, day) for kind, day in whole.days.items() if kind != whole.procedure.beginning)),
            policy=POLICY,
            case=case,
            breaches=found,
            events=tuple(history.live),
            unproven=tuple(self._assessor.unproven(history)),
            began=whole.began is not None,
            missing=not_told(self._store, events),
            engine=self.engine,
            log=tuple(events),
        )

    @_alone
    def due(self, on: dt.date, *, case: str | None = None) -> tuple[Owed, ...]:
        """The steps not done whose last day is on or after a day, and those overdue on it, by last day.

        A step without a last day (no number in the text, or one that nobody can tell) is not among them; see
        :meth:`status`. With ``case`` those of that case alone.

        Raises:
            TypeError: ``on`` is not a plain date.
        """
        plain_date(on, "on")
        found = []
        outcomes = self._outcomes(on, owing=True, broken=False) if case is None else self._outcome(case, on)
        for outcome, rests in self._resting(outcomes, on):
            for step, state in states_on(outcome, on):
                # A least length that has run out is owed by nobody.
                running = state is StepState.PENDING and step.last is not None and not has_run_out(step.last, on)
                if state is StepState.OVERDUE or running:
                    found.append(self._owed(outcome, step, state, rests))
        return tuple(sorted(found, key=lambda owed: (owed.last, owed.case, owed.step)))

    def _resting(self, outcomes: Iterable[Outcome], on: dt.date | None) -> Iterator[tuple[Outcome, Rests]]:
        """What cases come to, each with the events that this rests on."""
        waiting = iter(outcomes)
        while some := list(islice(waiting, _AT_ONCE)):
            events = self._store.events([outcome.case for outcome in some])
            for outcome in some:
                log = events.get(outcome.case) or self._events_of(outcome.case)
                yield outcome, Rests(self.law, on, tuple(log))

    def _owed(self, outcome: Outcome, step: StepOutcome, state: StepState, rests: Rests) -> Owed:
        assert step.trigger is not None
        term = self._assessor.told.deadline(outcome, step.id, step.trigger)
        told, procedure = self.law.procedures, self.law.procedures.all[outcome.procedure]
        return Owed(
            case=outcome.case,
            procedure=outcome.procedure,
            step=step.id,
            label=told.event_name(procedure, step.id),
            english=told.event_name(procedure, step.id, "en"),
            state=state,
            deadline=term,
            department=term.actor,
            department_english=term.actor_english,
            officer=outcome.officer,
            engine=outcome.engine,
            rests=rests,
        )

    @_alone
    def breaches(self, on: dt.date | None = None) -> tuple[Breach, ...]:
        """What was done late or before it was allowed, in all cases; with a date, as of that day, overdue too.

        Raises:
            TypeError: ``on`` is not a plain date.
        """
        if on is not None:
            plain_date(on, "on")
        resting = self._resting(self._outcomes(on, owing=on is not None, broken=True), on)
        return tuple(breach for outcome, rests in resting for breach in self._broken(outcome, rests))

    def _broken(self, outcome: Outcome, rests: Rests) -> Iterator[Breach]:
        """The breaches of a case, all of whose events lie on or before a day, with what is overdue on it."""
        for one in outcome.breaches:
            yield replace(self._assessor.told.in_full(outcome, one), rests=rests)
        if rests.on is None:
            return
        for step, state in states_on(outcome, rests.on):
            if state is StepState.OVERDUE:
                yield replace(self._assessor.told.past_due(outcome, step, rests.on), rests=rests)

    @_alone
    def rejects(self) -> tuple[Reject, ...]:
        """The events kept aside, each with its reason: those never taken, then those that their case does not count."""
        found = list(self._store.rejects())
        for kept in self._store.aside(self._knowledge):
            history = history_of(self._events_of(kept.outcome.case), self.law.procedures)
            found += [Reject(one.to_dict(), why, why_aside(history, one, why)) for one, why in history.aside]
        return tuple(found)

    def cases(self) -> Iterator[str]:
        """Ids of all cases, sorted."""
        return self._store.cases()

    def events(self) -> Iterator[Event]:
        """The log: every event taken, in the order in which it was."""
        return self._store.log()

    def digest(self) -> str:
        """SHA-256 over the log: every event taken, in the order in which it was, each as one line of JSON.

        The same events in the same order have the same digest, whatever store holds them.
        """
        found = hashlib.sha256()
        for event in self.events():
            found.update(f"{content(event)}\n".encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    @_alone
    def revisions(self, cases: Iterable[str], on: dt.date) -> dict[str, Revision]:
        """How far what is known of each of these cases has come on a day; those not in the log are left out.

        Raises:
            TypeError: ``on`` is not a plain date.
        """
        plain_date(on, "on")
        wanted = tuple(dict.fromkeys(cases))
        kept = self._store.kept(wanted)
        found = {}
        for case, events in self._store.bearing(wanted).items():
            looked_at = kept[case].revised(self._knowledge) if case in kept else 0
            # A correction counts at once, other events from their day on: each is two steps.
            number = len(events) + sum(event.date <= on for event in events) + looked_at
            found[case] = Revision(number, max(event.date for event in events))
        return found

    def _events_of(self, case: str) -> list[Event]:
        """The events of a case that the store has looked at.

        Raises:
            BadStore: it has lost them.
        """
        events = self._store.events([case]).get(case)
        if not events:
            name = quoted(case)
            raise CASES.damaged(self._store.name, f"案件 {name} 的事件没有了", f"the events of case {name} are gone")
        return events

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
                    outcome, _ = self._assessor.assess(events.get(case) or self._events_of(case))
                    batch.outcomes.append(outcome._replace(revised=kept[case].revised(self._knowledge)))
                    batch.moves += moves_between(
                        kept[case].outcome, outcome, self.law.procedures.all[outcome.procedure]
                    )
                self._store.write(batch, self._knowledge)
            if progress is not None:
                progress(len(some))
        return tuple(sorted(self._store.moves(self._knowledge), key=lambda move: (move.case, move.step)))

    def _outcome(self, case: str, on: dt.date) -> list[Outcome]:
        """What one case comes to, as of a day; nothing where it had not begun by then."""
        events = self._store.events([case]).get(case, [])
        return [self._assessor.assess(events, on)[0]] if any(event.date <= on for event in events) else []

    def _outcomes(self, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Outcome]:
        """What cases come to, as of a day, under what is known now."""
        for kept in self._store.search(self._knowledge, on, owing=owing, broken=broken):
            later = on is not None and kept.outcome.last > on
            if not later and kept.knowledge == self._knowledge:
                yield kept.outcome
                continue
            events = self._events_of(kept.outcome.case)
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
