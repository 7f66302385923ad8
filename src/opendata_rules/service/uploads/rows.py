"""What a check found, written into the database of a catalogue: what many datasets share stands there once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from ...catalogue.datasets import Datasets, OfPart
from ...catalogue.judged import Finding, Since
from ...catalogue.results import Basis, Row

#: The keys of a dataset, as ``Row.to_dict`` has them, by the part that they come from.
PARTS: Mapping[str, tuple[str, ...]] = {
    "described": ("summary", "fields"),
    "stated": (
        *("declared_text", "declared", "verdict", "attribute", "possible", "permitted", "grounds", "objections"),
        *("actions", "ways", "ways_english", "warnings", "facts"),
    ),
    "asked": ("questions",),
    "updated": (
        *("cadence", "updated", "updated_text", "due", "earliest", "latest", "lapsed", "overdue_days", "update"),
        *("term", "term_note", "term_note_english"),
    ),
}
_TABLES = ("parts", "asks", "rests", "provisions", "rows", "findings")
_gist = attrgetter("verdict")


class Rows:
    """Writes datasets.

    Args:
        book: the database, within a change.
    """

    def __init__(self, book: sqlite3.Connection) -> None:
        self._book = book
        self._parts = {name: OfPart(name, self._of(name)) for name in PARTS}
        self._verdict = OfPart("stated", _gist)
        self._update = OfPart("updated", lambda row: (row.update, row.overdue))
        self._suspected = OfPart("asked", lambda row: int(bool(row.suspected)))

    def clear(self) -> None:
        """Forget all that was found before."""
        for name in _TABLES:
            self._book.execute(f"DELETE FROM {name}")

    def add(self, datasets: Datasets, places: Sequence[int]) -> None:
        """Write some datasets, or write them anew.

        Args:
            datasets: as they were judged.
            places: their places in the catalogue, from 0.
        """
        parts = [self._parts[name].of(datasets) for name in ("stated", "asked", "updated", "described")]
        updates = self._update.of(datasets)
        rows = zip(
            places,
            datasets.sheets,
            datasets.numbers,
            datasets.titles,
            datasets.ids,
            datasets.departments,
            self._verdict.of(datasets),
            [state for state, _ in updates],
            [days for _, days in updates],
            self._suspected.of(datasets),
            *parts,
            [json.dumps(notes, ensure_ascii=False) if notes else "" for notes in datasets.notes],
            strict=True,
        )
        run = self._book.executemany
        run(f"INSERT OR REPLACE INTO rows VALUES ({', '.join('?' * 15)})", rows)
        run("DELETE FROM findings WHERE place = ?", [(place,) for place in places])
        found = zip(places, datasets.findings, strict=True)
        run(
            f"INSERT INTO findings VALUES ({', '.join('?' * 9)})",
            [
                (place, number, one.id, one.kind, *_standing(one), _text(one.to_dict()))
                for place, findings in found
                for number, one in enumerate(findings)
            ],
        )

    def _of(self, name: str) -> _Part:
        return _Part(self._book, name)


class _Part:
    """Writes a part of a dataset, and gives its number: that of its content, so the same is the same next time."""

    def __init__(self, book: sqlite3.Connection, name: str) -> None:
        self._book = book
        self._name = name

    def __call__(self, row: Row) -> int:
        # Nearly every dataset has a description of its own: no need to tell all of it for that.
        told = {"summary": row.summary, "fields": row.fields} if self._name == "described" else row.to_dict()
        text = _text({key: told[key] for key in PARTS[self._name]})
        digest = hashlib.blake2b(f"{self._name}{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, signed=True)
        run = self._book.execute
        if run("INSERT OR IGNORE INTO parts VALUES (?, ?)", (number, text)).rowcount:
            for question in row.questions if self._name == "asked" else ():
                run("INSERT OR IGNORE INTO asks VALUES (?, ?, ?)", (number, question.fact, int(bool(question.why))))
            for basis in _bases(self._name, row):
                texts = (basis.citation, basis.citation_english, basis.text, basis.english)
                run("INSERT OR IGNORE INTO provisions VALUES (?, ?, ?, ?, ?)", (basis.provision, *texts))
                run("INSERT OR IGNORE INTO rests VALUES (?, ?)", (number, basis.provision))
        return number


def _bases(part: str, row: Row) -> Iterable[Basis]:
    """The provisions that a part of a dataset rests on, grounds first: theirs are the plain texts."""
    if part == "updated":
        return [row.term] if row.term is not None else []
    return (*row.grounds, *row.objections, *row.actions) if part == "stated" else ()


def _standing(one: Finding) -> tuple[int, int, int, int]:
    return int(one.since is Since.NEW), int(one.waived), int(one.expired), int(one.fails)


def _text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
