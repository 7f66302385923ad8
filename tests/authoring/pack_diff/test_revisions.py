"""Packs of git revisions: read from the repository itself, and nothing but revisions is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.authoring.pack_diff.revisions import unpack
from opendata_rules.errors import BadArgument

from ...repositories import commit, git, repository
from .conftest import CONDITIONAL, Compare, edited

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


@pytest.fixture
def packs(new: Path) -> Path:
    return repository(new)


def test_a_revision_against_what_is_not_committed_yet(packs: Path, compare: Compare) -> None:
    edited(packs, CONDITIONAL)
    found = compare("HEAD", str(packs), packs, place="taian")
    assert found.old == "版本 HEAD"
    assert {place.place for place in found.places} == {"taian"}


@pytest.mark.parametrize("revision", ["HEAD~1", "main~1", "HEAD^", "v1"])
def test_revisions_by_any_name(packs: Path, compare: Compare, revision: str) -> None:
    git(packs, "tag", "v1")
    commit(edited(packs, CONDITIONAL))
    assert compare(revision, "HEAD", packs, place="taian").differs
    assert not compare("HEAD", "main", packs, place="taian").differs


def test_packs_in_a_folder_of_the_repository(tmp_path: Path, new: Path, compare: Compare) -> None:
    home = tmp_path / "home"
    home.mkdir()
    new.rename(home / "规则")
    repository(home)
    edited(home / "规则", CONDITIONAL)
    assert compare("HEAD", str(home / "规则"), home / "规则", place="taian").differs
    assert compare("HEAD:规则", str(home / "规则"), home / "规则", place="taian").differs


def test_nothing_is_checked_out_and_no_attribute_leaves_anything_out(packs: Path, tmp_path: Path) -> None:
    (packs / ".gitattributes").write_text("rules export-ignore\n*.yaml text eol=crlf\n", encoding="utf-8")
    commit(packs)
    path = packs / "jurisdictions" / "taian.yaml"
    text = path.read_bytes()
    path.unlink()
    into = tmp_path / "into"
    into.mkdir()
    unpack("HEAD", packs, into, "old")
    assert (into / "jurisdictions" / "taian.yaml").read_bytes() == text
    assert (into / "rules").is_dir()
    assert not path.exists()


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("--output=x", "“-”开头"),
        ("-x", "“-”开头"),
        ("没有这个分支", "git 也不认识这个版本"),
        ("HEAD;touch x", "git 也不认识这个版本"),
        ("HEAD:jurisdictions", "没有 rules 和 jurisdictions"),
        ("HEAD:jurisdictions/taian.yaml", "没有这个文件夹或者版本"),
    ],
)
def test_what_is_no_revision_is_refused(packs: Path, tmp_path: Path, revision: str, told: str) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BadArgument, match=told) as refused:
        unpack(revision, packs, into, "old")
    assert refused.value.argument == "old"
    assert list(into.iterdir()) == []
    assert not (packs / "x").exists()


def test_a_folder_in_no_repository(tmp_path: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(BadArgument, match="不在 git 仓库里"):
        unpack("HEAD", new, tmp_path, "new")


def test_without_git(tmp_path: Path, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadArgument, match="没有安装 git"):
        unpack("HEAD", new, tmp_path, "new")
