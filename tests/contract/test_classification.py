"""The public face of decisions: inputs, errors, and how results behave as values."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import pytest

import opendata_rules as odr
from tests import laws


@pytest.fixture
def law() -> odr.Law:
    return laws.law("taian")


def all_false(place: str = "taian") -> dict[str, Any]:
    return {name: values[0] for name, values in laws.domains(place, "opening").items()}


def codes(result: Any) -> set[str]:
    return {str(warning.code) for warning in result.warnings}


class TestFacts:
    def test_labels_and_terms_are_taken_wherever_ids_are(self, law: odr.Law) -> None:
        by_id = law.classify({"personal_privacy": True, "third_party_response": "refused"})
        assert law.classify({"涉及个人隐私": True, "第三方意见": "不同意"}) == by_id
        assert law.classify({"personal_privacy": True, "third_party_response": "不同意"}) == by_id

    @pytest.mark.parametrize("value", [1, 0, "true", "是", 1.0, [True], "yes", b"x"])
    def test_only_true_and_false_are_bool(self, law: odr.Law, value: object) -> None:
        with pytest.raises(odr.BadFact) as caught:
            law.classify({"state_secret": value})
        assert "state_secret" in str(caught.value)
        with pytest.raises(odr.BadFact):
            law.classify({**all_false(), "state_secret": value})

    @pytest.mark.parametrize("value", ["agreed", "同意了", 1, True, ["consented"], ("consented",)])
    def test_a_value_outside_an_enum_is_refused(self, law: odr.Law, value: object) -> None:
        with pytest.raises(odr.BadFact):
            law.classify({"third_party_response": value})
        with pytest.raises(odr.BadFact):
            law.classify({**all_false(), "third_party_response": value})

    def test_an_unknown_name_tells_the_nearest(self, law: odr.Law) -> None:
        with pytest.raises(odr.UnknownFact) as caught:
            law.classify({"personal_privcy": True})
        assert "personal_privacy" in caught.value.nearest
        assert caught.value.code == "unknown_fact"
        with pytest.raises(odr.UnknownFact):
            law.classify({"personal_privcy": None})
        swapped = all_false()
        del swapped["personal_privacy"]
        with pytest.raises(odr.UnknownFact):
            law.classify({**swapped, "personal_privcy": False})

    def test_id_and_label_of_one_fact_must_agree(self, law: odr.Law) -> None:
        with pytest.raises(odr.BadFact):
            law.classify({"state_secret": True, "国家秘密": False})
        with pytest.raises(odr.BadFact):
            law.classify({"state_secret": None, "国家秘密": True})
        agreed = law.classify({"state_secret": True, "国家秘密": True})
        assert agreed == law.classify({"state_secret": True})

    def test_foreign_facts_are_checked_and_ignored(self, law: odr.Law) -> None:
        facts = {"scenario_limited": True, "closure_reason": "不便", "changed_on": dt.date(2026, 1, 1)}
        assert law.classify({"state_secret": True, **facts}) == law.classify({"state_secret": True})
        with pytest.raises(odr.BadFact):
            law.classify({"changed_on": dt.datetime(2026, 1, 1)})
        with pytest.raises(odr.BadFact):
            law.classify({"plan_year": True})
        with pytest.raises(odr.BadFact):
            law.classify({"plan_year": -1})

    def test_any_mapping_will_do_and_nothing_else(self, law: odr.Law) -> None:
        assert law.classify(MappingProxyType({"state_secret": True})).attribute == "closed"
        with pytest.raises(TypeError, match="facts must be a mapping, not list"):
            law.classify([("state_secret", True)])  # type: ignore[arg-type]

    def test_an_explicit_none_is_unknown(self, law: odr.Law) -> None:
        assert law.classify({"state_secret": None}) == law.classify({})
        assert law.classify(dict.fromkeys(all_false())) == law.classify({})

    def test_later_changes_of_the_callers_dict_change_nothing(self, law: odr.Law) -> None:
        facts = {"state_secret": True}
        decision = law.classify(facts)
        facts["state_secret"] = False
        assert [ground.citation.ref for ground in decision.grounds] == ["12(二)"]


class TestUnlisted:
    def test_missing_bool_facts_are_read_as_false_and_none_stays_unknown(self, law: odr.Law) -> None:
        decision = law.classify({"third_party_response": "consented"}, unlisted="false")
        assert decision.attribute == "open"
        unsure = law.classify({"third_party_response": "consented", "state_secret": None}, unlisted="false")
        assert unsure.status == "undetermined"
        assert unsure.possible == {"closed", "open"}

    def test_enum_facts_stay_unknown(self, law: odr.Law) -> None:
        decision = law.classify({"personal_privacy": True}, unlisted="false")
        assert decision.possible == {"closed", "conditional"}

    def test_a_fact_only_assumed_false_yields_to_a_constraint(self, law: odr.Law) -> None:
        decision = law.classify({"statute_bars_any_form": True}, unlisted="false")
        assert decision.attribute == "closed"
        assert "contradictory_facts" not in codes(decision)
        harmed = law.classify({"opening_harms_third_party": True}, unlisted="false")
        assert "contradictory_facts" not in codes(harmed)
        assert "open" not in harmed.possible

    def test_it_is_part_of_the_receipt_and_the_identity(self, law: odr.Law) -> None:
        assumed = law.classify({"state_secret": True}, unlisted="false")
        assert assumed.receipt["facts"] == {"state_secret": True}
        assert laws.library().replay(assumed.receipt) == assumed
        assert assumed != law.classify({"state_secret": True})

    def test_no_other_value_is_taken(self, law: odr.Law) -> None:
        with pytest.raises(odr.BadFact):
            law.classify({}, unlisted="true")


class TestContradictions:
    def test_they_open_nothing_and_are_named(self, law: odr.Law) -> None:
        facts = {**all_false(), "statute_bars_any_form": True, "law_prohibits_opening": False}
        decision = law.classify(facts)
        assert decision.status == "human_review"
        assert decision.possible == decision.permitted == frozenset()
        assert decision.grounds == ()
        [warning] = [w for w in decision.warnings if w.code == "contradictory_facts"]
        assert "任何形式均不得开放" in warning.text
        assert law.classify(facts, declared="closed").declared_valid is None

    def test_they_are_noticed_under_every_scheme(self) -> None:
        facts = {"statute_bars_any_form": True, "law_prohibits_opening": False, "shareable_scope": "all"}
        decision = laws.law("tengzhou").classify(facts, scheme="sharing")
        assert decision.status == "human_review"
        assert laws.law("taian").classify(facts, scheme="sharing").status == "human_review"


class TestResults:
    def test_they_have_no_truth_value(self, law: odr.Law) -> None:
        with pytest.raises(TypeError):
            bool(law.classify({}))

    def test_they_are_frozen(self, law: odr.Law) -> None:
        decision = law.classify({})
        with pytest.raises(AttributeError):
            decision.status = "decided"  # type: ignore[misc,assignment]
        with pytest.raises(AttributeError):
            decision.extra = 1  # type: ignore[attr-defined]

    def test_equal_facts_give_equal_hashable_results(self, law: odr.Law) -> None:
        one = law.classify({"state_secret": True, "trade_secret": None})
        two = odr.load(laws.ROOT).law("泰安市", on=laws.ON).classify({"国家秘密": True})
        assert one == two
        assert len({one, two, law.classify({})}) == 2

    def test_they_pickle_with_their_law(self, law: odr.Law) -> None:
        for decision in (law.classify({}), law.classify(all_false(), declared="closed", unlisted="false")):
            again = pickle.loads(pickle.dumps(decision))
            assert again == decision
            assert again.to_dict() == decision.to_dict()
        assert pickle.loads(pickle.dumps(law)) == law

    def test_plain_json_and_back_from_the_receipt(self, law: odr.Law) -> None:
        restrictions = {"other_channel_required": False, "agreement_or_ip_restriction": False}
        decision = law.classify({"personal_privacy": True, **restrictions}, declared="open")
        plain = json.loads(json.dumps(decision.to_dict()))
        assert plain["possible"] == ["closed", "conditional"]
        assert plain["declared_valid"] is False
        assert laws.library().replay(plain["receipt"]) == decision

    def test_a_receipt_of_other_packs_is_refused(self, law: odr.Law) -> None:
        receipt = law.classify({}).receipt
        for changed in (
            {**receipt, "engine": "0"},
            {**receipt, "packs": {**receipt["packs"], "taian-open-data-measures-2025": "0"}},
            {**receipt, "kind": "guess"},
            {},
        ):
            with pytest.raises(odr.ReceiptMismatch):
                laws.library().replay(changed)

    def test_threads_share_a_fresh_law(self) -> None:
        law = odr.load(laws.ROOT).law("qingdao", on=laws.ON)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: law.classify({"law_prohibits_opening": True}), range(64)))
        assert {decision.attribute for decision in found} == {odr.Attribute.CLOSED}
        assert len(set(found)) == 1


class TestDeclared:
    @pytest.mark.parametrize("declared", ["Open", "无条件共享", "", 3, True])
    def test_only_the_three_attributes_can_be_declared(self, law: odr.Law, declared: Any) -> None:
        with pytest.raises(odr.BadFact):
            law.classify({}, declared=declared)

    def test_a_declared_closed_without_a_ground_is_not_valid(self, law: odr.Law) -> None:
        assert law.classify(all_false(), declared="不予开放").declared_valid is False

    def test_a_hold_permits_nothing(self, law: odr.Law) -> None:
        facts = {**all_false(), "personal_privacy": True, "third_party_response": "not_asked"}
        decision = law.classify(facts, declared="conditional")
        assert decision.status == "undetermined"
        assert decision.possible == frozenset()
        assert decision.declared_valid is False
        assert decision.actions[0].citation.ref == "12(四)"

    def test_both_choices_of_a_may_are_valid(self) -> None:
        law = laws.law("tengzhou")
        facts = {**all_false("tengzhou"), "high_security_processing_requirement": True}
        decision = law.classify(facts)
        assert decision.status == "decided"
        assert decision.attribute == "conditional"
        assert decision.permitted == {"conditional", "open"}
        assert law.classify(facts, declared="open").declared_valid is True
        assert law.classify(facts, declared="closed").declared_valid is False


class TestLaw:
    def test_on_is_a_plain_date_and_has_no_default(self, library: odr.Library) -> None:
        for wrong in (dt.datetime(2026, 3, 10), "2026-03-10", 20260310, None):
            with pytest.raises(TypeError):
                library.law("taian", on=wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            library.law("taian")  # type: ignore[call-arg]

    def test_an_unknown_place_tells_the_nearest(self, library: odr.Library) -> None:
        with pytest.raises(odr.UnknownJurisdiction) as caught:
            library.law("泰安县", on=laws.ON)
        assert "泰安市" in caught.value.nearest

    def test_nothing_in_force_is_said_and_nothing_expired_is_used(self, library: odr.Library) -> None:
        for on in (dt.date(2000, 1, 1), dt.date(2022, 3, 31)):
            decision = library.law("taian", on=on).classify({"law_prohibits_opening": True})
            assert decision.status == "no_rule_in_force"
            assert {"no_rule_in_force", "not_yet_in_force"} <= codes(decision)
            assert decision.grounds == ()

    def test_the_chain_answers_before_and_after_the_local_text(self, library: odr.Library) -> None:
        facts = {"law_prohibits_opening": True}
        for on, code in (
            (dt.date(2025, 8, 31), "not_yet_in_force"),
            (dt.date(2028, 9, 2), "expired_instrument"),
        ):
            decision = library.law("taian", on=on).classify(facts)
            assert decision.grounds[0].citation.instrument == laws.MEASURES
            assert {code, "secondary_source", "missing_instrument"} <= codes(decision)
        for on in (dt.date(2025, 9, 1), dt.date(2028, 9, 1)):
            decision = library.law("taian", on=on).classify(facts)
            assert decision.grounds[0].citation.instrument == "taian-open-data-measures-2025"
        assert "expires_today" in codes(decision)

    def test_strict_does_not_decide_over_missing_law(self, library: odr.Library) -> None:
        facts = {"law_prohibits_opening": True}
        assert library.law("jinan", on=laws.ON).classify(facts).status == "decided"
        strict = library.law("jinan", on=laws.ON, strict=True)
        assert strict.classify(facts).status == "undetermined"
        assert strict.check_change("open", "closed", {}).verdict == "undetermined"
        assert library.law("taian", on=laws.ON, strict=True).classify(facts).status == "decided"

    def test_a_scheme_no_one_regulates_has_no_rule(self, law: odr.Law) -> None:
        decision = law.classify({"shareable_scope": "all"}, scheme="sharing")
        assert decision.status == "no_rule_in_force"
        with pytest.raises(odr.UnknownTopic):
            law.classify({}, scheme="selling")

    def test_facts_are_listed_for_topics_that_have_rules(self, law: odr.Law) -> None:
        listed = {fact.id for fact in law.facts("classification")}
        assert {"state_secret", "third_party_response", "assessed_low_risk"} <= listed
        assert "approval_status" in {fact.id for fact in law.facts("attribute_change")}
        assert law.facts("sharing_classification") == ()
        with pytest.raises(odr.UnknownTopic):
            law.facts("weather")

    def test_higher_law_is_named_not_applied(self, law: odr.Law) -> None:
        decision = law.classify({**all_false(), "severe_infrastructure_load": True})
        assert decision.attribute == "conditional"
        [warning] = [w for w in decision.warnings if w.code == "higher_law"]
        assert {c.instrument for c in warning.citations} == {"taian-open-data-measures-2025", laws.MEASURES}
        assert "secondary_source" in codes(decision)
        assert "higher_law" not in codes(law.classify({"severe_infrastructure_load": True}))

    def test_explanations_come_in_two_languages(self, law: odr.Law) -> None:
        decision = law.classify({"personal_privacy": True, "third_party_response": "refused"}, declared="open")
        assert "第十二条第（四）项" in decision.explain()
        assert "12 item 4" in decision.explain("en")
        with pytest.raises(ValueError, match="zh"):
            decision.explain("fr")
