"""The room of rules: read article by article, change one with red underlines, cases and effect, have it approved."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from opendata_rules.service.access.tokens import made, write_list

from ..rules import MEASURES, small
from ..serving import Running, ready, serving, settings
from .conftest import Desk, looked_at

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
RULES = f"rules/{MEASURES}/rules.yaml"
CASES = """\
用例:
  - 情形: 国家秘密不予开放
    地方: taian
    日期: 2026-03-10
    基准: {国家秘密: 是}
    其余为否: 是
    状态: 已定
    属性: 不予开放
    依据条文: ["12(二)"]
"""
TEXT = """泰安市公共数据开放办法（试行）

第一条 为了规范公共数据开放，制定本办法。

第二条 国家秘密依照有关法律执行。

第三条 本办法自2025年9月1日起施行。
"""
SECRET = {"on": "2026-03-10", "facts": {"state_secret": True}, "unlisted": "false"}


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
            drafts.decide(one.id, one.revision, "withdrawn", one.author)


def signed_in(city: City, sit_down: Callable[..., Desk], who: str, **options: Any) -> Desk:
    desk = sit_down(city.running, **options)
    desk.open("/signin?next=/rules")
    desk.page.fill("#token", city.tokens[who])
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("h1:has-text('法条怎样写成规则')")
    desk.page.context.set_default_timeout(60_000)
    return desk


def secret(city: City) -> str:
    """What the service answers on state secrets now."""
    with city.client("孙七") as client:
        told = client.post("/v1/places/taian/classify", json=SECRET).json()
    return str(told["attribute"])


def test_from_an_article_to_the_next_answer(city: City, sit_down: Callable[..., Desk]) -> None:
    """What a new user does: choose the city, change a rule, see what is wrong and what changes, have it approved."""
    writer = signed_in(city, sit_down, "王五")
    page = writer.page
    page.click("main .rooms >> text=泰安市")
    page.wait_for_selector("text=管这里的文件")
    looked_at(writer, "rules-place")
    page.click("text=泰安市公共数据开放办法")
    page.wait_for_selector("#a12 >> text=1 个用例试过")
    assert "国家秘密依照有关法律执行" in page.inner_text("#a2"), "the text stands beside its rules"
    looked_at(writer, "rules-instrument")
    page.click("#a12 summary:has-text('国家秘密列为不予开放类')")
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
    assert "属性：不予开放 → " in effect
    assert "国家秘密＝是" in effect
    assert "第十二条第（二）项" in effect
    looked_at(writer, "rules-effect")
    page.fill("#reason", "第十二条第（二）项 <b>修订</b>")
    page.click("#save")
    page.wait_for_selector("text=等另一个有编写权限的人批准")
    page.wait_for_selector("#effect >> text=开放属性的判定")
    assert "第十二条第（二）项 <b>修订</b>" in writer.text, "shown as it was written"
    assert "批准并生效" not in writer.text, "nobody approves what he wrote"
    looked_at(writer, "rules-draft")
    draft = page.url

    # The case says something else: the rules would have an error, and do not go live.
    other = signed_in(city, sit_down, "赵六")
    other.page.click("text=第十二条第（二）项")
    other.page.click("text=批准并生效")
    other.page.wait_for_selector("text=没有生效")
    assert secret(city) == "closed"
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
    assert secret(city) == "conditional"
    assert "有条件开放" in city.path().read_text(encoding="utf-8").split("taian-12-2", 1)[1][:200]
    assert git(city.folder, "log", "-1", "--format=%an|%s|%b").strip() == (
        "王五|第十二条第（二）项 <b>修订</b>|Approved-by: 赵六"
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
        outside = changed(city, "state secrets are closed", "state secrets stay closed")
        city.path().write_text(outside, encoding="utf-8")
        page = other.get(address).text
        assert "不能直接生效" in page
        assert "最近一次提交" in page
        refused = other.post(address, data={"revision": fields(page)["revision"], "action": "approve"})
        assert refused.status_code in (403, 409)
        draft = address.rpartition("/")[2]
        joined = client.get("/rules/edit", params={"file": RULES, "draft": draft}).text
        assert "国家秘密不予开放" in joined
        assert "state secrets stay closed" in joined, "what does not meet is joined"
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
            "结论: 不予开放\n      条件: {国家秘密: 是}", "结论: 有条件开放\n      条件: {国家秘密: 是}"
        )
        saved = client.post("/rules/edit", data={**opened(client), "text": text, "reason": "试"})
        address = saved.headers["location"]
        assert client.post("/v1/places/taian/classify", json=SECRET).json()["attribute"] == "closed"
        done = client.post(address, data={"revision": "1", "action": "approve"})
        assert done.status_code == 303, done.text
        until = time.monotonic() + 60
        while "从下一个问题起按它回答" not in client.get(address).text:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.post("/v1/places/taian/classify", json=SECRET).json()["attribute"] != "closed"
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
