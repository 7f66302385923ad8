"""What must hold of every shipped law, proved over the whole fact space: by algebra on cubes and diagrams, not by
sampling.

Each statement is the emptiness of a set of complete descriptions. Where one fails, the facts that break it are in the
message.
"""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import yaml

import opendata_rules as odr
from opendata_rules.answers.changes.compiled import CompiledChange, compiled_change
from opendata_rules.answers.classification.compiled import ATTRIBUTES, Compiled, Outcome, deciding
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.answers.classification.higher_law import above_of
from opendata_rules.logic.conditions import All, Is, NoneOf, facts_of
from opendata_rules.logic.cubes import Cubes, Layout
from opendata_rules.logic.diagrams import Node
from opendata_rules.norms.provisions import Ground
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.marks import Cure, Role
from opendata_rules.vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, Verdict
from tests import laws

each_opening = pytest.mark.parametrize("place", laws.OPENING_PLACES)
each = pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)
LOOSENINGS = list(combinations(STRICTEST_FIRST, 2))
TIGHTENINGS = [(b, a) for a, b in LOOSENINGS]


def compiled(place: str, scheme: str = "opening") -> Compiled:
    return classifier_of(laws.law(place), Scheme(scheme)).compiled


def broken_by(layout: Layout, cubes: Cubes) -> list[dict[str, Any]]:
    """Facts that lie in a set that should be empty, one example a cube, as the reader should see them."""
    examples = []
    for cube in cubes:
        allowed = {
            field.fact: [v for v in field.values if not cube & field.bits([v])] for field in layout.fields.values()
        }
        examples.append({name: values[0] for name, values in allowed.items() if len(values) < 2})
    return examples


@each
def test_nothing_known_never_opens(place: str, scheme: str, instrument: str) -> None:
    found = laws.law(place).classify({}, scheme=scheme)
    assert found.status == "undetermined"
    assert found.attribute is None
    assert found.permitted == frozenset()


@each
def test_outcomes_share_no_vector_and_leave_none_out(place: str, scheme: str, instrument: str) -> None:
    law = compiled(place, scheme)
    outcomes = list(law.outcomes.values())
    for number, one in enumerate(outcomes):
        for other in outcomes[number + 1 :]:
            assert broken_by(law.layout, law.layout.both(one, other)) == []
    nowhere = law.layout.both(law.consistent, law.layout.other(law.layout.either(*outcomes)))
    assert broken_by(law.layout, nowhere) == []


@each_opening
def test_a_state_secret_never_opens(place: str) -> None:
    law = compiled(place)
    secret = (law.layout.fields["state_secret"].bits([False]),)
    for outcome in (Outcome.OPEN, Outcome.CONDITIONAL, Outcome.HOLD):
        assert broken_by(law.layout, law.layout.both(law.outcomes[outcome], secret)) == []
    for attribute in (Attribute.OPEN, Attribute.CONDITIONAL):
        assert broken_by(law.layout, law.layout.both(law.permits[attribute], secret)) == []


@each
def test_a_closed_ground_dominates(place: str, scheme: str, instrument: str) -> None:
    law = compiled(place, scheme)
    for rule in deciding(law.rules):
        if not isinstance(rule, Ground) or rule.outcome is not Attribute.CLOSED:
            continue
        for outcome in set(Outcome) - {Outcome.CLOSED}:
            where = law.layout.both(law.present[rule.id], law.outcomes[outcome])
            assert broken_by(law.layout, where) == [], rule.id
        for attribute in (Attribute.CONDITIONAL, Attribute.OPEN):
            where = law.layout.both(law.present[rule.id], law.permits[attribute])
            assert broken_by(law.layout, where) == [], rule.id


@each
def test_what_is_permitted_and_what_is_denied_divide_the_space(place: str, scheme: str, instrument: str) -> None:
    law = compiled(place, scheme)
    for attribute in STRICTEST_FIRST:
        assert broken_by(law.layout, law.layout.both(law.permits[attribute], law.denies[attribute])) == []
        either = law.layout.either(law.permits[attribute], law.denies[attribute])
        assert broken_by(law.layout, law.layout.both(law.consistent, law.layout.other(either))) == []


# -- changes, by algebra on diagrams -----------------------------------------------------------------------------------

PLACES = ("taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang")
MOVES = [
    (place, drafts, before, after)
    for place in PLACES
    for drafts in (False, True)
    for before, after in product(STRICTEST_FIRST, STRICTEST_FIRST)
]
each_move = pytest.mark.parametrize(("place", "drafts", "before", "after"), MOVES)
each_tightening = pytest.mark.parametrize(
    ("place", "drafts", "before", "after"), [move for move in MOVES if (move[2], move[3]) in TIGHTENINGS]
)
each_loosening = pytest.mark.parametrize(
    ("place", "drafts", "before", "after"), [move for move in MOVES if (move[2], move[3]) in LOOSENINGS]
)


