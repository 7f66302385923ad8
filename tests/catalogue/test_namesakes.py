"""Ids used twice: what is said under one id in two ways is something to do now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .helpers import DATASET, report_of

ONE = DATASET | {"数据集编号": "A1"}


@pytest.mark.parametrize(
    "change",
    [
        {"开放属性": "不予开放"},
        {"涉及个人隐私": "是"},
        {"数据集名称": "医院名录"},
        {"提供单位": "市卫健委"},
    ],
    ids=str,
)
def test_rows_of_one_id_that_differ_are_something_to_do(tmp_path: Path, change: dict[str, str]) -> None:
    report = report_of(tmp_path, ONE, ONE | change, DATASET | {"数据集名称": "乙", "数据集编号": "A2"})
    assert report.contradicting == 2
    assert (
        "分清 2 个编号（没有编号的，名称和单位）相同、内容不一致的数据集：名称、单位、开放属性或者事实写得不一样"
        in report.explain()
    )
    assert [("与同一编号的数据集内容不一致" in row.notes) for row in report.rows] == [True, True, False]
    report.write(tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<a href="#remarks">分清 2 个编号（没有编号的，名称和单位）相同、内容不一致的数据集</a>' in page
    assert '<h2 id="remarks">' in page
    assert json.loads(json.dumps(report.to_dict()))["contradicting"] == 2


def test_rows_that_say_the_same_are_namesakes_and_no_contradiction(tmp_path: Path) -> None:
    report = report_of(tmp_path, ONE, ONE | {"更新时间": "2025-07-01"})
    assert report.contradicting == 0
    assert "分清" not in report.explain()
    assert "有 2 个数据集用编号“A1”" in report.rows[0].notes


def test_without_ids_it_is_the_name_in_the_department(tmp_path: Path) -> None:
    sets = [DATASET, DATASET | {"开放属性": "不予开放"}, DATASET | {"提供单位": "市卫健委", "开放属性": "不予开放"}]
    report = report_of(tmp_path, *sets)
    assert report.contradicting == 2
    assert "与同一单位、没有编号的同名数据集内容不一致" in report.rows[0].notes
    assert report.rows[2].notes == ()
    apart = [one | {"数据集编号": number} for number, one in zip("123", sets, strict=True)]
    assert report_of(tmp_path, *apart).contradicting == 0
