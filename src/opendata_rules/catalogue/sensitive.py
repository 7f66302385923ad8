"""Names that suggest a secret or a person. They raise a question on a fact and never decide it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..norms.order import LegalOrder
from ..norms.suspicions import Suspicion, Suspicions
from ..packs.patterns import pattern
from ..packs.suspicions import suspicions_of
from ..packs.written_suspicions import SuspicionsModel
from ..vocabulary.facts import vocabulary
from .characters import plain
from .identity import numbers, said_of
from .tables import table
from .text import line

#: What names end in without saying more.
_TAIL = re.compile(
    r"(?:(?:(?:服务)?接口(?:服务)?|(?:基本|详细|相关)?(?:信息|情况|数据|详情)|一览表?|列表|表格?|公示|公开|名"
    r"|[-_（）() .]|[（(][^（）()]{0,40}[)）]|\.?xlsx?))$"
)
#: Longer names are texts; looking at their end again and again would take for ever.
_LONGEST_NAME = 300
#: What parts tags from each other, in text and in JSON.
_TAG = re.compile(r"[A-Za-z0-9_㐀-鿿]+")
_CHINESE = re.compile(r"[一-龥]")
#: Numbers that anybody may have written down by chance, or that are the department's own where it is said so.
_TELEPHONES = ("mobile", "landline")


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
class _Fact:
    """What suggests one fact."""

    fact: str
    items: re.Pattern[str] | None
    beside: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    subjects: tuple[tuple[frozenset[str], re.Pattern[str]], ...]

    def names(self, text: str, denied: re.Pattern[str]) -> list[str]:
        """Names of data items in a text that suggest the fact."""
        found = [] if self.items is None else [m.group() for m in self.items.finditer(text) if not _denied(m, denied)]
        for names, items in self.beside:
            if names.search(text):
                found += [match.group() for match in items.finditer(text)]
        return found

    def subject(self, name: str, words: frozenset[str]) -> str:
        """The first thing in a name that suggests the fact, given what is in it of all that is needed; or nothing."""
        first: re.Match[str] | None = None
        for needed, expression in self.subjects:
            if not needed or not needed.isdisjoint(words):
                match = expression.search(name)
                if match is not None and (first is None or match.start() < first.start()):
                    first = match
        return "" if first is None else first.group()


def _denied(match: re.Match[str], denied: re.Pattern[str]) -> bool:
    """Whether the words before turn a name round: 非涉密计算机, 不含身份证号."""
    return denied.search(match.string, max(0, match.start() - 6), match.start()) is not None


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first, arranged by their first characters: what begins otherwise is passed over."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(word[1:])
    return re.compile(
        "|".join(
            re.escape(first) + (f"(?:{'|'.join(map(re.escape, rests))})" if len(rests) > 1 else re.escape(rests[0]))
            for first, rests in groups.items()
        )
        or r"(?!)"
    )


def _expressions(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)")


class Watched:
    """Lists of names, made ready to be looked for.

    Most names and texts hold nothing that is listed, so one look tells that first: no word of any data item, and no
    word without which no expression matches.
    """

    __slots__ = ("_denied", "_everywhere", "_exempt", "_facts", "_items", "_needed", "_offices", "_overlapping")

    def __init__(self, lists: Iterable[Suspicions]) -> None:
        lists = tuple(lists)
        entries = [entry for one in lists for entry in one.suspicions]
        self._facts = tuple(_fact(fact, entries) for fact in dict.fromkeys(entry.fact for entry in entries))
        self._exempt = _expressions(title for one in lists for part in one.unsuspected for title in part.titles)
        self._offices = _expressions(title for one in lists for part in one.offices for title in part.titles)
        self._items = _any(word for entry in entries for word in (*entry.items, *entry.beside_items))
        needed = {word for fact in self._facts for words, _ in fact.subjects for word in words}
        self._needed = _any(needed)
        #: the same at every place, whatever it has found before
        self._everywhere = re.compile(f"(?=({self._needed.pattern}))")
        #: words by the longer ones that begin with them or hold them: one look finds only the longest
        self._overlapping = {word: frozenset(other for other in needed if other in word) for word in needed}
        self._denied = re.compile(f"(?:{'|'.join(map(re.escape, table('shapes')['denied']))})$")

    def subject(self, title: str) -> str:
        """What a name is about: without offices, and without the words that end every other name."""
        found = self._offices.sub("", line(title)[:_LONGEST_NAME])
        while True:
            shorter = _TAIL.sub("", found)
            if shorter == found or not shorter:
                return found
            found = shorter

    def hits(self, title: str, summary: str, fields: str, tags: str = "") -> tuple[Hit, ...]:
        """Names in a dataset's title, summary and list of data items that suggest a fact, one for each name.

        Args:
            title: its name.
            summary: what is said of it.
            fields: its data items.
            tags: data items that stand among its tags, see :func:`items_among`.
        """
        title, summary, fields, tags = map(plain, (title, summary, fields, tags))
        items = self._items.search("\n".join((fields, tags, summary, title))) is not None
        bare, words = self._subjects_in(title)
        if not items and not words:
            return ()
        about_people = self._exempt.search(self.subject(title)) is None
        texts = [("数据项", fields), ("标签", tags), ("摘要", summary)] + ([("名称", title)] if about_people else [])
        found: dict[tuple[str, str], Hit] = {}
        for fact in self._facts:
            for where, text in texts if items else ():
                for name in fact.names(text, self._denied):
                    # 移动电话用户数统计: a summary that repeats a name about figures is about them too.
                    if where != "摘要" or about_people or name not in title:
                        found.setdefault((fact.fact, name), Hit(fact.fact, name, where))
            name = fact.subject(bare, words) if about_people and words else ""
            if name:
                found.setdefault((fact.fact, name), Hit(fact.fact, name, "名称"))
        return tuple(found.values())

    def _subjects_in(self, title: str) -> tuple[str, frozenset[str]]:
        """A name without offices, and what stands in it of all words that expressions need."""
        title = title[:_LONGEST_NAME]
        if self._needed.search(title) is None:
            return "", frozenset()
        bare = self._offices.sub("", line(title))
        found = frozenset(self._everywhere.findall(bare))
        return bare, found.union(*(self._overlapping[word] for word in found))


def _fact(fact: str, entries: Iterable[Suspicion]) -> _Fact:
    mine = [entry for entry in entries if entry.fact == fact]
    items = [word for entry in mine for word in entry.items]
    read = [pattern(title) for entry in mine for title in entry.titles]
    whole = (r"(?<![一-龥])(?:", r")(?![一-龥])")
    return _Fact(
        fact,
        _any(items) if items else None,
        tuple(
            (_any(entry.beside), re.compile(_any(entry.beside_items).pattern.join(whole)))
            for entry in mine
            if entry.beside
        ),
        tuple((one.needed, re.compile(one.text)) for one in read),
    )


@functools.cache
def shipped() -> Suspicions:
    """The list that comes with the library."""
    content = SuspicionsModel.model_validate(table("suspicions"))
    return suspicions_of(content, {entry.fact: vocabulary().fact(entry.fact).id for entry in content.suspicions})


@functools.lru_cache(maxsize=64)
def _watched(brought: tuple[Suspicions, ...]) -> Watched:
    return Watched((shipped(), *brought))


def watched(order: LegalOrder | None = None) -> Watched:
    """The shipped list together with those that the packs of a place bring, whatever the date."""
    if order is None:
        return _watched(())
    packs = (pack for place in order.chain.places for pack in place.packs)
    return _watched(tuple(pack.suspicions for pack in packs if pack.suspicions is not None))


# -- tags ----------------------------------------------------------------------------------------------------------


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


def items_among(cells: Iterable[str]) -> tuple[str, ...]:
    """What of each cell of a column of tags is data items: all of it or nothing.

    A tag such as 宗教信仰 is a theme as well as a data item. It counts as what most of the column holds, or, in any
    column, as what the tags beside it are.
    """
    told = [_TAG.findall(plain(cell)) for cell in cells]
    item = _item_names()
    counts = [sum(item.search(tag) is not None for tag in tags) for tags in told]
    among_items = sum(count * 2 >= len(tags) for count, tags in zip(counts, told, strict=True) if tags)
    most = among_items * 2 > sum(map(bool, told))
    return tuple("、".join(tags) if most or count else "" for count, tags in zip(counts, told, strict=True))


# -- numbers -------------------------------------------------------------------------------------------------------


def identity_numbers(cells: Iterable[tuple[str, str]], ids: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
    """Numbers that stand in the cells (column, text) of a dataset and lead to a person, masked.

    A telephone number of the department is no secret, nor is a line that nobody says is somebody's own.

    Args:
        cells: the cells.
        ids: columns of the datasets' own ids, where digits without a check digit of their own are an id.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    found: dict[str, Hit] = {}
    for column, text in cells:
        if not text:
            continue
        said = said_of(column)
        for number in numbers(text, short=column not in ids, said="" if said == "contact" else said):
            told = number.said or said
            if number.kind in _TELEPHONES and told == "contact" or number.kind == "landline" and told != "landline":
                continue
            entry = table("shapes")["numbers"][number.kind]
            name = f"{entry['label']} {number.shown}"
            found.setdefault(number.shown, Hit(str(entry["fact"]), name, f"“{line(column)}”一列里的"))
    return tuple(found.values())
