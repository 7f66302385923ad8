"""Which numbers lead to a person, and which only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from opendata_rules.catalogue.identity import numbers, without_identity_numbers
from opendata_rules.catalogue.kinds import kind_of
from opendata_rules.catalogue.sensitive import identity_numbers

from .test_identity import whole

#: Cards, codes and telephones that belong to nobody.
CARD = "622202160200123456" + luhn.calc_check_digit("622202160200123456")
COMPANY = "91370800MA3PQRTU1" + uscc.calc_check_digit("91370800MA3PQRTU1")
PERSON = "92370800MA3PQRTU1" + uscc.calc_check_digit("92370800MA3PQRTU1")


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (CARD, "bank_card", f"{CARD[:4]}***********{CARD[-4:]}"),
        (
            f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
            "bank_card",
            f"{CARD[:4]}***********{CARD[-4:]}",
        ),
        ("银行账号：1604020119200123456", "bank_card", "银行账号：1604***********3456"),
        ("13812345678", "mobile", "138****5678"),
        ("+86 138-1234-5678", "mobile", "+86138****5678"),
        ("0086-13812345678", "mobile", "0086138****5678"),
        ("１３８ １２３４ ５６７８", "mobile", "138****5678"),
        ("0537-2345678", "landline", "*********78"),
        ("（0537）2345678", "landline", "（*********78"),
        ("家庭电话：2345678", "landline", "家庭电话：*****78"),
        ("鲁H12345", "plate", "鲁******"),
        ("鲁HD12345", "plate", "鲁******"),
        ("鲁H12345D", "plate", "鲁******"),
        ("鲁h·123ab", "plate", "鲁******"),
        ("鲁Ｈ１２３４５", "plate", "鲁******"),
        ("家庭住址：古槐路12号", "address", "家庭住址：古槐路*号"),
        ("幸福小区3号楼2单元501室", "address", "幸福小区*号楼*单元*室"),
        (PERSON, "individual", f"9237**********{PERSON[-4:]}"),
    ],
)
def test_each_kind_is_found_and_masked(text: str, kind: str, shown: str) -> None:
    assert [number.kind for number in numbers(text)] == [kind]
    assert without_identity_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        COMPANY,
        f"法人 {COMPANY}",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        "4111111111111111",
        "12812345678",
        "138123456789",
        "1741570200000",
        "20230616120000",
        "2023-06-08 13:00:00",
        "2023-06-08 2024-07-09",
        "鲁ICP备12345678号",
        "鲁H12路公交",
        "鲁A级景区",
        "古槐路12号",
        "政务大厅305室",
        "第 3 单元复习资料",
        "https://data.example.cn/catalog/detail?id=4202793577906176",
    ],
)
def test_what_only_looks_like_one_is_left(text: str) -> None:
    assert numbers(text) == ()
    assert without_identity_numbers(text) == text


def test_credit_codes_of_organisations_are_known_as_such() -> None:
    assert kind_of(COMPANY, (18,)) == "organisation"
    assert kind_of(PERSON, (18,)) == "individual"
    assert kind_of(PERSON, (18,), short=False) == "organisation"


@given(st.text(alphabet="0123456789XAZ鲁号室 -.·（）\u200b９", max_size=60))
def test_nothing_that_is_found_is_left_after_the_mask(text: str) -> None:
    """Nor does a mask make a number: masking is done once."""
    shown = without_identity_numbers(text)
    assert not [number for number in numbers(shown) if number.text in text]


@given(st.text(max_size=80))
def test_any_text_is_looked_through(text: str) -> None:
    for number in numbers(text):
        assert 0 <= number.begin < number.end <= len(text)


def test_what_is_said_to_be_a_credit_code_is_one() -> None:
    both = next(
        number
        for serial in range(1000)
        if uscc.is_valid(number := whole(f"51110219000101{serial:03}")) and kind_of(number, (18,)) == "identity"
    )
    assert numbers(both)[0].kind == "identity"
    assert numbers(f"统一社会信用代码：{both}") == ()
    assert numbers(both, said="credit_code") == ()


@pytest.mark.parametrize(
    ("column", "asked"),
    [
        ("联系电话", False),
        ("部门联系方式", False),
        ("填报人手机", False),
        ("举报电话", False),
        ("监督热线", False),
        ("电话", False),
        ("举报人电话", True),
        ("服务对象手机号", True),
        ("申请人联系电话", True),
        ("家庭电话", True),
        ("手机号", True),
        ("备注", True),
        ("摘要", True),
    ],
)
def test_the_departments_own_telephone_is_no_secret(column: str, asked: bool) -> None:
    assert bool(identity_numbers([(column, "13812345678")])) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("咨询电话：13812345678", False),
        ("如有问题请联系 138 1234 5678", False),
        ("张三，电话 13812345678", True),
        ("投诉人电话：13812345678", True),
        ("咨询电话：0537-2345678", False),
        ("家庭电话：0537-2345678", True),
    ],
)
def test_what_is_said_of_a_telephone_in_a_text(text: str, asked: bool) -> None:
    assert bool(identity_numbers([("摘要", text)])) is asked
    assert "2345678" not in without_identity_numbers(text).replace(" ", "")
