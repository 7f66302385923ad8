"""What the provisions on a change of attribute ask, as one condition over facts that have values."""

from __future__ import annotations

from collections.abc import Iterator

from ...logic.conditions import All, AnyOf, Condition, Earlier, Is, NoneOf
from ...norms.order import LegalOrder
from ...norms.provisions import Change
from ...vocabulary.terms import Attribute


def provisions_on(order: LegalOrder, before: Attribute, after: Attribute) -> tuple[Change, ...]:
    """The provisions that answer a move."""
    resolution = order.chain.resolve(lambda pack: any((before, after) in rule.moves for rule in pack.changes))
    rules = resolution.answer.pack.changes if resolution.answer else ()
    return tuple(rule for rule in rules if (before, after) in rule.moves)


def asked(rule: Change) -> Iterator[Condition]:
    """What a provision asks: its hard requirements, and that nothing calls for a human."""
    for need in rule.requirements:
        if need.hard:
            yield need.condition
    for review in rule.reviews:
        doubt = NoneOf((review.condition,))
        yield doubt if review.unless is None else AnyOf((doubt, review.unless))


def plainly(condition: Condition) -> Condition:
    """The condition with the order of two days told by the fact that says the same in words."""
    match condition:
        case Earlier(stated=stated) if stated is not None:
            return Is(stated, (True,))
        case All(parts=parts):
            return All(tuple(plainly(part) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(tuple(plainly(part) for part in parts))
        case NoneOf(parts=parts):
            return NoneOf(tuple(plainly(part) for part in parts))
        case _:
            return condition
