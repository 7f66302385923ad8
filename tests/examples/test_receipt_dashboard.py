"""The page shows every line of the file, and nothing of a line is more than text there."""

from __future__ import annotations

import datetime as dt
import html.parser
import json
import re
from pathlib import Path

import pytest

import opendata_rules as odr
from tests.examples import EXAMPLES, client

dashboard = client("receipt_dashboard")

ON = dt.date(2026, 3, 10)

#: A dataset's name that tries to be more than text.
HOSTILE = "<script>alert(1)</script>\u202e\ud800\x1b[2J'\"&"


class Elements(html.parser.HTMLParser):
    """The names of the elements of a page, and whether each is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def lines(library: odr.Library) -> list[object]:
    taian, jining = library.law("泰安", on=ON), library.law("济宁", on=ON)
    refused = taian.classify({"涉及个人隐私": True, "第三方意见": "不同意"}, declared="open")
    return [
        {"dataset": "困难家庭临时救助发放表", "receipt": refused.receipt},
        {"dataset": HOSTILE, "receipt": taian.classify({"国家秘密": True}).receipt},
        taian.check_change("open", "closed", {"同意（审核）状态": "未申请"}).to_dict(),
        jining.deadline("objection.feedback", trigger=dt.date(2026, 3, 2)).receipt,
        library.law("滕州", on=ON).classify({}, scheme="sharing").receipt,
        {"dataset": ["a", "list"], "receipt": taian.check_catalogue(EXAMPLES / "taian_catalogue.csv").receipt},
        odr.compare(taian, jining).receipt,
    ]


def shown(tmp_path: Path, text: str, *options: str) -> tuple[int, str]:
    """The exit status, and the page."""
    store, page = tmp_path / "receipts.jsonl", tmp_path / "page.html"
    store.write_text(text, encoding="utf-8")
    status = dashboard.main([str(store), "-o", str(page), "--sources", str(EXAMPLES), *options])
    content = page.read_text(encoding="utf-8")
    elements = Elements()
    elements.feed(content)
    assert elements.open == []
    assert "script" not in elements.names
    return status, content


def written(lines: list[object]) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def totals(page: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r'<li class="\w+">(\w+) (\d+)</li>', page)}


def test_all_that_stand(lines: list[object], tmp_path: Path) -> None:
    status, page = shown(tmp_path, written(lines))
    assert status == 0
    assert totals(page) == {"结果不同": 0, "不是凭据": 0, "不能比较": 0, "结果相同": 7}
    for expected in (
        "困难家庭临时救助发放表",
        "泰安市，2026-03-10",
        "已定，不予开放，申报的属性不成立",
        "确定，2026-03-16",
    ):
        assert expected in page
    assert "还可能是不予共享、有条件共享、无条件共享" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\ud800\\x1b[2J" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_changed_rules_are_cited_and_come_first(lines: list[object], other_rules: Path, tmp_path: Path) -> None:
    status, page = shown(tmp_path, written(lines), "--rules", str(other_rules))
    assert status == 1
    assert totals(page)["结果不同"] >= 2
    first = page.split("<article")[1]
    assert "困难家庭临时救助发放表" in first
    assert "taian-12-4（《泰安市公共数据开放办法（试行）》第十二条第（四）项）有变化" in first
    assert "现在的理由" in first


def test_damaged_and_foreign_lines_are_shown_and_stop_nothing(lines: list[object], tmp_path: Path) -> None:
    bad = [
        '{"dataset": "<b>坏</b>", "rece',
        "[1, 2]",
        '{"receipt": {"kind": 5}}',
        '{"receipt": 2}',
        "[" * 100_000,
        "null",
    ]
    status, page = shown(tmp_path, written(lines) + "\n".join(bad))
    assert status == 2
    assert totals(page) == {"结果不同": 0, "不是凭据": len(bad), "不能比较": 0, "结果相同": 7}
    assert "&lt;b&gt;坏&lt;/b&gt;" in page
    assert len(page) < 200_000


def test_what_needs_a_file_that_is_not_there_cannot_be_told(lines: list[object], tmp_path: Path) -> None:
    status, page = shown(tmp_path, written([lines[5]]), "--sources", str(tmp_path))
    assert status == 4
    assert totals(page)["不能比较"] == 1


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dashboard.main([str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_nothing_at_all(tmp_path: Path) -> None:
    assert shown(tmp_path, "")[0] == 0
