"""The tables of a ledger, and reading what they hold: what is damaged is told, never guessed at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..storage.database import Database, Purpose
from ..storage.parts import Part
from .disclosures import OPTIONS, Disclosure
from .entries import ERASURE, LedgerEntry, Provision, Written

LEDGER = Purpose(
    "台账存储",
    "store of a ledger",
    "请用备份恢复，并用另存的检查点核对",
    "restore a copy, and verify it with a checkpoint kept elsewhere",
    forgets=True,
)
#: The columns that entries are found by; each is in the body too.
SEARCHED = ("time", "kind", "place", "dataset", "department", "verdict")
PART = Part(
    "ledger",
    (
        (
            "CREATE TABLE ledger_entries (number {big} PRIMARY KEY, digest TEXT NOT NULL, body TEXT NOT NULL,"
            " time TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, dataset TEXT NOT NULL,"
            " department TEXT NOT NULL, verdict TEXT NOT NULL)",
            *(
                f"CREATE INDEX ledger_by_{name} ON ledger_entries ({name}, number)"
                for name in ("time", "kind", "dataset", "department", "verdict")
            ),
            "CREATE TABLE ledger_provisions (provision TEXT NOT NULL, number {big} NOT NULL,"
            " PRIMARY KEY (provision, number))",
            "CREATE TABLE ledger_facts (number {big} PRIMARY KEY, content TEXT NOT NULL)",
            "CREATE TABLE ledger_bases (digest TEXT PRIMARY KEY, content TEXT NOT NULL)",
        ),
    ),
    frozenset({"ledger_entries", "ledger_provisions", "ledger_facts", "ledger_bases"}),
)
#: A hash as it is written.
HASH = re.compile("[0-9a-f]{64}")
_COLUMNS = ", ".join(("number", "digest", "body", *SEARCHED))
#: Entries whose provisions are read at once.
_AT_ONCE = 1000
_BESIDE = f"{', '.join('e.' + name for name in ('number', 'digest', 'body', *SEARCHED))}, f.content"


class Unreadable(Exception):
    """What a row or a line holds is no entry."""


class Row(NamedTuple):
    """An entry as it is kept.

    Attributes:
        number: its number.
        digest: its hash, in hexadecimal digits.
        body: the bytes that the hash was made of.
        told: what the body says.
        disclosures: the facts beside it that are there.
        columns: the values of the columns that it is found by; ``None`` where it comes from an export.
    """

    number: int
    digest: str
    body: bytes
    told: Mapping[str, Any]
    disclosures: tuple[Disclosure, ...]
    columns: tuple[Any, ...] | None = None


def searched(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of the columns of an entry."""
    return tuple(told.get(name, "") for name in SEARCHED)


def provisions(told: Mapping[str, Any]) -> set[str]:
    """By which provisions an entry is found: by id of the rule, and by instrument and passage."""
    found = set()
    for rule, instrument, ref in told.get("provisions", ()):
        found |= {rule, f"{instrument} {ref}".rstrip()}
    return found - {""}


def named_provisions(database: Database) -> Iterator[set[str]]:
    """By which provisions each entry is found, from the first on."""
    for start in range(0, 2**62, _AT_ONCE):
        statement = "SELECT number, provision FROM ledger_provisions WHERE number > ? AND number <= ?"
        found: dict[int, set[str]] = {}
        for number, name in database.run(statement, (start, start + _AT_ONCE)):
            found.setdefault(number, set()).add(name)
        for number in range(start + 1, start + _AT_ONCE + 1):
            yield found.get(number, set())


def left_over(database: Database) -> bool:
    """Whether something stands beside an entry that is not there: behind the last where the end was cut off, and not
    all of it; elsewhere where it was slipped in.
    """
    there = "EXISTS (SELECT 1 FROM ledger_entries AS e WHERE e.number = beside.number)"
    tables = ("ledger_facts", "ledger_provisions")
    return any(database.run(f"SELECT number FROM {table} AS beside WHERE NOT {there} LIMIT 1") for table in tables)


def insert(database: Database, entries: Iterable[Written]) -> None:
    """Write entries, within :meth:`Database.writing`."""
    some = list(entries)
    database.run_many(
        f"INSERT INTO ledger_entries ({_COLUMNS}) VALUES ({', '.join('?' * (3 + len(SEARCHED)))})",
        [(one.number, one.hash.hex(), one.body.decode("utf-8"), *searched(one.draft.told)) for one in some],
    )
    database.run_many(
        "INSERT INTO ledger_provisions (provision, number) VALUES (?, ?)",
        [(name, one.number) for one in some for name in sorted(provisions(one.draft.told))],
    )
    database.run_many(
        "INSERT INTO ledger_facts (number, content) VALUES (?, ?)",
        [(one.number, content_of(one.draft.disclosures)) for one in some if one.draft.disclosures],
    )
    bases = {one.draft.told["basis"]: one.draft.basis for one in some if one.draft.basis}
    database.run_many(
        "INSERT INTO ledger_bases (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
        [(digest, content.decode("utf-8")) for digest, content in sorted(bases.items())],
    )


