"""The forms of CKAN in Chromium, as a data officer uses them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import OPEN, PASSAGE, PERSONAL, Client
from playwright.sync_api import Page, expect, sync_playwright
from trial.portal import Portal

Setting = Callable[[str, Any], None]
_CHROMIUM = "/usr/bin/chromium"
_PICTURES = os.environ.get("OPENDATA_RULES_PICTURES")
#: Pictures of pages are half of what is asked for.
_OPTIONS = ["--no-sandbox", *(() if _PICTURES else ("--blink-settings=imagesEnabled=false",))]
_MISSING = pytest.mark.skipif(not Path(_CHROMIUM).exists(), reason="needs Debian's chromium")
pytestmark = _MISSING


@pytest.fixture(scope="module")
def signed_in(running: Portal) -> Iterator[Page]:
    """A page of the administrator."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_OPTIONS)
        page = browser.new_page(locale="zh-CN", viewport={"width": 1100, "height": 1400})
        page.set_default_timeout(30_000)
        page.goto(f"{running.address}/user/login")
        page.fill("#field-login", "admin")
        page.fill("#field-password", "opendata-rules")
        page.press("#field-password", "Enter")
        page.wait_for_url(lambda address: "login" not in address)
        yield page
        browser.close()


def keep(page: Page, name: str) -> None:
    """A picture, where pictures are asked for."""
    if _PICTURES:
        page.screenshot(path=str(Path(_PICTURES) / f"ckan-{name}.png"), full_page=True)


def fill(page: Page, name: str, facts: dict[str, str]) -> None:
    """Fill the form of a dataset."""
    page.fill("[name=title]", "停车场")
    page.evaluate("name => { document.querySelector('[name=name]').value = name }", name)
    page.select_option("select[name=owner_org]", label="泰安市公安局")
    page.select_option("select[name=private]", "False")
    for field, value in facts.items():
        page.select_option(f"select[name={field}]", value)


def errors(page: Page) -> str:
    """What the box of errors says."""
    return page.locator(".error-explanation").first.inner_text()


def save(page: Page, value: str | None = None) -> None:
    """Press a button of the form, by its value."""
    button = page.locator(f"button[name=save][value={value}]" if value else "button[name=save].btn-primary").first
    with page.expect_navigation():
        button.click()


def test_personal_data_declared_open_is_refused_in_the_form_and_put_right_there(
    signed_in: Page, running: Portal, organization: str, named: str, admin: Client
) -> None:
    page = signed_in
    page.goto(f"{running.address}/dataset/new")
    fill(page, named, OPEN | PERSONAL)
    save(page)
    told = errors(page)
    assert re.search(rf"^开放属性[:：]\s*{re.escape(PASSAGE)}", told, re.MULTILINE), told
    assert re.search(r"^涉及个人隐私[:：]", told, re.MULTILINE)
    assert "personal_privacy" not in told
    beside = page.locator(".form-group", has=page.locator("select[name=opening_attribute]"))
    expect(beside).to_contain_text(PASSAGE)
    keep(page, "refused")
    assert page.input_value("[name=title]") == "停车场", "nothing has to be filled again"
    assert admin("package_show", id=named).status == 404, "no draft that takes the name"
    page.select_option("select[name=opening_attribute]", "conditional")
    save(page)
    page.wait_for_url("**/resource/new")
    page.evaluate("() => { document.querySelector('[name=url]').value = 'https://example.org/apply' }")
    page.fill("[name=name]", "申请入口")
    save(page, "go-metadata")
    expect(page.locator("section.opendata-rules")).to_contain_text("开放属性：有条件开放")
    expect(page.locator("section.opendata-rules")).to_contain_text(PASSAGE)
    keep(page, "published")
    shown = admin.done("package_show", id=named)
    assert (shown["state"], len(shown["resources"])) == ("active", 1)


def test_scripts_run_in_chinese(signed_in: Page, running: Portal) -> None:
    page = signed_in
    page.goto(f"{running.address}/organization/new")
    assert page.get_attribute("html", "lang") == "zh-Hans-CN"
    # What a script makes of the title, once it has the words that it shows.
    page.locator(".slug-preview").wait_for()
    page.locator("[name=title]").press_sequentially("Police")
    expect(page.locator("[name=name]")).to_have_value("police")


def test_reasons_do_not_vanish_in_the_step_that_publishes(
    signed_in: Page, running: Portal, organization: str, named: str, admin: Client, setting: Setting
) -> None:
    setting("drafts", "off")
    page = signed_in
    page.goto(f"{running.address}/dataset/new")
    fill(page, named, OPEN | PERSONAL)
    save(page)
    page.wait_for_url("**/resource/new")
    page.evaluate("() => { document.querySelector('[name=url]').value = 'https://example.org/data.csv' }")
    page.fill("[name=name]", "数据")
    save(page, "go-metadata")
    told = errors(page)
    assert re.search(rf"开放属性[:：]\s*{re.escape(PASSAGE)}", told)
    assert "涉及个人隐私" in told
    assert "opening_attribute" not in told
    assert "personal_privacy" not in told
    keep(page, "second-step")
    assert admin.done("package_show", id=named)["state"] == "draft"


