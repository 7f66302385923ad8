"""The open tasks as a calendar feed: one entry a task, on its last day, with alarms before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ...formats.feeds import Entry, feed
from ...vocabulary.terms import DutyForce, StepState
from .agenda import NOBODY, Agenda, days_in_words, first_of

#: Days before the last day on which there is an alarm; a term that binds has one that leaves time to act.
_ALARMS, _ALARMS_OF_HARD_TERMS = (1,), (3, 1)


def render_ics(agenda: Agenda) -> str:
    """The feed. A task has the same text every day until it is done, becomes overdue or its last day moves."""
    return feed(f"{agenda.place_name}公共数据开放待办", "tasks of cases", _entries(agenda))


def _entries(agenda: Agenda) -> Iterator[Entry]:
    for task in agenda.tasks:
        term = task.deadline
        # A case may have any name, of any length; a uid may not.
        mark = hashlib.sha256(f"{agenda.place}\n{task.case}\n{term.step}".encode()).hexdigest()[:32]
        late = "【逾期】" if task.state is StepState.OVERDUE else ""
        principle = "（原则上）" if term.force is DutyForce.ADVISORY else ""
        told = [
            f"程序：{agenda.words.procedures.all[task.procedure].label}",
            f"责任单位：{task.department or NOBODY}{principle}",
            f"经办：{task.officer or NOBODY}",
            f"起算：{term.trigger}，最后一天：{days_in_words(term)}",
            f"依据：{term.citation}：{term.gist}",
        ]
        yield Entry(
            uid=mark,
            stamp=term.trigger,
            first=first_of(task),
            last=task.last,
            summary=f"{late}{task.label}：{task.case}",
            description="\n".join(told),
            alarms=_ALARMS_OF_HARD_TERMS if term.force is DutyForce.HARD else _ALARMS,
        )
