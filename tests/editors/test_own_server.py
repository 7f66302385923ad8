"""Our own language server, over standard input and output, as an editor drives it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.authoring.language_server.grammar import kind_of

from .conftest import Session, files_of, session

pytestmark = pytest.mark.one_interpreter
TAIAN = Path("rules") / "taian-open-data-measures-2025"


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[Session]:
    with session([sys.executable, "-m", "opendata_rules", "lsp"], folder) as opened:
        yield opened


@pytest.fixture
def rules(run: Session, folder: Path) -> Iterator[Path]:
    """A file of rules, open, and as it is on the disk when the test is over."""
    path = folder / TAIAN / "rules.yaml"
    opened(run, path)
    yield path
    replaced(run, path, "", "")


def opened(run: Session, path: Path) -> str:
    uri = path.as_uri()
    if not run.editor.is_open(uri):
        run(run.editor.answer_to(uri, run.editor.version_of(run.editor.open(path))))
    return uri


def replaced(run: Session, path: Path, old: str, new: str) -> list[str]:
    """What is underlined once something is replaced in the text of the disk: where, which words, and what is said."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    uri = opened(run, path)
    said = run(run.editor.answer_to(uri, run.editor.replace(uri, text)))
    return [underlined(text, one) for one in said]


def underlined(text: str, one: Any) -> str:
    line = text.split("\n")[one.range.start.line].encode("utf-16-le")
    assert one.range.start.line == one.range.end.line
    word = line[2 * one.range.start.character : 2 * one.range.end.character].decode("utf-16-le")
    return f"{one.range.start.line + 1}:{one.range.start.character}: {word}: {one.code}"


def place(path: Path, text: str, word: str, inside: int = 1) -> tuple[int, int]:
    line = next(index for index, line in enumerate(text.split("\n")) if word in line)
    before = text.split("\n")[line].partition(word)[0] + word[:inside]
    return line, len(before.encode("utf-16-le")) // 2


def test_what_is_underlined_in_shipped_files_is_what_the_lint_says(run: Session, folder: Path) -> None:
    uris = [opened(run, path) for path in files_of(folder) if kind_of(path) is not None]
    before = {uri: len(run.editor.said[uri]) for uri in uris}
    for uri in uris:
        # The second answer comes after the whole folder was checked.
        run(run.editor.next_said(uri, before[uri]))
    told = {(uri, str(one.code)) for uri, said in run.editor.said.items() for one in said[-1].diagnostics}
    problems = odr.lint(folder)
    assert told == {((folder / one.path).as_uri(), one.code) for one in problems}
    assert not [one for one in problems if one.severity == "error"]


def test_what_is_wrong_is_underlined_where_it_stands_and_no_longer(run: Session, rules: Path) -> None:
    line = rules.read_text(encoding="utf-8").split("\n").index("      效力: 应当") + 1
    assert replaced(run, rules, "效力: 应当", "效力：应当") == [f"{line}:8: ：: full_width_punctuation"]
    assert replaced(run, rules, "效力: 应当", "效力: 应") == [f"{line}:10: 应: bad_choice"]
    assert replaced(run, rules, "", "") == []


def test_columns_are_those_of_the_editor(run: Session, folder: Path) -> None:
    articles = folder / TAIAN / "articles.yaml"
    row = '  - {条文: "1", 状态: 原则'
    line = articles.read_text(encoding="utf-8").partition(row)[0].count("\n") + 1
    assert replaced(run, articles, row, "  - {条文: 甲, 状态: 原泽") == [f"{line}:16: 原泽: bad_choice"]
    assert replaced(run, articles, row, "  - {条文: 𠮷𠮷, 状态: 原泽") == [f"{line}:19: 原泽: bad_choice"]
    assert replaced(run, articles, "", "") == []


