"""What an edit comes to in practice: the datasets of a catalogue and the cases of a log that come out otherwise."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...catalogue.check import opened
from ...catalogue.results import UPDATES, VERDICTS, Row
from ...catalogue.rows import Judge
from ...catalogue.slices import slices
from ...errors import BadArgument
from ...monitoring.log.lines import events_in
from ...monitoring.monitors import monitor
from ...norms.order import LegalOrder
from ...quoting import quoted
from ...values import Json, Value
from ...vocabulary.terms import STEP_TERMS, Scheme, attribute_term
from ...vocabulary.words import common

#: With which an SQLite file begins.
_SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Touched(Value):
    """A dataset, or a case, that comes out otherwise.

    Attributes:
        id: its id; of a dataset it may be empty.
        title: what it is called; of a case its procedure.
        was: what it came to, in Chinese, one line for each thing.
        now: what it comes to.
    """

    id: str
    title: str
    was: tuple[str, ...]
    now: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"id": self.id, "title": self.title, "was": list(self.was), "now": list(self.now)}


@dataclass(frozen=True, slots=True)
class Effect(Value):
    """How many of the datasets of a catalogue, or of the cases of a log, come out otherwise, and which.

    Attributes:
        file: name of the file.
        total: how many there are.
        touched: those that come out otherwise.
    """

    file: str
    total: int
    touched: tuple[Touched, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"file": self.file, "total": self.total, "touched": [one.to_dict() for one in self.touched]}


def on_catalogue(old: LegalOrder, new: LegalOrder, path: Path, profile: str | None = None) -> Effect:
    """The datasets of a catalogue that come out otherwise. The file is read once, for both laws.

    Args:
        old: the law before.
        new: the law after.
        path: the catalogue.
        profile: name or file of a profile.

    Raises:
        NotACatalogue: the file is something else.
        BadProfile: the profile has errors.
        MissingExtra: the extra ``catalogue`` is needed and not installed.
    """
    words = common(old.words, new.words)
    before, after = old.speaking(words), new.speaking(words)
    found = opened(after, path, profile=profile)
    earlier = Judge(before, found.reading, found.given.unlisted)
    touched, total = [], 0
    for some in slices(found.table.records):
        total += len(some)
        for was, now in zip(earlier.judged(some).rows(), found.judge.judged(some).rows(), strict=True):
            told = [told_of(row) for row in (was, now)]
            if told[0] != told[1]:
                lines = [tuple(line for line in one if line not in other) for one, other in (told, told[::-1])]
                touched.append(Touched(now.id, now.title or f"第 {now.number} 行", lines[0], lines[1]))
    found.content.confirm()
    return Effect(path.name, total, tuple(touched))


def told_of(row: Row) -> tuple[str, ...]:
    """What a dataset comes to, line by line; a day that passes does not make it another."""
    lines = [f"判定：{VERDICTS[row.verdict][0]}"]
    attributes = [attribute_term(Scheme.OPENING, one) for one in row.possible]
    lines.append(
        f"属性：{attribute_term(Scheme.OPENING, row.attribute) if row.attribute else '可能' + '、'.join(attributes)}"
    )
    if len(row.permitted) > 1:
        lines.append(f"可以选择：{'、'.join(attribute_term(Scheme.OPENING, one) for one in row.permitted)}")
    lines += [f"依据：{one.citation}" for one in row.grounds]
    lines += [f"不合：{one.citation}" for one in row.objections]
    lines += [f"须办：{one.text}（{one.citation}）" for one in row.actions]
    lines += [f"提示：{one.text}" for one in row.warnings]
    if row.term is not None or row.update != "not_regulated":
        due = row.due.isoformat() if row.due is not None else UPDATES[row.update][0]
        cited = f"（{row.term.citation}）" if row.term is not None else ""
        lines.append(f"更新期限：{due}{cited}")
    return tuple(lines)


def on_log(old: LegalOrder, new: LegalOrder, path: Path, on: dt.date) -> Effect:
    """The cases of a log in which something else is due, or was done wrong.

    Args:
        old: the law before.
        new: the law after.
        path: the store of a monitor (SQLite), which is left as it is, or events as lines of JSON.
        on: the day that is asked about.

    Raises:
        BadArgument: there is no such file.
        BadStore: the store is none, is damaged, or is of another place.
    """
    if not path.is_file():
        shown = quoted(str(path))
        raise BadArgument(f"没有 {shown} 这个案件日志。", english=f"There is no log {shown}.", argument="log")
    words = common(old.words, new.words)
    events = list(_events(new.speaking(words), path))
    told = [_cases(law.speaking(words), events, on) for law in (old, new)]
    names = dict.fromkeys((*told[0], *told[1]))
    touched = []
    for name in names:
        was, now = (one.get(name, ()) for one in told)
        if was != now:
            lines = [tuple(line for line in one if line not in other) for one, other in ((was, now), (now, was))]
            touched.append(Touched(name, "", lines[0], lines[1]))
    return Effect(path.name, len(names), tuple(touched))


def _events(law: LegalOrder, path: Path) -> Iterator[Any]:
    with path.open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            stream.seek(0)
            yield from events_in(stream)
            return
    # A monitor writes into its store what cases come to; it is asked on a copy.
    with tempfile.TemporaryDirectory(prefix="opendata-rules-") as room:
        copy = Path(room) / path.name
        shutil.copyfile(path, copy)
        for beside in ("-wal", "-shm"):
            with contextlib.suppress(OSError):
                shutil.copyfile(f"{path}{beside}", f"{copy}{beside}")
        with monitor(law, copy) as kept:
            yield from (event.to_dict() for event in kept.events())


def _cases(law: LegalOrder, events: list[Any], on: dt.date) -> dict[str, tuple[str, ...]]:
    """By case, what is due and what was done wrong."""
    with monitor(law) as found:
        found.ingest(events)
        told: dict[str, list[str]] = {name: [] for name in found.cases()}
        for owed in found.due(on):
            last = owed.deadline.due or owed.deadline.latest
            told[owed.case].append(
                f"{owed.label}：{STEP_TERMS[owed.state]}，最后一天 {last}（{owed.deadline.citation}）"
            )
        for breach in found.breaches(on):
            days = "、".join(day.isoformat() for day in breach.dates)
            told[breach.case].append(f"{breach.label}：{breach.gist}（{breach.citation}，{days}）")
    return {name: tuple(lines) for name, lines in told.items()}
