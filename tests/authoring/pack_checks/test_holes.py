"""What was silent before: each slip in the shipped packs is told at its file, and of the packs as they are nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring import whole

from ...laws import ROOT

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

TAIAN, QINGDAO = "rules/taian-open-data-measures-2025", "rules/qingdao-public-data-measures-2023"
MEASURES, TENGZHOU = "rules/shandong-measures-344", "rules/tengzhou-public-data-measures-2024"
TABLE, HEAD, TERMS = f"{TAIAN}/articles.yaml", f"{TAIAN}/instrument.yaml", f"{TAIAN}/deadlines.yaml"
PLACE, COUNTY = "jurisdictions/taian.yaml", "jurisdictions/tengzhou.yaml"
REFERRAL = r"(?ms)^转致:.*?条件: \{国家秘密: 是\}\n"

#: file, what is written, what stands there instead, what is told
HOLES = [
    (TABLE, r'(?m)^  - \{条文: "1",.*\n', "", "article_count_differs article_row_missing"),
    (TABLE, r'(?m)^  - \{条文: "5",.*\n', "", "article_count_differs article_row_missing"),
    (TABLE, r'(?m)^  - \{条文: "34",.*\n', "", "article_count_differs"),
    (TABLE, r'("9",.*), 指纹: [0-9a-f]*', r"\1", "fingerprint_missing"),
    (TABLE, r'("9", 状态: )原则', r"\1已编码", "encoded_without_rules"),
    (TABLE, r'("8", 状态: )已编码', r"\1组织", "rules_not_encoded"),
    (TABLE, r'("7", 状态: 部分编码), 说明: "[^"]*", 英文说明: "[^"]*"', r"\1", "partly_without_note"),
    (HEAD, "标题: 泰安市公共", "标题: 泰安市公众", "title_nearly_known"),
    (HEAD, "〔2025〕", "〔2022〕", "number_of_another_year"),
    (HEAD, "〔2025〕", "(2025)", "bad_number"),
    (HEAD, "制定机关: 泰安市大数据局", "制定机关: 泰安市大数椐局", "name_nearly_known"),
    (HEAD, "制定机关: 泰安市", "制定机关: 济宁市", "name_of_another_place"),
    (HEAD, "行政规范性文件", "政府规章", "rank_not_so"),
    (HEAD, "施行日期: 2025-09-01", "施行日期: 2026-09-01", "cases_outside_force"),
    (f"{QINGDAO}/instrument.yaml", "政府规章", "行政规范性文件", "rank_not_so"),
    (f"{QINGDAO}/instrument.yaml", "制定机关: 青岛市人民政府", "制定机关: 青岛市政府", "order_of_another rank_not_so"),
    (f"{TENGZHOU}/instrument.yaml", "行政规范性文件", "政府规章", "rank_not_so"),
    (f"{MEASURES}/instrument.yaml", "第344号", "第334号", "number_nearly_known"),
    (PLACE, "级别: 市级", "级别: 县级", "code_of_another_level"),
    (PLACE, "370900", "370901", "code_of_another_level"),
    (PLACE, "370900", "370600", "code_of_another"),
    (PLACE, "主管部门: 泰安市", "主管部门: 烟台市", "department_elsewhere"),
    (PLACE, "Bureau of Tai'an", "Bureau of Jining", "department_elsewhere"),
    (PLACE, "上级: shandong\n", "", "parent_missing"),
    (PLACE, "上级: shandong", "上级: jining", "parent_not_above"),
    (COUNTY, "上级: zaozhuang", "上级: jining", "parent_not_above"),
    (COUNTY, "上级: zaozhuang", "上级: shandong", "parent_not_above"),
    (TERMS, "要旨: 人员变更后5个", "要旨: 人员变更后15个", "number_differs"),
    (TERMS, "要旨: 人员变更后5个工作日", "要旨: 人员变更后五日", "number_differs"),
    (TERMS, "filed anew within 5 working", "filed anew within 15 working", "number_differs"),
    (f"{TAIAN}/rules.yaml", REFERRAL, "", "no_referral"),
    (f"{TAIAN}/rules.yaml", "要旨: 涉及国家秘密", "要旨: 涉及国\ue000家秘密", "odd_character"),
    (f"{TAIAN}/cases.yaml", r"(?ms)\A(.*?)(  - 情形: .*?\n)(?=\n?  - 情形)", r"\1\2\2", "duplicate_case"),
]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped packs."""
    root = tmp_path_factory.mktemp("shipped")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(autouse=True)
