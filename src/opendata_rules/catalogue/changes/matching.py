"""Which dataset of one state is which of the other: by id, else by title and department; nothing is guessed.

A dataset has one identity, so that what two of one state have in common tells nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..characters import plain
from ..results import Row

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A dataset in both states.

    Attributes:
        old: its row in the old one.
        new: its row in the new one.
        by: ``id`` or ``title``.
    """

    old: Row
    new: Row
    by: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Datasets that may be the same, or not.

    Attributes:
        why: why that is not certain, in Chinese.
        english: the same in English.
        old: rows of the old state.
        new: rows of the new one.
    """

    why: str
    english: str
    old: tuple[Row, ...]
    new: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Two states, dataset by dataset.

    Attributes:
        pairs: datasets in both, in order of the new one.
        doubts: those of which it is not certain.
        removed: rows of the old state that are in no way in the new one.
        added: rows of the new state that were in no way in the old one.
    """

    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]
    removed: tuple[Row, ...]
    added: tuple[Row, ...]


def matched(old: Iterable[Row], new: Iterable[Row]) -> Matched:
    """Match two states of a catalogue."""
    run = _Run(list(old), list(new))
    run.pair("id", _id)
    run.doubt(_id, "同一编号有几个数据集，分不清哪个是哪个", "several datasets have one id")
    run.pair("title", _named, one_without_id=True)
    run.doubt(
        _named,
        "名称和单位相同，编号不同，或者有几个，分不清是不是同一个",
        "same title and department, other id or several",
    )
    run.doubt(_titled, "名称相同，单位不同，分不清是不是同一个", "same title, other department")
    run.doubt(_nameless, "没有编号也没有名称，分不清哪个是哪个", "neither id nor title")
    return run.matched()


def _id(row: Row) -> _Key | None:
    return (plain(row.id),) if row.id else None


def _named(row: Row) -> _Key | None:
    return (plain(row.title), plain(row.department)) if row.title else None


def _titled(row: Row) -> _Key | None:
    return (plain(row.title),) if row.title else None


def _nameless(row: Row) -> _Key | None:
    return None if row.id or row.title else ()


class _Run:
    """One run; each step takes from what is left."""

    def __init__(self, old: list[Row], new: list[Row]) -> None:
        self.old = dict(enumerate(old))
        self.new = dict(enumerate(new))
        self.pairs: list[tuple[int, Pair]] = []
        self.doubts: list[Doubt] = []

    def pair(self, by: str, key: Callable[[Row], _Key | None], *, one_without_id: bool = False) -> None:
        """Pair those of which each state has one.

        Args:
            by: what they are paired by.
            key: gives it; ``None`` where a row has none.
            one_without_id: whether one of the two has to be without an id: two ids that differ are two datasets.
        """
        mine = self._groups(self.new, key)
        for name, before in self._groups(self.old, key).items():
            after = mine.get(name, [])
            if len(before) == len(after) == 1:
                old, new = self.old[before[0]], self.new[after[0]]
                if not (one_without_id and old.id and new.id):
                    self.pairs.append((after[0], Pair(self.old.pop(before[0]), self.new.pop(after[0]), by)))

    def doubt(self, key: Callable[[Row], _Key | None], why: str, english: str) -> None:
        """Set aside what both states still have of one key."""
        mine = self._groups(self.new, key)
        for name, before in self._groups(self.old, key).items():
            after = mine.get(name)
            if after:
                old = tuple(self.old.pop(number) for number in before)
                self.doubts.append(Doubt(why, english, old, tuple(self.new.pop(number) for number in after)))

    @staticmethod
    def _groups(rows: dict[int, Row], key: Callable[[Row], _Key | None]) -> dict[_Key, list[int]]:
        found: dict[_Key, list[int]] = {}
        for number, row in rows.items():
            name = key(row)
            if name is not None:
                found.setdefault(name, []).append(number)
        return found

    def matched(self) -> Matched:
        """What has come of it."""
        pairs = tuple(pair for _, pair in sorted(self.pairs, key=lambda one: one[0]))
        return Matched(pairs, tuple(self.doubts), tuple(self.old.values()), tuple(self.new.values()))
