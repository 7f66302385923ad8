"""``possible`` and the verdicts against every completion of the unknown facts, each judged rule by rule.

The judge below goes by the rules as they are written, on complete facts, and knows nothing of diagrams.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.answers.duties.computation import checker_of, duties_of
from opendata_rules.logic.conditions import Alike, All, AnyOf, Condition, Earlier, InTerm, NoneOf, Relation, evaluate
from opendata_rules.norms.provisions import DutyRule
from opendata_rules.norms.warnings import clashing
from opendata_rules.vocabulary.facts import Fact, FactType
from opendata_rules.vocabulary.marks import JudgedAs
from opendata_rules.vocabulary.terms import Compliance, DutyForce
from tests import laws
from tests.answers.duties.test_properties import ASKED, law

#: Vectors of each place and topic; more by hand: OPENDATA_RULES_VECTORS=2000 pytest …
VECTORS = int(os.environ.get("OPENDATA_RULES_VECTORS", "12"))
#: Most completions of one vector.
MOST = 96
NC, HUMAN, OPEN, MET, NA = (
    Compliance.NONCOMPLIANT,
    Compliance.HUMAN_REVIEW,
    Compliance.UNDETERMINED,
    Compliance.COMPLIANT,
    Compliance.NOT_APPLICABLE,
)


def values(fact: Fact, rng: random.Random, on: dt.date) -> Any:
    match fact.type:
        case FactType.BOOL:
            return rng.random() < 0.5
        case FactType.ENUM:
            return rng.choice(fact.values)[0]
        case FactType.LIST:
            return tuple(value for value, _ in fact.values if rng.random() < 0.6)
        case FactType.INT:
            return rng.choice([0, 1, 9, 10, 11, 2025, 2026, 2027])
        case FactType.DATE:
            return on - dt.timedelta(days=rng.choice([0, 1, 5, 14, 15, 16, 20, 40, 200, 380, 800]))
    return "…"


@functools.cache
def domain(fact: Fact) -> tuple[Any, ...]:
    return (False, True) if fact.type is FactType.BOOL else tuple(value for value, _ in fact.values)


# -- the judge --------------------------------------------------------------------------------------------------------


def agree(condition: Condition, facts: Mapping[str, Any], timing: Any) -> bool:
    """Whether what a condition is told several times is told alike."""
    match condition:
        case Alike(parts=parts):
            return len({evaluate(part, facts, timing) for part in parts} - {None}) < 2
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            return all(agree(part, facts, timing) for part in parts)
        case Earlier(first=first, second=second, stated=str() as stated) if first in facts and second in facts:
            return facts[first] == facts[second] or facts.get(stated) in (None, facts[first] < facts[second])
        case InTerm(done=str() as done, stated=str() as stated):
            return done not in facts or facts.get(stated) is not False
    return True


def conditions(rule: DutyRule) -> list[Condition]:
    return [part for part in (rule.premise, rule.must, rule.doubt) if part is not None]


def terms(condition: Condition) -> Iterator[InTerm]:
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from terms(part)
        case InTerm():
            yield condition


class Judge:
    """Complete facts under one law."""

    def __init__(self, asked: odr.Law, topic: str) -> None:
        self.law = asked
        self.rules = duties_of(asked, topic)
        self.scope = asked.vocabulary.topics[topic].judged_as is JudgedAs.SCOPE
        self.checker = checker_of(asked, topic)
        [standing] = {one for one in asked.instruments if one.id == self.rules[0].citation.instrument}
        self.effective = None if standing.state is odr.InstrumentState.DRAFT else standing.effective

    def consistent(self, facts: Mapping[str, Any]) -> bool:
        timing = self.checker.timing(facts)
        used = {name: value for name, value in facts.items() if name in self.checker.used}
        return not clashing(used, self.law.vocabulary, self.law.on) and all(
            agree(condition, facts, timing) for rule in self.rules for condition in conditions(rule)
        )

    def about_early(self, condition: Condition, facts: Mapping[str, Any], timing: Any) -> bool:
        """Whether a condition is about what was done, or fell due, before the instrument took effect."""
        match condition:
            case InTerm(relation=Relation.WITHIN):
                return self.early(condition, facts, timing)
            case InTerm(relation=Relation.AFTER, done=str() as deed):
                # The act that a least length comes before.
                return self.effective is not None and facts[deed] < self.effective
            case All(parts=parts):
                # What does not hold beside the term speaks alone.
                beside = [evaluate(part, facts, timing) for part in parts if not list(terms(part))]
                return all(beside) and any(self.about_early(part, facts, timing) for part in parts)
            case AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
                return any(self.about_early(part, facts, timing) for part in parts)
        return False

    def early(self, part: InTerm, facts: Mapping[str, Any], timing: Any) -> bool:
        """Whether what a term is for was done, or fell due, before the instrument took effect."""
        if self.effective is not None:
            start, done = facts.get(part.start), facts.get(part.done or "")
            if isinstance(done, dt.date) and done < self.effective:
                return True
            continuing = isinstance(part.term, tuple) or self.law.procedures.step(part.term).continuing
            if isinstance(start, int):
                ends = timing.ends(part.term, start)
                if ends and ends[1] < self.effective:
                    return True
            elif continuing and part.done is None:
                ends, anew = timing.ends(part.term, start), timing.ends(part.term, self.effective)
                # A step's own term is told as counted anew.
                ran_out = ends == anew if isinstance(part.term, str) else ends and ends[1] < self.effective
                if anew and start < self.effective and ran_out and self.law.on <= anew[0]:
                    return True
            elif isinstance(start, dt.date) and start < self.effective:
                return True
        return False

    def of_rule(self, rule: DutyRule, facts: Mapping[str, Any], timing: Any) -> tuple[Compliance, bool, bool] | None:
        """The verdict, whether the rule is met, and whether it is in doubt; ``None`` where a term has no end."""
        truths = [None if part is None else evaluate(part, facts, timing) for part in (rule.must, rule.doubt)]
        must, doubt = truths[0], False if rule.doubt is None else truths[1]
        premise = True if rule.premise is None else evaluate(rule.premise, facts, timing)
        if None in (premise, must, doubt):
            return None
        met = bool(must and not doubt)
        asked = [part for part in (rule.premise, rule.must) if part is not None]
        if not premise or any(self.about_early(part, facts, timing) for part in asked):
            return NA, met, False
        if not must:
            return (HUMAN if rule.prompt else NA if self.scope else NC), False, bool(doubt or rule.prompt)
        return (HUMAN if doubt else MET), met, bool(doubt)

    def of_all(self, found: list[Compliance], facts: Mapping[str, Any], timing: Any) -> Compliance:
        if self.scope:
            reaching = [
                verdict
                for rule, verdict in zip(self.rules, found, strict=True)
                if rule.premise is None or evaluate(rule.premise, facts, timing) is not False
            ]
            return next(verdict for verdict in (HUMAN, NA, MET) if verdict in (reaching or found))
        counted = [
            MET if verdict is NC and rule.force is DutyForce.ADVISORY else verdict
            for rule, verdict in zip(self.rules, found, strict=True)
        ]
        return next(verdict for verdict in (NC, HUMAN, MET, NA) if verdict in counted)


def expected(possible: set[Compliance], met: bool, human: bool = False) -> Compliance:
    """The verdict on what completions lead to.

    Args:
        possible: the verdicts there are.
        met: whether what is asked is so in all of them.
        human: whether it is in doubt in all of them, or some rule says for certain that a human must look.
    """
    if len(possible) == 1:
        return next(iter(possible))
    if not possible or (human and possible in ({NC, HUMAN}, {NA, HUMAN})):
        return HUMAN
    return MET if met and possible == {MET, NA} else OPEN


def completions(unknown: list[Fact], facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for chosen in itertools.product(*map(domain, unknown)):
        yield {**facts, **{fact.id: value for fact, value in zip(unknown, chosen, strict=True)}}


@pytest.mark.parametrize(("place", "topic"), ASKED)
def test_possible_is_what_the_completions_lead_to(place: str, topic: str) -> None:
    asked = law(place)
    judge = Judge(asked, topic)
    rng = random.Random(f"{place} {topic}")
    facts_used = [asked.vocabulary.facts[name] for name in sorted(judge.checker.used)]
    tried = 0
    for _ in range(VECTORS * 40):
        if tried == VECTORS:
            break
        everything = {fact.id: values(fact, rng, asked.on) for fact in facts_used}
        unknown: list[Fact] = []
        for fact in rng.sample(facts_used, len(facts_used)):
            size = len(domain(fact)) if fact.finite else 0
            if size and size * len(list(itertools.product(*map(domain, unknown)))) <= MOST:
                unknown.append(fact)
        unknown = unknown[: rng.randrange(len(unknown) + 1)]
        known = {name: value for name, value in everything.items() if name not in {fact.id for fact in unknown}}
        if not judge.consistent(known):
            assert asked.check(topic, known).verdict is HUMAN
            continue
        verdicts: list[list[tuple[Compliance, bool, bool]]] = [[] for _ in judge.rules]
        whole: set[Compliance] = set()
        untold = False
        for facts in completions(unknown, known):
            if not judge.consistent(facts):
                continue
            timing = judge.checker.timing(facts)
            found = [judge.of_rule(rule, facts, timing) for rule in judge.rules]
            untold = untold or None in found
            if untold:
                break
            told = [one for one in found if one is not None]
            for one, each in zip(told, verdicts, strict=True):
                each.append(one)
            whole.add(judge.of_all([verdict for verdict, _, _ in told], facts, timing))
        if untold:
            continue
        tried += 1
        answer = asked.check(topic, known)
        assert answer.possible == whole, known
        for finding, each in zip(answer.findings, verdicts, strict=True):
            possible = {verdict for verdict, _, _ in each}
            assert finding.possible == possible, (finding.id, known)
            met, doubt = all(met for _, met, _ in each), all(doubt for _, _, doubt in each)
            assert finding.verdict is expected(possible, met, doubt), (finding.id, known)
        fulfilled = {finding.verdict for finding in answer.findings} <= {MET, NA}
        # A finding that is for a human is so for certain; in scope it comes before what is not covered.
        human = HUMAN in {finding.verdict for finding in answer.findings}
        assert answer.verdict is expected(whole, fulfilled and not judge.scope, human), known
        assert bool(answer.questions) <= (answer.verdict in (OPEN, HUMAN))
        assert answer.questions or answer.verdict is not OPEN


@pytest.mark.parametrize(("place", "topic"), ASKED)
def test_whatever_is_learned_stays_within_possible(place: str, topic: str) -> None:
    asked = law(place)
    judge = Judge(asked, topic)
    rng = random.Random(f"{topic} {place}")
    facts_used = [asked.vocabulary.facts[name] for name in sorted(judge.checker.used)]
    for _ in range(VECTORS):
        everything = {fact.id: values(fact, rng, asked.on) for fact in facts_used}
        if not judge.consistent(everything):
            continue
        order = rng.sample(sorted(everything), len(everything))
        known: dict[str, Any] = {}
        before = asked.check(topic, known)
        for name in order:
            known[name] = everything[name]
            after = asked.check(topic, known)
            assert after.possible, known
            assert after.possible <= before.possible, known
            for earlier, later in zip(before.findings, after.findings, strict=True):
                assert later.possible <= earlier.possible, (later.id, known)
            if before.verdict not in (OPEN, HUMAN):
                assert after.verdict in ({MET, NA} if before.verdict is MET else {before.verdict}), known
            before = after


def test_the_places_of_the_brute_force_are_the_shipped_ones() -> None:
    assert {place for place, _ in ASKED} < set(laws.library().jurisdictions)
