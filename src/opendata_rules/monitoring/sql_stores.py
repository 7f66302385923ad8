"""The log in a database: SQLite in a file, or PostgreSQL. One set of statements for both."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import BadStore, MissingExtra
from .events import Event, Reason, Refused, content, restored
from .results import Move, Reject
from .stores import Batch, Kept, decoded, encoded, mark, owes

#: The form of the tables. A store of another form is refused, never guessed at.
FORM = "1"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS knowledge (number {serial}, content TEXT NOT NULL UNIQUE)",
    "CREATE TABLE IF NOT EXISTS events (number {serial}, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL,"
    " knowledge INTEGER NOT NULL, content TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS events_of_case ON events (case_id)",
    "CREATE TABLE IF NOT EXISTS rejects (number {serial}, mark TEXT NOT NULL UNIQUE, code TEXT NOT NULL,"
    " reason TEXT NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS cases (case_id TEXT PRIMARY KEY, knowledge INTEGER NOT NULL, last TEXT NOT NULL,"
    " owing INTEGER NOT NULL, broken INTEGER NOT NULL, early INTEGER NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS moves (number {serial}, knowledge INTEGER NOT NULL, content TEXT NOT NULL)",
)
#: Values named in one statement at most, and rows read at a time.
_AT_ONCE = 500


class _SqlStore:
    """What both databases have in common."""

    _serial: str

    def __init__(self) -> None:
        with self.writing():
            for table in _TABLES:
                self._run(table.format(serial=self._serial))
            self._run("INSERT INTO about VALUES ('form', ?) ON CONFLICT (name) DO NOTHING", (FORM,))
        [(form,)] = self._run("SELECT value FROM about WHERE name = 'form'")
        if form != FORM:
            raise BadStore(f"{self._name} 的格式是第 {form} 版，这里只认第 {FORM} 版。")

    # -- what a database has to offer -------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        raise NotImplementedError

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch its rows."""
        raise NotImplementedError

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for every row."""
        raise NotImplementedError

    def writing(self) -> Any:
        """See :class:`.stores.Store`."""
        raise NotImplementedError

    # -- the store --------------------------------------------------------------------------------------------------

    def learn(self, place: str, knowledge: str) -> int:
        """See :class:`.stores.Store`."""
        with self.writing():
            self._run("INSERT INTO about VALUES ('place', ?) ON CONFLICT (name) DO NOTHING", (place,))
            [(kept,)] = self._run("SELECT value FROM about WHERE name = 'place'")
            if kept != place:
                raise BadStore(f"{self._name} 里是 {kept} 的案件，不是 {place} 的。一个地方一个存储。")
            self._run("INSERT INTO knowledge (content) VALUES (?) ON CONFLICT (content) DO NOTHING", (knowledge,))
            [(number,)] = self._run("SELECT number FROM knowledge WHERE content = ?", (knowledge,))
        return int(number)

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """See :class:`.stores.Store`."""
        rows = self._named("SELECT content FROM events WHERE id IN ({})", ids)
        return {event.id: event for event in map(self._event, rows)}

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`.stores.Store`."""
        found: dict[str, list[Event]] = {}
        for row in self._named("SELECT content FROM events WHERE case_id IN ({}) ORDER BY number", cases):
            event = self._event(row)
            found.setdefault(event.case, []).append(event)
        return found

    def log(self) -> Iterator[Event]:
        """See :class:`.stores.Store`."""
        for row in self._paged("SELECT number, content FROM events WHERE number > ?", "number", 0):
            yield self._event(row[1:])

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """See :class:`.stores.Store`."""
        rows = self._named("SELECT case_id, knowledge, content FROM cases WHERE case_id IN ({})", cases)
        return {case: Kept(decoded(case, text), knowledge) for case, knowledge, text in rows}

    def search(self, knowledge: int, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Kept]:
        """See :class:`.stores.Store`."""
        wanted = ["knowledge <> ?"] + ["owing = 1"] * owing + ["broken = 1"] * broken
        values: list[object] = [knowledge]
        if on is not None:
            wanted.append("last > ?")
            values.append(on.isoformat())
        return self._kept_where(" OR ".join(wanted), values)

    def early(self, knowledge: int) -> Iterator[Kept]:
        """See :class:`.stores.Store`."""
        return self._kept_where("early = 1 OR knowledge <> ?", [knowledge])

    def cases(self) -> Iterator[str]:
        """See :class:`.stores.Store`."""
        return (case for (case,) in self._paged("SELECT case_id FROM cases WHERE case_id > ?", "case_id", ""))

    def write(self, batch: Batch, knowledge: int) -> None:
        """See :class:`.stores.Store`."""
        self._run_many(
            "INSERT INTO events (id, case_id, knowledge, content) VALUES (?, ?, ?, ?)",
            [(event.id, event.case, knowledge, content(event)) for event in batch.events],
        )
        self._run_many(
            "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET knowledge ="
            " excluded.knowledge, last = excluded.last, owing = excluded.owing, broken = excluded.broken,"
            " early = excluded.early, content = excluded.content",
            [
                (
                    outcome.case,
                    knowledge,
                    outcome.last.isoformat(),
                    int(owes(outcome)),
                    int(bool(outcome.breaches)),
                    int(bool(outcome.early)),
                    encoded(outcome),
                )
                for outcome in batch.outcomes
            ],
        )
        self._run_many(
            "INSERT INTO rejects (mark, code, reason, content) VALUES (?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING",
            [(_digest(reject), str(reject.code), reject.reason, _text(mark(reject))) for reject in batch.rejects],
        )
        self._run_many(
            "INSERT INTO moves (knowledge, content) VALUES (?, ?)",
            [(knowledge, json.dumps(move.to_dict(), ensure_ascii=False)) for move in batch.moves],
        )

    def rejects(self) -> Iterator[Reject]:
        """See :class:`.stores.Store`."""
        statement = "SELECT number, content, code, reason FROM rejects WHERE number > ?"
        for _, text, code, reason in self._paged(statement, "number", 0):
            yield Reject(json.loads(text), Reason(code), reason)

    def moves(self, knowledge: int) -> Iterator[Move]:
        """See :class:`.stores.Store`."""
        statement = f"SELECT number, content FROM moves WHERE knowledge = {knowledge:d} AND number > ?"
        for _, text in self._paged(statement, "number", 0):
            told = json.loads(text)
            for name in ("before", "after"):
                told[name] = tuple(map(dt.date.fromisoformat, told[name]))
            yield Move(**told)

    # -- reading ----------------------------------------------------------------------------------------------------

    def _event(self, row: tuple[Any, ...]) -> Event:
        try:
            return restored(row[-1])
        except Refused as error:
            raise BadStore(f"{self._name} 里的一个事件读不出来：{error.text}") from error

    def _named(self, statement: str, names: Collection[str]) -> Iterator[tuple[Any, ...]]:
        wanted = list(names)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            yield from self._run(statement.format(",".join("?" * len(some))), some)

    def _kept_where(self, wanted: str, values: list[object]) -> Iterator[Kept]:
        statement = f"SELECT case_id, knowledge, content FROM cases WHERE ({wanted}) AND case_id > ?"
        for case, knowledge, text in self._paged(statement, "case_id", "", values):
            yield Kept(decoded(case, text), knowledge)

    def _paged(
        self, statement: str, key: str, start: object, values: Sequence[object] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement in the order of its first column, some at a time, so that they fit in memory."""
        while True:
            rows = self._run(f"{statement} ORDER BY {key} LIMIT {_AT_ONCE}", [*values, start])
            yield from rows
            if len(rows) < _AT_ONCE:
                return
            start = rows[-1][0]


class SqliteStore(_SqlStore):
    """The log in an SQLite file; what was acknowledged is on the disk."""

    _serial = "INTEGER PRIMARY KEY AUTOINCREMENT"

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        try:
            # check_same_thread: a monitor may be handed to another thread; it is used by one at a time.
            self._connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA busy_timeout = 30000")
            super().__init__()
        except sqlite3.Error as error:
            raise BadStore(f"{self._name} 不能用作案件存储：{_sqlite_reason(error)}") from error

    @property
    def _name(self) -> str:
        return str(self._path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.stores.Store`."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise BadStore(f"{self._name} 写不了：{_sqlite_reason(error)}") from error
        try:
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise BadStore(f"{self._name} 写不了：{_sqlite_reason(error)}") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(statement, rows)

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()


class PostgresStore(_SqlStore):
    """The log in a PostgreSQL database."""

    _serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    #: Writers take turns by this advisory lock.
    _LOCK = 20260310

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise MissingExtra('用 PostgreSQL 存案件需要安装：pip install "opendata-rules[postgresql]"') from error
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(address, autocommit=True)
            super().__init__()
        except psycopg.Error as error:
            raise BadStore(f"PostgreSQL 不能用作案件存储：{' '.join(str(error).split())}") from error

    @property
    def _name(self) -> str:
        return f"PostgreSQL 数据库 {self._connection.info.dbname}"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See :class:`.stores.Store`."""
        try:
            with self._connection.transaction():
                self._run("SELECT pg_advisory_xact_lock(?)", (self._LOCK,))
                yield
        except self._error as error:
            raise BadStore(f"{self._name} 写不了：{' '.join(str(error).split())}") from error

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(statement.replace("?", "%s"), values)
        return cursor.fetchall() if cursor.description else []

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s"), rows)

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()


def _sqlite_reason(error: sqlite3.Error) -> str:
    text = str(error)
    known = {
        "file is not a database": "这个文件不是 SQLite 数据库",
        "unable to open database file": "文件打不开，文件夹可能不存在",
        "attempt to write a readonly database": "文件是只读的",
        "database is locked": "别的程序正在写，等了 30 秒",
        "database or disk is full": "磁盘满了",
        "disk I/O error": "磁盘读写出错",
    }
    return next((chinese for english, chinese in known.items() if english in text), text) + "。"


def _digest(reject: Reject) -> str:
    return hashlib.sha256(f"{reject.code}\n{mark(reject)}".encode("utf-8", "surrogatepass")).hexdigest()


def _text(text: str) -> str:
    """Text that any database takes: what is no character is written as a question mark."""
    return text.replace("\\u0000", "\\ufffd").encode("utf-8", "replace").decode()
