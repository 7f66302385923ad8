"""One catalogue that is kept: its folder, and the small database in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import Error
from ..errors import NotHere

FOLDER = "catalogues"
_BOOK = "book.sqlite"
_ID = re.compile(r"[0-9a-f]{32}")
_DAY = 86_400
#: Seconds that one who writes waits for another.
_WAIT = 20
_TABLES = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE answers (place INTEGER NOT NULL, fact TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (place, fact))
  WITHOUT ROWID;
CREATE TABLE parts (id INTEGER PRIMARY KEY, told TEXT NOT NULL);
CREATE TABLE asks (part INTEGER NOT NULL, fact TEXT NOT NULL, suspected INTEGER NOT NULL, PRIMARY KEY (part, fact))
  WITHOUT ROWID;
CREATE TABLE rests (part INTEGER NOT NULL, provision TEXT NOT NULL, PRIMARY KEY (part, provision)) WITHOUT ROWID;
CREATE TABLE provisions (provision TEXT PRIMARY KEY, citation TEXT NOT NULL, english TEXT NOT NULL, text TEXT NOT NULL,
  text_english TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (place INTEGER PRIMARY KEY, sheet TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,
  id TEXT NOT NULL, department TEXT NOT NULL, verdict TEXT NOT NULL, upd TEXT NOT NULL, overdue INTEGER,
  suspected INTEGER NOT NULL, stated INTEGER NOT NULL, asked INTEGER NOT NULL, updated INTEGER NOT NULL,
  described INTEGER NOT NULL, notes TEXT NOT NULL);
CREATE INDEX of_departments ON rows (department, verdict);
CREATE INDEX of_names ON rows (id, title);
CREATE INDEX of_verdicts ON rows (verdict, department);
CREATE TABLE findings (place INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  new INTEGER NOT NULL, waived INTEGER NOT NULL, expired INTEGER NOT NULL, fails INTEGER NOT NULL, told TEXT NOT NULL,
  PRIMARY KEY (place, number)) WITHOUT ROWID;
CREATE INDEX of_kinds ON findings (kind);
"""


@dataclass(frozen=True, slots=True)
class About:
    """What a catalogue is asked about.

    Attributes:
        name: what its file was called; it is only shown.
        suffix: how the file here ends, which says what it is.
        place: id of the place.
        on: the date of the law, ``2026-03-10``.
        drafts: whether drafts count as in force.
        strict: whether nothing is concluded where a higher law is not collected.
        unlisted: how bool facts without a column are read.
        scheme: which attribute is judged.
        caller: whose it is.
        made: when it came, in seconds since 1970.
        size: bytes.
    """

    name: str
    suffix: str
    place: str
    on: str
    drafts: bool
    strict: bool
    unlisted: str
    scheme: str
    caller: str
    made: float
    size: int


