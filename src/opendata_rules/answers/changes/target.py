"""The class of data once a change is made: what masking and consent remove, and what stands.

The vocabulary names, fact by fact, what masking or consent removes; the provision relied on says which of the two it
lets open the data. Everything else stands: danger, licences, other channels and harm outlive both. So does a fact that
another one needs by a constraint of the vocabulary: while harm to a right stands, the right does. And consent removes
nothing where a ground of the classification names consent as its own element: that ground then says the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ...logic.conditions import All, AnyOf, Condition, Is, NoneOf, parts_of
from ...logic.diagrams import Node
from ...logic.propositions import Propositions
from ...norms.pack import Classification
from ...norms.provisions import Ground, Hold, Review
from ...vocabulary.facts import Vocabulary
from ...vocabulary.marks import APPLIED, Cure
from ...vocabulary.terms import STRICTEST_FIRST, Attribute
from ..classification.compiled import Outcome

#: What a complete description leads to: the attributes that may be chosen, or why there are none yet.
Class = frozenset[Attribute] | Outcome


class Aftermath:
    """Conditions on the data as it will be.

    Args:
        vocabulary: says which fact is cured by what.
        cures: what the provisions relied on let open the data.
        rules: the classification by which the data is judged.
    """

    def __init__(self, vocabulary: Vocabulary, cures: Iterable[Cure], rules: Classification) -> None:
        self._vocabulary = vocabulary
        self._applied = {cure: applied(vocabulary, cure) for cure in cures}
        consent = self._applied.get(Cure.CONSENT)
        if consent is not None and any(_names(ground.condition, consent) for ground in rules.grounds):
            del self._applied[Cure.CONSENT]

    def __call__(self, condition: Condition) -> Condition:
        """The condition, asked of the data once the change is made."""
        match condition:
            case Is(fact=fact) if removed := self._removed(fact):
                # What is cured is a yes; once removed it is a no.
                return (
                    AnyOf((condition, removed)) if False in condition.values else All((condition, NoneOf((removed,))))
                )
            case All(parts=parts):
                return All(tuple(map(self, parts)))
            case AnyOf(parts=parts):
                return AnyOf(tuple(map(self, parts)))
            case NoneOf(parts=parts):
                return NoneOf(tuple(map(self, parts)))
            case _:
                return condition

    def _removed(self, name: str) -> Condition | None:
        """When the obstacle that a fact is goes away; ``None`` where nothing here removes it."""
        done = tuple(self._applied[cure] for cure in self._vocabulary.facts[name].cured_by if cure in self._applied)
        if not done:
            return None
        needed = tuple(
            Is(rule.premise.fact, (rule.premise.value,))
            for rule in self._vocabulary.constraints
            if any(item.fact == name for item in rule.alternatives)
        )
        return All((AnyOf(done), NoneOf(needed))) if needed else AnyOf(done)


def applied(vocabulary: Vocabulary, cure: Cure) -> Is:
    """The condition that a cure was applied."""
    fact = vocabulary.role(APPLIED[cure])
    return Is(fact.id, fact.brought_about)


def _names(condition: Condition, consent: Is) -> bool:
    """Whether consent is an element of a condition."""
    return any(
        isinstance(part, Is) and part.fact == consent.fact and set(part.values) & set(consent.values)
        for part in parts_of(condition)
    )


def class_of(
    rules: Classification, propositions: Propositions, seen: Callable[[Condition], Condition] = lambda same: same
) -> Node:
    """The diagram of a classification: its leaves are what :data:`Class` says.

    Args:
        rules: the classification.
        propositions: the variables, those of all its conditions among them.
        seen: how its conditions are asked.
    """
    diagrams = propositions.diagrams

    def holding(provisions: Iterable[Hold | Review]) -> Node:
        return diagrams.either(*(propositions.node(seen(rule.condition)) for rule in provisions))

    def chosen(attribute: Attribute) -> Node:
        """What the holding grounds of one class let choose; ``None`` where none holds."""
        found = diagrams.leaf(None)
        for ground in rules.grounds:
            if ground.outcome is attribute:
                found = diagrams.apply(_both_allow(ground), found, propositions.node(seen(ground.condition)))
        return found

    residual: Class = frozenset({rules.residual.outcome}) if rules.residual else Outcome.REVIEW

    def decided(closed: Any, review: bool, hold: bool, conditional: Any, open_: Any) -> Class:
        if closed is not None:
            return closed  # type: ignore[no-any-return]
        if review or hold:
            return Outcome.REVIEW if review else Outcome.HOLD
        return conditional or open_ or residual

    strict, middle, lax = STRICTEST_FIRST
    return diagrams.apply(
        decided, chosen(strict), holding(rules.reviews), holding(rules.holds), chosen(middle), chosen(lax)
    )


def _both_allow(ground: Ground) -> Callable[[frozenset[Attribute] | None, bool], frozenset[Attribute] | None]:
    def choices(found: frozenset[Attribute] | None, holds: bool) -> frozenset[Attribute] | None:
        if not holds:
            return found
        return ground.choices if found is None else found & ground.choices

    return choices
