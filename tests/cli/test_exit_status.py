"""What each kind of answer comes to: one table, and the commands that speak of the same thing agree."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace as Value
from typing import Any

import pytest

from opendata_rules.cli import exit_status as status
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.errors import ReceiptMismatch
from opendata_rules.vocabulary.terms import Compliance, DeadlineStatus, Status, StepState, Verdict, WarningCode

from .conftest import Run

NO_RULE = (Value(code=WarningCode.NO_RULE_IN_FORCE),)
OTHER = (Value(code=WarningCode.EXPIRES_TODAY),)
BINDING, SILENT = (Value(chain=Value(anything_in_force=found)) for found in (True, False))


def decision(of: Status, declared: bool | None = None) -> Value:
    return Value(status=of, declared_valid=declared)


def verdict(of: object, warnings: tuple[Value, ...] = ()) -> Value:
    return Value(verdict=of, warnings=warnings)


def deadline(of: DeadlineStatus, warnings: tuple[Value, ...] = ()) -> Value:
    return Value(status=of, warnings=warnings)


CERTAIN, ESTIMATED = deadline(DeadlineStatus.FINAL), deadline(DeadlineStatus.PROVISIONAL)
UNREGULATED = deadline(DeadlineStatus.NOT_REGULATED)
WITHOUT_LAW = deadline(DeadlineStatus.NOT_REGULATED, NO_RULE)


def steps(*found: tuple[StepState, Value | None]) -> tuple[Value, ...]:
    return tuple(Value(state=state, deadline=term) for state, term in found)


def schedule(*found: tuple[StepState, Value | None]) -> Value:
    return Value(steps=steps(*found))


def case(breaches: int, *found: tuple[StepState, Value | None]) -> Value:
    return Value(breaches=("breach",) * breaches, steps=steps(*found))


def report(failing: int = 0, **counts: int) -> Value:
    return Value(findings=Value(failing=failing), counts=counts)


def changed(*verdicts: Verdict, doubtful: int = 0, taken_down: int = 0) -> Value:
    changes = [Value(answer=Value(verdict=verdict, warnings=())) for verdict in verdicts]
    return Value(changes=changes, doubtful=("doubt",) * doubtful, taken_down=("dataset",) * taken_down)


def analysis(gaps: int, schemes: int, not_covered: int = 0) -> Value:
    return Value(gaps=("gap",) * gaps, schemes=("opening",) * schemes, not_covered=("opening.overlaps",) * not_covered)


def order(*differences: int, laws: tuple[Value, ...] = ()) -> Value:
    return Value(laws=laws, comparisons=[Value(differences=("difference",) * number) for number in differences])


TABLE: list[tuple[int, Callable[..., int], tuple[Any, ...]]] = [
    (0, status.of_decision, (decision(Status.DECIDED),)),
    (0, status.of_decision, (decision(Status.DECIDED, True),)),
    (0, status.of_decision, (decision(Status.UNDETERMINED, True),)),
    (1, status.of_decision, (decision(Status.DECIDED, False),)),
    (1, status.of_decision, (decision(Status.UNDETERMINED, False),)),
    (4, status.of_decision, (decision(Status.UNDETERMINED),)),
    (4, status.of_decision, (decision(Status.HUMAN_REVIEW),)),
    (4, status.of_decision, (decision(Status.NO_RULE_IN_FORCE),)),
    (0, status.of_change, (verdict(Verdict.ALLOWED, OTHER),)),
    (0, status.of_change, (verdict(Verdict.NOT_REGULATED),)),
    (1, status.of_change, (verdict(Verdict.FORBIDDEN, NO_RULE),)),
    (4, status.of_change, (verdict(Verdict.UNDETERMINED),)),
    (4, status.of_change, (verdict(Verdict.HUMAN_REVIEW),)),
    (4, status.of_change, (verdict(Verdict.NOT_REGULATED, NO_RULE),)),
    (0, status.of_assessment, (verdict(Compliance.COMPLIANT, OTHER),)),
    (0, status.of_assessment, (verdict(Compliance.NOT_APPLICABLE),)),
    (0, status.of_assessment, (verdict(Compliance.NOT_REGULATED),)),
    (1, status.of_assessment, (verdict(Compliance.NONCOMPLIANT, NO_RULE),)),
    (4, status.of_assessment, (verdict(Compliance.UNDETERMINED),)),
    (4, status.of_assessment, (verdict(Compliance.HUMAN_REVIEW),)),
    (4, status.of_assessment, (verdict(Compliance.NOT_REGULATED, NO_RULE),)),
    (0, status.of_deadline, (CERTAIN,)),
    (0, status.of_deadline, (UNREGULATED,)),
    (4, status.of_deadline, (ESTIMATED,)),
    (4, status.of_deadline, (deadline(DeadlineStatus.UNDETERMINED),)),
    (4, status.of_deadline, (deadline(DeadlineStatus.HUMAN_REVIEW),)),
    (4, status.of_deadline, (WITHOUT_LAW,)),
    (0, status.of_schedule, (schedule((StepState.MET, CERTAIN), (StepState.BLOCKED, None)), BINDING)),
    (0, status.of_schedule, (schedule((StepState.PENDING, UNREGULATED)), BINDING)),
    (1, status.of_schedule, (schedule((StepState.LATE, CERTAIN), (StepState.PENDING, ESTIMATED)), BINDING)),
    (1, status.of_schedule, (schedule((StepState.OVERDUE, CERTAIN)), BINDING)),
    (4, status.of_schedule, (schedule((StepState.MET, CERTAIN), (StepState.PENDING, ESTIMATED)), BINDING)),
    (4, status.of_schedule, (schedule((StepState.PENDING, WITHOUT_LAW)), BINDING)),
    (4, status.of_schedule, (schedule((StepState.BLOCKED, None)), SILENT)),
    (1, status.of_schedule, (schedule((StepState.LATE, CERTAIN)), SILENT)),
    (0, status.of_terms, (BINDING,)),
    (4, status.of_terms, (SILENT,)),
    (4, status.of_case, (case(0, (StepState.BLOCKED, None)), SILENT)),
    (1, status.of_case, (case(1, (StepState.BLOCKED, None)), SILENT)),
    (0, status.of_case, (case(0, (StepState.MET, CERTAIN), (StepState.BLOCKED, None)), BINDING)),
    (1, status.of_case, (case(1, (StepState.MET, ESTIMATED)), BINDING)),
    (4, status.of_case, (case(0, (StepState.PENDING, ESTIMATED)), BINDING)),
    (4, status.of_case, (case(0, (StepState.PENDING, WITHOUT_LAW)), BINDING)),
    (0, status.of_breaches, ((), BINDING)),
    (1, status.of_breaches, (("breach",), SILENT)),
    (4, status.of_breaches, ((), SILENT)),
    (0, status.of_owed, (steps((StepState.PENDING, CERTAIN)), BINDING)),
    (1, status.of_owed, (steps((StepState.OVERDUE, CERTAIN), (StepState.PENDING, ESTIMATED)), BINDING)),
    (4, status.of_owed, (steps((StepState.PENDING, ESTIMATED)), BINDING)),
    (4, status.of_owed, ((), SILENT)),
    (0, status.of_receipts, ([Value(), Value(agrees=True, now="answer")],)),
    (1, status.of_receipts, ([Value(), ReceiptMismatch("x", english="x")],)),
    (1, status.of_receipts, ([Value(agrees=False, now="answer"), Value(agrees=None, now="answer")],)),
    (1, status.of_receipts, ([Value(agrees=None, now=None)],)),
    (2, status.of_receipts, ([ReceiptMismatch("x", english="x", argument="receipt")],)),
    (4, status.of_receipts, ([Value(agrees=None, now="answer")],)),
    (0, status.of_intake, (Value(rejected=0),)),
    (1, status.of_intake, (Value(rejected=1),)),
    (0, status.of_moves, ((),)),
    (1, status.of_moves, (("move",),)),
    (0, status.of_report, (report(valid=3, invalid=0),)),
    (1, status.of_report, (report(failing=1, valid=3, invalid=1, undetermined=1),)),
    (1, status.of_report, (report(failing=1, valid=3),)),
    (0, status.of_report, (report(valid=3, invalid=1),)),
    *((4, status.of_report, (report(**{row: 1}),)) for row in ("undetermined", "human_review", "not_recognised")),
    (4, status.of_report, (report(no_rule=1),)),
    (0, status.of_catalogue_changes, (changed(),)),
    (0, status.of_catalogue_changes, (changed(Verdict.ALLOWED, Verdict.NOT_REGULATED),)),
    (1, status.of_catalogue_changes, (changed(Verdict.ALLOWED, Verdict.FORBIDDEN, doubtful=1),)),
    (4, status.of_catalogue_changes, (changed(Verdict.ALLOWED, Verdict.UNDETERMINED),)),
    (4, status.of_catalogue_changes, (changed(Verdict.HUMAN_REVIEW),)),
    (4, status.of_catalogue_changes, (changed(doubtful=1),)),
    (4, status.of_catalogue_changes, (changed(taken_down=1),)),
    (0, status.of_analyses, ([analysis(0, 2)],)),
    (1, status.of_analyses, ([analysis(0, 0), analysis(1, 1)],)),
    (4, status.of_analyses, ([analysis(0, 1), analysis(0, 0)],)),
    (4, status.of_analyses, ([analysis(0, 1), analysis(0, 1, 1)],)),
    (1, status.of_analyses, ([analysis(1, 1, 1)],)),
    (0, status.of_orders, ([order(0, 0)],)),
    (1, status.of_orders, ([order(0), order(0, 1)],)),
    (1, status.of_orders, ([order(1, laws=(BINDING, SILENT))],)),
    (4, status.of_orders, ([order(0, laws=(BINDING, BINDING)), order(0, laws=(SILENT, SILENT))],)),
    (0, status.of_pack_diff, (Value(problems=(), differs=False),)),
    (1, status.of_pack_diff, (Value(problems=(), differs=True),)),
    (2, status.of_pack_diff, (Value(problems=("problem",), differs=True),)),
    (0, status.of_bulk, ({("甲局", "closed"): 2, ("乙局", "open"): 1},)),
    (4, status.of_bulk, ({("甲局", "closed"): 2, ("乙局", "human_review"): 1},)),
    (4, status.of_bulk, ({("甲局", "undetermined"): 1},)),
    (0, status.of_ledger, (Value(groups=(), untold=()),)),
    (1, status.of_ledger, (Value(groups=("group",), untold=("entry",)),)),
    (4, status.of_ledger, (Value(groups=(), untold=("entry",)),)),
    (0, status.of_diagnostics, ((),)),
    (0, status.of_diagnostics, ([Value(severity=Severity.WARNING)],)),
    (1, status.of_diagnostics, ([Value(severity=Severity.WARNING), Value(severity=Severity.ERROR)],)),
]


@pytest.mark.parametrize(("expected", "rule", "answer"), TABLE)
def test_an_answer_comes_to_its_status(expected: int, rule: Callable[..., int], answer: tuple[Any, ...]) -> None:
    assert rule(*answer) == expected


def test_the_table_has_every_rule() -> None:
    rules = {name for name in vars(status) if name.startswith("of_")}
    assert {rule.__name__ for _, rule, _ in TABLE} == rules


def test_no_command_decides_for_itself() -> None:
    commands = Path(status.__file__).parent / "commands"
    for path in commands.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "typer.Exit(" not in text.replace("typer.Exit(exit_status.MISUSE)", ""), path.name


class TestWhereNothingIsInForce:
    """Cases at a place and on a day without rules: the schedule and the monitor say the same."""

    ON = ("-j", "济宁", "--on", "1990-02-01")

    @pytest.fixture(autouse=True)
    def _fed(self, run: Run, folder: Path) -> None:
        event = {"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": "1990-01-05"}
        assert run("monitor", "ingest", "-", "-j", "济宁", stdin=json.dumps(event).encode()).status == 0

    def test_a_case_cannot_be_told_as_in_the_schedule(self, run: Run) -> None:
        planned = run("schedule", "objection", *self.ON, "--trigger", "1990-01-05", "--json")
        followed = run("monitor", "status", "A", *self.ON, "--json")
        assert (planned.status, followed.status) == (4, 4)
        assert [step["state"] for step in followed.json["steps"]] == [step["state"] for step in planned.json["steps"]]

    def test_what_waits_for_its_beginning_cannot_be_told_either(self, run: Run) -> None:
        opening = {"id": "2", "case": "B", "procedure": "unopened_request", "kind": "transfer", "date": "1990-01-05"}
        assert run("monitor", "ingest", "-", "-j", "济宁", stdin=json.dumps(opening).encode()).status == 0
        for done in (run("monitor", "status", "B", *self.ON), run("schedule", *self.ON)):
            assert done.status == 4
            assert "1990-02-01 没有有效的规定" in done.err

    @pytest.mark.parametrize("command", ["due", "status"])
    def test_a_list_without_law_cannot_be_told_and_says_why(self, run: Run, command: str) -> None:
        done = run("monitor", command, *self.ON, "--json")
        assert (done.status, done.json) == (4, {"items": []})
        assert "1990-02-01 没有有效的规定" in done.err
        assert run("monitor", command, *self.ON).status == 4

    def test_the_same_lists_under_law_are_told(self, run: Run) -> None:
        day = str(dt.date(2026, 3, 10))
        assert run("monitor", "due", "-j", "济宁", "--on", day).err == ""
        assert run("monitor", "status", "-j", "济宁", "--on", day).err == ""
