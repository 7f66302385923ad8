"""The ways to fill in the unknown days, years and lengths of a group of comparisons that hang together."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...logic.conditions import AtLeast, Condition, InTerm, Past, Predates, evaluate, facts_of
from ...logic.propositions import Propositions
from ...norms.order import LegalOrder
from ...vocabulary.facts import FactType, FactValue
from ..deadlines.continuing import ContinuingSpans
from .timing import LawTiming

_DAY = dt.timedelta(days=1)

#: Most ways to fill in the unknown facts of one group that are tried; beyond, more is left open than need be.
_MOST = 20_000

#: What can be together: places of values by level.
Vector = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Comparisons that hang together through days, numbers and lengths of terms.

    Attributes:
        comparisons: each with its level.
        measured: days and numbers, those from which terms are counted first.
        finite: facts with finitely many values on which the length of a term hangs.
        stated: by day of a deed, the fact that says in words whether it was done.
    """

    comparisons: tuple[tuple[int, Condition], ...]
    measured: tuple[str, ...]
    finite: tuple[str, ...]
    stated: Mapping[str, str]


class Trial(LawTiming):
    """The ways to fill in the unknown facts of one group. What terms come to is remembered in between."""

    def __init__(
        self,
        order: LegalOrder,
        propositions: Propositions,
        effective: dt.date | None,
        lengths: Mapping[str, tuple[str, ...]],
        group: Group,
        facts: Mapping[str, FactValue],
        *,
        roughly: bool = False,
    ) -> None:
        self._roughly = roughly
        asked = {*group.measured, *group.finite, *group.stated.values()}
        #: the facts as filled in so far
        self.filled: dict[str, FactValue] = {name: value for name, value in facts.items() if name in asked}
        super().__init__(order, self.filled, effective)
        self._lengths = lengths
        self._group = group
        self._propositions = propositions
        self._told = dict(self.filled)
        self._told |= {stated: True for day, stated in group.stated.items() if day in self.filled}
        self.filled |= self._told
        self._book = order.vocabulary.facts
        self._days = order.vocabulary.days
        self._ended: dict[object, tuple[dt.date, dt.date] | None] = {}
        self._spans: dict[object, ContinuingSpans] = {}
        self._open = [*(n for n in group.finite if n not in facts), *(n for n in group.measured if n not in facts)]
        #: by fact to fill in, the comparisons that are settled with it
        self._ready = [self._settled_with(place) for place in range(len(self._open))]
        self._last = [self._matters_no_more(place) for place in range(len(self._open))]
        self._tried = 0

    # -- terms --------------------------------------------------------------------------------------------------------

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""
        key = term, start, *map(self.filled.get, self._lengths.get(term, ()) if isinstance(term, str) else ())
        if key not in self._ended:
            if isinstance(term, str) and isinstance(start, dt.date) and self._continuing(term):
                self._ended[key] = self._spans_of(term).bounds(start)
            else:
                self._ended[key] = super().ends(term, start)
        return self._ended[key]

    def _anew(self, term: str, start: dt.date) -> bool | None:
        return self._spans_of(term).anew(start)

    def _spans_of(self, term: str) -> ContinuingSpans:
        key = term, *map(self.filled.get, self._lengths.get(term, ()))
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = ContinuingSpans(self._order, term, dict(self.filled))
        return found

    # -- filling in ---------------------------------------------------------------------------------------------------

    def _settled_with(self, place: int) -> tuple[tuple[int, Condition], ...]:
        later, now = set(self._open[place + 1 :]), self._open[place]
        found = []
        for level, comparison in self._group.comparisons:
            names = self._names(comparison)
            if now in names and not names & later:
                found.append((level, comparison))
        return tuple(found)

    def _names(self, comparison: Condition) -> set[str]:
        term = comparison.term if isinstance(comparison, InTerm | Predates) else None
        return {*facts_of(comparison), *(self._lengths.get(term, ()) if isinstance(term, str) else ())}

    def _matters_no_more(self, place: int) -> bool:
        """Whether nothing that is filled in later is compared with it."""
        name, later = self._open[place], set(self._open[place + 1 :])
        beside = [set(pair) for pair in self._days.sequels]
        beside += [self._names(comparison) for _, comparison in self._group.comparisons]
        return not self._book[name].finite and not any(name in names and names & later for names in beside)

    def found(self) -> Iterator[Vector]:
        """What the group can come to, one after the other."""
        before = {
            level: int(truth)
            for level, comparison in self._group.comparisons
            if not self._names(comparison) & set(self._open)
            and (truth := evaluate(comparison, self.filled, self)) is not None
        }
        yield from self._fill(0, before)

    def vectors(self) -> tuple[Vector, ...]:
        """See :meth:`.untold.Untold.vectors`."""
        finite = [sum(1 for _ in self._values(name)) for name in self._open if self._book[name].finite]
        if math.prod(finite) > _MOST:
            # So many are tried before the first day is.
            return ({},)
        found = {tuple(sorted(vector.items())): vector for vector in self.found()}
        return ({},) if self._tried > _MOST else tuple(found.values())

    def _fill(self, place: int, vector: dict[int, int]) -> Iterator[dict[int, int]]:
        if place == len(self._open):
            yield vector
            return
        name = self._open[place]
        stated = self._group.stated.get(name)
        seen: set[tuple[tuple[int, int], ...]] = set()
        for value in self._values(name):
            self._tried += 1
            if self._tried > _MOST:
                return
            if value is not None:
                self.filled[name] = value
            here = dict(vector)
            if stated is not None:
                self.filled[stated] = value is not None
                level, places = self._propositions.places[stated]
                here[level] = places[value is not None]
            if self._book[name].finite and value is not None:
                level, places = self._propositions.places[name]
                here[level] = places[value]
            sure = True
            for level, comparison in self._ready[place]:
                truth = evaluate(comparison, self.filled, self)
                if value is None and comparison == Past(name, True):
                    truth = False
                if truth is not None:
                    here[level] = int(truth)
                elif self._roughly and not self._unmeasured(comparison):
                    sure = False
            key = tuple(here.items())
            if sure and not (self._last[place] and key in seen):
                seen.add(key)
                yield from self._fill(place + 1, here)
            self.filled.pop(name, None)
            if stated is not None:
                self.filled.pop(stated)
                self.filled |= {stated: self._told[stated]} if stated in self._told else {}

    def _unmeasured(self, comparison: Condition) -> bool:
        """Whether a comparison is neither true nor false since there is no day, or no term."""
        if not isinstance(comparison, InTerm | Predates) or not self.filled.keys() >= {comparison.start}:
            return True
        if isinstance(comparison, InTerm) and comparison.done and comparison.done not in self.filled:
            return True
        return comparison.term is None or self.ends(comparison.term, self.filled[comparison.start]) is None

    def _values(self, name: str) -> Iterator[FactValue | None]:
        """Values enough to tell apart whatever is told apart; ``None`` for a day that never came."""
        fact = self._book[name]
        if fact.finite:
            yield from (False, True) if fact.type is FactType.BOOL else (value for value, _ in fact.values)
        elif fact.type is FactType.INT:
            yield from sorted(self._numbers(name))
        else:
            stated = self._group.stated.get(name)
            done = self._told.get(stated) if stated else True
            if done is not False:
                yield from sorted(filter(lambda day: self._can_be(name, day), self._telling(name)))
            if done is not True or name in self._propositions.may_never_come:
                yield None

    def _numbers(self, name: str) -> Iterable[int]:
        found = {one.number for _, one in self._group.comparisons if isinstance(one, AtLeast) and one.fact == name}
        if any(isinstance(one, InTerm | Predates) and one.start == name for _, one in self._group.comparisons):
            # It is a year.
            found |= {day.year + step for day in self._given() for step in (0, 1)}
        return {number - step for number in found for step in (0, 1) if number >= step}

    def _can_be(self, name: str, day: dt.date) -> bool:
        if name in self._days.happened and day > self.today:
            return False
        for pair in self._days.sequels:
            first, then = (day if one == name else self.filled.get(one) for one in pair)
            if name in pair and isinstance(first, dt.date) and isinstance(then, dt.date) and then < first:
                return False
        return True

    def _given(self) -> set[dt.date]:
        """Today, the first day of the instrument, and the days known or filled in; of years the first and last days."""
        found = {self.today, *(value for value in self.filled.values() if isinstance(value, dt.date))}
        if self._effective is not None:
            found.add(self._effective)
        found |= {one.since for _, one in self._group.comparisons if isinstance(one, Predates) and one.since}
        return found

    def _telling(self, name: str) -> set[dt.date]:
        """The days at which some comparison with a day turns, and those beside them."""
        given, found = self._given(), set[dt.date]()
        lengths = [0]
        for _, one in self._group.comparisons:
            if not isinstance(one, InTerm | Predates) or one.term is None:
                continue
            start = self.filled.get(one.start)
            if one.start != name and start is not None:
                found.update(self.ends(one.term, start) or ())
                if isinstance(start, dt.date):
                    found.add(start)
            elif one.start == name:
                turning = given if self._turns(one) else ()
                if self._roughly:
                    found.update(_moved(day, -step) for day in given for step in self._rough_steps(one.term))
                    turning = ()
                for day in turning:
                    found.update(
                        itertools.chain(*(self._first_reaching(one.term, _moved(day, step)) for step in (0, 1)))
                    )
                span = self.ends(one.term, self.today)
                lengths.append((span[0] - self.today).days if span else 0)
        near = {
            _moved(day, step) for day in (given if self._roughly else {*given, *found}) for step in (-1, 0, 1)
        } | found
        return {*near, _moved(min(near), -2 * max(lengths) - 40)}

    def _rough_steps(self, term: str | tuple[int, str]) -> tuple[int, ...]:
        """How long before a day a term surely ends before it, or surely does not."""
        span = self.ends(term, self.today)
        if span is None or span[1] == dt.date.max:
            return ()
        shortest, longest = ((day - self.today).days for day in span)
        return shortest - 1, longest + 1

    def _turns(self, one: InTerm | Predates) -> bool:
        """Whether between two days that are compared with its end a term may begin on none of the given days."""
        return any(isinstance(value, dt.date) for value in self._told.values()) or self._continuing(one.term or "")

    def _first_reaching(self, term: str | tuple[int, str], day: dt.date) -> Iterator[dt.date]:
        """The first start from which a term ends no sooner than a day."""
        span = self.ends(term, day)
        if span is None:
            return
        low, high = _moved(day, -2 * (span[0] - day).days - 40), day
        while high - low > _DAY:
            middle = low + (high - low) // 2
            reached = self.ends(term, middle)
            if reached is None:
                return
            early = isinstance(term, str) and self._continuing(term) and self._anew(term, middle)
            low, high = (low, middle) if reached[0] >= day and not early else (middle, high)
        yield high


def _moved(day: dt.date, days: int) -> dt.date:
    """A day so many days on or back, as far as there are days."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))
