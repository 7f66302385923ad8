"""What a case may expect of an answer: every field of every public answer, in the words of the files.

What is program text alone (explanations, notes, English) cannot be expected: a test walks over the fields of the
answers and lists it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ...packs.written import AttributeTerm, DutyForceTerm, WholeNumber
from ...reading.models import Date, Model, RuleId, Text, YesNo
from ...vocabulary.terms import WARNING_TERMS

#: The codes of ``vocabulary.terms.WarningCode`` and their Chinese names, so that a slip in 没有提示 cannot pass for
#: silence.
WarningWord = Literal[
    "contradictory_facts",
    "draft",
    "expired_instrument",
    "expires_today",
    "higher_law",
    "missing_instrument",
    "no_change_provision",
    "no_rule_in_force",
    "not_yet_in_force",
    "open_question",
    "secondary_source",
    "secrecy_law",
    "事实互相矛盾",
    "草案",
    "本地规定已失效",
    "今天到期",
    "与上位规定不一致",
    "有规定未完整收录",
    "没有变更规定",
    "无有效规则",
    "本地规定尚未施行",
    "条文存疑",
    "二手资料",
    "适用保密法律",
]
_CODES = {term: str(code) for code, term in WARNING_TERMS.items()}
#: A warning, by its code whichever way it is written.
WarningTerm = Annotated[WarningWord, AfterValidator(lambda word: _CODES.get(word, word))]
ComplianceTerm = Literal["符合", "不符合", "未定", "人工判断", "不适用", "未作规定"]
DeadlineStatusTerm = Literal["确定", "暂定", "未定", "人工判断", "未作规定"]
StateTerm = Literal["未到期", "按期完成", "逾期完成", "逾期", "尚未起算", "不适用"]
ChangeTerm = Literal["允许", "禁止", "未定", "人工判断", "未作规定"]
#: What an attribute, or the verdict on a change, may still be.
PossibleTerm = Literal[
    "不予开放",
    "有条件开放",
    "无条件开放",
    "不予共享",
    "有条件共享",
    "无条件共享",
    "允许",
    "禁止",
    "未定",
    "人工判断",
    "未作规定",
]
UnitTerm = Literal["工作日", "日", "月", "年", "更新频率"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


#: One rule, or a list of them.
Rules = Annotated[tuple[RuleId, ...], Field(min_length=1), BeforeValidator(_listed)]


class RuleExpectModel(Model):
    """What an answer tells about one rule: a ground, a requirement, a duty, a term, an action …"""

    parts: ClassVar[tuple[str, ...]] = ("措施",)

    attribute: AttributeTerm | None = None
    ref: str | None = None
    force: Literal["应当", "可以", "原则上", "最低"] | None = None
    actor: str | None = None
    matter: Text | None = None
    action: str | None = None
    consequences: tuple[str, ...] | None = None
    hard: YesNo | None = None
    possible: tuple[ComplianceTerm, ...] | None = None
    questions: tuple[Text, ...] | None = None
    always: YesNo | None = None
    rests_on: tuple[Text, ...] | None = None
    general: tuple[Text, ...] | None = None
    gist: Text | None = None


class AnswerExpectModel(Model):
    """What may be expected of every answer that has warnings, and tells about rules."""

    contents: dict[RuleId, RuleExpectModel] | None = None
    warnings: tuple[WarningTerm, ...] | None = None
    absent: tuple[WarningTerm, ...] | None = None
    warning_citations: dict[WarningTerm, tuple[str, ...]] | None = None


class DecisionExpectModel(AnswerExpectModel):
    """What a classification or a change must come to."""

    status: Literal["已定", "未定", "人工判断", "无有效规则"] | None = None
    attribute: AttributeTerm | None = None
    possible: tuple[PossibleTerm, ...] | None = None
    permitted: tuple[AttributeTerm, ...] | None = None
    declared_valid: Literal["是", "否", "未知"] | None = None
    objections: tuple[RuleId, ...] | None = None
    held: tuple[str, ...] | None = None
    answered_by: Text | None = None
    questions: tuple[Text, ...] | None = None
    actions: tuple[Text, ...] | None = None
    holds: tuple[RuleId, ...] | None = None
    reviews: tuple[RuleId, ...] | None = None
    outcome: ChangeTerm | None = None
    requirements: dict[RuleId, Literal["满足", "缺少", "未知"]] | None = None
    missing: tuple[str, ...] | None = None
    approvers: tuple[Text, ...] | None = None
    consequences: tuple[str, ...] | None = None


class DutyExpectModel(AnswerExpectModel):
    """What a check of duties must come to.

    The rules of ``because`` come to ``outcome`` as the whole does, lack what ``lacked`` lists, and are told with what
    the fields from ``ref`` to ``consequences`` say.
    """

    outcome: ComplianceTerm | None = None
    because: Rules | None = None
    lacked: tuple[Text, ...] | None = None
    ref: str | None = None
    actor: str | None = None
    force: DutyForceTerm | None = None
    action: str | None = None
    consequences: tuple[str, ...] | None = None
    possible: tuple[ComplianceTerm, ...] | None = None
    questions: tuple[Text, ...] | None = None
    findings: dict[RuleId, ComplianceTerm] | None = None
    lacking: dict[RuleId, tuple[Text, ...]] | None = None
    answered_by: Text | None = None


#: Fields of a case of duties that say of the rules of 因 what 各条内容 says of each.
OF_BECAUSE = ("ref", "actor", "force", "action", "consequences")


class DeadlineExpectModel(AnswerExpectModel):
    """What a deadline must come to."""

    status: DeadlineStatusTerm | None = None
    due: Date | None = None
    earliest: Date | None = None
    latest: Date | None = None
    start: Date | None = None
    length: WholeNumber | None = None
    unit: UnitTerm | None = None
    force: DutyForceTerm | None = None
    actor: Text | None = None
    held: Text | None = None
    counting: RuleId | None = None
    extension: Text | None = None
    extended: YesNo | None = None
    answered_by: Text | None = None


class ScheduleExpectModel(AnswerExpectModel):
    """The state of each step of a case, and what was broken in it."""

    states: dict[Text, StateTerm] | None = None
    dues: dict[Text, Date] | None = None
    step_terms: dict[Text, DeadlineExpectModel] | None = None
    breaches: tuple[RuleId, ...] | None = None


class RecurringExpectModel(Model):
    """The recurring duties of a place in a year: exactly these, by rule id, with their last day."""

    parts: ClassVar[tuple[str, ...]] = ("周期用例", "用例")

    dues: dict[RuleId, Date] | None = None
    contents: dict[RuleId, RuleExpectModel] | None = None
