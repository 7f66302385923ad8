"""The answer to a change of the opening attribute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Immutable, Json, Value, fill
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, RequirementState, Verdict
from ..pickling import sent
from ..receipts import Asked, OfLaw
from ..result import Action, Question


@dataclass(frozen=True, slots=True)
class RequirementResult(Value):
    """One condition of a change and whether the facts show it fulfilled.

    Attributes:
        id: requirement id within its provision.
        state: ``met``, ``missing`` or ``unknown``.
        citation: the passage that asks for it.
        gist: Chinese summary.
        english: the same in English.
        hard: whether missing it bars the change (原则上 does not).
        facts: ids of unknown facts that would settle it.
    """

    id: str
    state: RequirementState
    citation: Citation
    gist: str
    english: str
    hard: bool
    facts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "state": str(self.state),
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "english": self.english,
            "hard": self.hard,
            "facts": list(self.facts),
        }


class Judges(Protocol):
    """What a verdict asks of the compiled change that made it."""

    order: LegalOrder
    before: Attribute
    after: Attribute

    def word(self, possible: frozenset[Verdict]) -> Verdict:
        """The verdict where some are possible."""

    def details(self, verdict: ChangeVerdict) -> Details:
        """What a verdict tells when asked."""

    def questions(self, verdict: ChangeVerdict) -> tuple[Question, ...]:
        """The unknown facts that would settle it, best first."""

    def stated(self, verdict: ChangeVerdict) -> dict[str, FactValue]:
        """The facts as stated, by id."""

    def again(self) -> Callable[..., ChangeVerdict]:
        """What gives the same verdict again: takes an order, both attributes and facts."""


@dataclass(frozen=True, slots=True)
class Details:
    """What a verdict rests on; see :class:`ChangeVerdict`."""

    citation: Citation | None
    requirements: tuple[RequirementResult, ...]
    approver: tuple[str, ...]
    consequence: tuple[Citation, ...]
    permitted: frozenset[Attribute]
    reviews: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    warnings: tuple[ResultWarning, ...]


class Unfinished(OfLaw):
    """A verdict while it is made; given the class of a verdict, it cannot be changed any more."""

    __slots__ = ("_details", "_judge", "_possible", "_questions", "_raw", "_stated")

    _judge: Judges
    _possible: frozenset[Verdict]
    _raw: Mapping[str, object]
    _details: Details
    _questions: tuple[Question, ...]
    _stated: tuple[tuple[str, FactValue], ...]


class ChangeVerdict(Unfinished, Immutable):
    """Answer to ``law.check_change``: frozen, hashable, picklable, safe to share between threads.

    Everything but the verdict is worked out when asked for, from the facts kept inside.
    """

    __slots__ = ()

    _schema = "change"

    @property
    def verdict(self) -> Verdict:
        """``allowed``, ``forbidden``, ``undetermined``, ``human_review`` or ``not_regulated``."""
        return self._judge.word(self._possible)

    @property
    def possible(self) -> frozenset[Verdict]:
        """The verdicts that some completion of the unknown facts leads to: exact; empty under contradictory facts."""
        return self._possible

    def _found(self) -> Details:
        try:
            found: Details = self._details
        except AttributeError:
            found = self._judge.details(self)
            fill(self, _details=found)
        return found

    @property
    def order(self) -> LegalOrder:
        """The legal order that the verdict rests on."""
        return self._judge.order

    @property
    def on(self) -> dt.date:
        """The date of the law."""
        return self.order.on

    @property
    def before(self) -> Attribute:
        """Attribute now held."""
        return self._judge.before

    @property
    def after(self) -> Attribute:
        """Attribute wanted."""
        return self._judge.after

    @property
    def citation(self) -> Citation | None:
        """The provision relied on; ``None`` where none names the change."""
        return self._found().citation

    @property
    def requirements(self) -> tuple[RequirementResult, ...]:
        """Each condition with its state, the target attribute (``target``) last."""
        return self._found().requirements

    @property
    def approver(self) -> tuple[str, ...]:
        """Value ids of ``approving_authority`` whose consent counts."""
        return self._found().approver

    @property
    def consequence(self) -> tuple[Citation, ...]:
        """Citations of the sanction articles."""
        return self._found().consequence

    @property
    def permitted(self) -> frozenset[Attribute]:
        """Attributes other than ``before`` that the provision relied on allows."""
        return self._found().permitted

    @property
    def reviews(self) -> tuple[str, ...]:
        """What a human must judge, in Chinese."""
        return tuple(chinese for chinese, _ in self._found().reviews)

    @property
    def reviews_english(self) -> tuple[str, ...]:
        """The same in English."""
        return tuple(english for _, english in self._found().reviews)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What must be done before the class can be told, where it is on hold."""
        return self._found().actions

    @property
    def questions(self) -> tuple[Question, ...]:
        """Unknown facts that would settle it, best first; empty where the verdict is definite."""
        try:
            found: tuple[Question, ...] = self._questions
        except AttributeError:
            found = self._judge.questions(self)
            fill(self, _questions=found)
        return found

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why the answer should be read with care."""
        return self._found().warnings

    @property
    def stated(self) -> tuple[tuple[str, FactValue], ...]:
        """The facts as stated, by id."""
        try:
            found: tuple[tuple[str, FactValue], ...] = self._stated
        except AttributeError:
            found = tuple(sorted(self._judge.stated(self).items()))
            fill(self, _stated=found)
        return found

    def _asked(self) -> Asked:
        outcome = {
            "verdict": str(self.verdict),
            "possible": [str(verdict) for verdict in Verdict if verdict in self.possible],
            "requirements": {need.id: str(need.state) for need in self.requirements},
        }
        options = {"before": str(self.before), "after": str(self.after)}
        return Asked("change", self.order, options, outcome, dict(self.stated))

    def __reduce__(self) -> tuple[Any, ...]:
        return sent(self._judge.again(), self.order, (self.before, self.after), dict(self.stated))

    def __eq__(self, other: object) -> bool:
        return self._identity() == other._identity() if isinstance(other, ChangeVerdict) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        return (self.order, self.before, self.after, self.stated)

    def __repr__(self) -> str:
        order = self.order
        return f"<ChangeVerdict {order.place.id} {order.on} {self.before}→{self.after}: {self.verdict}>"

    def explain(self, lang: Lang = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_change

        return explain_change(self, lang)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "before": str(self.before),
            "after": str(self.after),
            "verdict": str(self.verdict),
            "possible": [str(verdict) for verdict in Verdict if verdict in self.possible],
            "citation": self.citation.to_dict() if self.citation else None,
            "requirements": [requirement.to_dict() for requirement in self.requirements],
            "approver": list(self.approver),
            "consequence": [citation.to_dict() for citation in self.consequence],
            "permitted": [str(a) for a in STRICTEST_FIRST if a in self.permitted],
            "reviews": list(self.reviews),
            "reviews_english": list(self.reviews_english),
            "actions": [action.to_dict() for action in self.actions],
            "questions": [question.to_dict() for question in self.questions],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def finished(made: Unfinished) -> ChangeVerdict:
    """The verdict, all of whose slots are filled that are filled at once."""
    made.__class__ = ChangeVerdict
    return cast(ChangeVerdict, made)
