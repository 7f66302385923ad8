"""The answer to a check of duties: a value that works out its details when asked for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Immutable, Json, Value, fill
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Compliance, DutyForce
from ..pickling import sent
from ..receipts import Asked, OfLaw
from ..result import Question


@dataclass(frozen=True, slots=True)
class Finding(Value):
    """One requirement and whether the facts show it fulfilled.

    Attributes:
        id: rule id.
        citation: the passage that sets it.
        verdict: ``noncompliant``, ``human_review``, ``undetermined``, ``compliant`` or ``not_applicable``.
        possible: the verdicts that some completion of the unknown facts leads to, exact; empty where the facts it rests
            on contradict each other.
        force: ``hard``, ``advisory`` or ``minimum``.
        actor: who has the duty, in Chinese.
        actor_english: the same in English.
        gist: Chinese summary.
        english: the same in English.
        missing: what is lacking: facts whose value could matter, failing facts, or the values that a list lacks (or
            must not hold).
        action: what is to be done, in Chinese; empty where it is done or does not apply.
        action_english: the same in English.
        consequence: the sanction articles.
    """

    id: str
    citation: Citation
    verdict: Compliance
    possible: frozenset[Compliance]
    force: DutyForce
    actor: str
    actor_english: str = field(default="", kw_only=True)
    gist: str
    english: str
    missing: tuple[str, ...]
    action: str
    action_english: str = field(default="", kw_only=True)
    consequence: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "citation": self.citation.to_dict(),
            "verdict": str(self.verdict),
            "possible": _gravest_first(self.possible),
            "force": str(self.force),
            "actor": self.actor,
            "actor_english": self.actor_english,
            "gist": self.gist,
            "english": self.english,
            "missing": list(self.missing),
            "action": self.action,
            "action_english": self.action_english,
            "consequence": [citation.to_dict() for citation in self.consequence],
        }


def _gravest_first(possible: frozenset[Compliance]) -> list[Json]:
    return [str(verdict) for verdict in Compliance if verdict in possible]


class Outcome(Immutable):
    """The verdict on a topic, and what the completions of the known facts lead to.

    Attributes:
        verdict: the verdict.
        possible: the verdicts that some completion leads to; empty where the facts contradict each other.
        contradictory: whether they do.
    """

    __slots__ = ("contradictory", "possible", "verdict")

    contradictory: bool
    possible: frozenset[Compliance]
    verdict: Compliance

    def __init__(self, verdict: Compliance, possible: frozenset[Compliance], contradictory: bool) -> None:
        fill(self, verdict=verdict, possible=possible, contradictory=contradictory)


class Checks(Protocol):
    """What an assessment asks of the checker that made it."""

    order: LegalOrder
    topic: str
    #: makes the same assessment from an order, a topic and facts
    again: Callable[..., Assessment]

    def normalised(self, facts: dict[Any, Any]) -> dict[str, FactValue]:
        """The facts as stated, by id."""

    def findings(self, assessment: Assessment) -> tuple[Finding, ...]:
        """One entry a requirement."""

    def questions(self, assessment: Assessment) -> tuple[Question, ...]:
        """Unknown facts that could settle it."""

    def warnings(self, assessment: Assessment) -> tuple[ResultWarning, ...]:
        """Why to read it with care."""


class Unfinished(OfLaw):
    """An assessment while it is made; given the class of an assessment, it cannot be changed any more."""

    __slots__ = ("_checker", "_facts", "_findings", "_outcome", "_questions", "_stated", "_warnings")

    _checker: Checks
    _facts: dict[Any, Any]
    _outcome: Outcome
    _findings: tuple[Finding, ...]
    _questions: tuple[Question, ...]
    _stated: tuple[tuple[str, FactValue], ...]
    _warnings: tuple[ResultWarning, ...]


class Assessment(Unfinished, Immutable):
    """Answer to ``law.check``: frozen, hashable, picklable, safe to share between threads.

    Everything but the verdict is worked out when asked for, from the facts kept inside, and then kept.
    """

    __slots__ = ()

    @property
    def topic(self) -> str:
        """Id of the topic."""
        return self._checker.topic

    @property
    def order(self) -> LegalOrder:
        """The law that was asked."""
        return self._checker.order

    @property
    def on(self) -> dt.date:
        """The date of the law."""
        return self.order.on

    @property
    def verdict(self) -> Compliance:
        """The verdict on the whole.

        The first that applies of ``noncompliant``, ``human_review``, ``undetermined``, ``compliant``,
        ``not_applicable``, ``not_regulated``; for scope of ``human_review``, ``not_applicable``, ``undetermined``,
        ``compliant``.
        """
        return self._outcome.verdict

    @property
    def possible(self) -> frozenset[Compliance]:
        """Verdicts that some completion of the unknown facts leads to; exact. Empty where facts contradict."""
        return self._outcome.possible

    @property
    def contradictory(self) -> bool:
        """Whether the facts contradict each other."""
        return self._outcome.contradictory

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One entry a requirement, in article order."""
        try:
            return self._findings
        except AttributeError:
            fill(self, _findings=self._checker.findings(self))
            return self._findings

    @property
    def questions(self) -> tuple[Question, ...]:
        """Unknown facts that could settle it, best first; empty where nothing is open."""
        try:
            return self._questions
        except AttributeError:
            fill(self, _questions=self._checker.questions(self))
            return self._questions

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why the answer should be read with care."""
        try:
            return self._warnings
        except AttributeError:
            fill(self, _warnings=self._checker.warnings(self))
            return self._warnings

    @property
    def stated(self) -> tuple[tuple[str, FactValue], ...]:
        """The facts as stated, by id, in alphabetical order."""
        try:
            return self._stated
        except AttributeError:
            fill(self, _stated=tuple(sorted(self._checker.normalised(self._facts).items())))
            return self._stated

    def _asked(self) -> Asked:
        outcome = {
            "verdict": str(self.verdict),
            "possible": _gravest_first(self.possible),
            "findings": {finding.id: str(finding.verdict) for finding in self.findings},
        }
        return Asked("check", self.order, {"topic": self.topic}, outcome, dict(self.stated), calendar=True)

    def explain(self, lang: Lang = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_assessment

        return explain_assessment(self, lang)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "topic": self.topic,
            "verdict": str(self.verdict),
            "possible": _gravest_first(self.possible),
            "findings": [finding.to_dict() for finding in self.findings],
            "questions": [question.to_dict() for question in self.questions],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }

    def _identity(self) -> tuple[object, ...]:
        return (self.order.identity, self.topic, self.stated)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Assessment):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"<Assessment {self.order.place.id} {self.order.on} {self.topic}: {self.verdict}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return sent(self._checker.again, self.order, (self.topic,), dict(self.stated), calendar=True)


def finished(made: Unfinished) -> Assessment:
    """The assessment, all of whose slots are filled that are filled at once."""
    made.__class__ = Assessment
    return cast(Assessment, made)
