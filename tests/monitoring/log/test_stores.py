"""Whatever keeps the log, a monitor answers the same; what goes wrong with a store is told and loses nothing."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.errors import BadStore
from opendata_rules.monitoring.log import sql_store
from opendata_rules.monitoring.previews import preview
from opendata_rules.storage import database
from opendata_rules.vocabulary.facts import vocabulary

from ..asked import answers
from ..store_feeds import feed

pytestmark = pytest.mark.one_interpreter

if TYPE_CHECKING:
    from ..postgres import Server

CHINESE = "[一-鿿]"


def event(number: int, case: str = "a", **more: Any) -> dict[str, Any]:
    told = {"id": f"e{number}", "case": case, "procedure": "objection", "kind": "received", "date": "2026-03-02"}
    return {**told, **more}


# -- the same answers --------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False), cases=st.integers(1, 6), close=st.booleans())
def test_every_store_answers_the_same(
    jining: odr.Law, place: Callable[[], str], chance: random.Random, cases: int, close: bool
) -> None:
    events = feed(jining, chance, cases)
    where = place()
    memory, kept = odr.monitor(jining), odr.monitor(jining, where)
    try:
        while events:
            some = [events.pop() for _ in range(min(len(events), chance.randint(1, 9)))]
            assert memory.ingest(some) == kept.ingest(some)
            if close:
                kept.close()
                kept = odr.monitor(jining, where)
        assert answers(kept) == answers(memory)
        assert kept.replay() == memory.replay() == ()
        assert answers(kept) == answers(memory)
    finally:
        # Also where hypothesis has seen enough and ends the example in the middle.
        kept.close()


def test_more_than_one_page(jining: odr.Law, place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "AT_ONCE", 7)
    events = feed(jining, random.Random(7), 40)
    memory, kept = odr.monitor(jining), odr.monitor(jining, place())
    assert memory.ingest(events) == kept.ingest(events)
    assert answers(kept) == answers(memory)
    kept.close()


def test_two_monitors_of_one_store(jining: odr.Law, place: Callable[[], str]) -> None:
    where = place()
    with odr.monitor(jining, where) as a, odr.monitor(jining, where) as b:
        a.ingest([event(1)])
        assert b.ingest([event(1), event(2, kind="feedback", date="2026-03-05")]) == (1, 1, 0)
        assert answers(a) == answers(b)


def test_many_writers_at_once(jining: odr.Law, place: Callable[[], str]) -> None:
    """A new store is made by one of them; every event is taken by one of them."""
    where = place()

    def write(_: int) -> int:
        with odr.monitor(jining, where) as m:
            return sum(m.ingest([event(number)]).accepted for number in range(10))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, range(4))) == 10


def test_a_new_file_is_opened_by_many_at_once(jining: odr.Law, tmp_path: Path) -> None:
    def opened(path: Path) -> bool:
        with odr.monitor(jining, path):
            return True

    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            assert all(pool.map(opened, [tmp_path / f"{number}.sqlite"] * 8))


def test_what_no_database_takes_as_text_comes_back(jining: odr.Law, place: Callable[[], str]) -> None:
    memory, kept = odr.monitor(jining), odr.monitor(jining, place())
    told = [event(1, 没有的事实="\ud800\0"), event(2, date="\ud800\0"), "\ud800\0"]
    assert memory.ingest(told) == kept.ingest(told) == (0, 0, 3)
    assert kept.rejects() == memory.rejects()
    kept.close()


@pytest.mark.parametrize("text", ["\ud800", "\0", "\\u0000", "😀"])
def test_text_facts(jining: odr.Law, place: Callable[[], str], text: str) -> None:
    """A fact that is any text, if there is one, is kept as it is."""
    names = [fact.id for fact in vocabulary().facts.values() if str(fact.type) == "text"]
    if not names:
        pytest.skip("no fact of the vocabulary is free text")
    memory, kept = odr.monitor(jining), odr.monitor(jining, place())
    assert memory.ingest([event(1, **{names[0]: text})]) == kept.ingest([event(1, **{names[0]: text})])
    assert answers(kept) == answers(memory)
    kept.close()


def test_a_batch_is_whole_or_not_there(
    jining: odr.Law, place: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with odr.monitor(jining, place()) as m:
        m.ingest([event(1)])
        before = answers(m)
        monkeypatch.setattr(sql_store, "encoded", lambda outcome: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            m.ingest([event(2, kind="feedback"), "no event", event(3, "b")])
        monkeypatch.undo()
        assert answers(m) == before
        assert m.ingest([event(2, kind="feedback")]).accepted == 1


def test_what_was_looked_at_in_ones_turn_still_holds_when_an_event_is_told(
    jining: odr.Law, place: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who look whether an event was corrected already, and correct it if not, do not both correct it."""
    where = place()
    monkeypatch.setattr(database, "PATIENCE", 1)
    with odr.monitor(jining, where) as one, odr.monitor(jining, where) as other:
        one.ingest([event(1)])
        with one.turn():
            assert preview(one, event(2, corrects="e1"), jining.on).corrected_by == ""
            with pytest.raises(BadStore, match="别的程序正在写"):
                other.ingest([event(3, corrects="e1")])
            assert one.ingest([event(2, corrects="e1")]).accepted == 1
        with other.turn():
            assert preview(other, event(3, corrects="e1"), jining.on).corrected_by == "e2"
        with pytest.raises(ZeroDivisionError), one.turn():
            assert one.ingest([event(4, corrects="e2")]).accepted / 0
        assert [told.id for told in one.events()] == ["e1", "e2"] == [told.id for told in other.events()]


