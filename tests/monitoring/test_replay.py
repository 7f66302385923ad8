"""Known later: the log looked at under another notice, another pack. What moved is told, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.norms.resting import resting

from ..laws import ROOT
from .asked import answers
from .store_feeds import feed

pytestmark = pytest.mark.one_interpreter

FAR = dt.date(2030, 1, 1)
NOTICE_OF_2027 = ROOT / "tests" / "working_days" / "good" / "2027.yaml"


def edit(path: str, *edits: tuple[str, str]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1
            text = text.replace(old, new)
        (root / path).write_text(text, encoding="utf-8")

    return change


def put_2027(root: Path) -> None:
    shutil.copy(NOTICE_OF_2027, root / "rules" / "calendar" / "2027.yaml")


TERM = "    锚词: [5个工作日, 形式审核]\n    主体: 县级以上公共数据开放主管部门\n    效力: 应当\n    长度: "
CHANGES: dict[str, Callable[[Path], None]] = {
    "notice of a new year": put_2027,
    "notice changed": edit(
        "rules/calendar/2026.yaml",
        ("2026-10-01 至 2026-10-07", "2026-10-01 至 2026-10-08"),
        ("10-10]", "10-10, 2026-10-11]"),
    ),
    "term of a pack": edit("rules/jining-open-data-rules-2025/deadlines.yaml", (TERM + "5", TERM + "6")),
}


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory, jining: odr.Law) -> dict[str, odr.Law]:
    """The law of Jining as it would be after each change."""
    found = {}
    for number, (name, change) in enumerate(CHANGES.items()):
        root = tmp_path_factory.mktemp(f"library{number}")
        for folder in ("rules", "jurisdictions"):
            shutil.copytree(ROOT / folder, root / folder)
        change(root)
        found[name] = odr.load(root).law("jining", on=jining.on)
    return found


@pytest.fixture(scope="module")
def events(jining: odr.Law) -> list[Any]:
    """Fifty cases, from February 2026 into January 2027."""
    return feed(jining, random.Random(3), 50)


def spans(law: odr.Law, m: odr.Monitor) -> dict[tuple[str, str], tuple[dt.date, ...]]:
    """The last days of every step of every case, as ``law.schedule`` tells them."""
    found = {}
    for case in m.cases():
        at = m.status(case, on=FAR)
        assert at.began
        schedule = law.schedule(at.procedure, trigger=at.trigger, actual=dict(at.actual), on=FAR, facts=dict(at.stated))
        for step in schedule.steps:
            term = step.deadline
            days = () if term is None else (term.earliest, term.latest)
            found[case, step.id] = tuple(dict.fromkeys(day for day in days if day is not None))
    return found


def told(moves: Iterable[odr.Move]) -> dict[tuple[str, str], tuple[Any, Any]]:
    listed = list(moves)
    found = {(move.case, move.step): (move.before, move.after) for move in listed}
    assert len(found) == len(listed)
    assert [(move.case, move.step) for move in listed] == sorted(found)
    return found


def expected(old: odr.Law, new: odr.Law, events: list[Any]) -> dict[tuple[str, str], tuple[Any, Any]]:
    with odr.monitor(old) as m:
        m.ingest(events)
        before, after = spans(old, m), spans(new, m)
    return {key: (before[key], after[key]) for key in before if before[key] != after[key]}


@pytest.mark.parametrize("name", CHANGES)
def test_what_moved_is_told_and_nothing_else(
    jining: odr.Law, laws: dict[str, odr.Law], events: list[Any], place: Callable[[], str], name: str
) -> None:
    where, new = place(), laws[name]
    with odr.monitor(jining, where) as m:
        m.ingest(events)
        before = answers(m, 12)
        assert m.replay() == ()
    moved = expected(jining, new, events)
    assert 2 <= len(moved) < 50
    with odr.monitor(new) as fresh:
        fresh.ingest(events)
        after = answers(fresh, 12)
    assert after != before
    with odr.monitor(new, where) as m:
        assert answers(m, 12) == after  # before the replay as after it
        counted: list[int] = []
        first = m.replay(progress=counted.append)
        assert told(first) == moved
        assert sum(counted) == len(list(m.cases()))
        assert m.replay() == first
        assert answers(m, 12) == after
    with odr.monitor(new, where) as m:
        assert m.replay() == first
    # Under the old notices and packs again, the days move back; and there again.
    for law, path, found in ((jining, 1, before), (new, 0, after), (jining, 1, before)):
        with odr.monitor(law, where) as m:
            moves = told(m.replay())
            assert moves == {key: (pair[path], pair[1 - path]) for key, pair in moved.items()}
            assert answers(m, 12) == found


def test_a_provisional_day_becomes_final(jining: odr.Law, laws: dict[str, odr.Law], place: Callable[[], str]) -> None:
    where = place()
    told = {"id": "1", "case": "a", "procedure": "unopened_request", "kind": "feedback", "date": "2027-01-20"}
    begun = {**told, "id": "0", "kind": "received", "date": "2027-01-04"}
    with odr.monitor(jining, where) as m:
        m.ingest([begun, told])
        [before] = [owed.deadline for owed in m.due(dt.date(2027, 1, 20)) if owed.step == "opening"]
    assert before.due is None
    with odr.monitor(laws["notice of a new year"], where) as m:
        [after] = [owed.deadline for owed in m.due(dt.date(2027, 1, 20)) if owed.step == "opening"]
        assert after.due == dt.date(2027, 2, 23)
        [move] = [move for move in m.replay() if move.step == "opening"]
    assert move.before == (before.earliest, before.latest)
    assert move.after == (after.due,)
    assert "2027-02-23" in str(move.to_dict())


def test_events_before_the_replay_lose_no_move(
    jining: odr.Law, laws: dict[str, odr.Law], events: list[Any], place: Callable[[], str]
) -> None:
    """A case that goes on under the new pack is not looked at by the replay for the first time."""
    where, new = place(), laws["term of a pack"]
    with odr.monitor(jining, where) as m:
        m.ingest(events)
    moved = expected(jining, new, events)
    more = [
        {"id": f"more {number}", "case": case, "procedure": "conditional_access", "kind": kind, "date": "2027-03-01"}
        for number, (case, step) in enumerate(moved)
        for kind in ("statement", "form_review")
        if step == "form_review"
    ]
    more = [{**event, "id": f"{event['id']} {event['kind']}"} for event in more]
    with odr.monitor(new, where) as m:
        assert m.ingest(more).accepted == len(more) > 0
        assert told(m.replay()) == moved
        with odr.monitor(new) as fresh:
            fresh.ingest(events)
            fresh.ingest(more)
            assert answers(m, 12) == answers(fresh, 12)


def test_an_interrupted_replay_is_ended_by_the_next(
    jining: odr.Law,
    laws: dict[str, odr.Law],
    events: list[Any],
    place: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where, new = place(), laws["notice changed"]
    monkeypatch.setattr("opendata_rules.monitoring.monitors._AT_ONCE", 10)
    with odr.monitor(jining, where) as m:
        m.ingest(events)
    with odr.monitor(new, where) as m:

        def stop(_: int, seen: list[int] = []) -> None:  # noqa: B006
            seen.append(1)
            if len(seen) == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            m.replay(progress=stop)
    with odr.monitor(new, where) as m:
        assert told(m.replay()) == expected(jining, new, events)


def test_the_log_tells_the_digests(jining: odr.Law, laws: dict[str, odr.Law], place: Callable[[], str]) -> None:
    """Under which packs and calendar an event was taken."""
    where, new = place(), laws["notice of a new year"]
    for number, law in enumerate((jining, new, jining)):
        with odr.monitor(law, where) as m:
            event = {"id": f"{number}", "case": "a", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
            m.ingest([event])
            ask = m._store._run  # type: ignore[attr-defined]
            rows = ask("SELECT k.content FROM events e JOIN knowledge k ON e.knowledge = k.number ORDER BY e.number")
    digests = [law.calendar.digest for law in (jining, new, jining)]
    assert all(digest in row for digest, (row,) in zip(digests, rows, strict=True))
    packs = resting(jining, calendar=False)["packs"]
    assert packs
    assert all(json.loads(row)["packs"] == packs for (row,) in rows)


def test_the_same_log_gives_the_same_findings(jining: odr.Law, events: list[Any], place: Callable[[], str]) -> None:
    """The log of one monitor told to another, in another order."""
    with odr.monitor(jining, place()) as m:
        m.ingest(events)
        log = [event.to_dict() for event in m.events()]
        random.Random(4).shuffle(log)
        with odr.monitor(jining, place()) as other:
            other.ingest(log)
            for name in ("cases", "status", "due", "breaches"):
                assert answers(other, 12)[name] == answers(m, 12)[name]
