"""What the service keeps beside cases and ledger: answers under idempotency keys, jobs, addresses of feeds.

One SQLite file in the state folder, shared by the workers of this machine. Nothing in it is needed to answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BadStore
from ..quoting import quoted
from ..values import Json
from .errors import Conflict

FILE = "service.sqlite"
_DAY = 86_400
#: Seconds after which a request under a key that never came to an end may be tried again.
_GIVEN_UP = 600
_TABLES = """
CREATE TABLE IF NOT EXISTS keys (
    caller TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, at REAL NOT NULL,
    status INTEGER, media TEXT, body BLOB, PRIMARY KEY (caller, key)
);
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, caller TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, made REAL NOT NULL,
    seen REAL NOT NULL, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, law TEXT NOT NULL,
    stop INTEGER NOT NULL DEFAULT 0, problem TEXT
);
CREATE TABLE IF NOT EXISTS feeds (
    sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL, caller TEXT NOT NULL,
    made REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A response that was given under a key."""

    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar at an address that can be revoked."""

    id: str
    place: str
    kind: str
    made: float

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"id": self.id, "place": self.place, "kind": self.kind, "made": _moment(self.made)}


@dataclass(frozen=True, slots=True)
class Job:
    """Work that goes on after the request that began it.

    Attributes:
        state: ``waiting``, ``running``, ``done``, ``failed``, ``cancelled``.
        done: how much of it; of ``total``.
        law: digest of the law that answers.
        problem: why it failed.
    """

    id: str
    caller: str
    kind: str
    state: str
    made: float
    done: int
    total: int
    law: str
    problem: Mapping[str, Json] | None

    @property
    def over(self) -> bool:
        """Whether it goes on no more."""
        return self.state in ("done", "failed", "cancelled")

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "made": _moment(self.made),
            "done": self.done,
            "total": self.total,
            "law": self.law,
            "problem": None if self.problem is None else dict(self.problem),
        }


def _moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


_JOB = "id, caller, kind, state, made, done, total, law, problem"


