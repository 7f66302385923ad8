"""Who answers: the chain of instruments above a place on a date, and what it leaves unsaid.

For every matter the nearest collected instrument in force that has a provision on it answers; a higher one fills
only where no nearer one has any. Instruments that are near but ended, not yet in force or not collected are never
passed over in silence: they become warnings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..values import fill
from ..vocabulary.citations import Citation
from ..vocabulary.terms import Collected, InstrumentState, WarningCode
from .instruments import Instrument, Jurisdiction
from .pack import Pack
from .standing import Standing
from .versions import as_first, as_first_cited, families, followed_on, shown, speaking, with_versions
from .warnings import ResultWarning, about, draft, lapsed, missing, no_rule

#: Not in force any more, or not yet.
LAPSED = (InstrumentState.EXPIRED, InstrumentState.NOT_YET_IN_FORCE)


@dataclass(frozen=True, slots=True)
class Link:
    """An instrument of the chain with its pack; of several versions the one that speaks on the day.

    Attributes:
        standing: how it stands, its last day as printed.
        pack: its pack.
        binding: whether it is in force.
        versions: the pack, and those of the versions before it, newest first.
        followed: whether a later version takes over when it ends.
    """

    standing: Standing
    pack: Pack
    binding: bool
    versions: tuple[Pack, ...] = ()
    followed: bool = False


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
    """A place and the packs that it binds itself to, in its order; the versions of an instrument newest first."""

    jurisdiction: Jurisdiction
    packs: tuple[Pack, ...]

    @property
    def newest(self) -> tuple[Pack, ...]:
        """Its packs, of several versions the newest: it has all the words that the others bring."""
        return tuple(family[0] for family in families(self.packs))

    @property
    def as_first(self) -> Jurisdiction:
        """The place by the first versions of its instruments: an amendment makes it no other place."""
        return as_first(self.jurisdiction, self.packs)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """All instruments that bear on a place on a date, nearest first.

    Attributes:
        on: the date.
        drafts: whether drafts are treated as in force on every date.
        places: the place and those above it, whatever the date.
        links: the instruments, nearest first; of several versions of one, that which speaks on the date. Drafts only
            where they were asked for.
    """

    on: dt.date
    drafts: bool
    places: tuple[Place, ...]
    links: tuple[Link, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        fill(self, links=tuple(self._links()))

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
            places.append(Place(here, tuple(with_versions(here.instruments, pack))))
            here = jurisdiction(here.parent) if here.parent else None
        return cls(on, drafts, tuple(places))

    def at(self, on: dt.date) -> Chain:
        """The same places on another date."""
        return self if on == self.on else Chain(on, self.drafts, self.places)

    @property
    def place(self) -> Jurisdiction:
        """The place itself."""
        return self.places[0].jurisdiction

    def _links(self) -> Iterator[Link]:
        for distance, place in enumerate(self.places):
            for family in families(place.packs):
                here = speaking(family, self.on, self.drafts)
                pack = family[here]
                standing = self._standing(pack.instrument, place, distance)
                if standing.state is InstrumentState.DRAFT and not self.drafts:
                    continue
                # Asked for, a draft is treated as in force on every date.
                binding = standing.state in (InstrumentState.IN_FORCE, InstrumentState.DRAFT)
                follows = followed_on(family, here)
                yield Link(standing, pack, binding, tuple(family[here:]), follows is not None and follows > self.on)

    def _standing(self, instrument: Instrument, place: Place, distance: int) -> Standing:
        return Standing(
            id=instrument.id,
            title=instrument.title,
            english=instrument.english,
            number=instrument.number,
            place=place.jurisdiction.id,
            distance=distance,
            state=instrument.state(self.on),
            effective=instrument.effective,
            expires=instrument.expires,
            collected=instrument.collected,
            source=instrument.source,
        )

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every instrument, nearest first; a version ends where the next begins, and that of the date stands first."""
        found = []
        for distance, place in enumerate(self.places):
            for family in families(place.packs):
                here = speaking(family, self.on, self.drafts)
                for number in sorted(range(len(family)), key=lambda number: (number != here, number)):
                    pack = family[number]
                    if self.drafts or not pack.instrument.draft:
                        found.append(self._standing(shown(family, number), place, distance))
        return tuple(found)

    def turns(self) -> tuple[dt.date, ...]:
        """The days on which the standing of an instrument may change, in order."""
        days: set[dt.date] = set()
        for place in self.places:
            for pack in place.packs:
                one = pack.instrument
                known = (one.issued, one.effective, one.effective_by, one.doubtful_from, one.expires)
                days |= {day for day in known if day is not None}
                if one.expires is not None and one.expires < dt.date.max:
                    days.add(one.expires + dt.timedelta(days=1))
        return tuple(sorted(days))

    @property
    def ending(self) -> tuple[Standing, ...]:
        """The instruments in force whose last day it is."""
        ends = (link for link in self.links if link.binding and link.standing.expires == self.on)
        return tuple(link.standing for link in ends if not link.followed)

    @property
    def amended(self) -> bool:
        """Whether any instrument has several versions."""
        return any(pack.instrument.amends is not None for place in self.places for pack in place.packs)

    def as_first_cited(self, citation: Citation) -> Citation:
        """A passage of an instrument of the chain as the oldest version that has it cites it."""
        links = self.links if self.amended else ()
        versions = next((link.versions for link in links if link.pack.instrument.id == citation.instrument), ())
        return as_first_cited(citation, versions)

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
            if link.standing.state in LAPSED and may_regulate:
                warnings.append(lapsed(link.standing))
        unread = [
            link.standing
            for link in self.links
            if link.standing.collected is not Collected.FULL
            and link.standing.state in (InstrumentState.IN_FORCE, InstrumentState.UNKNOWN)
            and link.standing.distance <= reach
        ]
        if unread:
            warnings.append(missing(unread))
        if answer is None:
            warnings.append(no_rule(self.place, self.on))
        else:
            told = about(answer.standing, self.on)
            warnings += [one for one in told if not (answer.followed and one.code is WarningCode.EXPIRES_TODAY)]
        # What a draft asks is compared with the answer even where it does not answer itself.
        warnings += [draft(link.standing) for link in candidates if link.standing.state is InstrumentState.DRAFT]
        return Resolution(answer, tuple(candidates[1:]), tuple(warnings))
