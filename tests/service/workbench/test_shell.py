"""What all pages share: languages, signing in, what a page may load, and what it says when something goes wrong."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.app import create
from opendata_rules.service.workbench import assets
from opendata_rules.service.workbench.pages import all_pages
from opendata_rules.service.workbench.visit import FORM, ROOMS

from ...laws import ROOT
from ..serving import Running, ready, serving, settings
from .conftest import Desk, looked_at

pytestmark = pytest.mark.one_interpreter
PACKAGE = Path(assets.__file__).parent
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    """A service with tokens, and one of them, which may only ask."""
    folder = tmp_path_factory.mktemp("guarded")
    token, entry = made("王五", ["ask"])
    write_list(folder / "tokens.json", [entry])
    with serving(settings(tokens=folder / "tokens.json", store=str(folder / "store"))) as running:
        with running.client() as client:
            ready(client)
        yield running, token


def test_the_first_page_asks_what_one_wants_to_know(desk: Desk) -> None:
    desk.open("/")
    assert all(room.asks[0] in desk.text for room in ROOMS)
    looked_at(desk, "home")
    desk.follow("text=English")
    assert all(room.asks[1] in desk.text for room in ROOMS)
    assert desk.page.get_attribute("html", "lang") == "en"
    desk.open("/")
    assert "What do you want to know?" in desk.text, "the language stays"


def test_the_first_page_is_light(bench: Running) -> None:
    """Under 80 KB over the wire: the page and all that it loads."""
    with bench.client() as client:
        page = client.get("/", headers=HTML)
        loaded = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
        wanted = [path for path in loaded if "LICENSES" not in path]
        assert len(wanted) == 3
        assert len(page.content) + sum(client.get(path).num_bytes_downloaded for path in wanted) < 80_000
        whole, small = client.get(wanted[-1], headers={"accept-encoding": "identity"}), client.get(wanted[-1])
        assert whole.content == small.content
        assert small.num_bytes_downloaded < len(small.content) / 2
        assert all("immutable" in client.get(path).headers["cache-control"] for path in wanted)


def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_their_own(bench: Running) -> None:
    with bench.client() as client:
        policy = client.get("/", headers=HTML).headers["content-security-policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert rules["style-src"].startswith("'self' 'nonce-")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.j2")), ids=lambda path: path.name)
def test_templates_use_nothing_that_the_policy_forbids(path: Path) -> None:
    """No script or style in the page, none of the attributes of htmx that run text as a program, nothing unescaped."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"hx-on|hx-live|hx-vals=.js:|\bon[a-z]+=\"|javascript:|\sstyle=|\|\s*safe\b", text)
    assert not re.search(r"hx-trigger=['\"][^'\"]*\[", text), "filters of triggers are programs"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"<style(?![^>]*\snonce=)", text)
    assert not re.search(r"(?:src|href)=['\"](?:https?:)?//", text)


