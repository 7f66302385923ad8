"""Identity numbers: which are found, and that none is shown whole anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from opendata_rules.catalogue.identity import masked, numbers, without_identity_numbers

from .helpers import row_of


def whole(first: str) -> str:
    """Seventeen digits with their check digit."""
    return first + mod_11_2.calc_check_digit(first)


#: Numbers that belong to nobody: made from a place, a day and a serial number.
LONG = whole("37990019900101001")


@given(st.sampled_from(["11", "37", "65", "71"]), st.integers(0, 9999), st.dates(), st.integers(0, 999), st.booleans())
def test_province_day_and_check_digit_suffice(province: str, county: int, day: object, serial: int, low: bool) -> None:
    digits = str(day).replace("-", "")
    number = whole(f"{province}{county:04}{digits}{serial:03}")
    number = number.lower() if low else number
    likely = "1900" <= digits[:4] <= "2050" and (county > 0 or province == "71")
    assert [found.text for found in numbers(f"编号{number}。")] == ([number] if likely else [])


def test_a_county_that_no_table_knows_stops_nothing(tmp_path: Path) -> None:
    assert LONG == "379900199001010019"
    row = row_of(tmp_path, 备注=LONG)
    assert [question.fact for question in row.suspected] == ["personal_privacy"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (LONG, LONG),
        ("３７９９００１９９００１０１００１９", LONG),
        ("3799\u200b00199001010019", LONG),
        ("379900 19900101 0019", LONG),
        ("379900-19900101-0019", LONG),
        ("370902680101123", "370902680101123"),
        ("370902 680101 123", "370902680101123"),
        ("3 7 9 9 0 0 1 9 9 0 0 1 0 1 0 0 1 9", LONG),
        ("3799.0019.9001.0100.19", LONG),
        ("379,900,199,001,010,019", LONG),
        ("379900－19900101—0019", LONG),
        ("٣٧٩٩٠٠١٩٩٠٠١٠١٠٠١٩", LONG),
        ("3\u03327\u20dd9900199001010019", LONG),
        (f"{LONG}01", f"{LONG}01"),
        (whole("81000019900101001"), whole("81000019900101001")),
        (whole("83000019900101001"), whole("83000019900101001")),
        (whole("93784019900101001"), whole("93784019900101001")),
        ("USA370190010112", "USA370190010112"),
    ],
)
def test_every_kind_is_found_and_masked(written: str, number: str) -> None:
    assert [found.text for found in numbers(f"张三（{written}）")] == [number]
    assert without_identity_numbers(f"张三（{written}）的档案") == f"张三（{masked(number)}）的档案"


@pytest.mark.parametrize("said", ["ID", "id", "No", "IDNO", "SFZH", "sfz", "GMSFHM"])
def test_right_behind_letters_that_say_so_it_is_found(said: str) -> None:
    for text in (f"{said}{LONG}", f"{said}{LONG}.xlsx", f"张三{said}{LONG}的档案"):
        assert without_identity_numbers(text) == text.replace(LONG, masked(LONG))


@pytest.mark.parametrize(
    "text",
    [
        "379900199001010018",
        "370902681301123",
        "370000680101123",
        "123456789012345",
        "91370900MA3C000000",
        "2026-03-10 12:00",
        f"A{LONG}",
        f"SD{LONG}",
        f"9{LONG}",
        "ABC991990010112",
        "",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert numbers(text) == ()
    assert without_identity_numbers(text) == text


def test_fifteen_digits_of_an_id_stay(tmp_path: Path) -> None:
    row = row_of(tmp_path, 数据集编号="370900230601001")
    assert row.id == "370900230601001"
    assert row.suspected == ()


def test_a_number_is_told_where_it_stands() -> None:
    text = f"2026-03-10 \u200b{LONG[:6]}\u200b{LONG[6:]} 和 138-1234-5678"
    first, second = numbers(text)
    assert text[first.begin : first.end] == f"{LONG[:6]}\u200b{LONG[6:]}"
    assert text[second.begin : second.end] == "138-1234-5678"
    assert without_identity_numbers(text) == f"2026-03-10 \u200b{masked(LONG)} 和 138****5678"


@pytest.mark.parametrize("x", ["x", "X", "×", "Х", "ｘ"])
def test_whatever_stands_for_the_check_digit_ten(x: str) -> None:
    number = whole("11010519491231002")
    assert number.endswith("X")
    assert without_identity_numbers(f"{number[:-1]}{x}")[4:14] == "*" * 10


def test_an_id_is_an_id_only_alone() -> None:
    assert without_identity_numbers("13812345678", short=False) == "13812345678"
    assert without_identity_numbers("张三 13812345678", short=False) == "张三 138****5678"
    assert without_identity_numbers(LONG, short=False) == masked(LONG)
