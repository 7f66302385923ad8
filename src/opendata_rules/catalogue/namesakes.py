"""Datasets of one name in one department, and ids used twice: counted without keeping a name.

Of each name and id eight bytes are kept while they are counted, and as many of what is said under an id; afterwards
only those that occurred again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from .text import shortened

#: Stands for what is said of a dataset that has no name: it says nothing else than another one.
_NOTHING = 0


class Namesakes:
    """The names and ids of a catalogue; all are added before anything is asked."""

    def __init__(self) -> None:
        self._begin()
        self._again: tuple[dict[int, int], ...] = ({}, {}, {})
        self._differing: frozenset[int] = frozenset()

    def _begin(self) -> None:
        #: names in their departments, ids, and such names of what has no id
        self._seen = (array("Q"), array("Q"), array("Q"))
        #: what is said under each id, and under each name without one
        self._said = (array("q"), array("q"))

    def add(
        self,
        titles: Sequence[str],
        identifiers: Sequence[str],
        departments: Sequence[str],
        stated: Sequence[tuple[object, ...]],
    ) -> None:
        """Count datasets; an empty name or id counts for nothing.

        Args:
            titles: their names.
            identifiers: their ids.
            departments: who provides them.
            stated: what else may not differ from another dataset of the same id.
        """
        names, ids, bare = self._seen
        under_id, under_name = self._said
        for title, identifier, department, said in zip(titles, identifiers, departments, stated, strict=True):
            if title:
                names.append(_mark(f"{department}\0{title}"))
            if identifier:
                ids.append(_mark(identifier))
                under_id.append(hash((title, department, *said)) if title else _NOTHING)
            elif title:
                bare.append(names[-1])
                under_name.append(hash(said))

    def close(self) -> None:
        """Every dataset has been added."""
        self._again = tuple(dict(_repeated(seen)) for seen in self._seen)
        self._differing = frozenset(
            mark
            for seen, again, said in zip(self._seen[1:], self._again[1:], self._said, strict=True)
            for mark in _told_apart(seen, again, said)
        )
        self._begin()

    @property
    def duplicates(self) -> int:
        """How many datasets have a namesake in their department."""
        return sum(self._again[0].values())

    @property
    def contradicting(self) -> int:
        """How many datasets have an id, or without one a name in their department, of which two things are said."""
        return sum(again[mark] for again in self._again[1:] for mark in self._differing if mark in again)

    @property
    def any(self) -> bool:
        """Whether some name or id occurred again."""
        return any(self._again)

    def shares_id(self, identifier: str) -> bool:
        """Whether other datasets have the same id."""
        return bool(self._again[1]) and bool(identifier) and _mark(identifier) in self._again[1]

    def notes(self, title: str, identifier: str, department: str) -> list[str]:
        """What is to be said of a dataset, in Chinese."""
        names, ids, _ = self._again
        found = []
        if names and title and (count := names.get(mark := _mark(f"{department}\0{title}"))):
            found.append(f"同一单位有 {count} 个数据集叫“{shortened(title)}”")
            if not identifier and mark in self._differing:
                found.append("与同一单位、没有编号的同名数据集内容不一致")
        if ids and identifier and (count := ids.get(_mark(identifier))):
            found.append(f"有 {count} 个数据集用编号“{shortened(identifier)}”")
            if _mark(identifier) in self._differing:
                found.append("与同一编号的数据集内容不一致")
        return found


def _mark(text: str) -> int:
    """The first eight bytes of a digest: no two of a million texts have the same but once in a billion catalogues."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _told_apart(seen: array[int], again: Mapping[int, int], said: array[int]) -> Iterator[int]:
    """Marks that occurred again, and of which something else was said."""
    first: dict[int, int] = {}
    for mark, what in zip(seen, said, strict=True) if again else ():
        if what != _NOTHING and mark in again and first.setdefault(mark, what) != what:
            yield mark


def _repeated(marks: array[int]) -> Iterator[tuple[int, int]]:
    for mark, group in groupby(sorted(marks)):
        count = sum(1 for _ in group)
        if count > 1:
            yield mark, count
