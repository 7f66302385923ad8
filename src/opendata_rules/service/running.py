"""The service as a server of its own: uvicorn, with what it lacks against slow and endless clients."""

from __future__ import annotations

import inspect
import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..errors import BadPack
from ..quoting import quoted
from .access.tokens import Tokens, listed
from .app import create
from .books import LedgerBook
from .editions import edition_of, shipped_edition
from .errors import BadSettings
from .keeping import Keeping
from .observing import TOGETHER, start_log
from .settings import PREFIX, Settings
from .stores import ledger_of, state_of, store_of

#: Where further workers read the settings.
_SETTINGS = f"{PREFIX}ALL"
#: Seconds in which the head of a request has to come, and most bytes of it.
_HEAD_SECONDS, _HEAD_BYTES = 15.0, 65_536
#: How often it is tried whether the service answers yet, and seconds between.
_TRIES, _PAUSE = 120, 0.25
#: Most bytes of a message of a web socket: a file of rules with what is around it, each character escaped.
_MESSAGE_BYTES = 8_000_000
#: Connections at most.
_CONNECTIONS = 2000
#: Seconds after which a worker that says nothing is replaced.
_WORKER_SECONDS = 120


class Patient(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; who does not get to the end of the head of a request is not waited for."""

    def connection_made(self, transport: Any) -> None:
        """A client is there."""
        super().connection_made(transport)
        wire = transport.get_extra_info("socket")
        if wire is not None and wire.family in (socket.AF_INET, socket.AF_INET6):
            # Head and body are sent one after the other; else the body would wait, 40 ms, until the head is confirmed.
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = 0
        self._begun = self._read = self._answered = False
        self._watch()

    def _watch(self) -> None:
        self._impatience = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if (not self._begun or self._answered) and not self.transport.is_closing():
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Something came."""
        if not self._begun:
            self._head += len(data)
        super().data_received(data)
        if not self._begun and self._head > _HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("Request header fields too large.")

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._begun, self._read, self._answered = True, False, False
        self._impatience.cancel()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request has come."""
        self._read = True
        super().on_message_complete()
        if self._answered:
            self._impatience.cancel()
            self._ended()

    def on_response_complete(self) -> None:
        """A request is answered. What is left of its body is read and dropped, for a while: a client that still sends
        would not see the answer if the connection were closed.
        """
        self._answered = True
        if self._read:
            self._ended()
        else:
            self._watch()
        super().on_response_complete()

    def _ended(self) -> None:
        """The next request begins with a head again. Between the two, uvicorn keeps the time."""
        self._head, self._begun, self._read, self._answered = 0, False, False, False

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        if self._begun is False and self._impatience.cancelled():
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._impatience.cancel()
        super().connection_lost(exc)


def checked(settings: Settings) -> None:
    """That a service may be started so.

    Raises:
        BadSettings: it would answer others than this machine without tokens, or names what is not there.
    """
    fixed = listed(settings.token_list, "token_list") if settings.token_list is not None else ()
    tokens = Tokens(fixed, settings.tokens)
    if settings.tokens is not None and not settings.tokens.is_file():
        shown = quoted(str(settings.tokens))
        raise BadSettings(
            f"没有令牌清单 {shown}；用 opendata-rules token new 建立。",
            english=f"There is no list of tokens {shown}; make one with opendata-rules token new.",
            argument="tokens",
        )
    if not settings.loopback and not tokens.any:
        raise BadSettings(
            f"{quoted(settings.host)} 不是本机地址；没有令牌的服务只在本机应答。"
            "用 opendata-rules token new 建立令牌，再写 --tokens。",
            english=f"{quoted(settings.host)} is reached by others; a service without tokens answers on this machine"
            " only. Make tokens with opendata-rules token new and name them with --tokens.",
            argument="host",
        )


def examined(settings: Settings, say: Callable[[str], None]) -> None:
    """Try everything that a service needs, without starting it.

    Args:
        settings: of the service.
        say: told what was tried, in Chinese.

    Raises:
        Error: something would not work; the first of such.
    """
    checked(settings)
    say(
        f"地址 {settings.host}:{settings.port}，{'只有本机能问' if settings.loopback else '别的机器也能问，要有令牌'}。"
    )
    _bound(settings).close()
    with tempfile.TemporaryDirectory() as folder:
        edition = shipped_edition() if settings.rules is None else edition_of(settings.rules, Path(folder))
        edition.warm(edition.since.date())
        for path in settings.also:
            edition_of(path, Path(folder))
        if settings.rules is not None:
            _linted(settings.rules)
    say(f"规则 {edition.digest}，{len(edition.library.jurisdictions)} 个地方。")
    book = ledger_of(settings)
    if book is None:
        say("没有设存储：不记台账，不收案件。")
        return
    LedgerBook(book).close()
    Keeping(settings.database or state_of(settings)[0]).close()
    say("存储可以读写。")


def _linted(folder: Path) -> None:
    from ..authoring.lint import lint
    from ..diagnostics.kind import Severity

    errors = [problem for problem in lint(folder) if problem.severity is Severity.ERROR]
    if errors:
        raise BadPack(
            f"规则有 {len(errors)} 处错误，例如 {quoted(errors[0].path)}：{quoted(errors[0].message, 200)}",
            english=f"The rules have {len(errors)} errors, such as {quoted(errors[0].path)}.",
            diagnostics=errors,
            argument="rules",
        )


def _bound(settings: Settings) -> socket.socket:
    """The socket that is listened at.

    Raises:
        BadSettings: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        found.close()
        shown = f"{quoted(settings.host)}:{settings.port}"
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise BadSettings(
            f"不能在 {shown} 上应答：{reason}。", english=f"Cannot listen at {shown}: {reason}.", argument="port"
        ) from None
    found.set_inheritable(True)
    return found


def run(settings: Settings) -> None:
    """Answer until somebody stops the process; what was taken is written before it ends.

    Raises:
        BadSettings: it may not be started so.
    """
    checked(settings)
    listener = _bound(settings)
    temporary: str | None = None
    if settings.workers > 1:
        if settings.state is None and store_of(settings) is None:
            temporary = tempfile.mkdtemp(prefix="opendata-rules-")
            settings = settings.model_copy(update={"state": Path(temporary)})
        together = state_of(settings)[0] / "metrics"
        shutil.rmtree(together, ignore_errors=True)
        together.mkdir(parents=True)
        os.environ[TOGETHER] = str(together)
    try:
        _served(settings, listener)
    finally:
        listener.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def opened_when_ready(address: str) -> None:
    """Show the workbench in a browser as soon as the service answers; where none can be opened, nothing happens.

    Args:
        address: of the service.
    """

    def wait() -> None:
        for _ in range(_TRIES):
            time.sleep(_PAUSE)
            with suppress(OSError), urllib.request.urlopen(f"{address}healthz", timeout=5):
                webbrowser.open(address)
                return

    threading.Thread(target=wait, name="browser", daemon=True).start()


def _served(settings: Settings, listener: socket.socket) -> None:
    start_log(settings.log_level)
    alone = settings.workers == 1
    app: Any = create(settings) if alone else f"{__name__}:application"
    if not alone:
        os.environ[_SETTINGS] = settings.model_dump_json()
    options: dict[str, Any] = {
        "http": Patient,
        "ws": "websockets-sansio",
        "ws_max_size": _MESSAGE_BYTES,
        "ws_per_message_deflate": False,
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "limit_concurrency": _CONNECTIONS,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": int(settings.seconds) + 5,
    }
    if alone:
        uvicorn.Server(uvicorn.Config(app, **options)).run(sockets=[listener])
        return
    # The workers' parent makes a socket of its own, which they share.
    listener.close()
    host = settings.host.strip("[]")
    if "timeout_worker_healthcheck" in inspect.signature(uvicorn.Config.__init__).parameters:
        # A worker that still reads its modules is no dead one, however busy the machine is.
        options["timeout_worker_healthcheck"] = _WORKER_SECONDS
    uvicorn.run(app, factory=True, host=host, port=settings.port, workers=settings.workers, **options)


def application() -> FastAPI:
    """The application of a further worker."""
    settings = Settings.model_validate_json(os.environ[_SETTINGS])
    start_log(settings.log_level)
    threading.Thread(target=_end_with_the_parent, name="parent", daemon=True).start()
    return create(settings)


def _end_with_the_parent() -> None:
    """Stop where the process that started this one was killed, and nobody would stop it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
