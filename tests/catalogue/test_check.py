"""Each dataset against the law, and the catalogue as a whole."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.vocabulary.facts import vocabulary

from ..laws import law
from .helpers import DATASET, ON, problems, report_of, row_of, taian, write, write_csv

NONE_OF_IT = {
    vocabulary().facts[name].label: "否"
    for name in (
        "law_prohibits_opening",
        "state_secret",
        "may_endanger_security",
        "trade_secret",
        "personal_privacy",
        "other_third_party_rights",
        "law_requires_conditional",
        "high_security_processing_requirement",
        "severe_infrastructure_load",
        "other_channel_required",
        "agreement_or_ip_restriction",
    )
}

# -- verdicts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "facts", "verdict"),
    [
        ("无条件开放", NONE_OF_IT, "valid"),
        ("有条件开放", NONE_OF_IT, "invalid"),
        ("无条件开放", {"国家秘密": "是"}, "invalid"),
        ("不予开放", {"国家秘密": "是"}, "valid"),
        ("无条件开放", {}, "undetermined"),
        ("无条件共享", NONE_OF_IT, "not_recognised"),
        ("", {}, "not_recognised"),
        ("不予开放", {"任何形式均不得开放": "是", "法定不予开放": "否"}, "human_review"),
    ],
)
def test_verdicts(tmp_path: Path, declared: str, facts: dict[str, str], verdict: str) -> None:
    row = row_of(tmp_path, 开放属性=declared, **facts)
    assert row.verdict == verdict
    assert row.declared_text == declared


def test_why_a_declared_attribute_is_refused_is_what_the_decision_objects(tmp_path: Path) -> None:
    row = row_of(tmp_path, 开放属性="有条件开放", 涉及个人隐私="是", 第三方意见="不同意", 国家秘密="否")
    facts = {"涉及个人隐私": True, "第三方意见": "不同意", "国家秘密": False}
    decision = taian().classify(facts, declared="conditional")
    [objection] = decision.objections
    [told] = row.objections
    assert told.citation == str(objection.citation)
    assert told.text == f"{objection.gist}（涉及个人隐私：是，第三方意见：不同意）"
    assert row.to_dict()["objections"] == [told.to_dict()]
    # Why it is refused rests on many facts that are all 否: the first are enough.
    many = row_of(tmp_path, 开放属性="不予开放", **NONE_OF_IT).objections
    assert [basis.text.endswith("，等 11 项事实）") for basis in many] == [True]
    assert row_of(tmp_path, 开放属性="不予开放", 国家秘密="是").objections == ()


def test_it_is_what_the_law_says_of_each(tmp_path: Path) -> None:
    row = row_of(tmp_path, 涉及个人隐私="是", 第三方意见="不同意")
    decision = taian().classify({"涉及个人隐私": True, "第三方意见": "不同意"}, declared="open")
    assert row.attribute == decision.attribute
    assert frozenset(row.possible) == decision.possible
    assert frozenset(row.permitted) == decision.permitted
    assert [basis.citation for basis in row.grounds] == [str(ground.citation) for ground in decision.grounds]
    assert row.facts == (("personal_privacy", True), ("third_party_response", "refused"))


def test_facts_without_a_column_stay_unknown_unless_told(tmp_path: Path) -> None:
    assert report_of(tmp_path, DATASET).rows[0].verdict == "undetermined"
    assert report_of(tmp_path, DATASET, unlisted="false").rows[0].verdict == "valid"


def test_facts_that_are_not_understood_are_unknown_and_told(tmp_path: Path) -> None:
    row = row_of(tmp_path, 涉及个人隐私="看情况", 第三方意见="也许", 国家秘密="1")
    assert row.facts == ()
    assert "“涉及个人隐私”填的“看情况”看不懂，当作未知" in row.notes
    assert "“第三方意见”填的“也许”看不懂，当作未知" in row.notes
    assert "“国家秘密”填的“1”看不懂，当作未知" in row.notes


def test_a_fact_stated_twice_and_differently_is_unknown(tmp_path: Path) -> None:
    row = row_of(tmp_path, 涉及个人隐私="是", personal_privacy="否")
    assert row.facts == ()
    assert "“涉及个人隐私”有两列，内容不一致，当作未知" in row.notes
    assert row_of(tmp_path, 涉及个人隐私="是", personal_privacy="是").facts == (("personal_privacy", True),)


def test_terms_may_have_narrow_brackets(tmp_path: Path) -> None:
    term = dict(vocabulary().facts["approval_status"].values)["granted"]
    row = row_of(tmp_path, **{"同意(审核)状态": term.replace("（", "(").replace("）", ")")})
    assert row.facts == (("approval_status", "granted"),)


def test_contradictory_facts_go_to_a_human(tmp_path: Path) -> None:
    row = row_of(tmp_path, 任何形式均不得开放="是", 法定不予开放="否")
    assert (row.verdict, row.attribute) == ("human_review", None)
    assert [str(warning.code) for warning in row.warnings] == ["contradictory_facts"]


def test_facts_of_other_topics_are_told_apart(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"已脱敏": "", "清单已公布": "是"})
    assert ("清单已公布", "事实：清单已公布（本地的判定不问）") in report.columns


def test_no_rule_in_force_is_said(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET, law=law("taian", dt.date(1990, 1, 1)))
    assert report.counts["no_rule"] == 1
    assert "1990-01-01" in report.explain()


def test_strict_laws_and_other_places(tmp_path: Path) -> None:
    path = write_csv(tmp_path, DATASET | NONE_OF_IT)
    for place in ("tengzhou", "qingdao", "jining", "jinan", "shandong", "zaozhuang"):
        found = law(place).check_catalogue(path)
        assert found.place == place
        assert found.rows[0].verdict in ("valid", "undetermined")
    assert law("jining", strict=True).check_catalogue(path).rows[0].verdict == "undetermined"


# -- the column of the opening attribute ----------------------------------------------------------------------------


def test_a_doubtful_column_is_taken_for_its_values_and_told(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,开放条件\n甲,无条件开放\n乙,\n丙,须签协议\n"))
    assert [row.declared for row in report.rows] == ["open", None, None]
    assert "“开放条件”一列里有开放属性" in problems(report)
    assert report.rows[2].notes == ("“须签协议”不是开放属性",)


def test_a_doubtful_column_beside_a_sure_one_is_left_alone(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,开放属性,开放条件\n甲,有条件开放,须签协议\n乙,有条件开放,须登记\n"))
    assert [row.declared for row in report.rows] == ["conditional"] * 2
    assert "“开放条件”一列写的是“须签协议”、“须登记”，不是开放属性，没有用" in problems(report)


def test_open_or_not_is_no_attribute(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,是否向社会开放,更新周期\n甲,是,每年\n"))
    assert report.rows[0].verdict == "not_recognised"
    assert "没有找到开放属性一列" in problems(report)
    assert "“是否向社会开放”一列写的是“是”" in problems(report)


def test_two_columns_that_disagree_are_told(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,开放类型,开放等级\n甲,无条件开放,有条件开放\n乙,,不予开放\n"))
    first, second = report.rows
    assert first.declared is None
    assert "几列的开放属性不一致：“开放类型”写“无条件开放”，“开放等级”写“有条件开放”" in first.notes
    assert second.declared == "closed"


def test_sharing_in_the_opening_column_makes_unconditional_doubtful(tmp_path: Path) -> None:
    text = "标题,开放条件\n甲,无条件共享\n乙,无条件\n丙,无\n丁,无条件开放\n"
    report = check(taian(), write(tmp_path, text))
    assert [row.declared for row in report.rows] == [None, None, None, "open"]
    assert report.counts["not_recognised"] == 3
    report = check(taian(), write(tmp_path, "标题,开放条件\n甲,无条件\n乙,有条件\n"))
    assert [row.declared for row in report.rows] == ["open", "conditional"]


def test_only_a_sharing_column_is_told(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "标题,共享属性\n甲,无条件共享\n"))
    assert "只有说共享的“共享属性”，共享不是开放" in problems(report)


def test_every_spelling_is_accounted_for(tmp_path: Path) -> None:
    text = "标题,开放条件,更新周期,更新时间\n甲,无条件共享,牲畜饲养,\n乙,无条件开放,‘每年’,\n丙,,每年,\n"
    found = {(s.column, s.text): (s.recognised, s.count) for s in check(taian(), write(tmp_path, text)).spellings}
    assert found == {
        ("开放条件", "无条件共享"): (False, 1),
        ("开放条件", "无条件开放"): (True, 1),
        ("开放条件", ""): (False, 1),
        ("更新周期", "牲畜饲养"): (False, 1),
        ("更新周期", "‘每年’"): (True, 1),
        ("更新周期", "每年"): (True, 1),
    }


# -- the catalogue as a whole ----------------------------------------------------------------------------------------


def test_departments_worst_first(tmp_path: Path) -> None:
    def dataset(department: str, **changes: str) -> dict[str, str]:
        return DATASET | {"提供单位": department} | changes

    report = report_of(
        tmp_path,
        *[dataset("好", 数据集名称=str(n)) for n in range(3)],
        dataset("晚", 更新频率="每月", 更新时间="2020-01-01"),
        dataset("错", 国家秘密="是"),
        dataset("问", 数据项="身份证号"),
        dataset("空", 开放属性=""),
        dataset("", 数据集名称="无主"),
        dataset(" 错 ", 数据集名称="又错", 国家秘密="是"),
    )
    assert [department.name for department in report.departments] == ["错", "问", "空", "晚", "好", ""]
    assert [department.total for department in report.departments] == [2, 1, 1, 1, 3, 1]
    assert sum(department.total for department in report.departments) == len(report.rows)


def test_the_headline_and_the_steps_add_up(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        DATASET | {"国家秘密": "是"},
        DATASET | {"数据集名称": "乙", "开放属性": "无条件共享"},
        DATASET | {"数据集名称": "丙", "更新频率": "每月", "更新时间": "2020-01-01", "数据项": "手机号"},
        DATASET | {"数据集名称": "丁"} | NONE_OF_IT,
    )
    said = report.explain()
    assert (
        "4 个数据集：1 个的开放属性不成立，1 个没有识别出开放属性，1 个尚不能定，1 个更新逾期，1 个名称可疑，1 个成立。"
        in said
    )
    assert "1. 改正 1 个不成立的开放属性" in said
    assert "“无条件共享”说的是共享，不是开放（1 个）" in said
    assert "待填写" in said
    assert "4 datasets" in report.explain("en")


def test_a_catalogue_in_order_says_so(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | NONE_OF_IT)
    assert "1 个数据集的开放属性都成立，更新都没有逾期。" in report.explain()


def test_a_missing_title_and_a_repeated_id_are_told(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"编号": "1", "数据集名称": ""}, DATASET | {"编号": "1"})
    assert report.rows[0].notes == ("没有数据集名称", "有 2 个数据集用编号“1”")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = [DATASET | {"数据集名称": str(n)} for n in range(250)]
    report_of(tmp_path, *rows, progress=lambda done, total: told.append((done, total)))
    assert told == [(100, 250), (200, 250), (250, 250)]


def test_a_report_is_a_value(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET)
    assert pickle.loads(pickle.dumps(report)) == report
    assert hash(report) == hash(report_of(tmp_path, DATASET))
    with pytest.raises(TypeError):
        bool(report)


def test_the_law_object_gives_the_same_report(tmp_path: Path) -> None:
    path = write_csv(tmp_path, DATASET)
    assert taian().check_catalogue(path) == check(taian(), str(path))
    assert taian().check_catalogue(path).on == ON
