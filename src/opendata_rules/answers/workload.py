"""What the rules of one pack cost to work out, found by working them out: a pack is refused before anybody asks it."""

from __future__ import annotations

from collections.abc import Iterator

from ..logic.budget import Budget, OutOfBudget
from ..logic.conditions import All, facts_of
from ..logic.cubes import Layout
from ..norms.pack import Pack
from ..vocabulary.facts import FactType
from ..vocabulary.words import words
from .bounded import LIMIT
from .changes.provisions import asked, plainly
from .classification.compiled import Compiled, layout_of, questions


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
    for change in pack.changes:
        whole = plainly(All(tuple(asked(change))))
        names = dict.fromkeys(facts_of(whole))
        finite = [vocabulary.facts[n] for n in names if vocabulary.facts[n].type in (FactType.BOOL, FactType.ENUM)]
        if len(finite) < len(names):
            # The order of two days alone has no combinations.
            continue
        budget = Budget(LIMIT, change.id)
        try:
            with budget.on(change.id):
                Layout(finite, budget).cubes(whole)
        except OutOfBudget as spent:
            yield spent
