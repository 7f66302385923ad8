"""Tables of many datasets: ``law.classify_frame`` against the same rules written out for each library of tables.

    .venv/bin/python benchmarks/bulk.py [ROWS] [--memory]

What is written out are the factored rules (``bulk/graph.py``), one expression a node, as a person would write them with
the library at hand: arrays of bool in numpy, expressions of Polars, columns of pandas, one SELECT of DuckDB. Each peer
gives the same five columns, and is compared with ours cell by cell before anything is timed. All runs are interleaved;
the table shows the median of each and the median of the ratios. ``kernel`` is the kernel alone on bits that lie ready;
``planes by hand`` is the same rules on bit planes in numpy, without blocks, slots or shared pairs.

``--memory`` instead classifies that many rows of Parquet with the command ``bulk`` and prints rate and greatest memory
after each eighth of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.bulk.blocks import Bits, Codes
from opendata_rules.bulk.frames import CLASSIFIED, kernel_of
from opendata_rules.bulk.graph import Graph, graph_of
from opendata_rules.bulk.jobs import classify_file
from opendata_rules.bulk.planes import STATUSES
from opendata_rules.bulk.reading import Stated
from opendata_rules.bulk.tables import held
from opendata_rules.vocabulary.terms import STRICTEST_FIRST

LAW = odr.load().law("taian", on=dt.date(2026, 3, 10))
FIELDS = classifier_of(LAW, odr.Scheme.OPENING).layout.fields
GRAPH = graph_of(LAW, odr.Scheme.OPENING)
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


def written_out(graph: Graph, leaf: Callable[[Any], Any], both: Any, either: Any, negation: Any) -> dict[int, Any]:
    """The value of each node that answers rest on, in the words of a library."""
    found: dict[int, Any] = {}
    for number in graph.needed(graph.roots):
        node = graph.nodes[number]
        if node.kind == "leaf":
            found[number] = leaf(node)
        elif node.kind == "not":
            found[number] = negation(found[node.parts[0]])
        elif node.parts:
            found[number] = found[node.parts[0]]
            for part in node.parts[1:]:
                found[number] = (both if node.kind == "all" else either)(found[number], found[part])
    return found


# -- peers -------------------------------------------------------------------------------------------------------------


def by_numpy(table: pa.Table) -> dict[str, Any]:
    """Arrays of bool, as ``numpy`` is used where nothing else is known of it."""
    known, values = {}, {}
    for name in GRAPH.facts:
        column = table.column(name).combine_chunks()
        known[name] = np.asarray(column.is_valid())
        plain = column.indices.fill_null(0) if pa.types.is_dictionary(column.type) else column.fill_null(False)
        values[name] = plain.to_numpy(zero_copy_only=False)

    def leaf(node: Any) -> Any:
        own = FIELDS[node.fact].values
        if len(own) == 2:
            return (values[node.fact] if node.values[0] else ~values[node.fact]) | ~known[node.fact]
        chosen = [own.index(value) for value in node.values]
        return np.isin(values[node.fact], chosen) | ~known[node.fact]

    return assembled(written_out(GRAPH, leaf, np.bitwise_and, np.bitwise_or, np.logical_not), len(table))


def by_pandas(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns of pandas."""

    def leaf(node: Any) -> Any:
        column = frame[node.fact]
        if len(FIELDS[node.fact].values) == 2:
            return column.fillna(node.values[0]) == node.values[0]
        return column.isin(node.values) | column.isna()

    both, either, negation = (lambda a, b: a & b), (lambda a, b: a | b), (lambda a: ~a)
    found = written_out(GRAPH, leaf, both, either, negation)
    return assembled({number: value.to_numpy(dtype=bool) for number, value in found.items()}, len(frame))


