"""A database, whichever it is: statements of one form run, rows read some at a time, one writer after the other.

Our own and not SQLAlchemy Core, which played the calls of the case monitor at less than half the speed
(``benchmarks/store_layers.py``: 0.42 to 0.48 of it; four fifths would have been enough).
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from ..errors import BadStore

#: Values named in one statement at most, and rows read at a time.
AT_ONCE = 500
#: Seconds that a writer waits for another one, or for a server to answer.
PATIENCE = 30

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a store is for, in the words of messages.

    Attributes:
        chinese: what it is a store of.
        english: the same in English.
        remedy: what helps where it is damaged.
        remedy_english: the same in English.
        forgets: whether what is deleted must not be found in the file any more.
    """

    chinese: str
    english: str
    remedy: str
    remedy_english: str
    forgets: bool = False

    def unfit(self, store: str, reason: str, english: str) -> BadStore:
        """The error that a store cannot be used."""
        return BadStore(
            f"{store} 不能用作{self.chinese}：{reason}",
            english=f"{store} cannot be used as a {self.english}: {english}",
        )

    def damaged(self, store: str, what: str, english: str) -> BadStore:
        """The error that a store does not hold what was written to it: what is wrong, in Chinese and in English."""
        return BadStore(
            f"{store} 不是完好的{self.chinese}：{what}。{self.remedy}。",
            english=f"{store} is no sound {self.english}: {english}; {self.remedy_english}",
        )


class Database(ABC):
    """What all databases have in common. Statements have ``?`` for each value."""

    #: Type of a number that the database gives, and of a text that is sorted as Python sorts.
    serial: str
    key: str
    #: Type of a whole number of up to 63 bits, and of bytes.
    big: str
    blob: str
    purpose: Purpose
    #: How to ask for the names of the tables.
    _list: str
    #: Held while something is written: other threads do not see what is not yet there for good.
    _lock: threading.RLock

    @property
    @abstractmethod
    def name(self) -> str:
        """What messages call it."""

    @abstractmethod
    def run(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and fetch its rows.

        Raises:
            BadStore: it cannot be run.
        """

    @abstractmethod
    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for every row.

        Raises:
            BadStore: it cannot be run.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Within, nobody else writes; what was written is durable at the end, or gone if that is not reached.

        Within another of this thread it is a part of that one.

        Raises:
            BadStore: somebody else is writing for too long, or the store cannot be written.
        """

    @abstractmethod
    def scrub(self) -> None:
        """Leave nothing of what was deleted in files of the database, as far as it is in our hands."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held."""

    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(name for (name,) in self.run(self._list))

    def named(self, statement: str, names: Collection[object], *values: object) -> Iterator[Row]:
        """The rows of a statement that has ``{}`` where names are listed, some names at a time."""
        wanted = list(names)
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            yield from self.run(statement.format(",".join("?" * len(some))), [*values, *some])

    def paged(
        self,
        statement: str,
        key: str,
        start: object,
        values: Sequence[object] = (),
        *,
        at_once: int = 0,
        falling: bool = False,
    ) -> Iterator[Row]:
        """The rows of a statement in the order of its first column, some at a time, so that they fit in memory.

        Args:
            statement: ends in a condition that the key is greater than a value, or less where the order is falling.
            key: name of the first column.
            start: what the key is greater, or less, than at first.
            values: of the conditions before it.
            at_once: how many rows are read at a time; 500 by default.
            falling: whether the greatest comes first.
        """
        limit, order = at_once or AT_ONCE, " DESC" if falling else ""
        while True:
            rows = self.run(f"{statement} ORDER BY {key}{order} LIMIT {limit}", [*values, start])
            yield from rows
            if len(rows) < limit:
                return
            start = rows[-1][0]
