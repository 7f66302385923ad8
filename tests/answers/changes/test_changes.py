"""Changes of the opening attribute: what each place asks, and what must hold everywhere.

What verdicts come to is beside the rules (``cases.yaml``) and against the naive interpreter (``tests/agreement``); here
is what the same facts come to in every place, and what a verdict tells.
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
from typing import Any

import pytest

import opendata_rules as odr
from tests import laws

PLACES = ["taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang"]
TIGHTENINGS = [("open", "conditional"), ("open", "closed"), ("conditional", "closed")]
LOOSENINGS = [("closed", "conditional"), ("closed", "open")]
#: The department of the place itself.
OWN = {"tengzhou": "county", "shandong": "province"}
#: Every classification fact that says why data may not be open, and all of them denied.
CLEAN: dict[str, Any] = dict.fromkeys(
    [
        "state_secret",
        "law_prohibits_opening",
        "statute_bars_any_form",
        "may_endanger_security",
        "trade_secret",
        "personal_privacy",
        "other_third_party_rights",
        "opening_harms_third_party",
        "agreement_or_ip_restriction",
        "other_channel_required",
        "law_requires_conditional",
        "high_security_processing_requirement",
        "specific_conditions_needed",
        "severe_infrastructure_load",
    ],
    False,
)
RIGHTS = ("trade_secret", "personal_privacy", "other_third_party_rights")
MASKED = {
    "desensitized": True,
    "desensitization_method": "masked",
    "reidentification_risk": False,
    "third_party_response": "refused",
}
AGREED = {"desensitized": False, "third_party_response": "consented"}
PAPERS = {
    "applied_via_platform": True,
    "legal_documents_provided": True,
    "adjustment_reason": "law_amendment",
    "reason_stated": True,
}
GROUND = {"closed": "law_prohibits_opening", "conditional": "law_requires_conditional"}


def consent(place: str, **more: Any) -> dict[str, Any]:
    """The consent of the place's own department to a body of its own level, given before the change."""
    level = OWN.get(place, "city")
    found = {
        "approval_status": "granted",
        "approving_authority": f"{level}_department",
        "approving_authority_relation": "own",
        "provider_level": level,
        "approval_before_change": True,
    }
    return found | more


def verdict(place: str, before: str, after: str, *facts: dict[str, Any], **more: Any) -> odr.ChangeVerdict:
    merged: dict[str, Any] = {}
    for part in facts:
        merged |= part
    return laws.law(place).check_change(before, after, {**merged, **more})


# -- who consents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("before", "after"), TIGHTENINGS)
def test_tightening_needs_consent_and_its_ground_everywhere(place: str, before: str, after: str) -> None:
    everything = {**CLEAN, **consent(place), **PAPERS, GROUND[after]: True}
    assert verdict(place, before, after, everything).verdict == "allowed"
    assert verdict(place, before, after, everything, approval_status="not_sought").verdict == "forbidden"
    assert verdict(place, before, after, everything, approval_status="pending").verdict == "forbidden"
    assert verdict(place, before, after, everything, approval_before_change=False).verdict == "forbidden"
    assert verdict(place, before, after, everything, approving_authority="township").verdict == "forbidden"
    assert verdict(place, before, after, everything, approving_authority_relation="elsewhere").verdict == "forbidden"
    assert verdict(place, before, after, everything, **{GROUND[after]: False}).verdict == "forbidden"
    assert verdict(place, before, after, everything, **{GROUND[after]: None}).verdict == "undetermined"
    assert verdict(place, before, after, consent(place), PAPERS).verdict == "undetermined"
    assert verdict(place, before, after, {}).verdict == "undetermined"


@pytest.mark.parametrize("name", ["approval_status", "approving_authority", "approval_before_change"])
def test_what_is_not_known_of_the_consent_leaves_it_undetermined(name: str) -> None:
    facts = consent("taian", may_endanger_security=True)
    assert verdict("taian", "open", "closed", facts).verdict == "allowed"
    assert verdict("taian", "open", "closed", facts, **{name: None}).verdict == "undetermined"


#: The departments there are, as the place asked sees them.
THERE: dict[str, set[tuple[str, str]]] = {
    "county": {("county", "own"), ("city", "superior"), ("province", "superior")},
    "city": {("city", "own"), ("county", "inferior"), ("province", "superior")},
    "province": {("province", "own"), ("city", "inferior"), ("county", "inferior")},
}
LEVELS = ["county", "city", "province"]
RELATIONS = ["own", "superior", "inferior", "elsewhere"]


