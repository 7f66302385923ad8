"""Exit status: 2 misuse or bad input; 1 something found; 4 cannot tell; 0. The first that applies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import opendata_rules as odr

from .conftest import ON, ROOT, Run

TAIAN = ("-j", "taian", "--on", ON)
SECRET = ("--fact", "国家秘密=是")


def facts(*pairs: str) -> tuple[str, ...]:
    return tuple(word for pair in pairs for word in ("--fact", pair))


NO_RESTRICTION = ("应当通过其他途径获取=否", "协议或者知识产权限制=否")
CLASSIFY = [
    (0, SECRET),
    (0, (*SECRET, "--declared", "不予开放")),
    (1, (*SECRET, "--declared", "无条件开放")),
    (4, ()),
    (4, ("--declared", "open")),
    (4, facts("涉及个人隐私=是", "第三方意见=未征询")),
    # Found comes before cannot tell: undetermined, yet the declared attribute cannot stand.
    (1, (*facts("涉及个人隐私=是", "第三方意见=同意", *NO_RESTRICTION), "--declared", "无条件开放")),
    # Misuse comes before found.
    (2, (*SECRET, "--declared", "开放")),
    (2, (*SECRET, "--declared", "无条件开放", "--fact", "国家机密=是")),
    (2, (*SECRET, "--declared", "无条件开放", "--lang", "fr")),
    (2, (*SECRET, "--declared", "无条件开放", "--on", "2026-02-30")),
    (4, ("--scheme", "sharing")),
]


@pytest.mark.parametrize(("status", "arguments"), CLASSIFY)
def test_classify(run: Run, status: int, arguments: tuple[str, ...]) -> None:
    assert run("classify", *TAIAN, *arguments).status == status
    assert run("classify", *TAIAN, *arguments, "--json").status == status


def test_classify_where_nothing_is_in_force_cannot_tell(run: Run) -> None:
    done = run("classify", "-j", "taian", "--on", "1990-01-01", *SECRET)
    assert done.status == 4
    assert "no_rule_in_force" in done.out


def test_classify_under_human_review_cannot_tell(run: Run) -> None:
    contradictory = facts("任何形式均不得开放=是", "法定不予开放=否")
    done = run("classify", *TAIAN, *contradictory, "--json")
    assert done.json["status"] == "human_review"
    assert done.status == 4


CHANGE = [
    (1, ("open", "closed", *facts("同意（审核）状态=未申请"))),
    (4, ("open", "closed")),
    (0, ("open", "open")),
    (4, ("open", "open", *facts("开放条件变化=收紧"))),
    (4, ("conditional", "conditional")),
    (0, ("conditional", "conditional", *facts("开放条件变化=不变"))),
    (2, ("open", "shut")),
    (2, ("open",)),
    (2, ("open", "closed", "conditional")),
    (2, ("open", "closed", *facts("同意（审核）状态=未申请", "同意状态=未申请"))),
]


@pytest.mark.parametrize(("status", "arguments"), CHANGE)
def test_change(run: Run, status: int, arguments: tuple[str, ...]) -> None:
    assert run("change", *arguments, "-j", "jining", "--on", ON).status == status
    assert run("change", *arguments, "-j", "jining", "--on", ON, "--json").status == status


def test_change_allowed_is_well(run: Run) -> None:
    granted = facts(
        "同意（审核）状态=已同意（审核通过）",
        "同意（审核）机关=市级大数据主管部门（设区的市）",
        "同意机关与本地的关系=本行政区域的主管部门",
        "先同意后变更=是",
        "已通过平台申请=是",
        "已提供依据文件=是",
        "有合理理由=是",
        "调整原因=法律、法规修改",
        "法定不予开放=是",
    )
    done = run("change", "open", "closed", "-j", "jining", "--on", ON, *granted, "--json")
    assert (done.json["verdict"], done.status) == ("allowed", 0)


def test_change_where_nothing_is_in_force_cannot_tell(run: Run) -> None:
    done = run("change", "open", "closed", "-j", "taian", "--on", "1990-01-01", "--json")
    assert done.json["verdict"] == "not_regulated"
    assert done.status == 4


HEAD = "数据集名称,提供单位,开放属性,国家秘密,涉及个人隐私,第三方意见,更新时间,更新频率\n"
ROWS = {
    "valid": "甲,一局,不予开放,是,否,,2026-03-01,每月\n",
    "invalid": "乙,一局,无条件开放,是,否,,2026-03-01,每月\n",
    "doubtful": "丙,一局,无条件开放,,,,2026-03-01,每月\n",
    "unnamed": "丁,一局,不详,是,否,,2026-03-01,每月\n",
    "overdue": "戊,一局,不予开放,是,否,,2020-03-01,每月\n",
}
CATALOGUES = [
    (0, ("valid",)),
    (1, ("valid", "invalid")),
    (1, ("valid", "overdue")),
    (4, ("valid", "doubtful")),
    (4, ("valid", "unnamed")),
    (1, ("invalid", "doubtful", "unnamed")),
]


@pytest.mark.parametrize(("status", "rows"), CATALOGUES)
def test_catalogue(run: Run, folder: Path, status: int, rows: tuple[str, ...]) -> None:
    Path("表.csv").write_text(HEAD + "".join(ROWS[row] for row in rows), encoding="utf-8")
    assert run("catalogue", "表.csv", *TAIAN).status == status
    assert run("catalogue", "表.csv", *TAIAN, "--json").status == status


@pytest.mark.parametrize(
    "arguments",
    [
        ("没有.csv",),
        ("目录.csv", "-o", "报告.doc"),
        ("目录.csv", "-o", "没有的文件夹/报告.html"),
        ("目录.csv", "-o", "条文"),
        ("目录.csv", "-o", "目录.csv"),
        ("目录.csv", "--profile", "没有.yaml"),
        ("目录.csv", "--unlisted", "maybe"),
        (),
    ],
)
def test_catalogue_misused(run: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    before = Path("目录.csv").read_bytes()
    done = run("catalogue", *arguments, *TAIAN)
    assert done.status == 2
    assert not done.out
    assert Path("目录.csv").read_bytes() == before


def test_a_report_that_cannot_be_written_is_refused_before_the_check(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("checked first")

    monkeypatch.setattr("opendata_rules.cli.commands.catalogue.opened", never)
    for output in ("报告.doc", "没有的文件夹/报告.html", "条文", "目录.csv"):
        assert run("catalogue", "目录.csv", *TAIAN, "-o", output).status == 2


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (0, ("facts", "-j", "taian")),
        (0, ("facts", "-j", "taian", "sharing_classification")),
        (0, ("facts", "-j", "taian", "开放属性变更", "--template")),
        (2, ("facts", "-j", "taian", "属性变更")),
        (2, ("facts", "-j", "taian", "--template", "--json")),
        (2, ("facts", "taian")),
        (0, ("articles", "taian", "青岛市")),
        (0, ("articles", "taian@2026-03-10")),
        (2, ("articles", "taian@2026-3-10")),
        (2, ("articles", "烟台")),
        (2, ("articles",)),
        (0, ("articles", "shandong", "--on", "1990-01-01")),
        (2, ("articles", "taian", "--on", "昨天")),
    ],
)
def test_reading(run: Run, status: int, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == status


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (0, ("lint", "好.yaml")),
        (1, ("lint", "坏.yaml")),
        (1, ("lint", ".")),
        (0, ("lint", "警告.yaml")),
        (2, ("lint", "没有.yaml")),
        (2, ("lint", "好.yaml", "--texts", "没有")),
        (2, ("lint", "好.yaml", "坏.yaml")),
        (2, ("test", "no-such-instrument")),
        (2, ("test", "--rules", "条文")),
    ],
)
def test_authoring(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    place = "名称: 某市\n代码: '370000'\n级别: 市级\n主管部门: 某局\n"
    (tmp_path / "好.yaml").write_text(place, encoding="utf-8")
    (tmp_path / "坏.yaml").write_text(place.replace("市级", "市"), encoding="utf-8")
    (tmp_path / "警告.yaml").write_bytes(b"\xef\xbb\xbf" + place.encode())
    (tmp_path / "条文").mkdir()
    assert run(*arguments).status == status
    assert run(*arguments, "--json").status == status


CASES = """用例:
  - 情形: 国家秘密
    地方: taian
    日期: 2026-03-10
    基准: {国家秘密: 是}
    属性: 不予开放
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of the packs in which Tai'an alone has cases."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in tmp_path.glob("rules/*/*cases.yaml"):
        path.unlink()
    (tmp_path / "rules/taian-open-data-measures-2025/cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def test_cases_that_pass(run: Run, packs: Path) -> None:
    done = run("test", "--rules", str(packs))
    assert done.status == 0
    assert "1 个用例，1 个相符，0 个不符" in done.out


def test_cases_that_fail(run: Run, packs: Path) -> None:
    path = packs / "rules/taian-open-data-measures-2025/cases.yaml"
    path.write_text(CASES.replace("属性: 不予开放", "属性: 无条件开放"), encoding="utf-8")
    done = run("test", "--rules", str(packs), "taian-open-data-measures-2025")
    assert done.status == 1
    assert "应为无条件开放" in done.out
    assert run("test", "--rules", str(packs), "--json").json["items"][0]["passed"] is False


def test_cases_that_cannot_be_read(run: Run, packs: Path) -> None:
    path = packs / "rules/taian-open-data-measures-2025/cases.yaml"
    path.write_text("用例：\n", encoding="utf-8")
    done = run("test", "--rules", str(packs), "--json")
    assert (done.status, done.json) == (1, {"items": []})
    assert "cases.yaml:1" in done.err


def test_a_folder_is_tested_with_the_packs_around_it(run: Run, packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(packs / "rules")
    for argument in ("taian-open-data-measures-2025/", str(packs / "rules/taian-open-data-measures-2025"), ".."):
        done = run("test", argument)
        assert done.status == 0
        assert done.out.startswith("1 个用例")


def test_an_instrument_without_cases_says_so(run: Run, packs: Path) -> None:
    done = run("test", "--rules", str(packs), "qingdao-public-data-measures-2023")
    assert (done.status, done.out) == (0, "没有用例。\n")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("clasify",),
        ("--nonsense",),
        ("classify",),
        ("classify", "-j"),
        ("classify", "-j", "taian", "--json=1"),
        ("classify", "-j", "taian", "--fact"),
        ("classify", "-j", "taian", "--facts", "没有.yaml"),
        ("classify", "-j", "taian", "--rules", "没有"),
        ("classify", "-j", "烟台"),
        ("classify", "-j", "taian", "--scheme", "share"),
        ("classify", "-j", "taian", "多余"),
    ],
)
def test_misuse_says_nothing_on_standard_output(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert not done.out
    assert done.err


def test_version(run: Run) -> None:
    assert run("--version").out == f"opendata-rules {odr.__version__}\n"
