"""The page: hostile text is text, nothing comes from outside, every dataset stands in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.reports.page import OPEN_LIMIT

from ...laws import ROOT
from ..helpers import DATASET, report_of, taian, write_csv
from .hostile import hostile, written

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
    assert "<script>alert(1)</script>\"'&lt;]]></style></title><!--\\x00\\ud800\\u202e<img src=x" in shown
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


def test_what_was_found_last_time_stands_in_the_page_as_a_part_of_it(tmp_path: Path) -> None:
    secret = DATASET | {"编号": "A-1", "国家秘密": "是"}
    report_of(tmp_path, secret).write_baseline(tmp_path / "上次.json")
    report = check(taian(), write_csv(tmp_path, secret), baseline=tmp_path / "上次.json")
    content = written(report, tmp_path, "html").decode()
    page = page_of(content.encode())
    assert "since" in page.ids
    assert "#since" in page.targets
    assert not any("<" in text for text in page.text)
    assert "&lt;script&gt;" in written(hostile(tmp_path), tmp_path, "html").decode()


def test_a_column_that_bears_the_name_of_its_fact_is_named_once(tmp_path: Path) -> None:
    content = written(report_of(tmp_path, DATASET | {"清单已公布": "是"}), tmp_path, "html").decode()
    assert "清单已公布（本地的判定不问）" in content
    assert "清单已公布（清单已公布" not in content
