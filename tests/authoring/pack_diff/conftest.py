"""Two states of the rules: the shipped ones, and the same with a few edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from opendata_rules.authoring.pack_diff.answer import PackDiff
from opendata_rules.authoring.pack_diff.comparing import pack_diff
from opendata_rules.authoring.pack_diff.sides import sides_of

from ...amendments import copied

DAY = dt.date(2026, 3, 10)
TAIAN = "rules/taian-open-data-measures-2025"
JINING = "rules/jining-open-data-rules-2025"
#: An edit: the file, what stands there, and what stands there then.
Edit = tuple[str, str, str]
CONDITIONAL: Edit = (
    f"{TAIAN}/rules.yaml",
    "锚词: [国家秘密]\n      效力: 应当\n      结论: 不予开放",
    "锚词: [国家秘密]\n      效力: 应当\n      结论: 有条件开放",
)
SECURITY: Edit = (
    f"{TAIAN}/rules.yaml",
    "社会稳定]\n      效力: 应当\n      结论: 不予开放",
    "社会稳定]\n      效力: 应当\n      结论: 有条件开放",
)


def edited(folder: Path, *edits: Edit) -> Path:
    """A folder in which texts of files are exchanged, each of them once."""
    for name, old, new in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


Compare = Callable[..., PackDiff]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "old").mkdir()
    return copied(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    return copied(tmp_path / "new")


@pytest.fixture
def compare(old: Path, new: Path) -> Compare:
    """Compare the two states; ``old`` and ``new`` by default."""

    def call(one: str = "", other: str = "", base: Path | None = None, **options: object) -> PackDiff:
        with sides_of(one or str(old), other or str(new), base or new) as (before, after):
            return pack_diff(before, after, today=DAY, **options)  # type: ignore[arg-type]

    return call
