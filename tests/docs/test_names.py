"""The modules and folders that the guides name are there."""

from __future__ import annotations

import re

import pytest

from ..contract.test_architecture import PACKAGE, ROOMS
from ..laws import ROOT

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
NAMES = [
    (page, name)
    for page in PAGES
    for name in sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_.0-9]+)+)`", (ROOT / page).read_text(encoding="utf-8"))))
    if name.split("/")[0] in ROOMS
]


def test_the_guide_for_developers_names_modules() -> None:
    assert len([name for page, name in NAMES if page == "docs/developers.md"]) > 20


@pytest.mark.parametrize(("page", "name"), NAMES)
def test_a_module_that_a_page_names_is_there(page: str, name: str) -> None:
    assert (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists(), f"{page} names {name}"
