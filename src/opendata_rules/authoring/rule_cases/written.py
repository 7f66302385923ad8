"""What files of cases say: a base that states what is in order once, and near misses that each change a little.

A near miss changes what is known (改) or what is asked (place, day, step …) and says what it comes to then. What it
does not write stays as in the base: :mod:`.expansion` makes single cases of both. Expectations
are compared only where they are written or kept.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from ...packs.written import AttributeTerm, DutyForceTerm, OpeningTerm, WholeNumber
from ...reading.models import Date, Model, RuleId, Text, YesNo
from ...vocabulary.keywords import chinese

#: The codes of ``vocabulary.terms.WarningCode`, so that a slip in 没有提示 cannot pass for silence.
WarningTerm = Literal[
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
]
ComplianceTerm = Literal["符合", "不符合", "未定", "人工判断", "不适用", "未作规定"]
DeadlineStatusTerm = Literal["确定", "暂定", "未定", "人工判断", "未作规定"]
StateTerm = Literal["未到期", "按期完成", "逾期完成", "逾期", "尚未起算", "不适用"]
ChangeTerm = Literal["允许", "禁止", "未定", "人工判断", "未作规定"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


#: One rule, or a list of them.
Rules = Annotated[tuple[RuleId, ...], Field(min_length=1), BeforeValidator(_listed)]


class NearMissModel(Model):
    """What every near miss has.

    Attributes:
        overturns: by expectation, those expectations of the base that no longer stand where a near miss states it.
        replaced: expectations by name that a near miss replaces as a whole; others are merged name by name.
    """

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {}
    replaced: ClassVar[frozenset[str]] = frozenset()

    parts: ClassVar[tuple[str, ...]] = ("用例",)

    situation: Text | None = None
    place: Text | None = None
    drafts: YesNo | None = None


class FactNearMissModel(NearMissModel):
    """A near miss that may change facts."""

    changed: dict[str, Any] = Field(default_factory=dict)


class BaseCaseModel(Model):
    """What every base has."""

    parts: ClassVar[tuple[str, ...]] = ("用例",)

    situation: Text
    place: Text
    drafts: YesNo = False


# -- classification and changes ---------------------------------------------------------------------------------------


class DecisionExpectModel(Model):
    """What a classification or a change must come to."""

    status: Literal["已定", "未定", "人工判断", "无有效规则"] | None = None
    attribute: AttributeTerm | None = None
    possible: tuple[AttributeTerm, ...] | None = None
    permitted: tuple[AttributeTerm, ...] | None = None
    declared_valid: Literal["是", "否", "未知"] | None = None
    held: tuple[str, ...] | None = None
    answered_by: Text | None = None
    questions: tuple[Text, ...] | None = None
    actions: tuple[Text, ...] | None = None
    outcome: ChangeTerm | None = None
    requirements: dict[RuleId, Literal["满足", "缺少", "未知"]] | None = None
    missing: tuple[str, ...] | None = None
    approvers: tuple[Text, ...] | None = None
    consequences: tuple[str, ...] | None = None
    warnings: tuple[WarningTerm, ...] | None = None
    absent: tuple[WarningTerm, ...] | None = None


_OF_DECISION = ("possible", "permitted", "declared_valid", "held", "questions", "actions")
SchemeTerm = Literal["开放属性", "共享属性"]


class DecisionNearMissModel(DecisionExpectModel, FactNearMissModel):
    """A near miss of ``cases.yaml``."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {
        "status": ("attribute", *_OF_DECISION),
        "attribute": _OF_DECISION,
        "outcome": ("missing", "consequences"),
    }

    on: Date | None = None
    scheme: SchemeTerm | None = None
    before: OpeningTerm | None = None
    after: OpeningTerm | None = None
    unlisted_false: YesNo | None = None
    declared: AttributeTerm | None = None


class DecisionInputModel(BaseCaseModel):
    """What a case of ``cases.yaml`` asks."""

    on: Date
    scheme: SchemeTerm = "开放属性"
    before: OpeningTerm | None = None
    after: OpeningTerm | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    unlisted_false: YesNo = False
    declared: AttributeTerm | None = None


class DecisionCaseModel(DecisionExpectModel, DecisionInputModel):
    """A base of ``cases.yaml``."""

    near_misses: tuple[DecisionNearMissModel, ...] = ()


class DecisionDifferenceModel(DecisionNearMissModel):
    """What differs of a base of the version before: the base by its situation, and of its near misses those that do."""

    situation: Text
    dropped: YesNo = False
    near_misses: tuple[DecisionNearMissModel, ...] = ()


class CasesModel(Model):
    """``cases.yaml``."""

    cases: tuple[DecisionCaseModel, ...] = ()
    differences: tuple[DecisionDifferenceModel, ...] = ()


# -- duties -----------------------------------------------------------------------------------------------------------


class DutyExpectModel(Model):
    """What a check of duties must come to.

    The rules of ``because`` come to ``outcome`` as the whole does, and lack what ``lacked`` lists.
    """

    outcome: ComplianceTerm | None = None
    because: Rules | None = None
    lacked: tuple[Text, ...] | None = None
    findings: dict[RuleId, ComplianceTerm] | None = None
    lacking: dict[RuleId, tuple[Text, ...]] | None = None
    answered_by: Text | None = None
    warnings: tuple[WarningTerm, ...] | None = None
    absent: tuple[WarningTerm, ...] | None = None


class DutyNearMissModel(DutyExpectModel, FactNearMissModel):
    """A near miss of a check of duties."""

    on: Date | None = None
    matter: Text | None = None


