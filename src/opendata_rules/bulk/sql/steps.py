"""The graph of a law as columns that rest on one another: facts, what they may be, where that may end, the answer.

A condition is true or false here, never NULL: what is unknown was asked of the facts themselves ("may be true", "may be
false"), and the graph is exact above that. A cell that is no value of its fact is told as such in place of an answer,
since it would otherwise count as stated and as contradicting everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...answers.classification.compiled import Outcome
from ...errors import BadFact
from ...norms.order import LegalOrder
from ...norms.provisions import Ground, Residual
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Status
from ..graph import FALSE, TRUE, Graph, Kind, Node
from .dialects import Dialect, sqlglot_expressions

#: The columns that a statement adds.
ANSWERS: Final = ("odr_attribute", "odr_status", "odr_possible", "odr_permitted", "odr_grounds")
#: The status of a row with a cell that is no value of its fact.
BAD_CELL: Final = BadFact.code

#: Bits of the outcomes in ``odr_code``: the attributes as in ``odr_possible``, then the two that leave none.
_BITS: Final = {
    Outcome.CLOSED: 1,
    Outcome.CONDITIONAL: 2,
    Outcome.OPEN: 4,
    Outcome.REVIEW: 8,
    Outcome.HOLD: 16,
}
_DECIDED: Final = {1: Attribute.CLOSED, 2: Attribute.CONDITIONAL, 4: Attribute.OPEN}
#: Codes of rows whose facts contradict each other, and of rows with a cell that is no value.
_CONTRADICTORY, _BAD = 0, 32

#: Longest name that every database takes; PostgreSQL cuts at 63 bytes.
_LONGEST: Final = 60
#: Codes there may be where nothing else tells: every set of ends, and a cell that is no value.
CODES: Final = range(_BAD + 1)

#: So many values are compared as a list; DuckDB makes a join of longer ones.
_LISTED: Final = 4

# An expression of sqlglot, which is imported only when asked for.
Expression = Any


@dataclass(frozen=True, slots=True)
class Step:
    """A column that is worked with.

    Attributes:
        name: its name.
        expression: what it is, over the table and earlier steps.
        layer: the number of the select that has it, from 1.
    """

    name: str
    expression: Expression
    layer: int


class Steps:
    """The steps of a statement, in order, and the five columns of the answer over them.

    Args:
        order: the law.
        graph: its classification.
        first: the bit of its first ground in masks of grounds.
        dialect: the database.
        name_of: the name of the column of a fact.

    Attributes:
        steps: the columns that are worked with, each after those that it rests on.
        answers: the columns of the answer, by name.
    """

    def __init__(
        self, order: LegalOrder, graph: Graph, first: int, dialect: Dialect, name_of: Callable[[Fact], str]
    ) -> None:
        self._exp = sqlglot_expressions()
        self._graph = graph
        self._facts: Mapping[str, Fact] = order.vocabulary.facts
        self._dialect = dialect
        self._name_of = name_of
        self.steps: list[Step] = []
        self._layers: dict[str, int] = {}
        self._nodes = _Given(graph)
        self._names: dict[int, str] = {}
        self._read_facts()
        self._walk()
        self._add("odr_code", self._code())
        denied = [(self._nodes[graph.denies[a]], 1 << n, None) for n, a in enumerate(STRICTEST_FIRST)]
        self._add("odr_permits", self._sum((node, bit, told) for node, bit, told in denied))
        self._add(
            "odr_certain",
            self._sum((self._nodes[node], _bit(first + n), rule) for n, (rule, node) in enumerate(self._rules())),
        )
        self.answers = dict(zip(ANSWERS, self._answers(), strict=True))

    def _rules(self) -> list[tuple[Ground | Residual, int]]:
        return list(zip(self._graph.rules, self._graph.fails, strict=True))

    # -- facts --------------------------------------------------------------------------------------------------------

    def _read_facts(self) -> None:
        """Enumerations as numbers: 0 unknown, *n* the value *n* of the vocabulary, -1 none."""
        exp = self._exp
        for place, name in enumerate(self._graph.facts):
            fact = self._facts[name]
            if fact.type is not FactType.ENUM:
                continue
            told = exp.cast(self._column(fact), "text")
            if self._dialect.binary:
                told = exp.Collate(this=told, expression=exp.var(self._dialect.binary))
            case = exp.case().when(
                exp.or_(exp.Is(this=told.copy(), expression=exp.null()), self._is(told, "")), _number(0)
            )
            # Ids before terms: rows that have found theirs are not compared any more.
            words: dict[str, int] = {}
            for spelling in zip(*fact.values, strict=True):
                for number, word in enumerate(spelling, 1):
                    words.setdefault(word, number)
            for word, number in words.items():
                case = case.when(self._is(told, word), _number(number))
            self._add(self._short(f"odr_{name}", f"odr_fact_{place}"), case.else_(_number(-1)))

    def _leaf(self, node: Node) -> Expression:
        """That a fact may have one of the values: it is unknown, or stated so."""
        exp, fact = self._exp, self._facts[node.fact]
        if fact.type is FactType.ENUM:
            values = [value for value, _ in fact.values]
            wanted = [0, *(1 + values.index(str(value)) for value in node.values)]
            others = [number for number in range(1 + len(values)) if number not in wanted]
            column = exp.column(self._enum_name(fact), quoted=True)
            among = self._among(column, min(wanted, others, key=len))
            return among if len(wanted) <= len(others) else exp.Not(this=exp.paren(among))
        column = self._column(fact)
        may_be_true = node.values == (True,)
        if self._dialect.numbers:
            told = exp.Coalesce(this=column, expressions=[_number(1 if may_be_true else 0)])
            return (exp.NEQ if may_be_true else exp.EQ)(this=told, expression=_number(0))
        return exp.NullSafeNEQ(this=column, expression=exp.false() if may_be_true else exp.true())

    def _among(self, column: Expression, numbers: list[int]) -> Expression:
        exp = self._exp
        if len(numbers) <= _LISTED:
            return exp.In(this=column, expressions=[_number(number) for number in numbers])
        return exp.paren(exp.or_(*(exp.EQ(this=column.copy(), expression=_number(number)) for number in numbers)))

    def _bad_cell(self) -> Expression | None:
        """That some cell is no value of its fact; ``None`` where the database sees to that itself."""
        exp = self._exp
        found = []
        for name in self._graph.facts:
            fact = self._facts[name]
            if fact.type is FactType.ENUM:
                found.append(exp.EQ(this=exp.column(self._enum_name(fact), quoted=True), expression=_number(-1)))
            elif self._dialect.numbers:
                words = [exp.Literal.string("0"), exp.Literal.string("1")]
                right = exp.In(this=exp.cast(self._column(fact), "text"), expressions=words)
                found.append(exp.Not(this=exp.Coalesce(this=right, expressions=[exp.true()])))
        return exp.or_(*found) if found else None

    def _column(self, fact: Fact) -> Expression:
        return self._exp.column(self._name_of(fact), quoted=True)

    def _enum_name(self, fact: Fact) -> str:
        return self._short(f"odr_{fact.id}", f"odr_fact_{self._graph.facts.index(fact.id)}")

    def _is(self, told: Expression, word: str) -> Expression:
        return self._exp.EQ(this=told.copy(), expression=self._exp.Literal.string(word))

    # -- the graph ----------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        """Leaves, what is used more than once, and where completions end become columns."""
        graph, nodes = self._graph, self._nodes
        ends = {nodes[graph.outcomes[outcome]]: f"odr_ends_{outcome}" for outcome in Outcome}
        roots = [*ends, nodes.stands, *(nodes[n] for n in (*graph.denies.values(), *graph.fails))]
        needed = nodes.needed(roots)
        uses = Counter(part for number in needed for part in nodes.nodes[number].parts)
        uses.update(roots)
        for number in needed:
            node = nodes.nodes[number]
            if number in (FALSE, TRUE):
                continue
            if node.kind is Kind.LEAF:
                self._keep(number, self._leaf_name(node, number))
            elif number in ends or uses[number] > 1:
                self._keep(number, ends.get(number, f"odr_n{number}"))

    def _keep(self, number: int, name: str) -> None:
        self._add(name, self._written(number))
        self._names[number] = name

    def _leaf_name(self, node: Node, number: int) -> str:
        fact = self._facts[node.fact]
        if fact.type is FactType.ENUM:
            return f"odr_n{number}"
        word = "maybe" if node.values == (True,) else "maybe_not"
        return self._short(f"odr_{word}_{fact.id}", f"odr_n{number}")

    def _written(self, number: int) -> Expression:
        """A node as a condition over columns."""
        exp = self._exp
        if number in self._names:
            return exp.column(self._names[number], quoted=True)
        node = self._nodes.nodes[number]
        match node.kind:
            case Kind.LEAF:
                return self._leaf(node)
            case Kind.NOT:
                return exp.Not(this=exp.paren(self._written(node.parts[0])))
            case _ if not node.parts:
                return exp.true() if node.kind is Kind.ALL else exp.false()
            case _:
                join = exp.and_ if node.kind is Kind.ALL else exp.or_
                return exp.paren(join(*(self._written(part) for part in node.parts)))

    # -- the answer ---------------------------------------------------------------------------------------------------

    def _code(self) -> Expression:
        """Where completions end, as one number."""
        exp, graph = self._exp, self._graph
        ends = [(self._nodes[graph.outcomes[outcome]], bit) for outcome, bit in _BITS.items()]
        case = exp.case()
        bad = self._bad_cell()
        if bad is not None:
            case = case.when(bad, _number(_BAD))
        total = _total(exp, [self._if(node, bit) for node, bit in ends if node != FALSE])
        if self._nodes.stands == TRUE and bad is None:
            return total
        if self._nodes.stands == TRUE:
            return case.else_(total)
        return case.when(self._written(self._nodes.stands), total).else_(_number(_CONTRADICTORY))

    def _if(self, node: int, bit: int) -> Expression:
        """The bit where the node is true."""
        exp = self._exp
        if self._dialect.casts and 0 < bit < 1 << 31:
            return exp.Mul(this=exp.cast(self._written(node), "int"), expression=_number(bit))
        return exp.case().when(self._written(node), _number(bit)).else_(_number(0))

    def _sum(self, parts: Iterable[tuple[int, int, Ground | Residual | None]]) -> Expression:
        """The bits of the nodes that are not true."""
        exp = self._exp
        found = []
        for node, bit, rule in parts:
            part = exp.paren(exp.case().when(self._written(node), _number(0)).else_(_number(bit)))
            if rule is not None:
                part.add_comments([_comment(rule)])
            found.append(part)
        return exp.cast(_total(exp, found), "bigint")

    def _answers(self) -> list[Expression]:
        exp, graph = self._exp, self._graph
        code = exp.column("odr_code", quoted=True)
        nothing = [_CONTRADICTORY] if self._bad_cell() is None else [_CONTRADICTORY, _BAD]

        def unless_nothing(name: str) -> Expression:
            left = exp.In(this=code.copy(), expressions=[_number(number) for number in nothing])
            return exp.case().when(left, _number(0)).else_(exp.column(name, quoted=True))

        words: dict[int, str] = {_BAD: BAD_CELL} if _BAD in nothing else {}
        words[_CONTRADICTORY] = Status.HUMAN_REVIEW
        attribute: Expression = exp.cast(exp.null(), "text")
        if graph.settled:
            attribute = self._by_code(code, _DECIDED)
            words |= {_BITS[Outcome.REVIEW]: Status.HUMAN_REVIEW, **dict.fromkeys(_DECIDED, Status.DECIDED)}
        otherwise = Status.UNDETERMINED if graph.ruled else Status.NO_RULE_IN_FORCE
        possible = exp.Mod(this=code.copy(), expression=_number(8)) if graph.ruled else _number(0)
        return [
            attribute,
            self._by_code(code, words, otherwise),
            exp.cast(possible, "int"),
            exp.cast(unless_nothing("odr_permits") if graph.settled else _number(0), "int"),
            exp.cast(unless_nothing("odr_certain"), "bigint"),
        ]

    def _by_code(self, code: Expression, words: Mapping[int, str], otherwise: str | None = None) -> Expression:
        """A word for each code."""
        case = self._exp.Case(this=code.copy())
        for number, word in words.items():
            case = case.when(_number(number), self._exp.Literal.string(str(word)))
        return case if otherwise is None else case.else_(self._exp.Literal.string(str(otherwise)))

    # -- columns ------------------------------------------------------------------------------------------------------

    def _add(self, name: str, expression: Expression) -> None:
        rests_on = [self._layers.get(column.name, 0) for column in expression.find_all(self._exp.Column)]
        self._layers[name] = layer = 1 + max(rests_on, default=0)
        self.steps.append(Step(name, expression, layer))

    def _short(self, name: str, otherwise: str) -> str:
        return name if len(name.encode()) <= _LONGEST else otherwise


class _Given:
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

    def needed(self, roots: Iterable[int]) -> list[int]:
        """The nodes that some nodes rest on, these included, each after its parts."""
        reached: set[int] = set()
        waiting = list(roots)
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += self.nodes[number].parts
        return sorted(reached)


def _number(number: int) -> Expression:
    return sqlglot_expressions().convert(number)


def _bit(place: int) -> int:
    """A bit of a signed integer of 64."""
    return 1 << place if place < 63 else -(1 << 63)


def _total(exp: Any, parts: list[Expression]) -> Expression:
    total = parts[0] if parts else _number(0)
    for part in parts[1:]:
        total = exp.Add(this=total, expression=part)
    return total


def _comment(rule: Ground | Residual) -> str:
    """The passage a ground stands in, and its gist, on one line and without what could end a comment."""
    return " ".join(f"{rule.id} {rule.citation} {rule.gist}".replace("*/", "* /").replace("/*", "/ *").split())
