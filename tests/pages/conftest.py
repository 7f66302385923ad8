"""Pages are looked at once for all tests: whoever needs them first makes them, other processes wait."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
#: What is needed, and how one comes by it.
PROGRAMS = {"chromium": "Debian's `chromium`", "node": "Debian's `nodejs`", "pdftotext": "Debian's `poppler-utils`"}

Seen = dict[str, dict[str, Any]]


def _missing() -> str:
    for name, source in PROGRAMS.items():
        if shutil.which(name) is None:
            return f"needs {name}: {source}"
    if not (HERE / "node_modules" / "axe-core").is_dir():
        return "needs axe-core and playwright-core: `npm ci --prefix tests/pages`"
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout
    return "" if fonts.strip() else "needs a Chinese font: Debian's `fonts-noto-cjk`"


def require() -> None:
    """Skip what needs a browser where there is none, or fail where one has to be."""
    if reason := _missing():
        if os.environ.get("OPENDATA_RULES_REQUIRE_CHROMIUM"):
            pytest.fail(reason)
        pytest.skip(reason)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one process of this run fills; the others wait for it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # which all processes of this run share
    folder = base / name
    folder.mkdir(exist_ok=True)
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / f"{name}.done").exists():
            make(folder)
            (base / f"{name}.done").touch()
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, and beside each what Chromium saw of it."""
    require()
    pytest.importorskip("jinja2", reason="needs the extra: pip install opendata-rules[catalogue]")
    from .made import make

    def look(pages: Path) -> None:
        make(pages)
        command = ["node", HERE / "look.mjs", str(shutil.which("chromium")), pages]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(tmp_path_factory, "pages", look)


@pytest.fixture(scope="session")
def seen(folder: Path) -> Seen:
    """What was seen, by the name of the page."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


@pytest.fixture(scope="session")
def paper(folder: Path) -> Callable[..., str]:
    """The text of a page as it is printed, a form feed after each sheet: as laid out, or cell by cell (``-raw``)."""

    def read(name: str, how: str = "-layout") -> str:
        command = ["pdftotext", how, folder / f"{name}.pdf", "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return read
