"""Files of rules to start from: nothing is made up, and nothing overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import pytest

import opendata_rules as odr
from opendata_rules import cli
from opendata_rules.authoring.regulation_texts.articles import RegulationText
from opendata_rules.authoring.scaffold import _compared, new_instrument, new_notice, new_place, new_version
from opendata_rules.diagnostics.rendering import render
from opendata_rules.packs.shelf import Shelf
from tests.amendments import NEW, TAIAN, copied

TEXT = """\
测试市公共数据开放办法

第一条 为了规范公共数据开放，制定本办法。
第二条 本办法适用于本市公共数据的开放。
第三条 开放主体应当在15日内反馈。
"""
AMENDED = """\
测试市公共数据开放办法

第一条 为了规范公共数据开放，制定本办法。
第二条 新增加的一条。
第三条 本办法适用于本市公共数据的开放。
第四条 开放主体应当在10日内反馈。
"""
ON = dt.date(2027, 1, 1)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(copied(tmp_path / "packs"))


def severe(root: Path) -> list[str]:
    return [render([one]) for one in odr.lint(root) if one.severity == "error"]


def test_a_version_is_two_lines_and_sound_at_once(shelf: Shelf) -> None:
    made = new_version(shelf, TAIAN, ON)
    assert [path.relative_to(shelf.root).as_posix() for path in made.paths] == [f"rules/{NEW}/instrument.yaml"]
    written = [line for line in made.paths[0].read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert written == [f"修订自: {TAIAN}", "施行日期: 2027-01-01"]
    assert any("jurisdictions/taian.yaml" in note for note in made.notes)
    place = shelf.root / "jurisdictions" / "taian.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace(TAIAN, NEW), encoding="utf-8")
    assert not odr.lint(shelf.root)


def test_a_version_beside_the_new_text_says_what_moved_and_what_waits(shelf: Shelf, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(TEXT, encoding="utf-8")
    new.write_text(AMENDED, encoding="utf-8")
    new_instrument(
        shelf,
        "ceshi-2026",
        title="测试市办法",
        authority="测试市人民政府",
        on=dt.date(2026, 1, 1),
        rank="政府规章",
        text=old,
    )
    made = new_version(Shelf(shelf.root), "ceshi-2026", ON, text=new)
    head, rows = (path.read_text(encoding="utf-8") for path in made.paths)
    assert '条文改号: {"2": "3"}\n' in head
    assert [line.partition("指纹")[0] for line in rows.splitlines()[1:]] == [
        '  - {条文: "2", 状态: 待处理, ',
        '  - {条文: "4", 状态: 待处理, ',
    ]
    assert made.notes[0] == "对照新的正文：1 条没有改动，1 条只改了条号，2 条待处理。"


def test_rules_of_an_article_that_moved_are_not_those_of_the_article_that_came_in_its_place(
    shelf: Shelf, tmp_path: Path
) -> None:
    """An article is put in before the fourteenth, the twenty-eighth is changed, the sixteenth goes."""
    old = shelf.pack(TAIAN)
    marks = {row.ref: f"{row.fingerprint}" for row in old.articles}
    order = [*map(str, range(1, 14)), "new", "14", "15", *map(str, range(17, 35))]
    now = {str(n): marks.get(ref, "0" * 64) for n, ref in enumerate(order, 1)} | {"28": "1" * 64}

    class Text:
        articles = now
        missing = ()

        def fingerprint(self, key: str) -> str:
            return now[key]

    notes = _compared(old, cast(RegulationText, Text())).notes
    assert notes[1].startswith("第 14 条是旧的正文没有的")
    assert notes[2].startswith("第 28 条要复核的规则：taian-28-1-cdo、")
    assert notes[3:] == ["第 16 条没有了；依据它的规则要废止或者重写：taian-16-demands、taian-32-4-answered。"]


def test_every_article_of_a_new_instrument_waits(shelf: Shelf, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(TEXT, encoding="utf-8")
    made = new_instrument(
        shelf, "ceshi-2026", title="测试市办法: 一", authority="测试市人民政府", rank="政府规章", text=text
    )
    pack = Shelf(shelf.root).pack("ceshi-2026")
    assert [(row.ref, row.status) for row in pack.articles] == [(str(n), "pending") for n in (1, 2, 3)]
    assert pack.instrument.title == "测试市办法: 一"
    found = odr.lint(made.paths[0].parent)
    assert [one.code for one in found] == ["article_pending"]
    assert "3 条待处理：1、2、3" in found[0].message


def test_a_place_shows_the_law_above_it(shelf: Shelf) -> None:
    made = new_place(
        shelf, "ceshi", title="测试市", code="379900", level="市级", department="测试市大数据局", parent="枣庄"
    )
    assert made.notes[0] == "上级：测试市 → 枣庄市（zaozhuang） → 山东省（shandong）"
    assert any("shandong-measures-344" in note for note in made.notes)
    assert not severe(shelf.root)
    assert odr.load(shelf.root).law("测试市", on=dt.date(2026, 3, 10)).check("下架", {}).findings is not None


def test_a_notice_has_the_statutory_days_and_is_refused_until_it_is_published(shelf: Shelf) -> None:
    [path] = new_notice(shelf, 2027).paths
    text = path.read_text(encoding="utf-8")
    assert "上班" not in text.partition("安排:")[2]
    for span in ("2027-01-01]", "2027-02-05 至 2027-02-08]", "2027-04-05]", "2027-10-01 至 2027-10-03]"):
        assert span in text
    assert [one.code for one in odr.lint(path)] == ["bad_date"]
    assert severe(shelf.root)
    with pytest.raises(odr.BadPack):
        odr.load(shelf.root).calendar.add(dt.date(2026, 3, 2), 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["version", TAIAN, "--on", "2025-09-01"], "不晚于"),
        (["version", TAIAN, "--on", "2028-09-03"], "有效期至 2028-09-01"),
        (["version", TAIAN, "--on", "2027-01-01", "--issued", "2027-01-02"], "成文日期 2027-01-02 晚于施行日期"),
        (["version", "taian-open-data", "--on", "2027-01-01"], "没有名为"),
        (["version", TAIAN, "--on", "2027-01-01", "--id", "泰安"], "不能作编号"),
        (["version", TAIAN, "--on", "2027-01-01", "--id", "jinan-measures-291"], "已经有编号"),
        (["version", TAIAN, "--on", "2027-01-01", "--text", "没有.txt"], "正文文件读不出来"),
        (["instrument", "calendar", "甲办法", "乙政府"], "不能作编号"),
        (["instrument", "ceshi-2026", "《甲办法》", "乙政府"], "书名号"),
        (["instrument", "ceshi-2026", "甲办法", "乙政府", "--rank", "地方规章"], "政府规章"),
        (["place", "ceshi", "测试市", "3799", "市级", "局", "--parent", "山东"], "代码"),
        (["place", "ceshi", "泰安", "379900", "市级", "局", "--parent", "山东"], "已经是泰安市"),
        (["place", "ceshi", "测试市", "379900", "市级", "局"], "上级"),
        (["place", "ceshi", "测试市", "379900", "市级", "局", "--parent", "江苏"], "没有收录"),
        (["place", "ceshi", "测试市", "379900", "市级", "局", "--parent", "山东", "--instrument", "x"], "没有编号"),
        (["place", "taian", "测试市", "379900", "市级", "局", "--parent", "山东"], "不会覆盖"),
        (["notice", "2026"], "已经有到 2026 年"),
        (["notice", "2028"], "下一个是 2027 年"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    shelf: Shelf, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(shelf.root.rglob("*"))
    assert cli.run(["new", *arguments, "--rules", str(shelf.root)]) == 2
    assert told in capsys.readouterr().err
    assert sorted(shelf.root.rglob("*")) == before


def test_a_version_is_made_once(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    called = ["new", "version", TAIAN, "--on", "2027-01-01", "--rules", str(shelf.root)]
    assert cli.run(called) == 0
    path = shelf.root / "rules" / NEW / "instrument.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    assert cli.run(called) == 2
    assert "已经由" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8").endswith("# 改过\n")
