"""审计: yesterday's decision found again with all behind it, the ledger verified, answered anew, facts erased."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import opendata_rules as odr
from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.workbench.auditing import finding, proving
from opendata_rules.service.workbench.clock import CHINA

from ...laws import law
from ..rules import edit, small
from ..serving import ON, Running, ready, serving, settings
from .conftest import NARROW, Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
HOSTILE = "<b onclick=x>'\"&{{ 7*7 }}</b>"
SECRET = {"国家秘密": True}


class Audited(NamedTuple):
    """A service with a ledger, who may do everything in it, and that one's cookies."""

    running: Running
    token: str
    store: Path


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """A ledger with decisions of yesterday and of today."""
    folder = tmp_path_factory.mktemp("audited")
    store = folder / "store"
    store.mkdir()
    token, entry = made("王五", ["ask", "audit"])
    write_list(folder / "tokens.json", [entry])
    yesterday = dt.datetime.combine(dt.datetime.now(CHINA).date(), dt.time(0, 30), CHINA) - dt.timedelta(hours=12)
    with odr.ledger(store / "ledger.sqlite") as book:
        decision = law("taian").classify(SECRET)
        book.append(decision, asker="李四", dataset="D-001", department="市公安局", time=yesterday)
        for number in range(60):
            book.append(law("taian").classify({}), dataset=f"D-{number + 100}", department=HOSTILE)
    with serving(settings(store=str(store), tokens=folder / "tokens.json")) as running:
        with running.client(headers={"authorization": f"Bearer {token}"}) as client:
            ready(client)
            asked = {"on": ON, "facts": SECRET, "declared": "open", "dataset": "D-002", "department": "市统计局"}
            assert client.post("/v1/places/taian/classify", json=asked).status_code == 200
        yield Audited(running, token, store)


@pytest.fixture
def auditor(audited: Audited, sit_down: Callable[..., Desk]) -> Callable[..., Desk]:
    """A window of somebody who has signed in."""

    def sit(**options: Any) -> Desk:
        desk = sit_down(audited.running, **options)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        entered = desk.page.request.post("/signin", form={"token": audited.token}, headers=headers)
        assert entered.ok
        return desk

    return sit


def _client(audited: Audited) -> Any:
    return audited.running.client(headers={**HTML, "authorization": f"Bearer {audited.token}"})


def _recorded(audited: Audited) -> list[odr.LedgerEntry]:
    with odr.ledger(audited.store / "ledger.sqlite") as book:
        return list(book)


def test_without_a_store_the_page_says_how_to_start_with_one(sit_down: Callable[..., Desk]) -> None:
    with serving(settings()) as running:
        with running.client() as client:
            ready(client)
            for path in ("entry?number=1", "verify", "recheck", "file?form=xlsx", "checkpoint"):
                assert client.get(f"/audit/{path}", headers=HTML).status_code == 503, path
        desk = sit_down(running)
        desk.open("/audit")
        assert "opendata-rules serve --store" in desk.text


def test_an_empty_ledger_says_how_it_is_filled(tmp_path: Path, sit_down: Callable[..., Desk]) -> None:
    with serving(settings(store=str(tmp_path))) as running:
        with running.client() as client:
            ready(client)
        desk = sit_down(running)
        desk.open("/audit")
        assert "台账还是空的" in desk.text
        looked_at(desk, "audit-empty")


