"""The graph of a law as columns that rest on one another: facts, what they may be, where that may end, the answer.

A condition is true or false here, never NULL: what is unknown was asked of the facts themselves ("may be true", "may be
false"), and the graph is exact above that. A cell that is no value of its fact is told as such in place of an answer,
since it would otherwise count as stated and as contradicting everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...answers.classification.compiled import ATTRIBUTES, Outcome
from ...errors import BadFact
from ...norms.order import LegalOrder
from ...norms.provisions import Ground, Residual
from ...vocabulary.facts import Fact
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Status
from ..graph import FALSE, TRUE, Graph, Kind
from .cells import Cells, Expression
from .dialects import Dialect, Shape, sqlglot_expressions
from .given import Given

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

#: Codes there may be where nothing else tells: every set of ends, and a cell that is no value.
CODES: Final = range(_BAD + 1)


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
        texts: ids of facts that are true or false and whose columns are text.

    Attributes:
        steps: the columns that are worked with, each after those that it rests on.
        answers: the columns of the answer, by name.
    """

    def __init__(
        self,
        order: LegalOrder,
        graph: Graph,
        first: int,
        dialect: Dialect,
        name_of: Callable[[Fact], str],
        texts: Collection[str] = (),
    ) -> None:
        self._exp = sqlglot_expressions()
        self._graph = graph
        self._dialect = dialect
        self.steps: list[Step] = []
        self._layers: dict[str, int] = {}
        self._nodes = Given(graph)
        self._names: dict[int, str] = {}
        self._cells = Cells(graph.facts, order.vocabulary.facts, dialect, name_of, texts)
        for name, number in self._cells.numbers():
            self._add(name, number)
        self._walk()
        in_layers = dialect.shape is not Shape.WRITTEN_OUT
        self.answers = dict(
            zip(ANSWERS, self._of_conditions(first) if in_layers else self._of_code(first), strict=True)
        )

    def _rules(self) -> list[tuple[Ground | Residual, int]]:
        return list(zip(self._graph.rules, self._graph.fails, strict=True))

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
                self._keep(number, self._cells.leaf_name(node, f"odr_n{number}"))
            elif number in ends or uses[number] > 1:
                self._keep(number, ends.get(number, f"odr_n{number}"))

    def _keep(self, number: int, name: str) -> None:
        self._add(name, self._written(number))
        self._names[number] = name

    def _written(self, number: int) -> Expression:
        """A node as a condition over columns."""
        exp = self._exp
        if number in self._names:
            return exp.column(self._names[number], quoted=True)
        node = self._nodes.nodes[number]
        match node.kind:
            case Kind.LEAF:
                return self._cells.leaf(node)
            case Kind.NOT:
                return exp.Not(this=exp.paren(self._written(node.parts[0])))
            case _ if not node.parts:
                return exp.true() if node.kind is Kind.ALL else exp.false()
            case _:
                join = exp.and_ if node.kind is Kind.ALL else exp.or_
                return exp.paren(join(*(self._written(part) for part in node.parts)))

    # -- the answer, where columns can be put in layers ----------------------------------------------------------------

    def _of_conditions(self, first: int) -> list[Expression]:
        """The answer from conditions: columns of true and false cost least, and a number is made of each only once."""
        exp, graph = self._exp, self._graph
        bad, agrees = self._cells.bad(), self._written(self._nodes.stands)
        if bad is not None:
            self._add("odr_bad", bad)
            bad = exp.column("odr_bad", quoted=True)
            agrees = exp.and_(agrees, exp.Not(this=bad.copy()))
        self._add("odr_agrees", agrees)
        agrees = exp.column("odr_agrees", quoted=True)
        ends = {outcome: self._written(self._nodes[graph.outcomes[outcome]]) for outcome in Outcome}
        only = {
            outcome: self._named(
                f"odr_only_{outcome}",
                exp.and_(
                    agrees.copy(),
                    ends[outcome].copy(),
                    *(exp.Not(this=ends[other].copy()) for other in Outcome if other is not outcome),
                ),
            )
            for outcome in (*ATTRIBUTES, Outcome.REVIEW)
            if graph.settled
        }
        possible = {outcome: exp.and_(agrees.copy(), ends[outcome].copy()) for outcome in ATTRIBUTES}
        permitted = {a: self._but(agrees, graph.denies[a]) for a in STRICTEST_FIRST}
        grounds = []
        for place, (rule, node) in enumerate(self._rules()):
            holds = exp.paren(self._but(agrees, node))
            holds.add_comments([_comment(rule)])
            grounds.append((self._named(f"odr_ground_{first + place}", holds), _bit(first + place)))
        told = exp.case()
        if bad is not None:
            told = told.when(bad.copy(), _text(BAD_CELL))
        told = told.when(exp.Not(this=agrees.copy()), _text(Status.HUMAN_REVIEW))
        attribute = exp.case()
        for outcome, attribute_of in ATTRIBUTES.items() if graph.settled else ():
            attribute = attribute.when(only[outcome].copy(), _text(attribute_of))
            told = told.when(only[outcome].copy(), _text(Status.DECIDED))
        if graph.settled:
            told = told.when(only[Outcome.REVIEW].copy(), _text(Status.HUMAN_REVIEW))
        return [
            attribute if graph.settled else exp.cast(exp.null(), "text"),
            told.else_(_text(Status.UNDETERMINED if graph.ruled else Status.NO_RULE_IN_FORCE)),
            exp.cast(self._bits("possible", possible, graph.ruled), "int"),
            exp.cast(self._bits("permits", permitted, graph.settled), "int"),
            exp.cast(self._total([self._if(condition, bit) for condition, bit in grounds]), "bigint"),
        ]

    def _bits(self, name: str, conditions: Mapping[Any, Expression], asked: bool) -> Expression:
        """A mask of attributes, each condition a column."""
        if not asked:
            return _number(0)
        named = [self._named(f"odr_{name}_{what}", condition) for what, condition in conditions.items()]
        return self._total([self._if(condition, 1 << place) for place, condition in enumerate(named)])

    def _but(self, agrees: Expression, node: int) -> Expression:
        """Where facts agree and a node is not true."""
        return self._exp.and_(agrees.copy(), self._exp.Not(this=self._exp.paren(self._written(self._nodes[node]))))

    def _if(self, condition: Expression, bit: int) -> Expression:
        """The bit where a column is true; a condition that is no column costs several times as much."""
        exp = self._exp
        if self._dialect.masks:
            every = exp.Neg(this=exp.cast(condition.copy(), "int" if 0 < bit < 1 << 31 else "bigint"))
            return exp.paren(exp.BitwiseAnd(this=every, expression=_number(bit)))
        return exp.paren(exp.case().when(condition.copy(), _number(bit)).else_(_number(0)))

    def _total(self, parts: list[Expression]) -> Expression:
        """Bits put together."""
        join = self._exp.BitwiseOr if self._dialect.masks else self._exp.Add
        total = parts[0] if parts else _number(0)
        for part in parts[1:]:
            total = join(this=total, expression=part)
        return total

    def _named(self, name: str, expression: Expression) -> Expression:
        """A column of its own."""
        self._add(name, expression)
        return self._exp.column(name, quoted=True)

    # -- the answer, where everything is written out -------------------------------------------------------------------

    def _of_code(self, first: int) -> list[Expression]:
        """The answer from where completions end, as one number, which need not be written more than once."""
        graph = self._graph
        self._add("odr_code", self._code())
        self._add("odr_permits", self._sum((graph.denies[a], 1 << n, None) for n, a in enumerate(STRICTEST_FIRST)))
        bits = ((node, _bit(first + n), rule) for n, (rule, node) in enumerate(self._rules()))
        self._add("odr_certain", self._sum(bits))
        return self._answers()

    def _code(self) -> Expression:
        """Where completions end, as one number."""
        exp, graph = self._exp, self._graph
        ends = [(self._nodes[graph.outcomes[outcome]], bit) for outcome, bit in _BITS.items()]
        case = exp.case()
        bad = self._cells.bad()
        if bad is not None:
            case = case.when(bad, _number(_BAD))
        total = self._total([self._if(self._written(node), bit) for node, bit in ends if node != FALSE])
        if self._nodes.stands == TRUE and bad is None:
            return total
        if self._nodes.stands == TRUE:
            return case.else_(total)
        return case.when(self._written(self._nodes.stands), total).else_(_number(_CONTRADICTORY))

    def _sum(self, parts: Iterable[tuple[int, int, Ground | Residual | None]]) -> Expression:
        """The bits of the nodes that are not true."""
        exp = self._exp
        found = []
        for node, bit, rule in parts:
            part = exp.paren(exp.case().when(self._written(self._nodes[node]), _number(0)).else_(_number(bit)))
            if rule is not None:
                part.add_comments([_comment(rule)])
            found.append(part)
        return exp.cast(self._total(found), "bigint")

    def _answers(self) -> list[Expression]:
        exp, graph = self._exp, self._graph
        code = exp.column("odr_code", quoted=True)
        nothing = [_CONTRADICTORY] if self._cells.bad() is None else [_CONTRADICTORY, _BAD]

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


def _number(number: int) -> Expression:
    return sqlglot_expressions().convert(number)


def _text(word: object) -> Expression:
    return sqlglot_expressions().Literal.string(str(word))


def _bit(place: int) -> int:
    """A bit of a signed integer of 64."""
    return 1 << place if place < 63 else -(1 << 63)


def _comment(rule: Ground | Residual) -> str:
    """The passage a ground stands in, and its gist, on one line and without what could end a comment."""
    return " ".join(f"{rule.id} {rule.citation} {rule.gist}".replace("*/", "* /").replace("/*", "/ *").split())
