"""What stands against a declared attribute: read off the cubes, and what trying every completion says too."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from tests import laws
from tests.agreement import reference

each_law = pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)


def excluding(instrument: str, scheme: str, vector: dict[str, Any], declared: str) -> set[str]:
    """Ids of the provisions that exclude an attribute in one complete description, by the naive interpreter."""
    rules, terms = reference.scheme_of(instrument, scheme), reference.SCHEMES[scheme][1]
    outcome, permitted, _ = reference.complete(instrument, scheme, vector)
    if outcome == "review" or declared in permitted:
        return set()
    order = ["closed", "hold", "conditional", "open"]

    def excludes(tier: str) -> bool:
        return order.index(tier) < order.index(declared) or tier == outcome

    found = {
        rule["编号"]
        for rule in reference.holding(instrument, scheme, "依据", vector)
        if declared not in {terms[term] for term in rule.get("可选", [rule["结论"]])} and excludes(terms[rule["结论"]])
    }
    found |= {rule["编号"] for rule in reference.holding(instrument, scheme, "暂缓", vector) if excludes("hold")}
    residual = rules.get("兜底")
    if residual and terms[residual["结论"]] == outcome != declared:
        found.add(residual["编号"])
    return found


@each_law
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_objections_are_what_excludes_the_declared_attribute_in_every_completion(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law, domains = laws.law(place), laws.domains(place, scheme)
    used = [name for name in reference.used(instrument, scheme) if name in domains]
    facts = data.draw(laws.facts(place, scheme, most_unknown=5))
    declared = data.draw(st.sampled_from(list(odr.Attribute)))
    decision = law.classify(facts, scheme=scheme, declared=declared)
    found = {objection.rule for objection in decision.objections}
    assert bool(found) is (decision.declared_valid is False)
    if not found:
        return
    unknown = [name for name in used if name not in facts]
    completions = [
        {**facts, **dict(zip(unknown, values, strict=True))}
        for values in itertools.product(*(domains[name] for name in unknown))
    ]
    by_completion = [
        excluding(instrument, scheme, vector, declared) for vector in completions if reference.consistent(vector)
    ]
    common = set.intersection(*by_completion)
    assert {objection.always for objection in decision.objections} == {bool(common)}
    if common:
        assert found == common
    else:
        # Enough of those that exclude it somewhere, and none of them is needless.
        assert found <= set.union(*by_completion)
        assert all(found & one for one in by_completion)
        for rule in found:
            assert not all(found - {rule} & one for one in by_completion)


@each_law
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_facts_of_an_objection_are_known_and_enough_for_it(
    place: str, scheme: str, instrument: str, data: st.DataObject
) -> None:
    law = laws.law(place)
    facts = data.draw(laws.facts(place, scheme))
    declared = data.draw(st.sampled_from(list(odr.Attribute)))
    for objection in law.classify(facts, scheme=scheme, declared=declared).objections:
        assert objection.facts.items() <= facts.items()
        if objection.always:
            again = law.classify(objection.facts, scheme=scheme, declared=declared)
            if again.declared_valid is False:
                assert objection.rule in {one.rule for one in again.objections}
            for name in objection.facts:
                fewer = {one: value for one, value in objection.facts.items() if one != name}
                once = law.classify(fewer, scheme=scheme, declared=declared)
                assert objection.rule not in {one.rule for one in once.objections if one.always}


def against(place: str, facts: dict[str, Any], declared: str, unlisted: str = "unknown") -> list[tuple[str, Any]]:
    decision = laws.law(place).classify(facts, declared=declared, unlisted=unlisted)
    return [(objection.citation.ref, objection.facts) for objection in decision.objections]


def test_an_objection_names_the_provision_and_what_it_rests_on() -> None:
    assert against("taian", {"law_prohibits_opening": True, "trade_secret": False}, "open") == [
        ("12(一)", {"law_prohibits_opening": True})
    ]
    both = {"personal_privacy": True, "trade_secret": False, "third_party_response": "refused"}
    assert against("taian", both, "conditional") == [
        ("12(四)", {"personal_privacy": True, "third_party_response": "refused"})
    ]
    [(ref, facts)] = against("taian", {}, "closed", "false")
    assert ref == "14(十一)"
    assert set(facts.values()) == {False}
    assert against("taian", {"law_prohibits_opening": True}, "closed") == []
    assert against("taian", {}, "open") == []


def test_a_right_that_constraints_make_certain_is_what_an_objection_rests_on() -> None:
    facts = {"opening_harms_third_party": True, "third_party_response": "refused"}
    assert against("taian", facts, "open") == [("12(四)", facts)]


def test_where_no_provision_is_common_those_that_share_the_completions_are_named() -> None:
    no_review = {"other_channel_required": False, "agreement_or_ip_restriction": False}
    decision = laws.law("taian").classify({"trade_secret": True, **no_review}, declared="open")
    assert [(one.citation.ref, one.always) for one in decision.objections] == [
        ("12(一)", False),
        ("12(四)", False),
        ("13(六)", False),
        ("12(四)", False),
    ]
    assert [one.outcome for one in decision.objections] == ["closed", "closed", "conditional", None]
    assert "有的情形下，第十三条第（六）项〔有条件开放〕与它不合" in decision.explain()
    assert "in some completions 13 item 6 [conditional] excludes it" in decision.explain("en")


def test_a_hold_stands_against_every_attribute() -> None:
    facts = {name: False for name, values in laws.domains("taian", "opening").items() if values[0] is False}
    facts |= {"personal_privacy": True, "third_party_response": "not_asked"}
    for declared in odr.Attribute:
        [objection] = laws.law("taian").classify(facts, declared=declared).objections
        assert objection.outcome is None
        assert objection.citation.ref == "12(四)"
    plain = json.loads(json.dumps(objection.to_dict()))
    assert plain["facts"]["third_party_response"] == "not_asked"
    assert plain["always"] is True


@pytest.mark.parametrize("place", laws.OPENING_PLACES)
def test_what_a_human_must_judge_is_no_objection(place: str) -> None:
    law = laws.law(place)
    contradictory = {"statute_bars_any_form": True, "law_prohibits_opening": False}
    for facts in ({}, contradictory, {"other_channel_required": True, "may_endanger_security": True}):
        for declared in odr.Attribute:
            decision = law.classify(facts, declared=declared)
            if decision.declared_valid is None:
                assert decision.objections == ()
