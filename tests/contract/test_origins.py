"""Where answers come from: a folder that was left, edited or renamed is never mistaken for another."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr

from ..laws import ON, ROOT
from ..places.conftest import with_city

SECRET = {"国家秘密": True}


def packs(folder: Path) -> Path:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_named_from_here_stays_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs(tmp_path / "one" / "packs")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "one")
    library = odr.load("packs")
    monkeypatch.chdir(tmp_path / "other")
    assert library.law("泰安", on=ON).classify(SECRET).attribute == "closed"


def test_an_edited_folder_is_opened_anew_for_an_answer_that_needs_it(tmp_path: Path) -> None:
    root = packs(tmp_path)
    old = pickle.dumps(odr.load(root).law("泰安", on=ON).classify(SECRET))
    assert pickle.loads(old).attribute == "closed"
    edited(root / "jurisdictions" / "taian.yaml", "别名: [泰安]", "别名: [泰安, 岱岳之城]")
    new = odr.load(root).law("泰安", on=ON).classify(SECRET)
    sent = pickle.dumps(new)
    del new
    gc.collect()  # an order that is still here would be found again, as it was
    assert pickle.loads(sent).attribute == "closed"
    with pytest.raises(odr.ReceiptMismatch, match="规则包"):
        pickle.loads(old)


def test_two_laws_are_the_same_only_if_their_places_and_words_are(tmp_path: Path) -> None:
    root = packs(tmp_path)
    before = odr.load(root).law("泰安", on=ON)
    edited(root / "jurisdictions" / "taian.yaml", "别名: [泰安]", "别名: [泰安, 岱岳之城]")
    after = odr.load(root).law("泰安", on=ON)
    assert before != after
    assert pickle.loads(pickle.dumps(after)).place.other_names == ("泰安", "岱岳之城")


def test_the_sides_of_a_comparison_travel_as_light_as_other_answers(tmp_path: Path) -> None:
    library = odr.load(with_city(tmp_path))
    city, taian = (library.law(place, on=ON) for place in ("东海", "泰安"))
    for difference in odr.compare(city, taian).differences:
        for side in (difference.a, difference.b):
            sent = pickle.dumps(side)
            assert len(sent) <= 4096
            assert pickle.loads(sent) == side


def test_places_whose_values_bear_other_names_are_not_compared(tmp_path: Path) -> None:
    first, second = with_city(tmp_path / "a"), with_city(tmp_path / "b")
    edited(
        second / "rules" / "donghai-data-measures-2026" / "facts.yaml",
        "取值: {basic: 基础级, fine: 精细级}",
        "取值: {basic: 精细级, fine: 基础级}",
    )
    one, other = (odr.load(root).law("东海", on=ON) for root in (first, second))
    with pytest.raises(odr.BadPack, match="名称却不同"):
        odr.compare(one, other)


class Restless(list[str]):
    """A list that moves its own entry to the end whenever it is looked at."""

    facts: dict[str, Any]

    def __iter__(self) -> Any:
        moved = self.facts.pop("opening_harms_third_party")
        self.facts["opening_harms_third_party"] = moved
        return super().__iter__()


def test_what_changes_the_facts_when_it_is_looked_at_is_left_to_the_plain_evaluator() -> None:
    law = odr.load(ROOT).law("shandong", on=dt.date(2026, 3, 10))
    restless = Restless()
    facts: dict[str, Any] = {
        "trade_secret": False,
        "may_endanger_security": False,
        "personal_privacy": False,
        "opening_harms_third_party": True,
        "list_fields": restless,
        "high_security_processing_requirement": True,
        "law_prohibits_opening": False,
        "state_secret": False,
        "other_third_party_rights": False,
    }
    restless.facts = facts
    quiet = {name: value for name, value in facts.items() if value is not restless}
    assert law.classify(facts).status == law.classify(quiet).status == "human_review"
