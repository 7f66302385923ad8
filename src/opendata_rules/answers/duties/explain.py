"""Explanations of duties."""

from __future__ import annotations

from ...formats.trees import Language, Node
from ...logic.in_words import describe
from ...vocabulary.terms import (
    COMPLIANCE_TERMS,
    DUTY_FORCE_TERMS,
    Compliance,
    DutyForce,
)
from ..explanation import instrument_lines, warning_lines
from .answer import Assessment, Finding
from .computation import checker_of
from .lacking import missing_terms

_UNMET = Compliance.NONCOMPLIANT
_OPEN = (Compliance.UNDETERMINED, Compliance.HUMAN_REVIEW)


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
    if _of_one_of_several(found):
        term = say(COMPLIANCE_TERMS[found.verdict], str(found.verdict))
        tree.add(
            say(
                f"没有说明的事实无论怎样，未定的各条中至少有一条“{term}”，是哪一条还不知道",
                f"whatever is not told, at least one of those undetermined is {term}; which one is not known",
            )
        )
    for verdict_kind in COMPLIANCE_TERMS:
        group = [finding for finding in found.findings if finding.verdict is verdict_kind]
        if group:
            heading = say(COMPLIANCE_TERMS[verdict_kind], str(verdict_kind))
            tree.add(heading, [_finding(finding, found, say) for finding in group])
    warning_lines(tree, found.warnings, say)
    answering = found.findings[0].citation.instrument if found.findings else None
    instrument_lines(tree, law.instruments, answering, say)
    return str(tree)


def _of_one_of_several(found: Assessment) -> bool:
    """Whether the whole is unmet or for a human in every completion, and no requirement by itself is."""
    if found.verdict not in (Compliance.NONCOMPLIANT, Compliance.HUMAN_REVIEW) or not found.possible:
        return False
    binding = (one for one in found.findings if one.force is not DutyForce.ADVISORY or one.verdict is not _UNMET)
    return all(one.verdict is not found.verdict for one in binding)


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
        demanding = checker.compiled.demanding(rule)
        if demanding:
            text = describe(rule.must, words, say.lang)
            node.add(say(f"须：{text}", f"must: {text}"))
        if rule.doubt is not None and (not demanding or finding.verdict in _OPEN):
            text = describe(rule.doubt, words, say.lang)
            node.add(say(f"此时由人判断：{text}", f"for a human where {text}"))
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
