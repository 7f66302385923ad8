"""Several columns of one meaning, and columns that are judged by their cells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.columns import recognise
from opendata_rules.catalogue.results import Row

from .helpers import DATASET, csv_text, problems, report_of, taian, write, write_json, write_xlsx

YES_NO = {"法定不予开放": "否", "国家秘密": "否", "可能危及安全稳定": "否", "涉及商业秘密": "否"}


def row_twice(folder: Path, kind: str, column: str, first: str, second: str, **options: str) -> Row:
    """The one row of a catalogue in which a column stands twice, in a file of some kind."""
    datasets = DATASET | {column: first}
    columns, cells = [*datasets, column], [*datasets.values(), second]
    if kind == "json":
        text = ", ".join(f'"{name}": "{cell}"' for name, cell in zip(columns, cells, strict=True))
        path = write(folder, f"[{{{text}}}]", "目录.json")
    elif kind == "xlsx":
        path = write_xlsx(folder, {"目录": [columns, cells]})
    else:
        path = write(folder, csv_text([columns, cells]))
    [row] = check(taian(), path, **options).rows  # type: ignore[arg-type]
    return row


KINDS = ["csv", "xlsx", "json"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unlisted", ["unknown", "false"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("否", "是"), ("是", "否"), ("否", "看情况"), ("看情况", "否"), ("否", "未知"), ("待定", "否")],
)
def test_a_fact_said_in_two_ways_is_not_known(
    tmp_path: Path, kind: str, unlisted: str, first: str, second: str
) -> None:
    row = row_twice(tmp_path, kind, "涉及个人隐私", first, second, unlisted=unlisted)
    assert "personal_privacy" not in dict(row.facts)
    assert "当作未知" in "".join(row.notes)
    assert row.verdict == "undetermined"
    if unlisted == "false":
        assert row.questions[0].fact == "personal_privacy"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("first", "second"), [("否", ""), ("", "否"), ("否", "否")])
def test_a_fact_said_once_or_alike_is_known(tmp_path: Path, kind: str, first: str, second: str) -> None:
    row = row_twice(tmp_path, kind, "涉及个人隐私", first, second)
    assert dict(row.facts) == {"personal_privacy": False}


def test_what_was_filled_in_as_unknown_is_not_read_as_no(tmp_path: Path) -> None:
    row = row_twice(tmp_path, "csv", "涉及个人隐私", "未知", "", unlisted="false")
    assert row.verdict == "undetermined"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("column", "first", "second", "field", "expected"),
    [
        ("开放属性", "无条件开放", "不予开放", "declared", None),
        ("开放属性", "无条件开放", "", "declared", "open"),
        ("更新频率", "每年", "每月", "cadence", "每年 / 每月"),
        ("更新频率", "每年", "按年", "cadence", "每年 / 按年"),
        ("更新时间", "2026-01-01", "2026-02-01", "updated", None),
        ("更新时间", "2026-01-01", "2026年1月1日", "updated", dt.date(2026, 1, 1)),
        ("数据集名称", "甲", "乙", "title", "甲 / 乙"),
        ("提供单位", "甲局", "乙局", "department", "甲局 / 乙局"),
        ("数据集编号", "", "2", "id", "2"),
    ],
)
def test_other_columns_that_stand_twice(
    tmp_path: Path, kind: str, column: str, first: str, second: str, field: str, expected: object
) -> None:
    row = row_twice(tmp_path, kind, column, first, second)
    assert getattr(row, field) == expected
    contrary = first and second and not (column == "更新频率" and second == "按年") and "2026年" not in second
    assert ("不一致" in "".join(row.notes)) == bool(contrary)


def test_two_cadences_give_no_term(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"更新周期": "每月", "更新时间": "2026-01-01"}).rows
    assert (row.update, row.due) == ("undetermined", None)
    assert "当作未知" in "".join(row.notes)


@pytest.mark.parametrize(
    ("columns", "meaning", "first"),
    [
        (["name", "title"], "title", "title"),
        (["目录名称", "资源名称"], "title", "资源名称"),
        (["标题", "数据集名称"], "title", "数据集名称"),
        (["目录更新时间", "数据更新时间"], "updated", "数据更新时间"),
        (["部门", "提供单位"], "department", "提供单位"),
    ],
)
def test_the_order_of_the_table_decides_not_that_of_the_file(columns: list[str], meaning: str, first: str) -> None:
    for order in (columns, columns[::-1]):
        assert recognise(order).meaning[meaning][0] == first
    last = next(column for column in columns if column != first)
    assert recognise(columns, {last: meaning}).meaning[meaning][0] == last


def test_the_better_name_is_shown_and_told(tmp_path: Path) -> None:
    report = check(
        taian(), write_json(tmp_path, [{"name": "gongyuan", "title": "公园名录", "open_type": "无条件开放"}])
    )
    assert report.rows[0].title == "公园名录"
    assert "取“title”，空的才取后面的" in problems(report)


# -- tags ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["标签", "关键字", "关键词", "数据标签", "tags", "keywords"])
@pytest.mark.parametrize(
    "tags", ["姓名,身份证号,金额", "姓名；身份证号；金额", "姓名 身份证号 金额", "姓名|申请人身份证号|金额"]
)
def test_data_items_among_the_tags_are_asked_about(tmp_path: Path, column: str, tags: str) -> None:
    [row] = report_of(tmp_path, DATASET | {column: tags}).rows
    found = {question.fact: question.why for question in row.suspected}
    assert "标签“身份证号”" in found["personal_privacy"]
    assert "标签“金额”" in found["personal_privacy"]


def test_tags_may_be_a_list_or_objects(tmp_path: Path) -> None:
    for tags in (["姓名", "身份证号"], [{"name": "姓名"}, {"name": "身份证号"}]):
        [row] = check(taian(), write_json(tmp_path, [DATASET | {"tags": tags}])).rows
        assert row.suspected


@pytest.mark.parametrize("tags", ["宗教信仰,民族", "社会保障,民政", "人脸,指纹", "健康状况", "涉密", "", "/"])
def test_themes_are_not(tmp_path: Path, tags: str) -> None:
    report = report_of(tmp_path, DATASET | {"标签": tags}, DATASET | {"数据集名称": "乙", "标签": "交通,出行"})
    assert report.suspected == 0


def test_a_theme_counts_among_data_items(tmp_path: Path) -> None:
    plain = DATASET | {"标签": "宗教信仰"}
    assert report_of(tmp_path, DATASET | {"标签": "姓名,宗教信仰"}).suspected == 1
    # A column that mostly holds data items holds them everywhere.
    report = report_of(tmp_path, plain, DATASET | {"标签": "名称,联系电话,地址"}, DATASET | {"标签": "编号,日期"})
    assert [bool(row.suspected) for row in report.rows] == [True, False, False]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("second", ["待定", "拟调整为不予开放", "3"])
def test_an_attribute_beside_which_something_else_is_written_is_not_declared(
    tmp_path: Path, kind: str, second: str
) -> None:
    row = row_twice(tmp_path, kind, "开放属性", "无条件开放", second)
    assert row.verdict == "not_recognised"
    assert f"“{second}”" in "".join(row.notes)
    assert row_twice(tmp_path, kind, "开放属性", "无条件开放", "").declared == "open"


@pytest.mark.parametrize("unlisted", ["unknown", "false"])
def test_facts_of_a_line_with_more_cells_than_the_header_are_not_known(tmp_path: Path, unlisted: str) -> None:
    """A comma without quotation marks in 备注 moves the 是 of the last fact out of the table."""
    head = ["数据集名称", "开放属性", "备注", *YES_NO, "涉及个人隐私"]
    cells = ["停车场", "无条件开放", "部分", "否", *YES_NO.values(), "是"]
    report = check(taian(), write(tmp_path, csv_text([head, cells])), unlisted=unlisted)  # type: ignore[arg-type]
    assert report.rows[0].facts == ()
    assert report.rows[0].verdict == "undetermined"
    assert "各列错位" in problems(report)


def test_an_empty_column_beside_one_that_says_it_is_not_told_as_not_filled_in(tmp_path: Path) -> None:
    declared = ["无条件开放", "有条件开放", "看情况"]
    datasets = [DATASET | {"数据集名称": word, "开放属性": word, "开放等级": ""} for word in declared]
    told = report_of(tmp_path, *datasets).explain()
    assert "“看情况”不是开放属性（1 个）" in told
    assert "没有填开放属性" not in told
    assert "没有填开放属性（1 个）" in report_of(tmp_path, *datasets, DATASET | {"开放属性": ""}).explain()


@pytest.mark.parametrize(
    ("first", "second", "known"), [("否", "是", None), ("是", "否", None), ("", "是", True), ("否", "", False)]
)
def test_facts_of_the_rows_of_one_dataset_are_compared(
    tmp_path: Path, first: str, second: str, known: bool | None
) -> None:
    """A row for each data item, of which one is somebody's identity number."""
    items = {"姓氏笔画": first, "身份证号": second, "备注": ""}
    datasets = [DATASET | YES_NO | {"数据项": item, "涉及个人隐私": fact} for item, fact in items.items()]
    report = report_of(tmp_path, *datasets, unlisted="false")
    [row] = report.rows
    assert dict(row.facts).get("personal_privacy") is known
    assert ("填的不一致，当作未知" in problems(report)) is (known is None)
    assert known is False or row.verdict != "valid"


