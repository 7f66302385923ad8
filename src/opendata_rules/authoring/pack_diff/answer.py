"""What an edit of the rules changes, as a value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ...analysis.differences.results import Difference, Kind
from ...diagnostics.diagnostic import Diagnostic
from ...values import Json, Value
from .effects import Effect
from .rules import Changed


@dataclass(frozen=True, slots=True)
class PlaceDiff(Value):
    """What one place answers otherwise on one day.

    Attributes:
        place: id of the place.
        name: its Chinese name.
        old_on: the day of the old law.
        new_on: that of the new one; the same unless days are compared.
        drafts: whether drafts are treated as in force, since only then they answer.
        differences: what is answered otherwise.
    """

    place: str
    name: str
    old_on: dt.date
    new_on: dt.date
    drafts: bool
    differences: tuple[Difference, ...]

    @property
    def answers(self) -> tuple[Difference, ...]:
        """The differences of answers; wordings are none."""
        return tuple(one for one in self.differences if one.kind is not Kind.TEXT)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "place": self.place,
            "name": self.name,
            "old_on": self.old_on.isoformat(),
            "new_on": self.new_on.isoformat(),
            "drafts": self.drafts,
            "differences": [one.to_dict() for one in self.differences],
        }


@dataclass(frozen=True, slots=True)
class PackDiff(Value):
    """What an edit of the rules changes.

    Attributes:
        old: what the old state is called.
        new: what the new one is called.
        changed: what is written otherwise.
        places: what is answered otherwise, place by place and day by day; those with nothing are left out.
        asked: how many places were compared.
        catalogue: the datasets that come out otherwise, where a catalogue was given.
        log: the cases that do, where a log was.
        problems: what is wrong with packs that could not be read, on either side.
    """

    old: str
    new: str
    changed: tuple[Changed, ...]
    places: tuple[PlaceDiff, ...]
    asked: int
    catalogue: Effect | None
    log: Effect | None
    problems: tuple[tuple[str, Diagnostic], ...]

    @property
    def differs(self) -> bool:
        """Whether any answer is another: of a place, of a dataset, of a case."""
        touched = [one for one in (self.catalogue, self.log) if one is not None and one.touched]
        return bool(touched) or any(place.answers for place in self.places)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "old": self.old,
            "new": self.new,
            "differs": self.differs,
            "changed": [one.to_dict() for one in self.changed],
            "asked": self.asked,
            "places": [one.to_dict() for one in self.places],
            "catalogue": None if self.catalogue is None else self.catalogue.to_dict(),
            "log": None if self.log is None else self.log.to_dict(),
            "problems": [{"side": side, **problem.to_dict()} for side, problem in self.problems],
        }
