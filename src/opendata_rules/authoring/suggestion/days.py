"""Days, numbers and lists that make comparisons come to what is wanted, right at their limits where that is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from ...logic.conditions import AtLeast, Condition, Holds, InTerm, Timing, evaluate, facts_of
from ...norms.warnings import clashing
from ...vocabulary.facts import FactType, FactValue, Vocabulary
from ...working_days.calendars import Calendar

Facts = dict[str, FactValue]
_DAY = dt.timedelta(days=1)
#: How far from the day of the question days are tried that no term leads to.
_OFFSETS = (-1, -2, -5, -10, -20, -40, -60, -100, -200, -400, 0)
#: Days back among which the start of a term is looked for that ends today.
_BACK = 420
#: Sets of days that are tried.
_TRIES = 60_000


class Days:
    """Makes up days under one law.

    Args:
        vocabulary: the facts.
        calendar: the working days.
        today: the day of the question.
        timing: what day it is and when terms end, on known facts.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        calendar: Calendar,
        today: dt.date,
        timing: Callable[[Facts], Timing | None],
    ) -> None:
        self._vocabulary, self._calendar, self._today, self._timing = vocabulary, calendar, today, timing

    def made(
        self, known: Facts, wanted: Sequence[tuple[Condition, bool]], fits: Callable[[Facts, Timing | None], bool]
    ) -> Facts | None:
        """Known facts with days, numbers and lists beside them so that comparisons come to what is wanted.

        Args:
            known: facts with finitely many values.
            wanted: comparisons, each with what it has to come to.
            fits: what else has to be so.

        Returns:
            The facts; ``None`` where none were found.
        """
        facts = {**known, **_lists(wanted)}
        names = [name for one, _ in wanted for name in facts_of(one) if name not in facts]
        starts = dict.fromkeys(one.start for one, _ in wanted if isinstance(one, InTerm))
        names = [name for name in dict.fromkeys((*starts, *names)) if name not in facts]
        asked = [name for name in names if self._vocabulary.facts[name].type in (FactType.DATE, FactType.INT)]
        for found in islice(self._chosen(facts, tuple(asked), wanted), _TRIES):
            if clashing(found, self._vocabulary, self._today):
                continue
            timing = self._timing(found)
            if all(evaluate(one, found, timing) is truth for one, truth in wanted) and fits(found, timing):
                return found
        return None

    def _chosen(
        self, facts: Facts, names: tuple[str, ...], wanted: Sequence[tuple[Condition, bool]]
    ) -> Iterator[Facts]:
        if not names:
            yield facts
            return
        name, *rest = names
        for value in dict.fromkeys(self._values(name, facts, wanted)):
            yield from self._chosen({**facts, name: value}, tuple(rest), wanted)

    def _values(self, name: str, facts: Facts, wanted: Sequence[tuple[Condition, bool]]) -> Iterator[FactValue]:
        """Values of a fact that are worth trying, those at a limit first."""
        numbers = [one.number for one, _ in wanted if isinstance(one, AtLeast) and one.fact == name]
        if self._vocabulary.facts[name].type is FactType.INT:
            for number in numbers:
                yield from (number, number - 1) if number else (number,)
            if any(isinstance(one, InTerm) and one.start == name for one, _ in wanted):
                yield from (self._today.year - n for n in range(5))
            return
        for one, _ in wanted:
            if isinstance(one, InTerm) and one.done == name and one.start in facts:
                yield from self._beside_the_end(one, facts)
            elif isinstance(one, InTerm) and one.start == name and one.done is None:
                yield from self._starts(one, facts)
        yield from (self._today + offset * _DAY for offset in _OFFSETS)

    def _beside_the_end(self, one: InTerm, facts: Facts) -> Iterator[dt.date]:
        timing = self._timing(facts)
        ends = None if timing is None else timing.ends(one.term, facts[one.start])
        if ends is not None:
            end = ends[0]
            yield from (end, end + _DAY, self._next(end), end - _DAY, self._before(end))

    def _starts(self, one: InTerm, facts: Facts) -> Iterator[dt.date]:
        """Starts of a term that ends today, or one working day before or after."""
        near = {self._today, self._today - _DAY, self._before(self._today), self._today + _DAY, self._next(self._today)}
        for back in range(_BACK):
            start = self._today - back * _DAY
            timing = self._timing({**facts, one.start: start})
            ends = None if timing is None else timing.ends(one.term, start)
            if ends is None:
                return
            if ends[0] in near:
                yield start
            if ends[1] < min(near):
                return

    def _next(self, day: dt.date) -> dt.date:
        """The next working day; the next day where the calendar does not tell."""
        return self._calendar.next_working_day(day + _DAY) if self._known(day) else day + _DAY

    def _before(self, day: dt.date) -> dt.date:
        """The working day before; the day before where the calendar does not tell."""
        before = day - _DAY
        while self._known(before) and not self._calendar.is_working_day(before):
            before -= _DAY
        return before

    def _known(self, day: dt.date) -> bool:
        return self._calendar.first <= day < self._calendar.horizon


def _lists(wanted: Sequence[tuple[Condition, bool]]) -> Mapping[str, FactValue]:
    """Lists that hold what they have to, and nothing else."""
    found: dict[str, tuple[str, ...]] = {}
    for one, truth in wanted:
        if isinstance(one, Holds):
            kept = found.setdefault(one.fact, ())
            if truth is not one.absent:
                found[one.fact] = tuple(dict.fromkeys((*kept, *one.values)))
    return found
