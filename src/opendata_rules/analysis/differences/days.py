"""Days, numbers and lists that make comparisons true or false, under the laws that are compared.

A diagram says which comparisons have to hold; here are days for that. Tried are days on either side of whatever a day
is compared with: today, the ends of the terms of both laws, the first days of instruments. What is found is checked by
asking; that none is found proves nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...answers.deadlines.terms import facts_of_procedure
from ...answers.duties.timing import LawTiming
from ...errors import BeyondHorizon
from ...logic.conditions import AtLeast, Condition, Holds, InTerm, Predates, evaluate, facts_of
from ...norms.order import LegalOrder
from ...vocabulary.facts import FactType, FactValue
from ...working_days import Calendar

#: How long ago something began: every day of a season, and around each length of months and years that terms have.
_AGO = (
    *range(76),
    *range(84, 98),
    *range(176, 190),
    *range(356, 372),
    *range(724, 738),
    *range(1088, 1102),
    1500,
    1900,
)
#: Most evaluations for one description.
_MOST = 2_000
#: Most days on which calendars differ that are looked at.
_SHIFTED = 8
#: Most descriptions that fit.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """That a comparison is true, or false, under one law."""

    order: LegalOrder
    effective: dt.date | None
    comparison: Condition
    truth: bool


class _Timing(LawTiming):
    """The timing of a law that is asked for the same days again and again: each end is worked out once."""

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""
        order = self._order
        if isinstance(term, tuple):
            return super().ends(term, start)
        told = tuple(map(self.facts.get, order.once(("told of", term), lambda: _told_of(order, term))))
        key = ("ends", term, start, self._effective, told)
        # In a tuple, since what is ``None`` is remembered too.
        return order.once(key, lambda: (super(_Timing, self).ends(term, start),))[0]


def _told_of(order: LegalOrder, step: str) -> tuple[str, ...]:
    """The facts on which the ends of a term depend, with those that could contradict them."""
    procedure = order.procedures.procedure(order.procedures.step(step).procedure)
    names = dict.fromkeys(facts_of_procedure(order, procedure))
    beside = [rule.facts for rule in order.vocabulary.constraints if not names.keys().isdisjoint(rule.facts)]
    return tuple(names | dict.fromkeys(itertools.chain(*beside)))


def realised(
    facts: Mapping[str, FactValue], wanted: Sequence[Wanted], apart: Sequence[tuple[Wanted, Wanted]] = ()
) -> Iterator[dict[str, FactValue]]:
    """Facts with days, numbers and lists added so that comparisons come out as wanted.

    Args:
        facts: the facts that stand already.
        wanted: how comparisons have to come out.
        apart: comparisons under one law and under the other, of which one pair has to come out otherwise, however that
            is; ``wanted`` or this is not empty.
    """
    every = (*wanted, *itertools.chain(*apart))
    order = every[0].order
    book = order.vocabulary.facts
    names = dict.fromkeys(name for one in every for name in facts_of(one.comparison) if name not in facts)
    whole = dict(facts)
    for name in names:
        if book[name].type is FactType.LIST:
            whole[name] = _items(name, wanted)
    days = sorted(
        (name for name in names if not book[name].finite and name not in whole),
        key=lambda name: (book[name].type is not FactType.INT, name not in _starts(every)),
    )
    found = _filled(whole, days, (tuple(wanted), tuple(apart)), itertools.count())
    yield from itertools.islice(found, _ENOUGH)


def looked_at(
    facts: Mapping[str, FactValue], wanted: Sequence[Wanted], apart: Sequence[tuple[Wanted, Wanted]] = ()
) -> Hashable:
    """All that the answer of :func:`realised` hangs on: it adds the same wherever this is the same.

    Args:
        facts: as there.
        wanted: as there.
        apart: as there.
    """
    every = (*wanted, *itertools.chain(*apart))
    names: dict[str, None] = {}
    for one in every:
        names |= dict.fromkeys(facts_of(one.comparison))
        if isinstance(one.comparison, InTerm | Predates) and isinstance(one.comparison.term, str):
            names |= dict.fromkeys(_told_of(one.order, one.comparison.term))
    told = tuple((name, value) for name, value in facts.items() if name in names or isinstance(value, dt.date))
    asked = tuple((id(one.order), one.effective, one.comparison, one.truth) for one in every)
    return asked, len(wanted), told


def _starts(wanted: Iterable[Wanted]) -> set[str]:
    return {one.comparison.start for one in wanted if isinstance(one.comparison, InTerm | Predates)}


def _items(name: str, wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """The items that a list has to hold."""
    return tuple(
        dict.fromkeys(
            value
            for one in wanted
            if one.truth and isinstance(one.comparison, Holds) and one.comparison.fact == name
            for value in one.comparison.values
        )
    )


def _truth(one: Wanted, facts: Mapping[str, FactValue]) -> bool | None:
    return evaluate(one.comparison, facts, _Timing(one.order, facts, one.effective))


def _filled(
    facts: dict[str, FactValue],
    names: list[str],
    asked: tuple[tuple[Wanted, ...], tuple[tuple[Wanted, Wanted], ...]],
    budget: Iterator[int],
) -> Iterator[dict[str, FactValue]]:
    wanted, apart = asked
    for one in wanted:
        truth = _truth(one, facts)
        if truth is None and not names:
            return
        if truth is not None and truth is not one.truth:
            return
    if not names:
        if not apart or any(_truth(one, facts) is not _truth(other, facts) for one, other in apart):
            yield dict(facts)
        return
    name, *rest = names
    for value in _values(name, facts, (*wanted, *itertools.chain(*apart))):
        if next(budget) > _MOST:
            return
        yield from _filled({**facts, name: value}, rest, asked, budget)


def _values(name: str, facts: Mapping[str, FactValue], wanted: Sequence[Wanted]) -> Iterator[FactValue]:
    order = wanted[0].order
    found: dict[FactValue, None] = {}
    if order.vocabulary.facts[name].type is FactType.INT:
        for one in wanted:
            if isinstance(one.comparison, AtLeast) and one.comparison.fact == name:
                number = one.comparison.number
                found |= dict.fromkeys((number, max(number - 1, 0), number + 1))
            else:
                found |= dict.fromkeys(one.order.on.year - ago for ago in (0, 1, 2, -1, 3))
        yield from found
        return
    for day in _days(name, facts, wanted):
        # Nothing has happened yet that lies after the day of the question.
        if name not in order.vocabulary.days.happened or all(day <= one.order.on for one in wanted):
            found[day] = None
    yield from found


def _days(name: str, facts: Mapping[str, FactValue], wanted: Sequence[Wanted]) -> Iterator[dt.date]:
    day = dt.timedelta(days=1)
    for one in wanted:
        part = one.comparison
        if isinstance(part, InTerm | Predates) and part.term is not None and part.done == name and part.start in facts:
            ends = _Timing(one.order, facts, one.effective).ends(part.term, facts[part.start])
            for end in ends or ():
                if dt.date.min < end < dt.date.max:
                    yield from (end, end + day, end - day)
    told = [value for value in facts.values() if isinstance(value, dt.date)]
    yield from (near for value in told for near in (value, value + day, value - day))
    edges = {one.effective for one in wanted if one.effective is not None} - {dt.date.min}
    today = wanted[0].order.on
    yield from (near for edge in sorted(edges) for near in (edge, edge - day, edge + day))
    for ago in _AGO:
        if today.toordinal() > ago:
            yield today - ago * day
    if today.year < 9990:
        yield from (today + ahead * day for ahead in (1, 2, 10, 30, 400))
    # Where the calendars differ, a term that runs over such a day ends on another.
    for shifted in rest_days(*{id(one.order): one.order for one in wanted}.values()):
        yield from (shifted - ago * day for ago in range(26))


def rest_days(*laws: LegalOrder) -> Iterator[dt.date]:
    """Days on which the calendars of two laws work differently, each with the day before; the first few of them."""
    calendars = [law.calendar for law in laws]
    if len(calendars) < 2 or calendars[0] is calendars[1] or calendars[0].digest == calendars[1].digest:
        return
    first = max(one.first for one in calendars)
    last = max(one.horizon for one in calendars)
    found = 0
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        if _works(calendars[0], day) is not _works(calendars[1], day):
            yield from (day - dt.timedelta(days=1), day)
            found += 1
            if found == _SHIFTED:
                return


def _works(calendar: Calendar, day: dt.date) -> bool | None:
    try:
        return calendar.is_working_day(day)
    except BeyondHorizon:
        return None
