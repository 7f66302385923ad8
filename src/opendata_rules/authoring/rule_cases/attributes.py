"""Cases of classification and of changes of attribute (``cases.yaml``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...answers.changes.answer import ChangeVerdict
from ...answers.changes.computation import check_change
from ...answers.classification.answer import Decision
from ...answers.classification.computation import classifier_behind, classify
from ...norms.provisions import Change, Referral
from ...norms.warnings import ResultWarning
from ...packs.builder import attribute_named
from ...reading.facts_in_words import stated
from ...vocabulary.facts import Vocabulary
from ...vocabulary.marks import Role
from ...vocabulary.terms import (
    STRICTEST_FIRST,
    Attribute,
    RequirementState,
    Scheme,
    Status,
    Verdict,
    WarningCode,
    attribute_term,
)
from . import written
from .common import Asked, answer_failures, as_cited, including, list_failures, term_of, warning_failures

_STATUSES = {
    "已定": Status.DECIDED,
    "未定": Status.UNDETERMINED,
    "人工判断": Status.HUMAN_REVIEW,
    "无有效规则": Status.NO_RULE_IN_FORCE,
}
_VERDICTS = {
    "允许": Verdict.ALLOWED,
    "禁止": Verdict.FORBIDDEN,
    "未定": Verdict.UNDETERMINED,
    "人工判断": Verdict.HUMAN_REVIEW,
    "未作规定": Verdict.NOT_REGULATED,
}
_STATES = {"满足": RequirementState.MET, "缺少": RequirementState.MISSING, "未知": RequirementState.UNKNOWN}
_VALIDITY = {"是": True, "否": False, "未知": None}
_SCHEMES = {"开放属性": Scheme.OPENING, "共享属性": Scheme.SHARING}


def run_case(shelf: Asked, case: written.DecisionCaseModel) -> tuple[tuple[str, ...], frozenset[str]]:
    """What differs from what was expected, and the rules exercised."""
    law = shelf.order(case.place, case.on, case.drafts)
    facts = stated(case.facts, law.vocabulary)
    if (case.before is None) != (case.after is None):
        return ("“由”“到”要一起写",), frozenset()
    if case.before is not None and case.after is not None:
        verdict = check_change(law, case.before, case.after, facts)
        expected = as_cited(shelf, case, _cited_by(verdict))
        different = _change_failures(expected, verdict, law.vocabulary)
        failures: tuple[str, ...] = (*_foreign_to_changes(case), *different)
        rules = frozenset(change.id for change in law.changes if _relied_on(change, verdict))
        rules |= frozenset(f"{c}:{n.id}:{n.state}" for c in rules for n in verdict.requirements)
        rules |= frozenset(r.id for c in law.changes for r in c.reviews if r.gist in verdict.reviews)
        rules |= _referred_to(verdict.warnings, law.referrals)
    else:
        scheme = _SCHEMES[case.scheme]
        unlisted = "false" if case.unlisted_false else "unknown"
        decision = classify(law, facts, unlisted=unlisted, declared=case.declared, scheme=scheme)
        answer = classifier_behind(decision).resolution.answer
        expected = as_cited(shelf, case, answer.standing.id if answer else None)
        failures = tuple(_decision_failures(expected, decision, law.vocabulary))
        rules = _exercised(decision)
    return failures, rules


def _cited_by(verdict: ChangeVerdict) -> str | None:
    """Id of the instrument whose passages a verdict cites: where no provision names the move, that which classes."""
    cited = [verdict.citation, *(need.citation for need in verdict.requirements)]
    return next((one.instrument for one in cited if one is not None), None)


def _relied_on(change: Change, verdict: ChangeVerdict) -> bool:
    same = verdict.before is verdict.after and bool(change.condition_changes)
    return change.citation == verdict.citation and (same or (verdict.before, verdict.after) in change.moves)


def _exercised(decision: Decision) -> frozenset[str]:
    classifier = classifier_behind(decision)
    held = {ground.rule for ground in decision.grounds} | {rule.id for rule in classifier.holding(decision)}
    texts = {action.text for action in decision.actions}
    held |= {rule.id for rule in classifier.action_rules if rule.action in texts}
    held |= _referred_to(decision.warnings, classifier.referrals)
    if classifier.rules is not None and classifier.rules.precedence is not None:
        outcomes = {ground.outcome for ground in decision.grounds}
        if len(outcomes) > 1:
            held.add(classifier.rules.precedence.id)
    return frozenset(held)


def _referred_to(warnings: Iterable[ResultWarning], referrals: Iterable[Referral]) -> frozenset[str]:
    secrecy = [warning for warning in warnings if warning.code is WarningCode.SECRECY_LAW]
    cited = {citation for warning in secrecy for citation in warning.citations}
    return frozenset(rule.id for rule in referrals if rule.citation in cited)


def _decision_failures(
    expect: written.DecisionExpectModel, decision: Decision, vocabulary: Vocabulary
) -> Iterator[str]:
    if expect.status is not None and decision.status is not _STATUSES[expect.status]:
        yield f"状态应为{expect.status}，得到{term_of(_STATUSES, decision.status)}"
    if expect.attribute is not None and decision.attribute is not attribute_named(expect.attribute)[1]:
        yield f"属性应为{expect.attribute}，得到{_attributes(decision.scheme, [decision.attribute])}"
    for name, wanted, got in (
        ("可能", expect.possible, decision.possible),
        ("允许", expect.permitted, decision.permitted),
    ):
        if wanted is not None and {attribute_named(term)[1] for term in wanted} != got:
            yield f"{name}应为{'、'.join(wanted) or '空'}，得到{_attributes(decision.scheme, got)}"
    if expect.declared_valid is not None and decision.declared_valid is not _VALIDITY[expect.declared_valid]:
        yield f"申报成立应为{expect.declared_valid}，得到{term_of(_VALIDITY, decision.declared_valid)}"
    yield from including("依据条文", expect.held, [ground.citation.ref for ground in decision.grounds])
    answer = classifier_behind(decision).resolution.answer
    yield from answer_failures(expect, answer.standing.id if answer else None)
    if expect.questions is not None:
        asked = [vocabulary.fact(name).label for name in expect.questions]
        yield from list_failures("要回答", asked, [vocabulary.facts[q.fact].label for q in decision.questions])
    if expect.actions is not None:
        yield from list_failures("措施", expect.actions, [action.matter for action in decision.actions])
    yield from warning_failures(expect, decision.warnings)
    of_changes = (expect.outcome, expect.missing, expect.requirements, expect.approvers, expect.consequences)
    if any(wanted is not None for wanted in of_changes):
        yield "写了变更的结果，但用例没有写“由”“到”"


def _attributes(scheme: Scheme, found: Collection[Attribute | None]) -> str:
    """Attributes in the words of the case files, strictest first."""
    return "、".join(attribute_term(scheme, one) for one in STRICTEST_FIRST if one in found) or "空"


def _change_failures(
    expect: written.DecisionExpectModel, verdict: ChangeVerdict, vocabulary: Vocabulary
) -> Iterator[str]:
    if expect.outcome is not None and verdict.verdict is not _VERDICTS[expect.outcome]:
        yield f"结论应为{expect.outcome}，得到{term_of(_VERDICTS, verdict.verdict)}"
    if expect.permitted is not None:
        wanted = {attribute_named(term)[1] for term in expect.permitted}
        if wanted != verdict.permitted:
            got = _attributes(Scheme.OPENING, verdict.permitted)
            yield f"允许应为{'、'.join(expect.permitted) or '空'}，得到{got}"
    missing = [need.citation.ref for need in verdict.requirements if need.state is RequirementState.MISSING]
    yield from including("缺少", expect.missing, missing)
    states = {need.id: need.state for need in verdict.requirements}
    for name, state in (expect.requirements or {}).items():
        if states.get(name) is not _STATES[state]:
            got = term_of(_STATES, states[name]) if name in states else "没有这个要件"
            yield f"要件 {name} 应为{state}，得到{got}"
    if expect.approvers is not None:
        terms = dict(vocabulary.role(Role.APPROVER).values)
        yield from list_failures("同意机关", expect.approvers, [terms[value] for value in verdict.approver])
    if expect.consequences is not None:
        yield from list_failures("责任", expect.consequences, [citation.ref for citation in verdict.consequence])
    yield from answer_failures(expect, verdict.citation.instrument if verdict.citation else None)
    yield from warning_failures(expect, verdict.warnings)
    of_decisions = (expect.status, expect.attribute, expect.possible, expect.declared_valid, expect.held)
    if any(wanted is not None for wanted in (*of_decisions, expect.questions, expect.actions)):
        yield "写了“由”“到”的用例，应当写“结论”，而不是开放属性判定的结果"


def _foreign_to_changes(case: written.DecisionCaseModel) -> Iterator[str]:
    if case.unlisted_false or case.declared is not None:
        yield "写了“由”“到”的用例不能写“其余为否”或者“申报”"
