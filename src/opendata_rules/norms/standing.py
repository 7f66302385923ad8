"""How an instrument stands to a place on a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..values import Json, Value
from ..vocabulary.terms import COLLECTED_TERMS, INSTRUMENT_TERMS, Collected, InstrumentState, Source


@dataclass(frozen=True, slots=True)
class Standing(Value):
    """How an instrument bears on a place on a date.

    Attributes:
        id: instrument id.
        title: full Chinese title.
        english: the title in English.
        number: document number, if known.
        place: id of the place that made it binding (the place itself or one above).
        distance: 0 for the place itself, 1 for the place above, and so on.
        state: where it stands on the date.
        effective: first day in force, if known.
        expires: last day in force, if there is one.
        collected: how much of it is encoded.
        source: where the encoded text comes from; ``None`` where nothing is collected.
    """

    id: str
    title: str
    english: str = field(default="", kw_only=True)
    number: str | None
    place: str
    distance: int
    state: InstrumentState
    effective: dt.date | None
    expires: dt.date | None
    collected: Collected
    source: Source | None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "id": self.id,
            "title": self.title,
            "english": self.english,
            "number": self.number,
            "place": self.place,
            "distance": self.distance,
            "state": str(self.state),
            "effective": self.effective.isoformat() if self.effective else None,
            "expires": self.expires.isoformat() if self.expires else None,
            "collected": str(self.collected),
            "source": str(self.source) if self.source else None,
        }

    def line(self, lang: str) -> str:
        """One line for a reader."""
        if lang == "en":
            return f"{self.id} ({self.english}): {self.state}, collected: {self.collected}"
        return f"《{self.title}》：{INSTRUMENT_TERMS[self.state]}，{COLLECTED_TERMS[self.collected]}"
