"""The graph of a law, walked leaf by leaf, against the scalar answer: every field, whatever is known."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.bulk.factoring import Factoring
from opendata_rules.bulk.graph import Graph, Kind, graph_of
from opendata_rules.logic.budget import Budget
from tests import laws

pytestmark = pytest.mark.one_interpreter

#: place, scheme and options of law; drafts, laws that must not decide, and schemes that nobody regulates among them
ASKED = [
    *((place, scheme, {}) for place, scheme, _ in laws.LAWS),
    ("taian", "sharing", {}),
    ("zaozhuang", "opening", {"strict": True}),
    ("jinan", "opening", {"strict": True, "drafts": True}),
    ("jining", "opening", {"drafts": True}),
    ("qingdao", "sharing", {"drafts": True}),
]


def walk(graph: Graph, facts: Mapping[str, Any]) -> list[bool]:
    """The value of every node, by its definition."""
    values: list[bool] = []
    for node in graph.nodes:
        parts = [values[part] for part in node.parts]
        match node.kind:
            case Kind.LEAF:
                values.append(facts.get(node.fact) is None or facts[node.fact] in node.values)
            case Kind.ALL:
                values.append(all(parts))
            case Kind.ANY:
                values.append(any(parts))
            case _:
                values.append(not parts[0])
    return values


def check(law: odr.Law, scheme: Any, unlisted: Any, graph: Graph, facts: Mapping[str, Any]) -> None:
    decision = law.classify(facts, scheme=scheme, unlisted=unlisted)
    values = walk(graph, facts)
    decided = [attribute for attribute, node in graph.decided.items() if values[node]]
    assert decided == ([decision.attribute] if decision.attribute else [])
    assert [s for s, node in graph.statuses.items() if values[node]] == [decision.status]
    assert {a for a, node in graph.possible.items() if values[node]} == decision.possible
    assert {a for a, node in graph.permitted.items() if values[node]} == decision.permitted
    held = [rule.id for rule, node in zip(graph.rules, graph.grounds, strict=True) if values[node]]
    assert held == [ground.rule for ground in decision.grounds]


def random_facts(rng: random.Random, domains: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Facts known with one chance, true with another; contradictory ones among them."""
    known, true = rng.random(), rng.random()
    facts = {}
    for name, values in domains.items():
        if rng.random() < known:
            facts[name] = (rng.random() < true) if values == [False, True] else rng.choice(values)
        elif rng.random() < 0.5:
            facts[name] = None
    return facts


@pytest.mark.parametrize(("place", "scheme", "options"), ASKED)
def test_the_graph_says_what_the_scalar_answer_says(place: str, scheme: str, options: dict[str, bool]) -> None:
    law = laws.law(place, **options)
    domains = {name: list(f.values) for name, f in classifier_of(law, odr.Scheme(scheme)).layout.fields.items()}
    graph = graph_of(law, odr.Scheme(scheme))
    rng = random.Random(f"{place} {scheme} {options}")
    for _ in range(1500):
        check(law, scheme, "unknown", graph, random_facts(rng, domains))


@pytest.mark.parametrize("unlisted", ["unknown", "false"])
@pytest.mark.parametrize(("place", "scheme", "options"), ASKED)
def test_facts_that_no_dataset_states_are_unknown_or_false_as_asked(
    place: str, scheme: str, options: dict[str, bool], unlisted: str
) -> None:
    law = laws.law(place, **options)
    domains = {name: list(f.values) for name, f in classifier_of(law, odr.Scheme(scheme)).layout.fields.items()}
    rng = random.Random(f"{place} {scheme} {options} {unlisted}")
    for _ in range(12):
        stated = {name: domains[name] for name in domains if rng.random() < rng.choice([0.2, 0.5, 0.9])}
        graph = graph_of(law, odr.Scheme(scheme), unlisted, stated)
        assert set(graph.facts) <= set(stated)
        for _ in range(60):
            facts = dict.fromkeys(stated) | random_facts(rng, stated)
            check(law, scheme, unlisted, graph, facts)


def test_a_law_that_is_not_in_force_yet_has_no_rule() -> None:
    law = laws.law("taian", dt.date(1990, 1, 1))
    graph = graph_of(law, odr.Scheme.OPENING)
    check(law, "opening", "unknown", graph, {})
    check(law, "opening", "unknown", graph, {"statute_bars_any_form": True, "law_prohibits_opening": False})
    assert walk(graph, {})[graph.statuses[odr.Status.NO_RULE_IN_FORCE]]


def test_nodes_are_made_once_and_stand_after_their_parts() -> None:
    for place, scheme, options in ASKED:
        graph = graph_of(laws.law(place, **options), odr.Scheme(scheme))
        assert len(set(graph.nodes)) == len(graph.nodes)
        assert all(part < number for number, node in enumerate(graph.nodes) for part in node.parts)
        assert graph is graph_of(laws.law(place, **options), odr.Scheme(scheme))


def test_factoring_is_worth_its_while() -> None:
    """Binary operations on planes that all roots of Tai'an take; the cubes written out take some hundreds."""
    graph = graph_of(laws.law("taian"), odr.Scheme.OPENING)
    roots = [*graph.outcomes.values(), graph.stands, *graph.denies.values(), *graph.fails]
    assert sum(max(0, len(graph.nodes[node].parts) - 1) for node in graph.needed(roots)) <= 120


TERMS = st.sets(st.frozensets(st.integers(0, 7), max_size=5), max_size=14)


@given(terms=TERMS, true=st.sets(st.integers(0, 7)))
def test_factoring_never_changes_what_is_said(terms: set[frozenset[int]], true: set[int]) -> None:
    made = Factoring({"fact": tuple("abcdefgh")}, Budget(1_000_000, "test"))
    # Leaves of one fact each, so that no two of them are joined.
    made._domains.update({f"f{n}": (False, True) for n in range(8)})
    leaves = [made.leaf(f"f{n}", [True]) for n in range(8)]
    root = made.factored([leaves[n] for n in term] for term in terms)
    values: list[bool] = []
    for node in made.nodes:
        parts = [values[part] for part in node.parts]
        known = {Kind.ALL: all(parts), Kind.ANY: any(parts)}
        values.append(int(node.fact[1:]) in true if node.kind is Kind.LEAF else known[node.kind])
    assert values[root] == any(term <= true for term in terms)
