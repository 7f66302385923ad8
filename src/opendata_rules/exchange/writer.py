"""What writes something for others of a report dataset by dataset, and never holds all of them."""

from __future__ import annotations

import abc

from ..catalogue.results import Row
from ..catalogue.summary import Summary


class Writer(abc.ABC):
    """One form of a report on its way to where it goes."""

    @abc.abstractmethod
    def begin(self, before: Summary) -> None:
        """Nothing has been judged yet.

        Args:
            before: what is known so far: all but what is counted of the datasets.
        """

    @abc.abstractmethod
    def add(self, row: Row) -> None:
        """Write a dataset."""

    @abc.abstractmethod
    def finish(self, summary: Summary) -> None:
        """All datasets have been added.

        Args:
            summary: what they come to.

        Raises:
            BadOutput: it cannot be put in its place.
        """

    @abc.abstractmethod
    def give_up(self) -> None:
        """Nothing is kept of what is not finished; what stood there stays."""


def written(report: Summary, rows: tuple[Row, ...], writer: Writer) -> None:
    """Write a whole report.

    Raises:
        BadOutput: it cannot be written.
    """
    try:
        writer.begin(report)
        for row in rows:
            writer.add(row)
        writer.finish(report)
    finally:
        writer.give_up()