class DutyInputModel(BaseCaseModel):
    """What a check of duties asks."""

    on: Date
    matter: Text
    facts: dict[str, Any] = Field(default_factory=dict)


class DutyCaseModel(DutyExpectModel, DutyInputModel):
    """A check of the duties of one topic."""

    near_misses: tuple[DutyNearMissModel, ...] = ()


# -- deadlines, schedules, recurring duties ---------------------------------------------------------------------------


class DeadlineExpectModel(Model):
    """What a deadline must come to."""

    status: DeadlineStatusTerm | None = None
    due: Date | None = None
    earliest: Date | None = None
    latest: Date | None = None
    force: DutyForceTerm | None = None
    held: Text | None = None
    extended: YesNo | None = None
    answered_by: Text | None = None
    warnings: tuple[WarningTerm, ...] | None = None
    absent: tuple[WarningTerm, ...] | None = None


ReceiptTerm = Literal["当日", "下一个工作日"]


class DeadlineNearMissModel(DeadlineExpectModel, FactNearMissModel):
    """A near miss of a deadline."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {
        "status": ("due", "earliest", "latest", "force", "held", "extended")
    }

    on: Date | None = None
    step: Text | None = None
    trigger: Date | None = None
    receipt: ReceiptTerm | None = None


class DeadlineInputModel(BaseCaseModel):
    """What a case of a deadline asks; the day of the law is that of the trigger unless another is written."""

    on: Date | None = None
    step: Text
    trigger: Date
    receipt: ReceiptTerm = "当日"
    facts: dict[str, Any] = Field(default_factory=dict)


class DeadlineCaseModel(DeadlineExpectModel, DeadlineInputModel):
    """The deadline of one step."""

    near_misses: tuple[DeadlineNearMissModel, ...] = ()


class ScheduleExpectModel(Model):
    """The state of each step of a case."""

    states: dict[Text, StateTerm] | None = None
    dues: dict[Text, Date] | None = None


class ScheduleNearMissModel(ScheduleExpectModel, FactNearMissModel):
    """A near miss of a schedule; the days of 已办 are merged step by step."""

    parts: ClassVar[tuple[str, ...]] = ("进度用例", "用例")

    procedure: Text | None = None
    trigger: Date | None = None
    actual: dict[Text, Date] | None = None
    until: Date | None = None


class ScheduleInputModel(BaseCaseModel):
    """What a case of a schedule asks: a procedure with what has happened so far."""

    procedure: Text
    trigger: Date
    actual: dict[Text, Date] = Field(default_factory=dict)
    until: Date
    facts: dict[str, Any] = Field(default_factory=dict)


class ScheduleCaseModel(ScheduleExpectModel, ScheduleInputModel):
    """A case of a procedure with what has happened so far."""

    parts: ClassVar[tuple[str, ...]] = ("进度用例", "用例")

    near_misses: tuple[ScheduleNearMissModel, ...] = ()


class RecurringNearMissModel(NearMissModel):
    """A near miss of the recurring duties of a year."""

    parts: ClassVar[tuple[str, ...]] = ("周期用例", "用例")

    replaced = frozenset({"dues"})

    on: Date | None = None
    in_year: WholeNumber | None = None
    dues: dict[RuleId, Date] | None = None


class RecurringCaseModel(BaseCaseModel):
    """The recurring duties of a place in a year: exactly these, by rule id, with their last day."""

    parts: ClassVar[tuple[str, ...]] = ("周期用例", "用例")

    on: Date
    in_year: WholeNumber
    dues: dict[RuleId, Date]
    near_misses: tuple[RecurringNearMissModel, ...] = ()


class DutyDifferenceNearMissModel(DutyNearMissModel, DeadlineNearMissModel, ScheduleNearMissModel):
    """What differs of a near miss of the version before, of whichever kind it is."""

    in_year: WholeNumber | None = None


class DutyDifferenceModel(DutyDifferenceNearMissModel):
    """What differs of a base of the version before. See :class:`DecisionDifferenceModel`."""

    situation: Text
    dropped: YesNo = False
    near_misses: tuple[DutyDifferenceNearMissModel, ...] = ()


class DutyCasesModel(Model):
    """``duty_cases.yaml``."""

    duty_cases: tuple[DutyCaseModel, ...] = ()
    deadline_cases: tuple[DeadlineCaseModel, ...] = ()
    schedule_cases: tuple[ScheduleCaseModel, ...] = ()
    recurring_cases: tuple[RecurringCaseModel, ...] = ()
    differences: tuple[DutyDifferenceModel, ...] = ()


AnyCase = DecisionCaseModel | DutyCaseModel | DeadlineCaseModel | ScheduleCaseModel | RecurringCaseModel
NEAR_MISSES: tuple[type[NearMissModel], ...] = (
    DecisionNearMissModel,
    DutyNearMissModel,
    DeadlineNearMissModel,
    ScheduleNearMissModel,
    RecurringNearMissModel,
)
#: By the word of a list of cases, the words of which a base writes one at least: what it must come to.
EXPECTED: dict[str, tuple[str, ...]] = {
    chinese(cases): tuple(str(field.alias) for field in model.model_fields.values())
    for cases, model in (
        ("cases", DecisionExpectModel),
        ("duty_cases", DutyExpectModel),
        ("deadline_cases", DeadlineExpectModel),
        ("schedule_cases", ScheduleExpectModel),
    )
}
#: Fields that ask, facts apart; the others say what is expected.
ASKED = frozenset({"in_year"}).union(
    *(model.model_fields for model in (DecisionInputModel, DutyInputModel, DeadlineInputModel, ScheduleInputModel))
) - {"situation", "facts"}