def counting(place: str, drafts: bool = False) -> set[tuple[str, str]]:
    """The departments whose consent to a tightening counts."""
    law = laws.law(place, drafts=drafts)
    found = set()
    for level in LEVELS:
        for relation in RELATIONS:
            facts = consent(place, **PAPERS, law_prohibits_opening=True)
            facts |= {"approving_authority": f"{level}_department", "approving_authority_relation": relation}
            if law.check_change("open", "closed", facts).verdict == "allowed":
                found.add((level, relation))
    return found


def test_only_departments_that_there_are_count() -> None:
    for place in PLACES:
        for drafts in (False, True):
            assert counting(place, drafts) <= THERE[OWN.get(place, "city")], (place, drafts)
    for place in ("taian", "jining", "jinan", "zaozhuang"):
        assert counting(place) == THERE["city"]
    assert counting("shandong") == THERE["province"]
    assert counting("shandong", drafts=True) == {("province", "own"), ("city", "inferior")}
    assert counting("qingdao") == {("city", "own"), ("county", "inferior")}
    # In Tengzhou's own text the city is the county-level city.
    assert counting("tengzhou") == {("county", "own")}
    before = laws.law("tengzhou", on=dt.date(2024, 12, 1))
    facts = consent("tengzhou", law_prohibits_opening=True, approving_authority_relation="superior")
    assert before.check_change("open", "closed", facts).verdict == "forbidden"
    assert (
        before.check_change("open", "closed", {**facts, "approving_authority": "city_department"}).verdict == "allowed"
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("drafts", [False, True])
def test_no_way_leads_through_a_department_that_there_is_not(place: str, drafts: bool) -> None:
    law = laws.law(place, drafts=drafts)
    told = 0
    for facts in ({"personal_privacy": True}, {"law_prohibits_opening": True}, {"law_requires_conditional": True}, {}):
        for target in ("conditional", "open"):
            for path in law.classify(facts, unlisted="false").paths_to(target):
                way = {**facts, **path.facts}
                authority, relation = way.get("approving_authority"), way.get("approving_authority_relation")
                if authority is not None and relation is not None:
                    told += 1
                    level = str(authority).removesuffix("_department")
                    assert (level, relation) in THERE[OWN.get(place, "city")], (facts, path)
    # Jining asks for a review before data is opened further, and so has ways that name who reviews.
    assert told or place != "jining"


@pytest.mark.parametrize("place", ["taian", "qingdao", "jining", "jinan"])
def test_a_city_body_with_only_the_countys_consent_is_an_open_question(place: str) -> None:
    county = {"approving_authority": "county_department", "approving_authority_relation": "inferior"}
    for level, asked in (("county", False), ("township", False), ("city", True), ("province", True)):
        found = verdict(
            place, "open", "closed", consent(place), PAPERS, county, provider_level=level, law_prohibits_opening=True
        )
        assert found.verdict == "allowed"
        assert ("open_question" in {warning.code for warning in found.warnings}) is asked, level


def test_in_jining_a_lower_departments_review_opens_nothing_of_a_city_body_without_a_human() -> None:
    county = {"approving_authority": "county_department", "approving_authority_relation": "inferior"}
    for move, facts in ((("closed", "open"), {**MASKED, "personal_privacy": True}), (("conditional", "open"), {})):
        for level, expected in (("county", "allowed"), ("city", "human_review"), (None, "undetermined")):
            found = verdict("jining", *move, CLEAN, consent("jining"), PAPERS, facts, county, provider_level=level)
            assert found.verdict == expected, (move, level)


# -- documents and reasons ---------------------------------------------------------------------------------------------


def test_jining_asks_for_documents_or_a_ground_and_no_statement_of_reasons() -> None:
    def in_order(**more: Any) -> odr.ChangeVerdict:
        return verdict("jining", "open", "closed", consent("jining"), PAPERS, {"law_prohibits_opening": True} | more)

    def questioned(found: odr.ChangeVerdict) -> bool:
        return "open_question" in {warning.code for warning in found.warnings}

    assert in_order(reason_stated=False).verdict == "allowed"
    assert not questioned(in_order(reason_stated=False))
    ground = in_order(legal_documents_provided=False, reasonable_ground=True)
    assert ground.verdict == "allowed"
    assert questioned(ground)
    neither = in_order(legal_documents_provided=False, reasonable_ground=False)
    assert neither.verdict == "forbidden"
    assert not questioned(neither)
    other = in_order(adjustment_reason="low_usage", reason_stated=False)
    assert other.verdict == "allowed"
    assert questioned(other)


# -- what masking and consent let open ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "jining"])
@pytest.mark.parametrize(("before", "after"), LOOSENINGS)
def test_closed_data_opens_after_masking(place: str, before: str, after: str) -> None:
    facts = {**CLEAN, **MASKED, **consent(place), **PAPERS, "law_prohibits_opening": True}
    assert verdict(place, before, after, facts).verdict == "allowed"
    assert verdict(place, before, after, facts, personal_privacy=True).verdict == "allowed"
    assert verdict(place, before, after, facts, statute_bars_any_form=True).verdict == "forbidden"
    assert verdict(place, before, after, facts, statute_bars_any_form=None).verdict == "undetermined"
    assert verdict(place, before, after, facts, reidentification_risk=True).verdict == "human_review"
    assert verdict(place, before, after, facts, reidentification_risk=None).verdict == "undetermined"
    assert verdict(place, before, after, facts, desensitized=False).verdict == "forbidden"
    assert verdict(place, before, after, MASKED).verdict == "undetermined"
    assert verdict(place, before, after, {}).verdict == "undetermined"
    # Only Jining asks for a review as well.
    asked = verdict(place, before, after, facts, approval_status="not_sought").verdict
    assert asked == ("forbidden" if place == "jining" else "allowed")


#: What neither masking nor consent takes away.
LASTING = ["may_endanger_security", "agreement_or_ip_restriction", "other_channel_required"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("done", [MASKED, AGREED, {**MASKED, "third_party_response": "consented"}])
@pytest.mark.parametrize("obstacle", LASTING)
@pytest.mark.parametrize("after", ["conditional", "open"])
def test_danger_licences_and_other_channels_outlive_masking_and_consent(
    place: str, done: dict[str, Any], obstacle: str, after: str
) -> None:
    facts = {**CLEAN, **done, **consent(place), **PAPERS, "personal_privacy": True, obstacle: True}
    assert verdict(place, "closed", after, facts).verdict in ("forbidden", "human_review")
    assert verdict(place, "closed", after, facts, **{obstacle: None}).verdict in ("undetermined", "human_review")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("done", [MASKED, AGREED])
def test_harm_that_is_assessed_outlives_masking_and_consent(place: str, done: dict[str, Any]) -> None:
    facts = {**CLEAN, **done, **consent(place), **PAPERS, "trade_secret": True, "opening_harms_third_party": True}
    assert verdict(place, "closed", "open", facts).verdict != "allowed"


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "jining"])
@pytest.mark.parametrize("bar", ["law_prohibits_opening", "state_secret", "may_endanger_security"])
def test_consent_alone_never_cures_what_is_not_a_private_right(place: str, bar: str) -> None:
    facts = {**CLEAN, **AGREED, **consent(place), **PAPERS, "personal_privacy": True}
    assert verdict(place, "closed", "conditional", facts).verdict == "allowed"
    assert verdict(place, "closed", "conditional", facts, **{bar: True}).verdict in ("forbidden", "human_review")
    assert verdict(place, "closed", "conditional", facts, **{bar: None}).verdict == "undetermined"


