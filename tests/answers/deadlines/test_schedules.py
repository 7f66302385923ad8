"""``law.schedule``: steps chained from what really happened, and the state of each."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.procedures import EventKind, Procedure, Step, procedures
from tests import samples
from tests.samples import instrument, term

D = dt.date
BEGAN = D(2026, 3, 2)
#: Last day of five working days from then.
FIRST = D(2026, 3, 9)

UNOPENED = [
    term("review", "unopened_request.form_review"),
    term("assess", "unopened_request.assessment", 长度="10"),
    term("open", "unopened_request.opening", 长度="3"),
]
ACCESS = [
    term("form", "conditional_access.form_review"),
    term("substance", "conditional_access.substantive_review", 长度="10"),
]


@pytest.fixture
def law(tmp_path: Path) -> Callable[..., odr.Law]:
    def made(*terms: dict[str, Any], **more: Any) -> odr.Law:
        library = samples.library(tmp_path, {"sample": instrument(terms=terms, **more)})
        return library.law("here", on=D(2026, 3, 10))

    return made


def states(found: odr.Schedule) -> dict[str, str]:
    return {step.id: str(step.state) for step in found.steps}


def due(found: odr.Schedule, step: str) -> dt.date | None:
    [term_] = [entry.deadline for entry in found.steps if entry.id == step]
    return None if term_ is None else term_.due


@pytest.mark.parametrize(
    ("done", "on", "state"),
    [
        (None, FIRST, "pending"),
        (None, FIRST + dt.timedelta(days=1), "overdue"),
        (FIRST, FIRST, "met"),
        (FIRST, D(2027, 1, 1), "met"),
        (FIRST + dt.timedelta(days=1), D(2027, 1, 1), "late"),
        # It happens only after the day asked about.
        (FIRST, FIRST - dt.timedelta(days=1), "pending"),
        (FIRST + dt.timedelta(days=2), FIRST + dt.timedelta(days=1), "overdue"),
    ],
)
def test_the_state_of_a_step(law: Callable[..., odr.Law], done: Any, on: dt.date, state: str) -> None:
    actual = {"form_review": done} if done else {}
    found = law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual=actual, on=on)
    assert states(found)["form_review"] == state
    assert found.steps[0].actual == (done if done and done <= on else None)


def test_on_is_the_date_of_the_law_by_default(law: Callable[..., odr.Law]) -> None:
    found = law(*ACCESS).schedule("conditional_access", trigger=BEGAN)
    assert (found.on, states(found)["form_review"]) == (D(2026, 3, 10), "overdue")


def test_the_next_term_runs_from_the_actual_end_of_the_one_before(law: Callable[..., odr.Law]) -> None:
    made = law(*ACCESS)
    waiting = made.schedule("conditional_access", trigger=BEGAN)
    assert states(waiting)["substantive_review"] == "blocked"
    assert due(waiting, "substantive_review") is None
    for done in (D(2026, 3, 3), D(2026, 3, 12)):
        found = made.schedule("conditional_access", trigger=BEGAN, actual={"form_review": done}, on=D(2026, 3, 12))
        assert due(found, "substantive_review") == made.calendar.add(done, 10)


def test_a_transfer_not_told_is_the_day_of_the_review_and_feedback_that_of_the_assessment(
    law: Callable[..., odr.Law],
) -> None:
    made = law(*UNOPENED)
    on = D(2026, 4, 1)
    openable = {"assessed_openable": True}
    reviewed, assessed = D(2026, 3, 5), D(2026, 3, 16)
    found = made.schedule(
        "unopened_request",
        trigger=BEGAN,
        actual={"form_review": reviewed, "assessment": assessed},
        on=on,
        facts=openable,
    )
    assert due(found, "assessment") == made.calendar.add(reviewed, 10)
    assert due(found, "opening") == made.calendar.add(assessed, 3)
    told = made.schedule(
        "unopened_request",
        trigger=BEGAN,
        actual={
            "form_review": reviewed,
            "transfer": D(2026, 3, 10),
            "assessment": assessed,
            "feedback": D(2026, 3, 18),
        },
        on=on,
        facts=openable,
    )
    assert due(told, "assessment") == made.calendar.add(D(2026, 3, 10), 10)
    assert due(told, "opening") == made.calendar.add(D(2026, 3, 18), 3)
    assert states(told) == {"form_review": "met", "assessment": "met", "opening": "overdue"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["met", "pending", "blocked"]),
        ({"form_review_passed": True, "data_already_open": False}, ["met", "pending", "blocked"]),
        ({"form_review_passed": False}, ["met", "not_applicable", "not_applicable"]),
        ({"data_already_open": True}, ["met", "not_applicable", "not_applicable"]),
        ({"assessed_openable": False}, ["met", "pending", "not_applicable"]),
    ],
)
def test_facts_exclude_branches(law: Callable[..., odr.Law], facts: dict[str, Any], expected: list[str]) -> None:
    found = law(*UNOPENED).schedule(
        "unopened_request", trigger=BEGAN, actual={"form_review": D(2026, 3, 5)}, on=D(2026, 3, 6), facts=facts
    )
    assert list(states(found).values()) == expected
    for step in found.steps:
        assert (step.deadline is None) == (step.state in ("blocked", "not_applicable"))


@pytest.mark.parametrize(
    ("filed_with", "actual", "expected"),
    [
        ("department", {}, ["pending", "blocked"]),
        ("department", {"handover": D(2026, 3, 4)}, ["met", "pending"]),
        ("body", {}, ["not_applicable", "pending"]),
        (None, {"handover": D(2026, 3, 4)}, ["met", "pending"]),
        # Whether it was filed with the department, and so from which day the check runs, nobody knows.
        (None, {}, ["pending", "pending"]),
    ],
)
def test_who_was_asked_decides_from_when_a_check_runs(
    law: Callable[..., odr.Law], filed_with: Any, actual: dict[str, dt.date], expected: list[str]
) -> None:
    terms = [term("hand", "correction_check.handover", 长度="3"), term("check", "correction_check.check")]
    found = law(*terms).schedule(
        "correction_check", trigger=BEGAN, actual=actual, on=D(2026, 3, 4), facts={"filed_with": filed_with}
    )
    assert list(states(found).values()) == expected


def test_a_branch_that_nobody_told_leaves_what_hangs_on_it_open(law: Callable[..., odr.Law]) -> None:
    """It is not overdue, since with the other branch there is no such step."""
    made = law(term("hand", "correction_check.handover", 长度="3"), term("check", "correction_check.check"))
    late = D(2026, 6, 1)
    [handover, check] = made.schedule("correction_check", trigger=BEGAN, on=late).steps
    for step in (handover, check):
        assert step.deadline is not None
        assert (step.state, step.deadline.status, step.deadline.due) == ("pending", "undetermined", None)
        assert "校核申请受理单位" in step.deadline.note or "filed_with" in step.deadline.english
    for filed, states_ in (("department", ["overdue", "blocked"]), ("body", ["not_applicable", "overdue"])):
        found = made.schedule("correction_check", trigger=BEGAN, on=late, facts={"filed_with": filed})
        assert list(states(found).values()) == states_


def test_a_form_review_that_was_done_was_passed_until_it_is_told_otherwise(law: Callable[..., odr.Law]) -> None:
    made, done = law(*ACCESS), {"form_review": FIRST}
    due_day = made.calendar.add(FIRST, 10)
    for on, state in ((due_day, "pending"), (due_day + dt.timedelta(days=1), "overdue")):
        [_, step] = made.schedule("conditional_access", trigger=BEGAN, actual=done, on=on).steps
        assert step.deadline is not None
        assert (step.state, step.deadline.status, step.deadline.due) == (state, "final", due_day)
    failed = {"form_review_passed": False}
    told = made.schedule("conditional_access", trigger=BEGAN, actual=done, on=due_day, facts=failed)
    assert states(told)["substantive_review"] == "not_applicable"


def test_a_step_that_the_case_may_not_have_is_owed_until_its_day_and_then_nobody_knows(
    law: Callable[..., odr.Law],
) -> None:
    made, done = law(*UNOPENED), {"form_review": FIRST, "feedback": FIRST}
    due_day = made.calendar.add(FIRST, 3)
    for on, status, day in ((due_day, "final", due_day), (due_day + dt.timedelta(days=1), "undetermined", None)):
        [*_, step] = made.schedule("unopened_request", trigger=BEGAN, actual=done, on=on).steps
        assert step.deadline is not None
        assert (step.state, step.deadline.status, step.deadline.due) == ("pending", status, day)
    on = D(2027, 1, 1)
    for openable, state in ((True, "overdue"), (False, "not_applicable")):
        facts = {"assessed_openable": openable}
        found = made.schedule("unopened_request", trigger=BEGAN, actual=done, on=on, facts=facts)
        assert states(found)["opening"] == state
    # What was done, the case had.
    for day, state in ((due_day, "met"), (due_day + dt.timedelta(days=1), "late")):
        told = made.schedule("unopened_request", trigger=BEGAN, actual={**done, "opening": day}, on=on)
        assert states(told)["opening"] == state


def test_a_transfer_says_that_the_review_was_passed(law: Callable[..., odr.Law]) -> None:
    told = {"form_review": FIRST, "transfer": FIRST}
    found = law(*UNOPENED).schedule("unopened_request", trigger=BEGAN, actual=told, on=D(2027, 1, 1))
    assert states(found)["assessment"] == "overdue"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ({"form_review": D(2026, 3, 5), "assessment": D(2026, 3, 4)}, ["met", "pending", "pending"]),
        ({"form_review": D(2026, 3, 5), "transfer": D(2026, 3, 4)}, ["met", "pending", "blocked"]),
        (
            {"form_review": D(2026, 3, 5), "assessment": D(2026, 3, 10), "feedback": D(2026, 3, 9)},
            ["met", "met", "pending"],
        ),
        ({"form_review": D(2026, 3, 5), "assessment": D(2026, 3, 5)}, ["met", "met", "overdue"]),
    ],
)
def test_days_that_cannot_stand_in_their_order_need_a_human(
    law: Callable[..., odr.Law], actual: dict[str, dt.date], expected: list[str]
) -> None:
    facts = {"form_review_passed": True, "assessed_openable": True}
    found = law(*UNOPENED).schedule("unopened_request", trigger=BEGAN, actual=actual, on=D(2026, 12, 1), facts=facts)
    assert list(states(found).values()) == expected
    bad = [step.deadline for step in found.steps if step.state == "pending" and step.deadline is not None]
    assert all(term_.status == "human_review" for term_ in bad)
    assert [str(warning.code) for warning in found.warnings] == ["contradictory_facts"] * bool(bad)
    again = pickle.loads(pickle.dumps(bad))
    assert again == bad


def test_nobody_is_punctual_where_the_term_cannot_be_told(tmp_path: Path) -> None:
    ending = instrument(terms=ACCESS, 有效期至="2026-03-05")
    law = samples.library(tmp_path, {"ending": ending}).law("here", on=D(2026, 3, 10))
    found = law.schedule("conditional_access", trigger=BEGAN, actual={"form_review": D(2026, 3, 3)}, on=D(2026, 12, 1))
    assert states(found)["form_review"] == "pending"


def test_a_least_length_is_kept_from_its_last_day_and_never_overdue(law: Callable[..., odr.Law]) -> None:
    made = law(term("notice", "delisting.public_notice", 效力="最低"))

    def state(done: dt.date | None, on: dt.date) -> str:
        actual = {"public_notice": done} if done else {}
        return states(made.schedule("delisting", trigger=BEGAN, actual=actual, on=on))["public_notice"]

    assert state(None, FIRST) == "pending"
    assert state(None, D(2026, 9, 1)) == "pending"
    assert state(FIRST - dt.timedelta(days=3), D(2026, 9, 1)) == "pending"
    assert state(FIRST, D(2026, 9, 1)) == "met"
    assert state(D(2026, 4, 1), D(2026, 9, 1)) == "met"


def test_a_case_that_has_not_begun_is_blocked(law: Callable[..., odr.Law]) -> None:
    found = law(*ACCESS).schedule("conditional_access", trigger=D(2026, 3, 20), on=D(2026, 3, 10))
    assert set(states(found).values()) == {"blocked"}


def test_a_step_without_a_term_is_never_late(law: Callable[..., odr.Law]) -> None:
    made = law(*ACCESS)
    assert states(made.schedule("objection", trigger=BEGAN, on=D(2027, 1, 1))) == {"feedback": "pending"}
    found = made.schedule("objection", trigger=BEGAN, actual={"feedback": D(2026, 12, 1)}, on=D(2027, 1, 1))
    assert states(found) == {"feedback": "met"}


def test_the_receipt_policy_reaches_every_step(law: Callable[..., odr.Law]) -> None:
    made = law(*ACCESS)
    actual = {"form_review": D(2026, 3, 14)}
    for receipt in ("receipt_instant", "next_working_day"):
        found = made.schedule(
            "conditional_access", trigger=D(2026, 3, 7), actual=actual, on=D(2026, 3, 14), receipt=receipt
        )
        for step, day in zip(found.steps, (D(2026, 3, 7), D(2026, 3, 14)), strict=True):
            assert step.deadline == made.deadline(f"conditional_access.{step.id}", trigger=day, receipt=receipt)


def test_each_step_is_under_the_law_of_its_own_trigger(tmp_path: Path) -> None:
    old = instrument(terms=ACCESS, 有效期至="2026-03-31")
    new = instrument(
        terms=[{**entry, "编号": f"new-{entry['编号']}", "长度": "2"} for entry in ACCESS], 施行日期="2026-04-01"
    )
    law = samples.library(tmp_path, {"new": new, "old": old}).law("here", on=D(2026, 3, 10))
    found = law.schedule(
        "conditional_access", trigger=D(2026, 3, 20), actual={"form_review": D(2026, 4, 1)}, on=D(2026, 4, 2)
    )
    rules = [step.deadline.rule for step in found.steps if step.deadline is not None]
    assert rules == ["form", "new-substance"]
    assert found.steps[0].state == "late"


def test_where_the_law_changes_within_a_term_nobody_is_called_punctual_or_late(tmp_path: Path) -> None:
    ending = instrument(terms=ACCESS, 有效期至="2026-03-05")
    law = samples.library(tmp_path, {"ending": ending}).law("here", on=D(2026, 3, 10))
    found = law.schedule("conditional_access", trigger=BEGAN, on=D(2026, 12, 1))
    [first, _] = found.steps
    assert first.deadline is not None
    assert (first.deadline.status, first.state) == ("human_review", "pending")


def test_warnings_of_the_terms_are_those_of_the_schedule(law: Callable[..., odr.Law]) -> None:
    found = law(*ACCESS, 来源="二手资料").schedule("conditional_access", trigger=BEGAN)
    assert [str(warning.code) for warning in found.warnings] == ["secondary_source"]


def test_an_event_told_on_another_day_than_the_case_began_is_refused(law: Callable[..., odr.Law]) -> None:
    with pytest.raises(odr.BadFact, match="开始"):
        law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual={"received": D(2026, 3, 5)})
    same = law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual={"received": BEGAN})
    assert states(same)["form_review"] == "overdue"


@pytest.mark.parametrize("name", ["form_review", "形式审核"])
def test_what_was_done_is_told_by_id_or_chinese_name(law: Callable[..., odr.Law], name: str) -> None:
    found = law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual={name: D(2026, 3, 4)})
    assert dict(found.actual) == {"form_review": D(2026, 3, 4)}
    assert states(found)["form_review"] == "met"
    assert found.receipt["options"]["actual"] == {"form_review": "2026-03-04"}


def test_an_event_is_told_by_its_chinese_name(law: Callable[..., odr.Law]) -> None:
    found = law(*UNOPENED).schedule("unopened_request", trigger=BEGAN, actual={"转至提供单位": D(2026, 3, 4)})
    assert dict(found.actual) == {"transfer": D(2026, 3, 4)}


def test_id_and_chinese_name_of_a_step_with_different_days_are_refused(law: Callable[..., odr.Law]) -> None:
    both = {"form_review": D(2026, 3, 4), "形式审核": D(2026, 3, 5)}
    with pytest.raises(odr.BadFact, match=r"形式审核.*form_review.*2026-03-04、2026-03-05"):
        law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual=both)
    same = law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual=dict.fromkeys(both, D(2026, 3, 4)))
    assert dict(same.actual) == {"form_review": D(2026, 3, 4)}


def test_a_misspelt_chinese_name_is_told_the_nearest(law: Callable[..., odr.Law]) -> None:
    with pytest.raises(odr.UnknownProcedure) as caught:
        law(*ACCESS).schedule("conditional_access", trigger=BEGAN, actual={"形式审查": D(2026, 3, 4)})
    assert caught.value.nearest[0] == "形式审核"


@pytest.mark.parametrize(
    "name", ["objction.feedbck", "objection.feedbck", "异议处里.反馈处理结果", "异议处理.反馈结果"]
)
def test_a_misspelt_step_is_told_the_nearest(law: Callable[..., odr.Law], name: str) -> None:
    with pytest.raises(odr.UnknownProcedure) as caught:
        law(*ACCESS).deadline(name, trigger=BEGAN)
    assert caught.value.nearest[0] == "objection.feedback"


def test_of_a_step_and_an_event_of_one_name_the_step_is_meant() -> None:
    known = procedures()
    step = Step("p", "publish", "发布", trigger="publishing")
    joined = known.joined([Procedure("p", "程序", (step,))], (), [EventKind("publishing", "发布")], ())
    assert joined.happening(joined.procedure("p"), "发布") == "publish"
    assert joined.happening(joined.procedure("p"), "publishing") == "publishing"
