"""Every pack: its duties are fulfilled and broken in some case. That no rule changes unnoticed, mutation proves."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.answers.duties.timing import LawTiming
from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.duties import (
    run_deadline_case,
    run_duty_case,
    run_recurring_case,
    run_schedule_case,
)
from opendata_rules.authoring.rule_cases.expansion import SingleCase, expanded
from opendata_rules.authoring.rule_cases.files import read_duty_cases
from opendata_rules.logic.conditions import (
    Alike,
    All,
    AnyOf,
    Condition,
    InTerm,
    NoneOf,
    evaluate,
    facts_of,
)
from opendata_rules.norms.provisions import DutyRule
from opendata_rules.packs.files import DUTY_CASES
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.terms import Compliance
from tests import laws

pytestmark = pytest.mark.one_interpreter

SCOPE = "scope"
PACKS = {name: laws.library().pack(name) for name in laws.library().instrument_ids()}
DUTIES = [rule for pack in PACKS.values() for rule in pack.duties]
Run = tuple[Any, SingleCase]


@functools.cache
def cases(instrument: str) -> tuple[Run, ...]:
    """Every duty case beside an instrument, with what runs it."""
    path = laws.ROOT / "rules" / instrument / DUTY_CASES
    if not path.is_file():
        return ()
    found, _, problems = read_duty_cases(path, instrument)
    assert isinstance(found, written.DutyCasesModel), problems
    return tuple(
        (runner, single)
        for runner, group in (
            (run_duty_case, found.duty_cases),
            (run_deadline_case, found.deadline_cases),
            (run_schedule_case, found.schedule_cases),
            (run_recurring_case, found.recurring_cases),
        )
        for case in group
        for single in expanded(case)
    )


def outcome(library: odr.Library, run: Run) -> tuple[tuple[str, ...], frozenset[str]]:
    runner, single = run
    try:
        ran = runner(library, single.case)
    except odr.Error as error:
        return (str(error),), frozenset()
    return ran.failures, ran.rules


@functools.cache
def outcomes(instrument: str) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """What every case of an instrument comes to."""
    return tuple(outcome(laws.library(), run) for run in cases(instrument))


@functools.cache
def exercised() -> frozenset[str]:
    """Rule ids, and ids with the verdict they came to, in all cases."""
    return frozenset(rule for name in PACKS for _, rules in outcomes(name) for rule in rules)


@pytest.mark.parametrize("instrument", [name for name in PACKS if cases(name)])
def test_cases(instrument: str) -> None:
    found = zip(cases(instrument), outcomes(instrument), strict=True)
    assert {single.name: failures for (_, single), (failures, _) in found if failures} == {}


@pytest.mark.parametrize("instrument", [name for name in PACKS if cases(name)])
def test_names_of_cases_are_not_repeated(instrument: str) -> None:
    names = [single.name for _, single in cases(instrument)]
    assert sorted(names) == sorted(set(names))


# -- every duty -------------------------------------------------------------------------------------------------------


def _values(fact: str) -> list[Any]:
    """Values of a fact, enough of them for any condition on it to hold and to fail."""
    known = vocabulary().facts[fact]
    match known.type:
        case FactType.BOOL:
            return [True, False]
        case FactType.ENUM:
            return [value for value, _ in known.values]
        case FactType.LIST:
            return [(), tuple(value for value, _ in known.values)]
        case FactType.INT:
            return [0, 2025, 10**6]
        case FactType.DATE:
            return [laws.ON.replace(year=laws.ON.year - 3), laws.ON, laws.ON.replace(year=laws.ON.year + 3)]
    return ["…"]


def can_fail(rule: DutyRule) -> bool:
    """Whether some facts leave the duty unmet for certain; where all are for a human to judge, none do."""
    if rule.prompt:
        return False
    names = list(dict.fromkeys(facts_of(rule.must)))
    place = next(
        place for place in laws.library().jurisdictions.values() if rule.citation.instrument in place.instruments
    )
    law = laws.law(place.id, drafts=True)
    for values in itertools.islice(itertools.product(*(_values(name) for name in names)), 20_000):
        facts = dict(zip(names, values, strict=True))
        timing = LawTiming(law, facts)
        if rule.premise is not None and evaluate(rule.premise, facts, timing) is False:
            continue
        if evaluate(rule.must, facts, timing) is False:
            return True
    return any(isinstance(leaf, InTerm) for leaf in leaves(rule.must))


def leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition


@pytest.mark.parametrize("rule", DUTIES, ids=[rule.id for rule in DUTIES])
def test_every_duty_is_fulfilled_in_some_case_and_broken_in_another(rule: DutyRule) -> None:
    broken = Compliance.NOT_APPLICABLE if rule.topic == SCOPE else Compliance.NONCOMPLIANT
    wanted = {Compliance.COMPLIANT, broken if can_fail(rule) else Compliance.HUMAN_REVIEW}
    if rule.doubt is not None:
        wanted.add(Compliance.HUMAN_REVIEW)
    if rule.premise is not None:
        wanted.add(Compliance.NOT_APPLICABLE)
    if rule.premise is not None and rule.premise == rule.must == rule.doubt:
        # The duty is known to exist and nothing more: wherever it applies, a human judges.
        wanted = {Compliance.HUMAN_REVIEW, Compliance.NOT_APPLICABLE}
    assert {f"{rule.id}:{verdict}" for verdict in wanted} <= exercised()


@pytest.mark.parametrize("rule", DUTIES, ids=[rule.id for rule in DUTIES])
def test_a_duty_asks_only_facts_of_its_topic(rule: DutyRule) -> None:
    topic = vocabulary().topics[rule.topic]
    conditions = [condition for condition in (rule.premise, rule.must, rule.doubt) if condition is not None]
    asked = {fact for condition in conditions for fact in facts_of(condition)}
    assert asked <= {*topic.facts, *topic.also_uses}
