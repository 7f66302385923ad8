"""Comparison of laws: exact over the whole space, every difference witnessed by an example that the laws confirm."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.pair import TOPICS
from opendata_rules.analysis.comparison.picture import svg
from opendata_rules.analysis.comparison.report import render_html
from tests import laws

PLACES = ["taian", "tengzhou", "qingdao", "jining"]
PAIRS = list(itertools.combinations(PLACES, 2))
RANK = {"closed": 0, "conditional": 1, "open": 2, None: 0}


def compared(one: str, other: str, topic: str = "classification") -> odr.Comparison:
    return odr.compare(laws.law(one), laws.law(other), topic=topic)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_difference_of_classification_is_confirmed_by_both_laws(one: str, other: str) -> None:
    for difference in compared(one, other).differences:
        a, b = (laws.law(place).classify(difference.example) for place in (one, other))
        assert (a, b) == (difference.a, difference.b)
        for decision in (a, b):
            # The example settles it: one attribute, or certainly a hold or human judgement.
            assert len(decision.possible) == (1 if decision.status == "decided" else 0)
        left, right = RANK[a.attribute], RANK[b.attribute]
        assert difference.equally_strict is (difference.stricter is None)
        if left != right:
            assert difference.stricter == ("a" if left < right else "b")
        elif difference.equally_strict:
            assert (a.status, a.attribute) != (b.status, b.attribute)
        else:
            assert a.permitted != b.permitted
            assert (difference.stricter == "a") == (a.permitted < b.permitted)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_random_complete_vector_shows_a_difference_that_was_not_found(one: str, other: str) -> None:
    comparison = compared(one, other)
    stricter = {d.stricter for d in comparison.differences}
    domains = {**laws.domains(one, "opening"), **laws.domains(other, "opening")}
    rng = random.Random(f"{one} {other}")
    for _ in range(3000):
        vector = {name: rng.choice([values[0], *values]) for name, values in domains.items()}
        a, b = (laws.law(place).classify(vector) for place in (one, other))
        if "contradictory_facts" in {w.code for w in (*a.warnings, *b.warnings)}:
            continue
        left, right = RANK[a.attribute], RANK[b.attribute]
        if left != right:
            assert ("a" if left < right else "b") in stricter


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("place", PLACES)
def test_a_law_is_equivalent_to_itself(place: str, topic: str) -> None:
    found = compared(place, place, topic)
    assert found.relation == "equivalent"
    assert found.differences == ()


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_other_way_round_is_the_opposite(one: str, other: str, topic: str) -> None:
    opposite = {"stricter": "looser", "looser": "stricter"}
    there, back = compared(one, other, topic), compared(other, one, topic)
    assert back.relation == opposite.get(there.relation, there.relation)
    assert len(there.differences) == len(back.differences)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_difference_of_changes_is_settled_by_its_example(one: str, other: str) -> None:
    hardness = {"not_regulated": 0, "allowed": 0, "undetermined": 1, "human_review": 1, "forbidden": 2}
    for difference in compared(one, other, "change").differences:
        a, b = difference.a, difference.b
        assert (a.before, a.after) == (b.before, b.after)
        assert len(a.possible) == len(b.possible) == 1
        assert a.verdict != b.verdict
        harder = hardness[a.verdict] - hardness[b.verdict]
        assert difference.stricter == ("a" if harder > 0 else "b" if harder < 0 else None)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_differences_of_terms_and_duties_carry_both_answers(one: str, other: str) -> None:
    for difference in compared(one, other, "procedures").differences:
        assert difference.a.step == difference.b.step == difference.subject
        assert (difference.a.length, difference.a.unit, difference.a.force) != (
            difference.b.length,
            difference.b.unit,
            difference.b.force,
        ) or difference.a.extension != difference.b.extension
    for difference in compared(one, other, "duties").differences:
        assert difference.a.topic == difference.b.topic == difference.subject


def test_what_is_known_of_the_places() -> None:
    assert compared("taian", "tengzhou").relation == "incomparable"
    [load] = [d for d in compared("taian", "tengzhou").differences if d.subject == "conditional/open"]
    assert load.stricter == "a"
    terms = {d.subject: d for d in compared("tengzhou", "taian", "procedures").differences}
    assert terms["conditional_access.form_review"].a.length == 5
    assert terms["conditional_access.form_review"].b.status == "not_regulated"


def test_two_dates_of_one_place() -> None:
    before = laws.law("taian", dt.date(2025, 8, 31))
    after = laws.law("taian", dt.date(2025, 9, 1))
    assert odr.compare(before, after).differences
    assert odr.compare(after, laws.law("taian")).relation == "equivalent"


def test_a_place_without_rules_is_told_apart() -> None:
    nothing = laws.law("taian", dt.date(2021, 1, 1))
    found = odr.compare(laws.law("taian"), nothing)
    assert found.relation == "incomparable"
    [difference] = found.differences
    assert difference.b.status == "no_rule_in_force"
    assert odr.compare(nothing, nothing).relation == "equivalent"


def test_an_unknown_topic_names_what_is_possible() -> None:
    with pytest.raises(odr.UnknownTopic) as caught:
        odr.compare(laws.law("taian"), laws.law("jining"), topic="weather")
    assert caught.value.nearest == ()
    assert all(topic in str(caught.value) for topic in TOPICS)


class TestOrder:
    def test_relations_make_a_partial_order(self) -> None:
        found = order([laws.law(place) for place in PLACES], topic="change")
        numbers = range(len(PLACES))
        for one, two, three in itertools.product(numbers, repeat=3):
            if found.relation(one, two) == found.relation(two, three) == "stricter":
                assert found.relation(one, three) == "stricter"
        levels = [group for level in found.levels() for group in level]
        assert sorted(levels) == list(range(len(found.classes())))
        for stricter, looser in found.covers():
            assert found.relation(found.classes()[stricter][0], found.classes()[looser][0]) == "stricter"

    def test_the_picture_names_every_place_and_is_the_same_each_time(self) -> None:
        found = order([laws.law(place) for place in PLACES])
        drawn = svg(found)
        for name in found.names:
            assert name in drawn
        assert drawn == svg(order([laws.law(place) for place in PLACES]))

    def test_dates_tell_the_same_place_apart(self) -> None:
        found = order([laws.law("taian"), laws.law("taian", dt.date(2025, 8, 31)), laws.law("jining")])
        assert found.names == ("泰安@2026-03-10", "泰安@2025-08-31", "济宁")


def test_comparisons_are_plain_json() -> None:
    plain: dict[str, Any] = json.loads(json.dumps(compared("taian", "tengzhou").to_dict()))
    assert plain["relation"] == "incomparable"
    assert plain["differences"][0]["a"]["place"] == "taian"


def _ends(decision: odr.Decision) -> str:
    """Where a complete description ends: an attribute, a hold or human review."""
    return str(decision.attribute or {"undetermined": "hold", "human_review": "review"}[decision.status])


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_beside_the_relation_stands_every_pair_of_outcomes_that_is_equally_strict_and_no_other(
    one: str, other: str
) -> None:
    beside = {(str(pair.a), str(pair.b)) for pair in compared(one, other).beside}
    assert all(RANK.get(a, 0) == RANK.get(b, 0) and a != b for a, b in beside)
    domains = {**laws.domains(one, "opening"), **laws.domains(other, "opening")}
    rng = random.Random(f"beside {one} {other}")
    met = set()
    for _ in range(3000):
        vector = {name: rng.choice([values[0], *values]) for name, values in domains.items()}
        a, b = (laws.law(place).classify(vector) for place in (one, other))
        if "contradictory_facts" not in {w.code for w in (*a.warnings, *b.warnings)} and _ends(a) != _ends(b):
            met.add((_ends(a), _ends(b)))
    assert {pair for pair in met if RANK.get(pair[0], 0) == RANK.get(pair[1], 0)} <= beside


def test_one_that_holds_where_the_other_asks_a_human_is_told_beside_the_relation() -> None:
    found = compared("qingdao", "jining")
    assert found.relation == "equivalent"
    assert [(pair.a, pair.b) for pair in found.beside] == [("hold", "review")]
    beside = {"a": "hold", "b": "review", "text": "甲暂缓，乙须人工判断", "english": "hold against human review"}
    assert found.to_dict()["beside"] == [beside]
    [difference] = found.differences
    assert difference.to_dict()["equally_strict"] is True
    both = order([laws.law("qingdao"), laws.law("jining")])
    page = render_html([both]).decode()
    assert "相同＊" in page
    assert "青岛暂缓，济宁须人工判断" in page
    assert "青岛依《青岛市公共数据管理办法》第四十六条" in page
    assert "济宁依《山东省公共数据开放办法》" in page


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_provisions_on_both_sides_are_those_of_the_answers(one: str, other: str, topic: str) -> None:
    for difference in compared(one, other, topic).differences:
        for answer, cited in zip((difference.a, difference.b), difference.cited, strict=True):
            told = json.dumps(answer.to_dict(), ensure_ascii=False)
            if topic == "classification" and answer.attribute and not answer.grounds:
                # One of several provisions leads there, and which one is open: all of them are cited.
                assert len(cited) > 1
                continue
            if topic == "sharing_classification" and answer.status == "undetermined" and not answer.actions:
                # The other law says nothing at all; where nothing is told this one goes by all that it hangs on.
                assert cited
                continue
            assert all(json.dumps(citation.to_dict(), ensure_ascii=False) in told for citation in cited)
            if topic == "classification":
                assert cited


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_telling_facts_of_an_example_come_first(one: str, other: str) -> None:
    for difference in compared(one, other).differences:
        values = list(difference.example.values())
        # What is simply false and on which no provision rests stands behind everything else.
        assert values == sorted(values, key=lambda value: value is False)
