"""Plain evaluator, fast path and the naive interpreter agree, on partial and on complete facts."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from tests import laws
from tests.agreement import reference

pytestmark = pytest.mark.one_interpreter


@pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_decision_is_what_trying_every_completion_gives(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    used = set(reference.used(instrument, scheme))
    facts = data.draw(laws.facts(place, scheme, most_unknown=6))
    expected = reference.answer(instrument, scheme, {n: v for n, v in facts.items() if n in used})
    decision = laws.law(place).classify(facts, scheme=scheme)

    assert decision.possible == expected.possible
    assert {ground.rule for ground in decision.grounds} == expected.grounds
    if expected.contradictory:
        assert decision.status == "human_review"
        assert "contradictory_facts" in {warning.code for warning in decision.warnings}
        return
    assert decision.permitted == expected.permitted
    if len(expected.outcomes) == 1 and expected.possible:
        assert decision.status == "decided"
        assert {decision.attribute} == expected.possible
    else:
        assert decision.status == ("human_review" if expected.outcomes == {"review"} else "undetermined")
        assert decision.attribute is None
    for attribute in odr.Attribute:
        valid = laws.law(place).classify(facts, scheme=scheme, declared=attribute).declared_valid
        if attribute in expected.permitted:
            assert valid is True
        elif attribute in expected.never_permitted and "review" not in expected.outcomes:
            assert valid is False
        else:
            assert valid is None


@pytest.mark.parametrize(("place", "scheme", "_instrument"), laws.LAWS)
def test_the_fast_path_equals_the_plain_one_on_random_facts(place: str, scheme: str, _instrument: str) -> None:
    law = laws.law(place)
    classifier = classifier_of(law, odr.Scheme(scheme))
    fast = classifier.reader()
    assert fast is not None
    rng = random.Random(place + scheme)
    for _ in range(3000):
        known = rng.random()
        facts: dict[str, Any] = {
            name: rng.choice(values) for name, values in laws.domains(place, scheme).items() if rng.random() < known
        }
        for name in laws.domains(place, scheme):
            if name not in facts and rng.random() < 0.2:
                facts[name] = None
        declared = rng.choice([None, "closed", "conditional", "open"])
        quick, plain = fast(facts, declared), classifier.decide(facts, declared)
        assert quick == plain
        assert quick._bound is plain._bound
        assert {g.rule for g in quick.grounds} == _plain_grounds(classifier, facts)


def _plain_grounds(classifier: Any, facts: dict[str, Any]) -> set[str]:
    known = classifier.layout.knowledge({n: v for n, v in facts.items() if v is not None})
    held = {rule.id for rule in classifier.compiled.holding(known) if hasattr(rule, "outcome")}
    core = classifier.compiled.core(known)
    if core.residual:
        held.add(classifier.rules.residual.id)
    return held


@pytest.mark.parametrize(("place", "scheme", "_instrument"), laws.LAWS)
def test_facts_survive_packing(place: str, scheme: str, _instrument: str) -> None:
    packing = classifier_of(laws.law(place), odr.Scheme(scheme)).packing
    rng = random.Random(1)
    seen = {}
    for _ in range(2000):
        facts = {n: rng.choice(v) for n, v in laws.domains(place, scheme).items() if rng.random() < 0.5}
        packed = packing.pack(facts)
        assert packing.unpack(packed) == facts
        assert seen.setdefault(packed, facts) == facts


def test_every_single_and_double_fact_agrees_with_the_naive_interpreter() -> None:
    instrument = "tengzhou-public-data-measures-2024"
    law = laws.law("tengzhou")
    base = {name: values[0] for name, values in laws.domains("tengzhou", "opening").items()}
    used = set(reference.used(instrument, "opening"))
    for one, two in itertools.combinations(laws.domains("tengzhou", "opening"), 2):
        for first, second in itertools.product(
            laws.domains("tengzhou", "opening")[one], laws.domains("tengzhou", "opening")[two]
        ):
            facts = {**base, one: first, two: second}
            expected = reference.answer(instrument, "opening", {n: v for n, v in facts.items() if n in used})
            assert law.classify(facts).possible == expected.possible


@pytest.mark.parametrize("place", ["tengzhou", "qingdao"])
def test_a_state_secret_can_only_be_closed_to_sharing(place: str) -> None:
    found = laws.law(place).classify({"state_secret": True}, scheme="sharing", declared="open")
    assert found.status == "undetermined"
    assert found.possible == {"closed"}
    assert found.declared_valid is None
    assert [question.fact for question in found.questions] == ["shareable_scope"]


@pytest.mark.parametrize("place", ["tengzhou", "qingdao"])
@pytest.mark.parametrize("scope", ["all", "some", "part_to_all"])
def test_a_state_secret_has_no_class_of_sharing_but_the_closed_one(place: str, scope: str) -> None:
    law = laws.law(place)
    secret = law.classify({"shareable_scope": scope, "state_secret": True}, scheme="sharing", declared="open")
    assert secret.status == "human_review"
    assert secret.possible == frozenset()
    assert secret.declared_valid is None
    assert "secrecy_law" in {warning.code for warning in secret.warnings}
    unknown = law.classify({"shareable_scope": scope}, scheme="sharing", declared="open")
    assert unknown.status == "undetermined"
    assert unknown.declared_valid is None
    assert [question.fact for question in unknown.questions] == ["state_secret"]
    no_secret = law.classify({"shareable_scope": scope, "state_secret": False}, scheme="sharing")
    assert no_secret.possible == unknown.possible == {no_secret.attribute}
    closed = law.classify({"shareable_scope": "none", "state_secret": True}, scheme="sharing")
    assert closed.attribute == "closed"
