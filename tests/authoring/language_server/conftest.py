"""A desk on which files of a folder of packs lie open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from opendata_rules.authoring.language_server.desk import Buffer, Desk
from opendata_rules.authoring.language_server.texts import Position, units
from tests.conftest import ROOT

TAIAN = "rules/taian-open-data-measures-2025"


class Bench:
    """A folder of packs with a desk.

    Attributes:
        root: the folder.
        desk: what is open.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk()
        self._version = 0

    def open(self, name: str, text: str | None = None) -> Buffer:
        """Open a file, as it is or with another text."""
        self._version += 1
        path = self.root / name
        text = path.read_text(encoding="utf-8") if text is None else text
        return self.desk.put(path, self._version, text)

    def typed(self, name: str, old: str, new: str) -> tuple[Buffer, Position]:
        """Open a file in which something is replaced once; a bar in the new text is the cursor."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, old
        return self.at(name, text.replace(old, new, 1))

    def at(self, name: str, text: str) -> tuple[Buffer, Position]:
        """Open a file with a text in which a bar is the cursor."""
        before, bar, after = text.partition("|")
        assert bar, "no cursor"
        buffer = self.open(name, before + after)
        line = before.count("\n")
        return buffer, Position(line, units(buffer.lines[line], len(before.rpartition("\n")[2])))


@pytest.fixture
def bench() -> Bench:
    """The shipped packs; nothing is written."""
    return Bench(ROOT)


@pytest.fixture
def city(tmp_path: Path) -> Bench:
    """A city with facts and procedures of its own, to write in."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / "tests" / "places" / "donghai" / name, tmp_path / name)
    return Bench(tmp_path)
