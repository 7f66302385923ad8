"""The history of a case: what its events come to, whatever the order in which they arrived.

An event that another corrects does not count. Of several events of a kind the first counts, so that telling a thing
twice changes nothing. A fact holds from the day of the event that tells it; the last word on it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Act, Procedure, Procedures
from ...vocabulary.terms import Attribute
from ..events import Event, Reason


@dataclass(frozen=True, slots=True)
class Telling:
    """One fact told by one event, on the day of that event."""

    date: dt.date
    event: Event
    fact: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done.

    Attributes:
        act: which.
        day: when.
        event: the event that tells it.
        before: the attribute held before, where the act is a change of it.
        after: the attribute after it.
        direction: where only the conditions change: ``stricter`` or ``looser``.
        previous: the day of the act of the same kind before it.
    """

    act: Act
    day: dt.date
    event: Event
    before: Attribute | None = None
    after: Attribute | None = None
    direction: str | None = None
    previous: dt.date | None = None


@dataclass(slots=True)
class History:
    """What the events of a case come to.

    Attributes:
        case: id of the case.
        procedure: its procedure.
        procedures: every procedure of the place, with its acts and kinds of event.
        live: the events that count, by day, then in the order of the procedure, then by length and text of their ids.
        aside: events that do not count, each with the reason: dated before the case began, or correcting each other.
        first: for each kind that terms depend on, the event that counts.
        told: the facts told, the last word on each.
        since: the day the case began, or that of its first event where that was not told, whatever day is asked about.
        until: the day that is asked about: what happened later has not happened yet.
    """

    case: str
    procedure: Procedure
    procedures: Procedures
    live: list[Event]
    aside: list[tuple[Event, Reason]]
    first: dict[str, Event]
    told: dict[str, FactValue]
    since: dt.date
    until: dt.date | None = None
    _tellings: list[Telling] | None = field(default=None)
    _known: dict[tuple[dt.date | None, Done | None], dict[str, FactValue]] = field(default_factory=dict)

    @property
    def began(self) -> dt.date | None:
        """The day the case began, if that was told."""
        event = self.first.get(self.procedure.beginning)
        return None if event is None else event.date

    @property
    def last(self) -> dt.date:
        """The day of the last event that counts."""
        return self.live[-1].date if self.live else self.aside[-1][0].date

    @property
    def actor(self) -> str:
        """Who acted last; empty where nobody is named."""
        return next((event.actor for event in reversed(self.live) if event.actor), "")

    @property
    def days(self) -> dict[str, dt.date]:
        """The day of each kind of event that terms depend on, as ``law.schedule`` takes them."""
        return {kind: event.date for kind, event in self.first.items()}

    # -- what only acts need ----------------------------------------------------------------------------------------

    @property
    def as_the_procedure_has_it(self) -> bool:
        """Whether nothing was told against what the procedure implies, such as who takes the data down."""
        return all(self.told.get(name, value) == value for name, value in self.procedure.tells)

    @property
    def may_have_acts(self) -> bool:
        """Whether any event is an act or tells a fact that may be one."""
        kinds, facts = _signs_of_acts(self.procedures)
        return not facts.isdisjoint(self.told) or any(event.kind in kinds for event in self.live)

    @property
    def tellings(self) -> list[Telling]:
        """Every fact told, or implied by the kind of an event, in order."""
        if self._tellings is None:
            found: list[Telling] = []
            for event in self.live:
                told = dict(event.facts)
                implied = _implied(self.procedures, event.kind, event.date)
                found += [Telling(event.date, event, name, value) for name, value in {**implied, **told}.items()]
            self._tellings = found
        return self._tellings

    def known(self, until: dt.date | None = None, done: Done | None = None) -> dict[str, FactValue]:
        """What is known of the case, with what its procedure implies.

        Args:
            until: at the end of this day, or of all days.
            done: as it bears on this act: what was spent on the act before it is left out.
        """
        key = until, (done if done is not None and done.previous is not None else None)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._gathered(*key)
        return dict(found)

    def _gathered(self, until: dt.date | None, done: Done | None) -> dict[str, FactValue]:
        facts = dict(self.procedure.tells)
        gathered = self.procedures.gathered
        spent, previous = (done.act.spends, done.previous) if done else (frozenset[str](), None)
        tellings = [
            telling
            for telling in self.tellings
            if (until is None or telling.date <= until)
            and not (telling.fact in spent and previous is not None and telling.date <= previous)
        ]
        for telling in tellings:
            before, value = facts.get(telling.fact), telling.value
            if telling.fact in gathered and isinstance(before, tuple) and isinstance(value, tuple):
                value = tuple(dict.fromkeys([*before, *value]))
            facts[telling.fact] = value
        for name, source in self.procedures.days.items():
            if name not in facts:
                day = next((t.date for t in tellings if (t.fact, t.value) == source), None)
                if day is not None:
                    facts[name] = day
        return facts

    def acts(self) -> list[Done]:
        """The acts that were done, in order."""
        found = []
        for act in self.procedures.acts.values():
            previous = None
            for done in sorted(self._done(act), key=lambda done: done.day):
                if self.until is None or done.day <= self.until:
                    found.append(replace(done, previous=previous))
                    previous = done.day
        return sorted(found, key=lambda done: (done.day, done.act.id))

    def _done(self, act: Act) -> list[Done]:
        if act.changes:
            return list(self._changes(act, act.changes))
        days = [t for t in self.tellings if t.fact == act.day and isinstance(t.value, dt.date)]
        if days:
            # The last word on the day, if anybody says it; else the day of the first event of the kind.
            said = [telling for telling in days if (telling.fact, telling.value) in telling.event.facts]
            telling = said[-1] if said else days[0]
            assert isinstance(telling.value, dt.date)
            return [Done(act, telling.value, telling.event)]
        for telling in self.tellings:
            if act.by == (telling.fact, telling.value):
                return [Done(act, telling.date, telling.event)]
        return []

    def _changes(self, act: Act, fact: str) -> Iterator[Done]:
        """The changes that were made: by the events that are one; else every new value told; else on the day told."""
        told = [telling for telling in self.tellings if telling.fact == fact]
        ways = [str(telling.value) for telling in self.tellings if telling.fact == act.direction]
        direction = ways[-1] if ways else None
        days = [t for t in self.tellings if t.fact == act.day and isinstance(t.value, dt.date)]
        explicit = [event for event in self.live if event.kind == act.id]
        if explicit:
            place = {event.id: number for number, event in enumerate(self.live)}
            ends = [place[event.id] for event in explicit[1:]] + [len(self.live)]
            for event, end in zip(explicit, ends, strict=True):
                here = place[event.id]
                before = [t.value for t in told if place[t.event.id] < here]
                own = [t.value for t in told if t.event is event]
                later = [t.value for t in told if here < place[t.event.id] < end and t.value not in before[-1:]]
                move = _move(before, next(iter(own or later), None))
                yield Done(act, _day_of(days, event), event, *move, direction)
            return
        moves = [(then, now) for then, now in pairwise(told) if then.value != now.value]
        for then, now in moves:
            # A day told apart is that of the only change there is.
            day = days[0].value if len(moves) == 1 and days else _day_of(days, now.event)
            assert isinstance(day, dt.date)
            yield Done(act, day, now.event, Attribute(str(then.value)), Attribute(str(now.value)), direction)
        if not moves and days:
            assert isinstance(days[0].value, dt.date)
            yield Done(act, days[0].value, days[0].event, direction=direction)


