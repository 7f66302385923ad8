"""Sets of cubes stand for exactly the ways in which the facts may turn out."""

from __future__ import annotations

from hypothesis import given

from opendata_rules.logic.conditions import Condition
from opendata_rules.logic.cubes import Layout, agree
from opendata_rules.vocabulary.facts import FactValue

from .random_conditions import CONDITIONS, FACTS, KNOWN, completions, holds

LAYOUT = Layout(FACTS)


@given(CONDITIONS, KNOWN)
def test_cubes_agree_with_what_is_known_if_some_completion_does(
    condition: Condition, known: dict[str, FactValue]
) -> None:
    stated = LAYOUT.knowledge(known)
    truths = {holds(condition, facts) for facts in completions(known)}
    assert agree(LAYOUT.cubes(condition), stated) is (True in truths)
    assert agree(LAYOUT.cubes(condition, negated=True), stated) is (False in truths)


@given(CONDITIONS)
def test_the_complement_of_the_cubes_is_what_the_negation_stands_for(condition: Condition) -> None:
    other = LAYOUT.other(LAYOUT.cubes(condition))
    for facts in completions({}):
        assert agree(other, LAYOUT.knowledge(facts)) is not holds(condition, facts)


@given(KNOWN)
def test_known_facts_are_read_back_from_their_bits(known: dict[str, FactValue]) -> None:
    assert LAYOUT.facts(LAYOUT.knowledge(known)) == known
