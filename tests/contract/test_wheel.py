"""The wheel, not only the tree: built from this checkout, installed apart from it, used from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The build backend is among the development dependencies, so that this needs no network.
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True, timeout=300)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--quiet", "--target", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(wheel)], check=True, timeout=300)
    return folder


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a folder that is no checkout, with the installed wheel before anything else on the path."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )


def test_every_pack_and_place_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "jurisdictions"):
        for path in (ROOT / folder).rglob("*.yaml"):
            assert f"opendata_rules/shipped/{path.relative_to(ROOT).as_posix()}" in inside
    assert "opendata_rules/py.typed" in inside


def test_it_is_made_for_every_platform(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_installed_library_reads_its_own_packs(installed: Path, tmp_path: Path) -> None:
    code = (
        "import datetime as dt, opendata_rules as odr\n"
        "library = odr.load()\n"
        "law = library.law('泰安', on=dt.date(2026, 3, 10))\n"
        "print(odr.__file__); print(law.classify({'state_secret': True}).attribute)\n"
        "print(len(library.jurisdictions))\n"
        "print(sum(problem.severity == 'error' for problem in library.lint()))"
    )
    found = run(installed, tmp_path, "-c", code)
    assert found.returncode == 0, found.stderr
    file, attribute, places, problems = found.stdout.splitlines()
    assert Path(file).is_relative_to(installed)
    assert (attribute, places, problems) == ("closed", "7", "0")


def test_the_installed_command_line_checks_a_catalogue(installed: Path, tmp_path: Path) -> None:
    catalogue = ROOT / "examples" / "taian_catalogue.csv"
    arguments = ("-m", "opendata_rules", "catalogue", str(catalogue), "-j", "泰安", "--on", "2026-03-10")
    found = run(installed, tmp_path, *arguments, "-o", "report.html")
    assert found.returncode == 1, found.stderr
    assert "公共数据目录检查报告" in (tmp_path / "report.html").read_text(encoding="utf-8")