def _move(before: list[FactValue], after: FactValue | None) -> tuple[Attribute | None, Attribute | None]:
    """From what to what an act changed an attribute; what was wanted may have been told before it, in the request."""
    if after is None:
        return None, None
    held = next((value for value in reversed(before) if value != after), None)
    if held is None and before:
        held = after
    return (None if held is None else Attribute(str(held))), Attribute(str(after))


def _day_of(days: list[Telling], event: Event) -> dt.date:
    """The day that an event tells as that of the act, or its own."""
    return next((t.value for t in days if t.event is event and isinstance(t.value, dt.date)), event.date)


def _implied(procedures: Procedures, kind: str, day: dt.date) -> Mapping[str, FactValue]:
    """What an event of a kind tells by being one."""
    known = procedures.events.get(kind)
    implied = dict(known.tells) if known else {}
    if known and known.day is not None:
        implied[known.day] = day
    act = procedures.acts.get(kind)
    if act is not None:
        if act.by is not None:
            implied[act.by[0]] = act.by[1]
        if act.day is not None:
            implied[act.day] = day
    return implied


@cache
def _signs_of_acts(known: Procedures) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds of event that are acts, and facts that may tell one."""
    acts = known.acts
    facts = {name for act in acts.values() for name in (act.day, act.changes, act.by and act.by[0]) if name}
    return frozenset(acts), frozenset(facts)


@cache
def _places(known: Procedures, procedure: str) -> dict[str, int]:
    """Where each kind of event stands among those of one day."""
    return {kind: place for place, kind in enumerate(known.kinds(known.all[procedure]))}


@cache
def _timed(known: Procedures, procedure: str) -> frozenset[str]:
    """The kinds of event that terms depend on."""
    return frozenset(known.all[procedure].events())


def history_of(events: Iterable[Event], procedures: Procedures, until: dt.date | None = None) -> History:
    """The history that the events of a case come to.

    Args:
        events: all events of one case, at least one, in any order.
        procedures: the procedures of the place.
        until: what happened later has not happened yet.
    """
    known = list(events)
    corrected = {event.corrects for event in known if event.corrects is not None}
    live = [event for event in known if event.id not in corrected] if corrected else known
    head = (live or known)[0]
    procedure = procedures.all[head.procedure]
    place = _places(procedures, procedure.id)
    strays = [event for event in live if event.procedure != procedure.id]
    if strays:
        live = [event for event in live if event.procedure == procedure.id]
    # Ids that are numbered go by their numbers: 9 before 10.
    live.sort(key=lambda event: (event.date, place[event.kind], len(event.id), event.id))
    timed = _timed(procedures, procedure.id)
    aside = [(event, Reason.OTHER_PROCEDURE) for event in strays]
    if corrected:
        aside += [(event, Reason.CIRCULAR) for event in _circular(known)]
    began = next((event.date for event in live if event.kind == procedure.beginning), None)
    if began is not None and live[0].date < began:
        aside += [(event, Reason.TOO_EARLY) for event in live if event.date < began and event.kind in timed]
        live = [event for event in live if event.date >= began or event.kind not in timed]
    since = began or (live or [event for event, _ in aside])[0].date
    if until is not None:
        # An event known to lie before the beginning counts on no day, not even on one before the beginning.
        live = [event for event in live if event.date <= until]
        aside = [(event, reason) for event, reason in aside if event.date <= until]
    first: dict[str, Event] = {}
    for event in live:
        if event.kind in timed and event.kind not in first:
            first[event.kind] = event
    told: dict[str, FactValue] = {}
    for event in live:
        if event.facts:
            told.update(event.facts)
    return History(head.case, procedure, procedures, live, aside, first, told, since, until)


def _circular(events: list[Event]) -> Iterator[Event]:
    """The events that, one after the other, correct each other, so that none of them is the last word."""
    corrects = {event.id: event.corrects for event in events if event.corrects is not None}
    for event in events:
        link = corrects.get(event.id)
        seen = set()
        while link is not None and link != event.id and link not in seen:
            seen.add(link)
            link = corrects.get(link)
        if link == event.id:
            yield event
