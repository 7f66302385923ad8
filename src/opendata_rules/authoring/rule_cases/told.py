"""What an answer tells about each of its rules, in the words of the case files: what 各条内容 is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...answers.changes.answer import ChangeVerdict
from ...answers.classification.answer import Decision
from ...answers.classification.computation import classifier_behind
from ...answers.deadlines.answer import Deadline
from ...answers.duties.answer import Assessment
from ...answers.duties.recurring import Duty
from ...answers.result import Action
from ...norms.order import LegalOrder
from ...norms.provisions import Change, Hold, Provision, Referral, Review, Unit
from ...norms.warnings import ResultWarning
from ...vocabulary.citations import Citation
from ...vocabulary.facts import Vocabulary
from ...vocabulary.terms import Compliance, DutyForce, Force, WarningCode, attribute_term

#: By rule id, what is told of it by the names of the fields of :class:`.expected.RuleExpectModel`.
Told = dict[str, dict[str, Any]]

COMPLIANCE = {
    "符合": Compliance.COMPLIANT,
    "不符合": Compliance.NONCOMPLIANT,
    "未定": Compliance.UNDETERMINED,
    "人工判断": Compliance.HUMAN_REVIEW,
    "不适用": Compliance.NOT_APPLICABLE,
    "未作规定": Compliance.NOT_REGULATED,
}
FORCES = {"应当": DutyForce.HARD, "原则上": DutyForce.ADVISORY, "最低": DutyForce.MINIMUM}
_IN_WORDS: dict[Any, str] = {Force.MUST: "应当", Force.MAY: "可以", **{force: term for term, force in FORCES.items()}}
_OF_COMPLIANCE = {verdict: term for term, verdict in COMPLIANCE.items()}
UNITS = {
    "工作日": Unit.WORKING_DAY,
    "日": Unit.DAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
    "更新频率": Unit.CADENCE,
}


def of_decision(decision: Decision) -> Told:
    """What a decision tells about grounds, objections, holds, reviews, actions and referrals."""
    found: Told = {}
    scheme, classifier = decision.scheme, classifier_behind(decision)
    vocabulary = classifier.order.vocabulary
    for ground in decision.grounds:
        attribute = attribute_term(scheme, ground.outcome)
        add(found, ground.rule, cited(ground.citation, ground.gist, attribute=attribute, force=ground.force))
    for one in decision.objections:
        told = cited(one.citation, one.gist, always=one.always)
        told["rests_on"] = tuple(vocabulary.facts[name].label for name in one.facts)
        if one.outcome is not None:
            told["attribute"] = attribute_term(scheme, one.outcome)
        add(found, one.rule, told)
    for rule in classifier.holding(decision):
        add(found, rule.id, cited(rule.citation, rule.gist))
    rules: list[tuple[str, str]] = [(rule.action, rule.id) for rule in classifier.action_rules]
    rules += [(rule.action, rule.id) for rule in classifier.holding(decision) if isinstance(rule, Hold)]
    _actions(found, decision.actions, rules)
    _referrals(found, decision.warnings, classifier.referrals)
    return found


def of_change(law: LegalOrder, verdict: ChangeVerdict, relied: Iterable[Change]) -> Told:
    """What a verdict tells about the provision relied on, its requirements, reviews and holds."""
    found: Told = {}
    for change in relied:
        add(found, change.id, cited(change.citation, change.gist, consequences=refs_of(change.consequences)))
    for need in verdict.requirements:
        told = cited(need.citation, need.gist, hard=need.hard)
        told["questions"] = tuple(law.vocabulary.facts[name].label for name in need.facts)
        add(found, need.id, told)
    for review in reviews_of(law, verdict):
        add(found, review.id, cited(review.citation, review.gist))
    holds = holds_of(law, verdict)
    for hold in holds:
        add(found, hold.id, cited(hold.citation, hold.gist))
    _actions(found, verdict.actions, [(hold.action, hold.id) for hold in holds])
    _referrals(found, verdict.warnings, law.referrals)
    return found


def of_assessment(found: Assessment, vocabulary: Vocabulary) -> Told:
    """What an assessment tells about each duty."""
    told: Told = {}
    for one in found.findings:
        content = cited(one.citation, one.gist, force=one.force, actor=one.actor, action=one.action)
        content["consequences"] = refs_of(one.consequence)
        content["possible"] = tuple(_OF_COMPLIANCE[verdict] for verdict in Compliance if verdict in one.possible)
        add(told, one.id, content)
    _referrals(told, found.warnings, found.order.referrals)
    return told


def of_deadline(found: Deadline) -> Told:
    """What a deadline tells about the rule that sets the term, and the one by which it is counted."""
    told: Told = {}
    if found.citation is not None and found.force is not None:
        add(told, found.rule, cited(found.citation, found.gist, force=found.force, actor=found.actor))
    rule = found.counting_rule
    if rule is not None:
        add(told, rule.id, cited(rule.citation, rule.gist, general=rule.general))
    return told


def of_recurring(law: LegalOrder, duties: Iterable[Duty]) -> Told:
    """What is told about the recurring duties of a year."""
    told: Told = {}
    for duty in duties:
        matter = law.vocabulary.topics[duty.topic].label
        add(told, duty.id, cited(duty.citation, duty.gist, force=duty.force, actor=duty.actor, matter=matter))
    return told


def reviews_of(law: LegalOrder, verdict: ChangeVerdict) -> tuple[Review, ...]:
    """The rules by which a human must judge a change."""
    texts = set(verdict.reviews)
    return tuple(rule for rule in _provisions(law) if isinstance(rule, Review) and rule.gist in texts)


def holds_of(law: LegalOrder, verdict: ChangeVerdict) -> tuple[Hold, ...]:
    """The rules that keep a change on hold."""
    texts = {(action.text, action.citation) for action in verdict.actions}
    return tuple(rule for rule in _provisions(law) if isinstance(rule, Hold) and (rule.action, rule.citation) in texts)


def joined(parts: Iterable[Told]) -> Told:
    """What several answers tell, of each thing what the first says."""
    found: Told = {}
    for part in parts:
        for rule, told in part.items():
            add(found, rule, told)
    return found


def _provisions(law: LegalOrder) -> Iterator[Provision]:
    for link in law.chain.links:
        yield from link.pack.provisions()


def cited(citation: Citation, gist: str, **told: Any) -> dict[str, Any]:
    """What is told of a rule with its passage, in the words of the files."""
    return {"ref": citation.ref, "gist": gist, **{name: _IN_WORDS.get(value, value) for name, value in told.items()}}


def refs_of(citations: Iterable[Citation]) -> tuple[str, ...]:
    """Passages in short form."""
    return tuple(citation.ref for citation in citations)


def add(found: Told, rule: str, told: Mapping[str, Any]) -> None:
    """What is told of one rule in several parts of an answer is one thing."""
    found.setdefault(rule, {}).update({name: value for name, value in told.items() if name not in found[rule]})


def _actions(found: Told, actions: Iterable[Action], rules: Iterable[tuple[str, str]]) -> None:
    by_text = dict(rules)
    for action in actions:
        rule = by_text.get(action.text)
        if rule is not None:
            add(found, rule, {"ref": action.citation.ref, "matter": action.matter, "action": action.text})


def _referrals(found: Told, warnings: Iterable[ResultWarning], referrals: Iterable[Referral]) -> None:
    named = {one for warning in warnings if warning.code is WarningCode.SECRECY_LAW for one in warning.citations}
    for rule in referrals:
        if rule.citation in named:
            add(found, rule.id, cited(rule.citation, rule.gist))
