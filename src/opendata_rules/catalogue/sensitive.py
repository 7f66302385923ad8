"""Names that suggest a secret or a person. They raise a question on a fact and never decide it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .characters import plain
from .identity import masked, numbers
from .tables import table
from .text import line

#: What names end in without saying more.
_TAIL = re.compile(
    r"(?:(?:服务)?接口(?:服务)?|(?:基本|详细|相关)?(?:信息|情况|数据|详情)|一览表?|列表|表格?|公示|公开|名"
    r"|[-_（）() .]|[（(][^（）()]*[)）]|\.?xlsx?)$"
)
#: Longer names are texts; looking at their end again and again would take for ever.
_LONGEST_NAME = 300
_TABLES = ("offices", "passed_over", "denied", "identity_number", "tags")
#: What parts tags from each other, in text and in JSON.
_TAG = re.compile(r"[A-Za-z0-9_㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that suggests a fact.

    Attributes:
        fact: fact id the name raises a question on.
        name: the words found.
        where: Chinese name of the place: 名称, 摘要, 数据项, or a column.
    """

    fact: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class _Suspicion:
    """What suggests one fact."""

    fact: str
    fields: re.Pattern[str]
    beside: tuple[re.Pattern[str], re.Pattern[str]] | None
    subjects: re.Pattern[str] | None

    def names(self, text: str) -> list[str]:
        """Names of data items in a text that suggest the fact."""
        found = [match.group() for match in self.fields.finditer(text)]
        if self.beside is not None and self.beside[0].search(text):
            found += [match.group() for match in self.beside[1].finditer(text)]
        return found


def _any(words: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile(before + "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")" + after)


def _expressions(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts))


@functools.cache
def _suspicions() -> tuple[_Suspicion, ...]:
    denied = "".join(f"(?<!{re.escape(word)})" for word in table("sensitive")["denied"])
    found = []
    for fact, entry in table("sensitive").items():
        if fact in _TABLES:
            continue
        beside: Mapping[str, list[str]] | None = entry.get("beside")
        found.append(
            _Suspicion(
                fact,
                _any(entry["fields"], before=denied),
                (_any(beside["names"]), _any(beside["fields"], before=r"(?<![一-龥])", after=r"(?![一-龥])"))
                if beside
                else None,
                _expressions(entry["subjects"]) if entry["subjects"] else None,
            )
        )
    return tuple(found)


@functools.cache
def _offices() -> re.Pattern[str]:
    return _expressions(table("sensitive")["offices"])


@functools.cache
def _passed_over() -> re.Pattern[str]:
    return _expressions(table("sensitive")["passed_over"])


def subject(title: str) -> str:
    """What a name is about: without offices, and without the words that end every other name."""
    found = _offices().sub("", line(title)[:_LONGEST_NAME])
    while True:
        shorter = _TAIL.sub("", found)
        if shorter == found or not shorter:
            return found
        found = shorter


def hits(title: str, summary: str, fields: str, tags: str = "") -> tuple[Hit, ...]:
    """Names in a dataset's title, summary and list of data items that suggest a fact, one for each name.

    Args:
        title: its name.
        summary: what is said of it.
        fields: its data items.
        tags: data items that stand among its tags, see :class:`Tags`.
    """
    title, summary, fields, tags = map(plain, (title, summary, fields, tags))
    found: dict[tuple[str, str], Hit] = {}
    about_people = _passed_over().search(subject(title)) is None
    for suspicion in _suspicions():
        texts = [("数据项", fields), ("标签", tags), ("摘要", summary)] + ([("名称", title)] if about_people else [])
        for where, text in texts:
            for name in suspicion.names(text):
                # 移动电话用户数统计: a summary that repeats a name about figures is about them too.
                if where != "摘要" or about_people or name not in title:
                    found.setdefault((suspicion.fact, name), Hit(suspicion.fact, name, where))
        if about_people and suspicion.subjects is not None:
            match = suspicion.subjects.search(_offices().sub("", line(title)))
            if match is not None:
                found.setdefault((suspicion.fact, match.group()), Hit(suspicion.fact, match.group(), "名称"))
    return tuple(found.values())


# -- tags ----------------------------------------------------------------------------------------------------------


def is_column_of_tags(folded_name: str) -> bool:
    """Whether a column, by its folded name, holds tags: on some portals the names of the data items stand there."""
    return folded_name in table("sensitive")["tags"]["columns"]


@functools.cache
def _item_names() -> re.Pattern[str]:
    """Names of data items that are no themes, and how names of data items end."""
    entry = table("sensitive")["tags"]
    named = {name for fact, found in table("sensitive").items() if fact not in _TABLES for name in found["fields"]}
    # A long tag is the name of the dataset once more.
    return re.compile(
        f"^(?:.{{0,6}}(?:{'|'.join(sorted(named - set(entry['themes'])))})|.{{0,4}}(?:{'|'.join(entry['endings'])}))$"
    )


class Tags:
    """A column of tags: what of each cell is data items, all of it or nothing.

    A tag such as 宗教信仰 is a theme as well as a data item. It counts as what most of the column holds, or, in any
    column, as what the tags beside it are. So all cells are added before any is asked about.
    """

    def __init__(self) -> None:
        self._cells = self._among_items = 0
        self._some = False

    def add(self, cell: str) -> None:
        """Look at a cell."""
        tags, count = _tags_of(cell)
        if tags:
            self._cells += 1
            self._among_items += count * 2 >= len(tags)
            self._some = self._some or bool(count)

    @property
    def _most(self) -> bool:
        return self._among_items * 2 > self._cells

    @property
    def any(self) -> bool:
        """Whether there are data items in it."""
        return self._some or self._most

    def items(self, cell: str) -> str:
        """The data items in a cell; empty where there are none."""
        tags, count = _tags_of(cell)
        return "、".join(tags) if count or self._most else ""


@functools.lru_cache(maxsize=1000)
def _tags_of(cell: str) -> tuple[tuple[str, ...], int]:
    """The tags of a cell, and how many of them are data items."""
    tags = tuple(_TAG.findall(plain(cell)))
    return tags, sum(_item_names().search(tag) is not None for tag in tags)


# -- identity numbers ----------------------------------------------------------------------------------------------


def identity_numbers(cells: Iterable[tuple[str, str]], ids: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
    """Identity numbers that stand in the cells (column, text) of a dataset, masked.

    Args:
        cells: the cells.
        ids: columns of the datasets' own ids, where fifteen digits are no identity number.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    found: dict[str, Hit] = {}
    fact = str(table("sensitive")["identity_number"])
    for column, text in cells:
        for number in numbers(text, short=column not in ids):
            shown = masked(number)
            found.setdefault(shown, Hit(fact, f"公民身份号码 {shown}", f"“{line(column)}”一列里的"))
    return tuple(found.values())
