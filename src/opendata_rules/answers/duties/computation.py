"""Duties: for one topic, what must be so, what is not, what is unknown, and what a human must judge.

A duty has the form *where … must …*. Every duty of the instrument that answers the topic becomes one finding; the
assessment is the gravest of them. An unmet 原则上 is told, and does not make the whole noncompliant.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from ...errors import UnknownTopic
from ...logic.conditions import (
    Alike,
    All,
    AnyOf,
    Condition,
    InTerm,
    NoneOf,
    evaluate,
    facts_of,
)
from ...norms import warnings as told
from ...norms.order import LegalOrder
from ...norms.provisions import DutyRule
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue, Topic, Vocabulary
from ...vocabulary.marks import JudgedAs
from ...vocabulary.terms import Compliance, DutyForce
from ..deadlines.terms import facts_of_step
from .answer import Assessment, Finding
from .lacking import failing
from .timing import LawTiming

#: Gravest first; for scope, what is not covered comes before what is not known.
_ORDER = (
    Compliance.NONCOMPLIANT,
    Compliance.HUMAN_REVIEW,
    Compliance.UNDETERMINED,
    Compliance.COMPLIANT,
    Compliance.NOT_APPLICABLE,
)


_SCOPE_ORDER = (
    Compliance.HUMAN_REVIEW,
    Compliance.NOT_APPLICABLE,
    Compliance.UNDETERMINED,
    Compliance.COMPLIANT,
)


def check(order: LegalOrder, name: str, facts: Mapping[str, object]) -> Assessment:
    """Whether the duties of a topic are fulfilled. See ``law.check``."""
    topic = duty_topic(name, order.vocabulary)
    scope = topic.judged_as is JudgedAs.SCOPE
    known = order.vocabulary.normalise(facts)
    contradictory = told.contradiction(known, order.vocabulary)
    resolution = order.resolve(lambda pack: any(rule.topic == topic.id for rule in pack.duties))
    warnings = list(resolution.warnings)
    rules = duties_of(order, topic.id)
    timing = LawTiming(order, known)
    findings = tuple(_finding(rule, known, timing, scope=scope) for rule in rules)
    verdict = _verdict(_reaching(rules, findings, known, timing) if scope else findings, scope=scope)
    if contradictory is not None:
        verdict = Compliance.HUMAN_REVIEW
        warnings.append(contradictory)
    elif order.strictly_open(resolution.warnings):
        verdict = Compliance.UNDETERMINED
    warnings += _open_questions(rules, findings, known, timing)
    if scope:
        warnings += told.secrecy(order.referrals, known)
    return Assessment(
        topic=topic.id,
        verdict=verdict,
        findings=findings,
        warnings=told.in_order(warnings),
        order=order,
        stated=tuple(sorted(known.items())),
    )


def duty_topic(name: str, vocabulary: Vocabulary) -> Topic:
    """The topic of that id or Chinese label, if duties can be checked on it.

    Raises:
        UnknownTopic: there is none; ``nearest`` and the message name what is possible.
    """
    ready = [found for found in vocabulary.topics.values() if found.has_duties]
    for topic in ready:
        if name in (topic.id, topic.label):
            return topic
    words = [word for topic in ready for word in (topic.id, topic.label)]
    near = difflib.get_close_matches(str(name), words, n=3)
    listed = "、".join(f"{topic.label}（{topic.id}）" for topic in ready)
    raise UnknownTopic(
        f"“{name!s:.60}”不是职责检查的事项。可选：{listed}。", nearest=near or [topic.id for topic in ready]
    )


def duties_of(order: LegalOrder, topic: str) -> tuple[DutyRule, ...]:
    """The duty rules that answer a topic: those of the nearest instrument in force that has any."""
    resolution = order.chain.resolve(lambda pack: any(rule.topic == topic for rule in pack.duties))
    rules = resolution.answer.pack.duties if resolution.answer else ()
    return tuple(rule for rule in rules if rule.topic == topic)


def facts_of_duties(order: LegalOrder, topic: str) -> tuple[str, ...]:
    """Ids of the facts that the duties of a topic ask about, in article order."""
    names: dict[str, None] = {}
    for rule in duties_of(order, topic):
        for condition in (rule.premise, rule.must, rule.doubt):
            if condition is not None:
                names |= dict.fromkeys(facts_of(condition))
                names |= dict.fromkeys(_facts_of_terms(order, condition))
    return tuple(names)


def _facts_of_terms(order: LegalOrder, condition: Condition) -> Iterator[str]:
    """Facts that the terms named in a condition depend on."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _facts_of_terms(order, part)
        case InTerm(term=str() as step):
            yield from facts_of_step(order, step)
        case _:
            return


