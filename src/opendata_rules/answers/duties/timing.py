"""What day it is under a legal order, and when its terms end, for the conditions of duties.

What was done, or fell due, before the instrument took effect is not judged by it. A continuing duty goes on: a term
that had run out by then runs anew from the day on which the instrument took effect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...logic.conditions import (
    Alike,
    All,
    AnyOf,
    Condition,
    InTerm,
    NoneOf,
    Predates,
    evaluate,
    facts_of,
)
from ...norms.order import LegalOrder
from ...norms.provisions import Unit
from ...vocabulary.facts import FactValue
from ..deadlines.computation import bounds_of_term
from ..deadlines.continuing import counted_anew
from ..deadlines.counting import Length, end_of
from ..deadlines.terms import facts_of_step


class LawTiming:
    """What day it is under a law, and when its terms end, for the conditions of duties.

    Args:
        order: the law.
        facts: the known facts by id.
        effective: first day of the instrument that judges; ``None`` where it judges whatever the day. What is asked of
            since another day says so itself.
    """

    def __init__(self, order: LegalOrder, facts: Mapping[str, FactValue], effective: dt.date | None = None) -> None:
        self._order = order
        self.facts = facts
        self._effective = effective

    @property
    def today(self) -> dt.date:
        """The date of the law."""
        return self._order.on

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""
        # A year beyond those there are is as far in the past, or in the future, as the last of them.
        began = dt.date(min(max(start, dt.MINYEAR), dt.MAXYEAR), 1, 1) if isinstance(start, int) else start
        if not isinstance(began, dt.date):
            return None
        if isinstance(term, tuple):
            number, unit = term
            return self._end(Length(Unit(unit), number), began)
        # Of what began before the instrument took effect, only what it judges all the same is asked about here.
        early = self._effective is not None and began < self._effective
        return bounds_of_term(self._order, term, began, self.facts, self._order.chain if early else None)

    def predates(self, condition: Predates) -> bool | None:
        """Whether what is judged lies before the instrument took effect; ``None`` where the facts do not tell."""
        effective = condition.since or self._effective
        if effective is None:
            return False
        done = self.facts.get(condition.done) if condition.done else None
        if isinstance(done, dt.date) and done < effective:
            return True
        undone = condition.stated is not None and self.facts.get(condition.stated) is False
        maybe = None if condition.done and done is None and not undone else False
        if condition.term is None:
            return maybe
        start = self.facts.get(condition.start)
        if start is None:
            return None
        if isinstance(start, int):
            # A year is no event: what is due in it counts, and it may have been done early.
            ends = self.ends(condition.term, start)
            if ends is None or ends[0] < effective <= ends[1]:
                return None
            return True if ends[1] < effective else maybe
        if not isinstance(start, dt.date) or start >= effective:
            return False
        if condition.done is None and self._continuing(condition.term):
            return self._ran_out(condition.term, start, effective)
        return True

    def _continuing(self, term: str | tuple[int, str]) -> bool:
        return isinstance(term, tuple) or self._order.procedures.step(term).continuing

    def _ran_out(self, term: str | tuple[int, str], start: dt.date, effective: dt.date) -> bool | None:
        """Whether a continuing term had run out before the instrument took effect, and not again since."""
        ends = self.ends(term, start)
        if ends is None and isinstance(term, str) and self.facts.keys() >= set(facts_of_step(self._order, term)):
            # Where no provision measures the term, it never ran out.
            return False
        if isinstance(term, str):
            # Such a term is counted anew by itself.
            early, anew = self._anew(term, start), ends
        else:
            early, anew = None if ends is None else ends[1] < effective, self.ends(term, effective)
        if early is False or (anew is not None and self.today > anew[1]):
            return False
        return early if anew is not None and self.today <= anew[0] else None

    def _anew(self, term: str, start: dt.date) -> bool | None:
        return counted_anew(self._order, term, start, self.facts)

    def _end(self, length: Length, began: dt.date) -> tuple[dt.date, dt.date] | None:
        """Bounds of a length of months or years; its end moves off a rest day."""
        end = end_of(length, began, self._order.calendar)
        return (end.earliest, end.latest) if end.earliest and end.latest else None

    def unsettled(self, condition: Condition) -> Iterator[str]:
        """Unknown facts that a comparison, or what tells one thing several times, rests on."""
        match condition:
            case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
                for part in parts:
                    if evaluate(part, self.facts, self) is None:
                        yield from self.unsettled(part)
            case InTerm() | Predates():
                term, start, done, stated = condition.term, condition.start, condition.done, condition.stated
                days = [start]
                if done is not None and done not in self.facts and self.facts.get(stated or "") is not False:
                    days += [name for name in (done, stated) if name is not None]
                unknown = [name for name in days if name not in self.facts]
                yield from unknown
                if isinstance(term, str):
                    needed = facts_of_step(self._order, term)
                    # What lengthens a term matters only once it is known which days there are.
                    wanted = {self._order.vocabulary.cadence.id} if unknown else set(needed)
                    yield from (name for name in needed if name in wanted and name not in self.facts)
            case _:
                yield from (name for name in facts_of(condition) if name not in self.facts)