def _no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running cases takes seconds and tells of other things."""
    monkeypatch.setattr(whole.Everything, "_cases", lambda self: iter(()))


def told(root: Path, texts: Path | None = None) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in odr.lint(root, texts=texts)}


class Changed:
    """A file that says something else for a while."""

    def __init__(self, root: Path, file: str, written: str, instead: str) -> None:
        self.path, self.written, self.instead = root / file, written, instead

    def __enter__(self) -> None:
        self.before = self.path.read_text(encoding="utf-8")
        after = re.sub(self.written, self.instead, self.before, count=1)
        assert after != self.before
        self.path.write_text(after, encoding="utf-8")

    def __exit__(self, *raised: object) -> None:
        self.path.write_text(self.before, encoding="utf-8")


def test_nothing_is_told_of_the_shipped_packs(shipped: Path) -> None:
    assert told(shipped) == set()


@pytest.mark.parametrize(("file", "written", "instead", "codes"), HOLES)
def test_a_slip_is_told_where_it_stands(shipped: Path, file: str, written: str, instead: str, codes: str) -> None:
    with Changed(shipped, file, written, instead):
        found = told(shipped)
    assert {code for _, code in found} >= set(codes.split())
    assert file in {path for path, _ in found}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("rules.yaml", "encoded_without_rules"),
        ("duties.yaml", "encoded_without_rules"),
        ("deadlines.yaml", "cases_without_rules"),
    ],
)
def test_a_lost_file_is_told(shipped: Path, name: str, code: str) -> None:
    path, kept = shipped / TAIAN / name, shipped / "kept"
    path.rename(kept)
    try:
        assert code in {found for _, found in told(shipped)}
    finally:
        kept.rename(path)


def test_a_second_term_of_a_step_is_told(shipped: Path) -> None:
    text = (shipped / TERMS).read_text(encoding="utf-8")
    term = re.search(r"(?ms)^  - 步骤: officer_registration.*?\n\n", text)
    assert term is not None
    second = term[0].replace("taian-28-1-term", "taian-28-1-again").replace("5", "7")
    with Changed(shipped, TERMS, re.escape(term[0]), (term[0] + second).replace("\\", r"\\")):
        assert (TERMS, "rule_never_applies") in told(shipped)
    pasted = term[0].replace("taian-28-1-term", "taian-28-1-again")
    with Changed(shipped, TERMS, re.escape(term[0]), term[0] + pasted):
        assert (TERMS, "same_rule_twice") in told(shipped)


AGAINST_TEXT = [
    (TABLE, r'(?m)^  - \{条文: "34",.*\n', "", "article_not_in_table"),
    (HEAD, "（试行）", "", "not_in_text"),
    (HEAD, "8号", "9号", "not_in_text"),
    (HEAD, "制定机关: 泰安市大数据局", "制定机关: 泰安市人民政府", "not_in_text"),
    (HEAD, "施行日期: 2025-09-01", "施行日期: 2025-09-11", "date_not_in_text"),
    (HEAD, "有效期至: 2028-09-01", "有效期至: 2028-09-11", "date_not_in_text"),
    (f"{TAIAN}/duties.yaml", '条文: "8"', '条文: "8(1)"', "paragraph_of_one"),
    (f"{TAIAN}/rules.yaml", REFERRAL, "", "referral_missing"),
]


@pytest.mark.parametrize(("file", "written", "instead", "code"), AGAINST_TEXT)
def test_a_slip_is_told_by_the_text(
    shipped: Path, shared: Path, file: str, written: str, instead: str, code: str
) -> None:
    with Changed(shipped, file, written, instead):
        assert (file, code) in told(shipped, shared / "regulations")


def test_a_text_of_another_name_is_told_as_not_checked(shipped: Path, shared: Path, tmp_path: Path) -> None:
    shutil.copytree(shared / "regulations", tmp_path / "texts")
    (tmp_path / "texts" / "taian-open-data-measures-2025.txt").rename(tmp_path / "texts" / "taian-measures-2025.txt")
    [problem] = odr.lint(shipped, texts=tmp_path / "texts")
    assert (problem.path, problem.code) == (TABLE, "text_not_found")
    assert "taian-measures-2025.txt 改了名" in problem.help


def test_rules_inside_rules_are_the_whole(shipped: Path) -> None:
    with Changed(shipped, PLACE, "370900", "370901"):
        assert told(shipped / "rules") == told(shipped)
