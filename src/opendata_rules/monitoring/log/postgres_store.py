"""The log in a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...errors import BadStore, MissingExtra
from ...quoting import quoted
from .sql_store import PATIENCE, SqlStore


class PostgresStore(SqlStore):
    """The log in a PostgreSQL database, in the first schema of the connection's search path.

    A connection that was lost is reported once, by :class:`BadStore`; the next call connects anew. Nothing of the batch
    that was being written is in the log then, unless the connection was lost while it was being acknowledged; it is
    safe to tell it again in any case, since events known already change nothing.
    """

    _serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    _key = 'TEXT COLLATE "C" PRIMARY KEY'
    _list = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
    #: Writers take turns by this advisory lock.
    _LOCK = 20260310

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise MissingExtra.of("postgresql", "用 PostgreSQL 存案件", "cases in PostgreSQL") from error
        self._psycopg = psycopg
        self._database = ""
        self._within = False
        try:
            told = psycopg.conninfo.conninfo_to_dict(address)
        except psycopg.Error as error:
            raise self._trouble(error) from error
        self._options: dict[str, Any] = {"connect_timeout": PATIENCE, **told, "client_encoding": "UTF8"}
        self._connection = self._connect()
        try:
            super().__init__()
        except BaseException:
            self.close()
            raise

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
            connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
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
        """See :class:`.stores.Store`."""
        return f"PostgreSQL 数据库 {quoted(self._database)}" if self._database else "PostgreSQL"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.stores.Store`."""
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

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if not self._within:
            self._reconnect()
        try:
            cursor = self._connection.execute(statement.replace("?", "%s"), values)
            return cursor.fetchall() if cursor.description else []
        except self._psycopg.Error as error:
            raise self._trouble(error) from error

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement.replace("?", "%s"), rows)
        except self._psycopg.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> BadStore:
        known = {
            "LockNotAvailable": f"别的程序正在写，等了 {PATIENCE} 秒。",
            "UndefinedTable": "里面的表不是案件存储的表，或者损坏了。",
            "UndefinedColumn": "里面的表不是案件存储的表，或者损坏了。",
            "ConnectionTimeout": f"等了 {PATIENCE} 秒，连不上。",
        }
        text = " ".join(str(error).split())
        reason = "已经关闭。" if text == "the connection is closed" else known.get(type(error).__name__, text)
        return BadStore(
            f"{self.name} 不能用作案件存储：{quoted(reason, 300)}",
            english=f"{self.name} cannot be used as a store of cases: {quoted(text, 300)}",
        )

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()
