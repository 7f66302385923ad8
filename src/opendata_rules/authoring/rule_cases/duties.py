"""Cases of duties, deadlines, schedules and recurring duties (``duty_cases.yaml``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.schedules import Schedule, schedule
from ...answers.duties.answer import Assessment
from ...answers.duties.computation import check, duties_of
from ...answers.duties.lacking import missing_terms
from ...answers.duties.recurring import duties as recurring
from ...reading.facts_in_words import stated
from ...vocabulary.marks import JudgedAs
from ...vocabulary.terms import Compliance, DeadlineStatus, DutyForce, ReceiptPolicy, StepState
from . import written
from .common import Asked, answer_failures, as_cited, list_failures, term_of, warning_failures
from .expansion import findings_of, lacking_of

_COMPLIANCE = {
    "符合": Compliance.COMPLIANT,
    "不符合": Compliance.NONCOMPLIANT,
    "未定": Compliance.UNDETERMINED,
    "人工判断": Compliance.HUMAN_REVIEW,
    "不适用": Compliance.NOT_APPLICABLE,
    "未作规定": Compliance.NOT_REGULATED,
}
_STATUSES = {
    "确定": DeadlineStatus.FINAL,
    "暂定": DeadlineStatus.PROVISIONAL,
    "未定": DeadlineStatus.UNDETERMINED,
    "人工判断": DeadlineStatus.HUMAN_REVIEW,
    "未作规定": DeadlineStatus.NOT_REGULATED,
}
_FORCES = {"应当": DutyForce.HARD, "原则上": DutyForce.ADVISORY, "最低": DutyForce.MINIMUM}
_STATES = {
    "未到期": StepState.PENDING,
    "按期完成": StepState.MET,
    "逾期完成": StepState.LATE,
    "逾期": StepState.OVERDUE,
    "尚未起算": StepState.BLOCKED,
    "不适用": StepState.NOT_APPLICABLE,
}
_RECEIPTS = dict(zip(("当日", "下一个工作日"), ReceiptPolicy, strict=True))


def run_duty_case(shelf: Asked, case: written.DutyCaseModel) -> tuple[tuple[str, ...], frozenset[str]]:
    """What differs from what was expected, and the rules exercised."""
    law = shelf.order(case.place, case.on, case.drafts)
    found = check(law, case.matter, stated(case.facts, law.vocabulary))
    terms = {rule.id: rule for rule in duties_of(law, found.topic)}
    lacking = {finding.id: missing_terms(terms[finding.id], finding, law.vocabulary) for finding in found.findings}
    # For scope, data that is not covered is an answer like any other.
    answers = {Compliance.COMPLIANT, Compliance.NONCOMPLIANT, Compliance.HUMAN_REVIEW}
    if law.vocabulary.topics[found.topic].judged_as is JudgedAs.SCOPE:
        answers.add(Compliance.NOT_APPLICABLE)
    rules = {finding.id for finding in found.findings if finding.verdict in answers}
    rules |= {f"{finding.id}:{finding.verdict}" for finding in found.findings}
    expected = as_cited(shelf, case, found.findings[0].citation.instrument if found.findings else None)
    return tuple(_duty_failures(expected, found, lacking)), frozenset(rules)


def _duty_failures(
    expect: written.DutyExpectModel, found: Assessment, lacking: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    if expect.outcome is not None and found.verdict is not _COMPLIANCE[expect.outcome]:
        yield f"结论应为{expect.outcome}，得到{term_of(_COMPLIANCE, found.verdict)}"
    findings = {finding.id: finding for finding in found.findings}
    for name, verdict in findings_of(expect, expect.outcome).items():
        got = findings.get(name)
        if got is None or got.verdict is not _COMPLIANCE[verdict]:
            yield f"{name} 应为{verdict}，得到{term_of(_COMPLIANCE, got.verdict) if got else '没有这一条'}"
    for name, wanted in lacking_of(expect).items():
        yield from list_failures(f"{name} 缺少的", wanted, lacking.get(name, ()))
    yield from answer_failures(expect, found.findings[0].citation.instrument if found.findings else None)
    yield from warning_failures(expect, found.warnings)


def run_deadline_case(shelf: Asked, case: written.DeadlineCaseModel) -> tuple[tuple[str, ...], frozenset[str]]:
    """What differs from what was expected, and the rules exercised."""
    law = shelf.order(case.place, case.on or case.trigger, case.drafts)
    receipt = _RECEIPTS[case.receipt]
    found = deadline(law, case.step, case.trigger, stated(case.facts, law.vocabulary), receipt)
    rules = {found.rule, found.counting_rule.id if found.counting_rule else ""} - {""}
    expected = as_cited(shelf, case, found.citation.instrument if found.citation else None)
    return tuple(_deadline_failures(expected, found)), frozenset(rules)


def _deadline_failures(expect: written.DeadlineExpectModel, found: Deadline) -> Iterator[str]:
    if expect.status is not None and found.status is not _STATUSES[expect.status]:
        yield f"期限状态应为{expect.status}，得到{term_of(_STATUSES, found.status)}"
    days = (("到期日", expect.due, found.due), ("最早", expect.earliest, found.earliest))
    for name, wanted, got in (*days, ("最晚", expect.latest, found.latest)):
        if wanted is not None and wanted != got:
            yield f"{name}应为 {wanted}，得到 {got or '没有日期'}"
    if expect.force is not None and found.force is not _FORCES[expect.force]:
        yield f"效力应为{expect.force}，得到{term_of(_FORCES, found.force)}"
    if expect.held is not None and (found.citation is None or found.citation.ref != expect.held):
        yield f"依据条文应为 {expect.held}，得到 {found.citation.ref if found.citation else '没有依据'}"
    if expect.extended is not None and found.extended is not expect.extended:
        yield f"已延长应为{'是' if expect.extended else '否'}，得到{'是' if found.extended else '否'}"
    yield from answer_failures(expect, found.citation.instrument if found.citation else None)
    yield from warning_failures(expect, found.warnings)


def run_schedule_case(shelf: Asked, case: written.ScheduleCaseModel) -> tuple[tuple[str, ...], frozenset[str]]:
    """What differs from what was expected, and the rules exercised."""
    law = shelf.order(case.place, case.until, case.drafts)
    facts = stated(case.facts, law.vocabulary)
    found = schedule(law, case.procedure, trigger=case.trigger, actual=case.actual, on=case.until, facts=facts)
    terms = [step.deadline for step in found.steps if step.deadline is not None]
    return tuple(_schedule_failures(case, found)), frozenset(term.rule for term in terms if term.rule)


def _schedule_failures(expect: written.ScheduleExpectModel, found: Schedule) -> Iterator[str]:
    steps = {step.id: step for step in found.steps}
    for name, state in (expect.states or {}).items():
        step = steps.get(name)
        if step is None or step.state is not _STATES[state]:
            yield f"{name} 应为{state}，得到{term_of(_STATES, step.state) if step else '没有这一步'}"
    for name, due in (expect.dues or {}).items():
        term = steps[name].deadline if name in steps else None
        got = None if term is None else term.due
        if got != due:
            yield f"{name} 的到期日应为 {due}，得到 {got or '没有日期'}"


def run_recurring_case(shelf: Asked, case: written.RecurringCaseModel) -> tuple[tuple[str, ...], frozenset[str]]:
    """What differs from what was expected, and the rules exercised."""
    found = recurring(shelf.order(case.place, case.on, case.drafts), int(case.in_year))

    def listed(duties: dict[str, dt.date]) -> list[str]:
        return [f"{name} {day}" for name, day in sorted(duties.items())]

    got = listed({duty.id: duty.due for duty in found})
    return tuple(list_failures("周期职责", listed(case.dues), got)), frozenset(duty.id for duty in found)
