"""Datasets of one name in one department, and ids used twice: counted without keeping a name.

Of each name and id eight bytes are kept while they are counted, and as many of what is said under an id; afterwards
only those that occurred again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from itertools import groupby

from .text import shortened


class Namesakes:
    """The names and ids of a catalogue; all are added before anything is asked."""

    def __init__(self) -> None:
        self._seen = (array("Q"), array("Q"))
        self._said = array("q")
        self._again: tuple[dict[int, int], ...] = ({}, {})
        self._differing: frozenset[int] = frozenset()

    def add(self, title: str, identifier: str, department: str, stated: tuple[object, ...] = ()) -> None:
        """Count a dataset; an empty name or id counts for nothing.

        Args:
            title: its name.
            identifier: its id.
            department: who provides it.
            stated: what else may not differ from another dataset of its id.
        """
        names, ids = self._seen
        if title:
            names.append(_mark(f"{department}\0{title}"))
        if identifier:
            ids.append(_mark(identifier))
            self._said.append(hash((title, department, *stated)))

    def close(self) -> None:
        """Every dataset has been added."""
        self._again = tuple(dict(_repeated(seen)) for seen in self._seen)
        first: dict[int, int] = {}
        pairs = zip(self._seen[1], self._said, strict=True) if self._again[1] else ()
        self._differing = frozenset(
            mark for mark, said in pairs if mark in self._again[1] and first.setdefault(mark, said) != said
        )
        self._seen, self._said = (array("Q"), array("Q")), array("q")

    @property
    def duplicates(self) -> int:
        """How many datasets have a namesake in their department."""
        return sum(self._again[0].values())

    @property
    def contradicting(self) -> int:
        """How many datasets have an id under which the catalogue says different things."""
        return sum(self._again[1][mark] for mark in self._differing)

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
            differ = "，内容不一致" if _mark(identifier) in self._differing else ""
            found.append(f"有 {count} 个数据集用编号“{shortened(identifier)}”{differ}")
        return found


def _mark(text: str) -> int:
    """The first eight bytes of a digest: no two of a million texts have the same but once in a billion catalogues."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _repeated(marks: array[int]) -> Iterator[tuple[int, int]]:
    for mark, group in groupby(sorted(marks)):
        count = sum(1 for _ in group)
        if count > 1:
            yield mark, count
