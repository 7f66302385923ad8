"""Days that cannot be prove nothing, whatever part of a rule reads them; what was done before the law is not judged."""

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


@pytest.mark.parametrize(
    ("place", "topic", "facts"),
    [
        (
            "jining",
            "objection",
            {"objection_type": "infringement", "objection_received_on": "2025-06-02", "opening_suspended": False},
        ),
        (
            "taian",
            "objection",
            {
                "objection_type": "infringement",
                "objection_received_on": "2025-08-01",
                "opening_suspended": False,
                "evidence_submitted": False,
            },
        ),
    ],
)
def test_what_was_done_before_the_law_is_no_breach(place: str, topic: str, facts: dict[str, Any]) -> None:
    assert _check(place, topic, facts).verdict != "noncompliant"


@pytest.mark.parametrize("place", ["jining", "taian"])
def test_at_once_is_judged_by_the_day_from_which_it_had_to_be(place: str) -> None:
    rule = {"jining": "jining-19-2-suspended", "taian": "taian-30-2-suspended"}[place]
    facts = {"objection_type": "infringement", "opening_suspended": False}

    def verdicts(**more: Any) -> tuple[str, set[str]]:
        result = _check(place, "objection", {**facts, **more})
        finding = next(f for f in result.findings if f.id == rule)
        return str(finding.verdict), set(map(str, finding.possible))

    assert verdicts(objection_received_on="2026-03-09")[0] == "noncompliant"
    assert verdicts(objection_received_on="2025-06-02")[0] == "not_applicable"
    # Received on a day that nobody told, it may be either.
    assert verdicts() == ("undetermined", {"noncompliant", "not_applicable"})
