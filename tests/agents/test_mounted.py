"""The server on the service: behind the same gate, within the same limits, in the same ledger."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

pytest.importorskip("fastapi", reason="needs the extra service")

from mcp import Client, types
from mcp.client.streamable_http import streamable_http_client

from opendata_rules.agents.mounting import mounted
from opendata_rules.service import mounting
from opendata_rules.service.access.tokens import Entry, made, write_list

from ..laws import law
from ..service.rules import small
from ..service.serving import Running, ready, serving, settings
from .talking import ERAS, talk

pytestmark = pytest.mark.one_interpreter

TAIAN = {"place": "泰安", "on": "2026-03-10", "facts": {"state_secret": True}}
INTERVIEW = {"question": "classify", "place": "taian", "on": "2026-03-10", "facts": {}}
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def secrets() -> dict[str, tuple[str, Entry]]:
    secret, entry = made("slow", ["ask"], rate=3)
    slow = secret, entry.model_copy(update={"body": 700})
    return {"ask": made("ask", ["ask"]), "audit": made("audit", ["audit"]), "slow": slow}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, secrets: dict[str, tuple[str, Entry]]) -> Iterator[Running]:
    """A service with tokens and a ledger, which calls itself portal.example."""
    folder = tmp_path_factory.mktemp("mounted")
    tokens = folder / "tokens.json"
    write_list(tokens, [entry for _, entry in secrets.values()])
    with serving(settings(watch=0, store=str(folder), tokens=tokens, hosts="portal.example")) as running:
        yield running


def message(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


CALL = message("tools/call", name="classify", arguments=TAIAN)


def post(service: Running, token: str, content: Any = CALL, **headers: str) -> httpx.Response:
    signed = {"authorization": f"Bearer {token}"} if token else {}
    with service.client(headers={**ACCEPT, **signed}) as client:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return client.post("/mcp", content=body, headers={"content-type": "application/json", **headers})


@asynccontextmanager
async def transport(service: Running, token: str) -> AsyncIterator[Any]:
    headers = {"authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as client,
        streamable_http_client(f"{service.url}/mcp", http_client=client) as streams,
    ):
        yield streams


@pytest.mark.parametrize("era", ERAS)
def test_clients_of_the_sdk(service: Running, secrets: dict[str, tuple[str, Entry]], era: str) -> None:
    async def what(client: Client) -> Any:
        tools = await client.list_tools()
        told = await client.call_tool("classify", {**TAIAN, "dataset": "D-1"})
        read = await client.read_resource("opendata-rules://facts/state_secret")
        return tools, told, read

    tools, told, read = talk(what, era, at=transport(service, secrets["ask"][0]))
    assert "verify_answer" in [tool.name for tool in tools.tools]
    found = told.structured_content
    assert found["receipt"] == law("taian").classify({"state_secret": True}).receipt
    assert json.loads(read.contents[0].text)["id"] == "state_secret"
    # Every answer is in the ledger before it goes out, under the name of the token.
    with service.client(headers={"authorization": f"Bearer {secrets['audit'][0]}"}) as client:
        entry = client.get(f"/v1/ledger/{found['ledger']['entry']}").json()
    assert (entry["asker"], entry["dataset"]) == ("ask", "D-1")


def test_the_user_is_asked_where_the_protocol_can(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    """Requests that stand alone bring what the user said; a session of earlier versions is not kept here."""

    async def what(client: Client) -> Any:
        return (await client.call_tool("next_question", INTERVIEW)).structured_content

    def user(_: Any) -> types.ElicitResult:
        return types.ElicitResult(action="accept", content={"value": "true"})

    told = {era: talk(what, era, user=user, at=transport(service, secrets["ask"][0])) for era in ERAS}
    assert told["2026-07-28"]["user"]["value"] is True
    assert "user" not in told["legacy"]
    assert told["legacy"]["question"]["fact"]


@pytest.mark.parametrize("version", ["2025-03-26", "2025-06-18", None])
def test_requests_of_earlier_versions(
    service: Running, secrets: dict[str, tuple[str, Entry]], version: str | None
) -> None:
    token = secrets["ask"][0]
    client = {"name": "old", "version": "1"}
    begun = message("initialize", protocolVersion=version or "2025-03-26", capabilities={}, clientInfo=client)
    found = post(service, token, begun).json()["result"]
    assert found["protocolVersion"] == version or version is None
    headers = {} if version is None else {"mcp-protocol-version": version}
    result = post(service, token, CALL, **headers).json()["result"]
    assert json.loads(result["content"][0]["text"])["answer"]["attribute"] == "closed"


# -- the gate ---------------------------------------------------------------------------------------------------------


def test_without_a_token_and_without_the_scope_nothing_is_answered(
    service: Running, secrets: dict[str, tuple[str, Entry]]
) -> None:
    with service.client(headers=ACCEPT) as client:
        assert client.post("/mcp", json=CALL).status_code == 401
    found = post(service, secrets["audit"][0])
    assert (found.status_code, found.json()["code"]) == (403, "not_allowed")


def test_the_limits_are_those_of_the_token(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    token = secrets["slow"][0]
    assert post(service, token, json.dumps(CALL).encode() + b" " * 700).status_code == 413
    statuses = [post(service, token).status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert post(service, secrets["ask"][0]).status_code == 200


def test_the_host_is_checked_with_tokens_too(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    token = secrets["ask"][0]
    names = (
        "portal.example",
        "portal.example:8787",
        "PORTAL.example.",
        "localhost",
        "127.0.0.1",
        "[::1]:1",
        "10.1.2.3",
    )
    for host in names:
        assert post(service, token, host=host).status_code == 200, host
    for host in ("evil.example", "portal.example.evil.example", "127.0.0.1.evil.example", "evil.example:8787"):
        found = post(service, token, host=host)
        assert (found.status_code, found.json()["argument"]) == (403, "Host"), host


def test_pages_of_other_sites_may_not_ask(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    token = secrets["ask"][0]
    assert post(service, token, origin="https://evil.example").status_code == 403
    assert post(service, token, **{"sec-fetch-site": "cross-site"}).status_code == 403
    with service.client(headers={**ACCEPT, "authorization": f"Bearer {token}"}) as client:
        assert client.post("/mcp", content=json.dumps(CALL), headers={"content-type": "text/plain"}).status_code == 415


def test_json_is_taken_that_can_be_read_in_one_way_only(
    service: Running, secrets: dict[str, tuple[str, Entry]]
) -> None:
    token = secrets["ask"][0]
    twice = b'{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}'
    for body in (twice, b"{", b"\xff", b"[" * 100, b"NaN"):
        assert post(service, token, body).status_code == 400, body
    assert post(service, token, [CALL, CALL]).status_code == 400


def test_there_is_nothing_to_listen_to(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    with service.client(headers={**ACCEPT, "authorization": f"Bearer {secrets['ask'][0]}"}) as client:
        for method in ("GET", "DELETE", "PUT"):
            assert client.request(method, "/mcp").status_code == 405


def test_what_takes_too_long_is_refused(secrets: dict[str, tuple[str, Entry]]) -> None:
    compare = {"a": {"place": "taian", "on": "2026-03-10"}, "b": {"place": "jining", "on": "2026-03-10"}}
    with serving(settings(watch=0, seconds=0.02)) as running:
        found = post(running, "", message("tools/call", name="compare", arguments=compare))
        result = found.json()["result"]
        assert result["isError"] is True
        assert json.loads(result["content"][0]["text"])["error"]["code"] == "too_slow"


def test_without_tokens_it_answers_this_machine_alone() -> None:
    with serving(settings(watch=0)) as running:
        assert post(running, "").status_code == 200
        assert post(running, "", host="evil.example").status_code == 403
        told = post(running, "").json()["result"]
        assert "ledger" not in json.loads(told["content"][0]["text"])


def test_it_answers_by_the_rules_of_the_service(tmp_path: Path) -> None:
    with serving(settings(watch=0, rules=small(tmp_path), state=tmp_path / "state")) as running:
        with running.client() as client:
            ready(client)
        result = post(running, "").json()["result"]
        assert json.loads(result["content"][0]["text"])["answer"]["attribute"] == "closed"
        elsewhere = message("tools/call", name="classify", arguments={**TAIAN, "place": "jining"})
        result = post(running, "", elsewhere).json()["result"]
        assert result["isError"] is True
        assert "unknown_jurisdiction" in result["content"][0]["text"]


def test_what_is_not_installed_is_not_mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mounted() is not None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert mounted() is None
    mounting.mounts.cache_clear()
    try:
        assert mounting.mounts() == ()
        with serving(settings(watch=0)) as running:
            assert post(running, "").status_code in (404, 405)
    finally:
        mounting.mounts.cache_clear()
