"""Schemas of questions take what the calls take: facts by id and by label, values by id and by Chinese term."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.schemas.requests import DAY, QuestionName
from opendata_rules.vocabulary.facts import vocabulary

from ..laws import law

PLACES = ("shandong", "jinan", "qingdao", "zaozhuang", "jining", "taian", "tengzhou")
ON = "2026-03-10"
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@functools.cache
def validator(question: QuestionName, place: str, name: str | None, every: bool = False) -> Draft202012Validator:
    found = schemas.request(question, law(place), name, every_fact=every)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


QUESTIONS: tuple[tuple[QuestionName, str | None, dict[str, Any]], ...] = (
    ("classify", None, {}),
    ("change", None, {"before": "有条件开放", "after": "open"}),
    ("check", "access", {}),
    ("check", "下架", {}),
    ("deadline", "unopened_request.assessment", {"trigger": ON}),
    ("deadline", "objection.feedback", {"trigger": ON, "receipt": "下一个工作日"}),
    ("schedule", "unopened_request", {"trigger": ON, "actual": {"form_review": "2026-03-12"}, "as_of": None}),
    ("schedule", "异议处理", {"trigger": ON}),
)


def asked(question: QuestionName, place: str, name: str | None, body: dict[str, Any]) -> object:
    """The call that a request stands for."""
    given = dict(body)
    on, facts = dt.date.fromisoformat(given.pop("on")), given.pop("facts", {})
    options = {key: given.pop(key) for key in ("drafts", "strict") if key in given}
    of = law(place, on, **options)
    for key in {"trigger", "as_of"} & given.keys():
        given[key] = given[key] and dt.date.fromisoformat(given[key])
    match question:
        case "classify":
            return of.classify(facts, **given)
        case "change":
            return of.check_change(given["before"], given["after"], facts)
        case "check":
            return of.check(name or "", facts)
        case "deadline":
            return of.deadline(name or "", facts=facts, **given)
        case _:
            days = {key: dt.date.fromisoformat(day) for key, day in (given.pop("actual", None) or {}).items()}
            return of.schedule(name or "", facts=facts, actual=days, on=given.pop("as_of", None), **given)


#: Whatever JSON may hold where a value should be, the right ones among it.
WORDS = sorted({word for fact in vocabulary().facts.values() for pair in fact.values for word in pair})
DAYS = ["2026-02-28", "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2026-04-31", "2026-3-1", "20260301"]
DAYS += ["0000-01-01", "0001-01-01", "9999-12-31", "2026-01-01\n", "２０２６-01-01"]
ATOMS = st.sampled_from([None, True, False, 0, 1, 17, -1, 1.5, "", "是", "true", *DAYS]) | st.sampled_from(WORDS)
VALUES = ATOMS | st.lists(st.sampled_from(WORDS), max_size=3) | st.lists(ATOMS, max_size=2)
NAMES = st.sampled_from(sorted({word for fact in vocabulary().facts.values() for word in (fact.id, fact.label)}))


def right_values(fact: odr.Fact) -> st.SearchStrategy[Any]:
    words = [word for pair in fact.values for word in pair]
    return (
        st.none()
        | {
            odr.FactType.BOOL: st.booleans(),
            odr.FactType.ENUM: st.sampled_from(words or [""]),
            odr.FactType.LIST: st.lists(st.sampled_from(words or [""]), max_size=3),
            odr.FactType.DATE: st.dates().map(str),
            odr.FactType.INT: st.integers(0, 10**9),
            odr.FactType.TEXT: st.text(max_size=5),
        }[fact.type]
    )


@st.composite
def facts(draw: st.DrawFn, known: list[odr.Fact]) -> dict[str, Any]:
    """Facts, each once, by id or label: most with a right value, some of other questions, some that are none."""
    found: dict[str, Any] = {}
    for fact in draw(st.lists(st.sampled_from(known), max_size=6, unique=True)) if known else ():
        name = draw(st.sampled_from([fact.id, fact.label]))
        found[name] = draw(st.one_of(right_values(fact), right_values(fact), VALUES))
    if draw(st.integers(0, 3)) == 0:
        taken = {vocabulary().fact(name).id for name in found}
        name = draw(NAMES | st.sampled_from(["no_such_fact", "没有这样的事实"]))
        if not (name in (*vocabulary().facts,) or name in found) or vocabulary().fact(name).id not in taken:
            found.setdefault(name, draw(VALUES))
    return found


def is_taken(question: QuestionName, place: str, name: str | None, body: dict[str, Any]) -> bool:
    try:
        asked(question, place, name, body)
    except odr.Error:
        return False
    return True


@RELAXED
@given(st.sampled_from(PLACES), st.sampled_from(QUESTIONS), st.data())
def test_the_schema_of_every_fact_takes_what_the_call_takes(place: str, asking: Any, data: st.DataObject) -> None:
    question, name, more = asking
    known = list(law(place).vocabulary.facts.values())
    body = {"on": ON, **more, "facts": data.draw(facts(known))}
    assert validator(question, place, name, True).is_valid(body) is is_taken(question, place, name, body)


@RELAXED
@given(st.sampled_from(PLACES), st.sampled_from(QUESTIONS), st.data())
def test_the_schema_of_the_facts_that_matter_takes_what_the_call_takes_of_them(
    place: str, asking: Any, data: st.DataObject
) -> None:
    question, name, more = asking
    schema: Any = validator(question, place, name).schema
    listed = schema["properties"]["facts"]["properties"]
    known = [fact for fact in law(place).vocabulary.facts.values() if fact.id in listed]
    body = {"on": ON, **more, "facts": data.draw(facts(known))}
    valid = validator(question, place, name).is_valid(body)
    assert valid is (is_taken(question, place, name, body) and body["facts"].keys() <= listed.keys())


@pytest.mark.parametrize("place", PLACES)
def test_the_facts_are_those_that_the_law_uses(place: str) -> None:
    of = law(place)
    for topic in of.vocabulary.topics.values():
        if topic.has_duties:
            found: Any = schemas.request("check", of, topic.label)
            names = [word for fact in of.facts(topic.id) for word in (fact.id, fact.label)]
            assert list(found["properties"]["facts"]["properties"]) == names
    found = schemas.request("change", of)
    assert {fact.id for fact in of.facts("attribute_change")} <= found["properties"]["facts"]["properties"].keys()


# -- everything but facts --------------------------------------------------------------------------------------------

BAD: tuple[tuple[QuestionName, str | None, dict[str, Any]], ...] = (
    ("classify", None, {"declared": "shut"}),
    ("classify", None, {"declared": "不予共享"}),
    ("classify", None, {"declared": "不予开放", "scheme": "共享"}),
    ("classify", None, {"scheme": "both"}),
    ("classify", None, {"unlisted": "true"}),
    ("change", None, {"before": "不予共享", "after": "open"}),
    ("deadline", "objection.feedback", {"trigger": ON, "receipt": "later"}),
    ("schedule", "unopened_request", {"trigger": ON, "actual": {"feedbak": "2026-04-01"}}),
)
GOOD: tuple[tuple[QuestionName, str | None, dict[str, Any]], ...] = (
    ("classify", None, {"declared": None, "scheme": "opening", "unlisted": "否"}),
    ("classify", None, {"declared": "无条件共享", "scheme": "共享属性", "unlisted": "未知", "drafts": True}),
    ("classify", None, {"declared": "closed", "scheme": "sharing"}),
    ("change", None, {"before": "不予开放", "after": "conditional", "strict": True}),
    ("deadline", "objection.feedback", {"trigger": ON, "receipt": "当日"}),
    (
        "schedule",
        "unopened_request",
        {"trigger": ON, "actual": {"形式审核": ON, "feedback": ON}, "as_of": ON},
    ),
)


@pytest.mark.parametrize(("question", "name", "more"), BAD + GOOD)
def test_other_words_are_refused_by_both(question: QuestionName, name: str | None, more: dict[str, Any]) -> None:
    body = {"on": ON, "facts": {}, **more}
    right = (question, name, more) in GOOD
    assert validator(question, "jining", name).is_valid(body) is right
    assert is_taken(question, "jining", name, body) is right


@pytest.mark.parametrize(("question", "name", "more"), QUESTIONS)
def test_no_other_key_and_none_missing(question: QuestionName, name: str | None, more: dict[str, Any]) -> None:
    body = {"on": ON, "facts": {}, **more}
    check = validator(question, "jining", name)
    assert check.is_valid(body)
    assert not check.is_valid({**body, "fact": {}})
    for key in ("on", *({"before", "after", "trigger"} & more.keys())):
        assert not check.is_valid({other: value for other, value in body.items() if other != key})


def test_days_are_those_that_exist() -> None:
    check = Draft202012Validator(DAY)
    for year in (1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999):
        for month in range(14):
            for day in range(33):
                text = f"{year:04}-{month:02}-{day:02}"
                try:
                    dt.date.fromisoformat(text)
                    exists = True
                except ValueError:
                    exists = False
                assert check.is_valid(text) is exists, text
    assert not any(check.is_valid(text) for text in ("0000-02-29", "2024-02-29\n", "0000-01-01", "2024-2-9"))


def test_a_request_is_named_like_a_class_whatever_it_was_asked_by() -> None:
    assert schemas.request("check", law("taian"), "下架")["title"] == "TaianCheckDelisting"
    assert schemas.request("classify", law("taian"))["title"] == "TaianClassify"
    step = schemas.request("deadline", law("jining"), "objection.feedback")
    assert step["title"] == "JiningDeadlineObjectionFeedback"
    assert "$ref" not in str(step)


def test_what_cannot_be_asked_is_told() -> None:
    with pytest.raises(odr.BadArgument, match="clasify") as caught:
        schemas.request("clasify", law("taian"))  # type: ignore[arg-type]
    assert caught.value.nearest == ("classify",)
    assert caught.value.english
    for question, name in (("check", None), ("classify", "access")):
        with pytest.raises(odr.BadArgument) as caught:
            schemas.request(question, law("taian"), name)  # type: ignore[arg-type]
        assert caught.value.argument == "name"
    with pytest.raises(odr.UnknownTopic):
        schemas.request("check", law("taian"), "classification")
    with pytest.raises(odr.UnknownProcedure):
        schemas.request("schedule", law("taian"), "nothing")


def test_a_request_is_a_new_dict_every_time() -> None:
    found: Any = schemas.request("deadline", law("taian"), "objection.feedback")
    found["properties"]["on"].clear()
    found["properties"]["trigger"].clear()
    assert validator("deadline", "taian", "objection.feedback").is_valid({"on": ON, "trigger": ON})
    assert not Draft202012Validator(DAY).is_valid(5)
