"""What answering a ledger again gives: what comes out otherwise, by the provision that makes the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..answers.result import Result, plain
from ..formats.trees import Language, Node
from ..quoting import quoted
from ..values import Json, Term, Value, fill, frozen
from ..vocabulary.arguments import Lang

#: Entries told one by one in each group of an explanation.
_TOLD = 20


class EntryStanding(Term):
    """How an answer stands to that of its time."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    UNTOLD = "untold"
    NO_ANSWER = "no_answer"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class Cause(Value):
    """What makes the difference.

    Attributes:
        what: ``rule``; or ``pack``, ``instrument``, ``place``, ``fact``, ``procedure``, ``calendar`` where no rule of
            the answer does; ``engine``; ``date`` where it was asked under another date; ``facts`` where facts are not
            kept.
        id: which.
        instrument: of a rule, id of the instrument that it cites.
        ref: the passage: ``12(四)``.
    """

    what: str
    id: str
    instrument: str = ""
    ref: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"what": self.what, "id": self.id, "instrument": self.instrument, "ref": self.ref}


@dataclass(frozen=True, slots=True)
class AnsweredAgain(Value):
    """One entry, answered again.

    Attributes:
        number: of the entry.
        dataset: which dataset it was about.
        department: whose dataset.
        kind: which question.
        place: id of the place.
        standing: ``unchanged``, ``changed``, ``untold`` (some completion of the facts that are not kept comes out
            otherwise, or may), ``no_answer`` (there is none today) or ``skipped`` (no answer that can be put again).
        then: what it came to, in a word.
        now: what it comes to today; empty where there is no answer.
        gist: the gist of the outcome of today.
        cause: what makes the difference; ``None`` where there is none.
        causes: all that may have part in it, that one first.
        refusal: why there is no answer, in Chinese.
        english: the same in English.
    """

    number: int
    dataset: str
    department: str
    kind: str
    place: str
    standing: EntryStanding
    then: str
    now: str = ""
    gist: Mapping[str, Json] = field(default_factory=dict, hash=False)
    cause: Cause | None = None
    causes: tuple[Cause, ...] = ()
    refusal: str = ""
    english: str = ""

    def __post_init__(self) -> None:
        fill(self, gist=frozen(self.gist))

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        told: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return {
            **told,
            "standing": str(self.standing),
            "gist": plain(self.gist),
            "cause": None if self.cause is None else self.cause.to_dict(),
            "causes": [one.to_dict() for one in self.causes],
        }


def from_dict(told: Mapping[str, Any]) -> AnsweredAgain:
    """What :meth:`AnsweredAgain.to_dict` gave.

    Raises:
        ValueError, TypeError, LookupError: it did not.
    """
    causes = tuple(Cause(**one) for one in told["causes"])
    cause = causes[0] if causes else None
    if type(told["number"]) is not int or type(told["gist"]) is not dict:
        raise TypeError("another form")
    return AnsweredAgain(**{**told, "standing": EntryStanding(told["standing"]), "causes": causes, "cause": cause})


@dataclass(frozen=True, slots=True)
class LedgerGroup(Value):
    """The entries in which one thing makes the difference.

    Attributes:
        cause: what.
        entries: the entries, in order.
    """

    cause: Cause
    entries: tuple[AnsweredAgain, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"cause": self.cause.to_dict(), "entries": [one.to_dict() for one in self.entries]}


