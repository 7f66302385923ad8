"""The engines by their names, and what became of events that were told."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from ...values import Immutable, Json, Value, fill, held_beside

#: The engines that may evaluate the network; the first is taken where none is named and it can be imported.
EngineName = Literal["durable-rules", "builtin"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class _Counts(NamedTuple):
    accepted: int
    repeated: int
    rejected: int


class Counts(Immutable, _Counts, Value):
    """What became of the events given: taken, known already, kept aside; equal to the three numbers.

    Attributes:
        engine: the engine that evaluated the network.
    """

    _schema = "intake"

    __dict__ = held_beside("engine")

    engine: EngineName

    def __new__(cls, accepted: int, repeated: int, rejected: int, engine: EngineName = ENGINES[0]) -> Counts:
        """Frozen, as all results are."""
        counts = super().__new__(cls, accepted, repeated, rejected)
        fill(counts, engine=engine)
        return counts

    def __reduce__(self) -> tuple[Any, ...]:
        return Counts, (*self, self.engine)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {**self._tag(), **self._asdict(), "engine": self.engine}
