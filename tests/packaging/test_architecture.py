"""The table of modules in the developer guide is the architecture: every module has its row, and rows only look up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..laws import ROOT

PACKAGE = ROOT / "src" / "opendata_rules"
GUIDE = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
ROWS = [
    re.findall(r"`(\w+)`", line.split("|")[1])
    for line in GUIDE.partition("| module | room for |")[2].partition("\n\n")[0].splitlines()[2:]
]
RANK = {module: number for number, row in enumerate(ROWS) for module in row}
MODULES = sorted(
    path.stem
    for path in PACKAGE.iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").exists()) and "__" not in path.stem
)


def test_every_module_has_one_row() -> None:
    assert sorted(module for row in ROWS for module in row) == MODULES


def imported(path: Path) -> Iterator[str]:
    """Modules of this package that a file imports when it is loaded."""
    inside = path.relative_to(PACKAGE).parent.parts
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level == len(inside) + 1:
            yield from [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]


@pytest.mark.parametrize("module", [module for module in MODULES if module != "shipped"])
def test_a_module_imports_only_from_its_row_and_the_rows_above(module: str) -> None:
    one = PACKAGE / f"{module}.py"
    files = [one] if one.exists() else list((PACKAGE / module).rglob("*.py"))
    found = {name for path in files for name in imported(path)} - {module}
    assert {name for name in found if RANK[name] > RANK[module]} == set()
