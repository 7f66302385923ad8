"""Fixtures common to the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import opendata_rules as odr

TESTS = Path(__file__).parent
ROOT = TESTS.parent

# Verifying draws the same examples every time, so that no change fails by chance; exploring (`make explore`) draws
# fresh ones, and what it finds becomes an example of the test.
settings.register_profile("verify", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "verify"))

# What a test finds out with a part put in the place of another must not be kept for whoever runs the program later.
os.environ["OPENDATA_RULES_CACHE"] = ""

#: Folders whose tests say nothing new on another version of Python: what laws mean, that answers agree, servers.
_SAME_EVERYWHERE = frozenset(
    ["agreement", "analysis", "authoring", "bulk", "docs", "laws", "pages", "places", "schemas", "service"]
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave those folders alone where all that is in them would be left out."""
    left_out = "not same_everywhere" in config.option.markexpr and collection_path.parent == TESTS
    return True if left_out and collection_path.name in _SAME_EVERYWHERE else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what those folders hold."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in _SAME_EVERYWHERE:
            item.add_marker(pytest.mark.same_everywhere)


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
