"""A duty that says *within the term of a step* and the schedule of that step never contradict each other.

What one of them leaves open the other may know: a schedule takes the duty for granted, a check the case. So that what
is compared is who calls whom late.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.duties.computation import duties_of
from opendata_rules.logic.conditions import AnyOf, InTerm, Relation, facts_of
from opendata_rules.norms.provisions import DutyRule
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.procedures import procedures
from tests import laws

PLACES = [
    *((place, False) for place in ("jining", "tengzhou", "qingdao", "taian")),
    *((place, True) for place in ("shandong", "jining", "zaozhuang", "taian")),
]
DAY = dt.timedelta(days=1)
#: Around the days on which the laws begin, a year of known holidays, past the horizon, around the days of their end.
BEGINNINGS = st.one_of(
    st.dates(dt.date(2023, 12, 1), dt.date(2025, 12, 31)),
    st.dates(dt.date(2025, 9, 1), dt.date(2026, 12, 31)),
    st.dates(dt.date(2028, 5, 1), dt.date(2028, 9, 1)),
)
AFTER = st.one_of(st.integers(0, 40), st.sampled_from([365, 366, 367, 730, 731]), st.integers(0, 900))


@functools.cache
def law_of(place: str, on: dt.date, drafts: bool) -> odr.Law:
    return laws.library().law(place, on=on, drafts=drafts)


def timed(law: odr.Law) -> list[tuple[DutyRule, InTerm]]:
    """The duties of a place that are kept by keeping the term of a step."""
    topics = [topic.id for topic in law.vocabulary.topics.values() if topic.has_duties]
    rules = [rule for topic in topics for rule in duties_of(law, topic)]
    # A frequency that no number of days measures stands beside the term.
    musts = [(rule, rule.must.parts if isinstance(rule.must, AnyOf) else (rule.must,)) for rule in rules]
    return [
        (rule, part)
        for rule, parts in musts
        for part in parts
        if isinstance(part, InTerm) and part.relation is Relation.WITHIN and isinstance(part.term, str)
        if len(parts) == 1 or part.term == "update.refresh"
    ]


def values(name: str, began: dt.date) -> list[Any]:
    fact = vocabulary().facts[name]
    match fact.type:
        case FactType.BOOL:
            return [False, True]
        case FactType.ENUM:
            return [value for value, _ in fact.values]
        case FactType.INT:
            return [began.year]
    return [began]


@pytest.mark.parametrize(("place", "drafts"), PLACES, ids=str)
@given(data=st.data())
@settings(max_examples=60)
def test_nobody_is_late_for_the_one_and_in_time_for_the_other(place: str, drafts: bool, data: st.DataObject) -> None:
    began = data.draw(BEGINNINGS)
    done = began + DAY * data.draw(AFTER) if data.draw(st.booleans()) else None
    on = began + DAY * data.draw(AFTER)
    law = law_of(place, on, drafts)
    if not timed(law):
        return
    rule, must = data.draw(st.sampled_from(timed(law)))
    step = procedures().step(str(must.term))
    if step.continuing and law.epoch(began) != law.epoch(on):
        # Whether a duty that never ends is fulfilled today is for the law of today; a case is under that of its day.
        return
    if vocabulary().facts[must.start].type is FactType.INT:
        began = dt.date(began.year, 1, 1)
    premises = [] if rule.premise is None else list(dict.fromkeys(facts_of(rule.premise)))
    names = dict.fromkeys([*premises, *step.facts, *(["update_frequency"] if step.procedure == "update" else [])])
    known = {name: data.draw(st.sampled_from(values(name, began))) for name in names if data.draw(st.booleans())}
    known[must.start] = values(must.start, began)[0]
    happened = done is not None and done <= on
    if must.done is not None and happened:
        known[must.done] = done
    elif must.stated is not None and not happened:
        known[must.stated] = False
    actual = {step.id: done} if must.done is not None and done is not None else {}
    [scheduled] = [
        one
        for one in law.schedule(step.procedure, trigger=began, actual=actual, on=on, facts=known).steps
        if one.id == step.id
    ]
    [finding] = [one for one in law.check(rule.topic, known).findings if one.id == rule.id]
    late = scheduled.state in ("late", "overdue")
    if finding.verdict == "noncompliant":
        assert late
    if finding.verdict == "compliant":
        assert not late
    if scheduled.state == "met":
        assert finding.verdict != "noncompliant"


def test_every_place_with_such_a_duty_is_looked_at() -> None:
    found = {place: len(timed(law_of(place, laws.ON, drafts))) for place, drafts in PLACES if not drafts}
    assert found == {"jining": 4, "tengzhou": 1, "qingdao": 1, "taian": 3}
