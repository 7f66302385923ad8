"""Ledgers that somebody laid hands on, as files of SQLite and as exports, and names that somebody brings."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import opendata_rules as odr
from opendata_rules.ledgers.export.lines import verify_lines, write_lines
from opendata_rules.ledgers.tables import Row

from .mutations import mutate_bytes, mutate_json, mutate_text
from .promises import ERRORS, plain, told

HERE = Path(__file__).parent
ON = dt.date(2026, 3, 10)
_STORE = b"SQLite format 3\0"
#: What an entry is kept with, and what entries are looked for by.
_NAMES: dict[str, Any] = {"asker": "门户", "dataset": "D-1", "department": "公安局", "request": "r", "withhold": []}
_WORDS = ("entry", "basis", "facts", "digest", "previous", "number", "erasure", "1.0", "-1", "NaN", "\\ud800", "\0")
_WANTED: dict[str, Any] = {"verdict": "不予开放", "provision": "taian-12-2"}


@functools.cache
def export() -> bytes:
    """A ledger of five entries; one has a fact that was left out, one a fact that was erased."""
    return (HERE / "ledger.jsonl").read_bytes()


@functools.cache
def checkpoint() -> str:
    """Its checkpoint, kept elsewhere."""
    return (HERE / "ledger.checkpoint.txt").read_text(encoding="utf-8")


@functools.cache
def _originals() -> list[Any]:
    return [json.loads(line) for line in export().splitlines()]


@functools.cache
def store() -> bytes:
    """The same as a file of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with odr.ledger(path) as kept:
            run = kept._database.run
            for one in _originals():
                if "ledger" in one:
                    run("UPDATE about SET value = ? WHERE name = 'ledger_origin'", (one["ledger"],))
                elif "basis" in one:
                    run("INSERT INTO ledger_bases VALUES (?, ?)", (one["basis"], _canonical(one["content"])))
                else:
                    _insert(run, one)
            run("PRAGMA journal_mode = DELETE")
        with odr.ledger(path) as kept:
            assert kept.verify(checkpoint()).size == 5
            kept._database.run("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _insert(run: Any, one: dict[str, Any]) -> None:
    from opendata_rules.ledgers.tables import provisions, searched

    entry, number = one["entry"], one["entry"]["number"]
    row = (number, one["digest"], _canonical(entry), *searched(entry))
    run(f"INSERT INTO ledger_entries VALUES ({', '.join('?' * len(row))})", row)
    for name in provisions(entry):
        run("INSERT INTO ledger_provisions VALUES (?, ?)", (name, number))
    if one["facts"]:
        run("INSERT INTO ledger_facts VALUES (?, ?)", (number, json.dumps(one["facts"])))


def genuine(rows: Iterable[Row], *, whole: bool) -> None:
    """That what was verified is what was written: all of it where it was held against the checkpoint."""
    entries = [one for one in _originals() if "entry" in one]
    found = list(rows)
    assert len(found) == len(entries) if whole else len(found) <= len(entries), "verified, and not all is there"
    for row, one in zip(found, entries, strict=False):
        assert row.told == one["entry"], "verified, and another entry"
        assert sorted(map(str, map(list, row.disclosures))) == sorted(map(str, one["facts"])), "verified, other facts"


class Ledgers:
    """Damaged stores and exports, and hostile names: only errors that are told, nothing verified that is not so."""

    name, ending = "ledgers", ".bin"

    def seeds(self) -> Iterator[bytes]:
        yield export()
        yield store()
        yield json.dumps({**_NAMES, **_WANTED}, ensure_ascii=False).encode()

    def mutated(self, data: bytes, random: Random) -> bytes:
        if data.startswith(_STORE[:4]):
            return mutate_bytes(data, random)
        if b'"ledger"' not in data or random.random() < 0.2:
            return mutate_json(data, random, _WORDS) if b"\n" not in data else mutate_text(data, random, _WORDS)
        lines = data.split(b"\n")
        at = random.randrange(len(lines))
        lines[at] = mutate_json(lines[at], random, _WORDS)
        return b"\n".join(lines)

    def run(self, data: bytes) -> None:
        if data.startswith(_STORE[:4]):
            self._store(data)
        elif b'"ledger"' in data:
            self._export(data)
        else:
            self._names(data)

    def _export(self, data: bytes) -> None:
        with there(data) as path:
            for held in (checkpoint(), None):
                try:
                    found = verify_lines(path, held)
                except ERRORS as error:
                    told(error)
                    continue
                plain(found)
                assert found.size == 5 if held else found.size <= 5

    def _store(self, data: bytes) -> None:
        with there(data) as path:
            for held in (checkpoint(), None):
                try:
                    with odr.ledger(path) as kept:
                        plain(kept.verify(held))
                        genuine(kept.rows(), whole=held is not None)
                        for entry in kept.find(**_WANTED):
                            entry.to_dict()
                        write_lines(kept, io.StringIO())
                except ERRORS as error:
                    told(error)

    def _names(self, data: bytes) -> None:
        try:
            given = json.loads(data.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            return
        if not isinstance(given, dict):
            return
        kept = odr.ledger()
        names = {name: given[name] for name in _NAMES if name in given}
        wanted = {name: given[name] for name in _WANTED if name in given}
        try:
            kept.append(_decision(), **names)
        except (*ERRORS, TypeError) as error:
            told(error)
        assert kept.verify().size == len(kept) <= 1
        try:
            found = [one.number for one in kept.find(**wanted)]
            assert found in ([], [1])
        except (*ERRORS, TypeError) as error:
            told(error)


@functools.cache
def _decision() -> odr.Decision:
    return odr.load().law("taian", on=ON).classify({"state_secret": True})


@contextmanager
def there(data: bytes) -> Iterator[Path]:
    """A file for as long as it is looked at, with what SQLite puts beside it."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        path = Path(folder) / "ledger"
        path.write_bytes(data)
        yield path
