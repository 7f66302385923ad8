"""Which laws are compared, as the address of a page says it: ``of=taian@2026-03-10&of=shandong@2026-03-10+drafts``."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....asking.questions import day
from ....errors import BadArgument
from ....law import Law
from ....norms.instruments import Jurisdiction
from ....quoting import quoted
from ....vocabulary.terms import COMPARISON_TERMS, ComparisonTopic
from ...editions import Edition
from ..clock import today
from ..visit import Visit

#: Most laws of one page.
MOST = 24
_LAW = re.compile(r"(?P<place>[^@+\s]{1,60})(?:@(?P<day>[^+\s]{0,20}))?(?P<options>(?:[+\s](?:drafts|strict)){0,2})")
#: What the laws of a row may be asked with, as its control sends it.
OPTIONS = ("", "drafts", "strict", "drafts strict")


@dataclass(frozen=True, slots=True)
class Row:
    """A law as a row of the form has it, or as the address names it; the place may be any of its names.

    Attributes:
        place: id, name or division code; empty where none is chosen yet.
        on: the date.
        drafts: whether drafts are treated as in force.
        strict: whether a higher law that is not collected keeps answers open.
    """

    place: str
    on: dt.date
    drafts: bool = False
    strict: bool = False

    @property
    def options(self) -> str:
        """As the control of the form has them."""
        return " ".join(name for name, asked in (("drafts", self.drafts), ("strict", self.strict)) if asked)

    @property
    def text(self) -> str:
        """As an address has it."""
        return f"{self.place}@{self.on}{'+drafts' * self.drafts}{'+strict' * self.strict}"

    def law(self, edition: Edition) -> Law:
        """The law itself.

        Raises:
            UnknownJurisdiction: there is no such place.
        """
        return edition.law(self.place, self.on, self.drafts, self.strict)


def named(visit: Visit) -> list[Row]:
    """The laws that the address names.

    Raises:
        BadArgument: one is written in another way, a date is none, or there are too many.
    """
    found = [_read(text) for text in visit.all("of")]
    if len(found) > MOST:
        raise BadArgument(
            f"一次最多比较 {MOST} 个，得到 {len(found)} 个。",
            english=f"At most {MOST} laws are compared at once, not {len(found)}.",
            argument="of",
        )
    return list(dict.fromkeys(found))


def _read(text: str) -> Row:
    parts = _LAW.fullmatch(text.strip())
    if parts is None:
        raise BadArgument(
            f"要比较的写成 泰安@2026-03-10 这样，得到的是“{quoted(text)}”。",
            english=f"A law is written as taian@2026-03-10, with +drafts or +strict behind it, not {quoted(text)}.",
            argument="of",
        )
    told = parts["day"]
    on = day(told, "of") if told else today()
    return Row(parts["place"], on, "drafts" in parts["options"], "strict" in parts["options"])


def filled_in(visit: Visit) -> list[Row]:
    """The rows of the form as they were sent: place, date and options, one by one. A row without a place is none.

    Raises:
        BadArgument: a date is none.
    """
    places, days, options = (visit.all(name) for name in ("place", "on", "as"))
    rows = []
    for number, place in enumerate(places[:MOST]):
        told = days[number] if number < len(days) else ""
        asked = options[number].split() if number < len(options) else []
        if place.strip():
            on = day(told, "on") if told else today()
            rows.append(Row(place.strip(), on, "drafts" in asked, "strict" in asked))
    return rows


def topics(visit: Visit, default: Sequence[ComparisonTopic]) -> list[ComparisonTopic]:
    """What is compared: the topic that the address names, or those of the page.

    Raises:
        BadArgument: there is no such topic.
    """
    told = visit.query.get("topic", "")
    if not told:
        return list(default)
    try:
        return [ComparisonTopic(told)]
    except ValueError:
        known = [str(topic) for topic in ComparisonTopic]
        raise BadArgument(
            f"没有“{quoted(told)}”这个事项。可选：{'、'.join(COMPARISON_TERMS.values())}。",
            english=f"There is no topic {quoted(told)}; there are {', '.join(known)}.",
            argument="topic",
        ) from None


def from_above(places: Mapping[str, Jurisdiction]) -> list[str]:
    """Ids of places, each behind the place above it where that is known: provinces, cities, counties."""

    def height(place: str) -> int:
        above = places[place].parent
        return 1 + height(above) if above is not None and above in places else 0

    return sorted(places, key=height)


def names(laws: Sequence[Law], english: bool) -> tuple[str, ...]:
    """What each law is called: its place, and what else tells it from the others."""
    places = Counter(law.place.id for law in laws)
    days = {law.place.id: {one.on for one in laws if one.place.id == law.place.id} for law in laws}

    def name(law: Law) -> str:
        short = law.place.other_names[0] if law.place.other_names else law.place.name
        called = (law.place.english or law.place.id) if english else short
        if places[law.place.id] == 1:
            return called
        if len(days[law.place.id]) > 1:
            called = f"{called} {law.on}"
        if law.drafts:
            called += " (with drafts)" if english else "（含草案）"
        if law.strict:
            called += " (strict)" if english else "（从严）"
        return called

    return tuple(map(name, laws))
