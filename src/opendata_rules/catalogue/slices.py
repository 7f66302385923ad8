"""Some records of a table at once, by columns: what is done with all cells of a column is done in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from .files.records import Cell, Record

#: Records of a slice: enough that what is done once for each slice does not count, and few enough to show progress.
SIZE = 100


class Slice:
    """Records in the order of the file.

    Attributes:
        records: the records.
    """

    __slots__ = ("_columns", "_values", "records")

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self._values = [record.values for record in records]
        self._columns: dict[str, list[Cell]] = {}

    def __len__(self) -> int:
        return len(self.records)

    def column(self, name: str) -> list[Cell]:
        """The cells of a column; empty text where a record has none."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = [values.get(name, "") for values in self._values]
        return found

    def cells(self, names: Sequence[str]) -> Sequence[tuple[Cell, ...]]:
        """The cells of some columns, for each record."""
        return list(zip(*map(self.column, names), strict=True)) if names else [()] * len(self.records)


def slices(records: Iterable[Record]) -> Iterator[Slice]:
    """All records, some at a time."""
    rest = iter(records)
    while some := list(islice(rest, SIZE)):
        yield Slice(some)
