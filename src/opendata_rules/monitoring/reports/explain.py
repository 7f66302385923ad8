"""An agenda in words: how much there is by urgency, then every task, then what was done wrong."""

from __future__ import annotations

from collections.abc import Mapping

from ...answers.explanation import warning_lines
from ...formats.trees import Language, Node
from ...vocabulary.english import in_english
from ...vocabulary.terms import DutyForce, StepState
from ..results.answer import Owed
from ..results.explain import told
from .agenda import URGENCY_TERMS, Agenda, days_in_words

#: What the groups are called in English.
_URGENCIES: Mapping[str, str] = {
    "overdue": "overdue",
    "today": "due today",
    "this_week": "due this week",
    "later": "due later",
}


def explain_agenda(found: Agenda, lang: str) -> str:
    """What there is to do on a day as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    counts = {name: f"{len(group)} {_URGENCIES[name]}" for name, group in found.groups.items() if group}
    later = counts.pop("later", "")
    breaches = f"{len(found.breaches)} breaches" if found.breaches else ""
    # What can wait does not come first.
    headline = ", ".join(filter(None, [*counts.values(), breaches, later])) or "nothing to do and no breach found"
    tree = Node(say(f"{found.place_name} {found.on}：{found.headline}", f"{found.place} {found.on}: {headline}"))
    for name, group in found.groups.items():
        if group:
            node = tree.add(say(f"{URGENCY_TERMS[name]} {len(group)} 件", f"{_URGENCIES[name]}: {len(group)}"))
            _tasks(node, group, say)
    if found.running:
        node = tree.add(say("没有满期、届满以后才可以办的", "least lengths that have not run out"))
        _tasks(node, found.running, say)
    if found.breaches:
        node = tree.add(say(f"违反规定 {len(found.breaches)} 处", f"breaches: {len(found.breaches)}"))
        for breach in found.breaches:
            under = node.add(say(f"案件 {breach.case}：{told(breach)}", f"case {breach.case}: {told(breach, 'en')}"))
            under.add(say(f"依据：{breach.citation}", f"by {breach.citation.english}"))
    warning_lines(tree, found.warnings, say)
    return str(tree)


def _tasks(node: Node, group: tuple[Owed, ...], say: Language) -> None:
    for owed in group:
        term = owed.deadline
        late, english = owed.state is StepState.OVERDUE, days_in_words(term, "en")
        kind = say("（原则上的期限）", " (in principle)") if term.force is DutyForce.ADVISORY else ""
        act, by = say(owed.label, owed.english or owed.step), "was due" if late else "due"
        who = say(owed.department, in_english(owed.department_english, owed.department))
        under = node.add(
            say(
                f"案件 {owed.case}：{act}，最后一天 {days_in_words(term)}{kind}{who and f'，由{who}办理'}",
                f"case {owed.case}: {act}, {by} {english}{kind}{who and f', by {who}'}",
            )
        )
        if term.citation is not None:
            under.add(say(f"依据：{term.citation}", f"by {term.citation.english}"))
