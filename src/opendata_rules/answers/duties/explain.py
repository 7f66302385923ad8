"""Explanations of duties."""

from __future__ import annotations

from ...formats.trees import Language, Node
from ...logic.in_words import describe
from ...vocabulary.terms import (
    COMPLIANCE_TERMS,
    DUTY_FORCE_TERMS,
    Compliance,
)
from ..explanation import instrument_lines, warning_lines
from .answer import Assessment, Finding
from .computation import checker_of
from .lacking import missing_terms


def headline(found: Assessment, say: Language) -> str:
    """The answer in one line."""
    law = found.order
    topic = law.vocabulary.topics[found.topic]
    verdict = say(COMPLIANCE_TERMS[found.verdict], str(found.verdict))
    return say(f"{law.place.name} {law.on} {topic.label}：{verdict}", f"{law.place.id} {law.on} {topic.id}: {verdict}")


def explain_assessment(found: Assessment, lang: str = "zh") -> str:
    """The tree behind a check of duties.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    law = found.order
    tree = Node(headline(found, say))
    if not found.findings:
        tree.add(say("已收录的规定都没有规定这一事项", "no collected provision sets such a duty"))
    for verdict_kind in COMPLIANCE_TERMS:
        group = [finding for finding in found.findings if finding.verdict is verdict_kind]
        if group:
            heading = say(COMPLIANCE_TERMS[verdict_kind], str(verdict_kind))
            tree.add(heading, [_finding(finding, found, say) for finding in group])
    warning_lines(tree, found.warnings, say)
    answering = found.findings[0].citation.instrument if found.findings else None
    instrument_lines(tree, law.instruments, answering, say)
    return str(tree)


def _finding(finding: Finding, found: Assessment, say: Language) -> Node:
    force = say(DUTY_FORCE_TERMS[finding.force], str(finding.force))
    cited = say(str(finding.citation), finding.citation.english)
    node = Node(say(f"〔{force}〕{finding.gist}（{cited}）", f"[{force}] {finding.english} ({cited})"))
    words = found.order.words
    checker = checker_of(found.order, found.topic)
    place, rule = next((place, rule) for place, rule in enumerate(checker.rules) if rule.id == finding.id)
    if finding.verdict is Compliance.NOT_APPLICABLE and checker.details(found).lies_before(place):
        title, effective = rule.citation.title, checker.since.get(rule.id, checker.effective)
        node.add(
            say(
                f"发生或者到期在《{title}》施行（{effective}）以前，不由它判断",
                f"done or due before {rule.citation.instrument} took effect ({effective}), so not judged by it",
            )
        )
    elif finding.verdict is Compliance.NOT_APPLICABLE and rule.premise is not None:
        text = describe(rule.premise, words, say.lang)
        node.add(say(f"只在此时适用：{text}", f"applies only where {text}"))
    else:
        text = describe(rule.must, words, say.lang)
        node.add(say(f"须：{text}", f"must: {text}"))
    if finding.missing:
        names = say("、".join(missing_terms(rule, finding, words.vocabulary, fact="“{}”")), ", ".join(finding.missing))
        unknown = finding.verdict is Compliance.UNDETERMINED
        node.add(
            say(f"{'缺少事实' if unknown else '缺少'}：{names}", f"{'unknown' if unknown else 'lacking'}: {names}")
        )
    if finding.action:
        node.add(
            say(
                f"要做的：{finding.action}（{finding.actor}）",
                f"to do: {finding.action_english} ({finding.actor_english})",
            )
        )
    if finding.consequence and finding.verdict is not Compliance.COMPLIANT:
        refs = "、".join(str(citation) for citation in finding.consequence)
        english = ", ".join(citation.english for citation in finding.consequence)
        node.add(say(f"违反的责任：{refs}", f"consequence: {english}"))
    return node
