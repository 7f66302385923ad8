"""A service on a port of this machine, and clients of it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import uvicorn

from opendata_rules.service.app import create
from opendata_rules.service.settings import Settings

ON = "2026-03-10"
LINES = {"content-type": "application/jsonl"}


def settings(**given: Any) -> Settings:
    """Settings that no environment touches."""
    return Settings(**{"telemetry": False, **given})


class Running:
    """A service that runs in a thread."""

    def __init__(self, app: Any, port: int, server: uvicorn.Server) -> None:
        self.app, self.port, self.server = app, port, server
        self.url = f"http://127.0.0.1:{port}"

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, **options)


@contextlib.contextmanager
def serving(given: Settings, **options: Any) -> Iterator[Running]:
    """A service while a test runs."""
    app = create(given, **options)
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # else the body of a response waits for its head to be confirmed
    listener.bind(("127.0.0.1", 0))
    # Whom to believe is for the application to say, as under `serve`.
    options: dict[str, Any] = {"log_config": None, "access_log": False, "lifespan": "on", "proxy_headers": False}
    config = uvicorn.Config(app, timeout_graceful_shutdown=10, **options)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    running = Running(app, listener.getsockname()[1], server)
    try:
        yield running
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
        assert not thread.is_alive()


def ready(client: httpx.Client, seconds: float = 120) -> None:
    """Wait until rules are loaded."""
    until = time.monotonic() + seconds
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, client.get("/v1/status").text
        time.sleep(0.05)


def lines(text: str) -> list[Any]:
    import json

    return [json.loads(line) for line in text.splitlines()]
