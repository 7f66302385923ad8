"""Changes of the opening attribute: who must consent, on what ground, with what papers.

A change is answered by the nearest instrument in force with a provision on that very move. What the provision asks
is checked requirement by requirement under unknown facts; classification is consulted only where it settles that
the target, or the attribute now held, cannot stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import BadFact
from ...logic.conditions import evaluate, facts_of
from ...logic.cubes import agree
from ...logic.forced import forced
from ...norms import warnings as told
from ...norms.chain import Link
from ...norms.order import LegalOrder
from ...norms.pack import Classification, Pack
from ...norms.provisions import Change
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue
from ...vocabulary.marks import Role
from ...vocabulary.terms import ATTRIBUTE_TERMS, STRICTEST_FIRST, Attribute, RequirementState, Scheme, Verdict
from ..classification.compiled import Outcome
from ..classification.computation import classifier_of, classify
from .answer import ChangeVerdict, RequirementResult

#: Id of the requirement that no provision writes: that the facts bear the attribute changed to.
TARGET = "target"
_TERMS = ATTRIBUTE_TERMS[Scheme.OPENING]


_STATES = {True: RequirementState.MET, False: RequirementState.MISSING, None: RequirementState.UNKNOWN}


def check_change(order: LegalOrder, before: object, after: object, facts: Mapping[str, object]) -> ChangeVerdict:
    """Validate a change of the opening attribute. See ``law.check_change``."""
    held, wanted = _attribute(before), _attribute(after)
    vocabulary = order.vocabulary
    known = vocabulary.normalise(facts)
    contradictory = told.contradiction(known, vocabulary)
    settled = forced(known, vocabulary.constraints)
    direction = settled.get(vocabulary.role(Role.DIRECTION).id) if held is wanted else None

    def matching(pack: Pack) -> tuple[Change, ...]:
        return tuple(
            change
            for change in pack.changes
            if (held, wanted) in change.moves or (held is wanted and direction in change.condition_changes)
        )

    resolution = order.resolve(lambda pack: bool(matching(pack)))
    warnings = list(resolution.warnings)
    changes = matching(resolution.answer.pack) if resolution.answer else ()
    requirements = tuple(result for change in changes for result in _requirements(change, settled))
    reviews: list[str] = []
    blocked: list[bool | None] = []
    for change in changes:
        for review in change.reviews:
            excepted = review.unless is not None and evaluate(review.unless, settled) is True
            truth = False if excepted else evaluate(review.condition, settled)
            blocked.append(truth)
            if truth:
                reviews.append(review.gist)
    if contradictory is not None:
        verdict = Verdict.HUMAN_REVIEW
        warnings.append(contradictory)
    elif not changes:
        verdict = Verdict.NOT_REGULATED
    else:
        requirements += _target(order, held, wanted, settled)
        verdict = _verdict(requirements, blocked)
        doubt = _doubt(order, held, wanted, settled, verdict)
        if doubt:
            verdict = Verdict.HUMAN_REVIEW
            reviews.append(doubt)
        warnings += _more_warnings(order, resolution.above, changes, matching, settled, verdict)
    if order.strictly_open(resolution.warnings):
        verdict = Verdict.HUMAN_REVIEW if contradictory else Verdict.UNDETERMINED
    return ChangeVerdict(
        before=held,
        after=wanted,
        verdict=verdict,
        citation=changes[0].citation if changes else None,
        requirements=requirements,
        approver=tuple(dict.fromkeys(value for change in changes for value in change.approvers)),
        consequence=tuple(dict.fromkeys(c for change in changes for c in change.consequences)),
        permitted=frozenset(to for change in changes for start, to in change.moves if start is held and to is not held),
        reviews=tuple(reviews),
        warnings=told.in_order(warnings),
        order=order,
        stated=tuple(sorted(known.items())),
    )


def _attribute(value: object) -> Attribute:
    for attribute, term in _TERMS.items():
        if isinstance(value, str) and value in (attribute, term):
            return attribute
    allowed = "、".join(f"{term}（{attribute}）" for attribute, term in _TERMS.items())
    raise BadFact(f"开放属性没有“{value!s:.40}”。可选：{allowed}。", nearest=tuple(STRICTEST_FIRST))


def _requirements(change: Change, facts: Mapping[str, FactValue]) -> list[RequirementResult]:
    results = []
    for need in change.requirements:
        truth = evaluate(need.condition, facts)
        unknown = dict.fromkeys(fact for fact in facts_of(need.condition) if fact not in facts)
        results.append(
            RequirementResult(
                id=need.id,
                state=_STATES[truth],
                citation=need.citation,
                gist=need.gist,
                english=need.english,
                hard=need.hard,
                facts=tuple(unknown) if truth is None else (),
            )
        )
    return results


def _target(
    order: LegalOrder, held: Attribute, wanted: Attribute, facts: Mapping[str, FactValue]
) -> tuple[RequirementResult, ...]:
    """That the target attribute has a provision behind it, where the facts settle that.

    Only for moves from data that is not closed: for closed data, classification speaks of the data before masking,
    and the change of what it speaks of is the point of the move. Facts not stated block nothing.
    """
    if held is Attribute.CLOSED or held is wanted:
        return ()
    decision = classify(order, facts, declared=wanted)
    if decision.declared_valid is None or not decision.grounds:
        return ()
    term = _TERMS[wanted]
    if decision.declared_valid:
        state, gist, english = RequirementState.MET, f"{term}有依据", f"a provision makes it {wanted}"
    else:
        state = RequirementState.MISSING
        gist = f"{term}没有依据：按已知事实不可能列为{term}"
        english = f"no provision makes it {wanted}"
    citation = decision.grounds[0].citation
    return (RequirementResult(TARGET, state, citation, gist, english, hard=True),)


def _verdict(requirements: tuple[RequirementResult, ...], blocked: list[bool | None]) -> Verdict:
    hard = [requirement.state for requirement in requirements if requirement.hard]
    if RequirementState.MISSING in hard:
        return Verdict.FORBIDDEN
    if RequirementState.UNKNOWN in hard:
        return Verdict.UNDETERMINED
    if True in blocked:
        return Verdict.HUMAN_REVIEW
    return Verdict.UNDETERMINED if None in blocked else Verdict.ALLOWED


def _doubt(
    order: LegalOrder, held: Attribute, wanted: Attribute, facts: Mapping[str, FactValue], verdict: Verdict
) -> str | None:
    """Why a human must look at a move to a laxer class although its provision is plain on the facts."""
    classifier = classifier_of(order, Scheme.OPENING)
    if classifier.rules is None or STRICTEST_FIRST.index(wanted) <= STRICTEST_FIRST.index(held):
        return None
    if held is not Attribute.CLOSED:
        if verdict is Verdict.ALLOWED and not agree(
            classifier.compiled.permits[wanted], classifier.layout.knowledge(facts)
        ):
            return f"按已知事实不能直接列为{_TERMS[wanted]}，须由人判断"
        return None
    if verdict is not Verdict.ALLOWED:
        decision = classify(order, facts, declared=Attribute.CLOSED)
        # Data on hold is not closed by a provision, but neither may it be opened as if nothing stood in the way.
        held_back = agree(classifier.compiled.outcomes[Outcome.HOLD], classifier.layout.knowledge(facts))
        if decision.declared_valid is False and not held_back:
            return "按已知事实，现有的不予开放没有依据，属于纠正而不是变更，须由人判断"
        return None
    masked = _facts_of_closure(classifier.rules)
    lasting = {name: value for name, value in facts.items() if name not in masked}
    known = classifier.layout.knowledge(lasting)
    # The provision itself lets the stricter of the two open classes be chosen; only a laxer one needs a second look.
    lax_enough = STRICTEST_FIRST[STRICTEST_FIRST.index(wanted) :]
    if not any(agree(classifier.compiled.permits[attribute], known) for attribute in lax_enough):
        return f"另有事实表明不应列为{_TERMS[wanted]}，这些事实处理后是否仍然存在，须由人判断"
    return None


def _facts_of_closure(rules: Classification) -> set[str]:
    """Facts on which data is closed, held or reviewed: those that masking or consent may change."""
    conditions = [ground.condition for ground in rules.grounds if ground.outcome is Attribute.CLOSED]
    conditions += [hold.condition for hold in rules.holds]
    conditions += [review.condition for review in rules.reviews]
    return {fact for condition in conditions for fact in facts_of(condition)}


def _more_warnings(
    order: LegalOrder,
    above: tuple[Link, ...],
    changes: tuple[Change, ...],
    matching: Any,
    facts: Mapping[str, FactValue],
    verdict: Verdict,
) -> list[ResultWarning]:
    found: list[ResultWarning] = []
    for change in changes:
        question = change.question
        if question is not None and (
            question.matters_when is None or evaluate(question.matters_when, facts) is not False
        ):
            found.append(told.open_question(change))
    found += told.secrecy(order.referrals, facts)
    for link in above:
        states = [result for change in matching(link.pack) for result in _requirements(change, facts) if result.hard]
        failing = [result for result in states if result.state is RequirementState.MISSING]
        if verdict is Verdict.ALLOWED and failing:
            needs = "、".join(f"{result.gist}（{result.citation}）" for result in failing)
            found += told.higher_law(
                f"本地规定的条件已满足，上位规定还要求：{needs}",
                "asks for more",
                (*(change.citation for change in changes), *(result.citation for result in failing)),
                link.standing,
            )
    return found
