"""The room of rules: read article by article, change one with red underlines, cases and effect, have it approved."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from opendata_rules.service.access import gate
from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.drafting.drafts import DraftFile, DraftState
from opendata_rules.service.errors import TooSlow
from opendata_rules.service.workbench.clock import moment
from opendata_rules.service.workbench.editing import reading

from ..rules import MEASURES, small
from ..serving import Running, ready, serving, settings
from .conftest import NARROW, Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
RULES = f"rules/{MEASURES}/rules.yaml"
CASES = """\
用例:
  - 情形: 可能危及安全稳定的不予开放
    地方: taian
    日期: 2026-03-10
    基准: {可能危及安全稳定: 是}
    其余为否: 是
    状态: 已定
    属性: 不予开放
    依据条文: ["12(三)"]
"""
TEXT = """泰安市公共数据开放办法（试行）

第一条 为了规范公共数据开放，制定本办法。

第二条 国家秘密依照有关法律执行。

第三条 本办法自2025年9月1日起施行。
"""
DANGER = {"on": "2026-03-10", "facts": {"可能危及安全稳定": True}, "unlisted": "false"}


@dataclass
class City:
    """A service whose rules are edited by two people, and read by a third."""

    running: Running
    folder: Path
    tokens: dict[str, str]

    def path(self, name: str = RULES) -> Path:
        return self.folder / name

    def client(self, who: str) -> httpx.Client:
        return self.running.client(headers={**HTML, "authorization": f"Bearer {self.tokens[who]}"})


def git(folder: Path, *arguments: str) -> str:
    given = ["git", "-c", "user.name=begin", "-c", "user.email=begin@example.org", *arguments]
    return subprocess.run(given, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    top = tmp_path_factory.mktemp("city")
    folder = small(top / "packs")
    (folder / f"rules/{MEASURES}/cases.yaml").write_text(CASES, encoding="utf-8")
    (top / "texts").mkdir()
    (top / "texts" / f"{MEASURES}.txt").write_text(TEXT, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "begin")
    tokens, entries = {}, []
    for name, scopes in (("王五", ["ask", "edit", "audit"]), ("赵六", ["ask", "edit"]), ("孙七", ["ask"])):
        tokens[name], entry = made(name, scopes)
        entries.append(entry)
    write_list(top / "tokens.json", entries)
    given = settings(
        rules=folder, tokens=top / "tokens.json", store=str(top / "store"), texts=top / "texts", watch=0.2, seconds=120
    )
    with serving(given) as running:
        found = City(running, folder, tokens)
        with found.client("孙七") as client:
            ready(client)
        yield found


@pytest.fixture(autouse=True)
def as_it_was(city: City) -> Iterator[None]:
    """Each test begins with the files as they were, and leaves no draft that waits."""
    before = {path: path.read_bytes() for path in city.folder.rglob("*.yaml")}
    yield
    for path, content in before.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    drafts = city.running.app.state.parts.drafted()
    for one in drafts.all():
        if one.pending:
            drafts.decide(one.id, one.revision, DraftState.TAKEN_BACK, one.author)


def signed_in(city: City, sit_down: Callable[..., Desk], who: str, **options: Any) -> Desk:
    desk = sit_down(city.running, **options)
    desk.open("/signin?next=/rules")
    desk.page.fill("#token", city.tokens[who])
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("h1:has-text('法条怎样写成规则')")
    desk.page.context.set_default_timeout(60_000)
    return desk


def danger(city: City) -> str:
    """What the service answers now on data that may endanger security."""
    with city.client("孙七") as client:
        told = client.post("/v1/places/taian/classify", json=DANGER).json()
    return str(told["attribute"])


def test_from_an_article_to_the_next_answer(city: City, sit_down: Callable[..., Desk]) -> None:
    """What a new user does: choose the city, change a rule, see what is wrong and what changes, have it approved."""
    writer = signed_in(city, sit_down, "王五")
    page = writer.page
    page.click("main .rooms >> text=泰安市")
    page.wait_for_selector("text=适用于本地的文件")
    page.click("text=泰安市公共数据开放办法")
    page.wait_for_selector("#a12 >> text=1 个用例试过")
    assert "国家秘密依照有关法律执行" in page.inner_text("#a2"), "the text stands beside its rules"
    looked_at(writer, "rules-instrument")
    page.click("#a12 summary:has-text('开放后可能危及安全或者稳定的列为不予开放类')")
    page.click("#a12 details[open] >> text=修改")
    page.wait_for_selector("#cases .compliant:has-text('全部 1 个用例相符')")
    page.wait_for_selector("#problems .compliant:has-text('没有错误')")

    # A full-width colon is underlined as one types, in the words of the lint.
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    for _ in "不予开放":
        page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("：不予开放")
    page.wait_for_selector(".cm-lintRange-error")
    assert "全角" in page.inner_text("#problems")
    looked_at(writer, "rules-underlined")
    for _ in "：不予开放":
        page.keyboard.press("Backspace")
    page.keyboard.type(": ")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=有条件开放")
    page.keyboard.press("Escape")
    page.keyboard.type("有条件开放")
    page.wait_for_selector("#cases .violation:has-text('1 个用例不符')")
    page.click("#show-effect")
    page.wait_for_selector("#effect >> text=开放属性的判定")
    effect = page.inner_text("#effect")
    assert "属性：不予开放 → 有条件开放" in effect
    assert "可能危及安全稳定＝是" in effect
    assert "第十二条第（三）项" in effect
    looked_at(writer, "rules-effect")
    page.fill("#reason", "第十二条第（三）项 <b>修订</b>")
    page.click("#save")
    page.wait_for_selector("text=等另一个有编写权限的人批准")
    page.wait_for_selector("#effect >> text=开放属性的判定")
    assert "第十二条第（三）项 <b>修订</b>" in writer.text, "shown as it was written"
    assert "批准并生效" not in writer.text, "nobody approves what he wrote"
    looked_at(writer, "rules-draft")
    draft = page.url

    # The case says something else: the rules would have an error, and do not go live.
    other = signed_in(city, sit_down, "赵六")
    other.page.click("text=第十二条第（三）项")
    other.page.click("text=批准并生效")
    other.page.wait_for_selector("text=没有生效")
    assert danger(city) == "closed"
    other.errors.clear()  # the browser tells of the status 422

    page.click("text=改它的用例")
    page.wait_for_selector("#cases .violation")
    page.keyboard.press("Control+Home")
    page.click(".cm-line:has-text('属性: 不予开放')")
    page.keyboard.press("End")
    for _ in "不予开放":
        page.keyboard.press("Backspace")
    page.keyboard.type("有条件开放")
    page.wait_for_selector("#cases .compliant:has-text('全部 1 个用例相符')")
    page.click("#save")
    page.wait_for_selector("text=等另一个有编写权限的人批准")
    assert page.url == draft
    other.open(draft)
    other.page.click("text=批准并生效")
    other.page.wait_for_selector("text=从下一个问题起按它回答")
    looked_at(other, "rules-live")
    assert danger(city) == "conditional"
    assert "有条件开放" in city.path().read_text(encoding="utf-8").split("taian-12-3", 1)[1][:200]
    assert git(city.folder, "log", "-1", "--format=%an|%s|%b").strip() == (
        "王五|第十二条第（三）项 <b>修订</b>|Approved-by: 赵六"
    )
    assert git(city.folder, "status", "--porcelain").strip() == ""


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the editor."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def opened(client: httpx.Client, **query: str) -> dict[str, str]:
    found = client.get("/rules/edit", params={"file": RULES, **query})
    assert found.status_code == 200, found.text
    return fields(found.text)


def changed(city: City, old: str = "国家秘密列为不予开放类", new: str = "国家秘密不予开放") -> str:
    return city.path().read_text(encoding="utf-8").replace(old, new)


def test_two_who_edit_one_file_do_not_overwrite_each_other(city: City) -> None:
    with city.client("王五") as client, city.client("赵六") as other:
        first, second = opened(client), opened(other)
        saved = client.post("/rules/edit", data={**first, "text": changed(city), "reason": "先"})
        assert saved.status_code == 303
        address = saved.headers["location"]
        assert "王五，" in other.get("/rules/edit", params={"file": RULES}).text, "told who else is changing it"
        revision = fields(other.get(address).text)["revision"]
        live = other.post(address, data={"revision": revision, "action": "approve"})
        assert live.status_code == 303, live.text
        theirs = changed(city, "开放后可能危及安全或者稳定的", "危及安全的")
        late = other.post(
            "/rules/edit", data={**second, "text": theirs.replace("国家秘密不予开放", "机密"), "reason": "后"}
        )
        assert late.status_code == 409
        assert "王五 的修改在" in late.text
        assert "国家秘密不予开放" in late.text, "the difference is shown"
        assert "危及安全的" in late.text, "and nothing of what was written is lost"
        assert fields(late.text)["digest"] != second["digest"], "with the difference seen, it may be saved"
        assert "机密" not in city.path().read_text(encoding="utf-8")


def test_a_draft_of_a_file_that_changed_meanwhile_goes_on_from_there(city: City) -> None:
    with city.client("王五") as client, city.client("赵六") as other:
        saved = client.post("/rules/edit", data={**opened(client), "text": changed(city), "reason": "理由"})
        address = saved.headers["location"]
        outside = changed(city, "may endanger security", "might endanger security")
        city.path().write_text(outside, encoding="utf-8")
        page = other.get(address).text
        assert "不能直接生效" in page
        assert "最近一次提交" in page
        when = git(city.folder, "log", "-1", "--format=%aI", "--", RULES).strip()
        assert moment(when, to="minutes") in page, "in Beijing, like all times"
        refused = other.post(address, data={"revision": fields(page)["revision"], "action": "approve"})
        assert refused.status_code in (403, 409)
        draft = address.rpartition("/")[2]
        joined = client.get("/rules/edit", params={"file": RULES, "draft": draft}).text
        assert "国家秘密不予开放" in joined
        assert "已经合在下面" in joined
        assert "might endanger security" in joined, "what does not meet is joined"
        nearer = changed(city, "国家秘密列为不予开放类", "国家秘密属于不予开放类")
        city.path().write_text(nearer, encoding="utf-8")
        apart = client.get("/rules/edit", params={"file": RULES, "draft": draft}).text
        assert "请把要留的抄进来" in apart, "what does meet is shown"
        assert apart.count("国家秘密属于不予开放类") == 1
        outside = nearer
        assert city.path().read_text(encoding="utf-8") == outside


def test_what_one_may_not_do(city: City, tmp_path: Path) -> None:
    with city.client("孙七") as reader, city.client("王五") as client, city.client("赵六") as other:
        shown = reader.get(f"/rules/instruments/{MEASURES}").text
        assert "taian-12-2" in shown
        assert "/rules/edit" not in shown
        saved = client.post("/rules/edit", data={**opened(client), "text": changed(city), "reason": "理由"})
        address = saved.headers["location"]
        for path in ("/rules/edit?file=" + RULES, address, f"{address}/effect"):
            assert reader.get(path).status_code == 403, path
        for path in ("/rules/edit", "/rules/cases", "/rules/effect", address):
            assert reader.post(path, data={"file": RULES, "text": ""}).status_code == 403, path
        told = {"revision": "1", "action": "approve"}
        assert client.post(address, data=told).status_code == 403, "four eyes"
        assert other.post(address, data={"revision": "7", "action": "approve"}).status_code == 409
        assert other.post(address, data={"revision": "1", "action": "withdraw"}).status_code == 403
        assert other.post(address, data={"revision": "1", "action": "burn"}).status_code == 403
        assert other.get("/rules/edit", params={"file": RULES, "draft": address.rpartition("/")[2]}).status_code == 403
        assert other.post(address, data={"revision": "1", "action": "return", "remark": "再<i>想"}).status_code == 303
        assert "再&lt;i&gt;想" in client.get(address).text
        assert other.post(address, data=told).status_code == 409, "what went back is not approved"
        for name in ("../tokens.json", "/etc/passwd", f"rules/{MEASURES}/../../x.yaml"):
            assert client.get("/rules/edit", params={"file": name}).status_code == 404
            assert client.post("/rules/edit", data={"file": name, "text": "x", "reason": "x"}).status_code == 404
        same = client.post("/rules/edit", data={**opened(client), "text": changed(city, "x", "x"), "reason": "无"})
        assert (same.status_code, "文件没有改动" in same.text) == (422, True)
        unsaid = client.post("/rules/edit", data={**opened(client), "text": changed(city), "reason": " "})
        assert (unsaid.status_code, "请写明为什么改" in unsaid.text) == (422, True)
        elsewhere = {"sec-fetch-site": "cross-site"}
        assert client.post(address, data=told, headers=elsewhere).status_code == 403


def test_of_a_broken_file_the_cause_is_told_and_no_effect(city: City) -> None:
    with city.client("王五") as client:
        text = city.path().read_text(encoding="utf-8").replace("结论: 不予开放", "结论：不予开放", 1)
        assert "结论：" in text
        given = {**opened(client), "text": text}
        tried = client.post("/rules/cases", data=given)
        assert "先改正错误" in tried.text
        assert tried.text.count("<li>") == 1, "what follows from it is not told"
        effect = client.post("/rules/effect", data=given).text
        assert "先改正错误" in effect
        assert "没有一个问题的答复有变化" not in effect


def test_bytes_that_are_no_text_are_not_lost_by_an_edit(city: City) -> None:
    with city.client("王五") as client:
        given = {**opened(client), "text": "编号: x", "reason": "改"}
        content = city.path().read_bytes() + "# 备注\n".encode("gb18030")
        city.path().write_bytes(content)
        line = content.count(b"\n")
        asked = (
            client.get("/rules/edit", params={"file": RULES}),
            client.post("/rules/edit", data=given),
            client.post("/rules/cases", data=given),
        )
        for found in asked:
            assert found.status_code == 422
            assert f"第 {line} 行起有不是 UTF-8 的字节" in found.text
        assert city.path().read_bytes() == content


def test_a_change_that_cases_do_not_follow_says_what_to_do(city: City) -> None:
    with city.client("王五") as client, city.client("赵六") as other:
        text = city.path().read_text(encoding="utf-8")
        at = text.index("taian-12-3")
        text = text[:at] + text[at:].replace("结论: 不予开放", "结论: 有条件开放", 1)
        saved = client.post("/rules/edit", data={**opened(client), "text": text, "reason": "改"})
        address = saved.headers["location"]
        effect = client.get(f"{address}/effect").text
        assert "用例不符，修改稿不能生效" in effect
        assert "<code>cases.yaml</code> 1 个" in effect
        number = text[: text.index("结论: 有条件开放")].count("\n") + 1
        assert f"line={number}" in client.get(address).text, "it is gone on with where it was changed"
        revision = fields(client.get(address).text)["revision"]
        refused = other.post(address, data={"revision": revision, "action": "approve"})
        assert refused.status_code == 422
        assert f"rules/{MEASURES}/cases.yaml</code> 1 处" in refused.text
        withdrawn = client.post(address, data={"revision": revision, "action": "withdraw"})
        assert "已撤回，没有写入规则" in client.get(withdrawn.headers["location"]).text


def test_where_cases_could_not_be_run_the_page_does_not_say_that_nothing_was_tried(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: Any) -> None:
        raise TooSlow("30 秒内没有算完。", english="It was not done within 30 seconds.")

    monkeypatch.setattr(city.running.app.state.parts.rehearsals, "cases", slow)
    monkeypatch.setattr(reading, "_CASES", OrderedDict())
    with city.client("孙七") as client:
        for lang, untried, told in (("zh", "没有用例试过", "用例没有运行成"), ("en", "no case", "not be run")):
            page = client.get(f"/rules/instruments/{MEASURES}?cases=on&lang={lang}").text
            assert untried not in page
            assert told in page
            assert 'hx-trigger="load"' not in page, "it does not ask again for ever"


def test_an_article_is_found_by_its_number_or_a_word(city: City) -> None:
    with city.client("王五") as client:
        page = f"/rules/instruments/{MEASURES}"
        found = client.get(page, params={"q": "12"}).text
        assert 'id="a12"' in found
        assert 'id="a13"' not in found
        assert "修改" in found
        assert 'id="a12"' in client.get(page, params={"q": "第十二条"}).text
        assert 'id="a2"' in client.get(page, params={"q": "国家秘密依照"}).text, "in the text of the law"
        english = client.get(page, params={"q": "12", "lang": "en"}).text
        assert {*re.findall('class="verdict [a-z]+">([^<]+)<', english)} <= {"closed", "conditional", "open"}
        none = client.get(page, params={"q": "<b>没有</b>", "lang": "zh"}).text
        assert "没有这样的条文" in none
        assert "<b>没有</b>" not in none


def test_hostile_text_is_shown_and_does_nothing(city: City) -> None:
    mark = "<script>alert(1)</script>\u202e{{7*7}}"
    with city.client("王五") as client:
        text = changed(city, "要旨: 国家秘密列为不予开放类", f'要旨: "{mark}"')
        saved = client.post("/rules/edit", data={**opened(client), "text": text, "reason": mark})
        address = saved.headers["location"]
        pages = [
            client.get(address).text,
            client.get("/rules").text,
            client.get("/rules/edit", params={"file": RULES}).text,
        ]
        pages.append(client.get(f"{address}/effect").text)
        pages.append(client.post("/rules/cases", data={"file": RULES, "text": f"开放属性: {mark}"}).text)
        pages.append(client.post("/rules/cases", data={"file": RULES, "text": "a: &a [*a, *a]\0"}).text)
    assert all("<script>alert" not in page and "\u202e" not in page and "49" not in page[-9:] for page in pages)
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_shipped_rules_are_read_only(bench: Running) -> None:
    with bench.client(headers=HTML) as client:
        assert "opendata-rules serve --rules" in client.get("/rules?place=taian").text
        page = client.get(f"/rules/instruments/{MEASURES}?show=without").text
        assert "还没有规则" in page
        assert client.get("/rules/edit", params={"file": RULES}).status_code == 403
        assert client.get("/rules/instruments/nowhere").status_code == 404


def test_alone_one_makes_a_change_live_oneself(tmp_path: Path) -> None:
    """Without tokens there is nobody else to ask; line breaks stay those of the file."""
    folder = small(tmp_path / "packs")
    path = folder / RULES
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with serving(settings(rules=folder, watch=0.2, seconds=120)) as running, running.client(headers=HTML) as client:
        ready(client)
        text = path.read_text(encoding="utf-8").replace(
            "结论: 不予开放\n      条件: {可能危及安全稳定", "结论: 有条件开放\n      条件: {可能危及安全稳定"
        )
        saved = client.post("/rules/edit", data={**opened(client), "text": text, "reason": "试"})
        address = saved.headers["location"]
        assert client.post("/v1/places/taian/classify", json=DANGER).json()["attribute"] == "closed"
        done = client.post(address, data={"revision": "1", "action": "approve"})
        assert done.status_code == 303, done.text
        until = time.monotonic() + 60
        while "从下一个问题起按它回答" not in client.get(address).text:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.post("/v1/places/taian/classify", json=DANGER).json()["attribute"] == "conditional"
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


# -- the language server over a web socket ----------------------------------------------------------------------------


def socket(city: City, token: str | None, origin: str | None = None, **options: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token is not None else {}
    address = f"ws://127.0.0.1:{city.running.port}/rules/language"
    given = city.running.url if origin is None else origin
    return connect(address, origin=given or None, additional_headers={**headers, **options}, proxy=None)


@pytest.mark.parametrize(
    ("who", "origin"),
    [
        (None, None),
        ("孙七", None),
        ("王五", "http://elsewhere.example"),
        ("王五", "http://127.0.0.1:1"),
        ("王五", "null"),
        ("王五", ""),
    ],
)
def test_a_web_socket_is_let_in_as_a_request_is(city: City, who: str | None, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        socket(city, city.tokens[who] if who else None, origin)
    assert refused.value.response.status_code == 403


def test_without_tokens_a_web_socket_is_for_this_machine_under_its_name(bench: Running) -> None:
    address = f"ws://127.0.0.1:{bench.port}/rules/language"
    with pytest.raises(InvalidStatus):
        connect(address, origin="http://evil.example", additional_headers={"Host": "evil.example"}, proxy=None)


def test_an_editor_is_told_what_is_wrong_and_nothing_of_this_machine(city: City) -> None:
    name = f"file:///rules-of-this-service/{RULES}"
    with socket(city, city.tokens["王五"]) as wire:
        heard: list[dict[str, Any]] = []

        def say(method: str, params: Any, number: int | None = None) -> None:
            given = {"id": number} if number is not None else {}
            wire.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **given}))

        def hear(wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                heard.append(json.loads(wire.recv(timeout=60)))
                if wanted(heard[-1]):
                    return heard[-1]
            raise AssertionError(heard)

        say("initialize", {"processId": 1, "rootUri": "file:///etc", "capabilities": {}}, 1)
        assert "capabilities" in hear(lambda one: one.get("id") == 1)["result"]
        say("initialized", {})
        for other in ("file:///etc/passwd", city.path().as_uri(), f"{name}/../../../x.yaml", 7):
            document = {"uri": other, "languageId": "yaml", "version": 1, "text": "a：b"}
            say("textDocument/didOpen", {"textDocument": document})
        say("workspace/executeCommand", {"command": "x"}, 2)
        wire.send("[1]")
        text = city.path().read_text(encoding="utf-8").replace("要旨: 国家秘密", "要旨：国家秘密")
        say("textDocument/didOpen", {"textDocument": {"uri": name, "languageId": "yaml", "version": 1, "text": text}})
        found = hear(lambda one: one.get("method") == "textDocument/publishDiagnostics")["params"]
        assert found["uri"] == name
        assert any("全角" in one["message"] for one in found["diagnostics"])
        at = {"line": 36, "character": 8}
        say("textDocument/hover", {"textDocument": {"uri": name}, "position": at}, 3)
        hear(lambda one: one.get("id") == 3)
        assert str(city.folder) not in json.dumps(heard), "where the folder lies is not told"
        assert all(one.get("id") != 2 for one in heard), "what no editor needs is not passed on"
        wire.send("no json")
        with suppress(ConnectionClosed):
            while wire.recv(timeout=60):
                pass
        with pytest.raises(ConnectionClosed):
            wire.recv(timeout=1)


@pytest.mark.parametrize("scopes", [None, ["ask"]], ids=["taken back", "to edit no more"])
def test_a_web_socket_ends_with_the_token(
    city: City, monkeypatch: pytest.MonkeyPatch, scopes: list[str] | None
) -> None:
    monkeypatch.setattr(gate, "_STILL", 0.2)
    path = city.running.app.state.parts.settings.tokens
    before = path.read_bytes()
    with socket(city, city.tokens["赵六"]) as wire:
        wire.ping().wait(10)
        others = [one for one in json.loads(before) if one["name"] != "赵六"]
        mine = next(one for one in json.loads(before) if one["name"] == "赵六")
        path.write_text(json.dumps([*others, {**mine, "scopes": scopes}] if scopes is not None else others))
        try:
            with pytest.raises(ConnectionClosed):
                wire.recv(timeout=30)
        finally:
            path.write_bytes(before)
    time.sleep(1.1)  # the list is read again a second later


# -- other ways to look -----------------------------------------------------------------------------------------------


def test_reading_needs_neither_scripts_nor_a_mouse_and_prints(city: City, sit_down: Callable[..., Desk]) -> None:
    plain = sit_down(
        city.running, java_script_enabled=False, extra_http_headers={"authorization": f"Bearer {city.tokens['孙七']}"}
    )
    plain.open(f"/rules/instruments/{MEASURES}?cases=on&lang=en")
    assert "state secrets are closed" in plain.text
    assert "tried by 1 cases" in plain.text
    desk = sit_down(
        city.running, viewport=NARROW, extra_http_headers={"authorization": f"Bearer {city.tokens['孙七']}"}
    )
    desk.open(f"/rules/instruments/{MEASURES}?show=with&cases=on&lang=zh")
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        if "国家秘密" in str(desk.page.evaluate("document.activeElement.textContent")):
            break
    desk.page.keyboard.press("Enter")
    assert desk.page.locator("details.rule[open] pre").count() == 1
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".filters").is_hidden()
    assert desk.page.pdf()[:5] == b"%PDF-"


def test_a_draft_that_cannot_be_read_is_not_said_to_wait_for_approval(city: City) -> None:
    text = city.path().read_bytes()
    with city.client("王五") as client:
        drafts = city.running.app.state.parts.drafted()
        made = drafts.begin("王五", "写到一半", DraftFile(RULES, text, text + "\n：: [没写完".encode()))
        whole = drafts.begin("王五", "写好的", DraftFile(RULES, text, text + b"\n"))
        listed = client.get("/rules").text
        rows = re.findall(r"(?s)<tr><th.*?</tr>", listed)
        state = {made.id: "写错了，不能批准", whole.id: "待批准"}
        assert all(told in next(row for row in rows if name in row) for name, told in state.items())
        mine = client.get(f"/rules/drafts/{made.id}").text
        assert "文件读不出来，不能批准" in mine
        assert "接着改" in mine
        assert "等另一个有编写权限的人批准" not in mine
    with city.client("赵六") as client:
        assert 'value="approve"' not in client.get(f"/rules/drafts/{made.id}").text
        assert 'value="approve"' in client.get(f"/rules/drafts/{whole.id}").text
        assert "cannot go live" in client.get(f"/rules/drafts/{made.id}?lang=en").text


def test_on_paper_stand_the_articles_and_what_their_rules_say(desk: Desk) -> None:
    """How each rule is written would be eighty pages; what somebody opened is on paper too."""
    desk.open("/rules/instruments/taian-open-data-measures-2025")
    desk.page.emulate_media(media="print")
    assert desk.page.is_visible(".rule summary")
    assert not desk.page.is_visible(".rule pre")
    desk.page.evaluate("document.querySelector('.rule').open = true")
    assert desk.page.is_visible(".rule[open] pre")
    assert len(re.findall(rb"/Type\s*/Page\b", desk.page.pdf())) < 20
