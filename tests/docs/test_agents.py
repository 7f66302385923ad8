"""The page on tools for agents names the tools there are, and what it shows of claims is so."""

from __future__ import annotations

import json
import re

import pytest

from opendata_rules.agents.handling import CLAIMS
from opendata_rules.agents.local import Own
from opendata_rules.agents.tools import tools_of
from opendata_rules.asking.verifying import verified

from ..laws import ROOT, library

PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
SHOWN = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_every_tool_is_in_the_table() -> None:
    table = PAGE.partition("## The tools")[2].partition("\n\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(tools_of(library()))


def test_the_claim_shown_is_refused_as_shown() -> None:
    [claim] = SHOWN[-1]["claims"]
    assert len(SHOWN[-1]["claims"]) <= CLAIMS
    [problem] = verified(Own(library()), claim).problems
    [shown] = re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert json.loads(f"{{{shown}}}").items() <= problem.items()


@pytest.mark.parametrize("given", SHOWN[:2])
def test_the_settings_of_clients_are_json(given: dict[str, object]) -> None:
    assert list(given) == ["mcpServers"]
