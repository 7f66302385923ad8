"""Identity numbers: which are found, and that none is shown whole anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.identity import masked, numbers, without_identity_numbers

from .helpers import DATASET, report_of, row_of, taian, write, write_csv, write_xlsx


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
    assert numbers(f"编号{number}。") == ((number,) if likely else ())


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
        (whole("81000019900101001"), whole("81000019900101001")),
        (whole("83000019900101001"), whole("83000019900101001")),
        (whole("93784019900101001"), whole("93784019900101001")),
        ("USA370190010112", "USA370190010112"),
    ],
)
def test_every_kind_is_found_and_masked(written: str, number: str) -> None:
    assert numbers(f"张三（{written}）") == (number,)
    assert without_identity_numbers(f"张三（{written}）的档案") == f"张三（{masked(number)}）的档案"


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


@pytest.mark.parametrize("column", [*DATASET, "摘要", "数据项", "数据集编号", "标签", "备注", "涉及个人隐私", "随便"])
@pytest.mark.parametrize(
    "written", [LONG, "370902680101123", "３７９９００１９９００１０１００１９", "3799\u200b00199001010019"]
)
def test_no_output_shows_a_number_whole(tmp_path: Path, column: str, written: str) -> None:
    if column == "数据集编号" and len(written) == 15:
        pytest.skip("a dataset's own id may have fifteen digits")
    report = report_of(tmp_path, DATASET | {"数据集名称": "甲"}, DATASET | {column: f"张三 {written}"})
    for suffix in ("html", "csv", "json", "xlsx"):
        report.write(tmp_path / f"r.{suffix}")
    shown = [(tmp_path / f"r.{suffix}").read_text(encoding="utf-8-sig") for suffix in ("html", "csv", "json")]
    for text in (*shown, report.explain(), json.dumps(report.to_dict(), ensure_ascii=False)):
        for number in (written, LONG, "370902680101123"):
            assert number not in text


def test_names_of_columns_sheets_and_refusals_show_none(tmp_path: Path) -> None:
    sheets = {
        f"张三{LONG}": [[*DATASET, LONG], [*DATASET.values(), "x"]],
        "乙": [[*DATASET, LONG], [*DATASET.values(), "x"]],
    }
    report = check(taian(), write_xlsx(tmp_path, sheets))
    assert LONG not in json.dumps(report.to_dict(), ensure_ascii=False)
    for text in (f"姓名,号码,{LONG}\n张三,1,2\n", f"{LONG}\n", ""):
        with pytest.raises(NotACatalogue) as refused:
            check(taian(), write(tmp_path, text, f"{LONG}.csv"))
        assert LONG not in str(refused.value)
    report = check(taian(), write_csv(tmp_path, DATASET, name=f"{LONG}.csv"))
    assert LONG not in json.dumps(report.to_dict(), ensure_ascii=False) + report.explain()
