"""Conditions under unknown facts: nothing is claimed that the facts may still belie."""

from __future__ import annotations

import pytest
from hypothesis import given

from opendata_rules.logic.conditions import Condition, evaluate, facts_of, told_twice
from opendata_rules.vocabulary.facts import FactValue

from .random_conditions import CONDITIONS, KNOWN, VALUES, completions, holds


@given(CONDITIONS, KNOWN)
def test_what_is_settled_stays_so_however_the_rest_turns_out(condition: Condition, known: dict[str, FactValue]) -> None:
    truth = evaluate(condition, known)
    if truth is not None:
        assert {holds(condition, facts) for facts in completions(known)} == {truth}


@given(CONDITIONS)
def test_with_everything_known_every_condition_is_settled(condition: Condition) -> None:
    for facts in completions({}):
        assert evaluate(condition, facts) is holds(condition, facts)


@given(CONDITIONS, KNOWN)
def test_facts_not_asked_about_make_no_difference(condition: Condition, known: dict[str, FactValue]) -> None:
    asked = {name: value for name, value in known.items() if name in set(facts_of(condition))}
    assert set(facts_of(condition)) <= set(VALUES)
    assert evaluate(condition, known) is evaluate(condition, asked)


@pytest.mark.parametrize(
    ("tellings", "truth"),
    [
        ((None, None), None),
        ((True, None), True),
        ((None, False), False),
        ((True, False), False),
        ((True, True), True),
    ],
)
def test_one_telling_is_enough_and_none_may_be_against_it(
    tellings: tuple[bool | None, ...], truth: bool | None
) -> None:
    assert told_twice(*tellings) is truth
