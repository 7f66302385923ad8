"""Every kind of diagnostic has a bad file, and every bad file is told exactly as stored beside it."""

from __future__ import annotations

import importlib
import re
import string

import pytest

from opendata_rules.diagnostics.diagnostic import Diagnostic, diagnostic
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.diagnostics.rendering import render

from ..laws import ROOT
from . import bad_files

#: Found only where the installed `holidays` holds a year of which no notice is filed; tests/working_days has it.
WITHOUT_FILE = {"notice_not_filed"}
#: Words of ASCII letters one after another, as in a sentence of pydantic or PyYAML.
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")


def test_every_kind_has_a_bad_file() -> None:
    notices = (path.parent.name for path in (ROOT / "tests" / "working_days" / "bad").glob("*/*/*.yaml"))
    covered = {bad_files.code_of(name) for name in bad_files.names()} | {*notices} | WITHOUT_FILE
    assert KINDS.keys() - covered == set()


def test_every_bad_file_stands_at_its_kind_and_stage() -> None:
    for name in bad_files.names():
        assert KINDS[bad_files.code_of(name)].stage.name == bad_files.stage_of(name)


def test_a_kind_stands_in_the_table_of_its_stage() -> None:
    for kind in KINDS.values():
        table = importlib.import_module(f"opendata_rules.diagnostics.kinds.{kind.stage.name}")
        assert kind in table.KINDS


def test_no_expected_text_is_left_without_its_file() -> None:
    told = {path.relative_to(bad_files.BAD).with_suffix("").as_posix() for path in bad_files.BAD.glob("*/*/*.txt")}
    assert told == set(bad_files.names())


@pytest.mark.parametrize("name", bad_files.names())
def test_a_bad_file_is_told_exactly(name: str) -> None:
    found = bad_files.problems(name)
    assert bad_files.expected(name).read_text(encoding="utf-8") == render(found) + "\n"
    assert bad_files.code_of(name) in {problem.code for problem in found}
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


@pytest.mark.parametrize("name", [name for name in bad_files.names() if (bad_files.BAD / f"{name}.yaml").is_file()])
def test_the_line_shown_is_the_line_of_the_file(name: str) -> None:
    lines = (bad_files.BAD / f"{name}.yaml").read_text(encoding="utf-8").split("\n")
    for problem in bad_files.problems(name):
        assert problem.source == lines[problem.line - 1]


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
    [warning] = bad_files.problems("bytes/byte_order_mark/plain")
    assert warning.severity is Severity.WARNING


def test_what_a_message_repeats_is_short_and_harmless() -> None:
    problem = diagnostic("unknown_fact", path="a.yaml", name="长\n\x1b[31m" * 1000)
    assert len(problem.message) < 300
    assert problem.message.isprintable()
