"""Datasets of one name in one department, and ids used twice: counted without keeping a name.

Of each name and id eight bytes are kept while they are counted, and afterwards only those that occurred again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby

from .text import shortened


class Namesakes:
    """The names and ids of a catalogue; all are added before anything is asked."""

    def __init__(self) -> None:
        self._seen = (array("Q"), array("Q"))
        self._again: tuple[dict[int, int], ...] = ({}, {})

    def add(self, titles: Sequence[str], identifiers: Sequence[str], departments: Sequence[str]) -> None:
        """Count datasets; an empty name or id counts for nothing."""
        names, ids = self._seen
        named = zip(departments, titles, strict=True)
        names.extend([_mark(f"{department}\0{title}") for department, title in named if title])
        ids.extend([_mark(identifier) for identifier in identifiers if identifier])

    def close(self) -> None:
        """Every dataset has been added."""
        self._again = tuple(dict(_repeated(seen)) for seen in self._seen)
        self._seen = (array("Q"), array("Q"))

    @property
    def duplicates(self) -> int:
        """How many datasets have a namesake in their department."""
        return sum(self._again[0].values())

    @property
    def any(self) -> bool:
        """Whether some name or id occurred again."""
        return any(self._again)

    def shares_id(self, identifier: str) -> bool:
        """Whether other datasets have the same id."""
        return bool(self._again[1]) and bool(identifier) and _mark(identifier) in self._again[1]

    def notes(self, title: str, identifier: str, department: str) -> list[str]:
        """What is to be said of a dataset, in Chinese."""
        names, ids = self._again
        found = []
        if names and title and (count := names.get(_mark(f"{department}\0{title}"))):
            found.append(f"同一单位有 {count} 个数据集叫“{shortened(title)}”")
        if ids and identifier and (count := ids.get(_mark(identifier))):
            found.append(f"有 {count} 个数据集用编号“{shortened(identifier)}”")
        return found


def _mark(text: str) -> int:
    """The first eight bytes of a digest: no two of a million texts have the same but once in a billion catalogues."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _repeated(marks: array[int]) -> Iterator[tuple[int, int]]:
    for mark, group in groupby(sorted(marks)):
        count = sum(1 for _ in group)
        if count > 1:
            yield mark, count
