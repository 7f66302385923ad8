"""The closed sets of words in which the library answers.

One word per idea, the same in code, JSON, YAML and documentation. Every member compares equal to its string.
The Chinese term of each attribute is the one the regulations use.

What callers choose from (:data:`NAMES`) is known by its Chinese terms too: ``Attribute("有条件开放")`` is
``Attribute.CONDITIONAL``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self, TypeVar

from ..errors import UnknownTopic
from ..values import Term
from .refusals import none_of, text_argument


class Choice(Term):
    """A closed set of words that callers choose from; each is known by its id and by its Chinese terms."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        found = NAMES[cls].get(value) if isinstance(value, str) else None
        return found if isinstance(found, cls) else None


class Attribute(Choice):
    """Opening (or sharing) attribute of a dataset, strictest first."""

    CLOSED = "closed"
    CONDITIONAL = "conditional"
    OPEN = "open"

    def term(
        self,
        scheme: Scheme | Literal["opening", "sharing"] | Literal["开放", "共享", "开放属性", "共享属性"] = "opening",
    ) -> str:
        """The Chinese term, as the regulations have it: 有条件开放 or 有条件共享.

        Args:
            scheme: ``opening`` or ``sharing``; also 开放 and 共享.

        Raises:
            UnknownTopic: there is no such scheme.
            TypeError: it is no text.
        """
        found = NAMES[Scheme].get(text_argument(scheme, "scheme"))
        if found is None:
            raise none_of(scheme, "scheme", SCHEME_TERMS, kind=UnknownTopic)
        return ATTRIBUTE_TERMS[found][self]


#: Attributes in the order in which sets of them are listed.
STRICTEST_FIRST: tuple[Attribute, ...] = (Attribute.CLOSED, Attribute.CONDITIONAL, Attribute.OPEN)

#: How far an article is encoded.
ARTICLE_STATUS_TERMS: dict[str, str] = {
    "encoded": "已编码",
    "partly": "部分编码",
    "definition": "定义",
    "organisation": "组织",
    "principle": "原则",
    "human_judgement": "人工判断",
    "pending": "待处理",
}

#: Chinese terms of the attributes, by scheme of classification.
ATTRIBUTE_TERMS: dict[str, dict[Attribute, str]] = {
    "opening": {
        Attribute.CLOSED: "不予开放",
        Attribute.CONDITIONAL: "有条件开放",
        Attribute.OPEN: "无条件开放",
    },
    "sharing": {
        Attribute.CLOSED: "不予共享",
        Attribute.CONDITIONAL: "有条件共享",
        Attribute.OPEN: "无条件共享",
    },
}


def attribute_term(scheme: str, attribute: Attribute, lang: str = "zh") -> str:
    """Name of an attribute for a reader: the Chinese term, or its id in English (``en``)."""
    return ATTRIBUTE_TERMS[scheme][attribute] if lang == "zh" else str(attribute)


class Scheme(Choice):
    """What is being classified: opening to society or sharing between public bodies."""

    OPENING = "opening"
    SHARING = "sharing"


class Unlisted(Choice):
    """How bool facts whose key is missing are read: as not known, or as false."""

    UNKNOWN = "unknown"
    FALSE = "false"


class ComparisonTopic(Choice):
    """What of two laws is compared."""

    CLASSIFICATION = "classification"
    SHARING_CLASSIFICATION = "sharing_classification"
    CHANGE = "change"
    PROCEDURES = "procedures"
    DUTIES = "duties"


class Status(Term):
    """How far a classification got."""

    DECIDED = "decided"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NO_RULE_IN_FORCE = "no_rule_in_force"


class Verdict(Term):
    """Answer to a proposed change of attribute."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NOT_REGULATED = "not_regulated"


class RequirementState(Term):
    """Whether the facts show that a condition of a change is fulfilled."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Force(Term):
    """Whether a provision binds (应当, 列为, 不得) or permits (可以)."""

    MUST = "must"
    MAY = "may"


class DutyForce(Term):
    """How strongly a duty or a term binds: 应当, 原则上, or 不少于 (a least length)."""

    HARD = "hard"
    ADVISORY = "advisory"
    MINIMUM = "minimum"


class Compliance(Term):
    """Answer to whether a duty is fulfilled, the first that applies."""

    NONCOMPLIANT = "noncompliant"
    HUMAN_REVIEW = "human_review"
    UNDETERMINED = "undetermined"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not_applicable"
    NOT_REGULATED = "not_regulated"


class DeadlineStatus(Term):
    """How certain a due day is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NOT_REGULATED = "not_regulated"


class StepState(Term):
    """Where a step of a case stands."""

    PENDING = "pending"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not_applicable"


class InstrumentState(Term):
    """Where an instrument stands on a date."""

    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    EXPIRED = "expired"
    DRAFT = "draft"
    UNKNOWN = "unknown"


class Collected(Term):
    """How much of an instrument's text is encoded here."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