def assembled(found: dict[int, Any], rows: int) -> dict[str, Any]:
    """Bytes of arrays of bool."""

    def mask(nodes: Any, kind: Any) -> Any:
        whole = np.zeros(rows, kind)
        for place, node in enumerate(nodes):
            if node in found:
                whole |= found[node].astype(kind) << kind(place)
        return whole

    attribute = np.full(rows, -1, np.int8)
    for place, a in enumerate(STRICTEST_FIRST):
        attribute[found[GRAPH.decided[a]]] = place
    status = np.zeros(rows, np.int8)
    for place, s in enumerate(STATUSES):
        if GRAPH.statuses[s] in found:
            status[found[GRAPH.statuses[s]]] = place
    return {
        "odr_attribute": attribute,
        "odr_status": status,
        "odr_possible": mask(GRAPH.possible.values(), np.uint8),
        "odr_permitted": mask(GRAPH.permitted.values(), np.uint8),
        "odr_grounds": mask(GRAPH.grounds, np.int64),
    }


def by_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """Expressions of Polars, which finds what they have in common by itself."""

    def leaf(node: Any) -> Any:
        column = pl.col(node.fact)
        if len(FIELDS[node.fact].values) == 2:
            return (column if node.values[0] else ~column).fill_null(True)
        return column.is_in(list(node.values)).fill_null(True)

    found = written_out(GRAPH, leaf, lambda a, b: a & b, lambda a, b: a | b, lambda a: ~a)

    def mask(nodes: Any, kind: Any) -> Any:
        return pl.sum_horizontal(
            pl.lit(0, kind), *(found[n].cast(kind) * pl.lit(1 << k, kind) for k, n in enumerate(nodes) if n in found)
        )

    def chosen(nodes: dict[Any, int], order: Any) -> Any:
        whole: Any = pl.lit(None, pl.String)
        for name in order:
            if nodes[name] in found:
                whole = pl.when(found[nodes[name]]).then(pl.lit(str(name))).otherwise(whole)
        return whole.cast(pl.Enum([str(name) for name in order]))

    return frame.with_columns(
        chosen(dict(GRAPH.decided), STRICTEST_FIRST).alias("odr_attribute"),
        chosen(dict(GRAPH.statuses), STATUSES).alias("odr_status"),
        mask(GRAPH.possible.values(), pl.UInt8).alias("odr_possible"),
        mask(GRAPH.permitted.values(), pl.UInt8).alias("odr_permitted"),
        mask(GRAPH.grounds, pl.Int64).alias("odr_grounds"),
    )


def by_duckdb(connection: Any) -> pa.Table:
    """One SELECT, a node a column, then the masks."""

    def leaf(node: Any) -> str:
        if len(FIELDS[node.fact].values) == 2:
            return f"{node.fact} is distinct from {'false' if node.values[0] else 'true'}"
        words = ", ".join(f"'{value}'" for value in node.values)
        return f"coalesce({node.fact} in ({words}), true)"

    nodes: list[str] = []
    for number in GRAPH.needed(GRAPH.roots):
        node = GRAPH.nodes[number]
        if node.kind == "leaf":
            nodes.append(f"{leaf(node)} as n{number}")
        elif node.kind == "not":
            nodes.append(f"not n{node.parts[0]} as n{number}")
        elif node.parts:
            word = " and " if node.kind == "all" else " or "
            nodes.append(f"({word.join(f'n{part}' for part in node.parts)}) as n{number}")

    def mask(roots: Any, kind: str) -> str:
        terms = [f"n{n}::{kind} * {1 << k}" for k, n in enumerate(roots) if n > 1]
        return f"({' + '.join(terms)})::{kind}"

    def chosen(roots: Any) -> str:
        return "case " + " ".join(f"when n{n} then '{name}'" for name, n in roots.items() if n > 1) + " end"

    text = (
        f"select id, {', '.join(FIELDS)}, {chosen(GRAPH.decided)} as odr_attribute,"
        f" {chosen(GRAPH.statuses)} as odr_status, {mask(GRAPH.possible.values(), 'utinyint')} as odr_possible,"
        f" {mask(GRAPH.permitted.values(), 'utinyint')} as odr_permitted,"
        f" {mask(GRAPH.grounds, 'bigint')} as odr_grounds from (select *, {', '.join(nodes)} from catalogue)"
    )
    return connection.sql(text).to_arrow_table()