def test_the_package_holds_what_the_sources_give(tmp_path: Path) -> None:
    source = ROOT / "workbench"
    if not (source / "node_modules" / "esbuild").is_dir() or shutil.which("node") is None:
        missing = "needs node and the packages of the workbench: `npm ci --prefix workbench --ignore-scripts`"
        if os.environ.get("OPENDATA_RULES_REQUIRE_SERVICE"):
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run(["node", source / "build.mjs", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (PACKAGE / "assets" / path.name).read_bytes(), f"{path.name}: make workbench"
    packages = json.loads((source / "package.json").read_text(encoding="utf-8"))["dependencies"]
    licences = (PACKAGE / "assets" / "LICENSES.txt").read_text(encoding="utf-8")
    assert "htmx.org" in packages
    assert "htmx.org 4" in licences


def test_every_page_is_refused_to_whoever_has_not_signed_in(guarded: tuple[Running, str]) -> None:
    running, _ = guarded
    with running.client() as client:
        for page in all_pages():
            if page.path in ("/signin", "/assets/{name}") or page.method != "GET":
                continue
            path = re.sub(r"\{[^}]*\}", "x", page.path)
            found = client.get(path, headers=HTML)
            assert found.status_code == 303, page.path
            assert found.headers["location"].startswith("/signin")


def test_one_signs_in_by_a_token_and_out_again(guarded: tuple[Running, str], sit_down: Callable[..., Desk]) -> None:
    running, token = guarded
    desk = sit_down(running)
    desk.open("/?on=2026-03-10")
    assert desk.page.url.endswith("/signin?next=%2F%3Fon%3D2026-03-10")
    looked_at(desk, "sign-in")
    desk.page.fill("#token", "odr_aaaaaaaa_" + "b" * 43)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("text=没有这个令牌")
    desk.errors.clear()  # the browser tells that the page had the status 401
    desk.page.fill("#token", token)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("text=您想知道什么")
    assert desk.page.url.endswith("/?on=2026-03-10")
    assert "王五" in desk.page.inner_text("header")
    assert "案件" not in desk.page.inner_text("header"), "the token has not that scope"
    assert desk.page.evaluate("document.cookie") == "", "no script reads the session"
    session = {cookie["name"]: cookie["value"] for cookie in desk.page.context.cookies()}["odr_session"]
    desk.page.click("text=退出")
    desk.page.wait_for_selector("#token")
    with running.client(cookies={"odr_session": session}) as client:
        assert client.get("/", headers=HTML).status_code == 303, "the session has ended for whoever has copied it"


def test_a_session_ends_with_its_token(guarded: tuple[Running, str], tmp_path: Path) -> None:
    token, entry = made("赵六", ["ask"])
    listed = tmp_path / "tokens.json"
    write_list(listed, [entry])
    with serving(settings(tokens=listed)) as running, running.client() as client:
        ready(client)
        entered = client.post("/signin", data={"token": token, "next": "//elsewhere.example/"})
        assert entered.status_code == 303
        assert entered.headers["location"] == "/"
        told = entered.headers["set-cookie"]
        assert "HttpOnly" in told
        assert "SameSite=strict" in told
        assert client.get("/", headers=HTML).status_code == 200
        write_list(listed, [])
        running.app.state.parts.tokens._looked = float("-inf")
        assert client.get("/", headers=HTML).status_code == 303


def test_a_session_ends_by_itself(tmp_path: Path) -> None:
    token, entry = made("孙七", ["ask"])
    write_list(tmp_path / "tokens.json", [entry])
    with serving(settings(tokens=tmp_path / "tokens.json", session_hours=1e-9)) as running, running.client() as client:
        secret = client.post("/signin", data={"token": token}).cookies.get("odr_session")
        assert client.get("/", headers={**HTML, "cookie": f"odr_session={secret or 'x'}"}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
        {},
    ],
)
def test_a_page_elsewhere_can_do_nothing_in_the_name_of_a_visitor(
    guarded: tuple[Running, str], headers: dict[str, str]
) -> None:
    running, token = guarded
    with running.client() as client:
        client.post("/signin", data={"token": token}, headers={"sec-fetch-site": "same-origin"})
        assert "odr_session" in client.cookies
        for path in ("/signout", "/v1/places/taian/classify"):
            found = client.post(path, json={"on": "2026-03-10", "facts": {}}, headers=headers)
            assert found.status_code == 403, (path, found.text)
        assert client.get("/", headers=HTML).status_code == 200, "still signed in"


def test_errors_are_pages_to_a_browser_and_problems_to_a_program(bench: Running) -> None:
    with bench.client() as client:
        page = client.get("/nowhere", headers=HTML)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert "没有这个地址" in page.text
        assert client.get("/nowhere").headers["content-type"] == "application/problem+json"
        assert client.get("/?on=2026-02-30", headers=HTML).status_code == 200


def test_a_form_of_far_too_many_fields_is_refused_and_is_no_fault_of_the_service(bench: Running) -> None:
    with bench.client(headers=HTML) as client:
        sent = client.post("/judge", content="&".join(f"f.a{n}=1" for n in range(5000)), headers={"content-type": FORM})
        assert sent.status_code == 413
        assert "一次最多发送 4000 项" in sent.text


def test_a_service_that_stops_is_told_and_takes_nothing_away(sit_down: Callable[..., Desk]) -> None:
    with serving(settings()) as running:
        with running.client() as client:
            ready(client)
        desk = sit_down(running)
        desk.open("/")
    desk.page.click("nav >> text=判定")
    desk.page.wait_for_selector("#notice:has-text('连不上服务')")
    assert "您想知道什么" in desk.text
    desk.errors.clear()  # the browser tells that it could not connect


def test_the_workbench_can_be_read_without_scripts(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(java_script_enabled=False)
    desk.open("/")
    desk.follow("text=English")
    assert "What do you want to know?" in desk.text


def test_the_keyboard_reaches_everything(desk: Desk) -> None:
    desk.open("/")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.textContent") == "跳到正文"
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_function("document.activeElement.id === 'main'")
    desk.page.keyboard.press("Tab")
    assert ROOMS[0].asks[0] in str(desk.page.evaluate("document.activeElement.textContent"))


def test_a_platform_mounts_it_where_it_likes() -> None:
    outer = Starlette(routes=[Mount("/rules-of-data", create(settings(), mounted=True))])

    async def ask() -> str:
        transport = httpx.ASGITransport(outer)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get("/rules-of-data/", headers=HTML)).text

    with ThreadPoolExecutor(1) as aside:  # Playwright's loop runs in this thread
        links = re.findall(r'(?:src|href|action)="([^"]+)"', aside.submit(lambda: asyncio.run(ask())).result())
    assert len(links) > 8
    assert all(link.startswith(("/rules-of-data/", "#")) for link in links), links


def test_until_the_rules_are_loaded_pages_say_so_and_open_by_themselves(
    bench: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = bench.app.state.parts.editions
    with bench.client(headers={"accept": "text/html"}) as client:
        with monkeypatch.context() as early:
            early.setattr(editions, "current", None)
            for path in ("/judge", "/catalogues", "/rules", "/compare"):
                page = client.get(path)
                assert (page.status_code, page.headers["retry-after"]) == (503, "3"), path
                assert "正在读入规则" in page.text
                assert "没有办成" not in page.text
                assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
            home = client.get("/")
            assert home.status_code == 200
            assert "正在读入规则" in home.text
        assert "正在读入规则" not in client.get("/").text
        assert client.get("/rules").status_code == 200


def test_every_column_of_a_table_has_a_heading() -> None:
    bare = re.compile(r"<th(?:\s[^>]*)?>\s*</th>")
    templates = sorted((ROOT / "src").rglob("*.j2"))
    assert len(templates) > 20
    assert not [str(path) for path in templates if bare.search(path.read_text(encoding="utf-8"))]
