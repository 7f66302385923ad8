"""What answers under a legal order rest on, digest by digest: the inputs that a receipt and a log of cases name.

Digests are of what things mean (:mod:`opendata_rules.digests`), never of files. Beside the digest of a whole stand
marks of its parts: too short to vouch for anything, long enough to say which part is another.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from .. import digests
from ..vocabulary.marks import Role
from ..vocabulary.words import Words
from .order import LegalOrder
from .pack import Pack

#: Digits of the marks of words, of which there are hundreds.
_SHORT = 6


def resting(order: LegalOrder, *, calendar: bool) -> dict[str, Any]:
    """What answers under an order rest on, as plain JSON.

    Args:
        order: the order.
        calendar: whether they look at the calendar.

    Returns:
        The keys ``places`` (digest by id, the place and those above it), ``vocabulary`` and ``procedures`` (``digest``,
        and ``entries``: the marks of all entries one behind the other, in alphabetical order of their names),
        ``packs`` (by id of each instrument that may bind: ``digest``, ``instrument``, ``rules``) and ``calendar``
        (``digest``, ``years``, ``assumptions``; ``None`` where it is not looked at). Of several versions of an
        instrument it is the one that speaks on the date; where days are counted, the others too, since a term may
        begin or end under them.
    """
    key = ("resting", calendar and order.chain.amended)
    found: dict[str, Any] = order.once(key, lambda: _of(order, every_version=key[1]))
    return {
        "places": dict(found["places"]),
        "vocabulary": dict(found["vocabulary"]),
        "procedures": dict(found["procedures"]),
        "packs": {name: {**told, "rules": dict(told["rules"])} for name, told in found["packs"].items()},
        "calendar": calendar_marks(order) if calendar else None,
    }


def _of(order: LegalOrder, *, every_version: bool) -> dict[str, Any]:
    held = [link.pack for link in order.chain.links]
    if every_version:
        of_places = (pack for place in order.chain.places for pack in place.packs)
        held += (pack for pack in of_places if pack not in held and (order.drafts or not pack.instrument.draft))
    return {
        "places": {
            place.jurisdiction.id: digests.digest(digests.meaning(place.as_first)) for place in order.chain.places
        },
        "vocabulary": _vocabulary(order.words),
        "procedures": _procedures(order.words),
        # Drafts that were not asked for bind nothing; the words they bring are in the vocabulary.
        "packs": packs(held),
    }


def packs(held: Iterable[Pack]) -> dict[str, Any]:
    """The digests of packs by id of their instrument."""
    return {
        pack.instrument.id: {
            "digest": pack.meaning.whole,
            "instrument": pack.meaning.instrument,
            "rules": dict(pack.meaning.rules),
        }
        for pack in held
    }


def calendar_marks(order: LegalOrder) -> dict[str, Any]:
    """The digest of the calendar of an order, with the marks of its years."""
    years, assumptions = order.calendar.marks
    return {
        "digest": order.calendar.digest,
        "years": {str(year): mark for year, mark in years.items()},
        "assumptions": assumptions,
    }


# -- words ------------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=256)
def _vocabulary(words: Words) -> dict[str, str]:
    return _whole(vocabulary_entries(words))


@functools.lru_cache(maxsize=256)
def _procedures(words: Words) -> dict[str, str]:
    return _whole(procedure_entries(words))


def vocabulary_entries(words: Words) -> dict[str, Any]:
    """The meaning of every entry of a vocabulary by its name: a fact by its id, else with what it is before it."""
    book = words.vocabulary
    return {
        **{fact.id: digests.meaning(fact) for fact in book.facts.values()},
        **{f"topic:{topic.id}": digests.meaning(topic) for topic in book.topics.values()},
        **{f"constraint:{rule.id}": digests.meaning(rule) for rule in book.constraints},
        "roles": {str(role): book.role(role).id for role in Role},
        "days": digests.meaning(book.days),
    }


def procedure_entries(words: Words) -> dict[str, Any]:
    """The meaning of every entry on procedures by its name: a procedure by its id, else with what it is before it."""
    known = words.procedures
    return {
        **{one.id: digests.meaning(one) for one in known.all.values()},
        **{f"event:{kind.id}": digests.meaning(kind) for kind in known.events.values()},
        **{f"act:{act.id}": digests.meaning(act) for act in known.acts.values()},
        "anywhere": list(known.anywhere),
        "days": digests.meaning(known.days),
        "gathered": digests.meaning(known.gathered),
    }


def entry_marks(entries: Mapping[str, Any]) -> dict[str, str]:
    """The mark of each entry by its name, in alphabetical order."""
    return {name: digests.mark([name, entries[name]], _SHORT) for name in sorted(entries)}


def split_marks(text: str) -> list[str]:
    """The marks that stand one behind the other in ``entries``."""
    return [text[start : start + _SHORT] for start in range(0, len(text), _SHORT)]


def _whole(entries: Mapping[str, Any]) -> dict[str, str]:
    return {"digest": digests.digest(dict(entries)), "entries": "".join(entry_marks(entries).values())}
