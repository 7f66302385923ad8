"""What a caller gets wrong is told in one family: a code, what it is about, what is near, Chinese and English."""

from __future__ import annotations

import ast
import datetime as dt
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules import errors, schemas
from opendata_rules.catalogue import errors as catalogue_errors
from tests import laws
from tests.hostile_text import ACTING, LONG, RARE

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "opendata_rules"
CALENDAR = odr.calendar()
ON = laws.ON
FAMILY = {
    kind
    for module in (errors, catalogue_errors)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, odr.Error)
}
Ask = Callable[[odr.Law, Any], object]

#: Arguments and facts that are texts, and what wrong ones are: every entry takes any text.
TEXTS: dict[str, tuple[type[odr.Error], str | None, Ask]] = {
    "fact": (odr.UnknownFact, "facts", lambda law, text: law.classify({text: True})),
    "value": (odr.BadFact, "facts", lambda law, text: law.classify({"third_party_response": text})),
    "bool": (odr.BadFact, "facts", lambda law, text: law.classify({"state_secret": text})),
    "list": (odr.BadFact, "facts", lambda law, text: law.check("list", {"approving_authorities": [text]})),
    "date": (odr.BadFact, "facts", lambda law, text: law.check("objection", {"objection_received_on": text})),
    "topic": (odr.UnknownTopic, "topic", lambda law, text: law.check(text, {})),
    "facts of": (odr.UnknownTopic, "topic", lambda law, text: law.facts(text)),
    "scheme": (odr.UnknownTopic, "scheme", lambda law, text: law.classify({}, scheme=text)),
    "declared": (odr.BadFact, "declared", lambda law, text: law.classify({}, declared=text)),
    "unlisted": (odr.BadFact, "unlisted", lambda law, text: law.classify({}, unlisted=text)),
    "before": (odr.BadFact, "before", lambda law, text: law.check_change(text, "open", {})),
    "after": (odr.BadFact, "after", lambda law, text: law.check_change("open", text, {})),
    "step": (odr.UnknownProcedure, "step", lambda law, text: law.deadline(text, trigger=ON)),
    "step of": (
        odr.UnknownProcedure,
        "step",
        lambda law, text: law.deadline(f"unopened_request.{text}", trigger=ON),
    ),
    "procedure": (odr.UnknownProcedure, "procedure", lambda law, text: law.schedule(text, trigger=ON)),
    "events": (odr.UnknownProcedure, "procedure", lambda law, text: law.events(text)),
    "actual": (
        odr.UnknownProcedure,
        "actual",
        lambda law, text: law.schedule("objection", trigger=ON, actual={text: ON}),
    ),
    "receipt": (
        odr.BadFact,
        "receipt",
        lambda law, text: law.deadline("objection.feedback", trigger=ON, receipt=text),
    ),
    "lang": (odr.BadArgument, "lang", lambda law, text: law.classify({}).explain(text)),
    "compared": (odr.UnknownTopic, "topic", lambda law, text: odr.compare(law, law, topic=text)),
    "target": (odr.BadFact, "target", lambda law, text: law.classify({}).paths_to(text)),
    "asked": (odr.UnknownTopic, "scheme", lambda law, text: odr.Interview(law, text)),
    "asked on": (odr.UnknownTopic, "topic", lambda law, text: odr.Interview(law, topic=text)),
    "change": (odr.BadArgument, "change", lambda law, text: odr.Interview(law, change=text)),
    "stated": (odr.BadFact, "facts", lambda law, text: odr.Interview(law).state("state_secret", text)),
    "schema": (odr.BadArgument, "name", lambda law, text: schemas.schema(text)),
    "catalogue": (catalogue_errors.NotACatalogue, "path", lambda law, text: law.check_catalogue(text)),
}


@pytest.fixture
def law(library: odr.Library) -> odr.Law:
    return library.law("泰安", on=ON)


def refused(call: Callable[[], object]) -> odr.Error:
    with pytest.raises(odr.Error) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("text", [*ACTING, LONG], ids=lambda text: ascii(text)[:20])
@pytest.mark.parametrize("name", TEXTS)
def test_text_of_callers_is_told_escaped_and_cut(law: odr.Law, name: str, text: str) -> None:
    kind, argument, ask = TEXTS[name]
    error = refused(lambda: ask(law, text))
    assert (type(error), error.argument) == (kind, argument)
    for told in (str(error), error.english):
        assert told
        assert RARE.sub("", told).isprintable()
        assert len(told) < 2000
    assert error.nearest == ()
    written = json.dumps(error.to_dict(), ensure_ascii=False).encode()
    assert json.loads(written)["code"] == kind.code


