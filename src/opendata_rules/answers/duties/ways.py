"""The ways in which what is not told may stand together with what is."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from ...logic.diagrams import Node
from .compiled import Standing


class Ways:
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