def by_hand_planes(facts: dict[str, Any], rows: int) -> dict[str, Any]:
    """Bit planes in numpy, written straight down: whole columns, a new array for each operation."""
    known = {name: ~source.known for name, source in facts.items() if source.known is not None}

    def leaf(node: Any) -> Any:
        source = facts[node.fact]
        if isinstance(source, Codes):
            numbers = [n for value in node.values for n in source.places.get(value, ())]
            packed = np.packbits(np.isin(source.numbers, numbers), bitorder="little")
            plane = np.concatenate([packed, np.zeros(-len(packed) % 8, np.uint8)]).view(np.uint64)
        else:
            plane = source.values if node.values[0] else ~source.values
        return plane | known[node.fact] if node.fact in known else plane

    found = written_out(GRAPH, leaf, np.bitwise_and, np.bitwise_or, np.invert)
    bits = {
        n: np.unpackbits(found[n].view(np.uint8), count=rows, bitorder="little").view(bool)
        for n in GRAPH.roots
        if n > 1
    }
    return assembled(bits, rows)


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


def median_of(runs: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    return times


def compare(rows: int, repeats: int) -> None:
    table = catalogue(rows)
    places = {name: table.column_names.index(name) for name in FIELDS}
    facts = Stated(held(table), places, LAW.vocabulary).planes(FIELDS)
    assert all(isinstance(source, Bits | Codes) for source in facts.values())
    kernel = kernel_of(LAW, odr.Scheme.OPENING, "unknown", frozenset(FIELDS))
    polars, pandas = pl.from_arrow(table), table.to_pandas()
    for name, field in FIELDS.items():
        if len(field.values) == 2:
            pandas[name] = pandas[name].astype("boolean")
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.register("given", table)
    connection.execute("create table catalogue as select * from given")

    ours = LAW.classify_frame(table)
    equal(ours, by_numpy(table))
    equal(ours, by_hand_planes(facts, rows))
    equal(ours, by_polars(polars))
    equal(ours, by_pandas(pandas))
    equal(ours, by_duckdb(connection).sort_by("id"))
    equal(ours, LAW.classify_frame(polars))
    equal(ours, LAW.classify_frame(connection.table("catalogue")).to_arrow_table().sort_by("id"))
    print(f"{rows} rows, {len(FIELDS)} facts, {len(GRAPH.grounds)} grounds: all peers give the same cells")

    runs: dict[str, Callable[[], object]] = {
        "kernel": lambda: kernel.run(facts, rows),
        "planes by hand": lambda: by_hand_planes(facts, rows),
        "PyArrow": lambda: LAW.classify_frame(table),
        "numpy, arrays of bool": lambda: by_numpy(table),
        "Polars": lambda: LAW.classify_frame(polars),
        "Polars, expressions": lambda: by_polars(polars),
        "pandas": lambda: LAW.classify_frame(pandas),
        "pandas, columns": lambda: by_pandas(pandas),
        "DuckDB, batches of Arrow": lambda: LAW.classify_frame(connection.table("catalogue")).to_arrow_table(),
        "DuckDB, one SELECT": lambda: by_duckdb(connection),
    }
    times = median_of(runs, repeats)
    names = list(runs)
    print(f"{'':26}{'M rows/s':>10}  times as fast as")
    for ours_name, theirs_name in zip(names[::2], names[1::2], strict=True):
        rate, other = (rows / statistics.median(times[name]) / 1e6 for name in (ours_name, theirs_name))
        ratio = statistics.median(b / a for a, b in zip(times[ours_name], times[theirs_name], strict=True))
        print(f"{ours_name:26}{rate:10.1f}  {ratio:6.1f}  {theirs_name} ({other:.1f})")


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
    options = parser.parse_args()
    memory(options.rows) if options.memory else compare(options.rows, options.repeats)
