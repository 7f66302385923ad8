"""Running the command line inside the test process, and as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from opendata_rules import cli

ROOT = Path(__file__).parent.parent.parent
ON = "2026-03-10"


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run these arguments with this standard input, as ``main`` does."""

    def call(*arguments: str, stdin: bytes = b"", unexpected: bool = False) -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfd.readouterr()
        status = cli.run(arguments)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert unexpected or "程序内部出错" not in err
        return Done(status, out, err)

    return call


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the program as a process of its own."""

    def call(*arguments: str, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> Any:
        return subprocess.run(
            [sys.executable, "-m", "opendata_rules", *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
            cwd=cwd,
            env=environment(**env),
        )

    return call


def environment(**env: str) -> dict[str, str]:
    """The environment of a process, without what would decide on encodings or width."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COLUMNS"))}
    for name in ("PYTHONIOENCODING", "PYTHONUTF8", "OPENDATA_RULES_TRACEBACK"):
        kept.pop(name, None)
    return {**kept, "LC_ALL": "C.UTF-8", **env}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with what the examples of the help speak of."""
    catalogue = (ROOT / "examples" / "taian_catalogue.csv").read_bytes()
    for name in ("目录.csv", "旧目录.csv", "新目录.csv", "共享目录.csv"):
        (tmp_path / name).write_bytes(catalogue)
    (tmp_path / "上次.json").write_text('{"@type": "Baseline", "place": "taian", "findings": []}', encoding="utf-8")
    (tmp_path / "发布.yaml").write_text("发布者: 泰安市大数据局\n", encoding="utf-8")
    (tmp_path / "豁免.yaml").write_text("豁免: []\n", encoding="utf-8")
    (tmp_path / "事实.yaml").write_text("涉及个人隐私: 是\n第三方意见: 不同意\n国家秘密:\n", encoding="utf-8")
    (tmp_path / "事件.jsonl").write_bytes((ROOT / "examples" / "jining_events.jsonl").read_bytes())
    (tmp_path / "批量.csv").write_text("编号,提供单位,国家秘密\n1,甲局,是\n2,甲局,\n", encoding="utf-8")
    (tmp_path / "批量.jsonl").write_text('{"id": 1, "state_secret": true}\n', encoding="utf-8")
    (tmp_path / "条文").mkdir()
    for name in ("rules", "jurisdictions"):
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
