"""The guide for those who follow cases says what the program does."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import opendata_rules as odr
from opendata_rules.cli.app import app
from opendata_rules.monitoring.events import FIELDS
from opendata_rules.monitoring.results.answer import BREACH_TERMS
from opendata_rules.vocabulary.procedures import procedures

from ..laws import ROOT, law

GUIDE = (ROOT / "docs" / "monitor.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")


def test_the_commands_exist_with_their_options() -> None:
    import typer

    program: Any = typer.main.get_command(app)
    known = program.get_command(None, "monitor")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
    lines += re.findall(r"`(opendata-rules monitor [^`]+)`", GUIDE)
    assert len(lines) >= 8
    for line in lines:
        _, _, name, *words = shlex.split(line.partition("#")[0])
        options = {option for parameter in known.get_command(None, name).params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_every_field_and_every_breach_is_explained() -> None:
    for name in FIELDS:
        assert f"| `{name}` |" in GUIDE
    for term in BREACH_TERMS.values():
        assert f"| {term} |" in GUIDE
    kinds = procedures().events
    for kind in ("received", "transfer", "posting", "agreement", "access", "delisting", "consent", "attribute_change"):
        assert f"“{kinds[kind].label}”" in GUIDE


def test_every_act_is_in_the_guide_to_rules() -> None:
    table = RULES.partition("| 行为 |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == [act.label for act in procedures().acts.values()]


def test_the_event_shown_is_taken() -> None:
    [line] = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert odr.monitor(law("jining")).ingest([json.loads(line)]) == (1, 0, 0)
