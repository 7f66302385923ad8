"""The log in a database: one set of statements, whichever database runs them."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...answers.result import plain
from ...errors import BadStore
from ...quoting import quoted
from ...storage.database import Database
from ...storage.parts import Part
from ...vocabulary.words import Words
from ..events import Event, Reason, content, restored
from ..outcomes import decoded, encoded, owes
from ..results.answer import Move, Reject
from ..results.counts import ENGINES
from ..rows import Damaged, a_text, parsed, reading, texts
from .stores import CASES, Batch, Kept, mark

#: What the tables are, step by step. A store of a later form is refused, never guessed at.
PART = Part(
    "form",
    (
        (
            "CREATE TABLE knowledge (number {serial}, mark TEXT NOT NULL UNIQUE, content TEXT NOT NULL)",
            "CREATE TABLE events (number {serial}, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL,"
            " corrects TEXT, knowledge INTEGER NOT NULL, content TEXT NOT NULL)",
            "CREATE INDEX events_of_case ON events (case_id)",
            "CREATE INDEX events_correcting ON events (corrects)",
            "CREATE TABLE rejects (number {serial}, mark TEXT NOT NULL UNIQUE, code TEXT NOT NULL,"
            " content TEXT NOT NULL)",
            "CREATE TABLE cases (case_id {key}, knowledge INTEGER NOT NULL, last TEXT NOT NULL,"
            " owing INTEGER NOT NULL, broken INTEGER NOT NULL, aside INTEGER NOT NULL, content TEXT NOT NULL)",
            "CREATE TABLE moves (number {serial}, case_id TEXT NOT NULL, knowledge INTEGER NOT NULL,"
            " content TEXT NOT NULL)",
            "CREATE INDEX moves_of_case ON moves (case_id)",
        ),
    ),
    frozenset({"knowledge", "events", "rejects", "cases", "moves"}),
)
#: What an event is read from; the first column orders them.
_EVENT = "number, id, case_id, content"
#: The events of cases, without those that an event of another case corrects.
_OF_CASES = (
    f"SELECT {_EVENT} FROM events AS told WHERE case_id IN ({{}}) AND NOT EXISTS (SELECT 1 FROM events AS other"
    " WHERE other.corrects = told.id AND other.case_id <> told.case_id) ORDER BY number"
)
#: The events that correct one of another case, which is named first.
_CORRECTING_CASES = (
    "SELECT told.case_id, other.number, other.id, other.case_id, other.content FROM events AS told"
    " JOIN events AS other ON other.corrects = told.id AND other.case_id <> told.case_id WHERE told.case_id IN ({})"
    " ORDER BY other.number"
)


class SqlStore:
    """The log in a database that has the tables of :data:`PART`."""

    #: The facts and procedures of the place, the rules that outcomes may name, and what is known now.
    _words: Words
    _rules: Mapping[str, str | None]
    _knowledge: int

    def __init__(self, database: Database) -> None:
        self._database = database
        self._run, self._run_many = database.run, database.run_many
        self._named, self._paged = database.named, database.paged
        #: See :class:`.stores.Store`.
        self.writing = database.writing

    @property
    def name(self) -> str:
        """See :class:`.stores.Store`."""
        return self._database.name

    def close(self) -> None:
        """See :class:`.stores.Store`."""
        self._database.close()

    # -- the store --------------------------------------------------------------------------------------------------

    def learn(self, place: str, knowledge: str, words: Words, rules: Mapping[str, str | None]) -> int:
        """See :class:`.stores.Store`."""
        self._words, self._rules = words, rules
        mark = _digest(knowledge)
        try:
            with self.writing():
                self._run("INSERT INTO about VALUES ('place', ?) ON CONFLICT (name) DO NOTHING", (place,))
                [(kept,)] = self._run("SELECT value FROM about WHERE name = 'place'")
                if kept != place:
                    raise BadStore(
                        f"{self.name} 里是 {quoted(kept)} 的案件，不是 {place} 的。一个地方一个存储。",
                        english=f"{self.name} holds the cases of {quoted(kept)}, not of {place}; a place has its own",
                    )
                statement = "INSERT INTO knowledge (mark, content) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING"
                self._run(statement, (mark, knowledge))
                [(self._knowledge,)] = self._run("SELECT number FROM knowledge WHERE mark = ?", (mark,))
        except BadStore:
            self.close()  # nobody else holds it yet
            raise
        return self._knowledge

    def known(self, ids: Collection[str]) -> dict[str, Event]:
        """See :class:`.stores.Store`."""
        rows = self._named(f"SELECT {_EVENT} FROM events WHERE id IN ({{}})", ids)
        return {event.id: event for event in map(self._event, rows)}

    def events(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`.stores.Store`."""
        found: dict[str, list[Event]] = {}
        for row in self._named(_OF_CASES, cases):
            event = self._event(row)
            found.setdefault(event.case, []).append(event)
        return found

    def bearing(self, cases: Collection[str]) -> dict[str, list[Event]]:
        """See :class:`.stores.Store`."""
        found: dict[str, list[Event]] = {}
        for row in self._named(f"SELECT {_EVENT} FROM events WHERE case_id IN ({{}}) ORDER BY number", cases):
            event = self._event(row)
            found.setdefault(event.case, []).append(event)
        for row in self._named(_CORRECTING_CASES, cases):
            found[row[0]].append(self._event(row[1:]))
        return found

    def correcting(self, ids: Collection[str]) -> dict[str, set[str]]:
        """See :class:`.stores.Store`."""
        found: dict[str, set[str]] = {}
        for name, case in self._named("SELECT corrects, case_id FROM events WHERE corrects IN ({})", ids):
            found.setdefault(name, set()).add(case)
        return found

    def log(self) -> Iterator[Event]:
        """See :class:`.stores.Store`."""
        for row in self._paged(f"SELECT {_EVENT} FROM events WHERE number > ?", "number", 0):
            yield self._event(row)

    def kept(self, cases: Collection[str]) -> dict[str, Kept]:
        """See :class:`.stores.Store`."""
        rows = self._named("SELECT case_id, knowledge, content FROM cases WHERE case_id IN ({})", cases)
        return {row[0]: self._kept(*row) for row in rows}

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
        for (case,) in self._paged("SELECT case_id FROM cases WHERE case_id > ?", "case_id", ""):
            with self._row("cases", case), reading():
                a_text(case)
            yield case

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
                (_digest(f"{reject.code}\n{mark(reject)}"), str(reject.code), _storable(_reject_line(reject)))
                for reject in batch.rejects
            ],
        )
        # Of a case, only the moves to the knowledge that it was last looked at under are of interest.
        outdated = "DELETE FROM moves WHERE knowledge <> ? AND case_id IN ({})"
        for _ in self._named(outdated, [outcome.case for outcome in batch.outcomes], knowledge):
            pass
        self._run_many(
            "INSERT INTO moves (case_id, knowledge, content) VALUES (?, ?, ?)",
            [(move.case, knowledge, _move_line(move)) for move in batch.moves],
        )

    def rejects(self) -> Iterator[Reject]:
        """See :class:`.stores.Store`."""
        for number, text in self._paged("SELECT number, content FROM rejects WHERE number > ?", "number", 0):
            with self._row("rejects", number), reading():
                told = parsed(text)
                if not isinstance(told["event"], dict):
                    a_text(told["event"])
                reject = Reject(told["event"], Reason(told["code"]), a_text(told["reason"]))
            yield reject

    def moves(self, knowledge: int) -> Iterator[Move]:
        """See :class:`.stores.Store`."""
        statement = f"SELECT number, content FROM moves WHERE knowledge = {knowledge:d} AND number > ?"
        for number, text in self._paged(statement, "number", 0):
            with self._row("moves", number), reading():
                told = parsed(text)
                before, after = (tuple(map(dt.date.fromisoformat, texts(told[name]))) for name in ("before", "after"))
                case, procedure, step, label = (a_text(told[name]) for name in ("case", "procedure", "step", "label"))
                # A row of an earlier version has neither of these; there was one engine then.
                english = a_text(told.get("english", ""))
                engine = ENGINES[ENGINES.index(told.get("engine", ENGINES[0]))]
                move = Move(case, procedure, step, label, before, after, english=english, engine=engine)
            yield move

    # -- reading ----------------------------------------------------------------------------------------------------

    def _event(self, row: tuple[Any, ...]) -> Event:
        number, name, case, text = row
        with self._row("events", number):
            event = restored(text, self._words.vocabulary)
            if (event.id, event.case) != (name, case):
                raise Damaged("内容不是这一行的事件", "it holds another event")
            if event.kind not in self._kinds(event.procedure):
                told = f"{quoted(event.procedure)}、{quoted(event.kind)}"
                raise Damaged(f"没有这样的程序或者事件种类：{told}", f"there is no procedure or kind of event {told}")
        return event

    @functools.cached_property
    def _known_kinds(self) -> dict[str, frozenset[str]]:
        procedures = self._words.procedures
        return {name: frozenset(procedures.kinds(one)) for name, one in procedures.all.items()}

    def _kinds(self, procedure: str) -> frozenset[str]:
        return self._known_kinds.get(procedure, frozenset())

    def _kept(self, case: str, knowledge: int, text: object) -> Kept:
        with self._row("cases", case), reading():
            a_text(case)
            outcome = decoded(case, text, self._words.vocabulary)
            if knowledge == self._knowledge:
                # What was found under other packs may name what there is no more; it is only compared with.
                procedure = self._words.procedures.all.get(outcome.procedure)
                steps = () if procedure is None else tuple(step.id for step in procedure.steps)
                if procedure is None or tuple(step.id for step in outcome.steps) != steps:
                    raise Damaged("步骤和程序不符", "its steps are not those of its procedure")
                for breach in outcome.breaches:
                    of = self._rules[breach.rule]
                    fits = breach.step in self._words.procedures.acts
                    if of is not None:
                        fits = of == f"{outcome.procedure}.{breach.step}" and len(breach.dates) > 2
                    if not fits:
                        raise Damaged("违规和规则不符", "a breach does not fit its rule")
        return Kept(outcome, knowledge)

    @contextmanager
    def _row(self, table: str, row: object) -> Iterator[None]:
        """Within, what is damaged is told with the store, the table and the row.

        Raises:
            BadStore: it is.
        """
        try:
            yield
        except Damaged as error:
            where = f"表 {table} 的第 {row} 行" if isinstance(row, int) else f"表 {table} 里 {quoted(row)} 的一行"
            here = f"row {quoted(row)} of table {table} cannot be read: {error.english}"
            raise self._damaged(f"{where}读不出来，{error.text}", here) from error

    def _damaged(self, what: str, english: str) -> BadStore:
        return CASES.damaged(self.name, what, english)

    def _kept_where(self, wanted: str, values: list[object]) -> Iterator[Kept]:
        statement = f"SELECT case_id, knowledge, content FROM cases WHERE ({wanted}) AND case_id > ?"
        for case, knowledge, text in self._paged(statement, "case_id", "", values):
            yield self._kept(case, knowledge, text)


def _move_line(move: Move) -> str:
    days = {name: [day.isoformat() for day in getattr(move, name)] for name in ("before", "after")}
    names = {name: getattr(move, name) for name in ("case", "procedure", "step", "label", "english", "engine")}
    return _line({**names, **days})


def _reject_line(reject: Reject) -> str:
    return _line({"event": plain(reject.event), "code": str(reject.code), "reason": reject.reason})


def _line(told: Mapping[str, Any]) -> str:
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
