"""Cases of classification and of changes of attribute (``cases.yaml``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...answers.changes.answer import ChangeVerdict
from ...answers.changes.computation import check_change
from ...answers.classification.answer import Decision
from ...answers.classification.computation import classifier_behind, classify
from ...norms.order import LegalOrder
from ...norms.provisions import Change, Hold, Referral, Review
from ...packs.builder import attribute_named
from ...reading.facts_in_words import stated
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.marks import Role
from ...vocabulary.terms import (
    ATTRIBUTE_TERMS,
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
from .common import (
    Asked,
    Ran,
    answer_failures,
    as_cited,
    contents_failures,
    including,
    list_failures,
    question_failures,
    set_failures,
    term_of,
    warning_failures,
)
from .expected import DecisionExpectModel
from .told import holds_of, of_change, of_decision, reviews_of

STATUSES = {
    "已定": Status.DECIDED,
    "未定": Status.UNDETERMINED,
    "人工判断": Status.HUMAN_REVIEW,
    "无有效规则": Status.NO_RULE_IN_FORCE,
}
VERDICTS = {
    "允许": Verdict.ALLOWED,
    "禁止": Verdict.FORBIDDEN,
    "未定": Verdict.UNDETERMINED,
    "人工判断": Verdict.HUMAN_REVIEW,
    "未作规定": Verdict.NOT_REGULATED,
}
STATES = {"满足": RequirementState.MET, "缺少": RequirementState.MISSING, "未知": RequirementState.UNKNOWN}
VALIDITY = {"是": True, "否": False, "未知": None}
_ATTRIBUTES = {term: attribute for terms in ATTRIBUTE_TERMS.values() for attribute, term in terms.items()}
#: The schemes by their words in files of cases.
SCHEMES = {"开放属性": Scheme.OPENING, "共享属性": Scheme.SHARING}


def run_case(shelf: Asked, case: written.DecisionCaseModel) -> Ran:
    """What a case of classification or of a change comes to."""
    law = shelf.order(case.place, case.on, case.drafts)
    facts = stated(case.facts, law.vocabulary)
    if (case.before is None) != (case.after is None):
        return Ran(("“由”“到”要一起写",))
    if case.before is not None and case.after is not None:
        return _run_change(shelf, case, law, check_change(law, case.before, case.after, facts))
    scheme = SCHEMES[case.scheme]
    unlisted = "false" if case.unlisted_false else "unknown"
    decision = classify(law, facts, unlisted=unlisted, declared=case.declared, scheme=scheme)
    classifier = classifier_behind(decision)
    answer = classifier.resolution.answer
    expected = as_cited(shelf, case, answer.standing.id if answer else None)
    held = [rule.id for rule in classifier.holding(decision)]
    grounds = [ground.rule for ground in decision.grounds]
    answered = tuple(dict.fromkeys(held if decision.status is not Status.DECIDED else grounds))
    return Ran(tuple(_decision_failures(expected, decision, law.vocabulary)), _exercised(decision), answered)


def _run_change(shelf: Asked, case: written.DecisionCaseModel, law: LegalOrder, verdict: ChangeVerdict) -> Ran:
    expected = as_cited(shelf, case, _cited_by(verdict))
    relied = [change for change in law.changes if relied_on(change, verdict)]
    rules = frozenset(change.id for change in relied)
    rules |= frozenset(f"{c}:{n.id}:{n.state}" for c in rules for n in verdict.requirements)
    reviews, holds = (tuple(one.id for one in found(law, verdict)) for found in (reviews_of, holds_of))
    rules |= frozenset(r.id for c in law.changes for r in c.reviews if r.gist in verdict.reviews)
    rules |= _referred_to(verdict, law.referrals)
    failures = [
        *_foreign_to_changes(case),
        *_change_failures(expected, verdict, law.vocabulary),
        *set_failures(chinese("reviews"), expected.reviews, reviews),
        *set_failures(chinese("holds"), expected.holds, holds),
        *contents_failures(expected.contents, lambda: of_change(law, verdict, relied), law.vocabulary),
    ]
    answered = (*(change.id for change in relied), *reviews, *holds)
    return Ran(tuple(failures), rules, tuple(dict.fromkeys(answered)))


def _cited_by(verdict: ChangeVerdict) -> str | None:
    """Id of the instrument whose passages a verdict cites: where no provision names the move, that which classes."""
    cited = [verdict.citation, *(need.citation for need in verdict.requirements)]
    return next((one.instrument for one in cited if one is not None), None)


def relied_on(change: Change, verdict: ChangeVerdict) -> bool:
    """Whether a verdict relies on a provision."""
    same = verdict.before is verdict.after and bool(change.condition_changes)
    return change.citation == verdict.citation and (same or (verdict.before, verdict.after) in change.moves)


def _exercised(decision: Decision) -> frozenset[str]:
    classifier = classifier_behind(decision)
    held = {ground.rule for ground in decision.grounds} | {rule.id for rule in classifier.holding(decision)}
    texts = {action.text for action in decision.actions}
    held |= {rule.id for rule in classifier.action_rules if rule.action in texts}
    held |= _referred_to(decision, classifier.referrals)
    if classifier.rules is not None and classifier.rules.precedence is not None:
        outcomes = {ground.outcome for ground in decision.grounds}
        if len(outcomes) > 1:
            held.add(classifier.rules.precedence.id)
    return frozenset(held)


def _referred_to(answer: Decision | ChangeVerdict, referrals: Collection[Referral]) -> frozenset[str]:
    if not referrals:
        return frozenset()
    secrecy = [warning for warning in answer.warnings if warning.code is WarningCode.SECRECY_LAW]
    cited = {citation for warning in secrecy for citation in warning.citations}
    return frozenset(rule.id for rule in referrals if rule.citation in cited)


def _decision_failures(expect: DecisionExpectModel, decision: Decision, vocabulary: Vocabulary) -> Iterator[str]:
    classifier = classifier_behind(decision)
    if expect.status is not None and decision.status is not STATUSES[expect.status]:
        yield f"状态应为{expect.status}，得到{term_of(STATUSES, decision.status)}"
    if expect.attribute is not None and decision.attribute is not attribute_named(expect.attribute)[1]:
        yield f"属性应为{expect.attribute}，得到{_attributes(decision.scheme, [decision.attribute])}"
    for name, wanted, got in (
        ("可能", expect.possible, decision.possible),
        ("允许", expect.permitted, decision.permitted),
    ):
        if wanted is not None and {_ATTRIBUTES.get(term, term) for term in wanted} != got:
            yield f"{name}应为{'、'.join(wanted) or '空'}，得到{_attributes(decision.scheme, got)}"
    if expect.declared_valid is not None and decision.declared_valid is not VALIDITY[expect.declared_valid]:
        yield f"申报成立应为{expect.declared_valid}，得到{term_of(VALIDITY, decision.declared_valid)}"
    if expect.objections is not None:
        yield from set_failures("排除申报", expect.objections, [one.rule for one in decision.objections])
    yield from including("依据条文", expect.held, [ground.citation.ref for ground in decision.grounds])
    answer = classifier.resolution.answer
    yield from answer_failures(expect, answer.standing.id if answer else None)
    yield from question_failures(expect.questions, decision, vocabulary)
    if expect.actions is not None:
        yield from list_failures("措施", expect.actions, [action.matter for action in decision.actions])
    for name, rules, kind in (("holds", expect.holds, Hold), ("reviews", expect.reviews, Review)):
        if rules is not None:
            found = [rule.id for rule in classifier.holding(decision) if isinstance(rule, kind)]
            yield from set_failures(chinese(name), rules, found)
    yield from contents_failures(expect.contents, lambda: of_decision(decision), vocabulary)
    yield from warning_failures(expect, decision)
    of_changes = (expect.outcome, expect.missing, expect.requirements, expect.approvers, expect.consequences)
    if any(wanted is not None for wanted in of_changes):
        yield "写了变更的结果，但用例没有写“由”“到”"


def _attributes(scheme: Scheme, found: Collection[Attribute | None]) -> str:
    """Attributes in the words of the case files, strictest first."""
    return "、".join(attribute_term(scheme, one) for one in STRICTEST_FIRST if one in found) or "空"


def _change_failures(expect: DecisionExpectModel, verdict: ChangeVerdict, vocabulary: Vocabulary) -> Iterator[str]:
    if expect.outcome is not None and verdict.verdict is not VERDICTS[expect.outcome]:
        yield f"结论应为{expect.outcome}，得到{term_of(VERDICTS, verdict.verdict)}"
    if expect.permitted is not None:
        wanted = {attribute_named(term)[1] for term in expect.permitted}
        if wanted != verdict.permitted:
            got = _attributes(Scheme.OPENING, verdict.permitted)
            yield f"允许应为{'、'.join(expect.permitted) or '空'}，得到{got}"
    if expect.possible is not None and {VERDICTS.get(term) for term in expect.possible} != verdict.possible:
        got = "、".join(term for term, one in VERDICTS.items() if one in verdict.possible)
        yield f"可能应为{'、'.join(expect.possible) or '空'}，得到{got or '空'}"
    if expect.held is not None:
        refs = [] if verdict.citation is None else [verdict.citation.ref]
        yield from including("依据条文", expect.held, refs)
    yield from question_failures(expect.questions, verdict, vocabulary)
    if expect.actions is not None:
        yield from list_failures("措施", expect.actions, [action.matter for action in verdict.actions])
    missing = [need.citation.ref for need in verdict.requirements if need.state is RequirementState.MISSING]
    yield from including("缺少", expect.missing, missing)
    needs = {need.id: need for need in verdict.requirements}
    for name, state in (expect.requirements or {}).items():
        need = needs.get(name)
        if need is None or need.state is not STATES[state]:
            gist = f"（{need.gist}）" if need else ""
            got = term_of(STATES, need.state) if need else "没有这个要件"
            yield f"要件 {name}{gist} 应为{state}，得到{got}"
    if expect.approvers is not None:
        terms = dict(vocabulary.role(Role.APPROVER).values)
        yield from list_failures("同意机关", expect.approvers, [terms[value] for value in verdict.approver])
    if expect.consequences is not None:
        yield from list_failures("责任", expect.consequences, [citation.ref for citation in verdict.consequence])
    yield from answer_failures(expect, verdict.citation.instrument if verdict.citation else None)
    yield from warning_failures(expect, verdict)
    of_decisions = (expect.status, expect.attribute, expect.declared_valid, expect.objections)
    if any(wanted is not None for wanted in of_decisions):
        yield "写了“由”“到”的用例，应当写“结论”，而不是开放属性判定的结果"


def _foreign_to_changes(case: written.DecisionCaseModel) -> Iterator[str]:
    if case.unlisted_false or case.declared is not None:
        yield "写了“由”“到”的用例不能写“其余为否”或者“申报”"
