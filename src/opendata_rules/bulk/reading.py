"""The facts of a table: each column that states one, in one piece and checked; all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..errors import BadFact, Error, together
from ..vocabulary.facts import FactValue, Vocabulary
from .blocks import Bits, Codes
from .tables import Mixed, Table, in_one_piece
from .turning import Array
from .values import Column, mixed


class Stated:
    """The columns of a table that state facts.

    Args:
        table: the table.
        places: fact id to place of the column.
        vocabulary: the facts there are.
        first: the number of the first row, from 1.
    """

    def __init__(self, table: Table, places: Mapping[str, int], vocabulary: Vocabulary, first: int = 1) -> None:
        self._table = table
        self._places = places
        self._vocabulary = vocabulary
        self._first = first

    def planes(self, wanted: Collection[str]) -> dict[str, Bits | Codes]:
        """The facts of a kernel; the others are checked and left aside.

        Raises:
            BadFact: columns or cells do not fit their facts.
        """
        return self._all(wanted, lambda column: column.planes())

    def numbered(self, wanted: Collection[str]) -> dict[str, tuple[Array, list[FactValue | None]]]:
        """The facts as numbers, each with what the numbers stand for; the others are checked and left aside.

        Raises:
            BadFact: columns or cells do not fit their facts.
        """
        return self._all(wanted, lambda column: column.numbered())

    def _all(self, wanted: Collection[str], read: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        problems: list[Error] = []
        for name, place in self._places.items():
            try:
                column = self.column(name, place)
                if name in wanted:
                    found[name] = read(column)
                else:
                    column.check()
            except BadFact as error:
                problems += error.problems
        if problems:
            raise together(problems)
        return found

    def column(self, name: str, place: int) -> Column:
        """The column of a fact.

        Raises:
            BadFact: its cells are of several types.
        """
        fact, title = self._vocabulary.facts[name], str(self._table.names[place])
        array = self._table.column(place)
        if isinstance(array, Mixed):
            raise mixed(fact, title, array.cells, self._first)
        return Column(fact, title, in_one_piece(array), self._first)
