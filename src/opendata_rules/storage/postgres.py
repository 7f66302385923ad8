"""A PostgreSQL database."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

from ..errors import BadStore, MissingExtra
from ..quoting import quoted
from . import database
from .database import Database, Purpose, Row


class PostgresDatabase(Database):
    """A PostgreSQL database, in the first schema of the connection's search path.

    A connection that was lost is reported once, by :class:`BadStore`; the next call connects anew. Nothing of what was
    being written is there then, unless the connection was lost while it was being acknowledged.
    """

    serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    key = 'TEXT COLLATE "C" PRIMARY KEY'
    big = "BIGINT"
    blob = "BYTEA"
    _list = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
    #: Writers take turns by this advisory lock.
    _LOCK = 20260310

    def __init__(self, address: str, purpose: Purpose) -> None:
        self.purpose = purpose
        self._lock = threading.RLock()
        try:
            import psycopg
        except ImportError as error:
            raise MissingExtra.of(
                "postgresql", f"以 PostgreSQL 作{purpose.chinese}", f"a {purpose.english} in PostgreSQL"
            ) from error
        self._psycopg = psycopg
        self._database = ""
        self._within = False
        try:
            told = psycopg.conninfo.conninfo_to_dict(address)
        except psycopg.Error as error:
            raise self._trouble(error) from error
        self._options: dict[str, Any] = {"connect_timeout": database.PATIENCE, **told, "client_encoding": "UTF8"}
        self._connection = self._connect()

    def _connect(self) -> Any:
        try:
            connection = self._psycopg.connect(autocommit=True, **self._options)
        except self._psycopg.Error as error:
            raise self._trouble(error) from error
        try:
            self._database = connection.info.dbname
            # Whatever the server's defaults: a writer sees what the writer before it wrote, waits no longer than this,
            # and what it wrote is on the disk when it is told so.
            connection.isolation_level = self._psycopg.IsolationLevel.READ_COMMITTED
            connection.execute(f"SET lock_timeout = '{database.PATIENCE}s'")
            connection.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
        except self._psycopg.Error as error:
            connection.close()
            raise self._trouble(error) from error
        return connection

    @property
    def name(self) -> str:
        """See :class:`.database.Database`."""
        return f"PostgreSQL 数据库 {quoted(self._database)}" if self._database else "PostgreSQL"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.database.Database`."""
        with self._lock:
            if self._within:
                # Within what is being written already, and there for good with it.
                yield
                return
            self._reconnect()
            self._within = True
            try:
                with self._connection.transaction():
                    self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (self._LOCK,))
                    yield
            except self._psycopg.Error as error:
                raise self._trouble(error) from error
            finally:
                self._within = False

    def _reconnect(self) -> None:
        if self._connection.broken:
            self._connection = self._connect()

    def run(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """See :class:`.database.Database`."""
        with self._lock:
            if not self._within:
                self._reconnect()
            try:
                cursor = self._connection.execute(statement.replace("?", "%s"), values)
                return cursor.fetchall() if cursor.description else []
            except self._psycopg.Error as error:
                raise self._trouble(error) from error

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """See :class:`.database.Database`."""
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement.replace("?", "%s"), rows)
        except self._psycopg.Error as error:
            raise self._trouble(error) from error

    def scrub(self) -> None:
        """See :class:`.database.Database`: dead rows are vacuumed; the server's own log and copies are not ours."""
        for table in sorted(self.tables()):
            self.run(f'VACUUM "{table}"')

    def apart(self, name: str) -> str:
        """The address of a schema of its own, for one more store of a kind that has its tables to itself.

        It is named after the first schema of the search path, and made where it is not there yet.

        Args:
            name: what follows the name of that schema.

        Raises:
            BadStore: the schema cannot be made; that needs the right to make schemas in the database.
        """
        schema, there = self.apart_of(name)
        identifier = '"{}"'.format(schema.replace('"', '""'))
        if not there:
            with self.writing():
                self.run(f"CREATE SCHEMA IF NOT EXISTS {identifier}")
        # In options of a connection a space ends one, unless a backslash stands before it.
        path = identifier.replace("\\", "\\\\").replace(" ", "\\ ")
        options = {**self._options, "options": f"{self._options.get('options', '')} -c search_path={path}".strip()}
        return "postgresql:///?" + urlencode(options, quote_via=quote)

    def apart_of(self, name: str) -> tuple[str, bool]:
        """The name of such a schema, and whether it is there."""
        [(schema, there)] = self.run(
            "SELECT current_schema() || ?::text, current_schema() || ?::text IN (SELECT nspname FROM"
            " pg_catalog.pg_namespace)",
            (f"_{name}", f"_{name}"),
        )
        return str(schema), bool(there)

    def _trouble(self, error: Exception) -> BadStore:
        others = f"里面的表不是{self.purpose.chinese}的表，或者损坏了。"
        known = {
            "LockNotAvailable": f"别的程序正在写，等了 {database.PATIENCE} 秒。",
            "UndefinedTable": others,
            "UndefinedColumn": others,
            "ConnectionTimeout": f"等了 {database.PATIENCE} 秒，连不上。",
        }
        text = " ".join(str(error).split())
        reason = "已经关闭。" if text == "the connection is closed" else known.get(type(error).__name__, text)
        return self.purpose.unfit(self.name, quoted(reason, 300), quoted(text, 300))

    def close(self) -> None:
        """See :class:`.database.Database`."""
        self._connection.close()
