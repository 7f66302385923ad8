"""Suggested cases: once said what they come to, they notice every change of a leaf; few, and each of them needed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules import cli
from opendata_rules.answers.changes.computation import check_change
from opendata_rules.answers.classification.computation import classifier_behind, classify
from opendata_rules.answers.deadlines.computation import deadline
from opendata_rules.answers.duties.computation import check
from opendata_rules.authoring.coverage.asked import asked
from opendata_rules.authoring.deciding import Deciding, possible
from opendata_rules.authoring.rule_cases.attributes import SCHEMES
from opendata_rules.authoring.rule_cases.checks import TO_WRITE
from opendata_rules.authoring.rule_cases.expansion import expanded
from opendata_rules.authoring.rule_cases.versions import Orders
from opendata_rules.authoring.rule_conditions import Conditioned, _tree, conditioned
from opendata_rules.authoring.rule_places import RulePlaces
from opendata_rules.authoring.suggestion.cases import LISTS, Suggested, Suggestions
from opendata_rules.authoring.suggestion.days import Days
from opendata_rules.authoring.suggestion.vectors import Vectors
from opendata_rules.authoring.suggestion.writing import written
from opendata_rules.logic.conditions import Alike, All, AnyOf, Condition, Holds, Is, NoneOf
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import Change, Provision, Requirement, TermRule
from opendata_rules.reading.document import read_bytes
from opendata_rules.reading.facts_in_words import stated
from opendata_rules.vocabulary.facts import FactType
from opendata_rules.vocabulary.words import EVERYWHERE
from tests import laws
from tests.amendments import NEW, SHORTER, TAIAN, amended

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

TENGZHOU, MEASURES = "tengzhou-public-data-measures-2024", "shandong-measures-344"


def singles(pack: str, one: Suggested) -> list[tuple[str, Any]]:
    """The single cases of a suggestion, with what is still to be written taken out, each with the name of its list."""
    name, model = LISTS[one.kind]
    raw = _without(dict(one.case))
    if name == "recurring_cases":
        raw["各到期日"] = {}
    [case] = getattr(model.model_validate({one.kind: [raw]}), name)
    return [(name, single.case) for single in expanded(case, (), laws.library().words_for(pack))]


def _without(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _without(inner) for name, inner in node.items() if not _to_write(inner)}
    return [_without(inner) for inner in node] if isinstance(node, list) else node


def _to_write(node: Any) -> bool:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return node == TO_WRITE or (bool(parts) and all(map(_to_write, parts)))


def answer(orders: Orders, kind: str, case: Any) -> object:
    """What the words to be filled in would say."""
    on = case.trigger if kind == "deadline_cases" else case.on
    law = orders.order(case.place, on, case.drafts)
    facts = stated(getattr(case, "facts", {}), law.vocabulary)
    if kind == "duty_cases":
        return tuple((one.id, one.verdict) for one in check(law, case.matter, facts).findings)
    if kind == "deadline_cases":
        term = deadline(law, case.step, case.trigger, facts)
        return term.status, term.due, term.rule
    if kind == "cases" and case.before is not None:
        verdict = check_change(law, case.before, case.after, facts)
        return tuple((need.id, need.state) for need in verdict.requirements), verdict.reviews
    if kind == "cases":
        unlisted = "false" if case.unlisted_false else "unknown"
        decision = classify(law, facts, unlisted=unlisted, scheme=SCHEMES[case.scheme])
        held = tuple(rule.id for rule in classifier_behind(decision).holding(decision))
        codes = tuple(warning.code for warning in decision.warnings)
        return decision.status, decision.attribute, held, decision.actions, codes
    return None


# -- naive mutants of leaves -------------------------------------------------------------------------------------------


def mutants(condition: Condition) -> Iterator[Condition]:
    """The condition with each leaf negated, and with each of several values of a fact left out."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for place, part in enumerate(parts):
                for other in mutants(part):
                    yield replace(condition, parts=(*parts[:place], other, *parts[place + 1 :]))
        case Is(values=values) | Holds(values=values) if len(values) > 1:
            for value in values:
                yield replace(condition, values=tuple(one for one in values if one != value))
        case _:
            yield NoneOf((condition,))


def with_a_leaf_changed(rule: Provision | Requirement) -> Iterator[Any]:
    """The rule once for each leaf of its conditions, with that leaf changed."""
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in ("condition", "premise", "must", "doubt", "unless") and value is not None:
            for other in mutants(value):
                yield replace(rule, **{field.name: other})


