"""What single facts do, against every completion counted out one by one."""

from __future__ import annotations

import itertools

from hypothesis import given

from opendata_rules.logic.budget import Budget
from opendata_rules.logic.conditions import Condition
from opendata_rules.logic.influence import by_value, influential
from opendata_rules.logic.propositions import Propositions
from opendata_rules.vocabulary.facts import FactValue, vocabulary
from tests.logic.random_conditions import CONDITIONS, KNOWN, VALUES, completions, holds


@given(condition=CONDITIONS, known=KNOWN)
def test_what_is_left_by_value_is_what_settling_each_value_tells(
    condition: Condition, known: dict[str, FactValue]
) -> None:
    propositions = Propositions([condition], vocabulary(), first=tuple(VALUES), budget=Budget(10_000_000))
    aside = propositions.diagrams.aside()
    whole = propositions.diagrams.outcomes(propositions.node(condition), propositions.consistent)
    live = aside.given(whole, propositions.read(known, None))
    found = by_value(aside.sizes, live)
    assert set(found) == set(aside.tested(live))
    for level, values in found.items():
        for place, left in enumerate(values):
            answered = list(propositions.unknown)
            answered[level] = place
            assert left == aside.settled(live, answered)


@given(condition=CONDITIONS, known=KNOWN)
def test_a_fact_has_influence_where_its_value_alone_changes_what_is_said(
    condition: Condition, known: dict[str, FactValue]
) -> None:
    propositions = Propositions([condition], vocabulary(), first=tuple(VALUES), budget=Budget(10_000_000))
    aside = propositions.diagrams.aside()
    whole = propositions.diagrams.outcomes(propositions.node(condition), propositions.consistent)
    found = influential(aside.sizes, aside.given(whole, propositions.read(known, None)))
    standing = [facts for facts in completions(known) if not propositions.clash(facts, None)]
    said = {tuple(sorted(facts.items(), key=str)): holds(condition, facts) for facts in standing}
    expected = set()
    for (one, says), (other, differs) in itertools.combinations(said.items(), 2):
        changed = {name for name, _ in set(one) ^ set(other)}
        if says != differs and len(changed) == 1:
            expected |= changed
    assert set(propositions.facts_at(sorted(found))) == expected