@pytest.mark.parametrize(
    ("name", "wrong", "near"),
    [
        ("declared", "close", ("closed",)),
        ("declared", "shut", ()),
        ("declared", "不于开放", ("不予开放",)),
        ("before", "opened", ("open",)),
        ("target", "anything", ()),
        ("unlisted", "fals", ("false",)),
        ("unlisted", "x", ()),
        ("receipt", "next_workingday", ("next_working_day",)),
        ("receipt", "later", ()),
        ("scheme", "openning", ("opening",)),
        ("compared", "clasification", ("classification",)),
        ("compared", "x", ()),
        ("topic", "delistng", ("delisting",)),
        ("topic", "x", ()),
        ("procedure", "objektion", ("objection",)),
        ("step of", "opning", ("unopened_request.opening",)),
        ("step of", "x", ()),
        ("actual", "feedbak", ("feedback",)),
        ("schema", "decison", ("decision",)),
    ],
)
def test_what_is_near_is_named_and_nothing_else(law: odr.Law, name: str, wrong: str, near: tuple[str, ...]) -> None:
    error = refused(lambda: TEXTS[name][2](law, wrong))
    assert error.nearest[: len(near)] == near
    assert bool(error.nearest) is bool(near)


#: Two bad facts, and calls with arguments that are told as such; and what each problem is of and about.
BAD_FACTS: dict[str, object] = {"state_secret": "perhaps", "nothing": True}
TOLD_OF_FACTS = [(odr.BadFact, "state_secret", "facts"), (odr.UnknownFact, "nothing", "facts")]


def told_as_fact(*names: str) -> list[tuple[type[odr.Error], str | None, str]]:
    return [(odr.BadFact, None, name) for name in names]


TOGETHER: dict[str, tuple[Callable[[odr.Law], object], list[tuple[type[odr.Error], str | None, str]]]] = {
    "declared": (
        lambda law: law.classify(BAD_FACTS, declared="shut"),  # type: ignore[arg-type]
        TOLD_OF_FACTS + told_as_fact("declared"),
    ),
    "all": (
        lambda law: law.classify(BAD_FACTS, declared="shut", unlisted="x"),  # type: ignore[arg-type]
        told_as_fact("unlisted") + TOLD_OF_FACTS + told_as_fact("declared"),
    ),
    "no fact": (
        lambda law: law.classify({}, declared="shut", unlisted="x", scheme="sharing"),  # type: ignore[arg-type]
        told_as_fact("unlisted", "declared"),
    ),
    "change": (
        lambda law: law.check_change("shut", "ajar", BAD_FACTS),  # type: ignore[arg-type]
        told_as_fact("before", "after") + TOLD_OF_FACTS,
    ),
    "after": (
        lambda law: law.check_change("closed", "ajar", BAD_FACTS),  # type: ignore[arg-type]
        told_as_fact("after") + TOLD_OF_FACTS,
    ),
    "deadline": (
        lambda law: law.deadline("objection.feedback", trigger=ON, facts=BAD_FACTS, receipt="x"),  # type: ignore[arg-type]
        TOLD_OF_FACTS + told_as_fact("receipt"),
    ),
    "schedule": (
        lambda law: law.schedule("objection", trigger=ON, facts=BAD_FACTS, receipt="x"),  # type: ignore[arg-type]
        TOLD_OF_FACTS + told_as_fact("receipt"),
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_all_that_is_wrong_with_a_call_is_told_at_once(law: odr.Law, name: str) -> None:
    call, expected = TOGETHER[name]
    error = refused(lambda: call(law))
    assert [(type(one), one.fact, one.argument) for one in error.problems] == expected
    assert type(error) is expected[0][0]
    assert (error.fact, error.argument) == expected[0][1:]
    for one in error.problems:
        assert str(one) in str(error)
        assert one.english in error.english
    assert len(error.to_dict()["problems"]) == len(expected)  # type: ignore[arg-type]


def test_facts_that_are_none_are_told_before_a_bad_attribute(law: odr.Law) -> None:
    with pytest.raises(TypeError, match="facts"):
        law.classify([], declared="shut")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="facts"):
        law.check_change("shut", "open", [])  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["x", None, 5, [], {}], ids=repr)
