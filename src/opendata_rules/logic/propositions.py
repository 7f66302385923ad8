"""Conditions of every kind as diagrams: days, numbers and lists enter as propositions whose relations are known.

A fact with finitely many values is a variable as it is. A comparison of days or numbers, and each item of a list, is a
variable that is true, false or unknown on the facts. Between such variables stands what arithmetic says: no number
under three is five or more, no day is both before and after another, a term that has not run out by today had not run
out on a day before. What several facts tell twice (互证, a day beside a yes or no) stands here too: descriptions in
which they disagree are not consistent, and facts that break this are found (:meth:`Propositions.clash`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..vocabulary.facts import Constraint, FactType, FactValue, Literal, Vocabulary
from .budget import Budget
from .conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    Predates,
    Relation,
    Timing,
    evaluate,
    facts_of,
)
from .diagrams import Diagrams, Node
from .relations import excludes, follows, one_of

_BOOL: tuple[FactValue, ...] = (False, True)


@dataclass(frozen=True, slots=True)
class Variable:
    """What a diagram tests at one level.

    Attributes:
        fact: the fact whose values they are; ``None`` for a comparison.
        values: its values; false before true.
        comparison: what is true or false; ``None`` for a fact.
    """

    fact: str | None
    values: tuple[FactValue, ...]
    comparison: Condition | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that it rests on."""
        return (self.fact,) if self.fact else tuple(dict.fromkeys(facts_of(self.comparison))) if self.comparison else ()