def test_the_decision_of_yesterday_is_found_again_by_the_keyboard_alone(
    audited: Audited, auditor: Callable[..., Desk]
) -> None:
    desk = auditor()
    page, keys = desk.page, desk.page.keyboard
    desk.open("/audit")
    numbers = page.locator("td.n").all_inner_texts()
    assert numbers == [str(number) for number in range(62, 12, -1)], "the newest first"

    def reach(text: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            here = "document.activeElement"
            if text in page.evaluate(f"({here}.id || '') + '|' + ({here}.textContent || '')"):
                return
        raise AssertionError(text)

    reach("昨天")
    keys.press("Enter")
    page.wait_for_selector("td:has-text('D-001')")
    assert page.locator("td.n").all_inner_texts() == ["1"]
    assert "李四" in desk.text
    looked_at(desk, "audit")
    assert page.locator(".days a").first.get_attribute("href").count("since=") == 1, "one day instead of another"
    reach("不予开放")
    keys.press("Enter")
    page.wait_for_selector("h1:has-text('台账第 1 条')")
    entry = _recorded(audited)[0]
    assert all(text in desk.text for text in (entry.digest, "市公安局", "李四", "国家秘密", "与当时逐字相同"))
    assert "《泰安市公共数据开放办法（试行）》第十二条" in desk.text
    assert page.is_visible("ul.tree li >> nth=0"), "the reasons stand there"
    assert page.inner_text("#reasons") == "按今天的规则重新说明的理由"
    assert "规则已变" not in desk.text
    looked_at(desk, "audit-entry")
    page.emulate_media(media="print")
    assert not page.is_visible("text=抹去选中的事实")
    assert page.is_visible("th:has-text('国家秘密')"), "the facts are what an auditor prints the entry for"
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")
    page.goto("/audit/entry?number=1&lang=en")
    assert "The same as then" in desk.text
    assert "Tai'an, law of" in desk.text
    page.goto("/audit?lang=zh")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("dataset=D-002", [62]),
        ("asker=王五", [62]),
        ("asker=李四&verdict=不予开放", [1]),
        ("department=市公安局", [1]),
        ("provision=taian-12-2", [62, 1]),
        ("verdict=closed", [62, 1]),
        ("verdict=human review&asker=李四", []),
        ("dataset=d-00", [62, 1]),
        ("dataset=_-00", []),
        ("department=统计", [62]),
        ("instrument=taian-open-data-measures-2025", [62, 1]),
        ("instrument=taian-open-data-measures-2025&article=第十二条", [62, 1]),
        ("instrument=taian-open-data-measures-2025&article=12（二）", [62, 1]),
        ("instrument=taian-open-data-measures-2025&article=第一条", []),
        ("before=3", [2, 1]),
        ("asker=王", []),
    ],
)
def test_what_is_looked_for(audited: Audited, query: str, numbers: list[int]) -> None:
    with _client(audited) as client:
        page = client.get(f"/audit?{query}")
        assert [int(found) for found in re.findall(r'<td class="n"><a[^>]*>(\d+)</a>', page.text)] == numbers
        if "before" not in query:
            found = client.get(f"/audit/file?{query}&form=entries")
            assert [json.loads(line)["number"] for line in found.text.splitlines()] == sorted(numbers)


def test_in_english_verdicts_are_offered_as_they_are_shown(audited: Audited) -> None:
    with _client(audited) as client:
        offered = client.get("/audit?lang=en").text.split('<datalist id="verdicts">')[1].split("</datalist>")[0]
        assert 'value="human review"' in offered


def test_bad_input_is_told_and_hostile_names_are_only_shown(audited: Audited) -> None:
    with _client(audited) as client:
        for query in ("verdict=nothing", "provision=12", "since=2026-02-30", f"dataset={'x' * 300}", "article=12"):
            refused = client.get(f"/audit?{query}")
            assert refused.status_code == 422, query
            assert "bad_argument" not in refused.text
            assert refused.text.count("noncompliant") <= 1, "what may be meant is listed once"
        instrument = "instrument=taian-open-data-measures-2025"
        assert "看不懂这个条款" in client.get(f"/audit?{instrument}&article=某条").text
        for name in (
            "dataset",
            "department",
            "asker",
            "verdict",
            "provision",
            "instrument",
            "article",
            "since",
            "before",
            "number",
            "job",
            "fact",
        ):
            for path in ("", "/entry", "/entry/file", "/erase", "/file", "/recheck/job"):
                found = client.get(f"/audit{path}", params={"number": "1", "form": "entries", name: HOSTILE})
                assert found.status_code < 500, (path, name)
                assert "<b onclick" not in found.text or found.headers["content-type"].startswith("application/json")
        for days in ("0001-01-01", "9999-12-31"):
            assert client.get(f"/audit?since={days}&until={days}").status_code == 200
        assert client.get("/audit/entry?number=0").status_code == 404
        assert client.get("/audit/entry?number=99999").status_code == 404
        shown = client.get("/audit?dataset=D-100")
        assert "&lt;b onclick=x&gt;" in shown.text
        for body in ("nothing", HOSTILE, "a\nb\nc", "x" * 30_000):
            assert client.post("/audit/verify", data={"checkpoint": body}).status_code == 422, body[:20]


