"""Marks: what the library has to know of a fact or a topic beyond its meaning, so that no program names one.

Which fact has which mark stands in ``facts.yaml`` and in the packs; here is only what there can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..values import FrozenDict, Term, fill


class JudgedAs(Term):
    """The question that a topic belongs to."""

    OPENING = "opening"
    SHARING = "sharing"
    CHANGE = "change"
    DEADLINE = "deadline"
    DUTIES = "duties"
    SCOPE = "scope"


class Role(Term):
    """The part that a fact plays in an answer, where the answer has to find it.

    ``approver``: the authority whose consent to a change counts. ``direction``: the way in which conditions change
    where the attribute stays. ``masking``, ``consent``: what tells that this cure was applied, by a value that can be
    brought about.
    """

    APPROVER = "approver"
    DIRECTION = "direction"
    MASKING = "masking"
    CONSENT = "consent"


class Cure(Term):
    """What removes the obstacle that a fact is."""

    MASKING = "masking"
    CONSENT = "consent"


#: What tells that a cure was applied.
APPLIED: Mapping[Cure, Role] = FrozenDict({Cure.MASKING: Role.MASKING, Cure.CONSENT: Role.CONSENT})

#: What packs call the cures.
CURES_BY_TERM: Mapping[str, Cure] = {"脱敏脱密": Cure.MASKING, "同意": Cure.CONSENT}


@dataclass(frozen=True, slots=True)
class Cadence:
    """How long a declared frequency is; neither days nor months where no number of days measures it (real time)."""

    days: int = 0
    months: int = 0

    @property
    def measurable(self) -> bool:
        """Whether it is a number of days or months."""
        return bool(self.days or self.months)


@dataclass(frozen=True, slots=True)
class Days:
    """What cannot be of days.

    Attributes:
        sequels: pairs of facts: what happened on the first day cannot have come after what happened on the second.
        happened: facts that tell how things stand by a day, which is never after the day of the question.
        told: day on which something was done → the fact that says whether it was done.
    """

    sequels: tuple[tuple[str, str], ...] = ()
    happened: frozenset[str] = frozenset()
    told: Mapping[str, str] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        fill(self, told=FrozenDict(self.told))

    def beside(self, fact: str) -> tuple[str, ...]:
        """The days that are set against each other where a question uses a fact.

        Of a fact that a day tells as well, that day, and those that it cannot lie before or after; of others none.

        Args:
            fact: id of a fact.
        """
        found = dict.fromkeys(day for day, stated in self.told.items() if stated == fact)
        return tuple(found | dict.fromkeys(day for pair in self.sequels if found.keys() & pair for day in pair))
