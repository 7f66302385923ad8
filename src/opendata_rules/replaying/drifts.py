"""What an answer rested on and is another now, thing by thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..norms.order import LegalOrder
from ..norms.resting import entry_marks, procedure_entries, split_marks, vocabulary_entries
from ..norms.versions import families
from .results import Drift


def drifts(then: Mapping[str, Any], now: Mapping[str, Any], orders: Iterable[LegalOrder]) -> tuple[Drift, ...]:
    """What differs between what an answer rested on and what it would rest on now.

    Args:
        then: the parts of a receipt that say so, as plain JSON.
        now: the same of today.
        orders: the orders of today, which know names and passages.
    """
    orders = tuple(orders)
    found = [Drift("place", *one) for one in _keys(then["places"], now["places"])]
    before = _before(then["packs"], orders)
    gone = set(before.values())
    for name, change in _keys(then["packs"], now["packs"]):
        if change == "added" and name in before:
            # Another version of the instrument speaks on that day now; what it says otherwise is told rule by rule.
            found += _in_pack(name, "changed", then["packs"][before[name]], now["packs"][name], orders)
        elif not (change == "removed" and name in gone) and not (change == "added" and _follows(name, then, orders)):
            found += _in_pack(name, change, then["packs"].get(name), now["packs"].get(name), orders)
    found += _in_words("fact", then["vocabulary"], now["vocabulary"], vocabulary_entries, orders)
    found += _in_words("procedure", then["procedures"], now["procedures"], procedure_entries, orders)
    if then["calendar"] is None or now["calendar"] is None:
        # Of comparisons, the topic tells whether days are counted; a receipt may not tell otherwise.
        found += [Drift("calendar", "*", "changed")] if then["calendar"] is not now["calendar"] else []
    else:
        found += _in_calendar(then["calendar"], now["calendar"])
    return tuple(found)


def _before(then: Mapping[str, Any], orders: tuple[LegalOrder, ...]) -> dict[str, str]:
    """By version that speaks now and did not, the version that did, as far as the answer rested on one."""
    found: dict[str, str] = {}
    for order in orders:
        for link in order.chain.links:
            older = next((one.instrument.id for one in link.versions if one.instrument.id in then), None)
            if link.standing.id not in then and older is not None:
                found[link.standing.id] = older
    return found


def _follows(name: str, then: Mapping[str, Any], orders: tuple[LegalOrder, ...]) -> bool:
    """Whether an instrument is a version, which does not speak on the day, of one that the answer rested on."""
    return any(
        name in of_one and not of_one.isdisjoint(then["packs"])
        for order in orders
        for place in order.chain.places
        for of_one in ({pack.instrument.id for pack in family} for family in families(place.packs))
    )


def _keys(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*now, *then)):
        if name not in then:
            yield name, "added"
        elif name not in now:
            yield name, "removed"
        elif then[name] != now[name]:
            yield name, "changed"


def _in_pack(name: str, change: str, then: Any, now: Any, orders: tuple[LegalOrder, ...]) -> Iterator[Drift]:
    if change != "changed":
        yield Drift("pack", name, change)
        return
    cited = {
        rule.id: rule.citation
        for order in orders
        for link in order.chain.links
        if link.standing.id == name
        for rule in link.pack.provisions()
    }
    found = [Drift("rule", rule, how, cited.get(rule), name) for rule, how in _keys(then["rules"], now["rules"])]
    if then["instrument"] != now["instrument"]:
        found.insert(0, Drift("instrument", name, change))
    # No part of it: the order of the rules, or a remark on all of them.
    yield from found or [Drift("pack", name, change)]


def _in_words(
    what: str, then: Mapping[str, str], now: Mapping[str, str], entries: Any, orders: tuple[LegalOrder, ...]
) -> Iterator[Drift]:
    """Entries by their marks: one with another mark is changed or new, and the numbers tell which of the two."""
    if then == now:
        return
    marks = entry_marks(entries(orders[0].words))
    before = split_marks(then["entries"])
    known, current = set(before), set(marks.values())
    others = [name for name, mark in marks.items() if mark not in known]
    gone = sum(mark not in current for mark in before)
    for name in others:
        yield Drift(what, name, "changed" if gone >= len(others) else "added")
    if gone > len(others):
        yield Drift(what, str(gone - len(others)), "removed")
    if not others and not gone:
        yield Drift(what, "*", "changed")


def _in_calendar(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Drift]:
    if then["digest"] == now["digest"]:
        if then != now:
            yield Drift("calendar", "*", "changed")
        return
    found = [Drift("calendar", *one) for one in _keys(then["years"], now["years"])]
    if then["assumptions"] != now["assumptions"]:
        found.append(Drift("calendar", "assumptions", "changed"))
    yield from found or [Drift("calendar", "*", "changed")]


def beside(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Drift, ...]:
    """What else differs between a receipt and that of the answer computed again, by key."""
    found = []
    for key in ("options", "facts", "outcome"):
        what = "outcome" if key == "outcome" else "option"
        found += [Drift(what, f"{key}.{name}", how) for name, how in _keys(then[key], now[key])]
    found += [Drift("option", key, "changed") for key in ("kind", "place", "on") if then[key] != now[key]]
    return tuple(found)
