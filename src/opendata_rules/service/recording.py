"""Answers into the ledger, many at a time: who waits for one waits for all that came meanwhile, and the disk only once.

An answer goes out when its entry is on the disk. A thread of its own writes, so that the loop that answers never waits.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from ..answers.receipts import Answer
from ..errors import BadStore, Error
from ..values import Json
from .errors import Unavailable

#: Entries written together at most.
_AT_ONCE = 1000
#: Entries that wait at most; beyond it the service says that it is too busy.
_WAITING = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer to be appended, and whose it is."""

    answer: Answer
    asker: str
    dataset: str
    department: str
    request: str
    receipt: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of an entry once it is on the disk."""

    number: int
    digest: str


class Book(Protocol):
    """What entries are appended to."""

    def append_all(self, entries: Sequence[Entry]) -> Sequence[Kept]:
        """Append entries; on return all of them are on the disk, or none.

        Raises:
            BadStore: they cannot be written.
        """

    def close(self) -> None:
        """Let go of the store."""


class Recorder:
    """Appends to a book; asked from the loop that answers.

    Args:
        book: where entries go; used by the recorder's thread alone.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._waiting: queue.SimpleQueue[tuple[Entry, asyncio.AbstractEventLoop, asyncio.Future[Kept]] | None]
        self._waiting = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def add(self, entry: Entry) -> asyncio.Future[Kept]:
        """Append an entry; the future is done when it is on the disk.

        Raises:
            Unavailable: too many wait, or the service is stopping.
        """
        if self._closed or self._waiting.qsize() > _WAITING:
            raise Unavailable(
                "台账现在写不进去。", english="The ledger takes no more just now.", headers=[("Retry-After", "1")]
            )
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Kept] = loop.create_future()
        self._waiting.put((entry, loop, future))
        return future

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            last = False
            while len(batch) < _AT_ONCE and not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    last = True
                    break
                batch.append(more)
            self._write(batch)
            if last:
                break
        self._book.close()

    def _write(self, batch: Sequence[tuple[Entry, asyncio.AbstractEventLoop, asyncio.Future[Kept]]]) -> None:
        found: Sequence[Kept | Exception]
        try:
            found = self._book.append_all([entry for entry, _, _ in batch])
        except Exception as error:  # each of those who wait is told
            if len(batch) > 1 and not isinstance(error, BadStore):
                # One of them has no place in a ledger; the others do not suffer for it.
                for one in batch:
                    self._write([one])
                return
            found = [error if isinstance(error, Error) else _unwritten(error)] * len(batch)
        loop = batch[0][1]
        done = list(zip((future for _, _, future in batch), found, strict=True))
        # Where the loop has ended nobody waits any more; what was written stays.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_tell, done)

    def close(self) -> None:
        """Write what waits, then let go."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join()


def _unwritten(error: Exception) -> BadStore:
    kind = type(error).__name__
    return BadStore(f"台账写不进去（{kind}）。", english=f"The ledger cannot be written ({kind}).")


def _tell(done: Sequence[tuple[asyncio.Future[Kept], Kept | Exception]]) -> None:
    for future, found in done:
        if future.done():
            continue
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found)
