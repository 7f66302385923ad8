"""Findings and their ids: made of the row alone, the same next time, fit to stand anywhere."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.findings import Numbers, dataset_key, findings_of, passage_key
from opendata_rules.catalogue.identity import numbers
from opendata_rules.catalogue.judged import KINDS
from opendata_rules.catalogue.reports.csv import harmless
from opendata_rules.catalogue.results import Row
from opendata_rules.schemas import schema
from opendata_rules.vocabulary.citations import Citation

from ..laws import ROOT, law
from .helpers import DATASET, report_of, row_of, taian, write_csv

#: One dataset for each kind.
FOUND: dict[str, dict[str, str]] = {
    "invalid": {"国家秘密": "是"},
    "overdue": {"更新频率": "每月", "更新时间": "2025-01-01", "国家秘密": "是", "开放属性": "不予开放"},
    "human_review": {"任何形式均不得开放": "是", "法定不予开放": "否"},
    "update_review": {"更新频率": "实时"},
    "not_recognised": {"开放属性": "无条件共享"},
    "suspected": {"数据项": "姓名、身份证号"},
}
PATTERN = json.loads(json.dumps(schema("report_finding")))["properties"]["id"]["pattern"]
IDENTITY = "370902199001010013"


def ids(row: Row) -> list[str]:
    return [finding.id for finding in row.findings]


def test_every_kind_is_found(tmp_path: Path) -> None:
    found: dict[str, str] = {}
    for kind, changes in FOUND.items():
        row = row_of(tmp_path, **{"数据集编号": "A-1"} | changes)
        found |= {finding.kind: finding.id for finding in row.findings if finding.kind == kind}
        assert row.findings == findings_of(row)
    assert list(found) == list(KINDS)
    assert found["invalid"] == "A-1:invalid:taian-12-2"
    assert found["overdue"] == "A-1:overdue:taian-18-term"
    assert found["human_review"] == "A-1:human_review:-"
    assert found["not_recognised"] == "A-1:not_recognised:-"
    assert found["suspected"] == "A-1:suspected:personal_privacy"


def test_a_review_rests_on_the_passage_that_asks_for_it(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"编号": "A-1", "协议或者知识产权限制": "是"}, unlisted="false").rows
    assert ids(row) == ["A-1:human_review:taian-open-data-measures-2025.12.i4"]


def test_what_is_an_error_is_what_was_one(tmp_path: Path) -> None:
    assert [kind for kind, (_, _, error) in KINDS.items() if error] == ["invalid", "overdue"]
    report = check(taian(), ROOT / "examples" / "taian_catalogue.csv")
    errors = [row.number for row in report.rows if any(finding.fails for finding in row.findings)]
    assert errors == [row.number for row in report.rows if row.verdict == "invalid" or row.overdue is not None]
    assert report.findings.failing == report.findings.errors == 6


def test_rows_without_facts_and_rows_that_stand_are_no_findings(tmp_path: Path) -> None:
    assert ids(row_of(tmp_path)) == []
    assert ids(row_of(tmp_path, 开放属性="不予开放", 国家秘密="是")) == []


def test_each_provision_against_it_is_a_finding_of_its_own(tmp_path: Path) -> None:
    row = row_of(tmp_path, 国家秘密="是", 可能危及安全稳定="是")
    assert [finding.provision for finding in row.findings] == [basis.provision for basis in row.objections]
    assert len(row.findings) == len(set(ids(row))) > 1


def test_findings_speak_both_languages_and_name_their_provision(tmp_path: Path) -> None:
    for kind, changes in FOUND.items():
        for finding in row_of(tmp_path, **changes).findings:
            assert finding.text
            assert re.fullmatch(r"[ -~]+", finding.english), (kind, finding.english)
            assert bool(finding.citation) == bool(finding.citation_english)


def test_ids_do_not_depend_on_order_or_on_other_rows(tmp_path: Path) -> None:
    datasets = [DATASET | changes | {"数据集名称": f"目录{kind}"} for kind, changes in FOUND.items()]
    wanted = {row.title: ids(row) for row in report_of(tmp_path, *datasets).rows}
    random.Random(1).shuffle(datasets)
    more = [DATASET | {"数据集名称": "别的", "国家秘密": "是"}, *datasets]
    assert {row.title: ids(row) for row in report_of(tmp_path, *more).rows if row.title != "别的"} == wanted


def test_ids_do_not_depend_on_the_date_where_the_finding_is_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path, DATASET | FOUND["overdue"], DATASET | FOUND["invalid"])
    first = check(taian(), path)
    later = check(law("taian", dt.date(2026, 5, 11)), path)
    assert [ids(row) for row in first.rows] == [ids(row) for row in later.rows]
    assert first.rows[0].findings[0].text != later.rows[0].findings[0].text


def test_equal_datasets_are_numbered_and_as_many_in_any_order(tmp_path: Path) -> None:
    same = DATASET | FOUND["invalid"]
    other = DATASET | {"开放属性": "不予开放", "国家秘密": "是"}
    first = [name for row in report_of(tmp_path, same, other, same).rows for name in ids(row)]
    assert len(set(first)) == len(first) == 2
    assert first[1] == f"{first[0]}:2"
    assert sorted(first) == sorted(name for row in report_of(tmp_path, other, same, same).rows for name in ids(row))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("A", "甲", "市"), ("A", "乙", "县"), True),
        (("A", "甲", "市"), ("B", "甲", "市"), False),
        (("", "甲", "市"), ("", "甲", "县"), False),
        (("", "甲", "市"), ("", "甲\u200b", "市"), True),
        (("甲", "", ""), ("", "甲", ""), False),
        (("", "甲", "乙丙"), ("", "甲乙", "丙"), False),
    ],
)
def test_what_tells_datasets_apart(one: tuple[str, str, str], other: tuple[str, str, str], same: bool) -> None:
    assert (dataset_key(*one) == dataset_key(*other)) is same


def test_no_identity_number_is_in_an_id(tmp_path: Path) -> None:
    for number in (IDENTITY, "370902900101001"):
        assert number not in dataset_key(number, "", "")
        report = report_of(tmp_path, DATASET | {"数据集编号": number, "数据集名称": f"{number}的甲", "国家秘密": "是"})
        told = json.dumps([name for row in report.rows for name in ids(row)])
        assert number not in told
        assert numbers(told) == ()


@given(st.text(), st.text(), st.text())
def test_ids_stand_anywhere_as_they_are(identifier: str, title: str, department: str) -> None:
    key = dataset_key(identifier, title, department)
    name = f"{key}:invalid:taian-12-4"
    assert harmless(name) == name
    assert escape(name) == name == quote(name, safe=":")
    assert re.fullmatch(PATTERN, name)
    assert numbers(name) == ()


@pytest.mark.parametrize(
    ("ref", "wanted"),
    [
        ("12", "x.12"),
        ("12(四)", "x.12.i4"),
        ("18(3)(四)", "x.18.p3.i4"),
        ("25bis", "x.25bis"),
        ("13之一(2)", "x.13-1.p2"),
        ("annex3", "x.annex3"),
        ("", "x"),
    ],
)
def test_passages(ref: str, wanted: str) -> None:
    assert passage_key(Citation("x", "某规定", ref)) == wanted


def test_numbers_begin_anew_with_each_run(tmp_path: Path) -> None:
    [finding] = row_of(tmp_path, **FOUND["invalid"]).findings
    for _ in range(2):
        run = Numbers()
        assert [run.numbered(finding).id.count(":") for _ in range(3)] == [2, 3, 3]
