"""Work is counted before it is done, the count is the same every time, and counting changes no result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.logic import cubes as module
from opendata_rules.logic.budget import Budget, OutOfBudget
from opendata_rules.logic.conditions import Condition
from opendata_rules.logic.cubes import EVERYTHING, Layout, agree
from opendata_rules.logic.smallest_example import smallest

from .random_conditions import CONDITIONS, FACTS, completions

LAYOUT = Layout(FACTS)
ENOUGH = 10**9


def test_what_is_left_may_be_spent_and_nothing_more() -> None:
    budget = Budget(10)
    budget.spend(4)
    budget.spend(6)
    assert budget.spent == 10
    with pytest.raises(OutOfBudget):
        budget.spend(1)


def test_the_innermost_rule_is_named_and_forgotten_afterwards() -> None:
    budget = Budget(10, "a question")
    with budget.on("outer"):
        with budget.on("inner"):
            assert budget.rule == "inner"
        assert budget.rule == "outer"
    assert budget.rule == ""
    with pytest.raises(OutOfBudget) as caught, budget.on("outer"), budget.on("inner"):
        budget.spend(11)
    assert (caught.value.matter, caught.value.rule, caught.value.limit) == ("a question", "inner", 10)
    assert budget.rule == ""


def spent(condition: Condition) -> int:
    budget = Budget(ENOUGH)
    LAYOUT.counting(budget).cubes(condition)
    return budget.spent


@given(CONDITIONS)
def test_counting_changes_nothing_and_counts_the_same_each_time(condition: Condition) -> None:
    assert LAYOUT.counting(Budget(ENOUGH)).cubes(condition) == LAYOUT.cubes(condition)
    assert spent(condition) == spent(condition)


@given(CONDITIONS, st.data())
def test_a_question_gets_its_answer_within_what_it_takes_and_none_with_less(
    condition: Condition, data: st.DataObject
) -> None:
    needed = spent(condition)
    assert LAYOUT.counting(Budget(needed)).cubes(condition) == LAYOUT.cubes(condition)
    if needed:
        less = data.draw(st.integers(0, needed - 1))
        with pytest.raises(OutOfBudget):
            LAYOUT.counting(Budget(less)).cubes(condition)


def test_the_layout_that_is_kept_does_not_count() -> None:
    assert LAYOUT.budget is None
    assert LAYOUT.counting(Budget(1)).budget is not None
    assert LAYOUT.budget is None


@given(CONDITIONS, CONDITIONS)
def test_two_sets_meet_if_their_intersection_is_not_empty(one: Condition, other: Condition) -> None:
    left, right = LAYOUT.cubes(one), LAYOUT.cubes(other)
    assert LAYOUT.meet(left, right) is bool(LAYOUT.both(left, right))


@given(CONDITIONS)
def test_facts_that_alone_keep_two_sets_apart(condition: Condition) -> None:
    inside, outside = LAYOUT.cubes(condition), LAYOUT.cubes(condition, negated=True)
    apart = set()
    for facts in completions({}):
        for field in LAYOUT.fields.values():
            for value in field.values:
                turned = LAYOUT.knowledge({**facts, field.fact: value})
                if agree(inside, LAYOUT.knowledge(facts)) and agree(outside, turned):
                    apart.add(field.fact)
    every = sum(LAYOUT.masks)
    assert LAYOUT.apart(inside, outside, every) == sum(LAYOUT.fields[fact].mask for fact in apart)
    for field in LAYOUT.fields.values():
        assert LAYOUT.apart(inside, outside, field.mask) == (field.mask if field.fact in apart else 0)


@given(CONDITIONS, CONDITIONS)
def test_it_does_not_matter_how_often_cubes_that_others_contain_are_left_out(one: Condition, other: Condition) -> None:
    left, right = LAYOUT.cubes(one), LAYOUT.cubes(other)
    whole = LAYOUT.both(left, right)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_GATHERED", 1)
        assert LAYOUT.both(left, right) == whole


@given(CONDITIONS)
def test_the_search_for_the_smallest_example_is_counted(condition: Condition) -> None:
    against = LAYOUT.cubes(condition, negated=True)
    budget = Budget(ENOUGH)
    found = smallest(LAYOUT.counting(budget), against, EVERYTHING)
    assert found == smallest(LAYOUT, against, EVERYTHING)
    assert budget.spent > 0 or found is None
    if budget.spent:
        with pytest.raises(OutOfBudget):
            smallest(LAYOUT.counting(Budget(budget.spent - 1)), against, EVERYTHING)
