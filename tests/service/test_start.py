"""From its start to its first answer the service reads what that answer needs, and nothing of other questions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_interpreter

#: Answers one question in a process of its own, then the ones that follow; tells what was imported after each.
ASKED = """
import asyncio, json, sys
import httpx
from opendata_rules.service import running
from opendata_rules.service.settings import Settings

app = running.create(Settings(telemetry=False, watch=0, store=sys.argv[1] or None))

async def main():
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            body = {"on": "2026-03-10", "facts": {"state_secret": True}}
            found = await client.post("/v1/places/taian/classify", json=body)
            assert found.json()["attribute"] == "closed", found.text
            print(json.dumps(sorted(sys.modules)))
            found = await client.get("/openapi.json")
            assert found.json()["openapi"] == "3.1.0"
            print(json.dumps(sorted(sys.modules)))

asyncio.run(main())
"""
#: Rooms that other questions need, and what is read for them.
OTHERS = ("monitoring", "analysis", "authoring", "exchange", "schemas", "catalogue.files", "catalogue.check")
HEAVY = {"openpyxl", "xlsxwriter", "durable", "icalendar", "sqlglot", "duckdb", "pyarrow", "polars", "psycopg"}


def read(store: str) -> list[set[str]]:
    done = subprocess.run([sys.executable, "-c", ASKED, store], capture_output=True, text=True, timeout=120, check=True)
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


def rooms(modules: set[str], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if f"opendata_rules.{name}" in modules]


@pytest.mark.parametrize("kept", [False, True])
def test_the_first_answer_waits_for_nothing_else(tmp_path: Path, kept: bool) -> None:
    first, later = read(str(tmp_path) if kept else "")
    assert rooms(first, OTHERS) == []
    assert rooms(first, ("ledgers",)) == ["ledgers"] * kept
    assert not HEAVY & {name.partition(".")[0] for name in first}
    # It would be seen: what the document needs is read with the first one that asks for it.
    assert rooms(later, OTHERS) == ["schemas"]
