"""Which database is meant; what only one kind needs is loaded with it."""

from __future__ import annotations

from pathlib import Path

from .database import Database, Purpose
from .parts import Part, prepare

_POSTGRES = ("postgresql://", "postgres://")


def in_database(store: object) -> bool:
    """Whether a store is the address of a PostgreSQL database."""
    return isinstance(store, str) and store.startswith(_POSTGRES)


def schema_apart(address: str, name: str, purpose: Purpose) -> str:
    """The address of a schema of its own in a PostgreSQL database, made where it is not there.

    Args:
        address: of the database.
        name: what the schema is called after the one of the address.
        purpose: what is kept there.

    Raises:
        MissingExtra: the extra ``postgresql`` is not installed.
        BadStore: it cannot be made.
    """
    from .postgres import PostgresDatabase

    database = PostgresDatabase(address, purpose)
    try:
        return database.apart(name)
    finally:
        database.close()


def has_schema_apart(address: str, name: str, purpose: Purpose) -> bool:
    """Whether a PostgreSQL database has such a schema already; see :func:`schema_apart`.

    Raises:
        MissingExtra: the extra ``postgresql`` is not installed.
        BadStore: the database cannot be asked.
    """
    from .postgres import PostgresDatabase

    database = PostgresDatabase(address, purpose)
    try:
        return database.apart_of(name)[1]
    finally:
        database.close()


def database_at(store: str | Path | None, purpose: Purpose, part: Part) -> Database:
    """The database that is meant, with the tables of a part.

    Args:
        store: a path is an SQLite file, ``postgresql://…`` a database, ``None`` one in memory.
        purpose: what it is for.
        part: the tables.

    Raises:
        TypeError: it is nothing of the kind.
        MissingExtra: it needs an extra that is not installed.
        BadStore: it is none, or has tables of another form.
    """
    if store is not None and not isinstance(store, str | Path):
        raise TypeError("store 应当是路径或者 postgresql:// 开头的地址。 (store is a path or an address)")
    database: Database
    if isinstance(store, str) and in_database(store):
        from .postgres import PostgresDatabase

        database = PostgresDatabase(store, purpose)
    else:
        from .sqlite import SqliteDatabase

        database = SqliteDatabase(store, purpose)
    try:
        prepare(database, part)
    except BaseException:
        database.close()
        raise
    return database
