"""Decision diagrams against every way in which unknown facts may turn out, counted out one by one."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.logic.budget import Budget, OutOfBudget
from opendata_rules.logic.conditions import Condition
from opendata_rules.logic.diagrams import Diagrams, Node
from opendata_rules.logic.propositions import Propositions
from opendata_rules.vocabulary.facts import FactValue, vocabulary
from tests.logic.random_conditions import CONDITIONS, FACTS, KNOWN, VALUES, completions, holds

NAMES = tuple(VALUES)
RANKS = st.lists(st.tuples(CONDITIONS, st.integers(0, 3)), min_size=1, max_size=4)


def made(*conditions: Condition) -> Propositions:
    return Propositions(conditions, vocabulary(), first=NAMES, budget=Budget(10_000_000))


def places(propositions: Propositions, facts: Mapping[str, FactValue]) -> list[int]:
    return propositions.read(facts, None)


def ranked(diagrams: Diagrams, chosen: Node, rank: int) -> Node:
    """A diagram that says a number where a condition holds, and 3 elsewhere."""
    return diagrams.apply(lambda truth: rank if truth else 3, chosen)


def consistent(propositions: Propositions, facts: Mapping[str, FactValue]) -> list[dict[str, FactValue]]:
    return [whole for whole in completions(facts) if not propositions.clash(whole, None)]


def test_the_facts_are_those_of_the_brute_force() -> None:
    assert [fact.id for fact in FACTS] == list(NAMES)


@given(condition=CONDITIONS, known=KNOWN)
def test_settled_tells_what_the_completions_lead_to(condition: Condition, known: dict[str, FactValue]) -> None:
    propositions = made(condition)
    diagrams = propositions.diagrams
    whole = diagrams.outcomes(propositions.node(condition), propositions.consistent)
    expected = {holds(condition, facts) for facts in consistent(propositions, known)}
    assert diagrams.settled(whole, places(propositions, known)) == expected
    # Asked again, what is unknown has been joined already.
    assert diagrams.settled(whole, places(propositions, known)) == expected


@given(one=CONDITIONS, other=CONDITIONS, known=KNOWN)
def test_conditions_are_joined_everywhere(one: Condition, other: Condition, known: dict[str, FactValue]) -> None:
    propositions = made(one, other)
    diagrams = propositions.diagrams
    left, right = propositions.node(one), propositions.node(other)
    joined = {
        "both": (diagrams.both(left, right), lambda a, b: a and b),
        "either": (diagrams.either(left, right), lambda a, b: a or b),
        "negated": (diagrams.negated(left), lambda a, b: not a),
        "apply": (diagrams.apply(lambda a, b: (a, b), left, right), lambda a, b: (a, b)),
    }
    for facts in completions(known):
        truths = holds(one, facts), holds(other, facts)
        for node, said in joined.values():
            assert diagrams.given(node, places(propositions, facts)).value == said(*truths)


@given(condition=CONDITIONS)
def test_equal_functions_are_one_node(condition: Condition) -> None:
    propositions = made(condition)
    diagrams, node = propositions.diagrams, propositions.node(condition)
    assert diagrams.negated(diagrams.negated(node)) is node
    # Nothing idle is tested: each fact tested makes a difference somewhere.
    for level in diagrams.tested(node):
        branches = []
        for value in range(diagrams.sizes[level]):
            known = list(propositions.unknown)
            known[level] = value
            branches.append(diagrams.given(node, known))
        assert len(set(branches)) > 1


@given(rules=RANKS, known=KNOWN)
def test_the_least_of_several_is_the_least_everywhere(
    rules: list[tuple[Condition, int]], known: dict[str, FactValue]
) -> None:
    propositions = made(*(condition for condition, _ in rules))
    diagrams = propositions.diagrams
    nodes = [ranked(diagrams, propositions.node(condition), rank) for condition, rank in rules]
    least = diagrams.least(nodes, 0, 3)
    for facts in completions(known):
        expected = min([rank for condition, rank in rules if holds(condition, facts)] or [3])
        assert diagrams.given(least, places(propositions, facts)).value == expected


@given(condition=CONDITIONS, care=CONDITIONS, known=KNOWN)
def test_restricted_says_the_same_where_it_matters_and_tests_no_more(
    condition: Condition, care: Condition, known: dict[str, FactValue]
) -> None:
    propositions = made(condition, care)
    diagrams = propositions.diagrams
    node, where = propositions.node(condition), propositions.node(care)
    if where is diagrams.no:
        return
    found = diagrams.restricted(node, where)
    assert set(diagrams.tested(found)) <= set(diagrams.tested(node))
    for facts in completions(known):
        if holds(care, facts):
            assert diagrams.given(found, places(propositions, facts)).value == holds(condition, facts)


@given(condition=CONDITIONS, known=KNOWN)
def test_what_is_worked_out_aside_leaves_nothing_behind(condition: Condition, known: dict[str, FactValue]) -> None:
    propositions = made(condition)
    diagrams = propositions.diagrams
    node, at = propositions.node(condition), places(propositions, known)
    before = len(diagrams._nodes)
    aside = diagrams.aside()
    left = aside.given(node, at)
    assert len(diagrams._nodes) == before
    for facts in completions(known):
        assert aside.given(left, places(propositions, facts)).value == holds(condition, facts)


@given(condition=CONDITIONS)
def test_paths_are_disjoint_and_lead_where_they_say(condition: Condition) -> None:
    propositions = made(condition)
    diagrams = propositions.diagrams
    paths = list(diagrams.paths(propositions.node(condition), True))
    for facts in completions({}):
        at = places(propositions, facts)
        ways = [path for path in paths if all(at[level] in chosen for level, chosen in path.items())]
        assert len(ways) == holds(condition, facts)


@given(condition=CONDITIONS, known=KNOWN)
def test_the_smallest_statement_is_enough_and_nothing_lighter_is(
    condition: Condition, known: dict[str, FactValue]
) -> None:
    propositions = made(condition)
    diagrams = propositions.diagrams
    whole = diagrams.outcomes(propositions.node(condition), propositions.consistent)
    weights = [[1] * size for size in diagrams.sizes]
    found = diagrams.smallest(whole, frozenset({True}), weights)
    enough = []
    for count in range(len(NAMES) + 1):
        for names in itertools.combinations(NAMES, count):
            for chosen in itertools.product(*(VALUES[name] for name in names)):
                facts = dict(zip(names, chosen, strict=True))
                if diagrams.settled(whole, places(propositions, facts)) == {True}:
                    enough.append(facts)
        if enough:
            break
    assert (found is None) is (not enough)
    if found is not None:
        assert len(found) == len(enough[0])
        assert diagrams.settled(whole, places(propositions, propositions.stated(found))) == {True}


def test_building_stays_within_its_budget() -> None:
    sizes, budget = [2] * 24, Budget(2000, "rules")
    diagrams = Diagrams(sizes, budget)
    # Pairs far apart in the order take a node for every subset of the first half.
    pairs = [diagrams.both(diagrams.test(n, {1}), diagrams.test(n + 12, {1})) for n in range(12)]
    with pytest.raises(OutOfBudget):
        diagrams.either(*pairs)
