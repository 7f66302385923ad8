"""What contributors run beside the library keeps up with it: each of it can still be read."""

from __future__ import annotations

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
