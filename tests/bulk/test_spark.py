"""Frames of PySpark: the same answers, lazily, without a shuffle, whatever packs the law is of."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import opendata_rules as odr
from opendata_rules.bulk import spark
from tests import laws
from tests.agreement.completions import Row, space
from tests.bulk.test_sql_engines import ANSWERS, compare, table_of
from tests.examples import client

pytestmark = pytest.mark.one_interpreter

TAIAN = ("taian", "opening", "taian-open-data-measures-2025")


def rows_of(frame: Any) -> list[Row]:
    found = [tuple(row) for row in frame.select("number", *ANSWERS.split(", ")).collect()]
    return [Row(*row[1:]) for row in sorted(found)]


def test_a_frame_with_ids_and_labels_is_answered_as_the_naive_interpreter_does(
    spark_session: Any, tmp_path: Path
) -> None:
    whole = space(*TAIAN)
    vectors = list(whole.partial(2000, "spark frames"))
    pq.write_table(table_of("taian", vectors), tmp_path / "facts.parquet")
    frame = spark_session.read.parquet(str(tmp_path / "facts.parquet")).withColumnRenamed("state_secret", "国家秘密")
    found = laws.law("taian").classify_frame(frame)
    assert found.columns == [*frame.columns, *ANSWERS.split(", ")]
    compare(rows_of(found), vectors, [whole.row(vector) for vector in vectors])
    plan = found._jdf.queryExecution().executedPlan().toString()
    assert "Exchange" not in plan
    assert "Python" not in plan
    assert "Arrow" not in plan
    assert not [table for table in spark_session.catalog.listTables() if table.name.startswith("odr_")]


def test_packs_of_a_folder_that_only_the_driver_has(spark_session: Any, packs: Path) -> None:
    law = odr.load(packs).law("taian", on=dt.date(2026, 3, 10))
    frame = spark_session.createDataFrame([(0, True), (1, None)], "number long, state_secret boolean")
    answered = spark.classify(law, frame)
    for folder in ("rules", "jurisdictions"):
        (packs / folder).rename(packs / f"gone {folder}")
    assert [row.attribute for row in rows_of(answered)] == ["closed", None]


def test_columns_of_another_type_and_names_nearly_right_are_told_at_once(spark_session: Any) -> None:
    law = laws.law("taian")
    frame = spark_session.createDataFrame(
        [(dt.date(2026, 3, 10), 1, 2)], "state_secret date, third_party_response long, `涉及商业秘密` int"
    )
    with pytest.raises(odr.BadFact) as caught:
        spark.classify(law, frame)
    assert len(caught.value.problems) == 3
    with pytest.raises(odr.UnknownFact, match="state_secre"):
        spark.classify(law, spark_session.createDataFrame([(True,)], "state_secre boolean"))
    with pytest.raises(odr.BadArgument, match="odr_status"):
        spark.classify(law, spark_session.createDataFrame([("x",)], "odr_status string"))
    with pytest.raises(TypeError, match="PySpark"):
        spark.classify(law, [1])


def test_a_cell_that_is_no_value_is_told_in_its_row(spark_session: Any) -> None:
    frame = spark_session.createDataFrame(
        [(0, "refuzed"), (1, "refused"), (2, "")], "number long, third_party_response string"
    )
    assert [row.status for row in rows_of(spark.classify(laws.law("taian"), frame))] == [
        "bad_fact",
        "undetermined",
        "undetermined",
    ]


def test_truth_in_words_is_read_as_in_tables_that_are_held(spark_session: Any) -> None:
    cells = ["是", "否", "true", "FALSE", "", None, "yes", "1"]
    law = laws.law("taian")
    rows = [(number, cell, "consented") for number, cell in enumerate(cells)]
    frame = spark_session.createDataFrame(rows, "number long, `涉及商业秘密` string, third_party_response string")
    found = rows_of(spark.classify(law, frame))
    eager = law.classify_frame(pa.table({"涉及商业秘密": cells[:6], "third_party_response": ["consented"] * 6}))
    assert found[:6] == [Row(*row.values()) for row in eager.select(ANSWERS.split(", ")).to_pylist()]
    assert found[6] == found[7] == Row(None, "bad_fact", 0, 0, 0)


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(odr.MissingExtra, match=r"opendata-rules\[spark\]"):
        spark.classify(laws.law("taian"), object())


def test_the_example_job_keeps_partitions_and_every_row(spark_session: Any, tmp_path: Path) -> None:
    whole = space(*TAIAN)
    vectors = list(whole.partial(1000, "job"))
    table = table_of("taian", vectors)
    # PyArrow and Spark spell folders of other letters differently.
    departments = ["one" if number % 3 else "other" for number in range(1000)]
    pq.write_to_dataset(table.append_column("department", [departments]), tmp_path / "in", ["department"])
    arguments = [str(tmp_path / "in"), str(tmp_path / "out"), "-j", "taian", "--on", "2026-03-10"]
    assert client("spark_job").main(arguments) == 0
    found = spark_session.read.parquet(str(tmp_path / "out"))
    assert len([*(tmp_path / "out").glob("department=*")]) == 2
    assert {row.number: row.department for row in found.collect()} == dict(enumerate(departments))
    compare(rows_of(found), vectors, [whole.row(vector) for vector in vectors])
    # Again over what is there: the same, not twice.
    assert client("spark_job").main(arguments) == 0
    assert spark_session.read.parquet(str(tmp_path / "out")).count() == 1000
