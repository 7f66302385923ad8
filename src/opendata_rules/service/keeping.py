"""What the service keeps beside cases and ledger: answers under idempotency keys, jobs, addresses of feeds.

An SQLite file in the state folder, shared by the workers of this machine; where the store is a PostgreSQL database,
tables there, shared by all machines. Nothing in it is needed to answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..storage.database import Purpose
from ..storage.opening import database_at
from ..storage.parts import Part
from ..values import Json
from .errors import Conflict

FILE = "service.sqlite"
SERVICE = Purpose(
    "服务的存储",
    "store of the service",
    "请用备份恢复，或者删去，服务会新建；删去以后，日历地址和没有取走的任务就没有了",
    "restore a copy, or delete it and let the service make a new one: addresses of calendars and jobs are lost then",
    forgets=True,
)
_COLUMNS = {
    "keys": ("caller", "key", "asked", "at", "status", "media", "body"),
    "jobs": ("id", "caller", "kind", "state", "made", "seen", "done", "total", "law", "stop", "problem"),
    "feeds": ("sha256", "id", "place", "kind", "caller", "made"),
}
#: Those of tables that came later.
_LATER = {"reports": ("job", "number", "content"), "sessions": ("sha256", "token", "until")}
PART = Part(
    "service",
    (
        (
            "CREATE TABLE keys (caller TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL,"
            " at DOUBLE PRECISION NOT NULL, status INTEGER, media TEXT, body {blob}, PRIMARY KEY (caller, key))",
            "CREATE TABLE jobs (id TEXT PRIMARY KEY, caller TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,"
            " made DOUBLE PRECISION NOT NULL, seen DOUBLE PRECISION NOT NULL, done {big} NOT NULL DEFAULT 0,"
            " total {big} NOT NULL DEFAULT 0, law TEXT NOT NULL, stop INTEGER NOT NULL DEFAULT 0, problem TEXT)",
            "CREATE TABLE feeds (sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL,"
            " caller TEXT NOT NULL, made DOUBLE PRECISION NOT NULL)",
        ),
        # Beside the tables of other parts they need names of their own; reports go where jobs are, so that every
        # machine finds them.
        (
            *(f"ALTER TABLE {name} RENAME TO service_{name}" for name in _COLUMNS),
            "CREATE TABLE service_reports (job TEXT NOT NULL, number {big} NOT NULL, content {blob} NOT NULL,"
            " PRIMARY KEY (job, number))",
        ),
        (
            "CREATE TABLE service_sessions (sha256 TEXT PRIMARY KEY, token TEXT NOT NULL,"
            " until DOUBLE PRECISION NOT NULL)",
        ),
    ),
    frozenset(f"service_{name}" for name in (*_COLUMNS, *_LATER)),
    _COLUMNS,
)
_DAY = 86_400
#: Seconds after which a request under a key that never came to an end may be tried again, and a job that gave no sign
#: of life is given up.
_GIVEN_UP = 600
#: Bytes of a report in a row.
_PIECE = 1_000_000


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
            "address": f"/v1/jobs/{self.id}",
        }


def _moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


_JOB = "id, caller, kind, state, made, done, total, law, problem, seen"
_FEED = "id, place, kind, made"


class Keeping:
    """What is kept; threads, workers and, in PostgreSQL, machines share it.

    Args:
        store: a folder for the file :data:`FILE`, or ``postgresql://…``.

    Raises:
        BadStore: it cannot be kept there.
    """

    def __init__(self, store: str | Path) -> None:
        self._database = database_at(store / FILE if isinstance(store, Path) else store, SERVICE, PART)
        self._run, self._writing = self._database.run, self._database.writing

    def take_over(self, folder: Path) -> None:
        """Take what an earlier service on this machine kept in a file, now that the store is another; the file goes.

        Raises:
            BadStore: the file cannot be read; it stays.
        """
        if not (folder / FILE).is_file():
            return
        before = Keeping(folder)
        try:
            with self._writing():
                for name, columns in {**_COLUMNS, **_LATER}.items():
                    told = ", ".join(columns)
                    self._database.run_many(
                        f"INSERT INTO service_{name} ({told}) VALUES ({', '.join('?' * len(columns))})"
                        " ON CONFLICT DO NOTHING",
                        before._run(f"SELECT {told} FROM service_{name}"),
                    )
        finally:
            before.close()
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the store."""
        self._database.close()

    # -- idempotency ------------------------------------------------------------------------------------------------

    def begin(self, caller: str, key: str, asked: bytes, days: int) -> Answered | None:
        """Take a key for a request, or give what was answered under it.

        Raises:
            Conflict: something else was asked under it, or it is still being answered.
        """
        digest = hashlib.sha256(asked).hexdigest()
        now = time.time()
        with self._writing():
            self._run("DELETE FROM service_keys WHERE at < ?", (now - days * _DAY,))
            found = self._run(
                "SELECT asked, at, status, media, body FROM service_keys WHERE caller = ? AND key = ?", (caller, key)
            )
            if not found or (found[0][2] is None and found[0][0] == digest and now - found[0][1] > _GIVEN_UP):
                self._run(
                    "INSERT INTO service_keys (caller, key, asked, at) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (caller, key) DO UPDATE SET asked = excluded.asked, at = excluded.at",
                    (caller, key, digest, now),
                )
                return None
        before, _, status, media, body = found[0]
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
        return Answered(status, media, bytes(body))

    def finish(self, caller: str, key: str, answer: Answered | None) -> None:
        """Keep what was answered under a key; ``None`` gives the key free, since nothing was done."""
        with self._writing():
            if answer is None:
                self._run("DELETE FROM service_keys WHERE caller = ? AND key = ?", (caller, key))
            else:
                self._run(
                    "UPDATE service_keys SET status = ?, media = ?, body = ? WHERE caller = ? AND key = ?",
                    (answer.status, answer.media, answer.body, caller, key),
                )

    # -- jobs -------------------------------------------------------------------------------------------------------

    def add_job(self, caller: str, kind: str, law: str) -> Job:
        """A new job."""
        name, now = secrets.token_hex(16), time.time()
        with self._writing():
            self._run(
                "INSERT INTO service_jobs (id, caller, kind, state, made, seen, law)"
                " VALUES (?, ?, ?, 'waiting', ?, ?, ?)",
                (name, caller, kind, now, now, law),
            )
        return Job(name, caller, kind, "waiting", now, 0, 0, law, None)

    def job(self, name: str) -> Job | None:
        """The job of an id. One whose worker died is told as failed, here and in lists."""
        rows = self._run(f"SELECT {_JOB} FROM service_jobs WHERE id = ?", (name,))
        return _job(rows[0]) if rows else None

    def jobs(self, caller: str | None) -> list[Job]:
        """All jobs, or those of a caller, the newest first."""
        where, values = ("WHERE caller = ? ", (caller,)) if caller is not None else ("", ())
        rows = self._run(f"SELECT {_JOB} FROM service_jobs {where}ORDER BY made DESC, id LIMIT 1000", values)
        return [_job(row) for row in rows]

    def moved(
        self, name: str, state: str, done: int = 0, total: int = 0, problem: Mapping[str, Json] | None = None
    ) -> bool:
        """Say how far a job is; tells whether it is to stop."""
        text = None if problem is None else json.dumps(problem)
        with self._writing():
            self._run(
                "UPDATE service_jobs SET state = ?, done = ?, total = ?, problem = ?, seen = ? WHERE id = ?",
                (state, done, total, text, time.time(), name),
            )
            rows = self._run("SELECT stop FROM service_jobs WHERE id = ?", (name,))
        return not rows or bool(rows[0][0])

    def goes_on(self, name: str) -> None:
        """A job waits for its turn or works on, however long that takes."""
        with self._writing():
            self._run("UPDATE service_jobs SET seen = ? WHERE id = ?", (time.time(), name))

    def finish_job(self, name: str, report: bytes) -> None:
        """Keep the report of a job, which is done with it; one that was deleted meanwhile has none."""
        pieces = [(name, start // _PIECE, report[start : start + _PIECE]) for start in range(0, len(report), _PIECE)]
        with self._writing():
            if not self._run("SELECT id FROM service_jobs WHERE id = ?", (name,)):
                return
            self._database.run_many("INSERT INTO service_reports (job, number, content) VALUES (?, ?, ?)", pieces)
            self._run(
                "UPDATE service_jobs SET state = 'done', done = 1, total = 1, seen = ? WHERE id = ?",
                (time.time(), name),
            )

    def report(self, name: str) -> bytes | None:
        """The report of a job; ``None`` where there is none."""
        rows = self._run("SELECT content FROM service_reports WHERE job = ? ORDER BY number", (name,))
        return b"".join(bytes(piece) for (piece,) in rows) if rows else None

    def stop_job(self, name: str) -> None:
        """Have a job stopped at its next step."""
        with self._writing():
            self._run("UPDATE service_jobs SET stop = 1 WHERE id = ?", (name,))

    def old_jobs(self, days: float) -> list[str]:
        """Delete what is over and older than that, with its reports; their ids."""
        now = time.time()
        with self._writing():
            names = self._run(
                "SELECT id FROM service_jobs WHERE made < ? AND (state IN ('done', 'failed', 'cancelled') OR seen < ?)",
                (now - days * _DAY, now - _GIVEN_UP),
            )
            self._database.run_many("DELETE FROM service_reports WHERE job = ?", names)
            self._database.run_many("DELETE FROM service_jobs WHERE id = ?", names)
        return [str(name) for (name,) in names]

    # -- feeds ------------------------------------------------------------------------------------------------------

    def add_feed(self, place: str, kind: str, caller: str) -> tuple[str, Feed]:
        """A new address of a calendar: its secret part, of which only the hash is kept."""
        secret, feed = secrets.token_urlsafe(24), Feed(secrets.token_hex(8), place, kind, time.time())
        with self._writing():
            self._run(
                "INSERT INTO service_feeds (sha256, id, place, kind, caller, made) VALUES (?, ?, ?, ?, ?, ?)",
                (_hash(secret), feed.id, place, kind, caller, feed.made),
            )
        return secret, feed

    def feed(self, secret: str) -> Feed | None:
        """The calendar of an address."""
        rows = self._run(f"SELECT {_FEED} FROM service_feeds WHERE sha256 = ?", (_hash(secret),))
        return Feed(*rows[0]) if rows else None

    def feeds(self, place: str) -> list[Feed]:
        """The calendars of a place that have an address."""
        rows = self._run(f"SELECT {_FEED} FROM service_feeds WHERE place = ? ORDER BY made, id", (place,))
        return [Feed(*row) for row in rows]

    def drop_feed(self, place: str, name: str) -> bool:
        """Revoke an address; whether there was one."""
        with self._writing():
            found = self._run("SELECT id FROM service_feeds WHERE place = ? AND id = ?", (place, name))
            self._run("DELETE FROM service_feeds WHERE place = ? AND id = ?", (place, name))
        return bool(found)

    # -- sessions ---------------------------------------------------------------------------------------------------

    def add_session(self, token: str, seconds: float) -> str:
        """Somebody signed in by the token of an id: the secret of the session, of which only the hash is kept."""
        secret, now = secrets.token_urlsafe(32), time.time()
        with self._writing():
            self._run("DELETE FROM service_sessions WHERE until < ?", (now,))
            self._run("INSERT INTO service_sessions VALUES (?, ?, ?)", (_hash(secret), token, now + seconds))
        return secret

    def session(self, secret: str) -> str | None:
        """The id of the token that a session stands for; ``None`` where it has ended."""
        rows = self._run(
            "SELECT token FROM service_sessions WHERE sha256 = ? AND until >= ?", (_hash(secret), time.time())
        )
        return str(rows[0][0]) if rows else None

    def drop_session(self, secret: str) -> None:
        """End a session."""
        with self._writing():
            self._run("DELETE FROM service_sessions WHERE sha256 = ?", (_hash(secret),))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _job(row: Any) -> Job:
    name, caller, kind, state, made, done, total, law, problem, seen = row
    found = Job(name, caller, kind, state, made, done, total, law, None if problem is None else json.loads(problem))
    died = not found.over and time.time() - seen > _GIVEN_UP
    return replace(found, state="failed") if died else found
