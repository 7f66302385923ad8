"""The register of profiles: each format that is in it, by a file of our own making; and how one is named or brought."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import BadProfile
from opendata_rules.catalogue.profile_file import KEYS, read_profile
from opendata_rules.catalogue.register import registered
from opendata_rules.catalogue.report import Report

from .helpers import ON, csv_text, problems, taian, workbook, write, write_json

FILES = Path(__file__).parent / "profiles"
ROOT = Path(__file__).parent.parent.parent
OPEN, CONDITIONAL = odr.Attribute.OPEN, odr.Attribute.CONDITIONAL
FEBRUARY, JANUARY = dt.date(2026, 2, 20), dt.date(2026, 1, 10)
MONTHLY, YEARLY = "每月", "每年"

#: Name of the format by file, and what of the two datasets it says beyond id, name and department: attribute, cadence,
#: last update.
SAID = {
    "ckan_search.json": ("CKAN", (OPEN, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "ckan_list.json": ("CKAN", (OPEN, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "ckan_lines.jsonl": ("CKAN", (OPEN, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "ckan_show.json": ("CKAN", None, (CONDITIONAL, YEARLY, JANUARY)),
    "data.json": ("data.json", (None, MONTHLY, FEBRUARY), (None, YEARLY, JANUARY)),
    "dcat.ttl": ("DCAT", (None, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "dcat.rdf": ("DCAT", (None, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "dcat.jsonld": ("DCAT", (None, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "udata.json": ("udata", (OPEN, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "udata.csv": ("udata", (None, MONTHLY, None), (None, YEARLY, None)),
    "opendatasoft.json": ("OpenDataSoft", (OPEN, MONTHLY, FEBRUARY), (CONDITIONAL, YEARLY, JANUARY)),
    "opendatasoft.csv": ("OpenDataSoft", (None, MONTHLY, FEBRUARY), (None, YEARLY, JANUARY)),
    "datapackage.json": ("Frictionless", None, (CONDITIONAL, YEARLY, JANUARY)),
    "government_resources.csv": ("政务信息资源目录", (OPEN, MONTHLY, None), (None, YEARLY, None)),
}
NAMED = {"d-001": ("停车场信息", "市城管局"), "d-002": ("低保金发放名单", "市民政局")}


def of(name: str, **options: object) -> Report:
    return check(taian(), FILES / name, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SAID)
def test_a_format_is_known_by_its_shape_and_read_by_its_fields(name: str) -> None:
    label, *said = SAID[name]
    report = of(name)
    assert f"按“{label}”的格式读取" in problems(report)
    assert not report.unused
    expected = {identifier: found for identifier, found in zip(NAMED, said, strict=True) if found is not None}
    assert {row.id: (row.title, row.department) for row in report.rows} == {one: NAMED[one] for one in expected}
    columns = {column for column, meaning in report.columns if meaning == "更新频率"}
    read = {spelling.text: spelling.reading for spelling in report.spellings if spelling.column in columns}
    found = {row.id: (row.declared, read[row.cadence], row.updated) for row in report.rows}
    assert found == expected


def test_the_fields_of_files_are_evidence_and_the_files_are_no_datasets() -> None:
    for name in ("ckan_search.json", "opendatasoft.json", "datapackage.json", "dataresource.json"):
        row = of(name).rows[-1]
        assert "身份证号" in row.fields, name
        assert row.suspected, name


def test_what_only_looks_like_an_attribute_is_told_and_left_open() -> None:
    report = of("data.json")
    assert [row.declared_text for row in report.rows] == ["public", "restricted public"]
    assert {row.verdict for row in report.rows} == {"not_recognised"}
    assert "推不出不予开放" in problems(report)
    told = problems(of("ckan_search.json"))
    assert "说的是许可协议，不是开放属性" in told
    assert "没有当作数据的最近更新" in told
    [row, _] = of("dcat.ttl").rows
    assert row.declared_text.endswith("/access-right/PUBLIC")
    assert row.declared is None


def test_what_codes_mean_is_added_in_a_profile_of_three_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "开放属性: {public: 无条件开放, restricted public: 有条件开放}\n", "平台.yaml")
    report = of("data.json", profile=path)
    assert [row.declared for row in report.rows] == [OPEN, CONDITIONAL]
    assert [row.department for row in report.rows] == ["市城管局", "市民政局"]
    assert "推不出不予开放" not in problems(report)


def test_a_page_says_how_many_datasets_are_not_in_it() -> None:
    report = of("udata.json")
    assert report.left == ("平台上的其余 5 个数据集（文件里只有一页 2 个，平台共有 7 个）",)
    assert of("ckan_search.json").left == ()


def test_services_are_counted_as_not_read() -> None:
    assert of("dcat.ttl").left == ("数据服务 1 个",)


def test_codes_of_shandong_are_named_never_guessed(tmp_path: Path) -> None:
    report = of("shandong.json", profile="山东平台")
    assert [row.declared for row in report.rows] == [OPEN, None]
    assert report.rows[1].verdict == "not_recognised"
    assert [(row.title, row.department) for row in report.rows] == list(NAMED.values())
    # Without the name the codes mean nothing.
    path = write_json(tmp_path, [{"数据集名称": "甲", "open_type": "1", "更新频率": "每年"}])
    [row] = check(taian(), path).rows
    assert row.declared is None
    more = write(tmp_path, '基于: 山东平台\n开放属性: {"2": 有条件开放}\n', "平台.yaml")
    assert [row.declared for row in of("shandong.json", profile=more).rows] == [OPEN, CONDITIONAL]


def test_the_national_template_in_a_workbook_with_merged_cells(tmp_path: Path) -> None:
    rows = [line.split(",") for line in (FILES / "government_resources.csv").read_text(encoding="utf-8").splitlines()]
    wide = ["H1:J1", "K1:M1", "N1:O1", *(f"{column}1:{column}2" for column in "ABCDEFGPQR")]
    long = [f"{column}{at}:{column}{at + 1}" for at in (3, 5) for column in "ABCDEFGKLMNOPQR"]
    report = check(taian(), write(tmp_path, workbook({"目录": rows}, [*wide, *long]), "目录.xlsx"))
    assert [(row.title, row.fields, row.declared) for row in report.rows] == [
        ("停车场信息", "名称、位置", OPEN),
        ("低保金发放名单", "姓名、身份证号", None),
    ]
    assert "表头上面的内容没有读取" not in problems(report)
    assert "“政务信息资源目录”" in problems(report)


def test_every_entry_is_whole_and_has_its_test_file() -> None:
    entries = registered()
    assert len({name.casefold() for one in entries for name in one.called}) == sum(
        len({name.casefold() for name in one.called}) for one in entries
    )
    assert {one.label for one in entries} == {label for label, *_ in SAID.values()} | {"山东平台"}
    assert all(one.source and one.text for one in entries)
    # What has a shape is known by it; the others have to be named.
    assert [one.label for one in entries if not one.shapes] == ["山东平台"]


@pytest.mark.parametrize("name", ["ckan", "CKAN", "Ckan"])
def test_a_registered_profile_goes_by_id_and_name(name: str, tmp_path: Path) -> None:
    path = write_json(tmp_path, [{"title": "甲", "organization": {"title": "市局"}, "extras": []}])
    assert check(taian(), path, profile=name).rows[0].department == "市局"


def test_a_name_that_is_not_registered_is_told_with_those_that_are() -> None:
    with pytest.raises(BadProfile, match=r"没有登记名为“CKANN”.*CKAN.*山东平台") as caught:
        of("data.json", profile="CKANN")
    assert "CKAN" in caught.value.nearest
    with pytest.raises(BadProfile, match="没有登记“不存在”"):
        taian_check_with_base("不存在")


def taian_check_with_base(name: str) -> None:
    from opendata_rules.catalogue.profile import Profile
    from opendata_rules.catalogue.register import on_its_base

    on_its_base(Profile(base=name), registered())


def test_a_named_format_that_the_file_has_not_is_told() -> None:
    with pytest.raises(odr.Error, match=r"按“data.json”的格式，数据集应当在“dataset\[\]”之中"):
        of("ckan_search.json", profile="data.json")


@pytest.mark.parametrize("name", SAID)
def test_the_receipt_brings_the_format_along(name: str) -> None:
    report = of(name)
    receipt = json.loads(json.dumps(report.receipt))
    assert receipt["options"]["format"].startswith("#") or "编号:" in receipt["options"]["format"]
    library = odr.load(ROOT)
    assert library.replay(receipt, source=FILES / name).to_dict() == report.to_dict()
    # Another format then, another answer now: the receipt's own one is used, not that of the register.
    receipt["options"]["format"] = receipt["options"]["format"].replace("数据集名称", "摘要")
    with pytest.raises(odr.ReceiptMismatch):
        library.replay(receipt, source=FILES / name)


def test_two_states_of_a_catalogue_are_read_by_their_formats(tmp_path: Path) -> None:
    old = FILES / "ckan_search.json"
    new = write(tmp_path, old.read_text(encoding="utf-8").replace("无条件开放", "有条件开放"), "新.json")
    found = taian().check_catalogue_changes(old, new)
    assert [(change.old.declared, change.new.declared) for change in found.changes] == [(OPEN, CONDITIONAL)]
    [text] = found.receipt["options"]["formats"]  # type: ignore[index,misc,call-overload]
    assert "名称: CKAN" in text
    library = odr.load(ROOT)
    assert library.replay(found.receipt, source=(old, new)).to_dict() == found.to_dict()


def test_the_receipt_of_a_named_format_needs_no_second_text() -> None:
    report = of("shandong.json", profile="山东平台")
    assert report.receipt["options"]["format"] is None
    assert odr.load(ROOT).replay(report.receipt, source=FILES / "shandong.json").to_dict() == report.to_dict()


def test_a_pack_brings_the_profiles_of_its_platforms(tmp_path: Path) -> None:
    for folder in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    own = tmp_path / "rules" / "taian-open-data-measures-2025" / "profiles"
    own.mkdir()
    entry = "编号: taian-platform\n名称: 泰安平台\n来源: 平台的说明\n"
    entry += '列: {名: 数据集名称, 类: 开放属性}\n开放属性: {"9": 不予开放}\n'
    (own / "platform.yaml").write_text(entry, encoding="utf-8")
    library = odr.load(tmp_path)
    path = write(tmp_path, csv_text([["名", "类"], ["甲", "9"]]))
    [row] = library.law("泰安", on=ON).check_catalogue(path, profile="泰安平台").rows
    assert row.declared is odr.Attribute.CLOSED
    with pytest.raises(BadProfile, match="没有登记名为“泰安平台”"):
        library.law("青岛", on=ON).check_catalogue(path, profile="泰安平台")
    assert not [problem for problem in library.lint() if problem.severity is odr.Severity.ERROR]
    # The shipped ones are known in any folder.
    shutil.rmtree(tmp_path / "rules" / "profiles")
    assert library.law("青岛", on=ON).check_catalogue(FILES / "ckan_show.json").rows[0].id == "d-002"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("路径: {a..b: 数据集名称}", "不是路径"),
        ("路径: {a: 数据集名字}", "没有“数据集名字”"),
        ("路径: [a]", "键: 值"),
        ("数据集: {a: b}", "数据集应当是名称"),
        ("次选: 3\n键值: [[a]]", "键值应当是名称"),
        ("识别: {形状: a}", "“识别”由这些项组成"),
        ("识别: a", "“识别”由这些项组成"),
        ("识别: {各项: [a..b]}", "不是路径"),
        ("编号: 中文", "小写字母"),
        ("名称: [a]", "一段文字"),
        ("说明: {a: [b]}", "键: 值"),
    ],
)
def test_mistakes_in_new_parts_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadProfile, match=said):
        read_profile(write(tmp_path, text, "平台.yaml"))


def test_a_profile_of_ones_own_may_name_paths(tmp_path: Path) -> None:
    path = write_json(
        tmp_path, {"页": {"行": [{"基本": {"名": "甲"}, "项": [{"k": "b", "名": "乙"}], "属性": "无条件开放"}]}}
    )
    own = "数据集: '页.行[]'\n路径: {基本.名: 数据集名称, '项[k=b].名': 提供单位}\n列: {属性: 开放属性}\n"
    [row] = check(taian(), path, profile=write(tmp_path, own, "平台.yaml")).rows
    assert (row.title, row.department, row.declared) == ("甲", "乙", OPEN)


def test_the_guide_lists_every_key_and_every_format() -> None:
    guide = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in guide] == []
    assert [one.label for one in registered() if f"| {one.label} |" not in guide] == []
