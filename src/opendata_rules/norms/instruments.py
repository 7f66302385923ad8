"""Legal instruments and the places that they bind, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..values import FrozenDict, Json, Value
from ..vocabulary.terms import Collected, InstrumentState, Source


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal instrument (文件).

    Attributes:
        id: folder name under ``rules/``.
        title: full Chinese title, without 《》.
        english: the title in English.
        number: document number, ``None`` where none is printed or known.
        authority: body that made it.
        rank: Chinese name of its rank.
        draft: whether it is a draft that never took effect.
        issued: date of issue or publication, if known.
        effective: first day in force, if known.
        effective_by: a day on which it certainly was in force, where the first day is not known.
        expires: last day in force, ``None`` for no end.
        doubtful_from: first day from which it is not known to be still in force.
        collected: how much of it is encoded here.
        source: where the encoded text comes from; ``None`` where nothing is collected.
        note: remark for readers.
        amends: id of the instrument of which it is a later version; ``None`` where it is none.
    """

    id: str
    title: str
    english: str
    number: str | None
    authority: str
    rank: str
    draft: bool
    issued: dt.date | None
    effective: dt.date | None
    effective_by: dt.date | None
    expires: dt.date | None
    doubtful_from: dt.date | None
    collected: Collected
    source: Source | None
    note: str | None
    amends: str | None = None

    @property
    def version(self) -> str:
        """What tells a later version from the one before in citations, its number and day; ``""`` of a first one."""
        if self.amends is None:
            return ""
        day, what = (self.issued, "修订") if self.issued is not None else (self.effective, "起施行")
        told = [] if self.number is None else [self.number]
        told += [] if day is None else [f"{day.year}年{day.month}月{day.day}日{what}"]
        return "，".join(told) or "修订"

    def state(self, on: dt.date) -> InstrumentState:
        """Where the instrument stands on a date; ``unknown`` where its dates do not tell."""
        if self.draft:
            return InstrumentState.DRAFT
        if self.expires and on > self.expires:
            return InstrumentState.EXPIRED
        starts = self.effective or self.effective_by
        if self.effective and on < self.effective:
            return InstrumentState.NOT_YET_IN_FORCE
        if starts is None or on < starts:
            early = self.issued is not None and on < self.issued
            return InstrumentState.NOT_YET_IN_FORCE if early else InstrumentState.UNKNOWN
        if self.doubtful_from and on >= self.doubtful_from:
            return InstrumentState.UNKNOWN
        return InstrumentState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Jurisdiction(Value):
    """A place.

    Attributes:
        id: file name under ``jurisdictions/``.
        name: full Chinese name.
        english: the name in English.
        other_names: further names under which it is found.
        code: six-digit division code (GB/T 2260).
        level: 省级, 市级 or 县级.
        parent: id of the place above, ``None`` for a province.
        department: its big-data department.
        department_english: the same in English.
        instruments: ids of the instruments that bind it, nearest first.
        note: remark for readers.
        note_english: the same in English.
    """

    _schema = "place"

    id: str
    name: str
    english: str = field(default="", kw_only=True)
    other_names: tuple[str, ...]
    code: str
    level: str
    parent: str | None
    department: str
    department_english: str = field(default="", kw_only=True)
    instruments: tuple[str, ...]
    note: str | None = None
    note_english: str | None = field(default=None, kw_only=True)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "id": self.id,
            "name": self.name,
            "english": self.english,
            "other_names": list(self.other_names),
            "code": self.code,
            "level": self.level,
            "parent": self.parent,
            "department": self.department,
            "department_english": self.department_english,
            "instruments": list(self.instruments),
            "note": self.note,
            "note_english": self.note_english,
        }


def bound_together(
    instrument: str, places: Mapping[str, Jurisdiction], before: Mapping[str, str] = FrozenDict()
) -> tuple[str, ...]:
    """Ids of the instruments that bear on some place together with one; that one stands first.

    Args:
        instrument: id of the one.
        places: every place there is, by id.
        before: by later version, the instrument that it amends, which bears on a place with it.
    """
    found = {instrument: None}
    for place in places.values():
        above: list[Jurisdiction] = []
        here: Jurisdiction | None = place
        while here is not None and here not in above:
            above.append(here)
            here = places.get(here.parent) if here.parent else None
        names = [name for one in above for named in one.instruments for name in with_older(named, before)]
        if instrument in names:
            found |= dict.fromkeys(names)
    return tuple(found)


def with_older(instrument: str, before: Mapping[str, str]) -> tuple[str, ...]:
    """An instrument and those of which it is a later version, the newest first.

    Args:
        instrument: its id.
        before: by later version, the instrument that it amends.
    """
    found = [instrument]
    while (older := before.get(found[-1])) is not None and older not in found:
        found.append(older)
    return tuple(found)
