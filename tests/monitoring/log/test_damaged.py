"""Stores that somebody or something has damaged: every call answers or says which row of which store it cannot read."""

from __future__ import annotations

import copy
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.log.sql_store import PART, _move_line
from opendata_rules.storage.parts import prepare

from ..asked import answers

pytestmark = pytest.mark.one_interpreter

ON = dt.date(2026, 3, 16)
HEAD = {"case": "案一", "procedure": "unopened_request"}
CHANGE = {"case": "案二", "procedure": "attribute_change"}
EVENTS: list[Any] = [
    {**HEAD, "id": "1", "kind": "received", "date": "2026-03-02", "actor": "王敏"},
    {**HEAD, "id": "2", "kind": "form_review", "date": "2026-03-11", "form_review_passed": True},
    {**HEAD, "id": "3", "kind": "form_review", "date": "2026-03-12", "form_review_passed": True, "corrects": "2"},
    {**CHANGE, "id": "4", "kind": "received", "date": "2026-03-02", "opening_attribute": "open"},
    {**CHANGE, "id": "5", "kind": "attribute_change", "date": "2026-03-03", "opening_attribute": "closed"},
    {**CHANGE, "id": "6", "kind": "consent", "date": "2026-03-04", "approving_authority": "city_department"},
    {**HEAD, "id": "7", "kind": "transfer", "date": "2026-02-02"},
    {"id": "坏", "case": "案三"},
    "不是事件",
]
#: Content that is none, in any table.
WHOLES = ["", "{}", "[]", "null", "5", '"x"', "{", '{"id": "1"', "[" * 5000, "NaN", '{"a": 1e999}', "x\u0001"]
#: What may stand in the place of anything.
PARTS: list[Any] = [None, 5, -1, True, "x", "", [], ["x"], {}, {"x": 1}, "2026-02-30", 10**30, 1.5]


@pytest.fixture
def store(jining: odr.Law, place: Callable[[], str]) -> Iterator[odr.Monitor]:
    """A store with something in every table."""
    where = place()
    with odr.monitor(jining, where) as first:
        first.ingest(EVENTS)
        move = odr.Move("案一", "unopened_request", "form_review", "形式审核", (ON,), (ON, ON + dt.timedelta(1)))
        run(first, "INSERT INTO moves (case_id, knowledge, content) VALUES ('案一', 1, ?)", _move_line(move))
    with odr.monitor(jining, where) as monitor:
        assert {breach.kind for breach in monitor.breaches()} == {"late", "prohibited"}
        assert len(monitor.rejects()) == 3
        assert monitor.replay() == (move,)
        yield monitor


