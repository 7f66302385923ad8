"""What the rules of one pack cost to work out, found by working them out: a pack is refused before anybody asks it."""

from __future__ import annotations

from collections.abc import Iterator

from ..logic.budget import Budget, OutOfBudget
from ..logic.propositions import Propositions
from ..norms.pack import Classification, Pack
from ..norms.provisions import Change
from ..vocabulary.facts import Vocabulary
from ..vocabulary.marks import APPLIED
from ..vocabulary.terms import Scheme
from ..vocabulary.words import words
from .bounded import LIMIT
from .changes.compiled import asking_of
from .changes.target import Aftermath, class_of
from .classification.compiled import Compiled, deciding, layout_of, questions


def too_broad(pack: Pack) -> Iterator[OutOfBudget]:
    """What runs out of its budget, one for each scheme and each provision on changes of attribute."""
    vocabulary = words([pack.brought]).vocabulary
    for scheme, rules in pack.classifications.items():
        try:
            layout, listed = layout_of(vocabulary, rules, (), pack.actions, pack.referrals)
            compiled = Compiled(rules, layout, vocabulary, Budget(LIMIT, str(scheme)))
            questions(compiled, 0, listed, Budget(LIMIT, str(scheme)))
        except OutOfBudget as spent:
            yield spent
    opening = pack.classifications.get(Scheme.OPENING)
    for change in pack.changes:
        budget = Budget(LIMIT, change.id)
        try:
            with budget.on(change.id):
                _compiled(change, opening, vocabulary, budget)
        except OutOfBudget as spent:
            yield spent


def _compiled(change: Change, opening: Classification | None, vocabulary: Vocabulary, budget: Budget) -> None:
    """Work out what a change asks, and the class that the data will have."""
    asked = [need.condition for need in change.requirements] + [asking_of(review) for review in change.reviews]
    judging = [rule.condition for rule in deciding(opening)] if opening else []
    first = [vocabulary.role(role).id for role in APPLIED.values()]
    propositions = Propositions([*judging, *asked], vocabulary, first=first, budget=budget)
    met = propositions.diagrams.both(*map(propositions.node, asked))
    if opening is not None:
        then = class_of(opening, propositions, Aftermath(vocabulary, sorted(change.cures), opening))
        met = propositions.diagrams.apply(lambda holds, found: (holds, found), met, then)
    propositions.diagrams.outcomes(met, propositions.consistent)
