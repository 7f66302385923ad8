"""Conditions: what a rule asks of the facts, as structure with a meaning under unknown facts.

A condition is a small tree: an operator over conditions, or one fact compared with something. How it is written is the
business of :mod:`opendata_rules.packs.conditions`. :func:`evaluate` is Kleene's three-valued logic: ``None`` is
unknown. It is exact for one condition that names each fact once; decisions that combine many conditions go through
:mod:`opendata_rules.logic.cubes`, which is exact always.

Facts with finitely many values are compared with them. Duties also ask what a list holds, how great a number is, and
whether a day keeps a term; the terms themselves, and what day it is, come from a :class:`Timing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..values import Term
from ..vocabulary.facts import FactValue


class Relation(Term):
    """How a day stands to the end of a term: not after it, not before it, after it."""

    WITHIN = "within"
    NOT_BEFORE = "not_before"
    AFTER = "after_term"


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of the values."""

    fact: str
    values: tuple[FactValue, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Several parts that tell one and the same thing: one that holds is enough, and none may fail.

    A notice told in working days and by its dates is one notice. Where the parts disagree, the condition does not hold.
    """

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One day lies before another; ``stated`` is a fact that says the same in words.

    The same day on both sides settles nothing, since a day has an order within it. Where dates and statement
    disagree, the condition does not hold.
    """

    first: str
    second: str
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """A list holds all of the values, or (``absent``) none of them."""

    fact: str
    values: tuple[str, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number is not smaller than another."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class Past:
    """A day lies before the date of the law, or (``past`` false) does not."""

    fact: str
    past: bool


@dataclass(frozen=True, slots=True)
class InTerm:
    """A day keeps a term that began on another day.

    The term is that of a step, or so many months or years. Without ``done`` the day is the date of the law: the
    term has not run out yet. So it is too where that day is unknown and ``stated`` says that nothing was done.
    """

    relation: Relation
    term: str | tuple[int, str]
    start: str
    done: str | None = None
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Predates:
    """What is judged lies before the law that judges it took effect: it was done, or the term for it ran out, by then.

    Nobody writes this; it goes with every term that has to be kept. The fields are those of :class:`InTerm`. Without a
    term only the day of the deed counts (``start`` and ``done`` alike): the act that a least length comes before.
    ``since`` is the day from which the law has been what it is, where that is not the first day of the instrument.
    """

    term: str | tuple[int, str] | None
    start: str
    done: str | None = None
    stated: str | None = None
    since: dt.date | None = None


Condition = Is | All | AnyOf | NoneOf | Alike | Earlier | Holds | AtLeast | Past | InTerm | Predates


class Timing(Protocol):
    """What conditions on time need to know."""

    @property
    def today(self) -> dt.date:
        """The date of the law."""

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""

    def predates(self, condition: Predates) -> bool | None:
        """Whether what is judged lies before the law took effect."""


def facts_of(condition: Condition) -> Iterator[str]:
    """Ids of the facts the condition asks about, in the order written, repeats included."""
    match condition:
        case Is(fact=fact):
            yield fact
        case Earlier(first=first, second=second, stated=stated):
            yield from (name for name in (first, second, stated) if name)
        case Holds(fact=fact) | AtLeast(fact=fact) | Past(fact=fact):
            yield fact
        case InTerm(start=start, done=done, stated=stated) | Predates(start=start, done=done, stated=stated):
            yield from (name for name in (start, done, stated) if name)
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from facts_of(part)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The comparisons of a condition that speak for it; what stands under 都不满足 speaks against it."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case NoneOf():
            return
        case _:
            yield condition


def evaluate(condition: Condition, facts: Mapping[str, FactValue], timing: Timing | None = None) -> bool | None:
    """Truth of the condition on checked facts; ``None`` where they do not settle it (Kleene).

    Args:
        condition: what is asked.
        facts: the known facts by id.
        timing: what day it is and when terms end; only conditions of duties need it.
    """
    match condition:
        case Is(fact=fact, values=values):
            known = facts.get(fact)
            return None if known is None else known in values
        case All(parts=parts):
            return _conjunction([evaluate(part, facts, timing) for part in parts])
        case AnyOf(parts=parts):
            return _negation(_conjunction([_negation(evaluate(part, facts, timing)) for part in parts]))
        case NoneOf(parts=parts):
            return _conjunction([_negation(evaluate(part, facts, timing)) for part in parts])
        case Alike(parts=parts):
            return told_twice(*(evaluate(part, facts, timing) for part in parts))
        case Earlier(first=first, second=second, stated=stated):
            day, other = facts.get(first), facts.get(second)
            by_date = None
            if isinstance(day, dt.date) and isinstance(other, dt.date) and day != other:
                by_date = day < other
            by_word = facts.get(stated) if stated else None
            return told_twice(by_date, by_word if isinstance(by_word, bool) else None)
        case Holds(fact=fact, values=wanted, absent=absent):
            held = facts.get(fact)
            if not isinstance(held, tuple):
                return None
            return not set(wanted) & set(held) if absent else set(wanted) <= set(held)
        case AtLeast(fact=fact, number=number):
            amount = facts.get(fact)
            return None if not isinstance(amount, int) else amount >= number
        case Past(fact=fact, past=past):
            day = facts.get(fact)
            if not isinstance(day, dt.date) or timing is None:
                return None
            return (day < timing.today) is past
        case InTerm():
            return None if timing is None else _in_term(condition, facts, timing)
        case Predates():
            return None if timing is None else timing.predates(condition)


def told_twice(*truths: bool | None) -> bool | None:
    """The truth of one thing that is told several times: one telling is enough, and none may be against it."""
    return False if False in truths else True if True in truths else None


def _in_term(condition: InTerm, facts: Mapping[str, FactValue], timing: Timing) -> bool | None:
    start = facts.get(condition.start)
    done = facts.get(condition.done) if condition.done else timing.today
    if done is None and condition.stated and facts.get(condition.stated) is False:
        done = timing.today
    if start is None or not isinstance(done, dt.date):
        return None
    ends = timing.ends(condition.term, start)
    if ends is None:
        return None
    # Where the end itself is only known within bounds, a day between them settles nothing.
    earliest, latest = ends
    match condition.relation:
        case Relation.WITHIN:
            surely, never = done <= earliest, done > latest
        case Relation.NOT_BEFORE:
            surely, never = done >= latest, done < earliest
        case Relation.AFTER:
            surely, never = done > latest, done <= earliest
    return True if surely else False if never else None


def _conjunction(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _negation(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
