"""What a comparison of two laws says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...answers.changes.answer import ChangeVerdict
from ...answers.classification.answer import Decision
from ...answers.classification.compiled import Outcome
from ...answers.classification.computation import classifier_behind
from ...answers.deadlines.answer import Deadline
from ...answers.duties.answer import Assessment
from ...answers.receipts import Asked, Receipted, name_of
from ...answers.result import plain
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Json, Term, Value
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Citation, together
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import ComparisonTopic, Compliance, RequirementState
from ...vocabulary.words import EVERYWHERE, Words
from ..cautions import cautions


class Relation(Term):
    """How the first law stands to the second."""

    EQUIVALENT = "equivalent"
    STRICTER = "stricter"
    LOOSER = "looser"
    INCOMPARABLE = "incomparable"


def apart(name: str) -> str:
    """A name before a number: one that ends with a date keeps its distance."""
    return f"{name} " if name[-1:].isdecimal() else name


@dataclass(frozen=True, slots=True)
class Difference(Value):
    """One way in which two laws differ.

    Attributes:
        subject: what it is about: a pair of outcomes, a move, a step, a topic.
        text: the difference in Chinese; the laws are called 甲 and 乙.
        english: the same in English.
        stricter: ``a`` or ``b``, whichever is stricter here; ``None`` where neither is.
        equally_strict: whether both are equally strict here, so that it does not bear on the relation: one holds where
            the other asks a human, say.
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
    equally_strict: bool = False

    @property
    def cited(self) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
        """The provisions that the two answers go by, the first law's and the second's."""
        return cited_by(self.a), cited_by(self.b)

    def sources(self, a: str, b: str) -> tuple[str, str]:
        """Those provisions in Chinese with the laws called by their names."""
        ours, theirs = (together(citations) or "（没有规定）" for citations in self.cited)
        return f"{a}依{ours}", f"{b}依{theirs}"

    @property
    def example(self) -> dict[str, FactValue]:
        """The smallest example: facts by id."""
        return dict(self.stated)

    def told(self, a: str, b: str) -> str:
        """The difference in Chinese with the laws called by their names."""
        return self.text.replace("甲", apart(a)).replace("乙", apart(b))

    @property
    def telling(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The example in Chinese: each fact with its value, and apart the labels of those that are simply 否."""
        book = self.words.vocabulary.facts
        told = tuple(
            f"{book[name].label}＝{book[name].term(value)}" for name, value in self.stated if value is not False
        )
        return told, tuple(book[name].label for name, value in self.stated if value is False)

    @property
    def in_words(self) -> str:
        """The example in Chinese in a sentence, what is simply 否 last and together."""
        told, denied = self.telling
        if len(denied) < 3:
            return "，".join([*told, *(f"{label}＝否" for label in denied)])
        return "；".join([*filter(None, ["，".join(told)]), f"都为“否”：{'、'.join(denied)}"])

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "subject": self.subject,
            "text": self.text,
            "english": self.english,
            "stricter": self.stricter,
            "equally_strict": self.equally_strict,
            "example": plain(self.example),
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
        }


def cited_by(answer: Decision | ChangeVerdict | Deadline | Assessment) -> tuple[Citation, ...]:
    """What an answer goes by: the grounds of the class, what keeps it from having one, what is not fulfilled."""
    found: list[Citation | None]
    if isinstance(answer, Decision):
        # Undecided, the actions are those of the holds and of what a human must judge.
        decided = [ground.citation for ground in answer.grounds if ground.outcome is answer.attribute]
        decided = decided or [rule.citation for rule in classifier_behind(answer).one_of(answer)]
        found = [*decided] if answer.attribute else [action.citation for action in answer.actions]
        if not found and (rules := classifier_behind(answer).rules) is not None:
            # Nothing is told that settles it: it goes by all that it hangs on.
            found = [ground.citation for ground in rules.grounds]
    elif isinstance(answer, ChangeVerdict):
        unmet = [need.citation for need in answer.requirements if need.state is not RequirementState.MET]
        # Where no provision names the move and none stands against it, the class alone decides.
        found = [answer.citation, *unmet] if answer.citation or unmet else [one.citation for one in answer.requirements]
    elif isinstance(answer, Deadline):
        found = [answer.citation]
    else:
        broken = [f.citation for f in answer.findings if f.verdict is Compliance.NONCOMPLIANT]
        found = [*(broken or [f.citation for f in answer.findings])]
    return tuple(dict.fromkeys(citation for citation in found if citation is not None))


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with a relation and does not bear on it: outcomes that differ and are equally strict.

    Attributes:
        a: ``closed``, ``review`` (human review) or ``hold``: where the first law ends.
        b: the same of the second, where the first ends there.
        text: both in Chinese; the laws are called 甲 and 乙.
        english: both in English, the first law's first.
    """

    a: Outcome
    b: Outcome
    text: str
    english: str = field(default="", kw_only=True)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"a": str(self.a), "b": str(self.b), "text": self.text, "english": self.english}


