"""What must hold of every shipped law, proved over the whole fact space: by algebra on cubes, not by sampling.

Each statement is the emptiness of a set of complete descriptions. Where one fails, the facts that break it are in the
message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from opendata_rules.answers.changes.provisions import plainly, provisions_on

import opendata_rules as odr
from opendata_rules.answers.classification.compiled import ATTRIBUTES, Compiled, Outcome, deciding
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.answers.classification.higher_law import above_of
from opendata_rules.logic.conditions import facts_of
from opendata_rules.logic.cubes import Cubes, Layout
from opendata_rules.norms.provisions import Ground
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme
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


def _vectors(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Every complete vector of some facts."""
    book = vocabulary().facts
    listed = list(dict.fromkeys(names))
    values = [[False, True] if book[n].type == "bool" else [v for v, _ in book[n].values] for n in listed]
    for chosen in product(*values):
        yield dict(zip(listed, chosen, strict=True))


MOVES = [
    (place, before, after)
    for place in ("taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang")
    for before, after in (*LOOSENINGS, *TIGHTENINGS)
]


@pytest.mark.parametrize(("place", "before", "after"), MOVES)
def test_no_change_is_allowed_unless_every_hard_requirement_of_its_article_is_met(
    place: str, before: Attribute, after: Attribute
) -> None:
    """Factored by requirement: a requirement that fails forbids, whatever all the other facts are.

    ``allowed`` needs every hard requirement met, and a requirement depends on its own facts alone; so it is enough to
    go through every vector of the facts of each requirement by itself.
    """
    law = laws.law(place)
    for rule in provisions_on(law, before, after):
        for need in rule.requirements:
            condition = plainly(need.condition)
            for facts in _vectors(facts_of(condition)):
                found = law.check_change(before, after, facts)
                [state] = {result.state for result in found.requirements if result.id == need.id}
                if state != "met" and need.hard:
                    assert found.verdict != "allowed", (need.id, facts)


@pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "jining", "shandong", "jinan", "zaozhuang"])
@pytest.mark.parametrize(("before", "after"), TIGHTENINGS)
def test_a_tightening_never_passes_without_consent_of_the_competent_level(
    place: str, before: Attribute, after: Attribute
) -> None:
    law = laws.law(place)
    rules = provisions_on(law, before, after)
    assert rules
    competent = set(law.check_change(before, after, {}).approver)
    names = ("approval_status", "approving_authority", "approving_authority_relation", "approval_before_change")
    layout = Layout(vocabulary().facts[name] for name in names)
    for facts in _vectors(names):
        known = layout.knowledge(facts)
        passing = [
            all(
                any(not cube & known for cube in layout.cubes(plainly(need.condition)))
                for need in rule.requirements
                if need.hard and set(facts_of(plainly(need.condition))) <= set(names)
            )
            for rule in rules
        ]
        if all(passing):
            assert facts["approval_status"] == "granted", facts
            assert facts["approving_authority"] in competent, facts
            assert facts["approval_before_change"] is True, facts
            assert facts["approving_authority_relation"] != "elsewhere", facts


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
