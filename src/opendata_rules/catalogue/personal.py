"""Numbers that lead to a person, looked for in all cells of a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .files.records import Cell
from .identity import is_ordinary, is_ordinary_id, said_of
from .remembering import Remembered
from .sensitive import Hit, identity_numbers
from .slices import Slice

#: Cells of one column of which it is remembered whether there are numbers in them.
_CELLS = 5_000


class PersonalNumbers:
    """Numbers of people in the cells of records; of cells that come again it is remembered that they have none.

    Args:
        columns: the columns.
        ids: those of the datasets' own ids.
        titles: those of their names.
    """

    def __init__(self, columns: Sequence[str], ids: frozenset[str], titles: frozenset[str]) -> None:
        self._ids = ids
        self._quiet = {
            # Of what each dataset has for itself nothing comes again.
            column: self._looks_at(column)
            if column in ids | titles
            else Remembered(self._looks_at(column), _CELLS).__getitem__
            for column in columns
        }

    def of(self, some: Slice) -> dict[int, tuple[Hit, ...]]:
        """Those in the cells of some records, by the places of the records that have any."""
        found: dict[int, tuple[Hit, ...]] = {}
        for column, quiet in self._quiet.items():
            told = [*map(quiet, some.column(column))]
            for place in () if all(told) else [place for place, one in enumerate(told) if not one]:
                if place not in found:
                    values = some.records[place].values
                    cells = [(name, str(text)) for name, text in values.items() if text]
                    found[place] = identity_numbers(cells, self._ids)
        return found

    def _looks_at(self, column: str) -> Callable[[Cell], bool]:
        """What tells whether a cell of a column has none."""
        told = said_of(column, column=True) not in ("", "contact")
        is_id = column in self._ids

        def is_quiet(cell: Cell) -> bool:
            text = str(cell)
            if not told and ((is_id and is_ordinary_id(text)) or is_ordinary(text)):
                return True
            return not text or not identity_numbers(((column, text),), self._ids)

        return is_quiet
