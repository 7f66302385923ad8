"""案件: from no case at all to what is due, one case, an event with what it changes shown first, calendars, files."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

import opendata_rules as odr
from opendata_rules.monitoring.previews import Preview, preview
from opendata_rules.monitoring.reports.agenda import fitting
from opendata_rules.service.workbench.following import event
from opendata_rules.storage import database

from ...laws import ROOT, law
from ..serving import LINES, Running, ready, serving, settings
from .conftest import NARROW, Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
ON = "2026-03-10"
JINING = f"place=jining&on={ON}"
#: A day on which something of the example is overdue.
LATE = "2026-03-20"
FIRST = {"case": "sound", "procedure": "objection", "kind": "received", "date": "2026-03-09"}
LATER = f"place=jining&on={LATE}"
HOSTILE = "<b>'\"&'/../?#%00 案件‏</b>"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that follows the cases of the shipped example."""
    with serving(settings(store=str(tmp_path_factory.mktemp("store")))) as running:
        with running.client() as client:
            ready(client)
            events = (ROOT / "examples" / "jining_events.jsonl").read_bytes()
            told = client.post(f"/v1/places/jining/monitor/events?on={ON}", content=events, headers=LINES)
            assert told.status_code == 200, told.text
        yield running


def _digest(running: Running) -> object:
    """What the log of the place holds, told by its breaches and tasks."""
    with running.client() as client:
        due = client.get(f"/v1/places/jining/monitor/due?on={ON}").json()
        status = client.get(f"/v1/places/jining/monitor/cases/A-001?on={ON}").json()
    return json.dumps([due["items"], status["events"]], sort_keys=True)


def test_without_a_store_the_page_says_how_to_start_with_one(sit_down: Callable[..., Desk]) -> None:
    with serving(settings()) as running:
        with running.client() as client:
            ready(client)
        desk = sit_down(running)
        desk.open("/cases")
        assert "opendata-rules serve --store" in desk.text
        looked_at(desk, "cases-no-store")
        desk.page.goto("/cases/event?place=jining")
        assert "opendata-rules serve --store" in desk.text


def test_from_no_case_to_its_first_deadline_by_the_keyboard_alone(desk: Desk) -> None:
    """A new user begins a case and sees its deadline, without a mouse and without a guide."""
    page, keys = desk.page, desk.page.keyboard
    desk.open("/cases")
    page.wait_for_selector("text=还没有案件，从这里开始")

    def reach(text: str) -> None:
        """Press Tab until what has the focus says so."""
        for _ in range(60):
            keys.press("Tab")
            here = "document.activeElement"
            if page.evaluate(f"({here}.id || '') + '|' + ({here}.textContent || '')").find(text) >= 0:
                return
        raise AssertionError(text)

    reach("泰安")
    keys.press("Enter")
    page.wait_for_selector("text=泰安市还没有案件")
    assert "opendata-rules" not in desk.text, "whoever begins a case types no command"
    looked_at(desk, "cases-empty")
    reach("开始一个案件")
    keys.press("Enter")
    page.wait_for_selector("#case")
    reach("case|")
    keys.type("收文〔2026〕1号")
    reach("procedure|")
    for _ in range(12):
        if page.input_value("#procedure") == "objection":
            break
        keys.press("ArrowDown")
    reach("继续")
    keys.press("Enter")
    page.wait_for_selector("#kind")
    assert page.input_value("#kind") == "received", "the event with which a case begins"
    page.fill("#date", "2026-03-10")
    reach("先看会改变什么")
    keys.press("Enter")
    page.wait_for_selector("#preview")
    assert "反馈处理结果" in page.inner_text(".preview")
    assert "收到异议" in page.inner_text("dl.previewed"), "what is received is what the procedure is about"
    looked_at(desk, "event-begin")
    reach("记下这一事件")
    keys.press("Enter")
    page.wait_for_selector("text=已经记下事件")
    assert "接下来" in desk.text
    assert page.is_visible(".notice.done"), "that it went well is no warning"
    assert re.search(r"反馈处理结果：2026-03-\d\d", desk.text)
    assert "收到异议 2026-03-10" in page.text_content(".timeline"), "the picture says it as the list does"
    assert page.evaluate("document.querySelector('[data-focus]') === document.activeElement"), "it is told to all"


