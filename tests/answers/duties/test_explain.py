"""What a person is told of duties where facts are unknown: what is asked, what is for a human, and why the whole is."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.answers.duties.computation import checker_of
from opendata_rules.vocabulary.terms import Compliance
from tests import laws


def test_what_asks_for_nothing_says_what_is_for_a_human() -> None:
    found = laws.law("shandong").check("application", {"request_type": "unopened_demand"})
    assert found.verdict == "undetermined"
    assert "此时由人判断：“已回应开放需求”为否" in found.explain()
    assert "for a human where demand_answered = false" in found.explain("en")
    assert "“已回应开放需求”为是或者“已回应开放需求”为否" not in found.explain()


def test_what_asks_for_something_still_says_so() -> None:
    found = laws.law("taian").check("objection", {})
    assert "须：" in found.explain()
    assert "must: " in found.explain("en")


@pytest.mark.parametrize("place", laws.OPENING_PLACES)
def test_no_requirement_is_told_that_is_always_so(place: str) -> None:
    law = laws.law(place)
    for topic in law.vocabulary.topics.values():
        if topic.id in ("classification", "sharing_classification", "attribute_change", "deadline"):
            continue
        rules = {rule.id: rule for rule in checker_of(law, topic.id).rules}
        found = law.check(topic.id, {})
        for finding in found.findings:
            rule = rules[finding.id]
            if not checker_of(law, topic.id).compiled.demanding(rule):
                assert rule.doubt is not None, "what asks for nothing is for a human"


def test_a_whole_that_no_requirement_decides_by_itself_says_that_one_of_them_does() -> None:
    facts = {"archived": True, "last_updated_on": dt.date(2026, 3, 7), "generation_frequency": "real_time"}
    found = laws.law("taian").check("update", facts)
    assert found.verdict is Compliance.HUMAN_REVIEW
    assert all(one.verdict is not Compliance.HUMAN_REVIEW for one in found.findings)
    assert "未定的各条中至少有一条“须人工判断”，是哪一条还不知道" in found.explain()
    assert "at least one of those undetermined is human_review; which one is not known" in found.explain("en")
    known = laws.law("taian").check("update", {**facts, "update_frequency": "daily"})
    assert "至少有一条" not in known.explain()