def test_in_taian_consent_alone_opens_to_the_conditional_class_only() -> None:
    facts = {**CLEAN, **AGREED, "personal_privacy": True}
    found = verdict("taian", "closed", "open", facts)
    assert found.verdict == "human_review"
    assert "open_question" in {warning.code for warning in found.warnings}
    assert laws.law("taian").classify(facts, declared="open").declared_valid is False
    conditional = verdict("taian", "closed", "conditional", facts)
    assert conditional.verdict == "allowed"
    assert "open_question" not in {warning.code for warning in conditional.warnings}
    both = verdict("taian", "closed", "open", facts, MASKED, third_party_response="consented")
    assert both.verdict == "allowed"
    assert "open_question" not in {warning.code for warning in both.warnings}


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "jining"])
def test_a_state_secret_must_be_declassified(place: str) -> None:
    secret = {**CLEAN, **MASKED, **consent(place), **PAPERS, "state_secret": True}
    assert verdict(place, "closed", "open", secret, desensitization_method=None).verdict == "undetermined"
    assert verdict(place, "closed", "open", secret).verdict == "forbidden"
    found = verdict(place, "closed", "open", secret, desensitization_method="declassified")
    assert found.verdict == "allowed"
    assert "secrecy_law" in {warning.code for warning in found.warnings}


