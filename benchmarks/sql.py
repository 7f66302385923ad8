"""The statement of a law in DuckDB, against SQL written by hand for its strictest class alone, in one run.

    pip install duckdb numpy pyarrow narwhals sqlglot   # and pyspark
    python benchmarks/sql.py [--rows 4000000] [--repeats 5] [--threads 2] [--spark]

The table has the facts of Tai'an at random: a tenth of them true, a twentieth NULL. The answers are first held
against ``law.classify_frame``, and the statement by hand against ours on complete rows. Each repeat makes a table of
all columns and of the answer, as a nightly job does (`CREATE TABLE … AS`), and, to leave writing out, takes the
largest of each column; the statements take turns, and the ratio is the median over the repeats. Processor time stands
beside: other work on the machine changes it less. The statement by hand knows one class; ours also finds the other
two, what is possible and permitted, and every ground that holds. With ``--spark`` the plan is held against Python
workers with Arrow batches (`mapInArrow` around ``law.classify_frame``), two workers each, without writing.

Wanted: half of the speed by hand with all columns, and 8 million rows a second on two cores.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import opendata_rules as odr

#: Article 12, as one would write it who wants this class alone.
BY_HAND = """
SELECT *, CASE WHEN law_prohibits_opening OR state_secret OR may_endanger_security
  OR ((trade_secret OR personal_privacy OR other_third_party_rights)
      AND third_party_response IN ('refused', 'partial', 'withdrawn')) THEN 'closed' END AS attribute
FROM catalogue"""

ANSWERS = ("odr_attribute", "odr_status", "odr_possible", "odr_permitted", "odr_grounds")


def table_of(law: odr.Law, rows: int) -> pa.Table:
    """Random facts, with a number."""
    rng = np.random.default_rng(1)
    columns = {"number": pa.array(np.arange(rows))}
    for fact in law.facts("classification"):
        unknown = rng.random(rows) < 0.05
        if fact.type == "bool":
            columns[fact.id] = pa.array(rng.random(rows) < 0.1, mask=unknown)
        else:
            words = pa.array([value for value, _ in fact.values])
            columns[fact.id] = words.take(pa.array(rng.integers(0, len(fact.values), rows), mask=unknown))
    return pa.table(columns)


def check(database: Any, law: odr.Law, table: pa.Table, statement: str) -> None:
    """Whether the answers are right, before anything is timed."""
    found = database.execute(f"SELECT {', '.join(ANSWERS)} FROM ({statement}) ORDER BY number").fetchall()
    expected = law.classify_frame(table)
    wanted = zip(*(expected.column(name).to_pylist() for name in ANSWERS), strict=True)
    assert all(one == other for one, other in zip(found, wanted, strict=True))
    known = " AND ".join(f"{fact.id} IS NOT NULL" for fact in law.facts("classification"))
    [(differing,)] = database.execute(
        f"SELECT count(*) FROM ({BY_HAND}) AS hand"
        f" JOIN (SELECT number, {', '.join(ANSWERS)} FROM ({statement})) AS ours USING (number)"
        f" WHERE {known} AND ours.odr_possible > 0"
        " AND (attribute IS NOT NULL) <> (odr_attribute IS NOT DISTINCT FROM 'closed')"
    ).fetchall()
    assert differing == 0, differing


def in_turns(runs: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds, and seconds of the processor, of each run, again and again."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for number in range(repeats + 1):
        for name, run in runs.items():
            wall, processor = time.perf_counter(), time.process_time()
            run()
            if number:  # the first fills caches
                taken[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return taken


def report(title: str, taken: dict[str, list[tuple[float, float]]], rows: int) -> None:
    """The rates, and the ratio of each to the first."""
    print(title)
    first = next(iter(taken.values()))
    for name, times in taken.items():
        rate = rows / statistics.median(wall for wall, _ in times) / 1e6
        ratios = [statistics.median(a[i] / b[i] for a, b in zip(first, times, strict=True)) for i in (0, 1)]
        print(f"  {name:34} {rate:7.2f} M rows/s   {ratios[0]:.2f} of the first, {ratios[1]:.2f} by processor time")


def in_spark(law: odr.Law, table: pa.Table, repeats: int) -> None:
    """The plan against Python workers."""
    from pyspark.sql import SparkSession

    from opendata_rules.bulk import spark

    # Workers of Python need this library; they are started with the interpreter of the path otherwise.
    os.environ["PYSPARK_PYTHON"] = sys.executable

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    folder = Path(tempfile.mkdtemp())
    try:
        pq.write_table(table, folder / "facts.parquet", row_group_size=500_000)
        frame = session.read.parquet(str(folder / "facts.parquet"))
        schema = ", ".join(f"{name} {kind}" for name, kind in frame.dtypes)
        schema += ", odr_attribute string, odr_status string, odr_possible int, odr_permitted int, odr_grounds bigint"

        def batches(found: Any) -> Any:
            for batch in found:
                told = law.classify_frame(batch)
                plain = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in told.columns]
                plain = [c.cast(pa.int32()) if c.type == pa.uint8() else c for c in plain]
                yield pa.RecordBatch.from_arrays(plain, told.schema.names)

        def written(answered: Any) -> Callable[[], object]:
            return lambda: answered.write.format("noop").mode("overwrite").save()

        runs = {
            "Python workers, mapInArrow": written(frame.mapInArrow(batches, schema)),
            "spark.classify": written(spark.classify(law, frame)),
        }
        report("Spark, local[2], Parquet in, nothing written", in_turns(runs, repeats), table.num_rows)
    finally:
        session.stop()
        shutil.rmtree(folder)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--spark", action="store_true")
    given = parser.parse_args()
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    table, statement = table_of(law, given.rows), law.to_sql("duckdb")
    print("By hand:", BY_HAND)
    database = duckdb.connect()
    database.execute(f"SET threads = {given.threads}")
    database.execute("SET enable_progress_bar = false")
    sample = table.slice(0, 200_000)
    database.register("catalogue", sample)
    check(database, law, sample, statement)
    database.unregister("catalogue")
    database.register("loaded", table)
    database.execute("CREATE TABLE catalogue AS SELECT * FROM loaded")

    def made(select: str) -> Callable[[], object]:
        return lambda: database.execute(f"CREATE OR REPLACE TEMP TABLE answered AS {select}").fetchall()

    def summed(select: str, *columns: str) -> Callable[[], object]:
        wanted = ", ".join(f"max({column})" for column in columns)
        return lambda: database.execute(f"SELECT {wanted} FROM ({select})").fetchall()

    runs = {"by hand, the strictest class": made(BY_HAND), "law.to_sql": made(statement)}
    report("DuckDB, a table of all columns", in_turns(runs, given.repeats), given.rows)
    runs = {"by hand, the strictest class": summed(BY_HAND, "attribute"), "law.to_sql": summed(statement, *ANSWERS)}
    report("DuckDB, nothing written", in_turns(runs, given.repeats), given.rows)
    if given.spark:
        in_spark(law, table, given.repeats)


if __name__ == "__main__":
    main()
