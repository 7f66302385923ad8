"""Drafts: changes of rules that do not answer yet, with who wrote them, why, and what became of them.

An SQLite file in the state folder, shared by the workers of this machine; where the store is a PostgreSQL database,
tables there. A draft holds each file whole, and the file that it was made from.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ...diagnostics.diagnostic import Diagnostic, broken
from ...reading.document import read_bytes
from ...storage.database import Purpose
from ...storage.opening import database_at
from ...storage.parts import Part
from ..errors import Conflict, NotAllowed, NotHere

FILE = "drafts.sqlite"
DRAFTS = Purpose(
    "修改稿的存储",
    "store of drafts",
    "请用备份恢复，或者删去，服务会新建；删去以后，没有生效的修改稿就没有了",
    "restore a copy, or delete it and let the service make a new one: drafts that are not live are lost then",
)
PART = Part(
    "drafts",
    (
        (
            "CREATE TABLE draft_heads (id TEXT PRIMARY KEY, author TEXT NOT NULL, reason TEXT NOT NULL,"
            " made DOUBLE PRECISION NOT NULL, changed DOUBLE PRECISION NOT NULL, revision {big} NOT NULL,"
            " state TEXT NOT NULL, decided_by TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '',"
            " revision_of_rules TEXT NOT NULL DEFAULT '')",
            "CREATE TABLE draft_files (draft TEXT NOT NULL, name TEXT NOT NULL, base {blob}, content {blob} NOT NULL,"
            " PRIMARY KEY (draft, name))",
        ),
    ),
    frozenset({"draft_heads", "draft_files"}),
)


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft.

    Attributes:
        name: its path below the folder of rules.
        base: what it was made from; ``None`` where there was no such file.
        content: what it is to be.
    """

    name: str
    base: bytes | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A change of rules.

    Attributes:
        author: who wrote it; empty on a service without tokens.
        reason: why.
        made: when it was begun, in seconds since 1970.
        changed: when it was last changed, or decided.
        revision: counts its changes.
        state: what became of it.
        decided_by: who approved or returned it.
        remark: why it was returned.
        commit: the commit that it became.
        files: what it changes.
    """

    id: str
    author: str
    reason: str
    made: float
    changed: float
    revision: int
    state: DraftState
    decided_by: str = ""
    remark: str = ""
    commit: str = ""
    files: tuple[DraftFile, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether it may still be changed."""
        return self.state in (DraftState.OPEN, DraftState.RETURNED)

    def unread(self) -> Diagnostic | None:
        """The first error for which one of its files cannot be read at all; a draft that has one cannot go live."""
        for one in self.files:
            found = read_bytes(one.content, one.name, lists=True)
            if found.data is None:
                return next(problem for problem in found.diagnostics if broken([problem]))
        return None

    def file(self, name: str) -> DraftFile | None:
        """A file of it; ``None`` where it does not change that file."""
        return next((one for one in self.files if one.name == name), None)


_HEAD = "id, author, reason, made, changed, revision, state, decided_by, remark, revision_of_rules"


