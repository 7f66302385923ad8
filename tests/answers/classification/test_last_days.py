"""The last day of an instrument, and the day after: also of one that supplies only actions or names the secrecy law."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import opendata_rules as odr
from tests import laws

LAST, AFTER = dt.date(2028, 7, 15), dt.date(2028, 7, 16)
JINING = "jining-open-data-rules-2025"


def told(place: str, on: dt.date, facts: dict[str, Any], code: str, **options: Any) -> set[str]:
    """Ids of the instruments that the warnings of one code speak of."""
    decision = laws.law(place, on).classify(facts, unlisted="false", **options)
    return {c.instrument for warning in decision.warnings if warning.code == code for c in warning.citations}


@pytest.mark.parametrize(
    ("facts", "rests"),
    [
        ({"law_requires_conditional": True}, True),  # Jining 7: conditions
        ({"law_requires_conditional": True, "conditions_match_risk": True}, False),
        ({"law_prohibits_opening": True}, True),  # Jining 7: the basis
        ({"law_prohibits_opening": True, "closure_basis_stated": True}, False),
        ({"state_secret": True, "closure_basis_stated": True}, True),  # Jining 1(1): secrecy law
        ({}, False),
        ({"may_endanger_security": True}, False),
    ],
)
def test_an_instrument_that_supplies_only_actions_warns_on_its_last_day_and_after_it(
    facts: dict[str, Any], rests: bool
) -> None:
    wanted = {JINING} if rests else set()
    assert told("jining", LAST, facts, "expires_today") == wanted
    assert told("jining", AFTER, facts, "expires_today") == set()
    assert told("jining", AFTER, facts, "expired_instrument") == wanted
    assert told("jining", LAST, facts, "expired_instrument") == set()
    assert told("jining", LAST - dt.timedelta(days=1), facts, "expires_today") == set()
    assert told("jining", dt.date(2025, 7, 14), facts, "not_yet_in_force") == wanted
    assert told("jining", dt.date(2025, 7, 15), facts, "not_yet_in_force") == set()


@pytest.mark.parametrize(
    ("place", "last", "scheme"),
    [
        ("taian", dt.date(2028, 9, 1), "opening"),
        ("tengzhou", dt.date(2030, 1, 9), "opening"),
        ("tengzhou", dt.date(2030, 1, 9), "sharing"),
    ],
)
def test_an_instrument_that_answers_warns_whatever_the_facts(place: str, last: dt.date, scheme: str) -> None:
    contradictory = {"statute_bars_any_form": True, "law_prohibits_opening": False}
    for facts in ({}, {"state_secret": True}, contradictory):
        for day, code in ((last, "expires_today"), (last + dt.timedelta(days=1), "expired_instrument")):
            decision = laws.law(place, day).classify(facts, scheme=scheme)
            assert code in {warning.code for warning in decision.warnings}, (facts, day)


def test_the_order_of_the_day_after_is_that_of_the_library() -> None:
    law = laws.law("jining", LAST)
    assert law.on_day(AFTER) == laws.law("jining", AFTER)
    assert law.chain.ending == tuple(one for one in law.instruments if one.id == JINING)
    assert laws.law("jining", AFTER).chain.ending == ()
    assert isinstance(law.on_day(AFTER), odr.Law)


def test_nothing_is_asked_of_the_day_after_the_last_date_there_is() -> None:
    warnings = laws.law("jining", dt.date.max).classify({"law_requires_conditional": True}, unlisted="false").warnings
    assert "expires_today" not in {warning.code for warning in warnings}


def test_changes_and_duties_warn_where_only_the_law_on_secrecy_is_left_to_an_instrument_whose_last_day_it_is() -> None:
    for day, wanted in ((LAST, True), (LAST - dt.timedelta(days=1), False), (AFTER, False)):
        law = laws.law("jining", day)
        answers = [
            law.check_change("closed", "open", {"state_secret": True}),
            law.check("scope", {"state_secret": True}),
        ]
        for answer in answers:
            assert ("expires_today" in {warning.code for warning in answer.warnings}) is wanted