def _finding(rule: DutyRule, facts: Mapping[str, FactValue], timing: LawTiming, *, scope: bool) -> Finding:
    premise = True if rule.premise is None else evaluate(rule.premise, facts, timing)
    must = evaluate(rule.must, facts, timing)
    doubt = False if rule.doubt is None else evaluate(rule.doubt, facts, timing)
    missing: Iterable[str] = ()
    if premise is False:
        verdict = Compliance.NOT_APPLICABLE
    elif premise is True and must is False:
        verdict = Compliance.NOT_APPLICABLE if scope else Compliance.NONCOMPLIANT
        if rule.prompt:
            verdict = Compliance.HUMAN_REVIEW
        missing = failing(rule.must, facts, timing)
    elif premise is True and doubt is True:
        verdict = Compliance.HUMAN_REVIEW
    elif must is True and doubt is False:
        # Whether or not there is such a duty here, it is fulfilled.
        verdict = Compliance.COMPLIANT
    else:
        verdict = Compliance.UNDETERMINED
        truths = ((rule.premise, premise), (rule.must, must), (rule.doubt, doubt))
        asked = [condition for condition, truth in truths if condition is not None and truth is None]
        missing = [name for condition in asked for name in timing.unsettled(condition)]
    done = verdict in (Compliance.COMPLIANT, Compliance.NOT_APPLICABLE)
    return Finding(
        id=rule.id,
        citation=rule.citation,
        verdict=verdict,
        force=rule.force,
        actor=rule.actor,
        gist=rule.gist,
        english=rule.english,
        missing=tuple(dict.fromkeys(missing)),
        action="" if done else rule.action,
        consequence=rule.consequences,
    )


def _reaching(
    rules: tuple[DutyRule, ...], findings: tuple[Finding, ...], facts: Mapping[str, FactValue], timing: LawTiming
) -> tuple[Finding, ...]:
    """Less the elements of scope that are asked of other activities only: they neither cover nor exclude."""
    reaching = tuple(
        finding
        for rule, finding in zip(rules, findings, strict=True)
        if rule.premise is None or evaluate(rule.premise, facts, timing) is not False
    )
    return reaching or findings


def _verdict(findings: tuple[Finding, ...], *, scope: bool) -> Compliance:
    if not findings:
        return Compliance.NOT_REGULATED
    counted = {
        # An unmet 原则上 leaves the whole compliant: the duty reaches these facts, and no hard one is unmet.
        Compliance.COMPLIANT
        if finding.verdict is Compliance.NONCOMPLIANT and finding.force is DutyForce.ADVISORY
        else finding.verdict
        for finding in findings
    }
    order = _SCOPE_ORDER if scope else _ORDER
    return next(verdict for verdict in order if verdict in counted)


def _open_questions(
    rules: tuple[DutyRule, ...],
    findings: tuple[Finding, ...],
    facts: Mapping[str, FactValue],
    timing: LawTiming,
) -> Iterator[ResultWarning]:
    for rule, finding in zip(rules, findings, strict=True):
        if rule.question is None or finding.verdict is Compliance.NOT_APPLICABLE:
            continue
        when = rule.question.matters_when
        if when is None or evaluate(when, facts, timing) is not False:
            yield told.open_question(rule)
