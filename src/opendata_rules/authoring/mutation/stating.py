"""What a case comes to under some packs, in the words of the files of cases: everything that it could expect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...answers.changes.computation import check_change
from ...answers.classification.computation import classifier_behind, classify
from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.schedules import schedule
from ...answers.duties.computation import check, duties_of
from ...answers.duties.lacking import missing_terms
from ...answers.duties.recurring import duties as recurring
from ...norms.order import LegalOrder
from ...norms.provisions import Hold, Review
from ...norms.warnings import ResultWarning
from ...reading.facts_in_words import stated
from ...vocabulary.keywords import chinese
from ...vocabulary.marks import Role
from ...vocabulary.terms import STRICTEST_FIRST, RequirementState, Scheme, attribute_term
from ..rule_cases.attributes import SCHEMES, STATES, STATUSES, VALIDITY, VERDICTS
from ..rule_cases.common import Asked, term_of
from ..rule_cases.duties import DEADLINE_STATUSES, RECEIPTS, STEP_STATES
from ..rule_cases.names import by_id
from ..rule_cases.told import (
    COMPLIANCE,
    FORCES,
    UNITS,
    Told,
    holds_of,
    of_assessment,
    of_change,
    of_deadline,
    of_decision,
    of_recurring,
    reviews_of,
)

Stated = dict[str, Any]

_CONTENTS = chinese("contents")
#: Keywords whose entries are mappings themselves.
_DEEP = frozenset({_CONTENTS})
#: Expectations that follow from others.
_FOLLOWING = frozenset(chinese(name) for name in ("questions", "possible", "rests_on"))


def stated_by(kind: str, case: Any, packs: Asked) -> Stated:
    """Everything that a case could expect, the most telling first: by keyword, as it may be written in its file.

    Args:
        kind: the list that the case stands in, by its English name.
        case: what is asked.
        packs: whom it is asked of.
    """
    day = getattr(case, "until", None) or getattr(case, "on", None) or case.trigger
    law = packs.order(case.place, day, case.drafts)
    return {chinese(name): value for name, value in _STATING[kind](law, case).items()}


def apart(old: Stated, new: Stated) -> Stated:
    """What of the first is told otherwise by the second, of mappings only the entries that are."""
    found: Stated = {}
    for key, value in old.items():
        other = new.get(key)
        if value == other:
            continue
        if isinstance(value, Mapping):
            both: Mapping[str, Any] = other if isinstance(other, Mapping) else {}
            entries = {name: entry for name, entry in value.items() if entry != both.get(name)}
            if entries and key in _DEEP:
                entries = apart(entries, {name: both[name] for name in entries if name in both})
            if entries:
                found[key] = entries
        else:
            found[key] = value
    return found


def telling(differing: Stated) -> bool:
    """Whether it is more than what a program asks next, which no lawyer reads in an article."""
    return any(key not in _FOLLOWING and (key != _CONTENTS or _more(value)) for key, value in differing.items())


def _more(contents: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(key not in _FOLLOWING for told in contents.values() for key in told)


def _attributes(scheme: Scheme, found: Iterable[Any]) -> list[str]:
    held = set(found)
    return [attribute_term(scheme, one) for one in STRICTEST_FIRST if one in held]


def _classified(law: LegalOrder, case: Any) -> Stated:
    if case.before is not None:
        return _changed(law, case)
    scheme = SCHEMES[case.scheme]
    unlisted = "false" if case.unlisted_false else "unknown"
    facts = stated(case.facts, law.vocabulary)
    decision = classify(law, facts, unlisted=unlisted, declared=case.declared, scheme=scheme)
    classifier = classifier_behind(decision)
    answer = classifier.resolution.answer
    found: Stated = {"status": term_of(STATUSES, decision.status)}
    if decision.attribute is not None:
        found["attribute"] = attribute_term(scheme, decision.attribute)
    found["permitted"] = _attributes(scheme, decision.permitted)
    found["possible"] = _attributes(scheme, decision.possible)
    found["held"] = [ground.citation.ref for ground in decision.grounds]
    if case.declared is not None:
        found["declared_valid"] = term_of(VALIDITY, decision.declared_valid)
        found["objections"] = [one.rule for one in decision.objections]
    found["actions"] = [action.matter for action in decision.actions]
    for name, kind in (("holds", Hold), ("reviews", Review)):
        found[name] = [rule.id for rule in classifier.holding(decision) if isinstance(rule, kind)]
    if answer is not None:
        found["answered_by"] = answer.standing.id
    found["contents"] = _contents(of_decision(decision))
    found |= _warned(decision.warnings)
    found["questions"] = [law.vocabulary.facts[one.fact].label for one in decision.questions]
    return found


def _changed(law: LegalOrder, case: Any) -> Stated:
    verdict = check_change(law, case.before, case.after, stated(case.facts, law.vocabulary))
    terms = dict(law.vocabulary.role(Role.APPROVER).values)
    moves = (verdict.before, verdict.after)
    named = (one for one in law.changes if moves in one.moves or verdict.before is verdict.after)
    relied = [one for one in named if one.citation == verdict.citation]
    lacking = [one.citation.ref for one in verdict.requirements if one.state is RequirementState.MISSING]
    found: Stated = {
        "outcome": term_of(VERDICTS, verdict.verdict),
        "requirements": {need.id: term_of(STATES, need.state) for need in verdict.requirements},
        "permitted": _attributes(Scheme.OPENING, verdict.permitted),
        "possible": [term for term, one in VERDICTS.items() if one in verdict.possible],
        "held": [] if verdict.citation is None else [verdict.citation.ref],
        "missing": lacking,
        "approvers": [terms[value] for value in verdict.approver],
        "consequences": [one.ref for one in verdict.consequence],
        "actions": [action.matter for action in verdict.actions],
        "holds": [rule.id for rule in holds_of(law, verdict)],
        "reviews": [rule.id for rule in reviews_of(law, verdict)],
        "contents": _contents(of_change(law, verdict, relied)),
    }
    if verdict.citation is not None:
        found["answered_by"] = verdict.citation.instrument
    found |= _warned(verdict.warnings)
    found["questions"] = [law.vocabulary.facts[one.fact].label for one in verdict.questions]
    return found


def _assessed(law: LegalOrder, case: Any) -> Stated:
    found = check(law, case.matter, stated(case.facts, law.vocabulary))
    rules = {rule.id: rule for rule in duties_of(law, found.topic)}
    lacking = {one.id: list(missing_terms(rules[one.id], one, law.vocabulary)) for one in found.findings}
    told: Stated = {
        "outcome": term_of(COMPLIANCE, found.verdict),
        "findings": {one.id: term_of(COMPLIANCE, one.verdict) for one in found.findings},
        "lacking": lacking,
        "possible": [term for term, verdict in COMPLIANCE.items() if verdict in found.possible],
        "contents": _contents(of_assessment(found, law.vocabulary)),
    }
    if found.findings:
        told["answered_by"] = found.findings[0].citation.instrument
    told |= _warned(found.warnings)
    told["questions"] = [law.vocabulary.facts[one.fact].label for one in found.questions]
    return told


def _ended(law: LegalOrder, case: Any) -> Stated:
    found: Deadline = deadline(law, case.step, case.trigger, stated(case.facts, law.vocabulary), RECEIPTS[case.receipt])
    told: Stated = {"status": term_of(DEADLINE_STATUSES, found.status)}
    days = (("due", found.due), ("earliest", found.earliest), ("latest", found.latest))
    told |= {name: day.isoformat() for name, day in days if day is not None}
    told["extended"] = "是" if found.extended else "否"
    if found.citation is not None:
        told |= {"length": found.length and str(found.length), "force": term_of(FORCES, found.force)}
        told |= {"unit": term_of(UNITS, found.unit), "actor": found.actor, "held": found.citation.ref}
        told["answered_by"] = found.citation.instrument
        told["contents"] = _contents(of_deadline(found))
    if found.counting_rule is not None:
        told["counting"] = found.counting_rule.id
    if found.extension is not None:
        told["extension"] = found.extension.citation.ref
    told |= _warned(found.warnings)
    return {name: value for name, value in told.items() if value not in (None, "", "没有")}


def _scheduled(law: LegalOrder, case: Any) -> Stated:
    # Imported here: the monitor is a house of its own.
    from ..rule_cases.monitored import told_to_a_monitor

    procedure = law.procedures.procedure(case.procedure)
    facts = stated(case.facts, law.vocabulary)
    broken, _ = told_to_a_monitor(law, procedure, case.trigger, case.actual, case.until, facts)
    return {"breaches": [one.rule for one in broken]}


def steps_of(case: Any, packs: Asked) -> Stated:
    """How the steps of a case of a procedure stand, and when they are due: by keyword, each step by its id."""
    law = packs.order(case.place, case.until, case.drafts)
    procedure = law.procedures.procedure(case.procedure)
    kinds = set(procedure.events())
    actual = {kind: day for kind, day in by_id(case.actual, procedure.id, law.procedures).items() if kind in kinds}
    facts = stated(case.facts, law.vocabulary)
    found = schedule(law, procedure.id, trigger=case.trigger, actual=actual, on=case.until, facts=facts)
    terms = {step.id: step.deadline for step in found.steps if step.deadline is not None}
    return {
        chinese("states"): {step.id: term_of(STEP_STATES, step.state) for step in found.steps},
        chinese("dues"): {step: term.due.isoformat() for step, term in terms.items() if term.due is not None},
    }


def _recurred(law: LegalOrder, case: Any) -> Stated:
    found = recurring(law, int(case.in_year))
    return {
        "dues": {one.id: one.due.isoformat() for one in found},
        "contents": _contents(of_recurring(law, found)),
    }


def _warned(warnings: Iterable[ResultWarning]) -> Stated:
    found = list(warnings)
    cited: dict[str, list[str]] = {}
    for one in found:
        cited.setdefault(str(one.code), []).extend(citation.ref for citation in one.citations)
    return {"warnings": [str(one.code) for one in found], "warning_citations": cited}


def _contents(told: Told) -> dict[str, dict[str, Any]]:
    """What is told of each rule, without what is only text."""
    return {
        rule: {chinese(name): _plain(value) for name, value in fields.items() if name != "gist"}
        for rule, fields in told.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return list(value) if isinstance(value, tuple) else value


_STATING: Mapping[str, Callable[[LegalOrder, Any], Stated]] = {
    "cases": _classified,
    "duty_cases": _assessed,
    "deadline_cases": _ended,
    "recurring_cases": _recurred,
    "schedule_cases": _scheduled,
}