class Drafts:
    """Every draft; threads, workers and, in PostgreSQL, machines share them.

    Args:
        store: a folder for the file :data:`FILE`, or ``postgresql://…``.

    Raises:
        BadStore: they cannot be kept there.
    """

    def __init__(self, store: str | Path) -> None:
        self._database = database_at(store / FILE if isinstance(store, Path) else store, DRAFTS, PART)
        self._run, self._writing = self._database.run, self._database.writing

    def close(self) -> None:
        """Let go of the store."""
        self._database.close()

    def all(self, most: int = 100) -> list[Draft]:
        """The drafts without their files, those that wait first, the newest first."""
        rows = self._run(
            f"SELECT {_HEAD} FROM draft_heads ORDER BY CASE WHEN state IN ('open', 'returned') THEN 0 ELSE 1 END,"
            f" changed DESC, id LIMIT {int(most)}"
        )
        return [_draft(row) for row in rows]

    def draft(self, name: str) -> Draft:
        """A draft with its files.

        Raises:
            NotHere: there is none of that id.
        """
        rows = self._run(f"SELECT {_HEAD} FROM draft_heads WHERE id = ?", (name,))
        if not rows:
            raise NotHere("没有这份修改稿。", english="There is no such draft.", argument="draft")
        files = self._run("SELECT name, base, content FROM draft_files WHERE draft = ? ORDER BY name", (name,))
        told = tuple(DraftFile(str(one), None if base is None else bytes(base), bytes(new)) for one, base, new in files)
        return _draft(rows[0], told)

    def of_file(self, name: str) -> list[Draft]:
        """The drafts that change a file, without their files, the newest first."""
        told = ", ".join(f"h.{one}" for one in _HEAD.split(", "))
        rows = self._run(
            f"SELECT {told} FROM draft_heads h JOIN draft_files f ON f.draft = h.id WHERE f.name = ?"
            " ORDER BY h.changed DESC LIMIT 50",
            (name,),
        )
        return [_draft(row) for row in rows]

    def begin(self, author: str, reason: str, file: DraftFile) -> Draft:
        """A new draft."""
        name, now = secrets.token_hex(8), time.time()
        with self._writing():
            self._run(
                "INSERT INTO draft_heads (id, author, reason, made, changed, revision, state)"
                " VALUES (?, ?, ?, ?, ?, 1, 'open')",
                (name, author, reason, now, now),
            )
            self._put(name, file)
        return self.draft(name)

    def change(self, name: str, revision: int, author: str, reason: str, file: DraftFile) -> Draft:
        """Put a file into a draft; one that was returned is open again.

        Raises:
            NotHere: there is no such draft.
            NotAllowed: somebody else wrote it.
            Conflict: it was changed or decided meanwhile.
        """
        with self._writing():
            before = self._at(name, revision)
            if before.author != author:
                raise NotAllowed("这是别人的修改稿。", english="This is somebody else's draft.", argument="draft")
            self._put(name, file)
            self._run(
                "UPDATE draft_heads SET reason = ?, changed = ?, revision = revision + 1, state = 'open' WHERE id = ?",
                (reason or before.reason, time.time(), name),
            )
        return self.draft(name)

    def decide(self, name: str, revision: int, state: DraftState, by: str, remark: str = "") -> None:
        """Say what became of a draft, as it was when it was looked at.

        Raises:
            NotHere: there is no such draft.
            Conflict: it was changed or decided meanwhile.
        """
        with self._writing():
            self._at(name, revision)
            self._run(
                "UPDATE draft_heads SET state = ?, decided_by = ?, remark = ?, changed = ? WHERE id = ?",
                (str(state), by, remark, time.time(), name),
            )

    def became(self, name: str, commit: str) -> None:
        """Say which commit a draft became."""
        with self._writing():
            self._run("UPDATE draft_heads SET revision_of_rules = ? WHERE id = ?", (commit, name))

    def reopen(self, name: str) -> None:
        """What was decided did not come about."""
        with self._writing():
            self._run("UPDATE draft_heads SET state = 'open', decided_by = '' WHERE id = ?", (name,))

    def _put(self, name: str, file: DraftFile) -> None:
        self._run(
            "INSERT INTO draft_files (draft, name, base, content) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (draft, name) DO UPDATE SET base = excluded.base, content = excluded.content",
            (name, file.name, file.base, file.content),
        )

    def _at(self, name: str, revision: int) -> Draft:
        found = self.draft(name)
        if found.revision != revision or not found.pending:
            raise Conflict(
                "这份修改稿在您打开以后有变化，请重新打开再办。",
                english="The draft has changed since you opened it; open it again.",
                argument="draft",
            )
        return found


def _draft(row: tuple[object, ...], files: tuple[DraftFile, ...] = ()) -> Draft:
    name, author, reason, made, changed, revision, state, by, remark, commit = row
    return Draft(
        str(name),
        str(author),
        str(reason),
        float(str(made)),
        float(str(changed)),
        int(str(revision)),
        DraftState(str(state)),
        str(by),
        str(remark),
        str(commit),
        files,
    )
