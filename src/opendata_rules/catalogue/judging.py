"""Findings held against those of last time and against waivers, row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..values import fill
from ..vocabulary.terms import Scheme
from .baseline import named, title_of
from .characters import plain
from .findings import Numbers, findings_of
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
        scheme: Scheme = Scheme.OPENING,
        shares_id: Callable[[str], bool] = lambda identifier: False,
    ) -> None:
        self._on = on
        self._scheme = scheme
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
        self._counts = dict.fromkeys(("total", "errors", "failing", "unchanged", "waived", "expired"), 0)

    def judged(self, row: Row) -> Row:
        """The row with its findings."""
        found = findings_of(row, self._scheme)
        waivers = self._waivers_on(row) if self._by_dataset else []
        if not found and not waivers:
            return row
        # The row has just been made and is nobody's yet; a copy would cost more than all else here.
        fill(row, findings=tuple([self._finding(row, finding, waivers) for finding in found]))
        return row

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

    def _finding(self, row: Row, told: Finding, waivers: list[_Wanted]) -> Finding:
        finding = self._numbers.numbered(told)
        if self._baseline is not None:
            known = self._was_known(row, told.id, finding.id)
            finding = replace(finding, since=Since.UNCHANGED if known else Since.NEW)
        met = [one for one in waivers if self._meets(one, row, finding)]
        for one in met:
            one.met = True
        if met:
            best = max((one.waiver for one in met), key=lambda waiver: waiver.expires)
            finding = replace(finding, waiver=best, expired=best.expires < self._on)
        self._count(finding)
        return finding

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

    def _count(self, finding: Finding) -> None:
        counts = self._counts
        counts["total"] += 1
        counts["errors"] += finding.is_error
        counts["failing"] += finding.fails
        counts["unchanged"] += finding.since is Since.UNCHANGED
        counts["waived"] += finding.waived
        counts["expired"] += finding.expired

    def tally(self) -> Tally:
        """What all rows that came by come to."""
        counts = self._counts
        return Tally(
            **counts,
            compared=self._baseline is not None,
            new=counts["total"] - counts["unchanged"],
            gone=tuple(Gone(name, title_of(told)) for name, told in sorted(self._gone.items())),
            idle=tuple(one.idle(self._on) for one in self._wanted if not one.met),
        )


def _folded(name: str, *, short: bool = True) -> str:
    """A name as a waiver writes it, as rows have it: masked, without what nobody sees."""
    return plain(line(name, short=short))
