"""The tables of one part (cases, ledger, jobs), made and brought up to date by numbered steps.

Parts may share a database. The table ``about`` says by which step each was left; a store of a later step than is known
here is refused, one of an earlier step is brought up to date in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import BadStore
from ..quoting import quoted
from .database import Database


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that belong together.

    Attributes:
        name: its row in the table ``about``.
        steps: the statements of each step, from the first on, with ``{serial}``, ``{key}``, ``{big}`` and ``{blob}``
            for types. A step that was released is never changed; another one follows it.
        tables: the tables after the last step.
        unnumbered: the tables of the first step with their columns, where a version before there were numbered steps
            wrote just these: a store that has them and no table ``about`` was left by the first step.
    """

    name: str
    steps: tuple[tuple[str, ...], ...]
    tables: frozenset[str]
    unnumbered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def prepare(database: Database, part: Part) -> None:
    """Make the tables of a part, or bring them up to date.

    Raises:
        BadStore: they are of a later form, of another program, or damaged; nothing was changed.
    """
    types = {name: getattr(database, name) for name in ("serial", "key", "big", "blob")}
    with database.writing():
        tables = database.tables()
        done = _done(database, part, tables)
        for number, step in enumerate(part.steps[done:], done + 1):
            for statement in step:
                database.run(statement.format_map(types))
            database.run(
                "INSERT INTO about VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (part.name, str(number)),
            )
        lacking = sorted(part.tables - database.tables()) if done else []
        if lacking:
            missing = ", ".join(lacking)
            raise database.purpose.damaged(database.name, f"没有表 {missing}", f"table {missing} is missing")


def _done(database: Database, part: Part, tables: frozenset[str]) -> int:
    """The step by which the tables were left; none at first."""
    others = sorted(tables & (part.tables | part.unnumbered.keys()))
    if "about" not in tables:
        unnumbered = bool(part.unnumbered) and _is_unnumbered(database, part, tables)
        if others and not unnumbered:
            told = "、".join(others)
            raise database.purpose.unfit(
                database.name,
                f"里面已经有别的程序的表：{told}。",
                f"it already has tables of another program: {', '.join(others)}",
            )
        database.run("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        return int(unnumbered)
    others = sorted(tables & part.tables)
    row = next((told for (told,) in database.run("SELECT value FROM about WHERE name = ?", (part.name,))), None)
    if row is None:
        if others:
            raise database.purpose.damaged(
                database.name, f"表 about 里没有 {part.name} 这一行", f"table about has no row {part.name}"
            )
        return 0
    known = {str(number): number for number in range(1, len(part.steps) + 1)}
    if row not in known:
        last = len(part.steps)
        raise database.purpose.unfit(
            database.name,
            f"它的格式是第 {quoted(row)} 版，这里只认到第 {last} 版。",
            f"it has form {quoted(row)}; forms up to {last} are read here",
        )
    return known[row]


def _is_unnumbered(database: Database, part: Part, tables: frozenset[str]) -> bool:
    """Whether the tables are just those that a version before numbered steps wrote."""
    if tables != part.unnumbered.keys():
        return False
    try:
        for table, columns in part.unnumbered.items():
            database.run(f"SELECT {', '.join(columns)} FROM {table} LIMIT 0")
    except BadStore:
        return False
    return True
