"""What takes long keeps nothing else waiting: not who signs in, not who compares."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.uploads import exports
from opendata_rules.service.workbench.catalogues import taking

from ..laws import ROOT
from .serving import ready, serving, settings

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
#: More than there are threads of any kind.
MANY = 48


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Exports end when it is set."""
    go = threading.Event()

    def slowly(*given: object) -> object:
        assert go.wait(60)
        return exports.written(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "written", slowly)
    yield go
    go.set()


@pytest.fixture
def entered(tmp_path: Path) -> Iterator[tuple[httpx.Client, str]]:
    """A client who has signed in, and the token."""
    token, entry = made("王五", ["ask"])
    write_list(tmp_path / "tokens.json", [entry])
    given = settings(tokens=tmp_path / "tokens.json", store=str(tmp_path / "store"), seconds=60)
    with serving(given) as running, running.client(headers=HTML) as client:
        ready(client)
        assert client.post("/signin", data={"token": token}).status_code == 303
        yield client, token


def test_many_exports_hold_up_neither_signing_in_nor_comparing(
    entered: tuple[httpx.Client, str], held: threading.Event
) -> None:
    client, token = entered
    table = (ROOT / "examples" / "taian_catalogue.csv").read_bytes()
    about = {"place": "taian", "on": "2026-03-10", "name": "a.csv"}
    client.headers["origin"] = str(client.base_url).rstrip("/")
    own = {"content-type": "application/octet-stream"}
    sent = client.post("/catalogues", params=about, content=table, headers=own)
    assert sent.status_code == 200, sent.text
    address = sent.json()["to"]
    with ThreadPoolExecutor(MANY) as readers:
        files = [readers.submit(client.get, f"{address}/files/json") for _ in range(MANY)]
        try:
            signed = client.post("/signin", data={"token": token}, timeout=20)
            compared = client.get("/compare?of=taian@2026-03-10&of=tengzhou@2026-03-10", timeout=20)
            assert not any(file.done() for file in files), "they were still being written"
        finally:
            held.set()
    assert (signed.status_code, compared.status_code) == (303, 200)
    assert {file.result().status_code for file in files} == {200}
