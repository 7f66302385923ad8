"""What is lacking for a duty that is not fulfilled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...logic.conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    Predates,
    evaluate,
    facts_of,
)
from ...norms.provisions import DutyRule
from ...vocabulary.facts import FactValue, Vocabulary
from ...vocabulary.terms import Compliance
from .answer import Finding
from .compiled import leaves_of
from .timing import LawTiming


def failing(
    condition: Condition,
    facts: Mapping[str, FactValue],
    timing: LawTiming,
    truth: Callable[[Condition], bool | None],
) -> Iterator[str]:
    """What is lacking for a condition that fails: fact ids, or the values that a list lacks or must not hold.

    Args:
        condition: what fails in every completion.
        facts: the known facts by id.
        timing: what day it is and when terms end.
        truth: what the deciding form says of a part.
    """
    match condition:
        case All(parts=parts):
            for part in parts:
                if truth(part) is False:
                    yield from failing(part, facts, timing, truth)
        case AnyOf(parts=parts):
            for part in parts:
                yield from failing(part, facts, timing, truth)
        case Alike(parts=parts):
            # Of what tells one thing several times, what was told speaks.
            told = [part for part in parts if evaluate(part, facts, timing) is False]
            for part in told or parts:
                yield from failing(part, facts, timing, truth)
        case NoneOf(parts=parts):
            for part in parts:
                if truth(part) is True:
                    yield from facts_of(part)
        case Holds(fact=fact, values=values, absent=absent):
            held = facts.get(fact)
            if isinstance(held, tuple):
                yield from (value for value in values if (value in held) is absent)
            else:
                yield fact
        case Is() | AtLeast() | Past() | Earlier() | InTerm() | Predates():
            yield from facts_of(condition)


def missing_terms(rule: DutyRule, finding: Finding, vocabulary: Vocabulary, *, fact: str = "{}") -> tuple[str, ...]:
    """What a finding lacks, in Chinese: the words of the list that lacks it (or must not hold it), or of the fact.

    Args:
        rule: the duty.
        finding: what was found of it.
        vocabulary: the facts of the place.
        fact: how the name of a fact is written.
    """
    facts = vocabulary.facts
    words = {
        value: dict(facts[part.fact].values)[value]
        for whole in leaves_of(rule.must)
        for part in (whole.parts if isinstance(whole, Alike) else (whole,))
        if isinstance(part, Holds)
        for value in part.values
    }
    asked = finding.verdict is Compliance.UNDETERMINED
    return tuple(
        fact.format(facts[name].label) if asked or name not in words else words[name] for name in finding.missing
    )
