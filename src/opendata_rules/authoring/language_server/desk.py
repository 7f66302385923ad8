"""What an editor has open, beside what is on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...packs.inheritance import amended
from ...packs.joining import ARTICLES, DEADLINES, DUTIES, INSTRUMENT, RULES
from ...packs.written_suspicions import SUSPICIONS
from ...reading.document import SIZE_LIMIT, read_bytes
from ...reading.folders import PLACES, bounds_of, entries, is_file, links_out, may_hold_a_pack
from ...reading.folders import RULES as FOLDER
from ...reading.unsaved import holding, key
from ...vocabulary.words import Words
from ..files import words_beside
from .texts import lines_of

CASES = ("cases.yaml", "duty_cases.yaml")
#: Files whose entries have ids.
WITH_IDS = (RULES, DUTIES, DEADLINES, SUSPICIONS)
#: Most versions of one instrument that are looked through.
_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Buffer:
    """A file that is open.

    Attributes:
        path: the file.
        version: which of its texts this is, as the editor counts.
        text: all of it.
        lines: its lines.
    """

    path: Path
    version: int
    text: str
    lines: tuple[str, ...] = field(repr=False)


class Desk:
    """The files that are open, and the texts of all others."""

    def __init__(self) -> None:
        self._open: dict[str, Buffer] = {}

    def put(self, path: Path, version: int, text: str) -> Buffer:
        """Open a file, or replace its text."""
        buffer = Buffer(path, version, text, tuple(lines_of(text)))
        self._open[key(path)] = buffer
        return buffer

    def drop(self, path: Path) -> None:
        """Close a file."""
        self._open.pop(key(path), None)

    def buffer(self, path: Path) -> Buffer | None:
        """The file as it is open; ``None`` where it is not."""
        return self._open.get(key(path))

    def buffers(self) -> tuple[Buffer, ...]:
        """Every file that is open."""
        return tuple(self._open.values())

    def unsaved(self) -> dict[str, bytes]:
        """What is to be read instead of files, as :func:`opendata_rules.reading.unsaved.holding` takes it."""
        return {name: one.text.encode("utf-8", "replace") for name, one in self._open.items()}

    def lines(self, path: Path) -> tuple[str, ...]:
        """The lines of a file, open or not; none where it cannot be read."""
        buffer = self.buffer(path)
        if buffer is not None:
            return buffer.lines
        try:
            if not is_file(path) or path.stat().st_size > SIZE_LIMIT:
                return ()
            return tuple(lines_of(path.read_bytes().decode("utf-8-sig", "replace")))
        except (OSError, ValueError):
            return ()

    def words(self, root: Path) -> Words:
        """The facts and procedures of a folder of packs, as they are written now."""
        with holding(self.unsaved()):
            return words_beside(root / FOLDER / "-")

    def packs(self, root: Path) -> list[Path]:
        """The folders of instruments that may be looked into."""
        bounds = bounds_of(root)
        found = (one for one in entries(root / FOLDER) if may_hold_a_pack(one))
        return [one for one in found if not links_out(one, one.name, bounds)]

    def places(self, root: Path) -> list[Path]:
        """The files of places."""
        return [one for one in entries(root / PLACES) if one.suffix == ".yaml" and one.name[:1] != "."]

    def near(self, path: Path, root: Path) -> Iterator[Path]:
        """The pack of a file, those that it amends, and then all others."""
        folders = self.packs(root)
        by_name = {one.name: one for one in folders}
        seen: list[Path] = []
        at = by_name.get(path.parent.name)
        while at is not None and at not in seen and len(seen) < _VERSIONS:
            seen.append(at)
            before = amended(read_bytes("\n".join(self.lines(at / INSTRUMENT)).encode("utf-8", "replace"), INSTRUMENT))
            at = None if before is None else by_name.get(before)
        yield from seen
        yield from (one for one in folders if one not in seen)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that has a name, where it is defined.

    Attributes:
        name: the name.
        path: the file.
        line: line, from 0.
        start: first character of the name.
        end: end of the name.
        about: what it says of itself.
    """

    name: str
    path: Path
    line: int
    start: int
    end: int
    about: str = ""


_ID = re.compile(r"""(?<![^\s{,-])编号[ \t]*[:：][ \t]*["']?([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)""")
_REF = re.compile(r"""(?<![^\s{,-])条文[ \t]*[:：][ \t]*["']?([0-9][0-9a-z()一二三四五六七八九十百零]*|annex[0-9]+)""")
_GIST = re.compile(r"""(?<!\S)(?:要旨|标签)[ \t]*[:：][ \t]*["']?([^"',}\n]+)""")
_STATUS = re.compile(r"""(?<![^\s{,-])状态[ \t]*[:：][ \t]*([^\s,}]+)""")
#: Lines below an id in which its gist is looked for.
_BELOW = 8


def ids(desk: Desk, path: Path) -> Iterator[Entry]:
    """The entries of a file that have an id, each with its gist."""
    lines = desk.lines(path)
    for number, line in enumerate(lines):
        for found in _ID.finditer(line):
            about = _GIST.search(line, found.end())
            for below in lines[number + 1 : number + 1 + _BELOW]:
                if about is not None or _ID.search(below):
                    break
                about = _GIST.search(below)
            told = about[1].strip() if about else ""
            yield Entry(found[1], path, number, found.start(1), found.end(1), told)


def rows(desk: Desk, folder: Path) -> Iterator[Entry]:
    """The rows of the table of articles of a pack, each with its status."""
    path = folder / ARTICLES
    for number, line in enumerate(desk.lines(path)):
        for found in _REF.finditer(line):
            status = _STATUS.search(line)
            yield Entry(found[1], path, number, found.start(1), found.end(1), status[1] if status else "")


def citing(desk: Desk, folder: Path) -> Iterator[Entry]:
    """The passages that the rules of a pack rest on."""
    for name in WITH_IDS:
        for number, line in enumerate(desk.lines(folder / name)):
            for found in _REF.finditer(line):
                yield Entry(found[1], folder / name, number, found.start(1), found.end(1))


def words_in_cases(desk: Desk, folder: Path, word: str) -> Iterator[Entry]:
    """Where the cases of a pack write a name."""
    pattern = re.compile(rf"(?<![A-Za-z0-9_()-]){re.escape(word)}(?![A-Za-z0-9_()-])")
    for name in CASES:
        for number, line in enumerate(desk.lines(folder / name)):
            found = pattern.search(line)
            if found is not None:
                yield Entry(word, folder / name, number, found.start(), found.end())
