"""The cases of places, followed by one monitor each; each place has a store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..law import Law
from ..storage.opening import has_schema_apart, schema_apart
from .editions import Edition

#: A :class:`..monitoring.monitors.Monitor`; what it needs is read with the first of them.
Monitor = Any


class Cases:
    """Monitors by place; each is used by one thread at a time, and made anew when the rules are others.

    Args:
        store: folder for the file of each place, or ``postgresql://…``: each place has a schema of its own there.
    """

    def __init__(self, store: str | Path) -> None:
        self._store = store
        self._open: dict[str, tuple[tuple[str, str], Monitor]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def store(self, place: str) -> str | Path:
        """The store of a place; its id has been checked by whoever read the place.

        Raises:
            BadStore: there is none, and it cannot be made.
        """
        if isinstance(self._store, str):
            from ..monitoring.log.stores import CASES

            return schema_apart(self._store, _schema(place), CASES)
        return self._store / f"cases-{place}.sqlite"

    def there(self, place: str) -> bool:
        """Whether a place has a store already; nothing is made.

        Raises:
            BadStore: that cannot be told.
        """
        if isinstance(self._store, str):
            from ..monitoring.log.stores import CASES

            return has_schema_apart(self._store, _schema(place), CASES)
        return Path(self.store(place)).is_file()

    @contextmanager
    def of(self, edition: Edition, law: Law) -> Iterator[Monitor]:
        """The monitor of a place, for one thread.

        Raises:
            BadStore: the store cannot be used.
        """
        place = law.place.id
        with self._lock:
            lock = self._locks.setdefault(place, threading.Lock())
        with lock:
            yield self._monitor(edition, law)

    def _monitor(self, edition: Edition, law: Law) -> Monitor:
        place, key = law.place.id, (edition.digest, law.law_id)
        found = self._open.get(place)
        if found is not None and found[0] == key:
            return found[1]
        if found is not None:
            del self._open[place]
            found[1].close()
        from ..monitoring.monitors import monitor

        made = monitor(law, self.store(place), engine="builtin")
        self._open[place] = key, made
        return made

    def close(self) -> None:
        """Let go of every store."""
        for _, found in self._open.values():
            found.close()
        self._open.clear()


def _schema(place: str) -> str:
    return f"cases_{place}"
