"""What one case asks of which rules, with the facts on which they are judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...answers.changes.computation import check_change
from ...answers.classification.computation import classifier_behind, classify
from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.schedules import schedule
from ...answers.duties.computation import check, checker_of, duties_of
from ...logic.conditions import Timing
from ...norms.order import LegalOrder
from ...norms.provisions import Provision, Requirement
from ...reading.facts_in_words import stated
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import DeadlineStatus
from ..rule_cases import written
from ..rule_cases.attributes import SCHEMES, relied_on
from ..rule_cases.common import Asked
from ..rule_cases.duties import RECEIPTS
from ..rule_cases.names import by_id

#: What identifies a rule: its instrument, its id, and that of a requirement of a change.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a case asks.

    Attributes:
        rules: the rules that are judged, with what identifies them.
        facts: the facts on which they are, by id.
        timing: what day it is and when terms end; ``None`` where no rule asks.
        counted: terms of which the last day was told, each with whether it was extended.
    """

    rules: Mapping[Key, Provision | Requirement]
    facts: Mapping[str, FactValue]
    timing: Timing | None = None
    counted: frozenset[tuple[str, bool]] = field(default_factory=frozenset)


def asked(shelf: Asked, case: written.AnyCase) -> Iterator[Asking]:
    """What a single case asks.

    Args:
        shelf: whom it is asked of.
        case: the case, without near misses.
    """
    match case:
        case written.DecisionCaseModel(before=before, after=after) if before is not None and after is not None:
            yield _of_change(shelf.order(case.place, case.on, case.drafts), case)
        case written.DecisionCaseModel():
            yield _of_decision(shelf.order(case.place, case.on, case.drafts), case)
        case written.DutyCaseModel():
            law = shelf.order(case.place, case.on, case.drafts)
            facts = stated(case.facts, law.vocabulary)
            found = check(law, case.matter, facts)
            timing = checker_of(law, case.matter).timing(dict(found.stated))
            yield Asking(_keyed(duties_of(law, found.topic)), dict(found.stated), timing)
        case written.DeadlineCaseModel():
            law = shelf.order(case.place, case.on or case.trigger, case.drafts)
            facts = stated(case.facts, law.vocabulary)
            term = deadline(law, case.step, case.trigger, facts, RECEIPTS[case.receipt])
            yield _of_term(law, term)
        case written.ScheduleCaseModel():
            law = shelf.order(case.place, case.until, case.drafts)
            facts = stated(case.facts, law.vocabulary)
            procedure = law.procedures.procedure(case.procedure)
            done = by_id(case.actual, procedure.id, law.procedures)
            known = {kind: day for kind, day in done.items() if kind in procedure.events()}
            found_steps = schedule(
                law, procedure.id, trigger=case.trigger, actual=known, on=case.until, facts=facts
            ).steps
            for step in found_steps:
                if step.deadline is not None:
                    yield _of_term(law, step.deadline)


def _keyed(rules: Iterable[Provision]) -> dict[Key, Provision | Requirement]:
    return {(rule.citation.instrument, rule.id, ""): rule for rule in rules}


def _of_decision(law: LegalOrder, case: written.DecisionCaseModel) -> Asking:
    unlisted = "false" if case.unlisted_false else "unknown"
    decision = classify(law, stated(case.facts, law.vocabulary), unlisted=unlisted, scheme=SCHEMES[case.scheme])
    classifier = classifier_behind(decision)
    rules: list[Provision] = [*classifier.referrals]
    if classifier.rules is not None:
        rules += [*classifier.rules.grounds, *classifier.rules.holds, *classifier.rules.reviews]
    rules += [rule for rule in classifier.action_rules if decision.attribute in rule.applies_to]
    return Asking(_keyed(rules), classifier.effective(decision._key))


def _of_change(law: LegalOrder, case: written.DecisionCaseModel) -> Asking:
    assert case.before is not None
    assert case.after is not None
    verdict = check_change(law, case.before, case.after, stated(case.facts, law.vocabulary))
    relied = [change for change in law.changes if relied_on(change, verdict)]
    rules = _keyed([*law.referrals, *(review for change in relied for review in change.reviews)])
    rules |= {
        (change.citation.instrument, change.id, need.id): need
        for change in relied
        for need in change.requirements_at(law.place.level)
    }
    return Asking(rules, dict(verdict.stated))


def _of_term(law: LegalOrder, term: Deadline) -> Asking:
    """The rules for the term of a step, of which one sets it."""
    answer = law.terms_of(term.step, law.chain_at(term.trigger)).answer
    rules = () if answer is None else tuple(rule for rule in answer.pack.terms if rule.step == term.step)
    told = term.status in (DeadlineStatus.FINAL, DeadlineStatus.PROVISIONAL)
    counted = frozenset({(term.rule, term.extended)} if told else ())
    return Asking(_keyed(rules), dict(term.stated), _Today(term.trigger), counted)


@dataclass(frozen=True, slots=True)
class _Today:
    """No term is asked about by the rules that set terms."""

    today: dt.date

    def ends(self, term: object, start: object) -> None:
        return None

    def predates(self, condition: object) -> None:
        return None
