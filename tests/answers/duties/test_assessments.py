"""``law.check``: what each verdict means, which comes first, and what is told as missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from tests import samples
from tests.samples import duty, instrument, term

ON = dt.date(2026, 3, 10)
HARD = duty("hard", {"已提交下架申请": "是"})
ADVISORY = duty("advisory", {"已通知申请用户": "是"}, 效力="原则上")
MINIMUM = duty("minimum", {"公示工作日数": {"不少于": "10"}}, 效力="最低")
HUMAN = duty(
    "human",
    {"核实后处理": ["下架", "恢复开放"]},
    须人工判断={"核实后处理": "恢复开放"},
)
GUARDED = duty("guarded", {"开放库数据已销毁": "是"}, 当={"确定不宜再开放": "是"})

Law = Callable[..., odr.Law]


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """A law of the duties given, asked on a day."""

    def made(*duties: dict[str, Any], on: dt.date = ON, terms: tuple[Any, ...] = (), **more: Any) -> odr.Law:
        options = {name: more.pop(name) for name in ("drafts", "strict") if name in more}
        here = {"sample": instrument(duties=duties, terms=terms, **more)}
        return samples.library(tmp_path, here).law("here", on=on, **options)

    return made


def only(found: odr.Assessment) -> odr.Finding:
    [finding] = found.findings
    return finding


def codes(found: Any) -> list[str]:
    return [str(warning.code) for warning in found.warnings]


# -- one duty ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "verdict", "missing"),
    [
        ({"delisting_applied": True}, "compliant", ()),
        ({"delisting_applied": False}, "noncompliant", ("delisting_applied",)),
        ({"delisting_applied": None}, "undetermined", ("delisting_applied",)),
        ({}, "undetermined", ("delisting_applied",)),
        ({"已提交下架申请": True}, "compliant", ()),
    ],
)
def test_a_duty_without_a_premise(law: Law, facts: dict[str, Any], verdict: str, missing: tuple[str, ...]) -> None:
    found = law(HARD).check("delisting", facts)
    assert (found.verdict, only(found).verdict, only(found).missing) == (verdict, verdict, missing)


@pytest.mark.parametrize(
    ("premise", "must", "verdict", "missing"),
    [
        (True, True, "compliant", ()),
        (True, False, "noncompliant", ("open_copy_destroyed",)),
        (True, None, "undetermined", ("open_copy_destroyed",)),
        (False, False, "not_applicable", ()),
        (False, None, "not_applicable", ()),
        # Whether or not there is the duty, it is fulfilled.
        (None, True, "compliant", ()),
        (None, False, "undetermined", ("finally_unfit",)),
        (None, None, "undetermined", ("finally_unfit", "open_copy_destroyed")),
    ],
)
def test_a_duty_with_a_premise(law: Law, premise: Any, must: Any, verdict: str, missing: tuple[str, ...]) -> None:
    found = law(GUARDED).check("delisting", {"finally_unfit": premise, "open_copy_destroyed": must})
    assert (found.verdict, only(found).verdict, only(found).missing) == (verdict, verdict, missing)


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [("delisted", "compliant"), ("resumed", "human_review"), ("none", "noncompliant"), (None, "undetermined")],
)
def test_what_is_vague_needs_a_human_and_what_is_unmet_does_not(law: Law, measure: Any, verdict: str) -> None:
    assert law(HUMAN).check("delisting", {"post_verification_measure": measure}).verdict == verdict


def test_only_what_would_settle_a_finding_is_missing(law: Law) -> None:
    either = {"任一满足": [{"已提交下架申请": "是"}, {"已通知申请用户": "是"}]}
    both = {"全部满足": [{"确定不宜再开放": "是"}, {"开放库数据已销毁": "是"}]}
    found = law(duty("one", both, 当=either)).check(
        "delisting", {"delisting_applied": True, "finally_unfit": True, "open_copy_destroyed": None}
    )
    assert only(found).missing == ("open_copy_destroyed",)


def test_an_unmet_duty_names_only_the_parts_that_fail(law: Law) -> None:
    both = {"全部满足": [{"确定不宜再开放": "是"}, {"开放库数据已销毁": "是"}]}
    found = law(duty("one", both)).check("delisting", {"finally_unfit": True, "open_copy_destroyed": False})
    assert only(found).missing == ("open_copy_destroyed",)


@pytest.mark.parametrize(
    ("comparison", "held", "verdict", "missing"),
    [
        ({"包含": ["开放用途"]}, [], None, ()),
        ({"包含": ["数据用途", "使用期限"]}, ["purpose", "period"], "compliant", ()),
        ({"包含": ["数据用途", "使用期限"]}, ["purpose"], "noncompliant", ("period",)),
        ({"包含": ["数据用途", "使用期限"]}, [], "noncompliant", ("purpose", "period")),
        ({"包含": ["数据用途", "使用期限"]}, None, "undetermined", ("agreement_clauses",)),
        ({"不含": ["到期销毁"]}, [], "compliant", ()),
        ({"不含": ["到期销毁"]}, ["destruction", "purpose"], "noncompliant", ("destruction",)),
    ],
)
def test_lists_tell_which_values_are_missing(
    law: Law, comparison: Any, held: Any, verdict: Any, missing: tuple[str, ...]
) -> None:
    written = duty("list", {"利用协议要素": comparison}, matter="数据获取与利用")
    if verdict is None:
        with pytest.raises(odr.BadPack, match="开放用途"):
            law(written)
        return
    found = law(written).check("access", {"agreement_clauses": held})
    assert (found.verdict, only(found).missing) == (verdict, missing)


@pytest.mark.parametrize(("days", "verdict"), [(9, "noncompliant"), (10, "compliant"), (0, "noncompliant")])
def test_a_least_number_unmet_is_a_breach(law: Law, days: int, verdict: str) -> None:
    found = law(MINIMUM).check("delisting", {"notice_working_days": days})
    assert (found.verdict, only(found).force) == (verdict, "minimum")


def test_an_unmet_duty_says_what_to_do_and_what_follows(law: Law) -> None:
    found = only(law({**HARD, "责任": ["8"]}).check("delisting", {"delisting_applied": False}))
    assert found.action == "办理 hard"
    assert [citation.ref for citation in found.consequence] == ["8"]
    assert (found.citation.instrument, found.citation.ref, str(found.citation)) == (
        "sample",
        "1",
        "《示例市公共数据办法》第一条",
    )


@pytest.mark.parametrize("value", [True, None])
def test_what_is_done_asks_for_nothing(law: Law, value: Any) -> None:
    found = only(law(HARD).check("delisting", {"delisting_applied": value}))
    assert found.action == ("" if value else "办理 hard")


# -- many duties ------------------------------------------------------------------------------------------------------

GOOD = {
    "delisting_applied": True,
    "users_notified": True,
    "notice_working_days": 10,
    "post_verification_measure": "delisted",
    "finally_unfit": True,
    "open_copy_destroyed": True,
}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "compliant"),
        ({"users_notified": None, "post_verification_measure": "resumed", "delisting_applied": False}, "noncompliant"),
        ({"notice_working_days": 9, "post_verification_measure": "resumed"}, "noncompliant"),
        ({"users_notified": None, "post_verification_measure": "resumed"}, "human_review"),
        # What is asked in principle only never makes the whole noncompliant, so that it need not be known.
        ({"users_notified": None}, "compliant"),
        ({"users_notified": False}, "compliant"),
        ({"delisting_applied": None}, "undetermined"),
        ({"finally_unfit": False}, "compliant"),
    ],
)
def test_the_gravest_finding_is_the_verdict(law: Law, change: dict[str, Any], verdict: str) -> None:
    found = law(HARD, ADVISORY, MINIMUM, HUMAN, GUARDED).check("delisting", GOOD | change)
    assert found.verdict == verdict
    assert [finding.id for finding in found.findings] == ["hard", "advisory", "minimum", "human", "guarded"]


def test_an_unmet_principle_is_told_and_is_no_breach(law: Law) -> None:
    found = law(ADVISORY).check("delisting", {"users_notified": False})
    assert (found.verdict, only(found).verdict, only(found).force) == ("compliant", "noncompliant", "advisory")
    assert only(found).missing == ("users_notified",)


def test_where_no_duty_reaches_the_facts_nothing_applies(law: Law) -> None:
    assert law(GUARDED).check("delisting", {"finally_unfit": False}).verdict == "not_applicable"


# -- scope ------------------------------------------------------------------------------------------------------------

SCOPE = [
    duty("place", {"在本行政区域内": "是"}, matter="适用范围"),
    duty(
        "holder",
        {"持有者类型": ["国家机关", "其他"]},
        matter="适用范围",
        须人工判断={"持有者类型": "其他"},
    ),
]


@pytest.mark.parametrize(
    ("within", "holder", "verdict"),
    [
        (True, "state_organ", "compliant"),
        (False, "state_organ", "not_applicable"),
        (False, "other", "human_review"),
        # The holder may be one that a human must judge, which comes first.
        (False, None, "undetermined"),
        (None, "natural_person", "not_applicable"),
        (None, "state_organ", "undetermined"),
        (None, "other", "human_review"),
        (None, None, "undetermined"),
    ],
)
def test_scope_has_an_order_of_its_own(law: Law, within: Any, holder: Any, verdict: str) -> None:
    found = law(*SCOPE).check("scope", {"within_territory": within, "holder_type": holder})
    assert found.verdict == verdict
    assert "noncompliant" not in {finding.verdict for finding in found.findings}


def test_what_is_not_covered_says_why(law: Law) -> None:
    found = law(*SCOPE).check("scope", {"within_territory": False, "holder_type": "state_organ"})
    assert found.findings[0].missing == ("within_territory",)


def test_a_state_secret_warns_of_the_secrecy_law(law: Law) -> None:
    referral = {"编号": "secret", "条文": "4", "要旨": "按保密规定", "英文": "secrets", "条件": {"国家秘密": "是"}}
    secret = law(*SCOPE, rules={"转致": [referral]}).check("scope", {"state_secret": True})
    assert "secrecy_law" in codes(secret)
    assert "secrecy_law" not in codes(law(*SCOPE, rules={"转致": [referral]}).check("scope", {"state_secret": False}))


# -- who answers ------------------------------------------------------------------------------------------------------


def test_a_topic_nobody_regulates(law: Law) -> None:
    found = law(HARD).check("migration", {})
    assert (found.verdict, found.findings) == ("not_regulated", ())
    assert "no_rule_in_force" not in codes(found)


def test_nothing_in_force_at_all(law: Law) -> None:
    found = law(HARD, on=dt.date(2019, 12, 31)).check("delisting", {"delisting_applied": True})
    assert found.verdict == "not_regulated"
    assert codes(found) == ["no_rule_in_force", "not_yet_in_force"]


def test_a_higher_instrument_fills_only_what_no_nearer_one_regulates(tmp_path: Path) -> None:
    here = {"near": instrument(duties=[duty("near-1", {"已提交下架申请": "是"})])}
    above = {
        "far": instrument(
            duties=[
                duty("far-1", {"开放库数据已销毁": "是"}),
                duty("far-2", {"目录已迁移": "是"}, matter="目录迁移"),
            ]
        )
    }
    law = samples.library(tmp_path, here, above).law("here", on=ON)
    assert [finding.id for finding in law.check("delisting", {}).findings] == ["near-1"]
    assert [finding.id for finding in law.check("migration", {}).findings] == ["far-2"]


@pytest.mark.parametrize(
    ("on", "answering", "warned"),
    [
        (dt.date(2024, 12, 31), "far", "not_yet_in_force"),
        (dt.date(2025, 1, 1), "near", None),
        (dt.date(2027, 6, 30), "near", "expires_today"),
        (dt.date(2027, 7, 1), "far", "expired_instrument"),
    ],
)
def test_the_law_of_the_day_answers(tmp_path: Path, on: dt.date, answering: str, warned: str | None) -> None:
    near = instrument(duties=[HARD], 施行日期="2025-01-01", 有效期至="2027-06-30")
    far = instrument(duties=[{**HARD, "编号": "far"}])
    found = samples.library(tmp_path, {"near": near}, {"far": far}).law("here", on=on).check("delisting", {})
    assert only(found).citation.instrument == answering
    assert codes(found) == ([warned] if warned else [])


def test_an_uncollected_instrument_as_near_warns_and_strictly_leaves_it_open(tmp_path: Path) -> None:
    library = samples.library(tmp_path, {"unread": instrument(收录="未收录"), "sample": instrument(duties=[HARD])})
    facts = {"delisting_applied": False}
    found = library.law("here", on=ON).check("delisting", facts)
    assert (found.verdict, codes(found)) == ("noncompliant", ["missing_instrument"])
    strict = library.law("here", on=ON, strict=True).check("delisting", facts)
    assert (strict.verdict, codes(strict)) == ("undetermined", ["missing_instrument"])
    # What the text at hand says is still told.
    assert only(strict).verdict == "noncompliant"


def test_secondary_sources_are_named(law: Law) -> None:
    found = law(HARD, 来源="二手资料").check("delisting", {})
    assert codes(found) == ["secondary_source"]


def test_a_draft_answers_only_where_asked_for(law: Law) -> None:
    draft = {"草案": "是"}
    assert law(HARD, **draft).check("delisting", {"delisting_applied": True}).verdict == "not_regulated"
    found = law(HARD, **draft, drafts=True, on=dt.date(1990, 1, 1)).check("delisting", {"delisting_applied": True})
    assert (found.verdict, codes(found)) == ("compliant", ["draft"])


def test_contradictory_facts_need_a_human(law: Law) -> None:
    facts = {"delisting_applied": False, "statute_bars_any_form": True, "law_prohibits_opening": False}
    barred = duty("barred", {"已通知申请用户": "是"}, 当={"法定不予开放": "是"})
    found = law(HARD, barred).check("delisting", facts)
    assert (found.verdict, found.possible, codes(found)) == ("human_review", frozenset(), ["contradictory_facts"])
    assert "任何形式均不得开放" in found.warnings[0].text
    assert [finding.verdict for finding in found.findings] == ["noncompliant", "human_review"]
    assert law(HARD, barred, strict=True).check("delisting", facts).verdict == "human_review"
    # Facts that the question does not use are ignored.
    assert law(HARD).check("delisting", facts).verdict == "noncompliant"


def test_foreign_facts_are_checked_and_ignored(law: Law) -> None:
    assert law(HARD).check("delisting", {"delisting_applied": True, "fee_charged": True}).verdict == "compliant"
    with pytest.raises(odr.BadFact):
        law(HARD).check("delisting", {"delisting_applied": True, "fee_charged": "yes"})


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        ({"finally_unfit": True}, True),
        ({}, True),
        ({"finally_unfit": False}, False),
    ],
)
def test_an_open_question_warns_where_it_matters(law: Law, facts: dict[str, Any], warned: bool) -> None:
    question = {"读法": ["甲", "乙"], "采用": "甲", "理由": "从严", "情形": {"确定不宜再开放": "是"}}
    found = law({**HARD, "存疑": question}).check("delisting", facts)
    assert codes(found) == (["open_question"] if warned else [])


def test_an_open_question_of_a_duty_that_does_not_apply_is_silent(law: Law) -> None:
    question = {"读法": ["甲", "乙"], "采用": "甲", "理由": "从严"}
    assert codes(law({**GUARDED, "存疑": question}).check("delisting", {"finally_unfit": False})) == []


# -- days and terms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (ON, "noncompliant"),
        (ON - dt.timedelta(days=1), "compliant"),
        (ON + dt.timedelta(days=1), "noncompliant"),
        (None, "undetermined"),
    ],
)
def test_a_day_is_past_from_the_next_one_on(law: Law, day: Any, verdict: str) -> None:
    assert law(duty("past", {"下架日期": "已过"})).check("delisting", {"delisted_on": day}).verdict == verdict


OBJECTION = duty(
    "in-time",
    {"按期": {"步骤": "objection.feedback", "起算": "收到异议日期", "完成": "反馈日期"}},
    matter="异议处理",
)
RECEIVED = dt.date(2026, 3, 2)
LAST = dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("given", "verdict", "missing"),
    [
        (LAST, "compliant", ()),
        (LAST + dt.timedelta(days=1), "noncompliant", ("objection_received_on", "feedback_given_on")),
        (None, "undetermined", ("feedback_given_on",)),
    ],
)
def test_a_duty_to_keep_a_term(law: Law, given: Any, verdict: str, missing: tuple[str, ...]) -> None:
    facts = {"objection_received_on": RECEIVED, "feedback_given_on": given}
    found = law(OBJECTION, terms=(term("t", "objection.feedback"),)).check("objection", facts)
    assert (found.verdict, only(found).missing) == (verdict, missing)


LONGER = term("t", "objection.feedback", 延长=samples.extension({"情况复杂": "是"}, "延长告知日期", "8"))


@pytest.mark.parametrize(
    ("extra", "given", "verdict"),
    [
        ({}, LAST, "compliant"),
        # Whether the term was extended is not known, and it would then be kept.
        ({}, dt.date(2026, 3, 10), "undetermined"),
        ({"complex_case": True}, dt.date(2026, 3, 10), "undetermined"),
        ({"extension_notified_on": LAST}, dt.date(2026, 3, 10), "undetermined"),
        ({"complex_case": False}, dt.date(2026, 3, 10), "noncompliant"),
        ({"extension_notified_on": dt.date(2026, 3, 10)}, dt.date(2026, 3, 10), "noncompliant"),
        ({}, dt.date(2026, 3, 13), "noncompliant"),
        ({"complex_case": True, "extension_notified_on": LAST}, dt.date(2026, 3, 12), "compliant"),
        ({"complex_case": True, "extension_notified_on": LAST}, dt.date(2026, 3, 13), "noncompliant"),
    ],
)
def test_an_extension_that_may_have_been_granted_settles_nothing(
    law: Law, extra: dict[str, Any], given: dt.date, verdict: str
) -> None:
    facts = {"objection_received_on": RECEIVED, "feedback_given_on": given, **extra}
    found = law(OBJECTION, terms=(LONGER,), on=dt.date(2026, 3, 20)).check("objection", facts)
    assert found.verdict == verdict
    if verdict == "undetermined":
        asked = {"complex_case", "extension_notified_on"} - set(extra)
        assert set(only(found).missing) == asked


def test_an_extension_without_a_cap_that_may_hold_leaves_lateness_open(law: Law) -> None:
    uncapped = term("t", "objection.feedback", 延长=samples.extension({"情况复杂": "是"}, "延长告知日期"))
    facts: dict[str, Any] = {"objection_received_on": RECEIVED, "feedback_given_on": dt.date(2026, 9, 1)}
    found = law(OBJECTION, terms=(uncapped,), on=dt.date(2026, 9, 1))
    assert found.check("objection", facts).verdict == "undetermined"
    assert found.check("objection", facts | {"complex_case": False}).verdict == "noncompliant"


def test_facts_of_a_topic_include_those_its_terms_depend_on(law: Law) -> None:
    used = [fact.id for fact in law(OBJECTION, terms=(LONGER,)).facts("objection")]
    assert used == ["objection_received_on", "feedback_given_on", "complex_case", "extension_notified_on"]


UPDATE = duty("fresh", {"按期": {"步骤": "update.refresh", "起算": "最近更新日期"}}, matter="数据更新")
CADENCE = term("t", "update.refresh", 长度=None, 单位="更新频率")


@pytest.mark.parametrize(
    ("frequency", "updated", "verdict", "missing"),
    [
        ("monthly", dt.date(2026, 2, 10), "compliant", ()),
        ("monthly", dt.date(2026, 2, 9), "noncompliant", ("last_updated_on",)),
        (None, dt.date(2026, 2, 9), "undetermined", ("update_frequency",)),
        ("monthly", None, "undetermined", ("last_updated_on",)),
        (None, None, "undetermined", ("last_updated_on", "update_frequency")),
    ],
)
def test_data_is_fresh_for_as_long_as_its_declared_frequency(
    law: Law, frequency: Any, updated: Any, verdict: str, missing: tuple[str, ...]
) -> None:
    found = law(UPDATE, terms=(CADENCE,)).check("update", {"update_frequency": frequency, "last_updated_on": updated})
    assert (found.verdict, only(found).missing) == (verdict, missing)


def test_a_duty_that_never_ends_is_judged_by_the_law_of_today(law: Law) -> None:
    # The last update lies before the law took effect.
    facts = {"update_frequency": "yearly", "last_updated_on": dt.date(2019, 6, 1)}
    assert law(UPDATE, terms=(CADENCE,)).check("update", facts).verdict == "noncompliant"


def test_a_year_stands_for_its_first_day(law: Law) -> None:
    plan = duty(
        "plan",
        {"按期": {"步骤": "annual_plan.publication", "起算": "计划年度", "完成": "年度计划发布日期"}},
        matter="年度开放计划",
    )
    fixed = term("t", "annual_plan.publication", 长度=None, 单位=None, 固定日期="05-31")
    found = law(plan, terms=(fixed,), on=dt.date(2026, 6, 1))
    for day, verdict in ((dt.date(2026, 5, 31), "compliant"), (dt.date(2026, 6, 1), "noncompliant")):
        assert found.check("annual_plan", {"plan_year": 2026, "plan_published_on": day}).verdict == verdict
    # Years that no date has: long before the instrument, and far away.
    assert found.check("annual_plan", {"plan_year": 0, "plan_published_on": ON}).verdict == "not_applicable"
    assert found.check("annual_plan", {"plan_year": 10000, "plan_published_on": ON}).verdict == "compliant"


@pytest.mark.parametrize(
    ("relation", "done", "verdict"),
    [
        ("期满", dt.date(2026, 3, 8), "noncompliant"),
        ("期满", LAST, "compliant"),
        ("期满后", LAST, "noncompliant"),
        ("期满后", dt.date(2026, 3, 10), "compliant"),
    ],
)
def test_a_term_that_must_have_run_out(law: Law, relation: str, done: dt.date, verdict: str) -> None:
    must = {relation: {"步骤": "delisting.public_notice", "起算": "公示起始日", "完成": "下架日期"}}
    notice = term("t", "delisting.public_notice", 效力="最低")
    found = law(duty("d", must), terms=(notice,)).check("delisting", {"notice_from": RECEIVED, "delisted_on": done})
    assert found.verdict == verdict


def test_lengths_in_months_and_years_are_counted_by_the_calendar(law: Law) -> None:
    must = {"按期": {"长度": "1", "单位": "年", "起算": "最近质量评估日期"}}
    yearly = law(duty("d", must, matter="数据质量"))
    for day, verdict in ((dt.date(2025, 3, 10), "compliant"), (dt.date(2025, 3, 9), "noncompliant")):
        assert yearly.check("quality", {"last_quality_evaluation_on": day}).verdict == verdict


def test_lengths_that_no_calendar_reaches_settle_nothing(law: Law) -> None:
    must = {"按期": {"长度": "9999", "单位": "年", "起算": "最近质量评估日期"}}
    found = law(duty("d", must, matter="数据质量")).check("quality", {"last_quality_evaluation_on": ON})
    assert found.verdict == "undetermined"
