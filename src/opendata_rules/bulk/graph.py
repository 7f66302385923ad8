"""The classification of a law as one graph over leaves "this fact is unknown or has one of these values".

Every evaluator of many datasets walks this graph, each in its own words: bit planes, SQL. What a node says of the known
facts it says exactly: an outcome is true where some completion of the unknown facts leads to it (the cubes of
:mod:`opendata_rules.answers.classification.compiled`, constraints included), and the roots that an answer is read from
follow from these as the scalar answer does. NULL is removed at the leaves; above them there is true and false only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..answers.bounded import bounded_once
from ..answers.classification.compiled import ATTRIBUTES, Compiled, Outcome, deciding
from ..answers.classification.computation import Classifier, classifier_of
from ..logic.budget import Budget
from ..logic.cubes import Cubes, Field
from ..norms.order import LegalOrder
from ..norms.provisions import Ground, Residual
from ..values import FrozenDict
from ..vocabulary.facts import Constraint, FactType, FactValue
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, Status
from .factoring import FALSE, TRUE, Factoring, Kind, Node


@dataclass(frozen=True, slots=True)
class Graph:
    """A classification of one scheme, ready for any number of datasets.

    What the known facts of a dataset lead to is read from the roots, each the number of a node:

    * the attribute is ``a`` where ``decided[a]``, else there is none; at most one of them is true;
    * the status is the ``s`` of which ``statuses[s]`` is true; of the four it is exactly one;
    * ``possible[a]`` and ``permitted[a]`` say whether ``a`` is among the possible, the permitted attributes;
    * ``grounds[n]`` says whether ground ``n`` (in the order of :attr:`rules`) holds in every completion.

    Attributes:
        nodes: each after its parts; number 0 is never true, number 1 always.
        facts: ids of the facts that a dataset may state and that can change an answer, in the order of the law.
        rules: the grounds, strictest class first, the residual among those of its class last.
        outcomes: where some completion ends.
        stands: some completion is consistent; where it is false the facts contradict each other.
        denies: some completion does not permit the attribute.
        fails: some completion in which ground ``n`` does not hold; by ``n``. Where the facts contradict each other,
            neither this nor :attr:`denies` is true.
        decided, statuses, possible, permitted, grounds: the answers, see above.
        ruled: whether the scheme is regulated at all.
        settled: whether it is, and may be decided (under ``strict`` it may not).
    """

    nodes: tuple[Node, ...]
    facts: tuple[str, ...]
    rules: tuple[Ground | Residual, ...]
    outcomes: Mapping[Outcome, int]
    stands: int
    denies: Mapping[Attribute, int]
    fails: tuple[int, ...]
    decided: Mapping[Attribute, int]
    statuses: Mapping[Status, int]
    possible: Mapping[Attribute, int]
    permitted: Mapping[Attribute, int]
    grounds: tuple[int, ...]
    ruled: bool
    settled: bool

    @property
    def roots(self) -> tuple[int, ...]:
        """The nodes that answers are read from."""
        answers = (self.decided, self.statuses, self.possible, self.permitted)
        return (*(node for answer in answers for node in answer.values()), *self.grounds)

    def needed(self, roots: Iterable[int]) -> tuple[int, ...]:
        """The nodes that some nodes rest on, these included, each after its parts."""
        return reached(self.nodes, roots)


def reached(nodes: Sequence[Node], roots: Iterable[int]) -> tuple[int, ...]:
    """The numbers of the nodes that some nodes rest on, these included, each after its parts."""
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += nodes[number].parts
    return tuple(sorted(found))


def grounds_of(classifier: Classifier) -> tuple[Ground | Residual, ...]:
    """The grounds that answers of a classifier may name, in the order in which answers name them."""
    rules = classifier.rules
    if rules is None:
        return ()
    grounds: list[Ground | Residual] = [rule for rule in deciding(rules) if isinstance(rule, Ground)]
    if rules.residual is not None:
        grounds.append(rules.residual)
    return tuple(sorted(grounds, key=lambda rule: STRICTEST_FIRST.index(rule.outcome)))


def graph_of(
    order: LegalOrder, scheme: Scheme, unlisted: str = "unknown", stated: Collection[str] | None = None
) -> Graph:
    """The graph of a scheme under an order, for datasets that state some facts; made once.

    Args:
        order: the legal order.
        scheme: opening or sharing.
        unlisted: ``unknown``, or ``false`` to read the bool facts that no dataset states as false, as far as
            constraints let them be.
        stated: ids of the facts that datasets may state (the columns of a table); all of them by default.

    Raises:
        BadPack: the rules spread into more combinations than can be worked out.
    """
    classifier = classifier_of(order, scheme, unlisted)
    fields = classifier.layout.fields
    told = frozenset(fields if stated is None else (name for name in stated if name in fields))
    key = ("graph", scheme, unlisted, told)
    return bounded_once(order, key, "合并各条判定规则", lambda budget: _Graphing(classifier, told, budget).graph())


class _Graphing:
    """The making of one graph."""

    def __init__(self, classifier: Classifier, told: frozenset[str], budget: Budget) -> None:
        self.classifier = classifier
        self.compiled: Compiled = classifier.compiled
        self.fields: Mapping[str, Field] = classifier.layout.fields
        self.told = told
        facts = classifier.order.vocabulary.facts
        self.assumed = {
            name
            for name in self.fields
            if classifier.unlisted == "false" and name not in told and facts[name].type is FactType.BOOL
        }
        self.made = Factoring({name: field.values for name, field in self.fields.items()}, budget)
        self._not_assumed = {name: self._cannot_be_false(name) for name in self.assumed}

    # -- leaves -------------------------------------------------------------------------------------------------------

    def _may(self, fact: str, values: Iterable[FactValue]) -> int:
        """A leaf, as far as datasets state the fact at all."""
        chosen = set(values)
        if fact in self.assumed:
            return TRUE if False in chosen else self._not_assumed[fact] if chosen else FALSE
        return self.made.leaf(fact, chosen) if fact in self.told else TRUE

    def _cannot_be_false(self, fact: str) -> int:
        """Where a fact read as false gives way: some constraint on it would be contradicted."""
        rules = [rule for rule in self.classifier.order.vocabulary.constraints if fact in rule.facts]
        return self.made.negation(self.made.all(self._satisfiable(rule) for rule in rules))

    def _satisfiable(self, rule: Constraint) -> int:
        """Where the stated facts, with those read as false, do not contradict a constraint."""

        def may(fact: str, values: Iterable[FactValue]) -> int:
            if fact in self.assumed:
                return TRUE if False in values else FALSE
            return self._may(fact, values)

        premise = rule.premise
        if any(name not in self.fields for name in rule.facts):
            return TRUE
        others = [value for value in self.fields[premise.fact].values if value != premise.value]
        return self.made.any(
            [may(premise.fact, others), *(may(literal.fact, [literal.value]) for literal in rule.alternatives)]
        )

    # -- sets of cubes ------------------------------------------------------------------------------------------------

    def _terms(self, cubes: Cubes) -> list[list[int]]:
        return [
            [
                self._may(name, [v for n, v in enumerate(field.values) if not cube >> (field.shift + n) & 1])
                for name, field in self.fields.items()
                if cube & field.mask
            ]
            for cube in cubes
        ]

    def _set(self, cubes: Cubes) -> int:
        return self.made.factored(self._terms(cubes))

    def _covered(self, cubes: Cubes, known: Iterable[tuple[Cubes, int]]) -> int:
        """A set of cubes as a union of sets that were made, and what they leave."""
        parts, rest = [], cubes
        for other, node in known:
            if other and all(any(cube & one == cube for cube in cubes) for one in other):
                parts.append(node)
                rest = tuple(cube for cube in rest if not any(one & cube == one for one in other))
        return self.made.any([*parts, self._set(rest)])

    # -- the whole ----------------------------------------------------------------------------------------------------

    def graph(self) -> Graph:
        """The graph, with every root."""
        made, compiled, rules = self.made, self.compiled, grounds_of(self.classifier)
        stands = self._set(compiled.consistent)
        outcomes = {outcome: self._set(cubes) for outcome, cubes in compiled.outcomes.items()}
        known = [(cubes, outcomes[outcome]) for outcome, cubes in compiled.outcomes.items()]
        denies = {attribute: self._covered(compiled.denies[attribute], known) for attribute in STRICTEST_FIRST}
        fails = tuple(self._fails(rule, outcomes) for rule in rules)
        clear = {
            outcome: made.all([node, *(made.negation(other) for other in self._but(outcomes, outcome))])
            for outcome, node in outcomes.items()
        }
        strict, ruled = self.classifier.strict, self.classifier.rules is not None
        settled = ruled and not strict
        decided = {attribute: clear[outcome] if settled else FALSE for outcome, attribute in ATTRIBUTES.items()}
        review = made.any([made.negation(stands), clear[Outcome.REVIEW] if settled else FALSE])
        left = made.all([stands, *(made.negation(node) for node in (review, *decided.values()))])
        statuses = {
            Status.DECIDED: made.any(decided.values()),
            Status.HUMAN_REVIEW: review,
            Status.UNDETERMINED: left if ruled else FALSE,
            Status.NO_RULE_IN_FORCE: FALSE if ruled else left,
        }
        possible = {a: outcomes[outcome] if ruled else FALSE for outcome, a in ATTRIBUTES.items()}
        permitted = {a: made.all([stands, made.negation(node)]) if settled else FALSE for a, node in denies.items()}
        grounds = tuple(made.all([stands, made.negation(node)]) for node in fails)
        return Graph(
            nodes=tuple(made.nodes),
            facts=tuple(name for name in self.fields if any(node.fact == name for node in made.nodes)),
            rules=rules,
            outcomes=FrozenDict(outcomes),
            stands=stands,
            denies=FrozenDict(denies),
            fails=fails,
            decided=FrozenDict(decided),
            statuses=FrozenDict(statuses),
            possible=FrozenDict(possible),
            permitted=FrozenDict(permitted),
            grounds=grounds,
            ruled=ruled,
            settled=settled,
        )

    def _but(self, outcomes: Mapping[Outcome, int], *left_out: Outcome) -> list[int]:
        return [node for outcome, node in outcomes.items() if outcome not in left_out]

    def _fails(self, rule: Ground | Residual, outcomes: Mapping[Outcome, int]) -> int:
        if isinstance(rule, Ground):
            return self._set(self.compiled.absent[rule.id])
        if self.classifier.strict:
            return self.made.any(outcomes.values())
        # The residual is reached where every completion ends at its class or at a looser one.
        reached = STRICTEST_FIRST[STRICTEST_FIRST.index(rule.outcome) :]
        return self.made.any(self._but(outcomes, *(o for o, attribute in ATTRIBUTES.items() if attribute in reached)))


__all__ = ["FALSE", "TRUE", "Graph", "Kind", "Node", "graph_of", "grounds_of"]
