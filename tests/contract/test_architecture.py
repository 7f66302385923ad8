"""The listing is the map: rooms in one direction, held by import-linter, and no file too long to be read."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..laws import ROOT

PACKAGE = ROOT / "src" / "opendata_rules"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = [room for line in CONTRACTS[0]["layers"] for room in line.split(" | ")]
GUIDE = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
#: What a file or a function longer than that has to say at its head.
REASON = "Long because"
LONGEST_MODULE, LONGEST_FUNCTION = 400, 80
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_a_room_imports_only_rooms_below_it() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_contracts_have_no_exceptions() -> None:
    assert all(contract["type"] == "layers" and contract["exhaustive"] for contract in CONTRACTS)
    assert not any(
        key.startswith("ignore") or key == "unmatched_ignore_imports_alerting" for c in CONTRACTS for key in c
    )


def test_nothing_is_imported_for_typing_alone() -> None:
    """Hints that only a type checker can resolve are of no use to those who read them at run time."""
    guarded = [path.name for path in MODULES if "TYPE_CHECKING" in path.read_text(encoding="utf-8")]
    assert guarded == ["__init__.py"]


def _told() -> list[str]:
    """The rooms as the guide lists them."""
    table = GUIDE.partition("| room | what for |")[2].partition("\n\n")[0].splitlines()[2:]
    return [line.split("`")[1] for line in table]


def test_the_guide_lists_the_rooms_in_their_order() -> None:
    assert _told() == ROOMS


def _long(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    name = path.relative_to(PACKAGE).as_posix()
    if len(text.splitlines()) > LONGEST_MODULE and REASON not in (ast.get_docstring(tree) or ""):
        yield f"{name}: {len(text.splitlines())} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION and REASON not in (ast.get_docstring(node) or ""):
                yield f"{name}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_file_or_function_is_long_without_a_reason(path: Path) -> None:
    assert list(_long(path)) == []
