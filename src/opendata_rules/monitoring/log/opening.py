"""Which store keeps the log; what only a database needs is loaded with it."""

from __future__ import annotations

from pathlib import Path

from .stores import CASES, MemoryStore, Store


def store_at(store: str | Path | None) -> Store:
    """The store that is meant: ``None`` in memory, a path an SQLite file, ``postgresql://…`` a database.

    Raises:
        TypeError: it is nothing of the kind.
        MissingExtra: the store needs an extra that is not installed.
        BadStore: it is none.
    """
    if store is None:
        return MemoryStore()
    from ...storage.opening import database_at
    from .sql_store import PART, SqlStore

    return SqlStore(database_at(store, CASES, PART))
