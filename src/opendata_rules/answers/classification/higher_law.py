"""What is told where a local class is one that higher law does not permit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ...logic.budget import Budget
from ...logic.cubes import Layout, agree
from ...norms import warnings as told
from ...norms.chain import Link, Resolution
from ...norms.order import LegalOrder
from ...norms.pack import Classification
from ...norms.provisions import Ground
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import ATTRIBUTE_TERMS, STRICTEST_FIRST, Scheme
from ..bounded import bounded_once
from .compiled import ATTRIBUTES, Compiled

#: Higher law that answers for the scheme, compiled, with the completions in which the local outcome is within it.
Above = tuple[tuple[Link, Compiled, tuple[int, ...]], ...]


class Compares(Protocol):
    """What is needed of a classifier."""

    order: LegalOrder
    scheme: Scheme
    resolution: Resolution
    rules: Classification | None
    layout: Layout
    compiled: Compiled


def beyond_higher_law(classifier: Compares, facts: Mapping[str, FactValue]) -> list[ResultWarning]:
    """Warnings of higher law that permits none of the outcomes left.

    Args:
        classifier: the scheme at its place and date.
        facts: the facts that the decision rests on.

    Raises:
        BadPack: comparing takes more work than there is budget.
    """
    known = classifier.layout.knowledge(facts)
    outcomes = classifier.compiled.outcomes
    if not any(agree(outcomes[outcome], known) for outcome in ATTRIBUTES):
        return []
    found: list[ResultWarning] = []
    for link, above, within in above_of(classifier):
        if agree(within, known):
            continue
        here = classifier.resolution.answer
        assert here is not None
        residual = classifier.rules.residual if classifier.rules is not None else None
        citations = [rule.citation for rule in classifier.compiled.holding(known) if isinstance(rule, Ground)]
        higher = [rule.citation for rule in above.holding(known) if isinstance(rule, Ground)]
        if not higher and above.rules.residual is not None:
            higher = [above.rules.residual.citation]
        if not citations and residual is not None:
            citations = [residual.citation]
        permits = [a for a in STRICTEST_FIRST if agree(above.permits[a], known)]
        terms = "、".join(ATTRIBUTE_TERMS[classifier.scheme][a] for a in permits)
        found += told.higher_law(
            f"本地结果依据{'、'.join(map(str, citations))}，而{'、'.join(map(str, higher))}只允许{terms}",
            f"permits {', '.join(permits)}",
            (*citations, *higher),
            link.standing,
        )
    return found


def above_of(classifier: Compares) -> Above:
    """The higher law that answers for the scheme, nearest first; made once for an order.

    Raises:
        BadPack: it takes more work than there is budget.
    """

    def make(budget: Budget) -> Above:
        found = []
        for link in classifier.resolution.above:
            rules = link.pack.classifications[classifier.scheme]
            above = Compiled(rules, classifier.layout, classifier.order.vocabulary, budget)
            with budget.on(above.widest):
                found.append((link, above, classifier.compiled.within(above, budget)))
        return tuple(found)

    # Where facts that are not listed are read as false the rules are the same.
    return bounded_once(classifier.order, ("above", classifier.scheme), "与上位规定比较", make)
