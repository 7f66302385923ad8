"""The log in a database: SQLite in a file, or PostgreSQL. One set of statements for both."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadStore, MissingExtra
from ..vocabulary.facts import Vocabulary
from .events import Event, Reason, Refused, content, restored
from .outcomes import decoded, encoded, owes
from .results import Move, Reject
from .stores import Batch, Kept, mark

if TYPE_CHECKING:
    import psycopg

#: The form of the tables. A store of another form is refused, never guessed at.
FORM = "1"
_TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE knowledge (number {serial}, mark TEXT NOT NULL UNIQUE, content TEXT NOT NULL)",
    "CREATE TABLE events (number {serial}, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL,"
    " corrects TEXT, knowledge INTEGER NOT NULL, content TEXT NOT NULL)",
    "CREATE INDEX events_of_case ON events (case_id)",
    "CREATE INDEX events_correcting ON events (corrects)",
    "CREATE TABLE rejects (number {serial}, mark TEXT NOT NULL UNIQUE, code TEXT NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE cases (case_id {key}, knowledge INTEGER NOT NULL, last TEXT NOT NULL,"
    " owing INTEGER NOT NULL, broken INTEGER NOT NULL, aside INTEGER NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE moves (number {serial}, case_id TEXT NOT NULL, knowledge INTEGER NOT NULL, content TEXT NOT NULL)",
    "CREATE INDEX moves_of_case ON moves (case_id)",
)
_OURS = frozenset({"knowledge", "events", "rejects", "cases", "moves"})
#: The events of cases, without those that an event of another case corrects.
_OF_CASES = (
    "SELECT content FROM events AS told WHERE case_id IN ({}) AND NOT EXISTS (SELECT 1 FROM events AS other"
    " WHERE other.corrects = told.id AND other.case_id <> told.case_id) ORDER BY number"
)
#: Values named in one statement at most, and rows read at a time.
_AT_ONCE = 500
#: Seconds that a writer waits for another one, or for a server to answer.
_PATIENCE = 30


class _SqlStore(ABC):
    """What both databases have in common."""

    #: Type of a number that the database gives, of a key that is sorted as Python sorts, and how to ask for tables.
    _serial: str
    _key: str
    _list: str
    _vocabulary: Vocabulary

    def __init__(self) -> None:
        """Make the tables where there are none; refuse those of another form or another program untouched."""
        with self.writing():
            tables = {name for (name,) in self._run(self._list)}
            if "about" in tables:
                form = next((told for (told,) in self._run("SELECT value FROM about WHERE name = 'form'")), None)
                if form != FORM:
                    raise BadStore(f"{self._name} 的格式是第 {form} 版，这里只认第 {FORM} 版。")
            elif tables & _OURS:
                raise BadStore(f"{self._name} 里已经有别的程序的表：{'、'.join(sorted(tables & _OURS))}。")
            else:
                for table in _TABLES:
                    self._run(table.format(serial=self._serial, key=self._key))
                self._run("INSERT INTO about VALUES ('form', ?)", (FORM,))

    # -- what a database has to offer -------------------------------------------------------------------------------

    @property
    @abstractmethod
    def _name(self) -> str:
        """What messages call it."""

    @abstractmethod
    def _run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch its rows."""

    @abstractmethod
    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for every row."""

    @abstractmethod
    def writing(self) -> Any:
        """See :class:`.stores.Store`."""

    @abstractmethod
    def close(self) -> None:
        """See :class:`.stores.Store`."""

    # -- the store --------------------------------------------------------------------------------------------------

    def learn(self, place: str, knowledge: str, vocabulary: Vocabulary) -> int:
        """See :class:`.stores.Store`."""
        self._vocabulary = vocabulary
        mark = _digest(knowledge)
        try:
            with self.writing():
                self._run("INSERT INTO about VALUES ('place', ?) ON CONFLICT (name) DO NOTHING", (place,))
                [(kept,)] = self._run("SELECT value FROM about WHERE name = 'place'")
                if kept != place:
                    raise BadStore(f"{self._name} 里是 {kept} 的案件，不是 {place} 的。一个地方一个存储。")
                statement = "INSERT INTO knowledge (mark, content) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING"
                self._run(statement, (mark, knowledge))
                [(number,)] = self._run("SELECT number FROM knowledge WHERE mark = ?", (mark,))
        except BadStore:
            self.close()  # nobody else holds it yet
            raise
        return int(number)

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """See :class:`.stores.Store`."""
        rows = self._named("SELECT content FROM events WHERE id IN ({})", ids)
        return {event.id: event for event in map(self._event, rows)}

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`.stores.Store`."""
        found: dict[str, list[Event]] = {}
        for row in self._named(_OF_CASES, cases):
            event = self._event(row)
            found.setdefault(event.case, []).append(event)
        return found

    def correcting(self, ids: Collection[str]) -> dict[str, set[str]]:
        """See :class:`.stores.Store`."""
        found: dict[str, set[str]] = {}
        for name, case in self._named("SELECT corrects, case_id FROM events WHERE corrects IN ({})", ids):
            found.setdefault(name, set()).add(case)
        return found

    def log(self) -> Iterator[Event]:
        """See :class:`.stores.Store`."""
        for row in self._paged("SELECT number, content FROM events WHERE number > ?", "number", 0):
            yield self._event(row[1:])

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """See :class:`.stores.Store`."""
        rows = self._named("SELECT case_id, knowledge, content FROM cases WHERE case_id IN ({})", cases)
        return {case: Kept(decoded(case, text, self._vocabulary), knowledge) for case, knowledge, text in rows}

    def search(self, knowledge: int, on: dt.date | None, *, owing: bool, broken: bool) -> Iterator[Kept]:
        """See :class:`.stores.Store`."""
        wanted = ["knowledge <> ?"] + ["owing = 1"] * owing + ["broken = 1"] * broken
        values: list[object] = [knowledge]
        if on is not None:
            wanted.append("last > ?")
            values.append(on.isoformat())
        return self._kept_where(" OR ".join(wanted), values)

    def aside(self, knowledge: int) -> Iterator[Kept]:
        """See :class:`.stores.Store`."""
        return self._kept_where("aside = 1 OR knowledge <> ?", [knowledge])

    def cases(self) -> Iterator[str]:
        """See :class:`.stores.Store`."""
        return (case for (case,) in self._paged("SELECT case_id FROM cases WHERE case_id > ?", "case_id", ""))

    def write(self, batch: Batch, knowledge: int) -> None:
        """See :class:`.stores.Store`."""
        self._run_many(
            "INSERT INTO events (id, case_id, corrects, knowledge, content) VALUES (?, ?, ?, ?, ?)",
            [(event.id, event.case, event.corrects, knowledge, _storable(content(event))) for event in batch.events],
        )
        self._run_many("DELETE FROM cases WHERE case_id = ?", [(case,) for case in batch.gone])
        self._run_many(
            "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET knowledge ="
            " excluded.knowledge, last = excluded.last, owing = excluded.owing, broken = excluded.broken,"
            " aside = excluded.aside, content = excluded.content",
            [
                (
                    outcome.case,
                    knowledge,
                    outcome.last.isoformat(),
                    int(owes(outcome)),
                    int(bool(outcome.breaches)),
                    int(bool(outcome.aside)),
                    _storable(encoded(outcome)),
                )
                for outcome in batch.outcomes
            ],
        )
        self._run_many(
            "INSERT INTO rejects (mark, code, content) VALUES (?, ?, ?) ON CONFLICT (mark) DO NOTHING",
            [
                (_digest(f"{reject.code}\n{mark(reject)}"), str(reject.code), _storable(_line(reject.to_dict())))
                for reject in batch.rejects
            ],
        )
        # Of a case, only the moves to the knowledge that it was last looked at under are of interest.
        outdated = "DELETE FROM moves WHERE knowledge <> ? AND case_id IN ({})"
        for _ in self._named(outdated, [outcome.case for outcome in batch.outcomes], knowledge):
            pass
        self._run_many(
            "INSERT INTO moves (case_id, knowledge, content) VALUES (?, ?, ?)",
            [(move.case, knowledge, _line(move.to_dict())) for move in batch.moves],
        )

    def rejects(self) -> Iterator[Reject]:
        """See :class:`.stores.Store`."""
        for _, text in self._paged("SELECT number, content FROM rejects WHERE number > ?", "number", 0):
            told = json.loads(text)
            yield Reject(told["event"], Reason(told["code"]), told["reason"])

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
            return restored(row[-1], self._vocabulary)
        except Refused as error:
            raise BadStore(f"{self._name} 里的一个事件读不出来：{error.text}") from error

    def _named(self, statement: str, names: Collection[str], *values: object) -> Iterator[tuple[Any, ...]]:
        wanted = list(names)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            yield from self._run(statement.format(",".join("?" * len(some))), [*values, *some])

    def _kept_where(self, wanted: str, values: list[object]) -> Iterator[Kept]:
        statement = f"SELECT case_id, knowledge, content FROM cases WHERE ({wanted}) AND case_id > ?"
        for case, knowledge, text in self._paged(statement, "case_id", "", values):
            yield Kept(decoded(case, text, self._vocabulary), knowledge)

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
                self._path.absolute(), timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        except (sqlite3.Error, ValueError) as error:
            raise BadStore(f"{self._name} 不能用作案件存储：{_sqlite_reason(error)}") from error
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
    def _name(self) -> str:
        return str(self._path)

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
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: sqlite3.Error) -> BadStore:
        return BadStore(f"{self._name} 不能用作案件存储：{_sqlite_reason(error)}")

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()


