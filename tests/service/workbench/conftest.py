"""The workbench in Debian's Chromium, as people use it: a service on a port of this machine, and pages of it.

``OPENDATA_RULES_PICTURES`` names a folder in which pages that tests hand to :func:`looked_at` are kept as pictures.
``OPENDATA_RULES_LATENCY`` makes every answer come that many milliseconds later, on a processor four times as slow:
what a test reads without waiting for it fails then, and not by chance on a busy day.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ...pages.conftest import HERE, require
from ..serving import Running, ready, serving, settings

AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests of a module: while it runs, its loop is the one of this thread."""
    require()
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (group dev)")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with the shipped rules and a store, without tokens: everything may be done, on this machine."""
    require()
    with serving(settings(store=str(tmp_path_factory.mktemp("store")))) as running:
        with running.client() as client:
            ready(client)
        yield running


class Desk:
    """A page of a browser; what goes wrong in it fails the test at its end.

    Attributes:
        page: Playwright's page.
        errors: what the console told of errors, policies broken among them; a test that expects one takes it out.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> Any:
        """Go to an address of the service."""
        return self.page.goto(path, wait_until="load")

    def follow(self, selector: str) -> None:
        """Press what leads to another page and wait until that is whole: a click alone returns once it has begun."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.click(selector)

    @property
    def text(self) -> str:
        """What a reader sees of the page's own part."""
        found: str = self.page.inner_text("main")
        return found


@pytest.fixture
def sit_down(browser: Any, bench: Running) -> Iterator[Callable[..., Desk]]:
    """Make a browser window: ``sit_down(running=…, viewport=NARROW, java_script_enabled=False)``."""
    with ExitStack() as stack:
        desks: list[Desk] = []

        def make(running: Running | None = None, **options: Any) -> Desk:
            given = {"viewport": WIDE, "locale": "zh-CN", "base_url": (running or bench).url, **options}
            context = browser.new_context(**given)
            stack.callback(context.close)
            context.set_default_timeout(60_000)
            desks.append(Desk(context.new_page()))
            if os.environ.get("OPENDATA_RULES_LATENCY"):
                _slow(context.new_cdp_session(desks[-1].page), int(os.environ["OPENDATA_RULES_LATENCY"]))
            return desks[-1]

        yield make
        assert [error for desk in desks for error in desk.errors] == []


def _slow(session: Any, milliseconds: int) -> None:
    network = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.fixture
def desk(sit_down: Callable[..., Desk]) -> Desk:
    """A browser window of a desk."""
    return sit_down()


_RULES = """async () => {
  const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}"""
_BEYOND = "() => document.documentElement.scrollWidth - innerWidth"


def looked_at(desk: Desk, name: str) -> None:
    """Look at a page as it is now: no finding of axe, nothing beyond the edge, wide and narrow, light and dark.

    Args:
        desk: where it is open.
        name: of the picture, where pictures are kept.
    """
    page, wide = desk.page, desk.page.viewport_size
    source = AXE.read_text(encoding="utf-8")
    for viewport, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        # Playwright runs what it is given whatever the policy of the page.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        assert page.evaluate(_RULES) == [], (name, viewport)
        assert page.evaluate(_BEYOND) <= 0, (name, viewport)
        folder = os.environ.get("OPENDATA_RULES_PICTURES")
        if folder:
            shown = Path(folder) / f"{name}-{viewport['width']}.png"
            page.screenshot(path=shown, full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(wide)
