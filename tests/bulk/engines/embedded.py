"""Databases that run inside the process of the tests, and Spark on this machine."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[tuple[Any, ...]]


class DuckDB:
    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()

    def load(self, name: str, table: pa.Table) -> None:
        self._connection.register("loaded", table)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM loaded")
        self._connection.unregister("loaded")

    def run(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, statement: str) -> Rows:
        return self._connection.execute(statement).fetchall()

    def columns(self, statement: str) -> list[str]:
        return [str(name) for name in self._connection.sql(statement).columns]

    def close(self) -> None:
        self._connection.close()


class SQLite:
    dialect = "sqlite"

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")

    def load(self, name: str, table: pa.Table) -> None:
        kinds = {pa.bool_(): "BOOLEAN", pa.string(): "TEXT", pa.int64(): "INTEGER"}
        columns = ", ".join(f'"{field.name}" {kinds[field.type]}' for field in table.schema)
        self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        self._connection.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * table.num_columns)
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        self._connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)

    def run(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, statement: str) -> Rows:
        return self._connection.execute(statement).fetchall()

    def columns(self, statement: str) -> list[str]:
        return [column[0] for column in self._connection.execute(statement).description]

    def close(self) -> None:
        self._connection.close()


class ClickHouse:
    dialect = "clickhouse"

    def __init__(self, folder: Path) -> None:
        from chdb import session

        self._folder = folder
        self._session = session.Session(str(folder / "clickhouse"))

    def load(self, name: str, table: pa.Table) -> None:
        path = self._folder / f"{uuid.uuid4().hex}.parquet"
        pq.write_table(table, path)
        kinds = {pa.bool_(): "Bool", pa.string(): "String", pa.int64(): "Int64"}
        columns = ", ".join(f'"{field.name}" Nullable({kinds[field.type]})' for field in table.schema)
        self.run(f"DROP TABLE IF EXISTS {name}")
        self.run(f"CREATE TABLE {name} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
        self.run(f"INSERT INTO {name} SELECT * FROM file('{path}', Parquet)")

    def run(self, statement: str) -> None:
        self._session.query(statement)

    def _table(self, statement: str) -> pa.Table:
        answer = self._session.query(statement, "Arrow")
        return pa.ipc.open_file(pa.BufferReader(answer.bytes())).read_all()

    def rows(self, statement: str) -> Rows:
        table = self._table(statement)
        found = zip(*(column.to_pylist() for column in table.columns), strict=True)
        return [tuple(cell.decode() if isinstance(cell, bytes) else cell for cell in row) for row in found]

    def columns(self, statement: str) -> list[str]:
        return list(self._table(statement).schema.names)

    def close(self) -> None:
        self._session.close()


class Spark:
    dialect = "spark"

    def __init__(self, session: Any, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def load(self, name: str, table: pa.Table) -> None:
        path = self._folder / f"{uuid.uuid4().hex}.parquet"
        pq.write_table(table, path)
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)

    def run(self, statement: str) -> None:
        self._session.sql(statement)

    def rows(self, statement: str) -> Rows:
        table = self._session.sql(statement).toArrow()
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def columns(self, statement: str) -> list[str]:
        return list(self._session.sql(statement).columns)

    def close(self) -> None:
        """The session is of all tests, see the fixture."""
