"""Strict type checkers take a right client whole, and find every mistake of a wrong one: mypy, and pyright.

pyright comes as ``basedpyright``, which is pyright with its node in the package: nothing is fetched when it runs. It is
asked in pyright's own strict mode.
"""

from __future__ import annotations

import functools
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_interpreter

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "src"
GOOD, BAD = HERE / "client_good.py", HERE / "client_bad.py"
#: Those that need nothing but the library; what runs on Spark, Django or pandas is looked at by `make lint`.
_OTHERS = {"django_form.py", "pandas_notebook.py", "spark_job.py"}
EXAMPLES = sorted(path for path in (HERE.parent.parent / "examples").glob("*.py") if path.name not in _OTHERS)

OPTIONS = ("--strict", "--config-file=", "--follow-imports=silent", "--no-error-summary")

#: By the name of the file, the lines with errors and what the errors are.
Errors = dict[str, dict[int, str]]


@functools.cache
def mypy() -> Errors:
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [sys.executable, "-m", "mypy", *OPTIONS, "--cache-dir", cache, *map(str, [GOOD, BAD, *EXAMPLES])],
            capture_output=True,
            text=True,
            env={**os.environ, "MYPYPATH": str(SOURCE)},
            check=False,
        )
    assert done.returncode in (0, 1), done.stderr
    found: Errors = {path.name: {} for path in (GOOD, BAD, *EXAMPLES)}
    for path, line, message in re.findall(r"^(.+?):(\d+): error: (.*)$", done.stdout, re.MULTILINE):
        found[Path(path).name][int(line)] = message
    return found


@functools.cache
def pyright() -> Errors:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"include": [str(GOOD), str(BAD)], "typeCheckingMode": "strict", "extraPaths": [str(SOURCE)]}
        config = Path(folder) / "pyrightconfig.json"
        config.write_text(json.dumps(settings), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(config)],
            capture_output=True,
            text=True,
            check=False,
        )
    told = json.loads(done.stdout)
    assert told["summary"]["filesAnalyzed"] == 2
    found: Errors = {GOOD.name: {}, BAD.name: {}}
    for one in told["generalDiagnostics"]:
        if one["severity"] == "error":
            found[Path(one["file"]).name][one["range"]["start"]["line"] + 1] = one["message"]
    return found


CHECKERS = pytest.mark.parametrize("checker", [mypy, pyright], ids=["mypy", "pyright"])


@CHECKERS
def test_a_right_client_is_taken_whole(checker: Callable[[], Errors]) -> None:
    assert checker()[GOOD.name] == {}


def test_the_examples_pass_as_they_are() -> None:
    assert len(EXAMPLES) == 4
    assert {path.name: mypy()[path.name] for path in EXAMPLES} == {path.name: {} for path in EXAMPLES}


@CHECKERS
def test_every_mistake_of_a_wrong_client_is_found_and_nothing_else(checker: Callable[[], Errors]) -> None:
    lines = BAD.read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}
    assert len(wrong) > 30
    found = checker()[BAD.name]
    assert wrong - found.keys() == set(), "not found"
    assert {number: told for number, told in found.items() if number not in wrong} == {}


def test_the_right_client_runs(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(GOOD), run_name="__main__")
    assert "Delisting" in capsys.readouterr().out
