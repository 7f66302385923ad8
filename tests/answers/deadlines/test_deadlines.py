"""``law.deadline``: which law answers, how days are counted, what is not final and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.answers.deadlines import completions
from opendata_rules.vocabulary.facts import FactType, vocabulary
from tests import samples
from tests.samples import extension, instrument, term

D = dt.date
DAY = dt.timedelta(days=1)
ON = D(2026, 3, 10)
STEP = "conditional_access.form_review"
FIVE = term("five", STEP)

Made = Callable[..., odr.Law]


@pytest.fixture
def law(tmp_path: Path) -> Made:
    """A law of the terms given."""

    def made(*terms: dict[str, Any], on: dt.date = ON, **more: Any) -> odr.Law:
        options = {name: more.pop(name) for name in ("drafts", "strict") if name in more}
        here = {"sample": instrument(terms=terms, **more)}
        return samples.library(tmp_path, here).law("here", on=on, **options)

    return made


def codes(found: Any) -> list[str]:
    return [str(warning.code) for warning in found.warnings]


# -- counting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "due"),
    [
        (D(2026, 3, 2), D(2026, 3, 9)),
        (D(2026, 3, 6), D(2026, 3, 13)),
        (D(2026, 3, 7), D(2026, 3, 13)),
        (D(2026, 3, 8), D(2026, 3, 13)),
        # Spring Festival 2026: off from 15 to 23 February, worked on Saturdays 14 and 28.
        (D(2026, 2, 9), D(2026, 2, 14)),
        (D(2026, 2, 11), D(2026, 2, 25)),
        (D(2026, 2, 14), D(2026, 2, 28)),
        (D(2026, 2, 15), D(2026, 2, 28)),
        # National Day 2025: off from 1 to 8 October, worked on Sunday 28 September and Saturday 11 October.
        (D(2025, 9, 26), D(2025, 10, 10)),
        (D(2025, 9, 28), D(2025, 10, 11)),
        (D(2025, 10, 1), D(2025, 10, 14)),
    ],
)
def test_working_days_skip_rest_days_and_count_make_up_days(law: Made, trigger: dt.date, due: dt.date) -> None:
    found = law(FIVE).deadline(STEP, trigger=trigger)
    assert (found.status, found.due, found.earliest, found.latest) == ("final", due, due, due)
    assert found.counting_rule is not None
    assert found.counting_rule.id == "count-working-day"
    assert found.counting_rule.citation.ref == "9"


@pytest.mark.parametrize(
    ("unit", "length", "trigger", "due"),
    [
        ("日", "15", D(2026, 3, 2), D(2026, 3, 17)),
        # The 15th day is a Saturday.
        ("日", "15", D(2026, 3, 6), D(2026, 3, 23)),
        # The last day is in the holiday; the next working day follows it.
        ("日", "7", D(2026, 2, 10), D(2026, 2, 24)),
        # A make-up Saturday is a working day.
        ("日", "7", D(2026, 2, 21), D(2026, 2, 28)),
        ("月", "1", D(2026, 1, 31), D(2026, 2, 28)),
        ("月", "1", D(2026, 3, 31), D(2026, 4, 30)),
        ("月", "1", D(2026, 4, 2), D(2026, 5, 6)),
        ("年", "1", D(2024, 2, 29), D(2025, 2, 28)),
        ("年", "1", D(2025, 3, 1), D(2026, 3, 2)),
    ],
)
def test_other_units_end_on_the_corresponding_day_or_the_next_working_day(
    law: Made, unit: str, length: str, trigger: dt.date, due: dt.date
) -> None:
    found = law(term("t", STEP, 长度=length, 单位=unit)).deadline(STEP, trigger=trigger)
    assert (found.status, found.due) == ("final", due)


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        ("daily", D(2026, 3, 3)),
        ("weekly", D(2026, 3, 9)),
        ("monthly", D(2026, 4, 2)),
        ("quarterly", D(2026, 6, 2)),
        ("half_yearly", D(2026, 9, 2)),
    ],
)
def test_the_declared_frequency_is_a_length(law: Made, frequency: str, due: dt.date) -> None:
    cadence = term("t", "update.refresh", 长度=None, 单位="更新频率")
    found = law(cadence).deadline("update.refresh", trigger=D(2026, 3, 2), facts={"update_frequency": frequency})
    assert (found.status, found.due) == ("final", due)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, "undetermined"),
        ({"update_frequency": "real_time"}, "human_review"),
        ({"update_frequency": "irregular"}, "not_regulated"),
        ({"update_frequency": "over_two_years"}, "not_regulated"),
        ({"update_frequency": "none"}, "not_regulated"),
        ({"update_frequency": "monthly", "archived": True}, "not_regulated"),
        ({"update_frequency": "monthly", "no_longer_updated": True}, "not_regulated"),
        ({"update_frequency": "monthly", "archived": False}, "final"),
    ],
)
def test_a_frequency_without_a_length_has_no_day(law: Made, facts: dict[str, Any], status: str) -> None:
    cadence = term("t", "update.refresh", 长度=None, 单位="更新频率")
    found = law(cadence).deadline("update.refresh", trigger=D(2026, 3, 2), facts=facts)
    assert found.status == status
    assert (found.due is None) == (status != "final")


@pytest.mark.parametrize("trigger", [D(2026, 1, 1), D(2026, 5, 31), D(2026, 12, 31)])
def test_a_fixed_day_is_that_of_the_year_and_does_not_move(law: Made, trigger: dt.date) -> None:
    fixed = term("t", "annual_plan.publication", 长度=None, 单位=None, 固定日期="05-31")
    for receipt in ("receipt_instant", "next_working_day"):
        found = law(fixed).deadline("annual_plan.publication", trigger=trigger, receipt=receipt)
        # 31 May 2026 is a Sunday.
        assert (found.status, found.due, found.days, found.unit) == ("final", D(2026, 5, 31), (), None)
        assert found.counting_rule is None


def test_a_fixed_day_past_the_horizon_is_certain(law: Made) -> None:
    fixed = term("t", "annual_plan.publication", 长度=None, 单位=None, 固定日期="05-31")
    assert law(fixed).deadline("annual_plan.publication", trigger=D(2035, 1, 1)).due == D(2035, 5, 31)


def test_the_29th_of_february_is_the_28th_in_other_years(law: Made) -> None:
    fixed = term("t", "annual_plan.publication", 长度=None, 单位=None, 固定日期="02-29")
    assert law(fixed).deadline("annual_plan.publication", trigger=D(2024, 1, 1)).due == D(2024, 2, 29)
    assert law(fixed).deadline("annual_plan.publication", trigger=D(2026, 1, 1)).due == D(2026, 2, 28)


def test_a_least_length_says_so(law: Made) -> None:
    notice = term("t", "delisting.public_notice", 长度="10", 效力="最低")
    found = law(notice).deadline("delisting.public_notice", trigger=D(2026, 2, 12))
    assert (found.force, found.due) == ("minimum", D(2026, 3, 4))
    assert not found.days[0].counted


# -- receipt ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "instant", "next_day", "start"),
    [
        (D(2026, 3, 7), D(2026, 3, 13), D(2026, 3, 16), D(2026, 3, 9)),
        (D(2026, 3, 9), D(2026, 3, 16), D(2026, 3, 16), D(2026, 3, 9)),
        (D(2026, 2, 14), D(2026, 2, 28), D(2026, 2, 28), D(2026, 2, 14)),
        (D(2026, 2, 16), D(2026, 2, 28), D(2026, 3, 2), D(2026, 2, 24)),
        (D(2025, 10, 3), D(2025, 10, 14), D(2025, 10, 15), D(2025, 10, 9)),
    ],
)
def test_what_comes_on_a_rest_day_is_dated_by_a_named_policy(
    law: Made, trigger: dt.date, instant: dt.date, next_day: dt.date, start: dt.date
) -> None:
    first = law(FIVE).deadline(STEP, trigger=trigger)
    assert (first.receipt_policy, first.start, first.due) == ("receipt_instant", trigger, instant)
    second = law(FIVE).deadline(STEP, trigger=trigger, receipt="next_working_day")
    assert (second.receipt_policy, second.start, second.due) == ("next_working_day", start, next_day)
    assert "receipt_instant" not in second.explain()
    assert "下一个工作日" in second.explain()


# -- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("receipt", ["receipt_instant", "next_working_day"])
@pytest.mark.parametrize("length", ["1", "5", "30"])
@pytest.mark.parametrize("trigger", [D(2026, 2, 10), D(2026, 2, 14), D(2026, 2, 16), D(2025, 9, 27), D(2026, 3, 7)])
def test_every_day_from_the_trigger_to_the_last_is_listed_once(
    law: Made, trigger: dt.date, length: str, receipt: str
) -> None:
    for unit in ("工作日", "日"):
        made = law(term("t", STEP, 长度=length, 单位=unit))
        found = made.deadline(STEP, trigger=trigger, receipt=receipt)
        assert found.due is not None
        dates = [day.date for day in found.days]
        assert dates == [trigger + DAY * number for number in range((found.due - trigger).days + 1)]
        assert sum(day.counted for day in found.days) == int(length)
        assert not found.days[0].counted
        assert found.days[-1].counted
        assert all(day.why and day.english for day in found.days)
        if unit == "工作日":
            calendar = made.calendar
            later = [day for day in found.days if day.date > found.start]
            assert [day.counted for day in later] == [calendar.is_working_day(day.date) for day in later]


def test_days_say_why(law: Made) -> None:
    days = {day.date: day for day in law(FIVE).deadline(STEP, trigger=D(2026, 2, 13)).days}
    assert "春节" in days[D(2026, 2, 17)].why
    assert days[D(2026, 2, 14)].counted
    assert "调休" in days[D(2026, 2, 14)].why


# -- which law --------------------------------------------------------------------------------------------------------


def test_the_law_of_the_trigger_answers_whatever_the_date_of_the_law_object(tmp_path: Path) -> None:
    old = instrument(terms=[FIVE], 有效期至="2025-12-31")
    new = instrument(terms=[{**FIVE, "编号": "ten", "长度": "10"}], 施行日期="2026-01-01")
    library = samples.library(tmp_path, {"new": new, "old": old})
    for on in (D(2020, 1, 1), D(2026, 3, 10), D(2040, 1, 1)):
        law = library.law("here", on=on)
        before = law.deadline(STEP, trigger=D(2025, 12, 1))
        assert (before.rule, before.due) == ("five", D(2025, 12, 8))
        after = law.deadline(STEP, trigger=D(2026, 1, 5))
        assert (after.rule, after.due) == ("ten", D(2026, 1, 19))


@pytest.mark.parametrize(
    ("trigger", "status", "due"),
    [
        (D(2025, 12, 24), "final", D(2025, 12, 31)),
        (D(2025, 12, 25), "human_review", None),
        (D(2025, 12, 31), "human_review", None),
    ],
)
def test_a_term_under_two_laws_needs_a_human(tmp_path: Path, trigger: dt.date, status: str, due: Any) -> None:
    old = instrument(terms=[FIVE], 有效期至="2025-12-31")
    new = instrument(terms=[{**FIVE, "编号": "new-five"}], 施行日期="2026-01-01")
    found = samples.library(tmp_path, {"new": new, "old": old}).law("here", on=ON).deadline(STEP, trigger=trigger)
    assert (found.status, found.due) == (status, due)
    if due is None:
        assert "2025-12-31" in found.note
        assert (found.earliest, found.latest) == (None, None)


def test_a_nearer_law_that_comes_before_the_end_needs_a_human(tmp_path: Path) -> None:
    near = instrument(terms=[{**FIVE, "编号": "near"}], 施行日期="2026-03-06")
    library = samples.library(tmp_path, {"near": near}, {"far": instrument(terms=[FIVE])})
    law = library.law("here", on=ON)
    assert law.deadline(STEP, trigger=D(2026, 3, 2)).status == "human_review"
    assert law.deadline(STEP, trigger=D(2026, 2, 24)).rule == "five"
    assert law.deadline(STEP, trigger=D(2026, 3, 6)).rule == "near"


def test_before_the_law_there_is_no_term_unless_a_higher_law_sets_it(tmp_path: Path) -> None:
    near = instrument(terms=[FIVE], 施行日期="2026-03-02")
    alone = samples.library(tmp_path / "alone", {"near": near}).law("here", on=ON)
    before = alone.deadline(STEP, trigger=D(2026, 3, 1))
    assert (before.status, before.due, before.rule, before.citation) == ("not_regulated", None, "", None)
    assert "not_yet_in_force" in codes(before)
    far = instrument(terms=[{**FIVE, "编号": "far"}])
    chained = samples.library(tmp_path / "chained", {"near": near}, {"far": far}).law("here", on=ON)
    assert chained.deadline(STEP, trigger=D(2026, 2, 2)).rule == "far"
    assert alone.deadline(STEP, trigger=D(2026, 3, 2)).rule == "five"


def test_a_step_nobody_regulates(law: Made) -> None:
    found = law(FIVE).deadline("objection.feedback", trigger=D(2026, 3, 2))
    assert (found.status, found.due, found.earliest, found.force, found.days) == ("not_regulated", None, None, None, ())
    assert codes(found) == []


def test_the_length_depends_on_the_facts(law: Made) -> None:
    short = term("short", "catalogue_change.submission", 条件={"目录变更起因": "法律修改"})
    long = term("long", "catalogue_change.submission", 长度="9", 条件={"目录变更起因": "职能职责变更"})
    made = law(short, long)

    def ask(**facts: Any) -> odr.Deadline:
        return made.deadline("catalogue_change.submission", trigger=D(2026, 3, 2), facts=facts)

    assert ask(change_trigger="law").rule == "short"
    assert ask(change_trigger="function_change").rule == "long"
    assert ask(change_trigger="rule").status == "not_regulated"
    unknown = ask()
    assert (unknown.status, unknown.due) == ("undetermined", None)
    assert "目录变更起因" in unknown.note
    assert "change_trigger" in unknown.english


def test_a_term_whose_condition_is_unknown_may_be_none_and_is_not_given(law: Made) -> None:
    made = law(term("short", "catalogue_change.submission", 条件={"目录变更起因": "法律修改"}))

    def ask(**facts: Any) -> odr.Deadline:
        return made.deadline("catalogue_change.submission", trigger=D(2026, 3, 2), facts=facts)

    found = ask()
    assert (found.status, found.due, found.earliest, found.rule) == ("undetermined", None, None, "short")
    assert "目录变更起因" in found.note
    assert "目录变更起因" in found.explain()
    assert (ask(change_trigger="law").due, ask(change_trigger="law").note) == (D(2026, 3, 9), "")
    assert ask(change_trigger="rule").status == "not_regulated"


@pytest.mark.parametrize(
    ("conditions", "status", "rule"),
    [
        # Whatever it is, one of the two holds, and they set the same term.
        (({"目录需要调整": "是"}, {"目录需要调整": "否"}), "final", "one"),
        (
            ({"全部满足": [{"目录需要调整": "是"}, {"目录需要调整": "否"}]}, {"目录需要调整": "否"}),
            "undetermined",
            "two",
        ),
        (({"任一满足": [{"目录需要调整": "是"}, {"目录需要调整": "否"}]}, {"目录需要调整": "否"}), "final", "one"),
        # Harm to a third party makes some right of theirs certain, whichever.
        (
            (
                {"任一满足": [{"涉及商业秘密": "是"}, {"涉及个人隐私": "是"}, {"涉及其他第三方合法权益": "是"}]},
                {"目录需要调整": "否"},
            ),
            "final",
            "one",
        ),
    ],
)
def test_a_term_is_certain_only_if_every_completion_leads_to_it(
    law: Made, conditions: tuple[Any, Any], status: str, rule: str
) -> None:
    one, two = (term(name, STEP, 条件=condition) for name, condition in zip(("one", "two"), conditions, strict=True))
    found = law(one, two).deadline(STEP, trigger=D(2026, 3, 2), facts={"opening_harms_third_party": True})
    assert (found.status, found.rule) == (status, rule)


def test_facts_that_break_a_constraint_need_a_human_where_the_term_rests_on_them(law: Made) -> None:
    rights = {"任一满足": [{"涉及商业秘密": "是"}, {"涉及个人隐私": "是"}, {"涉及其他第三方合法权益": "是"}]}
    broken = {
        "opening_harms_third_party": True,
        "trade_secret": False,
        "personal_privacy": False,
        "other_third_party_rights": False,
    }
    resting = law(term("t", STEP, 条件=rights)).deadline(STEP, trigger=D(2026, 3, 2), facts=broken)
    assert (resting.status, resting.due, codes(resting)) == ("human_review", None, ["contradictory_facts"])
    # Facts foreign to the question are ignored.
    assert law(FIVE).deadline(STEP, trigger=D(2026, 3, 2), facts=broken).status == "final"


# -- what fell due before the law -------------------------------------------------------------------------------------

YEARLY = term("y", "annual_plan.publication", 长度=None, 单位=None, 固定日期="05-31")


@pytest.mark.parametrize(
    ("effective", "status"),
    [(D(2026, 5, 31), "final"), (D(2026, 6, 1), "not_regulated"), (D(2027, 1, 1), "not_regulated")],
)
def test_what_fell_due_before_the_law_took_effect_is_not_regulated(law: Made, effective: dt.date, status: str) -> None:
    made = law(YEARLY, 施行日期=effective.isoformat())
    for trigger in (D(2026, 6, 1), D(2026, 12, 31)):
        found = made.deadline("annual_plan.publication", trigger=trigger)
        assert (found.status, found.due) == (status, D(2026, 5, 31) if status == "final" else None)
        [step] = made.schedule("annual_plan", trigger=trigger, on=D(2027, 12, 31)).steps
        assert step.state == ("overdue" if status == "final" else "pending")


def test_what_fell_due_under_an_earlier_law_needs_a_human_unless_the_provision_stayed(tmp_path: Path) -> None:
    for name, rule, status in (("kept", "y", "final"), ("another", "z", "human_review")):
        old = instrument(terms=[YEARLY], 有效期至="2026-06-30")
        new = instrument(terms=[{**YEARLY, "编号": rule}], 施行日期="2026-07-01")
        law = samples.library(tmp_path / name, {"new": new}, {"old": old}).law("here", on=ON)
        assert law.deadline("annual_plan.publication", trigger=D(2026, 8, 1)).status == status


def test_a_later_law_that_leaves_the_provision_as_it_is_changes_nothing(tmp_path: Path) -> None:
    for name, changed, status in (("kept", {}, "final"), ("longer", {"长度": "6"}, "human_review")):
        old = instrument(terms=[FIVE], 有效期至="2026-03-04")
        new = instrument(terms=[{**FIVE, "条文": "7", **changed}], 施行日期="2026-03-05")
        law = samples.library(tmp_path / name, {"new": new}, {"old": old}).law("here", on=ON)
        assert law.deadline(STEP, trigger=D(2026, 3, 2)).status == status


def test_a_law_that_came_and_went_within_a_term_needs_a_human(tmp_path: Path) -> None:
    short = instrument(terms=[{**FIVE, "编号": "near"}], 施行日期="2026-03-04", 有效期至="2026-03-05")
    law = samples.library(tmp_path, {"near": short}, {"far": instrument(terms=[FIVE])}).law("here", on=ON)
    assert law.deadline(STEP, trigger=D(2026, 3, 2)).status == "human_review"
    assert law.deadline(STEP, trigger=D(2026, 3, 6)).status == "final"


# -- warnings ---------------------------------------------------------------------------------------------------------


def test_uncollected_law_as_near_warns_and_strictly_leaves_it_open(tmp_path: Path) -> None:
    here = {"unread": instrument(收录="未收录"), "sample": instrument(terms=[FIVE])}
    library = samples.library(tmp_path, here)
    found = library.law("here", on=ON).deadline(STEP, trigger=D(2026, 3, 2))
    assert (found.status, codes(found)) == ("final", ["missing_instrument"])
    strict = library.law("here", on=ON, strict=True).deadline(STEP, trigger=D(2026, 3, 2))
    assert (strict.status, strict.due, codes(strict)) == ("undetermined", None, ["missing_instrument"])


def test_secondary_sources_are_named(law: Made) -> None:
    assert codes(law(FIVE, 来源="二手资料").deadline(STEP, trigger=D(2026, 3, 2))) == ["secondary_source"]


def test_drafts_answer_only_where_asked_for(law: Made) -> None:
    assert law(FIVE, 草案="是").deadline(STEP, trigger=D(2026, 3, 2)).status == "not_regulated"
    found = law(FIVE, 草案="是", drafts=True).deadline(STEP, trigger=D(2026, 3, 2))
    assert (found.due, codes(found)) == (D(2026, 3, 9), ["draft"])


# -- extensions -------------------------------------------------------------------------------------------------------

BY_HEAD = {"全部满足": [{"情况复杂": "是"}, {"延长批准人": "机构负责人"}]}
LONGER = term("t", STEP, 延长=extension(BY_HEAD, "延长批准日期", "8"))
GRANTED = {"complex_case": True, "extension_approved_by": "head_of_body", "extension_approved_on": D(2026, 3, 9)}


@pytest.mark.parametrize(
    ("change", "due", "extended"),
    [
        ({}, D(2026, 3, 12), True),
        ({"extension_approved_on": D(2026, 3, 2)}, D(2026, 3, 12), True),
        ({"extension_approved_on": D(2026, 3, 10)}, D(2026, 3, 9), False),
        ({"extension_approved_on": None}, D(2026, 3, 9), False),
        ({"complex_case": None}, D(2026, 3, 9), False),
        ({"complex_case": False}, D(2026, 3, 9), False),
        ({"extension_approved_by": "staff"}, D(2026, 3, 9), False),
        ({"extension_approved_by": "none"}, D(2026, 3, 9), False),
    ],
)
def test_an_extension_counts_in_all_and_only_if_granted_in_time(
    law: Made, change: dict[str, Any], due: dt.date, extended: bool
) -> None:
    found = law(LONGER).deadline(STEP, trigger=D(2026, 3, 2), facts=GRANTED | change)
    assert (found.status, found.due, found.extended) == ("final", due, extended)
    assert found.length == (8 if extended else 5)
    assert "可以延长" in found.explain()
    assert "may be longer" in found.explain("en")
    assert sum(day.counted for day in found.days) == found.length


def test_an_extension_granted_before_the_term_began_needs_a_human(law: Made) -> None:
    facts = GRANTED | {"extension_approved_on": D(2026, 3, 1)}
    found = law(LONGER).deadline(STEP, trigger=D(2026, 3, 2), facts=facts)
    assert (found.status, found.due, codes(found)) == ("human_review", None, ["contradictory_facts"])
    assert "延长批准日期" in found.warnings[0].text
    for said in (found.explain(), found.explain("en")):
        assert "2026-03-01" in said


def test_an_extension_without_a_cap_leaves_the_end_open(law: Made) -> None:
    uncapped = law(term("t", STEP, 延长=extension(BY_HEAD, "延长批准日期")))
    found = uncapped.deadline(STEP, trigger=D(2026, 3, 2), facts=GRANTED)
    assert (found.status, found.due, found.extended) == ("undetermined", None, True)
    not_granted = uncapped.deadline(STEP, trigger=D(2026, 3, 2))
    assert (not_granted.status, not_granted.due) == ("final", D(2026, 3, 9))


def test_an_extension_granted_on_the_rest_day_of_receipt_is_in_time(law: Made) -> None:
    facts = GRANTED | {"extension_approved_on": D(2026, 3, 7)}
    found = law(LONGER).deadline(STEP, trigger=D(2026, 3, 7), facts=facts, receipt="next_working_day")
    assert found.extended


def test_many_terms_on_facts_of_their_own_are_not_tried_in_every_combination(
    law: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completions, "MOST", 8)
    tried = []
    made_of = completions._Completion
    monkeypatch.setattr(completions, "_Completion", lambda *parts: tried.append(parts) or made_of(*parts))
    facts = [fact for fact in vocabulary().facts.values() if fact.type is FactType.BOOL][:12]
    terms = [term(f"t{at}", STEP, 条件={fact.label: "是"}, 长度=str(3 + at)) for at, fact in enumerate(facts)]
    made = law(*terms)
    assert made.deadline(STEP, trigger=D(2026, 3, 2)).status == "undetermined"
    assert len(tried) == len(terms) + 1
    # The first that applies is the term, whatever is not known of those after it.
    known = {facts[0].id: False, facts[1].id: True}
    assert made.deadline(STEP, trigger=D(2026, 3, 2), facts=known).rule == "t1"


# -- past the horizon -------------------------------------------------------------------------------------------------


def test_past_the_horizon_there_are_bounds(law: Made) -> None:
    made = law(term("t", STEP, 长度="20"))
    horizon = made.calendar.horizon
    found = made.deadline(STEP, trigger=horizon)
    assert (found.status, found.due, found.days) == ("provisional", None, ())
    assert found.earliest is not None
    assert found.latest is not None
    assert horizon < found.earliest <= found.latest
    assert (found.earliest, found.latest) == made.calendar.bounds(horizon, 20)
    assert str(horizon) in found.note


def test_days_that_move_are_bounded_too(law: Made) -> None:
    made = law(term("t", STEP, 长度="40", 单位="日"))
    found = made.deadline(STEP, trigger=made.calendar.horizon)
    assert found.status == "provisional"
    assert found.earliest is not None
    assert found.earliest >= made.calendar.horizon + DAY * 40


@pytest.mark.parametrize("receipt", ["receipt_instant", "next_working_day"])
@pytest.mark.parametrize("unit", ["工作日", "日", "月", "年"])
@pytest.mark.parametrize(
    "trigger", [D(1, 1, 1), D(2006, 12, 31), D(2026, 12, 26), D(2027, 2, 7), D(2200, 1, 1), D.max - DAY, D.max]
)
def test_no_day_is_so_far_away_that_it_raises(law: Made, trigger: dt.date, unit: str, receipt: str) -> None:
    made = law(term("t", STEP, 长度="10", 单位=unit), 施行日期="0001-01-01")
    found = made.deadline(STEP, trigger=trigger, receipt=receipt)
    assert found.status in ("final", "provisional", "undetermined")
    assert found.due is None or found.due >= trigger
    assert (found.status == "provisional") == (found.earliest is not None and found.due is None)
    found.to_dict()
    found.explain()
    found.explain("en")


def test_what_comes_on_a_day_not_yet_arranged_is_bounded_under_both_policies(law: Made) -> None:
    made = law(FIVE)
    for trigger in (D(2027, 3, 6), D(2027, 2, 6), D(2026, 12, 26)):
        instant = made.deadline(STEP, trigger=trigger)
        later = made.deadline(STEP, trigger=trigger, receipt="next_working_day")
        assert (instant.status, later.status) == ("provisional", "provisional")
        assert instant.earliest is not None
        assert later.earliest is not None
        assert instant.latest is not None
        assert later.latest is not None
        assert instant.earliest <= later.earliest
        assert instant.latest <= later.latest


def test_a_provisional_term_under_two_laws_needs_a_human(tmp_path: Path) -> None:
    ending = instrument(terms=[FIVE], 有效期至="2028-09-01")
    law = samples.library(tmp_path, {"ending": ending}).law("here", on=ON)
    assert law.deadline(STEP, trigger=D(2028, 8, 30)).status == "human_review"
    assert law.deadline(STEP, trigger=D(2028, 8, 1)).status == "provisional"


def test_the_answer_past_the_horizon_is_not_the_one_of_a_settled_day(law: Made) -> None:
    text = law(term("t", STEP, 长度="20")).deadline(STEP, trigger=D(2026, 12, 24)).explain()
    assert "暂定" in text
    assert "逐日" not in text


@pytest.mark.parametrize("receipt", ["receipt_instant", "next_working_day"])
@pytest.mark.parametrize(
    ("trigger", "length", "unit", "earliest", "latest"),
    [
        # The first three days of 2007 were rest days.
        (D(2006, 12, 31), 1, "日", D(2007, 1, 1), D(2007, 1, 4)),
        (D(2006, 12, 28), 2, "工作日", D(2006, 12, 30), D(2007, 1, 5)),
        # No rest lasts three weeks.
        (D(2004, 4, 14), 1, "年", D(2005, 4, 14), D(2005, 5, 5)),
    ],
)
def test_a_term_that_begins_before_the_calendar_has_bounds(
    law: Made, trigger: dt.date, length: int, unit: str, earliest: dt.date, latest: dt.date, receipt: str
) -> None:
    made = law(term("t", STEP, 长度=str(length), 单位=unit), 施行日期="0001-01-01")
    found = made.deadline(STEP, trigger=trigger, receipt=receipt)
    assert (found.status, found.due) == ("provisional", None)
    assert found.earliest == earliest
    assert found.latest is not None
    assert found.latest == latest if receipt == "receipt_instant" else found.latest >= latest
    assert "2007-01-01 以前" in found.explain()
    assert "before 2007-01-01" in found.explain("en")


def test_a_term_from_before_the_calendar_has_no_list_of_days(library: odr.Library) -> None:
    drafts = library.law("taian", on=ON, drafts=True)
    found = drafts.deadline("quality_evaluation.yearly", trigger=dt.date(2006, 12, 1))
    assert (found.status, found.due) == ("final", dt.date(2007, 12, 3))
    assert found.days == ()
    assert found.to_dict()["days"] == []
    assert "2007-12-03" in found.explain()
    assert drafts.deadline("quality_evaluation.yearly", trigger=library.calendar.first).days
