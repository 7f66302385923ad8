"""Running the cases against mutants, one pack at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...packs.shelf import Shelf
from ...reading.document import Location
from .cases import Case, Cases, Replaced, orders_of
from .workshop import Mutant, Workshop

_EQUAL, _SURVIVED = "=", "?"


@dataclass(frozen=True)
class Fate:
    """What became of a mutant.

    Attributes:
        number: which mutant of the pack it is.
        killed_by: digest of the case that noticed it; ``None`` where none did.
        equal: whether it is proved to answer every question as the pack does.
    """

    number: int
    killed_by: str | None = None
    equal: bool = False

    @property
    def survived(self) -> bool:
        """Whether no case noticed it though it answers otherwise."""
        return self.killed_by is None and not self.equal

    @property
    def told(self) -> str:
        """It in one word, to be kept."""
        return _EQUAL if self.equal else _SURVIVED if self.killed_by is None else self.killed_by

    @classmethod
    def of(cls, number: int, told: str) -> Fate:
        """The fate that was kept."""
        return cls(number, equal=told == _EQUAL, killed_by=None if told in (_EQUAL, _SURVIVED) else told)


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
        """What becomes of some mutants of the pack."""
        for number in numbers:
            killer = self.killer(self.workshop.mutants[number])
            yield Fate(number, None if killer is None else killer.digest)

    def killer(self, mutant: Mutant) -> Case | None:
        """The first case that comes out otherwise under a mutant."""
        pack = self.workshop.rebuilt(mutant)
        assert pack is not None
        asked = orders_of(Replaced(self._shelf, pack), self.instrument)
        for case in self._order(mutant):
            if case.runnable.run(asked(case.runnable.again))[0]:
                return case
        return None

    def _order(self, mutant: Mutant) -> list[Case]:
        found = self._orders.get(mutant.rule.at)
        if found is None:
            found = self._orders[mutant.rule.at] = self.cases.likeliest_first(mutant.rule)
        return found

    @cached_property
    def _orders(self) -> dict[Location, list[Case]]:
        return {}
