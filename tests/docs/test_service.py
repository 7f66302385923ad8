"""What the page on the service shows works as shown: its commands are run against a service, one after the other."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ..laws import ROOT

pytest.importorskip("fastapi", reason="needs the extra service")

from ..service.rules import small
from ..service.serving import ready, serving, settings

PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```bash\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE, re.DOTALL)


def test_every_command_shows_what_comes_of_it() -> None:
    assert len(SHOWN) == 8
    assert all(expected.strip() for _, expected in SHOWN)


@pytest.mark.one_interpreter
def test_the_page_walks_a_platform_from_the_gate_to_the_recheck(tmp_path: Path) -> None:
    for program in ("bash", "curl", "perl", "python3"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    rules = small(tmp_path / "rules-of-ours")
    given = settings(rules=rules, watch=0.2, store=str(tmp_path / "store"))
    general = SHOWN[:3]
    with serving(settings(watch=0)) as running:
        for command, expected in general:
            shown(command, expected, running.url, tmp_path)
    with serving(given) as running, running.client() as client:
        ready(client)
        for command, expected in SHOWN[3:]:
            shown(command, expected, running.url, tmp_path)


def shown(command: str, expected: str, url: str, folder: Path) -> None:
    script = command.replace("http://127.0.0.1:8787", url)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    for line in expected.splitlines():
        assert line.strip() in done.stdout, (command, line, done.stdout[:3000])


def test_the_python_shown_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert names["app"]


def test_every_address_shown_is_there() -> None:
    from opendata_rules.service.app import ROUTES

    paths = {route.path for route in ROUTES}
    for address in re.findall(r"`(?:GET|POST) (/[^`…?]*)`", PAGE):
        assert address in paths, address
