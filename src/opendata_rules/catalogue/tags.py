"""Columns of tags: on some portals the names of the data items stand there."""

from __future__ import annotations

import functools
import re

from .characters import plain
from .sensitive import shipped
from .tables import table

#: What parts tags from each other, in text and in JSON.
_TAG = re.compile(r"[A-Za-z0-9_㐀-鿿]+")
_PARTED = re.compile(r"[^A-Za-z0-9_㐀-鿿][A-Za-z0-9_㐀-鿿]")


def is_column_of_tags(folded_name: str) -> bool:
    """Whether a column, by its folded name, holds tags: on some portals the names of the data items stand there."""
    return folded_name in table("shapes")["tags"]["columns"]


@functools.cache
def _item_names() -> re.Pattern[str]:
    """Names of data items that are no themes, and how names of data items end."""
    entry = table("shapes")["tags"]
    named = {name for one in shipped().suspicions for name in one.items}
    # A long tag is the name of the dataset once more.
    return re.compile(
        f"^(?:.{{0,6}}(?:{'|'.join(sorted(named - set(entry['themes'])))})|.{{0,4}}(?:{'|'.join(entry['endings'])}))$"
    )


class Tags:
    """A column that may hold names of data items: what of each cell is data items, all of it or nothing.

    A tag such as 宗教信仰 is a theme as well as a data item. It counts as what most of the column holds, or, in any
    column, as what the tags beside it are. So all cells are added before any is asked about.

    Args:
        named: whether the name of the column says that it holds tags. In a column of any name a cell is a list of data
            items only where two of them stand in it and most of it is such.
    """

    def __init__(self, *, named: bool = True) -> None:
        self._named = named
        self._cells = self._among_items = 0
        self._some = False

    def add(self, cell: str, times: int = 1) -> None:
        """Look at a cell, or at several of the same text."""
        tags, count = self._told(cell)
        if tags:
            self._cells += times
            self._among_items += times * (count * 2 >= len(tags))
            self._some = self._some or self._is_list(tags, count)

    def _told(self, cell: str) -> tuple[tuple[str, ...], int]:
        if not self._named and _PARTED.search(cell) is None:
            # One word is no list; most columns hold such.
            return (), 0
        return _tags_of(cell)

    def _is_list(self, tags: tuple[str, ...], count: int) -> bool:
        return count > 0 if self._named else count > 1 and count * 2 >= len(tags)

    @property
    def _most(self) -> bool:
        return self._named and self._among_items * 2 > self._cells

    @property
    def any(self) -> bool:
        """Whether there are data items in it."""
        return self._some or self._most

    def items(self, cell: str) -> str:
        """The data items in a cell; empty where there are none."""
        tags, count = self._told(cell)
        return "、".join(tags) if self._most or self._is_list(tags, count) else ""


@functools.lru_cache(maxsize=1000)
def _tags_of(cell: str) -> tuple[tuple[str, ...], int]:
    """The tags of a cell, and how many of them are data items."""
    tags = tuple(_TAG.findall(plain(cell)))
    return tags, sum(_item_names().search(tag) is not None for tag in tags)
