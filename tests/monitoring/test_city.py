"""A year of a city: every planted fault is found, none is invented, every step is as ``law.schedule`` says."""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
from collections import Counter
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.monitoring.reports.feed import render_ics

from .city import MIX, City, Fault, city
from .network.test_engine import needs_durable

pytestmark = pytest.mark.one_interpreter

SIZES = {"jining": 1500, "tengzhou": 900, "qingdao": 700, "taian": 600}
#: The whole of 2027 lies past the calendar's horizon: no day is certain there.
YEARS = [*((place, 2026, size) for place, size in SIZES.items()), ("jining", 2027, 300)]
years = pytest.mark.parametrize("year", YEARS, ids=lambda year: f"{year[0]}-{year[1]}")
each_procedure = pytest.mark.parametrize(
    ("year", "procedure"),
    [(year, procedure) for year in YEARS for procedure in MIX[year[0]]],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}-{value[1]}",
)


@functools.cache
def made(year: tuple[str, int, int]) -> City:
    return city(*year, seed=20260310)


@functools.cache
def fed(year: tuple[str, int, int]) -> odr.Monitor:
    """A monitor that was told the year in order of arrival, a few hundred events at a time."""
    return monitor_of(made(year), made(year).events, 300)


def monitor_of(told: City, events: list[Any], at_once: int) -> odr.Monitor:
    monitor = odr.monitor(told.law)
    for start in range(0, len(events), at_once):
        monitor.ingest(events[start : start + at_once])
    return monitor


def found(monitor: odr.Monitor, on: dt.date) -> list[Fault]:
    return sorted(
        Fault(breach.case, str(breach.kind), breach.rule if breach.kind == "prohibited" else breach.step)
        for breach in monitor.breaches(on)
    )


def rejected(monitor: odr.Monitor) -> Counter[str]:
    return Counter(canonical(str(reject.code), reject.event) for reject in monitor.rejects())


def canonical(code: str, event: object) -> str:
    return json.dumps([code, event], ensure_ascii=False, sort_keys=True, default=dict)


@years
def test_a_year_is_worth_looking_at(year: tuple[str, int, int]) -> None:
    told = made(year)
    assert {history.procedure for history in told.histories.values()} == set(MIX[told.place])
    assert {fault.kind for fault in told.faults} == {"late", "overdue", "prohibited"}
    assert len({reason for reason, _ in told.rejected}) == 12
    assert told.repeated > len(told.histories) / 50
    # Most cases are clean.
    assert len(told.faults) < len(told.histories) / 4


def test_every_kind_of_fault_is_planted_in_jining() -> None:
    prohibited = {fault.what for fault in made(YEARS[0]).faults if fault.kind == "prohibited"}
    assert prohibited == {
        "jining-9-1",
        "jining-14-1-application",
        "jining-14-1-city",
        "jining-14-1-county",
        "jining-14-1-public-notice",
        "jining-17-2-reviewed",
        "jining-17-3-agreement",
    }


@years
def test_every_planted_fault_is_found_and_none_invented(year: tuple[str, int, int]) -> None:
    told = made(year)
    assert found(fed(year), told.end) == sorted(told.faults)


@years
def test_what_cannot_be_taken_is_kept_aside_and_nothing_else(year: tuple[str, int, int]) -> None:
    assert rejected(fed(year)) == Counter(canonical(reason, event) for reason, event in made(year).rejected)


@years
def test_every_event_is_counted(year: tuple[str, int, int]) -> None:
    told = made(year)
    counts = odr.monitor(told.law).ingest(told.events)
    assert counts.accepted + counts.repeated + counts.rejected == len(told.events)
    assert counts.repeated == told.repeated
    # Counted as they come: whether an event lies before its case depends on dates that come, or are corrected, later.
    assert abs(counts.rejected - len(told.rejected)) < 10


