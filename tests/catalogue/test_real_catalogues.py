"""Every real catalogue, and every file beside them that is none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.report import Report

from ..laws import law
from .helpers import problems, taian

pytestmark = pytest.mark.one_interpreter

#: Datasets, attributes as recognised; overdue at the newest date of the file, out of how many that have a term.
#: The README of the folder counts those updated in real time too (1 695 of 3 618, 741 of 1 982, 21 of 374); the law
#: leaves them to a human.
CATALOGUES = {
    "sichuan_neijiang.json": (6322, {"open": 4252, "conditional": 2070}, 1245, 3168),
    "ningxia_ningxia.json": (1987, {"open": 843, "conditional": 1144}, 667, 1748),
    "sichuan_deyang.json": (1946, {"open": 1682, "conditional": 264}, 1752, 1946),
    "anhui_chuzhou.json": (850, {"open": 850}, 0, 0),
    "anhui_wuhu.json": (531, {"open": 531}, 16, 531),
    "anhui_huaibei.json": (375, {"open": 61, None: 314}, 20, 373),
    "anhui_hefei.json": (321, {"open": 321}, 3, 320),
    "shandong_sample.csv": (56, {None: 56}, 0, 0),
}


def report_on(shared: Path, name: str) -> Report:
    return check(taian(), shared / "catalogs" / name)


@pytest.mark.parametrize("name", CATALOGUES)
def test_real_catalogues(shared: Path, tmp_path: Path, name: str) -> None:
    total, attributes, overdue, computable = CATALOGUES[name]
    report = report_on(shared, name)
    assert len(report.rows) == total
    found: dict[str | None, int] = {}
    for row in report.rows:
        found[row.declared] = found.get(row.declared, 0) + 1
    assert found == attributes
    assert (report.overdue_at_newest, report.computable) == (overdue, computable)
    assert sum(report.updates.values()) == total
    assert report.unused == ()
    assert sum(department.total for department in report.departments) == total
    # No silent guess: every spelling is accounted for, and adds up.
    for column in {spelling.column for spelling in report.spellings}:
        assert sum(spelling.count for spelling in report.spellings if spelling.column == column) == total
    for suffix in ("html", "csv", "xlsx", "json"):
        report.write(tmp_path / f"报告.{suffix}")
    assert (tmp_path / "报告.html").stat().st_size < 2_500_000


def test_before_the_law_came_into_force_nothing_was_overdue(shared: Path) -> None:
    day = dt.date(2023, 6, 8)
    report = check(law("taian", day), shared / "catalogs" / "sichuan_deyang.json")
    assert (report.overdue, report.newest, report.updates["not_regulated"]) == (0, day, 1946)


def test_huaibei_mixes_opening_and_sharing(shared: Path) -> None:
    report = report_on(shared, "anhui_huaibei.json")
    read = {spelling.text: spelling.recognised for spelling in report.spellings}
    assert read["无条件开放"]
    assert read["‘每年’"]
    for text in ("无条件共享", "无条件", "无", "牲畜饲养"):
        assert not read[text]
    assert "市司法局" in {department.name for department in report.departments}


def test_namesakes_are_counted(shared: Path) -> None:
    assert report_on(shared, "ningxia_ningxia.json").duplicates > 0
    assert report_on(shared, "anhui_chuzhou.json").duplicates > 0


def test_a_sample_without_attribute_and_cadence_says_so(shared: Path) -> None:
    told = problems(report_on(shared, "shandong_sample.csv"))
    assert "没有找到开放属性一列" in told
    assert "没有找到更新频率一列" in told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shandong_sample_files.csv", "每行是一个文件资源"),
        ("field_label_synonyms_cnpds.json", "对照表"),
        ("README.md", "没有分列的文本"),
    ],
)
def test_files_that_are_no_catalogue(shared: Path, name: str, said: str) -> None:
    with pytest.raises(NotACatalogue, match=said):
        report_on(shared, name)


def test_no_other_file_of_the_folder_breaks_it(shared: Path) -> None:
    """Regulations, holiday notices, the vocabulary: each is refused in words."""
    for path in sorted(shared.rglob("*")):
        if path.is_file() and path.parent.name != "catalogs":
            with pytest.raises(NotACatalogue):
                check(taian(), path)
