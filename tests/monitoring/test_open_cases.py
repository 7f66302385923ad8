"""What a case leaves open is nobody's breach: a branch that nobody told, days out of order, a day before the law."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import opendata_rules as odr
from opendata_rules.monitoring.outcomes import decoded, encoded
from tests import laws

D = dt.date
LATE = D(2026, 6, 1)


def told(
    place: str, procedure: str, *events: tuple[str, str, dict[str, Any]], store: Path | None = None
) -> odr.Monitor:
    """A monitor of one case, whose events are (kind, day, facts)."""
    monitor = odr.monitor(laws.law(place), store)
    head = {"case": "A", "procedure": procedure}
    counts = monitor.ingest(
        {**head, "id": str(number), "kind": kind, "date": day, **facts}
        for number, (kind, day, facts) in enumerate(events)
    )
    assert counts == (len(events), 0, 0)
    return monitor


def test_nobody_is_late_with_handing_over_what_may_have_been_filed_with_the_body_itself() -> None:
    monitor = told("qingdao", "correction_check", ("received", "2026-03-02", {}))
    assert (monitor.due(D(2026, 3, 2)), monitor.due(LATE), monitor.breaches(LATE)) == ((), (), ())
    steps = {step.id: step for step in monitor.status("A", on=LATE).steps}
    for step in steps.values():
        assert step.deadline is not None
        assert (step.state, step.deadline.status) == ("pending", "undetermined")
    for filed, late in (("department", ["handover"]), ("body", ["check"])):
        monitor = told("qingdao", "correction_check", ("received", "2026-03-02", {"filed_with": filed}))
        assert [breach.step for breach in monitor.breaches(LATE)] == late


def test_a_step_that_the_case_may_have_is_owed_until_its_day(tmp_path: Path) -> None:
    events = (("received", "2026-03-02", {}), ("form_review", "2026-03-05", {}), ("assessment", "2026-03-09", {}))
    monitor = told("jining", "unopened_request", *events, store=tmp_path / "cases.sqlite")
    last = D(2026, 4, 7)
    assert [owed.step for owed in monitor.due(last)] == ["opening"]
    assert (monitor.due(last + dt.timedelta(days=1)), monitor.breaches(LATE)) == ((), ())
    openable = ("statement", "2026-03-10", {"assessed_openable": True})
    monitor.close()
    known = told("jining", "unopened_request", *events, openable)
    assert [breach.step for breach in known.breaches(LATE)] == ["opening"]


def test_days_out_of_order_are_for_a_human_and_no_breach() -> None:
    facts = {"form_review_passed": True}
    monitor = told(
        "jining",
        "unopened_request",
        ("received", "2026-03-02", {}),
        ("form_review", "2026-03-05", facts),
        ("transfer", "2026-03-06", {}),
        ("assessment", "2026-03-04", {"assessed_openable": True}),
    )
    status = monitor.status("A", on=LATE)
    assert [str(step.state) for step in status.steps] == ["met", "pending", "pending"]
    assert [str(step.deadline.status) for step in status.steps if step.deadline is not None][1:] == ["human_review"] * 2
    assert "contradictory_facts" in [str(warning.code) for warning in status.warnings]
    assert monitor.breaches(LATE) == ()


def test_a_plan_that_fell_due_before_the_law_is_no_breach() -> None:
    monitor = told("jining", "annual_plan", ("year", "2025-08-01", {}))
    assert monitor.breaches(LATE) == ()
    [step] = monitor.status("A", on=LATE).steps
    assert step.deadline is not None
    assert (step.state, step.deadline.status) == ("pending", "not_regulated")
    assert [breach.step for breach in told("jining", "annual_plan", ("year", "2026-01-05", {})).breaches(LATE)]


def test_what_was_kept_by_an_earlier_version_is_read() -> None:
    law = laws.law("qingdao")
    monitor = told("qingdao", "correction_check", ("received", "2026-03-02", {}))
    outcome, _ = monitor._assessor.assess(monitor.events())
    assert not any(step.settled for step in outcome.steps)
    assert decoded("A", encoded(outcome), law.vocabulary) == outcome
    row = json.loads(encoded(outcome))
    row["steps"] = [step[:8] for step in row["steps"]]
    assert all(step.settled for step in decoded("A", json.dumps(row), law.vocabulary).steps)
