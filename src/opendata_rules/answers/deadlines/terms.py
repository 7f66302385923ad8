"""Which facts the terms of a place depend on."""

from __future__ import annotations

from collections.abc import Iterator

from ...logic.conditions import facts_of
from ...norms.order import LegalOrder
from ...norms.provisions import TermRule, Unit
from ...vocabulary.facts import Vocabulary
from ...vocabulary.procedures import Procedure


def facts_of_terms(order: LegalOrder) -> tuple[str, ...]:
    """Ids of the facts that the terms of this place depend on, in order of the procedures."""
    names: dict[str, None] = {}
    for procedure in order.procedures.all.values():
        for step in procedure.steps:
            if _terms_of(order, step.name):
                names |= dict.fromkeys([*facts_of_step(order, step.name), *step.facts])
    return tuple(names)


def facts_of_step(order: LegalOrder, step: str) -> tuple[str, ...]:
    """Ids of the facts that the length of a step's term depends on."""
    names: dict[str, None] = {}
    for rule in _terms_of(order, step):
        names |= dict.fromkeys(facts_of_term(rule, order.vocabulary))
    return tuple(names)


def facts_of_procedure(order: LegalOrder, procedure: Procedure) -> tuple[str, ...]:
    """Ids of the facts that the terms of a procedure may depend on, in any instrument of the place."""
    names: dict[str, None] = {}
    for step in procedure.steps:
        names |= dict.fromkeys(step.facts)
        for place in order.chain.places:
            for pack in place.packs:
                for rule in pack.terms:
                    if rule.step == step.name:
                        names |= dict.fromkeys(facts_of_term(rule, order.vocabulary))
    return tuple(names)


def facts_of_term(rule: TermRule, vocabulary: Vocabulary) -> Iterator[str]:
    """Ids of the facts that a term depends on."""
    if rule.condition is not None:
        yield from facts_of(rule.condition)
    if rule.unit is Unit.CADENCE:
        yield vocabulary.cadence.id
    if rule.extension is not None:
        yield from facts_of(rule.extension.condition)
        yield rule.extension.decided_on
        if rule.extension.timely:
            yield rule.extension.timely


def _terms_of(order: LegalOrder, step: str) -> tuple[TermRule, ...]:
    resolution = order.chain.resolve(lambda pack: any(rule.step == step for rule in pack.terms))
    return tuple(rule for rule in resolution.answer.pack.terms if rule.step == step) if resolution.answer else ()
