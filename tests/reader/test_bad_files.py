"""Every kind of diagnostic has a bad file, and every bad file is told exactly as stored beside it."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.diagnostics.diagnostic import KINDS, Diagnostic, Severity, diagnostic, render

from . import fixtures

#: Found only where the installed `holidays` holds a year of which no notice is filed; tests/working_days has it.
WITHOUT_FILE = {"notice_not_filed"}
#: Words of ASCII letters one after another, as in a sentence of pydantic or PyYAML.
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")


def test_every_kind_has_a_bad_file() -> None:
    elsewhere = {path.stem for path in fixtures.HERE.parent.glob("*/bad/*.yaml")}
    covered = {fixtures.code_of(name) for name in fixtures.names()} | elsewhere | WITHOUT_FILE
    assert KINDS.keys() - covered == set()


def test_every_bad_file_is_on_a_kind_there_is() -> None:
    assert {fixtures.code_of(name) for name in fixtures.names()} <= KINDS.keys()


def test_no_expected_text_is_left_without_its_file() -> None:
    assert {path.stem for path in fixtures.BAD.glob("*.txt")} == set(fixtures.names())


@pytest.mark.parametrize("name", fixtures.names())
def test_a_bad_file_is_told_exactly(name: str) -> None:
    found = fixtures.problems(name)
    assert fixtures.expected(name).read_text(encoding="utf-8") == render(found) + "\n"
    assert fixtures.code_of(name) in {problem.code for problem in found}
    for problem in found:
        check_place(problem)
        for sentence in (problem.message, problem.help):
            assert not ENGLISH.search(sentence), sentence
            assert sentence.isprintable()


def check_place(problem: Diagnostic) -> None:
    assert problem.line >= 1
    assert problem.column >= 1
    if problem.source:
        assert problem.column <= len(problem.source) + 1


@pytest.mark.parametrize("name", [name for name in fixtures.names() if (fixtures.BAD / f"{name}.yaml").is_file()])
def test_the_line_shown_is_the_line_of_the_file(name: str) -> None:
    lines = (fixtures.BAD / f"{name}.yaml").read_text(encoding="utf-8").split("\n")
    for problem in fixtures.problems(name):
        assert problem.source == lines[problem.line - 1]


def test_all_errors_of_all_files_come_at_once() -> None:
    with fixtures.working_in(fixtures.HERE):
        found = odr.lint("together")
    assert render(found) + "\n" == (fixtures.HERE / "together.txt").read_text(encoding="utf-8")
    # Five files, five stages, one run; the form of one rule is wrong and so is the meaning of its condition.
    assert {Path(problem.path).name for problem in found} == {
        "articles.yaml",
        "cases.yaml",
        "ceshi.yaml",
        "instrument.yaml",
        "rules.yaml",
    }
    assert [problem.code for problem in found if problem.path.endswith("rules.yaml")] == ["bad_choice", "unknown_fact"]


def test_no_template_names_what_a_diagnostic_has_already() -> None:
    taken = {"code", "column", "help", "key", "length", "line", "location", "path", "source"}
    for kind in KINDS.values():
        for template in (kind.template, kind.help):
            named = {name for _, name, _, _ in string.Formatter().parse(template) if name}
            assert not named & taken, kind.code


def test_kinds_are_told_in_chinese_sentences() -> None:
    for kind in KINDS.values():
        for text in (kind.title, kind.template, kind.help, kind.explanation):
            assert text
            assert not ENGLISH.search(text)
        assert kind.help == "{example}" or kind.help[-1] in "。}"
        assert kind.explanation[-1] == "。"


def test_a_warning_leaves_the_file_usable() -> None:
    [warning] = fixtures.problems("byte_order_mark")
    assert warning.severity is Severity.WARNING


def test_what_a_message_repeats_is_short_and_harmless() -> None:
    problem = diagnostic("unknown_fact", path="a.yaml", name="长\n\x1b[31m" * 1000)
    assert len(problem.message) < 300
    assert problem.message.isprintable()