def test_reasons_under_other_rules_are_not_those_of_then(tmp_path: Path) -> None:
    """The rules are others now: that is said above the reasons, and how it was asked stands there in words."""
    rules = small(tmp_path)
    with odr.ledger(tmp_path / "ledger.sqlite") as book:
        book.append(odr.load(rules).law("taian", on=dt.date.fromisoformat(ON)).classify(SECRET, declared="open"))
    for changed in (False, True):
        if changed:
            edit(rules, "国家规定不予开放的，依第十条也不在开放之列", "国家规定不予开放的，也不在开放之列")
        with serving(settings(store=str(tmp_path), rules=rules)) as running, running.client(headers=HTML) as client:
            ready(client)
            shown = client.get("/audit/entry?number=1").text
            assert ("规则已变，当时的理由文字没有留存" in shown) is changed
            assert shown.count("按今天的规则重新说明的理由") == 1
            assert "开放属性" in shown
            assert "无条件开放" in shown
            assert not re.search(r"<t[hd][^>]*>(drafts|scheme|opening|False|declared|open)</t[hd]>", shown)


def test_files_of_the_ledger(audited: Audited) -> None:
    with _client(audited) as client:
        whole = client.get("/audit/file?form=jsonl")
        assert whole.headers["content-disposition"] == 'attachment; filename="ledger.jsonl"'
        assert client.get("/audit/file?form=parquet").content.startswith(b"PAR1")
        assert zipfile.ZipFile(BytesIO(client.get("/audit/file?form=xlsx&dataset=D-002").content)).testzip() is None
        assert client.get("/audit/file?form=exe").status_code == 422
        receipt = client.get("/audit/entry/file?number=1&what=receipt").json()
        assert str(odr.load().replay(receipt).attribute) == "closed"
        assert client.get("/audit/entry/file?number=1").json()["number"] == 1


