"""Who answers: the chain of instruments above a place on a date, and what it leaves unsaid.

For every matter the nearest collected instrument in force that has a provision on it answers; a higher one fills
only where no nearer one has any. Instruments that are near but ended, not yet in force or not collected are never
passed over in silence: they become warnings.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .citations import Citation
from .provisions import Jurisdiction, Pack
from .results import ResultWarning
from .terms import Collected, InstrumentState, Source, WarningCode

STATE_TERMS = {
    InstrumentState.IN_FORCE: "施行中",
    InstrumentState.NOT_YET_IN_FORCE: "尚未施行",
    InstrumentState.EXPIRED: "已失效",
    InstrumentState.DRAFT: "草案",
    InstrumentState.UNKNOWN: "效力不明",
}
COLLECTED_TERMS = {Collected.FULL: "已收录", Collected.PARTLY: "部分收录", Collected.NONE: "未收录"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an instrument bears on a place on a date.

    Attributes:
        id: instrument id.
        title: full Chinese title.
        number: document number, if known.
        place: id of the place that made it binding (the place itself or one above).
        distance: 0 for the place itself, 1 for the place above, and so on.
        state: where it stands on the date.
        effective: first day in force, if known.
        expires: last day in force, if there is one.
        collected: how much of it is encoded.
        source: where the encoded text comes from; ``None`` where nothing is collected.
    """

    id: str
    title: str
    number: str | None
    place: str
    distance: int
    state: InstrumentState
    effective: dt.date | None
    expires: dt.date | None
    collected: Collected
    source: Source | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "title": self.title,
            "number": self.number,
            "place": self.place,
            "distance": self.distance,
            "state": str(self.state),
            "effective": self.effective.isoformat() if self.effective else None,
            "expires": self.expires.isoformat() if self.expires else None,
            "collected": str(self.collected),
            "source": str(self.source) if self.source else None,
        }

    def line(self, lang: str) -> str:
        """One line for a reader."""
        if lang == "en":
            return f"{self.id}: {self.state}, collected: {self.collected}"
        return f"《{self.title}》：{STATE_TERMS[self.state]}，{COLLECTED_TERMS[self.collected]}"


@dataclass(frozen=True, slots=True)
class Link:
    """An instrument of the chain with its pack."""

    standing: Standing
    pack: Pack
    binding: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who answers a matter.

    Attributes:
        answer: the instrument that answers, ``None`` where no one regulates the matter.
        above: higher instruments in force that regulate the matter too, nearest first.
        warnings: what the choice leaves open.
    """

    answer: Link | None
    above: tuple[Link, ...]
    warnings: tuple[ResultWarning, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the packs that it binds itself to, in its order."""

    jurisdiction: Jurisdiction
    packs: tuple[Pack, ...]


@dataclass(frozen=True, eq=False)
class Chain:
    """All instruments that bear on a place on a date, nearest first.

    Attributes:
        on: the date.
        drafts: whether drafts are treated as in force on every date.
        places: the place and those above it, whatever the date.
    """

    on: dt.date
    drafts: bool
    places: tuple[Place, ...]

    @classmethod
    def build(
        cls,
        place: Jurisdiction,
        on: dt.date,
        drafts: bool,
        jurisdiction: Callable[[str], Jurisdiction],
        pack: Callable[[str], Pack],
    ) -> Chain:
        """Collect the instruments of a place and of the places above it."""
        places: list[Place] = []
        here: Jurisdiction | None = place
        while here is not None:
            places.append(Place(here, tuple(pack(name) for name in here.instruments)))
            here = jurisdiction(here.parent) if here.parent else None
        return cls(on, drafts, tuple(places))

    def at(self, on: dt.date) -> Chain:
        """The same places on another date."""
        return self if on == self.on else Chain(on, self.drafts, self.places)

    @property
    def place(self) -> Jurisdiction:
        """The place itself."""
        return self.places[0].jurisdiction

    @functools.cached_property
    def links(self) -> tuple[Link, ...]:
        """The instruments, nearest first; drafts only where they were asked for."""
        links: list[Link] = []
        for distance, place in enumerate(self.places):
            for pack in place.packs:
                instrument = pack.instrument
                state = instrument.state(self.on)
                if state is InstrumentState.DRAFT and not self.drafts:
                    continue
                standing = Standing(
                    id=instrument.id,
                    title=instrument.title,
                    number=instrument.number,
                    place=place.jurisdiction.id,
                    distance=distance,
                    state=state,
                    effective=instrument.effective,
                    expires=instrument.expires,
                    collected=instrument.collected,
                    source=instrument.source,
                )
                # Asked for, a draft is treated as in force on every date.
                binding = state in (InstrumentState.IN_FORCE, InstrumentState.DRAFT)
                links.append(Link(standing, pack, binding))
        return tuple(links)

    @property
    def anything_in_force(self) -> bool:
        """Whether some collected instrument is in force."""
        return any(link.binding and link.standing.collected is not Collected.NONE for link in self.links)

    def resolve(self, regulates: Callable[[Pack], bool]) -> Resolution:
        """Find who answers a matter.

        Args:
            regulates: whether a pack has a provision on the matter.
        """
        candidates = [link for link in self.links if link.binding and regulates(link.pack)]
        answer = candidates[0] if candidates else None
        reach = answer.standing.distance if answer else self.links[-1].standing.distance if self.links else 0
        warnings: list[ResultWarning] = []
        for link in self.links:
            if link is answer:
                break
            # An instrument that is not fully collected may regulate the matter in the part not known.
            may_regulate = link.standing.collected is not Collected.FULL or regulates(link.pack)
            if link.standing.state in _LAPSED and may_regulate:
                warnings.append(_lapsed(link.standing))
        missing = [
            link.standing
            for link in self.links
            if link.standing.collected is not Collected.FULL
            and link.standing.state in (InstrumentState.IN_FORCE, InstrumentState.UNKNOWN)
            and link.standing.distance <= reach
        ]
        if missing:
            warnings.append(_missing(missing))
        if answer is None:
            warnings.append(_no_rule(self.place, self.on))
        else:
            warnings += _about(answer, self.on)
        # What a draft asks is compared with the answer even where it does not answer itself.
        warnings += [draft(link.standing) for link in candidates if link.standing.state is InstrumentState.DRAFT]
        return Resolution(answer, tuple(candidates[1:]), tuple(warnings))


