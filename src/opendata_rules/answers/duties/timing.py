"""What day it is under a legal order, and when its terms end, for the conditions of duties."""

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
    evaluate,
    facts_of,
)
from ...norms.order import LegalOrder
from ...norms.provisions import Unit
from ...vocabulary.facts import FactValue
from ..deadlines.computation import bounds_of_term
from ..deadlines.counting import Length, end_of
from ..deadlines.terms import facts_of_step


class LawTiming:
    """What day it is under a law, and when its terms end, for the conditions of duties."""

    def __init__(self, order: LegalOrder, facts: Mapping[str, FactValue]) -> None:
        self._order = order
        self.facts = facts

    @property
    def today(self) -> dt.date:
        """The date of the law."""
        return self._order.on

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""
        began = dt.date(start, 1, 1) if isinstance(start, int) and 1 <= start <= 9999 else start
        if not isinstance(began, dt.date):
            return None
        if isinstance(term, tuple):
            number, unit = term
            return self._end(Length(Unit(unit), number), began)
        return bounds_of_term(self._order, term, began, self.facts)

    def _end(self, length: Length, began: dt.date) -> tuple[dt.date, dt.date] | None:
        """Bounds of a length of months or years; its end moves off a rest day."""
        calendar = self._order.calendar
        try:
            day = length.after(began)
        except (ValueError, OverflowError):
            return None
        if day < calendar.first:
            # No rest there lasts longer than until the first working day that is known.
            return day, calendar.next_working_day(calendar.first)
        end = end_of(length, began, calendar)
        return (end.earliest, end.latest) if end.earliest and end.latest else None

    def unsettled(self, condition: Condition) -> Iterator[str]:
        """Unknown facts that keep a condition from being true or false."""
        match condition:
            case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
                for part in parts:
                    if evaluate(part, self.facts, self) is None:
                        yield from self.unsettled(part)
            case InTerm(term=term, start=start, done=done, stated=stated):
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
