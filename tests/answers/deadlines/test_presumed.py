"""What a term takes to be so though no fact says it is named, so that nobody is surprised by the fact."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.facts import FactType
from tests import laws

DAY = dt.date(2026, 3, 2)
STEP = "conditional_access.substantive_review"


def test_a_premise_that_no_fact_says_is_named() -> None:
    found = laws.law("jining").deadline(STEP, trigger=DAY)
    assert (found.status, found.presumed) == ("final", (("form_review_passed", True),))
    assert found.to_dict()["presumed"] == {"form_review_passed": True}
    assert "前提：“形式审核通过”为是（事实中没有写，由起算日推定）；如果不是，就没有这一步骤" in found.explain()
    assert "presumed from the trigger, as no fact says it: form_review_passed = true" in found.explain("en")
    assert pickle.loads(pickle.dumps(found)) == found


def test_what_is_told_is_not_presumed() -> None:
    law = laws.law("jining")
    told = law.deadline(STEP, trigger=DAY, facts={"form_review_passed": True})
    assert (told.due, told.presumed) == (law.deadline(STEP, trigger=DAY).due, ())
    assert "前提" not in told.explain()
    refused = law.deadline(STEP, trigger=DAY, facts={"form_review_passed": False})
    assert (refused.status, refused.presumed) == ("not_regulated", ())


@pytest.mark.parametrize("place", ["jining", "qingdao", "taian", "zaozhuang", "jinan", "shandong"])
def test_a_fact_of_the_branch_that_would_overturn_a_term_is_among_its_premises(place: str) -> None:
    law = laws.law(place)
    tried = 0
    for step in (step for procedure in law.procedures.all.values() for step in procedure.steps):
        stated = dict(step.example)
        found = law.deadline(step.name, trigger=DAY, facts=stated)
        for name, value in step.when:
            fact = law.vocabulary.facts[name]
            values = [False, True] if fact.type is FactType.BOOL else [one for one, _ in fact.values]
            ends = {law.deadline(step.name, trigger=DAY, facts={**stated, name: one}).status for one in values}
            overturned = found.status == "final" and len(ends) > 1
            assert (name in dict(found.presumed)) is overturned, (step.name, name)
            assert not overturned or dict(found.presumed)[name] == value
            tried += 1
    assert tried


def test_the_steps_of_a_case_name_theirs() -> None:
    law = laws.law("jining")
    found = law.schedule("conditional_access", trigger=DAY, actual={"form_review": DAY}, on=DAY)
    assert "前提：“形式审核通过”为是" in found.explain()
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_term_that_cannot_be_told_has_no_premise() -> None:
    found = laws.law("jining").deadline("update.refresh", trigger=DAY)
    assert (found.status, found.presumed) == ("undetermined", ())
    monthly = laws.law("jining").deadline("update.refresh", trigger=DAY, facts={"update_frequency": "monthly"})
    assert {name for name, _ in monthly.presumed} <= {"archived", "no_longer_updated"}
    assert isinstance(monthly, odr.Deadline)


# -- how a term is told ------------------------------------------------------------------------------------------------


def test_a_fixed_day_is_counted_from_nothing() -> None:
    found = laws.law("jining").deadline("annual_plan.publication", trigger=dt.date(2026, 3, 10))
    assert (found.due, found.unit) == (dt.date(2026, 5, 31), None)
    assert "起算" not in found.explain()
    assert "from 2026-03-10" not in found.explain("en")
    assert "起算：2026-03-02" in laws.law("jining").deadline(STEP, trigger=DAY).explain()


def test_a_day_that_can_be_but_one_is_told_once() -> None:
    found = laws.law("jining").deadline("quality_evaluation.yearly", trigger=dt.date(2026, 2, 18))
    assert (found.status, found.earliest) == ("provisional", found.latest)
    assert found.explain().splitlines()[0].endswith("暂定：2027-02-18")
    assert found.explain("en").splitlines()[0].endswith("provisional: 2027-02-18")
