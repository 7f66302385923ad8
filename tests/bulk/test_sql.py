"""The statement itself: what it takes, what it refuses, what it says."""

from __future__ import annotations

import random
import re
import sys
from typing import Any

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

import opendata_rules as odr
from opendata_rules.bulk.sql.dialects import DIALECTS
from tests import laws
from tests.agreement.completions import CONTRADICTORY
from tests.bulk.test_sql_engines import ANSWERS, OWN, Row, answers, table_of


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("place", "scheme", "_instrument"), OWN)
def test_every_dialect_reads_what_is_written_for_it(dialect: str, place: str, scheme: str, _instrument: str) -> None:
    law = laws.law(place)
    text = law.to_sql(dialect, scheme=scheme)
    tree = sqlglot.parse_one(text, dialect=dialect)
    assert tree.named_selects[-5:] == ANSWERS.split(", ")
    assert {table.name for table in tree.find_all(exp.Table) if not table.name.startswith("odr_")} == {"catalogue"}
    # Booleans and what is asked of NULL stay below: nothing else may be unknown.
    read = {column.name for column in tree.find_all(exp.Column) if not column.name.startswith("odr_")} - {"*"}
    assert read <= {*law.vocabulary.facts}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_ground_is_told_with_its_passage_once(dialect: str) -> None:
    law = laws.law("taian")
    text = law.to_sql(dialect)
    for ground in law.legend.grounds:
        assert text.count(f"/* {ground.rule} ") == 1
        assert str(ground.citation) in text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_columns_that_are_read_are_told_at_the_top(dialect: str) -> None:
    law = laws.law("jining")
    text = law.to_sql(dialect, columns="labels")
    told = re.findall(r"^-- (\S+): (bool|enum)", text, re.MULTILINE)
    tree = sqlglot.parse_one(text, dialect=dialect)
    read = {column.name for column in tree.find_all(exp.Column) if not column.name.startswith("odr_")} - {"*"}
    assert {name for name, _ in told} == read


def test_names_of_databases_are_taken_as_people_write_them() -> None:
    law = laws.law("jining")
    assert law.to_sql("PostgreSQL") == law.to_sql("postgres")
    assert law.to_sql("MariaDB") == law.to_sql("mysql")
    with pytest.raises(odr.BadArgument, match="方言") as caught:
        law.to_sql("duckdbb")
    assert caught.value.argument == "dialect"
    assert caught.value.nearest[0] == "duckdb"
    with pytest.raises(TypeError):
        law.to_sql(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["", " ", "a..b", "a.b.c.d", "a\nb", "a\0b", "."])
def test_what_is_no_name_of_a_table_is_refused(table: str) -> None:
    with pytest.raises(odr.BadArgument) as caught:
        laws.law("jining").to_sql("duckdb", table=table)
    assert caught.value.argument == "table"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("table", ["x; DROP TABLE y; --", 'a"b', "a`b", "a'b", "*/ DROP", "select", "目录 表"])
def test_a_name_stays_a_name(dialect: str, table: str) -> None:
    tree = sqlglot.parse(
        laws.law("jining").to_sql(dialect, table=f"库.{table}", facts=["state_secret"]), dialect=dialect
    )
    assert len(tree) == 1
    assert tree[0] is not None
    found = [one for one in tree[0].find_all(exp.Table) if not one.name.startswith("odr_")]
    assert [(one.name, one.db) for one in found] == [(table, "库")]


def test_other_arguments_are_checked() -> None:
    law = laws.law("jining")
    with pytest.raises(odr.BadArgument) as caught:
        law.to_sql("duckdb", columns="names")  # type: ignore[arg-type]
    assert caught.value.argument == "columns"
    with pytest.raises(odr.UnknownTopic):
        law.to_sql("duckdb", scheme="closing")  # type: ignore[arg-type]
    with pytest.raises(odr.BadFact):
        law.to_sql("duckdb", unlisted="true")  # type: ignore[arg-type]
    with pytest.raises(odr.UnknownFact, match="国家机密") as unknown:
        law.to_sql("duckdb", facts=["state_secret", "国家机密", "privacy"])
    assert len(unknown.value.problems) == 2
    with pytest.raises(TypeError):
        law.to_sql("duckdb", facts="state_secret")


def test_without_sqlglot_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot.expressions", None)
    with pytest.raises(odr.MissingExtra, match=r"opendata-rules\[sql\]"):
        laws.law("jining").to_sql("duckdb")


def test_without_duckdb_statements_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("duckdb", "pyarrow", "numpy", "narwhals"):
        monkeypatch.setitem(sys.modules, name, None)
    assert "odr_attribute" in laws.law("jining").to_sql("duckdb")


@pytest.mark.parametrize("unlisted", ["unknown", "false"])
def test_a_table_may_have_columns_for_some_facts_only(duckdb_engine: Any, unlisted: Any) -> None:
    law, rng = laws.law("tengzhou"), random.Random(unlisted)
    domains = laws.domains("tengzhou", "opening")
    for _ in range(8):
        names = rng.sample(list(domains), 6)
        vectors = [{name: rng.choice([None, *domains[name]]) for name in names} for _ in range(200)]
        found = answers(duckdb_engine, law, table_of("tengzhou", vectors), facts=names, unlisted=unlisted)
        for vector, row in zip(vectors, found, strict=True):
            decision = law.classify(vector, unlisted=unlisted)
            assert (row.attribute, row.status) == (decision.attribute, decision.status)
            assert law.legend.attributes_in(row.possible) == tuple(a for a in odr.Attribute if a in decision.possible)
            assert law.legend.attributes_in(row.permitted) == tuple(a for a in odr.Attribute if a in decision.permitted)
            assert law.legend.grounds_in(row.grounds) == decision.grounds


@pytest.mark.parametrize(("options", "status"), [({"strict": True}, "undetermined"), ({}, None)])
def test_a_strict_law_decides_nothing_that_may_rest_on_missing_texts(
    duckdb_engine: Any, options: dict[str, bool], status: str | None
) -> None:
    law = laws.law("jining", **options)
    vectors = [dict.fromkeys(laws.domains("jining", "opening"), False)]
    [row] = answers(duckdb_engine, law, table_of("jining", vectors))
    assert row.status == (status or "decided")
    assert row.attribute == (None if status else "open")
    assert law.legend.attributes_in(row.possible) == ("open",)


def test_where_nothing_is_regulated_the_statement_says_so(duckdb_engine: Any) -> None:
    law = laws.law("taian")
    assert law.classify({}, scheme="sharing").status == "no_rule_in_force"
    nothing: dict[str, Any] = dict.fromkeys(laws.domains("taian", "sharing"))
    contradictory = {**nothing, "statute_bars_any_form": True, "law_prohibits_opening": False}
    found = answers(duckdb_engine, law, table_of("taian", [nothing, contradictory]), scheme="sharing")
    assert found == [Row(None, "no_rule_in_force", 0, 0, 0), CONTRADICTORY]


@pytest.mark.parametrize("word", ["true", "是", "2", "yes"])
def test_sqlite_reads_no_text_as_yes_or_no(word: str) -> None:
    from tests.bulk.engines.embedded import SQLite

    engine, law = SQLite(), laws.law("jining")
    vectors: list[dict[str, Any]] = [dict.fromkeys(laws.domains("jining", "opening"))]
    table = table_of("jining", vectors).drop_columns(["state_secret"])
    found = answers(engine, law, table.append_column("state_secret", pa.array([word], pa.string())))
    assert found == [Row(None, "bad_fact", 0, 0, 0)]
    engine.close()
