"""Lawful ways to another attribute: each is confirmed by the law, and changes nothing that cannot be changed."""

from __future__ import annotations

import itertools
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


# -- every class of facts ---------------------------------------------------------------------------------------------

#: One fact of each class that the laws do not tell apart for a change: what nothing cures, what masking cures, what
#: masking and consent cure, what consent alone cures, what forbids any form, harm that outlives both, and what tells
#: that a cure was applied. What is not here is unknown, or read as false.
CLASSES: dict[str, tuple[Any, ...]] = {
    "may_endanger_security": (None, True, False),
    "law_prohibits_opening": (None, True),
    "personal_privacy": (None, True),
    "other_third_party_rights": (True, False),
    "statute_bars_any_form": (None, False),
    "opening_harms_third_party": (None, True),
    "third_party_response": ("consented", "refused"),
    "desensitized": (None, True, False),
}


@pytest.mark.one_interpreter
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("target", ["conditional", "open"])
def test_every_way_from_every_class_of_facts_leads_there(place: str, target: str) -> None:
    law = laws.law(place)
    tried = 0
    for number, values in enumerate(itertools.product(*CLASSES.values())):
        stated = {name: value for name, value in zip(CLASSES, values, strict=True) if value is not None}
        decision = law.classify(stated, unlisted=("unknown", "false")[number % 2])
        for path in decision.paths_to(target):
            tried += 1
            accepted(law, decision, stated, target, path)
    assert tried > 100


def accepted(law: odr.Law, decision: odr.Decision, stated: dict[str, Any], target: str, path: odr.Path) -> None:
    """A way is accepted when it is applied to what was stated, and says what it changes and what it leans on."""
    wanted = {**stated, **path.facts}
    if path.via == "classification":
        assert target in law.classify(wanted).permitted
    else:
        assert law.check_change(decision.attribute or "closed", target, wanted).verdict == "allowed"
    for name, value in path.changed:
        assert stated[name] != value
        assert value in brought_about(law.vocabulary)[name]
    assert not {name for name, _ in path.established} & stated.keys()
    # Nothing on the way is needless.
    for name in path.facts:
        fewer = {key: value for key, value in wanted.items() if key != name or key in stated}
        if name in stated:
            fewer[name] = stated[name]
        if path.via == "classification":
            assert target not in law.classify(fewer).permitted
        else:
            assert law.check_change(decision.attribute or "closed", target, fewer).verdict != "allowed"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("target", ["conditional", "open"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_ways_from_facts_of_all_kinds(place: str, target: str, data: st.DataObject) -> None:
    law = laws.law(place)
    finite = [fact for fact in law.facts("attribute_change") if fact.type in ("bool", "enum")]
    stated = {
        fact.id: data.draw(
            st.booleans() if fact.type == "bool" else st.sampled_from([value for value, _ in fact.values])
        )
        for fact in finite
        if data.draw(st.booleans())
    }
    decision = law.classify(stated, unlisted=data.draw(st.sampled_from(["unknown", "false"])))
    for path in decision.paths_to(target):
        accepted(law, decision, stated, target, path)


def test_a_way_remembers_what_classify_was_told() -> None:
    told = {
        "personal_privacy": True,
        "third_party_response": "refused",
        "desensitized": True,
        "desensitization_method": "anonymised",
        "reidentification_risk": False,
    }
    first, *_ = laws.law("qingdao").classify(told).paths_to("open")
    assert first.via == "change"
    assert not first.facts.keys() & told.keys()
    undone = laws.law("qingdao").classify({**told, "desensitized": False})
    masking = [way for way in undone.paths_to("open") if way.facts.get("desensitized")]
    assert masking
    assert all(dict(way.changed)["desensitized"] is True for way in masking)


def test_a_way_names_the_facts_that_were_read_as_false() -> None:
    decision = laws.law("taian").classify(
        {"personal_privacy": True, "third_party_response": "refused"}, unlisted="false"
    )
    ways = [way for way in decision.paths_to("open") if way.facts.get("desensitized")]
    assert ways
    assert all(dict(way.established)["may_endanger_security"] is False for way in ways)
