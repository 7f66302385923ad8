"""The agenda as one HTML page that opens offline and prints well, with a picture of each case that needs looking at."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from ...formats.pages import PRINTED, template
from ...vocabulary.procedures import Procedures
from ...vocabulary.terms import DutyForce
from ..monitors import Monitor
from ..results.answer import BREACH_TERMS, Breach, BreachKind, CaseStatus, Owed
from ..results.explain import told
from .agenda import NOBODY, URGENCY_TERMS, Agenda, days_in_words, days_left, first_of
from .timeline import timeline

#: Pictures drawn, the worst cases first.
TIMELINES = 300
#: A list longer than this is folded by department; what can wait is folded sooner.
_OPEN, _OPEN_LATER = 300, 60
#: Bodies and persons in a table before the rest is folded.
_LOADS = 12
_ABOUT = {
    "overdue": "最后一天已经过去，还没有办。",
    "today": "今天是最后一天。",
    "this_week": "最后一天在本周，到 {week_ends}（星期日）为止。",
    "later": "最后一天在 {week_ends} 以后。",
}
#: Broken rules, in order of weight; a case stands where its worst puts it.
_WEIGHT = (BreachKind.OVERDUE, BreachKind.PROHIBITED, BreachKind.LATE)

_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", re.ASCII)

_Item = TypeVar("_Item", Owed, Breach)


class Share(NamedTuple):
    """What belongs to one body; the first rows, so many, are printed too."""

    department: str
    rows: tuple[Any, ...]
    printed: int


class Section(NamedTuple):
    """A part of the page: its id, heading, what it is about, its rows by body, and whether they are unfolded."""

    anchor: str
    heading: str
    about: str
    shares: tuple[Share, ...]
    total: int
    unfolded: bool

    @property
    def unprinted(self) -> int:
        """Rows that do not stand on paper."""
        return self.total - sum(share.printed for share in self.shares)


class Picture(NamedTuple):
    """A case with its picture."""

    status: CaseStatus
    procedure: str
    officer: str
    worst: str
    svg: Any


def render_html(monitor: Monitor, agenda: Agenda) -> bytes:
    """The page; the same agenda gives the same bytes.

    Args:
        monitor: where the agenda is from, asked for the cases that are drawn.
        agenda: what there is to do.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    order = _worst_first(agenda)
    page: str = template(__package__, "page.html.j2").render(
        agenda=agenda,
        nobody=NOBODY,
        urgency=URGENCY_TERMS,
        told_first=agenda.weighed,
        sections=[_section(agenda, name) for name in URGENCY_TERMS if agenda.groups[name]],
        broken=[_broken(agenda, kind) for kind in (BreachKind.PROHIBITED, BreachKind.LATE) if agenda.broken(kind)],
        overdue={(breach.case, breach.step): breach for breach in agenda.broken(BreachKind.OVERDUE)},
        counts={str(kind): len(agenda.broken(kind)) for kind in BreachKind},
        fold_loads=_LOADS,
        loads=[("责任单位", agenda.departments), ("经办人", agenda.officers)],
        pictures=_pictures(monitor, agenda, order[:TIMELINES]),
        numbers={case: number for number, case in enumerate(order[:TIMELINES], 1)},
        left_out=max(0, len(order) - TIMELINES),
        limit=TIMELINES,
        procedures=agenda.words.procedures.all,
        told=lambda breach: _unbroken(told(breach)),
        days_in_words=lambda term: _unbroken(days_in_words(term)),
        left=functools.partial(days_left, on=agenda.on),
        advisory=DutyForce.ADVISORY,
        minimum=DutyForce.MINIMUM,
        act_after=functools.partial(_act_after, agenda.words.procedures),
    )
    return page.encode("utf-8", "replace")


def _section(agenda: Agenda, name: str) -> Section:
    group = agenda.groups[name]
    limit = _OPEN_LATER if name == "later" else _OPEN
    about = _ABOUT[name].format(week_ends=agenda.week_ends)
    shares = _shares(group, lambda task: task.department)
    return Section(name, URGENCY_TERMS[name], about, shares, len(group), len(group) <= limit)


def _broken(agenda: Agenda, kind: BreachKind) -> Section:
    group = agenda.broken(kind)
    return Section(kind, BREACH_TERMS[kind], "", _shares(group, lambda one: one.actor), len(group), len(group) <= _OPEN)


def _shares(group: Iterable[_Item], whose: Callable[[_Item], str]) -> tuple[Share, ...]:
    """A group by body, that with the most first."""
    found: dict[str, list[_Item]] = {}
    for one in group:
        found.setdefault(whose(one), []).append(one)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    shares, left = [], PRINTED
    for name, rows in ordered:
        shares.append(Share(name or NOBODY, tuple(rows), min(left, len(rows))))
        left -= shares[-1].printed
    return tuple(shares)


def _unbroken(text: str) -> Any:
    """A text whose days are not broken over two lines."""
    from markupsafe import Markup, escape

    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', str(escape(text))))


def _act_after(known: Procedures, task: Owed) -> str:
    """What may be done only after a least length, in Chinese; empty where the procedure names nothing."""
    step = known.step(task.deadline.step)
    return known.event_name(known.all[task.procedure], step.before) if step.before else ""


# -- pictures ---------------------------------------------------------------------------------------------------------


def _worst_first(agenda: Agenda) -> list[str]:
    """The cases that owe something or broke a rule: overdue, not allowed, late, then by their nearest last day."""
    worst: dict[str, int] = {}
    for breach in agenda.breaches:
        worst[breach.case] = min(_WEIGHT.index(breach.kind), worst.get(breach.case, len(_WEIGHT)))
    nearest: dict[str, dt.date] = {}
    for task in (*agenda.tasks, *agenda.running):
        nearest[task.case] = min(first_of(task), nearest.get(task.case, dt.date.max))
    cases = {*worst, *nearest}
    return sorted(cases, key=lambda case: (worst.get(case, len(_WEIGHT)), nearest.get(case, dt.date.max), case))


def _pictures(monitor: Monitor, agenda: Agenda, cases: Iterable[str]) -> list[Picture]:
    from markupsafe import Markup

    found = []
    for number, case in enumerate(cases, 1):
        status = monitor.status(case, on=agenda.on)
        kinds = {breach.kind for breach in status.breaches}
        worst = next((str(kind) for kind in _WEIGHT if kind in kinds), "pending")
        label = agenda.words.procedures.all[status.procedure].label
        drawn = timeline(status, number)
        officer = next((event.actor for event in reversed(status.events) if event.actor), "")
        found.append(Picture(status, label, officer, worst, Markup(drawn.svg)))
    return found
