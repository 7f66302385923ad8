"""Datasets judged some at a time, in the parts that they share: as if each were judged by itself, and nothing grows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata_rules.catalogue import remembering, rows, slices
from opendata_rules.catalogue.check import opened
from opendata_rules.catalogue.datasets import OfPart
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.files import csv as csv_files
from opendata_rules.catalogue.findings import findings_of
from opendata_rules.catalogue.identity import is_ordinary, is_ordinary_id, numbers
from opendata_rules.catalogue.remembering import Remembered
from opendata_rules.catalogue.reports import csv as csv_reports
from opendata_rules.catalogue.sensitive import Watched, hits, identity_numbers, shipped
from opendata_rules.catalogue.text import lines
from opendata_rules.quoting import visible

from .helpers import csv_text, table, taian, write

WORDS = (
    "公园",
    "低保金发放",
    "残疾人",
    "名录",
    "明细",
    "统计表",
    "移动电话用户数",
    "身份证号",
    "姓名、身份证号",
    "不含身份证号",
    "涉密计算机",
    "银行网点",
    "（接口）",
    "市民政局",
    "住所",
    "住址泰山路12号",
    "家庭住址：泰山路12号",
    "3号楼2单元502室",
    "鲁J12345",
    "户籍人口12户",
    "110101199003074477",
    "ID110101199003074477",
    "13812345678",
    "138 1234 5678",
    "0538-6991234",
    "电话：8234567",
    "92370900MA3C0ABC1X",
    "2023年",
    "1.2E+15",
    "\u3000",
    " ",
    "\u200b",
    "⼈口",
    "é",
    "\x7f",
    '"',
    ",",
    "=1",
    "例",
    "示例",
    "填表人：张三",
    "NaN",
    "",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)
DATASETS = st.fixed_dictionaries(
    {
        "数据集名称": TEXTS,
        "数据集编号": st.sampled_from(("1", "370900000001", "370900000000000001", "同号", "", "13812345678", "A-1")),
        "提供单位": st.sampled_from(("市园林局", "市民政局", "")),
        "摘要": TEXTS,
        "数据项": TEXTS,
        "开放属性": st.sampled_from(("无条件开放", "有条件开放", "不予开放", "无条件共享", "")),
        "更新频率": st.sampled_from(("每年", "每月", "实时", "不定期", "")),
        "更新时间": st.sampled_from(("2025-06-01", "2020-01-01", "2025年3月", "2027-01-01", "昨天", "")),
        "国家秘密": st.sampled_from(("是", "否", "", "不明")),
    }
)


@settings(max_examples=40)
@given(st.lists(DATASETS, min_size=1, max_size=8))
def test_together_as_one_by_one(tmp_path_factory: pytest.TempPathFactory, datasets: list[dict[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("catalogue")
    path = write(folder, csv_text(table(*datasets)))
    try:
        found = opened(taian(), path)
    except NotACatalogue:
        return
    forms = ("csv", "jsonl")
    found.write([folder / f"甲.{form}" for form in forms], path)
    report = found.report()
    for form in forms:
        report.write(folder / f"乙.{form}")
        assert (folder / f"甲.{form}").read_bytes() == (folder / f"乙.{form}").read_bytes()
    told = [json.loads(line) for line in (folder / "甲.jsonl").read_text(encoding="utf-8").splitlines()]
    assert told == [row.to_dict() for row in report.rows]
    with pytest.MonkeyPatch.context() as patch:
        # Nothing remembered, nothing shared, one row at a time.
        patch.setattr(slices, "SIZE", 1)
        patch.setattr(csv_files, "_ROWS", 1)
        patch.setattr(Remembered, "__getitem__", lambda self, asked: self._work(asked), raising=False)
        patch.setattr(OfPart, "of", lambda self, some: [self._work(some.row(place)) for place in range(len(some))])
        plainly = opened(taian(), path).report()
    assert plainly.to_dict() == report.to_dict()
    for row in plainly.rows:
        kinds = [(finding.kind, finding.provision) for finding in findings_of(row)]
        assert [(finding.kind, finding.provision) for finding in row.findings] == kinds


@given(TEXTS)
def test_ordinary_texts_hold_nothing_and_are_shown_as_they_are(text: str) -> None:
    if is_ordinary(text):
        assert numbers(text) == ()
        assert " ".join(text.split()) == text == visible(text) == lines(text)
    if is_ordinary_id(text):
        assert numbers(text, short=False) == ()


@given(TEXTS, TEXTS, TEXTS)
def test_a_silent_title_changes_nothing(title: str, summary: str, fields: str) -> None:
    watched = Watched((shipped(),))
    beside = watched.described(summary, fields)
    if watched.is_silent(title):
        assert watched.hits(title, summary, fields) == beside.hits
        assert not hits(title, "", "")


@given(TEXTS)
def test_a_cell_is_written_as_csv_writes_it(text: str) -> None:
    assert csv_reports._written(text) == csv_reports._middle([text])[1:]


def test_what_is_remembered_never_grows_beyond_its_limit() -> None:
    known = Remembered(len, most=10)
    for number in range(1_000):
        assert known[f"{number:05}"] == 5
        assert len(known) <= 10
    # What is too long is worked out each time.
    assert known["长" * 1_000] == 1_000
    assert max(map(len, known)) == 5
    pairs = Remembered(len, most=10, longest=20)
    assert pairs["长" * 15, "长" * 15] == 2
    assert not pairs


def test_no_memory_of_a_catalogue_grows_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row has its own title, summary, update, department and fact; each memory is cut to a few."""
    monkeypatch.setattr(rows, "_UPDATES", 8)
    monkeypatch.setattr(remembering.Remembered.__init__, "__defaults__", (8, 500))
    monkeypatch.setattr(OfPart.__init__, "__defaults__", (8,))
    datasets = [
        {
            "数据集名称": f"低保金发放表{n}",
            "数据集编号": f"A-{n}",
            "提供单位": f"第{n}局",
            "摘要": f"第{n}份",
            "数据项": f"姓名、身份证号{n}",
            "开放属性": "无条件开放",
            "更新频率": "每年",
            "更新时间": f"20{10 + n % 15}-0{1 + n % 9}-{1 + n % 28:02}",
            "国家秘密": ("是", "否", f"不明{n}")[n % 3],
        }
        for n in range(300)
    ]
    path = write(tmp_path, csv_text(table(*datasets)))
    found = opened(taian(), path)
    small = found.report()
    memories = [
        one for part in (found.judge, found.reading) for one in vars(part).values() if isinstance(one, Remembered)
    ]
    assert len(memories) >= 6
    assert all(len(one) <= 8 or one._most > 8 for one in memories)
    monkeypatch.undo()
    assert opened(taian(), path).report().to_dict() == small.to_dict()


def test_cells_that_hold_a_number_are_found_wherever_they_stand(tmp_path: Path) -> None:
    numbered = {"数据集名称": "名录", "开放属性": "无条件开放", "更新频率": "每年", "备注": "张三 110101199003074477"}
    plain = [numbered | {"数据集名称": f"名录{n}", "备注": "无"} for n in range(150)]
    report = opened(taian(), write(tmp_path, csv_text(table(*plain[:120], numbered, *plain[120:])))).report()
    [row] = [row for row in report.rows if row.suspected]
    assert row.title == "名录"
    assert identity_numbers([("备注", numbered["备注"])])
