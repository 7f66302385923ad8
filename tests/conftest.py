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

#: Folders and files whose tests say nothing new on another version of Python: what laws mean, that answers agree, what
#: reports look like, servers. What is left there: the surface, generated code, readers of files, stores, dates, texts.
_SAME_EVERYWHERE = frozenset(
    """
    agreement analysis authoring bulk diagnostics docs editors examples exchange fuzzing laws pages places schemas
    service
    answers/changes answers/deadlines answers/duties answers/test_bounded.py
    catalogue/changes catalogue/reports catalogue/sensitive catalogue/test_command_line.py catalogue/test_register.py
    cli/test_help.py cli/test_hostile_text.py
    contract/test_architecture.py contract/test_english.py contract/test_names.py
    monitoring/network monitoring/reports working_days/test_notices.py
    """.split()  # noqa: SIM905
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave those alone where all that is in them would be left out."""
    left_out = "not same_everywhere" in config.option.markexpr
    return True if left_out and collection_path.relative_to(TESTS).as_posix() in _SAME_EVERYWHERE else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what those hold."""
    for item in items:
        path = item.path.relative_to(TESTS)
        if not _SAME_EVERYWHERE.isdisjoint(one.as_posix() for one in (path, *path.parents)):
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
