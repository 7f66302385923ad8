"""What the cells mean."""

from __future__ import annotations

import pytest
from dateutil.relativedelta import relativedelta

from opendata_rules.catalogue import values
from opendata_rules.catalogue.profile import Profile
from opendata_rules.catalogue.tables import table
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.terms import Attribute

NO_PROFILE = Profile()

# -- opening attributes --------------------------------------------------------------------------------------------

ATTRIBUTES = {
    Attribute.CLOSED: ["不予开放", "不予开放类", "不开放", "非开放类", "禁止开放", "closed"],
    Attribute.CONDITIONAL: [
        "有条件开放",
        "有条件开放类",
        "依申请开放",
        "申请后开放",
        "受限开放",
        "“有条件开放”",
        " 有条件 开放 ",
        "conditional",
    ],
    Attribute.OPEN: [
        "无条件开放",
        "无条件开放类",
        "普遍开放",
        "完全开放",
        "'无条件开放'",
        "无条件开放\n",
        "无条件开放。",
        "open",
    ],
}


@pytest.mark.parametrize(("attribute", "text"), [(a, text) for a, texts in ATTRIBUTES.items() for text in texts])
def test_spellings_of_the_opening_attribute(attribute: Attribute, text: str) -> None:
    assert values.declared(text, NO_PROFILE).attribute is attribute


@pytest.mark.parametrize("text", ["无条件共享", "有条件共享", "不予共享"])
def test_sharing_says_nothing_of_opening(text: str) -> None:
    found = values.declared(text, NO_PROFILE)
    assert found.attribute is None
    assert "说的是共享" in found.note
    assert "共享" in found.note


@pytest.mark.parametrize(
    "text", ["1-无条件开放", "【1】无条件开放", "无条件开放(1)", "01 无条件开放", "1.无条件开放", "无条件开放：1"]
)
def test_a_name_beside_its_code_is_read_by_its_name(text: str) -> None:
    assert values.declared(text, NO_PROFILE).attribute is Attribute.OPEN
    agreed = Profile(declared={"1": Attribute.OPEN, "01": Attribute.OPEN})
    assert values.declared(text, agreed).attribute is Attribute.OPEN
    other = Profile(declared={"1": Attribute.CONDITIONAL, "01": Attribute.CONDITIONAL})
    assert values.declared(text, other).attribute is None


@pytest.mark.parametrize("text", ["1-无条件共享", "无条件开放(1/2)", "2026年无条件开放", "1-无条件开放2", "2无"])
def test_a_number_beside_something_else_is_no_code(text: str) -> None:
    assert values.declared(text, NO_PROFILE).attribute is None


@pytest.mark.parametrize("text", ["1", "02", "0"])
def test_codes_need_a_profile(text: str) -> None:
    found = values.declared(text, NO_PROFILE)
    assert found.attribute is None
    assert found.note.endswith("请改写成名称，或者用平台说明写明")
    explained = Profile(declared={text: Attribute.CONDITIONAL})
    assert values.declared(text, explained).attribute is Attribute.CONDITIONAL


@pytest.mark.parametrize(
    "text",
    ["", " ", "无", "是", "否", "开放", "公开", "/", "NULL", "需签订协议", "条件开放", "有条件开放或者无条件开放"],
)
def test_what_is_no_attribute_is_not_guessed(text: str) -> None:
    found = values.declared(text, NO_PROFILE)
    assert found.attribute is None
    assert found.note


def test_unconditional_alone_depends_on_its_column() -> None:
    assert values.declared("无条件", NO_PROFILE).attribute is Attribute.OPEN
    assert values.declared("有条件", NO_PROFILE).attribute is Attribute.CONDITIONAL
    assert values.declared("无条件", NO_PROFILE, among_other=True).attribute is None


# -- cadences ------------------------------------------------------------------------------------------------------

CADENCES = {
    "real_time": ["实时", "实时更新"],
    "daily": ["每日", "每天", "日", "按日", "按日更新", "每天更新", "daily", "每日一次", "每1天"],
    "weekly": ["每周", "周", "按周", "每星期", "每周一次", "一周一次", "weekly", "每7天", "周报", "1次/周"],
    "monthly": ["每月", "月", "按月", "按月更新", "每个月", "每月一次", "monthly", "“每月”", "月报", "一月一次"],
    "quarterly": [
        "每季度",
        "每季",
        "季度",
        "季",
        "按季度",
        "按季更新",
        "quarterly",
        "每季度一次",
        "每3个月",
        "季报",
        "季度更新",
    ],
    "half_yearly": ["每半年", "半年", "按半年", "每6个月", "每两个季度", "半年一次", "每半年1次", "半年报", "半年/次"],
    "yearly": [
        "每年",
        "年",
        "按年",
        "按年更新",
        "年度",
        "一年一次",
        "每年一次",
        "‘每年’",
        '"每年"',
        "每 年",
        "annually",
        "年报",
        "1次/年",
        "年度更新",
    ],
    "every_two_years": ["每两年", "两年", "每2年", "每二年", "两年一次", "每24个月"],
    "over_two_years": ["两年以上", "每三年", "每五年", "每5年", "五年一次"],
    "irregular": ["不定期", "按需更新", "不定时"],
    "none": ["不更新", "静态数据", "一次性", "历史数据"],
}


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in CADENCES.items() for text in texts])
def test_spellings_of_a_cadence(value: str, text: str) -> None:
    assert values.cadence(text, NO_PROFILE) == values.Cadence((("update_frequency", value),))


@pytest.mark.parametrize(
    "text", ["小时级", "双月", "每两月", "隔周", "半月一次", "一年两次", "3次/月", "每天24次", "准实时"]
)
def test_a_cadence_that_the_law_has_no_word_for_is_understood(text: str) -> None:
    found = values.cadence(text, NO_PROFILE)
    assert found.known
    assert not found.facts
    assert "不是规定里有的一种" in found.note