# -- no store ----------------------------------------------------------------------------------------------------------


def test_a_store_of_another_place(library: odr.Library, jining: odr.Law, place: Callable[[], str]) -> None:
    where = place()
    odr.monitor(jining, where).close()
    with pytest.raises(BadStore, match="里是 jining 的案件，不是 qingdao 的"):
        odr.monitor(library.law("qingdao", on=jining.on), where)
    odr.monitor(jining, where).close()


def test_a_store_of_another_form(jining: odr.Law, place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    where = place()
    odr.monitor(jining, where).close()
    later = dataclasses.replace(sql_store.PART, steps=(*sql_store.PART.steps, ("CREATE TABLE more (number {serial})",)))
    with monkeypatch.context() as patched:
        patched.setattr(sql_store, "PART", later)
        odr.monitor(jining, where).close()
    with pytest.raises(BadStore, match="格式是第 2 版，这里只认到第 1 版"):
        odr.monitor(jining, where)


def test_a_closed_monitor(jining: odr.Law, place: Callable[[], str]) -> None:
    m = odr.monitor(jining, place())
    m.close()
    for ask in (lambda: m.ingest([event(1)]), lambda: m.status("a"), lambda: m.due(jining.on), m.rejects, m.replay):
        with pytest.raises(BadStore, match="已经关闭"):
            ask()


# -- SQLite ------------------------------------------------------------------------------------------------------------


def test_not_a_database(jining: odr.Law, tmp_path: Path) -> None:
    path = tmp_path / "cases"
    path.write_text("事件\n" * 1000, encoding="utf-8")
    with pytest.raises(BadStore, match="不是 SQLite 数据库"):
        odr.monitor(jining, path)
    assert path.read_text(encoding="utf-8") == "事件\n" * 1000


def test_a_database_of_another_program(jining: odr.Law, tmp_path: Path) -> None:
    path = tmp_path / "cases"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE events (a)")
    other.close()
    with pytest.raises(BadStore, match="别的程序的表：events"):
        odr.monitor(jining, path)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("events",)]
    other.close()


@pytest.mark.parametrize("name", [".", "没有的文件夹/cases", "a\0b"])
def test_not_a_place_for_a_file(jining: odr.Law, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadStore, match=CHINESE):
        odr.monitor(jining, str(tmp_path / name))


