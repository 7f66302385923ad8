"""What differs of the cases of the version before, written under 修订后 for a lawyer to hold against the amended text.

An amendment of one term may change forty cases. What each comes to now is known to the rules; whether that is right is
not, so every entry is marked, and the check goes on asking until the mark is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..packs.files import CASES, DUTY_CASES
from ..packs.shelf import Shelf
from ..reading.document import Document, read_bytes
from ..reading.folders import RULES, is_file
from ..reading.models import Model
from ..vocabulary.keywords import chinese
from .case_text import text_of, with_entry
from .editing.change import Change
from .mutation.stating import Stated, stated_by, steps_of
from .rule_cases.checks import TO_CONFIRM
from .rule_cases.common import CaseResult
from .rule_cases.expansion import APART
from .rule_cases.expected import (
    DeadlineExpectModel,
    DecisionExpectModel,
    DutyExpectModel,
    RecurringExpectModel,
    ScheduleExpectModel,
)
from .rule_cases.running import Differing, differing, run_cases
from .rule_cases.written import ASKED

_SITUATION, _CHANGED, _NEAR_MISSES = chinese("situation"), chinese("changed"), chinese("near_misses")
_DIFFERENCES, _OUTCOME, _LACKING = chinese("differences"), chinese("outcome"), chinese("lacking")
_OF_FINDINGS = (_OUTCOME, chinese("because"), chinese("findings"), _LACKING)
_REMARK = f"{TO_CONFIRM}：结果由程序按修订后的规则写出，请对照修订后的条文核对，再删去这一行。"
#: By list of cases, what says what they must come to.
_EXPECTED: Mapping[str, type[Model]] = {
    "cases": DecisionExpectModel,
    "duty_cases": DutyExpectModel,
    "deadline_cases": DeadlineExpectModel,
    "schedule_cases": ScheduleExpectModel,
    "recurring_cases": RecurringExpectModel,
}
#: What leaves nothing of other expectations where it is another; see ``overturns`` of the models.
_LEADING = ("status", "attribute", "outcome")
#: What must be among the warnings, and what must not.
_WARNINGS = ("warnings", "absent")
#: A base that is said otherwise is a base for its near misses, which may then differ in turn.
_ROUNDS = 4


@dataclass
class _Entry:
    """What differs of one base, and of its near misses by their number."""

    base: Stated = field(default_factory=dict)
    near: dict[int, Stated] = field(default_factory=dict)

    def case(self, situation: str) -> dict[str, Any]:
        """As an entry of 修订后."""
        near = [one for _, one in sorted(self.near.items())]
        return {_SITUATION: situation, **self.base, **({_NEAR_MISSES: near} if near else {})}


@dataclass(frozen=True)
class Written:
    """What would be written into a file of cases.

    Attributes:
        change: the file before and after; ``None`` where there is nothing to write.
        count: how many cases it states.
        left: situations of cases that somebody has to state by hand.
    """

    change: Change | None
    count: int
    left: tuple[str, ...]


def stated_differences(shelf: Shelf, instrument: str) -> Iterator[Written]:
    """What differs of the cases of the version before, file by file.

    Args:
        shelf: the packs.
        instrument: the later version.

    Raises:
        BadPack: the pack has errors.
    """
    shelf.pack(instrument)
    for file in (CASES, DUTY_CASES):
        found = _of_file(shelf, instrument, file)
        if found.change is not None or found.left:
            yield found


def _of_file(shelf: Shelf, instrument: str, file: str) -> Written:
    path = shelf.folder(instrument) / file
    before = path.read_bytes() if is_file(path) else b""
    entries: dict[str, _Entry] = {}
    document: Document | None = None
    said = _situations(before)
    left: dict[str, None] = {}
    for _ in range(_ROUNDS):
        documents = {} if document is None else {path: document}
        found = list(differing(shelf, instrument, file, documents))
        new = False
        #: bases that differ themselves; their near misses are looked at when that is said
        bases = {one.base.case.situation for one in found if one.number == 0}
        for one in found:
            situation = one.base.case.situation
            if situation in said:
                left[situation] = None
            elif one.number == 0 or situation not in bases:
                new |= _take(entries.setdefault(situation, _Entry()), one)
        if not new:
            left |= {one.base.case.situation: None for one in found}
            break
        document = read_bytes(_text(before, entries).encode(), f"{RULES}/{instrument}/{file}")
    entries = {name: entry for name, entry in entries.items() if entry.base or entry.near}
    if not entries:
        return Written(None, 0, tuple(left))
    if wrong := _wrong(shelf, instrument, path, document):
        # What was written is not what it comes to: it is left to be written by hand.
        left |= dict.fromkeys(wrong)
        entries = {name: entry for name, entry in entries.items() if name not in wrong}
    after = _text(before, entries)
    if not entries:
        return Written(None, 0, tuple(left))
    shown = f"{RULES}/{instrument}/{file}"
    change = Change(path, shown, shown, before.decode("utf-8"), after, ("修订后的结果",))
    count = sum(bool(entry.base) + len(entry.near) for entry in entries.values())
    return Written(change, count, tuple(left))


def _wrong(shelf: Shelf, instrument: str, path: Path, document: Document | None) -> set[str]:
    """The bases that come out otherwise than they are stated in a file that is not written yet."""
    documents = {} if document is None else {path: document}
    results = run_cases(shelf, instrument, documents)
    names = (one.name for one in results if isinstance(one, CaseResult) and not one.passed)
    return {name.partition(APART)[0] for name in names}


def _situations(content: bytes) -> set[str]:
    """The bases of which a file says something already; what is written there is not touched."""
    data = read_bytes(content, "").data if content else None
    written = data.get(_DIFFERENCES) if isinstance(data, dict) else None
    return {str(one.get(_SITUATION)) for one in written or () if isinstance(one, dict)}


def _text(before: bytes, entries: Mapping[str, _Entry]) -> str:
    text = before
    for situation, entry in entries.items():
        if entry.base or entry.near:
            text = with_entry(text, _DIFFERENCES, text_of(entry.case(situation), _REMARK)).encode()
    return text.decode("utf-8")


def _take(entry: _Entry, one: Differing) -> bool:
    """Take up what a case comes to now; whether that is anything new."""
    found = _now(one)
    if not found:
        return False
    if one.number == 0:
        new = found != entry.base
        entry.base = found
        return new
    found = {**_named(one), **found}
    new = entry.near.get(one.number) != found
    entry.near[one.number] = found
    return new


def _named(one: Differing) -> Stated:
    """How a near miss is told from the others of its base: by its situation, or by what it changes."""
    near = one.base.case.near_misses[one.number - 1]
    if near.situation:
        return {_SITUATION: near.situation}
    written = {name: getattr(near, name) for name in type(near).model_fields if name in near.model_fields_set}
    asked = {chinese(name): _plain(value) for name, value in written.items() if name in ASKED}
    changed = written.get("changed")
    return {**({_CHANGED: _plain(changed)} if changed else {}), **asked}


def _now(one: Differing) -> Stated:
    """What a case comes to now, of what it expects and does not come to."""
    kind, now = one.base.kind, stated_by(one.base.kind, one.case, one.orders)
    if kind == "schedule_cases":
        now = {**steps_of(one.case, one.orders), **now}
    written = {name: getattr(one.case, name) for name in _EXPECTED[kind].model_fields}
    expected = {name: value for name, value in written.items() if value is not None and name not in _WARNINGS}
    found: Stated = {}
    lost = False
    for name, value in expected.items():
        if not one.fails(_only(one, name, value)):
            continue
        there = now.get(chinese(name))
        # Of the recurring duties of a year, all are listed.
        if isinstance(value, Mapping) and kind != "recurring_cases":
            there = _entries(one, name, value, there or {})
        lost = lost or not there
        if there or isinstance(there, list):
            found[chinese(name)] = there
    if lost:
        # What is no more is told by what is there in its place.
        found = {**{chinese(name): now[chinese(name)] for name in _LEADING if chinese(name) in now}, **found}
    if kind == "duty_cases" and _OUTCOME in found:
        found = {**_because(one, now), **{word: told for word, told in found.items() if word not in _OF_FINDINGS}}
    return {**found, **_warned(one, now)}


def _because(one: Differing, now: Stated) -> Stated:
    """Another outcome of a check, with the duties that it is for: the old 因 would now be said of it."""
    base: Any = one.base.case
    case: Any = one.case
    written = base if one.number == 0 else base.near_misses[one.number - 1]
    named = dict.fromkeys([*(written.because or ()), *(written.findings or {})])
    findings: Mapping[str, str] = now[chinese("findings")]
    for_it = [rule for rule, verdict in findings.items() if verdict == now[_OUTCOME]]
    said = {rule: findings[rule] for rule in named if rule in findings and rule not in for_it}
    lacking = {rule: now[_LACKING][rule] for rule in case.lacking or () if rule in said and now[_LACKING].get(rule)}
    found: Stated = {_OUTCOME: now[_OUTCOME], chinese("because"): for_it}
    return {**found, **({chinese("findings"): said} if said else {}), **({_LACKING: lacking} if lacking else {})}


def _entries(one: Differing, name: str, value: Mapping[str, Any], there: Mapping[str, Any]) -> Stated:
    """Of an expectation by rule or step, the entries that come out otherwise."""
    failing = [key for key, item in value.items() if key in there and one.fails(_only(one, name, {key: item}))]
    found: Stated = {}
    for key in failing:
        item, told = value[key], there[key]
        if isinstance(item, Model):
            said = {chinese(part) for part in item.model_fields_set}
            told = {word: said_now for word, said_now in told.items() if word in said}
        found[key] = told
    return found


def _only(one: Differing, name: str, value: Any) -> Any:
    """A case that expects one thing alone."""
    others = dict.fromkeys(_EXPECTED[one.base.kind].model_fields)
    return one.case.model_copy(update={**others, name: value})


def _warned(one: Differing, now: Stated) -> Stated:
    """The warnings that are expected and gone, and those that are excluded and there."""
    got = now.get(chinese("warnings"), [])
    wanted, absent = ([str(code) for code in getattr(one.case, name, None) or ()] for name in _WARNINGS)
    gone, come = [code for code in wanted if code not in got], [code for code in absent if code in got]
    if not gone and not come:
        return {}
    left = [code for code in wanted if code not in gone] + come
    never = [code for code in absent if code not in come] + gone
    return {**({chinese("warnings"): left} if left else {}), **({chinese("absent"): never} if never else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.model_dump(by_alias=True) if isinstance(value, Model) else value