_LAPSED = {
    InstrumentState.EXPIRED: WarningCode.EXPIRED_INSTRUMENT,
    InstrumentState.NOT_YET_IN_FORCE: WarningCode.NOT_YET_IN_FORCE,
}


def _whole(standing: Standing) -> Citation:
    return Citation(standing.id, standing.title, "")


def _lapsed(standing: Standing) -> ResultWarning:
    code = _LAPSED[standing.state]
    if code is WarningCode.EXPIRED_INSTRUMENT:
        text = f"《{standing.title}》有效期至{standing.expires}，已经失效，由其他规定回答。"
        english = f"{standing.id} ended on {standing.expires}; another instrument answers."
    else:
        text = f"《{standing.title}》自{standing.effective or '（日期不明）'}起施行，此日尚未施行，由其他规定回答。"
        english = f"{standing.id} takes effect on {standing.effective or 'an unknown day'}; another instrument answers."
    return ResultWarning(code, text, english, (_whole(standing),))


def _missing(standings: list[Standing]) -> ResultWarning:
    names = "；".join(f"《{standing.title}》{COLLECTED_TERMS[standing.collected]}" for standing in standings)
    ids = ", ".join(standing.id for standing in standings)
    return ResultWarning(
        WarningCode.MISSING_INSTRUMENT,
        f"同样近或者更近的规定没有完整收录，其内容可能改变结果：{names}。",
        f"Instruments at least as near are not (fully) collected and could change the result: {ids}.",
        tuple(_whole(standing) for standing in standings),
    )


def _no_rule(place: Jurisdiction, on: dt.date) -> ResultWarning:
    return ResultWarning(
        WarningCode.NO_RULE_IN_FORCE,
        f"{on}在{place.name}没有已收录且有效的规定可以回答。",
        f"No collected provision in force answers for {place.id} on {on}.",
    )


def _about(link: Link, on: dt.date) -> list[ResultWarning]:
    """Warnings on the instrument that answers."""
    standing = link.standing
    whole = (_whole(standing),)
    found: list[ResultWarning] = []
    if standing.expires == on:
        text = f"《{standing.title}》今天是有效期的最后一天。"
        english = f"{standing.id} is in force for the last day."
        found.append(ResultWarning(WarningCode.EXPIRES_TODAY, text, english, whole))
    if standing.source is Source.SECONDARY:
        found.append(secondary(standing))
    return found


def draft(standing: Standing) -> ResultWarning:
    """The warning that a provision of a draft was evaluated."""
    text = f"《{standing.title}》是草案，没有施行。"
    return ResultWarning(WarningCode.DRAFT, text, f"{standing.id} is a draft.", (_whole(standing),))


def secondary(standing: Standing) -> ResultWarning:
    """The warning that an instrument is known from secondary sources only."""
    return ResultWarning(
        WarningCode.SECONDARY_SOURCE,
        f"《{standing.title}》没有正式文本，内容来自二手资料，条号不明。",
        f"{standing.id} is known from secondary sources only.",
        (_whole(standing),),
    )
