"""What there is to do on a day in the cases of a monitor: overdue, due today, this week, later; and what was broken."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...answers.deadlines.answer import Deadline
from ...answers.receipts import Asked
from ...formats.trees import Language
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning, in_order
from ...values import Json, Value
from ...vocabulary.arguments import Lang
from ...vocabulary.terms import DEADLINE_TERMS, DeadlineStatus, DutyForce, StepState
from ...vocabulary.words import EVERYWHERE, Words
from ..monitors import Monitor
from ..results.answer import BREACH_TERMS, Breach, BreachKind, Owed
from ..results.rests import OfCases, asked_of

#: The tasks by urgency, and what each is called.
URGENCY_TERMS = {"overdue": "逾期未办", "today": "今天到期", "this_week": "本周到期", "later": "以后到期"}
#: Breaches in the order in which they are shown.
BREACH_ORDER = (BreachKind.PROHIBITED, BreachKind.LATE, BreachKind.OVERDUE)
#: Breaches that are done, beside the tasks.
_DONE = (BreachKind.PROHIBITED, BreachKind.LATE)
#: What a day comes to, the most urgent first: what each kind is called, and how it is counted.
_KINDS = {
    "overdue": (URGENCY_TERMS["overdue"], "件"),
    "today": (URGENCY_TERMS["today"], "件"),
    str(BreachKind.PROHIBITED): (BREACH_TERMS[BreachKind.PROHIBITED], "处"),
    "this_week": (URGENCY_TERMS["this_week"], "件"),
    str(BreachKind.LATE): (BREACH_TERMS[BreachKind.LATE], "处"),
    "later": (URGENCY_TERMS["later"], "件"),
}
#: Where the events or the rule name nobody.
NOBODY = "（未写明）"
_PROVISIONAL = "推定"
#: A name with others in brackets that may stand in place of its last word: 收到申请（异议、需求）.
_OR = re.compile(r"(.*?) ?[（(]([^（）()]*[、,][^（）()]*)[）)]")
#: The last word of such a name, in Chinese and English.
_LAST = re.compile("[A-Za-z]+$|..$")


class Count(NamedTuple):
    """How much there is of a kind: its id, what it is called, what it is counted in, and the number."""

    kind: str
    term: str
    unit: str
    number: int


@dataclass(frozen=True, slots=True)
class Load(Value):
    """How many tasks a body or a person has.

    Attributes:
        name: who; empty where nobody is named.
        english: what a body is called in English; empty for persons.
        overdue: tasks past due.
        today: tasks due on the day.
        this_week: tasks due later in its week.
        later: all others.
    """

    name: str
    overdue: int
    today: int
    this_week: int
    later: int
    english: str = field(default="", kw_only=True)

    @property
    def counts(self) -> tuple[int, ...]:
        """The tasks by urgency."""
        return self.overdue, self.today, self.this_week, self.later

    @property
    def total(self) -> int:
        """All tasks."""
        return sum(self.counts)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"name": self.name, "english": self.english, **dict(zip(URGENCY_TERMS, self.counts, strict=True))}


@dataclass(frozen=True, slots=True)
class Agenda(OfCases):
    """What there is to do on a day; each group by day, then by case.

    A task whose last day nobody can tell yet stands where its earliest possible last day puts it, so that whoever
    follows the agenda is never late.

    Attributes:
        place: id of the place.
        place_name: its Chinese name.
        on: the day.
        week_ends: the Sunday that ends its week.
        overdue: tasks past due.
        today: tasks due on the day.
        this_week: tasks due later in its week.
        later: tasks due after it.
        running: least lengths that have not run out: no tasks, but from when on something may be done.
        breaches: what was done late, is overdue, or was done before it was allowed.
        departments: the tasks of each body that must act by the rule, most urgent first.
        officers: the tasks of each person who acted last in the case, most urgent first.
        words: the words of the place, in which its procedures are told.
        order: the law; ``None`` for one made by hand.
    """

    place: str
    place_name: str
    on: dt.date
    week_ends: dt.date
    overdue: tuple[Owed, ...]
    today: tuple[Owed, ...]
    this_week: tuple[Owed, ...]
    later: tuple[Owed, ...]
    running: tuple[Owed, ...]
    breaches: tuple[Breach, ...]
    departments: tuple[Load, ...]
    officers: tuple[Load, ...]
    words: Words = field(default=EVERYWHERE, repr=False)
    order: LegalOrder | None = field(default=None, repr=False)

    def explain(self, lang: Lang = "zh") -> str:
        """How much there is to do, then tasks and breaches, as a tree, in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import explain_agenda

        return explain_agenda(self, lang)

    def _asked_of_log(self) -> Asked | None:
        if self.order is None:
            return None
        # Each case is on it for what its own events come to; so the cases that are on it give it again.
        told: tuple[Owed | Breach, ...] = (*self.tasks, *self.running, *self.breaches)
        log = {event.id: event for one in told if one.rests is not None for event in one.rests.log}
        outcome = {name: len(group) for name, group in self.groups.items()} | {"breaches": len(self.breaches)}
        return asked_of("agenda", self.order, self.on, log.values(), {}, outcome)

    @property
    def groups(self) -> dict[str, tuple[Owed, ...]]:
        """The tasks by urgency, most urgent first."""
        return {"overdue": self.overdue, "today": self.today, "this_week": self.this_week, "later": self.later}

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why it should be read with care: the warnings of its tasks and breaches."""
        owed = (warning for one in (*self.tasks, *self.running) for warning in one.warnings)
        return in_order((*owed, *(warning for breach in self.breaches for warning in breach.warnings)))

    @property
    def tasks(self) -> tuple[Owed, ...]:
        """All tasks, most urgent first."""
        return self.overdue + self.today + self.this_week + self.later

    def broken(self, kind: BreachKind) -> tuple[Breach, ...]:
        """The breaches of a kind."""
        return tuple(breach for breach in self.breaches if breach.kind is kind)

    @property
    def weighed(self) -> tuple[Count, ...]:
        """What there is by kind, the most urgent first, with those of which there is none."""
        counts = {name: len(group) for name, group in self.groups.items()}
        counts |= {str(kind): len(self.broken(kind)) for kind in _DONE}
        return tuple(Count(kind, _KINDS[kind][0], _KINDS[kind][1], counts[kind]) for kind in _KINDS)

    @property
    def headline(self) -> str:
        """What matters most, in a Chinese sentence, the most urgent first."""
        told = [f"{one.term} {one.number} {one.unit}" for one in self.weighed if one.number]
        return f"{'，'.join(told)}。" if told else "没有待办的事项，也没有发现违反规定。"

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "week_ends": self.week_ends.isoformat(),
            **{name: [owed.to_dict() for owed in group] for name, group in self.groups.items()},
            "running": [owed.to_dict() for owed in self.running],
            "breaches": [breach.to_dict() for breach in self.breaches],
            "departments": [load.to_dict() for load in self.departments],
            "officers": [load.to_dict() for load in self.officers],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def agenda(monitor: Monitor, on: dt.date) -> Agenda:
    """What there is to do on a day in all cases of a monitor.

    Raises:
        TypeError: ``on`` is not a plain date.
    """
    week_ends = week_end(on)
    groups, running = by_urgency(monitor.due(on), on)
    return Agenda(
        place=monitor.law.place.id,
        place_name=monitor.law.place.name,
        on=on,
        week_ends=week_ends,
        overdue=tuple(groups["overdue"]),
        today=tuple(groups["today"]),
        this_week=tuple(groups["this_week"]),
        later=tuple(groups["later"]),
        running=tuple(running),
        breaches=tuple(sorted(monitor.breaches(on), key=_by_kind)),
        departments=_loads(
            (name, one.department, one.department_english) for name, group in groups.items() for one in group
        ),
        officers=_loads((name, one.officer, "") for name, group in groups.items() for one in group),
        words=monitor.law.words,
        order=monitor.law,
    )


def by_urgency(owed: Iterable[Owed], on: dt.date) -> tuple[dict[str, list[Owed]], list[Owed]]:
    """What is owed by urgency, each by day and case, and apart from it the least lengths that have not run out."""
    groups: dict[str, list[Owed]] = {name: [] for name in URGENCY_TERMS}
    running = []
    week_ends = week_end(on)
    for one in sorted(owed, key=lambda one: (first_of(one), one.last, one.case, one.step)):
        if one.deadline.force is DutyForce.MINIMUM:
            running.append(one)
        elif one.state is StepState.OVERDUE:
            groups["overdue"].append(one)
        elif first_of(one) <= on:
            groups["today"].append(one)
        else:
            groups["this_week" if first_of(one) <= week_ends else "later"].append(one)
    return groups, running


def week_end(on: dt.date) -> dt.date:
    """The Sunday that ends the week of a day."""
    return on + dt.timedelta(days=6 - on.weekday()) if on < dt.date.max - dt.timedelta(days=6) else dt.date.max


def _loads(tasks: Iterable[tuple[str, str, str]]) -> tuple[Load, ...]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for urgency, name, english in tasks:
        counts.setdefault((name, english), Counter())[urgency] += 1
    found = [
        Load(name, *(count[urgency] for urgency in URGENCY_TERMS), english=english)
        for (name, english), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda load: ([-count for count in load.counts], load.name)))


def _by_kind(breach: Breach) -> tuple[Any, ...]:
    return BREACH_ORDER.index(breach.kind), breach.case, breach.dates, breach.rule


def first_of(owed: Owed) -> dt.date:
    """The last day of a task, or the earliest that it can be where the calendar does not reach."""
    return owed.deadline.earliest or owed.last


def fitting(name: str, procedure: str) -> str:
    """The name of an event as a procedure has it, where it names several things: that which the procedure is about."""
    found = _OR.fullmatch(name)
    if found is None:
        return name
    whole, others = found[1], re.split("[、,] ?", found[2])
    own = next((other for other in others if other in procedure), None)
    return whole if own is None else _LAST.sub(own, whole)


def days_in_words(term: Deadline, lang: str = "zh") -> str:
    """The last day of a term, or between which days it lies: ``推定 X 至 Y``, in English ``provisional, X to Y``."""
    if term.due is not None:
        return term.due.isoformat()
    days = dict.fromkeys(day.isoformat() for day in (term.earliest, term.latest) if day is not None)
    if lang == "en":
        return f"{term.status}, {' to '.join(days)}"
    word = _PROVISIONAL if term.status is DeadlineStatus.PROVISIONAL else DEADLINE_TERMS[term.status]
    return f"{word} {' 至 '.join(days)}"


def days_left(owed: Owed, on: dt.date, lang: str = "zh") -> str:
    """How many days are left for a task on a day, or by how many it is overdue, in Chinese or English (``en``)."""
    say = Language(lang)
    if owed.state is StepState.OVERDUE:
        late = (on - owed.last).days
        return say(f"已逾期 {late} 天", f"{late} days overdue")
    first, certain = first_of(owed), first_of(owed) == owed.last
    if first <= on:
        return say("今天", "today") if certain else say("可能已到最后一天", "this may be the last day")
    left = (first - on).days
    return say(f"{'' if certain else '至少'}还有 {left} 天", f"{'' if certain else 'at least '}{left} days left")
