"""A library with a city that exists only here, and brings facts, values, procedures and acts of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr

ROOT = Path(__file__).parent.parent.parent
CITY = Path(__file__).parent / "donghai"
ON = dt.date(2026, 3, 10)


def with_city(folder: Path) -> Path:
    """A folder with the shipped packs and the city beside them: nothing but YAML is added."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, folder / name)
        shutil.copytree(CITY / name, folder / name, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library; tests that change files copy it."""
    return with_city(tmp_path_factory.mktemp("packs"))


@pytest.fixture(scope="session")
def library(root: Path) -> odr.Library:
    return odr.load(root)


@pytest.fixture(scope="session")
def law(library: odr.Library) -> odr.Law:
    return library.law("东海", on=ON)
