"""The room of rules: read article by article, change one with red underlines, cases and effect, have it approved."""

from __future__ import annotations

import subprocess
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
    assert "不予开放 → 有条件开放" in effect
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
