"""What replaying and rechecking give back: answers, and what differs from the time of a receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..answers.receipts import Answer
from ..answers.result import Result, plain
from ..values import FrozenDict, Json, Value
from ..vocabulary.arguments import Lang
from ..vocabulary.citations import Citation

#: Where what was read from a file is found; of two files both, in any order.
Source = str | Path | tuple[str | Path, str | Path] | None

#: What may be another, in Chinese and English.
KINDS: Mapping[str, tuple[str, str]] = {
    "place": ("地方", "place"),
    "pack": ("规则包", "pack"),
    "instrument": ("文件的标题、日期等", "title, dates and the like of"),
    "rule": ("规则", "rule"),
    "fact": ("词表的词条", "vocabulary entry"),
    "procedure": ("程序的词条", "procedure entry"),
    "calendar": ("工作日历", "working-day calendar"),
    "source": ("来源文件", "source"),
    "option": ("所问的内容", "question asked"),
    "outcome": ("结果", "outcome"),
}
#: In which way.
HOW: Mapping[str, tuple[str, str]] = {
    "changed": ("有变化", "changed"),
    "added": ("是新的", "is new"),
    "removed": ("没有了", "is gone"),
}


@dataclass(frozen=True, slots=True)
class Drift(Value):
    """One thing that is another than when a receipt was issued.

    Attributes:
        what: ``place``, ``pack``, ``instrument``, ``rule``, ``fact``, ``procedure``, ``calendar`` (a year, or
            ``assumptions``), ``source``, ``option`` or ``outcome``.
        id: which; of an entry that is gone, how many are.
        change: ``changed``, ``added`` or ``removed``.
        citation: the passage that a rule rests on now, where it is there.
        instrument: id of the instrument that a rule belongs to; empty for everything else.
    """

    what: str
    id: str
    change: str
    citation: Citation | None = None
    instrument: str = ""

    def line(self, lang: Lang = "zh") -> str:
        """In a few words, in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import drift_line

        return drift_line(self, lang)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "what": self.what,
            "id": self.id,
            "change": self.change,
            "citation": self.citation.to_dict() if self.citation else None,
            "instrument": self.instrument,
        }


@dataclass(frozen=True, slots=True)
class Recheck(Result):
    """Answer to ``library.recheck``: frozen, hashable, picklable.

    Attributes:
        kind: kind of the receipt: which question was asked.
        place: id of the place.
        on: date of the law.
        engine: version of the engine that issued it.
        then: the gist of the outcome then, as the receipt holds it; empty where a receipt of form 1 is rechecked,
            which holds none.
        now: the answer of today; ``None`` where there is none.
        refusal: why there is no answer of today, in Chinese; else empty.
        english: the same in English.
        agrees: whether the gist of the outcome is the same; ``None`` where that cannot be told.
        same: whether everything is: what it rests on, and every word of the answer.
        differences: what it rests on and is another now, and what of the outcome is.
    """

    kind: str
    place: str
    on: dt.date
    engine: str
    then: Mapping[str, Json] = field(hash=False)
    now: Answer | None
    refusal: str
    english: str
    agrees: bool | None
    same: bool
    differences: tuple[Drift, ...]

    @property
    def gist(self) -> Mapping[str, Json]:
        """The gist of the outcome of today; empty where there is none."""
        return FrozenDict() if self.now is None else gist_of(self.now.receipt["outcome"])

    def explain(self, lang: Lang = "zh") -> str:
        """Whether the outcome is the same, and what differs, as a tree in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import explain_recheck

        return explain_recheck(self, lang)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "kind": self.kind,
            "place": self.place,
            "on": self.on.isoformat(),
            "engine": self.engine,
            "then": plain(self.then),
            "now": None if self.now is None else self.now.to_dict(),
            "refusal": self.refusal,
            "agrees": self.agrees,
            "same": self.same,
            "differences": [one.to_dict() for one in self.differences],
        }


def gist_of(outcome: Json) -> Mapping[str, Json]:
    """The gist of the outcome of a receipt, which nobody changes."""
    assert isinstance(outcome, Mapping)
    return FrozenDict((name, _frozen(told)) for name, told in outcome.items() if name != "digest")


def _frozen(told: Any) -> Any:
    if isinstance(told, Mapping):
        return FrozenDict((name, _frozen(value)) for name, value in told.items())
    return tuple(map(_frozen, told)) if isinstance(told, list) else told
