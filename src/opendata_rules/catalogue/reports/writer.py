"""What writes a report dataset by dataset, and never holds all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from ..datasets import Datasets
from ..results import Row
from ..summary import Summary

#: Opens a writer of the rest beside a report that cannot show all; gives the name of that file.
Beside = Callable[[], tuple["Writer | None", str]]


class Writer:
    """A report of one form on its way into a file.

    Args:
        file: where it goes.
        beside: opens what is written beside it.
    """

    def __init__(self, file: BinaryIO, beside: Beside | None = None) -> None:
        self.file = file
        self.beside = beside

    def begin(self, before: Summary) -> None:
        """Nothing has been judged yet.

        Args:
            before: what is known so far: all but what is counted of the datasets, and how many there are.

        Raises:
            BadOutput: such a report cannot hold them.
        """

    def add(self, row: Row) -> None:
        """Write a dataset."""
        raise NotImplementedError

    def add_all(self, datasets: Datasets) -> None:
        """Write some datasets."""
        for row in datasets.rows():
            self.add(row)

    def finish(self, summary: Summary) -> None:
        """All datasets have been added.

        Args:
            summary: what they come to.
        """
