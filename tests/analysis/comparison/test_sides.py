"""What each of two laws says where they differ, and terms and duties abreast."""

from __future__ import annotations

import itertools
import re

import pytest

import opendata_rules as odr
from opendata_rules.analysis.comparison.abreast import duties_abreast, terms_abreast
from opendata_rules.analysis.comparison.opening import counted, opening
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.pair import TOPICS
from opendata_rules.analysis.comparison.picture import svg
from opendata_rules.analysis.comparison.sides import DifferenceKind, answering, kind_of, sides
from opendata_rules.errors import BadArgument
from opendata_rules.vocabulary.terms import ComparisonTopic
from tests import laws

PLACES = ["taian", "tengzhou", "qingdao", "jining", "shandong"]
pytestmark = pytest.mark.same_everywhere
CHINESE = re.compile("[\u4e00-\u9fff]")


def _fewer(topic: str) -> list[str]:
    """Changes take most of a second a pair."""
    return PLACES[1:4] if topic == "change" else PLACES


@pytest.mark.parametrize("topic", TOPICS)
def test_a_side_is_silent_where_its_answer_says_nothing(topic: str) -> None:
    for one, other in itertools.combinations(_fewer(topic), 2):
        for difference in odr.compare(laws.law(one), laws.law(other), topic=topic).differences:  # type: ignore[arg-type]
            for side, answer in zip(sides(difference), (difference.a, difference.b), strict=True):
                told = answer.to_dict()
                silent = "not_regulated" in (told.get("status"), told.get("verdict"))
                assert side.silent is (silent or told.get("status") == "no_rule_in_force")
                assert side.text
            english = sides(difference, "en")
            assert not any(CHINESE.search(side.text + side.provisions) for side in english)


def test_kinds_of_differences() -> None:
    found = odr.compare(laws.law("taian"), laws.law("tengzhou"))
    kinds = {difference.subject: kind_of(difference) for difference in found.differences}
    assert kinds["conditional/open"] is DifferenceKind.RESULT
    assert kinds["conditional+open"] is DifferenceKind.CHOICE
    terms = odr.compare(laws.law("taian"), laws.law("tengzhou"), topic="procedures")
    assert DifferenceKind.SILENT in {kind_of(difference) for difference in terms.differences}
    both = odr.compare(laws.law("jining"), laws.law("tengzhou"), topic="procedures")
    assert DifferenceKind.RESULT in {kind_of(difference) for difference in both.differences}
    with pytest.raises(BadArgument):
        sides(found.differences[0], "fr")  # type: ignore[arg-type]


def test_a_permitted_choice_is_told_beside_the_class() -> None:
    found = odr.compare(laws.law("taian"), laws.law("tengzhou"))
    difference = next(one for one in found.differences if one.subject == "conditional+open")
    assert [side.text for side in sides(difference)] == ["有条件开放", "有条件开放，也可以无条件开放"]
    assert [side.text for side in sides(difference, "en")] == ["conditional", "conditional, or open"]


def test_whose_rules_a_place_goes_by() -> None:
    found = {place: answering(laws.law(place), ComparisonTopic.CLASSIFICATION) for place in ("taian", "jining")}
    assert found["taian"] is not None
    assert found["taian"].place == "taian"
    assert found["jining"] is not None
    assert found["jining"].place == "shandong", "its own text has no provisions on it"
    assert answering(laws.law("taian"), ComparisonTopic.SHARING_CLASSIFICATION) is None
    assert answering(laws.law("taian"), ComparisonTopic.DUTIES) is None


@pytest.mark.parametrize(("make", "topic"), [(terms_abreast, "procedures"), (duties_abreast, "duties")])
def test_what_stands_abreast_and_is_not_the_same_is_what_a_comparison_finds(make: object, topic: str) -> None:
    for one, other in itertools.combinations(PLACES, 2):
        asked = [laws.law(one), laws.law(other)]
        rows = make(asked)  # type: ignore[operator]
        found = odr.compare(*asked, topic=topic)  # type: ignore[arg-type]
        assert {row.id for row in rows if not row.same} == {difference.subject for difference in found.differences}
        for row in rows:
            assert any(not side.silent for side in row.sides)
            assert row.label


def test_requirements_that_all_have_are_marked() -> None:
    asked = [laws.law(place) for place in ("taian", "tengzhou", "jining")]
    rows = duties_abreast(asked, "en")
    assert len(rows) > 10
    for row in rows:
        shared = [{need.text for need in needs if need.shared} for needs in row.requirements]
        assert len({len(needs) for needs in shared}) == 1
        assert [len(needs) for needs in row.requirements] == [
            len(law.check(row.id, {}).findings) if not side.silent else 0
            for law, side in zip(asked, row.sides, strict=True)
        ]
        assert not CHINESE.search(row.label)


@pytest.mark.parametrize("topic", TOPICS)
def test_openings_in_english(topic: str) -> None:
    whole = order([laws.law(place) for place in _fewer(topic)], topic=topic)  # type: ignore[arg-type]
    named = type(whole)(whole.topic, whole.laws, tuple(law.place.english for law in whole.laws), whole.comparisons)
    told = opening(named, "en")
    assert told.endswith(".")
    assert not CHINESE.search(told)
    total = sum(len(one.differences) for one in whole.comparisons)
    assert re.search(rf"\b{total} differences? in all" if total else "No difference", told)
    for comparison in whole.comparisons:
        number = len(comparison.differences)
        found = counted(comparison, "A", "B", "en")
        assert found.startswith(f"{number} difference" if number else "no difference")
    assert 'aria-label="a &lt;picture&gt;"' in svg(whole, label="a <picture>")
    with pytest.raises(BadArgument):
        opening(order(whole.laws[:2]), "fr")  # type: ignore[arg-type]
