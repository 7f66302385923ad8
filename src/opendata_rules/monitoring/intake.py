"""Taking events into the log: read, told from those known already, put to their cases, written with what follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..answers.result import plain
from ..quoting import encodable, json_text, quoted
from ..vocabulary.procedures import Procedures
from .events import Event, Reason, Refused, Unreadable
from .log.history import History
from .log.reader import EventReader
from .log.stores import Batch, MemoryStore, Store
from .network.assessor import Assessor
from .outcomes import moves_between
from .results.answer import Reject
from .results.counts import Counts

#: Characters kept of what is no event at all.
_OUTLINE = 1000


class Intake:
    """Takes events for one monitor.

    Args:
        reader: reads them by the law of the place.
        assessor: what its cases come to.
        store: where the log is kept.
        knowledge: number of the state of knowledge, in the store, under which cases are looked at now.
        procedures: the procedures of the place.
    """

    def __init__(
        self, reader: EventReader, assessor: Assessor, store: Store, knowledge: int, procedures: Procedures
    ) -> None:
        self._reader = reader
        self._assessor = assessor
        self._store = store
        self._knowledge = knowledge
        self._procedures = procedures

    def take(self, some: list[object]) -> Counts:
        """Take a batch into the log, within :meth:`.log.stores.Store.writing`."""
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
        return Counts(len(batch.events) - aside, repeated, rejected, self._assessor.engine)

    def _read(self, raw: object) -> Event | Reject:
        """The event, or why there is none."""
        try:
            try:
                return self._reader.read(raw)
            except Refused as refused:
                return _rejected(raw, refused.reason, refused.text)
        except (RecursionError, ValueError, TypeError):
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
                    label = self._procedures.all[strays[event.id]].label
                    raw = new[event.id][1]
                    batch.rejects.append(_rejected(raw, Reason.OTHER_PROCEDURE, of_other_procedure(case, label)))
                else:
                    batch.events.append(event)
        elsewhere = self._corrected_elsewhere(batch.events)
        others = {event.case for event in elsewhere.values()} - by_case.keys()
        if others:
            stored |= self._store.events(others)
        revised = self._catch_up(stored, batch)
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
            batch.outcomes.append(outcome._replace(revised=revised.get(case, 0)))
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

    def _catch_up(self, stored: dict[str, list[Event]], batch: Batch) -> dict[str, int]:
        """Note which last days moved for cases that were last looked at under other knowledge.

        Returns:
            How often each case has been looked at under other knowledge, this time included.
        """
        revised = {}
        for case, kept in self._store.kept(stored).items():
            revised[case] = kept.revised(self._knowledge)
            if kept.knowledge != self._knowledge:
                after, _ = self._assessor.assess(stored[case])
                batch.moves += moves_between(kept.outcome, after, self._procedures.all[after.procedure])
        return revised


def copied(store: Store, assessor: Assessor, cases: Iterable[str], ids: Iterable[str]) -> MemoryStore:
    """A store in memory with every event that bears on cases, or on those of events; the rest of the log is left out.

    Args:
        store: what is copied from.
        assessor: what the cases come to.
        cases: ids of cases, whether or not there are such.
        ids: ids of events that may be in the log, or may be corrected by some that are.
    """
    names = tuple(ids)
    wanted = {*cases, *(event.case for event in store.known(names).values())}
    wanted |= {case for correcting in store.correcting(names).values() for case in correcting}
    bearing = [event for events in store.bearing(tuple(wanted)).values() for event in events]
    batch = Batch(events=list({event.id: event for event in bearing}.values()))
    made = MemoryStore()
    made.write(batch, 1)
    for events in made.events(wanted).values():
        batch.outcomes.append(assessor.assess(events)[0])
    made.write(Batch(outcomes=batch.outcomes), 1)
    return made


def of_other_procedure(case: str, label: str) -> str:
    """Why an event is kept aside whose case is one of another procedure."""
    return f"案件 {case} 办的是“{label}”；一个案件只办一个程序。"


def why_aside(history: History, event: Event, reason: Reason) -> str:
    """Why an event was taken and does not count in its case, in Chinese."""
    if reason is Reason.OTHER_PROCEDURE:
        return of_other_procedure(history.case, history.procedure.label)
    if reason is Reason.CIRCULAR:
        return f"事件 {event.id} 和它更正的事件互相更正，都不计算。再报一个更正其中之一的事件，会重新计算。"
    label = history.procedures.event_name(history.procedure, event.kind)
    began = f"“{label}”的日期 {event.date} 早于案件开始的日期 {history.began}。"
    return f"{began}更正其中一个日期以后，会重新计算。"


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
    return json_text({name: told.get(name, "…") for name in names})[:2000]


def _rejected(raw: object, reason: Reason, text: str) -> Reject:
    if isinstance(raw, Unreadable):
        return Reject(raw.line, reason, text)
    if isinstance(raw, Mapping):
        told = {key if isinstance(key, str) else quoted(key): plain(value) for key, value in raw.items()}
        json.dumps(told)  # what cannot be written down is no use in a list of rejects: ValueError, TypeError
        return Reject(encodable(told), reason, text)
    return Reject(encodable(raw) if isinstance(raw, str) else quoted(raw, _OUTLINE), reason, text)
