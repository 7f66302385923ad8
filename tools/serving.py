"""A service of this checkout while a tool looks at its pages."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator


@contextlib.contextmanager
def served(seconds: float = 180) -> Iterator[str]:
    """Start a service with the shipped rules and an empty store; its address, once it answers.

    Args:
        seconds: how long its start may take.

    Raises:
        RuntimeError: it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, "-m", "opendata_rules", "serve", "--port", str(port), "--store", store]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(address, process, seconds)
                yield address
            finally:
                process.terminate()
                process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with status {process.returncode}; start it by hand: serve")
        with contextlib.suppress(OSError, urllib.error.URLError):
            if urllib.request.urlopen(f"{address}/readyz", timeout=5).status == 200:
                return
        time.sleep(0.3)
    raise RuntimeError(f"the service does not answer within {seconds:g} seconds")


def read(address: str) -> str:
    """A page as a browser is given it.

    Raises:
        OSError: it is not there.
    """
    asked = urllib.request.Request(address, headers={"accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=120) as response:
        found: str = response.read().decode()
    return found


def send(address: str, content: bytes, kind: str) -> str:
    """Where one is after something was sent, as a browser sends it.

    Raises:
        OSError: it was refused.
    """
    headers = {"accept": "text/html, application/json", "content-type": kind}
    asked = urllib.request.Request(address, content, headers, method="POST")
    with urllib.request.urlopen(asked, timeout=120) as response:
        found: str = response.geturl()
    return found