# -- the target --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "shandong", "jinan", "zaozhuang"])
def test_where_no_provision_names_the_move_the_target_decides(place: str) -> None:
    found = verdict(place, "conditional", "open", CLEAN)
    assert found.verdict == "allowed"
    assert [need.id for need in found.requirements] == ["target"]
    assert found.citation is None
    codes = {warning.code for warning in found.warnings}
    assert "no_change_provision" in codes
    assert "no_rule_in_force" not in codes
    secret = verdict(place, "conditional", "open", CLEAN, state_secret=True, law_requires_conditional=True)
    assert secret.verdict == "forbidden"
    assert "secrecy_law" in {warning.code for warning in secret.warnings}
    assert verdict(place, "conditional", "open", CLEAN, law_requires_conditional=True).verdict == "forbidden"
    assert verdict(place, "conditional", "open", CLEAN, law_requires_conditional=None).verdict == "undetermined"
    assert verdict(place, "conditional", "open", {}).verdict == "undetermined"


def test_a_change_of_conditions_is_one_only_when_said_so() -> None:
    facts = {**CLEAN, **consent("jining"), **PAPERS, "law_requires_conditional": True}
    still = verdict("jining", "conditional", "conditional", facts, conditions_change="none")
    assert still.verdict == "not_regulated"
    unsaid = verdict("jining", "conditional", "conditional", facts, reason_stated=False)
    assert unsaid.verdict == "undetermined"
    assert unsaid.possible == {"forbidden", "not_regulated"}
    assert [question.fact for question in unsaid.questions] == ["conditions_change"]
    for change in ("stricter", "looser"):
        assert verdict("jining", "conditional", "conditional", facts, conditions_change=change).verdict == "allowed"
        refused = verdict("jining", "conditional", "conditional", facts, conditions_change=change, reason_stated=False)
        assert refused.verdict == "forbidden"
        none = verdict("jining", "open", "open", CLEAN, consent("jining"), PAPERS, conditions_change=change)
        assert none.verdict == "human_review"
        assert "contradictory_facts" in {warning.code for warning in none.warnings}
    groundless = {**facts, "law_requires_conditional": False}
    assert (
        verdict("jining", "conditional", "conditional", groundless, conditions_change="stricter").verdict == "forbidden"
    )
    assert verdict("jining", "conditional", "conditional", groundless, conditions_change="looser").verdict == "allowed"


def test_dates_tell_the_order_as_well_as_words() -> None:
    facts = consent("taian", may_endanger_security=True, approval_before_change=None)

    def on(approved: str, changed: str, **more: Any) -> str:
        return verdict("taian", "open", "closed", facts, approved_on=approved, changed_on=changed, **more).verdict

    assert on("2026-03-01", "2026-03-02") == "allowed"
    assert on("2026-03-02", "2026-03-01") == "forbidden"
    assert on("2026-03-01", "2026-03-01") == "undetermined"
    assert on("2026-03-01", "2026-03-01", approval_before_change=True) == "allowed"
    assert on("2026-03-02", "2026-03-01", approval_before_change=True) == "human_review"


def test_a_target_that_classification_excludes_is_forbidden_and_an_unknown_ground_leaves_it_open() -> None:
    found = verdict("taian", "open", "closed", consent("taian"), CLEAN)
    assert found.verdict == "forbidden"
    [target] = [need for need in found.requirements if need.id == "target"]
    assert target.state == "missing"
    assert verdict("taian", "open", "closed", consent("taian"), CLEAN, may_endanger_security=True).verdict == "allowed"
    unknown = verdict("taian", "open", "closed", consent("taian"), CLEAN, may_endanger_security=None)
    assert unknown.verdict == "undetermined"
    assert unknown.possible == {"allowed", "forbidden"}
    assert [question.fact for question in unknown.questions] == ["may_endanger_security"]