@dataclass(frozen=True, slots=True)
class Rechecked(Result):
    """Answer to ``ledger.recheck``.

    Attributes:
        counts: how many entries there are of each standing.
        groups: those that come out otherwise or have no answer today, the largest group first.
        untold: those that cannot be told, since facts are not kept.
        last: number of the last entry looked at.
    """

    counts: Mapping[str, int] = field(hash=False)
    groups: tuple[LedgerGroup, ...]
    untold: tuple[AnsweredAgain, ...]
    last: int

    def __post_init__(self) -> None:
        fill(self, counts=frozen(self.counts))

    def explain(self, lang: Lang = "zh") -> str:
        """What comes out otherwise and by which provision, as a tree in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        say = Language(lang)
        count = self.counts
        tree = Node(
            say(
                f"重新作答到第 {self.last} 条：{count['changed']} 条结果不同，{count['no_answer']} 条今天得不出结果，"
                f"{count['untold']} 条不能定，{count['unchanged']} 条相同",
                f"answered again up to entry {self.last}: {count['changed']} otherwise, {count['no_answer']} without an"
                f" answer today, {count['untold']} cannot be told, {count['unchanged']} unchanged",
            )
        )
        for group in self.groups:
            title = f"{cause_line(group.cause, say)}{say('：', ': ')}{len(group.entries)}{say(' 条', '')}"
            tree.add(title, _lines(group.entries, say))
        if self.untold:
            title = say("有事实没有留下，不能定", "cannot be told, since facts are not kept")
            tree.add(f"{title}{say('：', ': ')}{len(self.untold)}{say(' 条', '')}", _lines(self.untold, say))
        if count["skipped"]:
            tree.add(
                say(
                    f"{count['skipped']} 条不是能重新作答的结果（抹去的记录、整份目录的报告）",
                    f"{count['skipped']} are no answers that can be put again (erasures, reports on whole catalogues)",
                )
            )
        return str(tree)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "counts": dict(self.counts),
            "groups": [group.to_dict() for group in self.groups],
            "untold": [one.to_dict() for one in self.untold],
            "last": self.last,
        }


#: What may make a difference, in Chinese and English.
CAUSES = {
    "rule": ("规则", "rule"),
    "pack": ("规则包", "pack"),
    "instrument": ("文件的标题、日期等", "title and dates of"),
    "place": ("地方", "place"),
    "fact": ("词表的词条", "vocabulary entry"),
    "procedure": ("程序的词条", "procedure entry"),
    "calendar": ("工作日历", "calendar"),
    "engine": ("引擎版本", "engine"),
    "date": ("另一日期的法", "the law of another date"),
    "facts": ("没有留下的事实", "facts that are not kept"),
    "question": ("问题", "the question"),
}


def cause_line(cause: Cause, say: Language) -> str:
    """What makes the difference, in a few words."""
    passage = f"（{quoted(cause.instrument)} {quoted(cause.ref)}）" if cause.instrument else ""
    return f"{say(*CAUSES[cause.what])} {quoted(cause.id)}{passage}".rstrip()


def _lines(entries: tuple[AnsweredAgain, ...], say: Language) -> list[str]:
    told = []
    for one in entries[:_TOLD]:
        whose = " ".join(quoted(name) for name in (one.department, one.dataset) if name)
        now = one.refusal or one.now
        told.append(f"{one.number} {whose} {one.kind}{say('：', ': ')}{one.then} → {now or '?'}".replace("  ", " "))
    if len(entries) > _TOLD:
        told.append(say(f"另有 {len(entries) - _TOLD} 条", f"{len(entries) - _TOLD} more"))
    return told


def collected(found: Iterable[AnsweredAgain], last: int = 0, before: Mapping[str, int] | None = None) -> Rechecked:
    """What was answered again, put together.

    Args:
        found: in order.
        last: number of the last entry looked at, where none is found.
        before: how many more there are of each standing that are not among them.
    """
    counts = {str(standing): (before or {}).get(standing, 0) for standing in EntryStanding}
    groups: dict[Cause, list[AnsweredAgain]] = {}
    untold = []
    for one in found:
        last = max(last, one.number)
        counts[one.standing] += 1
        if one.standing is EntryStanding.UNTOLD:
            untold.append(one)
        elif one.standing in (EntryStanding.CHANGED, EntryStanding.NO_ANSWER):
            assert one.cause is not None
            groups.setdefault(one.cause, []).append(one)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return Rechecked(counts, tuple(LedgerGroup(cause, tuple(some)) for cause, some in ordered), tuple(untold), last)
