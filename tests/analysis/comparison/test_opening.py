"""What a comparison comes to: who is stricter, in how much, and the facts that tell it."""

from __future__ import annotations

import datetime as dt

import pytest

import opendata_rules as odr
from opendata_rules.analysis.comparison.opening import opening
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.report import render_html
from tests.laws import law


def laws(*places: str) -> list[odr.Law]:
    return [law(place) for place in places]


def test_of_two_laws_it_is_told_who_is_stricter_and_how_often() -> None:
    assert opening(order(laws("taian", "tengzhou"))) == (
        "泰安与滕州互有宽严。差别 9 处：泰安更严 4 处，滕州更严 2 处，同样从严而处理不同 3 处。"
    )
    assert opening(order(laws("qingdao", "tengzhou"))).startswith("青岛比滕州严。差别 5 处：")
    assert opening(order(laws("tengzhou", "qingdao"))).startswith("青岛比滕州严。差别 5 处：")
    assert opening(order(laws("qingdao", "jining"))) == "青岛与济宁宽严相同。差别 1 处，都是同样从严而处理不同。"
    later = [law("taian"), law("taian", dt.date(2026, 3, 11))]
    assert opening(order(later)) == "泰安@2026-03-10与泰安@2026-03-11宽严相同。没有差别。"


def test_of_several_laws_it_is_told_how_they_stand_and_where_they_differ_most() -> None:
    assert opening(order(laws("taian", "tengzhou", "qingdao", "jining"))) == (
        "青岛、济宁相同，青岛、济宁比滕州严，泰安与其余的互有宽严。"
        "两两比较 6 组，差别共 30 处，最多的是泰安与滕州（9 处）。"
    )
    assert opening(order(laws("tengzhou", "qingdao", "jining"))).startswith("从严到宽依次是：青岛、济宁；滕州。")
    apart = opening(order(laws("taian", "tengzhou", "qingdao"), topic="procedures"))
    assert apart.startswith("泰安、滕州、青岛之间互有宽严。")
    assert opening(order(laws("taian"))) == ""


@pytest.mark.parametrize("topic", ["classification", "procedures", "duties"])
def test_the_page_begins_with_it_lists_its_contents_and_folds_what_is_long(topic: str) -> None:
    found = order(laws("taian", "tengzhou", "jining"), topic=topic)  # type: ignore[arg-type]
    page = render_html([found]).decode()
    assert page.index(opening(found)) < page.index('aria-label="目录"') < page.index("<h2")
    assert page.count('<details id="') == 3
    assert " open" not in page[page.index("<h2") :]
    assert "<th></th>" not in page
    for number in (1, 2, 3):
        assert page.count(f'href="#{topic}-{number}"') == 3
    assert all(warning.text in page for warning in found.warnings)


def test_what_is_simply_denied_stands_together_behind_what_tells() -> None:
    [difference] = odr.compare(*laws("qingdao", "jining")).differences
    told, denied = difference.telling
    assert told == ("涉及商业秘密＝是",)
    assert len(denied) == 5
    assert difference.in_words == f"涉及商业秘密＝是；都为“否”：{'、'.join(denied)}"
    page = render_html([order(laws("qingdao", "jining"))]).decode()
    assert "<summary>另有 5 项都为“否”</summary>" in page
    assert "国家秘密＝否" not in page
    # Few of them are told one by one, and so are those that are all there is.
    few = next(one for one in odr.compare(*laws("taian", "jining")).differences if len(one.telling[1]) == 2)
    assert few.in_words.endswith("＝是，法定不予开放＝否，国家秘密＝否")
