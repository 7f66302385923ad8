"""An SQLite file."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ..errors import BadStore
from ..quoting import quoted
from . import database
from .database import Database, Purpose, Row

#: What a call may raise; of a damaged file, names that are no UTF-8 and numbers beyond all bounds too.
_FAILURES = (sqlite3.Error, UnicodeError, OverflowError)


class SqliteDatabase(Database):
    """An SQLite file, or (``None``) a database in memory; what was acknowledged is on the disk.

    After an error nothing of what was being written is in the file, and it works again as soon as the cause is gone.
    """

    serial = "INTEGER PRIMARY KEY AUTOINCREMENT"
    key = "TEXT PRIMARY KEY"
    big = "INTEGER"
    blob = "BLOB"
    _list = "SELECT name FROM sqlite_master WHERE type = 'table'"

    def __init__(self, path: str | Path | None, purpose: Purpose) -> None:
        self._path = None if path is None else Path(path)
        self.purpose = purpose
        self._lock = threading.RLock()
        self._within = False
        try:
            # The path made absolute is always a file: ":memory:" would not be one.
            # check_same_thread: it may be handed to another thread; it is used by one at a time.
            self._connection = sqlite3.connect(
                ":memory:" if self._path is None else self._path.absolute(),
                timeout=database.PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
        except (sqlite3.Error, ValueError) as error:
            raise self._trouble(error) from error
        # Whoever forgets to close it loses nothing, and is not warned of it by Python 3.13.
        weakref.finalize(self, self._connection.close)
        try:
            # EXTRA makes the older journal, with which SQLite stays where the file system cannot do better, as safe.
            self._journal()
            self.run("PRAGMA synchronous = EXTRA")
            self.run("PRAGMA fullfsync = ON")
            if purpose.forgets:
                self.run("PRAGMA secure_delete = ON")
        except BaseException:
            self.close()
            raise

    def _journal(self) -> None:
        """Have a journal beside which others read. SQLite does not wait for those who do the same with a new file."""
        until = time.monotonic() + database.PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except _FAILURES as error:
                busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > until:
                    raise self._trouble(error) from error
                time.sleep(0.01)
            else:
                return

    @property
    def name(self) -> str:
        """See :class:`.database.Database`."""
        return "内存" if self._path is None else quoted(str(self._path), 300)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.database.Database`."""
        with self._lock:
            if self._within:
                # Within what is being written already, and there for good with it.
                yield
                return
            self.run("BEGIN IMMEDIATE")
            self._within = True
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # some errors have rolled back already
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._within = False

    def run(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """See :class:`.database.Database`."""
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except _FAILURES as error:
            raise self._trouble(error) from error

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """See :class:`.database.Database`."""
        try:
            self._connection.executemany(statement, rows)
        except _FAILURES as error:
            raise self._trouble(error) from error

    def scrub(self) -> None:
        """See :class:`.database.Database`: the journal, which still has the pages as they were, is emptied."""
        [(busy, *_)] = self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise self.purpose.unfit(
                self.name,
                "别的程序正在读，日志文件（-wal）里可能还留有抹去的内容；等它读完后再执行一次。",
                "somebody is reading it, and its -wal file may still hold what was erased; do it again later",
            )

    def _trouble(self, error: Exception) -> BadStore:
        return self.purpose.unfit(self.name, _reason(error, self.purpose), quoted(str(error)))

    def close(self) -> None:
        """See :class:`.database.Database`."""
        self._connection.close()


def copy(path: Path, target: Path) -> None:
    """Copy a file as it is at one moment, whole, while others write to it.

    Raises:
        sqlite3.Error: one of them cannot be read or written.
    """
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as made:
        source.backup(made, pages=1000)


def _reason(error: Exception, purpose: Purpose) -> str:
    text = str(error)
    others = f"里面的表不是{purpose.chinese}的表，或者文件损坏了"
    known = {
        "file is not a database": "这个文件不是 SQLite 数据库",
        "unable to open database file": "文件打不开，文件夹可能不存在",
        "attempt to write a readonly database": "文件是只读的",
        "database is locked": f"别的程序正在写，等了 {database.PATIENCE} 秒",
        "database or disk is full": "磁盘满了",
        "disk I/O error": "磁盘读写出错",
        "database disk image is malformed": "文件损坏了",
        "closed database": "已经关闭",
        "no such table": others,
        "no such column": others,
        "has no column": others,
        "Could not decode to UTF-8": "文件损坏了，里面有不是 UTF-8 的文字",
        "codec can't decode": "文件损坏了，里面有不是 UTF-8 的文字",
    }
    return next((chinese for english, chinese in known.items() if english in text), quoted(text)) + "。"