class Source(Term):
    """Whether the encoded text is the official one or known from reports."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class WarningCode(Term):
    """Why a result should be read with care."""

    CONTRADICTORY_FACTS = "contradictory_facts"
    DRAFT = "draft"
    EXPIRED_INSTRUMENT = "expired_instrument"
    EXPIRES_TODAY = "expires_today"
    HIGHER_LAW = "higher_law"
    MISSING_INSTRUMENT = "missing_instrument"
    NO_CHANGE_PROVISION = "no_change_provision"
    NO_RULE_IN_FORCE = "no_rule_in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    OPEN_QUESTION = "open_question"
    SECONDARY_SOURCE = "secondary_source"
    SECRECY_LAW = "secrecy_law"


class ReceiptPolicy(Choice):
    """How a trigger on a rest day is dated: as that day, or as the next working day."""

    RECEIPT_INSTANT = "receipt_instant"
    NEXT_WORKING_DAY = "next_working_day"


# What each word is called in Chinese.

STATUS_TERMS = {
    Status.DECIDED: "已定",
    Status.UNDETERMINED: "未定",
    Status.HUMAN_REVIEW: "须人工判断",
    Status.NO_RULE_IN_FORCE: "无有效规则",
}
VERDICT_TERMS = {
    Verdict.ALLOWED: "允许",
    Verdict.FORBIDDEN: "禁止",
    Verdict.UNDETERMINED: "未定",
    Verdict.HUMAN_REVIEW: "须人工判断",
    Verdict.NOT_REGULATED: "未作规定",
}
REQUIREMENT_TERMS = {
    RequirementState.MET: "已满足",
    RequirementState.MISSING: "不满足",
    RequirementState.UNKNOWN: "不清楚",
}
SCHEME_TERMS = {Scheme.OPENING: "开放属性", Scheme.SHARING: "共享属性"}
UNLISTED_TERMS = {Unlisted.UNKNOWN: "未知", Unlisted.FALSE: "否"}
RECEIPT_TERMS = {ReceiptPolicy.RECEIPT_INSTANT: "当日", ReceiptPolicy.NEXT_WORKING_DAY: "下一个工作日"}
COMPARISON_TERMS: dict[ComparisonTopic, str] = {
    ComparisonTopic.CLASSIFICATION: "开放属性判定",
    ComparisonTopic.SHARING_CLASSIFICATION: "共享属性判定",
    ComparisonTopic.CHANGE: "开放属性变更",
    ComparisonTopic.PROCEDURES: "期限",
    ComparisonTopic.DUTIES: "职责",
}
COMPLIANCE_TERMS = {
    Compliance.NONCOMPLIANT: "不符合",
    Compliance.HUMAN_REVIEW: "须人工判断",
    Compliance.UNDETERMINED: "未定",
    Compliance.COMPLIANT: "符合",
    Compliance.NOT_APPLICABLE: "不适用",
    Compliance.NOT_REGULATED: "未作规定",
}
DEADLINE_TERMS = {
    DeadlineStatus.FINAL: "确定",
    DeadlineStatus.PROVISIONAL: "暂定",
    DeadlineStatus.UNDETERMINED: "未定",
    DeadlineStatus.HUMAN_REVIEW: "须人工判断",
    DeadlineStatus.NOT_REGULATED: "未作规定",
}
STEP_TERMS = {
    StepState.PENDING: "未到期",
    StepState.MET: "按期完成",
    StepState.LATE: "逾期完成",
    StepState.OVERDUE: "逾期未完成",
    StepState.BLOCKED: "尚未起算",
    StepState.NOT_APPLICABLE: "不适用",
}
DUTY_FORCE_TERMS = {DutyForce.HARD: "应当", DutyForce.ADVISORY: "原则上", DutyForce.MINIMUM: "不少于"}
INSTRUMENT_TERMS = {
    InstrumentState.IN_FORCE: "施行中",
    InstrumentState.NOT_YET_IN_FORCE: "尚未施行",
    InstrumentState.EXPIRED: "已失效",
    InstrumentState.DRAFT: "草案",
    InstrumentState.UNKNOWN: "效力不明",
}
COLLECTED_TERMS = {Collected.FULL: "已收录", Collected.PARTLY: "部分收录", Collected.NONE: "未收录"}
#: Short Chinese names of the warnings.
WARNING_TERMS: dict[WarningCode, str] = {
    WarningCode.CONTRADICTORY_FACTS: "事实互相矛盾",
    WarningCode.DRAFT: "草案",
    WarningCode.EXPIRED_INSTRUMENT: "本地规定已失效",
    WarningCode.EXPIRES_TODAY: "今天到期",
    WarningCode.HIGHER_LAW: "与上位规定不一致",
    WarningCode.MISSING_INSTRUMENT: "有规定未完整收录",
    WarningCode.NO_CHANGE_PROVISION: "没有变更规定",
    WarningCode.NO_RULE_IN_FORCE: "无有效规则",
    WarningCode.NOT_YET_IN_FORCE: "本地规定尚未施行",
    WarningCode.OPEN_QUESTION: "条文存疑",
    WarningCode.SECONDARY_SOURCE: "二手资料",
    WarningCode.SECRECY_LAW: "适用保密法律",
}


C = TypeVar("C", bound=Choice)


def _names(*terms: Mapping[C, str]) -> dict[str, Choice]:
    return {name: word for one in terms for word, term in one.items() for name in (str(word), term)}


#: What callers choose from, each word by its id and its Chinese terms.
NAMES: Mapping[type[Choice], Mapping[str, Choice]] = {
    Attribute: _names(*ATTRIBUTE_TERMS.values()),
    Scheme: _names(SCHEME_TERMS, {Scheme.OPENING: "开放", Scheme.SHARING: "共享"}),
    Unlisted: _names(UNLISTED_TERMS),
    ReceiptPolicy: _names(RECEIPT_TERMS),
    ComparisonTopic: _names(COMPARISON_TERMS),
}