def test_half_typed_text_is_completed(run: Session, rules: Path) -> None:
    text = rules.read_text(encoding="utf-8")
    replaced(run, rules, "条件: {法定不予开放: 是}", "条件: {涉及")
    line, column = place(rules, text.replace("条件: {法定不予开放: 是}", "条件: {涉及", 1), "条件: {涉及", 7)
    found = run(run.editor.completion(rules.as_uri(), line, column))
    privacy = next(one for one in found if one.label == "涉及个人隐私")
    assert "personal_privacy" in str(privacy.detail)
    edit: Any = privacy.text_edit
    assert (edit.new_text, edit.range.start.character, edit.range.end.character) == (
        "涉及个人隐私: ",
        column - 2,
        column,
    )


def test_hover_and_definition(run: Session, rules: Path, folder: Path) -> None:
    text = rules.read_text(encoding="utf-8")
    assert "应当或者可以" in run(run.editor.hover(rules.as_uri(), *place(rules, text, "效力")))
    assert run(run.editor.hover(rules.as_uri(), *place(rules, text, "商业秘密"))) == ""
    found = run(run.editor.definition(rules.as_uri(), *place(rules, text, "12(四)")))
    assert [Path(one.uri).name for one in found] == ["articles.yaml"]
    lines = (folder / TAIAN / "articles.yaml").read_text(encoding="utf-8").split("\n")
    assert lines[found[0].range.start.line].startswith('  - {条文: "12"')


def test_a_click_mends_what_an_input_method_did(run: Session, rules: Path) -> None:
    replaced(run, rules, "效力: 应当", "效力：应当")
    actions = run(run.editor.actions(rules.as_uri()))
    assert actions
    document: Any = (
        actions[0].edit.document_changes[0] if actions[0].edit and actions[0].edit.document_changes else None
    )
    (change,) = document.edits
    text = rules.read_text(encoding="utf-8").replace("效力: 应当", "效力：应当", 1).split("\n")
    row = change.range.start.line
    mended = text[row][: change.range.start.character] + change.new_text + text[row][change.range.end.character :]
    assert "\n".join([*text[:row], mended, *text[row + 1 :]]) == rules.read_text(encoding="utf-8")
    assert document.text_document.version == run.editor.version_of(rules.as_uri())


def test_what_only_other_files_show_comes_after_a_pause(run: Session, folder: Path) -> None:
    place_file = folder / "jurisdictions" / "taian.yaml"
    uri = opened(run, place_file)
    # Nothing is wrong with the file by itself.
    assert replaced(run, place_file, "[taian-open", "[taian-opens") == []
    said = run(run.editor.next_said(uri, len(run.editor.said[uri])))
    assert [one.code for one in said] == ["unknown_instrument"]
    # It stays while other lines change, and goes with its own.
    assert [one.rpartition(" ")[2] for one in replaced(run, place_file, "", "")] == []
    version = run.editor.version_of(uri)
    run(run.editor.next_said(uri, len(run.editor.said[uri])))
    assert run.editor.said[uri][-1].version == version
    assert not run.editor.said[uri][-1].diagnostics


def test_answers_are_for_the_text_that_was_seen(run: Session, rules: Path) -> None:
    uri, text = rules.as_uri(), rules.read_text(encoding="utf-8")
    before = len(run.editor.said[uri])
    for number in range(20):
        last = run.editor.replace(uri, text.replace("效力: 应当", f"效力: 应{number}", 1))
    said = run(run.editor.answer_to(uri, last))
    assert ["应19" in one.message for one in said] == [True]
    versions = [one.version for one in run.editor.said[uri][before:]]
    assert versions == sorted(versions)
    # Of a burst only the last text is checked, or few before it.
    assert len(versions) < 20


def test_a_closed_file_is_what_is_on_the_disk(run: Session, rules: Path) -> None:
    uri = rules.as_uri()
    assert replaced(run, rules, "效力: 应当", "效力：应当")
    before = len(run.editor.said[uri])
    run.editor.close(uri)
    assert not run(run.editor.next_said(uri, before))


def test_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from opendata_rules import cli

    for name in [name for name in sys.modules if name.partition(".")[0] in ("pygls", "lsprotocol")]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("server", "telling"):
        monkeypatch.delitem(sys.modules, f"opendata_rules.authoring.language_server.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "pygls", None)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    assert cli.run(["lsp"]) == 2
    assert 'pip install "opendata-rules[lsp]"' in capsys.readouterr().err
