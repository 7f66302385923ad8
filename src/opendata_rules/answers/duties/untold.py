"""What days, years and declared lengths that nobody has told can come to together, against the known ones and today.

A diagram tests a comparison of days as if it could be true or false by itself. Which of them can be so together hangs
on the calendar: no plan of a year that has begun is late before that year's end of May. So days and years are tried on
either side of whatever they are compared with, facts on which the length of a term hangs value by value; what they
come to is all that can be.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence

from ...logic.conditions import AtLeast, Condition, Earlier, InTerm, Past, Predates, facts_of
from ...logic.diagrams import Node
from ...logic.propositions import Propositions
from ...norms.order import LegalOrder
from ...vocabulary.facts import FactType, FactValue
from ...working_days.rough import RoughCalendar
from .untold_days import Group, Trial, Vector

#: Most ways in which several groups may stand together; beyond, one of them is left open.
_MOST_WAYS = 2_000


class Untold:
    """The groups of the comparisons of one topic. Safe to share between threads.

    Args:
        order: the law.
        propositions: the variables of its duties.
        effective: first day of the instrument that judges; ``None`` where it judges whatever the day.
        lengths: by step, the facts that the length of its term hangs on.
    """

    def __init__(
        self,
        order: LegalOrder,
        propositions: Propositions,
        effective: dt.date | None,
        lengths: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._order = order
        self._propositions = propositions
        self._effective = effective
        self._lengths = lengths
        self.groups: tuple[Group, ...] = tuple(self._groups())
        #: the levels of all their comparisons
        self.levels: frozenset[int] = frozenset(level for group in self.groups for level, _ in group.comparisons)

    def _groups(self) -> Iterator[Group]:
        joined: list[tuple[list[tuple[int, Condition]], set[str]]] = []
        for level, comparison in self._propositions.compared:
            names = {*self._measured(comparison), *self._hanging(comparison)}
            touched = [one for one in joined if one[1] & names]
            joined = [one for one in joined if not one[1] & names]
            together = [item for one in touched for item in one[0]]
            joined.append(([*together, (level, comparison)], names.union(*(one[1] for one in touched))))
        told = {*self._order.vocabulary.days.happened, *itertools.chain(*self._order.vocabulary.days.sequels)}
        for comparisons, names in joined:
            terms = any(isinstance(one, InTerm | Predates) for _, one in comparisons)
            if terms or (names & told and len(comparisons) > 1):
                yield self._group(tuple(sorted(comparisons, key=lambda item: item[0])), names)

    def _group(self, comparisons: tuple[tuple[int, Condition], ...], names: set[str]) -> Group:
        book = self._order.vocabulary.facts
        said = dict(self._propositions.said)
        starts = [one.start for _, one in comparisons if isinstance(one, InTerm | Predates)]
        ends = {one.done for _, one in comparisons if isinstance(one, InTerm | Predates)}
        # A number first, then the days from which terms are counted, those first that end none.
        measured = sorted(
            (name for name in names if not book[name].finite),
            key=lambda name: (book[name].type is not FactType.INT, name not in starts, name in ends, name),
        )
        finite = tuple(sorted(name for name in names if book[name].finite))
        return Group(comparisons, tuple(measured), finite, {day: said[day] for day in measured if day in said})

    def _measured(self, comparison: Condition) -> Iterator[str]:
        match comparison:
            case InTerm(start=start, done=done) | Predates(start=start, done=done):
                yield from (name for name in (start, done) if name)
            case AtLeast() | Past() | Earlier():
                yield from facts_of(comparison)

    def _hanging(self, comparison: Condition) -> tuple[str, ...]:
        term = comparison.term if isinstance(comparison, InTerm | Predates) else None
        return self._lengths.get(term, ()) if isinstance(term, str) else ()

    def together(self, known: Sequence[int], facts: Mapping[str, FactValue]) -> tuple[Vector, ...] | None:
        """All ways in which what is not told may stand together with what is; none where the facts cannot be so.

        Args:
            known: the places of the known facts.
            facts: the known facts by id, none of which contradicts another by itself.

        Returns:
            ``None`` where nothing is known of days and numbers, so that :attr:`ties` say it.
        """
        if not any(name in facts for group in self.groups for name in group.measured):
            return None
        found: tuple[Vector, ...] = ({},)
        for group in self.groups:
            if any(known[level] == 2 for level, _ in group.comparisons):
                vectors = self.vectors(group, facts)
                if len(vectors) * len(found) <= _MOST_WAYS:
                    found = tuple({**one, **other} for one in found for other in vectors)
        return found

    def sure(self) -> Iterator[Vector]:
        """Ways in which days and numbers may stand together, found without reading the calendar; not all there are."""
        order = self._order.with_calendar(RoughCalendar)
        each = [
            Trial(order, self._propositions, self._effective, self._lengths, group, {}, roughly=True).found()
            for group in self.groups
        ]
        if len(each) == 1:
            yield from each[0]
        else:
            for chosen in itertools.islice(itertools.product(*each), _MOST_WAYS):
                yield {level: place for vector in chosen for level, place in vector.items()}

    @functools.cached_property
    def ties(self) -> tuple[Node, ...]:
        """By group, what it can come to where none of its days and numbers is known."""
        return tuple(self._propositions.of_vectors(self.vectors(group, {})) for group in self.groups)

    def vectors(self, group: Group, facts: Mapping[str, FactValue]) -> tuple[Vector, ...]:
        """What a group can come to; without end of it, one vector that leaves all open.

        Args:
            group: the comparisons.
            facts: the known facts by id, none of which contradicts another by itself.
        """
        return Trial(self._order, self._propositions, self._effective, self._lengths, group, facts).vectors()