def replaced(pack: Pack, old: Provision, new: Provision) -> Pack:
    """A pack with another rule in the place of one."""

    def other(rules: Any) -> Any:
        return tuple(new if rule is old else rule for rule in rules)

    lists = ("actions", "referrals", "duties", "terms", "changes")
    changed: dict[str, Any] = {name: other(getattr(pack, name)) for name in lists}
    changed["changes"] = tuple(replace(one, reviews=other(one.reviews)) for one in changed["changes"])
    changed["classifications"] = {
        scheme: replace(rules, **{name: other(getattr(rules, name)) for name in ("grounds", "holds", "reviews")})
        for scheme, rules in pack.classifications.items()
    }
    return replace(pack, **changed)


def library_with(pack: Pack) -> Orders:
    library = odr.load(laws.ROOT)
    library._packs.update({name: laws.library().pack(name) for name in library.instrument_ids()})
    library._packs[pack.instrument.id] = pack
    return Orders(library, pack.instrument.id)


def changed_packs(pack: Pack, rule: Provision) -> Iterator[Pack]:
    if isinstance(rule, Change):
        for place, need in enumerate(rule.requirements):
            for other in with_a_leaf_changed(need):
                needs = (*rule.requirements[:place], other, *rule.requirements[place + 1 :])
                yield replaced(pack, rule, replace(rule, requirements=needs))
    for other in with_a_leaf_changed(rule):
        yield replaced(pack, rule, other)


#: By pack and rule, changes that the cases do not notice: no place of that level is answered by it; what a fact tells
#: twice in one condition.
UNSEEN = {MEASURES: {"measures-344-change": 6}, TENGZHOU: {"tengzhou-19-2-grant": 1}}


@cache
def _suggestions(name: str) -> Suggestions:
    return Suggestions(laws.library(), name)


@pytest.mark.parametrize("name", [TENGZHOU, MEASURES])
def test_once_written_the_cases_notice_every_change_of_a_leaf(name: str) -> None:
    pack, orders = laws.library().pack(name), Orders(laws.library(), name)
    unseen: dict[str, int] = {}
    for rule in pack.provisions():
        found = [one for suggested in _suggestions(name).of(rule) for one in singles(name, suggested)]
        before = [answer(orders, kind, case) for kind, case in found]
        for changed in changed_packs(pack, rule):
            asked_of = library_with(changed)
            after = [answer(asked_of, kind, case) for kind, case in found]
            if before == after:
                unseen[rule.id] = unseen.get(rule.id, 0) + 1
    assert unseen == UNSEEN[name]


def test_each_case_shows_something_that_no_other_of_its_rule_shows() -> None:
    places = RulePlaces(laws.library())
    words = laws.library().words_for(TENGZHOU)
    by_rule = {one.id: one for one in conditioned(places, TENGZHOU, laws.library().pack(TENGZHOU).provisions(), words)}
    counted = 0
    for one in by_rule.values():
        if one.rule is not one.owner or isinstance(one.rule, TermRule):
            continue
        for suggested in _suggestions(TENGZHOU).of(one.owner):
            near = suggested.case.get("差一点", ())
            reachable = possible(one, words.vocabulary)
            # One for what holds, and at most one more for each side of a leaf.
            assert len(near) < max(len(reachable), 1)
            counted += len(near)
    assert counted > 100


def test_the_place_and_the_day_are_those_of_the_law() -> None:
    for suggested in _suggestions(MEASURES).of(laws.library().pack(MEASURES).changes[0]):
        [(_, case), *_] = singles(MEASURES, suggested)
        keys = {key for one in asked(Orders(laws.library(), MEASURES), case) for key in one.rules}
        assert any(instrument == MEASURES for instrument, _, _ in keys), suggested.case


def test_versions_of_an_instrument_are_asked_on_their_own_days(tmp_path: Path) -> None:
    amended(tmp_path, SHORTER)
    library = odr.load(tmp_path)
    for name, day in ((TAIAN, "2026-03-10"), (NEW, "2027-01-31")):
        term = next(rule for rule in library.pack(name).provisions() if rule.id == "taian-28-1-term")
        [suggested] = Suggestions(library, name).of(term)
        assert suggested.case["起算日"] == day


# -- in a file -------------------------------------------------------------------------------------------------------