def test_among_all_cases_a_step_without_a_term_is_not_said_to_be_in_time(followed: Running) -> None:
    with followed.client() as client:
        told = {"case": "无期限", "procedure": "catalogue_change", "kind": "change", "date": "2026-03-02"}
        line = json.dumps({"id": "no-term-1", **told}, ensure_ascii=False)
        sent = client.post(f"/v1/places/taian/monitor/events?on={ON}", content=line.encode(), headers=LINES)
        assert sent.status_code == 200, sent.text
        shown = client.get(f"/cases/all?place=taian&on={ON}", headers=HTML).text
        [row] = re.findall(r"<tr><th scope=\"row\">.*?无期限.*?</tr>", shown, re.DOTALL)
        assert "提交变更 没有期限" in row
        assert "未到期" not in row


def test_what_is_due_by_urgency_body_and_person(followed: Running, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(followed)
    desk.open(f"/cases?{LATER}")
    with followed.client() as client:
        due = client.get(f"/v1/places/jining/monitor/due?on={LATE}").json()["items"]
    tasks = [one for one in due if one["deadline"]["force"] != "minimum"]
    overdue = [one for one in tasks if one["state"] == "overdue"]
    assert overdue
    assert f"逾期未办 {len(overdue)}" in desk.text
    assert all(one["case"] in desk.text and one["label"] in desk.text for one in tasks)
    looked_at(desk, "cases")
    drawn = desk.page.locator(".ahead text.number").all_text_contents()
    monday, last = dt.date(2026, 3, 16), dt.date(2026, 4, 19)
    ends = [dt.date.fromisoformat(one["deadline"]["earliest"]) for one in tasks]
    assert sum(map(int, drawn)) == sum(monday <= day <= last for day in ends), "the picture shows what the tasks say"
    officer = next(one["officer"] for one in tasks if one["officer"])
    desk.page.click(f"main a:text-is('{officer}')")
    desk.page.wait_for_selector(".notice >> text=看全部")
    shown = desk.page.locator("table.cards tbody tr").count()
    assert shown == sum(one["officer"] == officer for one in due) > 0
    desk.open(f"/cases?{LATER}&q=A-001")
    desk.page.wait_for_selector("h1:has-text('案件 A-001')")
    desk.open(f"/cases?on={LATE}")
    assert f"逾期未办 {len(overdue)}" in desk.page.inner_text("a:has-text('济宁市')")
    desk.open(f"/cases/all?{LATER}&q=B")
    assert "A-001" not in desk.text


def test_a_case_shows_what_comes_next_and_why(followed: Running, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(followed)
    desk.open(f"/cases/case?{JINING}&case=A-001")
    with followed.client() as client:
        status = client.get(f"/v1/places/jining/monitor/cases/A-001?on={ON}").json()
    pending = next(step for step in status["steps"] if step["state"] == "pending")
    assert f"{pending['label']}：{pending['deadline']['due']}" in desk.text
    desk.page.click("text=为什么是这一天")
    assert pending["deadline"]["citation"]["text"] in desk.text
    assert desk.page.locator(".timeline svg circle.event").count() >= 2
    looked_at(desk, "case")
    desk.page.emulate_media(media="print")
    assert not desk.page.is_visible("text=登记进展")
    assert desk.page.is_visible(".timeline svg")
    assert desk.page.is_visible("ul.tree >> nth=0"), "reasons are printed, opened or not"
    assert len(desk.page.pdf()) > 10_000
    reasons = desk.page.locator(".sheet:has(details)").first
    assert reasons.evaluate("e => getComputedStyle(e).breakInside") == "auto", "long reasons begin where they are"
    desk.page.emulate_media(media="screen")
    desk.open(f"/cases/case?{JINING}&case=A-001&lang=en")
    assert "What comes next" in desk.text
    assert "Jining" in desk.text
    assert "form review passed" in desk.text
    assert not re.search("[一-鿿]", desk.page.inner_text(".timeline")), "the picture too is in English"
    desk.open(f"/cases/case?{JINING}&case=A-001&lang=zh")


def test_an_event_is_shown_before_it_is_told_and_can_be_corrected(
    followed: Running, sit_down: Callable[..., Desk]
) -> None:
    desk = sit_down(followed, viewport=NARROW)
    page, before = desk.page, _digest(followed)
    desk.open(f"/cases/case?{JINING}&case=A-001")
    page.click("text=登记进展")
    page.wait_for_selector("#kind")
    assert page.input_value("#kind") == "substantive_review", "the step that is waited for"
    page.fill("#date", "2026-03-12")
    page.fill("#actor", "市大数据局/王敏")
    page.select_option("#f\\.provider_review_passed", "true")
    page.click("text=先看会改变什么")
    page.wait_for_selector("#preview")
    assert "按期完成" in page.inner_text(".preview")
    assert _digest(followed) == before, "a preview writes nothing"
    looked_at(desk, "event")
    page.click("text=记下这一事件")
    page.wait_for_selector("text=已经记下事件")
    assert "没有正在起算的期限" in desk.text
    told = page.inner_text("[data-focus] code")
    # One day late: the correction says so before it is told.
    page.click(f"tr:has(code:text-is('{told}')) >> text=更正")
    page.wait_for_selector("#date")
    assert page.input_value("#date") == "2026-03-12"
    assert page.input_value("#f\\.provider_review_passed") == "true"
    page.fill("#date", "2026-04-30")
    page.click("text=先看会改变什么")
    page.wait_for_selector("text=会成为违反规定")
    page.click("text=记下这一事件")
    page.wait_for_selector("text=已经记下事件")
    assert "逾期完成" in desk.text
    page.goto("about:blank")
    # What is sent twice is told once; what is refused is not written, and says why.
    with followed.client(headers=HTML) as client:
        event = {"case": "A-001", "procedure": "conditional_access", "kind": "statement", "date": ON, "id": "twice"}
        for _ in range(2):
            assert client.post(f"/cases/event?{JINING}", data=_asked(event)).status_code == 303
        other = client.post(f"/cases/event?{JINING}", data=_asked({**event, "date": "2026-03-09"}))
        assert other.status_code == 422
        assert "内容不同" in other.text
        for field, bad in (
            ("kind", "nothing"),
            ("date", "2026-02-30"),
            ("procedure", "x"),
            ("f.opening_attribute", "x"),
        ):
            found = client.post(f"/cases/event?{JINING}", data=_asked({**event, "id": "other", field: bad}))
            assert found.status_code == 422, field
        assert client.post(f"/cases/event?{JINING}", data={}).status_code == 422
        rejects = client.get(f"/v1/places/jining/monitor/rejects?on={ON}", headers={"accept": "*/*"}).json()
        assert rejects["items"] == [], "what a form would have refused is not kept aside either"


def test_hostile_names_are_shown_and_do_nothing(followed: Running, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(followed)
    case = "<b onclick=x>&'\"/..;?#%2e 案件 {{ 7*7 }}</b>"
    actor = "</script><script>document.title='x'</script>"
    with followed.client(headers=HTML) as client:
        event = {"case": case, "procedure": "objection", "kind": "received", "date": "2026-03-09", "actor": actor}
        made = client.post(f"/cases/event?{JINING}", data=_asked({**event, "id": case}))
        assert made.status_code == 303, made.text
        for name in (
            "place",
            "on",
            "case",
            "kind",
            "date",
            "corrects",
            "more",
            "add",
            "f.x",
            "q",
            "after",
            "body",
            "form",
        ):
            for path in ("", "/all", "/case", "/event", "/file", "/calendars"):
                found = client.get(f"/cases{path}", params={"place": "jining", "on": ON, "look": "on", name: HOSTILE})
                assert found.status_code < 500, (path, name)
                assert "<b>'" not in found.text, (path, name)
        for on in ("0001-01-01", "9999-12-31", "2026-02-30"):
            for path in ("", "/all", "/case", "/event", "/file?form=xlsx"):
                found = client.get(f"/cases{path}", params={"place": "jining", "on": on, "case": "A-001"})
                assert found.status_code < 500, (path, on)
    desk.open(f"/cases?{JINING}")
    desk.page.click("th a:has-text('案件 {{ 7*7 }}')")
    desk.page.wait_for_selector("h1:has-text('7*7')")
    assert actor in desk.text
    assert desk.page.title() != "x"
    looked_at(desk, "case-hostile")


def test_a_calendar_is_subscribed_to_and_its_address_revoked(followed: Running, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(followed)
    desk.open(f"/cases/calendars?{JINING}")
    desk.page.click("text=做一个订阅地址")
    desk.page.wait_for_selector("text=只显示这一次")
    address = desk.page.inner_text(".notice pre")
    looked_at(desk, "calendars")
    found = httpx.get(address, trust_env=False)
    assert found.text.startswith("BEGIN:VCALENDAR")
    desk.open(f"/cases/calendars?{JINING}")
    assert address not in desk.page.content(), "it is told once"
    desk.page.click("text=收回")
    desk.page.wait_for_selector("text=已有的地址", state="detached")
    assert httpx.get(address, trust_env=False).status_code == 404


def test_the_agenda_is_taken_along_as_a_file(followed: Running) -> None:
    begins = {"html": b"<!doctype html>", "xlsx": b"PK", "ics": b"BEGIN:VCALENDAR", "json": b"{"}
    with followed.client(headers=HTML) as client:
        for form, begin in begins.items():
            found = client.get(f"/cases/file?{JINING}&form={form}")
            assert found.content.lower().startswith(begin.lower()), form
            assert found.headers["content-disposition"] == f'attachment; filename="cases-jining-{ON}.{form}"'
            if form == "xlsx":
                assert zipfile.ZipFile(BytesIO(found.content)).testzip() is None
        assert client.get(f"/cases/file?{JINING}&form=exe").status_code == 422


def test_it_can_be_read_without_scripts_and_answers_soon(followed: Running, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(followed, java_script_enabled=False)
    desk.open(f"/cases?{JINING}")
    desk.follow("text=A-001 >> nth=0")
    assert "时间轴" in desk.text
    with followed.client(headers=HTML) as client:
        asked = f"/cases/event?{JINING}&look=on&case=A-002&procedure=unopened_request&kind=statement&date={ON}"
        for path in (f"/cases?{JINING}", f"/cases/case?{JINING}&case=A-001", asked):
            client.get(path)
            took = min(client.get(path).elapsed.total_seconds() for _ in range(3))
            assert took < 0.3, (path, took)


def _asked(event: dict[str, str], **previewed: str) -> dict[str, str]:
    """A form as the page sends it: what it shows, and what its preview was of."""
    return {**event, "previewed": urlencode(sorted({**event, **previewed}.items()))}


def _events(client: httpx.Client, case: str, day: str = LATE) -> list[dict[str, str]]:
    found = client.get(f"/v1/places/jining/monitor/cases/{case}?on={day}", headers={"accept": "*/*"})
    told: list[dict[str, str]] = found.json().get("events", [])
    return told


def test_only_what_was_previewed_is_told(followed: Running, sit_down: Callable[..., Desk]) -> None:
    """The date on the screen and the date in the log are one, with scripts and without."""
    for scripts in (True, False):
        case = f"stale-{scripts}"
        desk = sit_down(followed, java_script_enabled=scripts)
        page = desk.page
        desk.open(f"/cases/event?{LATER}")
        page.fill("#case", case)
        page.select_option("#procedure", "objection")
        page.click("text=继续")
        page.wait_for_selector("#kind")
        page.fill("#date", "2026-03-18")
        page.click("text=先看会改变什么")
        page.wait_for_selector("#preview")
        assert "2026-03-18" in page.inner_text("dl.previewed")
        page.fill("#date", "2026-03-17")
        page.click("text=记下这一事件")
        page.wait_for_selector("text=没有记下：预览以后")
        assert "2026-03-17" in page.inner_text("dl.previewed")
        with followed.client() as client:
            assert _events(client, case) == [], "what nobody previewed is not told"
        page.click("text=记下这一事件")
        page.wait_for_selector("text=已经记下事件")
        with followed.client() as client:
            assert [one["date"] for one in _events(client, case)] == ["2026-03-17"]
        desk.errors[:] = [one for one in desk.errors if "422" not in one]


def test_one_event_is_corrected_once_and_can_be_taken_back(followed: Running) -> None:
    first = {"case": "two-tabs", "procedure": "objection", "kind": "received", "date": "2026-03-09", "id": "tab-0"}
    with followed.client(headers=HTML) as client:
        assert client.post(f"/cases/event?{JINING}", data=_asked(first)).status_code == 303
        one, other = (
            {**first, "id": name, "corrects": "tab-0", "date": day}
            for name, day in (("tab-1", "2026-03-06"), ("tab-2", "2026-03-05"))
        )
        assert client.post(f"/cases/event?{JINING}", data=_asked(one)).status_code == 303
        again = client.post(f"/cases/event?{JINING}", data=_asked(one))
        assert again.status_code == 303, "what is sent twice is told once"
        second = client.post(f"/cases/event?{JINING}", data=_asked(other))
        assert second.status_code == 422
        assert "已经由事件 tab-1 更正" in second.text
        assert "corrects=tab-1" in second.text
        seen = client.get("/cases/event", params={"place": "jining", "on": ON, "look": "on", **other})
        assert "记下这一事件" not in seen.text
        assert [event["id"] for event in _events(client, "two-tabs")] == ["tab-1"]
        assert client.post(f"/cases/event?{JINING}", data=_asked({**other, "corrects": "tab-1"})).status_code == 303
        shown = client.get(f"/cases/case?{JINING}&case=two-tabs").text
        [back] = re.findall(r'href="([^"]+)">撤回', shown)
        page = client.get(back.replace("&amp;", "&"))
        assert "撤回事件" in page.text
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        assert sent["corrects"] == "tab-2"
        [sealed] = re.findall('name="previewed" value="([^"]*)"', page.text)
        event = dict(parse_qsl(sealed.replace("&amp;", "&")))
        assert event["date"] == "2026-03-05"
        assert client.post(f"/cases/event?{JINING}", data=_asked(event)).status_code == 303
        assert "没有正在起算的期限" in client.get(f"/cases/case?{JINING}&case=two-tabs").text
        # What came by another way is told where it counts twice.
        lines = [{**first, "case": "twice-mended", "id": "m0"}]
        lines += [{**first, "case": "twice-mended", "id": f"m{n}", "corrects": "m0", "actor": f"{n}"} for n in (1, 2)]
        client.post(
            f"/v1/places/jining/monitor/events?on={ON}", content="\n".join(map(json.dumps, lines)), headers=LINES
        )
        assert "事件 m0 有 2 个更正" in client.get(f"/cases/case?{JINING}&case=twice-mended").text


def test_of_two_processes_that_correct_an_event_one_does(followed: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {"case": "raced", "procedure": "objection", "kind": "received", "date": "2026-03-09", "id": "race-0"}
    mine, theirs = ({**first, "id": name, "corrects": "race-0", "date": "2026-03-06"} for name in ("mine", "theirs"))
    with followed.client(headers=HTML) as client:
        assert client.post(f"/cases/event?{JINING}", data=_asked(first)).status_code == 303
        monkeypatch.setattr(database, "PATIENCE", 0.1)
        with odr.monitor(law("jining"), followed.app.state.parts.cases.store("jining")) as other:

            def looked(*asked: Any) -> Preview:
                found = preview(*asked)
                with contextlib.suppress(odr.BadStore):
                    other.ingest([theirs])
                return found

            monkeypatch.setattr(event, "preview", looked)
            assert client.post(f"/cases/event?{JINING}", data=_asked(mine)).status_code == 303
        assert [one["id"] for one in _events(client, "raced")] == ["mine"]


def test_in_english_a_place_bears_its_name_and_times_their_clock(followed: Running) -> None:
    with followed.client(headers=HTML) as client:
        assert client.post("/cases/calendars?place=taian", data={"kind": "duties"}).status_code == 201
        for path in ("?", "/event?", *(f"{room}?place=taian&" for room in ("", "/all", "/event", "/calendars"))):
            shown = unescape(re.sub("<[^>]+>", "\n", client.get(f"/cases{path}lang=en").text))
            assert "Tai'an" in shown, path
            assert not re.search("\\bTaian\\b|UTC", shown), path
        assert "北京时间" in client.get("/cases/calendars?place=taian&lang=zh").text


def test_a_store_that_is_damaged_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "cases-taian.sqlite").write_bytes(b"no store" * 1000)
    with serving(settings(store=str(tmp_path))) as running, running.client(headers=HTML) as client:
        ready(client)
        assert client.post(f"/cases/event?{JINING}", data=_asked({**FIRST, "id": "sound"})).status_code == 303
        page = client.get(f"/cases?on={LATE}")
        assert page.status_code == 200
        assert "不是 SQLite 数据库" in page.text
        assert re.search("(今天|本周|以后)到期 1", page.text)
        assert client.get(f"/cases?place=taian&on={LATE}").status_code == 503


def test_a_number_in_use_is_asked_about(followed: Running) -> None:
    with followed.client(headers=HTML) as client:
        began = {"case": "第12号", "procedure": "objection", "kind": "received", "date": "2026-03-09", "id": "w1"}
        assert client.post(f"/cases/event?{JINING}", data=_asked({**began, "begin": "on"})).status_code == 303
        for case, procedure in (("第12号", "objection"), ("第１２号", "objection"), ("第12号", "delisting")):
            new = {**began, "case": case, "procedure": procedure, "begin": "on", "id": "w2", "look": "on"}
            for found in (
                client.get("/cases/event", params={"place": "jining", "on": ON, **new, "kind": ""}),
                client.post(f"/cases/event?{JINING}", data=_asked(new)),
            ):
                assert "已有案件" in found.text, (case, procedure)
                assert f'value="{case}"' in found.text, "the field stays as it was"
                assert 'id="kind"' not in found.text
                assert "各步不变" not in found.text
                assert "记下这一事件" not in found.text
            [link] = re.findall(r'href="([^"]+)">登记它的进展', found.text)
            step = client.get(link.replace("&amp;", "&")).text
            assert "selected" not in re.search(r'id="kind".*?</select>', step, re.S)[0].replace('value="" selected', "")
            assert f'value="{ON}"' not in re.search(r'<input id="date"[^>]*>', step)[0]
        assert len(_events(client, "第12号")) == 1
        assert client.get("/cases", params={"q": "第１２号", "place": "jining", "on": ON}).status_code == 303
        wide = client.get("/cases/case", params={"place": "jining", "on": ON, "case": "第１２号"})
        assert wide.status_code == 303


def test_a_day_that_cannot_be_is_told(followed: Running) -> None:
    event = {"case": "days", "procedure": "objection", "kind": "received", "id": "d1", "look": "on"}
    with followed.client(headers=HTML) as client:
        early = client.get("/cases/event", params={"place": "jining", "on": ON, **event, "date": "1900-01-01"}).text
        assert "没有已收录且有效的规定" in early
        assert "未到期" not in early
        later = (dt.date.today() + dt.timedelta(days=3)).isoformat()
        seen = client.get("/cases/event", params={"place": "jining", "on": ON, **event, "date": later}).text
        assert "还没有到的日子" in seen
        assert client.post(f"/cases/event?{JINING}", data=_asked({**event, "date": later})).status_code == 303
        shown = client.get(f"/cases/case?{JINING}&case=days").text
        assert "corrects=d1" in shown, "an event that does not count yet can be corrected too"


@pytest.mark.parametrize(
    ("name", "procedure", "found"),
    [
        ("收到申请（异议、需求）", "异议处理", "收到异议"),
        ("收到申请（异议、需求）", "未开放数据需求申请", "收到需求"),
        ("收到申请（异议、需求）", "有条件开放数据获取", "收到申请"),
        ("receipt of the application (objection, demand)", "handling of objections", "receipt of the objection"),
        (
            "receipt of the application (objection, demand)",
            "change of the opening attribute",
            "receipt of the application",
        ),
        ("同意（审核）", "开放属性变更", "同意（审核）"),
    ],
)
def test_an_event_is_called_as_its_procedure_has_it(name: str, procedure: str, found: str) -> None:
    assert fitting(name, procedure) == found


def test_a_procedure_without_terms_is_not_offered_for_its_terms(followed: Running) -> None:
    """Everywhere it is offered for what it does check, apart from those whose deadlines are followed."""
    with followed.client(headers=HTML) as client:
        for place in ("jinan", "qingdao", "tengzhou", "taian"):
            shown = client.get("/cases/event", params={"place": place, "on": ON}).text
            termed, told, termless = shown.partition('<optgroup label="没有期限的">')
            assert told, place
            assert 'value="attribute_change"' in termless.partition("</optgroup>")[0]
            assert "看能不能变更开放属性" in shown
            assert "看同意（审核）的期限" not in shown, "no such term is collected anywhere"
            assert ('value="objection"' in termed) is (place == "taian")
        shown = client.get("/cases/event", params={"place": "tengzhou", "on": ON}).text
        assert "看形式审核、需求论证并反馈的期限" in shown, "the step without a term is not among them"


def test_events_kept_aside_are_all_to_be_seen(tmp_path: Path) -> None:
    """A page of a hundred at a time; the part is open where one turned a page."""
    lines = "".join(json.dumps({"id": f"e{n:03}", "case": f"c{n}", "kind": "?"}) + "\n" for n in range(120))
    with serving(settings(store=str(tmp_path))) as running, running.client(headers=HTML) as client:
        ready(client)
        client.post(f"/v1/places/taian/monitor/events?on={ON}", content=lines.encode(), headers=LINES)
        shown = client.get(f"/cases?place=taian&on={ON}").text
        assert "另外存放的事件 120 个" in shown
        assert "第 1 页，共 2 页" in shown
        [following] = re.findall(r'href="([^"#]+)#rejects">下一页', shown)
        rest = client.get(unescape(following)).text
        assert '<details id="rejects" open>' in rest
        assert sorted({*re.findall(r"id: (e\d+)", shown), *re.findall(r"id: (e\d+)", rest)}) == [
            f"e{n:03}" for n in range(120)
        ]
        assert client.get(f"/cases?place=taian&on={ON}&rejects=no").status_code == 200
