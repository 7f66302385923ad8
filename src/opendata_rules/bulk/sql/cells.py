"""Cells as conditions: what a fact may be, by what stands in its column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from ...vocabulary.facts import Fact, FactType, FactValue
from ..factoring import Node
from .dialects import Dialect, sqlglot_expressions

#: Longest name that every database takes; PostgreSQL cuts at 63 bytes.
_LONGEST: Final = 60
#: So many values are compared as a list; DuckDB makes a join of longer ones.
_LISTED: Final = 4
#: What text says of a fact that is true or false, in small letters, and the number it has as one of two values.
_SAID: Final = {"true": 1, "是": 1, "false": 2, "否": 2}

# An expression of sqlglot, which is imported only when asked for.
Expression = Any


class Cells:
    """The columns of facts.

    Args:
        facts: ids of the facts that have columns.
        vocabulary: every fact by id.
        dialect: the database.
        name_of: the name of the column of a fact.
        texts: ids of facts that are true or false and whose columns are text: true, false, 是, 否.
    """

    def __init__(
        self,
        facts: tuple[str, ...],
        vocabulary: Mapping[str, Fact],
        dialect: Dialect,
        name_of: Any,
        texts: Collection[str],
    ) -> None:
        self._exp = sqlglot_expressions()
        self._facts = facts
        self._vocabulary = vocabulary
        self._dialect = dialect
        self._name_of = name_of
        self._texts = texts

    def _in_words(self, fact: Fact) -> bool:
        return fact.type is FactType.ENUM or fact.id in self._texts

    def numbers(self) -> Iterator[tuple[str, Expression]]:
        """Columns of text as numbers, each with its name: 0 unknown, *n* the value *n* of the vocabulary, -1 none.

        Of a fact that is true or false, 1 is true and 2 is false.
        """
        exp = self._exp
        for name in self._facts:
            fact = self._vocabulary[name]
            if not self._in_words(fact):
                continue
            told = exp.cast(self._column(fact), "text")
            if self._dialect.binary:
                told = exp.Collate(this=told, expression=exp.var(self._dialect.binary))
            case = exp.case().when(
                exp.or_(exp.Is(this=told.copy(), expression=exp.null()), _is(told, "")), exp.convert(0)
            )
            # Ids before terms: rows that have found theirs are not compared any more.
            words: dict[str, int] = {}
            if fact.type is FactType.ENUM:
                for spelling in zip(*fact.values, strict=True):
                    for number, word in enumerate(spelling, 1):
                        words.setdefault(word, number)
            else:
                words, told = _SAID, exp.Lower(this=told)
            for word, number in words.items():
                case = case.when(_is(told, word), exp.convert(number))
            yield self.number_name(fact), case.else_(exp.convert(-1))

    def leaf(self, node: Node) -> Expression:
        """That a fact may have one of the values: it is unknown, or stated so."""
        exp, fact = self._exp, self._vocabulary[node.fact]
        if self._in_words(fact):
            values: list[FactValue] = [True, False]
            if fact.type is FactType.ENUM:
                values = [value for value, _ in fact.values]
            wanted = [0, *(1 + values.index(value) for value in node.values)]
            others = [number for number in range(1 + len(values)) if number not in wanted]
            column = exp.column(self.number_name(fact), quoted=True)
            among = self._among(column, min(wanted, others, key=len))
            return among if len(wanted) <= len(others) else exp.Not(this=exp.paren(among))
        column = self._column(fact)
        may_be_true = node.values == (True,)
        if self._dialect.numbers:
            told = exp.Coalesce(this=column, expressions=[exp.convert(1 if may_be_true else 0)])
            return (exp.NEQ if may_be_true else exp.EQ)(this=told, expression=exp.convert(0))
        return exp.NullSafeNEQ(this=column, expression=exp.false() if may_be_true else exp.true())

    def leaf_name(self, node: Node, otherwise: str) -> str:
        """What the column of a leaf is called."""
        if self._vocabulary[node.fact].type is FactType.ENUM:
            return otherwise
        word = "maybe" if node.values == (True,) else "maybe_not"
        return _short(f"odr_{word}_{node.fact}", otherwise)

    def bad(self) -> Expression | None:
        """That some cell is no value of its fact; ``None`` where the database sees to that itself."""
        exp = self._exp
        found = []
        for name in self._facts:
            fact = self._vocabulary[name]
            if self._in_words(fact):
                found.append(exp.EQ(this=exp.column(self.number_name(fact), quoted=True), expression=exp.convert(-1)))
            elif self._dialect.numbers:
                words = [exp.Literal.string("0"), exp.Literal.string("1")]
                right = exp.In(this=exp.cast(self._column(fact), "text"), expressions=words)
                found.append(exp.Not(this=exp.Coalesce(this=right, expressions=[exp.true()])))
        return exp.or_(*found) if found else None

    def number_name(self, fact: Fact) -> str:
        """What the column of the number of a text is called."""
        return _short(f"odr_{fact.id}", f"odr_fact_{self._facts.index(fact.id)}")

    def _among(self, column: Expression, numbers: list[int]) -> Expression:
        exp = self._exp
        if len(numbers) <= _LISTED:
            return exp.In(this=column, expressions=[exp.convert(number) for number in numbers])
        return exp.paren(exp.or_(*(exp.EQ(this=column.copy(), expression=exp.convert(n)) for n in numbers)))

    def _column(self, fact: Fact) -> Expression:
        return self._exp.column(self._name_of(fact), quoted=True)


def _is(told: Expression, word: str) -> Expression:
    exp = sqlglot_expressions()
    return exp.EQ(this=told.copy(), expression=exp.Literal.string(word))


def _short(name: str, otherwise: str) -> str:
    return name if len(name.encode()) <= _LONGEST else otherwise
