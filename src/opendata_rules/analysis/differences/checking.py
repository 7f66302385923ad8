"""Where two laws may part on the duties of a topic: by the whole, by every duty, and by the days of their terms."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...answers.bounded import bounded
from ...answers.duties.compiled import CompiledDuties, conditions_of
from ...answers.duties.computation import Checker, checker_of, duties_of, steps_of
from ...logic.budget import Budget
from ...logic.conditions import Condition, InTerm, Predates, facts_of
from ...logic.diagrams import Node
from ...logic.joint_examples import joint_examples
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.provisions import DutyRule
from ...norms.versions import in_force_since, said_in_duty
from ...values import FrozenDict
from ...vocabulary.facts import FactValue, Topic
from ...vocabulary.marks import JudgedAs
from .classifying import standings
from .days import Wanted, looked_at, realised
from .searching import Example, Matter, example, made_to_hold, partial
from .telling import Naming, same
from .terms import measured_alike

#: Most examples for one duty.
_MOST = 24


def brought(order: LegalOrder, topic: Topic) -> tuple[object, ...]:
    """Everything that an order brings to the duties of a topic."""

    def regulates(pack: Pack) -> bool:
        return any(rule.topic == topic.id for rule in pack.duties)

    answer = order.chain.resolve(regulates).answer
    rules = tuple(rule for rule in (answer.pack.duties if answer else ()) if rule.topic == topic.id)
    steps = {rule.id: tuple(step for one in conditions_of(rule) for step in steps_of(one)) for rule in rules}
    versions = answer.versions if answer is not None else ()
    since: tuple[object, ...] = (versions[-1].instrument.effective,) if versions else ()
    if len(versions) > 1:
        # What an amendment leaves as it was has been the law all along.
        days = (in_force_since(versions, partial_of(said_in_duty, rule.id, steps[rule.id])) for rule in rules)
        since += tuple(day for day in days if day != since[0])
    return (
        standings(order, regulates),
        rules,
        since,
        order.referrals if topic.judged_as is JudgedAs.SCOPE else (),
    )


def partial_of(
    said: Callable[[Pack, str, Iterable[str]], object], rule: str, steps: Iterable[str]
) -> Callable[[Pack], object]:
    """What a pack says in a duty, with the terms that it hangs on."""
    return lambda pack: said(pack, rule, steps)


def hanging_on(order: LegalOrder, topic: Topic) -> tuple[str, ...]:
    """The steps whose terms the duties of a topic hang on."""
    rules = duties_of(order, topic.id)
    return tuple(dict.fromkeys(step for rule in rules for one in conditions_of(rule) for step in steps_of(one)))


def matters(laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming], topic: Topic) -> Iterator[Matter]:
    """What two laws say otherwise on the duties of a topic, with where that may show.

    Raises:
        BadPack: the rules are too entangled.
    """
    checkers = (checker_of(laws[0], topic.id), checker_of(laws[1], topic.id))
    yield Matter("")
    if checkers[0].scope:
        referrals = [{rule.id: rule for rule in law.referrals} for law in laws]
        for name in dict.fromkeys((*referrals[0], *referrals[1])):
            pair = (referrals[0].get(name), referrals[1].get(name))
            if not same(naming, *pair):
                yield Matter(name, made_to_hold(laws[0].vocabulary, pair))
    with bounded(laws[0], f"比较“{topic.label}”的职责", laws[1]) as budget:
        rules = tuple(dict.fromkeys((*checkers[0].rules, *checkers[1].rules)))
        if rules:
            joint = _Joint(checkers, rules, naming, budget)
            yield from joint.duties()
            yield from joint.terms()


class _Joint:
    """The duties of both laws, compiled together."""

    def __init__(
        self,
        checkers: tuple[Checker, Checker],
        rules: tuple[DutyRule, ...],
        naming: tuple[Naming, Naming],
        budget: Budget,
    ) -> None:
        self._checkers, self._naming = checkers, naming
        self._orders = tuple(one.order for one in checkers)
        vocabulary = self._orders[0].vocabulary
        lengths = [name for one in checkers for name in one.compiled.propositions.places]
        self._compiled = CompiledDuties(
            rules,
            vocabulary,
            budget,
            lengths=lengths,
            scope=checkers[0].scope,
            judges_early=all(one.effective is None for one in checkers),
            since=FrozenDict({**checkers[0].since, **checkers[1].since}),
        )
        self._propositions = self._compiled.propositions
        place = {rule: number for number, rule in enumerate(rules)}
        self._places = [{rule.id: place[rule] for rule in one.rules} for one in checkers]
        self._moved: list[tuple[int, Condition]] = []
        self._days: dict[Hashable, list[dict[str, FactValue]]] = {}
        self._wholes = [self._whole(places.values()) for places in self._places]

    def _whole(self, places: Iterable[int]) -> Node:
        found = tuple(places)
        return self._compiled.gravest(found) if found else self._propositions.diagrams.leaf(-1)

    def duties(self) -> Iterator[Matter]:
        """The duties that only one law has, or that both say otherwise; and those that stand in another order."""
        old, new = self._places
        for name in dict.fromkeys((*old, *new)):
            rules = [self._compiled.rules[places[name]] if name in places else None for places in self._places]
            if not same(self._naming, *rules):
                yield self._duty(name)
        orders = [[name for name in one if name in old and name in new] for one in self._places]
        for first, second in zip(*orders, strict=True):
            if first != second:
                yield Matter(first)

    def _duty(self, name: str) -> Matter:
        diagrams = self._propositions.diagrams
        ranks = [
            self._compiled.of_rules[places[name]] if name in places else diagrams.leaf(-1) for places in self._places
        ]
        apart = self._examples(lambda found: found[0] != found[1], (*ranks, *self._wholes))
        each = self._examples(lambda found: True, tuple(ranks))
        definite = (facts for places in itertools.chain(apart, each) for facts in self._facts(places))

        def fewer(definite: Sequence[Example]) -> Iterator[Example]:
            literals = ({fact: value} for fact in self._finite(name) for value in self._propositions.places[fact][1])
            yield from partial([{}, *literals, *(dict(one.facts) for one in definite)])

        return Matter(name, map(example, definite), fewer)

    def _finite(self, name: str) -> Iterable[str]:
        tested: dict[str, None] = {}
        for places in self._places:
            if name in places:
                levels = self._propositions.diagrams.tested(self._compiled.of_rules[places[name]])
                tested |= dict.fromkeys(self._propositions.facts_at(levels))
        return [fact for fact in tested if fact in self._propositions.places]

    def _examples(self, keep: Any, nodes: tuple[Node, ...]) -> Iterator[Mapping[int, int]]:
        found = joint_examples(self._propositions, keep, *nodes)
        for _, (_, places) in zip(range(_MOST), found, strict=False):
            yield places

    def _facts(
        self, places: Mapping[int, int], apart: tuple[tuple[Wanted, Wanted], ...] = ()
    ) -> Iterator[dict[str, FactValue]]:
        """Facts that stand at some places, with days for their comparisons; ``apart`` as in :func:`realised`."""
        stated = self._propositions.stated(places)
        wanted: list[Wanted] = []
        for level, place in places.items():
            comparison = self._propositions.variables[level].comparison
            if comparison is not None:
                wanted += (Wanted(one.order, one.effective, comparison, bool(place)) for one in self._checkers)
        if not wanted and not apart:
            yield stated
            return
        # Facts that no comparison looks at stand otherwise each time, and the days are the same: looking for them is
        # most of the work, above all where there are none.
        key = looked_at(stated, wanted, apart)
        if key not in self._days:
            found = realised(stated, wanted, apart)
            self._days[key] = [{name: one[name] for name in one if name not in stated} for one in found]
        yield from ({**stated, **added} for added in self._days[key])

    # -- terms --------------------------------------------------------------------------------------------------------

    def terms(self) -> Iterator[Matter]:
        """Where a duty hangs on a term that is another: days that keep it under one law and not under the other."""
        changed = {
            step
            for rule in self._compiled.rules
            for one in conditions_of(rule)
            for step in steps_of(one)
            if not measured_alike(self._orders, self._naming, step)
        }
        old, new = self._checkers
        moved = old.effective != new.effective or old.since != new.since
        moved = moved or old.order.calendar.digest != new.order.calendar.digest
        self._moved = [
            (level, comparison)
            for level, comparison in self._propositions.compared
            if isinstance(comparison, InTerm | Predates) and (comparison.term in changed or moved)
        ]
        for level, _ in self._moved:
            for name in dict.fromkeys((*self._places[0], *self._places[1])):
                yield Matter(name, map(example, self._hanging(name, level)))

    def _hanging(self, name: str, level: int) -> Iterator[dict[str, FactValue]]:
        """Facts on which a duty hangs on a comparison, with days for which the laws compare otherwise."""
        diagrams = self._propositions.diagrams
        for places in self._places:
            if name not in places:
                continue
            node = self._compiled.of_rules[places[name]]
            # What is told twice hangs on a comparison by what is consistent, and not by what the rule comes to.
            care = self._propositions.bearing_on(node)
            stands = diagrams.apply(lambda stand, rank: rank if stand else None, care, node)
            if level not in diagrams.tested(stands):
                continue
            answered = []
            for place in (0, 1):
                known = list(self._propositions.unknown)
                known[level] = place
                answered.append(diagrams.given(stands, known))
            parted = joint_examples(
                self._propositions, lambda pair: pair[0] != pair[1], *answered, consistent=diagrams.yes
            )
            for _, (_, found) in zip(range(_MOST), parted, strict=False):
                moved = dict(self._moved)
                rest = {other: place for other, place in found.items() if other not in moved}
                old, new = self._checkers
                apart = tuple(
                    (Wanted(old.order, old.effective, one, True), Wanted(new.order, new.effective, one, True))
                    for one in moved.values()
                    if set(facts_of(one)) & set(facts_of(moved[level]))
                )
                yield from self._facts(rest, apart)
