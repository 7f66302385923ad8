"""CSV catalogues: encodings, delimiters, banners, ragged rows, torn quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue

from ..helpers import DATASET, csv_text, problems, report_of, table, taian, write, write_csv

TWO = table(DATASET, DATASET | {"数据集名称": "公厕名录", "开放属性": "有条件开放"})


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8（有 BOM）"),
        ("gbk", "GBK"),
        ("gb18030", "GBK"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16（没有 BOM）"),
        ("utf-16-be", "UTF-16（没有 BOM）"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, told: str) -> None:
    report = check(taian(), write(tmp_path, csv_text(TWO), encoding=encoding))
    assert [row.title for row in report.rows] == ["公园名录", "公厕名录"]
    assert report.encoding == told


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, newline: str) -> None:
    text = csv_text(TWO, delimiter).replace("\n", newline)
    report = check(taian(), write(tmp_path, text))
    assert [row.declared for row in report.rows] == ["open", "conditional"]
    assert ("分开" in problems(report)) is (delimiter != ",")


def test_full_width_commas_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="全角逗号"):
        check(taian(), write(tmp_path, csv_text(TWO, "，")))


def test_delimiters_inside_cells_do_not_mislead(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"摘要": "甲;乙;丙\t丁|戊；一、二，三\n第二行,有逗号"}).rows
    assert row.summary == "甲;乙;丙 丁|戊；一、二，三\n第二行,有逗号"


def test_a_banner_above_the_header_is_passed_over_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, "某市公共数据目录,,\n填报单位：某局,,\n\n" + csv_text(TWO))
    report = check(taian(), path)
    assert [row.number for row in report.rows] == [5, 6]
    assert "表头上面的内容没有读取：某市公共数据目录、填报单位：某局" in problems(report)


def test_remarks_totals_and_repeated_headers_are_no_datasets(tmp_path: Path) -> None:
    rows = [*TWO, TWO[0], ["合计", "2"], ["", "", "填表人：张三"], ["注：以上为试行目录"], TWO[1]]
    report = check(taian(), write(tmp_path, csv_text(rows)))
    assert [row.number for row in report.rows] == [2, 3, 8]
    told = problems(report)
    assert "4 又是一行表头，没有读取" in told
    assert "“合计”像是说明" in told
    assert "“填表人：张三”像是说明" in told
    assert "“注：以上为试行目录”像是说明" in told


def test_ragged_rows_are_told(tmp_path: Path) -> None:
    rows = [*TWO, ["短", "某局"], [*TWO[1], "多", "余"]]
    report = check(taian(), write(tmp_path, csv_text(rows)))
    assert len(report.rows) == 4
    assert "4 这一行比表头少几列" in problems(report)
    assert "5 这一行比表头多出几列" in problems(report)
    assert report.rows[2].verdict == "not_recognised"


def test_columns_with_the_same_name_are_told_and_compared(tmp_path: Path) -> None:
    path = write(tmp_path, "数据集名称,开放属性,开放属性\n甲,有条件开放,无条件开放\n乙,,不予开放\n")
    report = check(taian(), path)
    assert [row.declared for row in report.rows] == [None, "closed"]
    assert "几列的开放属性不一致" in "".join(report.rows[0].notes)
    assert "列名“开放属性”出现了不止一次" in problems(report)
    assert report.unused == ()


def test_a_column_without_a_name_is_told(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, "数据集名称,开放属性,\n甲,有条件开放,什么\n"))
    assert report.unused == ("（第 3 列，没有列名）",)


def test_a_torn_quotation_mark_is_named_with_its_row(tmp_path: Path) -> None:
    lines = csv_text(TWO).splitlines()
    torn = "\n".join([*lines, '"没有闭合,某局', *lines[1:], *lines[1:]])
    with pytest.raises(NotACatalogue, match=r"第 4 行起有没有成对的引号.*后面 4 行连成了一格"):
        check(taian(), write(tmp_path, torn))


def test_a_last_row_cut_inside_quotation_marks_is_left_out(tmp_path: Path) -> None:
    report = check(taian(), write(tmp_path, csv_text(TWO) + '"公共停车'))
    assert len(report.rows) == 2
    assert "4 最后一行有没有成对的引号" in problems(report)


def test_a_few_broken_bytes_do_not_make_gbk_of_utf_8(tmp_path: Path) -> None:
    data = csv_text(TWO).encode()
    report = check(taian(), write(tmp_path, data[:-2]))
    assert [row.title for row in report.rows] == ["公园名录", "公厕名录"]
    broken = data.replace("公厕".encode(), "公".encode() + b"\xe5\x8e")
    report = check(taian(), write(tmp_path, broken))
    assert report.rows[1].title == "公\ufffd名录"
    assert "1 处损坏的字节" in problems(report)


def test_long_ids_stay_as_they_are(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"目录编号": "37090000100000000012"}).rows
    assert row.id == "37090000100000000012"
    assert not row.notes


def test_ids_that_a_spreadsheet_has_spoilt_are_told(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"目录编号": "3.7090000100000001E+16"}).rows
    assert "科学记数法" in "".join(row.notes)


def test_a_file_with_a_header_only_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotACatalogue, match="只有表头"):
        check(taian(), write(tmp_path, csv_text(TWO[:1])))


def test_one_row_for_each_data_item_is_one_dataset(tmp_path: Path) -> None:
    one = DATASET | {"信息项名称": "姓名"}
    rows = [
        one,
        one | {"信息项名称": "身份证号"},
        {"信息项名称": "金额"},
        DATASET | {"数据集名称": "公厕名录", "信息项名称": "地址"},
    ]
    report = check(taian(), write_csv(tmp_path, *rows))
    assert [(row.number, row.title, row.fields) for row in report.rows] == [
        (2, "公园名录", "姓名、身份证号、金额"),
        (5, "公厕名录", "地址"),
    ]
    assert "4 行已合成 2 个数据集" in problems(report)
    assert report.rows[0].suspected


def test_namesakes_are_not_taken_for_one_dataset(tmp_path: Path) -> None:
    rows = [DATASET | {"数据项": "名称、地址"}, DATASET | {"数据项": "名称、电话"}, DATASET | {"数据项": "名称、电话"}]
    report = check(taian(), write_csv(tmp_path, *rows))
    assert len(report.rows) == 3
    assert report.duplicates == 3
    assert "同一单位有 3 个数据集叫“公园名录”" in report.rows[0].notes


def test_a_table_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    text = ",".join(["数据集名称", "开放属性", *(f"列{n}" for n in range(100_000))]) + "\n甲,不予开放\n"
    with pytest.raises(NotACatalogue, match="列，不是目录"):
        check(taian(), write(tmp_path, text))


def test_cells_of_any_length_take_no_time(tmp_path: Path) -> None:
    long = "-" * 200_000
    row = (
        DATASET
        | dict.fromkeys(("数据集名称", "提供单位", "更新时间", "更新频率", "摘要", "数据项"), long)
        | {long: long}
    )
    report = report_of(tmp_path, row)
    assert len(report.rows[0].title) == 200_000
    report.write(tmp_path / "报告.html")
    with pytest.raises(NotACatalogue):
        check(taian(), write(tmp_path, f"{long},开放属性\n甲,1\n"))


@pytest.mark.parametrize(
    "row",
    [
        '甲,"x\\",无条件开放",不予开放',
        "甲,a\\,无条件开放,不予开放",
        '甲,"说\\"明, 无条件开放",不予开放',
    ],
)
def test_quotation_marks_written_with_a_backslash_open_nothing(tmp_path: Path, row: str) -> None:
    """Split as CSV is, such a row has its cells in other columns."""
    text = f"数据集名称,摘要,开放属性\n{row}\n乙,说明,无条件开放\n"
    first, second = check(taian(), write(tmp_path, text), unlisted="false").rows
    assert (first.declared, first.verdict) == (None, "not_recognised")
    assert (second.declared, second.verdict) == ("open", "valid")


def test_half_a_pair_of_quotation_marks_is_no_word(tmp_path: Path) -> None:
    rows = [["数据集名称", "开放属性"], ["甲", '无条件开放"'], ["乙", '"无条件开放"'], ["丙", "‘无条件开放’"]]
    report = check(taian(), write(tmp_path, csv_text(rows)))
    assert [row.declared for row in report.rows] == [None, "open", "open"]
