"""Differences of two laws: none escapes, none is listed that is none, and every example shows both answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.analysis.differences.laws import differences
from opendata_rules.analysis.differences.results import Difference, Kind, QuestionKind
from opendata_rules.logic.conditions import All, AnyOf, NoneOf
from opendata_rules.norms.order import LegalOrder
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import Unit
from opendata_rules.vocabulary.terms import Attribute, DutyForce, Scheme

from ...amendments import SHORTER, amended, copied
from .brute import Asked, parted, told
from .mutants import Mutator, with_pack

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

DAY = dt.date(2026, 3, 10)
MEASURES = "taian-open-data-measures-2025"
replace = dataclasses.replace


@pytest.fixture(scope="module")
def library() -> odr.Library:
    return odr.load()


@pytest.fixture(scope="module")
def taian(library: odr.Library) -> odr.Law:
    return library.law("taian", on=DAY)


def pack_of(law: LegalOrder) -> Pack:
    return next(link.pack for link in law.chain.links if link.pack.instrument.id == MEASURES)


def changed(law: LegalOrder, part: str, rule: str, **fields: object) -> LegalOrder:
    """The law with some fields of a rule of the measures changed; of the opening class where ``part`` is one of it."""
    pack = pack_of(law)
    opening = part in ("grounds", "holds", "reviews")
    holder = pack.classifications[Scheme.OPENING] if opening else pack
    rules = tuple(replace(one, **fields) if one.id == rule else one for one in getattr(holder, part))
    assert rules != getattr(holder, part)
    found = replace(holder, **{part: rules})
    whole = replace(pack, classifications={**pack.classifications, Scheme.OPENING: found}) if opening else found
    return with_pack(law, MEASURES, whole)


def question(one: Difference) -> Asked:
    """What is asked, as ``brute`` names it."""
    options = tuple(pair for pair in one.options if pair[0] not in ("declared", "trigger", "year"))
    return str(one.question), options


def shows(one: Difference) -> bool:
    """Whether both answers of an example are told, and tell something else."""
    if one.old is None or one.new is None:
        return bool(one.was != one.now)
    return told(one.old) != told(one.new)


@pytest.mark.parametrize(
    ("place", "seed"), [("taian", 1), ("jining", 2), ("qingdao", 3), ("tengzhou", 4), ("jinan", 5)]
)
def test_nothing_that_changes_an_answer_escapes(library: odr.Library, place: str, seed: int) -> None:
    law, draw = library.law(place, on=DAY), random.Random(seed)
    for _ in range(2):
        what, mutant = Mutator(law, draw).mutant()
        found = differences(law, mutant)
        listed = {question(one) for one in found}
        for asked, how in parted(law, mutant, draw, 3):
            assert asked in listed, (what, asked, how)
        assert all(map(shows, found)), what
        assert bool(differences(law, mutant, first_only=True)) is bool(found), what


@pytest.mark.parametrize("place", ["taian", "jining"])
def test_a_law_differs_from_itself_in_nothing(library: odr.Library, place: str) -> None:
    assert differences(library.law(place, on=DAY), odr.load(library.root).law(place, on=DAY)) == ()


def test_a_day_that_passes_is_no_difference(library: odr.Library, taian: odr.Law) -> None:
    assert differences(taian, library.law("taian", on=DAY + dt.timedelta(days=40))) == ()


def test_days_of_two_versions_answer_a_term_alike(tmp_path: Path) -> None:
    """A term is that of the day from which it runs, whichever law is asked; only the wording of the rule is another."""
    folder = amended(copied(tmp_path), SHORTER)
    laws = [odr.load(folder).law("taian", on=day) for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1))]
    found = differences(*laws)
    assert QuestionKind.DEADLINE not in {one.question for one in found}
    [worded] = [one for one in found if one.path == ("gist",)]
    assert (worded.was, worded.now) == ("人员变更后5个工作日内重新备案", "人员变更后3个工作日内重新备案")


def test_an_equal_condition_in_other_words_is_no_difference(taian: odr.Law) -> None:
    ground = next(one for one in pack_of(taian).classifications[Scheme.OPENING].grounds if one.id == "taian-12-3")
    twice = AnyOf((ground.condition, All((ground.condition, NoneOf((NoneOf((ground.condition,)),))))))
    assert differences(taian, changed(taian, "grounds", ground.id, condition=twice)) == ()


def test_what_no_answer_tells_is_no_difference(taian: odr.Law) -> None:
    assert differences(taian, changed(taian, "grounds", "taian-12-3", anchors=("安全",), see_also=())) == ()


def test_another_wording_is_told_apart(taian: odr.Law) -> None:
    [one] = differences(taian, changed(taian, "grounds", "taian-12-2", gist="国家秘密不开放"))
    assert (one.question, one.kind, one.rule, one.now) == (
        QuestionKind.WORDING,
        Kind.TEXT,
        "taian-12-2",
        "国家秘密不开放",
    )


def test_another_class_comes_with_the_smallest_facts(taian: odr.Law) -> None:
    open_ = frozenset({Attribute.OPEN})
    mutant = changed(taian, "grounds", "taian-12-1", outcome=Attribute.OPEN, choices=open_)
    found = [one for one in differences(taian, mutant) if one.question is QuestionKind.CLASSIFY]
    opened = next(one for one in found if one.path == ("attribute",) and one.now == "open")
    assert opened.was == "closed"
    assert opened.kind is Kind.OUTCOME
    fewer = [{k: v for k, v in opened.stated if k != name} for name in opened.example]
    assert taian.classify(opened.example).attribute is Attribute.CLOSED
    assert all(taian.classify(facts).attribute is None or _same(taian, mutant, facts) for facts in fewer)


def _same(old: odr.Law, new: LegalOrder, facts: dict[str, object]) -> bool:
    from opendata_rules.answers.classification.computation import classify

    return old.classify(facts).attribute is not classify(new, facts).attribute or classify(new, facts).attribute is None


def test_a_longer_term_moves_the_day_and_the_duties_that_hang_on_it(taian: odr.Law) -> None:
    rule = next(one for one in pack_of(taian).terms if one.step == "objection.feedback")
    assert rule.unit is Unit.WORKING_DAY
    assert rule.length is not None
    found = differences(taian, changed(taian, "terms", rule.id, length=rule.length + 2))
    due = next(one for one in found if one.path == ("due",))
    assert due.trigger == DAY
    assert str(due.was) < str(due.now)
    assert {one.question for one in found} >= {QuestionKind.DEADLINE, QuestionKind.CHECK}


def test_who_must_act_and_how_strictly(taian: odr.Law) -> None:
    [one] = differences(taian, changed(taian, "duties", "taian-2-territory", force=DutyForce.ADVISORY))
    assert one.path == ("findings", "taian-2-territory", "force")
    [one] = differences(taian, changed(taian, "duties", "taian-2-territory", actor="某部门"))
    assert (one.rule, one.now) == ("taian-2-territory", "某部门")


def test_what_precedes_an_act(library: odr.Library) -> None:
    law = library.law("jining", on=DAY)
    pack = law.chain.links[0].pack
    rule = next(one for one in pack.duties if one.precedes is not None)
    duties = tuple(replace(one, precedes=None) if one is rule else one for one in pack.duties)
    [one] = differences(law, with_pack(law, pack.instrument.id, replace(pack, duties=duties)))
    assert (one.question, one.rule, one.was, one.now) == (QuestionKind.PRECEDENCE, rule.id, rule.precedes, None)


def test_they_are_laws() -> None:
    with pytest.raises(TypeError, match="old"):
        differences("taian", "taian")  # type: ignore[arg-type]
