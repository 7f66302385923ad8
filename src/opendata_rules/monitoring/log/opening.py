"""Which store keeps the log; what only one kind of store needs is loaded with it."""

from __future__ import annotations

from pathlib import Path

from .stores import MemoryStore, Store

_POSTGRES = ("postgresql://", "postgres://")


def store_at(store: str | Path | None) -> Store:
    """The store that is meant: ``None`` in memory, a path an SQLite file, ``postgresql://…`` a database.

    Raises:
        TypeError: it is nothing of the kind.
        MissingExtra: the store needs an extra that is not installed.
        BadStore: it is none.
    """
    if store is None:
        return MemoryStore()
    if not isinstance(store, str | Path):
        raise TypeError("store 应当是路径或者 postgresql:// 开头的地址。 (store is a path or an address)")
    if isinstance(store, str) and store.startswith(_POSTGRES):
        from .postgres_store import PostgresStore

        return PostgresStore(store)
    from .sqlite_store import SqliteStore

    return SqliteStore(store)
