"""What ``law.facts`` leaves out changes no answer: every fact that can matter is listed.

Random facts of a question, and one fact of the vocabulary that is not listed for it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.vocabulary.facts import vocabulary
from tests import laws

PLACES = ["shandong", "jinan", "qingdao", "zaozhuang", "jining", "taian", "tengzhou"]
ATTRIBUTES = ["closed", "conditional", "open"]
SCHEMES = ["classification", "sharing_classification"]


TOPICS = [
    (place, topic.id)
    for place in PLACES
    for topic in vocabulary().topics.values()
    if topic.has_duties and laws.law(place).facts(topic.id)
]


def values(fact: odr.Fact) -> st.SearchStrategy[Any]:
    match fact.type:
        case "bool":
            return st.booleans()
        case "enum":
            return st.sampled_from([value for value, _ in fact.values])
    return st.dates(laws.ON - dt.timedelta(days=400), laws.ON + dt.timedelta(days=60))


def drawn(
    law: odr.Law, topic: str, data: st.DataObject, kinds: tuple[str, ...] = ("bool", "enum")
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts of a topic, and the same with one that the topic does not list."""
    listed = [fact for fact in law.facts(topic) if fact.type in kinds]
    names = {fact.id for fact in listed}
    others = [fact for fact in law.vocabulary.facts.values() if fact.type in kinds and fact.id not in names]
    facts = {fact.id: data.draw(values(fact)) for fact in listed if data.draw(st.booleans())}
    other = data.draw(st.sampled_from(others))
    return facts, {**facts, other.id: data.draw(values(other))}


@pytest.mark.parametrize(("place", "topic"), list(itertools.product(PLACES, SCHEMES)))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_other_fact_changes_a_classification(place: str, topic: str, data: st.DataObject) -> None:
    law, scheme = laws.law(place), "opening" if topic == "classification" else "sharing"
    facts, more = drawn(law, topic, data)
    one, other = (law.classify(each, scheme=scheme) for each in (facts, more))
    assert (one.status, one.attribute, one.possible, one.permitted) == (
        other.status,
        other.attribute,
        other.possible,
        other.permitted,
    )


@pytest.mark.parametrize("place", PLACES)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_no_other_fact_changes_what_is_said_of_a_change(place: str, data: st.DataObject) -> None:
    law = laws.law(place)
    facts, more = drawn(law, "attribute_change", data)
    before, after = data.draw(st.sampled_from(list(itertools.product(ATTRIBUTES, ATTRIBUTES))))
    one, other = (law.check_change(before, after, each) for each in (facts, more))
    assert (one.verdict, one.possible) == (other.verdict, other.possible)
    assert [warning.code for warning in one.warnings] == [warning.code for warning in other.warnings]


@pytest.mark.parametrize(("place", "topic"), TOPICS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_no_other_fact_changes_an_assessment(place: str, topic: str, data: st.DataObject) -> None:
    law = laws.law(place)
    facts, more = drawn(law, topic, data, ("bool", "enum", "date"))
    one, other = (law.check(topic, each) for each in (facts, more))
    assert (one.verdict, one.possible) == (other.verdict, other.possible)
    assert [(f.id, f.verdict, f.missing) for f in one.findings] == [
        (f.id, f.verdict, f.missing) for f in other.findings
    ]
    assert [warning.code for warning in one.warnings] == [warning.code for warning in other.warnings]
