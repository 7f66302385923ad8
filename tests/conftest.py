"""Fixtures common to the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import opendata_rules as odr

ROOT = Path(__file__).parent.parent

# Verifying draws the same examples every time, so that no change fails by chance; exploring (`make explore`) draws
# fresh ones, and what it finds becomes an example of the test.
settings.register_profile("verify", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "verify"))

# What a test finds out with a part put in the place of another must not be kept for whoever runs the program later.
os.environ["OPENDATA_RULES_CACHE"] = ""


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of regulations, catalogues and calendars that the project is checked against and does not carry."""
    folder = Path(os.environ.get("OPENDATA_RULES_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        reason = "needs ../shared (regulations, catalogues, calendar), which is not beside this checkout"
        if os.environ.get("OPENDATA_RULES_REQUIRE_SHARED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def library() -> odr.Library:
    """The packs of this checkout."""
    return odr.load(ROOT)
