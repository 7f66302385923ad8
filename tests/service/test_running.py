"""The service as a process: started, killed, stopped, doubled; what was acknowledged is there."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import opendata_rules as odr
from opendata_rules.ledgers.ledger import ledger
from opendata_rules.service.cases import Cases
from opendata_rules.service.keeping import Keeping
from opendata_rules.service.stores import LEDGER

from ..monitoring.conftest import postgres
from .serving import LINES, ON, lines, ready

__all__ = ["postgres"]

#: How often it is killed; ``OPENDATA_RULES_KILLS=30`` for as often as was promised.
KILLS = int(os.environ.get("OPENDATA_RULES_KILLS", "2"))
BODY = {"on": ON, "facts": {"state_secret": True}}
CLASSIFY = "/v1/places/taian/classify"
EVENTS = f"/v1/places/jining/monitor/events?on={ON}"
FEEDS = "/v1/places/taian/feeds"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def process(folder: Path, *more: str, store: str | Path | None = None) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """``opendata-rules serve`` on a store, by default the folder."""
    port, where = free(), str(store or folder)
    command = [sys.executable, "-m", "opendata_rules", "serve", "--port", str(port), "--store", where, *more]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENDATA_RULES_SERVICE")}
    with (folder / "log.txt").open("ab") as log:
        started = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 90
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{url}/readyz", trust_env=False, timeout=5).status_code == 200:
                    break
            assert started.poll() is None, (folder / "log.txt").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield started, url
    finally:
        started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(20)
        started.kill()
        started.wait(60)


@POSIX
def test_the_workbench_is_shown_in_a_browser_where_that_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, program = tmp_path / "opened.txt", tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    with process(tmp_path, "--open") as (_, url):
        until = time.monotonic() + 60
        while not opened.exists() or not opened.read_text(encoding="utf-8"):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert opened.read_text(encoding="utf-8") == f"{url}/\n"
        assert "您想知道什么" in httpx.get(f"{url}/", trust_env=False).text
    assert f"工作台在 {url}/" in (tmp_path / "log.txt").read_text(encoding="utf-8")


class Load:
    """Clients that ask as fast as answers come, and keep what was acknowledged."""

    def __init__(self, url: str, round_: int) -> None:
        self.entries: dict[int, str] = {}
        self.events: list[str] = []
        #: Calendars that were made under a key of the same name: the address that was answered.
        self.feeds: dict[str, str] = {}
        self.unexpected: list[str] = []
        self._url, self._round = url, round_
        self._stop = threading.Event()
        work = (self._classify, self._classify, self._batch, self._ingest, self._feed)
        self._threads = [threading.Thread(target=self._until_gone, args=(one,)) for one in work]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def acknowledged(self, number: int) -> None:
        """Wait until so many answers were, and events too."""
        until = time.monotonic() + 120
        while len(self.entries) < number or len(self.events) < number / 10 or not self.feeds:
            assert time.monotonic() < until
            time.sleep(0.002)

    def _until_gone(self, work: Callable[[httpx.Client, int], None]) -> None:
        with (
            contextlib.suppress(httpx.HTTPError),
            httpx.Client(base_url=self._url, trust_env=False, timeout=30) as client,
        ):
            number = 0
            while not self._stop.is_set():
                work(client, number)
                number += 1

    def _classify(self, client: httpx.Client, number: int) -> None:
        found = client.post(CLASSIFY, json=BODY)
        if found.status_code == 200:
            self.entries[int(found.headers["odr-entry"])] = found.headers["odr-receipt"]
        elif found.status_code != 503:
            self.unexpected.append(found.text)

    def _batch(self, client: httpx.Client, number: int) -> None:
        line = json.dumps({"question": "classify", "place": "taian", **BODY})
        with client.stream("POST", "/v1/batch", content="\n".join([line] * 100), headers=LINES) as found:
            for told in found.iter_lines():
                entry = json.loads(told).get("entry")
                if entry is not None:
                    self.entries[entry["number"]] = entry["digest"]

    def _ingest(self, client: httpx.Client, number: int) -> None:
        name = f"{self._round}-{number}"
        event = {"id": name, "case": name, "procedure": "objection", "kind": "received", "date": "2026-03-02"}
        found = client.post(EVENTS, json={"events": [event]})
        if found.status_code == 200 and found.json()["accepted"] == 1:
            self.events.append(name)
        elif found.status_code not in (200, 503):
            self.unexpected.append(found.text)

    def _feed(self, client: httpx.Client, number: int) -> None:
        name = f"{self._round}-{number}"
        found = client.post(FEEDS, json={"kind": "duties"}, headers={"idempotency-key": name})
        if found.status_code == 201:
            self.feeds[name] = found.json()["address"]
        elif found.status_code != 503:
            self.unexpected.append(found.text)
        time.sleep(0.02)


def there(store: str | Path, loads: list[Load]) -> None:
    """Everything acknowledged is in the store once, and the chain verifies."""
    folder = Path(store)
    in_database = isinstance(store, str)
    with ledger(store if in_database else folder / LEDGER) as book:
        book.verify()
        found = {one.number: one.digest for one in book.find()}
    day = dt.date.fromisoformat(ON)
    law = odr.load().law("jining", on=day)
    with odr.monitor(law, Cases(store if in_database else folder).store("jining"), engine="builtin") as monitor:
        cases = set(monitor.cases())
    kept = Keeping(store if in_database else folder / "state")
    feeds = kept.feeds("taian")
    for load in loads:
        assert load.unexpected == []
        assert load.entries.items() <= found.items()
        assert set(load.events) <= cases
        for key, address in load.feeds.items():
            assert kept.feed(address.removeprefix("/feeds/").removesuffix(".ics")) in feeds
            [(body,)] = kept._run("SELECT body FROM service_keys WHERE key = ?", (key,))
            assert json.loads(bytes(body))["address"] == address
    kept.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where everything is kept: a folder, or a database."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").fresh()  # type: ignore[no-any-return]
    return tmp_path


@POSIX
@pytest.mark.one_interpreter
def test_nothing_acknowledged_is_lost_however_often_it_is_killed(tmp_path: Path, store: str | Path) -> None:
    loads = []
    for number in range(KILLS):
        with process(tmp_path, store=store) as (started, url), Load(url, number) as load:
            load.acknowledged(20 + number * 7)
            started.send_signal(signal.SIGKILL)
            started.wait(60)
        loads.append(load)
        there(store, loads)
    assert all(load.entries and load.events and load.feeds for load in loads)


@POSIX
@pytest.mark.one_interpreter
def test_who_is_stopped_ends_what_was_begun(tmp_path: Path) -> None:
    with process(tmp_path) as (started, url), Load(url, 0) as load:
        load.acknowledged(50)
        started.send_signal(signal.SIGTERM)
        assert started.wait(60) in (0, -signal.SIGTERM)
    there(tmp_path, [load])
    # The first line is for the person who started it, on standard output; the log is what comes after.
    told = lines((tmp_path / "log.txt").read_text().partition("\n")[2])
    assert [one["event"] for one in told if one["event"] in ("started", "stopped")] == ["started", "stopped"]
    assert {"request", "path", "status", "ms"} <= told[-3].keys()


@POSIX
@pytest.mark.one_interpreter
def test_two_processes_share_a_store(tmp_path: Path, store: str | Path) -> None:
    shared = ("--config", str(tmp_path / "service.toml"))
    (tmp_path / "service.toml").write_text(f"state = '{tmp_path / 'state'}'")
    with process(tmp_path, *shared, store=store) as (_, first), process(tmp_path, *shared, store=store) as (_, second):
        with Load(first, 1) as one, Load(second, 2) as other:
            one.acknowledged(50)
            other.acknowledged(50)
        assert not one.entries.keys() & other.entries.keys()
        with httpx.Client(base_url=first, trust_env=False) as client:
            workers = client.get("/v1/status").json()["workers"]
        assert len({worker["process"] for worker in workers}) == 2
        assert not any(worker["stale"] for worker in workers)
    there(store, [one, other])


@POSIX
@pytest.mark.one_interpreter
def test_workers_answer_by_one_law_and_count_together(tmp_path: Path) -> None:
    with (
        process(tmp_path, "--workers", "2") as (_, url),
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        ready(client)
        until = time.monotonic() + 150
        while len(client.get("/v1/status").json()["workers"]) < 2:
            assert time.monotonic() < until
            time.sleep(0.1)
        for _ in range(20):
            assert httpx.post(f"{url}{CLASSIFY}", json=BODY, trust_env=False, timeout=30).status_code == 200
        counted = sum(
            float(line.rpartition(" ")[2])
            for line in client.get("/metrics").text.splitlines()
            if line.startswith("odr_ledger_entries_total")
        )
        assert counted == 20


@POSIX
@pytest.mark.one_interpreter
def test_who_sends_far_too_much_sees_why(tmp_path: Path) -> None:
    """What is left of the body is dropped and no head of another request; the connection serves on."""
    import http.client

    with (
        process(tmp_path) as (_, url),
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(url.rpartition(":")[2]), timeout=30)) as caller,
    ):
        for _ in range(3):
            caller.request("POST", CLASSIFY, b" " * 8_000_000, {"content-type": "application/json"})
            refused = caller.getresponse()
            assert (refused.status, json.loads(refused.read())["code"]) == (413, "too_large")
            caller.request("POST", CLASSIFY, json.dumps(BODY), {"content-type": "application/json"})
            found = caller.getresponse()
            assert (found.status, json.loads(found.read())["attribute"]) == (200, "closed")


@POSIX
@pytest.mark.one_interpreter
def test_who_never_ends_the_head_of_a_request_is_sent_away(tmp_path: Path) -> None:
    with process(tmp_path) as (_, url):
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
            wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 80_000)
            heard = b""
            with contextlib.suppress(ConnectionError):
                while part := wire.recv(65536):
                    heard += part
            assert heard == b"" or heard.startswith(b"HTTP/1.1 400")
        with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
            wire.sendall(b"GET /healthz HTTP/1.1\r\nHo")
            assert wire.recv(65536) == b""
        # Who is quick is answered as often as wanted on one connection.
        with httpx.Client(base_url=url, trust_env=False) as client:
            for _ in range(3):
                assert client.get("/healthz").status_code == 200
