"""Random conditions over a few facts, and every way these may turn out, counted out one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from hypothesis import strategies as st

from opendata_rules.logic.conditions import All, AnyOf, Condition, Is, NoneOf
from opendata_rules.vocabulary.facts import Fact, FactType, FactValue, vocabulary

#: Two facts with two values and two with more.
FACTS: tuple[Fact, ...] = (
    *[fact for fact in vocabulary().facts.values() if fact.type is FactType.BOOL][:2],
    *[fact for fact in vocabulary().facts.values() if fact.type is FactType.ENUM and len(fact.values) < 5][:2],
)
VALUES: Mapping[str, tuple[FactValue, ...]] = {
    fact.id: (False, True) if fact.type is FactType.BOOL else tuple(value for value, _ in fact.values) for fact in FACTS
}

LEAVES = st.sampled_from(FACTS).flatmap(
    lambda fact: st.lists(st.sampled_from(VALUES[fact.id]), min_size=1, unique=True).map(
        lambda values: Is(fact.id, tuple(values))
    )
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([All, AnyOf, NoneOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
#: Some facts known, the others not.
KNOWN = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


def completions(known: Mapping[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    """Every way in which what is not known may turn out."""
    choices = [(known[name],) if name in known else values for name, values in VALUES.items()]
    for chosen in itertools.product(*choices):
        yield dict(zip(VALUES, chosen, strict=True))


def holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """Whether a condition holds where everything is known, by the words of the rule language alone."""
    if isinstance(condition, Is):
        return any(facts[condition.fact] == value for value in condition.values)
    assert isinstance(condition, All | AnyOf | NoneOf)
    count = sum(holds(part, facts) for part in condition.parts)
    if isinstance(condition, All):
        return count == len(condition.parts)
    return count > 0 if isinstance(condition, AnyOf) else count == 0
