"""Guards: what has to be so before an act may be done, read off the rules of the packs.

A duty with 先于 asks that it be fulfilled before an act; a provision on attribute changes asks for each of its hard
requirements before the change. Both come down to one thing: *this act, where these conditions hold, needs those*.
Conditions are taken apart into atoms, so that the network of the engine can join the act with them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from ...answers.duties.timing import LawTiming
from ...logic.conditions import Alike, All, AnyOf, AtLeast, Condition, Earlier, InTerm, NoneOf, Past, evaluate, facts_of
from ...norms.chain import Resolution
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.provisions import Change, DutyRule
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Attribute, WarningCode
from ..log.history import Done, History


@dataclass(frozen=True)
class Guard:
    """What an act needs by one rule.

    Attributes:
        act: id of the act.
        rule: the duty, or the provision on changes.
        instrument: id of the instrument that it stands in.
        need: id of the requirement, where the rule has several; else empty.
        asks: what it asks for, in Chinese and English.
        compares: whether what it asks for is told by days or numbers.
        premise: ways in which it may apply, each a tuple of numbers of atoms that hold.
        lacking: ways in which it may be broken, each a tuple of numbers of atoms that did not hold in time.
    """

    act: str
    rule: DutyRule | Change
    instrument: str
    need: str
    asks: tuple[str, str]
    compares: bool
    premise: tuple[tuple[int, ...], ...]
    lacking: tuple[tuple[int, ...], ...]

    @functools.cached_property
    def atoms(self) -> tuple[int, ...]:
        """Every atom that it asks about, in order."""
        return tuple(sorted({atom for way in (*self.premise, *self.lacking) for atom in way}))

    @functools.cached_property
    def bars(self) -> frozenset[int]:
        """The atoms that had to hold in time."""
        return frozenset(atom for way in self.lacking for atom in way)


class View:
    """What is known of a case as seen from an act in it, at the end of a day or of all days."""

    def __init__(self, history: History, done: Done, law: LegalOrder) -> None:
        self.done = done
        self.days = sorted({telling.date for telling in history.tellings} | {done.day})
        self._history = history
        self._law = law
        self._known: dict[dt.date | None, LawTiming] = {}
        #: Whether a fact says by itself what came first.
        self.recorded = any(
            telling.fact in done.act.recorded and (done.previous is None or telling.date > done.previous)
            for telling in history.tellings
        )

    def facts(self, until: dt.date | None = None) -> dict[str, FactValue]:
        """The facts, with the day of the act."""
        facts = self._history.known(until, self.done)
        if self.done.act.day is not None:
            facts[self.done.act.day] = self.done.day
        return facts

    def truth(self, condition: Condition, until: dt.date | None = None) -> bool | None:
        """Whether a condition holds; ``None`` where that is not known."""
        timing = self._known.get(until)
        if timing is None:
            timing = self._known[until] = LawTiming(self._law, self.facts(until))
        return evaluate(condition, timing.facts, timing)


class Guards:
    """The guards of every instrument of a place, and the atoms of their conditions."""

    def __init__(self, law: LegalOrder) -> None:
        self._law = law
        #: the act that a provision on changes bars
        self._change = next(act.id for act in law.procedures.acts.values() if act.changes)
        self.atoms: list[Condition] = []
        self.all: list[Guard] = []
        self._applying: dict[tuple[object, ...], tuple[tuple[int, Guard], ...]] = {}
        seen: set[str] = set()
        for place in law.chain.places:
            for pack in place.packs:
                if pack.instrument.id not in seen and (law.drafts or not pack.instrument.draft):
                    seen.add(pack.instrument.id)
                    self.all += self._of(pack)

    def _of(self, pack: Pack) -> Iterator[Guard]:
        for duty in pack.duties:
            if duty.precedes is not None:
                premise = ((),) if duty.premise is None else self._holding(duty.premise)
                lacking = self._failing(duty.must)
                told = (duty.gist, duty.english)
                by_days = _compares(duty.must)
                yield Guard(duty.precedes, duty, pack.instrument.id, "", told, by_days, premise, lacking)
        for change in pack.changes:
            for need in change.requirements_at(self._law.place.level):
                if need.hard:
                    lacking = self._failing(need.condition)
                    told = (need.gist, need.english)
                    by_days = _compares(need.condition)
                    yield Guard(self._change, change, pack.instrument.id, need.id, told, by_days, ((),), lacking)

    # -- conditions taken apart -------------------------------------------------------------------------------------

    def _holding(self, condition: Condition) -> tuple[tuple[int, ...], ...]:
        """Ways in which a condition holds."""
        match condition:
            case All(parts=parts):
                return self._together([self._holding(part) for part in parts])
            case AnyOf(parts=parts):
                return tuple(way for part in parts for way in self._holding(part))
            case _:
                return ((self._atom(condition),),)

    def _failing(self, condition: Condition) -> tuple[tuple[int, ...], ...]:
        """Ways in which a condition fails."""
        match condition:
            case All(parts=parts):
                return tuple(way for part in parts for way in self._failing(part))
            case AnyOf(parts=parts):
                return self._together([self._failing(part) for part in parts])
            case _:
                return ((self._atom(condition),),)

    @staticmethod
    def _together(ways: list[tuple[tuple[int, ...], ...]]) -> tuple[tuple[int, ...], ...]:
        joined = (tuple(dict.fromkeys(atom for way in chosen for atom in way)) for chosen in product(*ways))
        return tuple(dict.fromkeys(joined))

    def _atom(self, condition: Condition) -> int:
        if condition not in self.atoms:
            self.atoms.append(condition)
        return self.atoms.index(condition)

    # -- a case -----------------------------------------------------------------------------------------------------

    def applying(self, done: Done) -> tuple[tuple[int, Guard], ...]:
        """The guards of an act that answer on its day, numbered: those of the nearest instrument in force with any."""
        key = (done.act.id, self._law.epoch(done.day), done.before, done.after, done.direction)
        found = self._applying.get(key)
        if found is None:
            found = self._applying[key] = tuple(self._found(done))
        return found

    def _found(self, done: Done) -> Iterator[tuple[int, Guard]]:
        chain = self._law.chain_at(done.day)
        for number, guard in enumerate(self.all):
            if guard.act != done.act.id:
                continue
            if not _reaches(guard.rule, done):
                continue
            found = chain.resolve(_regulating(guard.rule, done))
            unsure = self._law.strict and any(one.code is WarningCode.MISSING_INSTRUMENT for one in found.warnings)
            if _answers(found, guard.instrument) and not unsure:
                yield number, guard

    def since(self, guard: Guard, atom: int, view: View) -> dt.date | None:
        """From when an atom of a guard is known to hold, seen from an act.

        Where dates or numbers are compared, it is they that say what came first, and not when they were told. Else a
        fact holds from the day of the event that tells it. Of a provision on changes only the consent has to be told in
        time, and not even that where its day is told; other requirements are broken by what is known against them.

        Returns:
            The first day on which it does, if it does at the end of the day of the act; else the first such day after
            it; ``date.max`` where it is known not to hold; ``None`` where that is not known.
        """
        condition = self.atoms[atom]
        truth, day = view.truth(condition), view.done.day
        if truth is None:
            return None
        if _compares(condition):
            # What held at the end of the day of the act is not undone by what is told of later days.
            return day if truth or view.truth(condition, day) else dt.date.max
        asked = set(facts_of(condition))
        if isinstance(guard.rule, Change) and (view.recorded or not asked <= view.done.act.spends):
            at = view.truth(condition, day)
            return day if at or (truth and (view.recorded or at is None)) else dt.date.max
        held = [known for known in view.days if view.truth(condition, known)]
        first = held[0] if held else dt.date.max
        if first <= day and not (asked <= view.done.act.standing or view.truth(condition, day)):
            first = next((known for known in held if known > day), dt.date.max)
        return first

    def holds(self, guard: Guard, view: View) -> bool:
        """Whether a guard is known to apply to the case."""
        return any(all(view.truth(self.atoms[atom]) for atom in way) for way in guard.premise)

    def unknown(self, guard: Guard, view: View) -> tuple[str, ...]:
        """Ids of the facts that would tell whether what a guard needs was so; empty where that is known."""
        facts = view.facts()
        names: dict[str, None] = {}
        for way in guard.lacking:
            truths = {atom: view.truth(self.atoms[atom]) for atom in way}
            if True not in truths.values():
                for atom, truth in truths.items():
                    if truth is None:
                        names |= dict.fromkeys(name for name in facts_of(self.atoms[atom]) if name not in facts)
        return tuple(names)


def _compares(condition: Condition) -> bool:
    """Whether a condition compares days or numbers anywhere."""
    match condition:
        case InTerm() | AtLeast() | Earlier() | Past():
            return True
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            return any(map(_compares, parts))
        case _:
            return False


def _reaches(rule: DutyRule | Change, done: Done) -> bool:
    """Whether a rule speaks of an act of this kind."""
    if isinstance(rule, DutyRule):
        return True
    if done.before is done.after:
        return done.direction in rule.condition_changes
    if done.before is None:
        # What was held before is not known: whatever it was, if the rule speaks of all of them.
        return all((held, done.after) in rule.moves for held in Attribute if held is not done.after)
    return (done.before, done.after) in rule.moves


def _regulating(rule: DutyRule | Change, done: Done) -> Callable[[Pack], bool]:
    """Whether a pack regulates the matter that a rule is about."""
    if isinstance(rule, DutyRule):
        topic = rule.topic
        return lambda pack: any(duty.topic == topic for duty in pack.duties)
    return lambda pack: any(_reaches(change, done) for change in pack.changes)


def _answers(resolution: Resolution, instrument: str) -> bool:
    return resolution.answer is not None and resolution.answer.standing.id == instrument
