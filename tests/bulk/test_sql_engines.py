"""The statement of every law run on real databases, against what the naive interpreter says."""

from __future__ import annotations

import functools
from typing import Any

import pyarrow as pa
import pytest

import opendata_rules as odr
from tests import laws
from tests.agreement.completions import CONTRADICTORY, Row, space

pytestmark = pytest.mark.one_interpreter

#: Random partial rows for each law, and on the databases that are quick with tables of Arrow.
PARTIAL, MORE = 2_000, 10_000

#: Laws with statements of their own; places that only have the measures of the province share theirs.
OWN = [law for law in laws.LAWS if law[0] not in ("jinan", "zaozhuang", "shandong")]

ANSWERS = "odr_attribute, odr_status, odr_possible, odr_permitted, odr_grounds"


def table_of(place: str, vectors: list[dict[str, Any]], *, labels: bool = False) -> pa.Table:
    """Vectors as a table, numbered."""
    facts = laws.law(place).vocabulary.facts
    columns: dict[str, Any] = {"number": pa.array(range(len(vectors)), pa.int64())}
    for name in vectors[0]:
        kind = pa.bool_() if facts[name].type == "bool" else pa.string()
        told = {None: None, **({} if kind == pa.bool_() or not labels else dict(facts[name].values))}
        cells = [told.get(vector[name], vector[name]) for vector in vectors]
        columns[facts[name].label if labels else name] = pa.array(cells, kind)
    return pa.table(columns)


def answers(engine: Any, law: odr.Law, table: pa.Table, **options: Any) -> list[Row]:
    """What the statement says of each row, by its number."""
    engine.load("catalogue", table)
    statement = law.to_sql(engine.dialect, **options)
    found = engine.rows(f"SELECT number, {ANSWERS} FROM ({statement}) AS answered")
    assert sorted(row[0] for row in found) == list(range(table.num_rows))
    return [Row(*row[1:]) for row in sorted(found)]


def compare(found: list[Row], vectors: list[dict[str, Any]], expected: list[Row]) -> None:
    wrong = [trio for trio in zip(vectors, found, expected, strict=True) if trio[1] != trio[2]]
    assert not wrong, (len(wrong), wrong[:3])


@functools.cache
def complete(place: str, scheme: str, instrument: str) -> tuple[list[dict[str, Any]], list[Row]]:
    """Every complete vector, with what the naive interpreter says of it: the same for all engines."""
    whole = space(place, scheme, instrument)
    vectors = list(whole.vectors())
    return vectors, [whole.row(vector) for vector in vectors]


@pytest.mark.parametrize(("place", "scheme", "instrument"), OWN)
def test_every_complete_vector_and_many_partial_ones(engine: Any, place: str, scheme: str, instrument: str) -> None:
    whole = space(place, scheme, instrument)
    partial = MORE if engine.dialect in ("duckdb", "spark", "clickhouse") else PARTIAL
    vectors, expected = complete(place, scheme, instrument)
    more = list(whole.partial(partial, f"{place} {scheme} {engine.dialect}"))
    vectors, expected = [*vectors, *more], [*expected, *map(whole.row, more)]
    assert CONTRADICTORY in expected
    compare(answers(engine, laws.law(place), table_of(place, vectors), scheme=scheme), vectors, expected)


def test_columns_may_have_chinese_names_and_values(engine: Any) -> None:
    whole = space("taian", "opening", "taian-open-data-measures-2025")
    vectors = list(whole.partial(500, "labels"))
    found = answers(engine, laws.law("taian"), table_of("taian", vectors, labels=True), columns="labels")
    compare(found, vectors, [whole.row(vector) for vector in vectors])


def test_all_columns_of_the_table_come_back_and_five_more(engine: Any) -> None:
    law = laws.law("jining")
    vectors = [dict.fromkeys(laws.domains("jining", "opening"))]
    table = table_of("jining", vectors).append_column("标题 title", pa.array(["甲"], pa.string()))
    engine.load("catalogue", table)
    assert engine.columns(law.to_sql(engine.dialect)) == [*table.column_names, *ANSWERS.split(", ")]


def test_a_value_that_is_none_of_the_fact_is_told_and_settles_nothing(engine: Any) -> None:
    law = laws.law("taian")
    names = law.facts("classification")
    vectors: list[dict[str, Any]] = [dict.fromkeys(fact.id for fact in names) for _ in range(4)]
    for vector, told in zip(vectors, ["refuzed", "", "REFUSED", None], strict=True):
        vector |= {"state_secret": True, "third_party_response": told}
    found = answers(engine, law, table_of("taian", vectors))
    [wrong, empty, capitals, null] = found
    assert wrong == capitals == Row(None, "bad_fact", 0, 0, 0)
    assert empty == null
    assert null.attribute == "closed"


def test_the_statement_makes_a_view_of_a_table_with_any_name(engine: Any) -> None:
    law, name = laws.law("qingdao"), "目录 \"a'`; DROP TABLE x; --"
    whole = space("qingdao", "opening", "qingdao-public-data-measures-2023")
    vectors = list(whole.partial(50, "names"))
    engine.load("plain", table_of("qingdao", vectors))
    mark = '"' if engine.dialect in ("duckdb", "sqlite", "postgres", "clickhouse") else "`"
    quoted = mark + name.replace(mark, 2 * mark) + mark
    kind = "TEMPORARY VIEW" if engine.dialect == "spark" else "TABLE"
    ending = " ENGINE = MergeTree ORDER BY tuple()" if engine.dialect == "clickhouse" else ""
    engine.run(f"CREATE {kind} {quoted}{ending} AS SELECT * FROM plain")
    view = "TEMPORARY VIEW" if engine.dialect == "spark" else "VIEW"
    engine.run(f"CREATE {view} judged AS {law.to_sql(engine.dialect, table=name)}")
    found = [Row(*row[1:]) for row in sorted(engine.rows(f"SELECT number, {ANSWERS} FROM judged"))]
    compare(found, vectors, [whole.row(vector) for vector in vectors])
