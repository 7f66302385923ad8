"""What an event would change is what it does change once it is told, and until then nothing is."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.previews import preview
from opendata_rules.monitoring.telling import facts_bearing, procedures_of

from ..laws import ROOT

ON = dt.date(2026, 3, 20)
EVENTS = [json.loads(line) for line in (ROOT / "examples" / "jining_events.jsonl").read_text("utf-8").splitlines()]


def _state(monitor: odr.Monitor) -> tuple[object, ...]:
    return monitor.digest(), monitor.due(ON), monitor.breaches(ON), monitor.rejects(), list(monitor.cases())


@pytest.mark.parametrize("number", range(len(EVENTS)))
def test_what_is_foreseen_is_what_happens(jining: odr.Law, number: int) -> None:
    """Whichever event of the example comes last."""
    last = EVENTS[number]
    monitor = odr.monitor(jining, engine="builtin")
    monitor.ingest([*EVENTS[:number], *EVENTS[number + 1 :]])
    before = _state(monitor)
    seen = preview(monitor, last, ON)
    assert _state(monitor) == before
    assert (seen.taken, seen.repeated, seen.reject is None, seen.on) == (True, False, True, ON)
    [change] = seen.cases
    monitor.ingest([last])
    after = monitor.status(last["case"], on=ON)
    assert change.after == after
    if change.before is not None:
        moved = {one.after.id for one in change.steps}
        then = {step.id: step for step in change.before.steps}
        assert moved >= {step.id for step in after.steps if step.state != then[step.id].state}
        assert set(change.new) == {one for one in after.breaches if one not in change.before.breaches}
        assert set(change.gone) == {one for one in change.before.breaches if one not in after.breaches}
    assert preview(monitor, last, ON).repeated


def _monitor(law: odr.Law) -> odr.Monitor:
    monitor = odr.monitor(law, engine="builtin")
    monitor.ingest(EVENTS)
    return monitor


def _event(**given: Any) -> dict[str, Any]:
    return {"id": "new", "case": "A-001", "procedure": "conditional_access", "kind": "statement", "date": ON, **given}


def test_a_correction_into_another_case_changes_both(jining: odr.Law) -> None:
    monitor = _monitor(jining)
    moved = _event(case="A-009", corrects="2", kind="form_review", form_review_passed=True)
    seen = preview(monitor, moved, ON)
    there, here = seen.cases
    assert (there.case, there.before, here.case) == ("A-009", None, "A-001")
    monitor.ingest([moved])
    assert there.after == monitor.status("A-009", on=ON)
    assert here.after == monitor.status("A-001", on=ON)
    assert here.before != here.after


def test_a_case_whose_only_event_goes_elsewhere_is_left_with_none(jining: odr.Law) -> None:
    monitor = odr.monitor(jining, engine="builtin")
    monitor.ingest([_event(id="only", kind="received")])
    seen = preview(monitor, _event(case="A-002", kind="received", corrects="only"), ON)
    assert [(one.case, one.before is None, one.after is None) for one in seen.cases] == [
        ("A-002", True, False),
        ("A-001", False, True),
    ]


@pytest.mark.parametrize(
    ("event", "taken", "code"),
    [
        (_event(kind="nothing"), False, "unknown_kind"),
        (_event(id="2"), False, "same_id"),
        (_event(procedure="objection", kind="received"), False, "other_procedure"),
        (_event(corrects="new"), False, "circular_correction"),
        (_event(kind="form_review", date=dt.date(2026, 1, 1)), True, "before_beginning"),
        ({"case": "A-001"}, False, "missing_field"),
    ],
)
def test_what_would_not_count_says_why(jining: odr.Law, event: dict[str, Any], taken: bool, code: str) -> None:
    monitor = _monitor(jining)
    before = _state(monitor)
    seen = preview(monitor, event, ON)
    assert seen.taken is taken
    if "id" in event:
        assert seen.reject is not None
        assert seen.reject.code == code
    assert _state(monitor) == before


def test_an_event_of_a_later_day_is_looked_at_on_that_day(jining: odr.Law) -> None:
    monitor = _monitor(jining)
    later = dt.date(2026, 4, 30)
    seen = preview(monitor, _event(kind="substantive_review", date=later), ON)
    assert seen.on == later
    [change] = seen.cases
    assert change.before == monitor.status("A-001", on=later)
    assert [str(one.kind) for one in change.new] == ["late"]


def test_one_case_owes_what_all_cases_owe_of_it(jining: odr.Law) -> None:
    monitor = _monitor(jining)
    every = monitor.due(ON)
    for case in monitor.cases():
        assert monitor.due(ON, case=case) == tuple(one for one in every if one.case == case)
    assert monitor.due(ON, case="nowhere") == ()
    assert monitor.due(dt.date(2020, 1, 1), case="A-001") == ()


def test_the_facts_of_a_procedure_are_those_that_change_its_cases(jining: odr.Law) -> None:
    told = {name for event in EVENTS for name in jining.vocabulary.facts if name in event}
    assert told
    bearing = {name for one in procedures_of(jining) for name in facts_bearing(jining, one)}
    done = {act.day for act in jining.procedures.acts.values()}
    assert told - done <= bearing
    assert {one.id for one in procedures_of(jining)} >= {event["procedure"] for event in EVENTS} & set(
        jining.procedures.all
    )


def test_what_is_corrected_already_is_told(jining: odr.Law) -> None:
    """A correction of what another corrects names the last word on it; one that is told again names nothing."""
    monitor = _monitor(jining)
    first = _event(id="c1", kind="form_review", corrects="2", form_review_passed=True)
    assert preview(monitor, first, ON).corrected_by == ""
    monitor.ingest([first, _event(id="c2", kind="form_review", corrects="c1", form_review_passed=True)])
    assert preview(monitor, _event(id="c3", corrects="2"), ON).corrected_by == "c2"
    assert preview(monitor, _event(id="c3", corrects="c1"), ON).corrected_by == "c2"
    assert preview(monitor, _event(id="c3", corrects="c2"), ON).corrected_by == ""
    assert preview(monitor, first, ON).corrected_by == ""
    circle = [_event(id="r1", corrects="r2"), _event(id="r2", corrects="r1")]
    monitor.ingest(circle)
    assert preview(monitor, _event(id="r3", corrects="r1"), ON).corrected_by == "r2"
