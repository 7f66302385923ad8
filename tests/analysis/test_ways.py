"""Lawful ways to another attribute: each is confirmed by the law, and changes nothing that cannot be changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.analysis.ways import brought_about
from tests import laws

PLACES = ["taian", "tengzhou", "qingdao", "jining"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("target", ["conditional", "open"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_way_leads_there(place: str, target: str, data: st.DataObject) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, "opening"))
    decision = law.classify(facts)
    for path in decision.paths_to(target):
        wanted = {**decision.facts, **path.facts}
        if path.via == "classification":
            assert target in law.classify(wanted).permitted
        else:
            before = decision.attribute or "closed"
            assert law.check_change(before, target, wanted).verdict == "allowed"
        for name, value in path.changed:
            assert decision.facts[name] != value
            assert value in brought_about(law.vocabulary)[name]
        for name, _ in path.established:
            assert name not in decision.facts
        assert path.citations
        assert {citation.instrument for citation in path.citations} <= {i.id for i in law.instruments}


@pytest.mark.parametrize("place", PLACES)
def test_what_no_form_may_open_has_no_way(place: str) -> None:
    decision = laws.law(place).classify({"statute_bars_any_form": True})
    assert decision.paths_to("open") == decision.paths_to("conditional") == ()


def test_a_refusal_can_become_consent_or_be_masked_away() -> None:
    decision = laws.law("taian").classify({"personal_privacy": True, "third_party_response": "refused"})
    ways = decision.paths_to("conditional")
    assert {way.via for way in ways} == {"classification", "change"}
    [consent] = [way for way in ways if way.via == "classification"]
    assert dict(consent.changed) == {"third_party_response": "consented"}
    assert [citation.ref for citation in consent.citations] == ["13(六)"]
    assert any(dict(way.established).get("desensitized") is True for way in ways if way.via == "change")


def test_a_state_secret_must_be_declassified() -> None:
    decision = laws.law("taian").classify({"state_secret": True})
    for way in decision.paths_to("open"):
        assert way.facts["desensitization_method"] == "declassified"


def test_a_place_that_asks_for_review_names_it_on_the_way() -> None:
    decision = laws.law("jining").classify({"law_prohibits_opening": True})
    for way in decision.paths_to("open"):
        assert way.facts["approval_status"] == "granted"
        assert way.facts["applied_via_platform"] is True


def test_what_is_permitted_already_needs_no_way() -> None:
    law = laws.law("tengzhou")
    nothing = {name: values[0] for name, values in laws.domains("tengzhou", "opening").items()}
    assert law.classify(nothing).paths_to("open") == ()
    assert law.classify({}, scheme="sharing").paths_to("有条件共享") == ()


@pytest.mark.parametrize("target", ["opened", "", 1])
def test_another_attribute_is_refused(target: Any) -> None:
    with pytest.raises(odr.BadFact):
        laws.law("taian").classify({}).paths_to(target)


def test_ways_are_told_in_both_languages_and_as_json() -> None:
    decision = laws.law("taian").classify({"personal_privacy": True, "third_party_response": "refused"})
    way = decision.paths_to("有条件开放")[0]
    assert "脱敏" in way.line()
    assert "desensitized = true" in way.line("en")
    assert json.loads(json.dumps(way.to_dict()))["target"] == "conditional"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_settled_dataset_shows_its_ways(lang: str) -> None:
    decision = laws.law("taian").classify({"personal_privacy": True, "third_party_response": "refused"})
    text = decision.explain(lang)
    for target in ("conditional", "open"):
        assert decision.paths_to(target)[0].line(lang) in text


def test_what_has_no_way_or_is_not_settled_shows_none() -> None:
    law = laws.law("taian")
    for facts in ({"statute_bars_any_form": True, "state_secret": True}, {"personal_privacy": True}):
        assert "依法改为" not in law.classify(facts).explain()
