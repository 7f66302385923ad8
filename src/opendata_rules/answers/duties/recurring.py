"""Duties that come back every year: a list for a year, and a calendar feed that a phone can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...errors import BadArgument
from ...formats.feeds import Entry, feed
from ...norms.order import LegalOrder
from ...quoting import quoted
from ...values import Value
from ...vocabulary.citations import Citation
from ...vocabulary.facts import vocabulary
from ...vocabulary.refusals import each_argument, int_argument
from ...vocabulary.terms import DutyForce
from ..deadlines.counting import fixed_day


@dataclass(frozen=True, slots=True, order=True)
class Duty(Value):
    """A recurring duty in one year.

    Attributes:
        due: last day by which it must be done; a fixed date does not move off a rest day.
        id: rule id.
        place: id of the place.
        topic: id of the topic it belongs to.
        actor: who has the duty, in Chinese.
        gist: Chinese summary.
        english: the same in English.
        force: ``hard`` or ``advisory``.
        citation: the passage.
    """

    due: dt.date
    id: str
    place: str
    topic: str
    actor: str
    gist: str
    english: str
    force: DutyForce
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "due": self.due.isoformat(),
            "id": self.id,
            "place": self.place,
            "topic": self.topic,
            "actor": self.actor,
            "gist": self.gist,
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
                        gist=rule.gist,
                        english=rule.english,
                        force=rule.force,
                        citation=rule.citation,
                    )
                )
        # A higher place fills only what no nearer one regulates.
        settled |= here
    return tuple(sorted(found))


def to_ics(duties: Iterable[Duty]) -> str:
    """Recurring duties as an iCalendar file (RFC 5545), an all-day event each with an alarm a week before.

    The same duties give the same text, so that a subscription shows no change where there is none.

    Raises:
        TypeError: they are no duties.
    """
    duties = tuple(each_argument(duties, "duties", Duty, "law.duties(…) 给出的 Duty"))
    return feed("公共数据开放周期职责", "recurring duties", (_entry(duty) for duty in duties))


def _entry(duty: Duty) -> Entry:
    principle = "（原则上）" if duty.force is DutyForce.ADVISORY else ""
    topic = vocabulary().topics[duty.topic].label
    return Entry(
        uid=f"{duty.id}-{duty.due.isoformat()}-{duty.place}",
        stamp=dt.date(duty.due.year, 1, 1),
        first=duty.due,
        last=duty.due,
        summary=duty.gist,
        description=f"{duty.actor}{principle}\n依据：{duty.citation}\n事项：{topic}",
        alarms=(7,),
    )
