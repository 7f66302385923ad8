"""The page on many datasets works as it is written."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from ..laws import ROOT
from .tutorials import follow, steps

PAGE = (ROOT / "docs" / "bulk.md").read_text(encoding="utf-8")


def test_what_is_shown_in_python_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 4
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/bulk.md", "exec"), names)
    assert "error" not in names


@pytest.mark.one_interpreter
def test_what_is_typed_prints_what_is_shown(tmp_path: Path) -> None:
    script = tmp_path / "bin" / "opendata-rules"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opendata_rules "$@"\n')
    script.chmod(0o755)
    environment = {**os.environ, "PATH": os.pathsep.join((str(script.parent), os.environ["PATH"])), "NO_COLOR": "1"}
    # Everything is installed already.
    page = PAGE.replace('```sh\npip install "opendata-rules[frames]"\n```\n', "")
    assert len([step for step in steps(page) if step.kind == "command"]) == 2
    assert not follow(page, tmp_path, environment)
    assert (tmp_path / "answered.csv").read_text(encoding="utf-8").count("\n") == 4
