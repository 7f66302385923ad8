"""Explanations of duties, deadlines and schedules as trees. Nothing is decided here; every line restates a result."""

from __future__ import annotations

from ...formats.trees import Language, Node
from ...logic.conditions import Is
from ...logic.in_words import describe
from ...norms.provisions import UNIT_TERMS, Unit
from ...vocabulary.terms import (
    DEADLINE_TERMS,
    DUTY_FORCE_TERMS,
    STEP_TERMS,
    DutyForce,
    ReceiptPolicy,
    StepState,
)
from ..explanation import instrument_lines, warning_lines
from .answer import Deadline
from .schedules import Schedule

_RECEIPT_TERMS = {
    ReceiptPolicy.RECEIPT_INSTANT: ("以收到当日为起算日", "the day of receipt is the day counted from"),
    ReceiptPolicy.NEXT_WORKING_DAY: (
        "休息日收到的，以下一个工作日为起算日",
        "what is received on a rest day counts from the next working day",
    ),
}


def explain_deadline(found: Deadline, lang: str = "zh") -> str:
    """The tree behind a deadline: term, counting rule, every day.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    tree = _deadline(found, say, whole=True)
    warning_lines(tree, found.warnings, say)
    standings = [link.standing for link in found.order.chain_at(found.trigger).links]
    instrument_lines(tree, standings, found.citation.instrument if found.citation else None, say)
    return str(tree)


def headline(found: Deadline | Schedule, say: Language) -> str:
    """The answer in one line; of a case also how each step stands."""
    if isinstance(found, Deadline):
        return _deadline(found, say, whole=False).text
    tree = schedule_tree(found, say)
    return say("；", "; ").join([tree.text, *(step.text for step in tree.children)])


def _deadline(found: Deadline, say: Language, *, whole: bool) -> Node:
    known = found.order.procedures
    step = known.step(found.step)
    procedure = known.procedure(step.procedure)
    status = say(DEADLINE_TERMS[found.status], str(found.status))
    if found.due is not None:
        answer = say(f"{found.due}（{_weekday(found)}）", str(found.due))
    elif found.earliest is not None and found.earliest == found.latest:
        answer = say(f"{status}：{found.earliest}", f"{status}: {found.earliest}")
    elif found.earliest is not None:
        answer = say(f"{status}：{found.earliest} 至 {found.latest}", f"{status}: {found.earliest} to {found.latest}")
    else:
        answer = status
    name = say(f"{procedure.label}·{step.label}", found.step)
    tree = Node(say(f"{found.order.place.name} {name}：{answer}", f"{found.order.place.id} {name}: {answer}"))
    if found.note:
        tree.add(say(found.note, found.english))
    if found.presumed:
        tree.add(premise(found, say.lang))
    if found.citation is None:
        return tree
    force = say(DUTY_FORCE_TERMS[found.force or DutyForce.HARD], str(found.force))
    tree.add(
        say(
            f"依据：{found.citation}〔{force}〕{found.gist}",
            f"provision: {found.citation.english} [{force}] {found.gist_english}",
        )
    )
    tree.add(say(f"主体：{found.actor}", f"actor: {found.actor_english}"))
    if found.length is not None and found.unit is not None:
        chinese, english = UNIT_TERMS[found.unit]
        tree.add(say(f"长度：{found.length}{chinese}", f"length: {found.length} {english}"))
    if found.unit is not None:
        # A fixed day of the year is counted from nothing.
        policy, english = _RECEIPT_TERMS[found.receipt_policy]
        tree.add(say(f"起算：{found.start}；{policy}", f"from {found.start}; {english}"))
    counting = found.counting_rule
    if counting is not None:
        laws = say("、".join(counting.general), "; ".join(counting.general_english))
        general = say("；通则：", "; general law: ") + laws if laws else ""
        tree.add(
            say(
                f"计算：{counting.gist}（{counting.citation}{general}）",
                f"counting: {counting.english} ({counting.citation.english}{general})",
            )
        )
    if found.extension is not None:
        applied = say("已适用", "applied") if found.extended else say("未适用", "not applied")
        tree.add(
            say(
                f"延长（{applied}）：{found.extension.gist}（{found.extension.citation}）",
                f"extension ({applied}): {found.extension.english} ({found.extension.citation.english})",
            )
        )
    if whole and found.days:
        tree.add(say("逐日", "day by day"), _day_lines(found, say))
    return tree


def premise(found: Deadline, lang: str) -> str:
    """What the term takes to be so though no fact says it, in Chinese (``zh``) or English (``en``)."""
    words = found.order.words
    told = [describe(Is(name, (value,)), words, lang) for name, value in found.presumed]
    return Language(lang)(
        f"前提：{'，'.join(told)}（事实中没有写，由起算日推定）；如果不是，就没有这一步骤",
        f"presumed from the trigger, as no fact says it: {', '.join(told)}; told otherwise, there is no such step",
    )


def _day_lines(found: Deadline, say: Language) -> list[Node | str]:
    number = 0
    lines: list[Node | str] = []
    for day in found.days:
        number += day.counted
        mark = say(f"第{number}{'个工作日' if found.unit is Unit.WORKING_DAY else '日'}", f"day {number}")
        told = mark if day.counted else say("不计", "not counted")
        lines.append(say(f"{day.date} {told}：{day.why}", f"{day.date} {told}: {day.english}"))
    return lines


def _weekday(found: Deadline) -> str:
    assert found.due is not None
    return "星期" + "一二三四五六日"[found.due.weekday()]


def explain_schedule(found: Schedule, lang: str = "zh") -> str:
    """The steps of a case as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    tree = schedule_tree(found, say)
    warning_lines(tree, found.warnings, say)
    instrument_lines(tree, found.order.instruments, None, say)
    return str(tree)


def schedule_tree(found: Schedule, say: Language) -> Node:
    """The steps of a case, each with its term."""
    law = found.order
    procedure = law.procedures.procedure(found.procedure)
    tree = Node(
        say(
            f"{law.place.name} {procedure.label}，{found.trigger} 开始，截至 {found.on}",
            f"{law.place.id} {procedure.id} from {found.trigger}, as of {found.on}",
        )
    )
    for step in found.steps:
        state = say(STEP_TERMS[step.state], str(step.state))
        done = say(f"，{step.actual} 完成", f", done {step.actual}") if step.actual else ""
        node = tree.add(say(f"{step.label}：{state}{done}", f"{step.id}: {state}{done}"))
        if step.deadline is not None:
            node.children.append(_deadline(step.deadline, say, whole=False))
        elif step.state is StepState.BLOCKED:
            event = law.procedures.event_name(procedure, step.trigger)
            node.add(say(f"等待：{event}", f"waits for {step.trigger}"))
    return tree
