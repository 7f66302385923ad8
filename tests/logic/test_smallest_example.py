"""The smallest example makes certain what it is an example of, and nothing smaller does."""

from __future__ import annotations

import itertools

from hypothesis import given

from opendata_rules.logic.conditions import Condition, evaluate
from opendata_rules.logic.cubes import EVERYTHING, Layout
from opendata_rules.logic.smallest_example import making, smallest
from opendata_rules.vocabulary.facts import FactValue, vocabulary

from .random_conditions import CONDITIONS, FACTS, KNOWN, VALUES, completions, holds

LAYOUT = Layout(FACTS)


def makes_certain(condition: Condition, known: dict[str, FactValue]) -> bool:
    return all(holds(condition, facts) for facts in completions(known))


def fewest(condition: Condition, known: dict[str, FactValue]) -> int | None:
    """How many more facts must be stated, by trying all sets of them."""
    free = [name for name in VALUES if name not in known]
    for size in range(len(free) + 1):
        for names in itertools.combinations(free, size):
            for values in itertools.product(*(VALUES[name] for name in names)):
                if makes_certain(condition, {**known, **dict(zip(names, values, strict=True))}):
                    return size
    return None


@given(CONDITIONS, KNOWN)
def test_no_smaller_set_of_facts_makes_a_condition_certain(condition: Condition, known: dict[str, FactValue]) -> None:
    against = LAYOUT.cubes(condition, negated=True)
    found = smallest(LAYOUT, against, EVERYTHING, known=LAYOUT.knowledge(known))
    if found is None:
        assert fewest(condition, known) is None
    else:
        assert not set(found) & set(known)
        assert makes_certain(condition, {**known, **found})
        assert len(found) == fewest(condition, known)


@given(CONDITIONS)
def test_facts_made_up_for_a_condition_settle_it(condition: Condition) -> None:
    for truth in (True, False):
        made = making(condition, truth, vocabulary())
        if made is not None:
            assert evaluate(condition, made) is truth
