"""Random feeds of events for Jining: cases that go well and badly, corrections, repeats, and what cannot be taken."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import opendata_rules as odr

PROCEDURES = ("conditional_access", "unopened_request", "delisting", "attribute_change", "objection", "publication")
FACTS: dict[str, list[Any]] = {
    "form_review_passed": [True, False],
    "data_already_open": [True, False],
    "assessed_openable": [True, False],
    "delisting_applied": [True, False],
    "approving_authorities": [["none"], ["city_department"], ["city_department", "province_department"]],
    "delisting_actor": ["provider", "department"],
}
FIRST = dt.date(2026, 2, 1)
#: First day and number of days from which cases begin: any, before the holiday of October, where no notice reaches.
SEASONS = [(FIRST, 360), (dt.date(2026, 9, 5), 25), (dt.date(2027, 1, 2), 25)]
#: What no monitor takes, for as many reasons as there are.
BAD: list[Any] = [
    "文字",
    None,
    {},
    {"id": "b1", "case": "c0", "procedure": "objection", "kind": "received"},
    {"id": "b2", "case": "c0", "procedure": "objection", "kind": "received", "date": "2026-02-30"},
    {"id": "b3", "case": "c0", "procedure": "objection", "kind": "受理了", "date": "2026-03-02"},
    {"id": "b4", "case": "c0", "procedure": "没有的程序", "kind": "received", "date": "2026-03-02"},
    {"id": "b5", "case": "c0", "procedure": "objection", "kind": "received", "date": "2026-03-02", "没有": "\0\ud800"},
    {"id": "b\ud800", "case": "c0", "procedure": "objection", "kind": "received", "date": "2026-03-02"},
    {"id": "b\0", "case": "c0", "procedure": "objection", "kind": "received", "date": "2026-03-02"},
    {"id": "b6", "case": "c0", "procedure": "objection", "kind": "received", "date": "2026-03-02", "corrects": "b6"},
]


def feed(law: odr.Law, chance: random.Random, cases: int) -> list[Any]:
    """Events in random order."""
    events: list[Any] = []
    for number in range(cases):
        events += _case(law, chance, number)
    events += chance.sample(BAD, chance.randint(0, 3))
    events += [dict(event) for event in chance.sample(events, len(events) // 4) if isinstance(event, dict)]
    chance.shuffle(events)
    return events


def _case(law: odr.Law, chance: random.Random, number: int) -> list[dict[str, Any]]:
    procedure = chance.choice(PROCEDURES)
    kinds = list(law.events(procedure))
    first, days = chance.choice(SEASONS)
    day = first + dt.timedelta(chance.randrange(days))
    events: list[dict[str, Any]] = []
    for kind in [kinds[0], *chance.choices(kinds, k=chance.randint(0, 4))]:
        event = {"id": f"e{number}-{len(events)}", "case": f"{'案Bb'[number % 3]}{number}", "procedure": procedure}
        events.append({**event, "kind": kind, "date": day.isoformat(), "actor": chance.choice(["", "张三", "李四"])})
        if not events[-1]["actor"]:
            del events[-1]["actor"]
        for name in chance.sample(list(FACTS), chance.randint(0, 2)):
            events[-1][name] = chance.choice(FACTS[name])
        day += dt.timedelta(chance.randint(-2, 20))
    if chance.random() < 0.4:
        wrong = chance.choice(events)
        moved = (dt.date.fromisoformat(wrong["date"]) + dt.timedelta(chance.randint(-9, 9))).isoformat()
        events.append({**wrong, "id": f"e{number}-new", "date": moved, "corrects": wrong["id"]})
    if chance.random() < 0.2:
        events.append({**events[0], "date": "2026-01-05"})  # the same id, told otherwise
    if chance.random() < 0.1:
        events.append({**events[0], "id": f"e{number}-other", "procedure": "annual_plan", "kind": "year"})
    return events
