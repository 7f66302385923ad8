"""Running the cases against mutants, one pack at a time, and telling what those that survive answer otherwise."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...analysis.differences.laws import differences
from ...analysis.differences.results import Difference, QuestionKind
from ...norms.versions import with_versions
from ...packs.shelf import Shelf
from ...reading.document import Location
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import Compliance
from ..rule_cases.written import DutyCaseModel
from .added import Missing, case_of_act, missing_case
from .cases import Case, Cases, Replaced, orders_of
from .workshop import Mutant, Rule, Workshop

_PRECEDES = chinese("precedes")
_EQUAL, _SURVIVED = "=", "?"
#: A day to ask about where neither the instrument nor a case names one.
_SOME_DAY = dt.date(2026, 3, 10)


@dataclass(frozen=True)
class Fate:
    """What became of a mutant.

    Attributes:
        number: which mutant of the pack it is.
        killed_by: digest of the case that noticed it; ``None`` where none did.
        equal: whether it is proved to answer every question as the pack does.
        missing: of a survivor, the case that would notice it; ``None`` where no case can.
    """

    number: int
    killed_by: str | None = None
    equal: bool = False
    missing: Missing | None = None

    @property
    def survived(self) -> bool:
        """Whether no case noticed it though it answers otherwise."""
        return self.killed_by is None and not self.equal

    @property
    def told(self) -> str:
        """It as text, to be kept."""
        if self.survived:
            case = self.missing
            return _SURVIVED + ("" if case is None else json.dumps([case.file, case.kind, case.case]))
        return _EQUAL if self.equal else str(self.killed_by)

    @classmethod
    def of(cls, number: int, told: str) -> Fate:
        """The fate that was kept."""
        if told.startswith(_SURVIVED):
            return cls(number, missing=Missing(*json.loads(told[1:])) if told[1:] else None)
        return cls(number, equal=True) if told == _EQUAL else cls(number, told)


class Bench:
    """The mutants of one pack and the cases that run against them.

    Args:
        shelf: the packs.
        instrument: id of the instrument.

    Raises:
        BadPack: the pack has errors.
    """

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self._shelf = shelf
        self.instrument = instrument
        self.workshop = Workshop(shelf, instrument)

    @cached_property
    def cases(self) -> Cases:
        """The cases beside the pack."""
        return Cases(self._shelf, self.instrument)

    def fates(self, numbers: Iterable[int]) -> Iterator[Fate]:
        """What becomes of some mutants of the pack.

        Raises:
            BadPack: the rules are too entangled to be compared.
        """
        for number in numbers:
            mutant = self.workshop.mutants[number]
            killer = self.killer(mutant)
            yield self._survivor(mutant) if killer is None else Fate(number, killer.digest)

    def killer(self, mutant: Mutant) -> Case | None:
        """The first case that comes out otherwise under a mutant."""
        asked = orders_of(self._with(mutant), self.instrument)
        for case in self._order(mutant.rule):
            if case.runnable.run(asked(case.runnable.again)).failures:
                return case
        return None

    def _with(self, mutant: Mutant) -> Replaced:
        pack = self.workshop.rebuilt(mutant)
        assert pack is not None
        return Replaced(self._shelf, pack)

    def _order(self, rule: Rule) -> list[Case]:
        found = self._orders.get(rule.at)
        if found is None:
            found = self._orders[rule.at] = self.cases.likeliest_first(rule)
        return found

    @cached_property
    def _orders(self) -> dict[Location, list[Case]]:
        return {}

    # -- survivors ----------------------------------------------------------------------------------------------------

    def _survivor(self, mutant: Mutant) -> Fate:
        """What a mutant that no case noticed answers otherwise, in whatever place its instrument binds."""
        packs = self._with(mutant)
        equal, found = True, None
        for asked in self._laws(mutant.rule):
            laws = self._shelf.order(*asked), packs.order(*asked)
            # Where the first example shows only what a program would ask next, another may show more.
            for first_only in (True, False):
                apart = differences(*laws, first_only=first_only)
                equal = equal and not apart
                for missing in (self._missing(mutant, one, asked, packs) for one in apart):
                    if missing is not None and missing.telling:
                        return Fate(mutant.number, missing=missing)
                    found = found or missing
                if not apart:
                    break
        return Fate(mutant.number, equal=equal, missing=found)

    def _missing(
        self, mutant: Mutant, difference: Difference, asked: tuple[str, dt.date, bool], packs: Replaced
    ) -> Missing | None:
        if difference.question is not QuestionKind.PRECEDENCE:
            return missing_case(mutant, difference, asked, self._shelf, packs)
        broken = f"{mutant.rule.id}:{Compliance.NONCOMPLIANT}"
        known = [
            one.runnable.case.facts
            for one in self.cases.seeing(mutant.rule)
            if broken in self.cases.tried[one.digest].rules and isinstance(one.runnable.case, DutyCaseModel)
        ]
        act = self.workshop.words.procedures.act(mutant.rule.written[_PRECEDES])
        return case_of_act(mutant, act.id, asked, (self._shelf, packs), known)

    def _laws(self, rule: Rule) -> Iterator[tuple[str, dt.date, bool]]:
        """Place, day and drafts of the laws to ask: of the places that bind themselves first, then of those below."""
        instrument = self.workshop.pack.instrument
        own = (one.runnable for one in self.cases.seeing(rule) if not one.runnable.again)
        days = Counter(on for on in (getattr(one.case, "on", None) for one in own) if on)
        day = days.most_common(1)[0][0] if days else instrument.effective or instrument.effective_by or _SOME_DAY
        return ((place, day, instrument.draft) for place in self._places)

    @cached_property
    def _places(self) -> tuple[str, ...]:
        known = self._shelf.jurisdictions
        found = [
            name
            for name, place in known.items()
            if any(one.instrument.id == self.instrument for one in with_versions(place.instruments, self._shelf.pack))
        ]
        pending = list(found)
        while pending:
            above = pending.pop(0)
            below = [name for name, place in known.items() if place.parent == above and name not in found]
            found += below
            pending += below
        return tuple(found)
