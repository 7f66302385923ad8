"""Every question has an article behind it, and the article is one that asks for the fact."""

from __future__ import annotations

import random
from typing import Any

import pytest

from opendata_rules.analysis.asking import Asking, provisions_asking
from opendata_rules.answers.classification.computation import classifier_behind
from opendata_rules.logic.conditions import facts_of
from opendata_rules.vocabulary.facts import Fact, FactType
from tests.laws import ON, library

PLACES = sorted(library().jurisdictions)


def some(facts: tuple[Fact, ...], share: float, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact in facts:
        if chance.random() < share:
            if fact.type is FactType.BOOL:
                found[fact.id] = chance.random() < 0.3
            elif fact.type is FactType.ENUM:
                found[fact.id] = chance.choice(fact.values)[0]
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_question_of_a_classification_names_an_open_provision(place: str) -> None:
    law, chance = library().law(place, on=ON), random.Random(7)
    for scheme, topic in (("opening", "classification"), ("sharing", "sharing_classification")):
        for share in (0, 0, 0.2, 0.4, 0.6):
            decision = law.classify(some(law.facts(topic), share, chance), scheme=scheme)  # type: ignore[arg-type]
            rules = classifier_behind(decision).rules
            asking = {
                Asking(rule.citation, rule.gist, rule.english): set(facts_of(rule.condition))
                for rule in (() if rules is None else (*rules.grounds, *rules.reviews, *rules.holds))
            }
            holding = {(ground.citation, ground.gist) for ground in decision.grounds}
            for question in decision.questions:
                found = provisions_asking(decision, question.fact)
                assert found, question.fact
                assert all(question.fact in asking[one] for one in found)
                assert not {(one.citation, one.gist) for one in found} & holding, "what holds hangs on nothing"


@pytest.mark.parametrize("place", ["taian", "qingdao"])
def test_every_question_on_duties_and_changes_names_a_provision(place: str) -> None:
    law, chance = library().law(place, on=ON), random.Random(7)
    for topic in law.vocabulary.topics.values():
        if not topic.has_duties:
            continue
        assessment = law.check(topic.id, some(law.facts(topic.id), 0.2, chance))
        for question in assessment.questions:
            found = provisions_asking(assessment, question.fact)
            assert found
            assert {one.citation for one in found} <= {finding.citation for finding in assessment.findings}
    for before in ("closed", "conditional", "open"):
        for after in ("closed", "conditional", "open"):
            verdict = law.check_change(before, after, some(law.facts("attribute_change"), 0.2, chance))  # type: ignore[arg-type]
            assert all(provisions_asking(verdict, question.fact) for question in verdict.questions)


def test_a_known_fact_is_asked_for_by_what_names_it() -> None:
    law = library().law("taian", on=ON)
    decision = law.classify({"state_secret": True})
    assert [one.citation.ref for one in provisions_asking(decision, "state_secret")] == ["12(二)"]
