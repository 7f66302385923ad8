"""The answer to a change of the opening attribute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Value
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, RequirementState, Verdict
from ..pickling import sent
from ..receipts import issue
from ..result import Result, plain


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

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "state": str(self.state),
            "citation": self.citation.to_dict(),
            "gist": self.gist,
            "hard": self.hard,
            "facts": list(self.facts),
        }


@dataclass(frozen=True, slots=True)
class ChangeVerdict(Result):
    """Answer to ``law.check_change``: frozen, hashable, picklable.

    Attributes:
        before: attribute now held.
        after: attribute wanted.
        verdict: ``allowed``, ``forbidden``, ``undetermined``, ``human_review`` or ``not_regulated``.
        citation: the provision relied on, ``None`` where nothing regulates the change.
        requirements: each condition with its state.
        approver: value ids of ``approving_authority`` whose consent counts.
        consequence: citations of the sanction articles.
        permitted: attributes other than ``before`` that the provision relied on allows.
        reviews: what a human must judge.
        warnings: why the answer should be read with care.
    """

    _schema = "change"

    before: Attribute
    after: Attribute
    verdict: Verdict
    citation: Citation | None
    requirements: tuple[RequirementResult, ...]
    approver: tuple[str, ...]
    consequence: tuple[Citation, ...]
    permitted: frozenset[Attribute]
    reviews: tuple[str, ...]
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder
    stated: tuple[tuple[str, FactValue], ...]

    @property
    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the same verdict again: plain JSON, see ``library.replay``."""
        options = {"before": str(self.before), "after": str(self.after)}
        return issue(self.order, "change", dict(self.stated), options)

    def __reduce__(self) -> tuple[Any, ...]:
        from .computation import check_change

        return sent(check_change, self.order, (self.before, self.after), dict(self.stated))

    def explain(self, lang: str = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_change

        return explain_change(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "place": self.order.place.id,
            "on": self.order.on.isoformat(),
            "before": str(self.before),
            "after": str(self.after),
            "verdict": str(self.verdict),
            "citation": self.citation.to_dict() if self.citation else None,
            "requirements": [requirement.to_dict() for requirement in self.requirements],
            "approver": list(self.approver),
            "consequence": [citation.to_dict() for citation in self.consequence],
            "permitted": [str(a) for a in STRICTEST_FIRST if a in self.permitted],
            "reviews": list(self.reviews),
            "warnings": [warning.to_dict() for warning in self.warnings],
            "receipt": plain(self.receipt),
        }
