"""What is left of a graph where it is given that the facts do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph import FALSE, TRUE, Graph, Kind, Node, reached


class Given:
    """A graph where it is given that the facts do not contradict each other: that need not be asked again in each node.

    ``given[n]`` is the number of what is left of node *n* of the graph; only where ``stands`` is true do they agree.
    """

    def __init__(self, graph: Graph) -> None:
        self.nodes: list[Node] = [Node(Kind.ANY), Node(Kind.ALL)]
        self._graph = graph
        self._numbers = {node: number for number, node in enumerate(self.nodes)}
        self._found: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}
        self.stands = self[graph.stands]
        node = graph.nodes[graph.stands]
        self._found = {FALSE: FALSE, TRUE: TRUE}
        self._found |= dict.fromkeys(node.parts if node.kind is Kind.ALL else [graph.stands], TRUE)

    def __getitem__(self, number: int) -> int:
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = self._left(self._graph.nodes[number])
        return found

    def _left(self, node: Node) -> int:
        if node.kind is Kind.LEAF:
            return self._node(node)
        parts = [self[part] for part in node.parts]
        if node.kind is Kind.NOT:
            [part] = parts
            return {FALSE: TRUE, TRUE: FALSE}.get(part) or self._node(Node(Kind.NOT, (part,)))
        idle, ruling = (TRUE, FALSE) if node.kind is Kind.ALL else (FALSE, TRUE)
        flat: set[int] = set()
        for part in parts:
            inner = self.nodes[part]
            flat.update(inner.parts if inner.kind is node.kind else (part,))
        flat -= {idle}
        if ruling in flat:
            return ruling
        return self._node(Node(node.kind, tuple(sorted(flat)))) if len(flat) > 1 else next(iter(flat), idle)

    def _node(self, node: Node) -> int:
        found = self._numbers.get(node)
        if found is None:
            found = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    def needed(self, roots: Iterable[int]) -> tuple[int, ...]:
        """The nodes that some nodes rest on, these included, each after its parts."""
        return reached(self.nodes, roots)