def content_of(disclosures: Iterable[Disclosure]) -> str:
    """Disclosures as one text."""
    # Escaped: a database may refuse what JSON may hold.
    return json.dumps([list(one) for one in disclosures], separators=(",", ":"))


def rows(
    database: Database,
    after: int = 0,
    where: str = "",
    values: Iterable[object] = (),
    source: str = "",
    at_once: int = 0,
    before: int | None = None,
) -> Iterator[Row]:
    """Entries with what stands beside them, in order.

    Args:
        database: where they are.
        after: the number before the first.
        where: a condition on ``e``, the table of entries, ending in ``AND``.
        values: those of the condition.
        source: a join that the condition needs.
        at_once: how many rows are read at a time.
        before: the number after the first, where the last come first.

    Raises:
        Unreadable: a row is no entry; its argument is the number, as far as it is one.
    """
    # By the table that is searched first, whose index has them in this order.
    key = "p.number" if source else "e.number"
    sign, start = (">", after) if before is None else ("<", before)
    if before is not None:
        where, values = f"{where} {key} > ? AND", [*values, after]
    statement = (
        f"SELECT {_BESIDE} FROM ledger_entries AS e{source}"
        f" LEFT JOIN ledger_facts AS f ON f.number = e.number WHERE {where} {key} {sign} ?"
    )
    found = database.paged(statement, key, start, list(values), at_once=at_once, falling=before is not None)
    for number, digest, body, *columns, content in found:
        if type(number) is not int or type(digest) is not str or type(body) is not str:
            raise Unreadable(number if type(number) is int else 0)
        try:
            told = told_of(json.loads(body))
            beside = disclosures_of(json.loads(content)) if content is not None else ()
            yield Row(number, digest, body.encode("utf-8"), told, beside, tuple(columns))
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise Unreadable(number) from error


def told_of(body: object) -> dict[str, Any]:
    """What a body says, whose form is checked.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(body, dict) or type(body.get("form")) is not int or body["form"] != 1:
        raise ValueError("no body")
    texts: tuple[str, ...] = ("time", "asker", "dataset", "department", "request", "kind", "previous")
    lists: tuple[str, ...] = ("erased", "names")
    numbers: tuple[str, ...] = ("number", "of")
    if body.get("kind") != ERASURE:
        texts += ("place", "on", "engine", "basis", "verdict")
        lists, numbers = ("facts", "withheld"), ("number",)
        if not isinstance(body.get("outcome"), dict) or not isinstance(body.get("options"), dict | None):
            raise ValueError("no outcome")
        if not all(
            isinstance(one, list) and len(one) == 3 and all(type(part) is str for part in one)
            for one in body["provisions"]
        ):
            raise ValueError("no provisions")
    fit = (
        all(type(body[name]) is str for name in texts)
        and all(type(body[name]) is int for name in numbers)
        and all(type(body[name]) is list and all(type(item) is str for item in body[name]) for name in lists)
    )
    if not fit:
        raise ValueError("another form")
    return body


def disclosures_of(content: object) -> tuple[Disclosure, ...]:
    """Disclosures, whose form is checked.

    Raises:
        ValueError: they are none.
    """
    if not isinstance(content, list):
        raise ValueError("no disclosures")
    for one in content:
        if not (isinstance(one, list) and len(one) == 3 and type(one[0]) is str and type(one[1]) is str):
            raise ValueError("no disclosure")
    return tuple((salt, name, value) for salt, name, value in content)


def entry_of(row: Row) -> LedgerEntry:
    """An entry as it is given back."""
    told, values = row.told, {name: value for _, name, value in row.disclosures}
    answer = told["kind"] != ERASURE
    if answer:
        outcome, provided, kept = told["outcome"], told["provisions"], told["facts"]
    else:
        outcome, provided, kept = {"of": told["of"], "names": told["names"]}, [], []
    return LedgerEntry(
        number=row.number,
        digest=row.digest,
        time=told["time"],
        asker=told["asker"],
        dataset=told["dataset"],
        department=told["department"],
        request=told["request"],
        kind=told["kind"],
        place=told.get("place", ""),
        on=told.get("on", ""),
        verdict=told.get("verdict", ""),
        outcome=outcome,
        provisions=tuple(Provision(*one) for one in provided),
        options=values.get(OPTIONS, told.get("options")),
        engine=told.get("engine", ""),
        basis=told.get("basis", ""),
        facts={name: value for name, value in sorted(values.items()) if not name.startswith("@")},
        withheld=tuple(told.get("withheld", ())),
        erased=len(kept) - len(row.disclosures) if answer else 0,
    )
