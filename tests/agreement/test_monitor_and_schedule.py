"""A case is what ``law.schedule`` says of its history, and so is what the network finds by itself, whatever it is."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.deadlines.terms import facts_of_term
from opendata_rules.monitoring.log.reader import regulates
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.procedures import Procedure, procedures
from tests import laws

DAY = dt.timedelta(days=1)
PLACES = [
    *((place, False) for place in ("jining", "tengzhou", "qingdao", "taian")),
    *((place, True) for place in ("shandong", "zaozhuang", "jinan", "tengzhou", "qingdao", "taian")),
]
#: Before every law, then around the days on which laws begin and end, then past the calendar's horizon.
SPANS = [
    (dt.date(2006, 12, 1), dt.date(2024, 1, 1)),
    (dt.date(2024, 1, 1), dt.date(2025, 9, 30)),
    (dt.date(2025, 9, 1), dt.date(2026, 11, 30)),
    (dt.date(2026, 11, 1), dt.date(2027, 3, 1)),
    (dt.date(2028, 6, 1), dt.date(2028, 10, 1)),
    (dt.date(2029, 12, 1), dt.date(2030, 3, 1)),
]
BEGINNINGS = st.sampled_from(SPANS).flatmap(lambda span: st.dates(*span))
DISTANCES = st.one_of(st.integers(0, 35), st.sampled_from([0, 1, 7, 365, 366]), st.integers(0, 800))
END = dt.date(2033, 1, 1)
#: The first example of each place loads its packs and its engine.
unhurried = settings(deadline=None, max_examples=60)


@functools.cache
def law_of(place: str, drafts: bool) -> odr.Law:
    return laws.law(place, drafts=drafts)


@functools.cache
def monitor_of(place: str, drafts: bool) -> odr.Monitor:
    """One monitor for all examples: each has a case of its own."""
    return odr.monitor(law_of(place, drafts))


def regulated(law: odr.Law) -> list[Procedure]:
    return [procedure for procedure in procedures().all.values() if regulates(law, procedure)]


def facts_of(law: odr.Law, procedure: Procedure) -> list[str]:
    """Ids of the facts that the steps and terms of a procedure depend on."""
    names: dict[str, None] = {}
    for step in procedure.steps:
        names |= dict.fromkeys(step.facts)
        for place in law.chain.places:
            rules = [rule for pack in place.packs for rule in pack.terms if rule.step == step.name]
            names |= dict.fromkeys(name for rule in rules for name in facts_of_term(rule, law.vocabulary))
    return list(names)


def values_of(name: str, began: dt.date) -> st.SearchStrategy[Any]:
    fact = vocabulary().facts[name]
    match str(fact.type):
        case "bool":
            return st.booleans()
        case "enum":
            return st.sampled_from([value for value, _ in fact.values])
        case "date":
            return DISTANCES.map(lambda days: began + dt.timedelta(days=days))
    raise AssertionError(fact)


@st.composite
def histories(draw: st.DrawFn, law: odr.Law) -> tuple[Procedure, dict[str, dt.date], list[tuple[dt.date, str, Any]]]:
    """A procedure, the day of each kind of event, and facts with the day on which each is told."""
    procedure = draw(st.sampled_from(regulated(law)))
    began = day = draw(BEGINNINGS)
    names = facts_of(law, procedure)
    told = [
        (began + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 3, 15, 40]))), name, draw(values_of(name, began)))
        for name in (draw(st.lists(st.sampled_from(names), unique=True)) if names else [])
    ]
    facts = {name: value for _, name, value in told}
    days = {procedure.beginning: began}
    for kind in procedure.events():
        if kind != procedure.beginning and draw(st.sampled_from([True, True, True, False])):
            # Mostly one after the other, often on the last day or beside it; sometimes in an order that makes no sense.
            edges = edges_of(law, procedure, kind, days, facts)
            after = draw(st.sampled_from([day, day, day, began])) + dt.timedelta(days=draw(DISTANCES))
            day = draw(st.sampled_from([*edges, after]))
            days[kind] = day
    return procedure, days, told


def edges_of(
    law: odr.Law, procedure: Procedure, kind: str, days: dict[str, dt.date], facts: dict[str, Any]
) -> list[dt.date]:
    """The first and the last day on which the term of a step can end, and the days beside them."""
    for step in procedure.steps:
        trigger = step.trigger_for(facts)
        if step.id == kind and trigger in days:
            term = law.deadline(step.name, trigger=days[trigger], facts=facts)
            ends = [end for end in (term.earliest, term.latest) if end is not None]
            found = [end + dt.timedelta(days=n) for end in ends for n in (-1, 0, 1)]
            return [day for day in found if day >= days[procedure.beginning]]
    return []


def feed(case: str, procedure: Procedure, days: dict[str, dt.date], told: list[tuple[dt.date, str, Any]]) -> list[Any]:
    head = {"case": case, "procedure": procedure.id}
    events = [{**head, "id": f"{case} {kind}", "kind": kind, "date": day} for kind, day in days.items()]
    events += [
        {**head, "id": f"{case} {name}", "kind": "statement", "date": day, name: value} for day, name, value in told
    ]
    return events


@pytest.mark.parametrize(("place", "drafts"), PLACES, ids=lambda value: str(value))
@given(data=st.data())
@unhurried
def test_a_case_is_what_the_schedule_of_its_history_is(place: str, drafts: bool, data: st.DataObject) -> None:
    law, monitor = law_of(place, drafts), monitor_of(place, drafts)
    procedure, days, told = data.draw(histories(law))
    began = days[procedure.beginning]
    case = f"case {sum(1 for _ in monitor.cases())}"
    events = feed(case, procedure, days, told)
    counts = monitor.ingest(data.draw(st.permutations(events)))
    assert counts.accepted == len(events)
    actual = {kind: day for kind, day in days.items() if kind != procedure.beginning}
    last = law.schedule(
        procedure.id, trigger=began, actual=actual, on=dt.date(2031, 1, 1), facts={n: v for _, n, v in told}
    )
    ends = [end for step in last.steps if step.deadline is not None for end in (step.deadline.latest,) if end]
    edges = [day + dt.timedelta(days=n) for day in [*days.values(), *ends] for n in (-1, 0, 1)]
    for on in (END, data.draw(st.sampled_from(edges)), data.draw(st.dates(began - 3 * DAY))):
        facts = {name: value for day, name, value in told if day <= on}
        schedule = law.schedule(procedure.id, trigger=began, actual=actual, on=on, facts=facts)
        status = monitor.status(case, on=on)
        assert status.steps == schedule.steps
        assert status.warnings == schedule.warnings
        assert by_network(monitor, case, on) == {step.id: step.state for step in schedule.steps}
        for kind in ("overdue", "late"):
            broken = {step.id for step in schedule.steps if step.state == kind}
            assert {breach.step for breach in status.breaches if breach.kind == kind} == broken


def by_network(monitor: odr.Monitor, case: str, on: dt.date) -> dict[str, odr.StepState]:
    """How the steps stand by the joins of the network itself, told the day, without the rule that the schedule uses."""
    return monitor._assessor.states_by_network(monitor._store.events([case])[case], on)
