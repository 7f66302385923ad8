"""The databases that statements are run on."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.monitoring.conftest import postgres

__all__ = ["postgres"]

ENGINES = ("duckdb", "sqlite", "postgres", "mysql", "clickhouse", "spark")


def _needs(packages: tuple[str, ...], reason: str, there: bool = True) -> None:
    if there and all(importlib.util.find_spec(package) for package in packages):
        return
    if os.environ.get("OPENDATA_RULES_REQUIRE_ENGINES"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def spark_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark on two cores of this machine."""
    _needs(("pyspark",), "needs pyspark (group engines) and Java 17", shutil.which("java") is not None)
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[2]")
        .appName("opendata-rules")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={folder}")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A database, with a table in and the rows of a statement out."""
    _needs(("duckdb", "pyarrow", "sqlglot"), "needs duckdb, pyarrow and sqlglot (group dev)")
    from tests.bulk.engines import embedded

    match request.param:
        case "duckdb":
            found: Any = embedded.DuckDB()
        case "sqlite":
            found = embedded.SQLite()
        case "clickhouse":
            _needs(("chdb",), "needs chdb (group engines)")
            found = embedded.ClickHouse(tmp_path_factory.mktemp("clickhouse"))
        case "spark":
            session = request.getfixturevalue("spark_session")
            found = embedded.Spark(session, tmp_path_factory.mktemp("tables"))
        case "postgres":
            server = request.getfixturevalue("postgres")
            from tests.bulk.engines import servers

            found = servers.PostgreSQL(server)
        case _:
            from tests.bulk.engines import servers

            _needs(
                ("pymysql",),
                "needs PyMySQL (group engines) and Debian's mariadb-server",
                bool(servers.MariaDB.programs()),
            )
            found = servers.MariaDB()
    yield found
    found.close()


@pytest.fixture
def duckdb_engine() -> Iterator[Any]:
    """DuckDB by itself."""
    from tests.bulk.engines import embedded

    found = embedded.DuckDB()
    yield found
    found.close()


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packs, somewhere else."""
    root = Path(__file__).parent.parent.parent
    folder = tmp_path_factory.mktemp("packs")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(root / name, folder / name)
    return folder
