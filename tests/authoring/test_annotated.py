"""What ``lint`` finds, in the forms that other programs take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.annotated import FORMS, form_of, written
from opendata_rules.cli import run
from opendata_rules.errors import BadOutput

from ..formats.documents import junit_cases, sarif_results

BAD = "甲：乙\n\x0bb: [\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "坏的 规则.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_every_diagnostic_stands_at_its_place(bad: Path) -> None:
    problems = odr.lint(bad)
    results = sarif_results(written("sarif", problems))
    told = [(result["ruleId"], result["level"]) for result in results]
    assert told == [(problem.code, problem.severity) for problem in problems]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    assert regions == [{"startLine": one.line, "startColumn": one.column} for one in problems]
    assert all(problem.help in result["message"]["text"] for problem, result in zip(problems, results, strict=True))
    cases = junit_cases(written("junit", problems))
    assert [outcome for _, _, outcome in cases] == [["failure"]] * len(problems)
    assert len({name for _, name, _ in cases}) == len(problems)


def test_a_warning_does_not_fail() -> None:
    [warning] = [one for one in _warnings() if one.severity == "warning"][:1]
    assert [outcome for _, _, outcome in junit_cases(written("junit", [warning]))] == [[]]
    assert [result["level"] for result in sarif_results(written("sarif", [warning]))] == ["warning"]


def _warnings() -> tuple[odr.Diagnostic, ...]:
    from opendata_rules.reading.document import read_bytes

    return read_bytes(b"\xef\xbb\xbfa: b\n", "a.yaml").diagnostics


def test_where_nothing_is_wrong_one_test_passes() -> None:
    assert junit_cases(written("junit", [])) == [("opendata-rules lint", "没有发现问题 :1", [])]
    assert sarif_results(written("sarif", [])) == []


@pytest.mark.parametrize("name", ["a.sarif", "A.SARIF", "a.sarif.json", "报告.junit.xml", "a.xml"])
def test_names_say_the_form(name: str) -> None:
    assert form_of(Path(name)) in FORMS


def test_other_names_are_refused() -> None:
    with pytest.raises(BadOutput, match=r"\.sarif、\.junit\.xml"):
        form_of(Path("a.txt"))


def test_the_command_writes_both(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [tmp_path / "a.sarif", tmp_path / "a.junit.xml"]
    assert run(["lint", str(bad), "-o", str(outputs[0]), "-o", str(outputs[1])]) == 1
    assert "全角标点" in capsys.readouterr().out
    assert sarif_results(outputs[0].read_bytes())
    assert junit_cases(outputs[1].read_bytes())


@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_one_in_any_encoding(bad: Path, form: str) -> None:
    for encoding in ("utf-8", "gbk", "ascii"):
        command = [sys.executable, "-m", "opendata_rules", "lint", str(bad), "--format", form]
        env = os.environ | {"PYTHONIOENCODING": encoding}
        done = subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)
        assert done.returncode == 1
        if form == "sarif":
            assert "全角标点" in json.dumps(sarif_results(done.stdout), ensure_ascii=False)
        else:
            assert len(junit_cases(done.stdout)) == len(odr.lint(bad))


@pytest.mark.parametrize("arguments", [["--format", "text"], ["--format", "sarif", "--json"], ["-o", "a.txt"]])
def test_other_forms_are_misuse(bad: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", str(bad), *arguments]) == 2
    assert capsys.readouterr().err
