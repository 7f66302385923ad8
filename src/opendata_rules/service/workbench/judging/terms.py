"""What a deadline says, and a whole procedure: the last day of each step, by which provision, and how it is counted."""

from __future__ import annotations

import datetime as dt

from ....answers.deadlines.answer import Deadline
from ....answers.deadlines.explain import premise
from ....answers.deadlines.schedules import Schedule, ScheduledStep
from ....norms.provisions import UNIT_TERMS
from ....vocabulary.terms import DEADLINE_TERMS, DUTY_FORCE_TERMS, STEP_TERMS, DeadlineStatus, StepState
from .telling import Conclusion, Line, Say, Section, cited, shown, warned

_STATUS = {
    DeadlineStatus.FINAL: "compliant",
    DeadlineStatus.PROVISIONAL: "soon",
    DeadlineStatus.UNDETERMINED: "undetermined",
    DeadlineStatus.HUMAN_REVIEW: "human_review",
    DeadlineStatus.NOT_REGULATED: "no_rule",
}
_STEPS = {
    StepState.PENDING: "undetermined",
    StepState.MET: "compliant",
    StepState.LATE: "violation",
    StepState.OVERDUE: "violation",
    StepState.BLOCKED: "no_rule",
    StepState.NOT_APPLICABLE: "not_applicable",
}
_MEANS = {
    DeadlineStatus.FINAL: ("确定：这是最后一天。", "Final: it is the last day."),
    DeadlineStatus.PROVISIONAL: (
        "暂定：那时的放假安排还没有公布或者没有收录，最后一天在所列的最早和最晚之间。",
        "Provisional: the holidays have not been published or are not held: the last day lies between the two.",
    ),
    DeadlineStatus.UNDETERMINED: (
        "适用哪一种期限，要看还不知道的事实；在左边填写。",
        "Which term applies hangs on facts not known yet; tell them on the left.",
    ),
    DeadlineStatus.HUMAN_REVIEW: (
        "须由人判断；程序不替人判断。",
        "A human must judge, and the program does not.",
    ),
    DeadlineStatus.NOT_REGULATED: (
        "条文没有写天数，或者在文件施行以前就到期了。",
        "No provision sets a length, or it ended before the instrument took effect.",
    ),
}

_NO_TERM = ("没有期限", "no deadline")
_FIRST = (
    "这是第一个期限；后面的步骤，从前一步实际办完的那天起算。",
    "This is the first deadline; later steps run from the day on which the one before was done.",
)


def day_told(day: dt.date, t: Say) -> str:
    """A day with its day of the week."""
    chinese = "一二三四五六日"[day.weekday()]
    english = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    return t(f"{day}（星期{chinese}）", f"{day} ({english})")


def _when(found: Deadline, t: Say) -> str:
    if found.due is not None:
        return day_told(found.due, t)
    if found.earliest is not None and found.earliest == found.latest:
        return day_told(found.earliest, t)
    if found.earliest is not None and found.latest is not None:
        return t(f"{found.earliest} 至 {found.latest}", f"{found.earliest} to {found.latest}")
    return t(DEADLINE_TERMS[found.status], str(found.status).replace("_", " "))


def _reasons(found: Deadline, t: Say) -> tuple[str, ...]:
    """How a term is counted and may become longer; and what else matters."""
    told = []
    if found.note:
        told.append(t(found.note, found.english))
    if found.presumed:
        told.append(t(premise(found, "zh"), premise(found, "en")))
    if found.citation is not None:
        told.append(t(f"由{found.actor}办理", f"by {found.actor_english}"))
    if found.length is not None and found.unit is not None:
        chinese, english = UNIT_TERMS[found.unit]
        told.append(
            t(
                f"长度：{found.length}{chinese}，自{found.start}的次日起算",
                f"length: {found.length} {english}, counted from the day after {found.start}",
            )
        )
    if found.counting_rule is not None:
        rule = found.counting_rule
        told.append(t(f"计算：{rule.gist}（{rule.citation}）", f"counting: {rule.english} ({rule.citation.english})"))
    if found.extension is not None:
        more, applied = found.extension, found.extended
        told.append(
            t(
                f"延长（{'已适用' if applied else '未适用'}）：{more.gist}（{more.citation}）",
                f"extension ({'applied' if applied else 'not applied'}): {more.english} ({more.citation.english})",
            )
        )
    return tuple(told)


def of_deadline(found: Deadline, t: Say) -> Conclusion:
    """What a deadline says."""
    lines: tuple[Line, ...] = ()
    if found.citation is not None:
        force = "" if found.force is None else t(DUTY_FORCE_TERMS[found.force], str(found.force))
        gist = t(found.gist, found.gist_english)
        lines = (Line(gist, cited(found.citation, t), word=force, more=_reasons(found, t)),)
    elif found.note:
        lines = (Line(t(found.note, found.english)),)
    sections = (Section(t("依据", "Provision"), lines, "grounds"), _day_by_day(found, t), warned(found.warnings, t))
    return Conclusion(_STATUS[found.status], _when(found, t), t(*_MEANS[found.status]), (), shown(sections))


def _day_by_day(found: Deadline, t: Say) -> Section:
    number, lines = 0, []
    for day in found.days:
        number += day.counted
        word = t(f"第 {number} 日", f"day {number}") if day.counted else t("不计", "not counted")
        kind = "open" if day.counted else "no_rule"
        lines.append(Line(day_told(day.date, t), kind=kind, word=word, more=(t(day.why, day.english),)))
    return Section(t("逐日计算", "Day by day"), tuple(lines), "days")


def of_schedule(found: Schedule, t: Say) -> Conclusion:
    """What the whole of a procedure says."""
    procedure = found.order.procedures.procedure(found.procedure)

    def line(step: ScheduledStep) -> Line:
        state = t(STEP_TERMS[step.state], str(step.state).replace("_", " "))
        name = t(step.label, step.english)
        if step.deadline is None:
            told = found.order.procedures.event_name
            waits = t(f"等待：{told(procedure, step.trigger)}", f"waits for {told(procedure, step.trigger, 'en')}")
            more = (waits,) if step.state is StepState.BLOCKED else ()
            return Line(name, kind=_STEPS[step.state], word=state, more=more)
        term = step.deadline
        cite = "" if term.citation is None else cited(term.citation, t)
        text = t(f"{name}：{_when(term, t)}", f"{name}: {_when(term, t)}")
        gist = (t(term.gist, term.gist_english),) if term.citation is not None else ()
        return Line(text, cite, _STEPS[step.state], state, (*gist, *_reasons(term, t)))

    terms = [step.deadline for step in found.steps if step.deadline is not None]
    first = next((one for one in terms if one.earliest is not None), None)
    open_one = next((one for one in terms if not one.settled), None)
    began = t(f"{procedure.label}自{found.trigger}开始。", f"The {procedure.english} began on {found.trigger}. ")
    kind, word = "no_rule", t(*_NO_TERM)
    if first is not None:
        kind, word = _STATUS[first.status], _when(first, t)
        began += t(*_FIRST)
    elif open_one is not None:
        kind, word = _STATUS[open_one.status], _when(open_one, t)
        began += t(*_MEANS[open_one.status])
    sections = (
        Section(t("各步骤", "Steps"), tuple(line(step) for step in found.steps), "requirements"),
        warned(found.warnings, t),
    )
    return Conclusion(kind, word, began, (), shown(sections))