def test_what_is_written_is_a_file_of_cases_whose_expectations_are_to_be_written(tmp_path: Path) -> None:
    library = laws.library()
    for name in (TENGZHOU, "taian-open-data-measures-2025"):
        cases = [one for rule in library.pack(name).provisions() for one in _suggestions(name).of(rule)]
        for kinds, file in ((("用例",), "cases.yaml"), (tuple(LISTS)[1:], "duty_cases.yaml")):
            text = written(one for one in cases if one.kind in kinds)
            path = tmp_path / file
            path.write_text(text, encoding="utf-8")
            told = odr.lint(path)
            assert {problem.code for problem in told} == {"expectation_to_write"}, told
            assert all(len(line) < 200 for line in text.splitlines())


def test_the_command_writes_cases_that_test_refuses_until_they_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.yaml"
    assert cli.run(["test", "--suggest", "taian-12-4", "-o", str(path)]) == 0
    assert "7 个用例" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8").count(TO_WRITE) == 15
    assert cli.run(["lint", str(path)]) == 1
    assert "还没有写预期" in capsys.readouterr().out
    assert cli.run(["test", "--suggest", "taian-12-4"]) == 0
    assert capsys.readouterr().out.rstrip("\n") == path.read_text(encoding="utf-8").rstrip("\n")


def test_the_guide_shows_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    guide = (laws.ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")
    shown = guide.partition("## 请程序先写一小组用例")[2].partition("```text\n")[2].partition("```")[0]
    assert cli.run(["test", "--suggest", "taian-12-4"]) == 0
    assert set(shown.splitlines()) <= set(capsys.readouterr().out.splitlines())


def test_a_rule_that_is_not_there_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["test", "--suggest", "taian-12-44"]) == 2
    told = capsys.readouterr().err
    assert "没有编号为“taian-12-44”的规则" in told
    assert "taian-12-4" in told.partition("是不是")[2]


def test_all_rules_of_an_instrument_that_have_no_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["test", "--suggest", MEASURES]) == 0
    assert "没有要补的用例" in capsys.readouterr().out


# -- invented conditions -----------------------------------------------------------------------------------------------

_VOCABULARY = EVERYWHERE.vocabulary
_BOOLS = [fact.label for fact in _VOCABULARY.facts.values() if fact.type is FactType.BOOL][:6]
_ENUM = next(fact for fact in _VOCABULARY.facts.values() if fact.type is FactType.ENUM and len(fact.values) > 3)
_TERMS = [term for _, term in _ENUM.values]
_LEAVES = st.one_of(
    st.builds(lambda name, value: {name: value}, st.sampled_from(_BOOLS), st.sampled_from(["是", "否"])),
    st.builds(
        lambda values: {_ENUM.label: values}, st.lists(st.sampled_from(_TERMS), min_size=1, max_size=3, unique=True)
    ),
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["全部满足", "任一满足", "都不满足"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=7,
)


@given(_TREES)
def test_of_any_condition_all_that_can_be_shown_is_shown_by_few(raw: dict[str, Any]) -> None:
    document = read_bytes(b"a: b", "rules.yaml")
    tree = _tree(raw, (), document, EVERYWHERE)
    assert tree is not None
    ground = laws.library().pack("taian-open-data-measures-2025").classifications[odr.Scheme.OPENING].grounds[0]
    one = Conditioned("ceshi", ground, ground, {"condition": tree}, document, ())
    calendar = laws.library().calendar
    days = Days(_VOCABULARY, calendar, dt.date(2026, 3, 10), lambda facts: None)

    def judged(facts: Any) -> Any:
        return None if _VOCABULARY.contradictions(facts) else (facts, None)

    vectors = Vectors(one, Deciding(one, _VOCABULARY), days, calendar, judged)
    found = vectors.chosen()
    reachable = possible(one, _VOCABULARY)
    assert frozenset().union(*(shown.goals for shown in found)) >= reachable
    assert vectors.left == []
    # Never more than one for each side of a leaf, and none that the others make needless, but for the first.
    assert len(found) <= max(len(reachable), 1)
    for shown in found[1:]:
        others = frozenset().union(*(other.goals for other in found if other is not shown))
        assert not shown.goals <= others


def test_the_messages_of_the_suggestions_are_chinese() -> None:
    for suggested in _suggestions(TENGZHOU).of(laws.library().pack(TENGZHOU).duties[0]):
        assert not re.search("[A-Za-z]", "".join(suggested.left))
