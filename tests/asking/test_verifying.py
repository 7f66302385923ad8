"""What somebody says of the law is supported by a receipt, or refused with what is right."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import opendata_rules as odr
from opendata_rules.agents.local import Own
from opendata_rules.asking.cited import citations_in
from opendata_rules.asking.verifying import verified

from ..amendments import NEW, SHORTER, amended
from ..laws import facts, law, library

ON = "2026-03-10"
TAIAN, DRAFT = "taian-open-data-measures-2025", "shandong-open-data-rules-draft-2024"
TITLE = "《泰安市公共数据开放办法（试行）》"
DRAFT_TITLE = "《山东省公共数据开放工作细则（公开征求意见稿）》"
SECRET = {"question": "classify", "place": "泰安", "on": ON, "facts": {"state_secret": True}}
OBJECTION = {"question": "deadline", "place": "taian", "on": ON, "step": "objection.feedback", "trigger": "2026-03-02"}
LIST = {"question": "check", "place": "taian", "on": ON, "topic": "list", "facts": {}}
CHANGE = {"question": "change", "place": "taian", "on": ON, "before": "open", "after": "closed", "facts": {}}
SHARED = {
    "question": "classify",
    "place": "qingdao",
    "on": ON,
    "scheme": "sharing",
    "facts": {"shareable_scope": "none"},
}
CASE = {"question": "schedule", "place": "jining", "on": ON, "procedure": "unopened_request", "trigger": "2026-03-02"}
DEPARTMENTS = (("县", "（县、县级市、区）"), ("市", "（设区的市）"), ("省", ""))
LAW = {"question": "law", "place": "taian", "on": ON}


def told(claim: Any) -> dict[str, Any]:
    return verified(Own(library()), claim).to_dict()


SUPPORTED = {
    "attribute": {**SECRET, "states": {"attribute": "closed", "status": "decided", "permitted": ["closed"]}},
    "attribute in Chinese": {**SECRET, "states": {"attribute": "不予开放"}},
    "attribute of sharing in Chinese": {**SHARED, "states": {"attribute": "不予共享", "possible": ["不予共享"]}},
    "an item": {**SECRET, "cites": [f"{TITLE}第十二条第（二）项"]},
    "a whole article": {**SECRET, "cites": [f"{TAIAN} 12"]},
    "an item by title": {**SECRET, "cites": [{"instrument": TITLE, "ref": "12(二)", "as": "grounds"}]},
    "what is unknown": {**SECRET, "facts": {}, "states": {"attribute": None, "status": "undetermined"}},
    "a day": {**OBJECTION, "states": {"due": "2026-03-16", "status": "final"}, "cites": [f"{TITLE}第三十条第二款"]},
    "a duty": {**LIST, "states": {"verdict": "undetermined"}, "parts": {"taian-17-priority": {"force": "hard"}}},
    "a requirement": {**CHANGE, "parts": {"consent": {"state": "unknown", "hard": True}}},
    "a sanction": {**CHANGE, "cites": [{"instrument": TAIAN, "ref": "32(六)", "as": "consequence"}]},
    "a step": {**CASE, "parts": {"form_review": {"state": "overdue", "due": "2026-03-09"}}},
    "a place by its name": {**SECRET, "states": {"place": "泰安", "scheme": "开放属性", "status": "已定"}},
    "a place by its code": {**SECRET, "states": {"place": "370900"}},
    "a status in Chinese": {
        **SECRET,
        "facts": {},
        "states": {"status": "未定", "possible": ["不予开放", "有条件开放", "无条件开放"]},
    },
    "a deadline in Chinese": {
        **OBJECTION,
        "states": {"place": "泰安市", "status": "确定", "force": "应当", "receipt_policy": "当日", "unit": "个工作日"},
    },
    "a step by its names": {**OBJECTION, "states": {"step": "异议处理.反馈处理结果"}},
    "a duty in Chinese": {
        **LIST,
        "states": {"topic": "开放清单", "verdict": "未定"},
        "parts": {"taian-17-priority": {"force": "应当"}},
    },
    "a requirement in Chinese": {
        **CHANGE,
        "states": {
            "before": "无条件开放",
            "verdict": "未定",
            "approver": [f"{level}级大数据主管部门{note}" for level, note in DEPARTMENTS],
        },
        "parts": {"consent": {"state": "不清楚", "facts": ["同意（审核）状态"]}},
    },
    "a case in Chinese": {
        **CASE,
        "states": {"procedure": "未开放数据需求申请"},
        "parts": {"form_review": {"state": "逾期未完成"}},
    },
    "an instrument in Chinese": {**LAW, "states": {TAIAN: "施行中"}},
    "an article that there is": {**LAW, "cites": [f"{TAIAN} 34"], "states": {TAIAN: "in_force"}},
    "an item by its number": {**SECRET, "cites": [f"{TITLE}（泰数字〔2025〕8号）第十二条第（二）项"]},
    "a citation as answers have it": {
        **SECRET,
        "cites": [{"instrument": TAIAN, "ref": "12(二)", "text": f"{TITLE}第十二条第（二）项"}],
    },
    "a draft told as one": {**LAW, "cites": [f"{DRAFT} 7"], "states": {DRAFT: "draft"}, "told_as": "draft"},
}


@pytest.mark.parametrize("claim", SUPPORTED.values(), ids=list(SUPPORTED))
def test_what_the_answer_says_is_supported(claim: dict[str, Any]) -> None:
    found = told(claim)
    assert found["problems"] == []
    assert found["supported"] is True


#: Claims that no receipt supports, with the code of each problem, and what is right for the first.
REFUSED: dict[str, tuple[Any, list[str], Any]] = {
    "wrong attribute": ({**SECRET, "states": {"attribute": "open"}}, ["wrong_statement"], "closed"),
    "sharing of an answer on opening": ({**SECRET, "states": {"attribute": "不予共享"}}, ["wrong_statement"], "closed"),
    "opening of an answer on sharing": (
        {**SHARED, "states": {"attribute": "不予开放", "permitted": ["不予开放"]}},
        ["wrong_statement", "wrong_statement"],
        "closed",
    ),
    "sharing of a change": ({**CHANGE, "states": {"before": "无条件共享"}}, ["wrong_statement"], "open"),
    "unknown told as known": ({**SECRET, "facts": {}, "states": {"attribute": "open"}}, ["wrong_statement"], None),
    "known told as unknown": ({**SECRET, "states": {"attribute": None}}, ["wrong_statement"], "closed"),
    "yes and one": ({**CHANGE, "parts": {"consent": {"hard": 1}}}, ["wrong_statement"], True),
    "too few": ({**SECRET, "facts": {}, "states": {"possible": ["closed"]}}, ["wrong_statement"], None),
    "one twice": ({**SECRET, "facts": {}, "states": {"possible": ["closed"] * 3}}, ["wrong_statement"], None),
    "another place by its name": ({**SECRET, "states": {"place": "济宁"}}, ["wrong_statement"], "taian"),
    "a place that is none": ({**SECRET, "states": {"place": "火星"}}, ["wrong_statement"], "taian"),
    "the word of another key": ({**SECRET, "states": {"status": "不予开放"}}, ["wrong_statement"], "decided"),
    "the word of a step": ({**CHANGE, "parts": {"consent": {"state": "按期完成"}}}, ["wrong_statement"], "unknown"),
    "the other status": ({**OBJECTION, "states": {"status": "暂定"}}, ["wrong_statement"], "final"),
    "wrong day": ({**OBJECTION, "states": {"due": "2026-03-12"}}, ["wrong_statement"], "2026-03-16"),
    "wrong step": ({**CASE, "parts": {"form_review": {"state": "met"}}}, ["wrong_statement"], "overdue"),
    "no key": ({**SECRET, "states": {"fine": "100000"}}, ["no_such_statement"], None),
    "the receipt is none": ({**SECRET, "states": {"receipt": {}}}, ["no_such_statement"], None),
    "no part": ({**LIST, "parts": {"taian-99": {"verdict": "compliant"}}}, ["no_such_part"], None),
    "no article": ({**SECRET, "cites": [f"{TITLE}第九十九条"]}, ["no_such_article"], None),
    "no instrument": ({**SECRET, "cites": ["《公共数据处罚法》第一条"]}, ["no_such_instrument"], None),
    "another place's": ({**SECRET, "cites": ["《济宁市公共数据开放工作细则》第八条"]}, ["no_such_instrument"], None),
    "a citation that says another place": (
        {**SECRET, "cites": [{"instrument": TAIAN, "ref": "12(二)", "text": f"{TITLE}第九十九条"}]},
        ["wrong_statement"],
        [f"{TITLE}第十二条第（二）项"],
    ),
    "a citation that says what it likes": (
        {**SECRET, "cites": [{"instrument": TAIAN, "ref": "12(二)", "text": "国家秘密可以开放"}]},
        ["no_such_instrument"],
        None,
    ),
    "another number": (
        {**SECRET, "cites": [f"{TITLE}（国务院令第999号）第十二条第（二）项"]},
        ["wrong_statement"],
        [f"{TITLE}（泰数字〔2025〕8号）"],
    ),
    "a remark as if it were a number": (
        {**LAW, "cites": [f"{TITLE}（2099年修订）第十二条"]},
        ["wrong_statement"],
        None,
    ),
    "a number nobody knows": ({**LAW, "cites": [f"{DRAFT_TITLE}（1号）第七条"]}, ["wrong_statement"], []),
    "an item of the law itself": (
        {**LAW, "cites": [f"{TITLE}第十二条第（九十九）项"]},
        ["finer_than_receipt"],
        [f"{TAIAN} 12"],
    ),
    "law told as a draft": ({**LAW, "cites": [f"{TAIAN} 12"], "told_as": "draft"}, ["wrong_statement"], "law"),
    "an answer of law told as a draft": (
        {**SECRET, "states": {"attribute": "closed"}, "told_as": "draft"},
        ["wrong_statement"],
        "law",
    ),
    "expired, told as a draft": (
        {**LAW, "on": "2029-03-10", "cites": [f"{TAIAN} 12", f"{DRAFT} 7"], "told_as": "draft"},
        ["not_in_force"],
        "expired",
    ),
    "a receipt of the law itself": ({**LAW, "cites": [f"{TAIAN} 12"], "evidence": {"a": 1}}, ["bad_argument"], None),
    "parts of the law itself": ({**LAW, "cites": [f"{TAIAN} 12"], "parts": {"x": {"y": 1}}}, ["bad_argument"], None),
    "no place in it": ({**SECRET, "cites": [f"{TAIAN} 第十二页"]}, ["bad_argument"], None),
    "not relied on": ({**SECRET, "cites": [f"{TAIAN} 12(三)"]}, ["not_cited"], [f"{TAIAN} 12(二)"]),
    "in another role": (
        {**CHANGE, "cites": [{"instrument": TAIAN, "ref": "32(六)", "as": "requirements"}]},
        ["not_cited"],
        None,
    ),
    "more exact": ({**OBJECTION, "cites": [f"{TAIAN} 30(2)(一)"]}, ["finer_than_receipt"], None),
    "not collected": ({**LAW, "cites": ["shandong-measures-344 12"]}, ["article_unknown"], None),
    "a draft as law": ({**LAW, "cites": [f"{DRAFT} 7"]}, ["draft"], "draft"),
    "a draft in force": ({**LAW, "states": {DRAFT: "in_force"}}, ["wrong_statement"], "draft"),
    "an answer of drafts": (
        {**SECRET, "place": "shandong", "drafts": True, "states": {"attribute": "closed"}},
        ["draft"],
        "draft",
    ),
    "expired": ({**LAW, "on": "2029-03-10", "cites": [f"{TAIAN} 12"]}, ["not_in_force"], "expired"),
    "not yet": ({**LAW, "on": "2025-03-10", "cites": [f"{TAIAN} 12"]}, ["not_in_force"], "not_yet_in_force"),
    "a trigger before": (
        {**OBJECTION, "trigger": "2025-03-03", "cites": [f"{TAIAN} 30(2)"]},
        ["not_in_force", "not_cited"],
        "not_yet_in_force",
    ),
    "two at once": (
        {**SECRET, "states": {"attribute": "open", "x": 1}},
        ["wrong_statement", "no_such_statement"],
        None,
    ),
    "no fact": ({**SECRET, "facts": {"statesecret": True}, "states": {"attribute": "closed"}}, ["unknown_fact"], None),
    "no place": ({**SECRET, "place": "火星", "states": {"attribute": "closed"}}, ["unknown_jurisdiction"], None),
    "no such day": ({**SECRET, "on": "2026-02-30", "states": {"attribute": "closed"}}, ["bad_argument"], None),
    "nothing": (SECRET, ["bad_argument"], None),
    "no question": ({"states": {"attribute": "open"}}, ["bad_argument"], None),
    "another question": ({"question": "sue", "states": {"attribute": "open"}}, ["bad_argument"], None),
    "no claim": ("closed", ["bad_argument"], None),
    "another key": ({**SECRET, "states": {"attribute": "closed"}, "topic": "list"}, ["bad_argument"], None),
    "statements that are none": ({**SECRET, "states": ["closed"]}, ["bad_argument"], None),
    "parts that are none": ({**LIST, "parts": {"taian-17-priority": "compliant"}}, ["bad_argument"], None),
    "told as something else": (
        {**SECRET, "states": {"attribute": "closed"}, "told_as": "fact"},
        ["bad_argument"],
        None,
    ),
}


@pytest.mark.parametrize(("claim", "codes", "right"), REFUSED.values(), ids=list(REFUSED))
def test_what_no_receipt_supports_is_refused_with_what_is_right(claim: Any, codes: list[str], right: Any) -> None:
    found = told(claim)
    assert [problem["code"] for problem in found["problems"]] == codes
    assert found["supported"] is False
    first = found["problems"][0]
    assert first["detail"].endswith(("。", "？"))
    assert first["detail_en"].isprintable()
    assert first["detail_en"] not in ("", first["detail"])
    if right is not None:
        assert first["right"] == right


def test_a_refused_claim_still_tells_the_answer() -> None:
    found = told({**SECRET, "facts": {"personal_privacy": True}, "states": {"attribute": "open"}})
    assert found["holds_only_if"] == {"personal_privacy": True}
    assert "third_party_response" in found["unknown"]
    assert "未定" in found["said"]["zh"]
    assert "undetermined" in found["said"]["en"]


# -- receipts ---------------------------------------------------------------------------------------------------------


def evidence(**known: Any) -> dict[str, Any]:
    return law("taian").classify(known).receipt


def test_a_receipt_supplies_question_and_facts() -> None:
    answer = law("taian").classify({"state_secret": True}, declared="open")
    for shown in (answer.receipt, answer.to_dict()):
        claim = {"question": "classify", "evidence": shown, "states": {"attribute": "closed", "declared_valid": False}}
        assert told(claim)["supported"] is True


def test_every_kind_of_receipt_can_be_evidence() -> None:
    on = dt.date(2026, 3, 10)
    answers: dict[str, odr.Answer] = {
        "change": law("taian").check_change("open", "closed", {}),
        "check": law("taian").check("list", {}),
        "deadline": law("taian").deadline("objection.feedback", trigger=dt.date(2026, 3, 2)),
        "schedule": law("jining").schedule(
            "unopened_request", trigger=dt.date(2026, 3, 2), actual={"form_review": dt.date(2026, 3, 5)}, on=on
        ),
    }
    for question, answer in answers.items():
        claim: dict[str, Any] = {"question": question, "evidence": answer.receipt, "states": {"on": str(answer.on)}}
        assert told(claim)["problems"] == [], question


def test_a_fact_that_the_receipt_does_not_have_is_not_known() -> None:
    claim = {"question": "classify", "evidence": evidence(personal_privacy=True), "states": {"status": "undetermined"}}
    assert told(claim)["supported"] is True
    found = told({**claim, "facts": {"personal_privacy": True, "涉及商业秘密": False}})
    assert [one["code"] for one in found["problems"]] == ["fact_not_in_receipt"]
    assert (found["problems"][0]["about"], found["problems"][0]["right"]) == ("facts.trade_secret", None)
    found = told({**claim, "facts": {"personal_privacy": False}})
    assert ("fact_not_in_receipt", True) in [(one["code"], one["right"]) for one in found["problems"]]
    found = told({**claim, "facts": {}})
    assert ("fact_not_in_receipt", True) in [(one["code"], one["right"]) for one in found["problems"]]


def test_a_receipt_of_another_question_supports_nothing() -> None:
    claim = {"question": "classify", "evidence": evidence(state_secret=True), "states": {"attribute": "closed"}}
    for changed in ({"place": "jining"}, {"on": "2026-03-11"}, {"scheme": "sharing"}, {"declared": "open"}):
        codes = [one["code"] for one in told({**claim, **changed})["problems"]]
        assert "other_question" in codes, changed
    found = told({**CHANGE, "evidence": evidence(state_secret=True), "states": {"before": "open"}})
    assert "other_question" in [one["code"] for one in found["problems"]]


def test_a_receipt_that_was_changed_supports_nothing() -> None:
    whole = evidence(state_secret=True)
    for name in ("facts", "outcome", "on", "place", "question", "options"):
        changed = copy.deepcopy(whole)
        changed[name] = {"state_secret": False} if isinstance(changed[name], dict) else "2026-03-11"
        found = told({**SECRET, "evidence": changed, "states": {"attribute": "closed"}})
        assert found["supported"] is False, name
    for none in ({"receipt": {}}, {"a": 1}, {"kind": "classify"}):
        assert told({**SECRET, "evidence": none, "states": {"attribute": "closed"}})["supported"] is False
    assert told({**SECRET, "evidence": [], "states": {"attribute": "closed"}})["supported"] is False


# -- any answer --------------------------------------------------------------------------------------------------------


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, "x"]
    return f"{value}x" if value is not None else "x"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(known=facts("taian", "opening", most_unknown=6))
def test_an_answer_supports_itself_and_nothing_else(known: dict[str, Any]) -> None:
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}
    answer = law("taian").classify(known, declared="open")
    whole = answer.to_dict()
    said = {name: whole[name] for name in ("attribute", "status", "possible", "permitted", "declared_valid", "scheme")}
    claim = {**SECRET, "facts": plain, "declared": "open", "states": said}
    cites: list[Any] = [dict(one) for _, one in citations_in({"grounds": whole["grounds"]})]
    assert told({**claim, "cites": cites})["problems"] == []
    for name, value in said.items():
        assert told({**claim, "states": {name: _other(value)}})["supported"] is False


def test_an_article_is_looked_for_in_the_version_that_answers(tmp_path: Path) -> None:
    """A term is that of the law of its trigger, whatever day is asked about beside it."""
    rules = Own(odr.load(amended(tmp_path, SHORTER)))
    term = {"question": "deadline", "place": "taian", "step": "officer_registration.re_registration"}
    for on in ("2026-06-01", "2027-06-01"):
        for trigger, cited in (("2026-03-10", TAIAN), ("2027-03-10", NEW)):
            claim = {**term, "on": on, "trigger": trigger, "cites": [f"{cited} 28(1)"]}
            assert verified(rules, claim).problems == [], (on, trigger)
