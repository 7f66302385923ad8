"""What was shown of each rule by the cases that were run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...errors import BadPack, Error
from ...logic.conditions import evaluate
from ...norms.pack import Pack
from ...packs.shelf import Shelf
from ..rule_cases.common import Asked, Ran
from ..rule_cases.expansion import SingleCase
from ..rule_conditions import Conditioned, Leaf, conditioned
from ..rule_places import RulePlaces
from .asked import Asking, Key, asked
from .limits import has_limit, side_of


class Measured:
    """What the cases of some packs show. Given to :func:`..rule_cases.running.run_cases` as what observes.

    Attributes:
        packs: the packs that are measured, by id.
        rules: ids of the rules that some case exercised.
        decided: by leaf, the truths with which some case showed it deciding.
        limits: by leaf with a limit, the sides of it at which some case stood.
        counted: ids of terms of which some case told the last day, each with whether it was extended.

    Args:
        shelf: the packs.
        instruments: those that are measured.
    """

    def __init__(self, shelf: Shelf, instruments: Iterable[str]) -> None:
        self.packs: dict[str, Pack] = {}
        self.places = RulePlaces(shelf)
        self.conditioned: dict[Key, Conditioned] = {}
        self.rules: set[str] = set()
        self.decided: dict[Leaf, set[bool]] = {}
        self.limits: dict[Leaf, set[bool]] = {}
        self.counted: set[tuple[str, bool]] = set()
        self._calendar = shelf.calendar
        for name in instruments:
            try:
                pack = shelf.pack(name)
            except BadPack:
                # Its errors are told when its cases are run.
                continue
            self.packs[name] = pack
            for one in conditioned(self.places, name, pack.provisions(), shelf.words_for(name)):
                need = "" if one.rule is one.owner else one.rule.id
                self.conditioned[name, one.owner.id, need] = one
                for leaf in one.leaves():
                    self.decided[leaf] = set()
                    if has_limit(leaf.condition):
                        self.limits[leaf] = set()

    def __call__(self, shelf: Asked, single: SingleCase, ran: Ran) -> None:
        """Add what a case shows."""
        self.rules |= {rule.partition(":")[0] for rule in ran.rules if ":" not in rule}
        try:
            for asking in asked(shelf, single.case):
                self._add(asking)
        except Error:
            # It has failed, and that is told.
            return

    def _add(self, asking: Asking) -> None:
        self.counted |= asking.counted
        for key in asking.rules:
            one = self.conditioned.get(key)
            if one is not None:
                self._judge(one, asking)

    def _judge(self, one: Conditioned, asking: Asking) -> None:
        known: dict[Leaf, bool | None] = {}

        def of(leaf: Leaf) -> bool | None:
            if leaf not in known:
                known[leaf] = evaluate(leaf.condition, asking.facts, asking.timing)
            return known[leaf]

        for leaf in one.leaves():
            found = of(leaf)
            if found is not None and found not in self.decided[leaf] and one.decides(leaf, of):
                self.decided[leaf].add(found)
            if leaf in self.limits and len(self.limits[leaf]) < 2:
                self._stand(leaf, one, asking, of)

    def _stand(self, leaf: Leaf, one: Conditioned, asking: Asking, of: Callable[[Leaf], bool | None]) -> None:
        side = side_of(leaf.condition, asking.facts, asking.timing, self._calendar)
        if side is not None and side not in self.limits[leaf] and one.decides(leaf, of):
            self.limits[leaf].add(side)
