"""A service that stops, or a token that ends, while somebody works: each room tells it and takes nothing away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.service.access.tokens import made, write_list

from ..serving import ready, serving, settings
from .conftest import NARROW, Desk

pytestmark = pytest.mark.one_interpreter
TOLD = "#notice:has-text('连不上服务')"


@pytest.mark.parametrize(
    ("path", "field", "button"),
    [
        ("/cases/event?place=taian&procedure=objection&case=1", "#actor", "先看会改变什么"),
        ("/judge?place=taian&at=record", "#dataset", "记入台账"),
        ("/judge?place=taian&at=record", "#dataset", "下载回执"),
        ("/signin", "#token", "登录"),
    ],
)
def test_what_leaves_the_page_leaves_it_only_to_a_service_that_is_there(
    path: str, field: str, button: str, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    with serving(settings(store=str(tmp_path / "store"))) as running:
        with running.client() as client:
            ready(client)
        desk = sit_down(running, viewport=NARROW)
        desk.open(path)
        desk.page.fill(field, "市大数据局/王敏")
    desk.page.click(f"main :is(button, a):has-text('{button}')")
    notice = desk.page.wait_for_selector(TOLD)
    desk.page.wait_for_function("document.querySelector('#notice').getBoundingClientRect().bottom > 0")
    assert notice.bounding_box()["y"] >= 0, "it is in sight wherever one had scrolled to"
    assert desk.page.input_value(field) == "市大数据局/王敏"
    desk.errors.clear()  # the browser tells that it could not connect


def test_what_is_far_too_long_is_told_on_the_page_it_was_written_on(desk: Desk) -> None:
    """The server turns such an address away with a line that is no page."""
    desk.open("/audit")
    assert desk.page.get_attribute("#dataset", "maxlength") == "200"
    desk.page.evaluate("""() => {
      const field = document.querySelector("#dataset");
      field.removeAttribute("maxlength");
      field.value = "长".repeat(10000);
    }""")
    desk.page.click("main button:has-text('查')")
    desk.page.wait_for_selector("#notice:has-text('写的太长了')")
    assert "当时为什么这样判" in desk.text
    assert len(desk.page.input_value("#dataset")) == 10_000
    desk.errors.clear()  # the browser tells of the status


@pytest.mark.parametrize(
    ("path", "fields", "button"),
    [
        ("/cases/event?place=taian&procedure=objection&case=1&begin=on&look=on&kind=received", {}, "记下这一事件"),
        ("/judge?place=taian&at=record", {"#dataset": "低保名单"}, "记入台账"),
        ("/audit/verify", {"#checkpoint": "检查点"}, "核对"),
    ],
)
def test_a_session_that_has_ended_takes_nothing_away(
    path: str, fields: dict[str, str], button: str, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    """What is sent by htmx, and what is not: one signs in elsewhere, and presses again."""
    token, entry = made("王五", ["ask", "audit", "monitor"])
    write_list(tmp_path / "tokens.json", [entry])
    with serving(settings(store=str(tmp_path / "store"), tokens=tmp_path / "tokens.json")) as running:
        with running.client() as client:
            ready(client)
            without = client.post("/audit/verify", data={"x": "1"}, headers={"accept": "text/html"})
            assert without.status_code == 401
            assert "Bearer" not in without.text, "whoever reads a page signs in"
            assert "在新的页面登录" in without.text
        desk = sit_down(running)
        page = desk.page

        def sign_in(page: Any) -> None:
            page.fill("#token", token)
            page.click("main button")

        desk.open("/signin")
        sign_in(page)
        page.wait_for_url(f"{running.url}/")
        desk.open(path)
        for field, text in fields.items():
            page.fill(field, text)
        page.context.clear_cookies()
        page.click(f"main button:has-text('{button}')")
        page.wait_for_selector("#notice:has-text('登录已经到期')")
        assert {field: page.input_value(field) for field in fields} == fields
        with page.context.expect_page() as opened:
            page.click("#notice a")
        sign_in(opened.value)
        opened.value.wait_for_url(f"{running.url}/")
        page.click(f"main button:has-text('{button}')")
        page.wait_for_selector("text=/已经记下事件|已记入台账|读不出|检查点/")
        page.wait_for_function("document.querySelector('#notice').textContent === ''")
        desk.errors.clear()  # the browser tells of the status
