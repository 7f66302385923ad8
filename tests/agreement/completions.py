"""What the naive interpreter says of every complete vector of a law, and from that alone of any partial one.

What is known of a dataset cuts a part out of the space of all vectors; what some completion leads to, and what holds in
all of them, is read off that part. No cube, table or graph of the library is used.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from tests import laws
from tests.agreement import reference

ENDS = ("closed", "conditional", "open", "review", "hold")


class Row(NamedTuple):
    """The columns that tables of many datasets get."""

    attribute: str | None
    status: str
    possible: int
    permitted: int
    grounds: int


CONTRADICTORY = Row(None, "human_review", 0, 0, 0)


class Space:
    """Every complete vector of a law.

    Args:
        instrument: the instrument that answers.
        scheme: opening or sharing.
        bits: rule id → the bit of a ground in masks.
    """

    def __init__(self, instrument: str, scheme: str, bits: Mapping[str, int]) -> None:
        by_id = {fact["id"]: fact for fact in reference.facts().values()}
        self.domains: dict[str, list[Any]] = {
            name: [False, True] if by_id[name]["type"] == "bool" else list(by_id[name]["values"])
            for name in reference.used(instrument, scheme)
        }
        shape = tuple(map(len, self.domains.values()))
        # Where vectors end; what they permit; which grounds hold. All bits where no dataset can be so.
        self._ends = np.zeros(shape, np.uint8)
        self._permits = np.full(shape, 7, np.uint8)
        self._grounds = np.full(shape, -1, np.int64)
        for place, vector in zip(np.ndindex(shape), self.vectors(), strict=True):
            if reference.consistent(vector):
                end, permitted, held = reference.complete(instrument, scheme, vector)
                self._ends[place] = 1 << ENDS.index(end)
                self._permits[place] = sum(1 << reference.ORDER.index(attribute) for attribute in permitted)
                self._grounds[place] = sum(bits[rule] for rule in held)

    def vectors(self) -> Iterator[dict[str, Any]]:
        """Every complete vector."""
        for values in itertools.product(*self.domains.values()):
            yield dict(zip(self.domains, values, strict=True))

    def row(self, known: Mapping[str, Any]) -> Row:
        """What is said of some known facts; ``None`` is unknown."""
        part = tuple(
            slice(None) if known.get(name) is None else values.index(known[name])
            for name, values in self.domains.items()
        )
        ends = int(np.bitwise_or.reduce(self._ends[part], axis=None))
        if not ends:
            return CONTRADICTORY
        decided = {1: "closed", 2: "conditional", 4: "open"}.get(ends)
        status = "decided" if decided else "human_review" if ends == 8 else "undetermined"
        permitted = int(np.bitwise_and.reduce(self._permits[part], axis=None))
        return Row(decided, status, ends & 7, permitted, int(np.bitwise_and.reduce(self._grounds[part], axis=None)))

    def partial(self, count: int, seed: str) -> Iterator[dict[str, Any]]:
        """Random partial vectors, contradictory ones among them, from nearly nothing known to nearly everything."""
        rng = random.Random(seed)
        for _ in range(count):
            chance, true = rng.random(), rng.random()
            yield {
                name: None
                if rng.random() > chance
                else values[1]
                if len(values) == 2 and rng.random() < true
                else rng.choice(values)
                for name, values in self.domains.items()
            }


@functools.cache
def space(place: str, scheme: str, instrument: str) -> Space:
    """The space of a law, with the bits of its legend."""
    bits = {ground.rule: 1 << n for n, ground in enumerate(laws.law(place).legend.grounds)}
    return Space(instrument, scheme, bits)