def test_wrong_types_are_told_as_wrong_types(law: odr.Law, wrong: Any) -> None:
    calls: dict[str, Callable[[], object]] = {
        "a Law": lambda: odr.analyse(wrong),
        "b must be a Law": lambda: odr.compare(law, wrong),
        "law must be a Law": lambda: odr.Interview(wrong),
    }
    if not isinstance(wrong, dict):
        calls["facts must be a mapping"] = lambda: law.classify(wrong)
        calls["facts must be a mapping, not"] = lambda: law.check_change("open", "closed", wrong)
    if not isinstance(wrong, dict) and wrong is not None:
        calls["actual must be a mapping"] = lambda: law.schedule("objection", trigger=ON, actual=wrong)
    if wrong != []:
        calls["duties must be Duty"] = lambda: odr.to_ics(wrong)
    if type(wrong) is not int:
        calls["year must be an integer"] = lambda: law.duties(wrong)
        calls["n must be an integer"] = lambda: CALENDAR.add(ON, wrong)
    if not isinstance(wrong, str):
        calls["name must be text"] = lambda: schemas.schema(wrong)
        calls["path must be a path"] = lambda: law.check_catalogue(wrong)
    for words, call in calls.items():
        with pytest.raises(TypeError, match=words):
            call()


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("n", lambda law: CALENDAR.add(ON, -1)),
        ("n", lambda law: CALENDAR.bounds(ON, -1)),
        ("b", lambda law: CALENDAR.count(ON, ON - dt.timedelta(days=1))),
        ("until", lambda law: odr.calendar(until=1999)),
        ("until", lambda law: odr.calendar(until=10**5000)),
        ("year", lambda law: law.duties(0)),
        ("year", lambda law: law.duties(10**5000)),
        ("lang", lambda law: law.deadline("objection.feedback", trigger=ON).explain("fr")),
        ("lang", lambda law: law.check("list", {}).explain("fr")),
        ("transcript", lambda law: odr.Interview.from_transcript(odr.load(), {})),
        ("value", lambda law: _settled(law).answer("是")),
    ],
)
def test_values_outside_what_an_argument_may_be(law: odr.Law, argument: str, call: Callable[[odr.Law], object]) -> None:
    error = refused(lambda: call(law))
    assert isinstance(error, odr.BadArgument)
    assert (error.argument, error.fact, error.nearest) == (argument, None, ())
    assert error.english


def _settled(law: odr.Law) -> odr.Interview:
    interview = odr.Interview(law)
    interview.state("state_secret", True)
    while interview.question is not None:
        interview.answer(None)
    return interview


# -- all at once ------------------------------------------------------------------------------------------------------

BAD = {"nope": True, "state_secret": 1, "涉及个人隐思": "是", "third_party_response": "agreed", "trade_secret": None}


@pytest.mark.parametrize(
    "ask",
    [
        lambda law, facts: law.classify(facts),
        lambda law, facts: law.classify(facts, unlisted="false"),
        lambda law, facts: law.check_change("open", "closed", facts),
        lambda law, facts: law.check("list", facts),
        lambda law, facts: law.deadline("objection.feedback", trigger=ON, facts=facts),
        lambda law, facts: law.schedule("objection", trigger=ON, facts=facts),
    ],
)
def test_all_bad_facts_of_a_call_are_told_at_once(law: odr.Law, ask: Ask) -> None:
    error = refused(lambda: ask(law, {**BAD, "国家秘密": False, "personal_privacy": True, "涉及个人隐私": False}))
    assert type(error) is odr.UnknownFact
    assert [type(problem) for problem in error.problems] == [
        odr.UnknownFact,
        odr.BadFact,
        odr.UnknownFact,
        odr.BadFact,
        odr.BadFact,
    ]
    facts = [problem.fact for problem in error.problems]
    assert facts == ["nope", "state_secret", "涉及个人隐思", "third_party_response", "personal_privacy"]
    assert "共 5 处有误" in str(error)
    assert all(str(problem) in str(error) and problem.english in error.english for problem in error.problems)
    assert [problem["fact"] for problem in error.to_dict()["problems"]] == facts
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.to_dict()) == (str(error), error.to_dict())


def test_one_problem_is_the_error_itself(law: odr.Law) -> None:
    error = refused(lambda: law.classify({"nope": True}))
    assert error.problems == (error,)
    assert "problems" not in error.to_dict()


