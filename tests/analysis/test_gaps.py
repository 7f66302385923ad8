"""Analysis of a whole law: every finding has an example that classification confirms, and none is missed."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

import opendata_rules as odr
from opendata_rules.analysis.gaps import KINDS
from tests import laws

PLACES = laws.OPENING_PLACES


def found(place: str) -> odr.Analysis:
    return odr.analyse(laws.law(place))


@pytest.mark.parametrize("place", PLACES)
def test_every_residual_opening_opens_by_the_residual_alone(place: str) -> None:
    for entry in found(place).residual_openings:
        decision = laws.law(place).classify(entry.example)
        assert decision.attribute == "open"
        assert len(decision.grounds) == 1
        assert entry.example[entry.facts[0]] is True


@pytest.mark.parametrize("place", PLACES)
def test_every_overlap_is_two_grounds_of_different_classes_that_hold(place: str) -> None:
    for entry in found(place).overlaps:
        held = {ground.rule: ground.outcome for ground in laws.law(place).classify(entry.example).grounds}
        assert set(entry.rules) <= set(held)
        assert len({held[rule] for rule in entry.rules}) == 2


@pytest.mark.parametrize("place", PLACES)
def test_a_deciding_fact_decides_alone_and_no_other_does(place: str) -> None:
    law = laws.law(place)
    for scheme in found(place).schemes:
        deciding = {tuple(entry.example.items()) for entry in found(place).deciding_facts if entry.scheme == scheme}
        for name, values in laws.domains(place, scheme).items():
            for value in values:
                decided = law.classify({name: value}, scheme=scheme).status == "decided"
                assert (((name, value),) in deciding) is decided


def test_the_known_findings_of_the_shipped_laws() -> None:
    assert {e.facts[0] for e in found("tengzhou").residual_openings} == {
        "trade_secret",
        "personal_privacy",
        "other_third_party_rights",
    }
    assert found("taian").residual_openings == ()
    assert found("qingdao").residual_openings == ()
    assert len(found("taian").overlaps) > 20
    assert found("tengzhou").overlaps == ()
    for place in PLACES:
        assert found(place).gaps == ()
        assert found(place).dead_rules == ()


def variant(tmp_path: Path, instrument: str, change: Any) -> odr.Library:
    """The shipped packs with one instrument's rules changed."""
    for folder in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*cases.yaml"))
    path = tmp_path / "rules" / instrument / "rules.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, default_style="'"), encoding="utf-8")
    return odr.load(tmp_path)


TENGZHOU = "tengzhou-public-data-measures-2024"


def test_a_law_without_its_residual_has_a_gap(tmp_path: Path) -> None:
    library = variant(tmp_path, TENGZHOU, lambda data: data["开放属性"].pop("兜底"))
    law = library.law("tengzhou", on=laws.ON)
    [gap] = odr.analyse(law).gaps
    assert law.classify(gap.example).status == "human_review"
    assert law.classify(gap.example).grounds == ()


def test_a_rule_that_another_always_covers_is_dead(tmp_path: Path) -> None:
    def add(data: Any) -> None:
        copied = copy.deepcopy(data["开放属性"]["依据"][0])
        copied |= {"编号": "tengzhou-dead", "效力": "应当", "结论": "有条件开放"}
        data["开放属性"]["依据"].append(copied)

    [dead] = odr.analyse(variant(tmp_path, TENGZHOU, add).law("tengzhou", on=laws.ON)).dead_rules
    assert dead.rules == ("tengzhou-dead",)
    assert dead.example == {"state_secret": True}


def test_a_fact_that_changes_nothing_is_needless(tmp_path: Path) -> None:
    def add(data: Any) -> None:
        first = data["开放属性"]["依据"][0]
        useless = {"任一满足": [{"限于特定场景": "是"}, {"限于特定场景": "否"}]}
        first["条件"] = {"全部满足": [first["条件"], useless]}

    needless = odr.analyse(variant(tmp_path, TENGZHOU, add).law("tengzhou", on=laws.ON)).needless_facts
    assert "scenario_limited" in {entry.facts[0] for entry in needless if entry.scheme == "opening"}


@pytest.mark.parametrize("place", ["tengzhou", "taian"])
def test_examples_are_the_smallest_there_are(place: str) -> None:
    """No smaller set of facts does it: tried for every set of facts one smaller, over all their values."""
    law = laws.law(place)
    domains = laws.domains(place, "opening")
    for entry in [*found(place).overlaps[:6]]:
        size = len(entry.example)
        for names in itertools.combinations(domains, size - 1):
            for values in itertools.product(*(domains[name] for name in names)):
                held = {ground.rule for ground in law.classify(dict(zip(names, values, strict=True))).grounds}
                assert not set(entry.rules) <= held


def test_findings_are_values() -> None:
    one = found("taian")
    assert pickle.loads(pickle.dumps(one)) == one == found("taian")
    assert hash(one) == hash(found("taian"))
    with pytest.raises(TypeError):
        bool(one)
    plain = json.loads(json.dumps(one.to_dict()))
    assert set(KINDS) <= set(plain)
