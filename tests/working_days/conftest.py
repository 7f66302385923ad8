"""Folders of notices to change and break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from holidays.countries.china import ChinaStaticHolidays

from opendata_rules.reading.document import read

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


@pytest.fixture(autouse=True)
def held_until_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notices that `holidays` held when these tests were written: a later release must not change their outcome."""
    held = ChinaStaticHolidays.special_public_holidays
    until_2026 = {year: days for year, days in held.items() if year <= 2026}
    monkeypatch.setattr(ChinaStaticHolidays, "special_public_holidays", until_2026)
