"""The exit status of an answer: the one place that knows when something counts as found and when as not to be told.

The first that applies: 2 misuse, bad input, or the program itself failed; 1 something found; 4 cannot tell; 0
otherwise. Ctrl-C gives 130. Answers are read by their attributes only, so that nothing is loaded for them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from ..errors import Error
from ..vocabulary.terms import Compliance, DeadlineStatus, Status, StepState, Verdict, WarningCode

OK, FOUND, MISUSE, CANNOT_TELL, INTERRUPTED = 0, 1, 2, 4, 130

#: What a row of a catalogue comes to where nothing is wrong and nothing is certain.
_UNTOLD_ROWS = ("undetermined", "human_review", "no_rule", "not_recognised")


# What is read of answers, whatever they are: to import their classes would load every room of the house.


class _Warned(Protocol):
    @property
    def warnings(self) -> Sequence[_Warning]: ...


class _Warning(Protocol):
    @property
    def code(self) -> WarningCode: ...


class _Decision(Protocol):
    @property
    def status(self) -> Status: ...
    @property
    def declared_valid(self) -> bool | None: ...


class _Change(_Warned, Protocol):
    @property
    def verdict(self) -> Verdict: ...


class _Assessment(_Warned, Protocol):
    @property
    def verdict(self) -> Compliance: ...


class _Deadline(_Warned, Protocol):
    @property
    def status(self) -> DeadlineStatus: ...


class _Step(Protocol):
    @property
    def state(self) -> StepState: ...
    @property
    def deadline(self) -> _Deadline | None: ...


class _Schedule(Protocol):
    @property
    def steps(self) -> Sequence[_Step]: ...


class _Case(_Schedule, Protocol):
    @property
    def breaches(self) -> Sequence[object]: ...


class _Chain(Protocol):
    @property
    def anything_in_force(self) -> bool: ...


class _Order(Protocol):
    @property
    def chain(self) -> _Chain: ...


class _Intake(Protocol):
    @property
    def rejected(self) -> int: ...


class _Tally(Protocol):
    @property
    def failing(self) -> int: ...


class _Report(Protocol):
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def findings(self) -> _Tally: ...


class _DatasetChange(Protocol):
    @property
    def answer(self) -> _Change: ...


class _Changes(Protocol):
    @property
    def changes(self) -> Sequence[_DatasetChange]: ...
    @property
    def doubtful(self) -> Sequence[object]: ...
    @property
    def taken_down(self) -> Sequence[object]: ...


class _Analysis(Protocol):
    @property
    def gaps(self) -> Sequence[object]: ...
    @property
    def schemes(self) -> Sequence[object]: ...
    @property
    def not_covered(self) -> Sequence[object]: ...


class _Comparison(Protocol):
    @property
    def differences(self) -> Sequence[object]: ...


class _Comparisons(Protocol):
    @property
    def laws(self) -> Sequence[_Order]: ...
    @property
    def comparisons(self) -> Sequence[_Comparison]: ...


class _PackDiff(Protocol):
    @property
    def problems(self) -> Sequence[object]: ...
    @property
    def differs(self) -> bool: ...


@runtime_checkable
class _Recheck(Protocol):
    @property
    def agrees(self) -> bool | None: ...
    @property
    def now(self) -> object: ...


class _Problem(Protocol):
    @property
    def severity(self) -> str: ...


def first(*, found: bool = False, untold: bool = False) -> int:
    """The status of an answer in which something was found, or could not be told: the first of the two counts."""
    return FOUND if found else CANNOT_TELL if untold else OK


def no_rule(answer: _Warned) -> bool:
    """Whether an answer says that no rule is in force."""
    return any(warning.code is WarningCode.NO_RULE_IN_FORCE for warning in answer.warnings)


# -- one answer -------------------------------------------------------------------------------------------------------


def of_decision(decision: _Decision) -> int:
    """Found: the declared attribute cannot stand. Cannot tell: undecided, unless the declared attribute stands."""
    return first(
        found=decision.declared_valid is False,
        untold=decision.status is not Status.DECIDED and decision.declared_valid is not True,
    )


def of_bulk(counts: Mapping[tuple[str, str], int]) -> int:
    """Cannot tell: some dataset of a file was not decided.

    Args:
        counts: datasets by department and by attribute, or by status where there is no attribute.
    """
    open_ = (Status.UNDETERMINED, Status.HUMAN_REVIEW, Status.NO_RULE_IN_FORCE)
    return first(untold=any(outcome in open_ for _, outcome in counts))


def of_change(verdict: _Change) -> int:
    """Found: the change is forbidden. Cannot tell: not decided, or no rule is in force."""
    open_ = verdict.verdict in (Verdict.UNDETERMINED, Verdict.HUMAN_REVIEW)
    return first(found=verdict.verdict is Verdict.FORBIDDEN, untold=open_ or no_rule(verdict))


def of_assessment(assessment: _Assessment) -> int:
    """Found: a duty is not fulfilled. Cannot tell: not decided, or no rule is in force."""
    open_ = assessment.verdict in (Compliance.UNDETERMINED, Compliance.HUMAN_REVIEW)
    return first(found=assessment.verdict is Compliance.NONCOMPLIANT, untold=open_ or no_rule(assessment))


def of_deadline(deadline: _Deadline) -> int:
    """Cannot tell: no certain day, or no rule is in force. A term that nobody sets is an answer."""
    certain = deadline.status in (DeadlineStatus.FINAL, DeadlineStatus.NOT_REGULATED)
    return first(untold=not certain or no_rule(deadline))


def of_schedule(schedule: _Schedule, order: _Order) -> int:
    """Found: a step was late or is overdue. Cannot tell: a deadline cannot be told, or nothing is in force."""
    late = any(step.state in (StepState.LATE, StepState.OVERDUE) for step in schedule.steps)
    return first(found=late, untold=_untold(schedule.steps, order))


def of_terms(order: _Order) -> int:
    """Cannot tell: nothing is in force that could set a term."""
    return first(untold=not order.chain.anything_in_force)


# -- cases ------------------------------------------------------------------------------------------------------------


def of_case(status: _Case, order: _Order) -> int:
    """Found: a breach, which a late or overdue step is too. Cannot tell: as in a schedule."""
    return first(found=bool(status.breaches), untold=_untold(status.steps, order))


def of_breaches(breaches: Sequence[object], order: _Order) -> int:
    """Found: a breach. Cannot tell: nothing is in force that could have been broken."""
    return first(found=bool(breaches), untold=not order.chain.anything_in_force)


def of_owed(owed: Iterable[_Step], order: _Order) -> int:
    """Found: a step is overdue. Cannot tell: a deadline cannot be told, or nothing is in force."""
    steps = list(owed)
    overdue = any(step.state is StepState.OVERDUE for step in steps)
    return first(found=overdue, untold=_untold(steps, order))


def of_intake(counts: _Intake) -> int:
    """Found: an event was kept aside."""
    return first(found=bool(counts.rejected))


def of_moves(moves: Sequence[object]) -> int:
    """Found: a deadline has moved."""
    return first(found=bool(moves))


def _untold(steps: Iterable[_Step], order: _Order) -> bool:
    """The one rule for steps with deadlines: one cannot be told, or nothing is in force that could set one."""
    deadlines = (step.deadline for step in steps)
    return not order.chain.anything_in_force or any(
        deadline is not None and of_deadline(deadline) == CANNOT_TELL for deadline in deadlines
    )


# -- whole catalogues, whole laws, files of rules ---------------------------------------------------------------------


def of_report(report: _Report) -> int:
    """Found: an error that is neither of last time nor waived. Cannot tell: a row that came to no verdict."""
    counts = report.counts
    return first(
        found=bool(report.findings.failing),
        untold=any(counts.get(verdict) for verdict in _UNTOLD_ROWS),
    )


def of_catalogue_changes(found: _Changes) -> int:
    """Found: a forbidden change. Cannot tell: one not decided, what could not be compared, or what was taken down."""
    statuses = [of_change(change.answer) for change in found.changes]
    return first(
        found=FOUND in statuses,
        untold=CANNOT_TELL in statuses or bool(found.doubtful) or bool(found.taken_down),
    )


def of_analyses(analyses: Iterable[_Analysis]) -> int:
    """Found: a gap. Cannot tell: a law has no rules in force to be looked at, or too many combinations."""
    every = list(analyses)
    return first(
        found=any(analysis.gaps for analysis in every),
        untold=any(analysis.not_covered or not analysis.schemes for analysis in every),
    )


def of_orders(orders: Iterable[_Comparisons]) -> int:
    """Found: a difference. Cannot tell: nothing is in force in one of the places, so that nothing was compared."""
    orders = list(orders)
    return first(
        found=any(comparison.differences for order in orders for comparison in order.comparisons),
        untold=any(not law.chain.anything_in_force for order in orders for law in order.laws),
    )


def of_pack_diff(found: _PackDiff) -> int:
    """Misuse: packs of one side cannot be read. Found: an answer is another."""
    return MISUSE if found.problems else first(found=found.differs)


def of_receipts(outcomes: Iterable[object]) -> int:
    """Misuse: no receipt. Found: another outcome, or none. Cannot tell: the receipt does not hold its outcome.

    Args:
        outcomes: of each receipt the answer, what rechecking it said, or the refusal.
    """
    every = list(outcomes)
    refused = [one for one in every if isinstance(one, Error)]
    if any(error.argument is not None for error in refused):
        return MISUSE
    agrees = [one.agrees for one in every if isinstance(one, _Recheck)]
    nothing = any(one.now is None for one in every if isinstance(one, _Recheck))
    return first(found=bool(refused) or False in agrees or nothing, untold=None in agrees)


def of_diagnostics(problems: Iterable[_Problem]) -> int:
    """Found: an error; a warning is none."""
    return first(found=any(problem.severity == "error" for problem in problems))
