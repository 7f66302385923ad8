"""Duties that come back every year: a list for a year, and a calendar feed that a phone can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...errors import BadArgument
from ...formats.feeds import Entry, feed
from ...norms.order import LegalOrder
from ...quoting import quoted
from ...values import Json, Value
from ...vocabulary.citations import Citation
from ...vocabulary.facts import vocabulary
from ...vocabulary.refusals import each_argument, int_argument
from ...vocabulary.terms import DutyForce
from ...working_days import Calendar
from ...working_days import calendar as shipped_calendar
from ...working_days.reminders import MORNING, Alarm, alarms_of, offsets
from ..deadlines.counting import fixed_day

#: The alarms where none are asked for: a week of working days before.
ALARMS: tuple[Alarm, ...] = ((5, MORNING),)
#: From which day versions of instruments are numbered.
_FIRST = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Duty(Value):
    """A recurring duty in one year.

    Attributes:
        due: last day by which it must be done; a fixed date does not move off a rest day.
        id: rule id.
        place: id of the place.
        topic: id of the topic it belongs to.
        actor: who has the duty, in Chinese.
        actor_english: the same in English.
        gist: Chinese summary.
        english: the same in English.
        force: ``hard`` or ``advisory``.
        citation: the passage.
        since: first day on which this version of the instrument certainly was in force, where that is known.
    """

    due: dt.date
    id: str
    place: str
    topic: str
    actor: str
    actor_english: str = field(default="", kw_only=True)
    gist: str
    english: str
    force: DutyForce
    citation: Citation
    since: dt.date | None = field(default=None, compare=False)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "due": self.due.isoformat(),
            "id": self.id,
            "place": self.place,
            "topic": self.topic,
            "actor": self.actor,
            "actor_english": self.actor_english,
            "gist": self.gist,
            "english": self.english,
            "force": str(self.force),
            "citation": self.citation.to_dict(),
        }


def duties(order: LegalOrder, year: int) -> tuple[Duty, ...]:
    """The recurring duties of a place in a year. See ``law.duties``."""
    if not 1 <= int_argument(year, "year") <= dt.MAXYEAR:
        raise BadArgument(
            f"年份应当是 1 至 9999 的整数，例如 2026；得到的是 {quoted(year)}。",
            english=f"year must be from 1 to 9999, such as 2026, not {quoted(year)}.",
            argument="year",
        )
    found: list[Duty] = []
    settled: set[str] = set()
    for place in order.chain.places:
        here: set[str] = set()
        for pack in place.packs:
            for rule in pack.recurring:
                due = fixed_day(year, rule.every_year)
                in_force = {link.standing.id for link in order.chain_at(due).links if link.binding}
                if rule.topic in settled or pack.instrument.id not in in_force:
                    continue
                here.add(rule.topic)
                found.append(
                    Duty(
                        due=due,
                        id=rule.id,
                        place=order.place.id,
                        topic=rule.topic,
                        actor=rule.actor,
                        actor_english=rule.actor_english,
                        gist=rule.gist,
                        english=rule.english,
                        force=rule.force,
                        citation=rule.citation,
                        since=pack.instrument.effective or pack.instrument.effective_by,
                    )
                )
        # A higher place fills only what no nearer one regulates.
        settled |= here
    return tuple(sorted(found))


def to_ics(duties: Iterable[Duty], *, alarms: Iterable[Alarm] | None = None, calendar: Calendar | None = None) -> str:
    """Recurring duties as an iCalendar file (RFC 5545), an all-day event each with alarms before it.

    The same duties give the same text, so that a subscription shows no change where there is none. A duty keeps its
    entry in all versions of an instrument, and that of a later version is the newer one.

    Args:
        duties: as ``law.duties`` gives them.
        alarms: pairs of a number of working days before the last day and a time of day, such as
            ``(5, datetime.time(9))``, which is the default; none where empty. An alarm is never on a rest day.
        calendar: the working days; by default those that come with the package.

    Raises:
        BadArgument: a number of working days is out of range.
        TypeError: ``duties`` are no duties, an alarm no such pair, ``calendar`` no calendar.
    """
    told = tuple(each_argument(duties, "duties", Duty, "law.duties(…) 给出的 Duty"))
    if calendar is not None and not isinstance(calendar, Calendar):
        raise TypeError("calendar 应当是 library.calendar 这样的日历。 (calendar is a calendar)")
    asked = ALARMS if alarms is None else alarms_of(alarms)
    days = calendar or shipped_calendar()
    return feed("公共数据开放周期职责", "recurring duties", (_entry(duty, asked, days) for duty in told))


def _entry(duty: Duty, alarms: tuple[Alarm, ...], calendar: Calendar) -> Entry:
    principle = "（原则上）" if duty.force is DutyForce.ADVISORY else ""
    topic = vocabulary().topics[duty.topic].label
    since = duty.since or dt.date.min
    return Entry(
        uid=f"{duty.id}-{duty.due.year}-{duty.place}",
        # There is no log here: a duty changes with the version of the instrument that it stands in.
        revision=max((since - _FIRST).days, 0),
        stamp=max(dt.date(duty.due.year, 1, 1), since),
        first=duty.due,
        last=duty.due,
        summary=duty.gist,
        description=f"{duty.actor}{principle}\n依据：{duty.citation}\n事项：{topic}",
        alarms=tuple(offsets(calendar, duty.due, alarms)),
    )