def run(monitor: odr.Monitor, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return monitor._store._run(statement, values)  # type: ignore[attr-defined,no-any-return]


def asked(monitor: odr.Monitor) -> list[str]:
    """What went wrong with each question; nothing may but that the store is damaged."""
    new = {**HEAD, "id": "n", "kind": "transfer", "date": "2026-03-13"}
    questions: list[Callable[[], object]] = [
        lambda: answers(monitor),
        lambda: monitor.status("案一"),
        lambda: monitor.status("案二", on=ON),
        lambda: monitor.due(ON),
        lambda: monitor.breaches(),
        lambda: monitor.breaches(ON),
        monitor.rejects,
        monitor.digest,
        lambda: list(monitor.cases()),
        lambda: monitor.revisions(["案一", "案二"], ON),
        monitor.replay,
        lambda: monitor.ingest([new, EVENTS[1], {**CHANGE, "id": "n2", "kind": "statement", "date": "2026-03-05"}]),
    ]
    found = []
    for ask in questions:
        # UnknownCase: the row that told of the case is another one's now.
        with suppress(odr.UnknownCase):
            error = failing(ask)
            if error is not None:
                assert str(error).startswith(monitor._store.name)
                assert error.english not in ("", str(error))
                found.append(str(error))
    return found


def failing(ask: Callable[[], object]) -> odr.BadStore | None:
    """How a question fails, if it does; nothing else may be raised."""
    try:
        ask()
    except odr.BadStore as error:
        return error
    return None


def rows(monitor: odr.Monitor) -> list[tuple[str, str, object, str]]:
    keys = {"events": "number", "cases": "case_id", "rejects": "number", "moves": "number"}
    return [
        (table, key, row, content)
        for table, key in keys.items()
        for row, content in run(monitor, f"SELECT {key}, content FROM {table} ORDER BY {key}")
    ]


def named(table: str, row: object) -> str:
    return f"表 {table} 的第 {row} 行" if isinstance(row, int) else f"表 {table} 里 {row} 的一行"


@contextmanager
def undone(monitor: odr.Monitor) -> Iterator[None]:
    """Within, nothing that is written stays."""
    tables = {table: run(monitor, f"SELECT * FROM {table}") for table in ("events", "cases", "rejects", "moves")}
    postgres = "Postgres" in type(monitor._store._database).__name__  # type: ignore[attr-defined]
    yield
    with monitor._store.writing():
        for table, kept in tables.items():
            run(monitor, f"DELETE FROM {table}")
            own = "OVERRIDING SYSTEM VALUE" if postgres and table != "cases" else ""
            for row in kept:
                run(monitor, f"INSERT INTO {table} {own} VALUES ({', '.join('?' * len(row))})", *row)


@pytest.mark.parametrize("table", ["events", "cases", "rejects", "moves"])
def test_content_that_is_none(store: odr.Monitor, table: str) -> None:
    name, key, row, _ = next(one for one in rows(store) if one[0] == table)
    for whole in WHOLES:
        with undone(store):
            run(store, f"UPDATE {name} SET content = ? WHERE {key} = ?", whole, row)
            told = asked(store)
            assert told, whole
            assert all(named(table, row) in text for text in told)


@pytest.mark.parametrize("table", ["events", "cases", "rejects", "moves"])
def test_content_that_is_cut_off_anywhere(store: odr.Monitor, table: str) -> None:
    name, key, row, content = next(one for one in rows(store) if one[0] == table)
    for end in range(0, len(content), 23):
        with undone(store):
            run(store, f"UPDATE {name} SET content = ? WHERE {key} = ?", content[:end], row)
            assert any(named(table, row) in text for text in asked(store))


def places(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a JSON value."""
    yield path
    items = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def changed(told: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same with another value in a place, or without it."""
    if not path:
        return value
    again = copy.deepcopy(told)
    there = again
    for key in path[:-1]:
        there = there[key]
    if value is ...:
        del there[path[-1]]
    else:
        there[path[-1]] = value
    return again


def test_another_value_in_any_place(jining: odr.Law, store: odr.Monitor) -> None:
    """Of any row; nothing but a damaged store is told, whether or not the change can be seen."""
    seen = 0
    for table, key, row, content in rows(store):
        told = json.loads(content)
        for number, path in enumerate(places(told)):
            # Every value in every place would take long; each place has some of them.
            for value in (..., *PARTS[number % 8 :: 8]) if path else ():
                with undone(store):
                    text = json.dumps(changed(told, path, value), ensure_ascii=False)
                    run(store, f"UPDATE {table} SET content = ? WHERE {key} = ?", text, row)
                    seen += bool(asked(store))
    assert seen > 100


def test_rows_that_are_gone(store: odr.Monitor) -> None:
    with undone(store):
        run(store, "DELETE FROM events WHERE case_id = '案一'")
        assert any("案件 案一 的事件没有了" in text for text in asked(store))
    with undone(store):
        run(store, "DELETE FROM cases")
        asked(store)


def test_an_event_in_the_row_of_another(store: odr.Monitor) -> None:
    run(store, "UPDATE events SET case_id = '案九' WHERE id = '1'")
    assert any("表 events 的第 1 行读不出来，内容不是这一行的事件" in text for text in asked(store))


def test_a_form_that_is_not_told(jining: odr.Law, store: odr.Monitor) -> None:
    run(store, "DELETE FROM about WHERE name = 'form'")
    with pytest.raises(odr.BadStore, match="表 about 里没有 form 这一行") as caught:
        prepare(store._store._database, PART)  # type: ignore[attr-defined]
    assert "form" in caught.value.english


class TestSqlite:
    """What only a file can be."""

    @pytest.fixture
    def path(self, jining: odr.Law, tmp_path: Path) -> Path:
        path = tmp_path / "cases.sqlite"
        with odr.monitor(jining, path) as monitor:
            monitor.ingest(EVENTS)
        return path

    def run(self, path: Path, statement: str, *values: object) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(statement, values)
        connection.close()

    def ask(self, law: odr.Law, path: Path) -> None:
        with odr.monitor(law, path) as monitor:
            answers(monitor)
            monitor.replay()

    def fails(self, law: odr.Law, path: Path) -> str:
        with pytest.raises(odr.BadStore) as caught:
            self.ask(law, path)
        assert str(path) in str(caught.value)
        return str(caught.value)

    @pytest.mark.parametrize("table", ["about", "knowledge", "events", "rejects", "cases", "moves"])
    def test_a_table_of_another_form(self, jining: odr.Law, path: Path, table: str) -> None:
        self.run(path, f"DROP TABLE {table}")
        if table != "about":
            assert f"没有表 {table}" in self.fails(jining, path)
        else:
            assert "别的程序的表" in self.fails(jining, path)
        self.run(path, f"CREATE TABLE {table} (a, b)")
        assert "不是案件存储的表" in self.fails(jining, path)

    @pytest.mark.parametrize("value", [b"\xff\x00", 5, 1.5, b"{}"])
    @pytest.mark.parametrize("table", ["events", "rejects", "cases"])
    def test_content_that_is_no_text(self, jining: odr.Law, path: Path, table: str, value: object) -> None:
        self.run(path, f"UPDATE {table} SET content = ?", value)
        assert f"表 {table}" in self.fails(jining, path)

    def test_text_that_is_no_utf_8(self, jining: odr.Law, path: Path) -> None:
        self.run(path, "UPDATE events SET content = CAST(? AS TEXT)", b'{"id": "\xff\xfe"}')
        assert "不是 UTF-8" in self.fails(jining, path)

    def test_a_version_nobody_knows(self, jining: odr.Law, path: Path) -> None:
        self.run(path, "UPDATE about SET value = ? WHERE name = 'form'", "\x1b[2J" + "9" * 500)
        told = self.fails(jining, path)
        assert "\x1b" not in told
        assert len(told) < 400

    def test_a_place_nobody_knows(self, jining: odr.Law, path: Path) -> None:
        self.run(path, "UPDATE about SET value = ? WHERE name = 'place'", "\x1b" * 500)
        told = self.fails(jining, path)
        assert "\x1b" not in told
        assert len(told) < 400

    def test_bytes_anywhere(self, jining: odr.Law, path: Path) -> None:
        """One byte in a hundred is another; the file is refused, or read as far as it can be."""
        whole = path.read_bytes()
        for start in range(0, len(whole), max(1, len(whole) // 60)):
            damaged = bytearray(whole)
            for place in range(start, min(start + 40, len(whole))):
                damaged[place] ^= 0xA5
            path.write_bytes(damaged)
            with suppress(odr.UnknownCase):
                error = failing(lambda: self.ask(jining, path))
                assert error is None or str(path) in str(error)
