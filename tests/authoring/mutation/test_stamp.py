"""The stamp of a pack is good as long as rules and cases mean what they meant."""

from __future__ import annotations

from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.mutation.stamp import STAMP, files_of_cases, meaning_of, problems_of_stamp, stamp

from .conftest import CASES, DUTIES, NAME, rewrite

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def told(folder: Path) -> list[str]:
    place = folder / "rules" / NAME
    pack = odr.load(folder).pack(NAME)
    return [one.code for one in problems_of_stamp(pack, place, f"rules/{NAME}", files_of_cases(place, NAME))]


@pytest.fixture
def stamped(folder: Path) -> Path:
    place = folder / "rules" / NAME
    assert told(folder) == ["mutation_not_run"]
    assert stamp(place, meaning_of(odr.load(folder).pack(NAME), files_of_cases(place, NAME)))
    assert told(folder) == []
    return folder


def test_written_once(stamped: Path) -> None:
    place = stamped / "rules" / NAME
    assert not stamp(place, meaning_of(odr.load(stamped).pack(NAME), files_of_cases(place, NAME)))


def test_comments_and_situations_leave_it_good(stamped: Path) -> None:
    cases = stamped / "rules" / NAME / "cases.yaml"
    cases.write_text("# 注\n" + CASES.replace("第三方不同意\n", "第三方不同意开放的\n"), encoding="utf-8")
    assert told(stamped) == []


def test_another_expectation_does_not(stamped: Path) -> None:
    cases = stamped / "rules" / NAME / "cases.yaml"
    cases.write_text(CASES.replace("状态: 已定\n", ""), encoding="utf-8")
    assert told(stamped) == ["mutation_not_run"]


def test_another_rule_does_not(stamped: Path) -> None:
    rewrite(stamped, "duties.yaml", {"职责": [{**DUTIES[0], "效力": "原则上"}, DUTIES[1]]})
    assert told(stamped) == ["mutation_not_run"]


def test_a_stamp_that_cannot_be_read_is_none(stamped: Path) -> None:
    (stamped / "rules" / NAME / STAMP).write_text("已证明: [\n", encoding="utf-8")
    assert told(stamped) == ["mutation_not_run"]


def test_an_instrument_without_rules_needs_none(tmp_path: Path) -> None:
    place = Path(__file__).parents[3] / "rules" / "zaozhuang-measures-2024"
    pack = odr.load(place.parents[1]).pack(place.name)
    assert not list(problems_of_stamp(pack, place, "", {}))
