"""The room that compares laws: from two places to the reason, all against each other, dates, drafts, and bad input."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import opendata_rules as odr
from opendata_rules.service.comparisons import Comparisons
from opendata_rules.service.workbench import clock
from opendata_rules.service.workbench.comparing import choice
from opendata_rules.service.workbench.comparing.differences import WHO, all_shown, judged_with
from opendata_rules.service.workbench.comparing.matrix import matrix
from opendata_rules.service.workbench.comparing.pair import TOPICS, Wanted, pair
from opendata_rules.service.workbench.judging.state import read, stated
from opendata_rules.vocabulary.arguments import Lang
from opendata_rules.vocabulary.terms import ComparisonTopic

from ... import laws
from ...hostile_text import ACTING
from ..serving import Running
from .conftest import NARROW, Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
#: What an address can bring: what a terminal would do, what a browser would run, what is very long.
NAMES = [
    *(name for name in ACTING if name.isascii() or "\ud800" not in name),
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "长" * 500,
]
ON = "2026-03-10"
BOTH = f"/compare?of=taian@{ON}&of=tengzhou@{ON}"


def arrived(desk: Desk) -> None:
    """Wait until everything is compared."""
    desk.page.wait_for_selector(".working", state="detached", timeout=60_000)


def test_somebody_without_a_guide_finds_out_why_two_places_differ(desk: Desk) -> None:
    page = desk.page
    desk.open("/")
    page.click("text=两地的规定差在哪里")
    page.wait_for_selector("h1:has-text('两地的规定差在哪里')")
    page.select_option("#place-1", label="泰安市")
    page.select_option("#place-2", label="滕州市")
    for number in (1, 2):
        page.fill(f"#on-{number}", ON)
    page.click("button:has-text('比较')")
    page.wait_for_selector("h1:has-text('泰安与滕州')")
    arrived(desk)
    found = odr.compare(laws.law("taian"), laws.law("tengzhou"))
    assert f"开放属性的判定 {len(found.differences)} 处" in page.inner_text(".headline")
    assert "泰安与滕州互有宽严，共有" in page.inner_text(".headline")
    assert parse_qs(urlsplit(page.url).query)["of"] == [f"taian@{ON}", f"tengzhou@{ON}"], "an address that stays"
    desk.open(f"{BOTH}&who=same")
    arrived(desk)
    looked_at(desk, "compare-pair")
    desk.open(f"{BOTH}&topic=classification")
    # A difference names the situation, both results with their articles, and who is stricter.
    row = page.locator("#classification ~ .differences .difference", has_text="涉及商业秘密＝是，第三方意见＝同意")
    told = row.first.inner_text()
    assert "有条件开放" in told
    assert "《泰安市公共数据开放办法（试行）》第十三条第（六）项" in told
    assert "《滕州市公共数据管理办法》第十八条第四款" in told
    assert "泰安更严" in told
    row.first.locator("summary").first.click()
    row.first.locator(".reasoning").nth(1).wait_for()
    shown = row.first.inner_text()
    assert "泰安市 2026-03-10 开放属性：有条件开放" in shown
    assert "滕州市 2026-03-10 开放属性：无条件开放" in shown
    assert "同时都为“否”" in shown
    looked_at(desk, "compare-unfolded")
    # The example goes on to the room that classifies, for each place.
    asked = [parse_qs(urlsplit(link).query) for link in _links(row.first.locator("a[href*='/judge?']"))]
    assert [one["place"] for one in asked] == [["taian"], ["tengzhou"]]
    for place, one in zip(("taian", "tengzhou"), asked, strict=True):
        facts: dict[str, object] = {name[2:]: value for name, (value,) in one.items() if name.startswith("f.")}
        facts = {name: {"true": True, "false": False}.get(str(value), value) for name, value in facts.items()}
        expected = {"taian": "conditional", "tengzhou": "open"}[place]
        assert laws.law(place).classify(facts).attribute == expected, "the facts of the address tell them apart"


def _links(found: Any) -> list[str]:
    return [found.nth(number).get_attribute("href") for number in range(found.count())]


def test_filters_leave_what_they_say_and_stand_in_the_address(desk: Desk) -> None:
    page = desk.page
    desk.open(BOTH)
    arrived(desk)
    page.select_option("#topic", "procedures")
    page.wait_for_selector("h2:has-text('期限')")
    page.wait_for_function("() => !document.querySelector('#duties')")
    arrived(desk)
    found = odr.compare(laws.law("taian"), laws.law("tengzhou"), topic="procedures")
    assert page.locator(".difference").count() == len(found.differences)
    page.select_option("#who", "a")
    page.wait_for_selector("h2:has-text('共')")
    stricter = [one for one in found.differences if one.stricter == "a"]
    assert page.locator(".difference").count() == len(stricter) > 0
    assert "未作规定" in page.inner_text(".differences"), "what is not regulated is told"
    assert "有文件没有收录，不能断定没有" in page.inner_text(".differences")
    page.select_option("#kind", "choice")
    page.wait_for_selector("text=筛选以后没有剩下的")
    page.select_option("#kind", "")
    page.check("[name=whole]")
    page.wait_for_selector("table.abreast")
    assert {"topic", "who", "whole"} <= set(parse_qs(urlsplit(page.url).query))
    desk.open(urlsplit(page.url).path + "?" + urlsplit(page.url).query)
    assert page.locator(".difference").count() == len(stricter), "the address alone gives the same"


def test_all_places_against_each_other(desk: Desk) -> None:
    page = desk.page
    desk.open(f"/compare?on={ON}&topic=classification")
    arrived(desk)
    looked_at(desk, "compare")
    names = [text.split("\n")[0] for text in page.locator(".matrix tbody th").all_inner_texts()]
    assert names[0] == "山东", "the place above comes first"
    ids = {"山东": "shandong", "济南": "jinan", "济宁": "jining", "青岛": "qingdao", "泰安": "taian"}
    ids |= {"枣庄": "zaozhuang", "滕州": "tengzhou"}
    for row, column in itertools.permutations(range(len(names)), 2):
        found = odr.compare(laws.law(ids[names[row]]), laws.law(ids[names[column]]))
        cell = page.locator(f".matrix tbody tr:nth-child({row + 1}) td").nth(column).inner_text()
        who = {"stricter": f"{names[row]}更严", "looser": f"{names[column]}更严", "equivalent": "宽严相同"}
        assert who.get(str(found.relation), "互有宽严") in cell
        assert (f"{len(found.differences)} 处" if found.differences else "没有差别") in cell
    assert "本地已收录的规定没有判定条款，按《山东省公共数据开放办法》" in page.inner_text(".matrix")
    page.click("nav.topics >> text=期限")
    page.wait_for_selector("table.abreast")
    arrived(desk)
    looked_at(desk, "compare-terms")
    page.locator(".matrix a", has_text="滕州更严").first.click()
    page.wait_for_selector(".difference")
    assert "topic=procedures" in page.url, "a cell leads to its differences"


def test_one_place_on_two_dates_and_a_draft_beside_the_law(desk: Desk) -> None:
    desk.open("/compare?of=taian@2025-08-31&of=taian@2025-09-01&topic=duties&lang=zh")
    arrived(desk)
    then = laws.law("taian", on=dt.date(2025, 8, 31))
    found = odr.compare(then, laws.law("taian", on=dt.date(2025, 9, 1)), topic="duties")
    assert "泰安 2025-08-31与泰安 2025-09-01" in desk.text.replace("\n", "")
    assert desk.page.locator(".difference").count() == len(found.differences) > 0
    desk.open(f"/compare?of=shandong@{ON}&of=shandong@{ON}%2Bdrafts&topic=procedures")
    arrived(desk)
    assert "山东（含草案）更严" in desk.text
    assert "征求意见稿" in desk.text
    desk.open(f"/compare?of=shandong@{ON}&of=shandong@{ON}%2Bdrafts&topic=procedures&lang=en")
    arrived(desk)
    assert "Shandong (with drafts) is stricter than Shandong" in desk.text
    assert "not regulated" in desk.text
    assert not re.search("[\u4e00-\u9fff]", desk.text), "nothing Chinese passes for English"


def test_the_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    desk.open("/compare")
    page.focus("#main")
    page.keyboard.press("Tab")
    _choose(page, "place-1", "taian")
    for _ in range(12):
        if page.evaluate("document.activeElement.id") == "place-2":
            break
        page.keyboard.press("Tab")
    _choose(page, "place-2", "tengzhou")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('泰安与滕州')")
    arrived(desk)
    page.locator(".difference summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".difference .reasoning").nth(1).wait_for()


def _choose(page: Any, control: str, value: str) -> None:
    """Press the arrow until a list has a value."""
    assert page.evaluate("document.activeElement.id") == control
    for _ in range(20):
        if page.input_value(f"#{control}") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def test_it_can_be_read_without_scripts(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(java_script_enabled=False, viewport=NARROW)
    page = desk.page
    desk.open("/compare")
    page.select_option("#place-1", "qingdao")
    page.select_option("#place-2", "jining")
    desk.follow("button:has-text('比较')")
    for _ in range(len(TOPICS)):
        if not page.locator(".working").count():
            break
        desk.follow("text=接着比较")
    assert "青岛与济宁" in page.inner_text(".headline")
    page.locator(".difference summary").first.click()
    desk.follow(".difference a:has-text('两地的理由并列') >> nth=0")
    assert page.locator(".reasoning").count() == 2
    desk.follow("text=回到青岛与济宁")
    assert "青岛与济宁" in page.inner_text("h1")


def test_on_paper_every_example_stands_and_nothing_to_press(desk: Desk) -> None:
    page = desk.page
    desk.open(f"{BOTH}&topic=classification")
    arrived(desk)
    page.emulate_media(media="print")
    found = odr.compare(laws.law("taian"), laws.law("tengzhou"))
    examples = page.locator(".difference .unfolded", has_text="最小的例子")
    assert examples.count() == len(found.differences)
    assert all(examples.nth(number).is_visible() for number in range(examples.count()))
    assert not page.locator("form").first.is_visible()
    assert "《山东省公共数据开放工作细则》" in desk.text, "what is not collected is told on paper too"
    assert page.pdf(format="A4").startswith(b"%PDF")
    desk.open(f"/compare/difference?{_why(desk)}")
    page.emulate_media(media="print")
    assert page.locator(".reasoning").count() == 2
    assert "不成立" in desk.text
    looked_at(desk, "compare-difference")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_side_by_side_the_steps_can_be_read_in_both_languages(desk: Desk, lang: str) -> None:
    """Seven places beside each other leave the names of the steps their width, on the screen and on paper."""
    desk.open(f"/compare?topic=procedures&on={ON}&lang={lang}")
    desk.page.wait_for_selector(".abreast tbody th")
    assert desk.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert desk.page.locator(".abreast tbody th").first.bounding_box()["width"] >= 80
    desk.page.emulate_media(media="print")
    desk.page.set_viewport_size({"width": 690, "height": 900})
    assert desk.page.locator(".abreast tbody th").first.bounding_box()["width"] >= 60


def _why(desk: Desk) -> str:
    link = desk.page.locator(".instance a").first.get_attribute("href")
    return urlsplit(link).query


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("of=nowhere@2026-03-10&of=taian@2026-03-10", 404, "nowhere"),
        ("of=taian@2026-02-30&of=tengzhou@2026-03-10", 422, "2026-02-30"),
        ("of=taian@2026-03-10&of=泰安@2026-03-10", 422, "同一个地方"),
        ("of=taian@2026-03-10&of=tengzhou@2026-03-10&topic=weather", 422, "weather"),
        ("of=a@b@c&of=taian", 422, "b@c"),
        ("of=a b&of=taian", 422, "a b"),
        ("&".join(f"of=taian@2026-01-{day:02}" for day in range(1, 26)), 422, "最多比较"),
        ("place=taian&on=yesterday&place=tengzhou&on=2026-03-10", 422, "yesterday"),
    ],
)
def test_bad_input_is_told_on_a_page(bench: Running, query: str, status: int, told: str) -> None:
    with bench.client() as client:
        found = client.get(f"/compare?{query}", headers=HTML)
    assert found.status_code == status
    assert told in found.text


def test_an_address_of_any_spelling_leads_to_the_one_that_stays(bench: Running) -> None:
    today = clock.today()
    with bench.client() as client:
        for query in ("of=泰安&of=370481", f"place=taian&on=&as=&place=tengzhou&on={today}&as=&place=&on=&as="):
            found = client.get(f"/compare?{query}", headers=HTML)
            assert found.status_code == 303
            assert parse_qs(urlsplit(found.headers["location"]).query)["of"] == [f"taian@{today}", f"tengzhou@{today}"]
        found = client.get(f"/compare?of=taian@{ON}+drafts+strict&of=tengzhou@{ON}", headers=HTML)
        assert parse_qs(urlsplit(found.headers["location"]).query)["of"][0] == f"taian@{ON}+drafts+strict"
        gone = client.get(f"/compare/difference?of=taian@{ON}&of=tengzhou@{ON}&about=gone", headers=HTML)
        assert gone.status_code == 404
        assert "没有这一处差别" in gone.text
        assert client.get("/compare/difference?of=taian", headers=HTML).status_code == 422


def test_hostile_names_stay_text(bench: Running) -> None:
    with bench.client() as client:
        for name in NAMES:
            for query in (
                [("of", name), ("of", "taian")],
                [("of", f"taian@{ON}"), ("of", f"tengzhou@{ON}"), ("topic", name)],
                [("place", name), ("on", name), ("as", name), ("place", "taian"), ("on", ON), ("as", name)],
                [("place", name), ("on", ON), ("topic", "duties"), ("who", name), ("kind", name), ("more", name)],
            ):
                found = client.get("/compare", params=query, headers=HTML)
                assert found.status_code in (200, 303, 404, 422), (query, found.status_code)
                assert name not in found.text or not re.search(r"[<>&\"']", name)
        found = client.get(
            "/compare/difference", params=[*[("of", f"{one}@{ON}") for one in ("taian", "jining")], ("about", "<i>x")]
        )
        assert found.status_code == 404
        assert "<i>x" not in found.text


def test_as_many_as_a_moment_allows_and_at_least_one_more_each_time() -> None:
    asked = [laws.law(place) for place in ("taian", "tengzhou", "jining", "qingdao")]
    known = Comparisons()
    names = choice.names(asked, english=False)
    done = [matrix(asked, names, ComparisonTopic.DUTIES, known, "zh", moment=0).done for _ in range(6)]
    assert done == [1, 2, 3, 4, 5, 6]
    whole = matrix(asked, names, ComparisonTopic.DUTIES, known, "en", moment=0)
    assert whole.done == whole.total
    assert whole.abreast
    both = (asked[0], asked[1])
    shown = [pair(both, names[:2], Wanted(TOPICS), known, "zh", moment=0) for _ in TOPICS]
    assert [len(one.parts) for one in shown] == [2, 3, 4, 5, 5], "the duties were known"
    assert shown[0].sentence == ""
    assert shown[-1].sentence


def test_comparisons_that_were_asked_for_longest_ago_are_dropped() -> None:
    known = Comparisons(most=2)
    a, b, c = (laws.law(place) for place in ("taian", "tengzhou", "qingdao"))
    first = known.of(a, b, "procedures")
    assert known.of(a, b, "procedures") is first
    known.of(a, c, "procedures")
    assert known.known(a, b, "procedures") is first
    known.of(b, c, "procedures")
    assert known.known(a, c, "procedures") is None
    assert known.known(a, b, "procedures") is first
    with pytest.raises(odr.UnknownTopic):
        known.of(a, b, "weather")


def test_as_many_are_kept_as_the_largest_page_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the page would never come to its end: each look would drop what the one before it found."""
    monkeypatch.setattr("opendata_rules.analysis.comparison.pair.compare", lambda a, b, topic: (a, b, topic))
    known = Comparisons()
    asked = [laws.law("taian", dt.date(2026, 1, 1) + dt.timedelta(day)) for day in range(choice.MOST)]
    for one, other in itertools.combinations(asked, 2):
        known.of(one, other, "duties")
    assert all(known.known(one, other, "duties") for one, other in itertools.combinations(asked, 2))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_difference_is_found_again_by_its_key(topic: ComparisonTopic) -> None:
    places = ("taian", "tengzhou", "jining", "shandong")
    for one, other in itertools.combinations(places[: 2 if topic is ComparisonTopic.CHANGE else 4], 2):
        found = all_shown(odr.compare(laws.law(one), laws.law(other), topic=topic), "zh")
        assert len({shown.key for shown in found}) == len(found)
        assert {shown.who for shown in found} <= set(WHO)
        assert all(shown.heading or shown.told for shown in found)


