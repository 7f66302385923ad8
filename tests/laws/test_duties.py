"""Every pack: its duties are fulfilled and broken in some case, and nothing in it can change unnoticed."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import replace
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
    AtLeast,
    Condition,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    evaluate,
    facts_of,
)
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import DutyRule, TermRule
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
def exercised() -> frozenset[str]:
    """Rule ids, and ids with the verdict they came to, in all cases."""
    outcomes = [outcome(laws.library(), run) for name in PACKS for run in cases(name)]
    return frozenset(rule for _, rules in outcomes for rule in rules)


NAMED = [(name, index) for name in PACKS for index in range(len(cases(name)))]


@pytest.mark.parametrize(
    ("instrument", "index"), NAMED, ids=[f"{name}: {cases(name)[index][1].name}" for name, index in NAMED]
)
def test_case(instrument: str, index: int) -> None:
    failures, _ = outcome(laws.library(), cases(instrument)[index])
    assert failures == ()


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
        if evaluate(rule.must, facts, LawTiming(law, facts)) is False:
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


# -- nothing can change unnoticed -------------------------------------------------------------------------------------


def lessened(pack: Pack) -> Iterator[tuple[str, Pack]]:
    """The pack once for each duty, term, counting rule and yearly duty, less that one."""
    for kind in ("duties", "terms", "recurring"):
        rules = getattr(pack, kind)
        for rule in rules:
            others = tuple(other for other in rules if other is not rule)
            yield rule.id, replace(pack, **{kind: others})


def altered(pack: Pack) -> Iterator[tuple[str, Pack]]:
    """The pack once for each small change of a duty or a term."""
    for rule in pack.duties:
        others: list[tuple[str, DutyRule]] = []
        for kind in ("premise", "must", "doubt"):
            condition = getattr(rule, kind)
            if condition is None:
                continue
            others += [(f"{kind} {what}", replace(rule, **{kind: other})) for what, other in variants(condition)]
            if kind != "must":
                others.append((f"no {kind}", replace(rule, **{kind: None})))
        for what, other in others:
            yield f"{rule.id}: {what}", _exchanged(pack, "duties", rule, other)
    for term in pack.terms:
        for what, changed in _terms(term):
            yield f"{term.id}: {what}", _exchanged(pack, "terms", term, changed)


def _terms(term: TermRule) -> Iterator[tuple[str, TermRule]]:
    if term.length is not None:
        yield "longer", replace(term, length=term.length + 1)
        if term.length > 1:
            yield "shorter", replace(term, length=term.length - 1)
    if term.fixed is not None:
        yield "earlier", replace(term, fixed=(term.fixed[0], 1))
    if term.condition is not None:
        yield "no condition", replace(term, condition=None)
        for what, other in variants(term.condition):
            yield f"condition {what}", replace(term, condition=other)
    if term.extension is not None:
        yield "no extension", replace(term, extension=None)
        if term.extension.total is not None:
            yield "longer extension", replace(term, extension=replace(term.extension, total=term.extension.total + 1))
        for what, other in variants(term.extension.condition):
            yield f"extension {what}", replace(term, extension=replace(term.extension, condition=other))


def _exchanged(pack: Pack, kind: str, rule: object, other: object) -> Pack:
    return replace(pack, **{kind: tuple(other if each is rule else each for each in getattr(pack, kind))})


def variants(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """The condition with one part or one value less, or one comparison turned round."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for index, part in enumerate(parts):
                if len(parts) > 1 and not (isinstance(condition, All) and _says_nothing(part)):
                    yield f"less {index}", type(condition)(parts[:index] + parts[index + 1 :])
                for what, other in variants(part):
                    yield f"{index} {what}", type(condition)((*parts[:index], other, *parts[index + 1 :]))
        case Is(fact=fact, values=values):
            if len(values) > 1:
                for value in values:
                    yield f"less {value}", Is(fact, tuple(other for other in values if other != value))
            yield "turned", NoneOf((condition,))
        case Holds(fact=fact, values=values, absent=absent):
            if len(values) > 1:
                for value in values:
                    yield f"less {value}", Holds(fact, tuple(other for other in values if other != value), absent)
            yield "turned", NoneOf((condition,))
        case AtLeast(fact=fact, number=number):
            yield "less", AtLeast(fact, number - 1)
            yield "more", AtLeast(fact, number + 1)
        case Past(fact=fact, past=past):
            yield "turned", Past(fact, not past)
        case _:
            yield "turned", NoneOf((condition,))


def _says_nothing(condition: Condition) -> bool:
    """Whether every value there is of a fact will do; the text lists them all the same."""
    return isinstance(condition, Is) and set(condition.values) >= set(_values(condition.fact))


def _unnoticed(instrument: str, changes: Iterator[tuple[str, Pack]]) -> list[str]:
    library = odr.load(laws.ROOT)
    # Reading packs is what takes time; all the others are the ones at hand.
    library._packs.update(PACKS)
    failing = {index for index, run in enumerate(cases(instrument)) if outcome(library, run)[0]}
    found = []
    for what, pack in changes:
        library._packs[instrument] = pack
        library._orders.clear()
        runs = (run for index, run in enumerate(cases(instrument)) if index not in failing)
        if not any(outcome(library, run)[0] for run in runs):
            found.append(what)
    return found


ENCODED = [name for name, pack in PACKS.items() if pack.duties or pack.terms or pack.recurring]


@pytest.mark.parametrize("instrument", ENCODED)
def test_no_rule_can_go_unnoticed(instrument: str) -> None:
    assert _unnoticed(instrument, lessened(PACKS[instrument])) == []


#: Packs whose cases notice even the smallest change of a duty or a term.
PINNED = ["tengzhou-public-data-measures-2024"]


@pytest.mark.parametrize("instrument", PINNED)
def test_no_rule_can_change_unnoticed(instrument: str) -> None:
    assert _unnoticed(instrument, altered(PACKS[instrument])) == []
