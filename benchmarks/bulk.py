"""Tables of many datasets: ``law.classify_frame`` against the same rules written out for each library of tables.

    .venv/bin/python benchmarks/bulk.py [ROWS] [--memory]

What is written out are the factored rules (``bulk/graph.py``), one expression a node, as a person would write them with
the library at hand: arrays of bool in numpy, expressions of Polars, columns of pandas, one SELECT of DuckDB. Each peer
gives the same five columns, and is compared with ours cell by cell before anything is timed. All runs are interleaved;
the table shows the median of each and the median of the ratios. ``kernel`` is the kernel alone on bits that lie ready;
``planes by hand`` is the same rules on bit planes in numpy, without blocks, slots or shared pairs. Seconds of the
processor stand beside those of the wall, since other work on the machine changes them less: best of all repeats.

``--memory`` instead classifies that many rows of Parquet with the command ``bulk`` and prints rate and greatest memory
after each eighth of them.

``planes, tuned by hand`` is what we must not fall behind: the same bit planes as somebody would write them who knows
numpy well: blocks that fit the caches, arrays made once, ``out=`` everywhere, bytes by ``unpackbits``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from by_hand import (
    FIELDS,
    GRAPH,
    LAW,
    by_duckdb,
    by_hand_planes,
    by_numpy,
    by_pandas,
    by_polars,
    by_tuned_planes,
    through_duckdb,
)

import opendata_rules as odr
from opendata_rules.bulk.blocks import Bits, Codes
from opendata_rules.bulk.frames import CLASSIFIED, kernel_of
from opendata_rules.bulk.jobs import classify_file
from opendata_rules.bulk.reading import Stated
from opendata_rules.bulk.tables import held

REPEATS = 5


def catalogue(rows: int, seed: int = 0, bools_only: bool = False) -> pa.Table:
    """An id and every fact of the law, a tenth true, a twentieth unknown."""
    random = np.random.default_rng(seed)
    columns: dict[str, Any] = {"id": pa.array(np.arange(rows))}
    for name, field in FIELDS.items():
        mask = random.random(rows) < 0.05
        if len(field.values) == 2:
            columns[name] = pa.array(random.random(rows) < 0.1, mask=mask)
        else:
            numbers = pa.array(random.integers(0, len(field.values), rows).astype(np.int8), mask=mask)
            columns[name] = pa.DictionaryArray.from_arrays(numbers, [str(value) for value in field.values])
    return pa.table(columns)


# -- the run -----------------------------------------------------------------------------------------------------------


def equal(ours: pa.Table, theirs: Any) -> None:
    """Every cell of every column that is added."""
    for name in CLASSIFIED:
        mine = ours.column(name).combine_chunks()
        other = theirs[name]
        if isinstance(other, np.ndarray):
            numbers = mine.indices.fill_null(-1) if pa.types.is_dictionary(mine.type) else mine
            assert (numbers.to_numpy(zero_copy_only=False) == other).all(), name
        else:
            other = other.to_arrow() if isinstance(other, pl.Series) else other.combine_chunks()
            assert mine.cast(pa.string()).equals(other.cast(pa.string())), name


def median_of(runs: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds, and seconds of the processor, of each run, in turns."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            wall, processor = time.perf_counter(), time.process_time()
            run()
            times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return times


def read_in_batches(connection: duckdb.DuckDBPyConnection, answer: Callable[[pa.RecordBatch], object]) -> None:
    """A table of DuckDB, read in batches of Arrow as one would who wants answers and no table of them."""
    for batch in connection.sql("select * from catalogue").to_arrow_reader(1 << 18):
        answer(batch)


def compare(rows: int, repeats: int, quick: bool = False) -> None:
    table = catalogue(rows)
    places = {name: table.column_names.index(name) for name in FIELDS}
    facts = Stated(held(table), places, LAW.vocabulary).planes(FIELDS)
    assert all(isinstance(source, Bits | Codes) for source in facts.values())
    kernel = kernel_of(LAW, odr.Scheme.OPENING, "unknown", frozenset(FIELDS))
    polars, pandas = pl.from_arrow(table), table.to_pandas()
    for name, field in FIELDS.items():
        if len(field.values) == 2:
            pandas[name] = pandas[name].astype("boolean")
        else:
            kind = pl.Enum([str(value) for value in field.values])
            polars = polars.with_columns(pl.col(name).cast(pl.String).cast(kind))
    connection = duckdb.connect()
    both = duckdb.connect()
    for one, threads in ((connection, 1), (both, 2)):
        one.execute(f"set threads = {threads}")
        one.register("given", table)
        one.execute("create table catalogue as select * from given")

    ours = LAW.classify_frame(table)
    equal(ours, by_numpy(table))
    equal(ours, by_hand_planes(facts, rows))
    equal(ours, by_tuned_planes(facts, rows))
    equal(ours, by_polars(polars))
    equal(ours, by_pandas(pandas))
    equal(ours, by_duckdb(connection).sort_by("id"))
    equal(ours, LAW.classify_frame(polars))
    equal(ours, LAW.classify_frame(connection.table("catalogue")).to_arrow_table().sort_by("id"))
    print(f"{rows} rows, {len(FIELDS)} facts, {len(GRAPH.grounds)} grounds: all peers give the same cells")

    runs: dict[str, Callable[[], object]] = {
        "kernel": lambda: kernel.run(facts, rows),
        "planes, tuned by hand": lambda: by_tuned_planes(facts, rows),
        "kernel, again": lambda: kernel.run(facts, rows),
        "planes by hand": lambda: by_hand_planes(facts, rows),
        "PyArrow": lambda: LAW.classify_frame(table),
        "planes, tuned by hand, again": lambda: by_tuned_planes(facts, rows),
        "PyArrow, again": lambda: LAW.classify_frame(table),
        "numpy, arrays of bool": lambda: by_numpy(table),
        "Polars": lambda: LAW.classify_frame(polars),
        "Polars, expressions": lambda: by_polars(polars),
        "pandas": lambda: LAW.classify_frame(pandas),
        "pandas, columns": lambda: by_pandas(pandas),
        "DuckDB, batches of Arrow": lambda: LAW.classify_frame(connection.table("catalogue")).to_arrow_table(),
        "DuckDB, the same way alone": lambda: through_duckdb(connection, table),
        "DuckDB, again": lambda: LAW.classify_frame(connection.table("catalogue")).to_arrow_table(),
        "DuckDB, one SELECT": lambda: by_duckdb(connection),
        "DuckDB on two, batches answered": lambda: read_in_batches(both, LAW.classify_frame),
        "DuckDB on two, batches alone": lambda: read_in_batches(both, lambda batch: batch),
    }
    if quick:
        runs = {
            name: run
            for name, run in runs.items()
            if not name.startswith(("numpy", "DuckDB", "pandas, c", "Polars, e"))
        }
    times = median_of(runs, repeats)
    names = list(runs)
    print(f"{'':32}{'M rows/s':>9}{'CPU':>7}  times as fast as (by seconds of the processor)")
    for ours_name, theirs_name in zip(names[::2], names[1::2], strict=False):
        wall, processor = (rows / min(taken[n] for taken in times[ours_name]) / 1e6 for n in (0, 1))
        pairs = list(zip(times[ours_name], times[theirs_name], strict=True))
        ratios = [statistics.median(b[n] / a[n] for a, b in pairs) for n in (0, 1)]
        other = rows / min(taken[1] for taken in times[theirs_name]) / 1e6
        rates = f"{wall:9.1f}{processor:7.1f}  {ratios[0]:6.2f} ({ratios[1]:.2f})"
        print(f"{ours_name:32}{rates}  {theirs_name} ({other:.1f})")


def memory(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        part = catalogue(min(rows, 1 << 20))
        with pq.ParquetWriter(source, part.schema) as writer:
            for begin in range(0, rows, len(part)):
                writer.write_table(part.slice(0, min(len(part), rows - begin)))
        told, last = [rows // 8], [0.0, time.perf_counter()]

        def step(done: int, total: int | None) -> None:
            if done >= told[0]:
                now, most = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"{done:>12} rows  {(done - last[0]) / (now - last[1]) / 1e6:6.2f} M rows/s  {most:7.0f} MB at most"
                )
                told[0], last[:] = told[0] + rows // 8, [float(done), now]

        begin = time.perf_counter()
        classify_file(LAW, source, output, progress=step)
        print(
            f"{rows / (time.perf_counter() - begin) / 1e6:.2f} M rows/s from file to file, the parts put together too"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=2_000_000)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--quick", action="store_true", help="without the peers that take seconds")
    options = parser.parse_args()
    memory(options.rows) if options.memory else compare(options.rows, options.repeats, options.quick)
