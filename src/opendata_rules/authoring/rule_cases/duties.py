"""Cases of duties, deadlines, schedules and recurring duties (``duty_cases.yaml``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.schedules import Schedule, ScheduledStep, schedule
from ...answers.duties.answer import Assessment
from ...answers.duties.computation import check, duties_of
from ...answers.duties.lacking import missing_terms
from ...answers.duties.recurring import duties as recurring
from ...norms.order import LegalOrder
from ...reading.facts_in_words import stated
from ...vocabulary.keywords import chinese
from ...vocabulary.marks import JudgedAs
from ...vocabulary.terms import Compliance, DeadlineStatus, ReceiptPolicy, StepState
from . import written
from .common import (
    Asked,
    Ran,
    answer_failures,
    as_cited,
    contents_failures,
    list_failures,
    question_failures,
    set_failures,
    term_of,
    warning_failures,
)
from .expansion import contents_of, findings_of, lacking_of
from .expected import DeadlineExpectModel, DutyExpectModel, ScheduleExpectModel
from .names import by_id
from .told import COMPLIANCE, FORCES, UNITS, joined, of_assessment, of_deadline, of_recurring

DEADLINE_STATUSES = {
    "确定": DeadlineStatus.FINAL,
    "暂定": DeadlineStatus.PROVISIONAL,
    "未定": DeadlineStatus.UNDETERMINED,
    "人工判断": DeadlineStatus.HUMAN_REVIEW,
    "未作规定": DeadlineStatus.NOT_REGULATED,
}
#: How a step stands, by its words in files of cases.
STEP_STATES = {
    "未到期": StepState.PENDING,
    "按期完成": StepState.MET,
    "逾期完成": StepState.LATE,
    "逾期": StepState.OVERDUE,
    "尚未起算": StepState.BLOCKED,
    "不适用": StepState.NOT_APPLICABLE,
}
#: How a trigger on a rest day is dated, by its words in files of cases.
RECEIPTS = dict(zip(("当日", "下一个工作日"), ReceiptPolicy, strict=True))


def run_duty_case(shelf: Asked, case: written.DutyCaseModel) -> Ran:
    """What a case of a check of duties comes to."""
    law = shelf.order(case.place, case.on, case.drafts)
    found = check(law, case.matter, stated(case.facts, law.vocabulary))
    # For scope, data that is not covered is an answer like any other.
    answers = {Compliance.COMPLIANT, Compliance.NONCOMPLIANT, Compliance.HUMAN_REVIEW}
    if law.vocabulary.topics[found.topic].judged_as is JudgedAs.SCOPE:
        answers.add(Compliance.NOT_APPLICABLE)
    rules = {finding.id for finding in found.findings if finding.verdict in answers}
    rules |= {f"{finding.id}:{finding.verdict}" for finding in found.findings}
    expected = as_cited(shelf, case, found.findings[0].citation.instrument if found.findings else None)
    wanted = findings_of(expected, expected.outcome)
    differing = [one.id for one in found.findings if wanted.get(one.id) not in (None, term_of(COMPLIANCE, one.verdict))]
    answered = (*differing, *(one.id for one in found.findings if one.verdict is found.verdict))
    failures = _duty_failures(expected, found, law)
    return Ran(tuple(failures), frozenset(rules), tuple(dict.fromkeys(answered)))


def _duty_failures(expect: DutyExpectModel, found: Assessment, law: LegalOrder) -> Iterator[str]:
    vocabulary = law.vocabulary
    if expect.outcome is not None and found.verdict is not COMPLIANCE[expect.outcome]:
        yield f"结论应为{expect.outcome}，得到{term_of(COMPLIANCE, found.verdict)}"
    findings = {finding.id: finding for finding in found.findings}
    for name, verdict in findings_of(expect, expect.outcome).items():
        got = findings.get(name)
        if got is None or got.verdict is not COMPLIANCE[verdict]:
            yield f"{name} 应为{verdict}，得到{term_of(COMPLIANCE, got.verdict) if got else '没有这一条'}"
    lacking = lacking_of(expect)
    terms = {rule.id: rule for rule in duties_of(law, found.topic)} if lacking else {}
    for name, wanted in lacking.items():
        got = findings.get(name)
        lacks = () if got is None else missing_terms(terms[name], got, vocabulary)
        yield from list_failures(f"{name} 缺少的", wanted, lacks)
    possible = [term for term, verdict in COMPLIANCE.items() if verdict in found.possible]
    yield from set_failures("可能", expect.possible, possible)
    yield from question_failures(expect.questions, found, vocabulary)
    yield from contents_failures(contents_of(expect), lambda: of_assessment(found, vocabulary), vocabulary)
    yield from answer_failures(expect, found.findings[0].citation.instrument if found.findings else None)
    yield from warning_failures(expect, found)


def run_deadline_case(shelf: Asked, case: written.DeadlineCaseModel) -> Ran:
    """What a case of a deadline comes to."""
    law = shelf.order(case.place, case.on or case.trigger, case.drafts)
    receipt = RECEIPTS[case.receipt]
    found = deadline(law, case.step, case.trigger, stated(case.facts, law.vocabulary), receipt)
    expected = as_cited(shelf, case, found.citation.instrument if found.citation else None)
    return Ran(tuple(_deadline_failures(expected, found)), frozenset(_behind(found)), _behind(found))


def _behind(found: Deadline) -> tuple[str, ...]:
    """The rules that a deadline rests on."""
    return tuple(rule for rule in (found.rule, found.counting_rule.id if found.counting_rule else "") if rule)


def _deadline_failures(expect: DeadlineExpectModel, found: Deadline) -> Iterator[str]:
    if expect.status is not None and found.status is not DEADLINE_STATUSES[expect.status]:
        yield f"期限状态应为{expect.status}，得到{term_of(DEADLINE_STATUSES, found.status)}"
    days = (("到期日", expect.due, found.due), ("最早", expect.earliest, found.earliest))
    for name, wanted, got in (*days, ("最晚", expect.latest, found.latest), ("起算", expect.start, found.start)):
        if wanted is not None and wanted != got:
            yield f"{name}应为 {wanted}，得到 {got or '没有日期'}"
    if expect.length is not None and int(expect.length) != found.length:
        yield f"长度应为 {expect.length}，得到 {'没有长度' if found.length is None else found.length}"
    if expect.unit is not None and found.unit is not UNITS[expect.unit]:
        yield f"单位应为{expect.unit}，得到{term_of(UNITS, found.unit)}"
    if expect.force is not None and found.force is not FORCES[expect.force]:
        yield f"效力应为{expect.force}，得到{term_of(FORCES, found.force)}"
    if expect.actor is not None and found.actor != expect.actor:
        yield f"主体应为“{expect.actor}”，得到“{found.actor or '空'}”"
    if expect.held is not None and (found.citation is None or found.citation.ref != expect.held):
        yield f"依据条文应为 {expect.held}，得到 {found.citation.ref if found.citation else '没有依据'}"
    counting = found.counting_rule.id if found.counting_rule else None
    if expect.counting is not None and counting != expect.counting:
        yield f"计算规则应为 {expect.counting}，得到 {counting or '没有计算规则'}"
    if expect.extension is not None and (found.extension is None or found.extension.citation.ref != expect.extension):
        yield f"延长应为 {expect.extension}，得到 {found.extension.citation.ref if found.extension else '没有延长'}"
    if expect.extended is not None and found.extended is not expect.extended:
        yield f"已延长应为{'是' if expect.extended else '否'}，得到{'是' if found.extended else '否'}"
    yield from contents_failures(expect.contents, lambda: of_deadline(found), found.order.vocabulary)
    yield from answer_failures(expect, found.citation.instrument if found.citation else None)
    yield from warning_failures(expect, found)


def run_schedule_case(shelf: Asked, case: written.ScheduleCaseModel) -> Ran:
    """What a case of a schedule comes to, and what was broken in it where that is expected."""
    law = shelf.order(case.place, case.until, case.drafts)
    facts = stated(case.facts, law.vocabulary)
    procedure = law.procedures.procedure(case.procedure)
    done = by_id(case.actual, procedure.id, law.procedures)
    # A schedule knows steps and what terms run from; what else may happen is for the monitor alone.
    elsewhere = set(law.procedures.kinds(procedure)) - set(procedure.events())
    actual = {kind: day for kind, day in done.items() if kind not in elsewhere}
    found = schedule(law, procedure.id, trigger=case.trigger, actual=actual, on=case.until, facts=facts)
    terms = {step.id: step.deadline for step in found.steps if step.deadline is not None}
    by = next((term.citation.instrument for term in terms.values() if term.citation is not None), None)
    case = as_cited(shelf, case, by)
    rules = {term.rule for term in terms.values() if term.rule}
    wanted = {step for each in (case.states, case.dues, case.step_terms) for step in each or ()}
    answered = [rule for step, term in terms.items() if not wanted or step in wanted for rule in _behind(term)]
    failures = list(_schedule_failures(case, found))
    told = joined(of_deadline(term) for term in terms.values())
    if case.breaches is not None:
        # The monitor is a house of its own, which most cases do not enter.
        from .monitored import of_breaches, told_to_a_monitor

        breaches, rejected = told_to_a_monitor(law, procedure, case.trigger, done, case.until, facts)
        broken = [one.rule for one in breaches]
        failures += rejected or set_failures(chinese("breaches"), case.breaches, broken)
        told = joined((of_breaches(breaches), told))
        rules.update(broken)
        answered = [*broken, *answered]
    failures += contents_failures(case.contents, lambda: told, law.vocabulary)
    return Ran(tuple(failures), frozenset(rules), tuple(dict.fromkeys(answered)))


def _schedule_failures(expect: ScheduleExpectModel, found: Schedule) -> Iterator[str]:
    steps = {step.id: step for step in found.steps}
    for name, state in (expect.states or {}).items():
        step = steps.get(name)
        if step is None or step.state is not STEP_STATES[state]:
            yield f"{_step(steps, name)}应为{state}，得到{term_of(STEP_STATES, step.state) if step else '没有这一步'}"
    for name, due in (expect.dues or {}).items():
        term = steps[name].deadline if name in steps else None
        got = None if term is None else term.due
        if got != due:
            yield f"{_step(steps, name)}的到期日应为 {due}，得到 {got or '没有日期'}"
    for name, wanted in (expect.step_terms or {}).items():
        term = steps[name].deadline if name in steps else None
        if term is None:
            yield f"{_step(steps, name)}应当有期限，得到没有期限"
        else:
            yield from (f"{_step(steps, name)}的{told}" for told in _deadline_failures(wanted, term))
    yield from warning_failures(expect, found)


def _step(steps: Mapping[str, ScheduledStep], name: str) -> str:
    return f"步骤“{steps[name].label if name in steps else name}”"


def run_recurring_case(shelf: Asked, case: written.RecurringCaseModel) -> Ran:
    """What the recurring duties of a year are."""
    law = shelf.order(case.place, case.on, case.drafts)
    found = recurring(law, int(case.in_year))

    def listed(duties: dict[str, dt.date]) -> list[str]:
        return [f"{name} {day}" for name, day in sorted(duties.items())]

    expected = as_cited(shelf, case, found[0].citation.instrument if found else None)
    failures = list(list_failures("周期职责", listed(expected.dues), listed({duty.id: duty.due for duty in found})))
    failures += contents_failures(expected.contents, lambda: of_recurring(law, found), law.vocabulary)
    rules = tuple(duty.id for duty in found)
    return Ran(tuple(failures), frozenset(rules), rules)
