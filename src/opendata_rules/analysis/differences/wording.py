"""How rules are worded: what was only reworded is told apart, and taken out of what is compared.

Wording is the gist of a rule in Chinese and English. What no answer tells at all (锚词, 另见) goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...norms.chain import Chain, Place
from ...norms.order import LegalOrder
from ...norms.pack import Classification, Pack
from ...norms.provisions import Change, Provision, Requirement
from ...norms.versions import first_of
from ...values import FrozenDict
from .results import Difference, Kind, QuestionKind

#: Parts of a pack that are rules one behind the other.
_RULES = ("actions", "referrals", "duties", "terms", "counting", "recurring")


def worded_alike(old: LegalOrder, new: LegalOrder) -> tuple[tuple[LegalOrder, LegalOrder], tuple[Difference, ...]]:
    """Both laws in the wording of the old one, as far as they have the rules, and what the new one words otherwise.

    The versions of an instrument are all worded as that which speaks in the old law: which of them answers a question
    may depend on its day, and both laws may have them all.
    """
    found: list[Difference] = []
    spoke = {_family(old, link.pack): link.pack for link in old.chain.links}
    written = {pack.instrument.id: pack for place in old.chain.places for pack in place.packs}
    for link in new.chain.links:
        other = spoke.get(_family(new, link.pack), written.get(link.pack.instrument.id))
        if other is not None and other is not link.pack:
            found += _differences(other, link.pack)

    def worded(law: LegalOrder) -> LegalOrder:
        places = []
        for place in law.chain.places:
            packs = []
            for pack in place.packs:
                other = spoke.get(_family(law, pack), written.get(pack.instrument.id))
                packs.append(pack if other is None or other is pack else _in_words_of(other, pack))
            places.append(Place(place.jurisdiction, tuple(packs)))
        if all(
            one is other
            for mine, theirs in zip(places, law.chain.places, strict=True)
            for one, other in zip(mine.packs, theirs.packs, strict=True)
        ):
            return law
        return law.with_chain(Chain(law.chain.on, law.chain.drafts, tuple(places))).speaking(law.words)

    return (worded(old), worded(new)), tuple(found)


def _family(order: LegalOrder, pack: Pack) -> str:
    return first_of(pack.instrument.id, (one for place in order.chain.places for one in place.packs))


def _differences(old: Pack, new: Pack) -> Iterator[Difference]:
    before = dict(_texts(old))
    for (rule, what), text in _texts(new):
        was = before.get((rule, what))
        if was is not None and was != text:
            name = rule.partition(":")[0]
            yield Difference(QuestionKind.WORDING, (("rule", rule),), Kind.TEXT, (what,), name, was, text)


def _texts(pack: Pack) -> Iterator[tuple[tuple[str, str], str]]:
    for rule in pack.provisions():
        yield (rule.id, "gist"), rule.gist
        yield (rule.id, "english"), rule.english
        if isinstance(rule, Change):
            for need in rule.requirements:
                yield (f"{rule.id}:{need.id}", "gist"), need.gist
                yield (f"{rule.id}:{need.id}", "english"), need.english


def _in_words_of(old: Pack, new: Pack) -> Pack:
    """A pack with its rules worded as in another one; the same object where they are."""
    worded = {rule.id: rule for rule in old.provisions()}
    changed: dict[str, Any] = {name: _each(worded, getattr(new, name)) for name in (*_RULES, "changes")}
    classifications = {scheme: _class(worded, rules) for scheme, rules in new.classifications.items()}
    kept = {name: rules for name, rules in changed.items() if rules is not getattr(new, name)}
    if any(rules is not new.classifications[scheme] for scheme, rules in classifications.items()):
        kept["classifications"] = FrozenDict(classifications)
    return replace(new, **kept) if kept else new


def _class(worded: Mapping[str, Provision], rules: Classification) -> Classification:
    found: dict[str, Any] = {}
    for name in ("grounds", "holds", "reviews"):
        found[name] = _each(worded, getattr(rules, name))
    for name in ("residual", "precedence"):
        one = getattr(rules, name)
        found[name] = None if one is None else _reworded(worded, one)
    kept = {name: one for name, one in found.items() if one is not getattr(rules, name)}
    return replace(rules, **kept) if kept else rules


def _each(worded: Mapping[str, Provision], rules: tuple[Any, ...]) -> tuple[Any, ...]:
    found = tuple(_reworded(worded, rule) for rule in rules)
    return found if any(one is not other for one, other in zip(found, rules, strict=True)) else rules


def _reworded(worded: Mapping[str, Provision], rule: Any) -> Any:
    """A rule in the wording of its namesake; that namesake itself where it says the same."""
    other = worded.get(rule.id)
    if other is None or other is rule or type(other) is not type(rule):
        return rule
    changed: dict[str, Any] = {name: getattr(other, name) for name in ("gist", "english", "see_also", "anchors")}
    if isinstance(rule, Change) and isinstance(other, Change):
        needs = {need.id: need for need in other.requirements}
        changed["requirements"] = tuple(_need(needs, need) for need in rule.requirements)
        changed["reviews"] = _each({review.id: review for review in other.reviews}, rule.reviews)
    found = replace(rule, **changed)
    return other if found == other else rule if found == rule else found


def _need(needs: Mapping[str, Requirement], need: Requirement) -> Requirement:
    other = needs.get(need.id)
    return need if other is None else replace(need, gist=other.gist, english=other.english, anchors=other.anchors)
