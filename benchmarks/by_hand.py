"""The classification of Tai'an written out for each library of tables: what ``benchmarks/bulk.py`` compares with.

The rules are the factored ones (``bulk/graph.py``), one expression a node. Nothing is timed here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.bulk.blocks import Codes
from opendata_rules.bulk.graph import Graph, graph_of
from opendata_rules.bulk.planes import STATUSES
from opendata_rules.vocabulary.terms import STRICTEST_FIRST

LAW = odr.load().law("taian", on=dt.date(2026, 3, 10))
FIELDS = classifier_of(LAW, odr.Scheme.OPENING).layout.fields
GRAPH = graph_of(LAW, odr.Scheme.OPENING)
#: Columns as wide as those that an answer adds.
ADDED = {"a": pa.int8(), "b": pa.int8(), "c": pa.uint8(), "d": pa.uint8(), "e": pa.int64()}


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


def through_duckdb(connection: Any, table: pa.Table) -> pa.Table:
    """Out of DuckDB in batches of Arrow, five columns put to each, and in again: the way without the work."""
    added = {name: pa.array(np.zeros(1 << 18, np.int64), kind) for name, kind in ADDED.items()}

    def batches() -> Any:
        for batch in connection.cursor().sql("select * from catalogue").to_arrow_reader(1 << 18):
            columns = [*batch.columns, *(column.slice(0, batch.num_rows) for column in added.values())]
            yield pa.RecordBatch.from_arrays(columns, [*batch.schema.names, *added])

    first = connection.sql("select * from catalogue limit 0").to_arrow_table().schema
    schema = pa.schema([*first, *(pa.field(name, kind) for name, kind in ADDED.items())])
    return connection.from_arrow(pa.RecordBatchReader.from_batches(schema, batches())).to_arrow_table()


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


def by_tuned_planes(facts: dict[str, Any], rows: int) -> dict[str, Any]:
    """Bit planes in numpy, tuned: block by block, everything into arrays that are there already."""
    words, block = -(-rows // 64), 1 << 13
    needed, roots = GRAPH.needed(GRAPH.roots), [n for n in GRAPH.roots if n > 1]
    planes = {n: np.empty(block, np.uint64) for n in needed}
    unknown, scratch = np.empty(block, np.uint64), np.empty(block * 64, np.uint8)
    made = {
        "odr_attribute": np.empty(words * 64, np.int8),
        "odr_status": np.empty(words * 64, np.int8),
        "odr_possible": np.empty(words * 64, np.uint8),
        "odr_permitted": np.empty(words * 64, np.uint8),
        "odr_grounds": np.empty(words * 64, np.int64),
    }
    leaves: dict[str, list[int]] = {}
    for n in needed:
        if GRAPH.nodes[n].kind == "leaf":
            leaves.setdefault(GRAPH.nodes[n].fact, []).append(n)

    def load(fact: str, start: int, size: int) -> None:
        source = facts[fact]
        if source.known is not None:
            np.invert(source.known[start : start + size], out=unknown[:size])
        for n in leaves[fact]:
            plane, wanted = planes[n][:size], GRAPH.nodes[n].values
            if isinstance(source, Codes):
                numbers = source.numbers[start * 64 : (start + size) * 64]
                told = scratch[: len(numbers)].view(bool)
                plane.fill(0)
                for number in (k for value in wanted for k in source.places.get(value, ())):
                    packed = np.packbits(np.equal(numbers, number, out=told), bitorder="little")
                    part = plane.view(np.uint8)[: len(packed)]
                    np.bitwise_or(part, packed, out=part)
            elif wanted[0]:
                np.copyto(plane, source.values[start : start + size])
            else:
                np.invert(source.values[start : start + size], out=plane)
            if source.known is not None:
                np.bitwise_or(plane, unknown[:size], out=plane)

    def mask(nodes: Any, size: int, out: Any) -> None:
        """Horner's way, eight bits at once, in words of eight bytes."""
        out.fill(0)
        for begin in range(0, len(nodes), 8):
            whole = np.zeros(size * 8, np.uint64)
            for n in reversed(nodes[begin : begin + 8]):
                np.left_shift(whole, np.uint64(1), out=whole)
                if n in planes and n > 1:
                    bits = np.unpackbits(planes[n][:size].view(np.uint8), bitorder="little").view(np.uint64)
                    np.bitwise_or(whole, bits, out=whole)
            if out.dtype.itemsize == 1:
                np.copyto(out.view(np.uint64), whole)
            elif begin == 0:
                np.copyto(out, whole.view(np.uint8))
            else:
                np.bitwise_or(out, np.left_shift(whole.view(np.uint8).astype(out.dtype), begin), out=out)

    possible, permitted = list(GRAPH.possible.values()), list(GRAPH.permitted.values())
    statuses = [GRAPH.statuses[s] for s in STATUSES[1:3]]
    for start in range(0, words, block):
        size = min(block, words - start)
        for fact in leaves:
            load(fact, start, size)
        for n in needed:
            node = GRAPH.nodes[n]
            if node.kind == "not":
                np.invert(planes[node.parts[0]][:size], out=planes[n][:size])
            elif node.kind != "leaf" and node.parts:
                join, plane = (np.bitwise_and if node.kind == "all" else np.bitwise_or), planes[n][:size]
                join(planes[node.parts[0]][:size], planes[node.parts[1]][:size], out=plane)
                for part in node.parts[2:]:
                    join(plane, planes[part][:size], out=plane)
        here = {name: array[start * 64 : (start + size) * 64] for name, array in made.items()}
        mask(possible, size, here["odr_possible"])
        mask(permitted, size, here["odr_permitted"])
        mask(GRAPH.grounds, size, here["odr_grounds"])
        mask(statuses, size, here["odr_status"].view(np.uint8))
        # No attribute is -1; with none decided, every bit of the byte is set.
        mask([GRAPH.decided[a] for a in STRICTEST_FIRST], size, here["odr_attribute"].view(np.uint8))
        attribute = here["odr_attribute"].view(np.uint64)
        np.right_shift(attribute, np.uint64(1), out=attribute)
        np.bitwise_and(attribute, np.uint64(0x0303030303030303), out=attribute)
        none = np.unpackbits((~planes[GRAPH.statuses[STATUSES[1]]][:size]).view(np.uint8), bitorder="little")
        np.negative(none, out=none)
        np.bitwise_or(attribute, none.view(np.uint64), out=attribute)
    assert set(roots) <= set(planes)
    return {name: array[:rows] for name, array in made.items()}
