"""What no case exercises, pack by pack, at the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...logic.conditions import Earlier
from ...logic.in_words import describe
from ...norms.pack import Pack
from ...norms.provisions import Provision, RecurringRule, TermRule
from ...packs.files import ARTICLES
from ...packs.shelf import Shelf
from ...reading.document import Document, Location
from ...values import Json, Term, Value
from ...vocabulary.citations import Ref
from ...vocabulary.keywords import chinese
from ..deciding import Goal, possible
from ..in_files import place_of
from ..rule_conditions import Conditioned, Leaf
from ..rule_places import mark_of
from .measured import Measured


class Sort(Term):
    """What is exercised or not."""

    RULE = "rule"
    LEAF = "leaf"
    NUMBER = "number"
    ARTICLE = "article"


#: What they are called, in the order in which they are told.
SORTS = {Sort.RULE: "规则", Sort.LEAF: "条件", Sort.NUMBER: "数和日期", Sort.ARTICLE: "条文"}


@dataclass(frozen=True, slots=True)
class Gap(Value):
    """Something that no case exercises.

    Attributes:
        sort: what it is.
        rule: id of the rule; of an article the ids of its rules, with commas.
        path: file name as shown to the user.
        line: line, from 1.
        column: column, from 1, in characters.
        message: what is not shown, in Chinese.
    """

    sort: Sort
    rule: str
    path: str
    line: int
    column: int
    message: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "sort": str(self.sort),
            "rule": self.rule,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class PackCoverage(Value):
    """What the cases exercise of one pack.

    Attributes:
        instrument: id of the instrument.
        counts: by sort, how many are exercised, and how many there are.
        gaps: what is not exercised, in the order of the files.
    """

    instrument: str
    counts: tuple[tuple[Sort, int, int], ...]
    gaps: tuple[Gap, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "instrument": self.instrument,
            "counts": {str(sort): {"exercised": shown, "all": there} for sort, shown, there in self.counts},
            "gaps": [gap.to_dict() for gap in self.gaps],
        }


def covered(shelf: Shelf, measured: Measured) -> tuple[PackCoverage, ...]:
    """What was exercised of each pack.

    Args:
        shelf: the packs.
        measured: what the cases showed.
    """
    return tuple(_Pack(shelf, measured, name, pack).coverage() for name, pack in measured.packs.items())


class _Pack:
    """One pack, as far as cases exercise it."""

    def __init__(self, shelf: Shelf, measured: Measured, name: str, pack: Pack) -> None:
        self._measured, self._name, self._pack = measured, name, pack
        self._words = shelf.words_for(name)
        self._counts = {sort: [0, 0] for sort in SORTS}
        self._gaps: list[Gap] = []

    def coverage(self) -> PackCoverage:
        """What is exercised, and what is not."""
        for rule in self._pack.provisions():
            self._rule(rule)
        self._articles()
        gaps = sorted(dict.fromkeys(self._gaps), key=lambda gap: (gap.path, gap.line, gap.column, gap.message))
        counts = tuple((sort, shown, there) for sort, (shown, there) in self._counts.items())
        return PackCoverage(self._name, counts, tuple(gaps))

    def _count(self, sort: Sort, shown: bool) -> bool:
        self._counts[sort][0] += shown
        self._counts[sort][1] += 1
        return shown

    def _gap(self, sort: Sort, rule: str, document: Document, at: Location, message: str, *, key: bool = False) -> None:
        path, line, column = mark_of(document, at, key=key)
        self._gaps.append(Gap(sort, rule, path, line, column, message))

    def _rule(self, rule: Provision) -> None:
        home = self._measured.places.home(rule.id, self._name)
        document = None if home is None else self._measured.places.document(*home)
        at = None if document is None else place_of(document.data, rule.id)
        if document is None or at is None:
            return
        reached = self._count(Sort.RULE, rule.id in self._measured.rules)
        if not reached:
            self._gap(Sort.RULE, rule.id, document, (*at, chinese("id")), f"规则 {rule.id}：没有用例用到它")
        parts = [one for one in self._measured.conditioned.values() if self._own(one) and one.owner is rule]
        for one in parts:
            reachable = self._possible(one)
            for leaf in one.leaves():
                self._leaf(one, leaf, reachable, told=reached)
        for name, message in _numbers(rule):
            shown = self._number(rule, name)
            self._count(Sort.NUMBER, shown)
            if reached and not shown:
                where = (*at, *name)
                self._gap(Sort.NUMBER, rule.id, document, where, f"规则 {rule.id}：{message}")

    def _possible(self, one: Conditioned) -> frozenset[Goal]:
        """What can be shown at all; worked out only where not everything was."""
        everything = frozenset(Goal(leaf, side) for leaf in one.leaves() for side in (True, False))
        shown = all(self._measured.decided[leaf] == {True, False} for leaf in one.leaves())
        return everything if shown else possible(one, self._words.vocabulary)

    def _own(self, one: Conditioned) -> bool:
        return one.instrument == self._name

    def _leaf(self, one: Conditioned, leaf: Leaf, possible: frozenset[Goal], *, told: bool) -> None:
        """A leaf and its limit; those of a rule that is never reached are not told beside it."""
        asked = describe(leaf.condition, self._words)
        decided, wanted = self._measured.decided[leaf], {goal.side for goal in possible if goal.leaf is leaf}
        if not wanted:
            # Nothing can show it: what it asks is settled by the others.
            return
        if not self._count(Sort.LEAF, wanted <= decided) and told:
            message = f"规则 {one.id}：没有用例表明{asked}{_sides(wanted - decided)}时改变结果"
            self._gap(Sort.LEAF, one.owner.id, leaf.document, leaf.location, message, key=leaf.key)
        sides = self._measured.limits.get(leaf)
        if sides is None or self._count(Sort.NUMBER, wanted <= sides) or not told:
            return
        if isinstance(leaf.condition, Earlier):
            message = f"没有用例写出两个日期，表明{asked}{_sides(wanted - sides)}时改变结果"
        else:
            message = f"没有用例恰好在界限上：{asked}刚好{_sides(wanted - sides)}"
        gap = f"规则 {one.id}：{message}"
        self._gap(Sort.NUMBER, one.owner.id, leaf.document, leaf.location, gap, key=leaf.key)

    def _number(self, rule: Provision, name: Location) -> bool:
        if isinstance(rule, RecurringRule):
            return rule.id in self._measured.rules
        return (rule.id, name[0] == chinese("extension")) in self._measured.counted

    def _articles(self) -> None:
        document = self._measured.places.document(self._name, ARTICLES)
        for row in self._pack.articles:
            at = None if document is None else place_of(document.data, row.ref, key=chinese("ref"))
            if document is None or at is None or not row.rules:
                continue
            if not self._count(Sort.ARTICLE, not self._measured.rules.isdisjoint(row.rules)):
                message = f"{Ref.parse(row.ref).chinese()}：没有用例用到它的规则（{'、'.join(row.rules)}）"
                self._gap(Sort.ARTICLE, ",".join(row.rules), document, (*at, chinese("ref")), message)


def _sides(lacking: set[bool]) -> str:
    """The sides on which something was not shown."""
    return "、".join(word for side, word in ((True, "成立"), (False, "不成立")) if side in lacking)


def _numbers(rule: Provision) -> Iterator[tuple[Location, str]]:
    """The numbers of a rule that stand in no condition: where each is written, and what no case shows of it."""
    if isinstance(rule, RecurringRule):
        yield (chinese("every_year"),), "每年最晚的一天，没有用例写出"
    elif isinstance(rule, TermRule):
        if rule.length is not None:
            yield (chinese("length"),), f"没有用例算出 {rule.length} 的最后一天"
        elif rule.fixed is not None:
            yield (chinese("fixed"),), "没有用例算出固定日期那一天"
        if rule.extension is not None and rule.extension.total is not None:
            total = rule.extension.total
            yield (chinese("extension"), chinese("total")), f"没有用例算出延长以后合计 {total} 的最后一天"
