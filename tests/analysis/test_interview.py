"""The interview: few questions, any answer, left and taken up again, replayed."""

from __future__ import annotations

import datetime as dt
import functools
import json
import random

import pytest

import opendata_rules as odr
from opendata_rules.answers.bounded import LIMIT
from opendata_rules.answers.classification import compiled as engine
from opendata_rules.answers.classification.compiled import Compiled
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.logic.budget import Budget
from opendata_rules.logic.cubes import agree
from tests import laws


def test_answers_settle_the_dataset_and_the_transcript_replays_it() -> None:
    for place in ("taian", "tengzhou", "qingdao", "jining"):
        rng = random.Random(place)
        for _ in range(40):
            interview = odr.Interview(laws.law(place))
            while (question := interview.question) is not None:
                interview.answer(rng.choice([None, *laws.domains(place, "opening")[question.fact]]))
            again = odr.Interview.from_transcript(laws.library(), json.loads(json.dumps(interview.transcript())))
            assert again.decision == interview.decision
            assert again.answers == interview.answers
            if all(answer.value is not None for answer in interview.answers):
                assert not interview.decision.questions


def test_words_are_answers_and_not_knowing_is_one() -> None:
    interview = odr.Interview(laws.law("taian"))
    first = interview.question
    assert first is not None
    interview.answer("不知道")
    assert interview.facts == {}
    assert interview.question != first
    interview.answer("否")
    assert list(interview.facts.values()) == [False]
    interview.state("第三方意见", "同意")
    assert interview.facts["third_party_response"] == "consented"
    assert interview.back() is not None
    assert "third_party_response" not in interview.facts


def test_a_wrong_answer_changes_nothing() -> None:
    interview = odr.Interview(laws.law("taian"))
    with pytest.raises(odr.BadFact):
        interview.answer("也许")
    assert interview.answers == ()


@pytest.mark.parametrize("change", [{"kind": "other"}, {"version": 2}, {"answers": 3}, {"place": None}, {"on": 5}])
def test_what_is_no_transcript_is_refused(change: dict[str, object]) -> None:
    transcript = odr.Interview(laws.law("taian", dt.date(2026, 1, 5))).transcript()
    with pytest.raises(odr.Error):
        odr.Interview.from_transcript(laws.library(), {**transcript, **change})


def greedy(compiled: Compiled, listed: tuple[str, ...]) -> tuple[float, int]:
    """Answers needed with the order of ``decision.questions``: on average over equally likely values, and at worst."""

    @functools.cache
    def needed(known: int) -> tuple[float, int]:
        asked = engine.questions(compiled, known, listed, Budget(LIMIT))
        if not asked:
            return 0.0, 0
        field = compiled.layout.fields[asked[0]]
        after = [known | 1 << (field.shift + index) for index in range(len(field.values))]
        results = [needed(answered) for answered in after if agree(compiled.consistent, answered)]
        return 1 + sum(mean for mean, _ in results) / len(results), 1 + max(worst for _, worst in results)

    return needed(0)


def best(compiled: Compiled) -> tuple[float, int]:
    """The fewest answers any order needs: on average, and at worst among the orders with that average."""
    fields = tuple(compiled.layout.fields.values())

    def absorbed(cubes: list[int]) -> tuple[int, ...]:
        kept: list[int] = []
        for cube in sorted(set(cubes), key=lambda c: (c.bit_count(), c)):
            if not any(wider & cube == wider for wider in kept):
                kept.append(cube)
        return tuple(kept)

    @functools.cache
    def needed(groups: tuple[tuple[int, ...], ...]) -> tuple[float, int]:
        if sum(map(bool, groups)) <= 1:
            return 0.0, 0
        used = functools.reduce(int.__or__, (cube for group in groups for cube in group), 0)
        found = []
        for field in fields:
            if not used & field.mask:
                continue
            results = []
            for index in range(len(field.values)):
                bit = 1 << (field.shift + index)
                left = tuple(absorbed([c & ~field.mask for c in group if not c & bit]) for group in groups)
                if any(left):
                    results.append(needed(left))
            found.append((1 + sum(m for m, _ in results) / len(results), 1 + max(w for _, w in results)))
        return min(found)

    return needed(tuple(absorbed(list(cubes)) for cubes in compiled.outcomes.values()))


@pytest.mark.parametrize("place", ["qingdao", "shandong"])
def test_the_order_of_questions_is_the_best_there_is(place: str) -> None:
    classifier = classifier_of(laws.law(place), odr.Scheme.OPENING)
    assert greedy(classifier.compiled, classifier.listed) == pytest.approx(best(classifier.compiled))


def test_the_order_of_questions_is_all_but_the_best_in_tengzhou() -> None:
    classifier = classifier_of(laws.law("tengzhou"), odr.Scheme.OPENING)
    (mean, worst), (least, _) = greedy(classifier.compiled, classifier.listed), best(classifier.compiled)
    assert least < mean < 1.01 * least
    assert worst <= 13


# -- duties and changes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["下架", "objection", "channel", "适用范围"])
def test_duties_are_asked_about_until_the_verdict_stands(topic: str) -> None:
    law = laws.law("jining")
    rng = random.Random(topic)
    for _ in range(15):
        interview = odr.Interview(law, topic=topic)
        while (question := interview.question) is not None:
            fact = law.vocabulary.facts[question.fact]
            match str(fact.type):
                case "bool":
                    interview.answer(rng.choice(["是", "否"]))
                case "date":
                    interview.answer((law.on - dt.timedelta(days=rng.randrange(60))).isoformat())
                case "int":
                    interview.answer(str(rng.randrange(20)))
                case "list":
                    interview.answer([value for value, _ in fact.values if rng.random() < 0.5])
                case _:
                    interview.answer(rng.choice(fact.values)[1])
        assert interview.result.verdict != "undetermined"
        assert interview.result == law.check(topic, interview.facts)
        again = odr.Interview.from_transcript(laws.library(), json.loads(json.dumps(interview.transcript())))
        assert again.result == interview.result
        assert again.answers == interview.answers


def test_a_change_is_asked_about_too() -> None:
    law = laws.law("taian")
    interview = odr.Interview(law, change=("不予开放", "open"))
    first = interview.question
    assert first is not None
    assert first == law.check_change("closed", "open", {}).questions[0]
    interview.state("国家秘密", "是")
    again = odr.Interview.from_transcript(laws.library(), json.loads(json.dumps(interview.transcript())))
    assert again.change == ("closed", "open")
    assert again.result == interview.result == law.check_change("closed", "open", {"state_secret": True})


def test_one_matter_at_a_time() -> None:
    with pytest.raises(odr.BadArgument):
        odr.Interview(laws.law("taian"), topic="下架", change=("open", "closed"))
    with pytest.raises(odr.UnknownTopic):
        odr.Interview(laws.law("taian"), topic="classification")
