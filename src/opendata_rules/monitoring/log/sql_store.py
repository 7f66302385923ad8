"""The log in a database: one set of statements, whichever database runs them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from ...errors import BadStore
from ...vocabulary.facts import Vocabulary
from ..events import Event, Reason, Refused, content, restored
from ..outcomes import decoded, encoded, owes
from ..results.answer import Move, Reject
from .stores import Batch, Kept, mark

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
PATIENCE = 30


class SqlStore(ABC):
    """What all databases have in common."""

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