def test_a_code_whose_name_stands_twice_in_its_cell_is_not_read(tmp_path: Path) -> None:
    [row] = report_of(tmp_path, DATASET | {"开放属性": '{"name":"不予开放","name":"无条件开放"}'}).rows
    assert row.declared is None


@pytest.mark.parametrize("unlisted", ["unknown", "false"])
def test_a_fact_that_has_a_column_and_is_not_filled_in_is_not_read_as_no(tmp_path: Path, unlisted: str) -> None:
    """Only what was never asked about is."""
    sets = [DATASET | {"涉及个人隐私": answer} for answer in ("", "否")]
    blank, no = report_of(tmp_path, *sets, unlisted=unlisted).rows
    assert (blank.facts, blank.verdict) == ((), "undetermined")
    assert (no.verdict == "valid") is (unlisted == "false")


@pytest.mark.parametrize(
    ("column", "answer", "settled"),
    [
        ("是否涉密", "是", False),
        ("是否含个人信息", "√", False),
        ("密级", "机密", False),
        ("密级", "秘密级", False),
        ("敏感程度", "内部", False),
        ("是否涉密", "否", True),
        ("不涉及国家秘密", "否", False),
        ("是否非涉密", "N", False),
        ("不开放理由", "无", True),
        ("密级", "非密", True),
        ("有无接口", "", True),
        ("负责人", "张三", True),
    ],
)
def test_who_answers_a_question_that_is_not_known_has_not_asked_all_others(
    tmp_path: Path, column: str, answer: str, settled: bool
) -> None:
    """``--unlisted false`` says that all was asked; a column passed over may be what was."""
    sets = [DATASET | {column: answer}, DATASET | {"数据集名称": "乙", column: ""}]
    report = report_of(tmp_path, *sets, unlisted="false")
    assert report.rows[0].verdict == ("valid" if settled else "undetermined")
    assert any(f"“{column}”填了“{answer}”，不知道问的是什么" in note for note in report.rows[0].notes) is not settled
    assert report.rows[1].verdict == "valid"
    usual = report_of(tmp_path, *sets).rows[0]
    assert not any("不知道问的是什么" in note for note in usual.notes)


def test_a_profile_says_that_a_column_is_no_question_on_a_fact(tmp_path: Path) -> None:
    profile = write(tmp_path, "列:\n  有无接口: 不参与检查\n", "平台.yaml")
    [row] = report_of(tmp_path, DATASET | {"有无接口": "有"}, unlisted="false", profile=profile).rows
    assert row.verdict == "valid"


def test_columns_that_come_last_count_only_where_no_other_is_filled(tmp_path: Path) -> None:
    told = "列: {开放代码: 开放属性, 频率代码: 更新频率}\n次选: [开放代码, 频率代码]\n"
    profile = write(tmp_path, told, "平台.yaml")
    both = {"开放代码": "不予开放", "频率代码": "每日"}
    only = DATASET | both | {"数据集名称": "乙", "开放属性": "", "更新频率": ""}
    report = report_of(tmp_path, DATASET | both, only, profile=profile)
    assert [(row.declared_text, row.cadence) for row in report.rows] == [("无条件开放", "每年"), ("不予开放", "每日")]
    assert not any("不一致" in text for row in report.rows for text in row.notes)
