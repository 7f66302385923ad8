"""The names that other platforms call, as the page of the public surface fixes them, and what each gives."""

from __future__ import annotations

import datetime as dt
import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest

import opendata_rules as odr

from ..laws import ON, ROOT, law, library

REQUIRED = inspect.Parameter.empty
EVENT = {"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": "2026-02-02"}


def monitor() -> odr.Monitor:
    found = odr.monitor(law("jining"), engine="builtin")
    found.ingest([EVENT, {**EVENT, "id": "2", "kind": "feedback", "date": "2026-03-02"}, {"id": "3"}])
    return found


#: Each call with its parameters: those without a default have to be given, those after ``*`` by name.
CALLS: dict[str, tuple[Callable[..., Any], str]] = {
    "load": (odr.load, "path=None"),
    "library.law": (library().law, "place, *, on, drafts=False, strict=False"),
    "library.articles": (library().articles, "place"),
    "library.replay": (library().replay, "receipt, *, source=None"),
    "library.recheck": (library().recheck, "receipt, *, source=None"),
    "law.classify": (law("taian").classify, "facts, *, unlisted='unknown', declared=None, scheme='opening'"),
    "law.check_change": (law("taian").check_change, "before, after, facts"),
    "law.classify_frame": (law("taian").classify_frame, "frame, *, scheme='opening', unlisted='unknown'"),
    "law.check_change_frame": (law("taian").check_change_frame, "frame, *, before, after"),
    "law.deadline_frame": (law("taian").deadline_frame, "step, frame, *, trigger"),
    "law.check": (law("taian").check, "topic, facts"),
    "law.duties": (law("taian").duties, "year"),
    "law.facts": (law("taian").facts, "topic"),
    "law.events": (law("taian").events, "procedure"),
    "calendar": (odr.calendar, "until=None"),
    "calendar.add": (odr.calendar().add, "d, n"),
    "calendar.count": (odr.calendar().count, "a, b"),
    "calendar.bounds": (odr.calendar().bounds, "d, n"),
    "calendar.is_working_day": (odr.calendar().is_working_day, "d"),
    "lint": (odr.lint, "path"),
    "analyse": (odr.analyse, "law"),
    "compare": (odr.compare, "a, b, *, topic='classification'"),
    "monitor.due": (odr.Monitor.due, "self, on"),
    "monitor.breaches": (odr.Monitor.breaches, "self, on=None"),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_take_what_the_page_says(name: str) -> None:
    call, wanted = CALLS[name]
    found = inspect.signature(call)
    expected = inspect.signature(eval(f"lambda {wanted}: None"))
    told = [(p.name, p.kind, p.default) for p in found.parameters.values()]
    for number, parameter in enumerate(expected.parameters.values()):
        assert told[number][0] == parameter.name
        assert told[number][1] in (parameter.kind, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        assert told[number][2] == parameter.default
    # What else there is has a default.
    assert all(default is not REQUIRED for _, _, default in told[len(expected.parameters) :])


def test_calls_by_the_words_of_the_page() -> None:
    asked = law("jining")
    step = asked.deadline("conditional_access.form_review", trigger=ON, facts={}, receipt="receipt_instant")
    assert isinstance(step, odr.Deadline)
    found = asked.schedule("unopened_request", trigger=ON, actual={"form_review": ON}, on=ON, facts={})
    assert isinstance(found, odr.Schedule)
    report = law("taian").check_catalogue(ROOT / "examples" / "taian_catalogue.csv")
    assert {"rows", "problems", "total"} <= set(dir(report))
    assert {"title", "declared", "verdict"} <= set(dir(report.rows[0]))
    assert odr.to_ics(asked.duties(2026)).startswith("BEGIN:VCALENDAR")
    assert isinstance(library().lint(), tuple)
    with odr.monitor(asked, store=None) as followed:
        assert followed.engine in ("durable-rules", "builtin")
    assert odr.monitor(asked, engine="builtin").engine == "builtin"


def one(name: str) -> Any:
    """An answer of a kind, or a part of one."""
    taian, jining = law("taian"), law("jining")
    decision = taian.classify({"trade_secret": True, "third_party_response": "refused"}, declared="open")
    unknown = taian.classify({})
    compared = odr.compare(taian, jining)
    change = taian.check_change("closed", "open", {})
    schedule = jining.schedule("objection", trigger=ON, actual={}, on=ON)
    return {
        "instrument": lambda: taian.instruments[0],
        "decision": lambda: decision,
        "ground": lambda: decision.grounds[0],
        "question": lambda: unknown.questions[0],
        "objection": lambda: decision.objections[0],
        "change": lambda: change,
        "requirement": lambda: change.requirements[0],
        "assessment": lambda: taian.check("list", {}),
        "finding": lambda: taian.check("list", {}).findings[0],
        "deadline": lambda: jining.deadline("objection.feedback", trigger=ON),
        "day": lambda: jining.deadline("objection.feedback", trigger=ON).days[0],
        "schedule": lambda: schedule,
        "step": lambda: schedule.steps[0],
        "article": lambda: library().articles("taian")[0],
        "diagnostic": lambda: odr.lint("no such file")[0],
        "analysis": lambda: odr.analyse(taian),
        "comparison": lambda: compared,
        "difference": lambda: compared.differences[0],
        "case": lambda: monitor().status("A"),
        "owed": lambda: owing().due(dt.date(2026, 2, 3))[0],
        "breach": lambda: monitor().breaches()[0],
        "reject": lambda: monitor().rejects()[0],
        "citation": lambda: decision.grounds[0].citation,
        "warning": lambda: law("shandong", drafts=True).classify({}).warnings[0],
        "fact": lambda: taian.facts("list")[0],
        "recheck": lambda: library().recheck(decision.receipt),
    }[name]()


def owing() -> odr.Monitor:
    found = odr.monitor(law("jining"), engine="builtin")
    found.ingest([EVENT])
    return found


FIELDS = {
    "instrument": "id title state effective expires collected source",
    "decision": "status attribute possible permitted grounds questions declared_valid objections actions receipt"
    " warnings",
    "ground": "citation force gist",
    "question": "fact text",
    "objection": "citation",
    "change": "verdict possible requirements approver consequence permitted questions receipt warnings",
    "requirement": "state citation",
    "assessment": "verdict findings possible warnings receipt",
    "finding": "id citation verdict force missing action consequence possible",
    "deadline": "due status earliest latest force citation days counting_rule receipt warnings",
    "day": "counted",
    "schedule": "steps receipt warnings",
    "step": "id deadline actual state",
    "article": "instrument ref status rules note fingerprint",
    "diagnostic": "path line column code severity message help",
    "analysis": "gaps overlaps dead_rules needless_facts residual_openings deciding_facts receipt warnings",
    "comparison": "relation differences receipt warnings",
    "difference": "example a b",
    "case": "steps breaches receipt warnings",
    "owed": "case step deadline receipt",
    "breach": "case kind rule step citation dates events receipt",
    "reject": "event reason",
    "citation": "instrument ref text",
    "warning": "code",
    "fact": "type question",
    "recheck": "now differences",
}


@pytest.mark.parametrize("name", FIELDS)
def test_answers_and_their_parts_have_the_fields_of_the_page(name: str) -> None:
    found = one(name)
    for field in FIELDS[name].split():
        value = getattr(found, field)
        assert not callable(value), field
        assert not isinstance(value, list | set), field
    json.dumps(found.to_dict())


ANSWERS = [
    "decision",
    "change",
    "assessment",
    "deadline",
    "schedule",
    "analysis",
    "comparison",
    "case",
    "owed",
    "breach",
]


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_do_what_the_page_says_of_all(name: str) -> None:
    found = one(name)
    assert found.explain() == found.explain("zh") == found.explain(lang="zh")
    assert found.explain(lang="en") != found.explain()
    assert hash(found) == hash(one(name))
    assert found == one(name)
    with pytest.raises(TypeError):
        bool(found)
    stored = json.loads(json.dumps(found.receipt))
    assert stored == found.receipt
    assert library().replay(stored) == found
    checked = library().recheck(stored)
    assert checked.same
    assert checked.now == found
    assert {
        "places",
        "vocabulary",
        "procedures",
        "calendar",
        "packs",
        "engine",
        "place",
        "on",
        "options",
    } <= stored.keys()
    assert {"facts", "outcome"} <= stored.keys()


ERRORS = {
    "UnknownJurisdiction": lambda: library().law("nowhere", on=ON),
    "UnknownFact": lambda: law("taian").classify({"nothing": True}),
    "BadFact": lambda: law("taian").classify({"state_secret": "x"}),
    "UnknownTopic": lambda: law("taian").check("weather", {}),
    "UnknownProcedure": lambda: law("taian").deadline("objection.weather", trigger=ON),
    "UnknownCase": lambda: monitor().status("nobody"),
    "BadArgument": lambda: law("taian").classify({}).explain("fr"),
    "BadPack": lambda: odr.load("no such folder"),
    "BadStore": lambda: odr.monitor(law("jining"), "no such folder/cases.db"),
    "BeyondHorizon": lambda: odr.calendar().add(dt.date(1999, 1, 1), 1),
    "ReceiptMismatch": lambda: library().replay({}),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_those_of_the_page(name: str) -> None:
    kind = getattr(odr, name)
    assert issubclass(kind, odr.Error)
    assert issubclass(odr.Error, ValueError)
    with pytest.raises(kind) as caught:
        ERRORS[name]()
    assert type(caught.value) is kind
    assert caught.value.code
    assert isinstance(caught.value.nearest, tuple)
    assert caught.value.english
    assert issubclass(odr.MissingExtra, odr.Error)


def test_places_and_instruments_of_the_page() -> None:
    places = ["shandong", "jinan", "qingdao", "zaozhuang", "jining", "taian", "tengzhou"]
    assert sorted(library().jurisdictions) == sorted(places)
    known = {standing.id for place in places for standing in law(place, drafts=True).instruments}
    assert known >= {path.name for path in (ROOT / "rules").iterdir() if (path / "instrument.yaml").exists()}
    assert known >= {
        "shandong-measures-344",
        "shandong-rules-2025-1",
        "jinan-measures-291",
        "jinan-measures-trial-2023",
        "jining-measures-2022",
        "zaozhuang-measures-2024",
    }
    for name in ("泰安", "泰安市", "370900", "taian"):
        assert library().law(name, on=ON) == law("taian")
