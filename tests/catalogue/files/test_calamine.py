"""Workbooks of other forms, read by a library of another language in a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.files import calamine
from opendata_rules.catalogue.profile import Profile

from ..books import ods, xls, xlsb, zipped
from ..helpers import DATASET, problems, taian, write
from .test_xlsx import repacked

HEADER: list[Any] = list(DATASET)
ROW: list[Any] = list(DATASET.values())
DAY = dt.date(2026, 3, 1)
DATED = [*ROW[:-1], DAY]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("目录.xls", xls({"目录": [HEADER, DATED]})),
        ("目录.et", xls({"目录": [HEADER, DATED]})),
        ("目录.xls", xls({"目录": [HEADER, DATED]}, from_1904=True)),
        ("目录.ods", ods({"目录": [HEADER, DATED]})),
        ("目录.xlsb", xlsb([HEADER, [*ROW[:-1], str(DAY)]])),
        ("其实不是.csv", xls({"目录": [["市城管局公共数据目录"], HEADER, DATED]})),
    ],
)
def test_each_form_is_read_whatever_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    report = check(taian(), write(tmp_path, data, name))
    [row] = report.rows
    assert (row.title, row.department, row.declared, row.updated) == ("公园名录", "市园林局", "open", DAY)
    assert report.kind == {"其实不是.csv": "xls", "目录.et": "xls"}.get(name, name.rpartition(".")[2])
    assert report.sheet == "目录"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("目录.xls", lambda rows: xls({"目录": rows}, day_format='yyyy"年"m"月"')),
        ("目录.xls", lambda rows: xls({"目录": rows}, from_1904=True, day_format="yyyy-mm")),
        ("目录.ods", lambda rows: ods({"目录": rows}, day_format="%Y年%m月")),
        ("目录.xlsb", lambda rows: xlsb(rows, day_format='yyyy"年"m"月";@')),
    ],
)
def test_a_day_of_which_only_the_month_shows_may_be_any_day_of_it(
    tmp_path: Path, name: str, data: Callable[[list[list[Any]]], bytes]
) -> None:
    later = DAY + dt.timedelta(days=4)
    rows = [[*HEADER, "发布时间"], [*DATED, DAY], ["公厕名录", *ROW[1:-1], later, later]]
    first, second = check(taian(), write(tmp_path, data(rows), name)).rows
    assert (first.updated_text, first.updated) == ("2026年3月", None)
    assert second.updated == later


@pytest.mark.parametrize("make", [xls, ods])
def test_hidden_sheets_are_not_read(tmp_path: Path, make: Any) -> None:
    report = check(taian(), write(tmp_path, make({"旧目录": [HEADER, ROW], "目录": [HEADER, ROW]}, hidden=["旧目录"])))
    assert (report.sheet, report.left) == ("目录", ("隐藏的工作表“旧目录”1 行",))


def test_merged_cells_count_for_each_row(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["公厕名录", "", *ROW[2:]]]
    report = check(taian(), write(tmp_path, xls({"目录": rows}, merged=[(1, 2, 1, 1)])))
    assert [row.department for row in report.rows] == ["市园林局", "市园林局"]
    assert "有合并的单元格，各行都按合并的内容读取" in problems(report)


def test_a_table_that_begins_further_down_and_to_the_right(tmp_path: Path) -> None:
    rows = [["", ""], ["", "", *HEADER], ["", "", *ROW]]
    for make in (xls, ods):
        [row] = check(taian(), write(tmp_path, make({"目录": rows}))).rows
        assert (row.number, row.title) == (3, "公园名录")


def test_numbers_truth_values_and_times(tmp_path: Path) -> None:
    header = [*HEADER, "数据集编号", "涉及个人隐私", "数据量"]
    rows = [header, [*ROW, 370102199001011234, False, 12.0], [*ROW, 12, True, 0.5]]
    report = check(taian(), write(tmp_path, xls({"目录": rows})))
    assert "2 有超过 15 位的数字" in problems(report)
    assert [row.facts for row in report.rows] == [(("personal_privacy", False),), (("personal_privacy", True),)]
    assert report.rows[1].id == "12"


def test_a_profile_names_the_sheets(tmp_path: Path) -> None:
    profile = write(tmp_path, "工作表: 旧目录\n", "平台.yaml")
    path = write(tmp_path, xls({"目录": [HEADER, ROW], "旧目录": [HEADER, ROW, ROW]}), "目录.xls")
    assert check(taian(), path, profile=profile).sheet == "旧目录"


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (xls({"目录": [HEADER, ROW]}).replace("Workbook".encode("utf-16-le"), bytes(16)), "旧格式的 Office 文件"),
        (xlsb([HEADER, ROW])[:-200], "损坏的压缩包"),
        (ods({"目录": [["姓名"], ["甲"]]}), "认不出是目录"),
        (ods({}), "的工作表都是空的"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "不是 .ods 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式的 Office 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "不是完好的 .xls 工作簿"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, text: str) -> None:
    with pytest.raises(NotACatalogue, match=text):
        check(taian(), write(tmp_path, data, "目录.xls"))


def test_archives_that_unpack_to_too_much_are_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": bytes(250_000_000)})
    with pytest.raises(NotACatalogue, match="展开后有"):
        check(taian(), write(tmp_path, bomb, "目录.ods"))


@pytest.mark.parametrize(("rows", "columns"), [(2**31 - 1, 1), (2**20, 2**14), (1, 2**31 - 1)])
def test_a_sheet_that_says_it_is_huge_ends_its_own_process_only(tmp_path: Path, rows: int, columns: int) -> None:
    data = ods({"目录": [HEADER, ROW]})
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    )
    hostile = repacked(data, "content.xml", b"</table:table>", row.encode())
    try:
        report = check(taian(), write(tmp_path, hostile, "目录.ods"))
    except NotACatalogue:
        return
    assert report.rows[0].title == "公园名录"


def test_a_workbook_that_asks_for_more_memory_than_there_is(tmp_path: Path) -> None:
    # Two cells at the far corners: the library makes room for all that lies between.
    def far(row: int, column: int) -> list[list[Any]]:
        rows: list[list[Any]] = [[] for _ in range(row + 1)]
        rows[0] = ["x"]
        rows[row] = [""] * column + ["x"]
        return rows

    data = xlsb(far(2, 3))
    rows = (1_048_575).to_bytes(4, "little")
    hostile = repacked(data, "xl/worksheets/sheet1.bin", (2).to_bytes(4, "little") + bytes(13), rows + bytes(13))
    cell = bytes(4) + b"\x01\x00\x00\x00x\x00"
    near, end = (column.to_bytes(4, "little") + cell for column in (3, 16_383))
    hostile = repacked(hostile, "xl/worksheets/sheet1.bin", near, end)
    assert hostile != data
    with pytest.raises(NotACatalogue, match="没有读出来"):
        check(taian(), write(tmp_path, hostile, "目录.xlsb"))


def test_damaged_workbooks_are_refused_or_read(tmp_path: Path) -> None:
    random = Random(13)
    for data in (xls({"目录": [HEADER, ROW]}), ods({"目录": [HEADER, ROW]}), xlsb([HEADER, ROW])):
        for _ in range(12):
            damaged = bytearray(data)
            for _ in range(random.choice((1, 5, 60))):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            try:
                check(taian(), write(tmp_path, bytes(damaged), "目录.xls"))
            except odr.Error:
                continue


def test_a_panic_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = write(tmp_path, "import sys\nprint('[1, 0, [\"x\"]]')\nsys.exit(101)\n", "child.py")
    monkeypatch.setattr(calamine, "_CHILD", child)
    with pytest.raises(NotACatalogue, match="没有读出来"):
        check(taian(), write(tmp_path, xls({"目录": [HEADER, ROW]}), "目录.xls"))


def test_the_process_is_given_nothing_but_the_file(tmp_path: Path) -> None:
    """It takes no path, so that nothing else can be read; and it knows the errors of the library by their names."""
    script = Path(calamine.__file__).with_name("calamine_child.py")
    command = [sys.executable, "-I", str(script), json.dumps(sys.path), "10", "10"]
    done = subprocess.run(command, input=b"nothing", capture_output=True, check=False, env=dict(os.environ), timeout=60)
    assert set(json.loads(done.stdout)) == {"error"}
    assert done.stderr == b""


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(odr.MissingExtra, match="catalogue"):
        calamine.read_other_workbook("a.xls", b"", "xls", Profile().columns, (), [], "declared")
