"""The language server over a web socket: one for each editor that is open, each in a process of its own.

A browser knows files by their names below the folder of rules, as ``file:///rules-of-this-service/…``; where the folder
lies on this machine it is not told, and what lies elsewhere it cannot name. Only what an editor needs is passed on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.websockets import WebSocket, WebSocketDisconnect

from ..errors import Error
from .access.gate import CALLER, Caller
from .access.tokens import Scope
from .drafting.files import RuleFolder, text_of
from .parts import Parts
from .watching import CACHE

PATH = "/rules/language"
#: What names of files begin with, as a browser has them.
ROOT = "file:///rules-of-this-service"
_TAKEN = frozenset(
    {
        "initialize",
        "initialized",
        "shutdown",
        "exit",
        "$/cancelRequest",
        *(f"textDocument/{name}" for name in ("didOpen", "didChange", "didClose")),
        *(f"textDocument/{name}" for name in ("completion", "hover", "definition", "codeAction")),
    }
)
#: Editors that one worker serves at a time.
_MOST = 16
_URI_KEYS = ("uri", "targetUri")
_REFUSED, _FULL = 1008, 1013


class Speaking:
    """The language servers of one worker.

    Args:
        parts: of the service.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._open = 0

    async def serve(self, socket: WebSocket) -> None:
        """Serve an editor until it leaves."""
        caller: Caller = socket.scope["state"][CALLER]
        caller.path = PATH
        root = self._parts.settings.rules
        try:
            caller.need(Scope.EDIT)
            drafted = await self._drafted(socket.query_params.get("draft"))
        except Error:
            await socket.close(_REFUSED)
            return
        if root is None or self._open >= _MOST:
            await socket.close(_REFUSED if root is None else _FULL)
            return
        self._open += 1
        try:
            await socket.accept()
            await _Conversation(socket, RuleFolder(root), drafted).held(self._parts.folder() / CACHE)
        except WebSocketDisconnect:
            # Whoever opened it has gone before it was open.
            return
        finally:
            self._open -= 1

    async def _drafted(self, draft: str | None) -> dict[str, str]:
        """The texts of a draft, which stand in the place of the files."""
        if not draft:
            return {}
        found = await asyncio.to_thread(self._parts.drafted().draft, draft)
        return {one.name: text_of(one.content) for one in found.files}


class _Conversation:
    """What is said between one editor and its server."""

    def __init__(self, socket: WebSocket, folder: RuleFolder, drafted: dict[str, str]) -> None:
        self._socket, self._folder, self._drafted = socket, folder, drafted
        self._root = folder.root.as_uri()

    async def held(self, cache: Path) -> None:
        """Pass on what is said until one of the two leaves.

        Args:
            cache: folder for what was found in order.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "opendata_rules",
            "lsp",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OPENDATA_RULES_CACHE": str(cache)},
        )
        given, told = process.stdin, process.stdout
        assert given is not None
        assert told is not None
        ways = [asyncio.create_task(way) for way in (self._asked(given), self._answered(told))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await asyncio.gather(*ways, return_exceptions=True)
            await process.wait()
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close()

    async def _asked(self, given: asyncio.StreamWriter) -> None:
        with contextlib.suppress(WebSocketDisconnect, ConnectionError, ValueError, KeyError):
            while True:
                message = json.loads(await self._socket.receive_text())
                if not isinstance(message, dict) or not self._passes(message):
                    continue
                _write(given, message)
                if message["method"] == "initialized":
                    for name, text in self._drafted.items():
                        _write(given, _opened(f"{self._root}/{name}", text))
                await given.drain()

    def _passes(self, message: dict[str, Any]) -> bool:
        """Whether a message of an editor may be passed on; files in it are named as the server knows them."""
        if "method" not in message:
            # An answer to what the server asked; nothing hangs on any.
            return False
        if message["method"] not in _TAKEN:
            return False
        params = message.get("params")
        if message["method"] == "initialize" and isinstance(params, dict):
            # Whoever started the service is not whoever edits: no process of the editor's is watched.
            params |= {"processId": None, "rootUri": self._root, "rootPath": None, "workspaceFolders": None}
        document = params.get("textDocument") if isinstance(params, dict) else None
        if isinstance(document, dict):
            path = self._inside(document.get("uri"))
            if path is None:
                return False
            document["uri"] = path.as_uri()
            self._drafted.pop(path.relative_to(self._folder.root).as_posix(), None)
        return True

    def _inside(self, uri: Any) -> Path | None:
        if not isinstance(uri, str) or not uri.startswith(f"{ROOT}/"):
            return None
        try:
            return self._folder.path(unquote(uri.removeprefix(f"{ROOT}/")))
        except Error:
            return None

    async def _answered(self, told: asyncio.StreamReader) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, WebSocketDisconnect, RuntimeError):
            while True:
                head = await told.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.partition(b":")[2])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                )
                message = json.loads(await told.readexactly(length))
                await self._socket.send_text(json.dumps(self._as_told(message), ensure_ascii=False))

    def _as_told(self, node: Any) -> Any:
        """What the server says, its files named as a browser has them."""
        if isinstance(node, list):
            return [self._as_told(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            self._named(name): self._named(value) if name in _URI_KEYS else self._as_told(value)
            for name, value in node.items()
        }

    def _named(self, uri: Any) -> Any:
        inside = isinstance(uri, str) and uri.startswith(f"{self._root}/")
        return f"{ROOT}{uri.removeprefix(self._root)}" if inside else uri


def _opened(uri: str, text: str) -> dict[str, Any]:
    document = {"uri": uri, "languageId": "yaml", "version": 0, "text": text}
    return {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}


def _write(given: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    content = json.dumps(message).encode()
    given.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
