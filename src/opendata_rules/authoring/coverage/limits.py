"""The limits that rules set, and which cases stand at them: the last day and the day after, a number and one less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ...logic.conditions import AtLeast, Condition, Earlier, InTerm, Past, Relation, Timing
from ...vocabulary.facts import FactValue
from ...working_days.calendars import Calendar

_DAY = dt.timedelta(days=1)
#: No rest lasts so many days.
_LONGEST_REST = 15


def has_limit(condition: Condition) -> bool:
    """Whether a comparison has a limit: a number, or a day."""
    return isinstance(condition, AtLeast | InTerm | Past | Earlier)


def side_of(
    condition: Condition, facts: Mapping[str, FactValue], timing: Timing | None, calendar: Calendar
) -> bool | None:
    """On which side of a limit known facts stand, right at it; ``None`` where they stand elsewhere, or nowhere.

    Args:
        condition: the comparison.
        facts: the known facts by id.
        timing: what day it is and when terms end.
        calendar: the working days: a term in working days has its first day after the limit on the next of them.

    Returns:
        Whether the comparison holds there.
    """
    match condition:
        case AtLeast(fact=fact, number=number):
            amount = facts.get(fact)
            return {number: True, number - 1: False}.get(amount) if isinstance(amount, int) else None
        case Earlier(first=first, second=second):
            day, other = facts.get(first), facts.get(second)
            # Which of two days comes first has no nearest case: any two days say it.
            both = isinstance(day, dt.date) and isinstance(other, dt.date) and day != other
            return day < other if both else None  # type: ignore[operator]
        case Past(fact=fact, past=past):
            day = facts.get(fact)
            if timing is None or not isinstance(day, dt.date):
                return None
            return {timing.today - _DAY: past, timing.today: not past}.get(day)
        case InTerm():
            return None if timing is None else _at_the_end(condition, facts, timing, calendar)
        case _:
            return None


def _at_the_end(condition: InTerm, facts: Mapping[str, FactValue], timing: Timing, calendar: Calendar) -> bool | None:
    start = facts.get(condition.start)
    done = facts.get(condition.done) if condition.done else timing.today
    if done is None and condition.stated and facts.get(condition.stated) is False:
        done = timing.today
    if start is None or not isinstance(done, dt.date):
        return None
    ends = timing.ends(condition.term, start)
    if ends is None or ends[0] != ends[1]:
        return None
    end = ends[0]
    on, after, before = done == end, _next_to(end, done, calendar), _next_to(done, end, calendar)
    match condition.relation:
        case Relation.WITHIN:
            return True if on else False if after else None
        case Relation.NOT_BEFORE:
            return True if on else False if before else None
        case _:
            return False if on else True if after else None


def _next_to(day: dt.date, later: dt.date, calendar: Calendar) -> bool:
    """Whether a day is the next after another, or the next working day after it."""
    if later == day + _DAY:
        return True
    if later <= day or (later - day).days > _LONGEST_REST or not calendar.first <= day < later <= calendar.horizon:
        return False
    return not any(calendar.is_working_day(day + n * _DAY) for n in range(1, (later - day).days))
