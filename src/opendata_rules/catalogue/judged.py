"""Findings on datasets, and how they stand to last time and to waivers, as frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..values import Json, Term, Value
from .text import line as shown

#: Kinds of findings, worst first: Chinese name, what it means, whether it is an error. What is no error only asks.
KINDS: dict[str, tuple[str, str, bool]] = {
    "invalid": ("申报属性不成立", "按已知事实，申报的属性不能成立", True),
    "overdue": ("更新逾期", "规定的更新期限已经过了", True),
    "human_review": ("须人工判断", "条文不足以判断，或者事实互相矛盾", False),
    "update_review": ("更新须人工判断", "规定要求按声明的更新频率更新，是否及时须由人判断", False),
    "not_recognised": ("未识别申报属性", "目录中没有写申报的属性，或者写的不是这种属性", False),
    "suspected": ("名称可疑", "名称、摘要或者数据项提到了可能涉密、涉个人、涉企业秘密的内容，目录又没有回答", False),
}


class Since(Term):
    """How a finding stands to those of last time."""

    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Waiver(Value):
    """A finding that somebody who may do so lets pass.

    Attributes:
        dataset: id of the dataset, or its title.
        department: who provides it; empty where that was not written.
        finding: id of the finding, or its kind and provision.
        reason: why.
        approver: who approved it.
        expires: the last day on which it holds.
        line: where it stands in its file.
    """

    _schema = "report_waiver"

    dataset: str
    department: str
    finding: str
    reason: str
    approver: str
    expires: dt.date
    line: int

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            # As rows show them: an id may well be an identity number.
            "dataset": shown(self.dataset, short=False),
            "department": shown(self.department),
            "finding": shown(self.finding, short=False),
            "reason": self.reason,
            "approver": self.approver,
            "expires": self.expires.isoformat(),
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Finding(Value):
    """Something found on a dataset.

    Attributes:
        id: the dataset (its id, else a digest of title and department), the kind and the provision: the same however
            the rows are ordered and whatever else is found. Where equal datasets have the same finding, the second one
            ends in ``:2``.
        kind: one of :data:`KINDS`.
        provision: what it rests on, the same however it is worded: id of a rule, or of an instrument with the passage;
            of what only asks, the fact. Empty where there is none.
        citation: the provision in Chinese; empty where there is none.
        citation_english: the same in English.
        text: what was found, in Chinese.
        english: the same in English.
        since: how it stands to last time; ``None`` where nothing of last time was given.
        waiver: what lets it pass, or did so once.
        expired: whether that has run out.
    """

    _schema = "report_finding"

    id: str
    kind: str
    provision: str
    citation: str
    citation_english: str
    text: str
    english: str
    since: Since | None = None
    waiver: Waiver | None = None
    expired: bool = False

    @property
    def is_error(self) -> bool:
        """Whether it is an error; else it only asks."""
        return KINDS[self.kind][2]

    @property
    def waived(self) -> bool:
        """Whether a waiver lets it pass."""
        return self.waiver is not None and not self.expired

    @property
    def fails(self) -> bool:
        """Whether it is an error that is neither of last time nor waived; one whose waiver has run out fails too."""
        return self.is_error and not self.waived and (self.expired or self.since is not Since.UNCHANGED)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "kind": self.kind,
            "error": self.is_error,
            "provision": self.provision,
            "citation": self.citation,
            "citation_english": self.citation_english,
            "text": self.text,
            "english": self.english,
            "since": None if self.since is None else str(self.since),
            "waiver": None if self.waiver is None else self.waiver.to_dict(),
            "expired": self.expired,
            "fails": self.fails,
        }


@dataclass(frozen=True, slots=True)
class Gone(Value):
    """A finding of last time that is there no more.

    Attributes:
        id: its id.
        title: what the dataset was called; empty where the file of last time does not say.
    """

    _schema = "report_gone"

    id: str
    title: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"id": self.id, "title": self.title}


@dataclass(frozen=True, slots=True)
class Idle(Value):
    """A waiver that no finding met.

    Attributes:
        waiver: the waiver.
        why: what may be the reason, in Chinese.
        english: the same in English.
    """

    _schema = "report_idle_waiver"

    waiver: Waiver
    why: str
    english: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"waiver": self.waiver.to_dict(), "why": self.why, "english": self.english}


@dataclass(frozen=True, slots=True)
class Tally(Value):
    """All findings of a report, counted.

    Attributes:
        total: how many there are.
        errors: those that are errors.
        failing: errors that are neither of last time nor waived, or whose waiver has run out.
        compared: whether something of last time was given.
        new: those that were not found last time; all of them where nothing of last time was given.
        unchanged: those that were.
        waived: those that a waiver lets pass.
        expired: those whose waiver has run out.
        gone: those of last time that are there no more.
        idle: waivers that no finding met.
    """

    _schema = "report_tally"

    total: int
    errors: int
    failing: int
    compared: bool
    new: int
    unchanged: int
    waived: int
    expired: int
    gone: tuple[Gone, ...]
    idle: tuple[Idle, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "total": self.total,
            "errors": self.errors,
            "failing": self.failing,
            "compared": self.compared,
            "new": self.new,
            "unchanged": self.unchanged,
            "waived": self.waived,
            "expired": self.expired,
            "gone": [one.to_dict() for one in self.gone],
            "idle_waivers": [one.to_dict() for one in self.idle],
        }