class PostgresStore(_SqlStore):
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
            raise MissingExtra('用 PostgreSQL 存案件需要安装：pip install "opendata-rules[postgresql]"') from error
        self._psycopg = psycopg
        self._database = ""
        self._within = False
        try:
            told = psycopg.conninfo.conninfo_to_dict(address)
        except psycopg.Error as error:
            raise self._trouble(error) from error
        self._options: dict[str, Any] = {"connect_timeout": _PATIENCE, **told, "client_encoding": "UTF8"}
        self._connection = self._connect()
        try:
            super().__init__()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        try:
            connection = self._psycopg.connect(autocommit=True, **self._options)
        except self._psycopg.Error as error:
            raise self._trouble(error) from error
        try:
            self._database = connection.info.dbname
            # Whatever the server's defaults: a writer sees what the writer before it wrote, waits no longer than this,
            # and what it wrote is on the disk when it is told so.
            connection.isolation_level = self._psycopg.IsolationLevel.READ_COMMITTED
            connection.execute(f"SET lock_timeout = '{_PATIENCE}s'")
            connection.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
        except self._psycopg.Error as error:
            connection.close()
            raise self._trouble(error) from error
        return connection

    @property
    def _name(self) -> str:
        return f"PostgreSQL 数据库 {self._database}" if self._database else "PostgreSQL"

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
            "LockNotAvailable": f"别的程序正在写，等了 {_PATIENCE} 秒。",
            "ConnectionTimeout": f"等了 {_PATIENCE} 秒，连不上。",
        }
        text = " ".join(str(error).split())
        reason = "已经关闭。" if text == "the connection is closed" else known.get(type(error).__name__, text)
        return BadStore(f"{self._name} 不能用作案件存储：{reason}")

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._connection.close()


def _sqlite_reason(error: Exception) -> str:
    text = str(error)
    known = {
        "file is not a database": "这个文件不是 SQLite 数据库",
        "unable to open database file": "文件打不开，文件夹可能不存在",
        "attempt to write a readonly database": "文件是只读的",
        "database is locked": f"别的程序正在写，等了 {_PATIENCE} 秒",
        "database or disk is full": "磁盘满了",
        "disk I/O error": "磁盘读写出错",
        "database disk image is malformed": "文件损坏了",
        "closed database": "已经关闭",
    }
    return next((chinese for english, chinese in known.items() if english in text), text) + "。"


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _storable(line: str) -> str:
    """JSON that any database takes: halves of characters, which have no place in UTF-8, are written as escapes."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(line), separators=(",", ":"))
    return line
