"""Names that suggest a secret or a person: what must be asked about, and what must not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.identity import without_identity_numbers
from opendata_rules.catalogue.sensitive import Hit, hits, identity_numbers, subject

from .helpers import DATASET, report_of, row_of, taian

#: A number with a valid check digit that belongs to nobody: the place code 110105, born on 1949-12-31.
NUMBER = "11010519491231002X"

ASKED = [
    "低保金发放表",
    "农村低保人员花名册表接口服务",
    "城市最低生活保障金发放名单",
    "困难精神残疾人药费补助（蜀山区）",
    "精神残疾人药费补助",
    "重度残疾人护理补贴发放表",
    "残疾人换证人员名单",
    "事实无人抚养儿童花名册",
    "特困人员救助供养对象名单",
    "临时救助发放信息表",
    "市中区婚姻登记信息",
    "出生医学证明信息",
    "住院报销情况明细表",
    "门诊慢特病待遇名单",
    "艾滋病感染儿童基本生活费发放花名册",
    "新增领取失业金人员公示名单",
    "公积金缴存职工贷款记录",
    "企业职工养老保险个人账户信息",
    "职业危害企业健康体检信息",
    "公共租赁住房租赁补贴公示名单",
    "家庭经济困难大学新生入学资助名单",
    "教师笔试总成绩及排名信息",
    "行政处罚当事人信息",
    "信访人信息",
    "社区矫正对象信息",
]
HARMLESS = [
    "民族事务委员会权力清单",
    "民族宗教事务委员会内设机构",
    "银行网点",
    "中国银行网点信息",
    "养老金发放银行网点",
    "社保卡一站式银行网点表",
    "个人独资企业基本信息",
    "婚姻登记处信息接口",
    "婚姻登记机关信息",
    "残疾人联合会财政补贴资金信息",
    "残疾人康复中心业务简介",
    "残疾人肢残协会名录",
    "特困人员供养机构基本情况统计信息",
    "高龄津贴发放统计表",
    "重度残疾人护理补贴标准",
    "城市低保统计表",
    "没有脱贫人口的社区名单",
    "有脱贫人口的非贫困村名单",
    "职工书屋名单",
    "户籍人口数与构成",
    "户籍业务办理指南情况信息",
    "居民身份证办理包括临时",
    "信访局网上信访受理办理情况统计",
    "社区矫正机构信息",
    "开通跨省异地门诊个人账户直接结算药店名录",
    "高新技术企业名单",
    "失业保险稳岗补贴发放企业名单",
    "以工代训补贴发放信息",
    "执法人员名录库",
    "防汛责任人名单",
    "安全审查书_专家组组成人员名单信息",
    "学生组获奖作品名单",
    "中小学在校学生数",
    "学生资助政策一览表",
    "移动电话用户数统计接口服务",
    "非涉密计算机统计信息",
]


@pytest.mark.parametrize("title", ASKED)
def test_lists_of_people_in_a_private_situation_are_asked_about(title: str) -> None:
    assert {hit.fact for hit in hits(title, "", "")} == {"personal_privacy"}


@pytest.mark.parametrize("title", HARMLESS)
def test_offices_figures_rules_and_people_in_office_are_not(title: str) -> None:
    assert hits(title, title, "") == ()


@pytest.mark.parametrize(
    "name",
    [
        "身份证号",
        "公民身份号码",
        "手机号码",
        "家庭住址",
        "出生日期",
        "银行卡号",
        "残疾证号",
        "病历",
        "学籍号",
        "监护人",
        "户主姓名",
    ],
)
@pytest.mark.parametrize("where", ["数据项", "摘要"])
def test_data_items_speak_for_themselves(name: str, where: str) -> None:
    text = f"序号、{name}、备注"
    found = hits("某信息", text if where == "摘要" else "", text if where == "数据项" else "")
    assert Hit("personal_privacy", name, where) in found


@pytest.mark.parametrize("name", ["金额", "补贴金额", "证件号码", "年龄", "成绩"])
def test_some_data_items_speak_only_beside_a_name(name: str) -> None:
    assert hits("某信息", "", f"姓名、{name}") == (Hit("personal_privacy", name, "数据项"),)
    assert hits("某信息", "", f"项目名称、{name}") == ()


def test_figures_of_companies_are_asked_about_beside_their_names() -> None:
    assert hits("用能信息", "", "企业名称、用电量") == (Hit("trade_secret", "用电量", "数据项"),)
    assert hits("用能信息", "", "年份、用电量") == ()
    assert {hit.fact for hit in hits("客户信息", "", "客户名单、工艺参数")} == {"trade_secret"}


def test_state_secrets_are_asked_about_unless_denied() -> None:
    assert [hit.fact for hit in hits("涉密测绘成果目录", "", "")] == ["state_secret"]
    for denied in ("非涉密测绘成果", "不涉密的成果", "不含国家秘密的成果", "未涉密资料"):
        assert hits(denied, denied, denied) == ()
    assert hits("某表", "", "姓名（不含身份证号）") == ()


def test_items_named_in_a_summary_count_even_where_the_name_is_harmless() -> None:
    found = hits("企业主要负责人和安全管理人员", "包含身份证号、姓名、性别", "")
    assert found == (Hit("personal_privacy", "身份证号", "摘要"),)


def test_what_a_name_is_about() -> None:
    assert subject("威远县残疾人补贴情况接口服务") == "威远县残疾人补贴"
    assert subject("资中县民政局高龄津贴发放统计情况信息表（2023年）") == "资中县高龄津贴发放统计"
    assert subject("") == ""
    assert subject("信息") == "信息"


# -- numbers -------------------------------------------------------------------------------------------------------


def test_valid_identity_numbers_in_the_catalogue_raise_the_question(tmp_path: Path) -> None:
    row = row_of(tmp_path, 数据集名称=f"张三（{NUMBER.lower()}）的档案", 备注="无")
    [question] = row.suspected
    assert question.fact == "personal_privacy"
    assert question.why == ("“数据集名称”一列里的“公民身份号码 1101**********002x”",)
    assert NUMBER.lower() not in str(row.to_dict())


@pytest.mark.parametrize("text", ["110105194912310021", "37090000100000000012", "123456", f"A{NUMBER}", f"9{NUMBER}"])
def test_other_long_numbers_do_not(text: str) -> None:
    assert identity_numbers([("编号", text)]) == ()
    assert without_identity_numbers(text) == text


# -- in a report ---------------------------------------------------------------------------------------------------

SUSPICIOUS = DATASET | {"数据集名称": "临时救助发放表", "数据项": "姓名、身份证号、银行账号"}


def test_the_question_names_what_raised_it(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, SUSPICIOUS).rows
    found = {question.fact: question.why for question in row.suspected}
    assert found["personal_privacy"] == ("数据项“身份证号”", "数据项“银行账号”", "名称“临时救助发放”")
    assert found["trade_secret"] == ("数据项“银行账号”",)
    assert all(question.text.endswith("？") for question in row.suspected)


@pytest.mark.parametrize("facts", [{}, {"国家秘密": "是"}, {"涉及商业秘密": "否", "法定不予开放": "否"}])
@pytest.mark.parametrize("declared", ["无条件开放", "有条件开放", "不予开放", "1"])
def test_a_suspicion_changes_nothing_but_the_questions(tmp_path: Path, facts: dict[str, str], declared: str) -> None:
    plain = DATASET | facts | {"开放属性": declared, "数据项": "名称"}
    before, after = report_of(tmp_path, plain, plain | {"数据项": "姓名、身份证号、客户名单、密级"}).rows
    assert after.suspected
    assert not before.suspected
    for field in ("verdict", "attribute", "possible", "permitted", "grounds", "actions", "declared", "overdue"):
        assert getattr(before, field) == getattr(after, field), field


@pytest.mark.parametrize("answer", ["是", "否"])
def test_no_question_on_what_the_catalogue_answers(tmp_path: Path, answer: str) -> None:
    [row] = report_of(tmp_path, SUSPICIOUS | {"涉及个人隐私": answer, "涉及商业秘密": answer}).rows
    assert row.suspected == ()
    assert {"personal_privacy", "trade_secret"}.isdisjoint(question.fact for question in row.questions)


@pytest.mark.parametrize("answer", ["", "不清楚", "看情况"])
def test_what_is_left_open_is_still_asked(tmp_path: Path, answer: str) -> None:
    [row] = report_of(tmp_path, SUSPICIOUS | {"涉及个人隐私": answer}).rows
    assert "personal_privacy" in {question.fact for question in row.suspected}


def test_the_question_comes_even_where_the_attribute_stands_anyway(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, SUSPICIOUS | {"开放属性": "不予开放", "法定不予开放": "是"}).rows
    assert row.verdict == "valid"
    assert row.suspected


def test_false_alarms_on_real_catalogues_are_few(shared: Path) -> None:
    """The measure of the catalogues' README: a plain list of words marks about 200 rows here and 35 there."""
    alarms = {}
    for name in ("sichuan_neijiang", "ningxia_ningxia"):
        report = check(taian(), shared / "catalogs" / f"{name}.json")
        alarms[name] = Counter(subject(row.title) for row in report.rows if row.suspected)
        for row in report.rows:
            if any(word in row.title for word in ("权力清单", "银行网点", "服务网点", "独资企业", "登记机关")):
                assert not row.suspected, row.title
            if "发放" in row.title and any(word in row.title for word in ("低保", "残疾", "高龄", "孤儿")):
                counted = any(word in row.title for word in ("统计", "标准"))
                assert bool(row.suspected) is not counted, row.title
    assert 300 <= alarms["sichuan_neijiang"].total() <= 500
    assert 25 <= alarms["ningxia_ningxia"].total() <= 45


