"""The log in an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ...errors import BadStore
from ...quoting import quoted
from .sql_store import PATIENCE, SqlStore

#: What a call may raise; of a damaged file, names that are no UTF-8 and numbers beyond all bounds too.
_FAILURES = (sqlite3.Error, UnicodeError, OverflowError)


class SqliteStore(SqlStore):
    """The log in an SQLite file; what was acknowledged is on the disk.

    After an error nothing of the batch is in the file, and the store works again as soon as the cause is gone.
    """

    _serial = "INTEGER PRIMARY KEY AUTOINCREMENT"
    _key = "TEXT PRIMARY KEY"
    _list = "SELECT name FROM sqlite_master WHERE type = 'table'"

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        try:
            # The path made absolute is always a file: ":memory:" would not be one.
            # check_same_thread: a monitor may be handed to another thread; it is used by one at a time.
            self._connection = sqlite3.connect(
                self._path.absolute(), timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
        except (sqlite3.Error, ValueError) as error:
            raise self._trouble(error) from error
        try:
            # EXTRA makes the older journal, with which SQLite stays where the file system cannot do better, as safe.
            self._run("PRAGMA journal_mode = WAL")
            self._run("PRAGMA synchronous = EXTRA")
            self._run("PRAGMA fullfsync = ON")
            super().__init__()
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """See :class:`.stores.Store`."""
        return quoted(str(self._path), 300)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.stores.Store`."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # some errors have rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except _FAILURES as error:
            raise self._trouble(error) from error

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except _FAILURES as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> BadStore:
        return BadStore(
            f"{self.name} 不能用作案件存储：{_sqlite_reason(error)}",
            english=f"{self.name} cannot be used as a store of cases: {quoted(str(error))}",
        )

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()


def _sqlite_reason(error: Exception) -> str:
    text = str(error)
    known = {
        "file is not a database": "这个文件不是 SQLite 数据库",
        "unable to open database file": "文件打不开，文件夹可能不存在",
        "attempt to write a readonly database": "文件是只读的",
        "database is locked": f"别的程序正在写，等了 {PATIENCE} 秒",
        "database or disk is full": "磁盘满了",
        "disk I/O error": "磁盘读写出错",
        "database disk image is malformed": "文件损坏了",
        "closed database": "已经关闭",
        "no such table": "里面的表不是案件存储的表，或者文件损坏了",
        "no such column": "里面的表不是案件存储的表，或者文件损坏了",
        "has no column": "里面的表不是案件存储的表，或者文件损坏了",
        "Could not decode to UTF-8": "文件损坏了，里面有不是 UTF-8 的文字",
        "codec can't decode": "文件损坏了，里面有不是 UTF-8 的文字",
    }
    return next((chinese for english, chinese in known.items() if english in text), quoted(text)) + "。"
