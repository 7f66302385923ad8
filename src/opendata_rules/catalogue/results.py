"""What checking a catalogue found of each dataset, as frozen values; of the whole catalogue, ``summary``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..answers.result import plain
from ..norms.warnings import ResultWarning
from ..values import FrozenDict, Json, Value, fill
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import Attribute
from .judged import Finding

#: Verdicts on the declared attribute, worst first: Chinese name, and what it means, see ``schemes.in_words_of``.
VERDICTS: dict[str, tuple[str, str]] = {
    "invalid": ("不成立", "按已知事实，申报的属性不能成立"),
    "human_review": ("须人工判断", "条文不足以判断，或者事实互相矛盾"),
    "not_recognised": ("未识别申报属性", "目录中没有写，或者写的不是{attribute}"),
    "undetermined": ("尚不能定", "还缺事实，或者法定步骤没有做完"),
    "no_rule": ("无有效规则", "该日期没有已收录且有效的规定"),
    "valid": ("成立", "不论其余事实如何，申报的属性都能成立"),
}

#: How an update stands against the term that the law sets for it, worst first.
UPDATES: dict[str, tuple[str, str]] = {
    "overdue": ("更新逾期", "规定的更新期限已经过了"),
    "human_review": ("须人工判断", "规定有要求，是否及时须由人判断"),
    "undetermined": ("尚不能定", "规定有期限，末日还不能确定"),
    "unknown": ("不知道最近更新", "没有最近更新的日期，或者日期晚于检查的日期"),
    "not_regulated": (
        "没有规定期限",
        "有效的规定没有定期限，或者上一次在规定施行以前到期、重新起算的还没有过，不算逾期",
    ),
    "current": ("未逾期", "规定的更新期限还没有过"),
}

#: Before the label of a fact, in the meaning of a column that states one.
FACT = "事实："
#: Behind it, where the law asks nothing about it.
NOT_ASKED = "（本地的判定不问）"


@dataclass(frozen=True, slots=True)
class Question(Value):
    """A fact to be answered for a dataset.

    Attributes:
        fact: fact id.
        text: the question in Chinese.
        english: what is asked, in English.
        why: names that raised it, such as 数据项“身份证号”; empty where only the law asks.
    """

    _schema = "report_question"

    fact: str
    text: str
    english: str = field(default="", kw_only=True)
    why: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"fact": self.fact, "text": self.text, "english": self.english, "why": list(self.why)}


@dataclass(frozen=True, slots=True)
class Basis(Value):
    """A provision a result rests on, as text.

    Attributes:
        citation: Chinese form.
        citation_english: English form, the instrument by its id.
        text: gist, or what must be done, in Chinese.
        english: the same in English.
        provision: the same for programs: id of the rule, else of the instrument with the passage.
    """

    _schema = "report_basis"

    citation: str
    citation_english: str = field(default="", kw_only=True)
    text: str
    english: str = field(default="", kw_only=True)
    provision: str = field(default="", kw_only=True)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        told = {"provision": self.provision, "citation": self.citation, "citation_english": self.citation_english}
        return {**told, "text": self.text, "english": self.english}


@dataclass(frozen=True, slots=True)
class Spelling(Value):
    """How one way of writing was understood.

    Attributes:
        column: the column it stands in.
        text: as written, empty for cells that are not filled.
        reading: what it was taken for, or why it was not, in Chinese.
        recognised: whether it was understood.
        count: how many datasets have it.
        profile: the part of a profile that could explain it: ``declared``, ``cadence`` or none.
    """

    _schema = "report_spelling"

    column: str
    text: str
    reading: str
    recognised: bool
    count: int
    profile: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "column": self.column,
            "text": self.text,
            "reading": self.reading,
            "recognised": self.recognised,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class Row(Value):
    """One dataset.

    Attributes:
        number: row in the file (in its sheet).
        sheet: its sheet, where several were read; else empty.
        title: its name.
        id: its id in the catalogue, empty if there is none.
        department: who provides it.
        summary: what the catalogue says of it.
        fields: its data items.
        declared_text: the attribute that the catalogue declares, as written.
        declared: as understood, ``None`` where it was not recognised.
        verdict: one of :data:`VERDICTS`.
        attribute: the attribute, where it is decided.
        possible: attributes still possible, strictest first.
        permitted: attributes that may be chosen, strictest first.
        grounds: provisions that hold.
        objections: provisions that exclude the declared attribute, where it cannot stand.
        questions: what would settle it, named suspicions first.
        actions: what must be done next.
        ways: where the declared attribute cannot stand: the smallest lawful changes that would lead to it, in Chinese.
        ways_english: the same in English.
        warnings: warnings of the decision that not every dataset has.
        facts: the facts the catalogue states, as (id, value).
        cadence: how often it is updated, as written.
        updated: day of the last update, ``None`` where it is not known.
        updated_text: the last update as written, which may be a month.
        due: last day for the next update as the law sets it, ``None`` where that is not certain.
        earliest: first day on which the term for it can end, ``None`` where that cannot be told.
        latest: last such day.
        lapsed: last day on which the term before that ended, where that was before the law was in force: no law judges
            it, and the term runs anew; else ``None``.
        overdue: days since ``latest``, ``None`` where it is not overdue.
        update: one of :data:`UPDATES`.
        term: the provision that sets the term for the update, ``None`` where none does.
        term_note: why there is no certain last day, in Chinese.
        term_note_english: the same in English.
        notes: what was noticed in the row itself.
        findings: what was found on it, worst first, each with an id that is the same next time.
    """

    _schema = "report_row"

    number: int
    sheet: str
    title: str
    id: str
    department: str
    summary: str
    fields: str
    declared_text: str
    declared: Attribute | None
    verdict: str
    attribute: Attribute | None
    possible: tuple[Attribute, ...]
    permitted: tuple[Attribute, ...]
    grounds: tuple[Basis, ...]
    objections: tuple[Basis, ...]
    questions: tuple[Question, ...]
    actions: tuple[Basis, ...]
    ways: tuple[str, ...]
    ways_english: tuple[str, ...]
    warnings: tuple[ResultWarning, ...]
    facts: tuple[tuple[str, FactValue], ...]
    cadence: str
    updated: dt.date | None
    updated_text: str
    due: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    overdue: int | None
    update: str
    term: Basis | None
    term_note: str
    term_note_english: str
    notes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    lapsed: dt.date | None = None

    @property
    def suspected(self) -> tuple[Question, ...]:
        """Questions that a name in the catalogue raised."""
        return tuple(question for question in self.questions if question.why)

    @property
    def computable(self) -> bool:
        """Whether the term for the update has a last day that can be told, be it one before the law was in force."""
        return self.update in ("overdue", "current") or (self.update == "not_regulated" and self.latest is not None)

    def late_on(self, day: dt.date) -> bool:
        """Whether the term for the update had certainly run out on a day, be it before the law was in force."""
        return self.ended is not None and self.ended < day

    @property
    def ended(self) -> dt.date | None:
        """The last day of the term that is counted from the last update, whatever law was in force then."""
        return self.lapsed or self.latest

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "number": self.number,
            "sheet": self.sheet,
            "title": self.title,
            "id": self.id,
            "department": self.department,
            "summary": self.summary,
            "fields": self.fields,
            "declared_text": self.declared_text,
            "declared": None if self.declared is None else str(self.declared),
            "verdict": self.verdict,
            "attribute": None if self.attribute is None else str(self.attribute),
            "possible": [str(attribute) for attribute in self.possible],
            "permitted": [str(attribute) for attribute in self.permitted],
            "grounds": [basis.to_dict() for basis in self.grounds],
            "objections": [basis.to_dict() for basis in self.objections],
            "questions": [question.to_dict() for question in self.questions],
            "actions": [basis.to_dict() for basis in self.actions],
            "ways": list(self.ways),
            "ways_english": list(self.ways_english),
            "warnings": [warning.to_dict() for warning in self.warnings],
            "facts": {name: plain(value) for name, value in self.facts},
            "cadence": self.cadence,
            "updated": plain(self.updated),
            "updated_text": self.updated_text,
            "due": plain(self.due),
            "earliest": plain(self.earliest),
            "latest": plain(self.latest),
            "lapsed": plain(self.lapsed),
            "overdue_days": self.overdue,
            "update": self.update,
            "term": None if self.term is None else self.term.to_dict(),
            "term_note": self.term_note,
            "term_note_english": self.term_note_english,
            "notes": list(self.notes),
            "findings": [finding.to_dict() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Department(Value):
    """A department's share of the catalogue.

    Attributes:
        name: as written in the catalogue.
        total: its datasets.
        counts: datasets by verdict.
        overdue: datasets whose update is overdue.
        suspected: datasets with a name that raised a question.
    """

    _schema = "report_department"

    name: str
    total: int
    counts: Mapping[str, int] = field(hash=False)
    overdue: int = 0
    suspected: int = 0

    def __post_init__(self) -> None:
        fill(self, counts=FrozenDict(self.counts))

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "name": self.name,
            "total": self.total,
            "counts": dict(self.counts),
            "overdue": self.overdue,
            "suspected": self.suspected,
        }