@years
def test_neither_order_nor_batches_matter(year: tuple[str, int, int]) -> None:
    told = made(year)
    again = monitor_of(told, told.shuffled(7), 977)
    assert again.breaches(told.end) == fed(year).breaches(told.end)
    assert again.due(told.end) == fed(year).due(told.end)
    assert rejected(again) == rejected(fed(year))


@needs_durable
@years
def test_both_engines_answer_the_same(year: tuple[str, int, int]) -> None:
    told, one = made(year), fed(year)
    other = odr.monitor(told.law, engine="builtin")
    for start in range(0, len(told.events), 300):
        other.ingest(told.events[start : start + 300])
    assert (one.engine, other.engine) == ("durable-rules", "builtin")
    days = [told.end - dt.timedelta(days=back) for back in (0, 100, 250)]
    for on in days:
        assert other.due(on) == one.due(on)
        assert other.breaches(on) == one.breaches(on)
    assert other.breaches() == one.breaches()
    assert other.rejects() == one.rejects()
    assert other.digest() == one.digest()
    for case in list(one.cases())[::3]:
        assert other.status(case, on=days[1]) == one.status(case, on=days[1])
        assert other.status(case) == one.status(case)
    assert feed_of(other, days[1]) == feed_of(one, days[1])


def feed_of(monitor: odr.Monitor, on: dt.date) -> str:
    found = agenda(monitor, on)
    return render_ics(found, monitor.revisions((task.case for task in found.tasks), on), monitor.law.calendar)


@years
def test_a_replay_changes_nothing(year: tuple[str, int, int]) -> None:
    told = made(year)
    assert fed(year).replay() == ()
    assert found(fed(year), told.end) == sorted(told.faults)


@each_procedure
def test_steps_are_those_of_the_schedule(year: tuple[str, int, int], procedure: str) -> None:
    told, monitor = made(year), fed(year)
    chance = random.Random(procedure)
    for case, history in told.histories.items():
        if history.procedure != procedure:
            continue
        before = told.end - dt.timedelta(days=chance.randint(1, 364))
        for on in (told.end, before):
            steps = [standing(step) for step in monitor.status(case, on=on).steps]
            assert steps == expected(told, case, on), (case, on)


def expected(told: City, case: str, on: dt.date) -> list[tuple[Any, ...]]:
    """The steps by ``law.schedule``."""
    history = told.histories[case]
    trigger = history.trigger or dt.date.max
    schedule = told.law.schedule(
        history.procedure, trigger=trigger, actual=history.actual, on=on, facts=history.facts(on)
    )
    return [standing(step) for step in schedule.steps]


def standing(step: odr.ScheduledStep) -> tuple[Any, ...]:
    term = step.deadline
    days = () if term is None else (term.trigger, term.due, term.earliest, term.latest, str(term.status), term.rule)
    return step.id, str(step.state), step.actual, days


@years
def test_what_lies_before_its_case_counts_on_no_day(year: tuple[str, int, int]) -> None:
    told, monitor = made(year), fed(year)
    early = [event for reason, event in told.rejected if reason == "before_beginning"]
    assert early
    for event in early:
        on = dt.date.fromisoformat(event["date"])
        steps = monitor.status(event["case"], on=on).steps
        assert [(step.state, step.actual) for step in steps] == [("blocked", None)] * len(steps)


@years
def test_what_is_owed_on_a_day_is_what_the_schedules_leave_open(year: tuple[str, int, int]) -> None:
    told, monitor = made(year), fed(year)
    on = told.end - dt.timedelta(days=100)
    owed = [(owed.case, owed.step, str(owed.state), owed.last) for owed in monitor.due(on)]
    open_steps = []
    for case in told.histories:
        for step, state, _, days in expected(told, case, on):
            last = days[3] if days else None
            if last is not None and (state == "overdue" or (state == "pending" and last >= on)):
                open_steps.append((case, step, state, last))
    assert sorted(owed) == sorted(open_steps)
