"""What became of mutants, kept for the next run by the meaning of everything that it hangs on.

A case that noticed a mutant notices it again as long as case, rules and engine mean the same, whatever other cases come
or go. A mutant that survived survives again as long as there is no case that did not run against it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
#: Rooms of the library that the outcome of a case hangs on.
_ROOMS = ("answers", "logic", "norms", "packs", "reading", "vocabulary", "working_days", "authoring/rule_cases")
_TABLE = """
create table if not exists fates (
    mutant text primary key, fate text not null, cases text not null, used integer not null default (unixepoch())
) without rowid
"""
#: Results that were not looked at for so long, in seconds, are dropped.
_KEPT = 180 * 24 * 3600


def cache_folder() -> Path:
    """The user's folder for what can be made again: that of the system, or ``OPENDATA_RULES_CACHE``."""
    named = os.environ.get("OPENDATA_RULES_CACHE")
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "opendata-rules" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "opendata-rules"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "opendata-rules"


@cache
def engine() -> str:
    """The digest of all that gives rules and cases their meaning: code and vocabulary of the library."""
    whole = hashlib.sha256()
    files = (path for room in _ROOMS for path in (_PACKAGE / room).rglob("*"))
    for path in sorted((*files, *_PACKAGE.glob("*.py"))):
        if path.suffix in (".py", ".yaml"):
            whole.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
            whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()


class Store:
    """Fates of mutants by the digest of what they hang on.

    Args:
        folder: where it is kept; nothing is kept where it cannot be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._database: sqlite3.Connection | None = None
        self._closed: weakref.finalize[..., Store] | None = None
        if folder is None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(folder / "mutation.sqlite", timeout=30, isolation_level=None)
            # Whoever forgets it lets go of the file all the same.
            self._closed = weakref.finalize(self, database.close)
            self._database = database
            self._database.execute("pragma journal_mode = wal")
            self._database.execute("pragma synchronous = off")
            self._database.execute(_TABLE)
            self._database.execute("delete from fates where used < unixepoch() - ?", (_KEPT,))
        except (OSError, sqlite3.Error):
            # A cache that cannot be had only costs time.
            self._database = None

    def known(self, mutants: Iterable[str]) -> Mapping[str, tuple[str, str]]:
        """By mutant known, what became of it, and the digest of the cases that this hangs on."""
        found: dict[str, tuple[str, str]] = {}
        if self._database is None:
            return found
        try:
            for mutant in mutants:
                row = self._database.execute("select fate, cases from fates where mutant = ?", (mutant,)).fetchone()
                if row is not None:
                    found[mutant] = row
        except sqlite3.Error:
            return {}
        return found

    def keep(self, fates: Iterable[tuple[str, str, str]]) -> None:
        """Keep what became of mutants: the digest of each, its fate, and the digest of the cases this hangs on."""
        if self._database is None:
            return
        try:
            self._database.execute("begin")
            self._database.executemany("insert or replace into fates (mutant, fate, cases) values (?, ?, ?)", fates)
            self._database.execute("commit")
        except sqlite3.Error:
            self._database = None

    def close(self) -> None:
        """Let go of the file."""
        if self._closed is not None:
            self._closed()
        self._database = None
