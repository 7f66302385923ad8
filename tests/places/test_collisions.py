"""What two packs bring cannot collide: a prefix belongs to one, and no name means two things where both count."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.answers.classification.fact_reader import _Additions
from opendata_rules.vocabulary.facts import vocabulary

from .conftest import ON

PACK = "donghai-data-measures-2026"
COUNTY = """\
名称: 西湾县
代码: "371921"
级别: 县级
上级: donghai
主管部门: 西湾县大数据局
文件: [xiwan-rules]
"""
INSTRUMENT = """\
标题: 西湾县公共数据开放细则
制定机关: 西湾县人民政府
效力层级: 行政规范性文件
成文日期: 2025-12-01
施行日期: 2026-01-01
收录: 未收录
"""
FACTS = """\
前缀: {prefix}
本地事实:
  - 编号: {prefix}__bay
    标签: {label}
    类型: 是非
    问句: 该数据是否涉及海湾？
    含义: 海湾内的数据
"""


@pytest.fixture
def county(root: Path, tmp_path: Path) -> Path:
    """The city with a county under it, whose pack has yet to bring something."""
    shutil.copytree(root / "jurisdictions", tmp_path / "jurisdictions")
    (tmp_path / "rules").mkdir()
    for pack in (root / "rules").iterdir():
        shutil.copytree(pack, tmp_path / "rules" / pack.name)
    (tmp_path / "jurisdictions" / "xiwan.yaml").write_text(COUNTY, encoding="utf-8")
    (tmp_path / "rules" / "xiwan-rules").mkdir()
    (tmp_path / "rules" / "xiwan-rules" / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    return tmp_path


def bring(county: Path, content: str, name: str = "facts.yaml") -> None:
    (county / "rules" / "xiwan-rules" / name).write_text(content, encoding="utf-8")


def test_a_county_knows_the_words_of_its_city_and_its_own(county: Path) -> None:
    bring(county, FACTS.format(prefix="xiwan", label="涉海湾数据"))
    library = odr.load(county)
    law = library.law("西湾县", on=ON)
    facts = {"涉海湾数据": True, "涉海观测数据": True, "观测数据等级": "精细级", "已征求海事机构意见": True}
    assert law.classify({**facts, "国家秘密": False}).attribute == "conditional"
    with pytest.raises(odr.UnknownFact):
        library.law("东海", on=ON).classify({"涉海湾数据": True})


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (FACTS.format(prefix="donghai", label="涉海湾数据"), "prefix_taken", 1),
        (FACTS.format(prefix="xiwan", label="涉海观测数据"), "name_taken", 4),
        ("前缀: xiwan\n补充取值:\n  同意（审核）机关:\n    xiwan__m: 首席数据官联席会议\n", "name_taken", 4),
    ],
)
def test_a_collision_stops_the_law_that_needs_both_and_no_other(
    county: Path, content: str, code: str, line: int
) -> None:
    bring(county, content)
    library = odr.load(county)
    with pytest.raises(odr.BadPack) as caught:
        library.law("西湾县", on=ON)
    [problem] = caught.value.diagnostics
    assert (problem.code, problem.line) == (code, line)
    assert f"第 {line} 行" in str(caught.value)
    assert "xiwan-rules/facts.yaml" in problem.path
    assert library.law("东海", on=ON).classify({"涉海观测数据": True}).status == "undetermined"
    assert library.law("泰安", on=ON).classify({"国家秘密": True}).attribute == "closed"
    assert [(p.code, p.line) for p in library.lint() if "xiwan-rules/facts" in p.path] == [(code, line)]


def test_procedures_and_events_cannot_go_by_one_name_either(county: Path) -> None:
    bring(county, "前缀: xiwan\n")
    bring(county, "本地事件:\n  - {编号: xiwan__hearing, 标签: 举行听证}\n", "procedures.yaml")
    with pytest.raises(odr.BadPack, match="举行听证"):
        odr.load(county).law("西湾县", on=ON)


def test_a_broken_facts_file_takes_only_its_own_place_down(county: Path) -> None:
    bring(county, FACTS.format(prefix="xiwan", label="国家秘密"))
    library = odr.load(county)
    with pytest.raises(odr.BadPack, match="第 4 行"):
        library.law("西湾县", on=ON)
    assert library.law("东海", on=ON).classify({"国家秘密": True}).attribute == "closed"


def test_cities_that_never_meet_do_not_stop_each_other_but_lint_tells(county: Path) -> None:
    place = COUNTY.replace("上级: donghai", "上级: shandong").replace("县级", "市级")
    (county / "jurisdictions" / "xiwan.yaml").write_text(place, encoding="utf-8")
    bring(county, FACTS.format(prefix="donghai", label="涉海湾数据"))
    library = odr.load(county)
    assert library.law("西湾县", on=ON).vocabulary.fact("涉海湾数据").id == "donghai__bay"
    assert library.law("东海", on=ON).vocabulary.fact("涉海观测数据").id == "donghai__sea_data"
    assert "prefix_taken" in {problem.code for problem in library.lint()}


def test_what_two_places_mean_otherwise_by_one_id_is_not_compared(county: Path) -> None:
    place = COUNTY.replace("上级: donghai", "上级: shandong").replace("县级", "市级")
    (county / "jurisdictions" / "xiwan.yaml").write_text(place, encoding="utf-8")
    content = FACTS.format(prefix="donghai", label="涉海湾数据").replace("donghai__bay", "donghai__grade")
    bring(county, content)
    library = odr.load(county)
    with pytest.raises(odr.BadPack, match="donghai__grade"):
        odr.compare(library.law("东海", on=ON), library.law("西湾县", on=ON))


def test_a_value_called_like_the_id_of_another_packs_value_stops_the_law(county: Path) -> None:
    bring(county, "前缀: xiwan\n补充取值:\n  同意（审核）机关:\n    xiwan__office: donghai__officers\n")
    with pytest.raises(odr.BadPack) as found:
        odr.load(county).law("西湾县", on=ON)
    assert [(problem.code, problem.line) for problem in found.value.diagnostics] == [("name_taken", 4)]


def test_where_one_word_could_be_two_values_both_evaluators_take_the_first() -> None:
    one, other = "taken__first", "taken__second"
    fact = vocabulary().facts["third_party_response"].with_values([(one, other), (other, "甲乙")])
    facts = {fact.id: fact}
    offsets = {fact.id: {one: 1, other: 2}}
    read = _Additions(facts, {fact.id: 0}, offsets).terms[fact.id]
    assert fact.check(other) == one
    assert read[other] == offsets[fact.id][one]


def test_what_another_city_calls_things_does_not_touch_the_cases_of_this_one(root: Path, tmp_path: Path) -> None:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(root / name, tmp_path / name)
    place = COUNTY.replace("上级: donghai", "上级: shandong").replace("县级", "市级")
    (tmp_path / "jurisdictions" / "xiwan.yaml").write_text(place, encoding="utf-8")
    (tmp_path / "rules" / "xiwan-rules").mkdir()
    (tmp_path / "rules" / "xiwan-rules" / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    values = FACTS.format(prefix="xiwan", label="观测数据等级").replace("是非", "选项\n    取值: {a: 甲, b: 乙}")
    (tmp_path / "rules" / "xiwan-rules" / "facts.yaml").write_text(values, encoding="utf-8")
    problems = [problem for problem in odr.lint(tmp_path) if "xiwan" not in problem.path]
    assert [(problem.code, problem.path) for problem in problems] == []
