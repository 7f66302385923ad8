"""The term of a duty that never ends: the same, asked once or for many days, and never later than the law allows."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.answers.deadlines.computation import bounds_of_term
from opendata_rules.answers.deadlines.continuing import ContinuingTerm, ContinuingTerms
from opendata_rules.errors import UnknownProcedure
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.procedures import procedures
from opendata_rules.vocabulary.terms import DeadlineStatus
from tests.laws import law

ON = dt.date(2026, 3, 10)
PLACES = ("taian", "jining", "tengzhou", "qingdao", "jinan", "shandong")
DAYS = [dt.date(1999, 5, 1), dt.date(2007, 1, 1), dt.date(2021, 6, 1), dt.date(2025, 3, 7), dt.date(2026, 2, 10), ON]
FREQUENCIES = [value for value, _ in vocabulary().facts["update_frequency"].values]
FACTS = [
    (),
    *((("update_frequency", value),) for value in FREQUENCIES),
    (("archived", True),),
    (("archived", False), ("update_frequency", "irregular")),
]
CONTINUING = [step.name for found in procedures().all.values() for step in found.steps if step.continuing]
IN_FORCE = dt.date(2026, 1, 15)


@pytest.mark.parametrize("step", CONTINUING)
@pytest.mark.parametrize("place", PLACES)
def test_asked_for_many_days_a_term_is_what_it_is_asked_for_one(place: str, step: str) -> None:
    many = ContinuingTerms(law(place, ON), step)
    for facts in FACTS:
        for day in DAYS:
            assert many.of(day, facts) == ContinuingTerms(law(place, ON), step).of(day, facts)


@pytest.mark.parametrize("step", CONTINUING)
@pytest.mark.parametrize("place", PLACES)
def test_under_the_same_law_it_is_the_deadline(place: str, step: str) -> None:
    order = law(place, ON)
    for facts in FACTS:
        for day in (IN_FORCE, dt.date(2026, 2, 10), ON):
            found = ContinuingTerms(order, step).of(day, facts)
            asked = order.deadline(step, trigger=day, facts=dict(facts))
            assert (found.status, found.due, found.latest) == (asked.status, asked.due, asked.latest)
            assert (found.citation, found.gist, found.note) == (asked.citation, asked.gist, asked.note)


@pytest.mark.parametrize("step", CONTINUING)
@pytest.mark.parametrize("place", PLACES)
def test_it_is_late_only_where_the_duties_are(place: str, step: str) -> None:
    order = law(place, ON)
    for facts in FACTS:
        for day in DAYS:
            bounds = bounds_of_term(order, step, day, dict(facts))
            found = ContinuingTerms(order, step).of(day, facts)
            assert (found.passed(ON) is True) == (bounds is not None and bounds[1] < ON)


def test_no_step_of_that_name() -> None:
    with pytest.raises(UnknownProcedure):
        ContinuingTerms(law("taian", ON), "update.nothing")


@pytest.mark.parametrize(
    ("day", "passed"),
    [(9, False), (10, False), (11, None), (12, None), (13, True)],
)
def test_between_the_bounds_nobody_knows(day: int, passed: bool | None) -> None:
    bounds = (dt.date(2026, 3, 10), dt.date(2026, 3, 12))
    term = ContinuingTerm(DeadlineStatus.PROVISIONAL, None, *bounds, None, "", "", "", "", ())
    assert term.passed(dt.date(2026, 3, day)) is passed
    nothing = ContinuingTerm(DeadlineStatus.NOT_REGULATED, None, None, None, None, "", "", "", "", ())
    assert nothing.passed(dt.date(2026, 3, day)) is None