# -- columns judged by their cells ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "姓名、身份证号、金额",
        "姓名,身份证号,补助金额",
        "['姓名', '身份证号']",
        "序号；姓名；身份证号码；住址；备注",
        "姓名 身份证号 手机号码",
    ],
)
def test_a_list_of_data_items_in_a_column_of_any_name_is_looked_at(tmp_path: Path, cell: str) -> None:
    report = report_of(tmp_path, DATASET, DATASET | {"数据集名称": "甲", "资源明细": cell})
    assert [bool(row.suspected) for row in report.rows] == [False, True]
    assert any("“资源明细”一列里有数据项的名称，一并查看" in text for _, text in report.problems)
    assert not any("没有用的列" in text for _, text in report.problems)


@pytest.mark.parametrize(
    "cell",
    [
        "宗教信仰",
        "婚姻状况、健康状况",
        "身份证办理",
        "民政、救助、养老",
        "本数据说明身份证号怎样填写",
        "户籍管理、身份证号码查询服务",
        "1、2、3",
    ],
)
def test_themes_and_sentences_in_a_column_of_any_name_are_not(tmp_path: Path, cell: str) -> None:
    report = report_of(tmp_path, DATASET, DATASET | {"数据集名称": "甲", "资源明细": cell})
    assert not any(row.suspected for row in report.rows)
    assert any("不认识、没有用的列：资源明细" in text for _, text in report.problems)
