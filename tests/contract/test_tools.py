"""What contributors run beside the library keeps up with it: each of it can still be read."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import ROOT

pytestmark = pytest.mark.one_interpreter

FILES = sorted([*ROOT.glob("tools/*.py"), *ROOT.glob("benchmarks/*.py"), *ROOT.glob("docs/site/*.py")])
#: Packages that a comparison needs and nothing else.
APART = {"sqlalchemy"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_finds_all_that_it_names(path: Path) -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='looked_at')"
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        cwd=ROOT,
        env={"PYTHONPATH": str(path.parent), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and any(f"No module named '{name}'" in done.stderr for name in APART):
        pytest.skip(f"needs {', '.join(APART)}")
    assert done.returncode == 0, done.stderr


def test_the_parts_of_the_workbench_are_shown_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jinja2", reason="needs the extra service")
    monkeypatch.syspath_prepend(ROOT / "tools")
    import pictures  # type: ignore[import-not-found]

    page = pictures.parts_page("dark")
    assert "不予开放" in page
    assert "没有“太安”这个地方。" in page
    assert set(pictures.COLOURS) <= set(re.findall(r"--([\w-]+):", page))