@pytest.mark.parametrize("topic", [ComparisonTopic.CLASSIFICATION, ComparisonTopic.SHARING_CLASSIFICATION])
def test_an_example_is_classified_by_the_question_that_it_is_of(topic: ComparisonTopic) -> None:
    both = laws.law("taian"), laws.law("tengzhou")
    one = odr.compare(*both, topic=topic).differences[0]
    # No such example is known; one that says that there are none must not turn into one that says nothing.
    lists = ("opening_conditions", ("credit_requirement", "other")), ("agreement_clauses", ())
    one = dataclasses.replace(one, stated=(*one.stated, *lists))
    query = judged_with(one, topic, both[0])
    assert query is not None
    state = read((name, str(value)) for name, value in query if value is not False)
    assert isinstance(one.a, odr.Decision)
    assert state.matter.ask == one.a.scheme
    told = {fact.told.name: fact.value for fact in stated(state, both[0].vocabulary)[1]}
    assert told == dict(one.stated)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_at_the_top_names_every_fact_that_the_outcomes_need(bench: Running, lang: Lang) -> None:
    """Told as it stands on the page and no more, both laws come to what is shown; warnings bear names, not codes."""
    both = [laws.law(place) for place in ("taian", "tengzhou")]
    topic = ComparisonTopic.CLASSIFICATION
    found = pair((both[0], both[1]), ("甲", "乙"), Wanted([topic]), Comparisons(), lang, 60)
    assert found.instance is not None
    one = found.instance[1]
    for law, side in zip(both, one.sides, strict=True):
        assert str(law.classify(dict(one.found.stated)).attribute) == side.outcome
    with bench.client(headers={"accept": "text/html"}) as client:
        query = [("of", law.law_id) for law in both] + [("topic", str(topic)), ("lang", lang)]
        page = client.get("/compare", params=query).text
        [shown] = re.findall(r'<div class="instance sheet">(.*?)<div class="columns">', page, re.DOTALL)
        book = both[0].vocabulary.facts
        for name, _ in one.found.stated:
            assert (book[name].label if lang == "zh" else name.replace("_", " ")) in unescape(shown), name
        why = client.get("/compare/difference", params=[*query, ("about", one.key)]).text
        assert not re.search("open_question|missing_instrument", why.split("<main", 1)[1].split('id="reasons"', 1)[1])
