"""One way through a catalogue for any size: row by row the same, total by total, and nothing held."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.catalogue.check import opened
from opendata_rules.catalogue.files import csv as csv_files
from opendata_rules.catalogue.reports import html, xlsx
from opendata_rules.catalogue.summary import Summary
from opendata_rules.errors import BadOutput

from ..laws import ROOT
from .helpers import DATASET, csv_text, table, taian, write, write_csv, write_json
from .test_real_catalogues import CATALOGUES

FORMS = ("csv", "json", "jsonl", "html", "xlsx")


def many(count: int) -> list[dict[str, str]]:
    """Datasets of all verdicts, some with the name of another."""
    return [
        DATASET
        | {
            "数据集名称": f"{('公园名录', '低保金发放表')[n % 2]}{n // 3}",
            "开放属性": ("无条件开放", "有条件开放", "无条件共享", "")[n % 4],
            "更新时间": f"20{20 + n % 6}-01-0{1 + n % 9}",
            "国家秘密": ("", "是", "否")[n % 3],
        }
        for n in range(count)
    ]


def both(path: Path, folder: Path) -> tuple[odr.Report, odr.ReportSummary]:
    """The report as a value, written; and the same written row by row."""
    report = taian().check_catalogue(path)
    for form in FORMS:
        report.write(folder / f"甲.{form}")
    return report, taian().report_catalogue(path, [folder / f"乙.{form}" for form in FORMS])


def assert_the_same(path: Path, folder: Path) -> None:
    report, summary = both(path, folder)
    for form in FORMS:
        assert (folder / f"甲.{form}").read_bytes() == (folder / f"乙.{form}").read_bytes(), form
    assert {name: getattr(summary, name) for name in Summary.__slots__} == {
        name: getattr(report, name) for name in Summary.__slots__
    }
    assert summary.explain() == report.explain()
    rows = [json.loads(line) for line in (folder / "乙.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == [row.to_dict() for row in report.rows]
    told = json.loads((folder / "乙.json").read_bytes())
    assert told == report.to_dict()
    assert told["receipt"] == report.receipt


@pytest.mark.parametrize("kind", ["csv", "json", "lines"])
def test_row_for_row_and_total_for_total(tmp_path: Path, kind: str) -> None:
    datasets = many(60)
    path = write_csv(tmp_path, *datasets) if kind == "csv" else write_json(tmp_path, datasets)
    if kind == "lines":
        path = write(tmp_path, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in datasets), "目录.jsonl")
    assert_the_same(path, tmp_path)


@pytest.mark.one_interpreter
@pytest.mark.parametrize("name", CATALOGUES)
def test_real_catalogues_row_for_row(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "catalogs" / name
    report = taian().check_catalogue(path)
    report.write(tmp_path / "甲.jsonl")
    summary = taian().report_catalogue(path, [tmp_path / "乙.jsonl", tmp_path / "乙.json"])
    assert (tmp_path / "甲.jsonl").read_bytes() == (tmp_path / "乙.jsonl").read_bytes()
    assert json.loads((tmp_path / "乙.json").read_bytes())["receipt"] == report.receipt
    assert (summary.counts, summary.departments, summary.problems) == (
        report.counts,
        report.departments,
        report.problems,
    )


def test_namesakes_and_the_newest_day_are_known_before_the_last_row(tmp_path: Path) -> None:
    found = opened(taian(), write_csv(tmp_path, *many(9)))
    first = next(found.rows(found.totals()))
    assert "同一单位有 2 个数据集叫“公园名录0”" in first.notes


def test_a_catalogue_may_be_gone_through_again(tmp_path: Path) -> None:
    found = opened(taian(), write_csv(tmp_path, *many(12)))
    assert found.report() == found.report()


def test_a_page_lists_the_most_urgent_and_names_the_file_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "LIMIT", 5)
    summary = taian().report_catalogue(write_csv(tmp_path, *many(60)), [tmp_path / "报告.html"])
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert "报告-全部.csv" in page
    assert f"不成立（{summary.counts['invalid']}）" in page
    assert f"这里只列出前 5 个，还有 {summary.counts['invalid'] - 5} 个没有列出" in page
    assert len(re.findall(r'<td class="name">', page)) == 5
    assert (tmp_path / "报告-全部.csv").read_bytes().count(b"\r\n") == 61
    # Written from the report as a value it is the same.
    taian().check_catalogue(tmp_path / "目录.csv").write(tmp_path / "甲.html")
    assert (tmp_path / "甲.html").read_text(encoding="utf-8") == page.replace("报告-全部", "甲-全部")


def test_the_table_of_all_is_not_written_upon_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 10)
    path = write_csv(tmp_path, *many(20), name="报告-全部.csv")
    before = path.read_bytes()
    with pytest.raises(BadOutput, match="那是目录文件"):
        taian().report_catalogue(path, [tmp_path / "报告.html"])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_more_rows_than_a_sheet_has_are_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST", 10)
    with pytest.raises(BadOutput, match=r"有 20 个数据集，一张工作表最多 10 行.*\.csv 或者 \.jsonl"):
        taian().report_catalogue(write_csv(tmp_path, *many(20)), [tmp_path / "报告.xlsx"])


def test_what_fails_leaves_the_old_report_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path, *many(20))
    old = write(tmp_path, "旧的", "报告.csv")
    monkeypatch.setattr(xlsx, "_MOST", 10)
    with pytest.raises(BadOutput):
        taian().report_catalogue(path, [old, tmp_path / "报告.xlsx"])
    assert old.read_text(encoding="utf-8") == "旧的"
    assert {one.name for one in tmp_path.iterdir()} == {path.name, old.name}


def test_csv_of_too_many_rows_is_refused_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "_ROW_LIMIT", 15)
    with pytest.raises(odr.Error, match=r"超过 15 行.*分成几个文件"):
        taian().check_catalogue(write_csv(tmp_path, *many(20)))


def test_progress_never_goes_back_and_ends_at_all(tmp_path: Path) -> None:
    read: list[tuple[int, int]] = []
    judged: list[tuple[int, int]] = []
    path = write_csv(tmp_path, *many(350))
    found = opened(taian(), path, progress=lambda *at: read.append(at))
    found.write([], path, lambda *at: judged.append(at))
    assert read == sorted(read)
    assert read[-1][0] == read[-1][1] == 2 * path.stat().st_size
    assert judged == [(100, 350), (200, 350), (300, 350), (350, 350)]


MEMORY = """
import re, sys
import datetime as dt, opendata_rules as odr
law = odr.load(sys.argv[2]).law("taian", on=dt.date(2026, 3, 10))
law.report_catalogue(sys.argv[1], [sys.argv[1] + one for one in (".csv", ".jsonl")])
# What getrusage tells may be the memory of the process that started this one.
print(int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of a process")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Sixteen times the rows, each with two kilobytes of text: sixteen megabytes more of file."""
    peaks = []
    for count in (500, 8_000):
        rows = table(*(DATASET | {"数据集名称": f"公园{n}", "摘要": f"{n}" + "很长的说明" * 130} for n in range(count)))
        path = write(tmp_path, csv_text(rows), f"{count}.csv")
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(path), str(ROOT)], capture_output=True, check=True, text=True
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 30
