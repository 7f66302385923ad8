"""What two laws answer differently: one value for each difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...answers.changes.answer import ChangeVerdict
from ...answers.classification.answer import Decision
from ...answers.deadlines.answer import Deadline
from ...answers.duties.answer import Assessment
from ...answers.result import plain
from ...values import Json, Term, Value
from ...vocabulary.facts import FactValue
from ...vocabulary.words import EVERYWHERE, Words

#: The answers that differences are found in; other questions are answered by plain JSON.
Answered = Decision | ChangeVerdict | Assessment | Deadline


class Kind(Term):
    """What of an answer differs: what it comes to, what it tells besides, or only the wording of a gist."""

    OUTCOME = "outcome"
    DETAIL = "detail"
    TEXT = "text"


class QuestionKind(Term):
    """What is asked; the members beyond the first four are answered by lists."""

    CLASSIFY = "classify"
    CHANGE = "change"
    CHECK = "check"
    DEADLINE = "deadline"
    #: what comes back every year
    DUTIES = "duties"
    #: what bears on the place
    INSTRUMENTS = "instruments"
    #: what has to be done before an act
    PRECEDENCE = "precedence"
    #: how a rule is worded
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Difference(Value):
    """One thing that two laws answer differently, with the smallest facts on which they do.

    Attributes:
        question: what is asked.
        options: with what, beside the facts, as pairs: ``scheme`` (and ``declared``), ``before`` and ``after``,
            ``topic``, ``step`` and ``trigger``, ``year``, ``act``, ``rule``.
        kind: what of the answer differs.
        path: where in the answer, from its key down; entries of lists by the id of their rule or fact.
        rule: id of the rule that it is about; empty where it is about the whole.
        was: what stands there in the old law's answer; ``None`` where nothing does.
        now: the same of the new law.
        stated: the facts of the example, as pairs.
        old: the answer of the old law to the example; ``None`` where ``was`` and ``now`` say all.
        new: that of the new law.
        words: the words in which the example is told.
    """

    question: QuestionKind
    options: tuple[tuple[str, str], ...]
    kind: Kind
    path: tuple[str, ...]
    rule: str
    was: Json
    now: Json
    stated: tuple[tuple[str, FactValue], ...] = ()
    old: Answered | None = None
    new: Answered | None = None
    words: Words = field(default=EVERYWHERE, repr=False)

    @property
    def example(self) -> dict[str, FactValue]:
        """The facts of the example by id."""
        return dict(self.stated)

    @property
    def trigger(self) -> dt.date | None:
        """The day of the event of the example, where the question takes one."""
        told: Mapping[str, str] = dict(self.options)
        return dt.date.fromisoformat(told["trigger"]) if "trigger" in told else None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "question": str(self.question),
            "options": dict(self.options),
            "kind": str(self.kind),
            "path": list(self.path),
            "rule": self.rule,
            "was": self.was,
            "now": self.now,
            "example": plain(self.example),
            "old": None if self.old is None else self.old.to_dict(),
            "new": None if self.new is None else self.new.to_dict(),
        }
