"""The trial portal: however it is ended, nothing of it stays."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from trial import __main__ as trial
from trial.portal import Portal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_servers_end_with_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    stopped: list[bool] = []

    @contextlib.contextmanager
    def portal(port: int) -> Iterator[Portal]:
        try:
            yield Portal(f"http://127.0.0.1:{port}", "", Path("/x/ckan.ini"), None)
        finally:
            stopped.append(True)

    def wait(_event: Any) -> None:
        os.kill(os.getpid(), number)
        raise AssertionError("the signal was not heard")

    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setattr(trial, "portal", portal)
    monkeypatch.setattr(threading.Event, "wait", wait)
    try:
        assert trial.main() == 0
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert stopped == [True]
    told = capsys.readouterr().out
    assert "http://127.0.0.1:5000/user/login" in told
    assert "ckan -c /x/ckan.ini opendata-rules audit" in told