def test_reasons_where_the_form_publishes_at_once(
    signed_in: Page, running: Portal, organization: str, named: str, admin: Client, setting: Setting
) -> None:
    from ckan.common import config

    setting("drafts", "off")
    config["ckan.dataset.create_on_ui_requires_resources"] = False
    try:
        page = signed_in
        page.goto(f"{running.address}/dataset/new")
        fill(page, named, OPEN | PERSONAL)
        save(page)
        assert PASSAGE in errors(page)
        assert admin("package_show", id=named).status == 404
        page.select_option("select[name=opening_attribute]", "conditional")
        save(page)
        expect(page.locator("section.opendata-rules")).to_contain_text("有条件开放")
    finally:
        config["ckan.dataset.create_on_ui_requires_resources"] = True
    assert admin.done("package_show", id=named)["state"] == "active"


def test_editing_what_is_published(signed_in: Page, running: Portal, published: dict[str, Any], named: str) -> None:
    page = signed_in
    page.goto(f"{running.address}/dataset/edit/{named}")
    page.select_option("select[name=state_secret]", "true")
    save(page)
    assert "开放属性" in errors(page)
    assert "第十二条第（二）项" in errors(page)
    page.select_option("select[name=state_secret]", "false")
    page.fill("[name=title]", "停车场（新）")
    save(page)
    expect(page.locator("section.opendata-rules")).to_contain_text("无条件开放")


def test_the_form_of_ckan_itself(
    signed_in: Page, running: Portal, organization: str, named: str, admin: Client
) -> None:
    extras = [{"key": name, "value": value} for name, value in OPEN.items() if name != "personal_privacy"]
    extras.append({"key": "涉及个人隐私", "value": "否"})
    admin.done("package_create", name=named, type="plain", owner_org=organization, title="停车场", extras=extras)
    page = signed_in
    page.goto(f"{running.address}/plain/edit/{named}")
    rows = page.locator("[data-module=custom-fields] .form-group")
    for number in range(rows.count()):
        key = rows.nth(number).locator("input[name$=__key]")
        if key.input_value() == "涉及个人隐私":
            rows.nth(number).locator("input[name$=__value]").fill("是")
    save(page)
    told = errors(page)
    assert "请填写：经征询" in told or "第十二条第（四）项" in told
    assert re.search(r"^(第三方意见|开放属性)[:：]", told, re.MULTILINE), told
    keep(page, "plain-form")


def test_deleting_is_refused_on_a_page_that_expects_none(
    signed_in: Page, running: Portal, named: str, admin: Client
) -> None:
    place = [{"key": "opendata_rules_place", "value": "济宁"}]
    admin.done("organization_create", name=f"o-{named}", title="济宁市公安局", extras=place)
    admin.done("package_create", name=named, title="停车场", owner_org=f"o-{named}", **OPEN)
    page = signed_in
    page.goto(f"{running.address}/dataset/delete/{named}")
    with page.expect_navigation():
        page.click("button[name=delete]")
    expect(page.locator(".flash-messages")).to_contain_text("下架，《济宁市公共数据开放工作细则》第十四条")
    keep(page, "delete")
    page.goto(f"{running.address}/organization/bulk_process/o-{named}")
    page.check("input[type=checkbox][name^=dataset_]")
    with page.expect_navigation():
        page.click("button[name='bulk_action.private']")
    expect(page.locator(".flash-messages")).to_contain_text("下架")
    assert admin.done("package_show", id=named)["private"] is False


def test_a_draft_published_from_its_own_page(
    signed_in: Page, running: Portal, organization: str, named: str, admin: Client
) -> None:
    made = admin.done(
        "package_create", name=named, state="draft", title="停车场", owner_org=organization, **(OPEN | PERSONAL)
    )
    admin.done("resource_create", package_id=made["id"], url="https://example.org/a.csv", name="数据")
    page = signed_in
    page.goto(f"{running.address}/dataset/{named}/resource/new")
    page.evaluate("() => { document.querySelector('[name=url]').value = 'https://example.org/b.csv' }")
    page.evaluate(
        """() => {
            document.querySelector('button[name=save][value=go-metadata]').value = 'go-metadata-publish';
        }"""
    )
    save(page, "go-metadata-publish")
    expect(page.locator(".flash-messages")).to_contain_text(PASSAGE)
    assert admin.done("package_show", id=named)["state"] == "draft"


def test_a_warning_is_shown_on_the_page(
    signed_in: Page, running: Portal, published: dict[str, Any], named: str, setting: Setting
) -> None:
    setting("mode", "warn")
    page = signed_in
    page.goto(f"{running.address}/dataset/edit/{named}")
    page.select_option("select[name=state_secret]", "true")
    save(page)
    expect(page.locator(".flash-messages")).to_contain_text("第十二条第（二）项")
    expect(page.locator("section.opendata-rules")).to_contain_text("现在不能按申报的开放属性发布")
