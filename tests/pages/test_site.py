"""The documentation is a site that opens from the file system: links lead somewhere, Chinese is found, all is read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..laws import ROOT
from .conftest import HERE, made_once, require

pytestmark = pytest.mark.one_interpreter

PAGES = [
    "docs/index.html",
    "docs/facts.html",
    "docs/规则编写指南.html",
    "docs/developers.html",
    "docs/tutorials/catalogue.html",
]
#: What readers type, and a page that has to be found.
QUERIES = {
    "不予开放": "docs/结论的含义.html",
    "工作日": "docs/规则编写指南.html",
    "转致": "docs/keywords.html",
    "第三方意见": "docs/facts.html",
    "third_party_response": "docs/facts.html",
    "gbk_encoding": "docs/errors.html",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="needs the group dev: pip install --group dev")

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-c", ROOT / "docs" / "site"]
        places = ["-d", folder / "doctrees", ROOT, folder / "html"]
        done = subprocess.run([*command, *places], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "site", build) / "html"


@pytest.fixture(scope="module")
def seen(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    require()

    def look(folder: Path) -> None:
        command = ["node", HERE / "site.mjs", str(shutil.which("chromium")), site]
        asked = [json.dumps(PAGES), json.dumps(list(QUERIES))]
        done = subprocess.run([*command, *asked], capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "seen.json").write_text(done.stdout, encoding="utf-8")

    told = made_once(tmp_path_factory, "seen-of-site", look) / "seen.json"
    found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return found


def test_every_page_of_the_documentation_is_in_the_site(site: Path) -> None:
    """That Sphinx built it says that no link of any page leads nowhere."""
    for page in (ROOT / "docs").rglob("*.md"):
        assert (site / page.relative_to(ROOT).with_suffix(".html")).is_file()


def test_no_space_stands_where_a_line_of_the_source_ends(site: Path) -> None:
    text = (site / "docs" / "index.html").read_text(encoding="utf-8")
    assert "不予开放、有条件开放还是无条件开放" in text


def test_what_readers_type_is_found(seen: dict[str, Any]) -> None:
    for query, page in QUERIES.items():
        assert page in seen["found"][query], query


def test_nothing_is_asked_of_a_network(seen: dict[str, Any]) -> None:
    assert seen["outside"] == []
    assert seen["errors"] == []
    assert seen["start"]


@pytest.mark.parametrize("width", ["1280", "390"])
def test_pages_are_reached_by_everybody(seen: dict[str, Any], width: str) -> None:
    for name, page in seen["pages"].items():
        assert page["axe"][width] == [], name
        assert page["beyond"][width] <= 0, name
        assert page["lang"] == ("en" if name == "docs/developers.html" else "zh-CN")
