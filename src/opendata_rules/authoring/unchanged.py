"""What needs no second look: it was found out before, of files that are the same to the last byte.

Only what is in order is kept: a folder without a problem, a file whose cases all come out as expected. What is wrong is
looked at again each time, so that no message is ever an old one. A file that changes while it is checked is not
taken for checked: at the end everything is digested once more, and nothing is kept unless it is still the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .. import digests
from ..reading.unsaved import held_below, key, unsaved
from .kept import Kept, engine

#: Largest file that is digested, in bytes; none that can be read is larger.
_LARGEST = 2_000_000

#: Files of a pack that bring words for the cases of others. What reads them takes long to load; a test holds the names.
OF_WORDS = ("facts.yaml", "procedures.yaml", "instrument.yaml")

#: By path below a folder, the digest of each file; a folder has none.
Files = Mapping[str, str]


class Unsure(Exception):
    """Whether files are the same cannot be told: there is a link, a device, or what may not be read."""


def _files(folder: Path, below: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = below + entry.name
                if entry.is_symlink():
                    raise Unsure
                if entry.is_dir():
                    found |= {name: "", **_files(folder / entry.name, f"{name}/")}
                elif entry.is_file():
                    found[name] = hashlib.sha256(_content(folder / entry.name)).hexdigest()
                else:
                    raise Unsure
    except OSError as error:
        raise Unsure from error
    return found


def _content(path: Path) -> bytes:
    """What is in a file, or is held of it and not saved."""
    content = unsaved(path)
    if content is None:
        if path.stat().st_size > _LARGEST:
            raise Unsure
        content = path.read_bytes()
    return content


class Unchanged:
    """What was found out of files that are still the same, while one check goes on.

    Args:
        kept: what was found out before.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._folders: dict[Path, Files] = {}
        self._found: dict[str, Any] = {}

    def files(self, folder: Path) -> Files:
        """The files below a folder, as they were when they were first asked for.

        Raises:
            Unsure: it cannot be told.
        """
        found = self._folders.get(folder)
        if found is None:
            if folder.is_symlink():
                raise Unsure
            files = _files(folder)
            if not held_below(folder) <= {key(folder / name) for name in files}:
                # What is held and not on the disk is read by some, and not by others.
                raise Unsure
            found = self._folders[folder] = files
        return found

    def content(self, path: Path) -> bytes:
        """What is in a file.

        Raises:
            Unsure: it may not be read.
        """
        try:
            return _content(path)
        except OSError as error:
            raise Unsure from error

    def pack(self, folder: Path, older: Iterable[Path], beside: Iterable[Path]) -> list[Any]:
        """What it hangs on what a pack says, and its cases as they are written.

        Args:
            folder: its folder.
            older: the folders of the versions before it.
            beside: the folders of the packs whose words its cases may use.

        Raises:
            Unsure: it cannot be told.
        """
        words = [[one.name, *(self.files(one).get(name) for name in OF_WORDS)] for one in beside]
        return [[one.name, self.files(one)] for one in (folder, *older)] + words

    def known(self, what: str, *hangs_on: Any) -> Any:
        """What was found out before; ``None`` where nothing was.

        Args:
            what: what was looked at.
            hangs_on: plain JSON that names everything that the finding hangs on, the code apart.
        """
        return self._kept.known(_key(what, hangs_on))

    def found(self, value: Any, what: str, *hangs_on: Any) -> None:
        """Keep at the end what was found out now, as plain JSON; see :meth:`known`."""
        self._found[_key(what, hangs_on)] = value

    def keep(self) -> None:
        """Keep what was found out, unless a file that was looked at has changed since."""
        if not self._found:
            return
        try:
            same = all(_files(folder) == files for folder, files in self._folders.items())
        except Unsure:
            same = False
        if same:
            self._kept.keep(self._found)
        self._found.clear()


class Looking:
    """One look at something, which may be known to be in order; where it cannot be told, it is looked at.

    Args:
        unchanged: what was found out before; ``None`` where nothing is to be known.
        what: what is looked at.
        hangs_on: gives everything that the finding hangs on, as plain JSON.

    Attributes:
        known: whether it is known to be in order.
        in_order: to be set where it was found in order now.
    """

    def __init__(self, unchanged: Unchanged | None, what: str, hangs_on: Callable[[Unchanged], Any]) -> None:
        self._unchanged, self._what = unchanged, what
        self.known = self.in_order = False
        self._hangs_on: Any = None
        if unchanged is not None:
            try:
                self._hangs_on = hangs_on(unchanged)
                self.known = unchanged.known(what, self._hangs_on) is True
            except Unsure:
                self._unchanged = None

    def __enter__(self) -> Looking:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._unchanged is not None and self.in_order and not self.known and kind is None:
            self._unchanged.found(True, self._what, self._hangs_on)


def _key(what: str, hangs_on: Any) -> str:
    return digests.digest([engine(), what, hangs_on])
