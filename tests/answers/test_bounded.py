"""Every question about every pack ends within its budget: with an answer, or with the rule that is too much."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.analysis.gaps import KINDS
from opendata_rules.answers.duties.untold_days import Trial
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.logic.budget import Budget
from tests import hostile, laws

ON = dt.date(2026, 3, 10)

#: Packs that can be worked out.
ANSWERED = (
    "fail times hold, four facts",
    "twelve requirements of four",
    "five requirements of four",
    "wide alternatives of two classes",
    "grounds that leave a choice",
    "facts with many values",
    "parity of eight",
    "many grounds of one fact",
)
#: Of these, the ones with a question that cannot.
NO_PATHS = (
    "fail times hold, four facts",
    "twelve requirements of four",
    "facts with many values",
)
NO_COMPARISON = (
    "fail times hold, four facts",
    "wide alternatives of two classes",
    "grounds that leave a choice",
    "facts with many values",
    "parity of eight",
    "many grounds of one fact",
)
#: Packs of which lint says that they are too much.
TOO_BROAD = sorted({*hostile.PACKS} - {*ANSWERED})


@pytest.fixture
def budgets(monkeypatch: pytest.MonkeyPatch) -> list[Budget]:
    """Every budget made during a test."""
    made: list[Budget] = []
    start = Budget.__init__

    def started(self: Budget, limit: int, matter: str = "") -> None:
        start(self, limit, matter)
        made.append(self)

    monkeypatch.setattr(Budget, "__init__", started)
    return made


@functools.cache
def folder() -> Any:
    return tempfile.TemporaryDirectory()


def law(name: str, above: str | None = None) -> odr.Law:
    """The law of a hostile pack, made anew, so that nothing was worked out before."""
    root = Path(folder().name) / f"{name} {above}"
    return (
        hostile.library(root, name, above).law("here", on=ON)
        if not root.exists()
        else odr.load(root).law("here", on=ON)
    )


def scheme(name: str) -> str:
    return "sharing" if name == "sharing" else "opening"


def classified(name: str, given: odr.Law) -> odr.Decision:
    return given.classify({}, scheme=scheme(name))


def refused(question: Callable[[], object]) -> odr.BadPack | None:
    try:
        question()
    except odr.BadPack as error:
        return error
    return None


@pytest.mark.parametrize("name", hostile.PACKS)
def test_a_decision_is_given_or_the_rule_is_named(name: str, budgets: list[Budget]) -> None:
    asked = law(name)
    error = refused(lambda: classified(name, asked))
    assert (error is None) is (name in ANSWERED)
    if error is not None:
        [problem] = error.diagnostics
        assert problem.code == "too_many_combinations"
        assert problem.path == "rules/hostile/rules.yaml"
        rules = [rule.id for rule in asked.chain.links[0].pack.provisions()]
        assert any(f"“{rule}”" in str(error) for rule in rules)
        assert "算不完" in str(error)
        # What ran out did so at the first batch beyond its limit; nothing was counted after that.
        [spent] = [budget for budget in budgets if budget.spent > budget.limit]
        assert spent is [budget for budget in budgets if budget.spent][-1]


@pytest.mark.parametrize("name", sorted({*hostile.PACKS} - {*ANSWERED}))
def test_what_was_refused_once_is_not_worked_out_again(name: str, budgets: list[Budget]) -> None:
    asked = law(name)
    first = refused(lambda: classified(name, asked))
    made = len(budgets)
    second = refused(lambda: classified(name, asked))
    assert len(budgets) == made
    assert first is not second
    assert str(first) == str(second)
    assert str(pickle.loads(pickle.dumps(second))) == str(copy.copy(second)) == str(first)


@pytest.mark.parametrize("name", ANSWERED)
def test_all_that_a_decision_tells_is_within_budget(name: str, budgets: list[Budget]) -> None:
    decision = classified(name, law(name))
    assert decision.status == "undetermined"
    assert decision.questions
    assert decision.to_dict()
    assert decision.explain()
    assert not [budget for budget in budgets if budget.spent > budget.limit and budget.matter != "tables"]


@pytest.mark.parametrize("name", ANSWERED)
def test_ways_and_comparisons_are_told_or_the_rule_is_named(name: str) -> None:
    asked = law(name)
    known = {} if name == "facts with many values" else {hostile.fact(0): True}
    decision = asked.classify(known)
    error = refused(lambda: decision.paths_to("open"))
    assert (error is not None) is (name in NO_PATHS)
    assert error is None or "“hostile-" in str(error)
    error = refused(lambda: odr.compare(asked, asked))
    assert (error is not None) is (name in NO_COMPARISON)
    assert error is None or "“hostile-" in str(error)


@pytest.mark.parametrize("dialect", ["mysql", "sqlite"])
def test_a_statement_that_is_too_long_without_names_for_its_steps_is_refused(dialect: str) -> None:
    asked = law("facts with many values")
    assert asked.to_sql("duckdb")
    error = refused(lambda: asked.to_sql(dialect))
    assert error is not None
    assert [problem.code for problem in error.diagnostics] == ["too_many_combinations"]
    assert "写出语句" in str(error)
    assert law("wide alternatives of two classes").to_sql(dialect)


@pytest.mark.parametrize("name", ANSWERED)
def test_an_analysis_says_what_it_did_not_cover(name: str, budgets: list[Budget]) -> None:
    asked = law(name)
    classified(name, asked)
    budgets.clear()
    found = odr.analyse(asked)
    short = [f"opening.{budget.matter}" for budget in budgets if budget.spent > budget.limit]
    assert list(found.not_covered) == short
    assert found.to_dict()["not_covered"] == short
    for item in short:
        assert item in found.explain("en")
        assert f"开放属性：{KINDS[item.partition('.')[2]]}" in found.explain()
    # What is told is told of what was gone through.
    for kind, entries in found.entries():
        for entry in entries:
            if kind == "residual_openings":
                assert asked.classify(entry.example).attribute == "open"


def test_some_analysis_is_covered_in_part() -> None:
    found = odr.analyse(law("grounds that leave a choice"))
    assert 0 < len(found.not_covered) < len(KINDS)
    assert found.gaps == ()


def test_higher_law_that_multiplies_with_the_local_one_is_named() -> None:
    decision = classified("", law("grounds that leave a choice", "grounds that leave a choice"))
    error = refused(lambda: decision.warnings)
    assert error is not None
    assert "“above-" in str(error)
    assert error.diagnostics[0].path == "rules/above/rules.yaml"
    assert decision.questions


@pytest.mark.parametrize("name", hostile.PACKS)
def test_lint_names_the_rules_that_are_too_much_and_ends(name: str) -> None:
    law(name)
    root = Path(folder().name) / f"{name} None"
    found = [problem for problem in odr.lint(root) if problem.code == "too_many_combinations"]
    assert bool(found) is (name in TOO_BROAD)
    for problem in found:
        assert problem.path == "rules/hostile/rules.yaml"
        assert problem.source.strip().startswith(("编号: hostile-", "- 编号: hostile-"))


@pytest.mark.parametrize("name", hostile.DUTIES)
def test_duties_are_answered_or_the_rule_is_named(name: str, tmp_path: Path, budgets: list[Budget]) -> None:
    asked = hostile.duties(tmp_path, name).law("here", on=ON)
    for facts in ({}, {hostile.fact(0): True}, {hostile.fact(0): True, hostile.fact(9): False}):
        error = refused(lambda facts=facts: asked.check("下架", facts).to_dict())  # type: ignore[misc]
        assert error is None or "“hostile-" in str(error)
    assert not [
        problem
        for problem in odr.lint(tmp_path)
        if problem.severity is Severity.ERROR and problem.code not in ("missing_file", "encoded_without_rules")
    ]
    assert not [budget for budget in budgets if budget.spent > 2 * budget.limit]


def test_a_duty_to_keep_one_of_many_terms_tries_no_days_where_that_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = hostile.many_terms(tmp_path, 16).law("here", on=ON)
    tried = []
    ends = Trial.ends
    monkeypatch.setattr(Trial, "ends", lambda *parts: tried.append(parts) or ends(*parts))
    found = asked.check("update", {"last_updated_on": "2026-01-01"})
    assert found.to_dict()["verdict"] == "undetermined"
    assert len(tried) < 1_000
    # What is known settles it all the same.
    known = {hostile.fact(number): number < 2 for number in range(32)}
    assert asked.check("update", {"last_updated_on": "2026-01-01", **known}).verdict == "noncompliant"


# -- the shipped rules -------------------------------------------------------------------------------------------------

PLACES = sorted(path.stem for path in (laws.ROOT / "jurisdictions").glob("*.yaml"))


@pytest.mark.parametrize("place", PLACES)
def test_no_question_about_the_shipped_rules_takes_a_tenth_of_its_budget(place: str, budgets: list[Budget]) -> None:
    asked = odr.load(laws.ROOT).law(place, on=ON)
    for one in ("opening", "sharing"):
        decision = asked.classify({}, scheme=one)
        assert decision.grounds is not None
        assert decision.warnings is not None
        assert decision.questions is not None
        for target in ("open", "conditional"):
            for facts in ({}, {"state_secret": True}, {"personal_privacy": True}, {"trade_secret": True}):
                asked.classify(facts, scheme=one).paths_to(target)
    odr.analyse(asked)
    for topic in ("classification", "sharing_classification", "change"):
        for other in PLACES:
            odr.compare(asked, odr.load(laws.ROOT).law(other, on=ON), topic=topic)
    assert budgets
    assert [(budget.matter, budget.spent) for budget in budgets if budget.spent * 10 >= budget.limit] == []


def test_lint_of_the_shipped_rules_takes_less_than_a_tenth_of_its_budgets(budgets: list[Budget]) -> None:
    for pack in sorted((laws.ROOT / "rules").iterdir()):
        odr.lint(pack)
    assert budgets
    assert [(budget.matter, budget.spent) for budget in budgets if budget.spent * 10 >= budget.limit] == []
