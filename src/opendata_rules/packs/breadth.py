"""How many combinations the conditions of a pack spread into.

Deciding exactly combines what every rule excludes. Where each of many rules can fail in several ways, the ways
multiply, and compiling such a law would not end in any useful time. The numbers here are upper bounds, before what
contains another is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..logic.conditions import Alike, All, AnyOf, Condition, NoneOf
from ..norms.pack import Pack
from ..norms.provisions import Ground, Hold, Review

#: Most combinations of one condition, and of the rules of one scheme together.
LIMIT = 300
_BEYOND = 1_000_000


def too_broad(pack: Pack) -> Iterator[tuple[str, int]]:
    """Rules with a condition that spreads too far, and schemes whose rules do so together.

    Yields:
        The id of the rule, or the scheme, and how many combinations there are.
    """
    for scheme, rules in pack.classifications.items():
        together = 1
        classes: tuple[Ground | Hold | Review, ...] = (*rules.grounds, *rules.holds, *rules.reviews)
        for rule in classes:
            holding, failing = breadth(rule.condition)
            together = min(together * failing, _BEYOND)
            if max(holding, failing) > LIMIT:
                yield rule.id, max(holding, failing)
        if together > LIMIT:
            yield scheme, together
    for change in pack.changes:
        for condition in (*(need.condition for need in change.requirements), *(r.condition for r in change.reviews)):
            if max(breadth(condition)) > LIMIT:
                yield change.id, max(breadth(condition))


def breadth(condition: Condition) -> tuple[int, int]:
    """In how many ways a condition can hold, and in how many it can fail; a million stands for all that is more."""
    match condition:
        case All(parts=parts) | Alike(parts=parts):
            holding, failing = 1, 0
            for part in parts:
                holds, fails = breadth(part)
                holding, failing = min(holding * holds, _BEYOND), min(failing + fails, _BEYOND)
            return holding, failing
        case AnyOf(parts=parts):
            holding, failing = 0, 1
            for part in parts:
                holds, fails = breadth(part)
                holding, failing = min(holding + holds, _BEYOND), min(failing * fails, _BEYOND)
            return holding, failing
        case NoneOf(parts=parts):
            holding, failing = breadth(AnyOf(parts))
            return failing, holding
    return 1, 1
