"""The answer to a check of duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Value
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Compliance, DutyForce
from ..pickling import sent
from ..receipts import issue
from ..result import Result, plain


@dataclass(frozen=True, slots=True)
class Finding(Value):
    """One requirement and whether the facts show it fulfilled.

    Attributes:
        id: rule id.
        citation: the passage that sets it.
        verdict: ``noncompliant``, ``human_review``, ``undetermined``, ``compliant`` or ``not_applicable``.
        force: ``hard``, ``advisory`` or ``minimum``.
        actor: who has the duty, in Chinese.
        gist: Chinese summary.
        english: the same in English.
        missing: what is lacking: unknown or failing facts, or the values that a list lacks (or must not hold).
        action: what is to be done, in Chinese; empty where it is done or does not apply.
        consequence: the sanction articles.
    """

    id: str
    citation: Citation
    verdict: Compliance
    force: DutyForce
    actor: str
    gist: str
    english: str
    missing: tuple[str, ...]
    action: str
    consequence: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "citation": self.citation.to_dict(),
            "verdict": str(self.verdict),
            "force": str(self.force),
            "actor": self.actor,
            "gist": self.gist,
            "missing": list(self.missing),
            "action": self.action,
            "consequence": [citation.to_dict() for citation in self.consequence],
        }


@dataclass(frozen=True, slots=True)
class Assessment(Result):
    """Answer to ``law.check``: frozen, hashable, picklable.

    Attributes:
        topic: id of the topic.
        verdict: the first that applies of ``noncompliant``, ``human_review``, ``undetermined``, ``compliant``,
            ``not_applicable``, ``not_regulated``; for scope ``human_review``, ``not_applicable``, ``undetermined``,
            ``compliant``.
        findings: one entry a requirement, in article order.
        warnings: why the answer should be read with care.
    """

    topic: str
    verdict: Compliance
    findings: tuple[Finding, ...]
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder
    stated: tuple[tuple[str, FactValue], ...]

    @property
    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the same answer again: plain JSON, see ``library.replay``."""
        return issue(self.order, "check", dict(self.stated), {"topic": self.topic}, calendar=True)

    def __reduce__(self) -> tuple[Any, ...]:
        from .computation import check

        return sent(check, self.order, (self.topic,), dict(self.stated), calendar=True)

    def explain(self, lang: str = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_assessment

        return explain_assessment(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "place": self.order.place.id,
            "on": self.order.on.isoformat(),
            "topic": self.topic,
            "verdict": str(self.verdict),
            "findings": [finding.to_dict() for finding in self.findings],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "receipt": plain(self.receipt),
        }
