"""The cases beside a pack, and which of them can see a change of a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ... import digests
from ...answers.duties.compiled import conditions_of
from ...answers.duties.computation import steps_of
from ...errors import BadPack, UnknownProcedure, UnknownTopic
from ...norms.chain import Chain
from ...norms.instruments import bound_together
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...packs.shelf import Shelf
from ...reading.document import Location
from ...vocabulary.keywords import chinese
from ...vocabulary.words import Words
from ..rule_cases.common import Asked
from ..rule_cases.running import Runnable, runnable
from ..rule_cases.versions import Orders
from .workshop import Rule

_CASES, _DUTIES, _DEADLINES = "cases", "duty_cases", "deadline_cases"
_SCHEDULES, _RECURRING = "schedule_cases", "recurring_cases"
_SHARING = chinese("sharing")


class Replaced:
    """Packs with another in the place of one.

    Args:
        shelf: the packs.
        pack: the other one.
    """

    def __init__(self, shelf: Shelf, pack: Pack) -> None:
        self._shelf, self._pack = shelf, pack

    @property
    def amended(self) -> Mapping[str, str]:
        """By later version, the id of the instrument that it amends."""
        return self._shelf.amended

    def order(self, place: str, on: dt.date, drafts: bool = False) -> LegalOrder:
        """What binds a place on a date. See :meth:`Shelf.order`."""
        law = self._shelf.order(place, on, drafts)
        name = self._pack.instrument.id
        places = tuple(
            replace(one, packs=tuple(self._pack if pack.instrument.id == name else pack for pack in one.packs))
            for one in law.chain.places
        )
        return law.with_chain(Chain(on, drafts, places))


@dataclass(frozen=True)
class Tried:
    """What a case comes to as the pack is.

    Attributes:
        rules: ids of the rules that it exercises.
        failed: whether it comes out otherwise than expected.
    """

    rules: frozenset[str]
    failed: bool


@dataclass(frozen=True)
class Case:
    """A case with what it rests on.

    Attributes:
        runnable: the case.
        digest: of its meaning, whatever its name.
        about: the topic, procedure or scheme that it asks about.
    """

    runnable: Runnable
    digest: str
    about: str

    @property
    def asked(self) -> tuple[str, str, bool]:
        """Place, day and drafts: what is compiled once for all cases that share it."""
        case: Any = self.runnable.case
        day = getattr(case, "until", None) or getattr(case, "on", None) or case.trigger
        return case.place, str(day), case.drafts


class Cases:
    """The cases of one instrument.

    Args:
        shelf: the packs.
        instrument: id of the instrument.
    """

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self._shelf, self._instrument = shelf, instrument
        self.words: Words = shelf.words_for(instrument)
        self.all = tuple(Case(one, digest_of(one), self._about(one)) for one in runnable(shelf, instrument))

    @cached_property
    def tried(self) -> Mapping[str, Tried]:
        """What each case comes to as the pack is, by its digest."""
        asked = orders_of(self._shelf, self._instrument)
        found = {}
        for one in self.all:
            ran = one.runnable.run(asked(one.runnable.again))
            found[one.digest] = Tried(ran.rules, bool(ran.failures))
        return found

    def _about(self, one: Runnable) -> str:
        """The topic, procedure or scheme that a case asks about; nothing where there is none of that name."""
        case: Any = one.case
        try:
            match one.kind:
                case "cases":
                    return "change" if case.before is not None else str(case.scheme)
                case "duty_cases":
                    return self.words.vocabulary.topic(case.matter).id
                case "deadline_cases":
                    return self.words.procedures.step(case.step).name.partition(".")[0]
                case "schedule_cases":
                    return self.words.procedures.procedure(case.procedure).id
        except (UnknownTopic, UnknownProcedure):
            pass
        return ""

    def seeing(self, rule: Rule) -> tuple[Case, ...]:
        """The cases that can see a change of a rule, in the order written."""
        found = self._seeing.get(rule.at)
        if found is None:
            wanted = self._sees(rule)
            found = self._seeing[rule.at] = tuple(filter(wanted, self.all))
        return found

    @cached_property
    def _seeing(self) -> dict[Location, tuple[Case, ...]]:
        return {}

    def likeliest_first(self, rule: Rule) -> list[Case]:
        """The same, those first that most likely tell a change; what shares a day stands together."""
        seeing = [one for one in self.seeing(rule) if not self.tried[one.digest].failed]
        near = {one.digest: _near(one, rule.id, self.tried[one.digest].rules) for one in seeing}
        touched: dict[tuple[str, str, bool], int] = {}
        for one in seeing:
            touched[one.asked] = touched.get(one.asked, 0) + (near[one.digest] < 2)
        return sorted(seeing, key=lambda one: (-touched[one.asked], one.asked, near[one.digest]))

    def _sees(self, rule: Rule) -> Callable[[Case], bool]:
        kind = rule.kind
        if kind == chinese("referrals"):
            return lambda one: one.runnable.kind in (_CASES, _DUTIES)
        if kind == chinese("duties"):
            topic, monitored = self.topic_of(rule), chinese("precedes") in rule.written
            return lambda one: (
                one.about == topic if one.runnable.kind == _DUTIES else monitored and one.runnable.kind == _SCHEDULES
            )
        if kind == chinese("recurring"):
            return lambda one: one.runnable.kind == _RECURRING
        if kind in (chinese("terms"), chinese("counting")):
            procedures, topics = self.timed(rule)
            timed = {_DEADLINES: procedures, _SCHEDULES: procedures, _DUTIES: topics}
            return lambda one: one.about in timed.get(one.runnable.kind, ())
        if kind == chinese("changes"):
            return lambda one: one.runnable.kind == _CASES and one.about == "change"
        if rule.scheme == _SHARING:
            return lambda one: one.runnable.kind == _CASES and one.about == _SHARING
        return lambda one: one.runnable.kind == _CASES

    @cached_property
    def _pack(self) -> Pack:
        return self._shelf.pack(self._instrument)

    def topic_of(self, rule: Rule) -> str:
        """Id of the topic of a duty."""
        return next(duty.topic for duty in self._pack.duties if duty.id == rule.id)

    def timed(self, rule: Rule) -> tuple[set[str], frozenset[str]]:
        """The procedures that a term belongs to, and the topics whose duties ask about it."""
        units = {one.unit for one in self._pack.counting if one.id == rule.id}
        terms = [one for one in self._pack.terms if one.id == rule.id or one.unit in units]
        procedures = {one.step.partition(".")[0] for one in terms}
        return procedures, self.topics(procedures)

    def topics(self, procedures: Iterable[str]) -> frozenset[str]:
        """The topics whose duties, of whatever pack beside, ask about terms of some procedures."""
        wanted = set(procedures)
        return frozenset(topic for topic, asked in self._topics if asked & wanted)

    def procedures(self, topic: str) -> frozenset[str]:
        """The procedures whose terms the duties of a topic ask about."""
        return frozenset(name for other, asked in self._topics if other == topic for name in asked)

    @cached_property
    def _topics(self) -> list[tuple[str, set[str]]]:
        """For each duty that may bind where the instrument does, its topic and the procedures that it asks about."""
        return [
            (duty.topic, {step.partition(".")[0] for part in conditions_of(duty) for step in steps_of(part)})
            for pack in packs_beside(self._shelf, self._instrument)
            for duty in pack.duties
        ]


def packs_beside(shelf: Shelf, instrument: str) -> Iterator[Pack]:
    """The packs that may bind in one place with an instrument, itself among them."""
    for name in sorted({instrument, *bound_together(instrument, shelf.jurisdictions, shelf.amended)}):
        try:
            yield shelf.pack(name)
        except BadPack:
            continue


def orders_of(shelf: Shelf | Replaced, instrument: str) -> Callable[[bool], Asked]:
    """What the cases of an instrument are asked of, those of the version before in their own way."""
    made: dict[bool, Asked] = {}

    def orders(again: bool) -> Asked:
        if again not in made:
            made[again] = Orders(shelf, instrument, from_start=again)
        return made[again]

    return orders


def digest_of(one: Runnable) -> str:
    """The digest of what a case asks and expects, whatever it is called."""
    told = one.case.model_dump(mode="json", exclude={"situation", "near_misses"}, exclude_defaults=True)
    return digests.digest([one.kind, one.again, told])


def digest_of_all(cases: Iterable[str]) -> str:
    """The digest of several cases by theirs, in whatever order."""
    return digests.digest(sorted(set(cases)))


def _near(one: Case, rule: str, exercised: frozenset[str]) -> int:
    """How near a case is to a rule: it expects something of it, it exercises it, neither."""
    case: Any = one.runnable.case
    named = {*(getattr(case, "findings", None) or ()), *(getattr(case, "lacking", None) or ())}
    if rule in named and (rule in exercised or len(named) == 1):
        return 0
    return 1 if rule in exercised else 2
