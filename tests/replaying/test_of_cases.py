"""Receipts of a monitor: they bring the events along, and no schedule passes for the standing of a case."""

from __future__ import annotations

import json
from typing import Any

import pytest

import opendata_rules as odr

from ..laws import law, library
from .receipts import DAY, EVENTS, LATER, answers, receipt


def followed(**options: Any) -> odr.Monitor:
    found = odr.monitor(law("jining"), **options)
    found.ingest(json.loads(line) for line in EVENTS.read_text(encoding="utf-8").splitlines())
    return found


def test_every_answer_of_a_monitor_is_replayed() -> None:
    monitor = followed()
    every = [monitor.status(case, on=LATER) for case in monitor.cases()]
    every += [*monitor.due(LATER), *monitor.breaches(LATER), *monitor.breaches()]
    assert len(every) > 10
    for answer in every:
        found = library().replay(json.loads(json.dumps(answer.receipt)))
        assert type(found) is type(answer)
        assert found == answer


def test_a_case_comes_back_with_its_breaches() -> None:
    monitor = followed()
    found = [monitor.status(case, on=LATER) for case in monitor.cases()]
    broken = next(status for status in found if status.breaches)
    replayed = library().replay(broken.receipt)
    assert isinstance(replayed, odr.CaseStatus)
    assert replayed.breaches == broken.breaches
    assert replayed.events == broken.events


def test_both_engines_issue_the_same_receipt() -> None:
    one, other = followed(engine="builtin"), followed()
    for case in one.cases():
        assert one.status(case, on=LATER).receipt == other.status(case, on=LATER).receipt
    assert [owed.receipt for owed in one.due(LATER)] == [owed.receipt for owed in other.due(LATER)]


def test_an_event_taken_away_or_exchanged_is_noticed() -> None:
    events = receipt("case")["options"]["events"]
    for changed in (events[1:], [*events, events[0]], [{**events[0], "kind": "?"}, *events[1:]]):
        told = receipt("case")
        told["options"]["events"] = changed
        with pytest.raises(odr.ReceiptMismatch):
            library().replay(told)


def test_what_the_log_lacked_is_what_it_lacked_then() -> None:
    monitor = odr.monitor(law("jining"))
    told = {"case": "C", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
    monitor.ingest([{**told, "id": "1"}, {**told, "id": "2", "corrects": "none"}])
    status = monitor.status("C", on=LATER)
    assert status.missing == ("none",)
    assert library().replay(status.receipt) == status
    monitor.ingest([{**told, "id": "none", "case": "D"}])
    status = monitor.status("C", on=LATER)
    assert status.missing == ()
    assert library().replay(status.receipt) == status


def test_an_agenda_is_given_again_by_the_cases_on_it() -> None:
    found = library().replay(receipt("agenda"))
    assert found == answers()["agenda"]
    assert receipt("agenda")["outcome"]["breaches"] == len(answers()["agenda"].breaches)


def test_what_was_made_by_hand_has_no_receipt() -> None:
    one = answers()["owed"]
    made = odr.Owed(**{name: getattr(one, name) for name in one.__dataclass_fields__ if name != "rests"})
    assert made == one
    assert made.receipt == made.to_dict()["receipt"] == {}
    assert made.law_id == ""
    assert one.law_id.startswith("jining@")


def test_events_that_do_not_count_are_part_of_it() -> None:
    """One dated before the beginning of its case is taken and kept aside; so are two that correct each other."""
    told = [
        {"id": "1", "kind": "received", "date": "2026-02-27"},
        {"id": "2", "kind": "form_review", "date": "2026-02-25"},
        {"id": "3", "kind": "form_review", "date": "2026-03-03", "corrects": "4"},
        {"id": "4", "kind": "form_review", "date": "2026-03-04", "corrects": "3"},
    ]
    followed = odr.monitor(law("jining"))
    counts = followed.ingest({"case": "A", "procedure": "conditional_access", **event} for event in told)
    assert counts.rejected == 3
    for found in (followed.status("A", on=LATER), *followed.breaches(LATER), *followed.due(DAY)):
        assert len(found.receipt["options"]["events"]) == 4  # type: ignore[call-overload,index,arg-type]
        assert library().replay(json.loads(json.dumps(found.receipt))) == found
