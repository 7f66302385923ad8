"""The two states of the rules that are compared: folders, revisions of a repository, or days."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...analysis.ways import paths_to
from ...errors import BadArgument
from ...norms.chain import Chain
from ...norms.order import LegalOrder
from ...packs.shelf import Shelf
from ...quoting import quoted
from ...reading.folders import PLACES, RULES, is_folder
from ...values import Value
from ...vocabulary.terms import Attribute
from .revisions import unpack

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Packs:
    """Where the orders of one state come from, so that formats of catalogues in its folder are found."""

    folder: str

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folder of the packs."""
        return (Path(self.folder),)

    def order(self, place: str, on: dt.date, drafts: bool, strict: bool, *, anew: bool = False) -> LegalOrder:
        """The order of a place on a date, read anew."""
        return State(Path(self.folder)).order(place, on, drafts, strict)


class StateOrder(LegalOrder):
    """An order that tells the ways to another attribute, which a catalogue is told."""

    __slots__ = ()

    def ways_to(self, decision: Any, target: Attribute) -> tuple[Value, ...]:
        """The lawful ways from a decision to another attribute."""
        return paths_to(decision, target)


class State(Shelf):
    """The packs of one state."""

    def _made(self, chain: Chain, strict: bool) -> LegalOrder:
        return StateOrder(chain, self._calendar, strict=strict, origin=Packs(str(self.root)))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states.

    Attributes:
        written: as it was named.
        kind: ``folder``, ``revision`` or ``date``.
        shelf: the packs.
        on: the day, where it is one.
    """

    written: str
    kind: str
    shelf: Shelf
    on: dt.date | None = None

    @property
    def name(self) -> str:
        """What it is called in Chinese."""
        return {"folder": "文件夹 ", "revision": "版本 ", "date": ""}[self.kind] + quoted(self.written)


@contextlib.contextmanager
def sides_of(old: str, new: str, base: Path) -> Iterator[tuple[Side, Side]]:
    """Both states, as long as they are needed; what was taken out of a repository is gone after that.

    Args:
        old: a folder of packs, a git revision, or a day (``2027-01-01``).
        new: the same.
        base: the folder of packs that days are asked of, and in whose repository revisions are looked up.

    Raises:
        BadArgument: one is none of the three.
        BadPack: a folder does not hold packs.
    """
    with tempfile.TemporaryDirectory(prefix="opendata-rules-") as kept:
        found = []
        for number, (written, argument) in enumerate(((old, "old"), (new, "new"))):
            found.append(_side(written, base, Path(kept) / str(number), argument))
        yield found[0], found[1]


def _side(written: str, base: Path, room: Path, argument: str) -> Side:
    folder = Path(written)
    try:
        exists = is_folder(folder)
    except ValueError:
        exists = False
    if exists and (is_folder(folder / RULES) or is_folder(folder / PLACES) or _DAY.fullmatch(written) is None):
        return Side(written, "folder", State(folder))
    if _DAY.fullmatch(written):
        try:
            return Side(written, "date", State(base), dt.date.fromisoformat(written))
        except ValueError:
            raise BadArgument(
                f"没有“{written}”这一天。", english=f"There is no day {written}.", argument=argument
            ) from None
    if not written.strip() or "\0" in written:
        raise BadArgument(
            f"“{quoted(written)}”不是规则文件夹、git 版本或者日期。",
            english=f"{quoted(written)} is no folder of packs, no revision and no day.",
            argument=argument,
        )
    room.mkdir()
    unpack(written, base, room, argument)
    return Side(written, "revision", State(room))
