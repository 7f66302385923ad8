"""Changes of the opening attribute: what each place asks, and what must hold everywhere."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.logic.forced import forced
from opendata_rules.vocabulary.facts import vocabulary
from tests import laws

CONSENT = {
    "approval_status": "granted",
    "approving_authority": "county_department",
    "approving_authority_relation": "own",
    "approval_before_change": True,
}
MASKED = {
    "desensitized": True,
    "statute_bars_any_form": False,
    "state_secret": False,
    "reidentification_risk": False,
}
TIGHTENINGS = [("open", "conditional"), ("open", "closed"), ("conditional", "closed")]
LOOSENINGS = [("closed", "conditional"), ("closed", "open")]
PLACES = ["taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang"]
JINING = {
    "applied_via_platform": True,
    "legal_documents_provided": True,
    "adjustment_reason": "law_amendment",
    "reason_stated": True,
}


def verdict(place: str, before: str, after: str, *facts: dict[str, Any], **more: Any) -> odr.ChangeVerdict:
    merged: dict[str, Any] = {}
    for part in facts:
        merged |= part
    return laws.law(place).check_change(before, after, {**merged, **more})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("before", "after"), TIGHTENINGS)
def test_tightening_needs_consent_everywhere(place: str, before: str, after: str) -> None:
    everything = {**CONSENT, **JINING}
    assert verdict(place, before, after, everything).verdict == "allowed"
    assert verdict(place, before, after, everything, approval_status="not_sought").verdict == "forbidden"
    assert verdict(place, before, after, everything, approval_status="pending").verdict == "forbidden"
    assert verdict(place, before, after, everything, approval_before_change=False).verdict == "forbidden"
    assert verdict(place, before, after, everything, approving_authority="township").verdict == "forbidden"
    assert verdict(place, before, after, everything, approving_authority_relation="elsewhere").verdict == "forbidden"
    assert verdict(place, before, after, {}).verdict == "undetermined"


@pytest.mark.parametrize("name", list(CONSENT))
def test_what_is_not_known_of_the_consent_leaves_it_undetermined(name: str) -> None:
    facts = {key: value for key, value in CONSENT.items() if key != name}
    assert verdict("taian", "open", "closed", facts).verdict == "undetermined"


def test_only_the_departments_own_consent_counts_in_tengzhou() -> None:
    higher = {**CONSENT, "approving_authority": "city_department", "approving_authority_relation": "superior"}
    assert verdict("taian", "open", "closed", higher).verdict == "allowed"
    assert verdict("tengzhou", "open", "closed", higher).verdict == "forbidden"


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao"])
@pytest.mark.parametrize(("before", "after"), LOOSENINGS)
def test_closed_data_opens_after_masking_or_consent(place: str, before: str, after: str) -> None:
    assert verdict(place, before, after, MASKED).verdict == "allowed"
    assert verdict(place, before, after, MASKED, approval_status="not_sought").verdict == "allowed"
    assert verdict(place, before, after, MASKED, statute_bars_any_form=True).verdict == "forbidden"
    assert verdict(place, before, after, MASKED, statute_bars_any_form=None).verdict == "undetermined"
    assert verdict(place, before, after, MASKED, reidentification_risk=True).verdict == "human_review"
    assert verdict(place, before, after, MASKED, reidentification_risk=None).verdict == "undetermined"
    unmasked = {"desensitized": False, "third_party_response": "refused", "personal_privacy": True}
    assert verdict(place, before, after, unmasked).verdict == "forbidden"
    assert verdict(place, before, after, {}).verdict == "undetermined"


def test_loosening_without_review_is_barred_in_jining_only() -> None:
    facts = {**MASKED, "applied_via_platform": True, "reason_stated": True}
    assert verdict("jining", "closed", "open", facts, CONSENT).verdict == "allowed"
    refused = {**facts, **CONSENT, "approval_status": "not_sought"}
    assert verdict("jining", "closed", "open", refused).verdict == "forbidden"
    assert verdict("taian", "closed", "open", refused).verdict == "allowed"


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "jining"])
@pytest.mark.parametrize("bar", ["law_prohibits_opening", "state_secret", "may_endanger_security"])
def test_consent_alone_never_cures_what_is_not_a_private_right(place: str, bar: str) -> None:
    facts: dict[str, Any] = {
        **JINING,
        **CONSENT,
        "desensitized": False,
        "third_party_response": "consented",
        "personal_privacy": True,
        "law_prohibits_opening": False,
        "state_secret": False,
        "may_endanger_security": False,
        "other_channel_required": False,
        "agreement_or_ip_restriction": False,
    }
    assert verdict(place, "closed", "conditional", facts).verdict == "allowed"
    assert verdict(place, "closed", "conditional", facts, **{bar: True}).verdict == "forbidden"
    assert verdict(place, "closed", "conditional", facts, **{bar: None}).verdict == "undetermined"


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao"])
def test_a_state_secret_must_be_declassified(place: str) -> None:
    masked = {"desensitized": True, "statute_bars_any_form": False, "reidentification_risk": False}
    secret = {**masked, "state_secret": True}
    assert verdict(place, "closed", "open", secret).verdict == "undetermined"
    assert verdict(place, "closed", "open", secret, desensitization_method="masked").verdict == "forbidden"
    found = verdict(place, "closed", "open", secret, desensitization_method="declassified")
    assert found.verdict == "allowed"
    assert "secrecy_law" in {warning.code for warning in found.warnings}


def test_silence_on_a_move_is_not_regulated() -> None:
    for place in ("taian", "tengzhou", "qingdao"):
        found = verdict(place, "conditional", "open", CONSENT)
        assert found.verdict == "not_regulated"
        assert found.requirements == ()
        assert found.citation is None
        assert "no_rule_in_force" not in {warning.code for warning in found.warnings}
    assert verdict("jining", "conditional", "open", CONSENT, JINING).verdict == "allowed"


def test_a_change_of_conditions_is_one_only_when_said_so() -> None:
    for change in (None, "none"):
        facts = {**CONSENT, **JINING, "conditions_change": change}
        assert verdict("jining", "conditional", "conditional", facts).verdict == "not_regulated"
    facts = {**CONSENT, **JINING, "conditions_change": "stricter"}
    assert verdict("jining", "conditional", "conditional", facts).verdict == "allowed"
    assert verdict("jining", "conditional", "conditional", facts, reason_stated=False).verdict == "forbidden"
    assert verdict("taian", "conditional", "conditional", facts).verdict == "not_regulated"


def test_dates_tell_the_order_as_well_as_words() -> None:
    facts = {key: value for key, value in CONSENT.items() if key != "approval_before_change"}

    def on(approved: str, changed: str, **more: Any) -> str:
        return verdict("taian", "open", "closed", facts, approved_on=approved, changed_on=changed, **more).verdict

    assert on("2026-03-01", "2026-03-02") == "allowed"
    assert on("2026-03-02", "2026-03-01") == "forbidden"
    assert on("2026-03-01", "2026-03-01") == "undetermined"
    assert on("2026-03-01", "2026-03-01", approval_before_change=True) == "allowed"
    assert on("2026-03-02", "2026-03-01", approval_before_change=True) == "forbidden"


def test_a_target_that_classification_excludes_is_forbidden_and_unknown_facts_block_nothing() -> None:
    nothing = {name: values[0] for name, values in laws.domains("taian", "opening").items()}
    found = verdict("taian", "open", "closed", CONSENT, nothing)
    assert found.verdict == "forbidden"
    [target] = [need for need in found.requirements if need.id == "target"]
    assert target.state == "missing"
    assert verdict("taian", "open", "closed", CONSENT, nothing, may_endanger_security=True).verdict == "allowed"
    assert verdict("taian", "open", "closed", CONSENT, nothing, may_endanger_security=None).verdict == "allowed"


def test_correcting_a_closure_without_ground_is_for_a_human() -> None:
    nothing = {name: values[0] for name, values in laws.domains("taian", "opening").items()}
    found = verdict("taian", "closed", "open", nothing, desensitized=False, third_party_response="not_asked")
    assert found.verdict == "human_review"
    assert found.reviews


def test_who_consents_and_what_follows_are_named() -> None:
    found = verdict("taian", "open", "closed")
    assert found.approver == ("county_department", "city_department", "province_department")
    assert [citation.ref for citation in found.consequence] == ["32(六)"]
    assert found.permitted == {"conditional", "closed"}
    assert found.citation is not None
    assert found.citation.ref == "15(1)"
    assert verdict("tengzhou", "open", "closed").approver == ("county_department",)


def test_contradictory_facts_allow_nothing() -> None:
    facts = {**MASKED, "statute_bars_any_form": True, "law_prohibits_opening": False}
    found = verdict("taian", "closed", "open", facts)
    assert found.verdict == "human_review"
    assert "contradictory_facts" in {warning.code for warning in found.warnings}


def test_drafts_speak_only_when_asked() -> None:
    library = laws.library()
    plain = library.law("shandong", on=laws.ON).check_change("conditional", "open", CONSENT)
    assert plain.verdict == "not_regulated"
    drafted = library.law("shandong", on=laws.ON, drafts=True).check_change("conditional", "open", {})
    assert drafted.verdict == "undetermined"
    assert "draft" in {warning.code for warning in drafted.warnings}


def test_verdicts_are_values(library: odr.Library) -> None:
    found = verdict("jining", "open", "closed", CONSENT, changed_on=dt.date(2026, 2, 28))
    assert pickle.loads(pickle.dumps(found)) == found
    assert len({found, verdict("jining", "open", "closed", CONSENT, changed_on="2026-02-28")}) == 1
    with pytest.raises(TypeError):
        bool(found)
    with pytest.raises(AttributeError):
        found.verdict = "allowed"  # type: ignore[misc,assignment]
    plain = json.loads(json.dumps(found.to_dict()))
    assert library.replay(plain["receipt"]) == found
    assert "第九条" in found.explain()
    assert "9(1)" in found.explain("en")


@pytest.mark.parametrize(("before", "after"), [("open", "opened"), ("无条件共享", "closed"), (True, "open")])
def test_other_attributes_are_refused(before: Any, after: Any) -> None:
    with pytest.raises(odr.BadFact):
        laws.law("taian").check_change(before, after, {})


def _any_facts() -> st.SearchStrategy[dict[str, Any]]:
    used = sorted({f.id for place in PLACES for f in laws.law(place).facts("attribute_change")})
    book = vocabulary().facts
    values: dict[str, list[Any]] = {}
    for name in used:
        if book[name].type == "bool":
            values[name] = [True, False]
        elif book[name].type == "enum":
            values[name] = [value for value, _ in book[name].values]
    return st.fixed_dictionaries({}, optional={n: st.sampled_from([None, *v]) for n, v in values.items()})


@pytest.mark.parametrize("place", PLACES)
@given(facts=_any_facts(), move=st.sampled_from(TIGHTENINGS))
@settings(max_examples=80, deadline=None)
def test_a_tightening_never_passes_without_consent(place: str, facts: dict[str, Any], move: tuple[str, str]) -> None:
    found = laws.law(place).check_change(*move, facts)
    if found.verdict == "allowed":
        assert facts["approval_status"] == "granted"
        assert facts["approving_authority"] in found.approver


@pytest.mark.parametrize("place", PLACES)
@given(facts=_any_facts(), move=st.sampled_from(LOOSENINGS))
@settings(max_examples=80, deadline=None)
def test_no_loosening_passes_unless_what_its_article_asks_is_met(
    place: str, facts: dict[str, Any], move: tuple[str, str]
) -> None:
    found = laws.law(place).check_change(*move, facts)
    if found.verdict == "allowed":
        assert facts.get("desensitized") is True or facts.get("third_party_response") == "consented"
        assert all(need.state == "met" for need in found.requirements if need.hard)
        settled = forced({n: value for n, value in facts.items() if value is not None}, vocabulary().constraints)
        assert settled.get("statute_bars_any_form") is False


@pytest.mark.parametrize("place", ["taian", "jining"])
@given(data=st.data(), facts=_any_facts())
@settings(max_examples=80, deadline=None)
def test_learning_a_fact_never_turns_a_settled_verdict(place: str, data: st.DataObject, facts: dict[str, Any]) -> None:
    move = data.draw(st.sampled_from(TIGHTENINGS))
    law = laws.law(place)
    before = law.check_change(*move, facts)
    unknown = [need for need in before.requirements if need.state == "unknown"]
    states = {need.id: need.state for need in before.requirements if need.state != "unknown"}
    if before.verdict == "human_review" or not unknown:
        return
    name = data.draw(st.sampled_from(unknown[0].facts))
    fact = vocabulary().facts[name]
    if fact.type not in ("bool", "enum"):
        return
    value = data.draw(st.sampled_from([True, False] if fact.type == "bool" else [v for v, _ in fact.values]))
    after = law.check_change(*move, {**facts, name: value})
    assert {need.id: need.state for need in after.requirements if need.id in states} == states
