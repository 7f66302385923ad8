"""Catalogues of sharing attributes: the column, the words, the law and the report of that scheme."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import BadProfile
from opendata_rules.catalogue.report import Report

from ..laws import law
from .helpers import DATASET, problems, taian, write, write_csv, write_xlsx
from .test_command_line import run

SHARED = {"数据集名称": "公园名录", "共享属性": "无条件共享", "可共享范围": "可以提供给所有机构"}


def shared(folder: Path, *datasets: dict[str, str], **options: Any) -> Report:
    return check(law("qingdao"), write_csv(folder, *datasets), scheme="sharing", **options)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "undetermined"),
        ({"国家秘密": "否"}, "valid"),
        ({"国家秘密": "否", "共享属性": "不予共享"}, "invalid"),
        ({"国家秘密": "否", "可共享范围": "仅可提供给部分机构", "共享属性": "依申请共享"}, "valid"),
        ({"共享属性": "无条件开放"}, "not_recognised"),
        ({"共享属性": ""}, "not_recognised"),
    ],
)
def test_the_column_of_sharing_is_judged_by_the_law_of_sharing(
    tmp_path: Path, changes: dict[str, str], verdict: str
) -> None:
    report = shared(tmp_path, SHARED | changes)
    [row] = report.rows
    assert row.verdict == verdict
    decided = law("qingdao").classify(dict(row.facts), scheme="sharing")
    assert row.attribute == decided.attribute
    assert [q.fact for q in row.questions] == [q.fact for q in decided.questions if row.verdict != "valid"]
    assert "shareable_scope" in report.asked


def test_words_of_opening_say_nothing_of_sharing(tmp_path: Path) -> None:
    rows = [SHARED | {"共享属性": text} for text in ("无条件开放", "无条件", "有条件开放")]
    report = shared(tmp_path, *rows)
    assert [row.declared for row in report.rows] == [None, None, None]
    assert report.rows[0].notes[0] == "“无条件开放”说的是开放，不是共享"
    assert "没有写明是共享还是开放" in report.rows[1].notes[0]
    [alone] = shared(tmp_path, SHARED | {"共享属性": "有条件"}).rows
    assert alone.declared is odr.Attribute.CONDITIONAL


@pytest.mark.parametrize("scheme", ["opening", "sharing"])
def test_of_two_columns_the_one_asked_about_decides(tmp_path: Path, scheme: odr.SchemeName) -> None:
    path = write_csv(tmp_path, SHARED | {"开放属性": "不予开放"})
    report = check(law("qingdao"), path, scheme=scheme)
    sharing = scheme == "sharing"
    assert report.rows[0].declared_text == ("无条件共享" if sharing else "不予开放")
    other = "“开放属性”说的是开放；这次检查的是共享属性" if sharing else "“共享属性”说的是共享；这次检查的是开放属性"
    assert other in problems(report)
    assert dict(report.columns) == {
        "数据集名称": "数据集名称",
        "共享属性": "共享属性",
        "可共享范围": "事实：可共享范围" + ("" if sharing else "（本地的判定不问）"),
        "开放属性": "开放属性",
    }


def test_a_catalogue_of_the_other_attribute_only_is_told(tmp_path: Path) -> None:
    report = check(law("qingdao"), write_csv(tmp_path, DATASET), scheme="sharing")
    assert "没有找到共享属性一列（只有说开放的“开放属性”，开放不是共享）" in problems(report)
    assert report.counts["not_recognised"] == 1
    assert "请加上这一列，填不予共享、有条件共享或者无条件共享" in report.explain()


def test_a_column_that_may_state_it_is_judged_by_its_cells(tmp_path: Path) -> None:
    read = shared(tmp_path, {"数据集名称": "公园", "共享方式": "有条件共享", "更新频率": "每年"})
    assert read.rows[0].declared is odr.Attribute.CONDITIONAL
    other = shared(tmp_path, {"数据集名称": "公园", "共享方式": "接口", "更新频率": "每年"})
    assert other.rows[0].declared is None
    assert "“共享方式”一列写的是“接口”，不是共享属性" in problems(other)


def test_codes_of_sharing_are_explained_by_a_profile(tmp_path: Path) -> None:
    unread = shared(tmp_path, SHARED | {"共享属性": "1"})
    assert "编码 1 的含义因平台而异" in unread.rows[0].notes[0]
    profile = tmp_path / "平台.yaml"
    profile.write_text('开放属性: {"1": 不予开放}\n共享属性: {"1": 有条件共享}\n', encoding="utf-8")
    assert shared(tmp_path, SHARED | {"共享属性": "1"}, profile=profile).rows[0].declared is odr.Attribute.CONDITIONAL
    profile.write_text('共享属性: {"1": 有条件开放}\n', encoding="utf-8")
    with pytest.raises(BadProfile, match="不予共享、有条件共享、无条件共享"):
        shared(tmp_path, SHARED, profile=profile)


def test_ticked_attributes_of_both_schemes_are_columns_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["数据集名称", "不予共享", "有条件共享", "无条件共享", "不予开放", "有条件开放", "无条件开放"],
        ["公园名录", "", "√", "", "", "", "√"],
    ]
    path = write_xlsx(tmp_path, {"目录": rows})
    assert check(law("qingdao"), path, scheme="sharing").rows[0].declared_text == "有条件共享"
    assert check(law("qingdao"), path).rows[0].declared_text == "无条件开放"


def test_the_sheet_with_the_attribute_asked_about_is_read(tmp_path: Path) -> None:
    def rows(column: str, word: str) -> list[list[str]]:
        return [["数据集名称", "提供单位", column, "更新频率"], ["公园名录", "市园林局", word, "每年"]]

    path = write_xlsx(
        tmp_path,
        {"共享目录": rows("共享属性", "无条件共享"), "开放目录": rows("开放属性", "无条件开放")},
    )
    for scheme, sheet, other in (("opening", "开放目录", "共享目录"), ("sharing", "共享目录", "开放目录")):
        report = check(law("qingdao"), path, scheme=scheme)  # type: ignore[arg-type]
        assert report.sheet == sheet
        assert report.left == (f"工作表“{other}”1 行",)


def test_every_form_of_the_report_speaks_of_sharing(tmp_path: Path) -> None:
    rows = [SHARED | {"国家秘密": "否", "共享属性": word} for word in ("不予共享", "无条件共享", "无条件开放", "")]
    report = shared(tmp_path, *rows, SHARED | {"可共享范围": ""}, {**SHARED, "国家秘密": "是"})
    for name in ("报告.html", "报告.xlsx", "报告.csv", "报告.json"):
        report.write(tmp_path / name)
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    told = csv.DictReader(io.StringIO((tmp_path / "报告.csv").read_text(encoding="utf-8-sig")))
    assert "申报的共享属性（原文）" in (told.fieldnames or ())
    book = openpyxl.load_workbook(tmp_path / "报告.xlsx")
    assert "共享属性" in [cell.value for cell in book["待填写"][1]]
    # What still speaks of opening: the words that stand in the wrong column, and the names of the instruments.
    said = page + report.explain() + (tmp_path / "报告.csv").read_text(encoding="utf-8-sig")
    assert "开放属性" not in said
    assert "的共享属性不成立" in report.explain()
    assert json.loads((tmp_path / "报告.json").read_text(encoding="utf-8"))["scheme"] == "sharing"
    assert Draft202012Validator(schemas.schema("Report")).is_valid(report.to_dict())
    # Filled in, the workbook is a catalogue of sharing attributes itself.
    again = check(law("qingdao"), tmp_path / "报告.xlsx", scheme="sharing")
    assert [row.declared for row in again.rows] == [row.declared for row in report.rows]


def test_updates_are_judged_all_the_same(tmp_path: Path) -> None:
    dataset = DATASET | {"共享属性": "无条件共享", "更新频率": "每月"}
    path = write_csv(tmp_path, dataset)
    assert check(taian(), path, scheme="sharing").updates == check(taian(), path).updates


def test_where_nobody_regulates_sharing_it_is_said(tmp_path: Path) -> None:
    report = check(taian(), write_csv(tmp_path, SHARED), scheme="sharing")
    assert report.counts["no_rule"] == 1


def test_receipts_hold_the_scheme(tmp_path: Path) -> None:
    path = write_csv(tmp_path, SHARED)
    report = check(law("qingdao"), path, scheme="共享")
    assert report.scheme is odr.Scheme.SHARING
    library = odr.load()
    assert library.replay(report.receipt, source=path) == report
    exchanged = json.loads(json.dumps(report.receipt))
    exchanged["options"]["scheme"] = "opening"
    with pytest.raises(odr.ReceiptMismatch):
        library.replay(exchanged, source=path)


def test_no_other_scheme_is_taken(tmp_path: Path) -> None:
    path = write_csv(tmp_path, SHARED)
    with pytest.raises(odr.UnknownTopic):
        check(taian(), path, scheme="both")  # type: ignore[arg-type]


def test_the_command_takes_the_scheme(tmp_path: Path) -> None:
    path = write(tmp_path, "数据集名称,共享属性,可共享范围,国家秘密\n公园,不予共享,可以提供给所有机构,否\n")
    done = run(path, "-j", "青岛", "--on", "2026-03-10", "--scheme", "sharing", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["rows"][0]["verdict"] == "invalid"
    assert run(path, "-j", "青岛", "--scheme", "都要").returncode == 2
