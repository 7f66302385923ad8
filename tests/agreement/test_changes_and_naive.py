"""Changes of the opening attribute against the naive interpreter, in every place and for every move.

Tried each time this runs, for 9 laws (two with drafts) and the 9 moves of each: 1 296 partial vectors that leave
at most 256 completions, each with one more fact learned; 486 wide ones of which most is unknown, each followed to a
witness of every verdict possible; 270 loosenings under a ground of closure; 324 vectors that contradict themselves; and
74 798 complete vectors that differ from one in order in two facts. `make explore` tries twenty times as many of all but
the last, each time others.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from tests import laws
from tests.agreement import naive_changes as naive
from tests.agreement import naive_packs as packs
from tests.agreement import reference
from tests.agreement.naive_changes import Move
from tests.agreement.naive_packs import Condition, Law

MORE = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 1
PLACES = ["taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang"]
LAWS = [*(Law(place, laws.ON) for place in PLACES), Law("jining", laws.ON, True), Law("shandong", laws.ON, True)]
MOVES = [move for law in LAWS for move in naive.moves(law)]
DEFINITE = ("allowed", "forbidden", "not_regulated")

#: Facts under which every requirement of every provision is met, and nothing keeps data closed.
IN_ORDER: dict[str, Any] = {
    "approval_status": "granted",
    "approving_authority": "city_department",
    "approving_authority_relation": "own",
    "provider_level": "city",
    "approval_before_change": True,
    "approved_on": dt.date(2026, 1, 5),
    "changed_on": dt.date(2026, 2, 5),
    "applied_via_platform": True,
    "reason_stated": True,
    "legal_documents_provided": True,
    "reasonable_ground": True,
    "adjustment_reason": "law_amendment",
    "conditions_change": "stricter",
    "third_party_response": "not_asked",
    "desensitized": True,
    "desensitization_method": "masked",
}
#: The department that is there, by place, where it is not that of a city.
OWN = {
    "tengzhou": {"approving_authority": "county_department", "provider_level": "county"},
    "shandong": {"approving_authority": "province_department", "provider_level": "province"},
}


def name_of(value: Move | Law) -> str:
    law = value.law if isinstance(value, Move) else value
    place = law.place + ("+drafts" if law.drafts else "")
    return f"{place}-{value.before}-{value.after}" if isinstance(value, Move) else place


def in_order(move: Move, **changed: Any) -> dict[str, Any]:
    """A complete vector of a move in which all is in order, but for some facts."""
    found = {**IN_ORDER, **OWN.get(move.law.place, {}), **changed}
    return {name: found.get(name, values[0]) for name, values in naive.domains(move, {}).items()}


def answer(move: Move, facts: dict[str, Any]) -> odr.ChangeVerdict:
    law = laws.law(move.law.place, move.law.on, drafts=move.law.drafts)
    return law.check_change(move.before, move.after, facts)


def expected_of(move: Move, facts: dict[str, Any]) -> naive.Answer:
    used = naive.domains(move, {})
    return naive.answer(move, {name: value for name, value in facts.items() if name in used})


def contradicts(verdict: odr.ChangeVerdict) -> bool:
    """Whether the facts are said to contradict each other, which only ever goes with human review."""
    codes = {warning.code for warning in verdict.warnings} if verdict.verdict == "human_review" else set()
    return "contradictory_facts" in codes


def without_conditions(move: Move) -> bool:
    """Whether a change of conditions would be one of data that has none."""
    return move.before == move.after != "conditional"


@st.composite
def vectors(draw: st.DrawFn, move: Move, most: int) -> dict[str, Any]:
    """Facts of a move of which so many completions are left at most; often in order but for a few."""
    domains = naive.domains(move, {})
    base = in_order(move)
    wild = draw(st.integers(0, 3)) == 0
    odd = set(domains) if wild else set(draw(st.lists(st.sampled_from(sorted(domains)), max_size=6)))
    facts = {
        name: draw(st.sampled_from([*values, values[0]])) if name in odd else base[name]
        for name, values in domains.items()
    }
    left = 1
    for name in draw(st.permutations(sorted(domains))):
        left *= len(domains[name])
        if left > most:
            break
        del facts[name]
    return facts


@pytest.mark.parametrize("move", MOVES, ids=name_of)
@given(data=st.data())
@settings(max_examples=8 * MORE, deadline=None)
def test_a_verdict_is_what_trying_every_completion_gives(move: Move, data: st.DataObject) -> None:
    facts = data.draw(vectors(move, data.draw(st.sampled_from([1, 16, 256]))))
    expected = expected_of(move, facts)
    verdict = answer(move, facts)

    assert verdict.verdict == expected.verdict
    told = expected.contradictory or (without_conditions(move) and expected.verdict == "human_review")
    assert contradicts(verdict) is told
    if not expected.contradictory:
        assert verdict.possible == expected.possible

    # Learning a fact overturns nothing and makes nothing possible that was not.
    domains = naive.domains(move, facts)
    unknown = [name for name in domains if name not in facts]
    if unknown:
        name = data.draw(st.sampled_from(unknown))
        learned = answer(move, {**facts, name: data.draw(st.sampled_from(domains[name]))})
        assert learned.possible <= verdict.possible
        assert verdict.verdict not in DEFINITE or not learned.possible or learned.verdict == verdict.verdict


@pytest.mark.parametrize("move", MOVES, ids=name_of)
@given(data=st.data())
@settings(max_examples=6 * MORE, deadline=None)
def test_every_verdict_possible_has_a_witness(move: Move, data: st.DataObject) -> None:
    facts = data.draw(vectors(move, 10**12))
    domains = naive.domains(move, facts)
    verdict = answer(move, facts)
    if not verdict.possible:
        assert contradicts(verdict)
        return
    for wanted in verdict.possible:
        known = dict(facts)
        for name in [name for name in domains if name not in facts]:
            found = [{**known, name: value} for value in domains[name]]
            known = next(one for one in found if _may_still_be(move, one, wanted))
        assert answer(move, known).verdict == wanted, known


def _may_still_be(move: Move, facts: dict[str, Any], wanted: str) -> bool:
    return wanted in answer(move, facts).possible


@pytest.mark.one_interpreter
@pytest.mark.parametrize("move", MOVES, ids=name_of)
def test_every_two_facts_that_are_otherwise_come_to_what_the_naive_interpreter_finds(move: Move) -> None:
    orders = list(dict.fromkeys(naive.told_twice(move)))
    domains = naive.domains(move, {})
    base = in_order(move)
    for one, two in itertools.combinations(domains, 2):
        for first, second in itertools.product(domains[one], domains[two]):
            vector = {**base, one: first, two: second}
            verdict = answer(move, vector)
            twice = any(packs.disagrees(order, vector) for order in orders)
            if packs.breaks_a_constraint(vector) or twice or naive.changes_what_is_not_there(move, vector):
                assert (verdict.verdict, verdict.possible) == ("human_review", frozenset()), vector
            else:
                expected = naive.judge(move, vector)
                assert (verdict.verdict, verdict.possible) == (expected, {expected}), vector


# -- closure -----------------------------------------------------------------------------------------------------------


@functools.cache
def grounds_of_closure(instrument: str) -> list[tuple[str, Condition]]:
    path = f"rules/{instrument}/rules.yaml"
    found = []
    for number, rule in enumerate(reference.scheme_of(instrument, "opening")["依据"]):
        condition = packs.looked_up(path, "开放属性", "依据", number, "条件")
        if rule["结论"] == "不予开放" and condition is not None:
            found.append((rule["编号"], condition))
    return found


@pytest.mark.parametrize("move", [move for move in MOVES if naive.Move.looser(move, {})], ids=name_of)
@given(data=st.data())
@settings(max_examples=10 * MORE, deadline=None)
def test_no_loosening_is_allowed_while_a_ground_of_closure_stands(move: Move, data: st.DataObject) -> None:
    instrument = naive.classification(move.law)
    assert instrument is not None
    facts = {**data.draw(vectors(move, 64))}
    name, ground = data.draw(st.sampled_from(grounds_of_closure(instrument)))
    leaves = list(packs.leaves(ground))
    facts |= {leaf.about[0]: data.draw(st.sampled_from(sorted(leaf.wanted))) for leaf in leaves}
    outlives = [leaf for leaf in leaves if not packs.facts()[leaf.about[0]].get("cured_by")]
    verdict = answer(move, facts)
    # Neither masked nor consented to, everything stands; what nothing cures stands whatever was done.
    untouched = {"desensitized": False, "third_party_response": "refused"}
    if move.before != "closed" or (len(outlives) == len(leaves)):
        assert verdict.verdict != "allowed", (name, facts)
    assert answer(move, {**facts, **untouched}).verdict != "allowed", (name, facts)


# -- what cannot be ----------------------------------------------------------------------------------------------------

IMPOSSIBLE: list[dict[str, Any]] = [
    {
        "opening_harms_third_party": True,
        "trade_secret": False,
        "personal_privacy": False,
        "other_third_party_rights": False,
    },
    {"statute_bars_any_form": True, "law_prohibits_opening": False},
    {"approved_on": dt.date(2026, 2, 5), "changed_on": dt.date(2026, 1, 5), "approval_before_change": True},
    {"approved_on": dt.date(2026, 1, 5), "changed_on": dt.date(2026, 2, 5), "approval_before_change": False},
]


@pytest.mark.parametrize("move", MOVES, ids=name_of)
@given(data=st.data())
@settings(max_examples=4 * MORE, deadline=None)
def test_facts_that_contradict_each_other_settle_nothing(move: Move, data: st.DataObject) -> None:
    facts = data.draw(vectors(move, 10**6))
    impossible = data.draw(st.sampled_from(IMPOSSIBLE))
    if not set(impossible) <= set(naive.domains(move, {})):
        # No provision on this move asks for that order of days.
        impossible = IMPOSSIBLE[data.draw(st.integers(0, 1))]
    verdict = answer(move, facts | impossible)
    assert verdict.verdict == "human_review"
    assert contradicts(verdict)


# -- the interpreter itself, by hand -----------------------------------------------------------------------------------

CONSENT = {"desensitized": False, "third_party_response": "consented"}
#: What the articles come to where all is in order but for the facts named.
BY_HAND: list[tuple[str, str, str, dict[str, Any], str]] = [
    # Masking takes away secrets, privacy and bars of the data as held; danger, licences, other channels and harm stay.
    ("taian", "closed", "open", {}, "allowed"),
    ("taian", "closed", "open", {"trade_secret": True}, "allowed"),
    ("taian", "closed", "open", {"may_endanger_security": True}, "forbidden"),
    ("taian", "closed", "open", {"law_prohibits_opening": True}, "allowed"),
    ("taian", "closed", "open", {"law_prohibits_opening": True, "statute_bars_any_form": True}, "forbidden"),
    ("taian", "closed", "open", {"state_secret": True}, "forbidden"),
    ("taian", "closed", "open", {"state_secret": True, "desensitization_method": "declassified"}, "allowed"),
    ("taian", "closed", "open", {"trade_secret": True, "reidentification_risk": True}, "human_review"),
    ("taian", "closed", "open", {"law_requires_conditional": True}, "human_review"),
    ("tengzhou", "closed", "open", {"agreement_or_ip_restriction": True}, "forbidden"),
    ("tengzhou", "closed", "open", {"other_channel_required": True}, "forbidden"),
    ("tengzhou", "closed", "open", {"trade_secret": True, "opening_harms_third_party": True}, "forbidden"),
    ("qingdao", "closed", "open", {"may_endanger_security": True}, "human_review"),
    ("jining", "closed", "open", {"may_endanger_security": True}, "human_review"),
    # Consent: in Tai'an 13(六) says the class, and it is conditional; elsewhere it takes the right away.
    ("taian", "closed", "open", {"personal_privacy": True, **CONSENT}, "human_review"),
    ("taian", "closed", "conditional", {"personal_privacy": True, **CONSENT}, "allowed"),
    (
        "taian",
        "closed",
        "conditional",
        {"personal_privacy": True, "law_prohibits_opening": True, **CONSENT},
        "forbidden",
    ),
    (
        "tengzhou",
        "closed",
        "open",
        {"personal_privacy": True, "opening_harms_third_party": True, **CONSENT},
        "forbidden",
    ),
    ("jining", "closed", "open", {"personal_privacy": True, "law_prohibits_opening": True, **CONSENT}, "forbidden"),
    # Where no provision names the move the target alone decides.
    ("taian", "conditional", "open", {}, "allowed"),
    ("taian", "conditional", "open", {"state_secret": True, "law_requires_conditional": True}, "forbidden"),
    ("taian", "conditional", "open", {"law_requires_conditional": True}, "forbidden"),
    ("tengzhou", "conditional", "open", {"specific_conditions_needed": True}, "allowed"),
    ("jinan", "conditional", "open", {"state_secret": True}, "forbidden"),
    ("shandong", "closed", "open", {"law_prohibits_opening": True}, "forbidden"),
    ("shandong", "closed", "open", {}, "human_review"),
    # A tightening needs its ground, known.
    ("taian", "open", "closed", {}, "forbidden"),
    ("taian", "open", "closed", {"state_secret": True}, "allowed"),
    ("taian", "open", "closed", {"state_secret": True, "approval_status": "pending"}, "forbidden"),
    ("tengzhou", "open", "conditional", {"specific_conditions_needed": True}, "allowed"),
    ("qingdao", "open", "closed", {"may_endanger_security": True}, "human_review"),
    ("qingdao", "open", "closed", {"personal_privacy": True}, "undetermined"),
    ("jining", "conditional", "open", {"law_prohibits_opening": True}, "forbidden"),
    ("jining", "conditional", "open", {"personal_privacy": True}, "human_review"),
    # Only conditional data has conditions.
    ("jining", "open", "open", {}, "human_review"),
    ("jining", "open", "open", {"conditions_change": "none"}, "not_regulated"),
    ("jining", "conditional", "conditional", {"law_requires_conditional": True}, "allowed"),
    ("jining", "conditional", "conditional", {}, "forbidden"),
    ("jining", "conditional", "conditional", {"conditions_change": "looser"}, "allowed"),
]


@pytest.mark.parametrize(("place", "before", "after", "changed", "verdict"), BY_HAND)
def test_the_naive_interpreter_reads_the_articles_as_the_page_of_findings_does(
    place: str, before: str, after: str, changed: dict[str, Any], verdict: str
) -> None:
    move = Move(Law(place, laws.ON), before, after)
    assert naive.answer(move, in_order(move, **changed)).verdict == verdict
