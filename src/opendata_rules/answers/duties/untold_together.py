"""The ways in which what is not told may stand together with what is."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence

from ...logic.diagrams import Node
from .compiled import CompiledDuties, Standing
from .untold import Untold


class UntoldTogether:
    """What is known, and what else may be together with it.

    Attributes:
        standing: what the rules come to where it is asked about.
        known: the places of the known facts.
        vectors: places by level, once for each way; ``None`` where what stands together is said by the diagrams alone.
        levels: the levels that they may settle.
    """

    def __init__(
        self,
        standing: Standing,
        known: Sequence[int],
        vectors: tuple[Mapping[int, int], ...] | None = None,
        levels: frozenset[int] = frozenset(),
    ) -> None:
        self._levels = levels
        self.standing = standing
        self.known = known
        self.vectors = vectors

    @functools.cached_property
    def each(self) -> tuple[Sequence[int], ...]:
        """The places of the known facts, and of what each way adds."""
        if self.vectors is None:
            return (self.known,)
        found: list[Sequence[int]] = []
        for vector in self.vectors:
            way = list(self.known)
            for level, place in vector.items():
                way[level] = place
            found.append(way)
        return tuple(found)

    def settled(self, diagram: Node) -> frozenset[int]:
        """What a diagram of sets comes to."""
        if not self.each and self._levels.isdisjoint(self.standing.tested(diagram)):
            # What cannot be so does not bear on it.
            return self.standing.settled(diagram, (self.known,))
        return self.standing.settled(diagram, self.each)


class Narrowing:
    """What the rules come to where nothing is known of days and numbers.

    What can be is between what comparisons taken by themselves allow, and what is found without a calendar. Only where
    the two differ is the calendar read. Safe to share between threads.

    Args:
        compiled: the rules.
        untold: what days and numbers may come to.
        widest: what the rules come to where each comparison may be true or false.
    """

    def __init__(self, compiled: CompiledDuties, untold: Untold, widest: Standing) -> None:
        self._compiled = compiled
        self._untold = untold
        self._widest = widest
        self._settled = compiled.propositions.diagrams.settled
        self._unknown = compiled.propositions.unknown
        self._found: list[Mapping[int, int]] = []
        self._more = untold.sure()
        self._lock = threading.Lock()

    @functools.cached_property
    def _exact(self) -> Standing:
        return Standing(self._compiled, self._untold.ties)

    def _sure(self) -> Iterator[Mapping[int, int]]:
        """Ways in which things may stand together, each found when first needed."""
        for place in itertools.count():
            if place == len(self._found):
                with self._lock:
                    more = next(self._more, None) if place == len(self._found) else self._found[place]
                    if more is None:
                        return
                    if place == len(self._found):
                        self._found.append(more)
            yield self._found[place]

    def _reached(self, diagram: Node, widest: frozenset[int], known: Sequence[int]) -> bool:
        """Whether all that comparisons by themselves allow is found without a calendar."""
        if len(widest) < 2:
            return True
        left = set(widest)
        for vector in self._sure():
            if all(known[level] in (place, self._unknown[level]) for level, place in vector.items()):
                way = list(known)
                for level, place in vector.items():
                    way[level] = place
                left -= self._settled(diagram, way)
                if not left:
                    return True
        return False

    def whole(self, widest: frozenset[int], known: Sequence[int]) -> frozenset[int]:
        """What the whole may come to.

        Args:
            widest: what it may come to at most.
            known: the places of the known facts.
        """
        if self._reached(self._widest.whole, widest, known):
            return widest
        found: frozenset[int] = self._settled(self._exact.whole, known)
        return found

    def standing(self, known: Sequence[int]) -> Standing:
        """Where to ask about the single rules as well."""
        asked = (self._widest.whole, *self._widest.findings)
        alike = all(self._reached(diagram, self._settled(diagram, known), known) for diagram in asked)
        return self._widest if alike else self._exact
