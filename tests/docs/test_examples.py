"""What README and the developer guide show works as shown, and their links lead somewhere."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.cli.app import app

from ..laws import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "benchmarks" / "README.md",
]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", ["README.md", "docs/developers.md", "docs/receipts.md", "docs/sql.md"])
def test_the_python_shown_runs(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    numpy = pytest.importorskip("numpy")
    day = dt.date(2026, 3, 2)
    # What the text takes for given.
    names: dict[str, Any] = {"dt": dt, "day": day, "another_day": dt.date(2026, 3, 4), "a": day, "b": day, "d": day}
    names |= {"first": day, "last": day, "numpy_dates": numpy.array(["2026-03-02"], dtype="datetime64[D]")}
    names |= {"library": None, "odr": __import__("opendata_rules")}
    for block in blocks(page, "python"):
        exec(block, names)


def test_what_readme_says_of_its_example() -> None:
    names: dict[str, Any] = {}
    text = blocks("README.md", "python")[0]
    exec(text.replace("print(", "str("), names)
    assert names["decision"].attribute == "closed"
    assert names["decision"].declared_valid is False
    assert f"'{names['decision'].grounds[0].citation}'" in text
    assert names["verdict"].verdict == "forbidden"
    assert names["verdict"].approver
    assert names["deadline"].due == dt.date(2026, 3, 2)
    assert names["jining"].check("下架", {"目录级别": "市级"}).findings


def test_the_commands_shown_exist_with_their_options() -> None:
    import typer

    known: Any = typer.main.get_command(app)
    lines = [line.partition("#")[0] for block in blocks("README.md", "sh") for line in block.splitlines()]
    shown = [command for line in lines for command in re.split("&&|>", line) if command.startswith("opendata-rules ")]
    assert len(shown) >= 10
    for words in map(shlex.split, shown):
        command = known.get_command(None, words[1])
        if hasattr(command, "get_command"):
            command = command.get_command(None, words[2])
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words[2:] if word.startswith("-")} <= options, words


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
