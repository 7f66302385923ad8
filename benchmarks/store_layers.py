"""Is SQLAlchemy Core fast enough to keep the monitor's log? The hot paths of the store on both, over the same events.

    pip install sqlalchemy
    python benchmarks/store_layers.py [--cases 3000] [--at-once 1000]

The calls that a monitor makes of its store while it takes events are recorded once, then played to the store of today
and to the same tables on SQLAlchemy Core, in turns, three times each, on files of their own; the reading of rows into
events is left out on both sides. At least four fifths of the speed of today's store would have been enough to change.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from monitor_store import ON, told
from opendata_rules.monitoring.log.sqlite_store import SqliteStore
from sqlalchemy.dialects.sqlite import insert as upsert

import opendata_rules as odr
from opendata_rules.monitoring.log import sql_store

META = sa.MetaData()
EVENTS = sa.Table(
    "events",
    META,
    sa.Column("number", sa.Integer, primary_key=True),
    *[sa.Column(name, sa.Text) for name in ("id", "case_id", "corrects")],
    sa.Column("knowledge", sa.Integer),
    sa.Column("content", sa.Text),
)
CASES = sa.Table(
    "cases",
    META,
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("knowledge", sa.Integer),
    sa.Column("last", sa.Text),
    *[sa.Column(name, sa.Integer) for name in ("owing", "broken", "aside")],
    sa.Column("content", sa.Text),
)
OTHER = EVENTS.alias("other")
COLUMNS = (EVENTS.c.number, EVENTS.c.id, EVENTS.c.case_id, EVENTS.c.content)
CORRECTED = sa.exists().where(OTHER.c.corrects == EVENTS.c.id, OTHER.c.case_id != EVENTS.c.case_id)
UPSERT = upsert(CASES)
STATEMENTS: dict[str, Any] = {
    "known": lambda names: sa.select(*COLUMNS).where(EVENTS.c.id.in_(names)),
    "events": lambda names: (
        sa.select(*COLUMNS).where(EVENTS.c.case_id.in_(names), ~CORRECTED).order_by(EVENTS.c.number)
    ),
    "correcting": lambda names: sa.select(EVENTS.c.corrects, EVENTS.c.case_id).where(EVENTS.c.corrects.in_(names)),
    "kept": lambda names: sa.select(CASES.c.case_id, CASES.c.knowledge, CASES.c.content).where(
        CASES.c.case_id.in_(names)
    ),
    "insert events": sa.insert(EVENTS),
    "insert cases": UPSERT.on_conflict_do_update(
        index_elements=[CASES.c.case_id], set_={c.name: UPSERT.excluded[c.name] for c in CASES.c if c.name != "case_id"}
    ),
}
#: A recorded call: what, and with which names or rows. A commit has neither.
Call = tuple[str, list[Any]]


def recorded(cases: int, at_once: int) -> list[Call]:
    """What a monitor asks of its store while it takes events."""
    calls: list[Call] = []

    class Recording(SqliteStore):
        def _run(self, statement: str, values: Any = ()) -> Any:
            for name, sign in (
                ("known", "WHERE id IN"),
                ("correcting", "WHERE corrects IN"),
                ("kept", "FROM cases WHERE case_id IN"),
            ):
                if sign in statement:
                    calls.append((name, list(values)))
            if "NOT EXISTS" in statement:
                calls.append(("events", list(values)))
            if statement == "COMMIT":
                calls.append(("commit", []))
            return super()._run(statement, values)

        def _run_many(self, statement: str, rows: Any) -> None:
            rows = list(rows)
            if rows and statement.startswith(("INSERT INTO events", "INSERT INTO cases")):
                calls.append((statement.split(" (")[0].replace("INSERT INTO", "insert").split(" VALUES")[0], rows))
            super()._run_many(statement, rows)

    from opendata_rules.monitoring.log import opening

    with tempfile.TemporaryDirectory() as folder:
        opening.MemoryStore = lambda: Recording(Path(folder) / "cases")  # type: ignore[assignment,misc]
        with odr.monitor(odr.load().law("jining", on=ON)) as m:
            calls.clear()
            waiting = told(cases)
            while batch := list(islice(waiting, at_once)):
                m.ingest(batch)
    return calls


def today(path: Path, calls: list[Call]) -> float:
    """Seconds that today's store takes for the calls."""
    store = SqliteStore(path)
    texts = {
        "known": f"SELECT {sql_store._EVENT} FROM events WHERE id IN ({{}})",
        "events": sql_store._OF_CASES,
        "correcting": "SELECT corrects, case_id FROM events WHERE corrects IN ({})",
        "kept": "SELECT case_id, knowledge, content FROM cases WHERE case_id IN ({})",
        "insert events": "INSERT INTO events (id, case_id, corrects, knowledge, content) VALUES (?, ?, ?, ?, ?)",
        "insert cases": "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET knowledge ="
        " excluded.knowledge, last = excluded.last, owing = excluded.owing, broken = excluded.broken,"
        " aside = excluded.aside, content = excluded.content",
    }
    start = time.perf_counter()
    store._run("BEGIN IMMEDIATE")
    for what, given in calls:
        if what == "commit":
            store._run("COMMIT")
            store._run("BEGIN IMMEDIATE")
        elif what.startswith("insert"):
            store._run_many(texts[what], given)
        else:
            for row in store._named(texts[what], given):
                len(row[0:1])
    store._run("COMMIT")
    spent = time.perf_counter() - start
    store.close()
    return spent


def core(path: Path, calls: list[Call]) -> float:
    """Seconds that SQLAlchemy Core takes for the same calls, on the same tables, with the same care for the disk."""
    SqliteStore(path).close()
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.StaticPool)

    @sa.event.listens_for(engine, "connect")
    def careful(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = EXTRA", "fullfsync = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    columns = {
        "insert events": ("id", "case_id", "corrects", "knowledge", "content"),
        "insert cases": [c.name for c in CASES.c],
    }
    start = time.perf_counter()
    with engine.connect() as connection:
        for what, given in calls:
            if what == "commit":
                connection.commit()
            elif what in columns:
                names = columns[what]
                connection.execute(STATEMENTS[what], [dict(zip(names, row, strict=True)) for row in given])
            else:
                for row in connection.execute(STATEMENTS[what](given)).fetchall():
                    len(row[0:1])
        connection.commit()
    spent = time.perf_counter() - start
    engine.dispose()
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000)
    args = parser.parse_args()
    for at_once in (1000, 10, 1):
        cases = args.cases if at_once > 1 else args.cases // 5
        calls = recorded(cases, at_once)
        with tempfile.TemporaryDirectory() as folder:
            spent: dict[Callable[..., float], list[float]] = {today: [], core: []}
            for turn in range(3):
                for way, found in spent.items():
                    found.append(way(Path(folder) / f"{way.__name__}{turn}", calls))
        ours, theirs = (statistics.median(found) for found in spent.values())
        print(
            f"{at_once} at once, {len(calls)} calls: today {ours:.2f} s,"
            f" SQLAlchemy Core {theirs:.2f} s: {ours / theirs:.2f}"
        )


if __name__ == "__main__":
    main()
