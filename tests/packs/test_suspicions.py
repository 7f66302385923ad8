"""``suspicions.yaml`` of a pack: what is wrong is told at its line, what is right takes effect in a catalogue."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.lint import lint
from opendata_rules.reading.folders import shipped

PACK = "taian-open-data-measures-2025"
GOOD = """\
可疑名称:
  - 编号: taian-kiln
    事实: 涉及个人隐私
    理由: 窑工名册记有籍贯和病史
    来源: [泰安市大数据局 2026 年审看记录]
    数据项: [窑工工号]
    名称式样: [窑工…名册]
  - 编号: taian-brew
    事实: trade_secret
    理由: 酒曲配比是商业秘密
    来源: [泰安市大数据局 2026 年审看记录]
    并列: {名称项: [酒坊], 数据项: [配比]}
不作可疑:
  - 编号: taian-museum
    理由: 馆藏的旧名册是文物
    来源: [泰安市博物馆说明]
    名称式样: [馆藏…名册$]
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs with a list of names in one of Tai'an."""
    root = tmp_path_factory.mktemp("包")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(shipped() / name, root / name)
    (root / "rules" / PACK / "suspicions.yaml").write_text(GOOD, encoding="utf-8")
    return root


def suspected(root: Path, tmp_path: Path, *names: str, place: str = "taian") -> list[tuple[str, ...]]:
    """The facts that names are asked about."""
    file = tmp_path / "目录.csv"
    rows = [f"{name},市某局,无条件开放,{items}" for name, _, items in (one.partition("|") for one in names)]
    file.write_text("\n".join(["数据集名称,提供单位,开放属性,数据项", *rows]), encoding="utf-8")
    report = odr.load(root).law(place, on=dt.date(2026, 3, 10)).check_catalogue(file)
    return [tuple(question.fact for question in row.suspected) for row in report.rows]


def test_a_list_takes_effect_in_its_place_and_nowhere_else(root: Path, tmp_path: Path) -> None:
    names = (
        "窑工工会名册",
        "窑工简介|窑工工号",
        "酒坊简介|酒坊、配比",
        "酒坊介绍|配比",
        "馆藏窑工名册",
        "低保金发放表",
    )
    found = suspected(root, tmp_path, *names)
    assert found == [("personal_privacy",), ("personal_privacy",), ("trade_secret",), (), (), ("personal_privacy",)]
    assert suspected(root, tmp_path, *names, place="jining") == [(), (), (), (), (), ("personal_privacy",)]


def test_a_list_is_no_law(root: Path) -> None:
    """Another list asks other questions; what the law says, and what receipts compare, stays."""
    bare, listed = (odr.load(one).law("taian", on=dt.date(2026, 3, 10)) for one in (None, root))
    assert bare == listed
    assert lint(root / "rules" / PACK) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "said"),
    [
        ("窑工…名册]", "窑工.*名册]", 7, 12, "第 4 个字：不能用“*”"),
        ("窑工…名册]", "窑工(名册]", 7, 12, "少了一个右括号"),
        ("事实: 涉及个人隐私", "事实: 涉及个人稳私", 3, 9, "没有名为“涉及个人稳私”的事实"),
        ("事实: 涉及个人隐私", "事实: 声明的更新频率", 3, 9, "不是是非类事实"),
        ("    理由: 窑工名册记有籍贯和病史\n", "", 2, 5, "理由"),
        ("    来源: [泰安市大数据局 2026 年审看记录]\n    数据项", "    数据项", 2, 5, "来源"),
        ("来源: [泰安市博物馆说明]", "来源: []", 16, 9, "至少写 1 项"),
        ("编号: taian-brew", "编号: taian-kiln", 8, 9, "taian-kiln"),
        ("数据项: [窑工工号]", "数据项: [窑]", 6, 11, "至少 2 个字"),
        ("    数据项: [窑工工号]\n    名称式样: [窑工…名册]\n", "", 2, 5, "没有写任何名称"),
        ("数据项: [窑工工号]", "数据项名: [窑工工号]", 6, 5, "数据项名"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, said: str
) -> None:
    assert old in GOOD
    (tmp_path / "suspicions.yaml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    found = lint(tmp_path / "suspicions.yaml")
    assert [(one.line, said in f"{one.message}{one.help or ''}") for one in found] == [(line, True)], found
    assert (line, column) == (found[0].line, found[0].column)


def test_a_pack_with_a_broken_list_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / PACK
    shutil.copytree(shipped() / "rules" / PACK, folder)
    (folder / "suspicions.yaml").write_text(GOOD.replace("…", ".*", 1), encoding="utf-8")
    assert [(one.code, one.line) for one in lint(folder)] == [("bad_name_pattern", 7)]


def test_the_shipped_list_is_written_as_packs_write_theirs() -> None:
    path = Path(odr.__file__).parent / "catalogue" / "suspicions.yaml"
    assert lint(path) == ()
