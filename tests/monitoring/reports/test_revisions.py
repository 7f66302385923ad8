"""What a calendar that has an entry makes of the next feed: the newer one wins, and it is the one with the truth."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.monitoring.reports.export import export
from opendata_rules.monitoring.reports.feed import render_ics

from ...laws import ROOT
from ..store_feeds import feed
from .shown import D, happened, law

CASE = "A-001"
RECEIVED = {"id": "1", **happened(CASE, "unopened_request.received", "2026-03-02")}
REVIEWED = {"id": "2", **happened(CASE, "unopened_request.form_review", "2026-03-06", form_review_passed=True)}
EARLIER = {**REVIEWED, "id": "3", "date": "2026-03-04", "corrects": "2"}
BACK = {**REVIEWED, "id": "4", "corrects": "3"}
ON = D(2026, 3, 10)
LAST, EARLIER_LAST = D(2026, 3, 20), D(2026, 3, 18)

Entry = Any


def exported(monitor: odr.Monitor, on: dt.date = ON) -> dict[str, Entry]:
    """The entries of a feed by their uids."""
    found = agenda(monitor, on)
    text = render_ics(found, monitor.revisions([task.case for task in found.tasks], on), monitor.law.calendar)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    entries = {str(event["UID"]): event for event in events}
    assert len(entries) == len(events)
    return entries


def mark(entry: Entry) -> tuple[int, dt.datetime]:
    """What tells the newer of two entries: RFC 5546, 2.1.5."""
    return int(entry["SEQUENCE"]), entry["DTSTAMP"].dt


def content(entry: Entry) -> bytes:
    bare = entry.copy()
    bare.subcomponents = entry.subcomponents
    for name in ("SEQUENCE", "DTSTAMP"):
        del bare[name]
    return bytes(bare.to_ical())


def test_a_day_corrected_to_an_earlier_one_and_back() -> None:
    monitor = odr.monitor(law())
    monitor.ingest([RECEIVED, REVIEWED])
    feeds = []
    for event in (EARLIER, BACK):
        feeds.append(exported(monitor))
        monitor.ingest([event])
    feeds.append(exported(monitor))
    [uid] = {uid for one in feeds for uid in one}
    entries = [one[uid] for one in feeds]
    assert [entry["DTSTART"].dt for entry in entries] == [LAST, EARLIER_LAST, LAST]
    numbers, stamps = zip(*map(mark, entries), strict=True)
    assert numbers[0] < numbers[1] < numbers[2]
    assert list(stamps) == sorted(stamps)


def test_the_order_in_which_events_came_makes_no_difference() -> None:
    events = [RECEIVED, REVIEWED, EARLIER, BACK]
    found = set()
    for seed in range(10):
        monitor = odr.monitor(law())
        monitor.ingest(random.Random(seed).sample(events, 4))
        found |= {entry.to_ical() for entry in exported(monitor).values()}
    assert len(found) == 1


def test_becoming_overdue_is_a_change_and_less_than_an_event() -> None:
    monitor = odr.monitor(law())
    monitor.ingest([RECEIVED, REVIEWED])
    before, on_it, after = (mark(*exported(monitor, day).values()) for day in (ON, LAST, D(2026, 3, 23)))
    assert before == on_it < after
    monitor.ingest([EARLIER])
    assert after < mark(*exported(monitor, ON).values())


def test_a_correction_by_an_event_of_another_case_is_a_change() -> None:
    monitor = odr.monitor(law())
    other = happened("B", "unopened_request.received", "2026-03-02")
    monitor.ingest([RECEIVED, REVIEWED, {**REVIEWED, "id": "5", "date": "2026-03-04"}])
    before = exported(monitor)
    monitor.ingest([{"id": "6", **other, "corrects": "5"}])
    after = exported(monitor)
    [uid] = before
    assert (before[uid]["DTSTART"].dt, after[uid]["DTSTART"].dt) == (EARLIER_LAST, LAST)
    assert mark(before[uid]) < mark(after[uid])


@given(chance=st.randoms(use_true_random=False), cases=st.integers(1, 5), batch=st.integers(1, 8))
@settings(deadline=None, max_examples=40)
def test_whatever_is_told_the_newest_entry_is_the_last_one_exported(
    chance: random.Random, cases: int, batch: int
) -> None:
    """Nothing that is exported later is older, and nothing that is as old is another."""
    monitor = odr.monitor(law(), engine="builtin")
    events, on = feed(law(), chance, cases), D(2026, 2, 10)
    seen: dict[str, Entry] = {}
    while events:
        monitor.ingest([events.pop() for _ in range(min(len(events), batch))])
        for _ in range(2):
            for uid, entry in exported(monitor, on).items():
                old = seen.get(uid)
                if old is not None:
                    assert [now >= then for now, then in zip(mark(entry), mark(old), strict=True)] == [True, True]
                    assert content(entry) == content(old) or entry["SEQUENCE"] > old["SEQUENCE"]
                seen[uid] = entry
            on += dt.timedelta(days=chance.choice([0, 1, 30]))


def test_a_last_day_that_another_notice_moves_is_a_change(tmp_path: Path) -> None:
    """Nobody told an event: it is the rules that are others. Both before and after the log is looked at anew."""
    for folder in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    notice = tmp_path / "rules/calendar/2026.yaml"
    text = notice.read_text(encoding="utf-8")
    day, day_more = "2026-10-01 至 2026-10-07", "2026-10-01 至 2026-10-08"
    assert day in text
    notice.write_text(text.replace(day, day_more).replace("10-10]", "10-10, 2026-10-11]"), encoding="utf-8")
    other = odr.load(tmp_path).law("jining", on=ON)
    store, on = tmp_path / "cases", D(2026, 9, 30)
    event = happened("A", "conditional_access.received", "2026-09-28")
    found = []
    for place, replay in ((law(), False), (other, False), (other, True), (law(), True)):
        with odr.monitor(place, store) as monitor:
            monitor.ingest([{"id": "1", **event}])
            if replay:
                monitor.replay()
            found.append(*exported(monitor, on).values())
    days, numbers = [entry["DTSTART"].dt for entry in found], [int(entry["SEQUENCE"]) for entry in found]
    assert days[0] == days[3] != days[1] == days[2]
    assert numbers[0] < numbers[1] == numbers[2] < numbers[3]


# -- a calendar that people use ----------------------------------------------------------------------------------------


class Khal:
    """The calendar program khal, with one empty calendar."""

    def __init__(self, folder: Path, program: list[str]) -> None:
        self._folder = folder
        self._program = program
        (folder / "calendar").mkdir()
        (folder / "config").write_text(
            f"""[calendars]
