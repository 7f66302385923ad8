"""Names that suggest a secret or a person. They raise a question on a fact and never decide it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add

from ..norms.order import LegalOrder
from ..norms.suspicions import Exemption, Suspicion, Suspicions
from ..packs.patterns import pattern
from ..packs.suspicions import suspicions_of
from ..packs.written_suspicions import SuspicionsModel
from ..vocabulary.facts import vocabulary
from .characters import plain
from .identity import numbers, said_of
from .remembering import Remembered
from .tables import table
from .text import line

#: What names end in without saying more.
_TAIL = re.compile(
    r"(?:(?:(?:服务)?接口(?:服务)?|(?:基本|详细|相关)?(?:信息|情况|数据|详情)|一览表?|列表|表格?|公示|公开|名"
    r"|[-_（）() .]|[（(][^（）()]{0,40}[)）]|\.?xlsx?))$"
)
#: Longer names are texts; looking at their end again and again would take for ever.
_LONGEST_NAME = 300
#: First characters of words that are looked for together.
_GROUP = 16
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
    exempt: re.Pattern[str]

    def names(self, text: str, denied: re.Pattern[str]) -> list[str]:
        """Names of data items in a text that suggest the fact."""
        found = [] if self.items is None else [m.group() for m in self.items.finditer(text) if not _denied(m, denied)]
        for names, items in self.beside:
            if names.search(text):
                found += [match.group() for match in items.finditer(text)]
        return found


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


def _quick(words: Iterable[str]) -> re.Pattern[str]:
    """The same, where it only matters whether there is one: of many words, quicker.

    The first two characters of a word are looked for before any word is, in groups of first characters: tried one by
    one, hundreds of alternatives cost more than all else that is done with a title.
    """
    told: dict[str, dict[str, set[str]]] = {}
    for word in words:
        told.setdefault(word[0], {}).setdefault(word[1:2], set()).add(word[2:])
    firsts = sorted(told)
    groups = [firsts[n : n + _GROUP] for n in range(0, len(firsts), _GROUP)]

    def one_of(characters: Iterable[str]) -> str:
        return f"[{''.join(map(re.escape, sorted(characters)))}]"

    def behind(first: str, second: str) -> str:
        rests = told[first][second]
        rest = "" if "" in rests else f"(?:{'|'.join(map(re.escape, sorted(rests)))})"
        return f"(?<={re.escape(first + second)}){rest}"

    parts = []
    for group in groups:
        seconds = {second for first in group for second in told[first]}
        assert "" not in seconds
        ways = "|".join(behind(first, second) for first in group for second in sorted(told[first]))
        parts.append(f"(?<={one_of(group)}){one_of(seconds)}(?:{ways})")
    return re.compile(f"{one_of(firsts)}(?:{'|'.join(parts)})" if parts else r"(?!)")


def _expressions(titles: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern(title).expression})" for title in titles) or r"(?!)")


class Described:
    """What the words around a dataset's title suggest.

    Attributes:
        named: names by the fact that they suggest, in order.
        hits: one for each name; what they come to where the title says nothing.
    """

    __slots__ = ("hits", "named")

    def __init__(self, named: Mapping[str, tuple[Hit, ...]]) -> None:
        self.named = named
        found: dict[tuple[str, str], Hit] = {}
        for hits_ in named.values():
            for hit in hits_:
                found.setdefault((hit.fact, hit.name), hit)
        self.hits = tuple(found.values())


class Watched:
    """Lists of names, made ready to be looked for.

    Most names and texts hold nothing that is listed, so that is told first: no word of any data item; and none of the
    words without which no expression matches, by the two characters with which they begin.
    """

    __slots__ = (
        "_always",
        "_begin",
        "_begins",
        "_begun",
        "_denied",
        "_facts",
        "_items",
        "_offices",
        "_subjects",
        "_telling",
    )

    def __init__(self, lists: Iterable[Suspicions]) -> None:
        lists = tuple(lists)
        entries = [entry for one in lists for entry in one.suspicions]
        exempt = [part for one in lists for part in one.unsuspected]
        self._facts = tuple(_fact(fact, entries, exempt) for fact in dict.fromkeys(entry.fact for entry in entries))
        self._offices = _expressions(title for one in lists for part in one.offices for title in part.titles)
        self._items = _any(word for entry in entries for word in (*entry.items, *entry.beside_items))
        self._subjects = _rarest_first(
            [one for entry in entries for title in entry.titles for one in _subjects(entry.fact, title)]
        )
        #: how the words of the first need of each begin
        self._begin: dict[str, list[int]] = {}
        self._always = [number for number, one in enumerate(self._subjects) if not one.begins]
        for number, one in enumerate(self._subjects):
            for begin in {word[:2] for word in one.begins}:
                self._begin.setdefault(begin, []).append(number)
        self._begins = frozenset(self._begin)
        self._begun = Remembered(self._all_begun)
        #: what one of stands in every title that says something: a word of a data item, one that an expression needs
        words = {word for entry in entries for word in (*entry.items, *entry.beside_items)}
        words.update(word for one in self._subjects for word in one.begins)
        self._telling = re.compile("") if self._always else _quick(words)
        self._denied = re.compile(f"(?:{'|'.join(map(re.escape, table('shapes')['denied']))})$")

    def subject(self, title: str) -> str:
        """What a name is about: without offices, and without the words that end every other name."""
        return self._trimmed(self._offices.sub("", line(title[:_LONGEST_NAME])))

    @staticmethod
    def _trimmed(found: str) -> str:
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
        return self.with_title(plain(title), self.described(summary, fields, tags))

    def described(self, summary: str, fields: str, tags: str = "") -> Described:
        """The same of all but the title: many datasets are described in the same words."""
        texts = (("数据项", plain(fields)), ("标签", plain(tags)), ("摘要", plain(summary)))
        named: dict[str, tuple[Hit, ...]] = {}
        if any(self._items.search(text) is not None for _, text in texts):
            for fact in self._facts:
                if found := [
                    Hit(fact.fact, name, where) for where, text in texts for name in fact.names(text, self._denied)
                ]:
                    named[fact.fact] = tuple(found)
        return Described(named)

    def with_title(self, title: str, described: Described) -> tuple[Hit, ...]:
        """What a title suggests, as the eye reads it, and what it is described by."""
        if self.is_silent(title):
            return described.hits
        items = self._items.search(title) is not None
        subjects = self._candidates(title[:_LONGEST_NAME])
        if not items and not subjects:
            return described.hits
        bare = self._offices.sub("", line(title[:_LONGEST_NAME]))
        about = self._trimmed(bare)
        # An expression may end where the name does, or where what it is about does.
        ends = f"{bare}\n{about}"
        found: dict[tuple[str, str], Hit] = {}
        for fact in self._facts:
            beside = described.named.get(fact.fact, ())
            # 移动电话用户数统计: a summary that repeats a name about figures is about them too.
            repeated = [hit for hit in beside if hit.where == "摘要" and hit.name in title]
            names = fact.names(title, self._denied) if items else []
            matches = [match for one in subjects if one.fact == fact.fact and (match := one.expression.search(ends))]
            if matches:
                names.append(min(matches, key=lambda match: match.start()).group())
            if (names or repeated) and fact.exempt.search(about) is not None:
                beside = tuple(hit for hit in beside if hit not in repeated)
                names = []
            for hit in (*beside, *(Hit(fact.fact, name, "名称") for name in names)):
                found.setdefault((hit.fact, hit.name), hit)
        return tuple(found.values())

    def is_silent(self, title: str) -> bool:
        """Whether a title surely suggests nothing by itself, and takes nothing back of what is said beside it."""
        return self._telling.search(title) is None

    def _candidates(self, title: str) -> list[_Subject]:
        """The expressions of which everything that they need may stand in a name, in their order."""
        begins = self._begins.intersection(map(add, title, title[1:]))
        if not begins and not self._always:
            return []
        return [one for one in self._begun[frozenset(begins)] if one.may_match(title)]

    def _all_begun(self, begins: frozenset[str]) -> tuple[_Subject, ...]:
        """The expressions of which a word begins so."""
        numbers = {number for begin in begins for number in self._begin[begin]}
        return tuple(self._subjects[number] for number in sorted(numbers.union(self._always)))


@dataclass(frozen=True, slots=True)
class _Subject:
    """An expression for names, and sets of words, of each of which it needs one."""

    fact: str
    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    @property
    def begins(self) -> frozenset[str]:
        """Words by the beginnings of which it is found; nothing where what it needs may be a single character."""
        first = next(iter(self.needs), frozenset())
        return first if first and min(map(len, first)) > 1 else frozenset()

    def may_match(self, title: str) -> bool:
        """Whether everything that it needs stands in a title."""
        for need in self.needs:
            for word in need:
                if word in title:
                    break
            else:
                return False
        return True


def _subjects(fact: str, title: str) -> Iterator[_Subject]:
    """An expression, each of its alternatives by itself: they need different words."""
    for expression, words in pattern(title).branches:
        yield _Subject(fact, re.compile(expression), words)


def _rarest_first(subjects: Sequence[_Subject]) -> tuple[_Subject, ...]:
    """The same, what they need in an order that tells soonest that it is not there: words that few need are rare."""
    common = Counter(begin for one in subjects for need in one.needs for begin in {word[:2] for word in need})

    def commonest(need: frozenset[str]) -> tuple[bool, int, int]:
        counts = [common[word[:2]] for word in need]
        return min(map(len, need)) < 2, max(counts), sum(counts)

    return tuple(replace(one, needs=tuple(sorted(one.needs, key=commonest))) for one in subjects)


def _fact(fact: str, entries: Iterable[Suspicion], exempt: Iterable[Exemption]) -> _Fact:
    mine = [entry for entry in entries if entry.fact == fact]
    items = [word for entry in mine for word in entry.items]
    whole = (r"(?<![一-龥])(?:", r")(?![一-龥])")
    return _Fact(
        fact,
        _any(items) if items else None,
        tuple(
            (_any(entry.beside), re.compile(_any(entry.beside_items).pattern.join(whole)))
            for entry in mine
            if entry.beside
        ),
        _expressions(title for one in exempt if one.fact in (None, fact) for title in one.titles),
    )


@functools.cache
def shipped() -> Suspicions:
    """The list that comes with the library."""
    content = SuspicionsModel.model_validate(table("suspicions"))
    return suspicions_of(content, vocabulary())


@functools.lru_cache(maxsize=64)
def _watched(brought: tuple[Suspicions, ...]) -> Watched:
    return Watched((shipped(), *brought))


def watched(order: LegalOrder | None = None) -> Watched:
    """The shipped list together with those that the packs of a place bring, whatever the date."""
    if order is None:
        return _watched(())
    packs = (pack for place in order.chain.places for pack in place.newest)
    return _watched(tuple(pack.suspicions for pack in packs if pack.suspicions is not None))


def hits(title: str, summary: str, fields: str, tags: str = "") -> tuple[Hit, ...]:
    """What the shipped list says of a dataset, see :meth:`Watched.hits`."""
    return watched().hits(title, summary, fields, tags)


def subject(title: str) -> str:
    """What a name is about by the shipped list, see :meth:`Watched.subject`."""
    return watched().subject(title)


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
        said = said_of(column, column=True)
        for number in numbers(text, short=column not in ids, said="" if said == "contact" else said):
            told = number.said or said
            if (number.kind in _TELEPHONES and told == "contact") or (number.kind == "landline" and told != "landline"):
                continue
            entry = table("shapes")["numbers"][number.kind]
            name = f"{entry['label']} {number.shown}"
            found.setdefault(number.shown, Hit(str(entry["fact"]), name, f"“{line(column)}”一列里的"))
    return tuple(found.values())