class Propositions:
    """The variables of some conditions, the diagrams of conditions over them, and what is consistent.

    Args:
        conditions: everything that will be asked, in article order, which is the order of the variables.
        vocabulary: the facts; its constraints are folded in where they touch these.
        first: ids of facts that come before all others: those that many conditions share.
        also: ids of further facts with finitely many values: those that the length of a term hangs on.
        budget: what building the diagrams may cost.
    """

    def __init__(
        self,
        conditions: Iterable[Condition],
        vocabulary: Vocabulary,
        *,
        budget: Budget,
        first: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> None:
        conditions = tuple(conditions)
        self._vocabulary = vocabulary
        told = tuple(part for condition in conditions for part in _every(condition))
        asked = [variable for part in told for variable in self._variables(part)]
        asked += [self._of_fact(name) for name in also]
        names = dict.fromkeys([*first, *(variable.fact for variable in asked if variable.fact)])
        ties = _touching(names, vocabulary.constraints)
        tied = [name for rule in ties for name in rule.facts]
        leading = [self._of_fact(name) for name in first if vocabulary.facts[name].finite]
        self.variables: tuple[Variable, ...] = tuple(
            dict.fromkeys([*leading, *asked, *(self._of_fact(name) for name in tied)])
        )
        self._level = {variable: level for level, variable in enumerate(self.variables)}
        self.unknown: tuple[int, ...] = tuple(len(variable.values) for variable in self.variables)
        self.diagrams = Diagrams(self.unknown, budget)
        #: fact id → level and places of its values, for facts with finitely many
        self.places: dict[str, tuple[int, dict[FactValue, int]]] = {
            variable.fact: (level, {value: place for place, value in enumerate(variable.values)})
            for level, variable in enumerate(self.variables)
            if variable.fact
        }
        #: the comparisons, each with its level
        self.compared: tuple[tuple[int, Condition], ...] = tuple(
            (level, variable.comparison)
            for level, variable in enumerate(self.variables)
            if variable.comparison is not None
        )
        #: days that, once known, say that something was done, each with the fact that says the same in words
        self.said: tuple[tuple[str, str], ...] = tuple(
            dict.fromkeys(
                [(part.done, part.stated) for part in told if isinstance(part, InTerm) and part.done and part.stated]
                + [(day, stated) for day, stated in vocabulary.days.told.items() if stated in self.places]
            )
        )
        #: days that may never come: whether they are past is told in words too
        self.may_never_come: frozenset[str] = frozenset(
            one.fact for part in told if isinstance(part, Alike) for one in part.parts if isinstance(one, Past)
        )
        self._made: dict[Condition, Node] = {}
        found = [*map(self._constraint, ties), *self._relations(told)]
        self._ties = self._joined(dict.fromkeys(tie for tie in found if tie is not self.diagrams.yes))
        self.consistent = self.diagrams.both(*(tie for tie, _ in self._ties))

    def _of_fact(self, name: str) -> Variable:
        fact = self._vocabulary.facts[name]
        return Variable(name, _BOOL if fact.type is FactType.BOOL else tuple(value for value, _ in fact.values))

    def _variables(self, part: Condition) -> Iterator[Variable]:
        """The variables of one comparison."""
        match part:
            case Is(fact=fact):
                yield self._of_fact(fact)
            case Holds(fact=fact, values=values):
                yield from (Variable(None, _BOOL, Holds(fact, (value,))) for value in values)
            case Earlier(stated=str() as stated):
                yield self._of_fact(stated)
                yield Variable(None, _BOOL, replace(part, stated=None))
            case Past(fact=fact):
                yield Variable(None, _BOOL, Past(fact, True))
            case InTerm(stated=stated):
                if stated:
                    yield self._of_fact(stated)
                yield from (Variable(None, _BOOL, one) for one in _terms(part))
            case AtLeast() | Earlier() | Predates():
                yield Variable(None, _BOOL, part)

    # -- diagrams -----------------------------------------------------------------------------------------------------

    def node(self, condition: Condition) -> Node:
        """The diagram of a condition; made once."""
        found = self._made.get(condition)
        if found is None:
            found = self._made[condition] = self._node(condition)
        return found

    def _node(self, condition: Condition) -> Node:
        diagrams = self.diagrams
        match condition:
            case Is(fact=fact, values=values):
                level, places = self.places[fact]
                return diagrams.test(level, {places[value] for value in values})
            case All(parts=parts):
                return diagrams.both(*map(self.node, parts))
            case AnyOf(parts=parts):
                return diagrams.either(*map(self.node, parts))
            case NoneOf(parts=parts):
                return diagrams.negated(diagrams.either(*map(self.node, parts)))
            case Alike(parts=parts):
                # Where the parts disagree the facts are not consistent, so that one speaks for all.
                return self.node(parts[0])
            case Holds(fact=fact, values=values, absent=absent):
                items = [self._true(Holds(fact, (value,))) for value in values]
                return diagrams.negated(diagrams.either(*items)) if absent else diagrams.both(*items)
            case Earlier(stated=str() as stated):
                return self.node(Is(stated, (True,)))
            case Past(fact=fact, past=past):
                passed = self._true(Past(fact, True))
                return passed if past else diagrams.negated(passed)
            case InTerm():
                return self._in_term(condition)
            case _:
                return self._true(condition)

    def _true(self, comparison: Condition) -> Node:
        return self.diagrams.test(self._level[Variable(None, _BOOL, comparison)], {1})

    def _in_term(self, condition: InTerm) -> Node:
        """On the day it was done; where it was not done at all, today."""
        diagrams = self.diagrams
        after = condition.relation is Relation.AFTER
        by_day = [diagrams.negated(self._true(one)) if after else self._true(one) for one in _terms(condition)]
        if condition.stated is None:
            return by_day[0]
        undone = self.node(Is(condition.stated, (False,)))
        done, today = by_day
        return diagrams.either(diagrams.both(undone, today), diagrams.both(diagrams.negated(undone), done))

    def _constraint(self, rule: Constraint) -> Node:
        def literal(item: Literal) -> Node:
            return self.node(Is(item.fact, (item.value,)))

        diagrams = self.diagrams
        return diagrams.either(diagrams.negated(literal(rule.premise)), *map(literal, rule.alternatives))

    def _relations(self, told: Iterable[Condition]) -> Iterator[Node]:
        """What arithmetic, and telling one thing twice, say of the variables."""
        diagrams = self.diagrams
        comparisons = [comparison for _, comparison in self.compared]
        for one, other in itertools.permutations(comparisons, 2):
            if follows(one, other):
                yield diagrams.either(diagrams.negated(self._true(one)), self._true(other))
            if excludes(one, other):
                yield diagrams.negated(diagrams.both(self._true(one), self._true(other)))
            if one_of(one, other):
                yield diagrams.either(self._true(one), self._true(other))
        for part in dict.fromkeys(told):
            if isinstance(part, Alike):
                nodes = [self.node(each) for each in part.parts]
                yield diagrams.apply(lambda *truths: len(set(truths)) == 1, *nodes)
            elif isinstance(part, Earlier) and part.stated:
                by_day = self._true(replace(part, stated=None))
                yield diagrams.apply(bool.__eq__, by_day, self.node(Is(part.stated, (True,))))

    def _joined(self, ties: Iterable[Node]) -> tuple[tuple[Node, frozenset[int]], ...]:
        """Ties that share no variable with each other, each with the variables that it ties together."""
        groups: list[tuple[list[Node], frozenset[int]]] = []
        for tie in ties:
            levels = frozenset(self.diagrams.tested(tie))
            touched = [group for group in groups if group[1] & levels]
            groups = [group for group in groups if not group[1] & levels]
            nodes = [node for group in touched for node in group[0]]
            groups.append(([*nodes, tie], levels.union(*(group[1] for group in touched))))
        return tuple((self.diagrams.both(*nodes), levels) for nodes, levels in groups)

    def bearing_on(self, *diagrams: Node) -> Node:
        """What is consistent, as far as it bears on what some diagrams test."""
        levels = {level for diagram in diagrams for level in self.diagrams.tested(diagram)}
        return self.diagrams.both(*(tie for tie, tied in self._ties if tied & levels))

    def levels_of(self, part: Condition) -> frozenset[int]:
        """The levels of the variables of a condition, and of what tells the same."""
        return frozenset(self._level[variable] for each in _every(part) for variable in self._variables(each))

    # -- facts --------------------------------------------------------------------------------------------------------

    def read(self, facts: Mapping[str, FactValue], timing: Timing | None) -> list[int]:
        """For each variable the place of its value; the number of its values where it is unknown.

        Args:
            facts: the known facts by id; those of no variable are left out.
            timing: what day it is and when terms end.
        """
        known = list(self.unknown)
        for name, value in facts.items():
            found = self.places.get(name)
            if found is not None:
                level, places = found
                known[level] = places[value]
        for level, comparison in self.compared:
            truth = evaluate(comparison, facts, timing)
            if truth is not None:
                known[level] = int(truth)
        for day, stated in self.said:
            level, _ = self.places[stated]
            if day in facts and known[level] == 2:
                known[level] = 1
        return known

    def of_vectors(self, vectors: Iterable[Mapping[int, int]], diagrams: Diagrams | None = None) -> Node:
        """True where the variables stand as in one of some vectors: places by level, levels left out being free.

        Args:
            vectors: what can be together.
            diagrams: where to make it; with the other diagrams by default.
        """
        made = diagrams or self.diagrams

        def build(rest: tuple[Mapping[int, int], ...], levels: tuple[int, ...]) -> Node:
            if not rest or not levels:
                return made.yes if rest else made.no
            level, *later = levels
            branches = []
            for place in range(self.unknown[level]):
                left = tuple(one for one in rest if one.get(level, place) == place)
                branches.append(build(left, tuple(later)))
            tests = [made.both(made.test(level, {place}), branch) for place, branch in enumerate(branches)]
            return branches[0] if len(set(branches)) == 1 else made.either(*tests)

        vectors = tuple(vectors)
        return build(vectors, tuple(sorted({level for one in vectors for level in one})))

    def clash(self, facts: Mapping[str, FactValue], timing: Timing | None) -> tuple[str, ...]:
        """The facts that cannot stand together, as few as show it; empty where all can.

        Args:
            facts: the known facts by id.
            timing: what day it is and when terms end.
        """
        for day, stated in self.said:
            if day in facts and facts.get(stated) is False:
                return (day, stated)
        if self._stands(facts, timing):
            return ()
        kept = dict(facts)
        for name in facts:
            fewer = {other: value for other, value in kept.items() if other != name}
            if not self._stands(fewer, timing):
                kept = fewer
        return tuple(kept)

    def _stands(self, facts: Mapping[str, FactValue], timing: Timing | None) -> bool:
        aside = self.diagrams.aside()
        return aside.given(self.consistent, self.read(facts, timing)) is not aside.no

    @property
    def weights(self) -> tuple[tuple[int, ...], ...]:
        """What stating each value of each variable costs in an example: fewest facts, then fewest of them true.

        A comparison of days or numbers costs more than all facts together: an example does not make up days.
        """
        fact = len(self.variables) + 1
        found: list[tuple[int, ...]] = []
        for variable in self.variables:
            if variable.fact is None:
                found.append((fact * fact,) * 2)
            elif variable.values == _BOOL:
                found.append((fact, fact + 1))
            else:
                found.append((fact,) * len(variable.values))
        return tuple(found)

    def stated(self, places: Mapping[int, int]) -> dict[str, FactValue]:
        """Facts with the values at some places; comparisons, which are not facts, are left out."""
        found: dict[str, FactValue] = {}
        for level, place in places.items():
            variable = self.variables[level]
            if variable.fact is not None:
                found[variable.fact] = variable.values[place]
        return found

    def facts_at(self, levels: Iterable[int]) -> tuple[str, ...]:
        """Ids of the facts that the variables of some levels rest on."""
        return tuple(dict.fromkeys(name for level in levels for name in self.variables[level].facts))


def _every(condition: Condition) -> Iterator[Condition]:
    """The condition and all its parts, comparisons and what stands for one thing told twice included."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            for part in parts:
                yield from _every(part)
        case Alike(parts=parts):
            yield condition
            for part in parts:
                yield from _every(part)
        case _:
            yield condition


def _terms(part: InTerm) -> tuple[InTerm, ...]:
    """A term as seen from the day of fulfilment, and (where that may not have come) from today."""
    relation = Relation.WITHIN if part.relation is Relation.AFTER else part.relation
    done = replace(part, relation=relation, stated=None)
    return (done, replace(done, done=None)) if part.stated else (done,)


def _touching(names: Iterable[str], constraints: Iterable[Constraint]) -> list[Constraint]:
    """The constraints that bear on some facts, directly or through each other, in their order."""
    constraints, reached = tuple(constraints), set(names)
    while True:
        found = [rule for rule in constraints if reached & set(rule.facts)]
        wider = reached.union(*(rule.facts for rule in found))
        if wider == reached:
            return found
        reached = wider