#: Topics on which answers look at the calendar.
TIMED = ("procedures", "duties")


@dataclass(frozen=True, slots=True)
class Comparison(Receipted):
    """Answer to ``compare``.

    Attributes:
        topic: what was compared.
        a: the first law.
        b: the second.
        relation: ``equivalent``, ``stricter``, ``looser`` or ``incomparable``: how ``a`` stands to ``b``.
        differences: every kind of difference, each with the smallest example.
    """

    topic: ComparisonTopic
    a: LegalOrder
    b: LegalOrder
    relation: Relation
    differences: tuple[Difference, ...]

    @property
    def place(self) -> str:
        """Id of the place of the first law, which is asked how it stands to the other."""
        return self.a.place.id

    @property
    def on(self) -> dt.date:
        """The date of the first law."""
        return self.a.on

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why it should be read with care: the warnings on the topic, of both laws."""
        return cautions((self.a, self.b), self.topic)

    @property
    def beside(self) -> tuple[Beside, ...]:
        """What goes with the relation and does not bear on it: one holds where the other asks a human, say."""
        alike = [difference for difference in self.differences if difference.equally_strict]
        return tuple(
            Beside(Outcome(a), Outcome(b), d.text, english=d.english) for d in alike for a, b in [d.subject.split("/")]
        )

    def explain(self, lang: Lang = "zh") -> str:
        """The relation, then every difference with what both go by, as a tree, in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import explain_comparison

        return explain_comparison(self, lang)

    def _asked(self) -> Asked:
        options = {"topic": self.topic, "others": [name_of(self.b)]}
        outcome = {"relation": str(self.relation), "differences": [one.subject for one in self.differences]}
        calendar = self.topic in TIMED
        return Asked("compare", self.a, options, outcome, others=(self.b,), calendar=calendar)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "topic": str(self.topic),
            "a": named(self.a),
            "b": named(self.b),
            "relation": str(self.relation),
            "beside": [one.to_dict() for one in self.beside],
            "differences": [difference.to_dict() for difference in self.differences],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def named(law: LegalOrder) -> dict[str, Json]:
    """Which law one of several is."""
    return {"place": law.place.id, "on": law.on.isoformat(), "law_id": law.law_id}


#: Chinese names of the relations, as the first law stands to the second.
RELATION_TERMS: Mapping[Relation, str] = {
    Relation.EQUIVALENT: "相同",
    Relation.STRICTER: "更严",
    Relation.LOOSER: "更宽",
    Relation.INCOMPARABLE: "互有宽严",
}


#: What marks a relation that something goes with.
MARK = "＊"


def heading(comparison: Comparison, a: str, b: str) -> str:
    """How one law stands to another, and what goes with that, in a line."""
    relation = comparison.relation
    text = f"{a} 比 {b} {RELATION_TERMS[relation]}"
    if relation in (Relation.EQUIVALENT, Relation.INCOMPARABLE):
        text = f"{a} 与 {b}：{RELATION_TERMS[relation]}"
    told = "；".join(one.text.replace("甲", apart(a)).replace("乙", apart(b)) for one in comparison.beside)
    return f"{text}，但同样从严而处理不同的有：{told}" if told else text


def verdict(difference: Difference, a: str, b: str) -> str:
    """Which law is stricter in a difference, in a few words."""
    if difference.equally_strict:
        return "同样从严"
    return {"a": f"{a}更严", "b": f"{b}更严", None: "互有宽严"}[difference.stricter]
