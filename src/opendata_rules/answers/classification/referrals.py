"""What the rules of a scheme hand to other law, made part of them before they are compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...logic.budget import Budget
from ...logic.conditions import AnyOf
from ...logic.cubes import Layout
from ...norms.pack import Classification
from ...norms.provisions import Referral, Review
from ...vocabulary.facts import Vocabulary
from ...vocabulary.terms import Attribute
from .compiled import consistent


def with_referrals(
    rules: Classification, referrals: Iterable[Referral], layout: Layout, vocabulary: Vocabulary, budget: Budget
) -> Classification:
    """The rules with what they hand to other law as human review, where they do not close it themselves.

    Other law governs there and does not say the class; data that the rules close stays closed by them.

    Args:
        rules: the classification as written.
        referrals: the referrals that bear on it.
        layout: the facts of both.
        vocabulary: the constraints between facts.
        budget: counts the work.

    Raises:
        OutOfBudget: there are too many combinations.
    """
    layout = layout.counting(budget)
    closed = AnyOf(tuple(ground.condition for ground in rules.grounds if ground.outcome is Attribute.CLOSED))
    found = []
    for referral in referrals:
        with budget.on(referral.id):
            governed = layout.both(consistent(layout, vocabulary), layout.cubes(referral.condition))
            if not layout.both(governed, layout.cubes(closed, negated=True)):
                continue
        found.append(
            Review(
                id=referral.id,
                citation=referral.citation,
                see_also=referral.see_also,
                gist=referral.gist,
                english=referral.english,
                anchors=referral.anchors,
                question=referral.question,
                condition=referral.condition,
            )
        )
    return replace(rules, reviews=(*rules.reviews, *found)) if found else rules