def test_memory_is_not_named(jining: odr.Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite would take this name for a database in memory."""
    monkeypatch.chdir(tmp_path)
    with odr.monitor(jining, ":memory:") as m:
        m.ingest([event(1)])
    with odr.monitor(jining, tmp_path / ":memory:") as m:
        assert list(m.cases()) == ["a"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write everything")
def test_a_read_only_file(jining: odr.Law, tmp_path: Path) -> None:
    path = tmp_path / "cases"
    odr.monitor(jining, path).close()
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(BadStore, match=CHINESE):
            odr.monitor(jining, path)
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk(jining: odr.Law, tmp_path: Path) -> None:
    m = odr.monitor(jining, tmp_path / "cases")
    m.ingest([event(1)])
    before = answers(m)
    connection = m._store._database._connection  # type: ignore[attr-defined]
    [(pages,)] = connection.execute("PRAGMA page_count")
    connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [event(number, f"case {number}") for number in range(2, 500)]
    with pytest.raises(BadStore, match="磁盘满了"):
        m.ingest(many)
    assert answers(m) == before
    connection.execute("PRAGMA max_page_count = 100000")
    assert m.ingest(many).accepted == len(many)
    m.close()


def test_a_damaged_file(jining: odr.Law, tmp_path: Path) -> None:
    path = tmp_path / "cases"
    with odr.monitor(jining, path) as m:
        m.ingest([event(number, f"case {number}") for number in range(500)])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadStore, match="损坏"), odr.monitor(jining, path) as m:
        answers(m)


def test_somebody_else_is_writing(jining: odr.Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with odr.monitor(jining, tmp_path / "cases") as m, odr.monitor(jining, tmp_path / "cases") as other:
        with other._store.writing():
            with pytest.raises(BadStore, match="别的程序正在写"):
                m.ingest([event(1)])
            assert list(m.cases()) == []  # reading goes on
        assert m.ingest([event(1)]).accepted == 1


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


def test_no_server(jining: odr.Law, tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="needs psycopg")
    for address in (f"postgresql:///x?host={tmp_path}", "postgresql://[", "postgres://127.0.0.1:1/x"):
        with pytest.raises(BadStore, match="PostgreSQL 不能用作案件存储"):
            odr.monitor(jining, address)


def test_somebody_else_is_writing_to_the_server(
    jining: odr.Law, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 1)
    address = postgres.fresh()
    with odr.monitor(jining, address) as m, odr.monitor(jining, address) as other:
        with other._store.writing(), pytest.raises(BadStore, match="别的程序正在写"):
            m.ingest([event(1)])
        assert m.ingest([event(1)]).accepted == 1


def test_a_connection_dropped(jining: odr.Law, postgres: Server) -> None:
    """Told once; then the monitor connects anew."""
    m = odr.monitor(jining, postgres.fresh())
    m.ingest([event(1)])
    for ask in (lambda: m.ingest([event(2, kind="feedback")]), lambda: m.status("a")):
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(BadStore, match="PostgreSQL"):
            ask()
        assert [kept.id for kept in m.events()] == ["e1"]
    assert m.ingest([event(2, kind="feedback")]).accepted == 1
    m.close()


def test_a_connection_dropped_in_the_middle(jining: odr.Law, postgres: Server) -> None:
    """A batch half written is gone; the events before it are there."""
    m = odr.monitor(jining, postgres.fresh())
    m.ingest([event(1)])
    write = m._store.write

    def cut(*told: Any) -> None:
        write(*told)
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    m._store.write = cut  # type: ignore[method-assign]
    with pytest.raises(BadStore, match="PostgreSQL"):
        m.ingest([event(2, kind="feedback")])
    m._store.write = write  # type: ignore[method-assign]
    assert [kept.id for kept in m.events()] == ["e1"]
    assert m.ingest([event(2, kind="feedback")]).accepted == 1
    m.close()


def test_a_server_that_crashes(jining: odr.Law, own_postgres: Server) -> None:
    """While it is down, every call says so; afterwards everything acknowledged is there."""
    m = odr.monitor(jining, own_postgres.fresh())
    m.ingest([event(1)])
    own_postgres.stop(signal.SIGQUIT)
    for _ in range(2):
        with pytest.raises(BadStore, match="PostgreSQL"):
            m.ingest([event(2)])
    own_postgres.start()
    assert [kept.id for kept in m.events()] == ["e1"]
    assert m.ingest([event(1), event(2)]) == (1, 1, 0)
    m.close()


def test_whatever_the_defaults_of_the_server(jining: odr.Law, postgres: Server) -> None:
    """A commit is on the disk, and writers take turns, even where the server would do otherwise."""
    slack = {"synchronous_commit": "off", "default_transaction_isolation": "serializable", "client_encoding": "GBK"}
    postgres.run("CREATE SCHEMA slack")
    address = postgres.address(search_path="slack", **slack)
    with odr.monitor(jining, address) as m, odr.monitor(jining, address) as other:
        assert m._store._run("SHOW synchronous_commit") == [("on",)]  # type: ignore[attr-defined]
        other.ingest([event(0)])
        begun = threading.Event()

        def wait() -> odr.Counts:
            begun.set()
            return other.ingest([event(1)])

        with ThreadPoolExecutor(1) as pool:
            with m._store.writing():
                later = pool.submit(wait)
                begun.wait()
                m._intake.take([event(1)])
            assert later.result() == (0, 1, 0)


def test_cases_are_sorted_as_elsewhere(jining: odr.Law, postgres: Server) -> None:
    """Whatever the collation of the database."""
    try:
        postgres.run("CREATE DATABASE icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'")
    except Exception as error:
        pytest.skip(f"needs a server with ICU: {error}")
    address = postgres.address().replace("/postgres?", "/icu?")
    names = ["b", "B", "a", "案", "ä", "_", "1"]
    with odr.monitor(jining, address) as m:
        m.ingest([event(number, name) for number, name in enumerate(names)])
        assert list(m.cases()) == sorted(names)
