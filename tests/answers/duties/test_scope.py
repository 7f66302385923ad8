"""Scope: an element that only some activities need says nothing about the others."""

from __future__ import annotations

import pytest

from tests import laws

COVERED = {
    "within_territory": True,
    "state_secret": False,
    "special_law_applies": False,
    "holder_type": "state_organ",
    "arises_from_public_duty": True,
}


@pytest.mark.parametrize("place", ["tengzhou", "taian"])
@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"activity": "use"}, "compliant"),
        ({"activity": "use", "dataset_primary": False}, "compliant"),
        ({"activity": "use", "within_territory": False}, "not_applicable"),
        ({"activity": "opening", "dataset_primary": False}, "not_applicable"),
        ({"activity": "opening"}, "undetermined"),
    ],
)
def test_an_element_whose_premise_fails_does_not_exclude(place: str, facts: dict[str, object], verdict: str) -> None:
    assert laws.law(place).check("scope", {**COVERED, **facts}).verdict == verdict


def test_an_activity_that_makes_no_difference_is_not_asked_for() -> None:
    # The measures list every activity there is.
    fit = {"dataset_primary": True, "machine_readable": True, "reusable_by_society": True}
    for place in ("qingdao", "tengzhou"):
        found = laws.law(place).check("scope", {**COVERED, **fit})
        assert (found.verdict, found.questions) == ("compliant", ())
        assert all(finding.missing == () for finding in found.findings)
