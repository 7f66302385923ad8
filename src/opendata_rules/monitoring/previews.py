"""What an event would change in its case, before anybody tells it to the log.

The event is told to a monitor in memory that has what the log has of the case (:meth:`.monitors.Monitor.trial`); so it
is read, refused and judged as it would be, and the log stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..answers.deadlines.schedules import ScheduledStep
from ..errors import UnknownCase
from .events import Event, as_text
from .monitors import Monitor
from .results.answer import Breach, CaseStatus, Reject, Unproven


class StepChange(NamedTuple):
    """A step of a case before and after; ``before`` is ``None`` where there was no such case."""

    before: ScheduledStep | None
    after: ScheduledStep


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case before and after an event.

    Attributes:
        before: where it stands; ``None`` where there is no such case yet.
        after: where it would stand; ``None`` where nothing of it would be left.
    """

    before: CaseStatus | None
    after: CaseStatus | None

    @property
    def case(self) -> str:
        """Id of the case."""
        found = self.before if self.after is None else self.after
        assert found is not None
        return found.case

    @property
    def steps(self) -> tuple[StepChange, ...]:
        """The steps that would stand otherwise, in order."""
        if self.after is None:
            return ()
        then = {} if self.before is None else {step.id: step for step in self.before.steps}
        told = (StepChange(then.get(step.id), step) for step in self.after.steps)
        return tuple(one for one in told if one.before is None or _gist(one.before) != _gist(one.after))

    @property
    def new(self) -> tuple[Breach, ...]:
        """Breaches that there would be, and are not now."""
        return _beyond(self.after, self.before)

    @property
    def gone(self) -> tuple[Breach, ...]:
        """Breaches that there would be no more."""
        return _beyond(self.before, self.after)

    @property
    def asked(self) -> tuple[Unproven, ...]:
        """What would be left to be verified, and is not now."""
        known = set() if self.before is None else {(one.rule, one.facts) for one in self.before.unproven}
        after = () if self.after is None else self.after.unproven
        return tuple(one for one in after if (one.rule, one.facts) not in known)

    @property
    def nothing(self) -> bool:
        """Whether the case would stand as it does."""
        same = self.before is not None and self.after is not None
        return same and not (self.steps or self.new or self.gone or self.asked)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an event would change.

    Attributes:
        on: the day for which that is told: the one that was asked about, or that of the event where it is later.
        reject: why it would not be taken, or would be taken and not count; ``None`` where it would count.
        taken: whether it would be in the log.
        repeated: whether it is there already.
        corrected_by: id of the event that corrects already what this one would correct, or of the last word on that;
            empty where nothing does. Both would count, so that is for whoever tells events to refuse.
        cases: its case, then that of the event which it corrects, where that is another.
    """

    on: dt.date
    reject: Reject | None
    taken: bool
    repeated: bool
    cases: tuple[CaseChange, ...]
    corrected_by: str = ""


def preview(monitor: Monitor, event: Mapping[str, object], on: dt.date) -> Preview:
    """What an event would change in the cases of a monitor, which stays as it is.

    Args:
        monitor: follows the cases.
        event: as :meth:`.monitors.Monitor.ingest` takes it.
        on: the day for which cases are looked at.
    """
    name, case, corrects = (str(as_text(event.get(key) or "")) for key in ("id", "case", "corrects"))
    with monitor.trial([case], [name, corrects]) as trial:
        log = {one.id: one for one in trial.events()}
        cases = dict.fromkeys([case, *((log[corrects].case,) if corrects in log else ())])
        known = name in log
        corrected_by = "" if known else _last_word(log.values(), corrects)
        before = {one: trial.status(one, on=on) for one in cases if one in set(trial.cases())}
        counts = trial.ingest([event])
        taken = next((one for one in trial.events() if one.id == name), None)
        day = on if taken is None else max(on, taken.date)
        if day != on and not known:
            # A trial takes nothing back, so what there was on that day is asked of another.
            with monitor.trial([case], [name, corrects]) as then:
                before = {one: then.status(one, on=day) for one in before}
        reject = next((one for one in trial.rejects() if _id_of(one) == name), None) if counts.rejected else None
        after = {one: _status(trial, one, day) for one in cases}
    found = (CaseChange(before.get(one), after[one]) for one in cases)
    changes = tuple(one for one in found if one.before is not None or one.after is not None)
    in_log = taken is not None and not (counts.rejected and known)
    return Preview(day, reject, in_log, bool(counts.repeated), changes, corrected_by)


def _last_word(log: Iterable[Event], corrected: str) -> str:
    """The event by which another is corrected, or that by which this one is, and so on; empty where there is none."""
    by = {event.corrects: event.id for event in log if event.corrects is not None}
    found, seen = "", {corrected}
    while (found or corrected) in by and by[found or corrected] not in seen:
        found = by[found or corrected]
        seen.add(found)
    return found


def _status(monitor: Monitor, case: str, on: dt.date) -> CaseStatus | None:
    try:
        return monitor.status(case, on=on)
    except UnknownCase:
        return None


def _id_of(reject: Reject) -> str:
    return str(as_text(reject.event.get("id") or "")) if isinstance(reject.event, Mapping) else ""


def _gist(step: ScheduledStep) -> tuple[object, ...]:
    term = step.deadline
    days = None if term is None else (term.trigger, term.status, term.earliest, term.latest)
    return step.state, step.actual, days


def _beyond(one: CaseStatus | None, other: CaseStatus | None) -> tuple[Breach, ...]:
    """The breaches of the first that the second has not."""
    known = set() if other is None else {_mark(breach) for breach in other.breaches}
    return () if one is None else tuple(breach for breach in one.breaches if _mark(breach) not in known)


def _mark(breach: Breach) -> tuple[object, ...]:
    return breach.kind, breach.rule, breach.step, breach.dates
