"""Folders of notices to change and break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from opendata_rules.reader import read

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped notices."""
    copy = tmp_path / "calendar"
    shutil.copytree(ROOT / "rules" / "calendar", copy)
    return copy


@pytest.fixture
def file_notice(folder: Path) -> Callable[[Path], Path]:
    """Puts a file into the copy: a notice under the year it says it is for, or else the assumptions."""

    def put(path: Path) -> Path:
        target = folder / f"{read(path).data.get('年份', 'assumptions')}.yaml"
        shutil.copy(path, target)
        return target

    return put
