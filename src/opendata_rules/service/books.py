"""The ledger of the store as what answers are appended to, and as what is asked by those who audit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from .recording import Entry, Kept

T = TypeVar("T")
#: A :class:`..ledgers.ledger.Ledger`; what it needs is read with the first of them.
Ledger = Any


class LedgerBook:
    """Appends to a ledger, all entries in one transaction.

    Args:
        store: of the ledger.
    """

    def __init__(self, store: str | Path) -> None:
        from ..ledgers.ledger import ledger

        self._ledger = ledger(store)

    def append_all(self, entries: Sequence[Entry]) -> Sequence[Kept]:
        """See :class:`.recording.Book`."""
        from ..ledgers.entries import Record

        records = [
            Record(one.answer, one.asker, one.dataset, one.department, one.request, receipt=one.receipt)
            for one in entries
        ]
        return [Kept(one.number, one.digest) for one in self._ledger.append_many(records)]

    def close(self) -> None:
        """See :class:`.recording.Book`."""
        self._ledger.close()


class Audit:
    """Reads a ledger, one question at a time, beside whoever appends to it.

    Args:
        store: of the ledger.
    """

    def __init__(self, store: str | Path) -> None:
        self.store = store
        self._ledger: Ledger = None
        self._lock = threading.Lock()

    def ask(self, question: Callable[[Ledger], T]) -> T:
        """What a question comes to that is answered soon."""
        with self._lock:
            if self._ledger is None:
                self._ledger = self._opened()
            return question(self._ledger)

    def apart(self, question: Callable[[Ledger], T]) -> T:
        """What a question comes to that takes long: on a connection of its own."""
        with self._opened() as own:
            return question(own)

    def _opened(self) -> Ledger:
        from ..ledgers.ledger import ledger

        return ledger(self.store)

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
