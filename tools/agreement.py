"""Hold every way of asking about many datasets against ``law.classify``, on random partial rows: no part of the suite.

    python tools/agreement.py [--rows 1000000] [--seed 1] [--place taian]

The rows are shared out among the laws of all places and schemes. Of each row some facts are unknown, from none to all,
and what is known is drawn without regard to constraints, so that many rows contradict themselves. Each row is asked of
``law.classify`` by itself, and of tables of PyArrow (bit planes), Polars and pandas, of a relation of DuckDB, and of
the statement of ``law.to_sql`` in DuckDB; all five columns are compared. The first row that differs is printed, and
ends the run with status 1. ``law.classify`` itself is held against the naive interpreter by the suite.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import opendata_rules as odr  # noqa: E402
from tests import laws  # noqa: E402

ANSWERS = ("odr_attribute", "odr_status", "odr_possible", "odr_permitted", "odr_grounds")
#: Rows that are compared at once.
AT_ONCE = 50_000


def rows_of(place: str, scheme: str, rows: int, seed: int) -> pa.Table:
    """Random partial rows, numbered."""
    random = np.random.default_rng([seed, *f"{place} {scheme}".encode()])
    known, true = random.random(rows), random.choice([0.05, 0.3, 0.5], rows)
    columns: dict[str, Any] = {"number": pa.array(np.arange(rows))}
    for name, values in laws.domains(place, scheme).items():
        mask = random.random(rows) > known
        if values == [False, True]:
            columns[name] = pa.array(random.random(rows) < true, mask=mask)
        else:
            words = np.array([str(value) for value in values], dtype=object)
            columns[name] = pa.array(words[random.integers(0, len(words), rows)], pa.string(), mask=mask)
    return pa.table(columns)


def one_by_one(law: odr.Law, scheme: Any, table: pa.Table) -> list[tuple[Any, ...]]:
    """What the scalar answer says, in the words of the columns."""
    legend = law.legend
    attributes = {attribute: 1 << n for n, attribute in enumerate(legend.attributes)}
    first = legend.first[odr.Scheme(scheme)]
    grounds = {ground.rule: n for n, ground in enumerate(legend.grounds) if n >= first} | {
        ground.rule: n for n, ground in enumerate(legend.grounds) if scheme == "opening" and n < len(legend.grounds)
    }
    found = []
    for row in table.drop_columns(["number"]).to_pylist():
        decision = law.classify(row, scheme=scheme)
        mask = sum(1 << grounds[ground.rule] for ground in decision.grounds)
        found.append(
            (
                None if decision.attribute is None else str(decision.attribute),
                str(decision.status),
                sum(attributes[a] for a in decision.possible),
                sum(attributes[a] for a in decision.permitted),
                mask,
            )
        )
    return found


def ways(law: odr.Law, scheme: Any, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The same rows answered in each other way, by number."""
    yield "PyArrow", law.classify_frame(table, scheme=scheme)
    yield "Polars", law.classify_frame(pl.DataFrame(table), scheme=scheme).to_arrow()
    yield "pandas", pa.Table.from_pandas(law.classify_frame(table.to_pandas(), scheme=scheme), preserve_index=False)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.register("given", table)
    connection.execute("CREATE TABLE catalogue AS SELECT * FROM given")
    relation = law.classify_frame(connection.table("catalogue"), scheme=scheme)
    yield "DuckDB, relation", relation.to_arrow_table().sort_by("number")
    statement = law.to_sql("duckdb", scheme=scheme)
    yield "DuckDB, law.to_sql", connection.sql(f"SELECT * FROM ({statement}) ORDER BY number").to_arrow_table()


def differences(place: str, scheme: Any, rows: int, seed: int = 1) -> Iterator[str]:
    """Rows that are answered otherwise than by the scalar answer, told in words."""
    law, told = laws.law(place), rows_of(place, scheme, rows, seed)
    for begin in range(0, rows, AT_ONCE):
        table = told.slice(begin, AT_ONCE).combine_chunks()
        expected = one_by_one(law, scheme, table)
        for way, answered in ways(law, scheme, table):
            found = zip(*(answered.column(name).to_pylist() for name in ANSWERS), strict=True)
            for row, (one, other) in enumerate(zip(found, expected, strict=True)):
                if one != other:
                    [facts] = table.slice(row, 1).to_pylist()
                    yield f"{place} {scheme}, {way}: {one}, by classify {other}; {facts}"


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--place")
    given = parser.parse_args()
    chosen = [(place, scheme) for place, scheme, _ in laws.LAWS if given.place in (None, place)]
    share = -(-given.rows // len(chosen))
    for place, scheme in chosen:
        for difference in differences(place, scheme, share, given.seed):
            print(difference)
            return 1
        table = rows_of(place, scheme, share, given.seed)
        status = laws.law(place).classify_frame(table, scheme=scheme)  # type: ignore[arg-type]
        contradictory = pa.compute.sum(pa.compute.equal(status["odr_possible"], 0)).as_py()
        print(f"{place} {scheme}: {share} rows the same in five ways, {contradictory} of them with nothing possible")
    return 0


if __name__ == "__main__":
    sys.exit(main())
