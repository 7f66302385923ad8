"""What databases have in common and where they differ, as far as a statement of ours meets it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ...diagnostics.wording import nearest
from ...errors import BadArgument, MissingExtra
from ...quoting import quoted
from ...vocabulary.refusals import text_argument


class Shape(StrEnum):
    """How the columns of the table are kept apart from those that are only worked with."""

    #: select in select, and the last one leaves out what was only worked with.
    EXCEPT = "except"
    #: the table joined with selects that have no table of their own.
    LATERAL = "lateral"
    #: one select; what is used twice is written twice.
    WRITTEN_OUT = "written_out"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A database.

    Attributes:
        name: what callers and sqlglot call it.
        title: its own name.
        shape: how a statement is built.
        numbers: true and false are the numbers 1 and 0.
        masks: a bit is put to others by masks (``-1 & 8``), which takes a third of the time of CASE and a sum.
        binary: the collation that tells all texts apart, where the usual one does not.
        run: whether the tests run its statements.
    """

    name: str
    title: str
    shape: Shape
    numbers: bool = False
    masks: bool = False
    binary: str = ""
    run: bool = True


DIALECTS: Final = {
    dialect.name: dialect
    for dialect in (
        Dialect("duckdb", "DuckDB", Shape.EXCEPT, masks=True),
        Dialect("spark", "Spark", Shape.EXCEPT),
        Dialect("postgres", "PostgreSQL", Shape.LATERAL),
        Dialect("mysql", "MySQL, MariaDB", Shape.WRITTEN_OUT, numbers=True, binary="utf8mb4_bin"),
        Dialect("clickhouse", "ClickHouse", Shape.EXCEPT),
        Dialect("trino", "Trino", Shape.WRITTEN_OUT, run=False),
        Dialect("hive", "Hive", Shape.WRITTEN_OUT, run=False),
        Dialect("doris", "Doris", Shape.EXCEPT, run=False),
        Dialect("sqlite", "SQLite", Shape.WRITTEN_OUT, numbers=True),
    )
}

#: Other names that people give them.
_ALSO: Final = {"postgresql": "postgres", "mariadb": "mysql", "sparksql": "spark"}


def dialect_of(name: object) -> Dialect:
    """The database that is meant; capitals do not matter, and ``postgresql`` and ``mariadb`` are understood.

    Raises:
        BadArgument: there is none of that name.
        TypeError: it is no text.
    """
    word = text_argument(name, "dialect")
    found = DIALECTS.get(_ALSO.get(word.lower(), word.lower()))
    if found is None:
        shown, known = quoted(word), ", ".join(DIALECTS)
        raise BadArgument(
            f"没有名为“{shown}”的 SQL 方言，可以写：{known}。",
            nearest=nearest(word.lower(), [*DIALECTS, *_ALSO]),
            english=f"There is no dialect {shown}; there are: {known}.",
            argument="dialect",
        )
    return found


def sqlglot_expressions() -> Any:
    """The module ``sqlglot.expressions``.

    Raises:
        MissingExtra: the extra ``sql`` is not installed.
    """
    try:
        return importlib.import_module("sqlglot.expressions")
    except ImportError as error:
        raise MissingExtra.of("sql", "生成 SQL", "generating SQL") from error
