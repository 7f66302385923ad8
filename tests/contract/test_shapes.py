"""What all answers have means the same on all of them: place, date, law, facts, receipt, and how their JSON begins."""

from __future__ import annotations

import datetime as dt
import functools
import re
import typing
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.analysis.comparison.order import order
from opendata_rules.catalogue.report import Report
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.values import TYPE, Value

from ..laws import ON, ROOT, law, library

FACTS = {"国家秘密": False, "personal_privacy": None}
STATED = {"state_secret": False}
LATER = dt.date(2026, 4, 1)
JINING, TAIAN = "jining@2026-03-10", "taian@2026-03-10"


@functools.cache
def monitor() -> odr.Monitor:
    found = odr.monitor(law("jining"))
    event = {"id": "1", "case": "A", "procedure": "unopened_request", "kind": "received", "date": ON}
    found.ingest([event, {**event, "id": "2", "kind": "form_review", "date": LATER}])
    return found


@functools.cache
def answers() -> dict[str, Any]:
    """One answer of every kind, all of one law."""
    asked = law("jining")
    laws = [asked, law("taian")]
    return {
        "Decision": asked.classify(FACTS),
        "ChangeVerdict": asked.check_change("conditional", "open", FACTS),
        "Assessment": asked.check("access", FACTS),
        "Deadline": asked.deadline("objection.feedback", trigger=ON, facts=FACTS),
        "Schedule": asked.schedule("objection", trigger=ON, on=LATER, facts=FACTS),
        "CaseStatus": monitor().status("A", on=LATER),
        "Analysis": odr.analyse(asked),
        "Comparison": odr.compare(*laws, topic="change"),
        "Order": order(laws, topic="change"),
        "Agenda": agenda(monitor(), LATER),
    }


KINDS = pytest.mark.parametrize("name", answers())
#: Answers that speak of a day that the question names.
DATED = ("Schedule", "CaseStatus", "Agenda")


@KINDS
def test_place_date_and_law(name: str) -> None:
    found = answers()[name]
    assert found.place == "jining"
    assert found.on == (LATER if name in DATED else ON)
    assert type(found.on) is dt.date
    assert found.law_id == JINING
    told = found.to_dict()
    assert (told["place"], told["on"], told["law_id"]) == (found.place, found.on.isoformat(), JINING)


@KINDS
def test_facts_are_those_stated_by_id_and_cannot_be_changed(name: str) -> None:
    if name == "Agenda":
        return
    found = answers()[name]
    assert found.facts == (
        STATED if name in ("Decision", "ChangeVerdict", "Assessment", "Deadline", "Schedule") else {}
    )
    with pytest.raises(TypeError):
        found.facts["state_secret"] = True
    assert found.facts == answers()[name].facts


@pytest.mark.parametrize("name", [name for name in answers() if name != "Agenda"])
def test_receipts_say_the_same(name: str) -> None:
    found = answers()[name]
    receipt = found.receipt
    assert receipt == found.receipt
    assert receipt is not found.receipt
    assert (receipt["place"], receipt["on"]) == ("jining", "2026-03-10")
    if name != "CaseStatus":
        assert library().replay(receipt).to_dict() == found.to_dict()


def test_what_a_monitor_answers_of_a_step_has_them_too() -> None:
    far = dt.date(2026, 12, 1)
    owed, breach = monitor().due(far)[0], monitor().breaches(far)[0]
    for found in (owed, breach):
        assert (found.place, found.on, found.law_id, found.facts) == ("jining", far, JINING, {})
        assert found.receipt["place"] == "jining"


def test_what_was_asked_for_beside_is_part_of_the_law() -> None:
    assert law("taian").law_id == law("taian").classify({}).law_id == TAIAN
    assert law("taian", drafts=True).law_id == f"{TAIAN}+drafts"
    assert law("taian", strict=True).check("list", {}).law_id == f"{TAIAN}+strict"
    assert law("taian", drafts=True, strict=True).law_id == f"{TAIAN}+drafts+strict"


def test_a_report_has_them_too() -> None:
    pytest.importorskip("openpyxl")
    found = law("taian").check_catalogue(ROOT / "examples" / "taian_catalogue.csv")
    assert (found.place, found.on, found.law_id, found.facts) == ("taian", ON, TAIAN, {})
    assert found.to_dict()["law_id"] == TAIAN
    assert found.to_dict()[TYPE] == "Report"


@KINDS
def test_json_begins_with_the_schema_and_the_class(name: str) -> None:
    told = answers()[name].to_dict()
    assert list(told)[:2] == ["$schema", TYPE]
    assert told[TYPE] == name == type(answers()[name]).__name__
    assert told["$schema"] == schemas.schema(name)["$id"]


def test_what_stands_by_itself_begins_so_and_parts_do_not() -> None:
    asked = law("jining")
    assessment, term = asked.check("access", {"direct_access_offered": False}), answers()["Deadline"]
    calendar = odr.calendar()
    alone: list[Value] = [
        *(asked.facts("access")[0], library().articles("taian")[0], law("taian").duties(2026)[0], asked.instruments[0]),
        *(library().jurisdictions["taian"], calendar.day(ON), calendar.bounds(ON, 1), odr.Counts(1, 0, 0)),
        *(monitor().due(LATER)[0], monitor().breaches(LATER)[0], odr.lint(ROOT / "src")[0]),
        *(law("taian").classify({"personal_privacy": True}).paths_to("open")[0], library().recheck(term.receipt)),
    ]
    for found in alone:
        told = found.to_dict()
        assert list(told)[:2] == ["$schema", TYPE]
        assert told[TYPE] == type(found).__name__
    parts: list[Value] = [assessment.findings[0], assessment.findings[0].citation, assessment.warnings[0], term.days[0]]
    for part in parts:
        assert not {"$schema", TYPE} & part.to_dict().keys()
    assert assessment.findings[0].citation.to_dict().keys() == {"instrument", "ref", "text"}


def test_no_key_of_an_answer_and_no_fact_is_called_like_the_tag() -> None:
    for name in schemas.names():
        assert len(re.findall(f'"{TYPE}"', str(schemas.schema(name).get("properties", {})))) == 0
    assert TYPE not in law("taian").vocabulary.facts


def test_everything_that_a_receipt_may_be_of_has_all_of_them() -> None:
    kinds = [*map(type, answers().values()), Report, odr.Owed, odr.Breach]
    for kind in kinds:
        for name in ("place", "on", "law_id", "facts", "receipt", "warnings", "to_dict"):
            slots = {slot for base in kind.__mro__ for slot in getattr(base, "__dataclass_fields__", ())}
            assert hasattr(kind, name) or name in slots, (kind.__name__, name)


def test_a_result_has_no_truth_and_its_hint_says_bool() -> None:
    assert typing.get_type_hints(odr.Decision.__bool__)["return"] is bool
    for found in answers().values():
        with pytest.raises(TypeError, match="真假"):
            bool(found)
