"""Duties against the naive interpreter, in every place and topic.

Tried each time this runs, for the 96 pairs of law and topic: 1 152 partial vectors that leave at most 128 completions,
each with one more fact learned; 384 wide ones of which most is unknown, each followed to a witness of every verdict
possible; 168 vectors that contradict themselves; and 12 570 complete vectors that differ from one in order in one fact
or, in topics of few facts, in two. `make explore` tries twenty times as many of all but the last, and others. Days
are drawn around today, the known days, the first day of the instrument and the ends of terms between them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from tests import laws
from tests.agreement import naive_duties as naive
from tests.agreement import naive_packs as packs
from tests.agreement.naive_packs import Condition, Law

MORE = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 1
PLACES = ["taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang"]
LAWS = [*(Law(place, laws.ON) for place in PLACES), Law("jining", laws.ON, True), Law("shandong", laws.ON, True)]
ASKED = [(law, topic) for law in LAWS for topic in naive.topics() if naive.rules(law, topic)]
UNASKED = [(law, topic) for law in LAWS for topic in naive.topics() if not naive.rules(law, topic)]
DEFINITE = ("compliant", "noncompliant", "not_applicable", "not_regulated")
#: Complete vectors that differ in two facts are tried in topics of at most so many pairs of values.
PAIRS = 600


def name_of(value: object) -> str:
    if isinstance(value, Law):
        return value.place + ("+drafts" if value.drafts else "")
    return str(value)


def answer(law: Law, topic: str, facts: dict[str, Any]) -> odr.Assessment:
    return laws.law(law.place, law.on, drafts=law.drafts).check(topic, told(facts))


def told(facts: dict[str, Any]) -> dict[str, Any]:
    """As the library is told: a day that never came is not stated."""
    return {name: value for name, value in facts.items() if value is not None}


def contradicts(result: odr.Assessment) -> bool:
    """Whether the facts are said to contradict each other, which only ever goes with human review."""
    codes = {warning.code for warning in result.warnings} if result.verdict == "human_review" else set()
    return "contradictory_facts" in codes


def in_order(law: Law, topic: str) -> dict[str, Any]:
    """A complete vector in which what the duties ask is so, as far as one fact tells it."""
    domains = naive.domains(law, topic, {})
    found: dict[str, Any] = {}
    for rule in naive.rules(law, topic):
        for condition in (rule.must, rule.premise):
            for leaf in packs.leaves(condition) if condition is not None else ():
                found |= {name: value for name, value in _fitting(leaf, law, domains) if name not in found}
    return {name: found.get(name, values[0]) for name, values in domains.items()}


def _fitting(leaf: Condition, law: Law, domains: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    match leaf.kind:
        case "is":
            return [(leaf.about[0], next(value for value in domains[leaf.about[0]] if value in leaf.wanted))]
        case "at_least":
            return [(leaf.about[0], leaf.wanted)]
        case "contains":
            return [(leaf.about[0], tuple(sorted(leaf.wanted)))]
        case "lacks":
            return [(leaf.about[0], ())]
        case "within" | "not_before" | "after":
            start, *done = leaf.about
            began = law.on - dt.timedelta(days=20)
            ended = began + dt.timedelta(days=1 if leaf.kind == "within" else 19)
            fitting: list[tuple[str, Any]] = list(zip(done, (ended, True), strict=False))
            return [(start, law.on.year if packs.facts()[start]["type"] == "int" else began), *fitting]
    return []


@st.composite
def vectors(draw: st.DrawFn, law: Law, topic: str, most: int) -> dict[str, Any]:
    """Facts of a topic of which so many completions are left at most; often in order but for a few."""
    domains = naive.domains(law, topic, {})
    base = in_order(law, topic)
    wild = draw(st.integers(0, 3)) == 0
    odd = set(domains) if wild else set(draw(st.lists(st.sampled_from(sorted(domains)), max_size=6)))
    facts = {name: draw(st.sampled_from(values)) if name in odd else base[name] for name, values in domains.items()}
    left = 1
    for name in draw(st.permutations(sorted(domains))):
        if left * len(domains[name]) > most:
            break
        left *= len(domains[name])
        del facts[name]
    return facts


@pytest.mark.parametrize(("law", "topic"), ASKED, ids=name_of)
@given(data=st.data())
@settings(max_examples=6 * MORE, deadline=None)
def test_an_assessment_is_what_trying_every_completion_gives(law: Law, topic: str, data: st.DataObject) -> None:
    facts = told(data.draw(vectors(law, topic, data.draw(st.sampled_from([1, 16, 128])))))
    expected = naive.answer(law, topic, facts)
    result = answer(law, topic, facts)

    assert result.verdict == expected.assessment.verdict
    assert contradicts(result) is (not expected.assessment.possible)
    if expected.assessment.possible:
        assert result.possible == expected.assessment.possible
        for finding in result.findings:
            assert finding.possible == expected.findings[finding.id].possible, finding.id
            assert finding.verdict == expected.findings[finding.id].verdict, finding.id

    domains = naive.domains(law, topic, facts)
    unknown = [name for name in domains if name not in facts]
    if unknown:
        name = data.draw(st.sampled_from(unknown))
        learned = answer(law, topic, {**facts, name: data.draw(st.sampled_from(domains[name]))})
        if not contradicts(learned):
            _stays(result, learned)
            for before, after in zip(result.findings, learned.findings, strict=True):
                _stays(before, after)


def _stays(before: Any, after: Any) -> None:
    """What is learned overturns nothing and makes nothing possible that was not."""
    assert after.possible <= before.possible
    if before.verdict in DEFINITE and after.verdict != before.verdict:
        # A duty fulfilled whether or not it applies.
        assert (before.verdict, after.verdict) == ("compliant", "not_applicable")


@pytest.mark.parametrize(("law", "topic"), ASKED, ids=name_of)
@given(data=st.data())
@settings(max_examples=4 * MORE, deadline=None)
def test_every_verdict_possible_has_a_witness(law: Law, topic: str, data: st.DataObject) -> None:
    facts = told(data.draw(vectors(law, topic, 10**12)))
    result = answer(law, topic, facts)
    if contradicts(result):
        return
    assert result.possible
    for wanted in result.possible:
        known = _followed(law, topic, facts, lambda found: found, wanted)
        assert answer(law, topic, known).verdict == wanted, known
    place = data.draw(st.integers(0, len(result.findings) - 1))
    for wanted in result.findings[place].possible:
        known = _followed(law, topic, facts, lambda found: found.findings[place], wanted)
        assert answer(law, topic, known).findings[place].verdict == wanted, known


def _followed(law: Law, topic: str, facts: dict[str, Any], asked: Callable[[Any], Any], wanted: str) -> dict[str, Any]:
    """A complete vector for which a verdict is still possible, found fact by fact."""
    known = dict(facts)
    for name in [name for name in naive.domains(law, topic, facts) if name not in facts]:
        found = ({**known, name: value} for value in naive.domains(law, topic, known)[name])
        tried = ((one, answer(law, topic, one)) for one in found)
        known = next(one for one, result in tried if not contradicts(result) and wanted in asked(result).possible)
    return known


@pytest.mark.one_interpreter
@pytest.mark.parametrize(("law", "topic"), ASKED, ids=name_of)
def test_facts_that_are_otherwise_come_to_what_the_naive_interpreter_finds(law: Law, topic: str) -> None:
    domains = naive.domains(law, topic, {})
    base = in_order(law, topic)
    changed: list[dict[str, Any]] = [{}, *({name: value} for name in domains for value in domains[name])]
    pairs = [
        {one: first, two: second}
        for one, two in itertools.combinations(domains, 2)
        for first, second in itertools.product(domains[one], domains[two])
    ]
    if len(pairs) <= PAIRS:
        changed += pairs
    for change in changed:
        _complete(law, topic, {**base, **change})


def _complete(law: Law, topic: str, facts: dict[str, Any]) -> None:
    clock, rules = naive.clock_of(law, topic), naive.rules(law, topic)
    if naive.untold(rules, facts):
        return
    result = answer(law, topic, facts)
    if packs.breaks_a_constraint(facts) or naive.contradictory(rules, facts, clock):
        assert (result.verdict, result.possible) == ("human_review", frozenset()), facts
        return
    found = [(rule, naive.judge(rule, facts, clock, scope=naive.is_scope(topic))) for rule in rules]
    assert {finding.id: finding.verdict for finding in result.findings} == {rule.id: one for rule, one in found}, facts
    assert result.verdict == naive.together(topic, found, facts, clock), facts


@pytest.mark.parametrize(("law", "topic"), UNASKED, ids=name_of)
def test_where_nobody_sets_a_duty_it_is_not_regulated(law: Law, topic: str) -> None:
    assert answer(law, topic, {}).verdict == "not_regulated"


# -- what cannot be ----------------------------------------------------------------------------------------------------


def _told_twice(law: Law, topic: str) -> list[dict[str, Any]]:
    """Facts that contradict each other by one rule of a topic: parts of 互证, days out of order, a deed and its day."""
    day = laws.ON - dt.timedelta(days=9)
    found: list[dict[str, Any]] = []
    for rule in naive.rules(law, topic):
        for whole in itertools.chain(*map(packs.wholes, rule.conditions)):
            if len(whole.about) < 2:
                continue
            first, second, *_ = whole.about
            if whole.kind == "same" and first.kind == second.kind == "is":
                outside = [value for value in packs.domain(second.about[0]) if value not in second.wanted]
                found += [{first.about[0]: next(iter(first.wanted)), second.about[0]: value} for value in outside]
        for leaf in itertools.chain(*map(packs.leaves, rule.conditions)):
            tells = [
                one for one, stated in packs.vocabulary()["told"].items() if leaf.kind == "is" and stated in leaf.about
            ]
            found += [{one: day, packs.vocabulary()["told"][one]: False} for one in tells]
            found += [{one: laws.ON + dt.timedelta(days=1)} for one in tells]
            orders = [(first, then) for first, then in packs.vocabulary()["sequels"] if then in tells]
            found += [{first: day, then: day - dt.timedelta(days=1)} for first, then in orders]
            if leaf.kind == "within" and packs.facts()[leaf.about[0]]["type"] == "date":
                start, *deed = leaf.about
                if not deed:
                    # What is received tomorrow is no contradiction; how things stood tomorrow is.
                    tomorrow = laws.ON + dt.timedelta(days=1)
                    found += [{start: tomorrow}] if start in packs.vocabulary()["happened"] else []
                else:
                    found.append({start: day, deed[0]: day - dt.timedelta(days=1)})
                    found += [{deed[0]: day, stated: False} for stated in deed[1:]]
    return found


@pytest.mark.parametrize(
    ("law", "topic"), [(law, topic) for law, topic in ASKED if _told_twice(law, topic)], ids=name_of
)
@given(data=st.data())
@settings(max_examples=4 * MORE, deadline=None)
def test_facts_that_contradict_each_other_settle_nothing(law: Law, topic: str, data: st.DataObject) -> None:
    facts = told(data.draw(vectors(law, topic, 10**6)))
    result = answer(law, topic, facts | data.draw(st.sampled_from(_told_twice(law, topic))))
    assert (result.verdict, result.possible) == ("human_review", frozenset())
    assert contradicts(result)


# -- the interpreter itself, by hand -----------------------------------------------------------------------------------

#: Place, day, topic, facts, rule, what it comes to (nothing where the facts contradict each other).
BY_HAND: list[tuple[str, str, str, dict[str, Any], str, str]] = [
    # Within the premise too, what disagrees is for a human and never "does not apply".
    (
        "jining",
        "2026-03-10",
        "access",
        {"opening_attribute": "closed", "request_type": "conditional_access", "access_granted": True},
        "jining-17-2-reviewed",
        "human_review",
    ),
    (
        "jining",
        "2026-03-10",
        "eligibility",
        {"opening_attribute": "conditional", "real_name_verified": False},
        "jining-16-1-real-name",
        "noncompliant",
    ),
    (
        "jining",
        "2026-03-10",
        "eligibility",
        {"opening_attribute": "conditional", "request_type": "unopened_demand", "real_name_verified": False},
        "jining-16-1-real-name",
        "human_review",
    ),
    (
        "jining",
        "2026-03-10",
        "eligibility",
        {"opening_attribute": "closed", "real_name_verified": False},
        "jining-16-1-real-name",
        "not_applicable",
    ),
    # A term that runs is not missed; an answer before its objection proves nothing.
    (
        "jining",
        "2026-03-10",
        "objection",
        {"objection_received_on": dt.date(2026, 3, 9), "feedback_given": False},
        "jining-19-2-feedback",
        "compliant",
    ),
    (
        "jining",
        "2026-03-10",
        "objection",
        {"objection_received_on": dt.date(2026, 2, 2), "feedback_given": False},
        "jining-19-2-feedback",
        "noncompliant",
    ),
    (
        "jining",
        "2026-06-10",
        "objection",
        {"objection_received_on": dt.date(2026, 5, 25), "feedback_given_on": dt.date(2026, 5, 20)},
        "jining-19-2-feedback",
        "human_review",
    ),
    # What lies before the instrument is not judged by it.
    (
        "taian",
        "2026-03-10",
        "officer",
        {"personnel_changed_on": dt.date(2025, 8, 4), "re_registered_on": dt.date(2025, 10, 9)},
        "taian-28-1-refiled",
        "not_applicable",
    ),
    (
        "jining",
        "2025-07-16",
        "quality",
        {"last_quality_evaluation_on": dt.date(2024, 7, 10)},
        "jining-12-yearly",
        "not_applicable",
    ),
    (
        "jining",
        "2026-03-10",
        "quality",
        {"last_quality_evaluation_on": dt.date(2025, 2, 3)},
        "jining-12-yearly",
        "noncompliant",
    ),
]


@pytest.mark.parametrize(("place", "on", "topic", "facts", "rule", "verdict"), BY_HAND)
def test_the_naive_interpreter_reads_the_articles_as_the_page_of_findings_does(
    place: str, on: str, topic: str, facts: dict[str, Any], rule: str, verdict: str
) -> None:
    law = Law(place, dt.date.fromisoformat(on))
    base = {**in_order(law, topic), **facts}
    # What is in order by itself must not contradict what is told here.
    asked = {
        name for one in naive.rules(law, topic) if one.id == rule for part in one.conditions for name in _facts(part)
    }
    known = told({name: value for name, value in base.items() if name not in asked or name in facts})
    assert naive.answer(law, topic, known).findings[rule].verdict == verdict


def _facts(condition: Condition) -> list[str]:
    return [name for leaf in packs.leaves(condition) for name in leaf.about]


def test_scope_asks_only_for_what_can_matter() -> None:
    law = Law("qingdao", laws.ON)
    base = in_order(law, "scope")
    del base["activity"]
    assert naive.answer(law, "scope", base).assessment.verdict == "compliant"
