"""What the fate of a mutant hangs on, as a digest: rules, days and words that the cases that can see it look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from ... import digests
from ...errors import BadPack
from ...norms.pack import Pack
from ...norms.provisions import CountingRule, DutyRule, Provision, RecurringRule, Referral, TermRule
from ...packs.shelf import Shelf
from ...vocabulary.keywords import chinese
from ..kept import engine
from .cases import Cases, packs_beside
from .workshop import Mutant, Rule, Workshop

_Wanted = Callable[[Provision], bool]


class Resting:
    """What the mutants of one pack hang on.

    Args:
        shelf: the packs.
        workshop: the rules of the pack.
        cases: the cases beside it.
    """

    def __init__(self, shelf: Shelf, workshop: Workshop, cases: Cases) -> None:
        self._shelf, self._workshop, self._cases = shelf, workshop, cases
        self._told: dict[int, str] = {}
        self._wholes: dict[tuple[Any, ...], str] = {}

    def digest(self, mutant: Mutant) -> str:
        """The digest of everything that the fate of a mutant hangs on, cases apart."""
        written = None if mutant.written is None else digests.canonical(mutant.written)
        return digests.digest([self._around(mutant.rule), mutant.rule.kind, mutant.rule.id, written])

    @cached_property
    def whole(self) -> str:
        """The digest of the pack, of those beside it, and of all its cases: what a clean run has proved."""
        packs = [pack.meaning.whole for pack in packs_beside(self._shelf, self._workshop.instrument)]
        return digests.digest([self._base, packs, sorted({one.digest for one in self._cases.all})])

    def _around(self, rule: Rule) -> str:
        """What all mutants of a rule hang on: the rules that are asked together with it, itself among them."""
        name, wanted = self._asked_with(rule)
        found = self._wholes.get(name)
        if found is None:
            rules = [
                [pack.instrument.id, self._digest(one)]
                for pack in self._packs
                for one in pack.provisions()
                if wanted(one)
            ]
            found = self._wholes[name] = digests.digest([self._base, rules])
        return found

    def _asked_with(self, rule: Rule) -> tuple[tuple[Any, ...], _Wanted]:
        kind, cases = rule.kind, self._cases
        # What comes before an act is seen by a monitor, which looks at everything.
        monitored = chinese("precedes") in rule.written
        if kind in (chinese("duties"), chinese("terms"), chinese("counting")) and not monitored:
            if kind == chinese("duties"):
                topics = frozenset({cases.topic_of(rule)})
                procedures = cases.procedures(cases.topic_of(rule))
            else:
                own, topics = cases.timed(rule)
                procedures = frozenset(own).union(*map(cases.procedures, topics))

            def timed(one: Provision) -> bool:
                match one:
                    case DutyRule(topic=topic):
                        return topic in topics
                    case TermRule(step=step):
                        return step.partition(".")[0] in procedures
                return isinstance(one, CountingRule | Referral)

            return ("timed", topics, procedures), timed
        if kind == chinese("recurring"):
            return ("recurring",), lambda one: isinstance(one, RecurringRule)
        if monitored or kind == chinese("referrals"):
            return ("all",), lambda one: True
        return ("classes",), lambda one: not isinstance(one, DutyRule | TermRule | CountingRule | RecurringRule)

    def _digest(self, rule: Provision) -> str:
        found = self._told.get(id(rule))
        if found is None:
            found = self._told[id(rule)] = digests.digest(digests.meaning(rule))
        return found

    @cached_property
    def _packs(self) -> tuple[Pack, ...]:
        return tuple(packs_beside(self._shelf, self._workshop.instrument))

    @cached_property
    def _base(self) -> str:
        """What everything hangs on: the engine, places, instruments, own words, holidays."""
        try:
            days = self._shelf.calendar.digest
        except BadPack:
            days = ""
        places = [digests.meaning(self._shelf.jurisdictions[name]) for name in sorted(self._shelf.jurisdictions)]
        return digests.digest([engine(), days, places, list(self._heads())])

    def _heads(self) -> Iterator[Any]:
        for pack in self._packs:
            yield [digests.meaning(pack.instrument), digests.meaning(pack.brought), sorted(pack.numbers.items())]
