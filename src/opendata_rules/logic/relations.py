"""What arithmetic says of two comparisons of days or numbers, whatever day it is."""

from __future__ import annotations

from dataclasses import replace

from .conditions import AtLeast, Condition, Earlier, InTerm, Relation


def follows(one: Condition, other: Condition) -> bool:
    """Whether the one being true makes the other true."""
    match one, other:
        case AtLeast(fact=fact, number=number), AtLeast(fact=same, number=less):
            return fact == same and less < number
        case (
            InTerm(relation=Relation.WITHIN, done=None, stated=None) as today,
            InTerm(relation=Relation.WITHIN, done=str(), stated=None) as then,
        ):
            # What was done was done by today.
            return (today.term, today.start) == (then.term, then.start)
        case (
            InTerm(relation=Relation.NOT_BEFORE, done=str(), stated=None) as then,
            InTerm(relation=Relation.NOT_BEFORE, done=None, stated=None) as today,
        ):
            return (today.term, today.start) == (then.term, then.start)
        case (
            InTerm(relation=Relation.WITHIN, term=(int() as short, unit)) as one_term,
            InTerm(relation=Relation.WITHIN, term=(int() as long, same)) as other_term,
        ):
            days = (one_term.start, one_term.done) == (other_term.start, other_term.done)
            return days and unit == same and short < long
    return False


def excludes(one: Condition, other: Condition) -> bool:
    """Whether the two cannot both be true."""
    match one, other:
        case Earlier(first=first, second=second), Earlier(first=later, second=sooner):
            return (first, second) == (sooner, later)
    return False


def one_of(one: Condition, other: Condition) -> bool:
    """Whether at least one of the two is true."""
    match one, other:
        case InTerm(relation=Relation.WITHIN) as within, InTerm(relation=Relation.NOT_BEFORE) as not_before:
            return replace(within, relation=Relation.NOT_BEFORE) == not_before
        case Earlier(first=first, second=second), Earlier(first=later, second=sooner):
            # The same day on both sides has an order within it, which is unknown.
            return (first, second) == (sooner, later)
    return False
