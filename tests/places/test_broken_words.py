"""What is wrong in ``facts.yaml`` or ``procedures.yaml`` is told once, where it is, and first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import opendata_rules as odr

from .conftest import ON

PACK = "donghai-data-measures-2026"
FACTS, PROCEDURES = "facts.yaml", "procedures.yaml"


@pytest.fixture
def city(root: Path, tmp_path: Path) -> Path:
    """A library whose city may be changed."""
    shutil.copytree(root / "jurisdictions", tmp_path / "jurisdictions")
    (tmp_path / "rules").mkdir()
    for pack in (root / "rules").iterdir():
        if pack.name != PACK:
            (tmp_path / "rules" / pack.name).symlink_to(pack)
    shutil.copytree(root / "rules" / PACK, tmp_path / "rules" / PACK)
    return tmp_path


def change(city: Path, name: str, before: str, after: str) -> None:
    path = city / "rules" / PACK / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def told(city: Path) -> list[tuple[str, str]]:
    problems = odr.lint(city)
    return [(problem.path.rpartition("/")[2], problem.code) for problem in problems if PACK in problem.path]


BROKEN = {
    "cure": (FACTS, "可消除: [脱敏]", "可消除: [脱敏处理]", "bad_choice"),
    "prefix": (FACTS, "前缀: donghai\n", "", "missing_key"),
    "values": (FACTS, "    取值: {basic: 基础级, fine: 精细级}\n", "", "values_mismatch"),
    "type": (FACTS, "类型: 多选", "类型: 选项表", "bad_choice"),
    "no colon": (FACTS, "标签: 观测数据等级", "标签 观测数据等级", "*"),
    "misspelt key": (FACTS, "标签: 涉海观测数据", "标鉴: 涉海观测数据", "unknown_key"),
    "label of all": (FACTS, "标签: 涉海观测数据", "标签: 国家秘密", "name_taken"),
    "label twice": (FACTS, "标签: 观测数据等级", "标签: 涉海观测数据", "name_taken"),
    "id twice": (FACTS, "donghai__grade", "donghai__sea_data", "name_taken"),
    "added to nothing": (FACTS, "  同意（审核）机关:", "  同意机构:", "unknown_fact"),
    "value without prefix": (FACTS, "donghai__officers", "officers", "no_prefix"),
    "event": (PROCEDURES, "起算事件: 收到申请（异议、需求）", "起算事件: 收到材料", "unknown_event"),
    "event key": (PROCEDURES, "告知日期: 交付涉海数据日期", "告知日子: 交付涉海数据日期", "unknown_key"),
    "act": (PROCEDURES, "    告知日期: 交付涉海数据日期\n", "", "missing_key"),
    "no list": (PROCEDURES, "本地程序:\n", "本地程序: 评估\n", "*"),
}


def mistake(city: Path, name: str) -> tuple[str, str]:
    file, before, after, code = BROKEN[name]
    change(city, file, before, after)
    return file, code


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_told_where_it_is_and_first(city: Path, name: str) -> None:
    file, code = mistake(city, name)
    found = told(city)
    assert found[0][0] == file
    assert code in ("*", found[0][1])
    # What became of a label that nobody wrote any more cannot be known.
    gone = {code for _, code in found[1:]} <= {"unknown_fact"} and name in ("label of all", "label twice")
    assert gone or {other for other, _ in found} == {file}
    with pytest.raises(odr.BadPack) as caught:
        odr.load(city).law("东海", on=ON)
    assert caught.value.diagnostics[0].path.endswith(file)
    assert f"不能使用：{file} 第" in str(caught.value)


@pytest.mark.parametrize("name", BROKEN)
def test_other_mistakes_are_still_told(city: Path, name: str) -> None:
    mistake(city, name)
    before = told(city)
    change(city, "deadlines.yaml", "单位: 工作日", "单位: 工作天")
    change(city, "cases.yaml", "国家秘密: 否", "国家秘蜜: 否")
    found = told(city)
    assert ("deadlines.yaml", "bad_choice") in found
    assert found.count(("cases.yaml", "unknown_fact")) == before.count(("cases.yaml", "unknown_fact")) + 1
    assert found[0] == before[0]


@pytest.mark.parametrize("name", ["rules.yaml", "duties.yaml", "cases.yaml", "deadlines.yaml", PROCEDURES])
def test_a_single_file_of_a_pack_whose_words_are_broken_is_refused_for_them(city: Path, name: str) -> None:
    file, code = mistake(city, "cure")
    path = city / "rules" / PACK / name
    [problem] = odr.lint(path)
    assert (problem.code, Path(problem.path)) == (code, path.with_name(file))


def test_no_list_of_terms_names_one_twice(city: Path) -> None:
    change(city, FACTS, "donghai__officers: 首席数据官联席会议", "donghai__officers: 其他机关")
    change(city, PROCEDURES, "告知: {已征求海事机构意见: 是}", "告知: {同意（审核）机关: 某机关}")
    wrong = [problem for problem in odr.lint(city) if problem.code == "unknown_value" and "可以写" in problem.help]
    assert wrong
    for problem in wrong:
        terms = problem.help.rpartition("可以写：")[2].rstrip("。").split("、")
        assert len(terms) == len(set(terms)), problem.path


def test_an_id_used_twice_is_called_an_id_and_a_label_a_name(city: Path) -> None:
    mistake(city, "id twice")
    assert {problem.message for problem in odr.lint(city) if problem.code == "name_taken"} == {
        "“donghai__sea_data”已经是本文件的另一个事实的编号"
    }
