"""Tables are made and brought up to date step by step; stores that the version before wrote are read as they are."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import opendata_rules as odr
from opendata_rules.storage.database import Database, Purpose
from opendata_rules.storage.opening import database_at
from opendata_rules.storage.parts import Part

from ..laws import law
from ..monitoring.asked import answers
from ..monitoring.conftest import place, postgres
from ..monitoring.log.test_damaged import EVENTS

if TYPE_CHECKING:
    from ..monitoring.postgres import Server

__all__ = ["place", "postgres"]

pytestmark = pytest.mark.one_interpreter

#: Written by the version that first had stores of cases, from the events of ``test_damaged``.
STORES = Path(__file__).parent / "stores"
THINGS = Purpose("东西的存储", "store of things", "请用备份恢复", "restore a copy")
FIRST = ("CREATE TABLE things (number {serial}, name TEXT NOT NULL)", "INSERT INTO things (name) VALUES ('旧')")
SECOND = ("ALTER TABLE things ADD COLUMN size {big} NOT NULL DEFAULT 7", "CREATE TABLE boxes (name {key})")
ONE = Part("things", (FIRST,), frozenset({"things"}))
TWO = Part("things", (FIRST, SECOND), frozenset({"things", "boxes"}))


def opened(where: str, part: Part) -> Database:
    return database_at(where, THINGS, part)


def test_a_store_is_brought_up_to_date(place: Callable[[], str]) -> None:
    where = place()
    opened(where, ONE).close()
    for _ in range(2):
        database = opened(where, TWO)
        assert database.run("SELECT name, size FROM things") == [("旧", 7)]
        assert database.run("SELECT value FROM about WHERE name = 'things'") == [("2",)]
        database.close()
    with pytest.raises(odr.BadStore, match="格式是第 2 版，这里只认到第 1 版"):
        opened(where, ONE)


def test_a_step_that_fails_leaves_the_store_as_it_was(place: Callable[[], str]) -> None:
    where = place()
    opened(where, ONE).close()
    broken = Part("things", (FIRST, (*SECOND, "INSERT INTO nowhere VALUES (1)")), frozenset({"things", "boxes"}))
    for _ in range(2):
        with pytest.raises(odr.BadStore):
            opened(where, broken)
    database = opened(where, ONE)
    assert "boxes" not in database.tables()
    database.close()


def test_parts_share_a_store(place: Callable[[], str]) -> None:
    where = place()
    other = Part("others", (("CREATE TABLE others (number {serial})",),), frozenset({"others"}))
    opened(where, ONE).close()
    opened(where, other).close()
    database = opened(where, TWO)
    assert {"things", "others", "boxes", "about"} <= database.tables()
    database.run("DELETE FROM about WHERE name = 'others'")
    database.close()
    with pytest.raises(odr.BadStore, match="表 about 里没有 others 这一行"):
        opened(where, other)


def test_tables_of_another_program(place: Callable[[], str], tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE things (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(odr.BadStore, match="别的程序的表：things"):
        opened(str(path), ONE)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("things",)]
    connection.close()
    assert before
    for value in ("x", "-1", "0", "1.0", "\x1b"):
        where = place()
        database = opened(where, ONE)
        database.run("UPDATE about SET value = ? WHERE name = 'things'", [value])
        database.close()
        with pytest.raises(odr.BadStore, match="格式是第"):
            opened(where, ONE)


def fresh() -> object:
    monitor = odr.monitor(law("jining", on=dt.date(2026, 3, 10)))
    monitor.ingest(EVENTS)
    return answers(monitor)


def upgraded(where: str) -> None:
    """It answers as a new one, takes what is new, and knows what it knew."""
    jining = law("jining", on=dt.date(2026, 3, 10))
    with odr.monitor(jining, where) as monitor:
        monitor.replay()
        assert answers(monitor) == fresh()
        assert monitor.ingest(EVENTS).accepted == 0
        new = {"id": "n", "case": "案四", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
        assert monitor.ingest([new]).accepted == 1
    with odr.ledger(where) as kept:
        kept.append(jining.classify({}))
        assert kept.verify().size == 1
    with odr.monitor(jining, where) as monitor:
        assert "案四" in list(monitor.cases())


def test_an_sqlite_file_of_the_version_before(tmp_path: Path) -> None:
    path = tmp_path / "cases.sqlite"
    shutil.copyfile(STORES / "cases_form_1.sqlite", path)
    upgraded(str(path))


def test_a_postgresql_database_of_the_version_before(postgres: Server) -> None:
    import psycopg

    address = postgres.fresh()
    [(schema,)] = postgres.run("SELECT current_schema()", address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute((STORES / "cases_form_1.sql").read_text(encoding="utf-8").replace("s0.", f"{schema}."))  # type: ignore[call-overload]
    upgraded(address)
