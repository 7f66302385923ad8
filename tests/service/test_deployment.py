"""What is deployed: the unit, the container, the settings, copies of the stores."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.errors import BadOutput
from opendata_rules.ledgers.ledger import ledger
from opendata_rules.service.backup import backup
from opendata_rules.service.settings import PREFIX, Settings, settings_of
from opendata_rules.service.stores import LEDGER

from ..laws import ROOT
from .serving import ON, serving, settings

DEPLOY = ROOT / "deploy"


def lacking(reason: str) -> None:
    """Skip what cannot be tested here; fail where everything is to be tested."""
    if os.environ.get("OPENDATA_RULES_REQUIRE_SERVICE"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        lacking("needs systemd-analyze, of Debian's package systemd")
    assert program is not None
    text = (DEPLOY / "opendata-rules.service").read_text(encoding="utf-8")
    # The program is not installed there on this machine; systemd looks whether it is.
    assert text.count("/opt/opendata-rules/bin/opendata-rules ") == 2
    unit = tmp_path / "opendata-rules.service"
    unit.write_text(text.replace("/opt/opendata-rules/bin/opendata-rules", "/bin/true"), encoding="utf-8")
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60)
    told = [line for line in (done.stdout + done.stderr).splitlines() if unit.name in line]
    assert told == []
    broken = tmp_path / "broken.service"
    broken.write_text(unit.read_text().replace("Type=exec", "Type=exce"), encoding="utf-8")
    done = subprocess.run([program, "verify", str(broken)], capture_output=True, text=True, check=False, timeout=60)
    assert "exce" in done.stdout + done.stderr


def test_the_container_is_built_of_what_there_is() -> None:
    parse = pytest.importorskip("dockerfile_parse").DockerfileParser
    parser = parse(fileobj=io.BytesIO((DEPLOY / "Containerfile").read_bytes()))
    steps = [(step["instruction"], step["value"]) for step in parser.structure]
    names = [name for name, _ in steps]
    known = {"ARG", "FROM", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert set(names) - {"COMMENT"} == known
    told = dict(steps)
    assert parser.baseimage == "docker.io/library/python:3.13-slim"
    assert told["USER"] == "10001"
    assert json.loads(told["CMD"]) == ["opendata-rules", "serve"]
    assert "--no-index" in told["RUN"]
    assert f"EXPOSE {Settings.model_fields['port'].default}" in [f"{name} {value}" for name, value in steps]
    given = {name: value for name, value in parser.envs.items() if name.startswith(PREFIX)}
    assert {name.removeprefix(PREFIX).lower() for name in given} <= set(Settings.model_fields)
    # It answers others, so it does not start without tokens.
    assert given[f"{PREFIX}HOST"] == "0.0.0.0"
    assert f"{PREFIX}TOKENS" in given


def test_the_settings_that_are_shipped_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    file = DEPLOY / "service.toml"
    assert settings_of(file) == settings_of()
    # What stands behind a mark is a setting too, and none is missing.
    text = file.read_text(encoding="utf-8")
    marked = "\n".join(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ") and " = " in line)
    assert {*tomllib.loads(text), *tomllib.loads(marked)} == set(Settings.model_fields)


def test_a_copy_of_the_stores_is_whole_while_they_are_written(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(settings(watch=0, store=str(store))) as running, running.client() as client:
        for number in range(20):
            client.post("/v1/places/taian/classify", json={"on": ON, "facts": {}})
            if number == 10:
                event = {"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
                client.post(f"/v1/places/jining/monitor/events?on={ON}", json={"events": [event]})
                made = backup(store, tmp_path / "copy")
    assert [path.name for path in made] == ["cases-jining.sqlite", LEDGER, "drafts.sqlite", "service.sqlite"]
    with ledger(tmp_path / "copy" / LEDGER) as book:
        assert len(book) == 11
        book.verify()
    import datetime as dt

    law = odr.load().law("jining", on=dt.date.fromisoformat(ON))
    with odr.monitor(law, tmp_path / "copy" / "cases-jining.sqlite", engine="builtin") as monitor:
        assert list(monitor.cases()) == ["A"]
    # Restored, the service goes on from there.
    with serving(settings(watch=0, store=str(tmp_path / "copy"))) as running, running.client() as client:
        assert client.post("/v1/places/taian/classify", json={"on": ON, "facts": {}}).headers["odr-entry"] == "12"
        assert client.get(f"/v1/places/jining/monitor/cases/A?on={ON}").status_code == 200
    with pytest.raises(BadOutput):
        backup(store, tmp_path / "copy")
    with pytest.raises(BadOutput):
        backup(tmp_path / "nothing", tmp_path / "other")
