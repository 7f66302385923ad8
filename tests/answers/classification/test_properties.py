"""What must be true of every law, whatever the facts."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.norms.provisions import Ground
from tests import laws

each_law = pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)
each_opening_law = pytest.mark.parametrize("place", laws.OPENING_PLACES)
STRICTNESS = {attribute: rank for rank, attribute in enumerate(odr.Attribute)}


@each_law
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_learning_a_fact_never_enlarges_what_is_possible(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, scheme))
    before = law.classify(facts, scheme=scheme)
    unknown = [name for name in laws.domains(place, scheme) if name not in facts]
    if not unknown:
        return
    name = data.draw(st.sampled_from(unknown))
    value = data.draw(st.sampled_from(laws.domains(place, scheme)[name]))
    after = law.classify({**facts, name: value}, scheme=scheme)
    assert after.possible <= before.possible
    contradictory = "contradictory_facts" in {warning.code for warning in after.warnings}
    if not contradictory:
        assert {ground.rule for ground in before.grounds} <= {ground.rule for ground in after.grounds}
        if before.status == "decided":
            assert after.attribute == before.attribute


@each_law
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_possible_attribute_has_a_witness_and_every_completion_lies_within(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, scheme, most_unknown=5))
    decision = law.classify(facts, scheme=scheme)
    domain = laws.domains(place, scheme)
    unknown = [name for name in domain if name not in facts]
    reached = set()
    vectors: list[dict[str, Any]] = [dict(facts)]
    for name in unknown:
        vectors = [{**vector, name: value} for vector in vectors for value in domain[name]]
    for vector in vectors:
        reached |= law.classify(vector, scheme=scheme).possible
    assert reached == decision.possible


@each_law
def test_nothing_known_never_opens(place: str, scheme: str, instrument: str) -> None:
    decision = laws.law(place).classify({}, scheme=scheme)
    assert decision.status == "undetermined"
    assert decision.attribute is None
    assert decision.permitted == frozenset()


@each_law
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_residual_opens_only_what_every_stricter_provision_certainly_misses(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, scheme))
    decision = law.classify(facts, scheme=scheme)
    if decision.attribute != "open" or classifier_of(law, odr.Scheme(scheme)).rules.residual is None:
        return
    classifier = classifier_of(law, odr.Scheme(scheme))
    known = classifier.layout.knowledge(facts)
    rules = classifier_of(law, odr.Scheme(scheme)).rules
    stricter = [g for g in rules.grounds if g.outcome != "open"] + [*rules.holds, *rules.reviews]
    for rule in stricter:
        assert not any(not cube & known for cube in classifier.compiled.present[rule.id]), rule.id


@each_law
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_adding_a_true_closed_ground_never_loosens(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.complete(place, scheme))
    before = law.classify(facts, scheme=scheme)
    closing = [
        ground
        for ground in classifier_of(law, odr.Scheme(scheme)).rules.grounds
        if isinstance(ground, Ground) and ground.outcome == "closed"
    ]
    held = {ground.rule for ground in before.grounds}
    for name, values in laws.domains(place, scheme).items():
        for value in values:
            after = law.classify({**facts, name: value}, scheme=scheme)
            added = {ground.rule for ground in after.grounds} - held
            if added & {ground.id for ground in closing}:
                assert after.attribute == "closed"


@each_opening_law
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_state_secret_is_closed_or_a_human_must_look(place: str, data: st.DataObject) -> None:
    facts = data.draw(laws.facts(place, "opening"))
    decision = laws.law(place).classify({**facts, "state_secret": True})
    assert decision.attribute == "closed" or decision.status == "human_review"
    if decision.attribute == "closed":
        assert "secrecy_law" in {warning.code for warning in decision.warnings}


@each_law
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_citation_comes_from_outside_the_chain(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    decision = law.classify(data.draw(laws.facts(place, scheme)), scheme=scheme)
    chain = {instrument.id for instrument in law.instruments}
    cited = [ground.citation for ground in decision.grounds]
    cited += [action.citation for action in decision.actions]
    cited += [citation for warning in decision.warnings for citation in warning.citations]
    assert {citation.instrument for citation in cited} <= chain


@each_law
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_questions_are_unknown_facts_and_the_last_ones_settle_it(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, scheme))
    for _ in range(40):
        decision = law.classify(facts, scheme=scheme)
        if not decision.questions:
            break
        first = decision.questions[0].fact
        assert first not in facts
        assert decision.status == "undetermined"
        facts = {**facts, first: data.draw(st.sampled_from(laws.domains(place, scheme)[first]))}
    assert not decision.questions
    # What is left open then is a hold or a gap that no fact can settle, never a choice between attributes.
    assert len(decision.possible) <= 1


def _reordered(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        rng.shuffle(items)
        return {key: _reordered(item, rng) for key, item in items}
    if isinstance(value, list):
        shuffled = [_reordered(item, rng) for item in value]
        if all(isinstance(item, dict) for item in shuffled):
            rng.shuffle(shuffled)
        return shuffled
    return value


def test_the_order_of_rules_and_keys_does_not_matter(tmp_path: Path) -> None:
    rng = random.Random(7)
    shutil.copytree(laws.ROOT / "rules", tmp_path / "rules")
    shutil.copytree(laws.ROOT / "jurisdictions", tmp_path / "jurisdictions")
    for path in tmp_path.glob("rules/*/rules.yaml"):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = yaml.safe_dump(_reordered(data, rng), allow_unicode=True, sort_keys=False, default_style="'")
        path.write_text(text, encoding="utf-8")
    shuffled = odr.load(tmp_path)
    for place, scheme, _ in laws.LAWS:
        ours, theirs = laws.law(place), shuffled.law(place, on=laws.ON)
        for _ in range(300):
            facts = {n: rng.choice(v) for n, v in laws.domains(place, scheme).items() if rng.random() < 0.6}
            one, two = ours.classify(facts, scheme=scheme), theirs.classify(facts, scheme=scheme)
            assert (one.status, one.attribute, one.possible, one.permitted) == (
                two.status,
                two.attribute,
                two.possible,
                two.permitted,
            )
            assert {g.rule for g in one.grounds} == {g.rule for g in two.grounds}


@each_law
def test_the_order_of_facts_does_not_matter(place: str, scheme: str, instrument: str) -> None:
    law, rng = laws.law(place), random.Random(3)
    for _ in range(200):
        facts = {n: rng.choice(v) for n, v in laws.domains(place, scheme).items() if rng.random() < 0.7}
        items = list(facts.items())
        rng.shuffle(items)
        assert law.classify(facts, scheme=scheme) == law.classify(dict(items), scheme=scheme)


def test_places_differ_where_their_texts_do() -> None:
    def only(place: str, **true: Any) -> odr.Decision:
        nothing = {name: values[0] for name, values in laws.domains(place, "opening").items()}
        return laws.law(place).classify({**nothing, **true})

    assert only("taian", severe_infrastructure_load=True).attribute == "conditional"
    assert only("tengzhou", severe_infrastructure_load=True).attribute == "open"
    assert only("qingdao", severe_infrastructure_load=True).attribute == "open"
    for fact in ("agreement_or_ip_restriction", "other_channel_required"):
        assert only("tengzhou", **{fact: True}).attribute == "closed"
        for place in ("taian", "qingdao", "shandong", "jinan", "jining", "zaozhuang"):
            assert only(place, **{fact: True}).status == "human_review"
