"""What holds in every completion of the known facts, or in some, and on which facts that rests.

Every function takes a budget, or a layout that counts on one, and raises ``OutOfBudget`` where there are too many
combinations.
"""

from __future__ import annotations

from ...logic.budget import Budget
from ...logic.conditions import Condition
from ...logic.cubes import Cubes, Layout, agree
from ...norms.provisions import Ground, Hold, Residual, Review
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Attribute
from .compiled import Compiled, deciding, outcome_of


def certain(compiled: Compiled, condition: Condition, known: int, budget: Budget) -> bool:
    """Whether a condition holds in every completion; false where there is none."""
    layout = compiled.layout.counting(budget)
    failing = layout.both(compiled.consistent, layout.cubes(condition, negated=True))
    return agree(compiled.consistent, known) and not agree(failing, known)


def conceivable(compiled: Compiled, condition: Condition, known: int, budget: Budget) -> bool:
    """Whether a condition holds in some completion."""
    layout = compiled.layout.counting(budget)
    return agree(layout.both(compiled.consistent, layout.cubes(condition)), known)


def turns_on(compiled: Compiled, rule: Ground | Hold | Review | Residual, known: int, budget: Budget) -> bool:
    """Whether the open question of a provision matters in some completion.

    There the provision decides, its readings differ, and no other of its tier says the same without a question.
    """
    if rule.question is None:
        return False
    layout, tier, choices = compiled.layout.counting(budget), outcome_of(rule), _choices(rule)
    parts = [compiled.outcomes[tier]]
    if not isinstance(rule, Residual):
        parts.append(compiled.present[rule.id])
    if rule.question.matters_when is not None:
        parts.append(layout.cubes(rule.question.matters_when))
    parts += [
        compiled.absent[other.id]
        for other in deciding(compiled.rules)
        if other.id != rule.id and other.question is None and outcome_of(other) is tier and _choices(other) <= choices
    ]
    return bool(layout.both(*([cube for cube in part if not cube & known] for part in parts)))


def _choices(rule: Ground | Hold | Review | Residual) -> frozenset[Attribute]:
    if isinstance(rule, Ground):
        return rule.choices
    return frozenset({rule.outcome}) if isinstance(rule, Residual) else frozenset()


def wanting(compiled: Compiled, rule: Ground | Hold | Review, known: int, budget: Budget) -> tuple[str, ...]:
    """Ids of the unknown facts on which it hangs whether a provision holds, in the order of the law."""
    layout = compiled.layout.counting(budget)
    stated = sum(mask for mask in layout.masks if mask & known)
    # What is known is left out; what another cube contains then does not hang on the rest of it.
    cubes = layout.either([cube & ~stated for cube in layout.cubes(rule.condition) if not cube & known])
    return tuple(field.fact for field in layout.fields.values() if any(cube & field.mask for cube in cubes))


def rests_on(layout: Layout, against: Cubes, known: int) -> dict[str, FactValue]:
    """Known facts that suffice to contradict every one of some cubes, none of them needless; in the order of the law.

    Args:
        layout: the facts.
        against: the cubes; the known facts contradict them.
        known: bits of the stated values.
    """
    needed = known
    for field in reversed(list(layout.fields.values())):
        without = needed & ~field.mask
        layout.spend(len(against))
        if without != needed and not agree(against, without):
            needed = without
    return layout.facts(needed)
