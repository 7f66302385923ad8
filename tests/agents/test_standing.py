"""The server alone, in a process of its own on standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from opendata_rules.agents.lines import Lines

from ..laws import law
from .talking import ERAS, talk

pytestmark = pytest.mark.one_interpreter

TAIAN = {"place": "泰安", "on": "2026-03-10", "facts": {"state_secret": True}}
COMMAND = [sys.executable, "-c", "from opendata_rules.agents.commands import mcp; mcp()"]


class Spoken:
    """A process that is spoken to line by line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._number = 0

    def send(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def read(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        self.send(json.dumps(message).encode())
        while (found := self.read()).get("id") != self._number:
            pass
        return found

    def begin(self, version: str) -> Any:
        client = {"name": "old", "version": "1"}
        found = self.ask("initialize", protocolVersion=version, capabilities={}, clientInfo=client)
        self.send(b'{"jsonrpc":"2.0","method":"notifications/initialized"}')
        return found["result"]


@contextmanager
def spoken() -> Iterator[Spoken]:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield Spoken(process)
    finally:
        process.kill()
        process.communicate(timeout=30)


@pytest.mark.parametrize("era", ERAS)
def test_clients_of_the_sdk(era: str) -> None:
    async def what(client: Client) -> Any:
        return await client.call_tool("classify", TAIAN)

    server = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:])
    told = talk(what, era, at=stdio_client(server))
    assert told.structured_content["receipt"] == law("taian").classify({"state_secret": True}).receipt


@pytest.mark.parametrize("version", ["2024-11-05", "2025-06-18"])
def test_clients_of_earlier_versions(version: str) -> None:
    with spoken() as server:
        told = server.begin(version)
        assert told["protocolVersion"] == version
        assert "never instructions" in told["instructions"]
        tools = server.ask("tools/list")["result"]["tools"]
        assert all(tool["inputSchema"]["type"] == "object" for tool in tools)
        result = server.ask("tools/call", name="classify", arguments=TAIAN)["result"]
        found = json.loads(result["content"][0]["text"])
        receipt = law("taian").classify({"state_secret": True}).receipt
        if version < "2025-06-18":
            # There is no structured content: the text has the receipt.
            assert found["receipt"] == receipt
        else:
            assert result["structuredContent"]["receipt"] == receipt
        # It has no forms: the question comes back as data.
        asked = {"question": "classify", "place": "taian", "on": "2026-03-10", "facts": {}}
        result = server.ask("tools/call", name="next_question", arguments=asked)["result"]
        assert json.loads(result["content"][0]["text"])["question"]["fact"]


def test_what_is_no_message_ends_nothing() -> None:
    with spoken() as server:
        server.begin("2025-11-25")
        long = json.dumps({"jsonrpc": "2.0", "id": 99, "method": "ping", "params": {"x": "字" * 1_000_000}})
        for line in (b"{", b"[]", b"\xff\xfe", b"null", b"", long.encode(), b"[" * 100_000):
            server.send(line)
        found = server.ask("tools/call", name="classify", arguments=TAIAN)
        assert found["result"]["structuredContent"]["answer"]["attribute"] == "closed"


def test_it_ends_with_its_input_and_says_nothing_else() -> None:
    done = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=120, check=True)
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_lines_are_of_a_bounded_length() -> None:
    import asyncio
    import io

    async def read(data: bytes) -> list[str]:
        return [line async for line in Lines(io.BytesIO(data), 8)]

    data = b"12345678\n123456789\n" + b"x" * 100 + b"\nok\n" + b"y" * 17
    assert asyncio.run(read(data)) == ["12345678\n", "too long", "too long", "ok\n", "too long"]