def test_thousands_of_problems_are_told_in_few_words(law: odr.Law) -> None:
    error = refused(lambda: law.classify({f"nope{number}": LONG for number in range(3000)}))
    assert "共 3000 处有误" in str(error)
    wrong = refused(lambda: law.classify(dict.fromkeys((f"state_secret{number}" for number in range(3000)), True)))
    assert wrong.problems[0].nearest[0] == "state_secret"
    # Finding them for all would take seconds.
    assert wrong.problems[-1].nearest == ()
    assert len(str(error)) < 3000
    assert len(error.problems) == 3000


# -- numbers and texts ------------------------------------------------------------------------------------------------


def test_numbers_are_those_of_python_everywhere(law: odr.Law) -> None:
    numpy = pytest.importorskip("numpy")
    for number in (numpy.int64(3), numpy.bool_(True), True, 3.0):
        assert refused(lambda: law.check("delisting", {"notice_working_days": number})).fact == "notice_working_days"  # noqa: B023
        for call in (
            lambda: CALENDAR.add(ON, number),  # noqa: B023
            lambda: CALENDAR.bounds(ON, number),  # noqa: B023
            lambda: law.duties(number),  # noqa: B023
            lambda: odr.calendar(until=number),  # noqa: B023
        ):
            with pytest.raises(TypeError):
                call()
    assert refused(lambda: law.classify({"state_secret": numpy.bool_(True)})).fact == "state_secret"


@pytest.mark.parametrize("number", [10**15, 10**5000], ids=["16 digits", "5001 digits"])
def test_a_number_that_nobody_can_write_is_no_fact(law: odr.Law, number: int) -> None:
    error = refused(lambda: law.check("delisting", {"notice_working_days": number}))
    assert type(error) is odr.BadFact
    assert len(str(error)) < 300
    greatest = law.check("delisting", {"notice_working_days": 10**15 - 1})
    assert json.dumps([greatest.to_dict(), greatest.explain()])


def test_half_a_character_is_no_text(law: odr.Law) -> None:
    error = refused(lambda: law.check("list", {"closure_reason": "甲\ud800"}))
    assert (type(error), error.fact) == (odr.BadFact, "closure_reason")
    whole = law.check("list", {"closure_reason": "甲\x1b]0;x\x07\u202e\x00\n乙"})
    assert json.dumps(whole.to_dict(), ensure_ascii=False).encode()
    assert RARE.sub("", whole.explain()).replace("\n", "").isprintable()


# -- the family -------------------------------------------------------------------------------------------------------


def test_every_error_is_raised_with_english() -> None:
    names = {kind.__name__ for kind in FAMILY}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                assert any(word.arg == "english" for word in node.keywords), f"{path.name}:{node.lineno}"


def test_the_guide_lists_every_error() -> None:
    guide = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    for kind in FAMILY:
        assert f"| `{kind.__name__}` | `{kind.code}` |" in guide


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("path", lambda law: odr.load("no such folder")),
        ("path", lambda law: odr.load("a" * 5000)),
        ("path", lambda law: law.check_catalogue("no such file")),
        ("profile", lambda law: law.check_catalogue(ROOT / "examples/taian_catalogue.csv", profile=ROOT / "README.md")),
        ("store", lambda law: odr.monitor(law, "no such folder/cases.db")),
        ("store", lambda law: odr.monitor(law, "/dev/null/cases.db")),
    ],
)
def test_files_and_folders_are_arguments_too(argument: str, call: Callable[[odr.Law], object]) -> None:
    with pytest.raises(odr.Error) as caught:
        call(laws.library().law("jining", on=dt.date(2026, 3, 10)))
    assert caught.value.argument == argument
    assert caught.value.to_dict()["argument"] == argument
    assert pickle.loads(pickle.dumps(caught.value)).argument == argument


def test_a_pack_that_is_not_there_has_near_ones() -> None:
    with pytest.raises(odr.BadPack) as caught:
        laws.library().pack("taian-open-data-measures-2024")
    assert caught.value.nearest[0] == "taian-open-data-measures-2025"
    with pytest.raises(odr.BadPack) as caught:
        laws.library().pack("zz")
    assert caught.value.nearest == ()


@pytest.mark.parametrize("written", ["２０２６-０３-０１", "2026-3-1", "20260301", "2026-03-01T00:00", "٢٠٢٦-٠٣-٠١"])
def test_a_day_that_is_otherwise_written_is_not_told_as_one_that_does_not_exist(written: str) -> None:
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    with pytest.raises(odr.BadFact, match="写成 2026-03-10 这样"):
        law.check("update", {"last_updated_on": written})
    with pytest.raises(odr.BadFact, match="不是存在的日期"):
        law.check("update", {"last_updated_on": "2025-02-29"})
