"""Facts that the constraints between facts force, once others are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..vocabulary.facts import Constraint, FactValue


def forced(known: Mapping[str, FactValue], constraints: Iterable[Constraint]) -> dict[str, FactValue]:
    """The known facts, and those that the constraints leave only one value to."""
    constraints = tuple(constraints)
    settled = dict(known)
    while True:
        found: dict[str, FactValue] = {}
        for rule in constraints:
            unknown = [item for item in rule.alternatives if item.fact not in settled]
            satisfied = any(settled.get(item.fact) == item.value for item in rule.alternatives)
            premise = settled.get(rule.premise.fact)
            if satisfied:
                continue
            if premise == rule.premise.value and len(unknown) == 1:
                found[unknown[0].fact] = unknown[0].value
            elif premise is None and not unknown and isinstance(rule.premise.value, bool):
                found[rule.premise.fact] = not rule.premise.value
        if not found:
            return settled
        settled |= found
