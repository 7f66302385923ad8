"""A case in words: its steps, then what was done wrong, then what the events leave open."""

from __future__ import annotations

from ...answers.deadlines.explain import schedule_tree
from ...answers.explanation import instrument_lines, warning_lines
from ...formats.trees import Language, Node
from ...vocabulary.facts import Vocabulary
from ...vocabulary.terms import DutyForce
from .answer import BREACH_TERMS, Breach, BreachKind, CaseStatus, Unproven


def explain_case(found: CaseStatus, lang: str = "zh") -> str:
    """The standing of a case as a tree.

    Raises:
        ValueError: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    tree = schedule_tree(found, say)
    tree.text = say(f"案件 {found.case}：{tree.text}", f"case {found.case}: {tree.text}")
    if found.breaches:
        node = tree.add(say("违反规定", "breaches"))
        for breach in found.breaches:
            _breach(node, breach, say)
    if found.unproven:
        node = tree.add(say("事件没有说明，须核实", "not told by the events, to be verified"))
        for item in found.unproven:
            _unproven(node, item, found.order.vocabulary, say)
    if found.missing:
        names = "、".join(found.missing)
        tree.add(
            say(
                f"要更正的事件没有收到：{names}",
                f"events to be corrected that were not told: {', '.join(found.missing)}",
            )
        )
    warning_lines(tree, found.warnings, say)
    instrument_lines(tree, found.order.instruments, None, say)
    return str(tree)


def explain_breach(found: Breach, lang: str = "zh") -> str:
    """A breach as a tree.

    Raises:
        ValueError: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    tree = Node(say(f"案件 {found.case}", f"case {found.case}"))
    _breach(tree, found, say)
    warning_lines(tree, found.warnings, say)
    return str(tree)


def told(breach: Breach, lang: str = "zh") -> str:
    """One breach in a line."""
    say = Language(lang)
    kind = say(BREACH_TERMS[breach.kind], str(breach.kind))
    if breach.force is DutyForce.ADVISORY:
        kind += say("（原则上的期限）", " (in principle)")
    if breach.force is DutyForce.MINIMUM and len(breach.dates) > 2:
        *done, trigger, last = breach.dates
        return say(
            f"{kind}：{breach.label}没有满期，{trigger} 起算，{last} 届满，{done[0]} 就结束了。规定：{breach.gist}",
            f"{kind}: {breach.step} cut short on {done[0]}, from {trigger}, to run to {last}; {breach.english}",
        )
    if breach.kind is BreachKind.PROHIBITED:
        return say(
            f"{kind}：{breach.label}（{breach.dates[0]}）。规定：{breach.gist}",
            f"{kind}: {breach.step} ({breach.dates[0]}); {breach.english}",
        )
    trigger, last, day = breach.dates
    late = breach.kind is BreachKind.LATE
    return say(
        f"{kind}：{breach.label}，{trigger} 起算，最晚 {last}，{f'{day} 完成' if late else f'到 {day} 没有完成'}",
        f"{kind}: {breach.step}, from {trigger}, due {last}, {f'done {day}' if late else f'not done by {day}'}",
    )


def _breach(node: Node, breach: Breach, say: Language) -> None:
    under = node.add(told(breach, say.lang))
    under.add(say(f"依据：{breach.citation}", f"by {breach.citation.english}"))
    under.add(say(f"事件：{'、'.join(breach.events)}", f"events: {', '.join(breach.events)}"))
    if breach.consequence:
        cited = "、".join(map(str, breach.consequence))
        refs = ", ".join(one.english for one in breach.consequence)
        under.add(say(f"责任：{cited}", f"consequence: {refs}"))


def _unproven(node: Node, item: Unproven, vocabulary: Vocabulary, say: Language) -> None:
    labels = "、".join(vocabulary.facts[name].label for name in item.facts)
    node.add(
        say(
            f"{item.label}：{item.gist}（{item.citation}）；不知道：{labels}",
            f"{item.act}: {item.english} ({item.citation.english}); unknown: {', '.join(item.facts)}",
        )
    )