@pytest.mark.parametrize("text", ["0次/年", "每年零次", "6月", "6日", "每", "次"])
def test_what_is_no_cadence_is_told(text: str) -> None:
    assert not values.cadence(text, NO_PROFILE).known


@pytest.mark.parametrize("text", ["1", "1.0", "１", "1.00", " 1 "])
def test_a_code_is_known_however_programs_write_the_number(text: str) -> None:
    explained = Profile(declared={"1": Attribute.CLOSED}, cadence={"1": "每月"}, yes_no={"1": True})
    assert values.declared(text, explained).attribute is Attribute.CLOSED
    assert values.cadence(text, explained).facts == (("update_frequency", "monthly"),)
    assert values.yes_no(text, explained) is True
    assert "用平台说明写明" in values.declared(text, NO_PROFILE).note
    assert "用平台说明写明" in values.cadence(text, NO_PROFILE).note


def test_the_reviewed_cadences_are_values_of_the_fact_and_each_value_has_its_own_term() -> None:
    fact = vocabulary().facts[table("columns")["cadence"]["fact"]]
    assert set(table("values")["cadence"]) == {value for value, _ in fact.values}
    for value, term in fact.values:
        assert values.cadence(term, NO_PROFILE).facts == ((fact.id, value),)


def test_no_spelling_of_a_cadence_is_reviewed_twice() -> None:
    reviewed = table("values")
    words = [word for found in reviewed["cadence"].values() for word in found]
    words += [*reviewed["cadence_states"], *reviewed["no_value"]]
    assert len(words) == len(set(words))


def test_counted_cadences_are_as_long_as_the_law_takes_the_value_to_be() -> None:
    lengths = table("values")["counted"]
    counted = {value: relativedelta(days=days) for days, value in lengths["days"].items()}
    counted |= {value: relativedelta(months=months) for months, value in lengths["months"].items()}
    declared = vocabulary().cadence.cadences
    assert counted == {v: relativedelta(days=c.days, months=c.months) for v, c in declared if c.measurable}


@pytest.mark.parametrize("text", ["其他", "每小时", "每旬", "半月", "每15天", "每三天", "3天/次", "每30天", "每2个月"])
def test_cadences_without_a_value_are_understood_and_state_nothing(text: str) -> None:
    found = values.cadence(text, NO_PROFILE)
    assert (found.facts, found.known) == ((), True)
    assert text in found.note


def test_archived_is_no_cadence_but_a_fact() -> None:
    assert values.cadence("归档", NO_PROFILE).facts == (("archived", True),)


@pytest.mark.parametrize("text", ["", "牲畜饲养", "5", "6月", "6日", "每0天", "每年6月", "2023年", "经常"])
def test_what_is_no_cadence_is_not_guessed(text: str) -> None:
    found = values.cadence(text, NO_PROFILE)
    assert found.facts == ()
    assert not found.known
    assert found.note


def test_codes_of_cadences_need_a_profile() -> None:
    profile = Profile(cadence={"5": "每半年"})
    assert values.cadence("5", profile).facts == (("update_frequency", "half_yearly"),)


# -- yes and no ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [(word, True) for word in ("是", "有", "涉及", "√", "TRUE", "Yes", "y")]
    + [(word, False) for word in ("否", "无", "不涉及", "×", "FALSE", "no", "N")]
    + [(word, None) for word in ("", " ", "未知", "不清楚", "待定")],
)
def test_yes_no_and_unknown(text: str, expected: bool | None) -> None:
    assert values.yes_no(text, NO_PROFILE) is expected


@pytest.mark.parametrize("text", ["1", "0", "部分", "/"])
def test_what_says_neither_is_left_as_it_is(text: str) -> None:
    assert values.yes_no(text, NO_PROFILE) == text


def test_a_profile_explains_codes_of_yes_and_no() -> None:
    profile = Profile(yes_no={"1": True, "0": False, "9": None})
    assert [values.yes_no(code, profile) for code in "109"] == [True, False, None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("R/P1D", "daily"),
        ("R/P1W", "weekly"),
        ("R/P7D", "weekly"),
        ("R/P1M", "monthly"),
        ("R/P3M", "quarterly"),
        ("R/P6M", "half_yearly"),
        ("R/P1Y", "yearly"),
        ("P12M", "yearly"),
        ("R/P2Y", "every_two_years"),
        ("R/P10Y", "over_two_years"),
        ("http://publications.europa.eu/resource/authority/frequency/ANNUAL_2", "half_yearly"),
        ("https://publications.europa.eu/resource/authority/frequency/monthly", "monthly"),
        ("http://publications.europa.eu/resource/authority/frequency/NEVER", "none"),
        ("http://purl.org/cld/freq/semiannual", "half_yearly"),
        ("http://purl.org/cld/freq/biennial", "every_two_years"),
    ],
)
def test_durations_and_terms_of_vocabularies_are_frequencies(text: str, value: str) -> None:
    assert values.cadence_facts(text) == (("update_frequency", value),)


@pytest.mark.parametrize("text", ["R/P0.5M", "R/P3.5D", "R/PT1S", "R/P1M1D", "http://purl.org/cld/freq/continuous"])
def test_some_are_understood_and_no_frequency_of_the_rules(text: str) -> None:
    assert values.cadence_facts(text) == ()


@pytest.mark.parametrize(
    "text", ["P", "R/P", "R/", "R/P0D", "PM", "R/P1X", "http://purl.org/cld/freq/", "http://a/monthly"]
)
def test_what_only_looks_like_one_is_not_understood(text: str) -> None:
    assert values.cadence_facts(text) is None