def change(place: str, drafts: bool, before: Attribute, after: Attribute) -> CompiledChange:
    return compiled_change(laws.law(place, drafts=drafts), before, after)


def verdict_is(compiled: CompiledChange, *verdicts: Verdict) -> Node:
    return compiled.propositions.diagrams.apply(lambda verdict: verdict in verdicts, compiled.verdict)


def example(compiled: CompiledChange, *nodes: Node) -> dict[str, Any] | None:
    """Facts of a complete, consistent description where all of some conditions hold; ``None`` where there is none."""
    propositions, diagrams = compiled.propositions, compiled.propositions.diagrams
    where = diagrams.both(propositions.consistent, *nodes)
    for way in diagrams.paths(where, True):
        return propositions.stated({level: min(places) for level, places in way.items()})
    return None


def is_(fact: str, *values: Any) -> Is:
    return Is(fact, values)


@each_move
def test_no_change_is_allowed_unless_every_hard_requirement_of_its_article_is_met(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    node, negated = compiled.propositions.node, compiled.propositions.diagrams.negated
    allowed = verdict_is(compiled, Verdict.ALLOWED)
    direction = vocabulary().role(Role.DIRECTION).id
    for part in compiled.parts:
        told = [node(is_(direction, part.direction))] if part.direction is not None else []
        for rule in part.provisions:
            for need in rule.requirements_at(compiled.order.place.level):
                if need.hard:
                    assert example(compiled, allowed, negated(node(need.condition)), *told) is None, need.id


@each_tightening
def test_a_tightening_never_passes_without_consent_of_a_competent_department_that_there_is(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    allowed, node = verdict_is(compiled, Verdict.ALLOWED), compiled.propositions.node
    assert example(compiled, allowed) is not None
    [part] = compiled.parts
    competent = {value for rule in part.provisions for value in rule.approvers}
    assert competent
    conditions = [
        NoneOf((is_("approval_status", "granted"),)),
        NoneOf((is_("approving_authority", *competent),)),
        is_("approving_authority_relation", "elsewhere"),
        is_("approval_before_change", False),
    ]
    level = compiled.order.place.level
    order = ["county_department", "city_department", "province_department"]
    here = {"县级": 0, "市级": 1, "省级": 2}[level]
    for rank, authority in enumerate(order):
        possible = "own" if rank == here else "superior" if rank > here else "inferior"
        elsewhere = [r for r in ("own", "superior", "inferior") if r != possible]
        conditions.append(All((is_("approving_authority", authority), is_("approving_authority_relation", *elsewhere))))
    for condition in conditions:
        assert example(compiled, allowed, node(condition)) is None, condition


@each_tightening
def test_a_tightening_never_passes_without_a_ground_of_the_class(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    rules = compiled.rules
    assert rules is not None
    grounds = [rule.condition for rule in rules.grounds if rule.outcome is after]
    without = compiled.propositions.node(NoneOf(tuple(grounds)))
    assert example(compiled, verdict_is(compiled, Verdict.ALLOWED), without) is None


@each_loosening
def test_no_loosening_passes_while_a_ground_of_closure_stands(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    rules, node = compiled.rules, compiled.propositions.node
    assert rules is not None
    allowed = verdict_is(compiled, Verdict.ALLOWED)
    book = vocabulary()
    cured = {Cure.MASKING: is_("desensitized", True), Cure.CONSENT: is_("third_party_response", "consented")}
    for ground in rules.grounds:
        if ground.outcome is not Attribute.CLOSED:
            continue
        # Not before it is cured; and what nothing cures stands whatever was done.
        cures = {cure for name in facts_of(ground.condition) for cure in book.facts[name].cured_by}
        if before is Attribute.CLOSED and cures:
            untouched = node(NoneOf(tuple(cured[cure] for cure in sorted(cures))))
            assert example(compiled, allowed, node(ground.condition), untouched) is None, ground.id
        else:
            assert example(compiled, allowed, node(ground.condition)) is None, ground.id


@each_move
def test_what_must_be_judged_or_is_on_hold_whatever_was_done_is_never_allowed(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    """But for the closed class, which a ground of closure decides before."""
    compiled = change(place, drafts, before, after)
    rules, node = compiled.rules, compiled.propositions.node
    assert rules is not None
    allowed = verdict_is(compiled, Verdict.ALLOWED)
    closing = node(NoneOf(tuple(rule.condition for rule in rules.grounds if rule.outcome is Attribute.CLOSED)))
    book = vocabulary()
    for rule in (*rules.reviews, *rules.holds):
        if not any(book.facts[name].cured_by for name in facts_of(rule.condition)):
            assert example(compiled, allowed, node(rule.condition), closing) is None, rule.id


@each_move
def test_contradictory_facts_settle_nothing_and_all_others_something(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    diagrams = compiled.propositions.diagrams
    wrong = diagrams.apply(lambda possible, stands: len(possible) != int(stands), compiled.whole, compiled.stands)
    assert wrong is diagrams.no


@each_move
def test_every_verdict_that_is_possible_has_a_witness(
    place: str, drafts: bool, before: Attribute, after: Attribute
) -> None:
    compiled = change(place, drafts, before, after)
    propositions, diagrams = compiled.propositions, compiled.propositions.diagrams
    law = laws.law(place, drafts=drafts)
    possible = law.check_change(before, after, {}).possible
    for verdict in Verdict:
        reached = diagrams.both(compiled.stands, verdict_is(compiled, verdict))
        way = next(diagrams.paths(reached, True), None)
        assert (way is not None) is (verdict in possible), verdict
        if way is not None:
            facts = propositions.stated({level: min(places) for level, places in way.items()})
            assert verdict in law.check_change(before, after, facts).possible


@pytest.mark.one_interpreter
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("before", "after"), list(product(STRICTEST_FIRST, STRICTEST_FIRST)))
def test_what_is_possible_is_what_each_value_of_a_fact_leaves_possible(
    place: str, before: Attribute, after: Attribute
) -> None:
    """From nothing known, and from every one fact known: learning takes verdicts away, and each one goes somewhere."""
    compiled = change(place, False, before, after)
    law = laws.law(place)
    domains = {v.fact: v.values for v in compiled.propositions.variables if v.fact is not None}

    def possible(**facts: Any) -> frozenset[Verdict]:
        return law.check_change(before, after, facts).possible

    singles = {(name, value): possible(**{name: value}) for name, values in domains.items() for value in values}
    for name, values in domains.items():
        assert possible() == frozenset().union(*(singles[name, value] for value in values))
    for (name, value), left in singles.items():
        for other, values in domains.items():
            if other != name:
                assert left == frozenset().union(*(possible(**{name: value, other: one}) for one in values))


def _exceptions() -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "higher_law.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


@each
def test_no_outcome_leaves_what_higher_law_permits_but_for_the_reviewed_list(
    place: str, scheme: str, instrument: str
) -> None:
    classifier = classifier_of(laws.law(place), Scheme(scheme))
    layout = classifier.layout
    reviewed = {
        (entry["local"], entry["outcome"]) for entry in _exceptions() if entry["place"] == place and scheme == "opening"
    }
    met: set[tuple[str, str]] = set()
    unreviewed: list[tuple[str, dict[str, Any]]] = []
    for _, above, within in above_of(classifier):
        outside = layout.both(classifier.compiled.consistent, layout.other(within))
        for outcome in ATTRIBUTES:
            where = layout.both(outside, classifier.compiled.outcomes[outcome])
            for rule in deciding(classifier.compiled.rules):
                if not isinstance(rule, Ground) or rule.outcome.value != outcome.value:
                    continue
                covered = layout.both(where, classifier.compiled.present[rule.id])
                if covered:
                    met.add((rule.id, outcome.value))
                    unreviewed += [
                        (rule.id, e) for e in broken_by(layout, covered) if (rule.id, outcome.value) not in reviewed
                    ]
                where = layout.both(where, classifier.compiled.absent[rule.id])
            # What no ground of the outcome explains comes from the residual.
            if where:
                residual = classifier.compiled.rules.residual
                assert residual is not None
                met.add((residual.id, outcome.value))
                unreviewed += [
                    (residual.id, e) for e in broken_by(layout, where) if (residual.id, outcome.value) not in reviewed
                ]
        assert above.rules is not classifier.compiled.rules
    assert unreviewed == []
    assert met == reviewed, "the reviewed list names exceptions that no longer occur"


def test_a_broken_statement_names_the_facts_that_break_it() -> None:
    law = compiled("tengzhou")
    private = (law.layout.fields["personal_privacy"].bits([False]),)
    [first, *_] = broken_by(law.layout, law.layout.both(law.outcomes[Outcome.OPEN], private))
    assert first["personal_privacy"] is True
    assert first["opening_harms_third_party"] is False
    assert isinstance(odr.Attribute.OPEN, odr.Attribute)
