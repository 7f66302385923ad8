"""What callers get wrong: the right class of error, in Chinese, naming what is possible."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

import opendata_rules as odr
from tests import laws

D = dt.date
STEP = "conditional_access.form_review"
CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")


class OwnDate(dt.date):
    """A date that somebody made their own."""


@pytest.fixture
def law(library: odr.Library) -> odr.Law:
    return library.law("tengzhou", on=laws.ON)


def refused(error: type[Exception], call: Callable[[], object]) -> Exception:
    with pytest.raises(error) as caught:
        call()
    assert CHINESE.search(str(caught.value)), str(caught.value)
    assert len(str(caught.value)) < 2000
    return caught.value


NO_DATES = [
    dt.datetime(2026, 3, 2),
    dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
    OwnDate(2026, 3, 2),
    "2026-03-02",
    "20260302",
    20260302,
    1.5,
    None,
    True,
    b"2026-03-02",
    [],
]


@pytest.mark.parametrize("bad", NO_DATES, ids=repr)
def test_arguments_that_are_dates_take_plain_dates_only(law: odr.Law, bad: Any) -> None:
    refused(TypeError, lambda: law.deadline(STEP, trigger=bad))
    refused(TypeError, lambda: law.schedule("conditional_access", trigger=bad))
    refused(TypeError, lambda: law.schedule("conditional_access", trigger=D(2026, 3, 2), actual={"form_review": bad}))
    if bad is not None:
        refused(TypeError, lambda: law.schedule("conditional_access", trigger=D(2026, 3, 2), on=bad))


@pytest.mark.parametrize(
    "bad",
    [
        dt.datetime(2026, 3, 2),
        "2026/03/02",
        "20260302",
        "2026-3-2",
        "2026-02-30",
        "２０２６-０３-０２",
        "2026-03-02T00:00",
        20260302,
        True,
        1.0,
        "",
        ["2026-03-02"],
    ],
    ids=repr,
)
def test_date_facts_take_dates_and_iso_text_only(law: odr.Law, bad: Any) -> None:
    refused(odr.BadFact, lambda: law.check("objection", {"objection_received_on": bad}))
    refused(odr.BadFact, lambda: law.deadline(STEP, trigger=D(2026, 3, 2), facts={"extension_notified_on": bad}))


@pytest.mark.parametrize(
    ("fact", "bad"),
    [
        ("notice_working_days", -1),
        ("notice_working_days", True),
        ("notice_working_days", 1.0),
        ("notice_working_days", "10"),
        ("delisting_applied", 1),
        ("delisting_applied", "是"),
        ("delisting_applied", "true"),
        ("adjustment_reason", "whim"),
        ("adjustment_reason", 3),
        ("approving_authorities", "city_department"),
        ("approving_authorities", ["city"]),
        ("approving_authorities", [None]),
        ("approving_authorities", {"city_department": True}),
    ],
)
def test_facts_of_the_wrong_kind(law: odr.Law, fact: str, bad: Any) -> None:
    error = refused(odr.BadFact, lambda: law.check("delisting", {fact: bad}))
    assert fact in str(error)
    refused(odr.BadFact, lambda: law.schedule("delisting", trigger=D(2026, 3, 2), facts={fact: bad}))


@pytest.mark.parametrize("bad", [None, [], "delisting_applied", 3])
def test_facts_that_are_no_mapping(law: odr.Law, bad: Any) -> None:
    refused(TypeError, lambda: law.check("delisting", bad))
    if bad is not None:
        refused(TypeError, lambda: law.deadline(STEP, trigger=D(2026, 3, 2), facts=bad))
        refused(TypeError, lambda: law.schedule("delisting", trigger=D(2026, 3, 2), facts=bad))
        refused(TypeError, lambda: law.schedule("delisting", trigger=D(2026, 3, 2), actual=bad))


@pytest.mark.parametrize("bad", [None, 7, ["delisting"], b"delisting"])
def test_names_that_are_no_text(law: odr.Law, bad: Any) -> None:
    refused(TypeError, lambda: law.check(bad, {}))
    refused(TypeError, lambda: law.facts(bad))
    refused(TypeError, lambda: law.events(bad))
    refused(TypeError, lambda: law.classify({}, scheme=bad))
    refused(TypeError, lambda: law.deadline(bad, trigger=D(2026, 3, 2)))
    refused(TypeError, lambda: law.schedule(bad, trigger=D(2026, 3, 2)))


def test_a_fact_told_twice_and_differently(law: odr.Law) -> None:
    refused(odr.BadFact, lambda: law.check("delisting", {"delisting_applied": True, "已提交下架申请": False}))


def test_unknown_facts_name_the_nearest(law: odr.Law) -> None:
    error = refused(odr.UnknownFact, lambda: law.check("delisting", {"delisting_aplied": True}))
    assert isinstance(error, odr.UnknownFact)
    assert "delisting_applied" in error.nearest
    refused(odr.UnknownFact, lambda: law.deadline(STEP, trigger=D(2026, 3, 2), facts={"nothing_like_it": True}))


@pytest.mark.parametrize("bad", ["delistng", "下驾", "", "classification", "attribute_change", "deadline"])
def test_unknown_topics_name_those_that_have_duties(law: odr.Law, bad: Any) -> None:
    error = refused(odr.UnknownTopic, lambda: law.check(bad, {}))
    assert isinstance(error, odr.UnknownTopic)
    assert error.code == "unknown_topic"
    assert "delisting" in str(error)
    listed = re.findall(r"（([a-z_]+)）", str(error))
    assert "objection" in listed
    assert not {"classification", "sharing_classification", "attribute_change", "deadline"} & set(listed)


def test_a_topic_nearly_right_is_named(law: odr.Law) -> None:
    error = refused(odr.UnknownTopic, lambda: law.check("delistng", {}))
    assert isinstance(error, odr.UnknownTopic)
    assert error.nearest[0] == "delisting"


@pytest.mark.parametrize(
    ("bad", "near"),
    [
        ("conditional_access.form_reviw", "conditional_access.form_review"),
        ("conditional_acces.form_review", "conditional_access.form_review"),
        ("conditional_access", "conditional_access.form_review"),
        ("objection", "objection.feedback"),
        ("objection.answer", "objection.feedback"),
        ("conditional_access.审核", "conditional_access.form_review"),
    ],
)
def test_unknown_steps_name_what_is_possible(law: odr.Law, bad: str, near: str) -> None:
    error = refused(odr.UnknownProcedure, lambda: law.deadline(bad, trigger=D(2026, 3, 2)))
    assert isinstance(error, odr.UnknownProcedure)
    assert error.code == "unknown_procedure"
    assert near in error.nearest


@pytest.mark.parametrize("bad", ["", ".", "a.b.c", "….…", "conditional_access."])
def test_what_is_no_step_at_all(law: odr.Law, bad: Any) -> None:
    error = refused(odr.UnknownProcedure, lambda: law.deadline(bad, trigger=D(2026, 3, 2)))
    assert isinstance(error, odr.UnknownProcedure)


@pytest.mark.parametrize("bad", ["conditional_acces", "有条件开放", "", "conditional_access.form_review"])
def test_unknown_procedures_name_what_is_possible(law: odr.Law, bad: Any) -> None:
    error = refused(odr.UnknownProcedure, lambda: law.schedule(bad, trigger=D(2026, 3, 2)))
    assert "conditional_access" in str(error)


def test_chinese_names_are_taken_for_ids(law: odr.Law) -> None:
    by_id = law.schedule("conditional_access", trigger=D(2026, 3, 2))
    assert law.schedule("有条件开放数据获取", trigger=D(2026, 3, 2)) == by_id
    step = law.deadline("有条件开放数据获取.形式审核", trigger=D(2026, 3, 2))
    assert step == law.deadline(STEP, trigger=D(2026, 3, 2))
    assert law.check("异议处理", {}) == law.check("objection", {})


@pytest.mark.parametrize("bad", ["form_reviw", "assessment", "transfer", "", None, 7])
def test_unknown_events_name_those_of_the_procedure(law: odr.Law, bad: Any) -> None:
    error = refused(
        odr.UnknownProcedure,
        lambda: law.schedule("conditional_access", trigger=D(2026, 3, 2), actual={bad: D(2026, 3, 3)}),
    )
    assert isinstance(error, odr.UnknownProcedure)
    assert "form_review" in str(error)
    assert error.nearest[:1] == (("form_review",) if bad == "form_reviw" else ())


def test_what_happened_before_the_case_began(law: odr.Law) -> None:
    error = refused(
        odr.BadFact,
        lambda: law.schedule("conditional_access", trigger=D(2026, 3, 2), actual={"form_review": D(2026, 3, 1)}),
    )
    assert "2026-03-01" in str(error)
    assert "2026-03-02" in str(error)


@pytest.mark.parametrize("bad", ["", "next", "明天", None, True, 1])
def test_unknown_policies_of_receipt(law: odr.Law, bad: Any) -> None:
    for call in (
        lambda: law.deadline(STEP, trigger=D(2026, 3, 2), receipt=bad),
        lambda: law.schedule("conditional_access", trigger=D(2026, 3, 2), receipt=bad),
        # The policy is checked though no step has begun.
        lambda: law.schedule("conditional_access", trigger=D(2027, 3, 2), on=D(2026, 3, 2), receipt=bad),
    ):
        error = refused(odr.BadFact, call)
        assert isinstance(error, odr.BadFact)
        assert (error.nearest, error.argument) == ((), "receipt")


@pytest.mark.parametrize("bad", [0, -1, 10000, True, "2026", 2026.0, None, dt.date(2026, 1, 1)])
def test_years_that_are_none(law: odr.Law, bad: Any) -> None:
    kind = odr.BadArgument if type(bad) is int else TypeError
    assert "year" in str(refused(kind, lambda: law.duties(bad))) or kind is odr.BadArgument


def test_errors_are_values_errors_of_one_family(law: odr.Law) -> None:
    for bad in (lambda: law.check("x", {}), lambda: law.deadline("x", trigger=D(2026, 3, 2))):
        with pytest.raises(odr.Error):
            bad()
        with pytest.raises(ValueError, match="x"):
            bad()
