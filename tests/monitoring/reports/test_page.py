"""The agenda as one HTML page, read as a browser does."""

from __future__ import annotations

import re
from pathlib import Path

from opendata_rules.monitoring.reports.page import TIMELINES

from .shown import HOSTILE, Page, busy, happened, hostile, monitor, written


def test_the_page_shows_everything_in_parts_with_headings(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    headings = [text for tag, text in page.texts if tag in ("h1", "h2")]
    assert headings == [
        "案件待办与违规",
        "按责任单位",
        "按经办人",
        "逾期未办：1 件",
        "今天到期：1 件",
        "本周到期：1 件",
        "以后到期：1 件",
        "期限未满：1 件",
        "违反规定：4 处",
        "案件时间轴：7 个",
    ]
    text = page.text()
    assert "次日起才可以下架" in text
    assert "已逾期 24 天" in text
    assert "不得为而为：下架（2026-03-05）" in text
    assert "逾期完成：反馈处理结果，2026-01-05 起算，最晚 2026-01-19，2026-01-29 完成" in text
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    assert {tag for tag, _ in page.elements} & {"script", "img", "link", "iframe", "object"} == set()
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    links = {str(attrs["href"]) for attrs in page.all("a") if "href" in attrs}
    assert links
    assert {link.removeprefix("#") for link in links} <= ids


def test_the_worst_cases_are_drawn_first_each_with_words(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    titles = [text for tag, text in page.texts if tag == "title"][1:]
    assert [re.match("案件 (.*?)，", title)[1] for title in titles] == [  # type: ignore[index]
        "过期",
        "擅自",
        "迟了",
        "今天",
        "本周",
        "公示",
        "以后",
    ]
    pictures = page.all("svg")
    assert all(picture["role"] == "img" for picture in pictures)
    ids = {attrs.get("id") for _, attrs in page.elements}
    assert all(set(str(picture["aria-labelledby"]).split()) <= ids for picture in pictures)
    words = [text for tag, text in page.texts if tag == "desc"]
    assert "（不得为而为）下架 2026-03-05" in words[1]
    assert "反馈处理结果，2026-01-29 完成，逾期 10 天，最晚 2026-01-19" in words[2]


def test_a_name_is_text_on_the_page_whatever_it_looks_like(tmp_path: Path) -> None:
    page = Page(written(hostile(), tmp_path, ".html"))
    assert {tag for tag, _ in page.elements} & {"script", "img", "b"} <= {"b"}
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    titles = {attrs.get("title") for attrs in page.all("h3")}
    assert set(HOSTILE) <= titles
    assert all(name in page.text() for name in HOSTILE)


def test_of_many_cases_the_worst_are_drawn_and_the_rest_counted(tmp_path: Path) -> None:
    later = [happened(f"新{number:03}", "objection.received", "2026-03-06") for number in range(399)]
    found = monitor(*later, happened("最要紧", "objection.received", "2026-01-05"))
    page = Page(written(found, tmp_path, ".html"))
    assert len(page.all("svg")) == TIMELINES == 300
    assert "另有 100 个案件没有画时间轴" in page.text()
    assert next(attrs["title"] for attrs in page.all("h3") if "title" in attrs) == "最要紧"
    # All of them are in the tables all the same.
    assert {f"新{number:03}" for number in range(399)} <= {text for tag, text in page.texts if tag in ("a", "span")}
