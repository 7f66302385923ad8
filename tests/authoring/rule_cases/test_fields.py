"""Every field of every answer can be expected by a case, in the words of the files, and is compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from opendata_rules.answers.changes.answer import ChangeVerdict, RequirementResult
from opendata_rules.answers.classification.answer import Decision, HoldingGround, Objection
from opendata_rules.answers.deadlines.answer import Deadline
from opendata_rules.answers.deadlines.schedules import Schedule, ScheduledStep
from opendata_rules.answers.duties.answer import Assessment, Finding
from opendata_rules.answers.duties.recurring import Duty
from opendata_rules.answers.result import Action
from opendata_rules.authoring.rule_cases import attributes, duties, written
from opendata_rules.authoring.rule_cases.common import Ran
from opendata_rules.authoring.rule_cases.expansion import expanded
from opendata_rules.authoring.rule_cases.expected import RuleExpectModel
from opendata_rules.monitoring.results.answer import Breach
from opendata_rules.norms.warnings import ResultWarning
from tests import laws

#: What every answer repeats of its question, and what is text of the program alone.
_ASKED = {"place", "on", "law_id", "order", "facts", "stated", "receipt", "scheme", "trigger", "procedure", "step"}
_TEXT = {"english", "note", "label", "label_english", "gist_english", "actor_english", "action_english"}
_TEXT |= {"matter_english", "reviews_english"}
#: By answer, the word of the files by which a case expects each of its fields; rules are named by their ids.
WORDS: dict[type[Any], dict[str, str]] = {
    Decision: {
        "status": "状态",
        "attribute": "属性",
        "possible": "可能",
        "permitted": "允许",
        "declared": "申报",
        "declared_valid": "申报成立",
        "grounds": "各条内容",
        "questions": "要回答",
        "objections": "排除申报",
        "actions": "措施",
        "warnings": "提示",
    },
    HoldingGround: {"rule": "各条内容", "citation": "条文", "force": "效力", "outcome": "属性", "gist": "要旨"},
    Objection: {
        "rule": "排除申报",
        "citation": "条文",
        "outcome": "属性",
        "gist": "要旨",
        "facts": "因事实",
        "always": "一定",
    },
    Action: {"matter": "事项", "text": "要求", "citation": "条文"},
    ResultWarning: {"code": "提示", "text": "提示", "citations": "提示依据"},
    ChangeVerdict: {
        "verdict": "结论",
        "possible": "可能",
        "before": "由",
        "after": "到",
        "citation": "依据条文",
        "requirements": "要件",
        "approver": "同意机关",
        "consequence": "责任",
        "permitted": "允许",
        "reviews": "人工判断",
        "actions": "措施",
        "questions": "要回答",
        "warnings": "提示",
    },
    RequirementResult: {
        "id": "要件",
        "state": "要件",
        "citation": "条文",
        "gist": "要旨",
        "hard": "硬性",
        "facts": "要回答",
    },
    Assessment: {
        "topic": "事项",
        "verdict": "结论",
        "possible": "可能",
        # Then the verdict is 人工判断, with the warning of contradictory facts.
        "contradictory": "提示",
        "findings": "各条",
        "questions": "要回答",
        "warnings": "提示",
    },
    Finding: {
        "id": "各条",
        "citation": "条文",
        "verdict": "各条",
        "possible": "可能",
        "force": "效力",
        "actor": "主体",
        "gist": "要旨",
        "missing": "各条缺少",
        "action": "要求",
        "consequence": "责任",
    },
    Deadline: {
        "receipt_policy": "收到日",
        "start": "起算",
        "status": "状态",
        "due": "到期日",
        "earliest": "最早",
        "latest": "最晚",
        "force": "效力",
        "actor": "主体",
        "rule": "各条内容",
        "citation": "依据条文",
        "gist": "要旨",
        "length": "长度",
        "unit": "单位",
        "counting_rule": "计算规则",
        "extension": "延长",
        "extended": "已延长",
        "warnings": "提示",
        # Says only why the status is what it is, in a case that leaves it open.
        "doubt": "状态",
        # Follows from the procedure and the facts of the case.
        "presumed": "状态",
        # Follows from 起算, 到期日 and the calendar.
        "days": "到期日",
        "settled": "状态",
    },
    Schedule: {"steps": "各步", "warnings": "提示", "actual": "已办", "policy": "收到日"},
    # From what its term runs is said by the procedure; the days on which it did are told by its term.
    ScheduledStep: {"id": "各步", "trigger": "程序", "deadline": "各步期限", "actual": "已办", "state": "各步"},
    Duty: {
        "due": "各到期日",
        "id": "各到期日",
        "topic": "事项",
        "actor": "主体",
        "gist": "要旨",
        "force": "效力",
        "citation": "条文",
        # The version of the instrument, which 日期 chooses.
        "since": "日期",
    },
    Breach: {
        "rule": "违反",
        "citation": "条文",
        "gist": "要旨",
        "force": "效力",
        "actor": "主体",
        "consequence": "责任",
        # Which step or act it was follows from what was done and when.
        "kind": "各步",
        "step": "各步",
        "dates": "已办",
        "case": "情形",
        "events": "已办",
        # How it was found, and on what that rests.
        "engine": "违反",
        "rests": "违反",
        "warnings": "提示",
    },
}


def _public(answer: type[Any]) -> set[str]:
    named = {name for name in dir(answer) if isinstance(getattr(answer, name), property)}
    named |= {field.name for field in fields(answer)} if is_dataclass(answer) else set()
    return {name for name in named if not name.startswith("_")}


@pytest.mark.parametrize("answer", WORDS, ids=lambda answer: answer.__name__)
def test_every_field_of_an_answer_has_its_word(answer: type[Any]) -> None:
    assert _public(answer) - _ASKED - _TEXT == set(WORDS[answer]) - _ASKED


def test_the_guide_tells_every_word_of_a_case() -> None:
    guide = (laws.ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")
    table = guide.partition("### 用例能写的全部预期")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([^`]+)`", table))
    models = (*written.EXPECTED.values(), tuple(str(f.alias) for f in RuleExpectModel.model_fields.values()))
    expected = {word for words in models for word in words}
    assert expected <= told
    assert {word for words in WORDS.values() for word in words.values()} <= told | set(_asked())


def _asked() -> set[str]:
    models = (written.DecisionInputModel, written.DutyInputModel, written.DeadlineInputModel)
    found = {str(field.alias) for model in models for field in model.model_fields.values()}
    return found | {str(field.alias) for field in written.ScheduleInputModel.model_fields.values()}


Runner = Callable[[Any, Any], Ran]
DECISION = {
    "情形": "甲",
    "地方": "taian",
    "日期": "2026-03-10",
    "基准": {"涉及个人隐私": "是", "国家秘密": "否", "第三方意见": "不同意"},
    "其余为否": "是",
    "申报": "无条件开放",
}
SECRET = {"情形": "甲", "地方": "taian", "日期": "2026-03-10", "基准": {"国家秘密": "是"}}
HELD = {"情形": "甲", "地方": "taian", "日期": "2026-03-10", "基准": {"涉及个人隐私": "是", "第三方意见": "未征询"}}
HELD |= {"其余为否": "是"}
CHANGE = {
    "情形": "甲",
    "地方": "taian",
    "日期": "2026-03-10",
    "由": "无条件开放",
    "到": "不予开放",
    "基准": {"同意（审核）状态": "未申请", "国家秘密": "是"},
}
DUTY = {
    "情形": "甲",
    "地方": "jining",
    "日期": "2026-03-10",
    "事项": "申请主体资格",
    "基准": {"申请类型": "获取有条件开放数据", "已实名认证": "否"},
    "结论": "不符合",
    "因": "jining-16-1-real-name",
}
DEADLINE = {"情形": "甲", "地方": "jining", "步骤": "objection.feedback", "起算日": "2026-03-07"}
DEADLINE |= {"收到日": "下一个工作日"}
EXTENDED = {"情形": "甲", "地方": "qingdao", "步骤": "sharing_conditional.delivery", "起算日": "2026-03-02"}
SCHEDULE = {
    "情形": "甲",
    "地方": "jining",
    "程序": "有条件开放数据获取",
    "起算日": "2026-02-10",
    "已办": {"form_review": "2026-02-24", "开通使用权限": "2026-02-26"},
    "基准": {"已签订利用协议": "否", "开放主体审核通过": "是"},
    "截至": "2026-03-31",
}
RECURRING = {"情形": "甲", "地方": "jining", "日期": "2026-03-10", "年度": "2026"}
RECURRING |= {"各到期日": {"jining-8-2-every-year": "2026-05-31", "jining-12-every-year": "2026-12-31"}}


def _content(rule: str, **told: Any) -> dict[str, Any]:
    return {"各条内容": {rule: told}}


REAL_NAME, PRIVACY, AGREEMENT = "jining-16-1-real-name", "taian-12-4", "jining-17-3-agreement"
KINDS: dict[str, tuple[type[Any], Runner]] = {
    "decision": (written.DecisionCaseModel, attributes.run_case),
    "duty": (written.DutyCaseModel, duties.run_duty_case),
    "deadline": (written.DeadlineCaseModel, duties.run_deadline_case),
    "schedule": (written.ScheduleCaseModel, duties.run_schedule_case),
    "recurring": (written.RecurringCaseModel, duties.run_recurring_case),
}
EXPECTATIONS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("decision", DECISION, _content(PRIVACY, 条文="12(四)"), _content(PRIVACY, 条文="12(三)")),
    ("decision", DECISION, _content(PRIVACY, 效力="应当"), _content(PRIVACY, 效力="可以")),
    ("decision", DECISION, _content(PRIVACY, 属性="不予开放"), _content(PRIVACY, 属性="有条件开放")),
    ("decision", DECISION, _content(PRIVACY, 一定="是"), _content(PRIVACY, 一定="否")),
    (
        "decision",
        DECISION,
        _content(PRIVACY, 因事实=["第三方意见", "涉及个人隐私"]),
        _content(PRIVACY, 因事实=["第三方意见"]),
    ),
    ("decision", DECISION, _content(PRIVACY), _content("taian-12-1")),
    ("decision", DECISION, {"排除申报": [PRIVACY]}, {"排除申报": []}),
    ("decision", DECISION, {"暂缓": [], "人工判断": []}, {"暂缓": ["taian-12-4-consulting"]}),
    ("decision", SECRET, {"提示依据": {"secrecy_law": ["2"]}}, {"提示依据": {"适用保密法律": ["3"]}}),
    ("decision", SECRET, {"提示": ["适用保密法律"]}, {"提示": ["与上位规定不一致"]}),
    ("decision", SECRET, _content("taian-2-secrecy", 条文="2"), _content("taian-2-secrecy", 主体="甲")),
    ("decision", CHANGE, {"依据条文": ["15(1)"]}, {"依据条文": ["15(2)"]}),
    ("decision", CHANGE, {"可能": ["禁止"]}, {"可能": ["禁止", "允许"]}),
    ("decision", CHANGE, {"要回答": []}, {"要回答": ["国家秘密"]}),
    ("decision", CHANGE, {"措施": []}, {"措施": ["暂缓"]}),
    ("decision", CHANGE, {"人工判断": [], "暂缓": []}, {"人工判断": ["taian-15-1"]}),
    ("decision", CHANGE, _content("consent", 条文="15(1)", 硬性="是"), _content("consent", 硬性="否")),
    ("decision", CHANGE, _content("taian-15-1", 责任=["32(六)"]), _content("taian-15-1", 责任=["32(七)"])),
    ("decision", CHANGE, _content("before", 要回答=["先同意后变更"]), _content("before", 要回答=[])),
    ("duty", DUTY, {"主体": "公共数据利用主体"}, {"主体": "公共数据提供单位"}),
    ("duty", DUTY, {"效力": "应当"}, {"效力": "最低"}),
    ("duty", DUTY, {"条文": "16(一)"}, {"条文": "16(二)"}),
    ("duty", DUTY, {"责任": []}, {"责任": ["32(八)"]}),
    ("duty", DUTY, {"要求": "完成实名认证"}, {"要求": ""}),
    ("duty", DUTY, {"可能": ["不符合"]}, {"可能": ["符合", "不符合"]}),
    ("duty", DUTY, {"要回答": []}, {"要回答": ["失信被执行人"]}),
    ("duty", DUTY, _content("jining-16-2-debtor", 可能=["符合", "不符合"]), _content("jining-16-2-debtor", 可能=[])),
    ("duty", DUTY, _content(REAL_NAME, 要旨="基于省统一身份认证完成实名认证"), _content(REAL_NAME, 要旨="别的")),
    ("deadline", DEADLINE, {"起算": "2026-03-09"}, {"起算": "2026-03-07"}),
    ("deadline", DEADLINE, {"长度": "10", "单位": "工作日"}, {"长度": "9"}),
    ("deadline", DEADLINE, {"单位": "工作日"}, {"单位": "日"}),
    ("deadline", DEADLINE, {"主体": "公共数据开放主体"}, {"主体": "公共数据利用主体"}),
    ("deadline", DEADLINE, {"计算规则": "jining-count-working-days"}, {"计算规则": "jining-19-2-answer"}),
    ("deadline", EXTENDED, {"延长": "21(2)"}, {"延长": "21(3)"}),
    (
        "deadline",
        DEADLINE,
        _content("jining-count-working-days", 条文="17(二)"),
        _content("jining-count-working-days", 通则=[]),
    ),
    ("schedule", SCHEDULE, {"违反": ["jining-17-2-provider-review", AGREEMENT]}, {"违反": []}),
    (
        "schedule",
        SCHEDULE | {"违反": ["jining-17-2-provider-review", AGREEMENT]},
        _content(AGREEMENT, 责任=[], 主体="公共数据开放主体"),
        _content(AGREEMENT, 责任=["32(八)"]),
    ),
    (
        "schedule",
        SCHEDULE,
        {"各步期限": {"form_review": {"状态": "确定", "到期日": "2026-02-24", "长度": "5"}}},
        {"各步期限": {"form_review": {"主体": "别人"}}},
    ),
    ("schedule", SCHEDULE, {"提示": ["有规定未完整收录"]}, {"提示": []}),
    (
        "recurring",
        RECURRING,
        _content("jining-12-every-year", 事项="数据质量", 效力="应当", 条文="12"),
        _content("jining-12-every-year", 效力="原则上"),
    ),
]


@pytest.mark.parametrize(("kind", "base", "right", "wrong"), EXPECTATIONS)
def test_an_expectation_passes_and_fails(
    kind: str, base: dict[str, Any], right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    model, run = KINDS[kind]

    def failures(more: dict[str, Any]) -> tuple[str, ...]:
        [single] = expanded(model.model_validate(base | more), (), laws.library().words)
        return run(laws.library(), single.case).failures

    assert failures(right) == ()
    told = "；".join(failures(wrong))
    assert "应" in told
    # No English word: what is left in letters are the ids that the files themselves write.
    ids = {REAL_NAME, PRIVACY, AGREEMENT, *re.findall(r"[a-z]+(?:-[a-z0-9]+)+", told)}
    for one in sorted(ids, key=len, reverse=True):
        told = told.replace(one, "")
    needs = {"consent", "before", "target"}
    assert set(re.findall("[A-Za-z_]{3,}", told)) <= needs


def _singles(kind: str, base: dict[str, Any]) -> list[Any]:
    return [single.case for single in expanded(KINDS[kind][0].model_validate(base), (), laws.library().words)]


def test_a_near_miss_changes_what_is_told_of_one_rule_field_by_field() -> None:
    near = [{"改": {"已实名认证": "是"}, "结论": "未定", "各条": {REAL_NAME: "符合"}}, {"改": {"失信被执行人": "否"}}]
    near.append({"改": {"失信被执行人": "是"}, "因": REAL_NAME, "责任": ["30"]})
    base, met, same, other = _singles("duty", DUTY | {"条文": "16(一)", "要求": "完成实名认证", "差一点": near})
    assert base.contents[REAL_NAME].model_fields_set == {"ref", "action"}
    # What was to be done is done; where it stands is the same.
    assert met.contents[REAL_NAME].model_fields_set == {"ref"}
    assert same.contents == base.contents
    assert other.contents[REAL_NAME].ref == "16(一)"
    assert other.contents[REAL_NAME].consequences == ("30",)


def test_a_new_status_leaves_nothing_of_what_was_told_of_the_rules() -> None:
    near = [{"改": {"第三方意见": "未征询"}, "状态": "未定"}, {"改": {"涉及商业秘密": "是"}}]
    base, held, same = _singles(
        "decision", DECISION | {"状态": "已定", "差一点": near} | _content(PRIVACY, 效力="应当")
    )
    assert held.contents is None
    assert same.contents == base.contents


def test_acts_are_known_where_what_was_done_is_told() -> None:
    named = {"access": "2026-02-26"}
    [by_label] = _singles("schedule", SCHEDULE)
    [by_id] = _singles("schedule", SCHEDULE | {"已办": {"form_review": "2026-02-24"} | named})
    assert by_label.actual == by_id.actual
