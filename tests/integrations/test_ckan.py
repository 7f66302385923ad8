"""The extension for CKAN: its own tests, in the environment that CKAN needs, against a real CKAN."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ..conftest import ROOT

HOME = ROOT / "integrations/ckan"
PYTHON = HOME / ".environment/bin/python"

pytestmark = pytest.mark.one_interpreter


def lacking(what: str) -> None:
    """Skip, or fail where CKAN is required."""
    if os.environ.get("OPENDATA_RULES_REQUIRE_CKAN"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of the environment of CKAN, made where it is missing."""
    servers = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not servers or not shutil.which("redis-server"):
        lacking("needs PostgreSQL and Redis: apt-get install postgresql redis-server")
    environment = {**os.environ, "OPENDATA_RULES_CKAN_PYTHON": sys.executable}
    made = subprocess.run([HOME / "environment.sh"], capture_output=True, text=True, timeout=900, env=environment)
    if made.returncode:
        lacking(f"CKAN cannot be installed here: {made.stderr[-2000:]}")
    return PYTHON


def test_against_a_real_ckan(python: Path) -> None:
    # What the suite set for its own processes is none of theirs.
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON", "COV_"))}
    ran = subprocess.run(
        [python, "-m", "pytest", "-q"], cwd=HOME, capture_output=True, text=True, timeout=1200, env=told
    )
    assert ran.returncode == 0, ran.stdout[-10_000:] + ran.stderr[-2_000:]
    last = ran.stdout.strip().splitlines()[-1]
    assert " passed" in last, last
    if os.environ.get("OPENDATA_RULES_REQUIRE_CKAN"):
        assert " skipped" not in last, last


def test_the_wheel_holds_all_that_the_plugin_reads(python: Path, tmp_path: Path) -> None:
    command = [
        python,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        tmp_path,
        HOME,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    [wheel] = tmp_path.glob("ckanext_opendata_rules-*.whl")
    with zipfile.ZipFile(wheel) as file:
        held = {name for name in file.namelist() if ".dist-info/" not in name}
        [metadata] = [file.read(name).decode() for name in file.namelist() if name.endswith("/METADATA")]
    wanted = {
        path.relative_to(HOME).as_posix()
        for path in (HOME / "ckanext").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted
    assert "License-Expression: AGPL-3.0-or-later" in metadata
    assert "Requires-Dist: opendata-rules" in metadata


def test_the_library_knows_nothing_of_ckan() -> None:
    """Its licence is another: the library never imports CKAN, nor what imports it."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(("import ckan", "from ckan"))
    ]
    assert found == []
