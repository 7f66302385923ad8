"""Packs added by entry point: they stand beside the shipped ones, replace nothing, and cannot take them down."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import opendata_rules as odr

COUNTY = """\
名称: 新泰市
别名: [新泰]
代码: "370982"
级别: 县级
上级: taian
主管部门: 新泰市大数据局
"""
Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution that has one entry point, for the time of a test."""

    def call(name: str, code: str) -> None:
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[opendata_rules.packs]\n{name} = {name}:packs\n")
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        sys.modules.pop(name, None)

    return call


def folder(root: Path, **places: str) -> Path:
    (root / "rules").mkdir(parents=True)
    (root / "jurisdictions").mkdir()
    for place, text in places.items():
        (root / "jurisdictions" / f"{place}.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_county_added_by_another_distribution_builds_on_its_city(tmp_path: Path, install: Install) -> None:
    root = folder(tmp_path / "more", xintai=COUNTY)
    install("odr_xintai", f"packs = {str(root)!r}\n")
    library = odr.load()
    law = library.law("新泰", on=dt.date(2026, 3, 10))
    assert law.instruments[0].place == "taian"
    assert law.classify({"state_secret": True}).attribute == "closed"
    assert [problem for problem in library.lint() if "xintai" in problem.path] == []


def test_a_function_may_name_the_folder(tmp_path: Path, install: Install) -> None:
    root = folder(tmp_path / "more", xintai=COUNTY)
    install("odr_function", f"import pathlib\ndef packs():\n    return pathlib.Path({str(root)!r})\n")
    assert "xintai" in odr.load().jurisdictions


def test_what_is_shipped_is_not_replaced(tmp_path: Path, install: Install) -> None:
    install("odr_taian", f"packs = {str(folder(tmp_path / 'more', taian=COUNTY))!r}\n")
    assert odr.load().jurisdictions["taian"].name == "泰安市"


@pytest.mark.parametrize(
    "code", ["raise RuntimeError('no')\n", "packs = 3\n", "packs = '/nowhere/at/all'\n", "x = 1\n"]
)
def test_one_that_cannot_be_loaded_takes_no_other_down_and_is_told(install: Install, code: str) -> None:
    install("odr_broken", code + "\n")
    library = odr.load()
    assert library.law("taian", on=dt.date(2026, 3, 10)).classify({"state_secret": True}).attribute == "closed"
    with pytest.raises(odr.UnknownJurisdiction, match="odr_broken"):
        library.law("新泰", on=dt.date(2026, 3, 10))
    assert "odr_broken" in {problem.path for problem in library.lint()}


def test_another_folder_replaces_them_all(tmp_path: Path, install: Install) -> None:
    install("odr_xintai2", f"packs = {str(folder(tmp_path / 'more', xintai=COUNTY))!r}\n")
    assert "xintai" not in odr.load(Path(__file__).parent.parent.parent).jurisdictions