class Upload:
    """A catalogue that is kept.

    Args:
        folder: where.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    @property
    def file(self) -> Path:
        """The catalogue itself."""
        return self.folder / f"catalogue{self.about.suffix}"

    @property
    def about(self) -> About:
        """What it is asked about."""
        return About(**self.told("about"))

    # -- the database -----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The database, for a look at one state of it."""
        connection = sqlite3.connect(self.folder / _BOOK, timeout=_WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The database, for a change that is made whole or not at all; others wait."""
        connection = sqlite3.connect(self.folder / _BOOK, timeout=_WAIT, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()

    def told(self, name: str, default: Any = None) -> Any:
        """Something that is kept under a name, as JSON."""
        with self.reading() as book:
            return of_name(book, name, default)

    def tell(self, **values: object) -> None:
        """Keep something under names; whoever looked before it sees the earlier."""
        with self.writing() as book:
            put(book, values)

    # -- what is told of it beside the file -------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """A number that grows whenever an answer, a waiver or what it is compared with changes."""
        return int(self.told("revision", 0))

    @property
    def checked(self) -> bool:
        """Whether what was found is what would be found now."""
        with self.reading() as book:
            return bool(of_name(book, "checked", -1) == of_name(book, "revision", 0))

    def answers(self) -> dict[int, dict[str, Any]]:
        """The facts that were answered, by the place of the dataset."""
        found: dict[int, dict[str, Any]] = {}
        with self.reading() as book:
            for place, fact, value in book.execute("SELECT place, fact, value FROM answers ORDER BY place, fact"):
                found.setdefault(place, {})[fact] = json.loads(value)
        return found

    def answer(self, places: Sequence[int], told: Mapping[str, object]) -> None:
        """Keep answers for some datasets, by fact; ``None`` takes one back."""
        with self.writing() as book:
            for fact, value in told.items():
                if value is None:
                    gone = [(place, fact) for place in places]
                    book.executemany("DELETE FROM answers WHERE place = ? AND fact = ?", gone)
                else:
                    kept = [(place, fact, json.dumps(value)) for place in places]
                    book.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", kept)
            grown(book)

    def aside(self, name: str, content: bytes | None) -> None:
        """Keep a file beside the catalogue, or delete it: ``waivers.yaml``, ``baseline.json``."""
        path = self.folder / name
        with self.writing() as book:
            if content is None:
                path.unlink(missing_ok=True)
            else:
                new = path.with_suffix(".new")
                new.write_bytes(content)
                new.replace(path)
            grown(book)

    def beside(self, name: str) -> Path | None:
        """A file that is kept beside the catalogue; ``None`` where there is none."""
        path = self.folder / name
        return path if path.is_file() else None

    @contextlib.contextmanager
    def there(self) -> Iterator[None]:
        """While it is worked on: what fails since it was deleted meanwhile is told as that.

        Raises:
            NotHere: it was deleted.
        """
        try:
            yield
        except (OSError, sqlite3.Error, Error) as error:
            if self.folder.is_dir():
                raise
            raise _not_here() from error

    def delete(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def of_name(book: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """Something that is kept under a name."""
    found = book.execute("SELECT value FROM told WHERE name = ?", (name,)).fetchone()
    return default if found is None else json.loads(found[0])


def put(book: sqlite3.Connection, values: Mapping[str, object]) -> None:
    """Keep something under names."""
    told = [(name, json.dumps(value, ensure_ascii=False)) for name, value in values.items()]
    book.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", told)


def grown(book: sqlite3.Connection) -> int:
    """The next revision."""
    revision = int(of_name(book, "revision", 0)) + 1
    put(book, {"revision": revision})
    return revision


class Uploads:
    """All catalogues that are kept on this machine.

    Args:
        state: folder of what concerns this machine.
        days: after which they are deleted.
    """

    def __init__(self, state: Path, days: float) -> None:
        self._folder = state / FOLDER
        self._days = days

    def new(self) -> Upload:
        """A folder for one that is on its way; nothing in its name comes from outside. Until :meth:`keep` nobody sees
        it.
        """
        folder = self._folder / os.urandom(16).hex()
        folder.mkdir(parents=True, mode=0o700)
        return Upload(folder)

    @staticmethod
    def keep(upload: Upload, about: About) -> None:
        """It is whole."""
        book = sqlite3.connect(upload.folder / _BOOK)
        try:
            book.execute("PRAGMA journal_mode = WAL")
            book.executescript(_TABLES)
            values = {name: getattr(about, name) for name in About.__slots__}
            put(book, {"about": values, "revision": 0})
            book.commit()
        finally:
            book.close()

    def of(self, name: str, caller: str | None) -> Upload:
        """A catalogue, if it is the caller's.

        Args:
            name: its id.
            caller: whose; ``None`` for anyone.

        Raises:
            NotHere: there is none.
        """
        found = Upload(self._folder / name) if _ID.fullmatch(name) else None
        if found is None or not _is_kept(found) or (caller is not None and found.about.caller != caller):
            raise _not_here()
        return found

    def all(self, caller: str | None) -> list[tuple[Upload, About]]:
        """The catalogues of a caller, or of all, the newest first."""
        found = [(one, one.about) for one in self._kept()]
        mine = [(one, about) for one, about in found if caller is None or about.caller == caller]
        return sorted(mine, key=lambda pair: -pair[1].made)

    def clean(self) -> None:
        """Delete what is old; also what never became whole."""
        oldest = time.time() - self._days * _DAY
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            with contextlib.suppress(OSError):
                one = Upload(folder)
                made = one.about.made if _is_kept(one) else folder.stat().st_ctime
                if made < oldest:
                    one.delete()

    def _kept(self) -> Iterator[Upload]:
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            one = Upload(folder)
            if _ID.fullmatch(folder.name) and _is_kept(one):
                yield one


def _not_here() -> NotHere:
    return NotHere(
        "没有这份目录：可能已经到期删除，请再检查一次。",
        english="There is no such catalogue; it may have been deleted. Check it again.",
        argument="catalogue",
    )


def _is_kept(upload: Upload) -> bool:
    with contextlib.suppress(sqlite3.Error):
        return (upload.folder / _BOOK).is_file() and upload.told("about") is not None
    return False
