"""The report in four forms: hostile text does no harm, long ids stay text, the same report gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata_rules.catalogue import BadOutput, Report
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.reports.csv import HEADINGS, harmless, render_csv
from opendata_rules.catalogue.reports.html import render_html
from opendata_rules.catalogue.reports.page import OPEN_LIMIT
from opendata_rules.catalogue.results import VERDICTS

from ..laws import ROOT
from .helpers import DATASET, problems, report_of, taian, write_csv, write_json

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x","y")',
]
HOSTILE = "<script>alert(1)</script>\"'&lt;]]></style></title><!--\x00\ud800\u202e<img src=x onerror=alert(1)>{{ 7*7 }}"
LONG_ID = "37090000100000000012"


def hostile(folder: Path) -> Report:
    """Every kind of cell with something hostile in it, columns and file name too."""
    names = ("数据集名称", "提供单位", "摘要", "数据项", "开放属性", "更新频率", "更新时间", "编号")
    columns = dict.fromkeys(names, HOSTILE)
    rows = [
        columns,
        DATASET | {"数据集名称": HOSTILE, "提供单位": HOSTILE, "国家秘密": "是"},
        DATASET | {"数据集名称": HOSTILE, "涉及个人隐私": HOSTILE, "数据项": f"身份证号{HOSTILE}"},
        DATASET | {"数据集名称": HOSTILE, HOSTILE: HOSTILE, "更新时间": "2020-01-01"},
        *(DATASET | {"数据集名称": text, "提供单位": text, "编号": text, "更新频率": text} for text in FORMULAS),
    ]
    return check(taian(), write_json(folder, rows, "<script>&=1.json"))


def written(report: Report, folder: Path, suffix: str) -> bytes:
    path = folder / f"报告.{suffix}"
    report.write(path)
    return path.read_bytes()


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# -- HTML ----------------------------------------------------------------------------------------------------------

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags are balanced and keeps what could do harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def page_of(content: bytes) -> Page:
    page = Page()
    page.feed(content.decode("utf-8"))
    assert page.open == []
    return page


def test_hostile_text_is_text_in_the_page(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "html")
    page = page_of(content)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "link", "svg"})
    assert not {name for name in page.attributes if name.startswith("on")}
    shown = "".join(page.text)
    assert "<script>alert(1)</script>\"'&lt;]]></style></title><!--\ufffd\ufffd\ufffd<img src=x" in shown
    assert "{{ 7*7 }}" in shown
    assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", content.decode()) is None


def test_the_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    content = written(report_of(tmp_path, DATASET), tmp_path, "html").decode()
    page = page_of(content.encode())
    assert all(target.startswith("#") for target in page.targets)
    assert {target[1:] for target in page.targets} <= set(page.ids)
    assert "http://" not in content
    assert "https://" not in content
    assert "url(" not in content
    assert "default-src 'none'" in content


@pytest.mark.parametrize("number", [0, 1, OPEN_LIMIT, OPEN_LIMIT + 1, 200])
def test_all_datasets_stand_in_the_page(tmp_path: Path, number: int) -> None:
    rows = [DATASET | {"数据集名称": f"甲{n}", "提供单位": f"局{n % 7}", "国家秘密": "是"} for n in range(number)]
    rows += [DATASET | {"数据集名称": f"乙{n}", "提供单位": f"局{n % 7}"} for n in range(number)]
    rows += [DATASET | {"数据集名称": "丙", "开放属性": ""}]
    content = written(report_of(tmp_path, *rows), tmp_path, "html").decode()
    for row in rows:
        assert re.search(rf">{row['数据集名称']}<", content), row
    assert ("<details>" in content) is (number > OPEN_LIMIT)
    page_of(content.encode())


def test_the_sections_count_what_the_tiles_count(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "html").decode()
    report = hostile(tmp_path)
    tiles = dict(re.findall(r'<div class="tile (\w+)"[^>]*><b>(\d+)</b>', content))
    headings = dict(re.findall(r'<h2 id="(\w+)">[^（<]+（(\d+)）</h2>', content))
    assert tiles == headings
    assert int(tiles["invalid"]) == report.counts["invalid"]
    assert int(tiles["overdue"]) == report.overdue


def test_the_page_tells_what_to_do_and_under_which_article(tmp_path: Path) -> None:
    report = check(taian(), ROOT / "examples" / "taian_catalogue.csv")
    content = written(report, tmp_path, "html").decode()
    assert content.index("现在要做的") < content.index("按单位汇总") < content.index("开放属性不成立（")
    assert "《泰安市公共数据开放办法（试行）》第十二条第（四）项" in content
    for name in ("意见", "应当列为不予开放", "征询第三方", "没有填写的事实一律当作未知"):
        assert name in content


# -- CSV -----------------------------------------------------------------------------------------------------------


def test_csv_begins_with_a_mark_and_has_no_formula(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of_csv(content)
    assert list(rows[0]) == list(HEADINGS)
    for row in rows:
        for cell in row.values():
            assert cell.strip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    assert rows[4]["数据集名称"] == "'=1+1"


def test_long_ids_stay_text_in_csv(tmp_path: Path) -> None:
    [row] = rows_of_csv(written(report_of(tmp_path, DATASET | {"编号": LONG_ID}), tmp_path, "csv"))
    # The tab keeps a spreadsheet from making 3.709E+19 of it.
    assert row["数据集编号"] == LONG_ID + "\t"
    assert row["行号"] == "2"


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_disarmed(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "甲", "3-4", "a=b", "'x", "（-）", "2026-03-10"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


# -- workbook ------------------------------------------------------------------------------------------------------


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_the_workbook_has_no_formula_and_no_link(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "xlsx")
    sheets = sheets_of(content)
    assert list(sheets) == ["概要", "按单位", "数据集", "待填写", "目录的问题", "说明"]
    names = [row[HEADINGS.index("数据集名称")] for row in sheets["数据集"][1:]]
    assert [name for name in names if name.startswith("'")] == ["'" + text.strip("\t ") for text in FORMULAS]
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_long_ids_and_dates_are_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET | {"编号": LONG_ID, "更新时间": "2020-01-01"})
    cells = sheets_of(written(report, tmp_path, "xlsx"))["数据集"]
    row = dict(zip(cells[0], cells[1], strict=True))
    assert row["数据集编号"] == LONG_ID
    assert row["最近更新"] == "2020-01-01"
    assert row["逾期天数"] == report.rows[0].overdue


def test_the_sheet_to_fill_in_is_a_catalogue_to_check_again(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        DATASET | {"编号": LONG_ID, "数据项": "身份证号", "第三方意见": "不同意"},
        DATASET | {"数据集名称": "公厕名录", "开放属性": "不予开放", "国家秘密": "是"},
    )
    path = tmp_path / "报告.xlsx"
    report.write(path)
    again = check(taian(), path)
    assert again.sheet == "待填写"
    for before, after in zip(report.rows, again.rows, strict=True):
        changed = {"number", "problems"}
        assert {k: v for k, v in before.to_dict().items() if k not in changed} == {
            k: v for k, v in after.to_dict().items() if k not in changed
        }
    book = openpyxl.load_workbook(path)
    sheet = book["待填写"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("涉及个人隐私") + 1).value = "是"
    book.save(path)
    filled = check(taian(), path)
    assert filled.rows[0].verdict == "invalid"
    assert not filled.rows[0].suspected
    assert "别的工作表列名不同，没有读取：数据集" in problems(filled)


def test_the_sheet_to_fill_in_offers_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    report_of(tmp_path, DATASET).write(path)
    rules = openpyxl.load_workbook(path)["待填写"].data_validations.dataValidation
    assert {rule.formula1 for rule in rules} >= {'"是,否"'}
    assert any("不同意" in str(rule.formula1) for rule in rules)


# -- JSON ----------------------------------------------------------------------------------------------------------


def test_json_is_what_to_dict_holds(tmp_path: Path) -> None:
    report = hostile(tmp_path)
    assert json.loads(written(report, tmp_path, "json")) == report.to_dict()
    assert json.loads(json.dumps(report.to_dict())) == report.to_dict()


# -- all forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json"])
def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    assert written(hostile(tmp_path), tmp_path, suffix) == written(hostile(tmp_path), tmp_path, suffix)


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json"])
def test_nothing_of_this_machine_is_in_a_report(tmp_path: Path, suffix: str) -> None:
    content = written(report_of(tmp_path, DATASET), tmp_path, suffix)
    if suffix == "xlsx":
        parts = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(parts.read(name) for name in parts.namelist())
    assert str(tmp_path).encode() not in content


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("报告.pdf", "格式由文件名决定"),
        ("报告", "格式由文件名决定"),
        ("没有/报告.html", "没有这个文件夹"),
        ("夹.html", "文件夹"),
    ],
)
def test_where_a_report_cannot_go_is_told(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "夹.html").mkdir()
    with pytest.raises(BadOutput, match=said):
        report_of(tmp_path, DATASET).write(tmp_path / name)


def test_every_verdict_has_a_name_and_a_meaning() -> None:
    assert all(name and about for name, about in VERDICTS.values())


def test_a_cell_of_any_length_fits(tmp_path: Path) -> None:
    report = check(taian(), write_csv(tmp_path, DATASET | {"数据集名称": "长" * 50_000}))
    assert len(sheets_of(written(report, tmp_path, "xlsx"))["数据集"][1][1]) < 32_768
    written(report, tmp_path, "html")


def test_what_cannot_stand_shows_the_lawful_ways_to_it(tmp_path: Path) -> None:
    facts = {"涉及个人隐私": "是", "第三方意见": "不同意"}
    first, second = (report := report_of(tmp_path, DATASET | facts, DATASET)).rows
    assert first.verdict == "invalid"
    decision = taian().classify(dict(first.facts), declared="open")
    assert first.ways == tuple(way.line() for way in decision.paths_to("open")[:2])
    assert second.ways == ()
    assert "怎样才能依法列为无条件开放" in render_html(report).decode()
    assert first.ways[0] in render_csv(report).decode()