[[cases]]
path = {folder / "calendar"}
[locale]
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder / "khal.db"}
""",
            encoding="utf-8",
        )

    def __call__(self, *arguments: str) -> str:
        home = {"HOME": str(self._folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        command = [*self._program, "--config", str(self._folder / "config"), *arguments]
        return subprocess.run(command, env=home, capture_output=True, text=True, check=True).stdout

    def take(self, path: Path) -> None:
        """Import a feed."""
        self("import", "--batch", "--include-calendar", "cases", str(path))

    def shows(self) -> list[str]:
        """Days and titles of what it shows in spring, with a bell where there is an alarm."""
        told = self("list", "--format", "{start-date} {title}{alarm-symbol}", "--day-format", "", "2026-03-01", "100d")
        return [line.strip() for line in told.splitlines() if line.strip()]


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    """A calendar program that people use."""
    if find_spec("khal") is not None:
        program = [sys.executable, "-m", "khal"]
    elif found := shutil.which("khal"):
        program = [found]
    elif os.environ.get("OPENDATA_RULES_REQUIRE_KHAL"):
        pytest.fail("khal is not installed: pip install khal")
    else:
        pytest.skip("needs the calendar program khal: pip install khal, or Debian's package")
    return Khal(tmp_path, program)


@pytest.mark.one_interpreter
def test_khal_shows_a_moved_day_once_and_as_it_is(khal: Khal, tmp_path: Path) -> None:
    monitor = odr.monitor(law())
    monitor.ingest([RECEIVED, REVIEWED])
    title = f"需求论证并反馈：{CASE}"
    for event, day in ((None, LAST), (EARLIER, EARLIER_LAST), (BACK, LAST)):
        monitor.ingest([] if event is None else [event])
        export(monitor, tmp_path / "feed.ics", ON)
        khal.take(tmp_path / "feed.ics")
        assert [line[: len(f"{day} {title}")] for line in khal.shows()] == [f"{day} {title}"]
        assert len(khal.shows()[0]) > len(f"{day} {title}")


@pytest.mark.one_interpreter
def test_khal_shows_the_duties_of_a_year(khal: Khal, tmp_path: Path) -> None:
    duties = [duty for duty in law().duties(2026) if 3 <= duty.due.month <= 5]
    assert duties
    path = tmp_path / "duties.ics"
    for alarms in (None, ()):
        path.write_text(odr.to_ics(duties, alarms=alarms), encoding="utf-8", newline="")
        khal.take(path)
    assert khal.shows() == [f"{duty.due} {duty.gist}" for duty in duties]