def test_what_is_held_or_reviewed_is_told_as_such() -> None:
    held = verdict("qingdao", "open", "closed", consent("qingdao"), CLEAN, personal_privacy=True)
    assert held.verdict == "undetermined"
    assert held.actions
    reviewed = verdict("qingdao", "open", "closed", consent("qingdao"), CLEAN, may_endanger_security=True)
    assert reviewed.verdict == "human_review"
    assert reviewed.reviews


def test_correcting_a_closure_without_ground_is_for_a_human() -> None:
    nothing = {**CLEAN, "desensitized": False, "third_party_response": "not_asked"}
    found = verdict("taian", "closed", "open", nothing)
    assert found.verdict == "human_review"
    assert found.reviews
    # Also where only the target does not fit, and where no provision names the move.
    assert verdict("taian", "closed", "open", nothing, law_requires_conditional=True).verdict == "human_review"
    assert verdict("shandong", "closed", "open", nothing).verdict == "human_review"
    # Data on hold or for a human to judge is not corrected.
    for place in ("taian", "qingdao", "jining"):
        assert verdict(place, "closed", "open", nothing, consent(place), personal_privacy=True).verdict == "forbidden"


def test_reasons_are_those_that_decide() -> None:
    """A ground that opens is no reason where a human must judge first."""
    facts = {**CLEAN, **AGREED, "personal_privacy": True, "agreement_or_ip_restriction": True}
    found = verdict("taian", "closed", "conditional", facts)
    assert found.verdict == "human_review"
    [target] = [need for need in found.requirements if need.id == "target"]
    assert target.citation.ref == "12(四)"
    assert "open_question" in {warning.code for warning in found.warnings}


def test_a_question_of_the_class_is_asked_of_the_data_after_the_change() -> None:
    """Tengzhou's residual is in doubt for private data that does no harm: masked, it is private no more."""
    private = {**CLEAN, "personal_privacy": True, "law_prohibits_opening": True, "third_party_response": "not_asked"}
    masked = verdict("tengzhou", "closed", "open", MASKED, private)
    assert masked.verdict == "allowed"
    assert "open_question" not in {warning.code for warning in masked.warnings}
    plain = verdict("tengzhou", "conditional", "open", private, law_prohibits_opening=False)
    assert plain.verdict == "allowed"
    assert "open_question" in {warning.code for warning in plain.warnings}


# -- what is told ------------------------------------------------------------------------------------------------------


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
    assert found.possible == frozenset()
    assert "contradictory_facts" in {warning.code for warning in found.warnings}


def test_drafts_speak_only_when_asked() -> None:
    plain = laws.law("shandong").check_change("conditional", "open", {**consent("shandong"), **CLEAN})
    assert plain.verdict == "allowed"
    assert "draft" not in {warning.code for warning in plain.warnings}
    drafted = laws.law("shandong", drafts=True).check_change("conditional", "open", CLEAN)
    assert drafted.verdict == "undetermined"
    assert "draft" in {warning.code for warning in drafted.warnings}


def test_verdicts_are_values(library: odr.Library) -> None:
    facts = consent("jining")
    found = verdict("jining", "open", "closed", facts, changed_on=dt.date(2026, 2, 28))
    assert pickle.loads(pickle.dumps(found)) == found
    assert len({found, verdict("jining", "open", "closed", facts, changed_on="2026-02-28")}) == 1
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


def test_where_it_is_open_which_provision_holds_what_they_are_in_is_cited() -> None:
    """A harm is of somebody's secret, privacy or other right: of which is not said, and all lead to one class."""
    law = laws.law("taian")
    told = {name: value for name, value in CLEAN.items() if name not in RIGHTS} | AGREED
    told |= {"opening_harms_third_party": True, "severe_infrastructure_load": False}
    for more, ref, which in (
        ({}, "13(六)", True),
        ({"personal_privacy": True}, "13(六)", False),
        ({"law_requires_conditional": True, "specific_conditions_needed": True}, "13(五)", False),
    ):
        found = law.check_change(before="closed", after="conditional", facts=told | more)
        [target] = [one for one in found.requirements if one.id == "target"]
        assert target.state == "met", more
        assert ("至少有一条成立" in target.gist) is ("at least one holds" in target.english) is which, more
        assert target.citation.ref == ref, more
