"""The evaluators compared over the whole space: every complete vector of every law, and a million random partial ones.

A vector is complete over the facts that the rules of a law and the constraints ask about; all other facts travel along
and change no answer (see ``test_exactness``). The naive interpreter reads the YAML by itself and tries one vector at a
time.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.answers.classification.compiled import ATTRIBUTES, Outcome
from opendata_rules.answers.classification.computation import classifier_of
from tests import laws
from tests.agreement import reference

pytestmark = pytest.mark.one_interpreter

#: Random partial vectors in all, shared out over the laws.
PARTIAL = 1_000_000


@pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)
def test_every_complete_vector_has_the_outcome_the_naive_interpreter_finds(
    place: str, scheme: str, instrument: str
) -> None:
    classify = laws.law(place).classify
    domains = laws.domains(place, scheme)
    names = [name for name in reference.used(instrument, scheme) if name in domains]
    for values in itertools.product(*(domains[name] for name in names)):
        vector: dict[str, Any] = dict(zip(names, values, strict=True))
        decision = classify(vector, scheme=scheme)
        if not reference.consistent(vector):
            assert decision.status == "human_review"
            assert decision.attribute is None
            continue
        outcome, permitted, _ = reference.complete(instrument, scheme, vector)
        if outcome in reference.ORDER:
            assert decision.attribute == outcome, vector
            assert decision.permitted == permitted, vector
        else:
            assert decision.attribute is None, vector
            assert decision.possible == frozenset(), vector
            assert decision.status == ("human_review" if outcome == "review" else "undetermined"), vector


@pytest.mark.parametrize(("place", "scheme", "_instrument"), laws.LAWS)
def test_a_million_random_partial_vectors_are_read_the_same_on_both_paths(
    place: str, scheme: str, _instrument: str
) -> None:
    """The fast path against the cubes themselves: which outcomes some completion still leads to."""
    law = laws.law(place)
    classifier = classifier_of(law, odr.Scheme(scheme))
    classify, outcomes = law.classify, list(classifier.compiled.outcomes.items())
    bits = [
        (name, [(value, classifier.layout.fields[name].bits([value])) for value in values])
        for name, values in laws.domains(place, scheme).items()
    ]
    rng = random.Random(f"{place} {scheme}")
    for _ in range(PARTIAL // len(laws.LAWS)):
        chance = rng.random()
        facts: dict[str, Any] = {}
        known = 0
        for name, values in bits:
            if rng.random() < chance:
                facts[name], bit = values[int(rng.random() * len(values))]
                known |= bit
        live = [outcome for outcome, cubes in outcomes if any(not cube & known for cube in cubes)]
        decision = classify(facts, scheme=scheme)
        assert decision.possible == {ATTRIBUTES[outcome] for outcome in live if outcome in ATTRIBUTES}, facts
        decided = len(live) == 1 and live[0] in ATTRIBUTES
        reviewed = not live or live == [Outcome.REVIEW]
        wanted = "decided" if decided else "human_review" if reviewed else "undetermined"
        assert decision.status == wanted, facts
