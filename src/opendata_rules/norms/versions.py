"""Versions of one instrument: which of them speaks on a day, and since when what a version says has been the law.

An instrument that is amended stands in a folder of its own and names the one it amends (修订自). The versions of one
instrument are one in the chain of a place: on each day one of them speaks, and they never warn about each other. What a
version leaves as it was has been the law since the version that brought it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ..vocabulary.citations import Citation, Ref
from .instruments import Instrument, Jurisdiction
from .pack import Pack
from .provisions import DutyRule, TermRule


def first_of(instrument: str, packs: Iterable[Pack]) -> str:
    """Id of the first version of the one that an instrument is a version of.

    Args:
        instrument: its id.
        packs: packs among which all versions before it are.
    """
    before = {pack.instrument.id: pack.instrument.amends for pack in packs}
    seen = {instrument}
    while (older := before.get(instrument)) is not None and older not in seen:
        seen.add(older)
        instrument = older
    return instrument


def with_versions(names: Iterable[str], pack: Callable[[str], Pack]) -> Iterator[Pack]:
    """The packs of some instruments, each with the versions before it: those of one together, the newest first.

    Args:
        names: ids, nearest first; of the versions of one instrument any may be left out that a later one amends.
        pack: gives the pack of an id.
    """
    found: dict[str, Pack] = {}
    pending = list(names)
    while pending:
        name = pending.pop(0)
        if name not in found:
            found[name] = one = pack(name)
            if one.instrument.amends is not None:
                pending.insert(0, one.instrument.amends)
    families: dict[str, list[Pack]] = {}
    for name in found:
        families.setdefault(first_of(name, found.values()), []).append(found[name])
    for family in families.values():
        yield from newest_first(family)


def newest_first(family: Iterable[Pack]) -> list[Pack]:
    """The versions of one instrument, each before those that it amends."""
    left = list(family)

    def age(pack: Pack) -> int:
        before, count = {one.instrument.id: one.instrument.amends for one in left}, 0
        name: str | None = pack.instrument.id
        while name is not None and (name := before.get(name)) is not None and count < len(left):
            count += 1
        return count

    return sorted(left, key=age, reverse=True)


def families(packs: Iterable[Pack]) -> list[list[Pack]]:
    """Packs of a place, those of one instrument together, in the order of :func:`with_versions`."""
    found: list[list[Pack]] = []
    for pack in packs:
        if found and found[-1][-1].instrument.amends == pack.instrument.id:
            found[-1].append(pack)
        else:
            found.append([pack])
    return found


def speaking(family: list[Pack], on: dt.date, drafts: bool) -> int:
    """Which version of an instrument speaks on a day: its place in the list, newest first.

    Args:
        family: the versions, newest first.
        on: the day.
        drafts: whether drafts are treated as in force on every date.
    """
    for place, pack in enumerate(family):
        one = pack.instrument
        if drafts if one.draft else (one.effective is not None and one.effective <= on):
            return place
    # Before the first of them began it is that one which has not begun yet.
    settled = [place for place, pack in enumerate(family) if not pack.instrument.draft]
    return settled[-1] if settled else len(family) - 1


def packs_of_day(packs: Iterable[Pack], on: dt.date | None) -> Iterator[Pack]:
    """The packs of a place, of several versions that of a day, or the newest; and drafts.

    Args:
        packs: in the order of :func:`with_versions`.
        on: the day.
    """
    for family in families(packs):
        settled = [pack for pack in family if not pack.instrument.draft]
        kept = settled if len(settled) < 2 else [settled[0 if on is None else speaking(settled, on, False)]]
        yield from (pack for pack in family if pack.instrument.draft or pack in kept)


def forked(instruments: Iterable[Instrument]) -> tuple[str, str, str] | None:
    """A version that follows the same one as an earlier: its id, what both amend, the earlier; ``None`` without any."""
    followed: dict[str, str] = {}
    for one in sorted(set(instruments), key=lambda one: (one.effective or dt.date.max, one.id)):
        if one.amends is not None and followed.setdefault(one.amends, one.id) != one.id:
            return one.id, one.amends, followed[one.amends]
    return None


def followed_on(family: list[Pack], place: int) -> dt.date | None:
    """The day on which a later version takes over; ``None`` where there is none."""
    later = [
        one.instrument.effective
        for one in family[:place]
        if not one.instrument.draft and one.instrument.effective is not None
    ]
    return min(later, default=None)


def shown(family: list[Pack], place: int) -> Instrument:
    """A version as an instrument of its own: its last day is the one before that of the next."""
    one, follows = family[place].instrument, followed_on(family, place)
    if follows is None or follows == dt.date.min:
        return one
    last = follows - dt.timedelta(days=1)
    return one if one.expires is not None and one.expires <= last else replace(one, expires=last)


def in_force_since(versions: Iterable[Pack], same: Callable[[Pack], object]) -> dt.date | None:
    """Since when what a version says on some matter has been the law.

    Args:
        versions: the version, and those that it amends, newest first.
        same: what a version says on the matter, in a form that is equal where nothing has changed.

    Returns:
        The first day of the oldest version that said the same without a break, ``None`` where that is not known.
    """
    [now, *before] = versions
    said, since = same(now), now.instrument.effective
    for older in before:
        if older.instrument.draft:
            continue
        if same(older) != said:
            break
        since = older.instrument.effective
    return since


def as_first_cited(citation: Citation, versions: Iterable[Pack]) -> Citation:
    """A passage as the oldest version that has its article cites it, so that an amendment makes it no other passage.

    Args:
        citation: the passage.
        versions: the version that is cited, and those that it amends, newest first.
    """
    for now, before in pairwise(versions):
        ref = Ref.parse(citation.ref)
        article = ref.article_key
        old = next((old for old, new in now.numbers.items() if new == article), article)
        new_here = old == article and (article in now.numbers or article in now.abolished)
        if new_here or (article and old not in {row.ref for row in before.articles}):
            break
        one = before.instrument
        citation = Citation(one.id, one.title, old + citation.ref[len(article) :], version=one.version)
    return citation


def as_first(jurisdiction: Jurisdiction, packs: Iterable[Pack]) -> Jurisdiction:
    """A place by the first versions of its instruments, so that an amendment makes it no other place."""
    known = tuple(packs)
    if all(pack.instrument.amends is None for pack in known):
        return jurisdiction
    names = dict.fromkeys(first_of(name, known) for name in jurisdiction.instruments)
    return replace(jurisdiction, instruments=tuple(names))


# -- what versions say ------------------------------------------------------------------------------------------------


def said_of_step(pack: Pack, step: str) -> tuple[object, ...]:
    """The terms that a pack sets for a step, and how it counts them, less what does not move a day."""
    rules = [rule for rule in pack.terms if rule.step == step]
    units = {rule.unit for rule in rules}
    counting = [(one.id, one.unit, one.gist) for one in pack.counting if one.unit in units]
    return tuple(map(_term, rules)), tuple(counting)


def _term(rule: TermRule) -> tuple[object, ...]:
    longer = rule.extension
    extension = None if longer is None else (longer.condition, longer.decided_on, longer.timely, longer.total)
    return rule.id, rule.force, rule.condition, rule.length, rule.unit, rule.fixed, extension


def said_in_duty(pack: Pack, duty: str, steps: Iterable[str]) -> tuple[object, ...] | None:
    """What a duty of a pack asks, with the terms that it hangs on; ``None`` where the pack has no such duty."""
    rule = next((rule for rule in pack.duties if rule.id == duty), None)
    return None if rule is None else (_duty(rule), *(said_of_step(pack, step) for step in steps))


def _duty(rule: DutyRule) -> tuple[object, ...]:
    return rule.topic, rule.actor, rule.force, rule.premise, rule.must, rule.doubt, rule.prompt, rule.precedes
