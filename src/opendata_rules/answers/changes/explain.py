"""Explanations of changes: what is asked, whether it is so, who decides."""

from __future__ import annotations

from ...formats.trees import Language, Node
from ...vocabulary.marks import Role
from ...vocabulary.terms import (
    REQUIREMENT_TERMS,
    VERDICT_TERMS,
    Scheme,
    attribute_term,
)
from ..explanation import instrument_lines, warning_lines
from .answer import ChangeVerdict


def headline(verdict: ChangeVerdict, say: Language) -> str:
    """The answer in one line."""
    law, ends = verdict.order, (verdict.before, verdict.after)
    move = say("→", " to ").join(attribute_term(Scheme.OPENING, a, say.lang) for a in ends)
    word = say(VERDICT_TERMS[verdict.verdict], str(verdict.verdict))
    return say(f"{law.place.name} {law.on} {move}：{word}", f"{law.place.id} {law.on} {move}: {word}")


def explain_change(verdict: ChangeVerdict, lang: str = "zh") -> str:
    """The tree behind a verdict on a change.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    law = verdict.order
    tree = Node(headline(verdict, say))
    if verdict.citation is None:
        tree.add(say("已收录的规定都没有规定这种变更", "no collected provision speaks of this change"))
    else:
        tree.add(
            say(
                f"依据：{verdict.citation}",
                f"provision: {verdict.citation.english}",
            )
        )
    if verdict.requirements:
        needs = []
        for need in verdict.requirements:
            state = say(REQUIREMENT_TERMS[need.state], str(need.state))
            node = Node(
                say(
                    f"{state}：{need.gist}（{need.citation}）",
                    f"{state}: {need.english} ({need.citation.english})",
                )
            )
            for name in need.facts:
                fact = law.vocabulary.facts[name]
                node.add(say(fact.question, f"{name}: {fact.english}"))
            needs.append(node)
        tree.add(say("要件", "requirements"), needs)
    if reviews := verdict._found().reviews:
        tree.add(say("须人工判断", "human review"), [say(*texts) for texts in reviews])
    if verdict.actions:
        first = [say(f"{a.text}（{a.citation}）", f"{a.english} ({a.citation.english})") for a in verdict.actions]
        tree.add(say("先办", "first"), first)
    if verdict.approver:
        terms = dict(law.vocabulary.role(Role.APPROVER).values)
        names = say("、", ", ").join(say(terms[value], value) for value in verdict.approver)
        tree.add(say(f"有权同意（审核）的机关：{names}", f"approver: {names}"))
    if verdict.consequence:
        tree.add(
            say("违反的责任", "consequence"),
            [say(str(c), c.english) for c in verdict.consequence],
        )
    warning_lines(tree, verdict.warnings, say)
    instrument_lines(tree, law.instruments, verdict.citation.instrument if verdict.citation else None, say)
    return str(tree)
