"""Why a classification should be read with care: its warnings, read off the cubes that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ...logic.budget import Budget
from ...logic.conditions import Condition
from ...logic.cubes import Layout
from ...norms import warnings as told
from ...norms.chain import LAPSED, Chain, Link, Resolution
from ...norms.order import LegalOrder
from ...norms.pack import Classification
from ...norms.provisions import ActionRule, Ground, Hold, Provision, Referral, Review
from ...norms.warnings import ResultWarning
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import InstrumentState, Scheme
from ..bounded import bounded
from . import compiled as engine
from .answer import Decision
from .completions import certain, conceivable, turns_on
from .higher_law import beyond_higher_law


class Asked(Protocol):
    """What warnings ask of the classifier that made a decision."""

    order: LegalOrder
    scheme: Scheme
    resolution: Resolution
    rules: Classification | None
    layout: Layout
    compiled: engine.Compiled
    referrals: tuple[Referral, ...]
    action_rules: tuple[ActionRule, ...]

    def known(self, decision: Decision) -> int:
        """The bits of the facts that a decision rests on."""

    def effective(self, key: int) -> dict[str, FactValue]:
        """The facts that a decision rests on."""

    def holding(self, decision: Decision) -> tuple[Ground | Hold | Review, ...]:
        """Every provision that holds in every completion."""


def nearest_actions(links: Iterable[Link], scheme: Scheme) -> tuple[ActionRule, ...]:
    """The actions of some instruments, nearest first; of several on one matter, those of the nearest."""
    found: list[ActionRule] = []
    for link in links:
        settled = {rule.matter for rule in found}
        found += [rule for rule in link.pack.actions if rule.scheme is scheme and rule.matter not in settled]
    return tuple(found)


def still_due(
    compiled: engine.Compiled, rules: Iterable[ActionRule], decision: Decision, known: int, budget: Budget
) -> tuple[ActionRule, ...]:
    """The actions that go with the attribute of a decision, without those that are certainly done."""
    return tuple(
        rule
        for rule in rules
        if decision.attribute in rule.applies_to
        and not (rule.unless is not None and certain(compiled, rule.unless, known, budget))
    )


def lapsed_conditions(chain: Chain, scheme: Scheme) -> tuple[Condition, ...]:
    """When actions of instruments that have ended or not begun would be done: what is known of that is kept."""
    links = [link for link in chain.links if link.standing.state in LAPSED]
    return tuple(rule.unless for rule in nearest_actions(links, scheme) if rule.unless is not None)


def cautions(asked: Asked, decision: Decision) -> tuple[ResultWarning, ...]:
    """Standing warnings of who answers, and those that the facts bring."""
    found = list(asked.resolution.warnings)
    if decision._bound.core.contradictory:
        found.append(_contradiction(asked, decision))
    elif asked.rules is not None:
        found += _draft_actions(asked, decision)
        with bounded(asked.order, "核对有哪些提示") as budget:
            found += [told.referred(rule) for rule in _governing(asked, decision, budget)]
            found += [told.open_question(rule) for rule in _leaning(asked, decision, budget)]
            found += [told.lapsed(link.standing) for link in _lapsed(asked, decision, budget)]
        found += beyond_higher_law(asked, asked.effective(decision._key))
    found += asked.order.ending(_cited(asked, decision, found), lambda order: _cited_under(order, asked, decision))
    return told.in_order(found)


def _contradiction(asked: Asked, decision: Decision) -> ResultWarning:
    book, facts = asked.order.vocabulary, asked.effective(decision._key)
    broken = book.contradictions(facts) or book.constraints
    names = dict.fromkeys(fact for rule in broken for fact in rule.facts if fact in facts)
    return told.contradictory(names, facts, book)


def _draft_actions(asked: Asked, decision: Decision) -> list[ResultWarning]:
    used = {rule.citation.instrument for rule in asked.action_rules if decision.attribute in rule.applies_to}
    return [
        told.draft(link.standing)
        for link in asked.order.chain.links
        if link.standing.state is InstrumentState.DRAFT and link.standing.id in used
    ]


# -- open questions ---------------------------------------------------------------------------------------------------


def _leaning(asked: Asked, decision: Decision, budget: Budget) -> Iterator[Provision]:
    """The provisions that the result rests on and that allow two readings which differ in some completion."""
    rules, compiled, known = asked.rules, asked.compiled, asked.known(decision)
    assert rules is not None
    held = asked.holding(decision)
    for rule in held:
        if rule.question is not None and turns_on(compiled, rule, known, budget):
            yield rule
    residual, precedence = rules.residual, rules.precedence
    if residual is not None and decision._bound.core.residual and turns_on(compiled, residual, known, budget):
        yield residual
    tiers = {rule.outcome for rule in held if isinstance(rule, Ground)}
    if precedence is not None and precedence.question is not None and len(tiers) > 1:
        matters = precedence.question.matters_when
        if matters is None or conceivable(compiled, matters, known, budget):
            yield precedence


# -- other instruments ------------------------------------------------------------------------------------------------


def _governing(asked: Asked, decision: Decision, budget: Budget) -> Iterator[Referral]:
    """The referrals to other law that certainly apply."""
    known = asked.known(decision)
    yield from (rule for rule in asked.referrals if certain(asked.compiled, rule.condition, known, budget))


def _lapsed(asked: Asked, decision: Decision, budget: Budget) -> Iterator[Link]:
    """Nearer instruments, ended or not begun, that would add an action or say whom secrecy is left to."""
    links = [link for link in asked.order.chain.links if link.binding or link.standing.state in LAPSED]
    would = still_due(asked.compiled, nearest_actions(links, asked.scheme), decision, asked.known(decision), budget)
    wanting = {rule.citation.instrument for rule in would}
    nearest = next((link for link in links if link.pack.referrals), None)
    if nearest is not None and any(_governing(asked, decision, budget)):
        wanting.add(nearest.standing.id)
    yield from (link for link in links if not link.binding and link.standing.id in wanting)


# -- the last day of an instrument ------------------------------------------------------------------------------------


def _cited(asked: Asked, decision: Decision, warnings: Iterable[ResultWarning]) -> Iterator[Citation]:
    """Everything that a decision cites."""
    parts = (*decision.grounds, *decision.actions, *asked.holding(decision), *decision.objections)
    yield from (part.citation for part in parts)
    yield from (citation for warning in warnings for citation in warning.citations)


def _cited_under(order: LegalOrder, asked: Asked, decision: Decision) -> Iterator[Citation]:
    """What the answer to the same question cites under another order."""
    from .computation import classifier_of

    other = classifier_of(order, asked.scheme, decision._bound.classifier.unlisted)
    facts = asked.effective(decision._key)
    found = other.decided(facts, facts, decision.declared)
    return _cited(other, found, found.warnings)
