"""Sets of cubes factored to one graph of *and* and *or*, in which what is equal is one node.

A cube is a conjunction of leaves, a set of cubes a disjunction of them. Factoring only pulls out what is common
(a·b + a·c = a·(b + c)) and leaves out what adds nothing (a + a·b = a), so the graph has the value of the set of cubes
whatever the leaves are, also where several leaves speak of one fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..logic.budget import Budget
from ..vocabulary.facts import FactValue

#: A conjunction of nodes, by their numbers.
Term = frozenset[int]


class Kind(StrEnum):
    """What a node says of its parts."""

    LEAF = "leaf"
    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a graph.

    Attributes:
        kind: a leaf is true where its fact is unknown or has one of ``values``; ``all``, ``any`` and ``not`` speak of
            ``parts``.
        parts: numbers of earlier nodes; one of them under ``not``.
        fact: id of the fact of a leaf; empty otherwise.
        values: of a leaf, in the order of the vocabulary; neither none nor all of the values of the fact.
    """

    kind: Kind
    parts: tuple[int, ...] = ()
    fact: str = ""
    values: tuple[FactValue, ...] = ()


#: Numbers of the nodes that are always there: nothing of nothing holds, and all of nothing.
FALSE, TRUE = 0, 1


class Factoring:
    """Makes a graph, node by node; equal nodes are one.

    Args:
        domains: the values of each fact, in the order of the vocabulary.
        budget: counts the work.
    """

    def __init__(self, domains: dict[str, tuple[FactValue, ...]], budget: Budget) -> None:
        self.nodes: list[Node] = []
        self._domains = domains
        self._budget = budget
        self._numbers: dict[Node, int] = {}
        self._known: dict[frozenset[Term], int] = {}
        self._node(Node(Kind.ANY))
        self._node(Node(Kind.ALL))

    def _node(self, node: Node) -> int:
        found = self._numbers.get(node)
        if found is None:
            found = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    # -- nodes --------------------------------------------------------------------------------------------------------

    def leaf(self, fact: str, values: Iterable[FactValue]) -> int:
        """True where the fact is unknown or has one of the values."""
        chosen = frozenset(values)
        if len(chosen) == len(self._domains[fact]):
            return TRUE
        ordered = tuple(value for value in self._domains[fact] if value in chosen)
        return self._node(Node(Kind.LEAF, fact=fact, values=ordered)) if ordered else FALSE

    def all(self, parts: Iterable[int]) -> int:
        """True where every part is."""
        return self._joined(Kind.ALL, parts, idle=TRUE, ruling=FALSE)

    def any(self, parts: Iterable[int]) -> int:
        """True where some part is."""
        flat = self._flat(Kind.ANY, parts)
        # What one fact may be in either of two leaves is what it may be in one leaf of both.
        by_fact: dict[str, set[FactValue]] = {}
        for part in flat:
            if self.nodes[part].kind is Kind.LEAF:
                by_fact.setdefault(self.nodes[part].fact, set()).update(self.nodes[part].values)
        leaves = [self.leaf(fact, values) for fact, values in by_fact.items()]
        others = [part for part in flat if self.nodes[part].kind is not Kind.LEAF]
        return self._joined(Kind.ANY, [*leaves, *others], idle=FALSE, ruling=TRUE)

    def negation(self, part: int) -> int:
        """True where the part is not."""
        if part in (FALSE, TRUE):
            return TRUE if part == FALSE else FALSE
        node = self.nodes[part]
        return node.parts[0] if node.kind is Kind.NOT else self._node(Node(Kind.NOT, (part,)))

    def _flat(self, kind: Kind, parts: Iterable[int]) -> list[int]:
        found: list[int] = []
        for part in parts:
            node = self.nodes[part]
            found += node.parts if node.kind is kind else (part,)
        return found

    def _joined(self, kind: Kind, parts: Iterable[int], *, idle: int, ruling: int) -> int:
        flat = {part for part in self._flat(kind, parts) if part != idle}
        if ruling in flat:
            return ruling
        if len(flat) < 2:
            return flat.pop() if flat else idle
        return self._node(Node(kind, tuple(sorted(flat))))

    # -- sets of cubes ------------------------------------------------------------------------------------------------

    def factored(self, terms: Iterable[Iterable[int]]) -> int:
        """The node of a disjunction of conjunctions."""
        return self._factored(self._absorbed({frozenset(term) - {TRUE} for term in terms if FALSE not in term}))

    def _absorbed(self, terms: set[Term]) -> frozenset[Term]:
        """Leave out terms that another one already contains."""
        kept: list[Term] = []
        for term in sorted(terms, key=lambda term: (len(term), sorted(term))):
            self._budget.spend(1 + len(kept))
            if not any(wider <= term for wider in kept):
                kept.append(term)
        return frozenset(kept)

    def _factored(self, terms: frozenset[Term]) -> int:
        found = self._known.get(terms)
        if found is None:
            found = self._known[terms] = self._divided(terms)
        return found

    def _divided(self, terms: frozenset[Term]) -> int:
        if not terms:
            return FALSE
        common = frozenset.intersection(*terms)
        if common:
            return self.all([*common, self._factored(frozenset(term - common for term in terms))])
        if frozenset() in terms:
            return TRUE
        self._budget.spend(sum(map(len, terms)))
        counts = Counter(part for term in terms for part in term)
        # The most frequent part, and of equally frequent ones the first made: the same graph each time.
        part, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if count == 1:
            return self.any(self.all(term) for term in terms)
        beside = [term - {part} for term in terms if part in term]
        shared = frozenset.intersection(*beside)
        divisor = frozenset(term - shared for term in beside)
        quotient = self._quotient(terms, divisor)
        rest = terms - {one | other for one in divisor for other in quotient}
        return self.any([self.all([self._factored(divisor), self._factored(quotient)]), self._factored(rest)])

    def _quotient(self, terms: frozenset[Term], divisor: frozenset[Term]) -> frozenset[Term]:
        """What stands beside every term of the divisor."""
        found: set[Term] | None = None
        for one in divisor:
            self._budget.spend(len(terms))
            beside = {term - one for term in terms if one <= term}
            found = beside if found is None else found & beside
        # A part on both sides would be no product of two.
        used = frozenset().union(*divisor)
        return frozenset(term for term in found or () if not term & used)
