"""Every tutorial works as it is written, from its first line to its last."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from ..laws import ROOT
from .tutorials import follow, matches, steps

PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))


@pytest.mark.one_interpreter
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_works_as_written(page: Path, tmp_path: Path) -> None:
    for name in ("rules", "jurisdictions", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    script = tmp_path / "bin" / "opendata-rules"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opendata_rules "$@"\n')
    script.chmod(0o755)
    path = os.pathsep.join((str(script.parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    text = page.read_text(encoding="utf-8")
    assert len([step for step in steps(text) if step.kind == "shown"]) >= 4
    wrong = follow(text, tmp_path, environment)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ("a\nb\n", True),
        ("a\nc\n", False),
        ("…\nb\n", True),
        ("a\n…\n", True),
        ("…\na\n", False),
        ("…\n", True),
        ("a\n", False),
        ("a\n…b…\n", True),
        ("a\n.\n", False),
    ],
)
def test_what_is_shown_is_what_is_printed(shown: str, same: bool) -> None:
    assert matches("a\nb\n", shown) is same


def test_a_page_that_shows_something_else_is_found(tmp_path: Path) -> None:
    page = "```yaml\n# a/b.yaml\nx: 1\n```\n\n```sh\ncat a/b.yaml\nfalse\nexit 2\n```\n\n```text\nx: 2\n```\n"
    first, second = follow(page, tmp_path, os.environ)
    assert first.startswith("line 9: exit 2")
    assert second.startswith("line 12: shown\nx: 2")
    assert (tmp_path / "a" / "b.yaml").read_text() == "x: 1\n"
