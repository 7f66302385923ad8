"""Days that cannot be prove nothing, whatever part of a rule reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import opendata_rules as odr

ON = dt.date(2026, 3, 10)


def _check(place: str, topic: str, facts: dict[str, Any]) -> odr.Assessment:
    return odr.load().law(place, on=ON).check(topic, facts)


@pytest.mark.parametrize("given", ["2026-02-01", "2026-05-01"])
def test_tengzhou_feedback_before_the_objection_or_after_today(given: str) -> None:
    facts = {"objection_received_on": "2026-02-02", "feedback_given_on": given}
    result = _check("tengzhou", "objection", facts)
    assert result.verdict == "human_review"
    assert "contradictory_facts" in {w.code for w in result.warnings}


@pytest.mark.parametrize("place", ["jining", "qingdao", "taian"])
@pytest.mark.parametrize(
    "facts",
    [{"list_published_on": "2026-05-01"}, {"list_published": False, "list_published_on": "2026-02-01"}],
)
def test_a_list_published_tomorrow_or_told_unpublished(place: str, facts: dict[str, Any]) -> None:
    result = _check(place, "list", facts)
    finding = next(f for f in result.findings if f.id.endswith("-published"))
    assert finding.verdict == "human_review"
    assert "contradictory_facts" in {w.code for w in result.warnings}


@pytest.mark.parametrize("place", ["jining", "taian"])
def test_at_once_needs_no_day(place: str) -> None:
    rule = {"jining": "jining-19-2-suspended", "taian": "taian-30-2-suspended"}[place]
    result = _check(place, "objection", {"objection_type": "infringement", "opening_suspended": False})
    finding = next(f for f in result.findings if f.id == rule)
    assert (finding.verdict, finding.possible) == ("noncompliant", {"noncompliant"})
