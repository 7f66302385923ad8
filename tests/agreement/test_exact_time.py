"""What is said of a term or of a step of a case is so in every completion of the facts that nobody told.

The witness is the library itself with all facts told: no oracle is needed to see that an answer was premature.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.deadlines.terms import facts_of_term
from opendata_rules.logic.conditions import facts_of
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.procedures import Procedure, Step, procedures
from tests import laws

PLACES = [
    *((place, False) for place in ("jining", "tengzhou", "qingdao", "taian", "zaozhuang", "jinan", "shandong")),
    *((place, True) for place in ("shandong", "jining", "tengzhou", "qingdao", "taian")),
]
STEPS = [step for procedure in procedures().all.values() for step in procedure.steps]
DAY = dt.timedelta(days=1)
#: In force, before it, and so that it ends after the law.
TRIGGERS = (dt.date(2026, 3, 2), dt.date(2025, 8, 1), dt.date(2024, 5, 1), dt.date(2028, 7, 14))
#: What settles how a step stands; ``pending`` and ``blocked`` say that nothing is settled yet.
DEFINITE_STATES = {"met", "late", "overdue", "not_applicable"}


@functools.cache
def law_of(place: str, drafts: bool) -> odr.Law:
    return laws.law(place, drafts=drafts)


def values(name: str) -> list[Any]:
    fact = vocabulary().facts[name]
    return [False, True] if fact.type is FactType.BOOL else [value for value, _ in fact.values]


def conditional_on(law: odr.Law, step: Step) -> list[str]:
    """The facts that decide which term of a step it is, or whether there is one; longer terms are another matter."""
    names: dict[str, None] = {}
    for place in law.chain.places:
        for rule in (rule for pack in place.packs for rule in pack.terms if rule.step == step.name):
            longer = {*facts_of(rule.extension.condition)} if rule.extension is not None else set()
            of_rule = [name for name in facts_of_term(rule, law.vocabulary) if name not in longer]
            names |= dict.fromkeys(name for name in of_rule if vocabulary().facts[name].type is not FactType.DATE)
            if rule.extension is not None and rule.extension.timely:
                names.pop(rule.extension.timely, None)
    # The trigger itself says which branch the case took.
    return [name for name in names if name not in dict(step.when)]


def partial(domains: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for chosen in itertools.product(*([None, *domain] for domain in domains.values())):
        yield {name: value for name, value in zip(domains, chosen, strict=True) if value is not None}


def complete(domains: Mapping[str, list[Any]], known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    open_ = {name: domain for name, domain in domains.items() if name not in known}
    for chosen in itertools.product(*open_.values()):
        yield {**known, **dict(zip(open_, chosen, strict=True))}


@pytest.mark.parametrize(("place", "drafts"), PLACES, ids=str)
def test_a_deadline_is_definite_exactly_where_every_completion_gives_the_same(place: str, drafts: bool) -> None:
    law = law_of(place, drafts)
    tried = 0
    for step in STEPS:
        domains = {name: values(name) for name in conditional_on(law, step)}
        for trigger in TRIGGERS:
            whole = {
                tuple(facts.items()): law.deadline(step.name, trigger=trigger, facts=facts)
                for facts in complete(domains, {})
            }
            for known in partial(domains):
                found = law.deadline(step.name, trigger=trigger, facts=known)
                ends = {
                    (one.status, one.earliest, one.latest, one.force)
                    for one in (whole[tuple((n, f[n]) for n in domains)] for f in complete(domains, known))
                }
                tried += 1
                if len(ends) == 1:
                    [end] = ends
                    assert (found.status, found.earliest, found.latest, found.force) == end
                else:
                    assert found.status == "undetermined", (step.name, trigger, known, ends)
    assert tried >= len(STEPS) * len(TRIGGERS)


def cases(law: odr.Law) -> list[tuple[Procedure, dict[str, list[Any]]]]:
    """The procedures that some term of the place belongs to, with the facts that their steps hang on."""
    found = []
    for procedure in law.procedures.all.values():
        names: dict[str, None] = {}
        for step in procedure.steps:
            names |= dict.fromkeys([*step.facts, *conditional_on(law, step)])
            # What is presumed is told by the procedure itself, until something else is told.
            for name in step.presumed:
                names.pop(name, None)
        found.append((procedure, {name: values(name) for name in names}))
    return found


@pytest.mark.parametrize(("place", "drafts"), PLACES, ids=str)
@given(data=st.data())
@settings(max_examples=60)
def test_how_a_step_stands_is_so_in_every_completion(place: str, drafts: bool, data: st.DataObject) -> None:
    law = law_of(place, drafts)
    procedure, domains = data.draw(st.sampled_from(cases(law)))
    began = data.draw(st.sampled_from(TRIGGERS)) + DAY * data.draw(st.integers(0, 30))
    distances = st.one_of(st.integers(0, 25), st.integers(0, 800))
    kinds = [kind for kind in procedure.events() if kind != procedure.beginning]
    done = {kind: began + DAY * data.draw(distances) for kind in kinds if data.draw(st.booleans())}
    on = began + DAY * data.draw(distances)
    known = {name: data.draw(st.sampled_from(domain)) for name, domain in domains.items() if data.draw(st.booleans())}

    def ask(facts: Mapping[str, Any]) -> odr.Schedule:
        return law.schedule(procedure.id, trigger=began, actual=done, on=on, facts=facts)

    found = ask(known)
    fulls = [ask(facts) for facts in complete(domains, known) if _possible(procedure, done, on, facts)]
    if not fulls:
        return
    for number, step in enumerate(found.steps):
        states = {full.steps[number].state for full in fulls}
        if step.state in DEFINITE_STATES:
            assert states == {step.state}
        elif step.deadline is not None and step.deadline.status == "final" and step.actual is None:
            # It is owed: where the case has such a step, by that day.
            assert states <= {"pending", "not_applicable"}
    learnt = dict(known)
    for name in data.draw(st.permutations([name for name in domains if name not in known])):
        before = ask(learnt)
        learnt[name] = fulls[0].to_dict()["receipt"]["facts"][name]
        for old, new in zip(before.steps, ask(learnt).steps, strict=True):
            assert old.state not in DEFINITE_STATES or old.state == new.state


def _possible(procedure: Procedure, done: Mapping[str, dt.date], on: dt.date, facts: Mapping[str, Any]) -> bool:
    """Whether what was done fits the facts: nobody does a step that the case does not have, nor passes on a failure."""
    told = {name: value for kind in done if done[kind] <= on for name, value in _tells(procedure, kind)}
    return all(facts.get(name, value) == value for name, value in told.items())


def _tells(procedure: Procedure, kind: str) -> Iterator[tuple[str, Any]]:
    for step in procedure.steps:
        if step.id == kind:
            yield from step.when
    event = procedures().events.get(kind)
    if event is not None:
        yield from event.tells


@pytest.mark.parametrize(("place", "drafts"), PLACES, ids=str)
def test_the_plan_of_a_year_is_owed_where_the_duties_of_that_year_say_so(place: str, drafts: bool) -> None:
    law = law_of(place, drafts)
    for year in range(2022, 2031):
        listed = {duty.due for duty in law.duties(year) if duty.topic == "annual_plan"}
        for month in range(1, 13):
            trigger = dt.date(year, month, 20)
            found = law.deadline("annual_plan.publication", trigger=trigger)
            if found.status == "final":
                assert listed == {found.due}
            if found.status == "not_regulated":
                # Nobody owes a plan, or the law of that day had not begun when it was due, or had ended since.
                answers = {duty.citation.instrument for duty in law.duties(year) if duty.topic == "annual_plan"}
                in_force = {link.standing.id for link in law.chain_at(trigger).links if link.binding}
                assert not answers & in_force
