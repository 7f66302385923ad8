"""Earliest and latest dates where holiday notices are not yet known, with what they assume; as answers hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from ..values import Immutable, Json, Value, fill, held_beside


@dataclass(frozen=True, slots=True)
class Assumption(Value):
    """One assumption, as results name it.

    Attributes:
        id: stable id.
        text: what is assumed, in Chinese.
        english: the same in English.
        sources: the measures, notices and instances it rests on, in Chinese.
        sources_english: the same in English.
    """

    id: str
    text: str
    english: str
    sources: tuple[str, ...]
    sources_english: tuple[str, ...] = field(default=(), kw_only=True)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "text": self.text,
            "english": self.english,
            "sources": list(self.sources),
            "sources_english": list(self.sources_english),
        }


class Bounds(Immutable, tuple[dt.date, dt.date], Value):
    """``(earliest, latest)``, with what they assume.

    Attributes:
        assumptions: what the two dates rest on; empty where both are the date itself, by notices that are known.
    """

    __dict__ = held_beside("assumptions")

    assumptions: tuple[Assumption, ...]

    def __new__(cls, earliest: dt.date, latest: dt.date, assumptions: tuple[Assumption, ...] = ()) -> Bounds:
        """Make the pair; ``earliest`` is not after ``latest``."""
        pair = super().__new__(cls, (earliest, latest))
        fill(pair, assumptions=assumptions)
        return pair

    @property
    def earliest(self) -> dt.date:
        """The date cannot be before this one."""
        return self[0]

    @property
    def latest(self) -> dt.date:
        """The date cannot be after this one."""
        return self[1]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "assumptions": [assumption.to_dict() for assumption in self.assumptions],
        }

    def __reduce__(self) -> tuple[Callable[..., Bounds], tuple[object, ...]]:
        return Bounds, (self[0], self[1], self.assumptions)