def test_the_ledger_is_verified_with_a_checkpoint_and_without(
    audited: Audited, auditor: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = auditor(viewport=NARROW)
    desk.open("/audit/verify")
    desk.page.click("button:text-is('核对')")
    desk.page.wait_for_selector("text=逐条相符")
    assert "没有检查点，看不出" in desk.text
    assert desk.page.is_visible("text=或者选检查点文件"), "it can be read from a file after a check too"
    with desk.page.expect_download() as waiting:
        desk.page.click("text=下载现在的检查点")
    held = tmp_path / "checkpoint.txt"
    waiting.value.save_as(held)
    desk.page.set_input_files("#file", held)
    desk.page.wait_for_selector("#notice:has-text('已读入')")
    assert desk.page.input_value("#checkpoint").strip() == held.read_text(encoding="utf-8").strip()
    desk.page.click("button:text-is('核对')")
    desk.page.wait_for_selector("text=条就是做检查点时的那")
    looked_at(desk, "audit-verify")
    # A checkpoint of a longer ledger: its end has been cut off.
    origin, size, root = held.read_text(encoding="utf-8").split("\n")[:3]
    desk.page.fill("#checkpoint", f"{origin}\n{int(size) + 5}\n{root}")
    desk.page.click("button:text-is('核对')")
    desk.page.wait_for_selector("text=尾部被截去")
    desk.errors.clear()  # the browser tells that the page had the status 409


def test_all_of_it_is_answered_again_as_a_job(auditor: Callable[..., Desk]) -> None:
    desk = auditor()
    desk.open("/audit/recheck")
    desk.page.fill("#on", "2020-01-01")
    desk.page.click("text=开始重新作答")
    desk.page.wait_for_selector("text=条今天会不同", timeout=60_000)
    assert "D-001" in desk.text
    assert "无有效规则" in desk.text
    looked_at(desk, "audit-recheck")
    with desk.page.expect_download() as waiting:
        desk.page.click("text=下载报告")
    report = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert report["counts"]["changed"] >= 2
    assert desk.page.locator("h2").count() == len(report["groups"])


def test_a_fact_is_erased_once_it_was_said_what_is_lost(audited: Audited, auditor: Callable[..., Desk]) -> None:
    """The last of the module: the ledger is another afterwards."""
    desk = auditor()
    desk.open("/audit/entry?number=62")
    desk.page.check("label:has-text('国家秘密')")
    desk.page.click("text=抹去选中的事实")
    desk.page.wait_for_selector("text=抹去以后找不回来：")
    looked_at(desk, "audit-erase")
    before = len(_recorded(audited))
    desk.page.click("button:text-is('抹去')")
    assert len(_recorded(audited)) == before, "not before it was confirmed"
    desk.page.check("text=我知道抹去以后找不回来")
    desk.page.click("button:text-is('抹去')")
    desk.page.wait_for_selector("text=已经抹去")
    assert "没有留下事实" in desk.text
    assert "不能逐字重新作答" in desk.text
    kept = _recorded(audited)
    assert (dict(kept[61].facts), kept[-1].kind, kept[-1].asker) == ({}, "erasure", "王五")
    desk.open(f"/audit/entry?number={kept[-1].number}")
    assert "抹去了第 62 条的：国家秘密" in desk.text.replace("\n", "")
    with _client(audited) as client:
        data = {"fact": "state_secret"}
        assert client.post("/audit/erase?number=1", data=data).headers["location"].startswith("/audit/erase"), "unsure"
        assert client.post("/audit/erase?number=2", data={**data, "sure": "on"}).status_code == 422, (
            "it has no such fact"
        )
        assert "逐条相符" in client.post("/audit/verify", data={}).text


def test_how_many_were_found_is_said_and_days_in_the_wrong_order_are_told(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.datetime.now(CHINA).date()
    with _client(audited) as client:
        assert "查到 1 条" in client.get("/audit?dataset=D-001").text
        assert "查到 60 条" in client.get("/audit?dataset=D-1").text, "more than stand on the page"
        assert "查到" not in client.get("/audit").text, "how many there are is said already"
        monkeypatch.setattr(finding, "_COUNTED", 10)
        assert "More than 10 entries" in client.get("/audit?dataset=D-1&lang=en").text
        query = f"since={day}&until={day - dt.timedelta(1)}"
        refused = client.get(f"/audit?{query}&lang=zh")
        assert refused.status_code == 422
        assert "开始的一天晚于最后一天" in refused.text
        assert refused.text.count('aria-invalid="true"') == 1, "beside the field"
        assert "没有这样的条目" not in refused.text
        assert client.get(f"/v1/ledger?{query}", headers={"accept": "application/json"}).json()["argument"] == "since"


def test_the_days_of_the_interface_are_those_of_the_workbench(audited: Audited) -> None:
    """At half past midnight in Beijing the day in UTC is still the one before."""
    midnight = dt.datetime.combine(dt.date(2026, 5, 2), dt.time(0, 30), CHINA)
    with odr.ledger(audited.store / "ledger.sqlite") as book:
        number = book.append(law("taian").classify({}), dataset="night", time=midnight).number
    with _client(audited) as client:
        for day, found in (("2026-05-01", []), ("2026-05-02", [number])):
            told = client.get(f"/v1/ledger?since={day}&until={day}").json()["items"]
            page = client.get(f"/audit?since={day}&until={day}").text
            assert [one["number"] for one in told] == found
            assert [int(one) for one in re.findall(r'<td class="n"><a[^>]*>(\d+)</a>', page)] == found


def test_why_there_is_no_answer_today_is_told_in_english_too(audited: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"number": 1, "dataset": "D-001", "department": "", "kind": "classify", "place": "x", "then": "closed"}
    gone = {
        **entry,
        "standing": "no_answer",
        "now": "",
        "refusal": "没有这里。",
        "english": "There is no such place.",
    }
    old = {**gone, "number": 2}
    del old["english"]
    counts = {"changed": 0, "no_answer": 2, "untold": 0, "unchanged": 0, "skipped": 0}
    cause = {"what": "question", "id": "classify", "instrument": "", "ref": ""}
    report = {"counts": counts, "groups": [{"cause": cause, "entries": [gone, old]}], "untold": []}

    async def made(*_: object) -> bytes:
        return json.dumps(report).encode()

    with _client(audited) as client:
        sent = client.post("/audit/recheck", data={"on": ""}, headers={"origin": audited.running.url})
        address = sent.headers["location"]
        until = time.monotonic() + 60
        while "<progress" in client.get(address).text:
            assert time.monotonic() < until
            time.sleep(0.2)
        monkeypatch.setattr(proving, "report_of", made)
        told = client.get(f"{address}&lang=en").text
        assert "There is no such place." in told
        assert told.count("没有这里。") == 1, "of a report that was made before"
        assert "没有这里。" in client.get(f"{address}&lang=zh").text
