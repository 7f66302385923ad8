"""What a comparison of two laws says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ...answers.changes.answer import ChangeVerdict
from ...answers.classification.answer import Decision
from ...answers.deadlines.answer import Deadline
from ...answers.duties.answer import Assessment
from ...answers.result import Result, plain
from ...norms.order import LegalOrder
from ...values import Value
from ...vocabulary.facts import FactValue
from ...vocabulary.words import EVERYWHERE, Words


class Relation(StrEnum):
    """How the first law stands to the second."""

    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True)
class Difference(Value):
    """One way in which two laws differ.

    Attributes:
        subject: what it is about: a pair of outcomes, a move, a step, a topic.
        text: the difference in Chinese; the laws are called 甲 and 乙.
        english: the same in English.
        stricter: ``a`` or ``b``, whichever is stricter here; ``None`` where neither is.
        stated: the smallest example, as pairs.
        a: the answer of the first law to the example.
        b: that of the second.
        words: the words of both places, in which the example is told.
    """

    subject: str
    text: str
    english: str
    stricter: str | None
    stated: tuple[tuple[str, FactValue], ...]
    a: Decision | ChangeVerdict | Deadline | Assessment
    b: Decision | ChangeVerdict | Deadline | Assessment
    words: Words = field(default=EVERYWHERE, repr=False)

    @property
    def example(self) -> dict[str, FactValue]:
        """The smallest example: facts by id."""
        return dict(self.stated)

    def told(self, a: str, b: str) -> str:
        """The difference in Chinese with the laws called by their names."""
        return self.text.replace("甲", a).replace("乙", b)

    @property
    def in_words(self) -> str:
        """The example in Chinese, what is not simply 否 first."""
        book = self.words.vocabulary.facts
        ordered = sorted(self.stated, key=lambda pair: pair[1] is False)
        return "，".join(f"{book[name].label}＝{book[name].term(value)}" for name, value in ordered)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "subject": self.subject,
            "text": self.text,
            "stricter": self.stricter,
            "example": plain(self.example),
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Comparison(Result):
    """Answer to ``compare``.

    Attributes:
        topic: what was compared.
        a: the first law.
        b: the second.
        relation: ``equivalent``, ``stricter``, ``looser`` or ``incomparable``: how ``a`` stands to ``b``.
        differences: every kind of difference, each with the smallest example.
    """

    topic: str
    a: LegalOrder
    b: LegalOrder
    relation: Relation
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "topic": self.topic,
            "a": {"place": self.a.place.id, "on": self.a.on.isoformat()},
            "b": {"place": self.b.place.id, "on": self.b.on.isoformat()},
            "relation": str(self.relation),
            "differences": [difference.to_dict() for difference in self.differences],
        }


#: Chinese names of the relations, as the first law stands to the second.
RELATION_TERMS: Mapping[Relation, str] = {
    Relation.EQUIVALENT: "相同",
    Relation.STRICTER: "更严",
    Relation.LOOSER: "更宽",
    Relation.INCOMPARABLE: "互有宽严",
}


def heading(relation: Relation, a: str, b: str) -> str:
    """How one law stands to another, in a line."""
    if relation in (Relation.EQUIVALENT, Relation.INCOMPARABLE):
        return f"{a} 与 {b}：{RELATION_TERMS[relation]}"
    return f"{a} 比 {b} {RELATION_TERMS[relation]}"
