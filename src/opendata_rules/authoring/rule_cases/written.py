"""What files of cases say: a base that states what is in order once, and near misses that each change a little.

A near miss changes what is known (改) or what is asked (place, day, step …) and says what it comes to then. What it
does not write stays as in the base: :mod:`.expansion` makes single cases of both. Expectations
are compared only where they are written or kept.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from ...packs.written import AttributeTerm, OpeningTerm, WholeNumber
from ...reading.models import Date, Model, RuleId, Text, YesNo
from ...vocabulary.keywords import chinese
from .expected import (
    AnswerExpectModel,
    DeadlineExpectModel,
    DecisionExpectModel,
    DutyExpectModel,
    RecurringExpectModel,
    ScheduleExpectModel,
)


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


_OF_DECISION = (
    "possible",
    "permitted",
    "declared_valid",
    "objections",
    "held",
    "questions",
    "actions",
    "holds",
    "reviews",
    "contents",
)
SchemeTerm = Literal["开放属性", "共享属性"]


class DecisionNearMissModel(DecisionExpectModel, FactNearMissModel):
    """A near miss of ``cases.yaml``."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {
        "status": ("attribute", *_OF_DECISION),
        "attribute": _OF_DECISION,
        "outcome": ("missing", "consequences", "possible", "questions", "actions", "holds", "reviews"),
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


class DutyNearMissModel(DutyExpectModel, FactNearMissModel):
    """A near miss of a check of duties."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {"outcome": ("possible", "questions")}

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


ReceiptTerm = Literal["当日", "下一个工作日"]


class DeadlineNearMissModel(DeadlineExpectModel, FactNearMissModel):
    """A near miss of a deadline."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {
        "status": (
            *("due", "earliest", "latest", "start", "length", "unit", "force", "actor", "held"),
            *("counting", "extension", "extended", "contents"),
        )
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


class ScheduleNearMissModel(ScheduleExpectModel, FactNearMissModel):
    """A near miss of a schedule; the days of 已办 are merged step by step."""

    overturns: ClassVar[dict[str, tuple[str, ...]]] = {"breaches": ("contents",)}

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


class RecurringNearMissModel(RecurringExpectModel, NearMissModel):
    """A near miss of the recurring duties of a year."""

    replaced = frozenset({"dues"})

    on: Date | None = None
    in_year: WholeNumber | None = None


class RecurringCaseModel(RecurringExpectModel, BaseCaseModel):
    """The recurring duties of a place in a year."""

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
    # What every answer has stands last in messages.
    chinese(cases): tuple(
        str(field.alias)
        for name, field in sorted(model.model_fields.items(), key=lambda one: one[0] in AnswerExpectModel.model_fields)
    )
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
