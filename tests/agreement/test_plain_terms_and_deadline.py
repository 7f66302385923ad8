"""A plain term, told without the answer in full, is what ``law.deadline`` says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.deadlines.plain_terms import plain_term
from opendata_rules.vocabulary.procedures import procedures
from tests import laws

PLACES = ("jining", "tengzhou", "qingdao", "taian", "zaozhuang", "jinan")
STEPS = [step for procedure in procedures().all.values() for step in procedure.steps]
#: Before every law, around the days on which laws begin and end, and past the calendar's horizon.
DAYS = st.one_of(
    st.dates(dt.date(2006, 12, 1), dt.date(2024, 1, 1)),
    st.dates(dt.date(2025, 9, 1), dt.date(2027, 3, 1)),
    st.dates(dt.date(2028, 6, 1), dt.date(2030, 3, 1)),
)


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("place", PLACES)
@given(day=DAYS)
def test_a_plain_term_is_that_of_the_deadline(place: str, drafts: bool, day: dt.date) -> None:
    law = laws.law(place, drafts=drafts)
    for step in STEPS:
        plain = plain_term(law, step.name, day)
        if plain is None:
            continue
        whole = law.deadline(step.name, trigger=day)
        assert (plain.rule.id if plain.rule else "") == whole.rule
        assert (plain.last, plain.last) == (whole.earliest, whole.latest)
        assert plain.least == (whole.force is odr.DutyForce.MINIMUM)
        if plain.rule is not None:
            assert (whole.status, whole.length) == (odr.DeadlineStatus.FINAL, plain.working_days)


def test_more_than_half_of_the_terms_are_plain() -> None:
    law, day = laws.law("jining"), dt.date(2026, 3, 10)
    regulated = [step for step in STEPS if law.deadline(step.name, trigger=day).rule]
    plain = [step for step in regulated if plain_term(law, step.name, day) is not None]
    assert len(plain) > len(regulated) / 2


def test_a_strict_law_leaves_every_term_to_the_deadline() -> None:
    law = odr.load(laws.ROOT).law("jining", on=dt.date(2026, 3, 10), strict=True)
    found = [plain_term(law, step.name, dt.date(2026, 3, 10)) for step in STEPS]
    assert all(term is None or term.rule is None for term in found)
