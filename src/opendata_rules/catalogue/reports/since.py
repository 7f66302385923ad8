"""How findings stand to those of last time and to waivers, as it is shown: new ones first, what is waived apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...formats.pages import template
from ..judged import KINDS, Finding, Since, Tally, Waiver
from ..results import Row
from ..text import shortened

#: Findings listed of each group; the other forms of the report have them all.
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of which the same is to be said.

    Attributes:
        heading: what they are.
        about: what that means.
        found: the first of them, with their datasets.
        more: how many there are beside.
        folded: whether nobody has to look at them now.
    """

    heading: str
    about: str
    found: tuple[tuple[Row, Finding], ...]
    more: int
    folded: bool


def compared(tally: Tally) -> tuple[str, ...]:
    """What there is to say where something of last time, or a waiver, was given; nothing else."""
    said = []
    if tally.compared:
        gone = f"，{len(tally.gone)} 个已经没有了" if tally.gone else ""
        said.append(f"与上次相比：新发现 {tally.new} 个问题，上次已有 {tally.unchanged} 个{gone}")
    if tally.waived:
        said.append(f"{tally.waived} 个问题有豁免，不算错误")
    if tally.expired:
        said.append(f"{tally.expired} 个问题的豁免已经过期，不再有效")
    for one in tally.idle:
        named = f"{shortened(one.waiver.dataset)}，{shortened(one.waiver.finding, 80)}"
        said.append(f"第 {one.waiver.line} 行的豁免（{named}）没有用上：{one.why}")
    return tuple(said)


def compared_in_english(tally: Tally) -> str:
    """The same in short in English; empty where there is nothing to say."""
    said = []
    if tally.compared:
        said.append(f"{tally.new} findings new, {tally.unchanged} unchanged, {len(tally.gone)} gone")
    if tally.waived or tally.expired or tally.idle:
        said.append(f"{tally.waived} waived, {tally.expired} waivers expired, {len(tally.idle)} waivers met nothing")
    return "; ".join(said)


def waiver_text(waiver: Waiver) -> str:
    """A waiver in a few words."""
    return f"{waiver.reason}（批准人：{waiver.approver}；到期：{waiver.expires}）"


def state(finding: Finding) -> str:
    """How a finding stands; empty where nothing was given that it could stand to."""
    told = []
    if finding.since is not None:
        told.append("新发现" if finding.since is Since.NEW else "上次已有")
    if finding.waiver is not None:
        told.append(f"{'豁免已过期' if finding.expired else '豁免'}：{waiver_text(finding.waiver)}")
    return "，".join(told)


class Listing:
    """What the page lists of findings, chosen while the datasets go by."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[Row, Finding]]] = {name: [] for name in _GROUPS}
        self._counts = dict.fromkeys(_GROUPS, 0)

    def add(self, row: Row) -> None:
        """Look at a dataset."""
        for finding in row.findings:
            name = _group(finding)
            self._counts[name] += 1
            if len(self._found[name]) < _LISTED:
                self._found[name].append((row, finding))

    def fragment(self, tally: Tally) -> Any:
        """The part of the page; empty where nothing of last time and no waiver was given."""
        if not tally.compared and not tally.waived and not tally.expired and not tally.idle:
            return ""
        from markupsafe import Markup

        fragment = template(__package__, "since.html.j2").render(
            said=compared(tally)[:_LISTED],
            groups=self._groups(tally),
            gone=tally.gone[:_LISTED],
            more_gone=max(0, len(tally.gone) - _LISTED),
            kinds={kind: term for kind, (term, _, _) in KINDS.items()},
            state=state,
        )
        return Markup(fragment)

    def _groups(self, tally: Tally) -> list[Group]:
        found, counts = self._found, self._counts
        return [
            Group(heading, about, tuple(found[name]), counts[name] - len(found[name]), name in ("unchanged", "waived"))
            for name, (heading, about) in _GROUPS.items()
            if counts[name] and (tally.compared or name not in ("new", "unchanged"))
        ]


_GROUPS = {
    "expired": ("豁免已经过期的", "过了期的豁免不再有效：改正，或者重新批准。"),
    "new": ("新发现的", "上次没有的问题。"),
    "unchanged": ("上次已有的", "上次已经发现、还没有改的，不算新的错误。"),
    "waived": ("有豁免的", "有人批准不改的，到期以前不算错误。"),
}


def _group(finding: Finding) -> str:
    if finding.waiver is not None:
        return "expired" if finding.expired else "waived"
    return "unchanged" if finding.since is Since.UNCHANGED else "new"
