"""The closed sets of words in which the library answers.

One word per idea, the same in code, JSON, YAML and documentation. Every member compares equal to its string.
The Chinese term of each attribute is the one the regulations use.
"""

from __future__ import annotations

from enum import StrEnum


class Attribute(StrEnum):
    """Opening (or sharing) attribute of a dataset, strictest first."""

    CLOSED = "closed"
    CONDITIONAL = "conditional"
    OPEN = "open"


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


class Scheme(StrEnum):
    """What is being classified: opening to society or sharing between public bodies."""

    OPENING = "opening"
    SHARING = "sharing"


class Status(StrEnum):
    """How far a classification got."""

    DECIDED = "decided"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NO_RULE_IN_FORCE = "no_rule_in_force"


class Verdict(StrEnum):
    """Answer to a proposed change of attribute."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NOT_REGULATED = "not_regulated"


class RequirementState(StrEnum):
    """Whether the facts show that a condition of a change is fulfilled."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Force(StrEnum):
    """Whether a provision binds (应当, 列为, 不得) or permits (可以)."""

    MUST = "must"
    MAY = "may"


class DutyForce(StrEnum):
    """How strongly a duty or a term binds: 应当, 原则上, or 不少于 (a least length)."""

    HARD = "hard"
    ADVISORY = "advisory"
    MINIMUM = "minimum"


class Compliance(StrEnum):
    """Answer to whether a duty is fulfilled, the first that applies."""

    NONCOMPLIANT = "noncompliant"
    HUMAN_REVIEW = "human_review"
    UNDETERMINED = "undetermined"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not_applicable"
    NOT_REGULATED = "not_regulated"


class DeadlineStatus(StrEnum):
    """How certain a due day is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    UNDETERMINED = "undetermined"
    HUMAN_REVIEW = "human_review"
    NOT_REGULATED = "not_regulated"


class StepState(StrEnum):
    """Where a step of a case stands."""

    PENDING = "pending"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not_applicable"


class InstrumentState(StrEnum):
    """Where an instrument stands on a date."""

    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    EXPIRED = "expired"
    DRAFT = "draft"
    UNKNOWN = "unknown"


class Collected(StrEnum):
    """How much of an instrument's text is encoded here."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


class Source(StrEnum):
    """Whether the encoded text is the official one or known from reports."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class WarningCode(StrEnum):
    """Why a result should be read with care."""

    CONTRADICTORY_FACTS = "contradictory_facts"
    DRAFT = "draft"
    EXPIRED_INSTRUMENT = "expired_instrument"
    EXPIRES_TODAY = "expires_today"
    HIGHER_LAW = "higher_law"
    MISSING_INSTRUMENT = "missing_instrument"
    NO_RULE_IN_FORCE = "no_rule_in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    OPEN_QUESTION = "open_question"
    SECONDARY_SOURCE = "secondary_source"
    SECRECY_LAW = "secrecy_law"
