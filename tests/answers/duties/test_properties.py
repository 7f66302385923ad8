"""What is settled stays settled, whatever else becomes known: every topic of every place."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.duties.computation import duties_of
from opendata_rules.answers.duties.timing import LawTiming
from opendata_rules.logic.conditions import Alike, All, AnyOf, Condition, InTerm, NoneOf, evaluate
from opendata_rules.norms.warnings import clashing
from opendata_rules.vocabulary.facts import Fact, FactType, vocabulary
from opendata_rules.vocabulary.terms import Compliance
from tests import laws

TOPICS = [topic.id for topic in vocabulary().topics.values() if topic.has_duties]
ASKED = [
    (place, topic)
    for place in ("tengzhou", "taian", "jining", "qingdao", "shandong")
    for topic in TOPICS
    if laws.law(place, drafts=place == "shandong").facts(topic)
]
SETTLED = {Compliance.COMPLIANT, Compliance.NONCOMPLIANT, Compliance.NOT_APPLICABLE}
#: Where the premise is not known, a duty that is fulfilled is told as fulfilled; it may turn out not to apply.
FULFILLED = {Compliance.COMPLIANT, Compliance.NOT_APPLICABLE}


@functools.cache
def values(fact: Fact) -> st.SearchStrategy[Any]:
    match fact.type:
        case FactType.BOOL:
            return st.booleans()
        case FactType.ENUM:
            return st.sampled_from([value for value, _ in fact.values])
        case FactType.LIST:
            return st.lists(st.sampled_from([value for value, _ in fact.values]), unique=True)
        case FactType.INT:
            return st.sampled_from([0, 1, 9, 10, 30, 2025, 2026, 2027])
        case FactType.DATE:
            return st.dates(dt.date(2025, 9, 1), dt.date(2026, 6, 30))
    return st.just("…")


def law(place: str) -> odr.Law:
    return laws.law(place, drafts=place == "shandong")


def told_alike(place: str, topic: str, everything: dict[str, Any]) -> bool:
    """Whether facts that tell one and the same thing in two ways agree on it."""
    asked = law(place)
    timing = LawTiming(asked, vocabulary().normalise(everything))
    known = vocabulary().normalise(everything)

    def agree(condition: Condition) -> bool:
        match condition:
            case Alike(parts=parts):
                return len({evaluate(part, known, timing) for part in parts} - {None}) < 2
            case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
                return all(agree(part) for part in parts)
            case InTerm(done=done, stated=stated):
                return done is None or stated is None or done not in known or known.get(stated) is not False
        return True

    if clashing(known, vocabulary(), asked.on):
        return False
    for rule in duties_of(asked, topic):
        if not all(agree(condition) for condition in (rule.premise, rule.must, rule.doubt) if condition is not None):
            return False
    return True


def drawn(data: st.DataObject, place: str, topic: str) -> dict[str, Any]:
    """A value of every fact of a topic, with nothing told in two ways that disagree."""
    # That an extension was told in time is told in a word or by its day; the word is enough here.
    by_word = any(fact.id == "extension_notified" for fact in law(place).facts(topic))
    names = [fact for fact in law(place).facts(topic) if not (by_word and fact.id == "extension_notified_on")]
    everything = {fact.id: data.draw(values(fact)) for fact in names}
    assume(told_alike(place, topic, everything))
    return everything


@pytest.mark.parametrize(("place", "topic"), ASKED)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_learning_a_fact_settles_more_and_changes_nothing_settled(place: str, topic: str, data: st.DataObject) -> None:
    everything = drawn(data, place, topic)
    known = data.draw(st.sets(st.sampled_from(sorted(everything))))
    fewer = law(place).check(topic, {name: everything[name] for name in known})
    learned = data.draw(st.sampled_from(sorted(everything)))
    more = law(place).check(topic, {name: everything[name] for name in {*known, learned}})
    for before, after in zip(fewer.findings, more.findings, strict=True):
        assert before.id == after.id
        if before.verdict in SETTLED:
            kept = FULFILLED if before.verdict is Compliance.COMPLIANT else {before.verdict}
            assert after.verdict in kept, (before, after)
    if fewer.verdict is Compliance.NONCOMPLIANT:
        assert more.verdict is Compliance.NONCOMPLIANT


@pytest.mark.parametrize(("place", "topic"), ASKED)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_with_every_fact_known_nothing_is_missing_and_every_missing_fact_is_one_asked_for(
    place: str, topic: str, data: st.DataObject
) -> None:
    asked = law(place).facts(topic)
    everything = {fact.id: data.draw(values(fact)) for fact in asked}
    for finding in law(place).check(topic, everything).findings:
        assert finding.verdict is not Compliance.UNDETERMINED or finding.missing == ()
    known = data.draw(st.sets(st.sampled_from(sorted(everything))))
    partly = law(place).check(topic, {name: everything[name] for name in known})
    for finding in partly.findings:
        if finding.verdict is Compliance.UNDETERMINED:
            assert set(finding.missing) <= set(everything) - known


@pytest.mark.parametrize(("place", "topic"), ASKED)
def test_with_nothing_known_nothing_is_settled_and_something_is_missing(place: str, topic: str) -> None:
    found = law(place).check(topic, {})
    for finding in found.findings:
        assert finding.verdict is Compliance.UNDETERMINED
        assert finding.missing
    assert found.verdict is Compliance.UNDETERMINED
