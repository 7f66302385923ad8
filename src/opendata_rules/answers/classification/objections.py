"""What stands against a declared attribute, read off the cubes that decided.

A provision *excludes* an attribute in the completions in which it holds and leads elsewhere: a stricter class (or a
hold) wherever it holds, a laxer class where it decides. Only an attribute that no completion permits has objections, so
what a provision excludes is never what another one permits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...logic.budget import Budget
from ...logic.conditions import facts_of
from ...logic.cubes import Cubes, Layout, agree
from ...norms.provisions import Ground, Hold, Residual
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Attribute
from .answer import Objection
from .compiled import Compiled, Outcome, deciding, outcome_of
from .completions import rests_on


def objections(compiled: Compiled, known: int, declared: Attribute, budget: Budget) -> tuple[Objection, ...]:
    """The provisions that exclude an attribute which no completion permits.

    Those that exclude it in every completion; where there is none such, enough of those that exclude it in some that
    no completion is left over, those that the known facts speak of first.

    Args:
        compiled: the classification.
        known: bits of the stated values.
        declared: the attribute; no completion of the known facts permits it.
        budget: counts the work.

    Raises:
        OutOfBudget: it takes more work.
    """
    layout = compiled.layout.counting(budget)
    found = [
        _Excluding(rule, *_excluded(compiled, layout, rule, declared))
        for rule in _leading_elsewhere(compiled, declared)
    ]
    everywhere = [one for one in found if not agree(one.spared, known)]
    if everywhere:
        return tuple(one.objection(rests_on(layout, one.spared, known), always=True) for one in everywhere)
    needed = [one for one in found if agree(one.excluded, known)]
    stated = compiled.layout.facts(known)
    # Given up first is what no known fact speaks of, then what stands later in the law.
    given_up_first = list(reversed(needed))
    given_up_first.sort(key=lambda one: sum(name in stated for name in one.asked(compiled)))
    for one in given_up_first:
        others = [other for other in needed if other is not one]
        if not _left_over(layout, others, known):
            needed = others
    return tuple(one.objection(_speaking(compiled, one.rule, known), always=False) for one in needed)


@dataclass(frozen=True, slots=True)
class _Excluding:
    """A provision, the completions in which it excludes an attribute, and those in which it does not."""

    rule: Ground | Hold | Residual
    excluded: Cubes
    spared: Cubes

    def asked(self, compiled: Compiled) -> frozenset[str]:
        """Ids of the facts that it asks about; the residual asks about what every other provision asks about."""
        rules = deciding(compiled.rules) if isinstance(self.rule, Residual) else (self.rule,)
        return frozenset(name for rule in rules for name in facts_of(rule.condition))

    def objection(self, facts: Mapping[str, FactValue], *, always: bool) -> Objection:
        """The provision as an objection that rests on some facts."""
        rule = self.rule
        outcome = None if isinstance(rule, Hold) else rule.outcome
        return Objection(rule.id, rule.citation, outcome, rule.gist, rule.english, tuple(facts.items()), always)


def _leading_elsewhere(compiled: Compiled, declared: Attribute) -> Iterator[Ground | Hold | Residual]:
    for rule in deciding(compiled.rules):
        if isinstance(rule, Hold) or (isinstance(rule, Ground) and declared not in rule.choices):
            yield rule
    residual = compiled.rules.residual
    if residual is not None and residual.outcome is not declared:
        yield residual


def _excluded(
    compiled: Compiled, layout: Layout, rule: Ground | Hold | Residual, declared: Attribute
) -> tuple[Cubes, Cubes]:
    """Completions in which a provision excludes the attribute, and those in which it does not."""
    tier = outcome_of(rule)
    ladder = list(Outcome)
    if not isinstance(rule, Residual) and ladder.index(tier) < ladder.index(Outcome(declared.value)):
        return compiled.present[rule.id], compiled.absent[rule.id]
    here, elsewhere = compiled.outcomes[tier], [compiled.outcomes[other] for other in Outcome if other is not tier]
    if isinstance(rule, Residual):
        return here, layout.either(*elsewhere)
    spared = layout.both(here, compiled.absent[rule.id])
    return layout.both(here, compiled.present[rule.id]), layout.either(*elsewhere, spared)


def _left_over(layout: Layout, excluding: Iterable[_Excluding], known: int) -> bool:
    """Whether some completion is excluded by none of some provisions."""
    return bool(layout.both(*([cube for cube in one.spared if not cube & known] for one in excluding)))


def _speaking(compiled: Compiled, rule: Ground | Hold | Residual, known: int) -> dict[str, FactValue]:
    """The known facts that speak for a provision which some completions fulfil."""
    layout = compiled.layout
    cubes = compiled.outcomes[outcome_of(rule)] if isinstance(rule, Residual) else layout.cubes(rule.condition)
    named = 0
    for cube in cubes:
        if not cube & known:
            named |= sum(field.mask for field in layout.fields.values() if cube & field.mask)
    return layout.facts(known & named)
