"""The open tasks as a calendar feed: one entry a task, on its last day, with alarms before it.

A task that is done, that fell away, or whose case is gone, is no longer in the feed. The revision of an entry grows
with every event that bears on its case, with the day on which such an event begins to count, when the case is looked
at under other packs or another calendar, and on the day after its last one. All of that is told by the log and the day
asked about, and none of it by where the last day moves, so that a day moved back is as new as any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from ...formats.feeds import Entry, feed
from ...vocabulary.terms import DutyForce, StepState
from ...working_days import Calendar
from ...working_days.reminders import MORNING, Alarm, alarms_of, offsets
from ..results.rests import Revision
from .agenda import NOBODY, Agenda, days_in_words, first_of

#: The alarms where none are asked for; a term that binds has one that leaves time to act.
ALARMS: tuple[Alarm, ...] = ((1, MORNING),)
ALARMS_OF_HARD_TERMS: tuple[Alarm, ...] = ((3, MORNING), (1, MORNING))


def render_ics(
    agenda: Agenda, revisions: Mapping[str, Revision], calendar: Calendar, alarms: Iterable[Alarm] | None = None
) -> str:
    """The feed. A task has the same text every day until something bears on its case or it becomes overdue.

    Args:
        agenda: the tasks.
        revisions: how far each of their cases has come.
        calendar: the working days, on which the alarms are.
        alarms: working days before the last day, and the time of day, of each alarm of every task; ``None`` for three
            and one working days before a term that binds, one before others, at nine.
    """
    asked = None if alarms is None else alarms_of(alarms)
    entries = _entries(agenda, revisions, calendar, asked)
    return feed(f"{agenda.place_name}公共数据开放待办", "tasks of cases", entries)


def _entries(
    agenda: Agenda, revisions: Mapping[str, Revision], calendar: Calendar, asked: tuple[Alarm, ...] | None
) -> Iterator[Entry]:
    for task in agenda.tasks:
        term, first = task.deadline, first_of(task)
        # A case may have any name, of any length; a uid may not.
        mark = hashlib.sha256(f"{agenda.place}\n{task.case}\n{term.step}".encode()).hexdigest()[:32]
        overdue = task.state is StepState.OVERDUE
        revision = revisions[task.case]
        principle = "（原则上）" if term.force is DutyForce.ADVISORY else ""
        told = [
            f"程序：{agenda.words.procedures.all[task.procedure].label}",
            f"责任单位：{task.department or NOBODY}{principle}",
            f"经办人：{task.officer or NOBODY}",
            f"起算：{term.trigger}，最后一天：{days_in_words(term)}",
            f"依据：{term.citation}：{term.gist}",
        ]
        usual = ALARMS_OF_HARD_TERMS if term.force is DutyForce.HARD else ALARMS
        yield Entry(
            uid=mark,
            # Becoming overdue is a change too, and less than any that an event makes.
            revision=2 * revision.number + overdue,
            stamp=revision.day,
            first=first,
            last=task.last,
            summary=f"{'【逾期】' if overdue else ''}{task.label}：{task.case}",
            description="\n".join(told),
            alarms=tuple(offsets(calendar, first, usual if asked is None else asked)),
        )
