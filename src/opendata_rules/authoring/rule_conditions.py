"""The conditions of rules as trees whose leaves know where they are written.

A leaf is one comparison: a fact with one value, an item that a list holds, a number, two days, a day and a term. Where
several values are written for one fact, each is a leaf of its own, since each can be dropped by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..logic.conditions import Condition
from ..norms.provisions import (
    ActionRule,
    Change,
    DutyRule,
    Ground,
    Hold,
    Provision,
    Referral,
    Requirement,
    Review,
    TermRule,
)
from ..packs.conditions import ALIKE, ALL, ANY, DUTIES, NONE, parse
from ..reading.document import Document, Location
from ..vocabulary.keywords import chinese
from ..vocabulary.words import Words
from .in_files import place_of
from .rule_places import RulePlaces

_CONDITION, _UNLESS, _EXTENSION = chinese("condition"), chinese("unless"), chinese("extension")
_PREMISE, _MUST, _DOUBT, _REQUIREMENTS = chinese("premise"), chinese("must"), chinese("doubt"), chinese("requirements")
_CONTAINS, _LACKS = chinese("contains"), chinese("lacks")
Truth = bool | None


@dataclass(frozen=True, eq=False)
class Leaf:
    """One comparison.

    Attributes:
        condition: what it asks.
        document: the file in which it is written.
        location: where in it.
        key: whether its key stands for it.
    """

    condition: Condition
    document: Document
    location: Location
    key: bool


@dataclass(frozen=True, eq=False)
class Branch:
    """Several conditions joined.

    Attributes:
        joined: ``all``, ``any``, ``none`` or ``alike``.
        parts: what is joined.
    """

    joined: str
    parts: tuple[Tree, ...]


Tree = Leaf | Branch
_JOINED = {ALL: "all", ANY: "any", NONE: "none", ALIKE: "alike"}


def truth(tree: Tree, of: Callable[[Leaf], Truth]) -> Truth:
    """What a tree comes to, by Kleene's logic.

    Args:
        tree: the tree.
        of: what a leaf comes to.
    """
    if isinstance(tree, Leaf):
        return of(tree)
    found = [truth(part, of) for part in tree.parts]
    match tree.joined:
        case "any":
            return True if True in found else None if None in found else False
        case "none":
            return False if True in found else None if None in found else True
        case "alike":
            return False if False in found else True if True in found else None
        case _:
            return False if False in found else None if None in found else True


def leaves(tree: Tree) -> Iterator[Leaf]:
    """The leaves of a tree, in the order written."""
    if isinstance(tree, Leaf):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


@dataclass(frozen=True, eq=False)
class Conditioned:
    """A rule, or a requirement of a change, with its conditions.

    Attributes:
        instrument: the instrument it belongs to.
        owner: the rule, or the rule that has the requirement.
        rule: the rule or requirement.
        parts: its conditions by the names of their keys in :mod:`opendata_rules.vocabulary.keywords`; that of an
            extension under ``extension``.
        document: the file in which it is written.
        location: where in it.
    """

    instrument: str
    owner: Provision
    rule: Provision | Requirement
    parts: Mapping[str, Tree]
    document: Document
    location: Location

    @property
    def id(self) -> str:
        """Its id; that of a requirement with that of its rule."""
        return self.rule.id if self.rule is self.owner else f"{self.owner.id}/{self.rule.id}"

    def leaves(self) -> Iterator[Leaf]:
        """All leaves of all its conditions."""
        for part in self.parts.values():
            yield from leaves(part)

    def outcome(self, of: Callable[[Leaf], Truth]) -> object | None:
        """What it comes to by itself; ``None`` where that is open.

        Args:
            of: what a leaf comes to.
        """
        return self.comes_to({name: truth(part, of) for name, part in self.parts.items()})

    def comes_to(self, found: Mapping[str, Truth]) -> object | None:
        """What it comes to by itself; ``None`` where that is open.

        Args:
            found: what its conditions come to, by name.
        """
        if isinstance(self.rule, DutyRule):
            applies, must, doubt = found.get("premise", True), found.get("must"), found.get("doubt", False)
            if applies is False:
                return "outside"
            return None if None in (applies, must, doubt) else (must, doubt)
        if isinstance(self.rule, TermRule):
            applies, longer = found.get("condition", True), found.get("extension", False)
            if applies is False:
                return "outside"
            return None if None in (applies, longer) else ("term", longer)
        holds, unless = found.get("condition", True), found.get("unless", False)
        if holds is False or unless is True:
            return "no"
        return None if None in (holds, unless) else "yes"

    def decides(self, leaf: Leaf, of: Callable[[Leaf], Truth]) -> bool:
        """Whether what it comes to hangs on a leaf, everything else being as it is. What is open is an outcome too."""

        def taken_for(as_: bool) -> object | None:
            return self.outcome(lambda one: as_ if one is leaf else of(one))

        return taken_for(True) != taken_for(False)


def conditioned(
    places: RulePlaces, instrument: str, provisions: tuple[Provision, ...], words: Words
) -> Iterator[Conditioned]:
    """The rules of a pack that have conditions, and the requirements of its changes.

    Args:
        places: where rules are written.
        instrument: the pack.
        provisions: its rules.
        words: the facts and procedures of which it speaks.
    """
    for rule in provisions:
        home = places.home(rule.id, instrument)
        document = None if home is None else places.document(instrument, home[1])
        at = None if document is None else place_of(document.data, rule.id)
        if document is None or at is None:
            continue
        node = _at(document.data, at)
        if isinstance(rule, Change):
            for index, need in enumerate(rule.requirements):
                inside = (*at, _REQUIREMENTS, index)
                parts = _parts(need, _at(document.data, inside), inside, document, words)
                yield Conditioned(instrument, rule, need, parts, document, inside)
        parts = _parts(rule, node, at, document, words)
        if parts:
            yield Conditioned(instrument, rule, rule, parts, document, at)


def _at(node: Any, location: Location) -> Any:
    for part in location:
        node = node[part]
    return node


def _parts(rule: Provision | Requirement, node: Any, at: Location, document: Document, words: Words) -> dict[str, Tree]:
    keys: dict[str, tuple[str, ...]] = {}
    match rule:
        case DutyRule():
            keys = {"premise": (_PREMISE,), "must": (_MUST,), "doubt": (_DOUBT,)}
        case TermRule():
            keys = {"condition": (_CONDITION,), "extension": (_EXTENSION, _CONDITION)}
        case Ground() | Hold() | Review() | Referral() | Requirement() | ActionRule():
            keys = {"condition": (_CONDITION,), "unless": (_UNLESS,)}
    found: dict[str, Tree] = {}
    for name, key in keys.items():
        raw: Any = node
        for word in key:
            raw = raw.get(word) if isinstance(raw, dict) else None
        tree = None if raw is None else _tree(raw, (*at, *key), document, words)
        if tree is not None:
            found[name] = tree
    return found


def _tree(raw: Any, at: Location, document: Document, words: Words) -> Tree | None:
    [(word, value)] = raw.items()
    if word in _JOINED:
        parts = [_tree(part, (*at, word, index), document, words) for index, part in enumerate(value)]
        return Branch(_JOINED[word], tuple(part for part in parts if part is not None))
    return _comparison(word, value, (*at, word), document, words)


def _comparison(word: str, value: Any, at: Location, document: Document, words: Words) -> Tree | None:
    """One leaf, or a leaf for each of several values."""

    def leaf(written: Any, location: Location, key: bool) -> Leaf | None:
        condition, _ = parse({word: written}, at[:-1], document, words, types=DUTIES)
        return None if condition is None else Leaf(condition, document, location, key)

    several: list[Leaf | None] = []
    joined = "any"
    if isinstance(value, list) and len(value) > 1 and word not in (chinese("earlier"),):
        several = [leaf(one, (*at, index), False) for index, one in enumerate(value)]
    elif isinstance(value, dict) and len(value) == 1 and next(iter(value)) in (_CONTAINS, _LACKS):
        [(how, items)] = value.items()
        if isinstance(items, list) and len(items) > 1:
            joined = "all"
            several = [leaf({how: one}, (*at, how, index), False) for index, one in enumerate(items)]
    if not several:
        return leaf(value, at, True)
    return Branch(joined, tuple(one for one in several if one is not None))
