"""Findings of datasets, held against those of last time and against waivers."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..vocabulary.terms import Scheme
from .baseline import named, title_of
from .characters import plain
from .datasets import Datasets, OfPart
from .findings import (
    Numbers,
    dataset_key,
    findings_of_questions,
    findings_of_stated,
    findings_of_update,
    of_dataset,
    worst_first,
)
from .judged import Finding, Gone, Idle, Since, Tally, Waiver
from .results import Row
from .text import line, listed
from .waivers import kind_and_provision

#: Findings of a dataset that are named where a waiver met none of them.
_NAMED = 5
#: The number of a finding that several equal datasets have.
_NUMBERED = re.compile(r"(?<=[^:]):[0-9]+$")


@dataclass(slots=True)
class _Wanted:
    """A waiver that waits for its finding.

    Attributes:
        waiver: the waiver.
        pair: kind and provision, where it names the finding so.
        met: whether a finding met it.
        named_only: whether a dataset of that title came by, and the waiver does not say who provides it.
        shared: whether datasets of that id came by of which it does not say which one is meant.
        others: findings of its dataset that it does not name.
        seen: whether its dataset came by.
    """

    waiver: Waiver
    pair: tuple[str, str] | None
    met: bool = False
    named_only: bool = False
    seen: bool = False
    shared: bool = False
    others: list[str] = field(default_factory=list)

    def idle(self, on: dt.date) -> Idle:
        """Why nothing met it."""
        over = self.waiver.expires < on
        if self.named_only:
            why = "数据集写的是名称，请再写“提供单位”，或者改写编号"
            return Idle(self.waiver, why, "the dataset goes by its title: its department is needed too")
        if self.shared:
            why = "几个数据集用这个编号，请再写“提供单位”"
            return Idle(self.waiver, why, "several datasets have this id: the department is needed too")
        if not self.seen:
            return Idle(self.waiver, "目录里没有这个数据集", "there is no such dataset")
        if self.others and not over:
            shown = listed(self.others, _NAMED)
            return Idle(self.waiver, f"这个数据集没有这个问题；有的是：{shown}", f"its findings are: {shown}")
        return Idle(self.waiver, "这个数据集已经没有这个问题，可以删去", "the dataset has no such finding any more")


class Judging:
    """One run over the rows of a catalogue, in the order of the file.

    Args:
        on: the date of the check; waivers are judged by it.
        baseline: names of datasets by the ids of last time's findings; ``None`` where nothing of last time was given.
        waivers: the waivers.
        scheme: whether the attribute of opening or that of sharing was judged.
        shares_id: whether several datasets of the catalogue have an id.
    """

    def __init__(
        self,
        on: dt.date,
        baseline: Mapping[str, str] | None,
        waivers: Iterable[Waiver],
        scheme: Scheme,
        shares_id: Callable[[str], bool],
    ) -> None:
        self._on = on
        self._of_parts = (
            OfPart("stated", functools.partial(findings_of_stated, scheme=scheme)),
            OfPart("updated", findings_of_update),
            OfPart("asked", findings_of_questions),
        )
        self._baseline = baseline
        self._gone = dict(baseline or {})
        self._shares_id = shares_id
        self._by_title: dict[tuple[str, str], list[str]] | None = None
        self._numbers = Numbers()
        self._wanted = [_Wanted(waiver, kind_and_provision(waiver.finding)) for waiver in waivers]
        self._by_dataset: dict[str, list[_Wanted]] = {}
        for wanted in self._wanted:
            for name in dict.fromkeys((_folded(wanted.waiver.dataset, short=False), _folded(wanted.waiver.dataset))):
                self._by_dataset.setdefault(name, []).append(wanted)
        #: a finding of each kind that is counted by itself, and how many there are
        self._kinds: dict[object, tuple[Finding, int]] = {}

    def judge(self, datasets: Datasets) -> None:
        """Fill in the findings of some datasets."""
        parts = (part.of(datasets) for part in self._of_parts)
        datasets.findings = [
            self._on_dataset(datasets, place, worst_first(*found))
            for place, found in enumerate(zip(*parts, strict=True))
        ]

    def _on_dataset(self, datasets: Datasets, place: int, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings of one dataset, given those of its parts."""
        if not found and not self._by_dataset:
            return ()
        identifier = datasets.ids[place]
        key = dataset_key(identifier, datasets.titles[place], datasets.departments[place]) if found else ""
        told = [of_dataset(key, one) for one in found]
        if key != identifier or self._shares_id(identifier):
            # Only others of that id, or of that name where there is none, may have the same findings.
            told = [self._numbers.numbered(one) for one in told]
        if self._baseline is not None or self._by_dataset:
            told = self._compared(datasets.row(place), key, found, told)
        for one in told:
            kind = one.kind, one.since, one.waiver is None, one.expired
            self._kinds[kind] = (one, self._kinds[kind][1] + 1 if kind in self._kinds else 1)
        return tuple(told)

    def _compared(self, row: Row, key: str, found: tuple[Finding, ...], told: list[Finding]) -> list[Finding]:
        """The findings of a dataset held against those of last time and against waivers.

        Args:
            row: the dataset.
            key: how it goes by in their ids.
            found: the findings of its parts.
            told: the same as its own, numbered.
        """
        waivers = self._waivers_on(row) if self._by_dataset else []
        compared = []
        for part, finding in zip(found, told, strict=True):
            if self._baseline is not None:
                known = self._was_known(row, key + part.id, finding.id)
                finding = replace(finding, since=Since.UNCHANGED if known else Since.NEW)
            met = [one for one in waivers if self._meets(one, row, finding)]
            for one in met:
                one.met = True
            if met:
                best = max((one.waiver for one in met), key=lambda waiver: waiver.expires)
                finding = replace(finding, waiver=best, expired=best.expires < self._on)
            compared.append(finding)
        return compared

    def _waivers_on(self, row: Row) -> list[_Wanted]:
        """Waivers that name the dataset."""
        named = {id(one): one for name in (row.id, row.title) if name for one in self._by_dataset.get(plain(name), ())}
        found = []
        for one in named.values():
            department = one.waiver.department
            if not department or _folded(department) == plain(row.department):
                one.seen = True
                found.append(one)
        return found

    def _was_known(self, row: Row, unnumbered: str, name: str) -> bool:
        """Whether a finding is one of last time."""
        if not self._shares_id(row.id):
            return self._gone.pop(name, None) is not None
        # Where departments use one id, the number behind it says nothing of which dataset it was last time: the title
        # does, and who provides it, else what one of them has mended would hide what is new with another.
        if self._by_title is None:
            self._by_title = {}
            for known, name_then in reversed(self._gone.items()):
                self._by_title.setdefault((_NUMBERED.sub("", known), name_then), []).append(known)
        # A file of earlier versions has no department, and perhaps no title.
        for name_then in (named(row.title, row.department), named(row.title, ""), ""):
            if names := self._by_title.get((unnumbered, name_then)):
                return self._gone.pop(names.pop(), None) is not None
        return False

    def _meets(self, one: _Wanted, row: Row, finding: Finding) -> bool:
        if not one.waiver.department and row.department and self._shares_id(row.id):
            # Nor is it guessed whose dataset is meant where departments use one id.
            one.shared = True
            return False
        if one.waiver.finding == finding.id:
            return True
        if one.pair != (finding.kind, finding.provision):
            if len(one.others) <= _NAMED:
                one.others.append(finding.id)
            return False
        by_id = bool(row.id) and _folded(one.waiver.dataset, short=False) == plain(row.id)
        if by_id or one.waiver.department or not row.department:
            return True
        # Departments may well have datasets of one name; which of them is meant is not guessed.
        one.named_only = True
        return False

    def tally(self) -> Tally:
        """What all rows that came by come to."""
        kinds = self._kinds.values()
        total = sum(count for _, count in kinds)
        unchanged = sum(count for one, count in kinds if one.since is Since.UNCHANGED)
        return Tally(
            total=total,
            errors=sum(count for one, count in kinds if one.is_error),
            failing=sum(count for one, count in kinds if one.fails),
            unchanged=unchanged,
            waived=sum(count for one, count in kinds if one.waived),
            expired=sum(count for one, count in kinds if one.expired),
            compared=self._baseline is not None,
            new=total - unchanged,
            gone=tuple(Gone(name, title_of(told)) for name, told in sorted(self._gone.items())),
            idle=tuple(one.idle(self._on) for one in self._wanted if not one.met),
        )


def _folded(name: str, *, short: bool = True) -> str:
    """A name as a waiver writes it, as rows have it: masked, without what nobody sees."""
    return plain(line(name, short=short))
