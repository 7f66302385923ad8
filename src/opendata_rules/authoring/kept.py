"""What was found out before, kept in the user's folder for what can be made again.

Everything is kept under the digest of all that it hangs on, the code of this library among it; so nothing of it has to
be looked after. A cache that cannot be had, or is damaged, or belongs to somebody else, only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parents[1]
#: Rooms of the library on which no check and no case hangs; a test holds that none of them is loaded for one.
WITHOUT = (
    "cli",
    "schemas",
    "authoring/coverage",
    "authoring/editing",
    "authoring/language_server",
    "authoring/pack_diff",
    "authoring/suggestion",
    "authoring/workbook",
)
#: Other people's code that reads and judges with us.
_LIBRARIES = ("holidays", "pydantic", "pydantic-core", "python-dateutil", "PyYAML")
#: What was not looked at for so long, in seconds, is dropped.
_KEPT = 180 * 24 * 3600
_FINDINGS = "findings (key text primary key, told text not null, proof text not null"


def cache_folder() -> Path | None:
    """The user's folder for what can be made again: that of the system, or ``OPENDATA_RULES_CACHE``.

    ``None`` where that is set to nothing: then nothing is kept, and nothing kept is used.
    """
    named = os.environ.get("OPENDATA_RULES_CACHE")
    if named is not None:
        return Path(named) if named.strip() else None
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "opendata-rules" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "opendata-rules"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "opendata-rules"


@cache
def engine() -> str:
    """The digest of all that gives rules and cases their meaning: code and vocabulary, the interpreter, libraries."""
    whole = hashlib.sha256(f"{sys.version}\0{list(map(_version, _LIBRARIES))}\0".encode())
    for path in sorted(_sources(_PACKAGE)):
        whole.update(f"{path[len(str(_PACKAGE)) :].replace(os.sep, '/')}\0".encode())
        whole.update(Path(path).read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _sources(folder: Path) -> Iterable[str]:
    """The files of the library that count."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                below = Path(entry.path)
                if entry.name != "shipped" and below.relative_to(_PACKAGE).as_posix() not in WITHOUT:
                    yield from _sources(below)
            elif entry.name.endswith((".py", ".yaml")):
                yield entry.path


class Database:
    """A file of one table in the folder, if it can be had.

    Args:
        folder: where it is kept; nothing is kept where it cannot be written, or is not our own.
        name: of the file.
        table: its name and columns, without the closing bracket; when a row was written is added.
    """

    def __init__(self, folder: Path | None, name: str, table: str) -> None:
        self._database: sqlite3.Connection | None = None
        self._closed: weakref.finalize[..., Database] | None = None
        if folder is None:
            return
        path = folder / name
        for again in (True, False):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if _foreign(folder) or (path.exists() and _foreign(path)):
                    return
                self._open(path, table)
            except sqlite3.OperationalError:
                # It is being written, or the disk is full.
                self.close()
            except sqlite3.DatabaseError:
                # It is damaged: begun anew, once.
                self.close()
                if again:
                    with contextlib.suppress(OSError):
                        path.unlink()
                    continue
            except OSError:
                self.close()
            return

    def _open(self, path: Path, table: str) -> None:
        database = sqlite3.connect(path, timeout=30, isolation_level=None)
        # Whoever forgets it lets go of the file all the same.
        self._closed = weakref.finalize(self, database.close)
        self._database = database
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = off")
        row = f"{table}, used integer not null default (unixepoch())) without rowid"
        database.execute(f"create table if not exists {row}")
        database.execute(f"delete from {table.partition(' ')[0]} where used < unixepoch() - ?", (_KEPT,))

    def rows(self, select: str, keys: Iterable[str]) -> list[tuple[Any, ...]]:
        """What a query finds for each of some keys; nothing where it cannot be asked."""
        found: list[tuple[Any, ...]] = []
        if self._database is None:
            return found
        try:
            for key in keys:
                found += self._database.execute(select, (key,)).fetchall()
        except sqlite3.Error:
            return []
        return found

    def write(self, insert: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows into the table, all of them or none."""
        if self._database is None:
            return
        try:
            self._database.execute("begin")
            self._database.executemany(insert, rows)
            self._database.execute("commit")
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._closed is not None:
            self._closed()
        self._database = None


def _foreign(path: Path) -> bool:
    """Whether a file or folder belongs to somebody else, who could write into it what he likes."""
    return hasattr(os, "getuid") and path.stat().st_uid != os.getuid()


class Kept:
    """What was found out, as plain JSON, by the digest of everything that it hangs on.

    Args:
        folder: where it is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._database = Database(folder, "findings.sqlite", _FINDINGS)

    def known(self, key: str) -> Any:
        """What is kept under a key; ``None`` where there is nothing, or it is damaged."""
        for told, proof in self._database.rows("select told, proof from findings where key = ?", (key,)):
            if proof == _proof(key, told):
                return json.loads(told)
        return None

    def keep(self, found: Mapping[str, Any]) -> None:
        """Keep what was found out by its keys, in the place of what was there."""
        told = {key: json.dumps(value, separators=(",", ":")) for key, value in found.items()}
        rows = [(key, text, _proof(key, text)) for key, text in told.items()]
        self._database.write("insert or replace into findings (key, told, proof) values (?, ?, ?)", rows)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _proof(key: str, told: str) -> str:
    return hashlib.sha256(f"{key}\0{told}".encode()).hexdigest()