class Keeping:
    """The file; threads and workers share it.

    Args:
        folder: where it is kept.

    Raises:
        BadStore: it cannot be.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._data = sqlite3.connect(folder / FILE, timeout=30, isolation_level=None, check_same_thread=False)
            self._data.execute("PRAGMA journal_mode=WAL")
            self._data.execute("PRAGMA synchronous=FULL")
            self._data.executescript(_TABLES)
        except sqlite3.Error as error:
            shown = quoted(str(folder / FILE))
            raise BadStore(
                f"用不了 {shown}：{quoted(str(error))}", english=f"{shown} cannot be used: {quoted(str(error))}"
            ) from None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._data.execute("BEGIN IMMEDIATE")
            try:
                yield self._data
            except BaseException:
                self._data.execute("ROLLBACK")
                raise
            self._data.execute("COMMIT")

    def _rows(self, question: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._data.execute(question, values).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._data.close()

    # -- idempotency ------------------------------------------------------------------------------------------------

    def begin(self, caller: str, key: str, asked: bytes, days: int) -> Answered | None:
        """Take a key for a request, or give what was answered under it.

        Raises:
            Conflict: something else was asked under it, or it is still being answered.
        """
        digest = hashlib.sha256(asked).hexdigest()
        now = time.time()
        with self._writing() as data:
            data.execute("DELETE FROM keys WHERE at < ?", (now - days * _DAY,))
            found = data.execute(
                "SELECT asked, at, status, media, body FROM keys WHERE caller = ? AND key = ?", (caller, key)
            ).fetchone()
            if found is None or (found[2] is None and found[0] == digest and now - found[1] > _GIVEN_UP):
                data.execute(
                    "INSERT OR REPLACE INTO keys (caller, key, asked, at) VALUES (?, ?, ?, ?)",
                    (caller, key, digest, now),
                )
                return None
        before, _, status, media, body = found
        if before != digest:
            raise Conflict(
                "这个 Idempotency-Key 已经用于另一个请求。",
                english="Something else was asked under this Idempotency-Key.",
                argument="Idempotency-Key",
            )
        if status is None:
            raise Conflict(
                "这个 Idempotency-Key 的请求还在办理。",
                english="The request of this Idempotency-Key is still being answered.",
                argument="Idempotency-Key",
                headers=[("Retry-After", "1")],
            )
        return Answered(status, media, body)

    def finish(self, caller: str, key: str, answer: Answered | None) -> None:
        """Keep what was answered under a key; ``None`` gives the key free, since nothing was done."""
        with self._writing() as data:
            if answer is None:
                data.execute("DELETE FROM keys WHERE caller = ? AND key = ?", (caller, key))
            else:
                data.execute(
                    "UPDATE keys SET status = ?, media = ?, body = ? WHERE caller = ? AND key = ?",
                    (answer.status, answer.media, answer.body, caller, key),
                )

    # -- jobs -------------------------------------------------------------------------------------------------------

    def add_job(self, caller: str, kind: str, law: str) -> Job:
        """A new job."""
        name, now = secrets.token_hex(16), time.time()
        with self._writing() as data:
            data.execute(
                "INSERT INTO jobs (id, caller, kind, state, made, seen, law) VALUES (?, ?, ?, 'waiting', ?, ?, ?)",
                (name, caller, kind, now, now, law),
            )
        return Job(name, caller, kind, "waiting", now, 0, 0, law, None)

    def job(self, name: str) -> Job | None:
        """The job of an id. One whose worker died is told as failed."""
        rows = self._rows(f"SELECT {_JOB}, seen FROM jobs WHERE id = ?", name)
        if not rows:
            return None
        *told, seen = rows[0]
        found = _job(told)
        if not found.over and time.time() - float(str(seen)) > _GIVEN_UP:
            found = Job(
                found.id, found.caller, found.kind, "failed", found.made, found.done, found.total, found.law, None
            )
        return found

    def jobs(self, caller: str | None) -> list[Job]:
        """All jobs, or those of a caller, the newest first."""
        where, values = ("WHERE caller = ? ", (caller,)) if caller is not None else ("", ())
        return [
            _job(row) for row in self._rows(f"SELECT {_JOB} FROM jobs {where}ORDER BY made DESC LIMIT 1000", *values)
        ]

    def moved(
        self, name: str, state: str, done: int = 0, total: int = 0, problem: Mapping[str, Json] | None = None
    ) -> bool:
        """Say how far a job is; tells whether it is to stop."""
        text = None if problem is None else json.dumps(problem, ensure_ascii=False)
        with self._writing() as data:
            data.execute(
                "UPDATE jobs SET state = ?, done = ?, total = ?, problem = ?, seen = ? WHERE id = ?",
                (state, done, total, text, time.time(), name),
            )
            row = data.execute("SELECT stop FROM jobs WHERE id = ?", (name,)).fetchone()
        return row is None or bool(row[0])

    def stop_job(self, name: str) -> None:
        """Have a job stopped at its next step."""
        with self._writing() as data:
            data.execute("UPDATE jobs SET stop = 1 WHERE id = ?", (name,))

    def old_jobs(self, days: float) -> list[str]:
        """Delete what is over and older than that; their ids."""
        with self._writing() as data:
            rows = data.execute(
                "SELECT id FROM jobs WHERE made < ? AND (state IN ('done', 'failed', 'cancelled') OR seen < ?)",
                (time.time() - days * _DAY, time.time() - _GIVEN_UP),
            ).fetchall()
            data.executemany("DELETE FROM jobs WHERE id = ?", rows)
        return [str(row[0]) for row in rows]

    # -- feeds ------------------------------------------------------------------------------------------------------

    def add_feed(self, place: str, kind: str, caller: str) -> tuple[str, Feed]:
        """A new address of a calendar: its secret part, of which only the hash is kept."""
        secret, feed = secrets.token_urlsafe(24), Feed(secrets.token_hex(8), place, kind, time.time())
        with self._writing() as data:
            data.execute(
                "INSERT INTO feeds VALUES (?, ?, ?, ?, ?, ?)", (_hash(secret), feed.id, place, kind, caller, feed.made)
            )
        return secret, feed

    def feed(self, secret: str) -> Feed | None:
        """The calendar of an address."""
        rows = self._rows("SELECT id, place, kind, made FROM feeds WHERE sha256 = ?", _hash(secret))
        return Feed(*rows[0]) if rows else None  # type: ignore[arg-type]

    def feeds(self, place: str) -> list[Feed]:
        """The calendars of a place that have an address."""
        rows = self._rows("SELECT id, place, kind, made FROM feeds WHERE place = ? ORDER BY made", place)
        return [Feed(*row) for row in rows]  # type: ignore[arg-type]

    def drop_feed(self, place: str, name: str) -> bool:
        """Revoke an address; whether there was one."""
        with self._writing() as data:
            return data.execute("DELETE FROM feeds WHERE place = ? AND id = ?", (place, name)).rowcount > 0


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _job(row: Any) -> Job:
    name, caller, kind, state, made, done, total, law, problem = row
    return Job(name, caller, kind, state, made, done, total, law, None if problem is None else json.loads(problem))
