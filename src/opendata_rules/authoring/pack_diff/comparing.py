"""What an edit of the rules changes: in the files, and in the answers of every place on every day that matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ...analysis.differences.laws import differences
from ...analysis.differences.results import Difference
from ...diagnostics.diagnostic import Diagnostic
from ...digests import canonical
from ...errors import BadArgument, BadPack, UnknownJurisdiction
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...vocabulary.terms import InstrumentState
from .answer import PackDiff, PlaceDiff
from .effects import Effect, on_catalogue, on_log
from .rules import Changed, What, between_packs, between_shelves, broken
from .sides import Side

_DAY = dt.timedelta(days=1)
#: Called with the place that is being compared.
Progress = Callable[[str], None]


def pack_diff(
    old: Side,
    new: Side,
    *,
    today: dt.date,
    on: dt.date | None = None,
    place: str | None = None,
    drafts: bool = False,
    catalogue: Path | None = None,
    profile: str | None = None,
    log: Path | None = None,
    progress: Progress | None = None,
) -> PackDiff:
    """What changes between two states of the rules.

    Without ``on`` each place is compared today, and on the days on which what changed first or last is in force, so
    that an amendment to come is seen as well; a draft that changed is compared as if it were in force.

    Args:
        old: the state before.
        new: the state after.
        today: the day of today.
        on: the only day to compare on.
        place: the only place, by id, Chinese name or code; all by default.
        drafts: whether drafts are treated as in force.
        catalogue: a catalogue of the place, to see which of its datasets come out otherwise.
        profile: name or file of a profile for it.
        log: the log of a monitor of the place.
        progress: told each place.

    Raises:
        BadArgument: ``catalogue`` or ``log`` without ``place``.
        UnknownJurisdiction: neither side has the place.
        NotACatalogue: the catalogue is none.
        BadStore: the log is none.
    """
    if place is None and (catalogue is not None or log is not None):
        raise BadArgument(
            "看目录或者案件的变化，要用 -j 写明是哪个地方。",
            english="A catalogue or a log needs a place.",
            argument="place",
        )
    problems: dict[tuple[str, Diagnostic], None] = {}
    changed: list[Changed] = []
    apart = old.on is None and new.on is None
    ids = _places(old, new, place)
    only = None if place is None else ids[0]
    if apart:
        for side in (old, new):
            problems |= dict.fromkeys((side.name, one) for one in broken(side.shelf, only))
        changed = between_shelves(old.shelf, new.shelf, only)
    places: list[PlaceDiff] = []
    effects: list[Effect | None] = [None, None]
    for name in ids:
        if progress is not None:
            progress(name)
        days = _days(old, new, name, today, on, drafts, problems, changed)
        seen: set[tuple[object, ...]] = set()
        for number, (then, now, with_drafts) in enumerate(days):
            orders = _orders(old, new, name, (then, now), with_drafts, problems)
            if orders is None:
                continue
            if not apart:
                changed += [one for one in _versions(*orders) if one not in changed]
            found_here = differences(*orders) if _touched(*orders, changed) else ()
            # What is answered otherwise on several days is told once, of the first of them that was compared.
            found_here = tuple(one for one in found_here if _key(one) not in seen)
            seen |= {_key(one) for one in found_here}
            if found_here:
                shown = orders[1].place.name
                places.append(PlaceDiff(name, shown, then, now, with_drafts, found_here))
            if number == 0 and place is not None:
                if catalogue is not None:
                    effects[0] = on_catalogue(*orders, catalogue, profile)
                if log is not None:
                    effects[1] = on_log(*orders, log, now)
    return PackDiff(
        old.name, new.name, tuple(changed), tuple(places), len(ids), effects[0], effects[1], tuple(problems)
    )


def _key(one: Difference) -> tuple[object, ...]:
    """What makes two differences of one place the same on several days."""
    options = tuple(pair for pair in one.options if pair[0] not in ("trigger", "year"))
    return (one.question, options, one.path, canonical(one.was), canonical(one.now))


def _places(old: Side, new: Side, place: str | None) -> tuple[str, ...]:
    """Ids of the places to compare."""
    if place is None:
        return tuple(dict.fromkeys((*new.shelf.jurisdictions, *old.shelf.jurisdictions)))
    try:
        return (new.shelf.jurisdiction(place).id,)
    except UnknownJurisdiction:
        return (old.shelf.jurisdiction(place).id,)


def _orders(
    old: Side,
    new: Side,
    place: str,
    days: tuple[dt.date, dt.date],
    drafts: bool,
    problems: dict[tuple[str, Diagnostic], None],
) -> tuple[LegalOrder, LegalOrder] | None:
    """The two laws of a place; ``None`` where one side does not have it, or its packs cannot be read."""
    found = []
    for side, day in zip((old, new), days, strict=True):
        try:
            found.append(side.shelf.order(place, day, drafts))
        except UnknownJurisdiction:
            # That it is new, or gone, is among what is written otherwise.
            return None
        except BadPack as error:
            problems |= dict.fromkeys((side.name, one) for one in error.diagnostics)
    return (found[0], found[1]) if len(found) == 2 else None


def _days(
    old: Side,
    new: Side,
    place: str,
    today: dt.date,
    on: dt.date | None,
    drafts: bool,
    problems: dict[tuple[str, Diagnostic], None],
    changed: Iterable[Changed],
) -> tuple[tuple[dt.date, dt.date, bool], ...]:
    """The days to compare a place on, each with whether drafts answer."""
    asked = (old.on or on or today, new.on or on or today, drafts)
    orders = None
    if on is None and old.on is None and new.on is None:
        orders = _orders(old, new, place, asked[:2], drafts, problems)
    if orders is None:
        return (asked,)
    found = dict.fromkeys([asked])
    touched = {one.instrument for one in changed if one.what is not What.ARTICLE}
    for order in orders:
        binding = {link.pack.instrument.id for link in order.chain.links if link.binding}
        for pack in _packs(order):
            one = pack.instrument
            if one.id not in touched:
                continue
            if one.state(today) is InstrumentState.DRAFT:
                found[asked[0], asked[1], True] = None
            elif one.id not in binding:
                edges = [day for day in (one.effective, one.effective_by, one.expires) if day is not None]
                found |= dict.fromkeys((day, day, drafts) for day in edges)
    for day in sorted(_edges(orders[0]) ^ _edges(orders[1])):
        if dt.date.min < day < dt.date.max:
            found |= dict.fromkeys((near, near, drafts) for near in (day, day - _DAY))
    return tuple(found)


def _packs(order: LegalOrder) -> Iterator[Pack]:
    for place in order.chain.places:
        yield from place.packs


def _edges(order: LegalOrder) -> set[dt.date]:
    """The days on which the standing of an instrument changes."""
    return set(order.chain.turns())


def _touched(old: LegalOrder, new: LegalOrder, changed: list[Changed]) -> bool:
    """Whether anything that two laws rest on is written otherwise; a quick no saves the comparison."""
    if old.on != new.on or any(one.what in (What.CALENDAR, What.PLACE) for one in changed):
        return True
    return old.chain.places != new.chain.places


def _versions(old: LegalOrder, new: LegalOrder) -> Iterator[Changed]:
    """What the versions say otherwise that speak on two days."""
    before = {pack.instrument.id: pack for pack in _packs(old)}
    spoke = {link.pack.instrument.id for link in old.chain.links}
    for link in new.chain.links:
        if link.pack.instrument.id in spoke:
            continue
        older = next((one for one in link.versions[1:] if one.instrument.id in spoke), None)
        if older is not None and older.instrument.id in before:
            yield from between_packs(older, link.pack)
