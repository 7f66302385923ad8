"""Comparisons explain themselves: the relation first, then every difference with what both sides go by."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.pair import TOPICS
from tests.laws import law

PLACES = ("taian", "jining", "qingdao", "tengzhou", "shandong")


@pytest.mark.parametrize("topic", TOPICS)
def test_the_relation_then_every_difference_with_what_both_go_by(topic: Any) -> None:
    found = odr.compare(law("taian"), law("jining"), topic=topic)
    chinese, english = found.explain(), found.explain("en")
    assert "taian 2026-03-10, jining 2026-03-10" in english.splitlines()[0]
    assert "泰安市" in chinese.splitlines()[1]
    assert "taian (a) is" in english.splitlines()[1]
    for difference in found.differences:
        assert difference.told("泰安市", "济宁市") in chinese
        assert difference.english in english
        for citation in (one for side in difference.cited for one in side):
            assert citation.english in english
        for text in difference.sources("泰安市", "济宁市"):
            assert text in chinese


def test_one_place_on_two_days_is_told_with_the_days() -> None:
    then, now = (odr.load().law("taian", on=day) for day in (dt.date(2025, 8, 31), dt.date(2025, 9, 1)))
    assert "泰安市@2025-08-31" in odr.compare(then, now).explain()
    assert "taian@2025-08-31 (a)" in odr.compare(then, now).explain("en")
    assert "taian@2025-09-01" in order([then, now]).explain("en")


def test_several_laws_strictest_first() -> None:
    found = order([law(place) for place in ("taian", "qingdao", "jining")])
    assert "泰安、青岛 ＝ 济宁" in found.explain().splitlines()[1]
    assert "taian, qingdao = jining" in found.explain("en").splitlines()[1]
    assert found.explain("en").count("(a) is") == 3


def test_another_language_is_refused() -> None:
    for found in (odr.compare(law("taian"), law("jining")), order([law("taian")])):
        with pytest.raises(odr.BadArgument, match="lang"):
            found.explain("fr")  # type: ignore[attr-defined]


@pytest.mark.parametrize("topic", ["classification", "sharing_classification", "change"])
@pytest.mark.parametrize("places", list(itertools.combinations(PLACES, 2)))
def test_what_says_something_is_told_with_what_it_goes_by(places: tuple[str, str], topic: Any) -> None:
    """Also where no provision names a move and the class alone decides it, and where nothing is told yet."""
    found = odr.compare(*map(law, places), topic=topic)
    for difference in found.differences:
        for answer, cited in zip((difference.a, difference.b), difference.cited, strict=True):
            outcome = answer.status if isinstance(answer, odr.Decision) else answer.verdict
            silent = outcome in ("no_rule_in_force", "not_regulated")
            assert bool(cited) is not silent, (difference.text, str(outcome))
