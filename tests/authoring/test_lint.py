"""Linting any file or folder: never an exception, never a file that is silently passed over."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.authoring.mutation.stamp import files_of_cases, meaning_of, stamp
from opendata_rules.diagnostics.rendering import render

from ..diagnostics.bad_files import BAD, working_in
from ..laws import ROOT

HERE = Path(__file__).parent

FILES = ("instrument.yaml", "rules.yaml", "articles.yaml", "cases.yaml", "duties.yaml", "deadlines.yaml", "a.yaml")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder of packs in which all is well."""
    root = tmp_path / "packs"
    shutil.copytree(BAD / "cases" / "case_failed" / "plain", root)
    cases = root / "rules" / "ceshi-banfa" / "cases.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("有条件开放", "无条件开放"), encoding="utf-8")
    place = root / "rules" / "ceshi-banfa"
    stamp(place, meaning_of(odr.load(root).pack("ceshi-banfa"), files_of_cases(place, "ceshi-banfa")))
    assert odr.lint(root) == ()
    return root


def codes(path: Path | str) -> list[str]:
    return [problem.code for problem in odr.lint(path)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"\0", b"[]", b"{}", b"a: b", b"- a", "国家秘密: 是".encode(), b"\xff\xfe"])
def test_any_content_under_any_name_can_be_linted(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    render(odr.lint(file))
    render(odr.lint(tmp_path))


tree: st.SearchStrategy[object] = st.recursive(
    st.sampled_from(["", "是", "甲", "ceshi-1", "12(四)", "2025-02-30", "0", "不予开放", "应当"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["编号", "条文", "条件", "依据", "效力", "事实", "国家秘密", "甲"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    name=st.sampled_from(FILES),
    content=st.dictionaries(
        st.sampled_from(
            ["标题", "施行日期", "开放属性", "属性变更", "条文表", "用例", "职责", "期限", "名称", "别名", "年份"]
        ),
        tree,
        min_size=1,
        max_size=4,
    ),
)
def test_any_form_of_any_key_can_be_linted(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / name
    file.write_text(str(content).replace("'", '"'), encoding="utf-8")
    for problem in odr.lint(file):
        assert problem.message


@pytest.mark.parametrize("path", ["没有", "a\0b", "x" * 5_000, "/dev/null/甲", ""])
def test_a_path_that_is_none_is_a_finding(path: str, tmp_path: Path) -> None:
    with working_in(tmp_path):
        assert codes(path) in (["cannot_read"], ["missing_file"])


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_is_no_file() -> None:
    assert codes("/dev/zero") == ["cannot_read"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_with_nobody_at_the_other_end_is_no_file(packs: Path) -> None:
    pipe = packs / "rules" / "ceshi-banfa" / "rules.yaml"
    pipe.unlink()
    os.mkfifo(pipe)
    assert odr.lint(packs) != ()
    assert codes(pipe) == ["cannot_read"]


@pytest.mark.parametrize("name", ["instrument.yaml", "rules.yaml", "articles.yaml", "cases.yaml"])
def test_a_folder_in_place_of_a_file_is_a_finding(packs: Path, name: str) -> None:
    file = packs / "rules" / "ceshi-banfa" / name
    file.unlink()
    file.mkdir()
    assert "cannot_read" in codes(packs)
    assert "cannot_read" in codes(file.parent)


def test_a_folder_in_place_of_a_place_is_a_finding(packs: Path) -> None:
    (packs / "jurisdictions" / "jia.yaml").mkdir()
    assert codes(packs) == ["cannot_read"]


@pytest.mark.parametrize("what", ["jurisdictions", "rules", "rules/ceshi-banfa"])
def test_a_folder_that_may_not_be_read_is_a_finding(packs: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = Path.iterdir

    def forbidden(path: Path) -> object:
        if path == packs / what:
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert "cannot_read" in codes(packs)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions of files")
@pytest.mark.parametrize("what", ["rules/ceshi-banfa/rules.yaml", "rules/ceshi-banfa", "jurisdictions", "rules", "."])
def test_what_may_not_be_read_is_a_finding(packs: Path, what: str) -> None:
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as top:
        # Where root runs this, permissions bind only whom root becomes.
        Path(top).chmod(0o755)
        copy = Path(shutil.copytree(packs, Path(top) / "packs"))
        (copy / what).chmod(0)
        if root:
            os.seteuid(65534)
        try:
            found = odr.lint(copy)
        finally:
            if root:
                os.seteuid(0)
            (copy / what).chmod(0o755)
    assert "cannot_read" in {problem.code for problem in found}, render(found)


def test_links_that_go_round_end(packs: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "nowhere.yaml").symlink_to(tmp_path / "missing.yaml")
    except OSError:
        pytest.skip("needs symbolic links")
    assert codes(tmp_path) == ["cannot_read"]


@pytest.mark.skipif(os.name == "nt", reason="paths that Windows does not allow")
def test_deep_folders_are_no_deeper_than_the_stack(tmp_path: Path) -> None:
    with working_in(tmp_path):
        for _ in range(200):
            Path("d").mkdir()
            os.chdir("d")
    assert codes(tmp_path) == ["missing_file"]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_names_of_files_cannot_act_on_the_terminal(packs: Path) -> None:
    (packs / "jurisdictions" / "a\x1b[2J.yaml").write_text("甲: 乙\n", encoding="utf-8")
    (packs / "rules" / "b\x1b[2J").mkdir()
    found = odr.lint(packs)
    assert {"bad_name", "missing_file", "unknown_key"} <= {problem.code for problem in found}
    assert all(line.isprintable() for line in render(found).split("\n"))


def test_files_of_the_system_are_passed_over(packs: Path) -> None:
    for folder in (packs / "rules", packs / "rules" / "ceshi-banfa", packs / "jurisdictions"):
        for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
            (folder / name).write_bytes(b"\0")
    assert codes(packs) == []


def test_folders_with_nothing_in_them_do_not_pass_for_checked(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "jurisdictions").mkdir()
    assert codes(tmp_path) == ["missing_file"]
    assert codes(tmp_path / "rules") == ["missing_file"]


def test_a_file_of_one_pack_is_checked_as_thoroughly_alone(packs: Path) -> None:
    rules = packs / "rules" / "ceshi-banfa" / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("国家秘密", "国家密秘"), encoding="utf-8")
    assert codes(rules) == codes(rules.parent) == codes(packs) == ["unknown_fact"]


def test_a_pack_without_its_head_still_tells_its_other_errors(packs: Path) -> None:
    folder = packs / "rules" / "ceshi-banfa"
    (folder / "instrument.yaml").unlink()
    (folder / "articles.yaml").write_text("条文表: []\n", encoding="utf-8")
    assert sorted(codes(folder)) == ["missing_file", "unknown_article", "unknown_article"]


def test_texts_that_are_not_there_do_not_pass_for_checked(packs: Path, tmp_path: Path) -> None:
    folder = packs / "rules" / "ceshi-banfa"
    for path in (packs, folder):
        assert [problem.code for problem in odr.lint(path, texts=tmp_path / "没有")] == ["cannot_read"]
        assert [problem.code for problem in odr.lint(path, texts=tmp_path)] == ["missing_file"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "第一条　国家秘密。".encode("gbk"), "没有条".encode()])
def test_a_text_that_cannot_be_read_is_a_finding(packs: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ceshi-banfa.txt").write_bytes(content)
    assert [problem.code for problem in odr.lint(packs, texts=tmp_path)] == ["cannot_read"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_among_the_texts_is_no_text(packs: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ceshi-banfa.txt")
    assert [problem.code for problem in odr.lint(packs, texts=tmp_path)] == ["cannot_read"]


def test_texts_are_used_for_one_pack_too(tmp_path: Path) -> None:
    packs = BAD / "texts" / "anchor_missing" / "plain"
    found = odr.lint(packs / "rules" / "ceshi-banfa", texts=packs / "texts")
    assert [problem.code for problem in found] == ["anchor_missing"]


def test_a_single_file_may_be_given_as_text_or_path(tmp_path: Path) -> None:
    file = HERE.parent / "reading" / "good" / "facts.yaml"
    assert odr.lint(file) == odr.lint(str(file)) == ()


def test_the_packs_of_this_checkout_are_checked_in_no_time(library: odr.Library) -> None:
    start = time.process_time()
    found = library.lint()
    assert time.process_time() - start < 20.0
    assert not [problem for problem in found if problem.severity == "error"], render(found)


def test_findings_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    shutil.copytree(HERE / "together", tmp_path / "together")
    found = [(problem.path, problem.line, problem.column) for problem in odr.lint(tmp_path / "together")]
    assert found == sorted(found)
    assert len(found) > 5


def test_every_shipped_file_is_right_on_its_own() -> None:
    paths = [*ROOT.glob("rules/*/*.yaml"), *ROOT.glob("jurisdictions/*.yaml")]
    for path in (path for path in paths if "cases" not in path.stem):
        assert odr.lint(path) == (), path


def test_all_errors_of_all_files_come_at_once() -> None:
    with working_in(HERE):
        found = odr.lint("together")
    assert render(found) + "\n" == (HERE / "together.txt").read_text(encoding="utf-8")
    # Five files, five stages, one run; the form of one rule is wrong and so is the meaning of its condition.
    assert {Path(problem.path).name for problem in found} == {
        "articles.yaml",
        "cases.yaml",
        "ceshi.yaml",
        "instrument.yaml",
        "rules.yaml",
    }
    assert [problem.code for problem in found if problem.path.endswith("rules.yaml")] == ["bad_choice", "unknown_fact"]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_names_that_are_no_text_can_be_told(packs: Path) -> None:
    top = os.fsencode(packs)
    Path(os.fsdecode(top + b"/jurisdictions/\xff.yaml")).write_text("甲: 乙\n", encoding="utf-8")
    Path(os.fsdecode(top + b"/rules/\xfe")).mkdir()
    Path(os.fsdecode(top + b"/rules/ceshi-banfa/\xfd")).mkdir()
    found = odr.lint(packs)
    assert {"bad_name", "unexpected_file"} <= {problem.code for problem in found}
    render(found).encode()


@pytest.mark.parametrize("when", range(1, 40))
def test_files_that_vanish_while_they_are_read_are_told(
    packs: Path, when: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything goes with the n-th file that is opened; only the last may be one that was read and checked before."""
    opened, before = 0, set()
    real = Path.open

    def vanishing(path: Path, *given: object, **named: object) -> object:
        nonlocal opened
        opened += 1
        if opened == when:
            shutil.rmtree(packs)
        elif opened < when:
            before.add(path)
        else:
            before.clear()
        return real(path, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", vanishing)
    found = odr.lint(packs)
    assert opened < when or found or (opened == when and packs / "rules" / "ceshi-banfa" / "instrument.yaml" in before)
    assert not packs.exists() or opened < when


@pytest.mark.parametrize("path", ["a" * 5000, "\0", "\ud800", "/dev/null/x"])
def test_any_text_is_a_path_that_can_be_linted(path: str) -> None:
    (found,) = odr.lint(path)
    assert found.code == "cannot_read"


@pytest.mark.parametrize("texts", ["a" * 5000, "\0", "\ud800"])
def test_any_text_is_a_path_of_texts(packs: Path, texts: str) -> None:
    assert [problem.code for problem in odr.lint(packs, texts)] == ["cannot_read"]
