"""Relations of DuckDB: the same answers, worked out when they are read, as often as they are."""

from __future__ import annotations

import datetime as dt
import random

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import opendata_rules as odr
from opendata_rules.bulk import relations
from opendata_rules.bulk.distinct import DUE
from tests import laws
from tests.bulk.test_frames import ADDED, answers, arrow_of, domains_of, scalar
from tests.bulk.test_graph import random_facts

pytestmark = pytest.mark.one_interpreter

LAW = laws.law("taian")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    rng = random.Random("relations")
    domains = domains_of(LAW, "opening")
    return [random_facts(rng, domains) for _ in range(3000)]


def test_a_relation_is_answered_when_it_is_read_and_again_each_time(
    rows: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "_ROWS", 2048)
    connection = duckdb.connect()
    table = arrow_of(rows, domains_of(LAW, "opening"))
    connection.register("held", table)
    connection.execute("create table catalogue as select * from held")
    found = LAW.classify_frame(connection.table("catalogue"))
    assert isinstance(found, duckdb.DuckDBPyRelation)
    assert found.columns == [*table.column_names, *ADDED]
    for wanted in (rows, [*rows, {"state_secret": True}]):
        told = found.order("id").to_arrow_table()
        assert answers(LAW, told) == [scalar(LAW, row) for row in wanted]
        connection.execute("insert into catalogue (id, state_secret) select max(id) + 1, true from catalogue")


def test_files_enums_filters_and_joins(tmp_path: object, rows: list[dict[str, object]]) -> None:
    table = arrow_of(rows, domains_of(LAW, "opening"))
    pq.write_table(table, f"{tmp_path}/in.parquet")
    connection = duckdb.connect()
    relation = connection.sql(
        f"select * replace (third_party_response::enum('refused', 'consented', 'partial', 'no_reply', 'withdrawn',"
        f" 'not_asked') as third_party_response) from '{tmp_path}/in.parquet' where id % 2 = 0"
    )
    found = LAW.classify_frame(relation).filter("odr_status = 'decided'").aggregate("odr_attribute, count(*) as n")
    counts = dict(found.fetchall())
    wanted: dict[str, int] = {}
    for row in rows[::2]:
        attribute = LAW.classify(row).attribute
        if attribute is not None:
            wanted[attribute] = wanted.get(attribute, 0) + 1
    assert counts == wanted


def test_what_a_cursor_cannot_see_is_answered_at_once(rows: list[dict[str, object]]) -> None:
    connection = duckdb.connect()
    table = arrow_of(rows[:50], domains_of(LAW, "opening"))
    connection.register("held", table)
    connection.execute("create temp table catalogue as select * from held")
    for relation in (connection.table("catalogue"), connection.from_arrow(table), duckdb.from_arrow(table)):
        found = LAW.classify_frame(relation).order("id").to_arrow_table()
        assert answers(LAW, found) == [scalar(LAW, row) for row in rows[:50]]


def test_wrong_names_are_told_at_once_and_wrong_cells_when_they_are_read() -> None:
    connection = duckdb.connect()
    with pytest.raises(odr.UnknownFact, match="state_secrets"):
        LAW.classify_frame(connection.sql("select true as state_secrets"))
    with pytest.raises(odr.BadArgument, match="odr_status"):
        LAW.classify_frame(connection.sql("select true as state_secret, 1 as odr_status"))
    found = LAW.classify_frame(connection.sql("select 'x' as state_secret"))
    with pytest.raises(Exception, match="第 1 行，列“state_secret”") as told:
        found.fetchall()
    assert str(told.value).count("\n  File ") <= 1, "not the whole way that it came"
    with pytest.raises(Exception, match="第 1 行，列“t”"):
        LAW.deadline_frame("objection.feedback", connection.sql("select 1 as t"), trigger="t").fetchall()
    assert isinstance(LAW.classify_frame(pa.table({"id": [1]})), pa.Table)


def test_changes_and_deadlines_of_a_relation_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "_ROWS", 2048)
    rng = random.Random("changes")
    days = [dt.date(2026, 2, 1) + dt.timedelta(days=rng.randrange(40)) for _ in range(5000)]
    table = pa.table(
        {
            "id": range(5000),
            "now": [rng.choice(["open", "conditional", "不予开放", None]) for _ in days],
            "wanted": [rng.choice(["open", "closed"]) for _ in days],
            "state_secret": [rng.choice([True, False, None]) for _ in days],
            "received": [rng.choice([day, None]) for day in days],
        }
    )
    connection = duckdb.connect()
    connection.register("held", table)
    connection.execute("create table catalogue as select * from held")
    relation = connection.table("catalogue")

    changed = LAW.check_change_frame(relation, before="now", after="wanted")
    wanted = LAW.check_change_frame(table, before="now", after="wanted")["odr_verdict"].to_pylist()
    assert changed.order("id").to_arrow_table()["odr_verdict"].to_pylist() == wanted

    due = LAW.deadline_frame("objection.feedback", relation, trigger="received").order("id").to_arrow_table()
    assert due.select(DUE).to_pylist() == [
        {name: row[name] for name in DUE}
        for row in LAW.deadline_frame("objection.feedback", table, trigger="received").to_pylist()
    ]
    connection.execute("insert into catalogue select 5000, 'open', 'shut', true, null")
    with pytest.raises(duckdb.Error, match="第 5001 行"):
        LAW.check_change_frame(relation, before="now", after="wanted").fetchall()
